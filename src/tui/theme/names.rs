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
    use super::super::palette::{DARK, HIGH_CONTRAST, LIGHT, luminance};
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

    fn rgb(colour: Option<Color>) -> (u8, u8, u8) {
        match colour {
            Some(Color::Rgb(red, green, blue)) => (red, green, blue),
            other => panic!("{other:?} is no colour of ours"),
        }
    }

    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn the_ends_of_contrast_are_as_wcag_has_them() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((contrast((119, 119, 119), (255, 255, 255)) - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_role_can_be_read_on_its_background() {
        for (name, palette, least) in [
            ("dark", &DARK, 4.5),
            ("light", &LIGHT, 4.5),
            ("high contrast", &HIGH_CONTRAST, 7.0),
        ] {
            for (role, called) in ROLES {
                let style = palette.style(role);
                // Both or neither, and nothing that the terminal fades.
                let (fg, bg) = (rgb(style.fg), rgb(style.bg));
                assert!(
                    !style.add_modifier.contains(Modifier::DIM),
                    "{name} {called}"
                );
                assert!(
                    !style.add_modifier.contains(Modifier::REVERSED),
                    "{name} {called}"
                );
                let found = contrast(fg, bg);
                assert!(found >= least, "{name} {called}: {found:.2}");
            }
        }
    }
}
