//! What the footer tells: of a context's rows that have a hint, first those that matter most there, as
//! far as there is room. Last, and before any other gets room, comes the key that leads to all of them.

use super::row::{Binding, Context};
use crate::tui::action::Action as A;

/// It ends every footer where it counts.
pub(super) const LAST: A = A::Palette;

/// What is told first, by context; other rows follow as they stand in the table.
#[rustfmt::skip]
const FIRST: &[(Context, &[A])] = &[
    (Context::Choice, &[A::Choose, A::Help, A::Back, A::Undo, A::Finish, A::Starts, A::Map, A::Examples, A::Why, A::Forward, A::Trail, A::Search, A::Unknown, A::Quit]),
    (Context::Number, &[A::Choose, A::Help, A::Back, A::Undo, A::Finish, A::Unknown, A::Map, A::Examples, A::Why, A::Forward, A::Trail, A::Search, A::Quit]),
    (Context::Text, &[A::Choose, A::Help, A::Back, A::Finish, A::Undo, A::Map]),
    (Context::Whole, &[A::Done, A::Help, A::Emit, A::Lab, A::Undo, A::Switch, A::Settle, A::Save, A::Map, A::Up, A::Down, A::Why, A::Back]),
    (Context::Entry, &[A::Choose, A::Done, A::Help, A::Emit, A::Lab, A::Undo, A::Switch, A::Settle, A::Up, A::Down]),
    (Context::Code, &[A::Files, A::Find, A::NextMatch, A::Help, A::Switch, A::Undo, A::Copy, A::Emit, A::Lab, A::Save, A::Up, A::Down]),
    (Context::Help, &[A::Back, A::Up, A::Down, A::Search, A::Forward]),
    (Context::Map, &[A::Back, A::Forward, A::Up, A::Down, A::Help, A::Undo]),
    (Context::Lab, &[A::AddJob, A::FailJob, A::Crash, A::StepBack, A::Forward, A::Back, A::Switch, A::Help, A::PassTime, A::Up, A::Down, A::EndPart, A::Afresh]),
];

/// The same in the lab where a page is longer than the window: the rest of it before its steps.
const LONG: &[A] = &[
    A::AddJob,
    A::FailJob,
    A::PageDown,
    A::Crash,
    A::Back,
    A::StepBack,
    A::Forward,
    A::Switch,
    A::Help,
    A::PassTime,
    A::Afresh,
];

/// The rows in the order in which the footer tells them.
pub(super) fn in_order<'r>(
    context: Context,
    rows: impl Iterator<Item = &'r Binding>,
) -> Vec<&'r Binding> {
    let listed = |context: &Context| FIRST.iter().find(|(listed, _)| listed == context);
    let mut contexts = [context]
        .into_iter()
        .chain(context.shared().iter().copied());
    let first = contexts.find_map(|context| listed(&context));
    let first = first.map_or(&[][..], |(_, actions)| actions);
    let mut rows: Vec<&Binding> = rows.collect();
    let scrolls = |row: &&Binding| row.to.action() == Some(A::PageDown);
    let first = if context == Context::Lab && rows.iter().any(scrolls) {
        LONG
    } else {
        first
    };
    let place = |row: &&Binding| {
        let place = row
            .to
            .action()
            .and_then(|action| first.iter().position(|one| *one == action));
        place.unwrap_or(first.len())
    };
    // Stable: those that are not listed stay as they stand.
    rows.sort_by_key(place);
    rows
}

#[cfg(test)]
mod tests {
    use super::super::table::rows;
    use super::*;

    #[test]
    fn what_is_listed_has_a_hint_there() {
        for (context, actions) in FIRST {
            for action in *actions {
                let mut rows = rows(*context).filter(|row| row.to.action() == Some(*action));
                assert!(
                    rows.any(|row| row.hint.is_some()),
                    "{action:?} at {context:?}"
                );
            }
        }
    }
}
