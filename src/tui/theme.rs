//! Named styles: what a text means decides how it looks.
//!
//! The terminal's own colours are kept for text and background, and only the basic ANSI colours
//! that read on dark and on light are added. No meaning hangs on colour alone: with `NO_COLOR` the
//! same roles are told apart by bold, dim, underlined and reversed, and every mark has a sign or
//! word.

#[cfg(feature = "inside")]
mod names;

use ratatui::style::{Color, Modifier, Style};

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

/// How roles look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    pub(crate) fn style(self, role: Role) -> Style {
        if self.colour {
            coloured(role)
        } else {
            monochrome(role)
        }
    }
}

fn coloured(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text => plain,
        Role::Title | Role::Ask => plain.bold(),
        Role::Heading => plain.cyan().bold(),
        Role::Quiet | Role::Rule => plain.dim(),
        Role::Selected => plain.reversed(),
        Role::Key | Role::TypeName => plain.cyan(),
        Role::Good | Role::Literal => plain.green(),
        Role::Gone => plain.dim().crossed_out(),
        Role::Stop => plain.red().bold(),
        Role::Warn => plain.magenta().bold(),
        Role::Outcome => plain.green().bold(),
        Role::Keyword => plain.magenta(),
        Role::Comment => plain.dim().italic(),
        Role::Attribute => plain.fg(Color::Red),
    }
}

fn monochrome(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text | Role::Good | Role::Literal | Role::TypeName | Role::Attribute => plain,
        Role::Title | Role::Ask | Role::Key | Role::Keyword => plain.bold(),
        Role::Heading | Role::Outcome => plain.bold().underlined(),
        Role::Quiet | Role::Rule | Role::Comment => plain.dim(),
        Role::Selected => plain.reversed(),
        Role::Gone => plain.dim().crossed_out(),
        Role::Stop => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Role::Warn => plain.bold().italic(),
    }
}
