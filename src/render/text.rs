//! Advice for people, at a given width, with or without colour.
//!
//! The design in one sentence comes first, then red flags. What was decided by answers is told in
//! full, what differs most from the ordinary before the rest; what was left at its default is one
//! line and what to take care of. Last comes what to do now, or the question to answer next.
//! Keys such as `state=yes` are what `--set` takes, so they can be copied.

mod code;
mod folded;
pub(crate) mod picture;
mod told;

pub(crate) use self::folded::{pairs, sources};
pub use self::told::Now;
use self::told::Text;
use super::page::{Page, Tone};
use crate::advice::{Advice, InOrder};
use crate::session::Session;

/// What is told beside the advice.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'n> {
    pub now: Now<'n>,
    /// Every decided outcome as code, not only the one that matters most.
    pub all_code: bool,
}

/// The advice as text; every line is at most `width` wide where words allow it.
pub fn text(advice: &Advice<'_>, session: &Session<'_>, width: usize, colour: bool) -> String {
    let shown = Shown {
        now: Now::Write { directory: None },
        all_code: false,
    };
    text_with(advice, session, shown, (width, colour))
}

/// The same, with more or less beside it.
pub fn text_with(
    advice: &Advice<'_>,
    session: &Session<'_>,
    shown: Shown<'_>,
    (width, colour): (usize, bool),
) -> String {
    let mut text = Text {
        advice,
        session,
        words: advice.advisor.words(),
        page: Page::new(width, colour),
    };
    if let Some(verdict) = &advice.verdict {
        text.page.text(0, Tone::Title, verdict);
    }
    text.red_flags();
    if !advice.complete {
        let words = text.words;
        let summary = (words.undecided)(advice.decisions.len(), advice.still_possible.len());
        text.page.blank();
        text.page.text(0, Tone::Warn, &summary);
        text.answers_so_far();
    }
    let in_order = InOrder::of(advice, session);
    let (decided, by_default) = in_order.parts();
    text.in_short(&in_order.overview(session));
    picture::picture(&mut text.page, session);
    for decision in decided {
        text.decision(decision);
    }
    if shown.all_code {
        for decision in decided.iter().filter(|decision| !decision.code.is_empty()) {
            code::code(&mut text.page, text.words, decision);
        }
    } else if advice.complete
        // One that says more may still come before that.
        && let Some(shown) = in_order.in_code()
    {
        code::code(&mut text.page, text.words, shown);
    }
    text.defaults(by_default);
    text.still_possible();
    text.next();
    text.now(shown.now);
    text.page.finish()
}
