//! What goes wrong around a pipeline: slow handlers, handlers that panic, brokers that say nothing, and
//! futures that are dropped. Time is paused, also beside a real socket: nothing waits for a real clock.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::task::yield_now;

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{self, Supervisor};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

/// Does what a payload says: `hang` never ends, `soon` panics before there is a future, `block` keeps its
/// thread, `batch …` makes its batch do one of these, `…, deaf` takes nearly too long
/// in the handler of failures.
#[derive(Default)]
struct Wild {
    worked: Mutex<Vec<String>>,
    done: Mutex<Vec<String>>,
    failed: Mutex<Vec<(String, String)>>,
    let_go: AtomicUsize,
}

impl Wild {
    fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    fn failed(&self) -> Vec<(String, String)> {
        self.failed.lock().unwrap().clone()
    }
}

fn text(message: &Message) -> String {
    String::from_utf8(message.payload.clone()).unwrap()
}

/// An error that panics when it is asked what it is.
#[derive(Debug)]
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("it cannot be said")
    }
}

impl std::error::Error for Unspeakable {}

// What is called is no `async fn`, so that it can panic before it returns a future.
#[allow(clippy::manual_async_fn)]
impl Handler for Wild {
    type Item = String;

    fn handle_message(
        &self,
        message: &Message,
    ) -> impl Future<Output = Result<String, BoxError>> + Send {
        let payload = text(message);
        assert!(!payload.starts_with("soon"), "before there is a future");
        async move {
            self.worked.lock().unwrap().push(payload.clone());
            if payload.starts_with("unspeakable") {
                return Err(Unspeakable.into());
            }
            if payload.starts_with("hang") {
                std::future::pending::<()>().await;
            }
            if payload.starts_with("block") {
                while self.let_go.load(Ordering::SeqCst) == 0 {
                    thread::yield_now();
                }
            }
            Ok(payload)
        }
    }

    fn handle_batch(
        &self,
        items: Vec<String>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send {
        let is = |what: &str| items.iter().any(|item| item.starts_with(what));
        assert!(!is("batch soon"), "before there is a future");
        let hang = is("batch hang");
        async move {
            if hang {
                std::future::pending::<()>().await;
            }
            self.done.lock().unwrap().extend(items);
            Ok(())
        }
    }

    fn handle_failed(&self, message: &Message, reason: &str) -> impl Future<Output = ()> + Send {
        let payload = text(message);
        let deaf = payload.ends_with("deaf");
        let failed = (payload, reason.to_owned());
        self.failed.lock().unwrap().push(failed);
        async move {
            if deaf {
                sleep(HANDLER_TIMEOUT / 10 * 9).await;
            }
        }
    }
}

fn options() -> Options {
    Options {
        processors: 8,
        batch_size: 10,
        batch_timeout: SECOND / 10,
        ..Options::default()
    }
}

/// A running pipeline, its broker and its handler.
fn run(options: Options) -> (Broker, Arc<Wild>, JoinSet<Result<(), PipelineError>>) {
    let (broker, handler) = (Broker::new(), Arc::<Wild>::default());
    let pipeline = Pipeline::new(broker.clone(), Arc::clone(&handler), options);
    let mut running = JoinSet::new();
    running.spawn(async move { pipeline.run(&CancellationToken::new()).await });
    (broker, handler, running)
}

/// Waits until so many messages are acknowledged. Time passes when all else waits.
async fn until_acknowledged(broker: &Broker, count: usize) {
    let enough = async {
        while broker.acknowledged().len() < count {
            sleep(Duration::from_millis(1)).await;
        }
    };
    let waited = timeout(HOUR, enough).await;
    assert!(waited.is_ok(), "{} of {count}", broker.acknowledged().len());
}

#[tokio::test(start_paused = true)]
async fn k01_messages_without_a_key_wait_for_no_slow_one() {
    let options = Options {
        handler_timeout: Duration::MAX,
        ..options()
    };
    let (broker, _handler, mut running) = run(options);
    broker.publish(None, "hang");
    for number in 0..10_000 {
        broker.publish(None, format!("{number}"));
    }
    until_acknowledged(&broker, 10_000).await;
    assert_eq!(broker.rejected(), []);
    running.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn k01_a_slow_key_holds_up_no_other_key() {
    let options = Options {
        handler_timeout: Duration::MAX,
        ..options()
    };
    let (broker, handler, mut running) = run(options);
    broker.publish(Some("slow"), "hang");
    broker.publish(Some("slow"), "behind it");
    for number in 0..1_000 {
        // More keys than processors, so that any way to share them out would meet the slow one.
        broker.publish(Some(&format!("key {}", number % 50)), format!("{number}"));
    }
    until_acknowledged(&broker, 1_000).await;
    assert!(!handler.done().contains(&"behind it".to_owned()));
    running.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn k01_a_handler_that_takes_too_long_has_failed() {
    let (broker, handler, _running) = run(options());
    broker.publish(Some("slow"), "hang");
    broker.publish(Some("slow"), "behind it");
    let settled = timeout(HOUR, broker.settled()).await.unwrap();
    assert_eq!(settled, (1, 1));
    let reason = "not done within 60s".to_owned();
    assert_eq!(handler.failed(), [("hang".to_owned(), reason)]);
    assert_eq!(handler.done(), ["behind it"]);
}

#[tokio::test(start_paused = true)]
async fn k01_a_batch_that_takes_too_long_has_failed_and_the_next_goes_on() {
    let (broker, handler, _running) = run(options());
    let begun = Instant::now();
    for _ in 0..10 {
        broker.publish(Some("a"), "batch hang, deaf");
    }
    broker.publish(Some("a"), "after it");
    let settled = timeout(HOUR, broker.settled()).await.unwrap();
    assert_eq!(settled, (1, 10));
    assert_eq!(handler.done(), ["after it"]);
    // The handler of failures takes long for each of the ten, but not one after the other.
    assert!(begun.elapsed() < 3 * HANDLER_TIMEOUT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k01_a_handler_that_blocks_its_thread_has_failed_too() {
    let options = Options {
        handler_timeout: Duration::from_millis(50),
        ..options()
    };
    let (broker, handler, _running) = run(options);
    broker.publish(Some("a"), "block");
    broker.publish(Some("a"), "behind it");
    let settled = timeout(HANDLER_TIMEOUT, broker.settled()).await;
    handler.let_go.store(1, Ordering::SeqCst);
    assert_eq!(settled.unwrap(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn k11_a_panic_before_there_is_a_future_is_a_failed_message() {
    let (broker, handler, running) = run(options());
    for payload in ["soon", "unspeakable", "batch soon", "good"] {
        broker.publish(None, payload);
        timeout(HOUR, broker.settled()).await.unwrap();
    }
    assert_eq!(broker.settled().await, (1, 3));
    assert_eq!(handler.done(), ["good"]);
    let failed = handler.failed();
    assert_eq!(failed.len(), 3);
    assert!(failed[0].1.contains("before there is a future"));
    assert!(failed[1].1.contains("it cannot be said"));
    assert!(failed[2].1.contains("before there is a future"));
    assert_eq!(running.len(), 1);
}

/// A broker that says yes to everything after a moment or never, as `about` says: connecting, settling
/// and saying goodbye.
#[derive(Clone, Default)]
struct Silent {
    broker: Broker,
    about: Arc<Mutex<&'static str>>,
    called: Arc<AtomicUsize>,
}

impl Silent {
    fn fall_silent(&self, about: &'static str) {
        *self.about.lock().unwrap() = about;
    }

    async fn answer(&self, what: &str) {
        if *self.about.lock().unwrap() == what {
            std::future::pending::<()>().await;
        }
        // So that there is an await to be dropped at.
        yield_now().await;
    }
}

struct Line<S> {
    silent: Silent,
    line: S,
}

impl Connect for Silent {
    type Source = Line<broker::Connection>;

    async fn connect(&self) -> Result<Self::Source, SourceError> {
        self.called.fetch_add(1, Ordering::SeqCst);
        self.answer("connect").await;
        let line = self.broker.connect().await?;
        let silent = self.clone();
        Ok(Line { silent, line })
    }
}

impl<S: Source> Source for Line<S> {
    type Acker = Line<S::Acker>;

    fn acker(&self) -> Self::Acker {
        Line {
            silent: self.silent.clone(),
            line: self.line.acker(),
        }
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        self.silent.answer("receive").await;
        let received = self.line.receive(demand).await;
        yield_now().await;
        received
    }

    async fn close(self) {
        self.silent.answer("close").await;
    }
}

impl<A: Acker> Acker for Line<A> {
    async fn ack(&self, tags: &[u64]) -> Result<(), SourceError> {
        for tag in tags {
            self.silent.answer("settle").await;
            self.line.ack(&[*tag]).await?;
        }
        Ok(())
    }

    async fn reject(&self, tag: u64) -> Result<(), SourceError> {
        self.silent.answer("settle").await;
        self.line.reject(tag).await
    }
}

#[tokio::test(start_paused = true)]
async fn k16_a_broker_that_says_nothing_is_called_again_and_siblings_never_notice() {
    let silent = Silent::default();
    let handler = Arc::<Wild>::default();
    let pipeline = Pipeline::new(silent.clone(), Arc::clone(&handler), options());
    let starts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&starts);
    let sibling = ChildSpec::new("sibling", move |ctx| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            ctx.ready();
            ctx.shutdown().cancelled().await;
            Ok(())
        }
    });
    let options = supervisor::Options {
        strategy: supervisor::Strategy::OneForAll,
        ..supervisor::Options::default()
    };
    let supervisor = Supervisor::start(options, vec![pipeline.child(), sibling]);
    let supervisor = supervisor.await.unwrap();
    silent.broker.publish(None, "good");
    until_acknowledged(&silent.broker, 1).await;
    for about in ["connect", "settle"] {
        silent.fall_silent(about);
        silent.broker.disconnect(false);
        silent.broker.publish(None, "good");
        silent.broker.publish(None, "soon");
        let called = silent.called.load(Ordering::SeqCst);
        sleep(HOUR).await;
        // Again and again, with pauses that have grown.
        let called = silent.called.load(Ordering::SeqCst) - called;
        assert!((60..=150).contains(&called), "{about}: {called} times");
        silent.fall_silent("nothing");
        let settled = timeout(HOUR, silent.broker.settled()).await;
        settled.unwrap_or_else(|_| panic!("{about}: not settled"));
    }
    // Nobody says goodbye: it is not waited for.
    silent.fall_silent("close");
    timeout(SHUTDOWN, supervisor.stop()).await.unwrap();
    assert_eq!(starts.load(Ordering::SeqCst), 1);
}

/// A broker that hangs up as soon as it was called.
struct HangsUp(Broker, Arc<AtomicUsize>);

impl Connect for HangsUp {
    type Source = broker::Connection;

    async fn connect(&self) -> Result<broker::Connection, SourceError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        let connection = self.0.connect().await;
        self.0.disconnect(false);
        connection
    }
}

#[tokio::test(start_paused = true)]
async fn b08_a_broker_that_hangs_up_at_once_is_called_with_growing_pauses() {
    let calls = Arc::new(AtomicUsize::new(0));
    let broker = HangsUp(Broker::new(), Arc::clone(&calls));
    let pipeline = Pipeline::new(broker, Arc::<Wild>::default(), options());
    let children = vec![pipeline.child()];
    let supervisor = Supervisor::start(supervisor::Options::default(), children);
    let supervisor = supervisor.await.unwrap();
    sleep(HOUR).await;
    let called = calls.load(Ordering::SeqCst);
    // 120 times at the longest pause; twice as often at the shortest.
    assert!((120..260).contains(&called), "{called}");
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn k13_a_pipeline_that_is_dropped_at_any_await_loses_nothing_and_acknowledges_nothing_twice()
{
    const COUNT: usize = 30;
    let mut whole = false;
    for polls in 0.. {
        let silent = Silent::default();
        for number in 0..COUNT {
            let payload = if number % 10 == 3 { "soon" } else { "good" };
            silent.broker.publish(None, format!("{payload} {number}"));
        }
        let handler = Arc::<Wild>::default();
        let pipeline = Pipeline::new(silent.clone(), Arc::clone(&handler), options());
        let stop = CancellationToken::new();
        let stopping = async {
            silent.broker.settled().await;
            stop.cancel();
        };
        let both = async { tokio::join!(pipeline.run(&stop), stopping) };
        whole = timeout(HOUR, dropped_at(polls, both))
            .await
            .unwrap()
            .is_some();
        // What is acknowledged was done.
        let done: BTreeSet<_> = handler.done().into_iter().collect();
        for message in silent.broker.acknowledged() {
            assert!(done.contains(&text(&message)), "at poll {polls}");
        }

        // The next one settles the rest: all of it, and each message once.
        let stop = CancellationToken::new();
        let stopping = async {
            silent.broker.settled().await;
            stop.cancel();
        };
        let both = async { tokio::join!(pipeline.run(&stop), stopping) };
        timeout(HOUR, both).await.unwrap().0.unwrap();
        let mut settled = silent.broker.acknowledged();
        settled.extend(silent.broker.rejected());
        let mut tags: Vec<_> = settled.iter().map(|message| message.tag).collect();
        tags.sort_unstable();
        assert!(tags.into_iter().eq(1..=COUNT as u64), "at poll {polls}");
        if whole {
            break;
        }
    }
    assert!(whole);
}

/// Makes of a message what panics when it is dropped.
struct Brittle;

impl Drop for Brittle {
    fn drop(&mut self) {
        panic!("it breaks");
    }
}

#[derive(Default)]
struct Potter(AtomicUsize);

impl Handler for Potter {
    type Item = Brittle;

    async fn handle_message(&self, _: &Message) -> Result<Brittle, BoxError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Brittle)
    }

    async fn handle_batch(&self, _: Vec<Brittle>) -> Result<(), BoxError> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn k11_what_messages_became_breaks_nothing_when_an_open_batch_is_dropped() {
    let broker = Broker::new();
    let potter = Arc::<Potter>::default();
    let pipeline = Pipeline::new(broker.clone(), Arc::clone(&potter), options());
    let mut running = JoinSet::new();
    running.spawn(async move { pipeline.run(&CancellationToken::new()).await });
    for _ in 0..3 {
        broker.publish(None, "good");
    }
    while potter.0.load(Ordering::SeqCst) < 3 {
        yield_now().await;
    }
    running.shutdown().await;
    assert_eq!(broker.acknowledged(), []);
}

#[tokio::test(start_paused = true)]
async fn k18_no_measure_is_too_large() {
    let most = Options {
        processors: usize::MAX,
        batch_size: usize::MAX,
        batch_timeout: Duration::MAX,
        rate_limit: Some(RateLimit {
            allowed: usize::MAX,
            interval: Duration::MAX,
        }),
        handler_timeout: Duration::MAX,
        broker_timeout: Duration::MAX,
        shutdown: Duration::MAX,
    };
    let least = Options {
        processors: 0,
        batch_size: 0,
        batch_timeout: Duration::ZERO,
        rate_limit: Some(RateLimit {
            allowed: 0,
            interval: Duration::ZERO,
        }),
        ..Options::default()
    };
    for options in [most, least] {
        let silent = Silent::default();
        let pipeline = Pipeline::new(silent.broker.clone(), Arc::<Wild>::default(), options);
        silent.broker.publish(None, "good");
        let stop = CancellationToken::new();
        let stopping = async {
            sleep(SECOND).await;
            stop.cancel();
        };
        let both = async { tokio::join!(pipeline.run(&stop), stopping) };
        timeout(HOUR, both).await.unwrap().0.unwrap();
        assert_eq!(silent.broker.acknowledged().len(), 1);
    }
}
