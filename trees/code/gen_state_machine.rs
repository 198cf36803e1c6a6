use crate::otp::gen_statem::{Actions, Input, Next, StateMachine};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Locked,
    Open,
}

/// `StateMachine::handle`, where the event is whether the code was right.
pub fn handle<M: StateMachine<State = Door, Event = bool>>(
    state: Door,
    input: Input<bool, M::Timer>,
    actions: &mut Actions<M>,
) -> Next<M> {
    match (state, input) {
        // It falls shut by itself, ten seconds after it was opened.
        (Door::Locked, Input::Event(true)) => {
            actions.state_timeout(Duration::from_secs(10));
            Next::To(Door::Open)
        }
        (Door::Open, Input::StateTimeout) => Next::To(Door::Locked),
        (Door::Locked | Door::Open, _) => Next::Keep,
    }
}
