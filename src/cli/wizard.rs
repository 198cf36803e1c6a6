//! The wizard on the terminal, with its options from the command line.

use super::args::Args;
use super::desk::Desk;
use super::settings::Config;
use super::streams::glyphs;
use crate::error::Error;
use crate::session::Session;
use crate::tui::{self, Depth, Options};

/// Interviews the user on the screen; `None` when they cancelled.
pub(super) fn run<'a>(
    args: &Args,
    desk: &mut Desk<'a>,
    session: Session<'a>,
    colour: bool,
) -> Result<Option<Session<'a>>, Error> {
    let defaults = Options::default();
    let configured = Config::default();
    let config = args.config.get().unwrap_or(&configured);
    let mouse = config.mouse.as_ref().is_none_or(|set| set.value);
    let options = Options {
        depth: depth(colour),
        glyphs: glyphs(),
        theme: config
            .theme
            .as_ref()
            .map_or(defaults.theme, |set| set.value),
        project: args
            .emit
            .as_ref()
            .map(|directory| directory.display().to_string()),
        sheet: defaults.sheet,
        partial: args.partial,
        mouse: mouse && !args.no_mouse,
        keys: config.own(),
    };
    let tongues = desk.tongues;
    tui::run(session, desk, &options, Some(tongues)).map_err(|error| match error {
        tui::Error::Io(error) => Error::Output(error),
        tui::Error::Signal(signal) => Error::Signal(signal),
    })
}

/// How many colours there are. Some terminals that never say so have all of them, but what misreads
/// them shows anything.
fn depth(colour: bool) -> Depth {
    let told = std::env::var_os("COLORTERM").unwrap_or_default();
    match colour {
        false => Depth::None,
        true if told == "truecolor" || told == "24bit" => Depth::True,
        true => Depth::Sixteen,
    }
}
