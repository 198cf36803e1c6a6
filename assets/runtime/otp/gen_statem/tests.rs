//! The rows `m..` of the OTP conformance list, shown by a machine that does what it is told and writes
//! down what it is called for. Time is paused.

use std::pin::pin;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};

use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::*;
use crate::otp::mailbox::{CallError, MAILBOX, NotRunning};
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{Exit, Options, Restart, Status, Supervisor, SupervisorHandle};

const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    A,
    B,
}

#[derive(Debug)]
enum Event {
    /// Write it down.
    Note(u32),
    /// Write it down in B, postpone it in A.
    InB(u32),
    /// Answer in B, postpone it in A.
    Call(oneshot::Sender<u32>),
    Ask(oneshot::Sender<State>),
    Go(State),
    /// Go to that state with these internal events.
    GoWith(State, Vec<Event>),
    Again,
    /// Start the state time-out.
    Stay(Duration),
    /// Start the event time-out.
    Quiet(Duration),
    /// Start the named time-out.
    Timer(Duration),
    Cancel,
    CancelState,
    /// Start the event time-out and cancel it.
    NotQuiet(Duration),
    /// Feed itself for ever.
    Feed,
    FeedAgain,
    /// Answer and stop.
    Stop(oneshot::Sender<u32>),
    Panic,
    PanicInEnter,
    /// Keep the thread until that is told.
    Until(Receiver<()>),
    /// Postpone it.
    Fuse(Fuse),
}

/// Panics when it is dropped.
#[derive(Debug)]
struct Fuse;

impl Drop for Fuse {
    fn drop(&mut self) {
        panic!("boom in a drop");
    }
}

#[derive(Clone, Default)]
struct Args {
    notes: Arc<Mutex<Vec<String>>>,
    panic_in_drop: bool,
}

struct Probe {
    args: Args,
    panic: bool,
}

impl Probe {
    fn write(&self, line: impl Into<String>) {
        self.args.notes.lock().unwrap().push(line.into());
    }
}

impl StateMachine for Probe {
    type Args = Args;
    type State = State;
    type Event = Event;
    type Timer = ();

    fn init(args: Args) -> (Self, State) {
        (Self { args, panic: false }, State::A)
    }

    fn enter(&mut self, state: State, _actions: &mut Actions<Self>) {
        self.write(format!("enter {state:?}"));
        assert!(!self.panic, "boom in enter");
    }

    fn handle(
        &mut self,
        state: State,
        input: Input<Event, ()>,
        actions: &mut Actions<Self>,
    ) -> Next<Self> {
        let event = match input {
            Input::Event(event) => event,
            Input::StateTimeout => {
                self.write("state timeout");
                return Next::Keep;
            }
            Input::EventTimeout => {
                self.write("event timeout");
                return Next::Keep;
            }
            Input::Timeout(()) => {
                self.write("timer");
                return Next::Keep;
            }
        };
        match event {
            event @ (Event::InB(_) | Event::Call(_)) if state == State::A => {
                return Next::Postpone(event);
            }
            Event::Fuse(fuse) => return Next::Postpone(Event::Fuse(fuse)),
            Event::Note(number) | Event::InB(number) => self.write(number.to_string()),
            Event::Call(reply) => _ = reply.send(1),
            Event::Ask(reply) => _ = reply.send(state),
            Event::Go(state) => return Next::To(state),
            Event::GoWith(state, events) => {
                for event in events {
                    actions.next_event(event);
                }
                return Next::To(state);
            }
            Event::Again => return Next::Repeat,
            Event::Stay(after) => actions.state_timeout(after),
            Event::Quiet(after) => actions.event_timeout(after),
            Event::Timer(after) => actions.timeout((), after),
            Event::Cancel => actions.cancel(()),
            Event::CancelState => actions.cancel_state_timeout(),
            Event::NotQuiet(after) => {
                actions.event_timeout(after);
                actions.cancel_event_timeout();
            }
            Event::Feed => actions.next_event(Event::Feed),
            Event::FeedAgain => {
                self.args.notes.lock().unwrap().clear();
                actions.next_event(Event::FeedAgain);
                return Next::Repeat;
            }
            Event::Stop(reply) => {
                let _ = reply.send(2);
                return Next::Stop;
            }
            Event::Panic => panic!("boom"),
            Event::Until(told) => told.recv_timeout(12 * TIMEOUT).unwrap(),
            Event::PanicInEnter => {
                self.panic = true;
                return Next::Repeat;
            }
        }
        Next::Keep
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        assert!(!self.args.panic_in_drop, "boom in drop");
    }
}

/// A machine in state A, told by a test.
struct Lab {
    args: Args,
    machine: Address<Event>,
    supervisor: SupervisorHandle,
}

impl Lab {
    async fn new() -> Lab {
        Self::with(Args::default()).await
    }

    async fn with(args: Args) -> Lab {
        let (machine, child) = Machine::<Probe>::new(args.clone());
        let children = vec![child.child("probe").restart(Restart::Transient)];
        let supervisor = Supervisor::start(Options::default(), children).await;
        Lab {
            args,
            machine,
            supervisor: supervisor.unwrap(),
        }
    }

    /// Tells it these events at once, waits so long, and returns what was written.
    async fn tell(&self, events: Vec<Event>, wait: u64) -> Vec<String> {
        for event in events {
            self.machine.cast(event).unwrap();
        }
        // On paused time a sleep ends only when every other task waits.
        time::sleep(ms(wait)).await;
        std::mem::take(&mut *self.args.notes.lock().unwrap())
    }

    async fn state(&self) -> Result<State, CallError> {
        self.machine.call(TIMEOUT, Event::Ask).await
    }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[tokio::test(start_paused = true)]
async fn m02_enter_runs_on_entry_also_of_the_first_state_and_not_on_keep() {
    let lab = Lab::new().await;
    let events = vec![Event::Note(1), Event::Go(State::A), Event::Go(State::B)];
    assert_eq!(lab.tell(events, 1).await, ["enter A", "1", "enter B"]);
}

#[tokio::test(start_paused = true)]
async fn m04_postponed_events_come_back_oldest_first_before_newer_ones() {
    let lab = Lab::new().await;
    let events = vec![
        Event::InB(1),
        Event::InB(2),
        Event::Go(State::B),
        Event::Note(3),
    ];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "enter B", "1", "2", "3"]);
}

/// A machine that may postpone no more.
async fn full() -> Lab {
    let lab = Lab::new().await;
    let postponed = (0..POSTPONED).map(|_| Event::InB(0)).collect();
    assert_eq!(lab.tell(postponed, 1).await, ["enter A"]);
    lab
}

#[tokio::test(start_paused = true)]
async fn m05_postponing_is_bounded_and_what_is_more_is_refused() {
    let lab = full().await;
    let before = Instant::now();
    for _ in 0..2 * MAILBOX {
        assert_eq!(
            lab.machine.call(TIMEOUT, Event::Call).await,
            Err(CallError::Stopped)
        );
    }
    assert!(lab.tell(vec![Event::InB(1)], 0).await.is_empty());
    assert_eq!(before.elapsed(), Duration::ZERO);
    // It is not deaf: what changes its state is heard, and then there is room.
    assert_eq!(lab.state().await, Ok(State::A));
    let events = vec![Event::Go(State::B), Event::InB(2), Event::Go(State::A)];
    let seen = lab.tell(events, 1).await;
    let mut expected = vec!["enter B"];
    expected.extend(["0"; POSTPONED]);
    expected.extend(["2", "enter A"]);
    assert_eq!(seen, expected);
    let events = vec![Event::InB(3), Event::Go(State::B)];
    assert_eq!(lab.tell(events, 1).await, ["enter B", "3"]);
}

#[tokio::test(start_paused = true)]
async fn k11_a_refused_event_that_panics_when_it_is_dropped_takes_nobody_along() {
    let lab = full().await;
    let events = vec![Event::Fuse(Fuse), Event::Note(1)];
    assert_eq!(lab.tell(events, 1).await, ["1"]);
    let events = vec![Event::Go(State::B)];
    assert_eq!(lab.tell(events, 1).await.len(), 1 + POSTPONED);
}

#[tokio::test(start_paused = true)]
async fn m05_callers_that_gave_up_make_room() {
    let lab = Lab::new().await;
    let mut callers = JoinSet::new();
    for _ in 0..POSTPONED {
        let machine = lab.machine.clone();
        callers.spawn(async move { machine.call(TIMEOUT, Event::Call).await });
    }
    lab.tell(vec![], 1).await;
    lab.tell(vec![Event::InB(1)], 1).await;
    time::sleep(TIMEOUT).await;
    let events = vec![Event::InB(2), Event::Go(State::B)];
    assert_eq!(lab.tell(events, 1).await, ["enter B", "2"]);
    while let Some(gave_up) = callers.join_next().await {
        assert_eq!(gave_up.unwrap(), Err(CallError::Timeout));
    }
}

#[tokio::test(start_paused = true)]
async fn m05_with_all_that_may_be_postponed_a_stop_is_heard_behind_what_was_sent_before() {
    let lab = full().await;
    lab.machine.cast(Event::Note(1)).unwrap();
    while lab.machine.cast(Event::InB(1)).is_ok() {}
    assert_eq!(lab.machine.queue_len(), MAILBOX);
    // A wish that is given up before there was room for it changes nothing.
    let given_up = dropped_at(1, lab.machine.stop(Exit::Normal)).await;
    assert_eq!(given_up, None);
    assert_eq!(lab.tell(vec![], 1).await, ["1"]);
    lab.machine.cast(Event::Note(2)).unwrap();
    lab.machine.stop(Exit::Shutdown).await.unwrap();
    assert_eq!(lab.tell(vec![], 0).await, ["2"]);
}

#[tokio::test(start_paused = true)]
async fn k13_a_stop_that_nobody_goes_on_with_holds_up_no_timeout() {
    let lab = Lab::new().await;
    lab.tell(vec![Event::Stay(ms(100))], 1).await;
    let postponed = (0..POSTPONED).map(|_| Event::InB(0)).collect();
    lab.tell(postponed, 1).await;
    while lab.machine.cast(Event::InB(1)).is_ok() {}
    // It waits for room, and has its turn no more.
    let mut stop = pin!(lab.machine.stop(Exit::Normal));
    assert_eq!(dropped_at(1, stop.as_mut()).await, None);
    assert_eq!(lab.tell(vec![], 200).await, ["state timeout"]);
    assert_eq!(stop.await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn m06_a_change_of_state_cancels_the_state_timeout() {
    let lab = Lab::new().await;
    lab.tell(vec![Event::Stay(ms(100))], 50).await;
    // Other events do not.
    let seen = lab.tell(vec![Event::Note(1)], 60).await;
    assert_eq!(seen, ["1", "state timeout"]);
    lab.tell(vec![Event::Stay(ms(100))], 50).await;
    let seen = lab.tell(vec![Event::Go(State::B)], 200).await;
    assert_eq!(seen, ["enter B"]);
}

#[tokio::test(start_paused = true)]
async fn m07_any_event_cancels_the_event_timeout() {
    let lab = Lab::new().await;
    lab.tell(vec![Event::Quiet(ms(100))], 50).await;
    assert_eq!(lab.tell(vec![Event::Note(1)], 200).await, ["1"]);
    let seen = lab.tell(vec![Event::Quiet(ms(100))], 200).await;
    assert_eq!(seen, ["event timeout"]);
}

#[tokio::test(start_paused = true)]
async fn m08_a_named_timeout_runs_on_until_it_is_cancelled() {
    let lab = Lab::new().await;
    let events = vec![Event::Timer(ms(100)), Event::Go(State::B), Event::Note(1)];
    let seen = lab.tell(events, 200).await;
    assert_eq!(seen, ["enter A", "enter B", "1", "timer"]);
    let events = vec![Event::Timer(ms(100)), Event::Cancel];
    assert!(lab.tell(events, 200).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn m09_a_zero_timeout_comes_before_events_not_yet_received() {
    let lab = Lab::new().await;
    let events = vec![Event::Stay(Duration::ZERO), Event::Note(1)];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "state timeout", "1"]);
}

#[tokio::test(start_paused = true)]
async fn m09_timeouts_of_zero_come_in_their_order_after_internal_events() {
    let lab = Lab::new().await;
    let zero = Duration::ZERO;
    let internal = vec![Event::Timer(zero), Event::Stay(zero), Event::Note(1)];
    let events = vec![Event::GoWith(State::A, internal), Event::Note(2)];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "1", "timer", "state timeout", "2"]);
}

#[tokio::test(start_paused = true)]
async fn m10_internal_events_come_before_postponed_ones_and_those_before_the_mailbox() {
    let lab = Lab::new().await;
    let next = vec![Event::Note(1), Event::Note(2)];
    let events = vec![Event::InB(3), Event::GoWith(State::B, next), Event::Note(4)];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "enter B", "1", "2", "3", "4"]);
}

#[tokio::test(start_paused = true)]
async fn k14_new_internal_events_come_before_those_that_wait() {
    let lab = Lab::new().await;
    // The first of two internal events has one of its own.
    let first = Event::GoWith(State::A, vec![Event::Note(1)]);
    let events = vec![Event::GoWith(State::A, vec![first, Event::Note(2)])];
    assert_eq!(lab.tell(events, 1).await, ["enter A", "1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn k14_postponed_events_come_back_before_internal_ones_that_wait() {
    let lab = Lab::new().await;
    let internal = vec![Event::Go(State::B), Event::Note(2)];
    let events = vec![Event::InB(1), Event::GoWith(State::A, internal)];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "enter B", "1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn m11_repeat_enters_again_and_keep_does_not() {
    let lab = Lab::new().await;
    let events = vec![Event::Note(1), Event::Again, Event::Note(2)];
    let seen = lab.tell(events, 1).await;
    assert_eq!(seen, ["enter A", "1", "enter A", "2"]);
}

#[tokio::test(start_paused = true)]
async fn m12_a_call_is_answered_by_a_later_state() {
    let lab = Lab::new().await;
    let before = Instant::now();
    let call = lab.machine.call(TIMEOUT, Event::Call);
    let go = lab.tell(vec![Event::Go(State::B)], 1);
    let (answer, _) = tokio::join!(call, go);
    assert_eq!(answer, Ok(1));
    assert_eq!(before.elapsed(), ms(1));
}

#[tokio::test(start_paused = true)]
async fn m13_stop_and_reply() {
    let lab = Lab::new().await;
    let (answer, waiting) = tokio::join!(lab.machine.call(TIMEOUT, Event::Stop), lab.state());
    assert_eq!(answer, Ok(2));
    assert_eq!(waiting, Err(CallError::Stopped));
    assert_eq!(lab.state().await, Err(CallError::Stopped));
    time::sleep(ms(1)).await;
    let children = lab.supervisor.which_children().await.unwrap();
    assert_eq!(children[0].status, Status::Stopped);
}

#[tokio::test(start_paused = true)]
async fn m13_a_stop_from_outside_has_a_reason_and_waits() {
    let lab = Lab::new().await;
    assert_eq!(lab.machine.stop(Exit::Normal).await, Ok(()));
    assert_eq!(lab.machine.stop(Exit::Normal).await, Err(NotRunning));
}

#[tokio::test(start_paused = true)]
async fn m14_a_restart_begins_in_the_initial_state_and_handles_stay_valid() {
    let lab = Lab::new().await;
    for crash in [Event::Panic, Event::PanicInEnter] {
        lab.machine.cast(Event::Go(State::B)).unwrap();
        assert_eq!(lab.state().await, Ok(State::B));
        lab.machine.cast(crash).unwrap();
        assert_eq!(lab.state().await, Err(CallError::Stopped));
        time::sleep(ms(1)).await;
        assert_eq!(lab.state().await, Ok(State::A));
    }
}

#[tokio::test(start_paused = true)]
async fn k11_a_drop_that_panics_takes_nobody_along() {
    let lab = Lab::with(Args {
        panic_in_drop: true,
        ..Args::default()
    })
    .await;
    lab.machine.cast(Event::Panic).unwrap();
    time::sleep(ms(1)).await;
    assert_eq!(lab.state().await, Ok(State::A));
    lab.supervisor.stop().await;
    assert_eq!(lab.state().await, Err(CallError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k18_a_timeout_of_for_ever_never_comes_and_any_timeout_can_be_cancelled() {
    let lab = Lab::new().await;
    for never in [Duration::MAX, Duration::from_secs(u64::MAX / 2)] {
        let events = vec![Event::Stay(never), Event::Timer(never), Event::Quiet(never)];
        lab.tell(events, 1).await;
        assert!(lab.tell(vec![], 1_000_000).await.is_empty());
        // It takes the place of one that would have come.
        let events = vec![Event::Stay(ms(5)), Event::Stay(never)];
        assert!(lab.tell(events, 100).await.is_empty());
    }
    let events = vec![Event::Stay(ms(5)), Event::CancelState];
    assert!(lab.tell(events, 100).await.is_empty());
    assert!(lab.tell(vec![Event::NotQuiet(ms(5))], 100).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn k21_a_machine_that_feeds_itself_lets_others_run_and_can_be_stopped() {
    for feed in [Event::Feed, Event::FeedAgain] {
        let lab = Lab::new().await;
        lab.machine.cast(feed).unwrap();
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(lab.machine.queue_len(), 0);
        let (waiting, ()) = tokio::join!(lab.state(), lab.supervisor.stop());
        assert_eq!(waiting, Err(CallError::Stopped));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn k01_an_answer_does_not_wait_for_what_is_done_next() {
    let (machine, child) = Machine::<Probe>::new(Args::default());
    let start = Supervisor::start(Options::default(), vec![child.child("probe")]);
    let supervisor = start.await.unwrap();
    // Both events are there before the only thread comes to the machine.
    let caller = tokio::spawn(async move {
        let (tell, told) = mpsc::channel();
        let soon = async {
            let state = machine.call(TIMEOUT, Event::Ask).await;
            assert_eq!(state, Ok(State::A));
            tell.send(()).unwrap();
        };
        let next = async { machine.cast(Event::Until(told)).unwrap() };
        tokio::join!(soon, next);
    });
    caller.await.unwrap();
    supervisor.stop().await;
}
