//! What nobody decided: folded, how much it is and what matters most of it; unfolded, all of it.

use super::page::Page;
use crate::advice::{Advice, Decision, question_text};
use crate::tui::action::Action;
use crate::tui::entry::Entry;
use crate::tui::keymap::{self, Context};
use crate::tui::state::Findings;
use crate::tui::theme::Role;
use crate::tui::view::entries::answer_label;

/// Under the table.
pub(super) fn in_short(page: &mut Page<'_, '_>, found: &Findings<'_>, decisions: &[&Decision]) {
    if decisions.is_empty() {
        return;
    }
    let app = page.view.app;
    let common = app.common;
    let words = &app.words.acting;
    page.gap();
    let care = decisions.iter().map(|decision| decision.cautions.len());
    let count = (words.left_alone)(decisions.len(), care.sum());
    let head = format!("{}: ", common.by_default);
    let key = keymap::key_of(Context::Result, Action::Sources, &app.keys).unwrap_or_default();
    let does = if app.unfolded {
        words.folds
    } else {
        words.unfolds
    };
    page.say(
        ("", Role::Text),
        &[
            (&head, Role::Heading),
            (&count, Role::Text),
            ("; ", Role::Quiet),
            (&key, Role::Key),
            (" ", Role::Text),
            (does, Role::Quiet),
        ],
    );
    if let Some(telling) = &found.telling {
        let advisor = found.advice.advisor;
        let question = advisor.question(telling.question);
        let ask = question_text(app.session(), telling.question);
        let answer = answer_label(page.view, question, &telling.answer);
        let key = keymap::key_of(Context::Result, Action::Settle, &app.keys).unwrap_or_default();
        let line = (common.look_first)(&ask, &answer, &telling.then);
        page.entry(Entry::Telling, |page| {
            page.say(
                ("  ", Role::Text),
                &[(&key, Role::Key), (" ", Role::Text), (&line, Role::Text)],
            );
        });
    }
}

/// At the end, when it is unfolded.
pub(super) fn whole(page: &mut Page<'_, '_>, advice: &Advice<'_>, decisions: &[&Decision]) {
    if decisions.is_empty() || !page.view.app.unfolded {
        return;
    }
    page.gap();
    let heading = page.view.app.common.by_default;
    page.say(("", Role::Text), &[(heading, Role::Heading)]);
    for decision in decisions {
        let name = format!("{}: ", advice.advisor.section(decision.section).title);
        page.entry(Entry::Decision(decision.section), |page| {
            page.say(
                ("  ", Role::Text),
                &[(&name, Role::Quiet), (&decision.title, Role::Text)],
            );
        });
        for caution in &decision.cautions {
            page.say(("    ! ", Role::Warn), &[(&caution.text, Role::Text)]);
            page.notes("      ", caution.source.as_ref(), caution.dissent.as_ref());
        }
    }
}
