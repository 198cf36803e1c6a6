//! One decision: what it is in Rust, why, in numbers, what to take care of and what would change it.

use super::head::either;
use super::page::Page;
use crate::advice::{Advice, Decision, TippingPoint, outcome_title};
use crate::render;
use crate::session::Origin;
use crate::tui::action::Action;
use crate::tui::entry::Entry;
use crate::tui::keymap::{self, Context};
use crate::tui::theme::Role;
use crate::tui::view::{code, entries};

pub(super) fn decision(page: &mut Page<'_, '_>, advice: &Advice<'_>, decision: &Decision) {
    let advisor = advice.advisor;
    page.gap();
    let name = format!(
        "{}: ",
        page.view.told(&advisor.section(decision.section).title)
    );
    page.say(
        ("", Role::Text),
        &[(&name, Role::Heading), (&decision.title, Role::Outcome)],
    );
    if let Some(summary) = &decision.summary {
        page.say(("  ", Role::Text), &[(summary, Role::Text)]);
    }
    if let Some(rust) = &decision.rust {
        let name = format!("{}: ", page.view.app.common.in_rust);
        page.say(
            ("  ", Role::Text),
            &[(&name, Role::Ask), (rust, Role::Text)],
        );
    }
    pairs(page, decision);
    page.notes("  ", decision.source.as_ref(), decision.dissent.as_ref());
    if !decision.because.is_empty() {
        page.say(
            ("  ", Role::Text),
            &[(page.view.app.common.because, Role::Ask)],
        );
    }
    for reason in &decision.because {
        page.say(("  • ", Role::Text), &[(&reason.text, Role::Text)]);
        page.notes("    ", reason.source.as_ref(), reason.dissent.as_ref());
    }
    details(page, advice, decision);
    if !decision.figures.is_empty() {
        page.say(
            ("  ", Role::Text),
            &[(page.view.app.common.figures, Role::Ask)],
        );
    }
    for figure in &decision.figures {
        let name = format!("{}: ", advisor.quantity(figure.quantity).title);
        let band = figure
            .band
            .as_ref()
            .map_or(String::new(), |band| format!(" ({band})"));
        page.say(
            ("  • ", Role::Text),
            &[
                (&name, Role::Text),
                (&figure.shown, Role::Outcome),
                (&band, Role::Quiet),
            ],
        );
    }
    if !decision.cautions.is_empty() {
        page.say(
            ("  ", Role::Text),
            &[(page.view.app.common.cautions, Role::Ask)],
        );
    }
    for caution in &decision.cautions {
        page.say(("  ! ", Role::Warn), &[(&caution.text, Role::Text)]);
        page.notes("    ", caution.source.as_ref(), caution.dissent.as_ref());
    }
    if !decision.tipping_points.is_empty() {
        page.say(
            ("  ", Role::Text),
            &[(page.view.app.common.tipping_points, Role::Ask)],
        );
    }
    for (place, point) in decision.tipping_points.iter().enumerate() {
        page.entry(Entry::Tip(decision.section, place), |page| {
            tipping(page, advice, point);
        });
    }
}

/// The outcome as code in every language, or the key that shows it.
fn pairs(page: &mut Page<'_, '_>, decision: &Decision) {
    if decision.code.is_empty() {
        return;
    }
    let view = page.view;
    if !view.app.result.as_ref().is_some_and(|found| found.pairs) {
        let languages = decision.code.iter();
        let languages = languages.map(|(language, _)| render::language_name(language));
        let languages = languages.collect::<Vec<_>>().join(", ");
        let key = keymap::key_of(Context::Result, Action::Pairs, &view.app.keys);
        let hint = format!(" {}", (view.app.words.as_code)(&languages));
        page.say(
            ("  ", Role::Text),
            &[(&key.unwrap_or_default(), Role::Key), (&hint, Role::Quiet)],
        );
        return;
    }
    let example = view.app.words.code_is_an_example;
    page.say(("  ", Role::Text), &[(example, Role::Quiet)]);
    for (language, shown) in &decision.code {
        page.gap();
        let name = render::language_name(language);
        page.say(("  ", Role::Text), &[(&name, Role::Ask)]);
        let lines = code::piece(view, language, shown, page.columns);
        page.lines.extend(lines);
    }
    page.gap();
}

/// Answers that shape the outcome without deciding it.
fn details(page: &mut Page<'_, '_>, advice: &Advice<'_>, decision: &Decision) {
    let view = page.view;
    let session = view.app.session();
    let details = &advice.advisor.section(decision.section).details;
    let asked = session.section(decision.section).asked();
    let mut told = asked
        .filter(|question| details.contains(question))
        .filter_map(|question| Some((question, session.given(question)?)))
        .peekable();
    if told.peek().is_some() {
        let key = keymap::key_of(Context::Result, Action::Trail, &view.app.keys);
        let hint = format!(" {}", view.app.words.changes_one);
        page.say(
            ("  ", Role::Text),
            &[
                (view.app.common.details, Role::Ask),
                (" ", Role::Text),
                (&key.unwrap_or_default(), Role::Key),
                (&hint, Role::Quiet),
            ],
        );
    }
    for (ix, given) in told {
        let question = advice.advisor.question(ix);
        let ask = format!("{} ", view.told(&question.ask));
        let answer = entries::answer_label(view, question, &given.answer);
        let mark = match given.origin {
            Origin::Accepted | Origin::Settled | Origin::Default => {
                format!(" ({})", view.app.common.default)
            }
            Origin::Given => String::new(),
        };
        page.say(
            ("  • ", Role::Text),
            &[
                (&ask, Role::Quiet),
                (&answer, Role::Text),
                (&mark, Role::Quiet),
            ],
        );
    }
}

fn tipping(page: &mut Page<'_, '_>, advice: &Advice<'_>, point: &TippingPoint) {
    let view = page.view;
    let question = advice.advisor.question(point.question);
    let ask = format!("{} ", view.told(&question.ask));
    let then = entries::answer_label(view, question, &point.answer);
    let now = view.app.session().answer(point.question);
    let now = now.filter(|_| question.options().is_empty()).map(|now| {
        let now = entries::answer_label(view, question, now);
        format!(" ({})", (view.app.common.now)(&now))
    });
    let to = match point.outcome {
        Some(outcome) => outcome_title(view.app.session(), outcome).into(),
        None => either(view, &point.still_possible),
    };
    page.say(
        ("  ↔ ", Role::Key),
        &[
            (&ask, Role::Quiet),
            (&then, Role::Text),
            (now.as_deref().unwrap_or(""), Role::Quiet),
            (" → ", Role::Key),
            (&to, Role::Outcome),
        ],
    );
}
