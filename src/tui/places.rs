//! What the mouse can hit: areas of the picture with what they stand for, and what a click or the wheel
//! does there.
//!
//! The areas come from those who paint ([`View::places`](super::view::View::places)), so that both
//! agree; here they become ordinary actions. What is painted later lies on top.

use std::fmt;

use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::key::{Does, Mouse};
use super::keymap::Context;
use super::layout::Pane;
use super::state::{App, Overlay, Search};

/// What an area stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// What lies under something else.
    Shade,
    /// An option, the line, or "I don't know".
    Entry(usize),
    /// A row of the list on top.
    Row(usize),
    /// A section of the progress bar.
    Section(usize),
    /// An answer in the panel beside the question.
    Answer(usize),
    /// A question, as it is drawn.
    Question(usize),
    /// An outcome, as it is drawn.
    Outcome(usize),
    /// What has happened in the lab, up to this step.
    Step(usize),
    /// A key that is told, with what it does.
    Hint(Action),
    /// Something of the advice that can be chosen.
    Chosen(usize),
    /// A file in the list beside the code.
    File(usize),
    /// Half of the result.
    Pane(Pane),
}

impl fmt::Display for Target {
    /// A word and what it is about.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shade => f.write_str("Shade -"),
            Self::Entry(place) => write!(f, "Entry {place}"),
            Self::Row(place) => write!(f, "Row {place}"),
            Self::Section(place) => write!(f, "Section {place}"),
            Self::Answer(place) => write!(f, "Answer {place}"),
            Self::Question(place) => write!(f, "Question {place}"),
            Self::Outcome(place) => write!(f, "Outcome {place}"),
            Self::Step(place) => write!(f, "Step {place}"),
            Self::Hint(action) => write!(f, "Hint {action:?}"),
            Self::Chosen(place) => write!(f, "Chosen {place}"),
            Self::File(place) => write!(f, "File {place}"),
            Self::Pane(pane) => write!(f, "Pane {pane:?}"),
        }
    }
}

/// An area and what it stands for.
pub(crate) type Place = (Rect, Target);

/// Lines that one turn of the wheel scrolls.
const TURN: usize = 3;

/// What is painted at a position; nothing under what lies on top.
pub(crate) fn hit(places: &[Place], at: (u16, u16)) -> Option<Target> {
    let at = Position::from(at);
    let found = places.iter().rev().find(|(area, _)| area.contains(at));
    found
        .map(|(_, target)| *target)
        .filter(|target| *target != Target::Shade)
}

/// What the mouse does there.
pub(crate) fn actions(app: &App<'_>, places: &[Place], mouse: Mouse) -> Vec<Action> {
    let target = hit(places, mouse.at);
    match (mouse.does, target) {
        (Does::Click, Some(target)) => click(app, target).into_iter().collect(),
        (Does::Click, None) => Vec::new(),
        (Does::WheelUp, target) => turn(app, target, Action::Up),
        (Does::WheelDown, target) => turn(app, target, Action::Down),
    }
}

/// The first click highlights, so that what follows from it can be seen; the second one takes.
fn click(app: &App<'_>, target: Target) -> Option<Action> {
    let place = |place: usize| u16::try_from(place).ok();
    match target {
        Target::Shade => None,
        Target::Entry(entry) => {
            let card = app.card.as_ref()?;
            let asked = app.interview.advisor().question(card.question);
            // A click into a line is no end of typing.
            let line = asked.is_typed() && entry == 0;
            if card.selected == Some(entry) && !line {
                Some(Action::Choose)
            } else {
                place(entry).map(Action::Point)
            }
        }
        Target::Row(row) => match app.overlays.last()? {
            Overlay::Trail { selected }
            | Overlay::Starts { selected }
            | Overlay::Outcomes { selected }
            | Overlay::Files { selected }
            | Overlay::Search(Search { selected, .. })
                if *selected == row =>
            {
                Some(Action::Choose)
            }
            // What is played there has its own place.
            Overlay::Lab if app.lab.as_ref().is_some_and(|pane| pane.selected == row) => {
                Some(Action::Crash)
            }
            _ => place(row).map(Action::Point),
        },
        Target::Section(section) => place(section).map(Action::Visit),
        Target::Answer(answer) => place(answer).map(Action::Recall),
        Target::Question(question) => place(question).map(Action::GoTo),
        Target::Outcome(outcome) => place(outcome).map(Action::Explain),
        Target::Step(step) => place(step).map(Action::StepTo),
        Target::Hint(action) => Some(action),
        Target::Chosen(entry) => {
            let wanted = app.limits.entries.get(entry)?.entry;
            let found = app.result.as_ref()?;
            if found.chosen == Some(wanted) && found.pane == Pane::Advice {
                Some(Action::Choose)
            } else {
                place(entry).map(Action::Point)
            }
        }
        Target::File(file) => place(file).map(Action::Show),
        Target::Pane(pane) => (front(app) != Some(pane)).then_some(Action::Switch),
    }
}

/// Texts scroll by some lines, lists by one entry. Where a line is typed nothing moves: the wheel may
/// be touched by chance, and what Enter takes would be another answer.
fn turn(app: &App<'_>, target: Option<Target>, action: Action) -> Vec<Action> {
    match app.context() {
        Context::Help
        | Context::Map
        | Context::Why
        | Context::Reading
        | Context::Try
        | Context::Written => {
            vec![action; TURN]
        }
        // What has happened is gone through, and what it happens to is chosen.
        Context::Lab if matches!(target, Some(Target::Step(_))) => vec![match action {
            Action::Up => Action::StepBack,
            _ => Action::Forward,
        }],
        Context::Trail
        | Context::Starts
        | Context::Outcomes
        | Context::Files
        | Context::Search
        | Context::Lab => {
            vec![action]
        }
        Context::YesNo | Context::Choice => match target {
            Some(Target::Entry(_)) => vec![action],
            _ => Vec::new(),
        },
        Context::Whole | Context::Entry | Context::Code => {
            let mut actions = Vec::new();
            let pane = match target {
                Some(Target::Pane(pane)) => Some(pane),
                Some(Target::Chosen(_)) => Some(Pane::Advice),
                Some(Target::File(_)) => Some(Pane::Code),
                _ => None,
            };
            if pane.is_some_and(|pane| front(app) != Some(pane)) {
                actions.push(Action::Switch);
            }
            // Nothing is chosen by the way.
            let line = match action {
                Action::Up => Action::WheelUp,
                _ => Action::WheelDown,
            };
            actions.extend([line; TURN]);
            actions
        }
        _ => Vec::new(),
    }
}

fn front(app: &App<'_>) -> Option<Pane> {
    app.result.as_ref().map(|found| found.pane)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_painted_last_is_hit_and_nothing_through_a_shade() {
        let area = |x, y, width, height| Rect::new(x, y, width, height);
        let places = [
            (area(0, 0, 9, 1), Target::Section(0)),
            (area(0, 1, 9, 3), Target::Entry(0)),
            (area(0, 0, 9, 9), Target::Shade),
            (area(2, 2, 4, 2), Target::Row(0)),
            (area(2, 3, 4, 1), Target::Row(1)),
        ];
        assert_eq!(hit(&places, (0, 0)), None);
        assert_eq!(hit(&places, (2, 2)), Some(Target::Row(0)));
        assert_eq!(hit(&places, (5, 3)), Some(Target::Row(1)));
        assert_eq!(hit(&places, (6, 3)), None);
        assert_eq!(hit(&places[..2], (1, 1)), Some(Target::Entry(0)));
    }
}
