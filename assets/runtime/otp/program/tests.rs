use std::future::pending;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::watch::{End, Event};
use super::*;
use crate::otp::polls::dropped_at;
//% if is.many
use crate::otp::supervisor::dynamic::DynamicSupervisor;
//% endif
use crate::otp::supervisor::{self, ChildContext, Status};

const LONG: Duration = Duration::from_hours(1);

fn end(why: &str, status: i32) -> End {
    let why = why.to_owned();
    End { why, status }
}

/// What the watch makes of these events, of which the last must end it.
fn after(events: &[Event], budget: Duration) -> (Watch, End) {
    let (watch, sender, heard) = Watch::new();
    for event in events {
        sender.send(*event).unwrap();
    }
    let end = watch.keep(&heard, budget);
    (watch, end)
}

#[test]
fn k20_a_second_signal_ends_the_program() {
    a_second_signal_ends_it(LONG);
}

#[test]
fn k18_a_budget_without_an_end_has_no_deadline() {
    a_second_signal_ends_it(Duration::MAX);
}

fn a_second_signal_ends_it(budget: Duration) {
    let (watch, sender, heard) = Watch::new();
    let stop = watch.stop.clone();
    sender.send(Event::Stop(2)).unwrap();
    let again = std::thread::spawn(move || {
        // Not an echo of the first: it comes when the program stops already.
        while !stop.is_cancelled() {
            std::thread::yield_now();
        }
        sender.send(Event::Stop(15)).unwrap();
    });
    assert_eq!(watch.keep(&heard, budget), end("told again to stop", 143));
    assert_eq!(watch.signal.get(), Some(&2));
    again.join().unwrap();
}

#[test]
fn k20_the_echo_of_a_signal_is_no_second_one() {
    let budget = Duration::from_millis(4);
    let events = [Event::Stop(15), Event::Stop(15), Event::Stop(2)];
    let (watch, ended) = after(&events, budget);
    assert!(watch.stop.is_cancelled());
    assert_eq!(ended, end("not stopped within 4ms", 1));
}

#[test]
fn k04_the_budget_begins_when_the_program_stops_by_itself() {
    let budget = Duration::from_millis(4);
    let (watch, ended) = after(&[Event::Stopping], budget);
    assert!(!watch.stop.is_cancelled());
    assert_eq!(ended, end("not stopped within 4ms", 1));
}

#[test]
fn k20_the_first_signal_while_it_stops_by_itself_is_no_second_one() {
    let budget = Duration::from_millis(4);
    let (watch, ended) = after(&[Event::Stopping, Event::Stop(15)], budget);
    assert_eq!(ended.status, 1);
    assert_eq!(watch.phase(), "starting");
}

struct Shop(SupervisorHandle);

impl Program for Shop {
    async fn start(root: &SupervisorHandle) -> Result<Self, BoxError> {
        let child = |id| {
            ChildSpec::new(id, |context: ChildContext| async move {
                context.ready();
                context.shutdown().cancelled().await;
                Ok(())
            })
        };
        start_all(root, vec![child("till"), child("door")]).await?;
        Ok(Shop(root.clone()))
    }
}

#[tokio::test]
async fn it_starts_without_signals_and_exit_as_well() {
    let shop = start::<Shop>().await.unwrap();
    let health = Health::of(&shop.0, shop.health()).await;
    assert!(health.is_ready());
    assert_eq!(health.to_string(), "ready=true children=2/2 restarts=0");
    shop.0.stop().await;
    let health = Health::of(&shop.0, shop.health()).await;
    assert_eq!(health.to_string(), "ready=false children=? restarts=0");
}

/// How many children of kiosks run.
static OPEN: AtomicUsize = AtomicUsize::new(0);

struct Open;

impl Drop for Open {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::SeqCst);
    }
}

struct Kiosk(SupervisorHandle);

impl Program for Kiosk {
    async fn start(root: &SupervisorHandle) -> Result<Self, BoxError> {
        let child = |id| {
            ChildSpec::new(id, |context: ChildContext| async move {
                OPEN.fetch_add(1, Ordering::SeqCst);
                let _open = Open;
                context.ready();
                context.shutdown().cancelled().await;
                Ok(())
            })
        };
        start_all(root, vec![child("shutter"), child("lamp")]).await?;
        Ok(Kiosk(root.clone()))
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_start_may_be_given_up_at_any_await() {
    let health = async |root: &SupervisorHandle| Health::of(root, async { String::new() }).await;
    for polls in 0.. {
        // With a root of its own, and with one of the caller's.
        let alone = dropped_at(polls, start::<Kiosk>()).await;
        let own = Supervisor::start(Options::default(), Vec::new());
        let own = own.await.unwrap();
        let under = dropped_at(polls, Kiosk::start(&own)).await;
        let asked = dropped_at(polls, health(&own)).await;
        let started = health(&own).await.children.unwrap().len();
        assert!(under.is_none() || started == 2);
        let done = alone.is_some() && under.is_some() && asked.is_some();
        if let Some(alone) = alone {
            alone.unwrap().0.stop().await;
        }
        // What was given to the root by then stops with it.
        own.stop().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(OPEN.load(Ordering::SeqCst), 0, "after {polls} polls");
        if done {
            assert!(polls > 1, "it waits at least once");
            return;
        }
    }
}

//% if is.many
/// Below a supervisor below the root: what crashes once, and a limit.
#[tokio::test(start_paused = true)]
async fn health_tells_of_all_that_is_below() {
    let root = Supervisor::start(Options::default(), Vec::new());
    let root = root.await.unwrap();
    let health = async || Health::of(&root, async { String::new() }).await.to_string();
    let crash = tokio_util::sync::CancellationToken::new();
    let once = crash.clone();
    let child = ChildSpec::new("till", move |context: ChildContext| {
        let crash = once.clone();
        async move {
            context.ready();
            let crashes = async {
                if crash.is_cancelled() {
                    pending::<()>().await;
                } else {
                    crash.cancelled().await;
                }
            };
            let ended = context.shutdown().run_until_cancelled(crashes).await;
            ended.map_or(Ok(()), |()| Err("empty".into()))
        }
    });
    let delayed = child.clone().restart_delay(LONG);
    let inner = ChildSpec::supervisor("inner", Options::default(), vec![delayed]);
    let (pool, outer) = DynamicSupervisor::child("pool", Options::default(), 1);
    start_all(&root, vec![inner, outer]).await.unwrap();
    pool.start_child(child.clone()).await.unwrap();
    assert_eq!(health().await, "ready=true children=4/4 restarts=0");
    crash.cancel();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(health().await, "ready=false children=3/4 restarts=1");
    pool.start_child(child.clone()).await.unwrap_err();
    let full = "ready=false children=3/4 restarts=1 full=1";
    assert_eq!(health().await, full);
    tokio::time::sleep(LONG).await;
    let full = "ready=true children=4/4 restarts=2 full=1";
    assert_eq!(health().await, full);
    root.stop().await;
}

//% endif
struct Broken;

impl Program for Broken {
    async fn start(root: &SupervisorHandle) -> Result<Self, BoxError> {
        let shop = Shop::start(root).await?;
        let child = ChildSpec::new("lamp", |_: ChildContext| async { Err("no power".into()) });
        start_all(&shop.0, vec![child]).await?;
        Ok(Broken)
    }
}

#[tokio::test]
async fn an_error_names_the_child_that_did_not_start() {
    let error = start::<Broken>().await.err().unwrap();
    assert_eq!(error.to_string(), "child `lamp` failed to start: no power");
}

#[tokio::test(start_paused = true)]
async fn k23_what_does_not_answer_is_unknown() {
    let shop = start::<Shop>().await.unwrap();
    let silent = Health::of(&shop.0, pending()).await;
    let panicking = Health::of(&shop.0, async { panic!("no number") }).await;
    for health in [silent, panicking] {
        assert_eq!(health.to_string(), "ready=true children=2/2 restarts=0 ?");
    }
    let busy = Health::of(&shop.0, async { "waiting=3".to_owned() }).await;
    assert_eq!(
        busy.to_string(),
        "ready=true children=2/2 restarts=0 waiting=3"
    );
}

#[test]
fn one_that_waits_for_its_restart_is_missed() {
    let child = |status, restarts| supervisor::ChildInfo {
        id: "till".into(),
        status,
        kind: supervisor::Kind::Worker,
        restarts,
    };
    let of = |status| Health {
        children: Some(vec![child(Status::Running, 1), child(status, 2)]),
        ..Health::default()
    };
    assert!(of(Status::Stopped).is_ready());
    let restarting = of(Status::Restarting);
    assert_eq!(
        restarting.to_string(),
        "ready=false children=1/2 restarts=3 ?"
    );
    let stuck = Health {
        stuck: vec!["till (in `Fetch` for 7 s)".to_owned()],
        ..of(Status::Running)
    };
    assert_eq!(
        stuck.to_string(),
        "ready=false children=2/2 restarts=3 stuck=\"till (in `Fetch` for 7 s)\" ?"
    );
}

#[test]
fn an_error_is_told_with_what_it_came_from() {
    let cause = io::Error::other("disk full");
    let error = io::Error::other(Wrapped(cause));
    assert_eq!(
        failure::in_full(&Wrapped(error)),
        "not kept: not kept: disk full"
    );
}

#[derive(Debug, thiserror::Error)]
#[error("not kept")]
struct Wrapped(#[source] io::Error);
