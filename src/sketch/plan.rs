//! A drawing as data: runs of characters, each with its place, what it is and what has become of it.

/// What has become of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// The answers lead along it.
    Taken,
    /// It may still be taken.
    Open,
    /// It is ruled out.
    Closed,
}

/// What a piece of a drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A line from one thing to another.
    Line,
    /// The sign of a node.
    Mark,
    /// What has to be answered to get there.
    Answer,
    /// A question.
    Question,
    /// An outcome.
    Outcome,
    /// The head of a column.
    Head,
    /// That something is left out.
    Folded,
}

/// A few characters of a drawing that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub x: usize,
    pub y: usize,
    pub text: String,
    pub part: Part,
    pub fate: Fate,
    /// Its fate would be another one without the highlighted answer.
    pub fresh: bool,
    /// It stands for the question in front.
    pub here: bool,
    /// What it belongs to: a node of the tree, a row of the table; the head of a column, to that.
    pub node: usize,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub width: usize,
    pub height: usize,
    pub runs: Vec<Run>,
    /// How many nodes are not drawn; where, the drawing says.
    pub folded: usize,
    /// The row of the question in front.
    pub here: usize,
}

impl Fate {
    /// The sign of something with this fate.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Taken => "●",
            Self::Open => "○",
            Self::Closed => "✗",
        }
    }

    /// The line that leads there.
    pub(crate) fn line(self) -> &'static str {
        match self {
            Self::Taken => "━",
            Self::Open => "─",
            Self::Closed => "┄",
        }
    }
}
