//! A database that is lost, says nothing, or ends its connections, while jobs run; and what is dropped
//! half-way.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::otp::supervisor::{ChildSpec, Strategy, SupervisorHandle};

/// What the line to the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It carries everything.
    Whole,
    /// Connections end, and new ones do so at once.
    Cut,
    /// Answers do not arrive, and nobody says so.
    Silent,
    /// A connection ends, once, instead of carrying an answer with this in it.
    Without(&'static str),
}

/// A line to the server that can be cut.
pub(super) struct Wire {
    pub(super) line: watch::Sender<Line>,
    lost: watch::Sender<()>,
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Wire {
    pub(super) async fn new() -> Self {
        let server = server();
        let there = server
            .split(['@', '/'])
            .find(|part| part.contains(':') && part.len() > 9);
        let there = there.expect("an address with a port").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = watch::Sender::new(Line::Whole);
        let mut tasks = JoinSet::new();
        let carried = line.clone();
        let lost = watch::Sender::new(());
        let forgotten = lost.clone();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(&there).await.unwrap();
                let carried = carried.clone();
                let mut lost = forgotten.subscribe();
                connections.spawn(async move {
                    let carried = carry(client, server, carried);
                    tokio::pin!(carried);
                    tokio::select! {
                        () = &mut carried => {}
                        // It stays open, and nothing passes any more.
                        _ = lost.changed() => std::future::pending().await,
                    }
                });
            }
        });
        Wire {
            line,
            lost,
            address,
            _tasks: tasks,
        }
    }

    pub(super) fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// What is between forgets the connections that are there, and tells nobody; new ones are carried.
    fn lose_silently(&self) {
        self.lost.send_replace(());
    }

    /// The jobs of the bed, reached through this line.
    pub(super) async fn jobs(&self, bed: &Bed) -> Jobs {
        let name = bed.url.rsplit('/').next().unwrap();
        let url = format!("postgres://postgres@{}/{name}", self.address);
        Jobs::connect(&url).await.unwrap()
    }
}

async fn carry(mut client: TcpStream, mut server: TcpStream, line: watch::Sender<Line>) {
    let mut changes = line.subscribe();
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        let now = *changes.borrow_and_update();
        if now == Line::Cut {
            return;
        }
        tokio::select! {
            _ = changes.changed() => {}
            read = client.read(&mut asked) => match read {
                Ok(length) if length > 0 => server.write_all(&asked[..length]).await.unwrap(),
                _ => return,
            },
            read = server.read(&mut answered), if now != Line::Silent => {
                let Ok(length @ 1..) = read else { return };
                if let Line::Without(part) = now
                    && String::from_utf8_lossy(&answered[..length]).contains(part)
                {
                    line.send_replace(Line::Whole);
                    return;
                }
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// What is logged on this thread meanwhile.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
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
    pub(super) fn begin() -> (Self, DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// Waits until that was said so often.
    pub(super) async fn until(&self, said: &str, times: usize) {
        let waiting = async {
            loop {
                let text = String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned();
                if text.matches(said).count() >= times {
                    return;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(GENEROUS, waiting).await.is_ok(), "{said}");
    }
}

/// A queue and a sibling under a supervisor that allows no restart at all.
async fn supervised(queue: &Queue) -> SupervisorHandle {
    let sibling = ChildSpec::new("sibling", |ctx| async move {
        ctx.ready();
        ctx.shutdown().cancelled().await;
        Ok(())
    });
    let options = Options {
        strategy: Strategy::OneForAll,
        max_restarts: 0,
        max_seconds: 1,
    };
    let supervisor = Supervisor::start(options, vec![sibling, queue.child()]);
    supervisor.await.unwrap()
}

/// A job runs while the database is lost in that way, and ends meanwhile. It has run once, what comes
/// after it runs too, and nobody was restarted.
async fn outlived<const TEST: usize>(name: &str, lose: impl AsyncFn(&Bed, &Wire), said: &str) {
    let (log, _guard) = Log::begin();
    let bed = Bed::new(name).await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    let queue = Queue::new(&jobs, "default", 2).with::<Gated<TEST>>();
    let supervisor = supervised(&queue).await;
    let id = bed.insert(&new(&Gated::<TEST> {})).await;
    GATES[TEST].begun().await;

    lose(&bed, &wire).await;
    GATES[TEST].may_end.add_permits(1);
    if !said.is_empty() {
        log.until(said, 2).await;
    }
    wire.set(Line::Whole);
    bed.until(id, |job| job.is_none()).await;
    let next = bed.insert(&new(&Gated::<TEST> {})).await;
    GATES[TEST].begun().await;
    assert_eq!(bed.job(next).await.attempt, 1);
    GATES[TEST].may_end.add_permits(1);
    bed.until(next, |job| job.is_none()).await;
    assert_eq!(GATES[TEST].begun.available_permits(), 0, "each ran once");
    let children = supervisor.which_children().await.unwrap();
    assert!(children.iter().all(|child| child.restarts == 0));
    supervisor.stop().await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k08_a_job_that_ends_while_the_line_is_cut_is_recorded_when_it_is_back() {
    let cut = async |_: &Bed, wire: &Wire| wire.set(Line::Cut);
    outlived::<3>("k08", cut, "a job has ended, which waits").await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k16_a_job_that_ends_while_the_server_says_nothing_is_recorded_when_it_does() {
    let silence = async |_: &Bed, wire: &Wire| wire.set(Line::Silent);
    outlived::<4>("k16", silence, "a job has ended, which waits").await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k07_a_running_job_goes_on_when_the_server_ends_all_connections() {
    let end = async |bed: &Bed, _: &Wire| {
        for _ in 0..3 {
            bed.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .await;
            sleep(Duration::from_millis(100)).await;
        }
    };
    outlived::<5>("k07", end, "").await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_a_claim_whose_answer_is_lost_is_given_back_and_made_again() {
    let bed = Bed::new("k09").await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    wire.set(Line::Without("unheard"));
    let job = new(&Bad("unheard".to_owned())).max_attempts(1);
    let id = bed.insert(&job).await;
    let (stop, queues) = run(Queue::new(&jobs, "default", 2).with::<Bad>());
    bed.until(id, |job| job.is_some_and(|job| job.state == "discarded"))
        .await;
    assert_eq!(*wire.line.borrow(), Line::Whole, "an answer was lost");
    let job = bed.job(id).await;
    assert_eq!(job.attempt, 1);
    assert!(job.last_error.unwrap().contains("unheard"), "it was run");
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_a_queue_begins_when_the_database_does() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new("k09b").await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    wire.set(Line::Cut);
    let supervisor = supervised(&Queue::new(&jobs, "default", 2).with::<Good>()).await;
    let id = bed.insert(&new(&Good(1))).await;
    log.until("the queue starts again", 2).await;
    wire.set(Line::Whole);
    bed.until(id, |job| job.is_none()).await;
    let children = supervisor.which_children().await.unwrap();
    assert!(children.iter().all(|child| child.restarts == 0));
    supervisor.stop().await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k16_who_inserts_into_silence_has_an_error_and_does_not_wait_for_ever() {
    let bed = Bed::new("k16b").await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    let mut transaction = jobs.pool().begin().await.unwrap();
    wire.set(Line::Silent);
    let job = new(&Good(1));
    let (alone, within, asked) = tokio::join!(
        jobs.insert(&job),
        jobs.insert_with(&mut transaction, &job),
        jobs.get(1),
    );
    assert!(alone.is_err() && within.is_err() && asked.is_err());
    wire.set(Line::Cut);
    drop(transaction);
    bed.end().await;
}

impl Bed {
    /// Waits until no connection has a transaction.
    pub(super) async fn assert_tidy(&self) {
        let open = "SELECT concat(state, ': ', query) FROM pg_stat_activity
                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let begun = Instant::now();
        // Not one of those that it is about.
        let mut own = PgConnection::connect(&self.url).await.unwrap();
        loop {
            let open = sqlx::query_scalar::<_, String>(open).fetch_all(&mut own);
            let open = open.await.unwrap();
            if open.is_empty() {
                return;
            }
            assert!(begun.elapsed() < GENEROUS, "in a transaction: {open:?}");
            sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_who_cannot_connect_hears_where_why_and_what_would_be_right() {
    let refused = async |url: &str| {
        let connected = Jobs::connect_within(url, Duration::ZERO).await;
        connected.unwrap_err().to_string()
    };
    // Nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let said = refused(&format!("postgres://shop:secret@{nobody}/goods")).await;
    let place = format!("shop@{nobody}/goods");
    assert!(
        said.contains(&place) && said.contains("is the server running"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
    let server = server();
    let (address, _) = server.rsplit_once('/').unwrap();
    let said = refused(&format!("{address}/there_is_none")).await;
    assert!(
        said.contains("/there_is_none") && said.contains("create it"),
        "{said}"
    );
    let there = address.rsplit('@').next().unwrap();
    let said = refused(&format!("postgres://nobody_knows_me@{there}/postgres")).await;
    assert!(said.contains("are user and password"), "{said}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_too_many_connections_are_named_and_waited_for() {
    let (log, _guard) = Log::begin();
    let name = format!("jobs_crowd_{}", std::process::id());
    on_server(format!("CREATE ROLE {name} LOGIN CONNECTION LIMIT 0")).await;
    on_server(format!("CREATE DATABASE {name} OWNER {name}")).await;
    let server = server();
    let (address, _) = server.rsplit_once('/').unwrap();
    let there = address.rsplit(['@', '/']).next().unwrap();
    let url = format!("postgres://{name}@{there}/{name}");
    let refused = Jobs::connect_within(&url, Duration::ZERO).await;
    let said = refused.unwrap_err().to_string();
    for part in ["too many connections", "raise its `max_connections`"] {
        assert!(said.contains(part), "{said}");
    }

    let connecting = tokio::spawn(async move { Jobs::connect_within(&url, GENEROUS).await });
    log.until("connecting waits for the database", 2).await;
    on_server(format!("ALTER ROLE {name} CONNECTION LIMIT -1")).await;
    let jobs = connecting.await.unwrap().unwrap();
    assert_eq!(jobs.get(1).await.unwrap(), None);

    // Who inserts while all connections are taken hears so.
    let mut taken = Vec::new();
    for _ in 0..CONNECTIONS {
        taken.push(jobs.pool().acquire().await.unwrap());
    }
    assert!(matches!(jobs.get(1).await, Err(JobError::Busy)));
    on_server(format!("ALTER ROLE {name} CONNECTION LIMIT 0")).await;
    let said = jobs.get(1).await.unwrap_err().to_string();
    assert!(said.contains("too many connections"), "{said}");
    drop((taken, jobs));
    on_server(format!("DROP DATABASE {name} WITH (FORCE)")).await;
    on_server(format!("DROP ROLE {name}")).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_a_server_that_is_lost_while_somebody_connects_is_waited_for() {
    let bed = Bed::new("k09w").await;
    // While the tables are looked at, and while they are made.
    for part in ["breaking", "CREATE INDEX"] {
        let wire = Wire::new().await;
        wire.set(Line::Without(part));
        let jobs = wire.jobs(&bed).await;
        assert_eq!(*wire.line.borrow(), Line::Whole, "it was lost");
        assert_eq!(jobs.get(1).await.unwrap(), None);
    }
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k16_connections_that_die_silently_while_they_are_used_do_not_keep_their_places() {
    let bed = Bed::new("k16p").await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    for pool in [&jobs.pool, &jobs.own, &jobs.alive] {
        let most = pool.options().get_max_connections();
        let mut used = JoinSet::new();
        for _ in 0..most {
            let pool = pool.clone();
            used.spawn(async move { pool.begin().await.unwrap() });
        }
        let used = used.join_all().await;
        wire.lose_silently();
        drop(used);
        let free = async { while pool.acquire().await.is_err() {} };
        assert!(timeout(GENEROUS, free).await.is_ok(), "of {most}");
    }
    assert!(matches!(
        jobs.insert(&new(&Good(1))).await,
        Ok(Inserted::Job(_))
    ));
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k01_insertions_that_wait_for_a_lock_and_are_given_up_do_not_use_up_the_server() {
    let bed = Bed::new("k01l").await;
    bed.insert(&new(&Good(1))).await;
    let mut holder = PgConnection::connect(&bed.url).await.unwrap();
    let lock = "BEGIN; LOCK TABLE graphile_worker._private_jobs";
    sqlx::raw_sql(lock).execute(&mut holder).await.unwrap();
    let late = bed.jobs.insert(&new(&Good(2))).await;
    assert!(matches!(late, Err(JobError::Timeout)), "{late:?}");
    // The server finds that nobody waits for it any more.
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let given_up = async {
        let count = || sqlx::query_scalar::<_, i64>(waiting);
        while count().fetch_one(&mut holder).await.unwrap() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(timeout(GENEROUS, given_up).await.is_ok());
    bed.end().await;
}

#[tokio::test(start_paused = true)]
async fn k16_a_queue_that_ends_though_nobody_told_it_to_begins_again() {
    let (stop, runs) = (CancellationToken::new(), AtomicUsize::new(0));
    let run = async || {
        if runs.fetch_add(1, Ordering::SeqCst) < 3 {
            return Ok(());
        }
        stop.cancel();
        Ok(())
    };
    queue::again_and_again("default", &stop, run).await;
    assert_eq!(runs.load(Ordering::SeqCst), 4);
}
