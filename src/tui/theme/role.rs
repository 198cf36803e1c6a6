//! What a text can be: the names that every part of the screen draws by.

use crate::model::Severity;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Text,
    /// The program's and the advisor's name.
    Title,
    /// The question.
    Ask,
    /// The head of a panel or part.
    Heading,
    /// Said quietly: helps, examples, sources.
    Quiet,
    /// What the keys act on.
    Selected,
    /// A key in the footer or on the help page.
    Key,
    /// What holds or is still possible.
    Good,
    /// What the highlighted answer would exclude.
    Gone,
    /// A stop flag, a refused answer.
    Stop,
    /// A warning, a caution.
    Warn,
    /// The chosen outcome.
    Outcome,
    /// Rules between panels.
    Rule,
    Keyword,
    Literal,
    Comment,
    TypeName,
    Attribute,
}

impl Role {
    /// The one look of a red flag, wherever it stands.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Stop => Self::Stop,
            Severity::Warn => Self::Warn,
        }
    }
}
