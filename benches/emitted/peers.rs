//! A program of its own, built and run by `benches/emitted.rs` beside two emitted projects: what a call
//! and a read cost there, and in the crates that people would otherwise take.
//!
//! All are measured in turn, the quickest round of each counts, and the ratio is what is told.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use kameo::actor::Spawn as _;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

const ROUNDS: usize = 60;
const CALLS: u32 = 2_000;
const READS: u32 = 20_000;
/// OTP's default.
const DEADLINE: Duration = Duration::from_secs(5);

fn main() {
    calls();
    reads();
}

/// One contender: its name and what runs one round, `n` operations on each thread.
type Contender = (&'static str, Box<dyn FnMut(u32) -> Duration>);

fn compare(contenders: &mut [Contender], each: u32, of: usize, shown: &str) {
    let mut best = vec![Duration::MAX; contenders.len()];
    for _ in 0..ROUNDS {
        for (best, (_, run)) in best.iter_mut().zip(contenders.iter_mut()) {
            *best = run(each).min(*best);
        }
    }
    for ((name, _), time) in contenders.iter().zip(&best) {
        let ratio = time.as_secs_f64() / best[of].as_secs_f64();
        let one = *time / each;
        if ratio < 1.0 {
            println!(
                "  {name:<34} {one:>10.0?}   {:>7.1} times as fast as {shown}",
                1.0 / ratio
            );
        } else {
            println!("  {name:<34} {one:>10.0?}   {ratio:>7.2} times {shown}");
        }
    }
}

struct Ask {
    item: String,
    reply: oneshot::Sender<u64>,
}

/// The least that answers calls.
#[derive(Clone)]
struct Least(mpsc::Sender<Ask>);

impl Least {
    fn start(runtime: &Runtime, tasks: &mut JoinSet<()>) -> Self {
        let (asks, mut mailbox) = mpsc::channel::<Ask>(1_024);
        let counts = HashMap::from([("apples".to_owned(), 10)]);
        let server = async move {
            while let Some(Ask { item, reply }) = mailbox.recv().await {
                let _ = reply.send(counts.get(&item).copied().unwrap_or(0));
            }
        };
        tasks.spawn_on(server, runtime.handle());
        Self(asks)
    }

    async fn get(&self, item: &str) -> u64 {
        let (reply, answer) = oneshot::channel();
        let item = item.to_owned();
        let exchange = async {
            self.0.send(Ask { item, reply }).await.ok()?;
            answer.await.ok()
        };
        timeout(DEADLINE, exchange).await.unwrap().unwrap()
    }
}

struct Ractor;

enum RactorMsg {
    Get(String, ractor::RpcReplyPort<u64>),
}

impl ractor::Actor for Ractor {
    type Msg = RactorMsg;
    type State = HashMap<String, u64>;
    type Arguments = ();

    async fn pre_start(
        &self,
        _: ractor::ActorRef<RactorMsg>,
        (): (),
    ) -> Result<Self::State, ractor::ActorProcessingErr> {
        Ok(HashMap::from([("apples".to_owned(), 10)]))
    }

    async fn handle(
        &self,
        _: ractor::ActorRef<RactorMsg>,
        message: RactorMsg,
        state: &mut Self::State,
    ) -> Result<(), ractor::ActorProcessingErr> {
        let RactorMsg::Get(item, reply) = message;
        let _ = reply.send(state.get(&item).copied().unwrap_or(0));
        Ok(())
    }
}

#[derive(kameo::Actor)]
struct Kameo(HashMap<String, u64>);

struct Get(String);

impl kameo::message::Message<Get> for Kameo {
    type Reply = u64;

    async fn handle(&mut self, Get(item): Get, _: &mut kameo::message::Context<Self, u64>) -> u64 {
        self.0.get(&item).copied().unwrap_or(0)
    }
}

fn timed(runtime: &Runtime, work: impl Future<Output = ()>) -> Duration {
    let begin = Instant::now();
    runtime.block_on(work);
    begin.elapsed()
}

fn calls() {
    println!("a call with a deadline and its answer, on one thread");
    let runtime = Arc::new(Builder::new_current_thread().enable_all().build().unwrap());
    let mut tasks = JoinSet::new();
    let least = Least::start(&runtime, &mut tasks);
    let (stock, child) = call::call::Stock::child("stock", call::call::opening());
    let options = call::otp::supervisor::Options::default();
    let supervisor = call::otp::supervisor::Supervisor::start(options, vec![child]);
    // Kept: the server stops with its last handle.
    let _supervisor = runtime.block_on(supervisor).unwrap();
    let (ractor, kameo) = runtime.block_on(async {
        while stock.get("apples").await.is_err() {
            tokio::task::yield_now().await;
        }
        let (ractor, _) = ractor::Actor::spawn(None, Ractor, ()).await.unwrap();
        let counts = HashMap::from([("apples".to_owned(), 10)]);
        (ractor, Kameo::spawn(Kameo(counts)))
    });
    let on = |runtime: &Arc<Runtime>| Arc::clone(runtime);
    let (r1, r2, r3, r4) = (on(&runtime), on(&runtime), on(&runtime), on(&runtime));
    let mut contenders: Vec<Contender> = vec![
        (
            "mpsc and oneshot by hand",
            Box::new(move |n| {
                timed(&r1, async {
                    for _ in 0..n {
                        black_box(least.get("apples").await);
                    }
                })
            }),
        ),
        (
            "the emitted GenServer",
            Box::new(move |n| {
                timed(&r2, async {
                    for _ in 0..n {
                        black_box(stock.get("apples").await.unwrap());
                    }
                })
            }),
        ),
        (
            "ractor",
            Box::new(move |n| {
                timed(&r3, async {
                    for _ in 0..n {
                        let item = "apples".to_owned();
                        let answer =
                            ractor.call(|reply| RactorMsg::Get(item, reply), Some(DEADLINE));
                        black_box(answer.await.unwrap().unwrap());
                    }
                })
            }),
        ),
        (
            "kameo",
            Box::new(move |n| {
                timed(&r4, async {
                    for _ in 0..n {
                        let ask = kameo
                            .ask(Get("apples".to_owned()))
                            .mailbox_timeout(DEADLINE);
                        black_box(ask.reply_timeout(DEADLINE).await.unwrap());
                    }
                })
            }),
        ),
    ];
    compare(&mut contenders, CALLS, 0, "that by hand");
}

/// The same reads on two threads at once.
fn twice(each: u32, read: impl Fn() -> u64 + Sync) -> Duration {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..each {
                    black_box(read());
                }
            });
        }
    });
    begin.elapsed()
}

fn reads() {
    println!("a read, on two threads");
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut tasks = JoinSet::new();
    let least = Least::start(&runtime, &mut tasks);
    let (stock, child) = reads::reads::Stock::child("stock", reads::reads::opening());
    let options = reads::otp::supervisor::Options::default();
    let supervisor = reads::otp::supervisor::Supervisor::start(options, vec![child]);
    // Kept: the server stops with its last handle.
    let _supervisor = runtime.block_on(supervisor).unwrap();
    while stock.get("apples") != 10 {
        std::thread::yield_now();
    }
    let dash: dashmap::DashMap<_, _> = [("apples".to_owned(), 10_u64)].into_iter().collect();
    let lock = RwLock::new(HashMap::from([("apples".to_owned(), 10_u64)]));
    let moka = moka::sync::Cache::new(1_000);
    moka.insert("apples".to_owned(), 10_u64);
    let mut contenders: Vec<Contender> = vec![
        (
            "through the mailbox",
            Box::new(move |n| {
                let asks = |least: Least| async move {
                    for _ in 0..n {
                        black_box(least.get("apples").await);
                    }
                };
                let mut both = JoinSet::new();
                timed(&runtime, async {
                    both.spawn(asks(least.clone()));
                    both.spawn(asks(least.clone()));
                    while let Some(ended) = both.join_next().await {
                        ended.unwrap();
                    }
                })
            }),
        ),
        (
            "the emitted table (ETS)",
            Box::new(move |n| twice(n, || stock.get(black_box("apples")))),
        ),
        (
            "dashmap",
            Box::new(move |n| {
                twice(n, || {
                    dash.get(black_box("apples")).map_or(0, |found| *found)
                })
            }),
        ),
        (
            "RwLock<HashMap>",
            Box::new(move |n| {
                twice(n, || {
                    lock.read()
                        .unwrap()
                        .get(black_box("apples"))
                        .copied()
                        .unwrap_or(0)
                })
            }),
        ),
        (
            "moka",
            Box::new(move |n| twice(n, || moka.get(black_box("apples")).unwrap_or(0))),
        ),
    ];
    compare(&mut contenders, READS, 0, "that");
}
