//! What a look is called: for pictures of the wizard in tests, which are text.

use ratatui::style::{Color, Modifier, Style};

use super::{Role, Theme};

/// Every role with its name, as pictures call it.
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

impl Theme {
    /// The names of the roles that look so, most general first.
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
