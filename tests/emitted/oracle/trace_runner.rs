//! Runs scripted supervision trees on the emitted supervisor and prints what happened: one line per
//! case. The format of cases and traces is in README.md; oracle.erl does the same on OTP.
//!
//! An example of an emitted project called `oracle_fixture` (copy it to `examples/`). Every case has
//! a runtime of its own, with one thread and paused time: it is at rest when time moves.

#![expect(clippy::panic, reason = "a child is told to")]

use std::collections::HashMap;
use std::fmt::{Debug, Write as _};
use std::io::{self, BufRead, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oracle_fixture::supervisor::dynamic::{ChildId, DynamicError, DynamicSupervisor};
use oracle_fixture::supervisor::{
    ChildContext, ChildError, ChildResult, ChildSpec, Exit, Options, Restart, Shutdown, StartError,
    Status, Strategy, Supervisor, SupervisorHandle,
};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

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

/// What the children of one case share.
#[derive(Clone, Default)]
struct World {
    trace: Arc<Mutex<Vec<String>>>,
    /// Answers to commands: they may arrive before or after what else happens.
    asides: Arc<Mutex<Vec<String>>>,
    starts: Arc<Mutex<HashMap<String, usize>>>,
    running: Arc<Mutex<HashMap<String, Running>>>,
    permanent: Arc<Mutex<Vec<String>>>,
    root: Arc<Mutex<Option<SupervisorHandle>>>,
}

type Running = (mpsc::UnboundedSender<String>, CancellationToken);

impl World {
    fn note(&self, event: impl Into<String>) {
        lock(&self.trace).push(event.into());
    }

    fn aside(&self, answer: String) {
        lock(&self.asides).push(answer);
    }

    fn count_start(&self, id: &str) -> usize {
        let mut starts = lock(&self.starts);
        let count = starts.entry(id.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// OTP reports every end of a permanent child, and abnormal ones of the others.
    fn permanent(&self, sup: &Sup) {
        for child in &sup.children {
            let (id, restart) = match child {
                Node::Sup(sup) => (&sup.id, sup.restart),
                Node::Worker(script) => (&script.id, script.restart),
            };
            if restart == Restart::Permanent {
                lock(&self.permanent).push(id.clone());
            }
            if let Node::Sup(sup) = child {
                self.permanent(sup);
            }
        }
    }

    async fn event(
        &self,
        number: usize,
        event: &str,
        root: &SupervisorHandle,
    ) -> Result<(), Error> {
        if root.which_children().await.is_err() {
            return Ok(());
        }
        match event.split_once(' ').unwrap_or((event, "")) {
            ("start", worker) => {
                let script = Script::read(worker.strip_prefix("worker ").ok_or("start?")?)?;
                let before = lock(&self.permanent).clone();
                lock(&self.permanent).retain(|id| *id != script.id);
                if script.restart == Restart::Permanent {
                    lock(&self.permanent).push(script.id.clone());
                }
                let started = root.start_child(script.spec(self)).await;
                if let Err(ChildError::AlreadyStarted | ChildError::AlreadyPresent) = started {
                    *lock(&self.permanent) = before;
                }
                self.aside(format!("@{number}{}", show(&started.map(Some))));
            }
            (verb @ ("terminate" | "restart" | "delete"), id) => {
                let result = command(root, verb, id).await;
                self.aside(format!("@{number}{}", show(&result)));
            }
            ("which", _) => {
                let children = root.which_children().await?;
                let children = children.iter().map(|child| match child.status {
                    Status::Running => format!("{}+", child.id),
                    Status::Restarting => format!("{}~", child.id),
                    Status::Stopped => format!("{}-", child.id),
                });
                self.note(format!("[{}]", children.collect::<Vec<_>>().join(",")));
            }
            ("count", _) => {
                let n = root.count_children().await?;
                self.note(format!(
                    "#{}/{}/{}/{}",
                    n.specs, n.active, n.supervisors, n.workers
                ));
            }
            (order, ids) => {
                // Orders given without a pause are followed in turn before the supervisor runs.
                for id in ids.split(' ') {
                    self.give(id, order);
                }
            }
        }
        Ok(())
    }

    async fn dynamic_event(
        &self,
        number: usize,
        event: &str,
        root: &Sup,
        supervisor: &DynamicSupervisor,
        ids: &mut HashMap<String, ChildId>,
    ) -> Result<(), Error> {
        match event.split_once(' ').unwrap_or((event, "")) {
            ("start", worker) => {
                let script = Script::read(worker.strip_prefix("worker ").ok_or("start?")?)?;
                if root.restart == Restart::Permanent {
                    lock(&self.permanent).push(script.id.clone());
                }
                let spec = script.spec(self);
                let spec = spec.restart(root.restart).shutdown(root.shutdown);
                let answer = match supervisor.start_child(spec).await {
                    Ok(id) => {
                        ids.insert(script.id.clone(), id);
                        "=running"
                    }
                    Err(DynamicError::Declined) => "=stopped",
                    Err(DynamicError::Failed(_)) => "=failed",
                    Err(error) => return Err(error.into()),
                };
                self.aside(format!("@{number}{answer}"));
            }
            ("terminate", id) => {
                let running = lock(&self.running)
                    .get(id)
                    .is_some_and(|(_, e)| !e.is_cancelled());
                if let Some(id) = ids.get(id)
                    && running
                {
                    supervisor.terminate_child(*id).await?;
                    self.aside(format!("@{number}=ok"));
                }
            }
            ("count", _) => self.note(format!("#{}", supervisor.count().await?)),
            (order, ids) => {
                for id in ids.split(' ') {
                    self.give(id, order);
                }
            }
        }
        Ok(())
    }

    /// Makes a child end; returns what tells when it has.
    fn give(&self, id: &str, order: &str) -> Option<CancellationToken> {
        let running = lock(&self.running).get(id).cloned();
        let (orders, ended) = running?;
        orders.send(order.to_owned()).ok()?;
        Some(ended)
    }

    async fn hook(&self, what: &str) {
        if let Some(id) = what.strip_prefix("crash:") {
            if let Some(ended) = self.give(id, "crash") {
                ended.cancelled().await;
            }
            return;
        }
        let words: Vec<String> = what.split(':').map(str::to_owned).collect();
        let [_, verb, id] = words.as_slice() else {
            return;
        };
        let root = lock(&self.root).clone();
        if let Some(root) = root {
            let (verb, id, world) = (verb.clone(), id.clone(), self.clone());
            tokio::spawn(async move {
                let result = command(&root, &verb, &id).await;
                if result != Err(ChildError::Stopped) {
                    world.aside(format!("{verb}:{id}{}", show(&result)));
                }
            });
            // Until it is in the supervisor's mailbox.
            tokio::task::yield_now().await;
        }
    }
}

/// `None` where OTP says just `ok`.
async fn command(
    root: &SupervisorHandle,
    verb: &str,
    id: &str,
) -> Result<Option<Status>, ChildError> {
    match verb {
        "terminate" => root.terminate_child(id).await.map(|()| None),
        "delete" => root.delete_child(id).await.map(|()| None),
        _ => root.restart_child(id).await.map(Some),
    }
}

fn show(result: &Result<Option<Status>, ChildError>) -> &'static str {
    match result {
        Ok(None) => "=ok",
        Ok(Some(Status::Running)) => "=running",
        Ok(Some(_)) => "=stopped",
        Err(ChildError::AlreadyStarted) => "=already_started",
        Err(ChildError::AlreadyPresent) => "=already_present",
        Err(ChildError::Running) => "=is_running",
        Err(ChildError::Restarting) => "=is_restarting",
        Err(ChildError::NotFound) => "=not_found",
        Err(ChildError::Failed(_)) => "=failed",
        Err(ChildError::Stopped) => "=gone",
    }
}

/// Puts what supervisors report into the trace; of a dynamic one not how its children stopped, for
/// OTP tells that of all of them together.
struct Reports(World, bool);

#[derive(Default)]
struct Report {
    message: String,
    child: String,
    reason: String,
}

impl Visit for Report {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = match field.name() {
            "message" => &mut self.message,
            "child" => &mut self.child,
            "reason" => &mut self.reason,
            _ => return,
        };
        let _ = write!(text, "{value:?}");
    }
}

impl Subscriber for Reports {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut report = Report::default();
        event.record(&mut report);
        let reason = report.reason.replace("panic: ", "");
        let Report { message, child, .. } = report;
        match message.as_str() {
            "child terminated" => {
                let abnormal = *event.metadata().level() == Level::ERROR;
                if abnormal || lock(&self.0.permanent).contains(&child) {
                    self.0.note(format!("~{child}:{reason}"));
                }
            }
            "child did not stop as asked" if !self.1 => self.0.note(format!("%{child}:{reason}")),
            "restart limit exceeded, giving up" => self.0.note(format!("X{child}")),
            _ => {}
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Longer than anything takes but the windows, of those cases that do not test them.
async fn settle() {
    sleep(Duration::from_secs(1_000)).await;
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
