//! What a server does to others, and they to it, takes nobody along.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::otp::supervisor::Shutdown;

/// Long for a machine that is busy; no test waits for it to pass.
const GENEROUS: Duration = Duration::from_mins(1);

/// A server that fills its own mailbox, with work that does not await.
struct Busy {
    server: Address<Work>,
    stop: CancellationToken,
    refused: Arc<AtomicU64>,
    terminated: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Work {
    /// So many of these behind this one.
    Load(u64, Duration),
    For(Duration),
    /// An answer at once.
    Soon(oneshot::Sender<()>),
    /// Keeps the thread until that is told.
    Until(Receiver<()>),
    /// Whoever stops it does so while this is handled, and more is there.
    Stop,
    /// Is it heard?
    Probe,
}

#[derive(Clone, Default)]
struct Seen {
    server: Arc<std::sync::OnceLock<Address<Work>>>,
    stop: CancellationToken,
    refused: Arc<AtomicU64>,
    terminated: Arc<AtomicU64>,
}

impl GenServer for Busy {
    type Args = Seen;
    type Msg = Work;
    type Error = Broken;

    fn init(seen: Seen) -> Result<Self, Broken> {
        Ok(Busy {
            server: seen.server.get().unwrap().clone(),
            stop: seen.stop,
            refused: seen.refused,
            terminated: seen.terminated,
        })
    }

    fn handle(&mut self, work: Work) -> Result<(), Broken> {
        match work {
            Work::Load(count, each) => {
                for _ in 0..count {
                    self.server.cast(Work::For(each)).unwrap();
                }
            }
            Work::For(time) => thread::sleep(time),
            Work::Soon(reply) => _ = reply.send(()),
            Work::Until(told) => told.recv_timeout(GENEROUS).unwrap(),
            Work::Stop => {
                self.server.cast(Work::Probe).unwrap();
                self.stop.cancel();
            }
            Work::Probe => {
                let refused = self.server.cast(Work::Probe).is_err();
                self.refused
                    .fetch_add(u64::from(refused), Ordering::Relaxed);
                // It would go on for ever.
                assert!(refused, "it is not heard");
            }
        }
        Ok(())
    }

    fn terminate(&mut self) {
        self.terminated.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn k01_an_answer_does_not_wait_for_what_is_done_next() {
    let (server, busy) = Server::<Busy>::new(Seen::default());
    let seen = Seen::default();
    let _ = seen.server.set(server.clone());
    let context = ChildContext::default();
    let (inbox, shutdown) = (busy.inbox.clone(), context.shutdown().clone());
    let running = tokio::spawn(run::<Busy>(inbox, seen, context));
    // Both letters are there before the only thread comes to the server.
    let caller = tokio::spawn(async move {
        let (tell, told) = mpsc::channel();
        let soon = async {
            server.call(TIMEOUT, Work::Soon).await.unwrap();
            tell.send(()).unwrap();
        };
        let next = async { server.cast(Work::Until(told)).unwrap() };
        tokio::join!(soon, next);
    });
    caller.await.unwrap();
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

/// What takes long to start, once.
struct Slow(Arc<Gate>);

struct Gate {
    begun: Notify,
    release: Mutex<Option<Receiver<()>>>,
    over: Mutex<mpsc::Sender<()>>,
}

impl GenServer for Slow {
    type Args = Arc<Gate>;
    type Msg = oneshot::Sender<()>;
    type Error = Broken;

    fn init(gate: Arc<Gate>) -> Result<Self, Broken> {
        let release = gate.release.lock().unwrap().take();
        if let Some(release) = release {
            gate.begun.notify_one();
            release.recv_timeout(GENEROUS).unwrap();
        }
        Ok(Slow(gate))
    }

    fn handle(&mut self, reply: oneshot::Sender<()>) -> Result<(), Broken> {
        let _ = reply.send(());
        Ok(())
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        let _ = self.0.over.lock().unwrap().send(());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn k12_a_start_that_was_left_behind_takes_no_address_from_its_successor() {
    let (release, released) = mpsc::channel();
    let (ended, over) = mpsc::channel();
    let gate = Arc::new(Gate {
        begun: Notify::new(),
        release: Mutex::new(Some(released)),
        over: Mutex::new(ended),
    });
    let (server, slow) = Server::<Slow>::new(Arc::clone(&gate));
    let spec = slow.child("slow").shutdown(Shutdown::BrutalKill);
    let start = || Supervisor::start(Options::default(), vec![spec.clone()]);
    tokio::select! {
        _ = start() => panic!("it hangs"),
        () = gate.begun.notified() => {}
    }
    let _supervisor = start().await.unwrap();
    assert_eq!(server.call(TIMEOUT, |reply| reply).await, Ok(()));
    release.send(()).unwrap();
    over.recv_timeout(GENEROUS).unwrap();
    assert_eq!(server.call(TIMEOUT, |reply| reply).await, Ok(()));
}

#[tokio::test]
async fn k21_a_stop_is_heard_between_two_messages_however_many_wait() {
    let seen = Seen::default();
    let (server, busy) = Server::<Busy>::new(seen.clone());
    let _ = seen.server.set(server.clone());
    let context = ChildContext::default();
    let stop = Seen {
        stop: context.shutdown().clone(),
        ..seen.clone()
    };
    let running = tokio::spawn(run::<Busy>(busy.inbox.clone(), stop, context));
    while server.cast(Work::Stop).is_err() {
        tokio::task::yield_now().await;
    }
    running.await.unwrap().unwrap();
    assert_eq!(seen.refused.load(Ordering::Relaxed), 1);
    assert_eq!(seen.terminated.load(Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn k21_a_backlog_is_given_up_in_time_to_terminate() {
    let seen = Seen::default();
    let (server, busy) = Server::<Busy>::new(seen.clone());
    let _ = seen.server.set(server.clone());
    // Long for a machine that is busy, and by far less than the backlog.
    let limit = Shutdown::Timeout(Duration::from_secs(2));
    let children = vec![busy.child("busy").shutdown(limit)];
    let supervisor = Supervisor::start(Options::default(), children)
        .await
        .unwrap();
    let each = Duration::from_millis(50);
    server.cast(Work::Load(900, each)).unwrap();
    // Told to stop before that, it has no backlog: its mailbox is closed.
    while server.queue_len() < 890 {
        tokio::task::yield_now().await;
    }
    supervisor.stop().await;
    assert_eq!(seen.terminated.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn k21_a_server_that_feeds_itself_lets_others_run_and_can_be_stopped() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Again).unwrap();
    for _ in 0..10 {
        assert_eq!(lab.get().await, Ok(0));
    }
    assert_eq!(lab.server.stop(Exit::Normal).await, Ok(()));
    settle().await;
    lab.server.cast(Msg::Again).unwrap();
    assert_eq!(lab.get().await, Ok(0));
    lab.supervisor.stop().await;
    assert_eq!(lab.get().await, Err(CallError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k11_a_drop_that_panics_takes_nobody_along() {
    let args = Args {
        panic_in_drop: true,
        ..Args::default()
    };
    let lab = Lab::new(args).await;
    // While it unwinds, a second panic would end the program.
    lab.server.cast(Msg::Panic).unwrap();
    settle().await;
    lab.server.cast(Msg::Fail).unwrap();
    settle().await;
    assert_eq!(lab.server.stop(Exit::Normal).await, Err(NotRunning));
    settle().await;
    assert_eq!(lab.get().await, Ok(0));
    lab.supervisor.stop().await;
    let stopped = lab.supervisor.which_children().await;
    assert_eq!(stopped, Err(ChildError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k11_messages_that_panic_when_they_are_dropped_take_nobody_along() {
    for crash in [Msg::Panic, Msg::Fail] {
        let lab = Lab::new(Args::default()).await;
        lab.server.cast(crash).unwrap();
        for _ in 0..3 {
            lab.server.cast(Msg::Bomb(Bomb)).unwrap();
        }
        settle().await;
        assert_eq!(lab.get().await, Ok(0));
    }
}
