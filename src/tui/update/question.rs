//! Actions on a question: choosing, typing, going back and forth, finishing.

use std::collections::BTreeMap;

use super::common::edit;
use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::line::Line;
use crate::tui::state::{App, Card, Effect, Findings, Whence, unknown_place};

/// Opens the question in front, or the result when there is none.
pub(crate) fn open(app: &mut App<'_>) -> Effect {
    app.overlays.clear();
    app.jumped = None;
    if let Some(found) = &app.result {
        found.spot().keep(&mut app.spots);
    }
    let Some(question) = app.interview.current() else {
        app.card = None;
        let mut found = Findings::new(app.session());
        found.go_back_to(&app.spots);
        app.result = Some(found);
        app.unseen = true;
        return Effect::Code;
    };
    app.result = None;
    let session = app.interview.session();
    let asked = app.interview.advisor().question(question);
    let held = session.answer(question).cloned();
    let mut open = session.clone();
    if held.is_some() {
        open.unset(question);
    }
    let selected = match held.as_ref().or_else(|| open.default_of(question)) {
        Some(Answer::Unknown) => Some(unknown_place(asked)),
        Some(Answer::Option(place)) => Some(*place),
        // What Enter takes without a choice is nothing; a line is typed into at once.
        _ => asked.options().is_empty().then_some(0),
    };
    let written = match &held {
        Some(Answer::Number(value)) => Line::new(app.common.language.typed(*value)),
        Some(Answer::Text(text)) => Line::new(text.clone()),
        _ => Line::default(),
    };
    let line = app.drafts.get(&question).cloned().unwrap_or(written);
    let can_forward = app.interview.can_forward();
    app.card = Some(Card {
        question,
        selected,
        line,
        refused: false,
        can_finish: open.clone().finish_with_defaults().is_ok(),
        open,
        preview: None,
        can_forward,
        ahead: BTreeMap::new(),
    });
    look_ahead(app);
    Effect::None
}

/// To a question that was asked; going back leads here again.
pub(super) fn go(app: &mut App<'_>, question: QuestionIx) -> Effect {
    let here = app.card.as_ref().map(|card| card.question);
    let from = here.map_or(Whence::Front, Whence::Question);
    app.interview.jump(question);
    let effect = open(app);
    app.jumped = (here != Some(question)).then_some(from);
    effect
}

/// To a line that was typed and not entered, before it is passed over.
pub(super) fn to_draft(app: &mut App<'_>, question: QuestionIx) -> Effect {
    let effect = go(app, question);
    app.complain(app.words.draft_waits.to_owned());
    effect
}

/// Finds out what the highlighted answer would lead to.
pub(super) fn look_ahead(app: &mut App<'_>) {
    if let Some(card) = &mut app.card {
        card.preview = card
            .answer()
            .map(|answer| card.open.with(card.question, answer));
    }
}

/// Compares code, where the window has a place to show it.
pub(crate) fn look_at_code(app: &mut App<'_>) {
    if !layout::shows_code(app.size) {
        return;
    }
    let session = app.interview.session();
    if let Some(card) = &mut app.card {
        card.look_at_code(session);
        if let Some((pair, _)) = card.compared() {
            app.ahead.compare(session.advisor(), pair);
        }
    }
}

pub(super) fn choice(app: &mut App<'_>, action: Action) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    let last = card.unknown_place();
    match action {
        Action::Up => card.selected = Some(card.selected.map_or(last, |at| at.saturating_sub(1))),
        Action::Down => card.selected = Some(card.selected.map_or(0, |at| (at + 1).min(last))),
        Action::First => card.selected = Some(0),
        Action::Last => card.selected = Some(last),
        Action::Point(to) => card.selected = Some(usize::from(to).min(last)),
        Action::Yes => return answer(app, Answer::Option(0)),
        Action::No => return answer(app, Answer::Option(1)),
        Action::Pick(number) => {
            let place = usize::from(number) - 1;
            if place >= last {
                let text = (app.words.no_option)(number);
                app.complain(text);
                return Effect::None;
            }
            return answer(app, Answer::Option(place));
        }
        Action::Choose => {
            return match card.answer() {
                Some(chosen) => choose(app, chosen),
                None => {
                    app.complain(app.words.choose_first.to_owned());
                    Effect::None
                }
            };
        }
        other => return on_question(app, other),
    }
    look_ahead(app);
    Effect::None
}

pub(super) fn entry(app: &mut App<'_>, action: Action) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    let question = card.question;
    let blank = card.line.is_empty();
    match action {
        Action::Up | Action::First => card.selected = Some(0),
        Action::Down | Action::Last => card.selected = Some(card.unknown_place()),
        Action::Point(to) => card.selected = Some(usize::from(to).min(card.unknown_place())),
        Action::CursorLeft | Action::EraseLeft if blank => return on_question(app, Action::Back),
        Action::Choose => return enter(app),
        _ => {
            if !edit(&mut card.line, action) {
                return on_question(app, action);
            }
            card.selected = Some(0);
            card.refused = false;
            app.drafts.insert(question, card.line.clone());
        }
    }
    look_ahead(app);
    Effect::None
}

/// Takes what is in the line.
fn enter(app: &mut App<'_>) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    if let Some(chosen) = card.answer() {
        return choose(app, chosen);
    }
    card.refused = true;
    if card.line.text().trim().is_empty() {
        let text = (app.words.not_unknown_yet)(app.common.dont_know);
        app.complain(text);
    }
    Effect::None
}

/// What is the same at every kind of question.
fn on_question(app: &mut App<'_>, action: Action) -> Effect {
    match action {
        Action::Back => {
            if let Some(undone) = take_back(app) {
                return undone;
            }
            match app.jumped {
                Some(Whence::Question(from)) if app.interview.jump(from) => return open(app),
                Some(Whence::Front) => {
                    app.interview.go_to_front();
                    return open(app);
                }
                _ => {}
            }
            if app.interview.back() {
                return open(app);
            }
            app.say(app.common.first_question.to_owned());
        }
        Action::Forward => {
            if app.interview.forward() {
                return open(app);
            }
            app.say(app.common.nothing_later.to_owned());
        }
        Action::Unknown => return answer(app, Answer::Unknown),
        Action::Finish => return finish(app),
        _ => {}
    }
    Effect::None
}

/// Takes several answers back that were taken at once, if nothing else was answered since.
pub(super) fn take_back(app: &mut App<'_>) -> Option<Effect> {
    if !app.interview.take_back() {
        return None;
    }
    let effect = open(app);
    app.say(app.words.taken_back.to_owned());
    Some(effect)
}

/// Enter: what it takes is the default, unless something was typed or another answer is held.
fn choose(app: &mut App<'_>, chosen: Answer) -> Effect {
    let is_default = app.card.as_ref().is_some_and(|card| {
        let given = app.interview.session().given(card.question);
        card.line.text().trim().is_empty()
            && card.open.default_of(card.question) == Some(&chosen)
            && given.is_none_or(|given| given.origin.is_default())
    });
    give(app, (!is_default).then_some(chosen))
}

fn answer(app: &mut App<'_>, answer: Answer) -> Effect {
    give(app, Some(answer))
}

/// Gives an answer, or accepts the default.
fn give(app: &mut App<'_>, answer: Option<Answer>) -> Effect {
    if let Some(card) = &app.card {
        app.drafts.remove(&card.question);
    }
    let before: Vec<QuestionIx> = app.trail().collect();
    app.interview.answer_or_accept(answer);
    let effect = open(app);
    match set_aside(app, &before) {
        0 => {}
        count => app.say((app.words.acting.set_aside)(count)),
    }
    effect
}

/// How many answers that counted before are held, and are not asked for any more.
fn set_aside(app: &App<'_>, before: &[QuestionIx]) -> usize {
    let session = app.session();
    let now: Vec<QuestionIx> = app.trail().collect();
    let held = |question: &&QuestionIx| {
        let given = session.given(**question);
        given.is_some_and(|given| given.origin.is_considered()) && !now.contains(question)
    };
    before.iter().filter(held).count()
}

/// Takes the defaults for what is left, all or none of them.
fn finish(app: &mut App<'_>) -> Effect {
    // What stands in the line is seen, so it is meant; elsewhere it may be forgotten.
    let here = app.card.as_ref().map(|card| card.question);
    if here.is_some() && app.pending_draft() == here {
        let typed = app.card.as_mut().filter(|card| card.selected == Some(0));
        match typed.map(|card| (card.answer(), card)) {
            Some((Some(typed), card)) => {
                app.drafts.remove(&card.question);
                app.interview.answer(typed);
            }
            Some((None, card)) => {
                card.refused = true;
                return Effect::None;
            }
            None => {}
        }
    }
    if let Some(question) = app.pending_draft() {
        return to_draft(app, question);
    }
    if app.interview.finish_or_stay().is_ok() {
        return open(app);
    }
    let effect = open(app);
    app.complain(app.common.no_default.to_owned());
    effect
}

/// Puts pasted text into the line.
pub(super) fn pasted(app: &mut App<'_>, text: &str) {
    if let Some(card) = &mut app.card {
        card.line.insert(text);
        card.selected = Some(0);
        card.refused = false;
        app.drafts.insert(card.question, card.line.clone());
        look_ahead(app);
    }
}
