//! A program to be told to stop, in the ways that are hard: `SCENE` says which. `BUDGET` is short (for
//! what is bound to spend it) or by far too long to be waited for. What it tells, it tells on stderr,
//! beside its log on stdout.

use std::convert::Infallible;
use std::future::pending;
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::Duration;
use std::{env, process, thread};

use otp_runtime::otp::BoxError;
use otp_runtime::otp::gen_server::{GenServer, Server};
use otp_runtime::otp::program::{self, Program};
use otp_runtime::otp::supervisor::{
    ChildContext, ChildResult, ChildSpec, Shutdown, SupervisorHandle,
};
use otp_runtime::otp::task_supervisor::TaskSupervisor;
use tokio::task::{spawn, spawn_blocking, yield_now};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::info;

static SCENE: LazyLock<String> = LazyLock::new(|| env::var("SCENE").unwrap_or_default());

/// Children that do harm begin when all have started.
static GO: LazyLock<CancellationToken> = LazyLock::new(CancellationToken::new);

fn scene(name: &str) -> bool {
    *SCENE == name
}

/// With a budget of so many seconds.
struct Shop<const SECONDS: u64> {
    root: SupervisorHandle,
    _crash: CrashInDrop,
    _block: BlockInDrop,
}

impl<const SECONDS: u64> Program for Shop<SECONDS> {
    const BUDGET: Duration = Duration::from_secs(SECONDS);

    async fn start(root: &SupervisorHandle) -> Result<Self, BoxError> {
        eprintln!("process {}", process::id());
        let children = vec![ChildSpec::new("a", polite), ChildSpec::new("b", polite)];
        program::start_all(root, children).await?;
        match SCENE.as_str() {
            "start hangs" => {
                let child = ChildSpec::new("slow", |_: ChildContext| async {
                    eprintln!("starting");
                    pending().await
                });
                program::start_all(root, vec![child]).await?;
            }
            "start blocks" => block("starting"),
            "start panics" => crash(),
            "start fails" => {
                let child = ChildSpec::new("bad", |_: ChildContext| async { Err("broken".into()) });
                program::start_all(root, vec![child]).await?;
            }
            "all block" => {
                for id in ["greedy-1", "greedy-2"] {
                    program::start_all(root, vec![ChildSpec::new(id, greedy)]).await?;
                }
            }
            "calls block" => {
                for id in ["till", "door"] {
                    let (address, server) = Server::<Clerk>::new(());
                    program::start_all(root, vec![server.child(id)]).await?;
                    address.cast(Errand::Fetch("a secret"))?;
                }
            }
            "one blocks" => {
                let children = [("greedy", 200), ("sleeper", 400)].map(|(id, pause)| {
                    ChildSpec::new(id, move |context: ChildContext| async move {
                        context.ready();
                        GO.cancelled().await;
                        sleep(Duration::from_millis(pause)).await;
                        if id == "greedy" {
                            block("blocked");
                        }
                        eprintln!("awake");
                        context.shutdown().cancelled().await;
                        Ok(())
                    })
                });
                program::start_all(root, children.into()).await?;
            }
            "job blocks" => {
                let (tasks, owner) = TaskSupervisor::new(1);
                let child = owner.child("tasks");
                let child = match env::var("BUDGET").as_deref() {
                    Ok("short") => child,
                    _ => child.shutdown(Shutdown::BrutalKill),
                };
                program::start_all(root, vec![child]).await?;
                tasks.start_child("resize", async { block("blocked") })?;
            }
            name => {
                let mut children = vec![ChildSpec::new("hard", hard).shutdown(how())];
                if name == "gives up beside the deaf" {
                    let deaf = |context: ChildContext| async move {
                        context.ready();
                        pending().await
                    };
                    children.insert(0, ChildSpec::new("deaf", deaf).shutdown(Shutdown::Infinity));
                }
                program::start_all(root, children).await?;
            }
        }
        GO.cancel();
        Ok(Shop {
            root: root.clone(),
            _crash: CrashInDrop("system drop panics"),
            _block: BlockInDrop("system drop blocks"),
        })
    }

    async fn health(&self) -> String {
        match SCENE.as_str() {
            "health hangs" => pending().await,
            "health blocks" => block("reporting"),
            "health panics" => crash(),
            _ => "waiting=0".to_owned(),
        }
    }
}

fn how() -> Shutdown {
    if scene("never stops") || scene("work stops the deaf") {
        Shutdown::Infinity
    } else {
        Shutdown::Timeout(Duration::from_secs(1))
    }
}

/// A server that is asked for what blocks its thread.
struct Clerk;

#[derive(Debug)]
enum Errand {
    Fetch(#[expect(dead_code, reason = "it must not be told")] &'static str),
}

impl GenServer for Clerk {
    type Args = ();
    type Msg = Errand;
    type Error = Infallible;

    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Clerk)
    }

    fn handle(&mut self, Errand::Fetch(_): Errand) -> Result<(), Infallible> {
        block("blocked")
    }
}

/// Does as it is asked.
async fn polite(context: ChildContext) -> ChildResult {
    context.ready();
    context.shutdown().cancelled().await;
    Ok(())
}

/// Blocks its thread as soon as it can, for ever.
async fn greedy(context: ChildContext) -> ChildResult {
    context.ready();
    GO.cancelled().await;
    block("blocked")
}

/// Does what the scene says.
async fn hard(context: ChildContext) -> ChildResult {
    context.ready();
    GO.cancelled().await;
    match SCENE.as_str() {
        "blocking job" => Ok(spawn_blocking(|| block("blocked")).await?),
        "child blocks" => block("blocked"),
        "stray blocks" => {
            spawn(async { block("blocked") });
            polite(context).await
        }
        "never stops" | "work stops the deaf" => pending().await,
        "drop panics" => {
            let _crash = CrashInDrop("drop panics");
            polite(context).await
        }
        "drop blocks" => {
            let _block = BlockInDrop("drop blocks");
            polite(context).await
        }
        "floods" => loop {
            info!("a line that nobody may read");
            eprintln!("another one");
        },
        "logs" => {
            for line in 0..100_000 {
                info!(line, "that nobody may read");
                yield_now().await;
            }
            eprintln!("all is logged");
            polite(context).await
        }
        "panics" => {
            // More than a pipe holds, if they were written to it.
            for _ in 0..200 {
                let _ = spawn(async { crash_at_length() }).await;
            }
            info!("all have panicked");
            polite(context).await
        }
        "gives up" | "gives up beside the deaf" => {
            yield_now().await;
            Err("again".into())
        }
        _ => polite(context).await,
    }
}

/// What it does while it serves: nothing, as long as it likes.
async fn meanwhile<const SECONDS: u64>(_shop: &Shop<SECONDS>) -> Result<(), BoxError> {
    match SCENE.as_str() {
        "serves once" => Ok(()),
        _ => pending().await,
    }
}

async fn work<const SECONDS: u64>(shop: &Shop<SECONDS>) -> Result<(), BoxError> {
    eprintln!("working");
    match SCENE.as_str() {
        "work hangs" => pending().await,
        "work blocks" => block("blocked"),
        "work panics" => crash(),
        "work fails" => Err("no luck".into()),
        "work stops" | "work stops the deaf" => {
            shop.root.stop().await;
            pending().await
        }
        "work drop panics" => {
            let _crash = CrashInDrop("work drop panics");
            pending().await
        }
        _ => Ok(()),
    }
}

fn main() -> ExitCode {
    if env::var("BUDGET").is_ok_and(|budget| budget == "short") {
        program::run(work::<4>, meanwhile)
    } else {
        program::run(work::<3600>, meanwhile)
    }
}

/// Nothing here can be told to stop.
fn block(why: &str) -> ! {
    eprintln!("{why}");
    loop {
        thread::park();
    }
}

#[expect(clippy::panic, reason = "that is what it is for")]
fn crash() -> ! {
    panic!("as the scene says")
}

#[expect(clippy::panic, reason = "so is this")]
fn crash_at_length() -> ! {
    panic!("as the scene says\n{}", "x".repeat(1_000))
}

struct CrashInDrop(&'static str);

impl Drop for CrashInDrop {
    fn drop(&mut self) {
        if scene(self.0) {
            crash();
        }
    }
}

struct BlockInDrop(&'static str);

impl Drop for BlockInDrop {
    fn drop(&mut self) {
        if scene(self.0) {
            block("dropping");
        }
    }
}
