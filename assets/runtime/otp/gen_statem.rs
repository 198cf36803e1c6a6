//! What every state machine shares, as `gen_statem` does: one event at a time, three kinds of
//! time-outs, and events put off until the state changes.
//!
//! The order after each step is OTP's: the enter action, internal events, postponed events (oldest
//! first), internal events that waited already, due time-outs, and only then the mailbox. But for one
//! case: a time-out that became due while the machine was busy comes before all that waits in the mailbox;
//! in OTP what was sent before that moment comes first.

use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::panic::resume_unwind;
//% if is.tallied
use std::sync::Arc;
//% endif
use std::time::Duration;

use tokio::time::{self, Instant};

use crate::otp::failure::{caught, let_go};
use crate::otp::mailbox::{self, Address, Caller, Inbox, Letter, Mailbox, Message, Stop};
//% if is.tallied
use crate::otp::supervisor::Counted;
//% endif
use crate::otp::supervisor::{ChildContext, ChildResult, ChildSpec};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Events that may be postponed. What would be one more is dropped with a warning until the state changes, and
/// its caller hears at once that nobody answers: to leave it in the mailbox would keep out the very event that
/// changes the state. (OTP: no limit.)
pub const POSTPONED: usize = 64;

/// The callback module.
pub trait StateMachine: Sized + Send + 'static {
    /// What it is started with, also after a restart.
    type Args: Clone + Send + Sync + 'static;
    /// The states, without their data: an enum, so that a `match` over it is complete.
    type State: Copy + Debug + Eq + Send + Sync;
    /// What it is told from outside, or tells itself.
    type Event: Debug + Send + 'static;
    /// The names of its generic time-outs.
    type Timer: Copy + Debug + Eq + Send + Sync;

    /// `init/1`: its data and the first state.
    fn init(args: Self::Args) -> (Self, Self::State);

    /// Runs when a state is entered, also the first one; not when it is kept.
    fn enter(&mut self, state: Self::State, actions: &mut Actions<Self>);

    /// What to do about an input in a state.
    fn handle(
        &mut self,
        state: Self::State,
        input: Input<Self::Event, Self::Timer>,
        actions: &mut Actions<Self>,
    ) -> Next<Self>;
}
/// Why the machine is called.
#[derive(Debug, PartialEq, Eq)]
pub enum Input<E, T> {
    /// An event: from the mailbox, postponed or internal.
    Event(E),
    /// The state lasted as long as its time-out allows.
    StateTimeout,
    /// No event came for as long as the event time-out allows.
    EventTimeout,
    /// A named time-out.
    Timeout(T),
}

/// The inputs of a machine.
type InputOf<M> = Input<<M as StateMachine>::Event, <M as StateMachine>::Timer>;

/// What becomes of the state.
#[derive(Debug)]
pub enum Next<M: StateMachine> {
    /// It stays; nothing is entered.
    Keep,
    /// It stays and is entered once more (OTP: `repeat_state`).
    Repeat,
    /// Another one. The same one means [`Next::Keep`].
    To(M::State),
    /// It stays, and the event comes back after a change of state, unless [`POSTPONED`] wait for one already.
    Postpone(M::Event),
    /// The machine ends, normally.
    Stop,
}

/// The time-outs a machine can have; of each there is one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock<T> {
    State,
    Event,
    Named(T),
}

/// What else shall happen; collected by the callbacks of a step and done after them.
///
/// A time-out that does not fit the calendar, such as [`Duration::MAX`], never comes (OTP:
/// `infinity`). One of zero comes before anything that has not been received yet.
#[derive(Debug)]
pub struct Actions<M: StateMachine> {
    clocks: Vec<(Clock<M::Timer>, Duration)>,
    internal: Vec<M::Event>,
}

impl<M: StateMachine> Default for Actions<M> {
    fn default() -> Self {
        Actions {
            clocks: Vec::new(),
            internal: Vec::new(),
        }
    }
}

impl<M: StateMachine> Actions<M> {
    /// (Re)starts the state time-out. A change of state cancels it.
    pub fn state_timeout(&mut self, after: Duration) {
        self.clocks.push((Clock::State, after));
    }

    /// Cancels the state time-out, although the state stays.
    pub fn cancel_state_timeout(&mut self) {
        self.clocks.push((Clock::State, Duration::MAX));
    }

    /// Starts the event time-out. Any input cancels it.
    pub fn event_timeout(&mut self, after: Duration) {
        self.clocks.push((Clock::Event, after));
    }

    /// Cancels the event time-out that was started in this step.
    pub fn cancel_event_timeout(&mut self) {
        self.clocks.push((Clock::Event, Duration::MAX));
    }

    /// (Re)starts a named time-out. It runs on, in whatever state, until it is cancelled.
    pub fn timeout(&mut self, timer: M::Timer, after: Duration) {
        self.clocks.push((Clock::Named(timer), after));
    }

    /// Cancels a named time-out.
    pub fn cancel(&mut self, timer: M::Timer) {
        self.clocks.push((Clock::Named(timer), Duration::MAX));
    }

    /// An event of its own, handled before anything that waits.
    pub fn next_event(&mut self, event: M::Event) {
        self.internal.push(event);
    }
}

/// A state machine as its supervisor knows it: each run of it is one incarnation.
pub struct Machine<M: StateMachine> {
    inbox: Inbox<M::Event>,
    args: M::Args,
}

impl<M: StateMachine> Machine<M> {
    /// A machine that is not running yet, and the way to it.
    pub fn new(args: M::Args) -> (Address<M::Event>, Self) {
        let (address, inbox) = mailbox::channel();
        (address, Self { inbox, args })
    }

    /// The child spec: how a supervisor starts it, restarts it and stops it.
    pub fn child(self, id: &str) -> ChildSpec {
        ChildSpec::new(id, move |ctx| {
            run::<M>(self.inbox.clone(), self.args.clone(), ctx)
        })
    }
}

impl<M: StateMachine> fmt::Debug for Machine<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
}

/// An event and who waits for its answer.
type Held<E> = (E, Caller);

/// A running machine and what it has to remember between two events.
struct Engine<M: StateMachine> {
    ctx: ChildContext,
    machine: M,
    state: M::State,
    /// In the order of their starts. One of zero has no moment: it comes first.
    clocks: Vec<(Clock<M::Timer>, Option<Instant>)>,
    /// Handled before anything from outside: internal events, and postponed ones that came back.
    queue: VecDeque<Held<M::Event>>,
    postponed: VecDeque<Held<M::Event>>,
    /// What was not postponed any more in this state.
    refused: u64,
    //% if is.tallied
    /// Since something was refused, until the state changes.
    full: Option<Counted>,
    //% endif
    stopped: bool,
}

/// One incarnation: runs until the machine stops, or until it is told to.
///
/// What waits then is dropped, as in OTP, and its callers hear at once that the machine stopped.
async fn run<M: StateMachine>(
    inbox: Inbox<M::Event>,
    args: M::Args,
    ctx: ChildContext,
) -> ChildResult {
    ctx.does(format_args!("init"));
    let (machine, state) = M::init(args);
    let Some(mut mailbox) = inbox.open(&ctx) else {
        return Ok(());
    };
    //% if is.tallied
    mailbox.tally = Arc::clone(ctx.tally());
    //% endif
    ctx.ready();
    // Whom that woke is next on this thread, which user code may keep from here on.
    mailbox::give_way().await;
    let mut engine = Engine {
        ctx: ctx.clone(),
        machine,
        state,
        clocks: Vec::new(),
        queue: VecDeque::new(),
        postponed: VecDeque::new(),
        refused: 0,
        //% if is.tallied
        full: None,
        //% endif
        stopped: false,
    };
    // The shutdown is looked at first, whenever the task runs.
    let life = mailbox::until_told(ctx.shutdown(), engine.serve(&mut mailbox));
    let ended = caught(life).await;
    drop(mailbox);
    drop(engine);
    match ended.unwrap_or_else(|panic| resume_unwind(panic)) {
        Some(Some(stop)) => stop.done(),
        Some(None) | None => Ok(()),
    }
}

impl<M: StateMachine> Drop for Engine<M> {
    fn drop(&mut self) {
        // Events are the user's: see `Mailbox`.
        self.queue.drain(..).for_each(let_go);
        self.postponed.drain(..).for_each(let_go);
    }
}

impl<M: StateMachine> Engine<M> {
    async fn serve(&mut self, mailbox: &mut Mailbox<M::Event>) -> Option<Stop> {
        let mut actions = Actions::default();
        self.machine.enter(self.state, &mut actions);
        self.apply(actions);
        while !self.stopped {
            if let Some((input, caller)) = self.waiting() {
                self.step(input, caller);
                // One that feeds itself lets others run, and can be shut down.
                mailbox::give_way().await;
                continue;
            }
            let until = self.due().and_then(|due| self.clocks[due].1);
            let letter = tokio::select! {
                biased;
                // Only waits: what is due then is found above.
                () = time::sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => continue,
                letter = mailbox.recv() => letter,
            };
            match letter? {
                Letter::Message(Message {
                    msg,
                    caller,
                    sender,
                }) => {
                    if !caller.has_given_up() {
                        let span = tracing::debug_span!(parent: &sender, "handle");
                        span.in_scope(|| self.step(Input::Event(msg), caller));
                    }
                }
                Letter::Stop(stop) => return Some(stop),
            }
            mailbox.give_way().await;
        }
        None
    }

    /// What comes before the mailbox.
    fn waiting(&mut self) -> Option<(InputOf<M>, Caller)> {
        while let Some((event, caller)) = self.queue.pop_front() {
            if !caller.has_given_up() {
                return Some((Input::Event(event), caller));
            }
        }
        let due = self.due()?;
        self.clocks[due]
            .1
            .is_none_or(|at| at <= Instant::now())
            .then(|| {
                let input = match self.clocks.remove(due).0 {
                    Clock::State => Input::StateTimeout,
                    Clock::Event => Input::EventTimeout,
                    Clock::Named(timer) => Input::Timeout(timer),
                };
                (input, Caller::default())
            })
    }

    /// Which time-out ends first; of several, the one that was started first.
    fn due(&self) -> Option<usize> {
        let clocks = self.clocks.iter().enumerate();
        let first = clocks.min_by_key(|(_, (_, at))| *at);
        first.map(|(index, _)| index)
    }

    /// Keeps an event for the next state. Where there are too many, those whose callers gave up make room.
    fn postpone(&mut self, event: M::Event, caller: Caller) {
        if self.postponed.len() >= POSTPONED {
            self.postponed.retain(|(_, caller)| !caller.has_given_up());
        }
        if self.postponed.len() < POSTPONED {
            self.postponed.push_back((event, caller));
            return;
        }
        if self.refused == 0 {
            tracing::warn!(
                state = ?self.state,
                "{POSTPONED} events are postponed: one more is dropped until the state changes"
            );
            //% if is.tallied
            self.full = Some(Counted::full(self.ctx.tally()));
            //% endif
        }
        self.refused += 1;
        let_go((event, caller));
    }

    /// What waited for another state comes back, before what waits already.
    fn bring_back(&mut self) {
        self.postponed.append(&mut self.queue);
        std::mem::swap(&mut self.postponed, &mut self.queue);
        if self.refused > 0 {
            let dropped = self.refused;
            tracing::warn!(dropped, "events can be postponed again");
            self.refused = 0;
        }
        //% if is.tallied
        self.full = None;
        //% endif
    }

    fn step(&mut self, input: InputOf<M>, caller: Caller) {
        match &input {
            Input::Event(event) => self.ctx.does(event),
            timeout => self.ctx.does(timeout),
        }
        let mut actions = Actions::default();
        let next = self.machine.handle(self.state, input, &mut actions);
        self.stop_clock(Clock::Event);
        match next {
            Next::To(state) if state != self.state => {
                tracing::debug!(from = ?self.state, to = ?state, "transition");
                self.state = state;
                self.stop_clock(Clock::State);
                self.bring_back();
                self.machine.enter(self.state, &mut actions);
            }
            Next::Keep | Next::To(_) => {}
            Next::Repeat => self.machine.enter(self.state, &mut actions),
            Next::Postpone(event) => self.postpone(event, caller),
            Next::Stop => self.stopped = true,
        }
        self.apply(actions);
    }

    fn apply(&mut self, actions: Actions<M>) {
        for event in actions.internal.into_iter().rev() {
            self.queue.push_front((event, Caller::default()));
        }
        for (clock, after) in actions.clocks {
            self.stop_clock(clock);
            let at = Instant::now().checked_add(after);
            if after.is_zero() {
                self.clocks.push((clock, None));
            } else if at.is_some() {
                self.clocks.push((clock, at));
            }
        }
    }

    fn stop_clock(&mut self, which: Clock<M::Timer>) {
        self.clocks.retain(|(clock, _)| *clock != which);
    }
}
