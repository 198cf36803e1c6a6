//! Which terminals the wizard is drawn on: what `TERM` tells of them.
//!
//! The wizard speaks ANSI: it moves the cursor, colours, and asks for another screen. Nearly all that calls
//! itself anything understands that, and a name nobody has heard of is most likely that of a new terminal,
//! which must not be locked out; so only those are named here that are known not to. Where there is no name
//! at all, nobody has said that it is more than a line printer, and the prompts work on everything.

use std::ffi::OsStr;

/// Those that move no cursor, or by other codes than ANSI's; a variant has a suffix (`vt52-basic`).
const NOT_ANSI: &[&str] = &[
    // Lines of text alone.
    "dumb", "unknown", "network", "dialup", "switch", "lpr", "printer", "glasstty", "emacs",
    "9term", "tty33", "tty37", "tty40", "tty43", // Codes of their own.
    "vt05", "vt50", "vt50h", "vt52", "adm3", "adm3a", "adm5", "hp2621", "tvi910", "tvi912",
    "tvi920", "tvi925", "wy30", "wy50", "wy60", "ibm3101", "h19",
];

/// Whether a terminal of this name can be drawn on.
pub(super) fn is_drawn_on(term: Option<&OsStr>) -> bool {
    let Some(name) = term.filter(|name| !name.is_empty()) else {
        // A console of Windows has no name and understands it.
        return cfg!(windows);
    };
    let name = name.to_string_lossy().to_lowercase();
    let family = name.split(['-', '+']).next().unwrap_or_default();
    !NOT_ANSI.contains(&family)
}

/// Whether this one can.
pub(super) fn this_is_drawn_on() -> bool {
    is_drawn_on(std::env::var_os("TERM").as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn_on(name: &str) -> bool {
        is_drawn_on(Some(OsStr::new(name)))
    }

    #[test]
    fn u6_what_is_known_to_be_no_screen_gets_the_prompts() {
        for name in [
            "dumb",
            "dumb-emacs-ansi",
            "unknown",
            "vt52",
            "VT52",
            "vt52-basic",
            "lpr",
            "adm3a",
        ] {
            assert!(!drawn_on(name), "{name}");
        }
        assert_eq!(drawn_on(""), cfg!(windows));
        assert_eq!(is_drawn_on(None), cfg!(windows));
    }

    #[test]
    fn u6_every_known_family_and_every_new_name_gets_the_wizard() {
        for name in [
            "xterm",
            "xterm-256color",
            "xterm-kitty",
            "xterm-ghostty",
            "screen",
            "screen.xterm-256color",
            "tmux-256color",
            "linux",
            "linux-16color",
            "vt100",
            "vt102",
            "vt220",
            "vt220-8bit",
            "rxvt",
            "rxvt-unicode-256color",
            "alacritty",
            "alacritty-direct",
            "kitty",
            "foot",
            "foot-extra",
            "wezterm",
            "ghostty",
            "konsole-256color",
            "st",
            "st-256color",
            "cygwin",
            "ansi",
            "ansi-m",
            "cons25",
            "eterm-color",
            "something-new",
        ] {
            assert!(drawn_on(name), "{name}");
        }
    }
}
