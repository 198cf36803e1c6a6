//! The broker is inside the test and time is paused: nothing here waits for a real clock.

use std::{collections::HashMap, sync::Mutex};

use tokio::time::timeout;

use super::*;
use crate::otp::supervisor::{self, Supervisor};

const MS: Duration = Duration::from_millis(1);

/// The longest anything may take. It is paused time, and so no time.
const HOUR: Duration = Duration::from_secs(HOUR_SECONDS);
const HOUR_SECONDS: u64 = 3_600;

/// Remembers what it was called with. A payload says what to do: `bad` fails, `panic` panics,
/// `slow` takes ten milliseconds, `bad batch` fails its batch, `stuck batch` never ends it.
#[derive(Default)]
struct Recorder {
    messages: Mutex<Vec<(Option<String>, String)>>,
    batches: Mutex<Vec<(Instant, Vec<String>)>>,
    failed: Mutex<Vec<(String, String)>>,
}

impl Recorder {
    fn batch_sizes(&self) -> Vec<usize> {
        let batches = self.batches.lock().unwrap();
        batches.iter().map(|(_, batch)| batch.len()).collect()
    }

    fn failed(&self) -> Vec<(String, String)> {
        self.failed.lock().unwrap().clone()
    }
}

impl Handler for Recorder {
    type Item = String;

    async fn handle_message(&self, message: &Message) -> Result<String, BoxError> {
        let payload = String::from_utf8(message.payload.clone())?;
        match payload.as_str() {
            "bad" => return Err("bad message".into()),
            "panic" => panic!("the handler panics"),
            _ if payload.starts_with("slow") => sleep(10 * MS).await,
            _ => {}
        }
        let seen = (message.key.clone(), payload.clone());
        self.messages.lock().unwrap().push(seen);
        Ok(payload)
    }

    async fn handle_batch(&self, items: Vec<String>) -> Result<(), BoxError> {
        let (bad, stuck) = ("bad batch".to_owned(), "stuck batch".to_owned());
        let (bad, stuck) = (items.contains(&bad), items.contains(&stuck));
        self.batches.lock().unwrap().push((Instant::now(), items));
        if stuck {
            std::future::pending::<()>().await;
        }
        if bad { Err("bad batch".into()) } else { Ok(()) }
    }

    async fn handle_failed(&self, message: &Message, reason: &str) {
        let payload = String::from_utf8(message.payload.clone()).unwrap();
        let mut failed = self.failed.lock().unwrap();
        failed.push((payload, reason.to_owned()));
    }
}

struct Bed {
    broker: Broker,
    handler: Arc<Recorder>,
    options: Options,
    stop: CancellationToken,
    running: JoinSet<Result<(), PipelineError>>,
}

impl Bed {
    /// Four processors and batches of 30 within 50 milliseconds.
    fn new() -> Self {
        Self {
            broker: Broker::new(),
            handler: Arc::default(),
            options: Options {
                processors: 4,
                batch_size: 30,
                batch_timeout: 50 * MS,
                ..Options::default()
            },
            stop: CancellationToken::new(),
            running: JoinSet::new(),
        }
    }

    fn pipeline(&self) -> Pipeline<Broker, Recorder> {
        Pipeline::new(self.broker.clone(), Arc::clone(&self.handler), self.options)
    }

    fn publish(&self, payloads: impl IntoIterator<Item = impl Into<Vec<u8>>>) {
        for payload in payloads {
            self.broker.publish(None, payload);
        }
    }

    fn run(&mut self) {
        let (pipeline, stop) = (self.pipeline(), self.stop.clone());
        self.running.spawn(async move { pipeline.run(&stop).await });
    }

    async fn settled(&self) -> (usize, usize) {
        timeout(HOUR, self.broker.settled()).await.unwrap()
    }

    async fn stop(&mut self) {
        self.stop.cancel();
        let ended = timeout(HOUR, self.running.join_next()).await.unwrap();
        ended.unwrap().unwrap().unwrap();
    }
}

fn numbers(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| number.to_string())
}

#[tokio::test(start_paused = true)]
async fn b01_a_message_is_acknowledged_only_after_its_batch_succeeded() {
    let mut bed = Bed::new();
    bed.publish(numbers(10));
    bed.run();
    sleep(49 * MS).await;
    assert_eq!(bed.handler.messages.lock().unwrap().len(), 10);
    assert_eq!(bed.broker.acknowledged(), []);
    sleep(2 * MS).await;
    assert_eq!(bed.broker.acknowledged().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn b01_what_was_under_way_when_the_pipeline_was_killed_is_delivered_again() {
    let mut bed = Bed::new();
    bed.publish(numbers(40));
    bed.run();
    sleep(10 * MS).await;
    bed.running.shutdown().await;
    // One batch was full, and so acknowledged; the rest died with the pipeline.
    assert_eq!(bed.broker.acknowledged().len(), 30);

    bed.run();
    assert_eq!(bed.settled().await, (40, 0));
    assert_eq!(bed.handler.messages.lock().unwrap().len(), 50);
    let again = bed.broker.acknowledged().split_off(30);
    assert!(again.iter().all(|message| message.redelivered));
}

#[tokio::test(start_paused = true)]
async fn b02_batches_close_on_size_and_on_time() {
    let mut bed = Bed::new();
    let begun = Instant::now();
    bed.publish(numbers(100));
    bed.run();
    bed.settled().await;
    assert_eq!(bed.handler.batch_sizes(), [30, 30, 30, 10]);
    let batches = bed.handler.batches.lock().unwrap();
    assert!(batches[2].0 < begun + 50 * MS);
    assert!(batches[3].0 >= begun + 50 * MS);
}

#[tokio::test(start_paused = true)]
async fn b03_a_failing_or_panicking_message_is_rejected_and_does_not_stop_the_others() {
    let mut bed = Bed::new();
    bed.publish(["1", "bad", "2", "panic", "3"]);
    bed.run();
    assert_eq!(bed.settled().await, (3, 2));

    let mut failed = bed.handler.failed();
    failed.sort();
    assert_eq!(failed.len(), 2);
    assert_eq!(failed[0], ("bad".to_owned(), "bad message".to_owned()));
    assert!(failed[1].1.contains("the handler panics"));
    let rejected = bed.broker.rejected();
    assert!(rejected.iter().any(|message| message.payload == b"bad"));
    assert!(rejected.iter().any(|message| message.payload == b"panic"));
}

#[tokio::test(start_paused = true)]
async fn b03_a_failing_batch_fails_all_of_its_messages_and_no_other() {
    let mut bed = Bed::new();
    bed.publish(["1", "bad batch"]);
    bed.run();
    assert_eq!(bed.settled().await, (0, 2));
    bed.publish(["3", "4"]);
    assert_eq!(bed.settled().await, (2, 2));
    assert_eq!(bed.handler.failed().len(), 2);
    assert_eq!(bed.handler.batch_sizes(), [2, 2]);
}

#[tokio::test(start_paused = true)]
async fn b04_never_more_messages_are_taken_than_there_is_demand_for() {
    let mut bed = Bed::new();
    let most = bed.options.in_flight();
    bed.publish(numbers(30));
    bed.run();
    bed.settled().await;
    bed.publish(vec!["stuck batch"; 10 * most]);
    sleep(1_000 * MS).await;
    // The second batch is stuck; the broker keeps what is not wanted.
    assert_eq!(bed.broker.acknowledged().len(), 30);
    assert_eq!(bed.broker.most_unsettled(), most);
    assert_eq!(bed.broker.ready(), 9 * most);
}

#[tokio::test(start_paused = true)]
async fn b05_messages_of_one_key_stay_in_order() {
    let mut bed = Bed::new();
    bed.options.batch_size = 7;
    for number in 0..30 {
        for key in ["a", "b", "c"] {
            // Some are slow, so that keys overtake each other.
            let pace = if number % 3 == 0 { "slow" } else { "fast" };
            let payload = format!("{pace} {key} {number:02}");
            bed.broker.publish(Some(key), payload);
        }
    }
    bed.run();
    bed.settled().await;

    let mut worked: HashMap<_, Vec<_>> = HashMap::new();
    for (key, payload) in bed.handler.messages.lock().unwrap().iter() {
        worked.entry(key.clone()).or_default().push(payload.clone());
    }
    let mut batched: HashMap<_, Vec<_>> = HashMap::new();
    let closed = bed.handler.batches.lock().unwrap();
    for payload in closed.iter().flat_map(|(_, batch)| batch) {
        let key = payload.split(' ').nth(1).map(ToOwned::to_owned);
        batched.entry(key).or_default().push(payload.clone());
    }
    assert_eq!(worked.len(), 3);
    assert_eq!(worked, batched);
    for payloads in worked.values() {
        assert!(payloads.is_sorted_by_key(|payload| payload[7..].to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn b06_shutdown_settles_what_was_taken_and_takes_no_more() {
    let mut bed = Bed::new();
    bed.options.batch_timeout = HOUR;
    bed.publish((0..200).map(|number| format!("slow {number}")));
    bed.run();
    sleep(15 * MS).await;
    let left = bed.broker.ready();
    assert!(left > 0);
    let told = Instant::now();
    bed.stop().await;
    assert!(told.elapsed() < 1_000 * MS);
    assert_eq!(bed.broker.ready(), left);
    assert_eq!(bed.broker.acknowledged().len(), 200 - left);
}

#[tokio::test(start_paused = true)]
async fn b07_no_more_messages_are_taken_than_the_rate_allows() {
    let mut bed = Bed::new();
    bed.options.rate_limit = Some(RateLimit {
        allowed: 25,
        interval: 1_000 * MS,
    });
    bed.publish(numbers(100));
    bed.run();
    for second in 1..=4 {
        sleep(999 * MS).await;
        assert_eq!(bed.handler.messages.lock().unwrap().len(), 25 * second);
        sleep(MS).await;
    }
}

#[tokio::test(start_paused = true)]
async fn b07_what_was_not_taken_is_not_saved_up() {
    let mut bed = Bed::new();
    bed.options.rate_limit = Some(RateLimit {
        allowed: 5,
        interval: 2_000 * MS,
    });
    bed.run();
    sleep(5_000 * MS).await;
    bed.publish(numbers(20));
    sleep(1_999 * MS).await;
    assert_eq!(bed.handler.messages.lock().unwrap().len(), 5);
    sleep(2 * MS).await;
    assert_eq!(bed.handler.messages.lock().unwrap().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn b08_after_a_lost_broker_the_supervisor_reconnects_and_nothing_is_lost() {
    let bed = Bed::new();
    bed.publish(numbers(40));
    let children = vec![bed.pipeline().child()];
    let supervisor = Supervisor::start(supervisor::Options::default(), children);
    let supervisor = supervisor.await.unwrap();
    sleep(10 * MS).await;
    bed.broker.disconnect(true);
    bed.publish(numbers(20));
    // Many attempts to connect are one restart.
    sleep(1_000_000 * MS).await;
    assert_eq!(bed.broker.acknowledged().len(), 30);
    bed.broker.restore();
    assert_eq!(bed.settled().await, (60, 0));
    supervisor.stop().await;
}
