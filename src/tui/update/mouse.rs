//! Actions that only the mouse leads to, and the key that sends it away.

use super::question::go;
use crate::ids::{QuestionIx, SectionIx};
use crate::tui::state::{App, Effect};

/// Listens to the mouse, or leaves it to the terminal, which then selects text.
pub(super) fn mouse(app: &mut App<'_>) -> Effect {
    app.mouse = !app.mouse;
    let text = if app.mouse {
        app.words.mouse_on
    } else {
        app.words.mouse_off
    };
    app.say(text.to_owned());
    Effect::Mouse
}

/// To the first question of a section.
pub(super) fn visit(app: &mut App<'_>, section: u16) -> Effect {
    let mut sections = app.interview.advisor().section_ixs();
    let Some(section) = sections.nth(usize::from(section)) else {
        return Effect::None;
    };
    let session = app.session();
    let asked: Option<_> = first(app, section).filter(|question| session.is_asked(*question));
    let Some(question) = asked else {
        return Effect::None;
    };
    go(app, question)
}

fn first(app: &App<'_>, section: SectionIx) -> Option<QuestionIx> {
    let session = app.session();
    let mut asked = session.section(section).asked();
    asked.find(|question| !session.stands_beside(*question))
}

/// To an answer of the panel beside the question.
pub(super) fn recall(app: &mut App<'_>, answer: u16) -> Effect {
    let Some(question) = app.trail().nth(usize::from(answer)) else {
        return Effect::None;
    };
    go(app, question)
}
