//! Runs the jobs of one queue: at most so many at a time, each in a task of its own.
//!
//! A job is claimed in one statement that also counts the attempt and takes a [`LEASE`] on it. While
//! it runs, the lease is renewed; when a worker dies, the lease ends and any queue on the same
//! database makes the job available again (Oban's Lifeline, which waits an hour).
//!
//! A database that fails is waited for: no new jobs begin meanwhile, those that run go on as long as
//! their leases last, and how they ended is recorded when it is back. No restart would cure it.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    task::{Id, JoinError, JoinSet},
    time::{Instant, sleep, sleep_until, timeout, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::{Instrument, debug, error, info, info_span, warn};

pub use super::policy::LEASE;
use super::policy::{PAUSE, PAUSE_AT_MOST, RENEWALS};
use super::{Job, JobError, Jobs, NewJob, STATEMENT, store::Claimed};
use crate::otp::BoxError;
use crate::otp::failure::{in_a_line, in_full, of_panic};
use crate::otp::pauses::Pauses;
use crate::otp::supervisor::{Alive, ChildSpec, Shutdown};

/// How often the queue looks for jobs whose time has come.
pub const POLL: Duration = Duration::from_secs(1);

/// How long shutdown waits for running jobs. (Oban: 15 s.) The application's own deadline is longer.
pub const GRACE: Duration = Duration::from_secs(15);

/// How long jobs that end together are waited for, so that one claim fills their places. (Oban: 5 ms.)
const COOLDOWN: Duration = Duration::from_millis(5);

/// What the jobs may need beyond the grace period to be cut off and given back, should the database be busy.
const MARGIN: Duration = Duration::from_millis(1_500);

/// What it takes to say so.
const MOMENT: Duration = Duration::from_millis(500);

/// What a job that did not fail asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It is completed.
    Complete,
    /// It makes no sense (any more); it is not tried again.
    Cancel(String),
    /// Not now: again after this time. Does not count as an attempt.
    Snooze(Duration),
}

type Performing = Pin<Box<dyn Future<Output = Result<Done, BoxError>> + Send>>;
type Worker = Box<dyn Fn(Job) -> Performing + Send + Sync>;

/// What to do for each name of a worker, and for how long at most.
#[must_use]
#[derive(Default)]
pub struct Workers(HashMap<&'static str, (Duration, Worker)>);

impl fmt::Debug for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Workers {
    /// No worker yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Jobs for the worker `name` are done by `perform`, however long that takes: one that never ends keeps
    /// its place in the queue (as in Oban, whose `timeout/1` is `:infinity` unless you say otherwise).
    pub fn with<F, Fut>(self, name: &'static str, perform: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Done, BoxError>> + Send + 'static,
    {
        self.with_timeout(name, Duration::MAX, perform)
    }

    /// The same, but an attempt that takes longer is cut off where it awaits, and has failed. What it has given
    /// to `spawn_blocking` goes on all the same, and may still run when the next attempt begins.
    pub fn with_timeout<F, Fut>(mut self, name: &'static str, timeout: Duration, perform: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Done, BoxError>> + Send + 'static,
    {
        let worker: Worker = Box::new(move |job| Box::pin(perform(job)));
        self.0.insert(name, (timeout, worker));
        self
    }

    fn timeout(&self, name: &str) -> Duration {
        self.0
            .get(name)
            .map_or(Duration::MAX, |(timeout, _)| *timeout)
    }

    /// Does a job. What the user wrote is called, awaited and dropped in here alone.
    async fn perform(&self, job: Job) -> Result<Done, String> {
        let Some((_, worker)) = self.0.get(job.worker.as_str()) else {
            return Err("there is no worker of this name".to_owned());
        };
        worker(job).await.map_err(|reason| in_full(&*reason))
    }
}

/// What the job is after an attempt; an error if that could not be recorded.
type Ended = Result<&'static str, JobError>;

/// The attempts that are being made. When this is dropped, the jobs are stopped; those that have ended
/// are recorded all the same.
struct Running {
    attempts: JoinSet<Ended>,
    /// Whose they are.
    ids: HashMap<Id, i64>,
    abandoned: CancellationToken,
}

impl Running {
    fn new() -> Self {
        Self {
            attempts: JoinSet::new(),
            ids: HashMap::new(),
            abandoned: CancellationToken::new(),
        }
    }

    /// Waits until one has ended; for ever if there is none.
    async fn ended(&mut self) -> (i64, Ended) {
        let (task, ended) = match self.attempts.join_next_with_id().await {
            Some(Ok(ended)) => ended,
            Some(Err(reason)) => {
                error!(%reason, "an attempt was cut off");
                (reason.id(), Ok("cut off"))
            }
            None => std::future::pending().await,
        };
        (self.ids.remove(&task).unwrap_or_default(), ended)
    }

    async fn all_ended(&mut self) {
        while !self.attempts.is_empty() {
            report(self.ended().await);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.abandoned.cancel();
        self.attempts.detach_all();
    }
}

/// Why an attempt is cut off.
enum Cut {
    /// The queue stops, and has waited.
    Stop,
    /// The lease is lost.
    Lost,
    /// It has taken too long.
    Late,
}

/// A queue: its name, and how many of its jobs run at a time in this program. Clones share it.
#[must_use = "it must be run"]
#[derive(Clone, Debug)]
pub struct Queue {
    jobs: Jobs,
    name: &'static str,
    concurrency: usize,
    grace: Duration,
    pub(super) lease: Duration,
    pub(super) renewal: Duration,
    workers: Arc<Workers>,
    periodic: Vec<(Duration, NewJob)>,
}

impl Queue {
    /// A queue that does not run yet.
    pub fn new(jobs: &Jobs, name: &'static str, concurrency: usize, workers: Workers) -> Self {
        Self {
            jobs: jobs.clone(),
            name,
            // One that runs nothing would say nothing, either.
            concurrency: concurrency.max(1),
            grace: GRACE,
            lease: LEASE,
            renewal: LEASE / RENEWALS,
            workers: Arc::new(workers),
            periodic: Vec::new(),
        }
    }

    /// Inserts `job` once in every `period`, counted from 1970 in UTC: every hour, every day. It is
    /// inserted once, however many programs share the database; periods missed while none ran are
    /// made up for once. One periodic job per worker. That it is [`unique`](NewJob::unique) keeps others
    /// like it away, and not the next one of these.
    pub fn every(mut self, period: Duration, job: NewJob) -> Self {
        self.periodic.push((period, job));
        self
    }

    /// How long shutdown waits for running jobs, instead of [`GRACE`].
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// The queue as a supervised child.
    pub fn child(&self) -> ChildSpec {
        let queue = self.clone();
        let child = ChildSpec::new(format!("queue {}", self.name), move |ctx| {
            let queue = queue.clone();
            async move {
                ctx.ready();
                queue.run(ctx.shutdown()).await;
                Ok(())
            }
        });
        child.shutdown(Shutdown::Timeout(
            self.grace.saturating_add(MARGIN + MOMENT),
        ))
    }

    /// Runs jobs until told to stop. Those that are running then may finish within the grace period.
    pub async fn run(&self, shutdown: &CancellationToken) {
        let mut running = Running::new();
        let ended = shutdown.run_until_cancelled(self.keep_running(&mut running));
        let _ = ended.await;
        if timeout(self.grace, running.all_ended()).await.is_err() {
            let jobs = running.attempts.len();
            warn!(
                queue = self.name,
                jobs, "jobs that have not ended in time are cut off"
            );
            running.abandoned.cancel();
        }
        // A claim that was under way goes on, and what it takes is given back before the queue ends: who
        // began with nothing must not have used up an attempt.
        let settled = async {
            running.all_ended().await;
            self.jobs.claims_settled().await;
        };
        if timeout(MARGIN, settled).await.is_err() {
            let queue = self.name;
            let jobs: BTreeSet<_> = running.ids.values().collect();
            warn!(
                queue,
                ?jobs,
                "jobs, or claims that are under way, wait for the end of their lease"
            );
        }
    }

    /// Begins with what is due, as long as there is room, and never ends.
    async fn keep_running(&self, running: &mut Running) {
        let mut inserted = self.jobs.inserted.subscribe();
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        let mut tidy = Instant::now();
        loop {
            let looked = async {
                if tidy <= Instant::now() {
                    self.tidy().await?;
                    tidy = Instant::now() + POLL;
                }
                let room = self.concurrency - running.attempts.len();
                self.jobs.claim(self.name, room, self.lease).await
            };
            match looked.await {
                Ok(claimed) => {
                    pauses.reset();
                    for claimed in claimed {
                        self.begin(running, claimed, Duration::MAX);
                    }
                }
                Err(reason) => {
                    let pause = pauses.grow();
                    warn!(queue = self.name, %reason, ?pause, "the queue waits for the database");
                    sleep(pause).await;
                    continue;
                }
            }
            tokio::select! {
                ended = running.ended() => report(ended),
                Ok(()) = inserted.changed() => {}
                () = sleep_until(tidy) => {}
            }
            let _ = timeout(COOLDOWN, running.all_ended()).await;
        }
    }

    /// Runs what is due, one after the other, until nothing is; returns how many attempts that
    /// were. For tests and scripts, like `Oban.drain_queue`.
    pub async fn drain(&self) -> Result<usize, JobError> {
        let mut running = Running::new();
        let mut attempts = 0;
        self.tidy().await?;
        while let Some(claimed) = self.jobs.claim(self.name, 1, self.lease).await?.pop() {
            self.begin(&mut running, claimed, self.lease);
            running.ended().await.1?;
            attempts += 1;
        }
        Ok(attempts)
    }

    fn begin(&self, running: &mut Running, claimed: Claimed, patience: Duration) {
        let id = claimed.job.id;
        let span = info_span!("job", id);
        let abandoned = running.abandoned.clone();
        let attempt = self.clone().attempt(claimed, abandoned, patience);
        let task = running.attempts.spawn(attempt.instrument(span));
        running.ids.insert(task.id(), id);
    }

    /// Performs one claimed job in a task of its own, so that a panic is only its own failure, and
    /// records how it ended, for which the database is waited for so long.
    async fn attempt(
        self,
        claimed: Claimed,
        abandoned: CancellationToken,
        patience: Duration,
    ) -> Ended {
        let (workers, job) = (Arc::clone(&self.workers), claimed.job.clone());
        let begun = Arc::clone(&claimed.begun);
        // The database may have been given any name.
        let alive = Alive::new(format!("job {} ({})", job.id, in_a_line(&job.worker)));
        let perform = alive.run(async move {
            begun.store(true, Ordering::Release);
            workers.perform(job).await
        });
        let mut task = AbortOnDropHandle::new(tokio::spawn(perform.in_current_span()));
        let limit = self.workers.timeout(&claimed.job.worker);
        let cut_off = async {
            tokio::select! {
                biased;
                () = abandoned.cancelled() => Cut::Stop,
                () = self.keep_lease(&claimed) => Cut::Lost,
                () = sleep(limit) => Cut::Late,
            }
        };
        let (ended, cut_off) = tokio::select! {
            biased;
            ended = &mut task => (ended, Cut::Lost),
            cut_off = cut_off => {
                // It may have ended at the last moment. And until it has really ended, nobody here may take
                // the job again; what it then comes to is recorded only if nobody else has taken it.
                task.abort();
                (task.await, cut_off)
            }
        };
        let outcome = match (ended.map_err(JoinError::try_into_panic), cut_off) {
            (Ok(outcome), _) => outcome,
            // That somebody stopped the program is not the job's fault, even if it panics at that.
            (Err(reason), Cut::Stop) => {
                let _ = reason.map(of_panic);
                self.jobs
                    .give_back_at_last(&claimed.job, claimed.number)
                    .await?;
                // Once is enough: meanwhile somebody else may have taken it.
                claimed.begun.store(true, Ordering::Release);
                return Ok("given back");
            }
            (Err(Ok(panic)), _) => Err(format!("panic: {}", of_panic(panic))),
            (Err(Err(_)), Cut::Late) => Err(format!("not done within {limit:?}")),
            (Err(Err(_)), Cut::Lost) => return Ok("lost"),
        };
        let begun = Instant::now();
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        loop {
            let reason = match self.jobs.record(&claimed, &outcome).await {
                Ok(state) => return Ok(state),
                Err(reason) => reason,
            };
            if abandoned.is_cancelled() || begun.elapsed() >= patience {
                return Err(reason);
            }
            let pause = pauses.grow();
            warn!(%reason, ?pause, "the job has ended, which waits for the database");
            let _ = abandoned.run_until_cancelled(sleep(pause)).await;
        }
    }

    /// Renews a lease as long as it can, and ends when that is lost. It is not lost before its time: a
    /// database that fails is asked again and again until then.
    async fn keep_lease(&self, claimed: &Claimed) {
        let mut ends = claimed.since + self.lease;
        loop {
            sleep(self.renewal).await;
            let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
            let renewed = async {
                loop {
                    let asked = Instant::now();
                    match self.jobs.renew(claimed, self.lease).await {
                        Ok(renewed) => return renewed.then_some(asked + self.lease),
                        Err(reason) => {
                            let pause = pauses.grow();
                            warn!(%reason, ?pause, "the lease could not be renewed");
                            sleep(pause).await;
                        }
                    }
                }
            };
            // A program that was stopped for a while has not lost it by that alone, unless somebody took it.
            let until = ends.max(Instant::now() + STATEMENT);
            let Ok(Some(renewed)) = timeout_at(until, renewed).await else {
                warn!("the lease was lost, so the job is stopped here");
                return;
            };
            ends = renewed;
        }
    }

    /// Rescues the jobs of dead workers, inserts what is periodic, removes what is long finished.
    pub(super) async fn tidy(&self) -> Result<(), JobError> {
        self.jobs.rescue().await?;
        for (period, job) in &self.periodic {
            self.jobs.insert_once(*period, job).await?;
        }
        self.jobs.prune().await
    }
}

fn report((id, ended): (i64, Ended)) {
    match ended {
        Ok(result @ "completed") => debug!(id, result, "an attempt ended"),
        Ok(result) => info!(id, result, "an attempt ended"),
        Err(reason) => error!(id, %reason, "an attempt could not be recorded"),
    }
}
