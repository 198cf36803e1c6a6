use std::time::Duration;

#[derive(Clone, Copy)]
pub enum State {
    Locked,
    Open,
}
pub enum Event {
    Unlock { right: bool },
    StateTimeout,
}

/// The whole table: what comes next, and how long that may last. The door
/// falls shut by itself, ten seconds after it was opened.
pub fn next(state: State, event: &Event) -> (State, Option<Duration>) {
    match (state, event) {
        (State::Locked, Event::Unlock { right: true }) => {
            (State::Open, Some(Duration::from_secs(10)))
        }
        (State::Open, Event::StateTimeout) => (State::Locked, None),
        (stays, _) => (stays, None),
    }
}
