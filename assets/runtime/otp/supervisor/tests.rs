//! What OTP's own suite asks of a supervisor: a test's name starts with the row it covers.
//!
//! Time is paused: it moves only when every task waits, so a test that waits an hour takes none.

use std::collections::HashMap;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::otp::BoxError;

mod commands;
mod delays;
mod dropped;
pub(super) mod hostile;
mod policy;
mod stopping;

/// What a child can be told to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Crash,
    Panic,
    End,
    Shutdown,
}

/// Makes children that write `+id` (started), `-id` (stopped) and `!id` (failed to start) into one
/// trace, and do as they are told.
#[derive(Clone, Default)]
pub(super) struct Lab {
    trace: Arc<Mutex<Vec<String>>>,
    orders: Arc<Mutex<HashMap<String, mpsc::UnboundedSender<Order>>>>,
    failures: Arc<Mutex<HashMap<String, usize>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lab {
    pub(super) fn note(&self, event: impl Into<String>) {
        lock(&self.trace).push(event.into());
    }

    /// The trace since it was last taken.
    pub(super) fn trace(&self) -> String {
        lock(&self.trace).drain(..).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn child(&self, id: &str) -> ChildSpec {
        self.slow_child(id, Duration::ZERO)
    }

    /// A child that takes its time to stop.
    pub(super) fn slow_child(&self, id: &str, stopping: Duration) -> ChildSpec {
        let (lab, name) = (self.clone(), id.to_owned());
        ChildSpec::new(id, move |context| {
            lab.clone().run(name.clone(), stopping, context)
        })
    }

    fn children(&self, ids: &str) -> Vec<ChildSpec> {
        ids.split(' ').map(|id| self.child(id)).collect()
    }

    async fn run(self, id: String, stopping: Duration, context: ChildContext) -> ChildResult {
        if let Some(left @ 1..) = lock(&self.failures).get_mut(&id) {
            *left -= 1;
            self.note(format!("!{id}"));
            return Err("no start".into());
        }
        let (orders, mut inbox) = mpsc::unbounded_channel();
        lock(&self.orders).insert(id.clone(), orders);
        self.note(format!("+{id}"));
        context.ready();
        tokio::select! {
            () = context.shutdown().cancelled() => {
                sleep(stopping).await;
                self.note(format!("-{id}"));
                Ok(())
            }
            Some(order) = inbox.recv() => match order {
                Order::Crash => Err("crash".into()),
                Order::Panic => panic!("{id} has had enough"),
                Order::End => Ok(()),
                Order::Shutdown => Err(Exit::Shutdown.into()),
            },
        }
    }

    /// The children whose tasks run, in the order of their names.
    pub(super) fn running(&self) -> Vec<String> {
        let orders = lock(&self.orders);
        let running = orders.iter().filter(|(_, orders)| !orders.is_closed());
        let mut running: Vec<String> = running.map(|(id, _)| id.clone()).collect();
        running.sort();
        running
    }

    pub(super) fn order(&self, id: &str, order: Order) {
        lock(&self.orders)[id].send(order).unwrap();
    }

    /// Gives an order, waits until its consequences are over, and returns their trace.
    pub(super) async fn after(&self, id: &str, order: Order) -> String {
        self.order(id, order);
        settle().await;
        self.trace()
    }

    /// The next so many starts of a child fail.
    pub(super) fn fail(&self, id: &str, times: usize) {
        lock(&self.failures).insert(id.to_owned(), times);
    }

    /// A running supervisor; the trace begins after its start.
    async fn start(&self, strategy: Strategy, children: Vec<ChildSpec>) -> SupervisorHandle {
        let options = with(strategy, 3);
        let supervisor = Supervisor::start(options, children).await.unwrap();
        self.trace();
        supervisor
    }
}

fn with(strategy: Strategy, max_restarts: usize) -> Options {
    Options {
        strategy,
        max_restarts,
        ..Options::default()
    }
}

/// Returns when every task waits for something that has not happened.
pub(super) async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

fn gave_up(id: &str, exit: Exit) -> Result<(), SupervisorError> {
    let id = id.into();
    Err(SupervisorError::RestartLimit { id, exit })
}

fn crash() -> Exit {
    Exit::Error("crash".into())
}

async fn status(supervisor: &SupervisorHandle, id: &str) -> Option<Status> {
    let children = supervisor.which_children().await.unwrap();
    let child = children.iter().find(|child| &*child.id == id);
    child.map(|child| child.status)
}

const ALL: [Strategy; 3] = [
    Strategy::OneForOne,
    Strategy::OneForAll,
    Strategy::RestForOne,
];

#[tokio::test(start_paused = true)]
async fn s01_starts_without_children_and_stops_when_told() {
    let options = Options::default();
    let supervisor = Supervisor::start(options, vec![]).await.unwrap();
    assert_eq!(supervisor.count_children().await.unwrap().specs, 0);
    supervisor.stop().await;
    assert_eq!(supervisor.wait().await, Ok(()));
    let asked = supervisor.which_children().await;
    assert_eq!(asked, Err(ChildError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn s02_each_child_is_ready_before_the_next_one_starts() {
    let lab = Lab::default();
    let slow = |id: &'static str, seconds| {
        let lab = lab.clone();
        ChildSpec::new(id, move |context| {
            let lab = lab.clone();
            async move {
                lab.note(format!("init {id}"));
                sleep(Duration::from_secs(seconds)).await;
                lab.note(format!("ready {id}"));
                context.ready();
                context.shutdown().cancelled().await;
                Ok(())
            }
        })
    };
    let children = vec![slow("a", 3), slow("b", 1), slow("c", 2)];
    let _supervisor = Supervisor::start(Options::default(), children).await;
    let expected = "init a ready a init b ready b init c ready c";
    assert_eq!(lab.trace(), expected);
}

#[tokio::test(start_paused = true)]
async fn s03_a_child_that_declines_is_kept_unless_temporary() {
    let lab = Lab::default();
    let declines = |id| ChildSpec::new(id, |_| async { Ok(()) });
    let temporary = declines("temporary").restart(Restart::Temporary);
    let children = vec![lab.child("a"), declines("kept"), temporary, lab.child("b")];
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(status(&supervisor, "kept").await, Some(Status::Stopped));
    assert_eq!(status(&supervisor, "temporary").await, None);
    assert_eq!(lab.after("a", Order::Crash).await, "-b +a +b");

    let again = supervisor.restart_child("kept").await;
    assert_eq!(again, Ok(Status::Stopped));
    let added = supervisor.start_child(declines("added")).await;
    assert_eq!(added, Ok(Status::Stopped));
    assert_eq!(status(&supervisor, "added").await, Some(Status::Stopped));
    let temporary = declines("gone").restart(Restart::Temporary);
    let added = supervisor.start_child(temporary).await;
    assert_eq!(added, Ok(Status::Stopped));
    assert_eq!(status(&supervisor, "gone").await, None);
}

#[tokio::test(start_paused = true)]
async fn s04_a_failing_start_stops_the_earlier_ones_and_is_not_retried() {
    let lab = Lab::default();
    lab.fail("c", 1);
    let mut children = lab.children("a b c d");
    children[1] = lab.child("b").restart(Restart::Temporary);
    let error = Supervisor::start(Options::default(), children).await;
    let expected = "child `c` failed to start: no start";
    assert_eq!(error.unwrap_err().to_string(), expected);
    assert_eq!(lab.trace(), "+a +b !c -b -a");
}

#[tokio::test(start_paused = true)]
async fn s04_a_panic_before_ready_is_a_failed_start_with_its_message() {
    let child = ChildSpec::new("a", |_| async { panic!("no {}", "configuration") });
    let error = Supervisor::start(Options::default(), vec![child]).await;
    let expected = "child `a` failed to start: panic: no configuration";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[tokio::test(start_paused = true)]
async fn s05_one_for_one_restarts_only_the_crashed_child() {
    let lab = Lab::default();
    let children = lab.children("a b c d");
    let _supervisor = lab.start(Strategy::OneForOne, children).await;
    assert_eq!(lab.after("b", Order::Crash).await, "+b");
}

#[tokio::test(start_paused = true)]
async fn s06_one_for_all_stops_in_reverse_then_starts_in_order() {
    let lab = Lab::default();
    let children = lab.children("a b c d");
    let _supervisor = lab.start(Strategy::OneForAll, children).await;
    let trace = lab.after("b", Order::Crash).await;
    assert_eq!(trace, "-d -c -a +a +b +c +d");
}

#[tokio::test(start_paused = true)]
async fn s07_rest_for_one_restarts_only_later_children() {
    let lab = Lab::default();
    let children = lab.children("a b c d");
    let _supervisor = lab.start(Strategy::RestForOne, children).await;
    assert_eq!(lab.after("b", Order::Crash).await, "-d -c +b +c +d");
    assert_eq!(lab.after("d", Order::Crash).await, "+d");
}

#[tokio::test(start_paused = true)]
async fn s08_over_the_limit_the_children_stop_in_reverse_and_the_error_says_why() {
    for strategy in ALL {
        let lab = Lab::default();
        let children = lab.children("a b c");
        let options = with(strategy, 0);
        let supervisor = Supervisor::start(options, children).await.unwrap();
        lab.trace();
        assert_eq!(lab.after("b", Order::Crash).await, "-c -a");
        assert_eq!(supervisor.wait().await, gave_up("b", crash()));
        let asked = supervisor.count_children().await;
        assert_eq!(asked, Err(ChildError::Stopped));
    }
}

#[tokio::test(start_paused = true)]
async fn s09_max_restarts_are_survived_and_one_more_is_not() {
    for max_restarts in 0..4 {
        let lab = Lab::default();
        let options = with(Strategy::OneForOne, max_restarts);
        let children = lab.children("a b");
        let supervisor = Supervisor::start(options, children).await.unwrap();
        lab.trace();
        for _ in 0..max_restarts {
            assert_eq!(lab.after("a", Order::Crash).await, "+a");
        }
        assert_eq!(lab.after("a", Order::Crash).await, "-b");
        assert_eq!(supervisor.wait().await, gave_up("a", crash()));
    }
}

#[tokio::test(start_paused = true)]
async fn s09_the_limit_is_for_all_children_together() {
    let lab = Lab::default();
    let children = lab.children("a b c d e");
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    for id in ["a", "b", "c", "d"] {
        lab.after(id, Order::Crash).await;
    }
    assert_eq!(supervisor.wait().await, gave_up("d", crash()));
}

#[tokio::test(start_paused = true)]
async fn s10_crashes_spread_wider_than_the_window_never_kill() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a")).await;
    for _ in 0..50 {
        // Never more than three within any five seconds and the second they end in.
        sleep(Duration::from_secs(2)).await;
        assert_eq!(lab.after("a", Order::Crash).await, "+a");
    }
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn s10_the_window_is_in_whole_seconds_with_both_ends() {
    for (after, survives) in [(5_990, false), (6_010, true)] {
        let lab = Lab::default();
        let options = with(Strategy::OneForOne, 1);
        let supervisor = Supervisor::start(options, lab.children("a")).await.unwrap();
        lab.after("a", Order::Crash).await;
        sleep(Duration::from_millis(after)).await;
        lab.after("a", Order::Crash).await;
        let asked = supervisor.which_children().await;
        assert_eq!(asked.is_ok(), survives, "second crash after {after} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn s11_a_restart_that_fails_is_retried_and_counts() {
    let lab = Lab::default();
    let children = lab.children("a b");
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    lab.fail("a", 2);
    assert_eq!(lab.after("a", Order::Crash).await, "!a !a +a");
    lab.fail("a", 1);
    assert_eq!(lab.after("a", Order::Crash).await, "-b");
    assert_eq!(supervisor.wait().await, gave_up("a", crash()));
}

#[tokio::test(start_paused = true)]
async fn s11_a_failed_group_restart_begins_again_at_the_child_that_failed() {
    for (strategy, expected) in [
        (Strategy::OneForAll, "-d -c -a +a +b !c -b -a +a +b +c +d"),
        (Strategy::RestForOne, "-d -c +b !c +c +d"),
    ] {
        let lab = Lab::default();
        let _supervisor = lab.start(strategy, lab.children("a b c d")).await;
        lab.fail("c", 1);
        assert_eq!(lab.after("b", Order::Crash).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn s12_a_permanent_child_is_restarted_after_every_end() {
    for order in [Order::End, Order::Shutdown, Order::Crash, Order::Panic] {
        let lab = Lab::default();
        let children = lab.children("a b");
        let _supervisor = lab.start(Strategy::OneForOne, children).await;
        assert_eq!(lab.after("a", order).await, "+a", "{order:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn s13_a_transient_child_is_restarted_only_after_an_abnormal_end() {
    for (order, expected) in [
        (Order::End, ""),
        (Order::Shutdown, ""),
        (Order::Crash, "-b +a +b"),
        (Order::Panic, "-b +a +b"),
    ] {
        let lab = Lab::default();
        let transient = lab.child("a").restart(Restart::Transient);
        let children = vec![transient, lab.child("b")];
        let supervisor = lab.start(Strategy::OneForAll, children).await;
        assert_eq!(lab.after("a", order).await, expected, "{order:?}");
        assert!(status(&supervisor, "a").await.is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn s14_a_temporary_child_is_never_restarted_and_its_spec_forgotten() {
    for strategy in ALL {
        for order in [Order::End, Order::Shutdown, Order::Crash, Order::Panic] {
            let lab = Lab::default();
            let temporary = lab.child("a").restart(Restart::Temporary);
            let children = vec![temporary, lab.child("b")];
            let supervisor = lab.start(strategy, children).await;
            assert_eq!(lab.after("a", order).await, "");
            assert_eq!(status(&supervisor, "a").await, None);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn s15_a_temporary_child_stopped_with_its_group_is_not_brought_back() {
    for strategy in [Strategy::OneForAll, Strategy::RestForOne] {
        let lab = Lab::default();
        let mut children = lab.children("a b c");
        children[1] = lab.child("b").restart(Restart::Temporary);
        let supervisor = lab.start(strategy, children).await;
        assert_eq!(lab.after("a", Order::Crash).await, "-c -b +a +c");
        assert_eq!(status(&supervisor, "b").await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn s16_a_transient_child_that_had_ended_is_started_with_its_group() {
    let lab = Lab::default();
    let mut children = lab.children("a b c");
    children[1] = lab.child("b").restart(Restart::Transient);
    let _supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("b", Order::End).await, "");
    assert_eq!(lab.after("a", Order::Crash).await, "-c +a +b +c");
}

#[tokio::test(start_paused = true)]
async fn s17_a_permanent_child_that_ends_normally_restarts_its_group() {
    let lab = Lab::default();
    let children = lab.children("a b");
    let _supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("a", Order::End).await, "-b +a +b");
}

#[tokio::test(start_paused = true)]
async fn s27_a_crash_stays_inside_until_the_limit_then_escalates_one_level() {
    let lab = Lab::default();
    let options = with(Strategy::OneForAll, 1);
    let inner = ChildSpec::supervisor("inner", options, lab.children("x y"));
    let middle = ChildSpec::supervisor("middle", options, vec![inner, lab.child("m")]);
    let children = vec![lab.child("a"), middle];
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("x", Order::Crash).await, "-y +x +y");
    assert_eq!(lab.after("x", Order::Crash).await, "-y -m +x +y +m");
    assert_eq!(lab.after("x", Order::Crash).await, "-y +x +y");
    assert_eq!(lab.after("x", Order::Crash).await, "-y -m -a +a +x +y +m");
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-m -y -x -a");
}

#[tokio::test(start_paused = true)]
async fn s27_a_transient_supervisor_that_gave_up_is_not_restarted() {
    let lab = Lab::default();
    let options = with(Strategy::OneForOne, 0);
    let inner = ChildSpec::supervisor("inner", options, lab.children("x"));
    let children = vec![inner.restart(Restart::Transient), lab.child("a")];
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("x", Order::Crash).await, "");
    assert_eq!(status(&supervisor, "inner").await, Some(Status::Stopped));
}

#[tokio::test(start_paused = true)]
async fn s28_two_children_that_crash_together_cause_one_group_restart() {
    let lab = Lab::default();
    let children = lab.children("a b c d");
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    lab.order("a", Order::Crash);
    lab.order("c", Order::Panic);
    settle().await;
    assert_eq!(lab.trace(), "-d -b +a +b +c +d");
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn s30_the_old_incarnation_has_ended_before_the_new_one_starts() {
    struct Alive(Lab);
    impl Drop for Alive {
        fn drop(&mut self) {
            self.0.note("end");
        }
    }
    let lab = Lab::default();
    let owner = lab.clone();
    let child = ChildSpec::new("b", move |context| {
        let lab = owner.clone();
        async move {
            lab.note("begin");
            let _alive = Alive(lab);
            context.ready();
            context.shutdown().cancelled().await;
            pending().await
        }
    });
    let child = child.shutdown(Shutdown::Timeout(Duration::from_secs(1)));
    let children = vec![lab.child("a"), child];
    let _supervisor = lab.start(Strategy::OneForAll, children).await;
    lab.order("a", Order::Crash);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(lab.trace(), "end +a begin");
}

#[tokio::test(start_paused = true)]
async fn s31_a_panic_is_an_abnormal_end_reported_with_its_message() {
    let lab = Lab::default();
    let child = lab.child("a").restart(Restart::Transient);
    let options = with(Strategy::OneForOne, 1);
    let supervisor = Supervisor::start(options, vec![child]).await.unwrap();
    lab.trace();
    assert_eq!(lab.after("a", Order::Panic).await, "+a");
    lab.after("a", Order::Panic).await;
    let report = supervisor.wait().await.unwrap_err().to_string();
    let expected = "child `a` exceeded the restart limit: panic: a has had enough";
    assert_eq!(report, expected);
}

#[test]
fn an_error_is_reported_with_its_sources() {
    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the table")]
    struct Outer(#[source] std::io::Error);
    let error = Outer(std::io::Error::other("disk on fire"));
    let exit = Exit::from(BoxError::from(error));
    assert_eq!(exit.to_string(), "cannot read the table: disk on fire");
    // Nobody else writes lines of the log, and not without end.
    let exit = Exit::from(BoxError::from(format!("a\nb{}", "!".repeat(10_000))));
    let told = exit.to_string();
    assert!(told.starts_with("a\\nb!") && told.len() < 5_000, "{told}");
}
