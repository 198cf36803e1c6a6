//! These need a broker: `AMQP_URL=amqp://localhost:5672/%2f cargo test -- --ignored`. What does not
//! need one is tested with the broker inside the program.

use std::{collections::BTreeSet, env, sync::Arc, time::Duration};

use lapin::{
    BasicProperties,
    message::BasicGetMessage,
    options::{BasicGetOptions, BasicPublishOptions, QueueDeleteOptions},
    types::LongString,
};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::otp::mute::Mute;
use crate::otp::pipeline::{
    Pipeline, SHUTDOWN,
    witness::{Counted, Other, Run, Wire, Witness, given_up, unique, until},
};
use crate::otp::supervisor::{self, Supervisor};

fn url() -> String {
    env::var("AMQP_URL").unwrap()
}

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

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(LongString::from(value))
}

/// A queue of a test, seen from the side of those who publish.
struct Queue {
    name: String,
    channel: Channel,
    _connection: Connection,
}

impl Queue {
    /// An empty queue; the broker deletes it when nobody has used it for some minutes.
    async fn new(name: &str, dead_letters: Option<&Queue>) -> Self {
        let properties = ConnectionProperties::default();
        let connection = Connection::connect(&url(), properties).await.unwrap();
        let channel = connection.create_channel().await.unwrap();
        let mut arguments = FieldTable::default();
        arguments.insert("x-expires".into(), AMQPValue::LongInt(300_000));
        if let Some(dead) = dead_letters {
            arguments.insert("x-dead-letter-exchange".into(), text(""));
            arguments.insert("x-dead-letter-routing-key".into(), text(&dead.name));
        }
        let queue = Self {
            name: unique(name),
            channel,
            _connection: connection,
        };
        queue.declare(arguments).await;
        queue
    }

    async fn declare(&self, arguments: FieldTable) {
        let options = QueueDeclareOptions::default();
        let name = self.name.as_str().into();
        let declared = self.channel.queue_declare(name, options, arguments);
        declared.await.unwrap();
    }

    async fn delete(&self) {
        let options = QueueDeleteOptions::default();
        let name = self.name.as_str().into();
        let deleted = self.channel.queue_delete(name, options);
        deleted.await.unwrap();
    }

    async fn publish(&self, payloads: impl IntoIterator<Item = impl AsRef<[u8]>>) {
        self.publish_as(text("a"), payloads).await;
    }

    async fn publish_as(
        &self,
        key: AMQPValue,
        payloads: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) {
        for payload in payloads {
            let mut headers = FieldTable::default();
            headers.insert(KEY_HEADER.into(), key.clone());
            self.channel
                .basic_publish(
                    "".into(),
                    self.name.as_str().into(),
                    BasicPublishOptions::default(),
                    payload.as_ref(),
                    BasicProperties::default().with_headers(headers),
                )
                .await
                .unwrap();
        }
    }

    /// How many messages wait; those that were sent to a consumer do not count.
    async fn ready(&self) -> usize {
        let exists = QueueDeclareOptions {
            passive: true,
            ..QueueDeclareOptions::default()
        };
        let arguments = FieldTable::default();
        let declared = self
            .channel
            .queue_declare(self.name.as_str().into(), exists, arguments);
        usize::try_from(declared.await.unwrap().message_count()).unwrap()
    }

    async fn until_ready(&self, count: usize) {
        until(&format!("{count} messages wait"), || async {
            self.ready().await == count
        })
        .await;
    }

    /// Takes one message out.
    async fn get(&self) -> Option<BasicGetMessage> {
        let options = BasicGetOptions { no_ack: true };
        let got = self.channel.basic_get(self.name.as_str().into(), options);
        got.await.unwrap()
    }

    fn source(&self, options: &Options) -> RabbitMq {
        RabbitMq::new(&url(), &self.name, options).unwrap()
    }
}

#[test]
fn b08_with_rabbitmq_an_address_with_tls_is_refused_without_it_and_no_password_is_told() {
    let refused = |address| {
        RabbitMq::new(address, "events", &tens())
            .map(|_| ())
            .unwrap_err()
    };
    if !TLS {
        let error = refused("amqps://user:secret@example.org/%2f");
        assert_eq!(error, AddressError::NoTls);
        assert!(error.to_string().contains("--features tls"));
    }
    for address in [
        "",
        "user:secret@example.org",
        "http://user:secret@example.org",
        "amqp://user:secret@example.org:x/",
    ] {
        assert_eq!(refused(address), AddressError::Unreadable);
    }
}

#[tokio::test(start_paused = true)]
async fn k16_with_rabbitmq_one_that_accepts_and_says_nothing_is_called_again() {
    let mute = Mute::new().await;
    let address = format!("amqp://{}/%2f", mute.address);
    let source = RabbitMq::new(&address, "events", &tens()).unwrap();
    let pipeline = Pipeline::new(source, Witness::new(0), tens());
    let stop = CancellationToken::new();
    let stopping = async {
        mute.until_accepted(3).await;
        stop.cancel();
    };
    let (ended, ()) = tokio::join!(pipeline.run(&stop), stopping);
    ended.unwrap();
    // What was given up is closed, or a broker that is ill for long would use up all sockets.
    mute.until_left().await;
}

const KILLED: &str = "CONSUME_UNTIL_KILLED";

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b01_with_rabbitmq_what_a_killed_process_did_not_acknowledge_is_delivered_again() {
    if let Ok(queue) = env::var(KILLED) {
        // This is the process to be killed: its first batch passes, its second never ends.
        let source = RabbitMq::new(&url(), queue, &tens()).unwrap();
        let pipeline = Pipeline::new(source, Witness::new(1), tens());
        return pipeline.run(&CancellationToken::new()).await.unwrap();
    }
    let queue = Queue::new("killed", None).await;
    queue.publish(numbers(40)).await;
    queue.until_ready(40).await;
    let test = "b01_with_rabbitmq_what_a_killed_process_did_not_acknowledge_is_delivered_again";
    let mut other = Other::run(module_path!(), test, KILLED, &queue.name);
    // Ten are acknowledged, so that the broker sends ten more: 20 are in flight, 10 wait.
    queue.until_ready(10).await;
    other.kill();
    queue.until_ready(30).await;

    let witness = Witness::new(100);
    let run = Run::new(queue.source(&tens()), &witness, tens());
    witness.until_done(30).await;
    run.stop().await;
    let expected: Vec<_> = numbers(40).split_off(10);
    assert_eq!(witness.done(), expected);
    // Those that were in flight say that they may have been worked on.
    let mut redelivered = witness.worked();
    redelivered.retain(|(_, redelivered)| *redelivered);
    assert_eq!(redelivered.len(), 20);
    assert_eq!(queue.ready().await, 0);
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn k13_with_rabbitmq_all_calls_may_be_dropped_at_any_await() {
    let queue = Queue::new("dropped", None).await;
    let source = queue.source(&prompt());
    given_up(&source, prompt(), async |payloads| {
        queue.publish(payloads).await;
    })
    .await;
    queue.until_ready(0).await;
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b03_with_rabbitmq_poison_goes_to_the_dead_letters_and_blocks_nobody() {
    let dead = Queue::new("dead", None).await;
    let queue = Queue::new("poisoned", Some(&dead)).await;
    queue.publish(["bad", "1", "2", "panic", "3"]).await;
    let witness = Witness::new(100);
    let run = Run::new(queue.source(&prompt()), &witness, prompt());
    dead.until_ready(2).await;
    witness.until_done(3).await;
    run.stop().await;

    assert_eq!(witness.done(), ["1", "2", "3"]);
    // Each was tried once: what was rejected does not come back.
    assert_eq!(witness.worked().len(), 5);
    assert_eq!(queue.ready().await, 0);
    for payload in [b"bad".as_slice(), b"panic"] {
        let letter = dead.get().await.unwrap().delivery;
        assert_eq!(letter.data, payload);
        let headers = letter.properties.headers().clone().unwrap();
        let Some(AMQPValue::FieldArray(deaths)) = headers.inner().get("x-death") else {
            panic!("no x-death in {headers:?}");
        };
        let [AMQPValue::FieldTable(death)] = deaths.as_slice() else {
            panic!("not one death in {deaths:?}");
        };
        assert_eq!(death.inner().get("reason"), Some(&text("rejected")));
        assert_eq!(death.inner().get("queue"), Some(&text(&queue.name)));
    }
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b04_with_rabbitmq_the_broker_keeps_what_may_not_be_in_flight() {
    let queue = Queue::new("demand", None).await;
    let most = tens().in_flight();
    queue.publish(numbers(3 * most)).await;
    queue.until_ready(3 * most).await;
    let witness = Witness::new(0);
    let run = Run::new(queue.source(&tens()), &witness, tens());
    queue.until_ready(2 * most).await;
    // The first batch is held. Everything that can be worked on meanwhile is.
    witness.until_worked(most).await;
    assert_eq!(queue.ready().await, 2 * most);

    witness.release();
    witness.until_done(3 * most).await;
    run.stop().await;
    assert_eq!(witness.done(), numbers(3 * most));
    assert_eq!(witness.most_in_flight(), most);
    assert_eq!(queue.ready().await, 0);
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b04_with_rabbitmq_the_prefetch_is_exact() {
    let queue = Queue::new("prefetch", None).await;
    let most = tens().in_flight();
    queue.publish(numbers(2 * most)).await;
    let mut source = queue.source(&tens()).connect().await.unwrap();
    let mut tags = Vec::new();
    while tags.len() < most {
        let received = source.receive(most - tags.len()).await.unwrap();
        assert!(received.iter().all(|one| one.key.as_deref() == Some("a")));
        tags.extend(received.iter().map(|message| message.tag));
    }
    assert_eq!(queue.ready().await, most);
    // One more for one that is settled.
    source.acker().ack(&tags[..1]).await.unwrap();
    let more = source.receive(10).await.unwrap();
    assert_eq!(more.len(), 1);
    source.close().await;
    queue.until_ready(2 * most - 1).await;
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b05_with_rabbitmq_a_key_may_also_be_a_number_or_bytes() {
    let queue = Queue::new("keys", None).await;
    let bytes = AMQPValue::ByteArray(b"b".as_slice().into());
    let keys = [
        (text("a"), Some("a")),
        (bytes, Some("b")),
        (AMQPValue::LongInt(-7), Some("-7")),
        (AMQPValue::LongLongInt(1 << 40), Some("1099511627776")),
        (AMQPValue::Boolean(true), None),
    ];
    let mut source = queue.source(&tens()).connect().await.unwrap();
    for (key, expected) in keys {
        queue.publish_as(key, ["x"]).await;
        let received = source.receive(1).await.unwrap();
        assert_eq!(received[0].key.as_deref(), expected);
    }
    source.close().await;
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b06_with_rabbitmq_one_that_is_told_to_stop_is_sent_no_more() {
    let queue = Queue::new("stopped", None).await;
    let most = tens().in_flight();
    queue.publish(numbers(2 * most)).await;
    queue.until_ready(2 * most).await;
    let mut source = queue.source(&tens()).connect().await.unwrap();
    let mut tags = Vec::new();
    while tags.len() < most {
        let received = source.receive(most - tags.len()).await.unwrap();
        tags.extend(received.iter().map(|message| message.tag));
    }
    source.stop_taking().await;
    source.acker().ack(&tags).await.unwrap();
    source.close().await;
    queue.until_ready(most).await;
    for _ in 0..most {
        // What nobody saw was not delivered: a quorum queue counts.
        assert!(!queue.get().await.unwrap().delivery.redelivered);
    }
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn k11_with_rabbitmq_what_is_put_back_comes_again() {
    let queue = Queue::new("back", None).await;
    queue.publish(["x"]).await;
    let mut source = queue.source(&tens()).connect().await.unwrap();
    let received = source.receive(1).await.unwrap();
    source.acker().put_back(received[0].tag).await.unwrap();
    let again = source.receive(1).await.unwrap();
    assert!(again[0].redelivered);
    assert_eq!(again[0].payload, received[0].payload);
    source.close().await;
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b06_with_rabbitmq_stopping_settles_what_was_taken_and_gives_the_rest_back() {
    let queue = Queue::new("drained", None).await;
    queue.publish(numbers(100)).await;
    queue.until_ready(100).await;
    let witness = Witness::new(2);
    let run = Run::new(queue.source(&tens()), &witness, tens());
    witness.until_done(20).await;
    witness.release();
    run.stop().await;
    // Acknowledged or waiting, and nothing in between.
    let done = witness.done();
    assert!(done.len() >= 20);
    queue.until_ready(100 - done.len()).await;
    assert_eq!(done, numbers(100)[..done.len()]);
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b08_with_rabbitmq_a_lost_broker_restarts_the_consumer_and_nothing_is_lost() {
    let queue = Queue::new("lost", None).await;
    queue.publish(numbers(30)).await;
    queue.until_ready(30).await;
    let mut uri: AMQPUri = url().parse().unwrap();
    let broker = &mut uri.authority;
    let mut wire = Wire::new(&broker.host, broker.port).await;
    "127.0.0.1".clone_into(&mut broker.host);
    broker.port = wire.port();
    let witness = Witness::new(1);
    let source = RabbitMq::new(&uri.to_string(), &queue.name, &prompt()).unwrap();
    let (source, calls) = Counted::new(source);
    let pipeline = Pipeline::new(source, Arc::clone(&witness), prompt());
    let children = vec![pipeline.child()];
    let supervisor = Supervisor::start(supervisor::Options::default(), children);
    let supervisor = supervisor.await.unwrap();

    // The second batch is under way.
    queue.until_ready(0).await;
    wire.cut().await;
    queue.until_ready(20).await;
    queue.publish(["new"]).await;
    // It ends well, but cannot be acknowledged any more: the pipeline ends, and starts anew.
    witness.release();
    until("it calls again", || async { calls.tried() >= 2 }).await;
    wire.mend().await;
    witness.until_done(31).await;
    let stopped = tokio::time::timeout(SHUTDOWN, supervisor.stop()).await;
    stopped.unwrap();

    assert!(calls.made() >= 2);

    let done = witness.done();
    let mut all = numbers(30);
    all.push("new".to_owned());
    assert_eq!(BTreeSet::from_iter(done.clone()), BTreeSet::from_iter(all));
    // At least once: the batch that was under way has been done twice.
    for twice in &numbers(20)[10..] {
        assert_eq!(done.iter().filter(|one| *one == twice).count(), 2);
    }
    assert_eq!(queue.ready().await, 0);
}

#[tokio::test]
#[ignore = "needs RabbitMQ at AMQP_URL"]
async fn b08_with_rabbitmq_a_queue_that_was_deleted_may_come_back() {
    let queue = Queue::new("deleted", None).await;
    queue.publish(["before"]).await;
    let witness = Witness::new(100);
    let (source, calls) = Counted::new(queue.source(&prompt()));
    let pipeline = Pipeline::new(source, Arc::clone(&witness), prompt());
    let children = vec![pipeline.child()];
    let supervisor = Supervisor::start(supervisor::Options::default(), children);
    let supervisor = supervisor.await.unwrap();
    witness.until_done(1).await;

    queue.delete().await;
    // The broker cancels the consumer, the pipeline ends, and there is nothing to connect to.
    until("it calls again", || async { calls.tried() >= 2 }).await;
    assert_eq!(calls.made(), 1);
    let mut arguments = FieldTable::default();
    arguments.insert("x-expires".into(), AMQPValue::LongInt(300_000));
    queue.declare(arguments).await;
    queue.publish(["after"]).await;
    witness.until_done(2).await;
    let stopped = tokio::time::timeout(SHUTDOWN, supervisor.stop()).await;
    stopped.unwrap();
    assert_eq!(calls.made(), 2);
}
