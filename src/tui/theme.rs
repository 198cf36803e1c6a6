//! Named styles: what a text means decides how it looks.
//!
//! With sixteen colours the terminal's own are kept for text and background, and only the basic ones
//! that read on dark and on light are added; with all of them a theme brings its own background
//! (`palette`). No meaning hangs on colour alone: without colour the same roles are told apart by bold,
//! dim, underlined and reversed, and every mark has a sign or word.

#[cfg(feature = "inside")]
mod names;
mod palette;
mod role;

use ratatui::style::{Color, Modifier, Style};

use self::palette::Palette;
pub(crate) use self::role::Role;

/// A theme by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Named {
    /// Dark or light, as the terminal is.
    #[default]
    Auto,
    Dark,
    Light,
    HighContrast,
    Monochrome,
}

impl Named {
    pub const ALL: [Self; 5] = [
        Self::Auto,
        Self::Dark,
        Self::Light,
        Self::HighContrast,
        Self::Monochrome,
    ];

    /// As it is written in a configuration.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    None,
    #[default]
    Sixteen,
    True,
}

/// What was chosen, and what is known of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) named: Named,
    pub(crate) depth: Depth,
    /// Whether the terminal's background is light, once it told.
    pub(crate) light: Option<bool>,
}

impl Choice {
    /// Whether the look depends on the terminal's background.
    pub(crate) fn asks(self) -> bool {
        self.named == Named::Auto && self.depth == Depth::True
    }

    pub(crate) fn theme(self) -> Theme {
        let look = match (self.depth, self.named) {
            (Depth::None, _) | (_, Named::Monochrome) => Look::Monochrome,
            (Depth::Sixteen, Named::HighContrast) => Look::Bold,
            (Depth::Sixteen, _) => Look::Sixteen,
            (Depth::True, Named::HighContrast) => Look::Own(&palette::HIGH_CONTRAST),
            (Depth::True, Named::Dark) => Look::Own(&palette::DARK),
            (Depth::True, Named::Light) => Look::Own(&palette::LIGHT),
            (Depth::True, Named::Auto) => match self.light {
                Some(false) => Look::Own(&palette::DARK),
                Some(true) => Look::Own(&palette::LIGHT),
                // Nobody knows, so the terminal's own colours are the ones that can be read.
                None => Look::Sixteen,
            },
        };
        Theme { look }
    }

    /// The next name that looks different.
    pub(crate) fn next(self) -> Self {
        let here = Named::ALL.iter().position(|named| *named == self.named);
        let after = Named::ALL.iter().cycle().skip(here.unwrap_or(0) + 1);
        let mut after = after.take(Named::ALL.len()).map(|named| Self {
            named: *named,
            ..self
        });
        let other = after.find(|choice| choice.theme() != self.theme());
        other.unwrap_or(self)
    }

    /// The terminal's background is this.
    pub(crate) fn on(&mut self, ground: (u8, u8, u8)) {
        self.light = Some(palette::luminance(ground) > 0.18);
    }
}

/// How roles look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Monochrome,
    Sixteen,
    /// Sixteen colours, and nothing dim.
    Bold,
    Own(&'static Palette),
}

impl Theme {
    /// The terminal's own colours, or none.
    #[cfg(feature = "inside")]
    pub fn new(colour: bool) -> Self {
        Self::of(
            Named::Auto,
            if colour { Depth::Sixteen } else { Depth::None },
        )
    }

    #[cfg(feature = "inside")]
    pub fn of(named: Named, depth: Depth) -> Self {
        let light = None;
        Choice {
            named,
            depth,
            light,
        }
        .theme()
    }

    pub(crate) fn style(self, role: Role) -> Style {
        match self.look {
            Look::Monochrome => monochrome(role),
            Look::Sixteen => coloured(role),
            Look::Bold => bold(role),
            Look::Own(palette) => palette.style(role),
        }
    }

    /// What is painted where nothing else is; `None` where that is the terminal's own.
    pub(crate) fn ground(self) -> Option<Style> {
        match self.look {
            Look::Own(palette) => Some(palette.style(Role::Text)),
            _ => None,
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

fn bold(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Quiet | Role::Rule => plain,
        Role::Gone => plain.crossed_out(),
        Role::Comment => plain.italic(),
        Role::Key | Role::Good => coloured(role).bold(),
        Role::Outcome => coloured(role).underlined(),
        Role::Stop => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        other => coloured(other),
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
