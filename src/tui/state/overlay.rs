//! What lies over the question or the result, and what is typed there.

use std::mem::take;

use crate::advice::Found;
use crate::ids::SectionIx;
use crate::tui::keymap::{Context, Deed};
use crate::tui::line::Line;

/// Something on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    Help {
        scroll: usize,
        /// What it tells.
        about: About,
        /// The key that was found, to be scrolled to.
        to: Option<(Context, &'static str)>,
    },
    Trail {
        selected: usize,
    },
    Starts {
        selected: usize,
    },
    /// Every outcome of every section.
    Outcomes {
        selected: usize,
    },
    /// What is kept in `why`.
    Why {
        scroll: usize,
    },
    /// A line, and what it leaves of a list.
    Search(Search),
    /// A text that was found.
    Reading {
        found: Found,
        scroll: usize,
    },
    /// The drawing of a section.
    Map {
        section: SectionIx,
        /// `None` until it is known where the question in front is.
        scroll: Option<usize>,
    },
    /// What is kept in `lab`.
    Lab,
    /// Leave, and what becomes of the answers?
    Confirm,
    /// Leave though an answer would give a result?
    Undecided,
    Prompt(Prompt),
    /// What is kept in `trial`.
    Try {
        scroll: usize,
    },
    /// The project's files.
    Files {
        selected: usize,
    },
    Find(Find),
    /// What was written.
    Written {
        /// What the host said of it.
        told: String,
        scroll: usize,
    },
}

/// What the help page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Only how an expert answers the question in front.
    Examples,
    /// The keys that count here.
    Here,
    /// Those of all other places as well.
    Everything,
}

/// A line to search the code with, and where the search began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Find {
    pub(crate) line: Line,
    pub(crate) file: usize,
    pub(crate) mark: Option<usize>,
    pub(crate) scroll: usize,
    /// The file chosen in the list that the search was opened from.
    pub(crate) listed: Option<usize>,
}

/// A line for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) purpose: Purpose,
    pub(crate) line: Line,
    /// The name is the one that was offered, which what is typed replaces.
    pub(crate) offered: bool,
    /// Why it was not written.
    pub(crate) reason: Option<String>,
    /// What the host says of the name as it stands: what will come of it, or why it will not do.
    pub(crate) checked: Option<Result<String, String>>,
    /// What is there was written from here, and Enter replaces it.
    pub(crate) replace: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Save,
    Emit,
}

/// A list that a line narrows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) line: Line,
    pub(crate) list: Listed,
    pub(crate) selected: usize,
}

/// What is left of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// Texts of the advisor.
    Texts(Vec<Found>),
    /// The lines of the list below, as they are told and what else they are found by.
    Lines {
        all: Vec<(String, String)>,
        left: Vec<usize>,
    },
    /// The keys of all places, those that count where the help was opened first.
    Keys { all: Vec<Known>, left: Vec<usize> },
    /// What can be done where the palette was opened, and of it what is left.
    Deeds { all: Vec<Deed>, left: Vec<usize> },
}

/// Keys, what they do, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) context: Context,
    pub(crate) place: &'static str,
    pub(crate) keys: String,
    pub(crate) text: &'static str,
}

impl Search {
    pub(crate) fn len(&self) -> usize {
        match &self.list {
            Listed::Texts(found) => found.len(),
            _ => self.left().len(),
        }
    }

    /// The places of what the line leaves of a list that was there before it.
    pub(crate) fn left(&self) -> &[usize] {
        match &self.list {
            Listed::Texts(_) => &[],
            Listed::Lines { left, .. } | Listed::Keys { left, .. } | Listed::Deeds { left, .. } => {
                left
            }
        }
    }

    /// Which of them is highlighted.
    pub(crate) fn chosen(&self) -> Option<usize> {
        self.left().get(self.selected).copied()
    }
}

impl Overlay {
    /// What keys go to while it is on top.
    pub(super) fn context(&self) -> Context {
        match self {
            Self::Help { .. } => Context::Help,
            Self::Trail { .. } => Context::Trail,
            Self::Starts { .. } => Context::Starts,
            Self::Outcomes { .. } => Context::Outcomes,
            Self::Why { .. } => Context::Why,
            Self::Search(_) => Context::Search,
            Self::Reading { .. } => Context::Reading,
            Self::Map { .. } => Context::Map,
            Self::Lab => Context::Lab,
            Self::Confirm => Context::Confirm,
            Self::Undecided => Context::Undecided,
            Self::Prompt(_) => Context::Prompt,
            Self::Try { .. } => Context::Try,
            Self::Files { .. } => Context::Files,
            Self::Find(_) => Context::Find,
            Self::Written { .. } => Context::Written,
        }
    }
}

impl Prompt {
    pub(crate) fn new(purpose: Purpose, name: String) -> Self {
        Self {
            purpose,
            offered: !name.is_empty(),
            line: Line::new(name),
            reason: None,
            checked: None,
            replace: false,
        }
    }

    /// Something is done with the name: typed in its place, or changed where it stands.
    pub(crate) fn touch(&mut self, typed: bool) {
        if take(&mut self.offered) && typed {
            self.line.clear();
        }
    }

    /// The name is another one, so what was said of the old one is void.
    pub(crate) fn changed(&mut self) {
        self.reason = None;
        self.checked = None;
        self.replace = false;
    }
}
