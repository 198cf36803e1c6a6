//! These need SQS, or a server that behaves as it does: `AWS_ENDPOINT_URL=… cargo test -- --ignored`.
//! What does not need one is tested with the broker inside the program.

use std::{
    collections::{BTreeSet, HashMap},
    env,
};

use aws_config::retry::RetryConfig;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpListener,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::otp::mute::Mute;
use crate::otp::pipeline::{
    Options, Pipeline, SHUTDOWN,
    witness::{Counted, LIMIT, Other, Run, Wire, Witness, given_up, unique, until},
};
use crate::otp::supervisor::{self, Supervisor};

/// How long a message stays hidden, in these tests.
const HIDDEN: Duration = Duration::from_secs(3);

/// One processor and batches of ten that wait to be full: 20 messages may be in flight.
fn tens() -> Options {
    Options {
        processors: 1,
        batch_size: 10,
        batch_timeout: Duration::from_hours(1),
        ..Options::default()
    }
}

/// As [`tens`], but a batch that does not fill up closes soon.
fn prompt() -> Options {
    Options {
        batch_timeout: Duration::from_millis(50),
        ..tens()
    }
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:03}")).collect()
}

/// A queue of a test, seen from the side of those who send.
struct Test {
    client: Client,
    address: String,
}

impl Test {
    /// An empty queue, with dead letters after two deliveries if there is a queue for them.
    async fn new(name: &str, dead_letters: Option<&Test>) -> Self {
        let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
        let client = Client::new(&config);
        let hidden = HIDDEN.as_secs().to_string();
        let mut request = client
            .create_queue()
            .queue_name(unique(name))
            .attributes(QueueAttributeName::VisibilityTimeout, hidden);
        if let Some(dead) = dead_letters {
            let attributes = dead.attributes().await;
            let target = &attributes[&QueueAttributeName::QueueArn];
            let policy = r#"{"maxReceiveCount":2,"deadLetterTargetArn":"TARGET"}"#;
            let policy = policy.replace("TARGET", target);
            request = request.attributes(QueueAttributeName::RedrivePolicy, policy);
        }
        let address = request.send().await.unwrap().queue_url.unwrap();
        Self { client, address }
    }

    /// An empty FIFO queue.
    async fn fifo(name: &str) -> Self {
        let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
        let client = Client::new(&config);
        let request = client
            .create_queue()
            .queue_name(unique(name) + ".fifo")
            .attributes(QueueAttributeName::FifoQueue, "true")
            .attributes(QueueAttributeName::ContentBasedDeduplication, "true");
        let address = request.send().await.unwrap().queue_url.unwrap();
        Self { client, address }
    }

    async fn send_to(&self, group: &str, payload: String) {
        let request = self.client.send_message().queue_url(&self.address);
        let request = request.message_group_id(group).message_body(payload);
        request.send().await.unwrap();
    }

    async fn attributes(&self) -> HashMap<QueueAttributeName, String> {
        let request = self.client.get_queue_attributes().queue_url(&self.address);
        let request = request.attribute_names(QueueAttributeName::All);
        request.send().await.unwrap().attributes.unwrap()
    }

    async fn send(&self, payloads: impl IntoIterator<Item = impl Into<String>>) {
        for payload in payloads {
            let request = self.client.send_message().queue_url(&self.address);
            request.message_body(payload).send().await.unwrap();
        }
    }

    /// How many messages are shown, and how many hidden: at one moment, for they go to and fro.
    async fn counts(&self) -> [usize; 2] {
        let attributes = self.attributes().await;
        let shown = QueueAttributeName::ApproximateNumberOfMessages;
        let hidden = QueueAttributeName::ApproximateNumberOfMessagesNotVisible;
        [shown, hidden].map(|name| attributes[&name].parse().unwrap())
    }

    /// How many messages there are in all.
    async fn left(&self) -> usize {
        self.counts().await.iter().sum()
    }

    async fn until_left(&self, count: usize) {
        let what = format!("{count} messages are left");
        until(&what, || async { self.left().await == count }).await;
    }

    fn source(&self) -> Sqs {
        Sqs::new(&self.address)
    }

    /// What costs nothing in a test server may do so in AWS.
    async fn delete(self) {
        let request = self.client.delete_queue().queue_url(&self.address);
        request.send().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "needs the settings that SQS at AWS_ENDPOINT_URL needs"]
async fn k16_with_sqs_one_that_accepts_and_says_nothing_is_called_again() {
    let mute = Mute::new().await;
    let address = format!("http://{}", mute.address);
    let source = Sqs::new(format!("{address}/events")).endpoint(address);
    let pipeline = Pipeline::new(source, Witness::new(0), tens());
    let stop = CancellationToken::new();
    let stopping = async {
        mute.until_accepted(3).await;
        stop.cancel();
    };
    let (ended, ()) = tokio::join!(pipeline.run(&stop), stopping);
    ended.unwrap();
    mute.until_left().await;
}

const KILLED: &str = "CONSUME_UNTIL_KILLED";

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b01_with_sqs_what_a_killed_process_did_not_delete_is_delivered_again() {
    if let Ok(queue) = env::var(KILLED) {
        // This is the process to be killed: its first batch passes, its second never ends.
        let pipeline = Pipeline::new(Sqs::new(queue), Witness::new(1), tens());
        return pipeline.run(&CancellationToken::new()).await.unwrap();
    }
    let queue = Test::new("killed", None).await;
    queue.send(numbers(40)).await;
    let test = "b01_with_sqs_what_a_killed_process_did_not_delete_is_delivered_again";
    let mut other = Other::run(module_path!(), test, KILLED, &queue.address);
    queue.until_left(30).await;
    other.kill();

    let witness = Witness::new(100);
    let run = Run::new(queue.source(), &witness, tens());
    witness.until_done(30).await;
    run.stop().await;
    assert_eq!(queue.left().await, 0);
    // Those that were in flight say that they may have been worked on.
    let worked = witness.worked();
    assert_eq!(worked.len(), 30);
    assert!(worked.iter().any(|(_, redelivered)| *redelivered));
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b01_with_sqs_what_takes_long_is_kept_hidden() {
    let queue = Test::new("long", None).await;
    queue.send(numbers(10)).await;
    let witness = Witness::new(0);
    let run = Run::new(queue.source(), &witness, tens());
    witness.until_worked(10).await;
    let other = Witness::new(100);
    let other_run = Run::new(queue.source(), &other, prompt());
    // Not a wait for something to happen, but for it not to.
    sleep(3 * HIDDEN).await;
    assert_eq!(other.worked(), []);
    witness.release();
    queue.until_left(0).await;
    run.stop().await;
    other_run.stop().await;
    assert_eq!(witness.worked().len(), 10);
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b01_with_sqs_what_cannot_be_deleted_does_not_stop_the_others() {
    let queue = Test::new("receipts", None).await;
    queue.send(numbers(3)).await;
    let mut source = Sqs::new(&queue.address).connect().await.unwrap();
    let mut tags = Vec::new();
    while tags.len() < 3 {
        let received = source.receive(3 - tags.len()).await.unwrap();
        tags.extend(received.iter().map(|message| message.tag));
    }
    let queued = &source.queue;
    queued.in_flight().insert(tags[1], "no receipt".to_owned());
    source.acker().ack(&tags).await.unwrap();
    assert_eq!(queue.left().await, 1);
    queue.delete().await;
}

/// A server that gives these answers, one after the other, and tells the bodies of the requests.
async fn answers(
    listener: TcpListener,
    answers: impl IntoIterator<Item = (u16, &str)>,
) -> Vec<String> {
    let mut bodies = Vec::new();
    for (status, answer) in answers {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufStream::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).await.unwrap();
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let size = answer.len();
        let head = format!("Content-Length: {size}\r\nConnection: close");
        let answer = format!("HTTP/1.1 {status} -\r\n{head}\r\n\r\n{answer}");
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        bodies.push(String::from_utf8(body).unwrap());
    }
    bodies
}

/// A queue at such a server, whose client does not ask again by itself.
async fn at(listener: &TcpListener) -> Queue {
    let address = format!("http://{}", listener.local_addr().unwrap());
    let config = aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(&address)
        .retry_config(RetryConfig::disabled());
    Queue {
        client: Client::new(&config.load().await),
        address,
        hidden: 30,
        in_flight: Mutex::default(),
    }
}

#[tokio::test]
#[ignore = "needs the settings that SQS at AWS_ENDPOINT_URL needs"]
async fn b01_with_sqs_what_was_not_deleted_of_a_batch_is_deleted_then() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let queue = at(&listener).await;
    let receipts = [(1, "one"), (2, "two"), (3, "three")];
    let receipts = receipts.map(|(tag, receipt)| (tag, receipt.to_owned()));
    // As SQS does when it is busy.
    let busy = [
        (
            200,
            r#"{"Failed":[{"Id":"2","Code":"InternalError","SenderFault":false}]}"#,
        ),
        (503, "{}"),
        (200, r#"{"Successful":[{"Id":"2"}]}"#),
    ];
    let mut trouble = Trouble::new();
    let deleting = queue.delete(receipts.into(), &mut trouble);
    let both = async { tokio::join!(deleting, answers(listener, busy)) };
    let (deleted, asked) = timeout(LIMIT, Box::pin(both)).await.unwrap();
    deleted.unwrap();
    let holds = |body: &str| ["one", "two", "three"].map(|receipt| body.contains(receipt));
    assert_eq!(holds(&asked[0]), [true, true, true]);
    assert_eq!(holds(&asked[1]), [false, true, false]);
    assert_eq!(holds(&asked[2]), [false, true, false]);
}

#[tokio::test]
#[ignore = "needs the settings that SQS at AWS_ENDPOINT_URL needs"]
async fn k09_with_sqs_one_that_fails_for_a_while_is_asked_again_and_hides_for_as_long_as_the_heartbeat_says()
 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut source = Receipts {
        queue: Arc::new(at(&listener).await),
        delivered: 0,
        _heartbeat: AbortOnDropHandle::new(tokio::spawn(std::future::pending())),
    };
    let message = r#"{"Messages":[{"ReceiptHandle":"one","Body":"x"}]}"#;
    let away = [(503, "{}"), (500, "{}"), (503, "{}"), (200, message)];
    let both = async { tokio::join!(source.receive(10), answers(listener, away)) };
    let (received, asked) = timeout(LIMIT, both).await.unwrap();
    assert_eq!(received.unwrap()[0].payload, b"x");
    for body in asked {
        assert!(body.contains(r#""VisibilityTimeout":30"#), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn k09_with_sqs_one_that_fails_for_long_is_given_up() {
    let (mut trouble, mut times) = (Trouble::new(), 0);
    while trouble.pause(SourceError("away".into())).await.is_ok() {
        times += 1;
    }
    assert!((10..40).contains(&times), "{times}");
    let begun = trouble.begun.elapsed();
    assert!((PATIENCE..=PATIENCE + LONGEST_PAUSE).contains(&begun));
    // Settling is waited for as long as that.
    let queue = Queue {
        client: Client::from_conf(
            aws_sdk_sqs::Config::builder()
                .behavior_version_latest()
                .build(),
        ),
        address: String::new(),
        hidden: 30,
        in_flight: Mutex::default(),
    };
    let patience = Settle(Arc::new(queue)).patience(Duration::ZERO);
    assert!(patience >= begun + REQUEST_TIMEOUT);
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b03_with_sqs_poison_goes_to_the_dead_letters_and_blocks_nobody() {
    let dead = Test::new("dead", None).await;
    let queue = Test::new("poisoned", Some(&dead)).await;
    queue.send(["bad", "1", "2", "panic", "3"]).await;
    let witness = Witness::new(100);
    let run = Run::new(queue.source(), &witness, prompt());
    witness.until_done(3).await;
    dead.until_left(2).await;
    run.stop().await;

    let done: BTreeSet<_> = witness.done().into_iter().collect();
    assert_eq!(done, ["1", "2", "3"].map(str::to_owned).into());
    // As often as the redrive policy says.
    let worked = witness.worked();
    for payload in ["bad", "panic"] {
        assert_eq!(worked.iter().filter(|seen| seen.0 == payload).count(), 2);
    }
    assert_eq!(queue.left().await, 0);
    queue.delete().await;
    dead.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b04_with_sqs_no_more_is_received_than_may_be_in_flight() {
    let queue = Test::new("demand", None).await;
    queue.send(numbers(60)).await;
    let most = tens().in_flight();
    let witness = Witness::new(0);
    let run = Run::new(queue.source(), &witness, tens());
    witness.until_worked(most).await;
    assert_eq!(queue.counts().await[1], most);
    witness.release();
    witness.until_done(60).await;
    run.stop().await;
    assert_eq!(witness.most_in_flight(), most);
    assert_eq!(queue.left().await, 0);
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b05_with_sqs_the_group_of_a_fifo_queue_is_the_key() {
    let queue = Test::fifo("groups").await;
    for number in 0..3 {
        for group in ["a", "b", "c"] {
            queue.send_to(group, format!("{group}{number}")).await;
        }
    }
    let mut source = queue.source().connect().await.unwrap();
    let mut received = Vec::new();
    while received.len() < 9 {
        for message in source.receive(10).await.unwrap() {
            source.acker().ack(&[message.tag]).await.unwrap();
            let payload = String::from_utf8(message.payload).unwrap();
            assert_eq!(message.key.as_deref(), Some(&payload[..1]));
            received.push(payload);
        }
    }
    // Stable, so that each group keeps its order.
    received.sort_by_key(|payload| payload[..1].to_owned());
    assert!(received.is_sorted());
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b06_with_sqs_stopping_deletes_what_was_taken_and_leaves_the_rest() {
    let queue = Test::new("drained", None).await;
    queue.send(numbers(60)).await;
    let witness = Witness::new(2);
    let run = Run::new(queue.source(), &witness, tens());
    witness.until_done(20).await;
    witness.release();
    run.stop().await;
    let mut done = witness.done();
    assert_eq!(queue.left().await, 60 - done.len());

    // The next one has the rest.
    let witness = Witness::new(100);
    let run = Run::new(queue.source(), &witness, prompt());
    queue.until_left(0).await;
    run.stop().await;
    done.extend(witness.done());
    done.sort();
    assert_eq!(done, numbers(60));
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn b08_with_sqs_a_queue_that_is_away_for_a_moment_interrupts_nothing() {
    let queue = Test::new("lost", None).await;
    queue.send(numbers(30)).await;
    let endpoint = env::var("AWS_ENDPOINT_URL").unwrap();
    let (host, port) = endpoint["http://".len()..].split_once(':').unwrap();
    let mut wire = Wire::new(host, port.parse().unwrap()).await;
    let endpoint = format!("http://127.0.0.1:{}", wire.port());
    let witness = Witness::new(1);
    let (source, calls) = Counted::new(queue.source().endpoint(endpoint));
    let pipeline = Pipeline::new(source, Arc::clone(&witness), prompt());
    let children = vec![pipeline.child()];
    let supervisor = Supervisor::start(supervisor::Options::default(), children);
    let supervisor = supervisor.await.unwrap();

    // The first batch is over and done with, and the second under way.
    witness.until_done(1).await;
    let first = witness.done().len();
    queue.until_left(30 - first).await;
    witness.until_worked(20).await;
    wire.cut().await;
    queue.send(["new"]).await;
    // It ends well, and is deleted as soon as that is possible again.
    witness.release();
    witness.until_done(first + 1).await;
    wire.mend().await;
    queue.until_left(0).await;
    timeout(SHUTDOWN, supervisor.stop()).await.unwrap();
    // Nobody called anew, which would have cut off what was under way.
    assert_eq!([calls.tried(), calls.made()], [1, 1]);

    let done: BTreeSet<_> = witness.done().into_iter().collect();
    let mut all = numbers(30);
    all.push("new".to_owned());
    assert_eq!(done, BTreeSet::from_iter(all));
    queue.delete().await;
}

#[tokio::test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL"]
async fn k13_with_sqs_all_calls_may_be_dropped_at_any_await() {
    let queue = Test::new("dropped", None).await;
    let source = queue.source();
    let publish = async |payloads: Vec<String>| queue.send(payloads).await;
    Box::pin(given_up(&source, prompt(), publish)).await;
    queue.delete().await;
}
