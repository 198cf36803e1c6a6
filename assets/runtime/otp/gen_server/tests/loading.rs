//! A server that loads before its first message.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};

use super::*;
use crate::otp::supervisor::{ChildContext, ChildSpec};

const LOADING: Duration = Duration::from_secs(2);

/// It loads for a while.
fn slow() -> Args {
    Args {
        loading: LOADING,
        ..Args::default()
    }
}

#[tokio::test(start_paused = true)]
async fn g09_handle_continue_runs_after_start_returned_and_before_any_message() {
    let before = Instant::now();
    let lab = Lab::new(slow()).await;
    assert_eq!(before.elapsed(), Duration::ZERO);
    lab.server.cast(Msg::Add(1)).unwrap();
    settle().await;
    assert_eq!(lab.server.queue_len(), 1);
    assert_eq!(lab.get().await, Ok(1));
    assert_eq!(before.elapsed(), LOADING);
}

#[tokio::test(start_paused = true)]
async fn g10_slow_work_in_handle_continue_does_not_block_the_next_child() {
    let before = Instant::now();
    let children = ["first", "second"].map(|id| Server::<Counter>::new(slow()).1.child(id));
    let supervisor = Supervisor::start(Options::default(), children.into());
    let _supervisor = supervisor.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn k06_a_shutdown_gives_up_a_slow_start() {
    let lab = Lab::new(slow()).await;
    let before = Instant::now();
    let (waiting, ()) = tokio::join!(lab.get(), lab.supervisor.stop());
    assert_eq!(waiting, Err(CallError::Stopped));
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
}

/// A server that keeps its thread while it loads, until another child has started.
struct Waits(Arc<Mutex<Receiver<()>>>);

impl GenServer for Waits {
    type Args = Arc<Mutex<Receiver<()>>>;
    type Msg = ();
    type Error = Broken;

    fn init(started: Self::Args) -> Result<Self, Broken> {
        Ok(Waits(started))
    }

    async fn handle_continue(&mut self) -> Result<(), Broken> {
        let started = self.0.lock().unwrap();
        let heard = started.recv_timeout(Duration::from_secs(20));
        heard.map_err(|_| Broken)
    }

    fn handle(&mut self, (): ()) -> Result<(), Broken> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g10_nor_does_it_where_it_keeps_its_thread() {
    let (tell, started) = mpsc::channel();
    let (_, waits) = Server::<Waits>::new(Arc::new(Mutex::new(started)));
    let sibling = ChildSpec::new("sibling", move |ctx: ChildContext| {
        let tell = tell.clone();
        async move {
            let _ = tell.send(());
            ctx.ready();
            ctx.shutdown().cancelled().await;
            Ok(())
        }
    });
    let children = vec![waits.child("waits"), sibling];
    let supervisor = Supervisor::start(Options::default(), children)
        .await
        .unwrap();
    let children = supervisor.which_children().await.unwrap();
    let restarts: Vec<_> = children.iter().map(|child| child.restarts).collect();
    assert_eq!(restarts, [0, 0]);
}
