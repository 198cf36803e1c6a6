//! A database that is locked by another program, or errs, while jobs run. The locks are real.

use sqlx::{Connection, SqliteConnection};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use super::*;

/// Another program that has the database for itself.
struct Other(SqliteConnection);

impl Other {
    async fn of(bed: &Bed) -> Self {
        let options = SqliteConnectOptions::new().filename(bed.dir.path().join("jobs.db"));
        let options = options.busy_timeout(GENEROUS);
        Self(SqliteConnection::connect_with(&options).await.unwrap())
    }

    async fn run(&mut self, statement: &'static str) {
        sqlx::raw_sql(statement).execute(&mut self.0).await.unwrap();
    }

    async fn lock(&mut self) {
        self.run("BEGIN EXCLUSIVE").await;
    }

    async fn unlock(&mut self) {
        self.run("COMMIT").await;
    }
}

/// What is logged on this thread meanwhile.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    fn begin() -> (Self, DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    fn said(&self, what: &str) -> bool {
        self.text().contains(what)
    }

    /// Waits until that was said so often.
    async fn until(&self, said: &str, times: usize) {
        let waiting = async {
            while self.text().matches(said).count() < times {
                sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(timeout(GENEROUS, waiting).await.is_ok(), "{said}");
    }
}

#[tokio::test]
async fn k07_a_running_job_goes_on_while_the_database_is_locked() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let mut queue = bed.queue(workers);
    queue.renewal = Duration::from_millis(10);
    let (stop, mut queues) = run(queue);
    assert_eq!(gate.begun.recv().await, Some(id));

    let mut other = Other::of(&bed).await;
    other.lock().await;
    log.until("the lease could not be renewed", 2).await;
    other.unlock().await;
    gate.may_end.add_permits(1);
    bed.until(id, |job| job.state == "completed").await;
    assert_eq!(bed.job(id).await.attempt, 1);
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
}

#[tokio::test]
async fn k07_a_job_is_given_up_when_its_lease_ends_and_not_before() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let mut queue = bed.queue(workers);
    (queue.renewal, queue.lease) = (Duration::from_millis(10), Duration::from_millis(500));
    let (stop, mut queues) = run(queue);
    gate.begun.recv().await.unwrap();
    let mut other = Other::of(&bed).await;
    other.lock().await;
    log.until("the lease was lost", 1).await;
    // The job is stopped: what it holds is free.
    let stopped = async {
        while Arc::strong_count(&gate.may_end) > 2 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(GENEROUS, stopped).await.unwrap();
    other.unlock().await;
    assert_eq!(bed.job(id).await.state, "executing");

    // Then it may run again, here or elsewhere.
    bed.advance(SECOND);
    assert_eq!(gate.begun.recv().await, Some(id));
    gate.may_end.add_permits(1);
    bed.until(id, |job| job.state == "completed").await;
    assert_eq!(bed.job(id).await.attempt, 2);
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
}

#[tokio::test]
async fn k07_a_clock_that_jumps_takes_no_job_from_this_program() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers));
    gate.begun.recv().await.unwrap();
    bed.advance(2 * LEASE);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    gate.may_end.add_permits(1);
    bed.until(id, |job| job.state == "completed").await;
    assert_eq!(bed.job(id).await.attempt, 1);
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
}

#[tokio::test]
async fn k08_a_result_is_recorded_when_the_database_is_back_even_after_the_lease() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1).max_attempts(1)).await;
    let (mut gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers));
    gate.begun.recv().await.unwrap();
    let mut other = Other::of(&bed).await;
    other.lock().await;
    gate.may_end.add_permits(1);
    log.until("the job has ended, which waits", 3).await;
    bed.advance(2 * LEASE);
    other.unlock().await;
    bed.until(id, |job| job.state == "completed").await;
    let job = bed.job(id).await;
    assert_eq!((job.attempt, job.last_error), (1, None));
    assert!(gate.begun.try_recv().is_err(), "it ran once");
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
}

#[tokio::test]
async fn k08_stopping_does_not_wait_for_a_database_beyond_the_grace_period() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers).grace(SECOND / 10));
    gate.begun.recv().await.unwrap();
    let mut other = Other::of(&bed).await;
    other.lock().await;
    gate.may_end.add_permits(1);
    log.until("the job has ended, which waits", 1).await;
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    other.unlock().await;
    bed.advance(LEASE);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(id).await.attempt, 2);
}

/// A queue and a sibling under a supervisor that allows no restart at all.
async fn supervised(bed: &Bed, workers: Workers) -> (Supervised, Arc<Semaphore>) {
    let alive = Arc::new(Semaphore::new(0));
    let counted = Arc::clone(&alive);
    let sibling = ChildSpec::new("sibling", move |ctx| {
        let counted = Arc::clone(&counted);
        async move {
            ctx.ready();
            counted.add_permits(1);
            ctx.shutdown().cancelled().await;
            Ok(())
        }
    });
    let options = Options {
        strategy: Strategy::OneForAll,
        max_restarts: 0,
        max_seconds: 1,
    };
    let children = vec![sibling, bed.queue(workers).child()];
    let supervisor = Supervisor::start(options, children).await.unwrap();
    (supervisor, alive)
}

#[tokio::test]
async fn k09_a_queue_waits_for_a_database_that_errs_and_nobody_is_restarted() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let mut other = Other::of(&bed).await;
    other.run("ALTER TABLE jobs RENAME TO gone").await;
    let (mut gate, workers) = gated();
    let (supervisor, started) = supervised(&bed, workers).await;
    log.until("the queue waits for the database", 4).await;
    other.run("ALTER TABLE gone RENAME TO jobs").await;
    let id = bed.insert(&work(1)).await;
    assert_eq!(gate.begun.recv().await, Some(id));

    // Once more, while a job runs.
    other.lock().await;
    log.until("the queue waits for the database", 6).await;
    gate.may_end.add_permits(2);
    other.unlock().await;
    bed.until(id, |job| job.state == "completed").await;
    let next = bed.insert(&work(2)).await;
    bed.until(next, |job| job.state == "completed").await;
    assert_eq!(started.available_permits(), 1);
    let children = supervisor.which_children().await.unwrap();
    assert!(children.iter().all(|child| child.restarts == 0));
    supervisor.stop().await;
}

#[tokio::test]
async fn k09_a_queue_that_waits_stops_at_once() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let mut other = Other::of(&bed).await;
    other.lock().await;
    let (_gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers));
    log.until("the queue waits for the database", 1).await;
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    other.unlock().await;
}

#[tokio::test]
async fn k08_a_job_that_is_cut_off_while_the_database_is_locked_is_given_back_when_it_is_free() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1).max_attempts(1)).await;
    let (mut gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers).grace(Duration::ZERO));
    gate.begun.recv().await.unwrap();
    let mut other = Other::of(&bed).await;
    other.run("BEGIN IMMEDIATE").await;
    stop.cancel();
    log.until("a job is not given back yet", 2).await;
    assert!(!log.said("given back\""));
    other.unlock().await;
    queues.join_next().await.unwrap().unwrap();
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("available", 0));
    assert!(log.said(&format!("an attempt ended id={id} result=\"given back\"")));
}

#[tokio::test]
async fn k08_a_job_that_could_not_be_given_back_is_named() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let (stop, mut queues) = run(bed.queue(workers).grace(Duration::ZERO));
    gate.begun.recv().await.unwrap();
    let mut other = Other::of(&bed).await;
    other.lock().await;
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    let named = ["queue=\"default\" jobs={", &id.to_string(), "}"].concat();
    assert!(log.said(&format!("wait for the end of their lease {named}")));
    other.unlock().await;
}

#[tokio::test]
async fn an_error_is_one_line_of_the_log_and_not_a_long_one_whatever_it_says() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new().await;
    for max_attempts in [1, 2] {
        bed.insert(&work(1).max_attempts(max_attempts)).await;
        let workers = Workers::new().with("work", |_| async {
            let error = format!("no luck\nERROR all is lost {}", "x".repeat(1 << 20));
            Err(BoxError::from(error))
        });
        bed.queue(workers).drain().await.unwrap();
    }
    assert_eq!(log.text().matches("no luck\\nERROR all is lost").count(), 2);
    assert!(log.text().lines().all(|line| line.len() < 5_000));
}

#[tokio::test]
async fn k09_a_claim_that_is_under_way_when_the_queue_stops_costs_no_attempt() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1).max_attempts(1)).await;
    let stop = CancellationToken::new();
    // Claimed by now, or about to be: the queue ends at once, and the program with it.
    for polls in 1..20 {
        let claimed = bed.jobs.claim("default", 1, LEASE);
        let _ = super::dropped::cut_off(claimed, polls).await;
        stop.cancel();
        bed.queue(Workers::new()).run(&stop).await;
        let job = bed.job(id).await;
        assert_eq!(
            (job.state.as_str(), job.attempt),
            ("available", 0),
            "after {polls}"
        );
    }
}

#[tokio::test]
async fn k09_who_inserts_has_an_error_and_does_not_wait_for_ever() {
    let bed = Bed::new().await;
    let mut other = Other::of(&bed).await;
    other.lock().await;
    let refused = bed.jobs.insert(&work(1)).await.unwrap_err();
    assert!(matches!(refused, JobError::Locked), "{refused}");
    assert!(bed.queue(Workers::new()).drain().await.is_err());
    other.unlock().await;
    bed.insert(&work(1)).await;

    // All connections are taken, and are not given back.
    let mut taken = Vec::new();
    while let Some(connection) = bed.jobs.pool.try_acquire() {
        taken.push(connection);
    }
    for _ in taken.len()..10 {
        taken.push(bed.jobs.pool.acquire().await.unwrap());
    }
    let refused = bed.jobs.waiting().await.unwrap_err();
    assert!(matches!(refused, JobError::Busy), "{refused}");
    // The queue has its own.
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
}

#[tokio::test]
async fn k09_a_transaction_that_has_read_what_is_old_hears_how_it_should_begin() {
    let bed = Bed::new().await;
    let read = "SELECT count(*) FROM jobs";
    let mut late = bed.jobs.pool().begin().await.unwrap();
    let seen = sqlx::query(read).fetch_one(&mut *late);
    seen.await.unwrap();
    bed.insert(&work(1)).await;
    let refused = bed.jobs.insert_with(&mut *late, &work(2)).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, JobError::Locked), "{refused}");
    let said = refused.to_string();
    for part in ["another connection", "or of this one", "BEGIN IMMEDIATE"] {
        assert!(said.contains(part), "{said}");
    }
    drop(late);

    // The same, begun as it says.
    let mut early = bed.jobs.pool().begin_with("BEGIN IMMEDIATE").await.unwrap();
    let seen = sqlx::query(read).fetch_one(&mut *early);
    seen.await.unwrap();
    let inserted = bed.jobs.insert_with(&mut *early, &work(2)).await;
    assert!(matches!(inserted, Ok(Inserted::Job(_))));
    early.commit().await.unwrap();
    assert_eq!(bed.jobs.waiting().await.unwrap(), 2);
}

/// As another program does that has a database for itself, and lets nobody even read it.
const FOR_ITSELF: &str = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE own (a);";

#[tokio::test]
async fn k09_opening_waits_for_another_program_that_has_locked_the_file() {
    let (log, _guard) = Log::begin();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("jobs.db");
    let options = SqliteConnectOptions::new().filename(&path);
    let options = options.create_if_missing(true);
    let mut other = Other(SqliteConnection::connect_with(&options).await.unwrap());
    other.run(FOR_ITSELF).await;

    // Who does not want to wait hears which file, what is the matter, and what would be right.
    let at_once = Jobs::open_with(&path, Clock::system(), BUSY, Duration::ZERO).await;
    let refused = at_once.unwrap_err().to_string();
    let file = path.display().to_string();
    for part in [
        &file,
        "locked by another connection, of another program",
        "has to commit or to end",
    ] {
        assert!(refused.contains(part), "{refused}");
    }

    let opening =
        tokio::spawn(async move { Jobs::open_with(&path, Clock::system(), BUSY, PATIENCE).await });
    log.until("opening waits for the database", 2).await;
    other.run("COMMIT").await;
    drop(other);
    let jobs = timeout(GENEROUS, opening).await.unwrap().unwrap().unwrap();
    assert_eq!(jobs.waiting().await.unwrap(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_inserted_into_a_file_that_was_removed() {
    let bed = Bed::new().await;
    let path = bed.dir.path().join("jobs.db");
    std::fs::remove_file(&path).unwrap();
    let refused = bed.jobs.insert(&work(1)).await;
    assert!(matches!(refused, Err(JobError::Removed(_))), "{refused:?}");
    let drained = bed.queue(Workers::new()).drain().await;
    assert!(matches!(drained, Err(JobError::Removed(_))), "{drained:?}");
    // Nor into another one of that name.
    std::fs::write(&path, "").unwrap();
    let refused = bed.jobs.insert(&work(1)).await;
    assert!(matches!(refused, Err(JobError::Removed(_))), "{refused:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_done_in_a_file_that_was_removed_while_a_job_runs() {
    let bed = Bed::new().await;
    bed.insert(&work(1)).await;
    let claimed = bed.jobs.claim("default", 1, LEASE).await.unwrap().remove(0);
    std::fs::remove_file(bed.dir.path().join("jobs.db")).unwrap();
    let refused = [
        bed.jobs.record(&claimed, &Ok(Done::Complete)).await.err(),
        bed.jobs.renew(&claimed, LEASE).await.err(),
        bed.jobs
            .give_back_at_last(&claimed.job, claimed.number)
            .await
            .err(),
        bed.jobs.claim("default", 1, LEASE).await.err(),
        bed.jobs.waiting().await.err(),
    ];
    for refused in refused {
        assert!(matches!(refused, Some(JobError::Removed(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn k01_a_file_system_that_hangs_keeps_nobody_for_ever() {
    let bed = Bed::new().await;
    bed.insert(&work(1)).await;
    let claimed = bed.jobs.claim("default", 1, LEASE).await.unwrap().remove(0);
    // Somebody looks for the file, and does not come back.
    let looks = Arc::clone(&bed.jobs.looks).lock_owned().await;
    tokio::time::pause();
    let late = tokio::join!(
        async { bed.jobs.insert(&work(2)).await.err() },
        async { bed.jobs.waiting().await.err() },
        async { bed.jobs.claim("default", 1, LEASE).await.err() },
        async { bed.jobs.renew(&claimed, LEASE).await.err() },
        async { bed.jobs.record(&claimed, &Ok(Done::Complete)).await.err() },
        async { bed.jobs.rescue().await.err() },
    );
    tokio::time::resume();
    for late in [late.0, late.1, late.2, late.3, late.4, late.5] {
        assert!(matches!(late, Some(JobError::Timeout)), "{late:?}");
    }
    drop(looks);
    let state = bed.jobs.record(&claimed, &Ok(Done::Complete)).await;
    assert_eq!(state.unwrap(), "completed");
    claimed.begun.store(true, Ordering::Release);
}

#[tokio::test]
async fn a_disk_that_is_full_is_told_from_a_database_that_refuses() {
    let bed = Bed::new().await;
    let mut connection = bed.jobs.pool.acquire().await.unwrap();
    let full = sqlx::query("PRAGMA max_page_count = 1");
    full.execute(&mut *connection).await.unwrap();
    let large = NewJob::new("work", &"x".repeat(1 << 20)).unwrap();
    let refused = bed.jobs.insert_with(&mut *connection, &large).await;
    assert!(matches!(refused, Err(JobError::Disk(_))), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("jobs.db");
    std::fs::write(
        &path,
        "this is text, and more than enough of it ".repeat(100),
    )
    .unwrap();
    let refused = Jobs::open(&path, Clock::system()).await.unwrap_err();
    let refused = refused.to_string();
    assert!(
        refused.contains("jobs.db") && refused.contains("not a database"),
        "{refused}"
    );
}

#[tokio::test]
async fn k05_a_job_that_runs_has_a_name_for_who_asks_what_is_left() {
    let bed = Bed::new().await;
    let job = NewJob::new("lantern", &1).unwrap();
    let id = bed.insert(&job).await;
    let (begun, mut running) = mpsc::channel(1);
    let workers = Workers::new().with("lantern", move |_| {
        let begun = begun.clone();
        async move {
            begun.send(()).await?;
            std::future::pending().await
        }
    });
    let (stop, mut queues) = run(bed.queue(workers).grace(Duration::ZERO));
    running.recv().await.unwrap();
    let name = format!("job {id} (lantern)");
    let named = || crate::otp::supervisor::alive().contains(&name);
    assert!(named());
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    assert!(!named());
}

#[tokio::test]
async fn k08_a_row_that_cannot_be_read_is_discarded_and_its_neighbours_are_done() {
    let bed = Bed::new().await;
    for damage in [
        "UPDATE jobs SET args = CAST(x'ff' AS TEXT) WHERE worker = 'bad'",
        "UPDATE jobs SET worker = x'00ff' WHERE worker = 'bad'",
        "UPDATE jobs SET max_attempts = 'many' WHERE worker = 'bad'",
    ] {
        let before = bed.insert(&work(1).max_attempts(1)).await;
        let bad = bed.insert(&NewJob::new("bad", &1).unwrap()).await;
        let after = bed.insert(&work(2).max_attempts(1)).await;
        Other::of(&bed).await.run(damage).await;
        let (gate, workers) = gated();
        gate.may_end.add_permits(2);
        let queue = Queue::new(&bed.jobs, "default", 3, workers);
        let (stop, mut queues) = run(queue);
        for id in [before, after] {
            bed.until(id, |job| job.state == "completed" && job.attempt == 1)
                .await;
        }
        stop.cancel();
        queues.join_next().await.unwrap().unwrap();
        let row = sqlx::query_as::<_, (String, String)>(
            "SELECT state, last_error FROM jobs WHERE id = ?",
        );
        let row = row.bind(bad).fetch_one(&bed.jobs.pool).await.unwrap();
        assert_eq!(row.0, "discarded", "{damage}");
        assert!(row.1.contains("error"), "{}", row.1);
    }
}
