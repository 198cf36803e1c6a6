//! What another answer would make of the design: the difference, before it is taken or dropped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw, seen, title};
use super::entries::answer_label;
use super::paragraphs::Text;
use crate::advice::{Turn, question_text};
use crate::data::Str;
use crate::model::Severity;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::padded;
use crate::tui::state::Trial;
use crate::tui::theme::Role;

pub(super) fn render(view: View<'_, '_>, scroll: usize, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    let lines = lines(view, area);
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let inner = title(view, view.app.words.acting.try_title, &right, area, buffer);
    draw(&lines, scroll, padded(inner, 1), buffer);
}

pub(super) fn limit(view: View<'_, '_>, area: Rect) -> usize {
    let rows = usize::from(area.height.saturating_sub(1));
    lines(view, area).len().saturating_sub(rows)
}

fn lines(view: View<'_, '_>, area: Rect) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns: usize::from(padded(area, 1).width),
        lines: &mut lines,
    };
    if let Some(trial) = &view.app.trial {
        told(&mut text, trial);
    }
    lines
}

fn told(text: &mut Text<'_, '_, '_>, trial: &Trial<'_>) {
    let view = text.view;
    let words = &view.app.words.acting;
    let found = &trial.difference;
    let advisor = trial.then.advisor();
    let question = advisor.question(trial.question);
    let ask = question_text(view.app.session(), trial.question);
    let answer = answer_label(view, question, &trial.answer);
    let head = (words.what_if)(&ask, &answer);
    text.say(("", Role::Text), &[(&head, Role::Heading)]);
    for turn in &found.turns {
        turned(text, turn);
    }
    for (name, verdict, role) in [
        (words.verdict_now, &found.verdict_now, Role::Quiet),
        (words.verdict_then, &found.verdict_then, Role::Text),
    ] {
        if let Some(verdict) = verdict
            .as_ref()
            .filter(|_| found.verdict_now != found.verdict_then)
        {
            let name = format!("{name} ");
            text.say(("  ", Role::Text), &[(&name, Role::Ask), (verdict, role)]);
        }
    }
    flags(text, words.raised, &found.raised, false);
    flags(text, words.gone, &found.gone, true);
    if !found.new.is_empty() {
        text.gap();
        let head = (words.come_up)(found.new.len());
        text.say(("", Role::Text), &[(&head, Role::Heading)]);
    }
    for question in &found.new {
        let ask = format!("{} ", question_text(&trial.then, *question));
        let answer = trial.then.answer(*question);
        let answer = answer.map(|answer| answer_label(view, advisor.question(*question), answer));
        let (answer, role) = match &answer {
            Some(answer) => (answer.as_str(), Role::Text),
            None => (words.to_be_asked, Role::Ask),
        };
        text.say(("  + ", Role::Good), &[(&ask, Role::Quiet), (answer, role)]);
    }
    if !found.no_longer.is_empty() {
        text.gap();
        let head = (words.no_longer)(found.no_longer.len());
        text.say(("", Role::Text), &[(&head, Role::Heading)]);
    }
    for question in &found.no_longer {
        let session = view.app.session();
        let ask = format!("{} ", question_text(session, *question));
        let answer = session.answer(*question);
        let answer = answer.map(|answer| answer_label(view, advisor.question(*question), answer));
        let answer = answer.unwrap_or_default();
        text.say(
            ("  - ", Role::Key),
            &[(&ask, Role::Quiet), (&answer, Role::Quiet)],
        );
    }
    text.gap();
    let key = |action| keymap::key_of(Context::Try, action, &view.app.keys).unwrap_or_default();
    let keys = (words.take_or_drop)(&key(Action::Choose), &key(Action::Back));
    text.say(("", Role::Text), &[(&keys, Role::Quiet)]);
}

/// `Abstraction: GenServer → Agent`.
fn turned(text: &mut Text<'_, '_, '_>, turn: &Turn) {
    let view = text.view;
    let words = &view.app.words.acting;
    let or = format!(" {} ", view.app.common.or);
    let among = |titles: &[Str]| match titles {
        [] => words.not_there.to_owned(),
        titles => titles.join(&or),
    };
    let section = view.app.interview.advisor().section(turn.section);
    let name = format!("{}: ", view.told(&section.title));
    let now = among(&turn.now);
    let then = if turn.is_open {
        (words.still_open)(&among(&turn.then))
    } else {
        among(&turn.then)
    };
    text.say(
        ("  ", Role::Text),
        &[
            (&name, Role::Text),
            (&now, Role::Quiet),
            (" → ", Role::Key),
            (&then, Role::Outcome),
        ],
    );
}

fn flags(text: &mut Text<'_, '_, '_>, what: &str, flags: &[(Severity, Str)], gone: bool) {
    for (severity, title) in flags {
        let role = Role::of(*severity);
        let name = format!("{} ", severity.heading(text.view.app.common));
        let what = format!("{what} ");
        let looks = if gone { Role::Quiet } else { role };
        text.say(
            ("  ! ", looks),
            &[(&name, looks), (&what, Role::Ask), (title, looks)],
        );
    }
}
