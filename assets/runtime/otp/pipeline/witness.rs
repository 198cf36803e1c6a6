//! What the tests beside real brokers share.

use std::{
    collections::BTreeSet,
    env,
    //% if answers.broker != "kafka"
    net::SocketAddr,
    //% endif
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    //% if answers.broker != "kafka"
    time::SystemTime,
    //% endif
};

//% if answers.broker != "kafka"
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
//% endif
use tokio::time::timeout;

use super::*;
use crate::otp::polls::dropped_at;

/// The longest a real broker may take for anything. A test that works takes far less.
pub(super) const LIMIT: Duration = Duration::from_mins(1);

/// Waits until something is so.
pub(super) async fn until<F>(what: &str, mut holds: impl FnMut() -> F)
where
    F: Future<Output = bool>,
{
    let asking = async {
        while !holds().await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let held = timeout(LIMIT, asking).await;
    assert!(held.is_ok(), "not within {LIMIT:?}: {what}");
}

//% if answers.broker != "kafka"
/// A name that no other test has, of this run or of one before.
pub(super) fn unique(name: &str) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_micros();
    format!("test-{name}-{now}-{}-{count}", std::process::id())
}

//% endif
/// Another process; it is killed, as by `kill -9`, at the end of the test at the latest.
pub(super) struct Other(Child);

impl Other {
    /// Runs one test of this program once more, told by an environment variable what to do.
    pub(super) fn run(module: &str, test: &str, variable: &str, value: &str) -> Self {
        // The test harness knows tests by their path without the crate.
        let (_, module) = module.split_once("::").unwrap();
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--include-ignored", "--exact", &format!("{module}::{test}")])
            .env(variable, value)
            .stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }

    pub(super) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A handler that remembers what it saw, and lets a batch pass only when it is told to. The
/// payloads `bad` and `panic` fail.
pub(super) struct Witness {
    worked: Mutex<Vec<(String, bool)>>,
    done: Mutex<Vec<String>>,
    most: AtomicUsize,
    batches: Semaphore,
}

impl Witness {
    /// Lets that many batches pass; the next one is held.
    pub(super) fn new(batches: usize) -> Arc<Self> {
        Arc::new(Self {
            worked: Mutex::default(),
            done: Mutex::default(),
            most: AtomicUsize::default(),
            batches: Semaphore::new(batches),
        })
    }

    /// Lets so many more batches pass.
    pub(super) fn pass(&self, batches: usize) {
        self.batches.add_permits(batches);
    }

    /// Lets all batches pass from now on.
    pub(super) fn release(&self) {
        self.pass(Semaphore::MAX_PERMITS / 2);
    }

    /// What was worked on, in that order, and whether it was said to have been delivered before.
    pub(super) fn worked(&self) -> Vec<(String, bool)> {
        self.worked.lock().unwrap().clone()
    }

    /// What was in batches that succeeded, in that order.
    pub(super) fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    /// The most messages that were ever worked on and not done.
    pub(super) fn most_in_flight(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    /// Waits until so many messages were worked on.
    pub(super) async fn until_worked(&self, count: usize) {
        let enough = || async { self.worked().len() >= count };
        until("enough messages are worked on", enough).await;
    }

    /// Waits until at least so many different messages were in batches that succeeded.
    pub(super) async fn until_done(&self, count: usize) {
        let enough = || async { self.done().into_iter().collect::<BTreeSet<_>>().len() >= count };
        until("enough messages are done", enough).await;
    }
}

impl Handler for Witness {
    type Item = String;

    async fn handle_message(&self, message: &Message) -> Result<String, BoxError> {
        let payload = String::from_utf8(message.payload.clone())?;
        let seen = (payload.clone(), message.redelivered);
        let worked = {
            let mut worked = self.worked.lock().unwrap();
            worked.push(seen);
            worked.len()
        };
        let in_flight = worked - self.done.lock().unwrap().len();
        self.most.fetch_max(in_flight, Ordering::Relaxed);
        match payload.as_str() {
            "bad" => Err("a bad message".into()),
            "panic" => panic!("a message that makes its handler panic"),
            _ => Ok(payload),
        }
    }

    async fn handle_batch(&self, items: Vec<String>) -> Result<(), BoxError> {
        self.batches.acquire().await?.forget();
        self.done.lock().unwrap().extend(items);
        Ok(())
    }
}

//% if answers.broker != "kafka"
/// A wire between a consumer and its broker, which can be cut and mended.
pub(super) struct Wire {
    here: SocketAddr,
    there: (String, u16),
    listening: JoinSet<()>,
}

impl Wire {
    pub(super) async fn new(host: &str, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut wire = Self {
            here: listener.local_addr().unwrap(),
            there: (host.to_owned(), port),
            listening: JoinSet::new(),
        };
        wire.forward(listener);
        wire
    }

    /// Where the consumer finds the broker, on loopback.
    pub(super) fn port(&self) -> u16 {
        self.here.port()
    }

    fn forward(&mut self, listener: TcpListener) {
        let there = self.there.clone();
        self.listening.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                let there = there.clone();
                connections.spawn(async move {
                    let mut broker = TcpStream::connect(there).await.unwrap();
                    let _ = copy_bidirectional(&mut client, &mut broker).await;
                });
            }
        });
    }

    /// Cuts all connections; new ones are refused.
    pub(super) async fn cut(&mut self) {
        self.listening.shutdown().await;
    }

    pub(super) async fn mend(&mut self) {
        let listener = TcpListener::bind(self.here).await.unwrap();
        self.forward(listener);
    }
}

//% endif
/// How often a broker was called, and how often it answered.
#[derive(Default)]
pub(super) struct Calls {
    tried: AtomicUsize,
    made: AtomicUsize,
}

impl Calls {
    pub(super) fn tried(&self) -> usize {
        self.tried.load(Ordering::Relaxed)
    }

    pub(super) fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }
}

/// Counts how often a broker is called.
pub(super) struct Counted<C>(C, Arc<Calls>);

impl<C> Counted<C> {
    pub(super) fn new(broker: C) -> (Self, Arc<Calls>) {
        let calls = Arc::default();
        (Self(broker, Arc::clone(&calls)), calls)
    }
}

impl<C: Connect> Connect for Counted<C> {
    type Source = C::Source;

    async fn connect(&self) -> Result<C::Source, SourceError> {
        self.1.tried.fetch_add(1, Ordering::Relaxed);
        let source = self.0.connect().await?;
        self.1.made.fetch_add(1, Ordering::Relaxed);
        Ok(source)
    }
}

/// Calls all functions of a client and gives each up at every await. What was not settled comes again, to
/// whoever connects next, and nobody is in its way.
pub(super) async fn given_up<C: Connect + Clone>(
    client: &C,
    options: Options,
    publish: impl AsyncFn(Vec<String>),
) {
    let mut settled = BTreeSet::new();
    let mut published = BTreeSet::new();
    for polls in 0.. {
        let payloads = ["a", "b", "c"].map(|name| format!("{polls} {name}"));
        published.extend(payloads.clone());
        publish(payloads.into()).await;
        let connected = dropped_at(polls, client.connect()).await;
        let mut whole = connected.is_some();
        let mut source = match connected {
            Some(source) => source.unwrap(),
            None => client.connect().await.unwrap(),
        };
        let received = dropped_at(polls, source.receive(2)).await;
        whole &= received.is_some();
        let received = match received {
            Some(messages) => messages.unwrap(),
            None => source.receive(2).await.unwrap(),
        };
        let acker = source.acker();
        for (at, message) in received.iter().enumerate() {
            settled.insert(String::from_utf8(message.payload.clone()).unwrap());
            whole &= match (at + polls) % 3 {
                0 => dropped_at(polls, acker.ack(&[message.tag])).await.is_some(),
                1 => dropped_at(polls, acker.reject(message.tag)).await.is_some(),
                _ => dropped_at(polls, acker.put_back(message.tag))
                    .await
                    .is_some(),
            };
        }
        whole &= dropped_at(polls, source.stop_taking()).await.is_some();
        whole &= dropped_at(polls, source.close()).await.is_some();

        let witness = Witness::new(0);
        witness.release();
        let run = Run::new(client.clone(), &witness, options);
        until("what was not settled comes again", || async {
            let mut known = settled.clone();
            known.extend(witness.done());
            known.is_superset(&published)
        })
        .await;
        run.stop().await;
        settled.extend(witness.done());
        if whole {
            return;
        }
    }
}

/// A pipeline that runs until it is stopped.
pub(super) struct Run {
    stop: CancellationToken,
    running: JoinSet<Result<(), PipelineError>>,
}

impl Run {
    pub(super) fn new<C: Connect, H: Handler>(
        broker: C,
        handler: &Arc<H>,
        options: Options,
    ) -> Self {
        let pipeline = Pipeline::new(broker, Arc::clone(handler), options);
        let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
        let told = stop.clone();
        running.spawn(async move { pipeline.run(&told).await });
        Self { stop, running }
    }

    /// Stops it in order: what it had taken is settled.
    pub(super) async fn stop(mut self) {
        self.stop.cancel();
        let ended = timeout(LIMIT, self.running.join_next()).await.unwrap();
        ended.unwrap().unwrap().unwrap();
    }
}
