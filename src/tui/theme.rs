//! Named styles: what a text means decides how it looks.
//!
//! The terminal's own colours are kept for text and background, and only the basic ANSI colours
//! that read on dark and on light are added. No meaning hangs on colour alone: with `NO_COLOR` the
//! same roles are told apart by bold, dim, underlined and reversed, and every mark has a sign or
//! word.

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

/// Every role with its name, as tests and documentation call it.
pub(crate) const ROLES: [(Role, &str); 18] = [
    (Role::Text, "text"),
    (Role::Title, "title"),
    (Role::Ask, "ask"),
    (Role::Heading, "heading"),
    (Role::Quiet, "quiet"),
    (Role::Selected, "selected"),
    (Role::Key, "key"),
    (Role::Good, "good"),
    (Role::Gone, "gone"),
    (Role::Stop, "stop"),
    (Role::Warn, "warn"),
    (Role::Outcome, "outcome"),
    (Role::Rule, "rule"),
    (Role::Keyword, "keyword"),
    (Role::Literal, "literal"),
    (Role::Comment, "comment"),
    (Role::TypeName, "type"),
    (Role::Attribute, "attribute"),
];

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

    /// The names of the roles that look so, most general first; for tests of frames.
    pub fn names(self, style: Style) -> Vec<&'static str> {
        ROLES
            .iter()
            .filter(|(role, _)| seen(self.style(*role)) == seen(style))
            .map(|(_, name)| *name)
            .collect()
    }
}

/// What the eye can tell apart of a style.
fn seen(style: Style) -> (Color, Color, Modifier) {
    let colour = |colour: Option<Color>| colour.unwrap_or(Color::Reset);
    (colour(style.fg), colour(style.bg), style.add_modifier)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_there_is_none() {
        for (role, name) in ROLES {
            let style = Theme::new(false).style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{name}");
        }
    }

    #[test]
    fn the_terminal_keeps_its_own_background() {
        for (role, name) in ROLES {
            assert_eq!(Theme::new(true).style(role).bg, None, "{name}");
        }
    }
}
