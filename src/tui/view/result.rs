//! The result: advice with its reasons, and beside it or behind Tab the code.
//!
//! Flags come first, since they say to stop; then the design in one glance; then every decision with
//! why, in Rust, in numbers, cautions and what would change it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, draw, rule_before, seen, title};
use super::paragraphs::Text;
use super::text::width;
use super::{code, entries, supervision};
use crate::advice::{Advice, Decision, Flag, TippingPoint, in_order, outcome_title, question_text};
use crate::facts::Tri;
use crate::ids::OutcomeIx;
use crate::model::Severity;
use crate::render;
use crate::session::Origin;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::{Limits, Pane, padded, panes};
use crate::tui::state::Findings;
use crate::tui::theme::Role;

pub(super) fn render(view: View<'_, '_>, found: &Findings<'_>, body: Rect, buffer: &mut Buffer) {
    let (advice_area, code_area) = panes(found.pane, body);
    let both = advice_area.is_some() && code_area.is_some();
    let head = |name: &str, pane: Pane| {
        // Which half the keys scroll.
        if both && found.pane == pane {
            format!("▸ {name}")
        } else {
            name.to_owned()
        }
    };
    if let Some(area) = advice_area {
        let lines = advice(view, &found.advice, columns(area));
        let right = seen(
            lines.len(),
            found.advice_scroll,
            area.height.saturating_sub(1),
        );
        let name = head(view.app.words.advice, Pane::Advice);
        let inner = title(view, &name, &right, area, buffer);
        draw(&lines, found.advice_scroll, padded(inner, 1), buffer);
    }
    if let Some(area) = code_area {
        if both {
            rule_before(view, area, buffer);
        }
        let lines = code::lines(view, found, columns(area));
        let right = seen(
            lines.len(),
            found.code_scroll,
            area.height.saturating_sub(1),
        );
        let name = head(&code::heading(view, found), Pane::Code);
        let inner = title(view, &name, &right, area, buffer);
        draw(&lines, found.code_scroll, padded(inner, 1), buffer);
    }
}

fn columns(area: Rect) -> usize {
    usize::from(padded(area, 1).width)
}

pub(super) fn limits(view: View<'_, '_>, found: &Findings<'_>, body: Rect) -> Limits {
    let rows = usize::from(body.height.saturating_sub(1));
    let (advice_area, code_area) = panes(found.pane, body);
    let advice = advice(view, &found.advice, columns(advice_area.unwrap_or(body)));
    let code = code::lines(view, found, columns(code_area.unwrap_or(body)));
    Limits {
        advice: advice.len().saturating_sub(rows),
        code: code.len().saturating_sub(rows),
        ..Limits::default()
    }
}

fn advice(view: View<'_, '_>, advice: &Advice<'_>, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns,
        lines: &mut lines,
    };
    undecided(&mut text, advice);
    if let Some(verdict) = &advice.verdict {
        text.say(("", Role::Text), &[(verdict, Role::Outcome)]);
    }
    let (stop, warn): (Vec<&Flag>, Vec<&Flag>) = advice
        .red_flags
        .iter()
        .partition(|flag| flag.severity == Severity::Stop);
    for raised in stop.into_iter().chain(warn) {
        flag(&mut text, raised);
    }
    let (decisions, decided) = in_order(advice, view.app.session());
    let (decided, by_default) = decisions.split_at(decided);
    overview(&mut text, advice, decided);
    supervision::picture(&mut text);
    for decided in decided {
        decision(&mut text, advice, decided);
    }
    defaults(&mut text, advice, by_default);
    now(&mut text, advice);
    lines
}

fn undecided(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>) {
    let words = text.view.app.words;
    if advice.complete {
        return;
    }
    text.say(("", Role::Text), &[(words.not_decided, Role::Warn)]);
    for (section, outcomes) in &advice.still_possible {
        let name = format!(
            "{}: ",
            text.view.told(&advice.advisor.section(*section).title)
        );
        let mut list = either(text.view, outcomes);
        if text.view.app.session().section(*section).applies() == Tri::Unknown {
            list = format!("{list}, {}", text.view.app.common.may_not_apply);
        }
        text.say(
            ("  ", Role::Text),
            &[(&name, Role::Text), (&list, Role::Ask)],
        );
    }
    if let Some(next) = advice.next {
        let ask = text.view.told(&advice.advisor.question(next).ask);
        let hint = (words.undecided_hint)(&ask);
        text.say(("  ", Role::Text), &[(&hint, Role::Quiet)]);
    }
}

fn either(view: View<'_, '_>, outcomes: &[OutcomeIx]) -> String {
    let or = format!(" {} ", view.app.common.or);
    render::titles(view.app.session(), outcomes).join(&or)
}

fn flag(text: &mut Text<'_, '_, '_>, flag: &Flag) {
    let name = flag.severity.heading(text.view.app.common);
    let role = Role::of(flag.severity);
    text.gap();
    let head = format!("! {name}: ");
    text.say(("", Role::Text), &[(&head, role), (&flag.title, role)]);
    text.say(("  ", Role::Text), &[(&flag.text, Role::Text)]);
    let fix = format!("{} ", text.view.app.common.instead);
    text.say(
        ("  ", Role::Text),
        &[(&fix, Role::Good), (&flag.fix, Role::Text)],
    );
    text.notes("  ", flag.source.as_ref(), flag.dissent.as_ref());
}

fn overview(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>, decisions: &[&Decision]) {
    let said = advice.verdict.is_some() && decisions.len() < 2;
    if decisions.is_empty() || said {
        return;
    }
    text.gap();
    text.say(
        ("", Role::Text),
        &[(text.view.app.words.overview, Role::Heading)],
    );
    let name = |decision: &Decision| advice.advisor.section(decision.section).title.as_str();
    let widest = decisions.iter().map(|d| width(name(d))).max().unwrap_or(0);
    let column = widest.min(text.columns * 2 / 3);
    for decision in decisions {
        let name = name(decision);
        let gap = column.saturating_sub(width(name)) + 2;
        let lead = format!("  {name}{}", " ".repeat(gap));
        text.say((&lead, Role::Quiet), &[(&decision.title, Role::Outcome)]);
    }
}

/// What nobody decided, in one line, and what to take care of there.
fn defaults(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>, decisions: &[&Decision]) {
    if decisions.is_empty() {
        return;
    }
    let common = text.view.app.common;
    let title = |decision: &Decision| &advice.advisor.section(decision.section).title;
    let folded = decisions
        .iter()
        .map(|decision| format!("{}: {}", title(decision), decision.title));
    let folded = folded.collect::<Vec<_>>().join("; ");
    text.gap();
    text.say(("", Role::Text), &[(common.by_default, Role::Heading)]);
    text.say(("  ", Role::Text), &[(&folded, Role::Quiet)]);
    let session = text.view.app.session();
    let telling = text.view.app.result.as_ref();
    if let Some(telling) = telling.and_then(|found| found.telling.as_ref()) {
        let question = advice.advisor.question(telling.question);
        let ask = question_text(session, telling.question);
        let answer = entries::answer_label(text.view, question, &telling.answer);
        let key = keymap::key_of(Context::Result, Action::Settle, common).unwrap_or_default();
        let line = (common.look_first)(&ask, &answer, &telling.then);
        text.say(
            ("  ", Role::Text),
            &[(&key, Role::Key), (" ", Role::Text), (&line, Role::Text)],
        );
    }
    for decision in decisions {
        for caution in &decision.cautions {
            let about = format!("{}: ", title(decision));
            text.say(
                ("  ! ", Role::Warn),
                &[(&about, Role::Quiet), (&caution.text, Role::Text)],
            );
            text.notes("    ", caution.source.as_ref(), caution.dissent.as_ref());
        }
    }
}

/// What to do with a finished design.
fn now(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>) {
    let Some(target) = advice.advisor.targets.first().filter(|_| advice.complete) else {
        return;
    };
    let common = text.view.app.common;
    text.gap();
    text.say(("", Role::Text), &[(common.now_do, Role::Heading)]);
    let written = text.view.app.written();
    let project = written.unwrap_or(&text.view.app.offers.project);
    if written.is_none() {
        let write = format!("{} ", common.write_it);
        let key = keymap::key_of(Context::Result, Action::Emit, common).unwrap_or_default();
        text.say(
            ("  ", Role::Text),
            &[(&write, Role::Text), (&key, Role::Key)],
        );
    }
    let test = format!("{} ", common.try_it);
    let command = format!("cd {project} && {}", target.confirm);
    text.say(
        ("  ", Role::Text),
        &[(&test, Role::Text), (&command, Role::Text)],
    );
    let name = project.trim_end_matches('/').rsplit('/').next();
    let name = name.unwrap_or(project);
    if let Some(main) = render::main_path(text.view.app.session(), target, name) {
        let here = format!("{} ", common.your_code);
        let main = format!("{project}/{main}");
        text.say(
            ("  ", Role::Text),
            &[(&here, Role::Text), (&main, Role::Text)],
        );
    }
}

fn decision(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>, decision: &Decision) {
    let advisor = advice.advisor;
    text.gap();
    let name = format!(
        "{}: ",
        text.view.told(&advisor.section(decision.section).title)
    );
    text.say(
        ("", Role::Text),
        &[(&name, Role::Heading), (&decision.title, Role::Outcome)],
    );
    if let Some(summary) = &decision.summary {
        text.say(("  ", Role::Text), &[(summary, Role::Text)]);
    }
    if let Some(rust) = &decision.rust {
        let name = format!("{}: ", text.view.app.common.in_rust);
        text.say(
            ("  ", Role::Text),
            &[(&name, Role::Ask), (rust, Role::Text)],
        );
    }
    pairs(text, decision);
    text.notes("  ", decision.source.as_ref(), decision.dissent.as_ref());
    if !decision.because.is_empty() {
        text.say(
            ("  ", Role::Text),
            &[(text.view.app.common.because, Role::Ask)],
        );
    }
    for reason in &decision.because {
        text.say(("  • ", Role::Text), &[(&reason.text, Role::Text)]);
        text.notes("    ", reason.source.as_ref(), reason.dissent.as_ref());
    }
    details(text, advice, decision);
    if !decision.figures.is_empty() {
        text.say(
            ("  ", Role::Text),
            &[(text.view.app.common.figures, Role::Ask)],
        );
    }
    for figure in &decision.figures {
        let name = format!("{}: ", advisor.quantity(figure.quantity).title);
        let band = figure
            .band
            .as_ref()
            .map_or(String::new(), |band| format!(" ({band})"));
        text.say(
            ("  • ", Role::Text),
            &[
                (&name, Role::Text),
                (&figure.shown, Role::Outcome),
                (&band, Role::Quiet),
            ],
        );
    }
    if !decision.cautions.is_empty() {
        text.say(
            ("  ", Role::Text),
            &[(text.view.app.common.cautions, Role::Ask)],
        );
    }
    for caution in &decision.cautions {
        text.say(("  ! ", Role::Warn), &[(&caution.text, Role::Text)]);
        text.notes("    ", caution.source.as_ref(), caution.dissent.as_ref());
    }
    if !decision.tipping_points.is_empty() {
        text.say(
            ("  ", Role::Text),
            &[(text.view.app.common.tipping_points, Role::Ask)],
        );
    }
    for point in &decision.tipping_points {
        tipping(text, advice, point);
    }
}

/// The outcome as code in every language, or the key that shows it.
fn pairs(text: &mut Text<'_, '_, '_>, decision: &Decision) {
    if decision.code.is_empty() {
        return;
    }
    let view = text.view;
    if !view.app.result.as_ref().is_some_and(|found| found.pairs) {
        let languages = decision.code.iter();
        let languages = languages.map(|(language, _)| render::language_name(language));
        let languages = languages.collect::<Vec<_>>().join(", ");
        let key = keymap::key_of(Context::Result, Action::Pairs, view.app.common);
        let hint = format!(" {}", (view.app.words.as_code)(&languages));
        text.say(
            ("  ", Role::Text),
            &[(&key.unwrap_or_default(), Role::Key), (&hint, Role::Quiet)],
        );
        return;
    }
    for (language, shown) in &decision.code {
        text.gap();
        let name = render::language_name(language);
        text.say(("  ", Role::Text), &[(&name, Role::Ask)]);
        let lines = code::piece(view, language, shown, text.columns);
        text.lines.extend(lines);
    }
    text.gap();
}

/// Answers that shape the outcome without deciding it.
fn details(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>, decision: &Decision) {
    let view = text.view;
    let session = view.app.session();
    let details = &advice.advisor.section(decision.section).details;
    let asked = session.section(decision.section).asked();
    let mut told = asked
        .filter(|question| details.contains(question))
        .filter_map(|question| Some((question, session.given(question)?)))
        .peekable();
    if told.peek().is_some() {
        let key = keymap::key_of(Context::Result, Action::Trail, view.app.common);
        let hint = format!(" {}", view.app.words.changes_one);
        text.say(
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
            Origin::Default => format!(" ({})", view.app.common.default),
            Origin::Given => String::new(),
        };
        text.say(
            ("  • ", Role::Text),
            &[
                (&ask, Role::Quiet),
                (&answer, Role::Text),
                (&mark, Role::Quiet),
            ],
        );
    }
}

fn tipping(text: &mut Text<'_, '_, '_>, advice: &Advice<'_>, point: &TippingPoint) {
    let view = text.view;
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
    text.say(
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
