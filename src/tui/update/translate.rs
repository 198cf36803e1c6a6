//! The same state in another language: the answers replayed, and all that follows from them anew.
//!
//! What was typed, what is highlighted, what lies on top and how far it is scrolled stay as they are.

use super::question::look_ahead;
use super::{entries, search, starts};
use crate::advice::{Advice, telling_default, why as why_of};
use crate::lab::plan::Plan;
use crate::model::{Advisor, Answer};
use crate::tui::keymap::Keymap;
use crate::tui::line::Line;
use crate::tui::state::{App, Effect};

/// Goes over to an advisor in another language; nothing happens when it is another one.
pub(crate) fn translate<'a>(app: &mut App<'a>, advisor: &'a Advisor) -> Effect {
    let Some(interview) = app.interview.translated(advisor) else {
        return Effect::None;
    };
    app.interview = interview;
    if app.offers.project == app.common.my_project {
        advisor
            .words()
            .my_project
            .clone_into(&mut app.offers.project);
    }
    app.common = advisor.words();
    app.words = &app.common.wizard;
    let own = app.keys.own_rows();
    app.keys = Keymap::new(app.common, own);
    let session = app.interview.session();
    if let Some(card) = &mut app.card {
        let held = session.answer(card.question).cloned();
        let mut open = session.clone();
        if held.is_some() {
            open.unset(card.question);
        }
        card.open = open;
        // An answer is written as the language writes it, a draft stays as it was typed.
        if let (Some(Answer::Number(value)), false) =
            (&held, app.drafts.contains_key(&card.question))
        {
            card.line = Line::new(app.common.language.typed(*value));
        }
    }
    look_ahead(app);
    let session = app.interview.session();
    if let Some(why) = &mut app.why {
        *why = why_of(session, why.outcome);
    }
    // What can be found, and what was, is made of the other texts.
    app.index = None;
    app.ahead.forget();
    entries::again(app);
    starts::offer_again(app);
    let session = app.interview.session();
    if let (Some(pane), Some(plan)) = (&mut app.lab, Plan::of(session)) {
        pane.retell(plan);
    }
    let effect = match &mut app.result {
        Some(found) => {
            found.advice = Advice::of(session);
            found.telling = telling_default(session);
            found.code = None;
            Effect::Code
        }
        None => Effect::None,
    };
    search::again(app);
    effect
}
