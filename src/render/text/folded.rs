//! What a reader who hears the advice asks for apart: each decision as code, and what stands by default and
//! where each decision comes from.

use super::code;
use super::told::Text;
use crate::advice::{Advice, InOrder};
use crate::render::page::{Page, Tone};
use crate::session::Session;

/// Each decision as code, in every language there is; none where no decision has any.
pub(crate) fn pairs(session: &Session<'_>, width: usize) -> Option<String> {
    let advice = Advice::of(session);
    let words = advice.advisor.words();
    let mut page = Page::new(width, false);
    let mut any = false;
    let in_order = InOrder::of(&advice, session);
    let (decided, by_default) = in_order.parts();
    for decision in decided.iter().chain(by_default) {
        if !decision.code.is_empty() {
            any = true;
            code::code(&mut page, words, decision);
        }
    }
    any.then(|| page.finish())
}

/// Where each decision comes from, and in full those that nobody made.
pub(crate) fn sources(session: &Session<'_>, width: usize) -> String {
    let advice = Advice::of(session);
    let mut text = Text {
        advice: &advice,
        session,
        words: advice.advisor.words(),
        page: Page::new(width, false),
    };
    let in_order = InOrder::of(&advice, session);
    let (decided, by_default) = in_order.parts();
    for decision in decided {
        let section = advice.advisor.section(decision.section);
        let head = format!("{}: {}", section.title, decision.title);
        text.page.text(0, Tone::Title, &head);
        text.dissent(2, decision.dissent.as_deref());
        text.source(2, decision.source.as_deref());
        let reasons = decision.because.iter();
        let told = reasons.filter_map(|reason| reason.source.as_deref());
        let mut told: Vec<&str> = told.collect();
        told.dedup();
        for source in told {
            text.source(2, Some(source));
        }
        text.cautions(&decision.cautions);
    }
    if !by_default.is_empty() {
        text.page.blank();
        let by_default = text.words.by_default;
        text.page.text(0, Tone::Title, by_default);
    }
    for decision in by_default {
        text.decision(decision);
    }
    text.page.finish()
}
