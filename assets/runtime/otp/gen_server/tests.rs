//! The rows `g..` of the OTP conformance list, shown by a server that counts and does what it is told.
//! Time is paused: a test that waits five seconds takes none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{self, Instant};

use super::*;
use crate::otp::mailbox::{CallError, CastError, MAILBOX, NotRunning};
use crate::otp::supervisor::{
    ChildError, Exit, Options, Restart, Status, Supervisor, SupervisorHandle,
};

//% if is.own_clock
mod clock;
//% endif
mod hostile;
//% if is.idle_end
mod idle;
//% endif
//% if is.slow_answers
mod later;
//% endif
//% if is.continue
mod loading;
//% endif

const TIMEOUT: Duration = Duration::from_secs(5);
//% if is.slow_answers
const ASKING: Duration = Duration::from_secs(1);
//% endif

#[derive(Clone, Default)]
struct Args {
    fail: bool,
    //% if is.continue
    loading: Duration,
    //% endif
    //% if is.own_clock
    every: Option<Duration>,
    //% endif
    //% if is.idle_end
    idle: Option<Duration>,
    //% endif
    panic_in_drop: bool,
    /// Where it casts to itself.
    itself: Arc<std::sync::OnceLock<Address<Msg>>>,
    /// What happened, in all of its incarnations.
    terminated: Arc<AtomicU64>,
    //% if is.own_clock
    ticks: Arc<AtomicU64>,
    //% endif
}

#[derive(Debug)]
enum Msg {
    Add(u64),
    Get(oneshot::Sender<u64>),
    Put(u64, oneshot::Sender<u64>),
    /// A broken invariant.
    Fail,
    Panic,
    /// A cast to itself, for ever.
    Again,
    /// What panics when nobody takes it.
    Bomb(Bomb),
    //% if is.slow_answers
    Ask(oneshot::Sender<u64>),
    PanicLater(oneshot::Sender<u64>),
    /// An answer that is never worked out.
    Never,
    //% endif
}

#[derive(Debug)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("boom in the drop of a message");
    }
}

#[derive(Debug, thiserror::Error)]
#[error("broken")]
struct Broken;

struct Counter {
    count: u64,
    given: Args,
    //% if is.slow_answers
    later: JoinSet<()>,
    //% endif
}

impl GenServer for Counter {
    type Args = Args;
    type Msg = Msg;
    type Error = Broken;

    fn init(args: Args) -> Result<Self, Broken> {
        if args.fail {
            return Err(Broken);
        }
        Ok(Self {
            count: 0,
            given: args,
            //% if is.slow_answers
            later: JoinSet::new(),
            //% endif
        })
    }
    //% if is.continue

    async fn handle_continue(&mut self) -> Result<(), Broken> {
        time::sleep(self.given.loading).await;
        Ok(())
    }
    //% endif

    fn handle(&mut self, msg: Msg) -> Result<(), Broken> {
        match msg {
            Msg::Add(amount) => self.count += amount,
            Msg::Get(reply) => _ = reply.send(self.count),
            Msg::Put(amount, reply) => {
                self.count += amount;
                let _ = reply.send(self.count);
            }
            Msg::Fail => return Err(Broken),
            Msg::Bomb(bomb) => std::mem::forget(bomb),
            Msg::Again => _ = self.given.itself.get().unwrap().cast(Msg::Again),
            //% if is.slow_answers
            Msg::Ask(reply) => {
                let count = self.count;
                self.later.spawn(async move {
                    time::sleep(ASKING).await;
                    let _ = reply.send(count);
                });
            }
            Msg::PanicLater(reply) => {
                self.later.spawn(async move {
                    let _reply = reply;
                    panic!("boom")
                });
            }
            Msg::Never => _ = self.later.spawn(std::future::pending()),
            //% endif
            Msg::Panic => panic!("boom"),
        }
        Ok(())
    }
    //% if is.slow_answers

    fn later(&mut self) -> Option<&mut JoinSet<()>> {
        Some(&mut self.later)
    }
    //% endif
    //% if is.own_clock

    fn every(&self) -> Option<Duration> {
        self.given.every
    }

    fn handle_tick(&mut self) -> Result<(), Broken> {
        self.given.ticks.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    //% endif
    //% if is.idle_end

    fn idle_end(&self) -> Option<Duration> {
        self.given.idle
    }
    //% endif

    fn terminate(&mut self) {
        self.given.terminated.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        assert!(!self.given.panic_in_drop, "boom in drop");
    }
}

/// A running server and its only supervisor.
struct Lab {
    server: Address<Msg>,
    supervisor: SupervisorHandle,
    args: Args,
}

impl Lab {
    async fn new(args: Args) -> Self {
        Self::with(args, Restart::Permanent).await
    }

    async fn with(args: Args, restart: Restart) -> Self {
        let (server, child) = Server::<Counter>::new(args.clone());
        let _ = args.itself.set(server.clone());
        let children = vec![child.child("counter").restart(restart)];
        let supervisor = Supervisor::start(Options::default(), children).await;
        Self {
            server,
            supervisor: supervisor.unwrap(),
            args,
        }
    }

    async fn get(&self) -> Result<u64, CallError> {
        self.server.call(TIMEOUT, Msg::Get).await
    }

    async fn status(&self) -> Status {
        settle().await;
        let children = self.supervisor.which_children().await.unwrap();
        children[0].status
    }
}

/// On paused time a sleep ends only when every other task waits: everything has settled.
async fn settle() {
    time::sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn g01_call_replies() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Add(2)).unwrap();
    assert_eq!(lab.get().await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn g02_a_stopped_server_is_an_error_at_once() {
    let lab = Lab::new(Args::default()).await;
    lab.supervisor.stop().await;
    let before = Instant::now();
    assert_eq!(lab.get().await, Err(CallError::Stopped));
    assert_eq!(lab.server.cast(Msg::Add(1)), Err(CastError::Stopped));
    assert_eq!(lab.server.queue_len(), 0);
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn g02_a_server_whose_supervisor_was_dropped_or_never_started_it_is_an_error_at_once() {
    let before = Instant::now();
    let (server, child) = Server::<Counter>::new(Args::default());
    assert_eq!(
        server.call(TIMEOUT, Msg::Get).await,
        Err(CallError::Stopped)
    );
    let children = vec![child.child("counter")];
    drop(
        Supervisor::start(Options::default(), children)
            .await
            .unwrap(),
    );
    let waiting = server.call(TIMEOUT, Msg::Get).await;
    assert!(matches!(waiting, Ok(0) | Err(CallError::Stopped)));
    time::sleep(Duration::from_millis(1)).await;
    assert_eq!(
        server.call(TIMEOUT, Msg::Get).await,
        Err(CallError::Stopped)
    );
    assert_eq!(before.elapsed(), Duration::from_millis(1));
}

/// A server whose mailbox is not read until the test does so.
fn silent() -> (Address<Msg>, Counter, Mailbox<Msg>) {
    let (server, child) = Server::<Counter>::new(Args::default());
    (
        server,
        Counter::init(child.args).unwrap(),
        child.inbox.open(&ChildContext::default()).unwrap(),
    )
}

#[tokio::test(start_paused = true)]
async fn g03_call_timeout_is_an_error_for_the_caller_and_the_server_lives() {
    let (server, mut counter, mut mailbox) = silent();
    let before = Instant::now();
    let late = server.call(TIMEOUT, Msg::Get).await;
    assert_eq!(late, Err(CallError::Timeout));
    assert_eq!(before.elapsed(), TIMEOUT);
    let ctx = ChildContext::default();
    let caller = async {
        let answer = server.call(TIMEOUT, Msg::Get).await;
        ctx.shutdown().cancel();
        answer
    };
    let (ended, answer) = tokio::join!(serve(&mut counter, &mut mailbox, &ctx), caller);
    assert!(ended.is_ok());
    assert_eq!(answer, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn g04_a_call_whose_caller_gave_up_is_not_executed() {
    let (server, mut counter, mut mailbox) = silent();
    for _ in 0..3 {
        let call = server.call(TIMEOUT, |reply| Msg::Put(1, reply));
        assert_eq!(call.await, Err(CallError::Timeout));
    }
    assert_eq!(server.queue_len(), 3);
    let ctx = ChildContext::default();
    ctx.shutdown().cancel();
    serve(&mut counter, &mut mailbox, &ctx).await.unwrap();
    assert_eq!(counter.count, 0);
}

#[tokio::test(start_paused = true)]
async fn g07_a_full_mailbox_pushes_back() {
    let (server, _counter, _mailbox) = silent();
    for _ in 0..MAILBOX {
        server.cast(Msg::Add(1)).unwrap();
    }
    assert_eq!(server.queue_len(), MAILBOX);
    assert_eq!(server.cast(Msg::Add(1)), Err(CastError::Full));
    let before = Instant::now();
    let late = server.call(TIMEOUT, Msg::Get).await;
    assert_eq!(late, Err(CallError::Timeout));
    assert_eq!(before.elapsed(), TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn g07_a_call_that_waits_for_room_is_over_when_the_server_restarts() {
    let (server, child) = Server::<Counter>::new(Args::default());
    let mailbox = child.inbox.open(&ChildContext::default()).unwrap();
    for _ in 0..MAILBOX {
        server.cast(Msg::Add(1)).unwrap();
    }
    let restart = async {
        settle().await;
        drop(mailbox);
        child.inbox.open(&ChildContext::default()).unwrap()
    };
    let (waiting, _mailbox) = tokio::join!(server.call(TIMEOUT, Msg::Get), restart);
    assert_eq!(waiting, Err(CallError::Stopped));
    assert_eq!(server.cast(Msg::Add(1)), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn g06_cast_returns_without_waiting() {
    let lab = Lab::new(Args::default()).await;
    let before = Instant::now();
    assert_eq!(lab.server.cast(Msg::Add(1)), Ok(()));
    assert_eq!(lab.server.queue_len(), 1);
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(lab.get().await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn g08_messages_of_one_sender_keep_their_order() {
    let lab = Lab::new(Args::default()).await;
    for count in 1..=100 {
        lab.server.cast(Msg::Add(1)).unwrap();
        assert_eq!(lab.get().await, Ok(count));
    }
}

#[tokio::test(start_paused = true)]
async fn g11_a_failing_init_is_an_error_of_the_start() {
    let (server, child) = Server::<Counter>::new(Args {
        fail: true,
        ..Args::default()
    });
    let started = Supervisor::start(Options::default(), vec![child.child("counter")]).await;
    assert!(started.is_err());
    assert_eq!(server.cast(Msg::Add(1)), Err(CastError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn g13_a_stop_serves_what_was_accepted_and_terminates() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Add(2)).unwrap();
    let stop = lab.supervisor.stop();
    let (answer, ()) = tokio::join!(lab.get(), stop);
    assert_eq!(answer, Ok(2));
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn g13_terminate_runs_after_an_error_and_not_after_a_panic() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Fail).unwrap();
    settle().await;
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
    lab.server.cast(Msg::Panic).unwrap();
    settle().await;
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
    assert_eq!(lab.get().await, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn g14_a_crash_fails_the_waiting_at_once_and_restarts_with_fresh_state() {
    let lab = Lab::new(Args::default()).await;
    let before = Instant::now();
    lab.server.cast(Msg::Add(1)).unwrap();
    for crash in [Msg::Panic, Msg::Fail] {
        lab.server.cast(crash).unwrap();
        assert_eq!(lab.get().await, Err(CallError::Stopped));
    }
    settle().await;
    assert_eq!(lab.get().await, Ok(0));
    assert_eq!(before.elapsed(), Duration::from_millis(1));
}

#[tokio::test(start_paused = true)]
async fn g15_a_handle_made_before_a_restart_works_after_it() {
    let lab = Lab::new(Args::default()).await;
    let early = lab.server.clone();
    lab.server.cast(Msg::Panic).unwrap();
    settle().await;
    early.cast(Msg::Add(1)).unwrap();
    assert_eq!(lab.get().await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn g16_a_stop_waits_for_the_end_and_a_stopped_server_cannot_be_stopped() {
    let lab = Lab::with(Args::default(), Restart::Transient).await;
    assert_eq!(lab.server.stop(Exit::Normal).await, Ok(()));
    assert_eq!(lab.server.stop(Exit::Normal).await, Err(NotRunning));
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
    assert_eq!(lab.status().await, Status::Stopped);
}

#[tokio::test(start_paused = true)]
async fn g16_the_reason_decides_about_a_restart() {
    let lab = Lab::with(Args::default(), Restart::Transient).await;
    let reason = Exit::Error("out of tune".to_owned());
    assert_eq!(lab.server.stop(reason).await, Ok(()));
    assert_eq!(lab.status().await, Status::Running);
    assert_eq!(lab.server.stop(Exit::Shutdown).await, Ok(()));
    assert_eq!(lab.status().await, Status::Stopped);
}

#[tokio::test(start_paused = true)]
async fn g16_a_stop_comes_behind_what_was_sent_before_it_and_before_what_comes_later() {
    let lab = Lab::with(Args::default(), Restart::Transient).await;
    let before = lab.get();
    let stop = lab.server.stop(Exit::Normal);
    let after = lab.get();
    let answers = tokio::join!(before, stop, after);
    assert_eq!(answers, (Ok(0), Ok(()), Err(CallError::Stopped)));
}

#[tokio::test(start_paused = true)]
async fn g18_100_000_messages_are_served_without_loss() {
    let lab = Lab::new(Args::default()).await;
    for _ in 0..100_000 {
        while lab.server.cast(Msg::Add(1)) == Err(CastError::Full) {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(lab.get().await, Ok(100_000));
}

#[tokio::test(start_paused = true)]
async fn k18_a_call_may_wait_for_ever() {
    let lab = Lab::new(Args::default()).await;
    assert_eq!(lab.server.call(Duration::MAX, Msg::Get).await, Ok(0));
}
