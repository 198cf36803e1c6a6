//! The life of a program: it starts, works until it is done or told to stop, stops in order, and exits
//! with the right status, whatever its code does.
//!
//! Signals are heard before anything else, by a thread that no task can block. SIGTERM, ctrl-c or SIGHUP
//! (unless `nohup` has it ignored): a start is given up, work is interrupted, and all children stop in
//! reverse order. From then on [`Program::BUDGET`] is all the time there is, reports included; when it is
//! spent, or at a second signal, the process ends at once, and one line on stderr names what was left,
//! first what keeps its thread, and in which callback. SIGUSR1: a line about the health, or, if no task
//! answers, one on stderr that names what runs. What keeps its thread for 5 s is warned of while it does.
//!
//! Exit status: 0 if the work is done, or `serve` was told to stop, and all has stopped in order; 128
//! and the signal (129, 130, 143) if it was told twice, or if the work was interrupted; 2 if it was called in
//! a way that it does not know; otherwise 1, also if a task was left behind. A child that is killed at its
//! deadline has stopped, and is an error in the log, as in OTP.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use tokio::select;
use tokio::time::sleep;
use tokio_util::task::AbortOnDropHandle;
use tracing::{error, info};

use crate::otp::BoxError;
use crate::otp::failure::{self, of_error, of_panic};
use crate::otp::supervisor::{
    Alive, ChildError, ChildSpec, Options, Strategy, Supervisor, SupervisorHandle,
};

mod health;
mod log;
mod threads;
mod watch;

pub use health::Health;
use threads::Threads;
use watch::Watch;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// How long threads may go on with what tasks have given them (`spawn_blocking`, the last write of a
/// file) when all tasks have ended. One that never ends is not waited for, but told of.
const BLOCKING: Duration = Duration::from_secs(1);

/// When told to stop, children are stopped after so long though the code of the program does not let go of
/// its thread.
const UNHEARD: Duration = Duration::from_secs(1);

/// How long the last lines of the log may take to be written.
const LAST_LINES: Duration = Duration::from_secs(1);

/// What is started under one root supervisor, and stopped with it.
pub trait Program: Sized {
    /// How long stopping may take in all, reports included: [`run`] sees to it.
    ///
    /// Children stop one after the other, so this must be more than their deadlines together, with a
    /// second for each to be killed in and three for reports and last words. And it must be below the grace
    /// period of whoever stops the program (Kubernetes: 30 s, systemd: 90 s), or the end will not be in
    /// order.
    const BUDGET: Duration = Duration::from_secs(20);

    /// How the components belong together, and how many restarts are tolerated.
    const ROOT: Options = Options {
        strategy: Strategy::OneForOne,
        max_restarts: 3,
        max_seconds: 5,
    };

    /// Starts the components in order, as children of the root, of which it must keep a clone: the
    /// last one dropped stops them.
    ///
    /// It may be dropped at any await, when the program is told to stop meanwhile. What it has given
    /// to the root by then is stopped in order.
    fn start(root: &SupervisorHandle) -> impl Future<Output = Result<Self, BoxError>> + Send;

    /// What is added to a line about the health, as `waiting=0 tasks=2`.
    fn health(&self) -> impl Future<Output = String> + Send {
        async { String::new() }
    }
}

/// Starts a program and leaves signals, [`Program::BUDGET`] and the exit to the caller: `stop` its root to
/// stop it, which takes as long as the children do.
pub async fn start<P: Program>() -> Result<P, BoxError> {
    let root = Supervisor::start(P::ROOT, Vec::new()).await?;
    let started = P::start(&root).await;
    if started.is_err() {
        root.stop().await;
    }
    started
}

/// Starts children one after the other. The error names the one that did not start.
pub async fn start_all(root: &SupervisorHandle, children: Vec<ChildSpec>) -> Result<(), BoxError> {
    for child in children {
        let id = child.id().clone();
        let started = root.start_child(child).await;
        started.map_err(|error| match error {
            ChildError::Failed(exit) => format!("child `{id}` failed to start: {exit}"),
            error => format!("child `{id}`: {error}"),
        })?;
    }
    Ok(())
}

/// All that `main` has to do, and the first thing it does: `cargo run` does the work and ends, and
/// `cargo run -- serve` runs until it is told to stop, or until what it does meanwhile has ended.
pub fn run<P: Program>(
    work: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
    meanwhile: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
) -> ExitCode {
    let args: Vec<_> = env::args_os().skip(1).collect();
    let serve = match &*args {
        [] => false,
        [mode] if mode == "serve" => true,
        // The demonstration works on what is there: nobody gets it by a slip of the fingers.
        args => {
            let known = "nothing (it shows what it does, and ends) or serve";
            let args = args.join(" ".as_ref());
            let args = args.to_string_lossy();
            watch::refuse(&format!("{args:?} is not known here; it takes {known}"));
            return ExitCode::from(2);
        }
    };
    let status = Watch::start(P::BUDGET).and_then(|watch| {
        log::start()?;
        lived(&watch, serve, work, meanwhile)
    });
    log::flush(LAST_LINES);
    status.unwrap_or_else(|error| {
        watch::refuse(&format!("the program cannot run: {error}"));
        ExitCode::FAILURE
    })
}

/// The status that a program ends with.
fn lived<P: Program>(
    watch: &Watch,
    serve: bool,
    work: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
    meanwhile: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
) -> io::Result<ExitCode> {
    let threads = Threads::default();
    let runtime = threads.runtime()?;
    let _ = watch.runtime.set(runtime.handle().clone());
    let work = async |program: &P| {
        if serve {
            info!("serving");
            meanwhile(program).await
        } else {
            work(program).await
        }
    };
    let outcome = runtime.block_on(live(watch, work));
    let outcome = outcome.map_err(|error| error!(error = %of_error(error), "failed"));
    watch.enter("exiting");
    let workers = runtime.metrics().num_workers();
    runtime.shutdown_timeout(BLOCKING.min(P::BUDGET / 4));
    if watch::left_behind(threads.left(workers)) {
        return Ok(ExitCode::FAILURE);
    }
    Ok(match outcome {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Told) if serve => ExitCode::SUCCESS,
        Ok(Ended::Told) => {
            let signal = watch.signal.get().copied().unwrap_or_default();
            ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
        }
        Err(()) => ExitCode::FAILURE,
    })
}

/// Why the program stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// Its work is done.
    Done,
    /// A signal told it to.
    Told,
}

/// From the start to the end of an ordered stop, for which it takes the time that it takes: the watch
/// ends the process when that is too long.
async fn live<P: Program>(
    watch: &Watch,
    work: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
) -> Result<Ended, BoxError> {
    let root = Supervisor::start(P::ROOT, Vec::new()).await?;
    let mut program = None;
    let (stop, tree) = (watch.stop.clone(), root.clone());
    let unheard = async move {
        stop.cancelled().await;
        sleep(UNHEARD).await;
        tree.stop().await;
    };
    // Dropped when the stop is under way; before, code that keeps this thread keeps no child from its end.
    let _unheard = AbortOnDropHandle::new(tokio::spawn(unheard));
    let outcome = named(until_stop(watch, &root, &mut program, work)).await;
    watch.stopping();
    if watch.stop.is_cancelled() {
        info!("told to stop; told again, it exits at once");
    }
    let report = async {
        if let Some(program) = &program {
            let health = Health::of(&root, program.health()).await;
            info!(%health, "stopping");
        } else {
            info!("stopping");
        }
        Ok(())
    };
    let reported = named(report).await;
    root.stop().await;
    // Handles of its own are dropped when nothing uses them any more.
    let dropped = named(async {
        drop(program);
        Ok(())
    });
    let dropped = dropped.await;
    // The first failure is the one to hear of.
    let ended = outcome?;
    reported.and(dropped).map(|()| ended)
}

/// The program at work, until it has to stop.
async fn until_stop<P: Program>(
    watch: &Watch,
    root: &SupervisorHandle,
    program: &mut Option<P>,
    work: impl AsyncFnOnce(&P) -> Result<(), BoxError>,
) -> Result<Ended, BoxError> {
    let program = select! {
        biased;
        () = watch.stop.cancelled() => return Ok(Ended::Told),
        started = P::start(root) => program.insert(started?),
    };
    watch.enter("at work");
    let asked = async {
        loop {
            watch.health.notified().await;
            info!(health = %Health::of(root, program.health()).await, "asked");
            watch.answered();
        }
    };
    let over = async {
        root.ending().await;
        // From here on, whoever began it.
        watch.stopping();
        root.wait().await
    };
    select! {
        biased;
        () = watch.stop.cancelled() => Ok(Ended::Told),
        ended = over => Ok(ended.map(|()| Ended::Done)?),
        done = work(program) => done.map(|()| Ended::Done),
        () = asked => Ok(Ended::Done),
    }
}

/// Code of the program itself, which is named where it keeps its thread.
async fn named<T>(code: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
    caught(Alive::program().run(code)).await
}

/// A panic is an error as others are: what comes after it comes all the same.
async fn caught<T>(code: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
    let ended = failure::caught(code).await;
    ended.unwrap_or_else(|panic| Err(format!("it panicked: {}", of_panic(panic)).into()))
}
