//! Themes in 24-bit colour: what each role is painted in, foreground and background always together.
//!
//! A foreground of ours on the terminal's background, or the other way round, may be unreadable, so
//! that neither comes alone. Nothing is dim, which terminals fade as they like. A test holds every pair
//! to the contrast that WCAG asks for.

use ratatui::style::{Color, Style};

use super::role::Role;

/// A colour: red, green, blue.
type Rgb = (u8, u8, u8);

/// One theme.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Palette {
    ground: Rgb,
    text: Rgb,
    strong: Rgb,
    quiet: Rgb,
    cyan: Rgb,
    green: Rgb,
    red: Rgb,
    magenta: Rgb,
    rule: Rgb,
    /// What the keys act on: text and background.
    selected: (Rgb, Rgb),
}

pub(super) const DARK: Palette = Palette {
    ground: (0x16, 0x18, 0x1d),
    text: (0xd5, 0xda, 0xe3),
    strong: (0xff, 0xff, 0xff),
    quiet: (0x9a, 0xa3, 0xb2),
    cyan: (0x5f, 0xc9, 0xde),
    green: (0x7f, 0xcf, 0x8a),
    red: (0xff, 0x8a, 0x80),
    magenta: (0xe0, 0xa0, 0xf0),
    rule: (0x86, 0x8f, 0x9e),
    selected: ((0x0d, 0x10, 0x14), (0x8f, 0xd3, 0xe8)),
};

pub(super) const LIGHT: Palette = Palette {
    ground: (0xfb, 0xfa, 0xf7),
    text: (0x24, 0x29, 0x2f),
    strong: (0x00, 0x00, 0x00),
    quiet: (0x5a, 0x62, 0x6d),
    cyan: (0x0a, 0x5d, 0x77),
    green: (0x1b, 0x69, 0x31),
    red: (0xb0, 0x1f, 0x24),
    magenta: (0x87, 0x2a, 0x8c),
    rule: (0x6a, 0x72, 0x7d),
    selected: ((0xff, 0xff, 0xff), (0x0a, 0x5d, 0x77)),
};

pub(super) const HIGH_CONTRAST: Palette = Palette {
    ground: (0x00, 0x00, 0x00),
    text: (0xff, 0xff, 0xff),
    strong: (0xff, 0xff, 0xff),
    quiet: (0xe0, 0xe0, 0xe0),
    cyan: (0x6f, 0xf0, 0xff),
    green: (0x8c, 0xff, 0x8c),
    red: (0xff, 0xa8, 0xa0),
    magenta: (0xff, 0xb4, 0xff),
    rule: (0xff, 0xff, 0xff),
    selected: ((0x00, 0x00, 0x00), (0xff, 0xff, 0x66)),
};

impl Palette {
    pub(super) fn style(&self, role: Role) -> Style {
        let on = |colour: Rgb, ground: Rgb| {
            let rgb = |(red, green, blue): Rgb| Color::Rgb(red, green, blue);
            Style::new().fg(rgb(colour)).bg(rgb(ground))
        };
        let plain = |colour: Rgb| on(colour, self.ground);
        match role {
            Role::Text => plain(self.text),
            Role::Title | Role::Ask => plain(self.strong).bold(),
            Role::Heading => plain(self.cyan).bold(),
            Role::Quiet => plain(self.quiet),
            Role::Rule => plain(self.rule),
            Role::Selected => on(self.selected.0, self.selected.1).bold(),
            Role::Key | Role::TypeName => plain(self.cyan),
            Role::Good | Role::Literal => plain(self.green),
            Role::Gone => plain(self.quiet).crossed_out(),
            Role::Stop => plain(self.red).bold(),
            Role::Warn => plain(self.magenta).bold(),
            Role::Outcome => plain(self.green).bold(),
            Role::Keyword => plain(self.magenta),
            Role::Comment => plain(self.quiet).italic(),
            Role::Attribute => plain(self.red),
        }
    }
}

/// How light a colour is, from 0 to 1, as WCAG counts it.
pub(super) fn luminance((red, green, blue): Rgb) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
}
