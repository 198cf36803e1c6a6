//! Runs scripted supervision trees on the emitted supervisor and prints what happened: one line per
//! case. The format of cases and traces is in README.md; oracle.erl does the same on OTP.
//!
//! An example of the runtime of emitted projects: `cargo run -p otp-runtime --example trace_runner`. Every
//! case has a runtime of its own, with one thread and paused time: it is at rest when time moves.

#![expect(clippy::panic, reason = "a child is told to")]

mod reports;
mod world;

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::time::Duration;

use otp_runtime::otp::supervisor::dynamic::DynamicSupervisor;
use otp_runtime::otp::supervisor::{
    ChildContext, ChildResult, ChildSpec, Exit, Options, Restart, Shutdown, StartError, Strategy,
    Supervisor,
};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::reports::Reports;
use crate::world::{World, lock};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut lines = io::stdin().lock().lines();
    let mut out = io::stdout().lock();
    while let Some(line) = lines.next() {
        let line = line?;
        let Some(case) = line.strip_prefix("case ") else {
            continue;
        };
        let case = Case::read(case, &mut || Ok(lines.next().ok_or("end of input")??))?;
        let trace = case.run()?;
        writeln!(out, "{} {}", case.number, trace.join(" "))?;
    }
    Ok(())
}

type Lines<'a> = dyn FnMut() -> Result<String, Error> + 'a;

struct Case {
    number: String,
    timed: bool,
    root: Sup,
    events: Vec<String>,
}

struct Sup {
    dynamic: bool,
    id: String,
    restart: Restart,
    shutdown: Shutdown,
    options: Options,
    children: Vec<Node>,
}

enum Node {
    Sup(Sup),
    Worker(Arc<Script>),
}

/// What a worker does at its starts and when it is told to stop.
struct Script {
    id: String,
    restart: Restart,
    shutdown: Shutdown,
    starts: String,
    stop: String,
    hooks: Vec<String>,
}

impl Case {
    fn read(head: &str, lines: &mut Lines) -> Result<Self, Error> {
        let (number, flag) = head.split_once(' ').unwrap_or((head, ""));
        let mut root = None;
        let mut events = Vec::new();
        loop {
            let line = lines()?;
            match line.split_once(' ').unwrap_or((&line, "")) {
                ("sup", sup) => root = Some(Sup::read(sup, lines)?),
                ("do", event) => events.push(event.to_owned()),
                _ => break,
            }
        }
        Ok(Self {
            number: number.to_owned(),
            timed: flag == "timed",
            root: root.ok_or("a case without a tree")?,
            events,
        })
    }

    fn run(&self) -> Result<Vec<String>, Error> {
        let world = World::default();
        world.permanent(&self.root);
        let _reports = tracing::subscriber::set_default(Reports(world.clone(), self.root.dynamic));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()?;
        if self.root.dynamic {
            runtime.block_on(self.play_dynamic(&world))?;
        } else {
            runtime.block_on(self.play(&world))?;
        }
        let mut trace = std::mem::take(&mut *lock(&world.trace));
        let mut asides = std::mem::take(&mut *lock(&world.asides));
        asides.sort();
        trace.append(&mut asides);
        Ok(trace)
    }

    async fn play_dynamic(&self, world: &World) -> Result<(), Error> {
        let supervisor = DynamicSupervisor::start(self.root.options, usize::MAX)?;
        let mut ids = HashMap::new();
        for (number, event) in self.events.iter().enumerate() {
            if supervisor.count().await.is_err() {
                break;
            }
            world
                .dynamic_event(number, event, &self.root, &supervisor, &mut ids)
                .await?;
            settle().await;
        }
        let alive = supervisor.count().await.is_ok();
        supervisor.stop().await;
        world.note(if alive { "stopped" } else { "gone" });
        Ok(())
    }

    async fn play(&self, world: &World) -> Result<(), Error> {
        let begun = Instant::now();
        let children = self.root.specs(world);
        let supervisor = match Supervisor::start(self.root.options, children).await {
            Ok(supervisor) => supervisor,
            Err(StartError::Child { id, .. }) => {
                world.note(format!("failed:{id}"));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        *lock(&world.root) = Some(supervisor.clone());
        if !self.timed {
            settle().await;
        }
        for (number, event) in self.events.iter().enumerate() {
            if self.timed {
                // The other runner begins 100 ms after the beginning of a second.
                let (ms, order) = event
                    .strip_prefix("at ")
                    .and_then(|e| e.split_once(' '))
                    .ok_or("at?")?;
                let offset = Duration::from_millis(ms.parse::<u64>()? + 100);
                sleep_until(begun + offset).await;
                world.event(number, order, &supervisor).await?;
            } else {
                world.event(number, event, &supervisor).await?;
                settle().await;
            }
        }
        settle().await;
        lock(&world.root).take();
        let alive = supervisor.which_children().await.is_ok();
        supervisor.stop().await;
        world.note(if alive { "stopped" } else { "gone" });
        Ok(())
    }
}

impl Sup {
    fn read(head: &str, lines: &mut Lines) -> Result<Self, Error> {
        let [id, restart, shutdown, strategy, max, period] = fields(head)?;
        let mut sup = Self {
            dynamic: strategy == "dynamic",
            id: id.to_owned(),
            restart: read_restart(restart)?,
            shutdown: read_shutdown(shutdown)?,
            options: Options {
                strategy: match strategy {
                    "one_for_one" | "dynamic" => Strategy::OneForOne,
                    "one_for_all" => Strategy::OneForAll,
                    "rest_for_one" => Strategy::RestForOne,
                    _ => return Err("strategy?".into()),
                },
                max_restarts: max.parse()?,
                max_seconds: period.parse()?,
            },
            children: Vec::new(),
        };
        loop {
            let line = lines()?;
            let child = match line.split_once(' ') {
                Some(("sup", head)) => Node::Sup(Self::read(head, lines)?),
                Some(("worker", head)) => Node::Worker(Script::read(head)?),
                _ => return Ok(sup),
            };
            sup.children.push(child);
        }
    }

    fn specs(&self, world: &World) -> Vec<ChildSpec> {
        let spec = |child: &Node| match child {
            Node::Worker(script) => script.spec(world),
            Node::Sup(sup) => ChildSpec::supervisor(sup.id.as_str(), sup.options, sup.specs(world))
                .restart(sup.restart)
                .shutdown(sup.shutdown),
        };
        self.children.iter().map(spec).collect()
    }
}

impl Script {
    fn read(line: &str) -> Result<Arc<Self>, Error> {
        let mut words = line.split_whitespace();
        let mut word = || words.next().ok_or("too few words");
        let script = Self {
            id: word()?.to_owned(),
            restart: read_restart(word()?)?,
            shutdown: read_shutdown(word()?)?,
            starts: word()?.to_owned(),
            stop: word()?.to_owned(),
            hooks: words.map(str::to_owned).collect(),
        };
        Ok(Arc::new(script))
    }

    fn spec(self: &Arc<Self>, world: &World) -> ChildSpec {
        let (script, world) = (Arc::clone(self), world.clone());
        let run = move |context| Arc::clone(&script).run(world.clone(), context);
        ChildSpec::new(self.id.as_str(), run)
            .restart(self.restart)
            .shutdown(self.shutdown)
    }

    async fn run(self: Arc<Self>, world: World, context: ChildContext) -> ChildResult {
        let id = self.id.as_str();
        let start = world.count_start(id);
        for hook in &self.hooks {
            let at = format!("start:{start}:");
            if let Some(what) = hook.strip_prefix(&at) {
                world.hook(what).await;
            }
        }
        let kind = self.starts.chars().nth(start - 1);
        match kind {
            Some('f') => {
                world.note(format!("!{id}"));
                return Err("no_start".into());
            }
            Some('i') => {
                world.note(format!("?{id}"));
                return Ok(());
            }
            _ => world.note(format!("+{id}")),
        }
        let (orders, mut inbox) = mpsc::unbounded_channel();
        let ended = CancellationToken::new();
        let _ended = ended.clone().drop_guard();
        lock(&world.running).insert(self.id.clone(), (orders, ended));
        context.ready();
        match kind {
            Some('c') => return Err("crash".into()),
            Some('e') => return Ok(()),
            Some('s') => return Err(Exit::Shutdown.into()),
            _ => {}
        }
        tokio::select! {
            () = context.shutdown().cancelled() => {}
            Some(order) = inbox.recv() => return match order.as_str() {
                "panic" => panic!("panic"),
                "end" => Ok(()),
                "shutdown" => Err(Exit::Shutdown.into()),
                _ => Err("crash".into()),
            },
        }
        if self.stop == "hang" {
            std::future::pending::<()>().await;
        }
        for hook in &self.hooks {
            if let Some(what) = hook.strip_prefix("stop:") {
                world.hook(what).await;
            }
        }
        if self.stop == "slow" {
            sleep(Duration::from_millis(3)).await;
        }
        world.note(format!("-{id}"));
        if self.stop == "crash" {
            return Err("stop_crash".into());
        }
        Ok(())
    }
}

/// Longer than anything takes but the windows, of those cases that do not test them.
async fn settle() {
    sleep(Duration::from_secs(1_000)).await;
}

fn fields<const N: usize>(line: &str) -> Result<[&str; N], Error> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    fields
        .try_into()
        .map_err(|_| format!("fields: {line}").into())
}

fn read_restart(text: &str) -> Result<Restart, Error> {
    Ok(match text {
        "permanent" => Restart::Permanent,
        "transient" => Restart::Transient,
        "temporary" => Restart::Temporary,
        _ => return Err("restart?".into()),
    })
}

fn read_shutdown(text: &str) -> Result<Shutdown, Error> {
    Ok(match text {
        "brutal" => Shutdown::BrutalKill,
        "infinity" => Shutdown::Infinity,
        ms => Shutdown::Timeout(Duration::from_millis(ms.parse()?)),
    })
}
