//! What supervision costs: children started and stopped by thousands, beside bare tokio tasks that do the
//! same in the same run, and how long a crashed child is away. Reported, not judged. On Linux it is the time
//! of the processors, to which it makes little difference what else the machine does; elsewhere that of the
//! clock.

#![expect(clippy::unwrap_used, reason = "a bench that fails shall stop")]

use std::error::Error;
use std::fs;
use std::time::{Duration, Instant};

use otp_runtime::otp::supervisor::dynamic::DynamicSupervisor;
use otp_runtime::otp::supervisor::{ChildContext, ChildResult, ChildSpec, Options, Supervisor};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const CHILDREN: usize = 10_000;
const CRASHES: usize = 2_000;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::new()?;
    // On a worker thread, as in a program: the main thread would be woken for every answer.
    let report = runtime.block_on(runtime.spawn(report()))?;
    print!("{report}");
    Ok(())
}

async fn report() -> String {
    let bare = median(async || bare().await).await;
    let fixed = median(async || fixed().await).await;
    let dynamic = median(async || dynamic().await).await;
    let ratio = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();
    let latency = latency().await;
    let [half, most] = [latency[CRASHES / 2], latency[CRASHES * 99 / 100]];
    format!(
        "{CHILDREN} started, ready, told to stop and awaited (median of {ROUNDS}):\n  \
         bare tasks          {bare:>10.1?}\n  \
         a supervisor        {fixed:>10.1?}   {:.2} times\n  \
         a dynamic one       {dynamic:>10.1?}   {:.2} times\n\
         from a crash to the child being ready again, {CRASHES} times:\n  \
         median {half:.1?}, 99th percentile {most:.1?}\n",
        ratio(fixed),
        ratio(dynamic),
    )
}

async fn median(mut once: impl AsyncFnMut()) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        let before = spent(begun);
        once().await;
        times.push(spent(begun).saturating_sub(before));
    }
    times.sort_unstable();
    times[ROUNDS / 2]
}

async fn waits(context: ChildContext) -> ChildResult {
    context.ready();
    context.shutdown().cancelled().await;
    Ok(())
}

/// What was spent since some moment: by the threads of this program, or by the clock.
fn spent(begun: Instant) -> Duration {
    let of = |thread: fs::DirEntry| -> Option<u64> {
        let spent = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        spent.split(' ').next()?.parse().ok()
    };
    let threads = fs::read_dir("/proc/self/task");
    let threads = threads.map(|threads| threads.flatten().filter_map(of).sum());
    threads.map_or_else(|_| begun.elapsed(), Duration::from_nanos)
}

/// The same agreement without a supervisor: each says that it is ready, and is told to stop.
async fn bare() {
    let mut tasks = JoinSet::new();
    let mut stops = Vec::with_capacity(CHILDREN);
    for _ in 0..CHILDREN {
        let (ready, stop) = (CancellationToken::new(), CancellationToken::new());
        let (raised, told) = (ready.clone(), stop.clone());
        tasks.spawn(async move {
            raised.cancel();
            told.cancelled().await;
        });
        ready.cancelled().await;
        stops.push(stop);
    }
    for stop in stops {
        stop.cancel();
    }
    while tasks.join_next().await.is_some() {}
}

async fn fixed() {
    let children = (0..CHILDREN).map(|at| ChildSpec::new(at.to_string(), waits));
    let supervisor = Supervisor::start(Options::default(), children.collect()).await;
    supervisor.unwrap().stop().await;
}

async fn dynamic() {
    let supervisor = DynamicSupervisor::start(Options::default(), CHILDREN).unwrap();
    for _ in 0..CHILDREN {
        let child = ChildSpec::new("child", waits);
        supervisor.start_child(child).await.unwrap();
    }
    supervisor.stop().await;
}

/// Sorted.
async fn latency() -> Vec<Duration> {
    let (ready, mut readied) = mpsc::channel(1);
    let child = ChildSpec::new("crashing", move |context: ChildContext| {
        let ready = ready.clone();
        async move {
            let (crash, crashed) = tokio::sync::oneshot::channel::<Instant>();
            context.ready();
            ready.send(crash).await?;
            crashed.await?;
            Err("told to".into())
        }
    });
    let options = Options {
        max_restarts: usize::MAX,
        ..Options::default()
    };
    let _supervisor = Supervisor::start(options, vec![child]).await.unwrap();
    let mut times = Vec::with_capacity(CRASHES);
    let mut crash = readied.recv().await.unwrap();
    for _ in 0..CRASHES {
        let begun = Instant::now();
        crash.send(begun).unwrap();
        crash = readied.recv().await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times
}
