//! What a call costs, beside the floor: the least that has a bounded mailbox, an answer and a deadline,
//! written by hand. `cargo bench -p otp-runtime --bench call` measures both in turns.
//!
//! With `-- instructions` both run under callgrind (`apt-get install valgrind`): a number without noise,
//! and an error where a call has become dearer than [`LIMIT`].

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::convert::Infallible;
use std::env;
use std::process::{Command, exit};
use std::time::{Duration, Instant};

use otp_runtime::otp::gen_server::{GenServer, Server};
use otp_runtime::otp::mailbox::Address;
use otp_runtime::otp::supervisor::{Options, Supervisor};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::time;

const TIMEOUT: Duration = Duration::from_secs(5);
const CALLS: u32 = 20_000;
const ROUNDS: usize = 25;

/// Instructions of a call, in hundredths of the floor's.
const LIMIT: u64 = 127;

type Msg = (u64, oneshot::Sender<u64>);

struct Counter(u64);

impl GenServer for Counter {
    type Args = ();
    type Msg = Msg;
    type Error = Infallible;

    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Self(0))
    }

    fn handle(&mut self, (amount, reply): Msg) -> Result<(), Infallible> {
        self.0 += amount;
        let _ = reply.send(self.0);
        Ok(())
    }
}

fn floor() -> mpsc::Sender<Msg> {
    let (sender, mut mailbox) = mpsc::channel::<Msg>(1_024);
    tokio::spawn(async move {
        let mut count = 0;
        while let Some((amount, reply)) = mailbox.recv().await {
            count += amount;
            let _ = reply.send(count);
        }
    });
    sender
}

async fn call_floor(server: &mpsc::Sender<Msg>, amount: u64) -> u64 {
    let (reply, answer) = oneshot::channel();
    let exchange = async {
        server.send((amount, reply)).await.unwrap();
        answer.await.unwrap()
    };
    time::timeout(TIMEOUT, exchange).await.unwrap()
}

async fn call_server(server: &Address<Msg>, amount: u64) -> u64 {
    let answer = server.call(TIMEOUT, |reply| (amount, reply)).await;
    answer.unwrap()
}

fn main() {
    match env::args().nth(1).as_deref() {
        Some("instructions") => instructions(),
        Some(which @ ("floor" | "server")) => {
            let calls = env::args().nth(2).unwrap().parse().unwrap();
            let runtime = Builder::new_current_thread().enable_time().build();
            run(&runtime.unwrap(), which == "server", calls);
        }
        _ => {
            let one = Builder::new_current_thread().enable_time().build();
            in_turns("one thread", &one.unwrap());
            let two = Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build();
            in_turns("two threads", &two.unwrap());
        }
    }
}

/// So many calls, one after the other.
fn run(runtime: &Runtime, server: bool, calls: u32) -> Duration {
    runtime.block_on(async {
        if server {
            let (address, counter) = Server::<Counter>::new(());
            let children = vec![counter.child("counter")];
            let _supervisor = Supervisor::start(Options::default(), children).await;
            let start = Instant::now();
            for _ in 0..calls {
                call_server(&address, 1).await;
            }
            start.elapsed()
        } else {
            let address = floor();
            let start = Instant::now();
            for _ in 0..calls {
                call_floor(&address, 1).await;
            }
            start.elapsed()
        }
    })
}

fn in_turns(name: &str, runtime: &Runtime) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (server, times) in [false, true].into_iter().zip(&mut times) {
            times.push(run(runtime, server, CALLS));
        }
    }
    let [floor, server] = times.map(|mut times| {
        times.sort_unstable();
        times[ROUNDS / 2] / CALLS
    });
    let ratio = server.as_secs_f64() / floor.as_secs_f64();
    println!("{name}: a call {server:?}, the floor {floor:?}: {ratio:.2} of it");
}

fn instructions() {
    let [floor, server] = ["floor", "server"].map(|which| {
        let [few, many] = [1_000, 11_000].map(|calls| counted(which, calls));
        (many - few) / 10_000
    });
    let ratio = server * 100 / floor;
    println!("a call {server} instructions, the floor {floor}: {ratio} hundredths of it");
    if ratio > LIMIT {
        println!("that is more than {LIMIT}");
        exit(1);
    }
}

/// The instructions of a run of this program.
fn counted(which: &str, calls: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args([which, &calls.to_string()])
        .output()
        .expect("valgrind is installed");
    let text = String::from_utf8(output.stderr).unwrap();
    let collected = text.split("Collected : ").nth(1);
    let number = collected.and_then(|text| text.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect(&text)
}
