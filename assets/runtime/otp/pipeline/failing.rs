//! Failures: what handlers need is away, failures are told to nobody, and handlers break when they are dropped.
//! Time is paused: nothing waits for a real clock.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::task::yield_now;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

/// Handlers that need a database. The payloads `bad` fail, `slow` take ten seconds, and of the failure of
/// `lost` nobody hears, however often, or of `lost once` the first time.
#[derive(Default)]
struct Needy {
    messages_fail: AtomicBool,
    batches_fail: AtomicBool,
    worked: AtomicUsize,
    lost: AtomicUsize,
    batches: Mutex<Vec<(Instant, usize)>>,
}

impl Handler for Needy {
    type Item = ();

    async fn handle_message(&self, message: &Message) -> Result<(), BoxError> {
        self.worked.fetch_add(1, Ordering::SeqCst);
        if message.payload == b"slow" {
            sleep(10 * SECOND).await;
        }
        let bad = message.payload == b"bad" || message.payload.starts_with(b"lost");
        if bad || self.messages_fail.load(Ordering::SeqCst) {
            return Err("it failed".into());
        }
        Ok(())
    }

    async fn handle_batch(&self, items: Vec<()>) -> Result<(), BoxError> {
        let closed = (Instant::now(), items.len());
        self.batches.lock().unwrap().push(closed);
        if self.batches_fail.load(Ordering::SeqCst) {
            return Err("no database".into());
        }
        Ok(())
    }

    async fn handle_failed(&self, message: &Message, _: &str) {
        if message.payload.starts_with(b"lost") {
            let before = self.lost.fetch_add(1, Ordering::SeqCst);
            assert!(message.payload == b"lost once" && before > 0, "not kept");
        }
    }
}

struct Bed {
    broker: Broker,
    handler: Arc<Needy>,
    stop: CancellationToken,
    running: JoinSet<Result<(), PipelineError>>,
}

impl Bed {
    /// Runs a pipeline with these messages, of which 90 may be in flight.
    fn run(payloads: &[&str], count: usize) -> Self {
        let (broker, handler) = (Broker::new(), Arc::<Needy>::default());
        for payload in payloads.iter().cycle().take(count) {
            broker.publish(None, *payload);
        }
        let options = Options {
            processors: 8,
            batch_size: 10,
            batch_timeout: SECOND / 10,
            ..Options::default()
        };
        let pipeline = Pipeline::new(broker.clone(), Arc::clone(&handler), options);
        let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
        let told = stop.clone();
        running.spawn(async move { pipeline.run(&told).await });
        Self {
            broker,
            handler,
            stop,
            running,
        }
    }

    async fn settled(&self) -> (usize, usize) {
        timeout(24 * HOUR, self.broker.settled()).await.unwrap()
    }

    async fn stop(&mut self) {
        self.stop.cancel();
        let ended = timeout(HOUR, self.running.join_next()).await.unwrap();
        ended.unwrap().unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn k09_a_database_that_is_away_for_seconds_does_not_cost_the_whole_queue() {
    let bed = Bed::run(&["good"], 20_000);
    let fails = [&bed.handler.batches_fail, &bed.handler.messages_fail];
    for (at, fail) in fails.into_iter().enumerate() {
        let before = bed.broker.rejected().len();
        fail.store(true, Ordering::SeqCst);
        sleep(5 * SECOND).await;
        fail.store(false, Ordering::SeqCst);
        let rejected = bed.broker.rejected().len() - before;
        assert!((1..300).contains(&rejected), "{at}: {rejected} rejected");
        if at == 0 {
            bed.settled().await;
            for _ in 0..20_000 {
                bed.broker.publish(None, "good");
            }
            yield_now().await;
        }
    }
    let begun = Instant::now();
    let (acknowledged, rejected) = bed.settled().await;
    assert_eq!(acknowledged + rejected, 40_000);
    // As fast as ever, as soon as something has succeeded.
    assert!(begun.elapsed() < LONGEST_PAUSE);
}

#[tokio::test(start_paused = true)]
async fn k09_poison_brakes_nobody() {
    let bed = Bed::run(&["bad", "good"], 2_000);
    let begun = Instant::now();
    assert_eq!(bed.settled().await, (1_000, 1_000));
    assert!(begun.elapsed() < FIRST_PAUSE / 2);
}

#[tokio::test(start_paused = true)]
async fn k11_a_failure_that_nobody_heard_of_comes_again() {
    let bed = Bed::run(&["lost once"], 1);
    assert_eq!(bed.settled().await, (0, 1));
    assert_eq!(bed.handler.lost.load(Ordering::SeqCst), 2);
    assert!(bed.broker.rejected()[0].redelivered);
}

#[tokio::test(start_paused = true)]
async fn k11_a_failure_that_nobody_ever_hears_of_goes_round_slowly_and_the_others_go_on() {
    let mut bed = Bed::run(&["lost", "lost", "lost", "good"], 8);
    sleep(HOUR).await;
    assert_eq!(bed.broker.acknowledged().len(), 2);
    assert_eq!(bed.broker.rejected(), []);
    // Six of them, each every 15 to 30 seconds.
    let worked = bed.handler.worked.load(Ordering::SeqCst);
    assert!((300..2_000).contains(&worked), "{worked}");
    // It is not held back on shutdown.
    let begun = Instant::now();
    bed.stop().await;
    assert!(begun.elapsed() < SECOND);
    assert_eq!(bed.broker.ready(), 6);
}

#[tokio::test(start_paused = true)]
async fn b06_on_shutdown_no_batch_waits_for_those_that_are_slow() {
    let mut bed = Bed::run(&["good", "slow", "good"], 3);
    while bed.handler.worked.load(Ordering::SeqCst) < 3 {
        yield_now().await;
    }
    let told = Instant::now();
    bed.stop().await;
    let batches = bed.handler.batches.lock().unwrap().clone();
    assert_eq!(batches, [(told, 2), (told + 10 * SECOND, 1)]);
    assert_eq!(bed.broker.acknowledged().len(), 3);
}

/// A broker that knows whether it was told to stop.
struct Told(Broker, Arc<AtomicBool>);

struct ToldLine(broker::Connection, Arc<AtomicBool>);

impl Connect for Told {
    type Source = ToldLine;

    async fn connect(&self) -> Result<ToldLine, SourceError> {
        let line = self.0.connect().await?;
        Ok(ToldLine(line, Arc::clone(&self.1)))
    }
}

impl Source for ToldLine {
    type Acker = broker::Connection;

    fn acker(&self) -> broker::Connection {
        self.0.acker()
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        self.0.receive(demand).await
    }

    async fn stop_taking(&mut self) {
        self.1.store(true, Ordering::SeqCst);
        // No answer: that is not waited for for ever.
        std::future::pending::<()>().await;
    }
}

#[tokio::test(start_paused = true)]
async fn b06_the_broker_is_told_to_send_no_more_before_what_was_taken_is_settled() {
    let (broker, told) = (Broker::new(), Arc::<AtomicBool>::default());
    broker.publish(None, "slow");
    let line = Told(broker.clone(), Arc::clone(&told));
    let handler = Arc::<Needy>::default();
    let pipeline = Pipeline::new(line, Arc::clone(&handler), Options::default());
    let stop = CancellationToken::new();
    let stopping = async {
        while handler.worked.load(Ordering::SeqCst) == 0 {
            yield_now().await;
        }
        stop.cancel();
        sleep(SECOND).await;
        assert!(told.load(Ordering::SeqCst));
        assert_eq!(broker.acknowledged(), []);
    };
    let both = async { tokio::join!(pipeline.run(&stop), stopping) };
    timeout(HOUR, both).await.unwrap().0.unwrap();
    assert_eq!(broker.acknowledged().len(), 1);
}

/// Breaks when it is dropped, and so does what it works with.
struct Brittle(Arc<AtomicUsize>);

impl Drop for Brittle {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
        panic!("it breaks");
    }
}

impl Handler for Brittle {
    type Item = ();

    async fn handle_message(&self, _: &Message) -> Result<(), BoxError> {
        let _tool = Brittle(Arc::clone(&self.0));
        self.0.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }

    async fn handle_batch(&self, _: Vec<()>) -> Result<(), BoxError> {
        Ok(())
    }
}

// Without what holds them apart this ends the whole program.
#[tokio::test(start_paused = true)]
async fn k11_a_handler_and_what_it_works_with_may_both_break_when_they_are_dropped() {
    let (broker, count) = (Broker::new(), Arc::<AtomicUsize>::default());
    broker.publish(None, "good");
    let handler = Arc::new(Brittle(Arc::clone(&count)));
    let pipeline = Pipeline::new(broker, handler, Options::default());
    let mut running = JoinSet::new();
    running.spawn(async move { pipeline.run(&CancellationToken::new()).await });
    while count.load(Ordering::SeqCst) == 0 {
        yield_now().await;
    }
    running.shutdown().await;
    while count.load(Ordering::SeqCst) < 3 {
        yield_now().await;
    }
}
