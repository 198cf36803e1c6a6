//! Beside librdkafka's own Kafka, which speaks the protocol over loopback and has consumer groups. A
//! group takes some seconds to form, as it does in Kafka, so these tests do.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
};

use rdkafka::{
    mocking::{MockCluster, MockCoordinator},
    producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer},
    types::{RDKafkaApiKey, RDKafkaRespErr},
};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::otp::mute::Mute;
use crate::otp::pipeline::{
    Pipeline, SHUTDOWN,
    witness::{Calls, Counted, LIMIT, Other, Run, Witness, given_up, until},
};
use crate::otp::supervisor::{self, Supervisor, SupervisorHandle};

const TOPIC: &str = "events";
const GROUP: &str = "pipeline";

/// One processor and batches of ten that wait to be full: 20 messages may be in flight.
fn tens() -> Options {
    Options {
        processors: 1,
        batch_size: 10,
        batch_timeout: Duration::from_hours(1),
        ..Options::default()
    }
}

/// As [`tens`], but a batch that does not fill up closes soon, and four messages are worked on at
/// the same time.
fn prompt() -> Options {
    Options {
        processors: 4,
        batch_timeout: Duration::from_millis(50),
        ..tens()
    }
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:03}")).collect()
}

fn source(brokers: &str, options: &Options) -> Kafka {
    Kafka::new(brokers, GROUP, TOPIC, options)
        .set("auto.commit.interval.ms", "50")
        // Who is killed is missed soon.
        .set("session.timeout.ms", "3000")
        .set("heartbeat.interval.ms", "100")
}

/// A Kafka with one topic, which ends with the test.
struct Bed {
    cluster: MockCluster<'static, DefaultProducerContext>,
    partitions: i32,
}

impl Bed {
    fn new(partitions: i32) -> Self {
        Self::with_brokers(1, partitions)
    }

    fn with_brokers(brokers: i32, partitions: i32) -> Self {
        let cluster = MockCluster::new(brokers).unwrap();
        cluster.create_topic(TOPIC, partitions, 1).unwrap();
        Self {
            cluster,
            partitions,
        }
    }

    fn brokers(&self) -> String {
        self.cluster.bootstrap_servers()
    }

    fn source(&self, options: &Options) -> Kafka {
        source(&self.brokers(), options)
    }

    /// Compressed, so that it is known that the consumer can read that.
    fn publish(&self, partition: i32, payloads: impl IntoIterator<Item = impl AsRef<[u8]>>) {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", self.brokers());
        config.set("compression.type", "gzip");
        let producer: BaseProducer = config.create().unwrap();
        for payload in payloads {
            let record = BaseRecord::to(TOPIC).partition(partition).key("a");
            producer.send(record.payload(payload.as_ref())).unwrap();
        }
        producer.flush(LIMIT).unwrap();
    }

    /// What the group has committed, by partition; zero is nothing.
    fn committed(&self) -> Vec<i64> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", self.brokers());
        config.set("group.id", GROUP);
        let consumer: BaseConsumer = config.create().unwrap();
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition_range(TOPIC, 0, self.partitions - 1);
        let committed = consumer.committed_offsets(partitions, LIMIT).unwrap();
        let offsets = committed.elements_for_topic(TOPIC).into_iter();
        offsets
            .map(|element| match element.offset() {
                Offset::Offset(next) => next,
                _ => 0,
            })
            .collect()
    }

    async fn until_committed(&self, offsets: &[i64]) {
        let what = format!("{offsets:?} is committed");
        until(&what, || async { self.committed() == offsets }).await;
    }
}

#[tokio::test(start_paused = true)]
async fn k16_with_kafka_one_that_accepts_and_says_nothing_is_called_again() {
    let mute = Mute::new().await;
    let (source, calls) = Counted::new(source(&mute.address.to_string(), &tens()));
    let pipeline = Pipeline::new(source, Witness::new(0), tens());
    let stop = CancellationToken::new();
    let stopping = async {
        mute.until_accepted(1).await;
        // Paused time, and so no time.
        while calls.tried() < 3 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        stop.cancel();
    };
    let (ended, ()) = tokio::join!(pipeline.run(&stop), stopping);
    ended.unwrap();
    assert_eq!(calls.made(), 0);
}

const KILLED: &str = "CONSUME_UNTIL_KILLED";

#[tokio::test]
async fn b01_with_kafka_a_consumer_goes_on_after_what_a_killed_process_had_committed() {
    if let Ok(brokers) = env::var(KILLED) {
        // This is the process to be killed: its first batch passes, its second never ends.
        let source = source(&brokers, &tens());
        let pipeline = Pipeline::new(source, Witness::new(1), tens());
        return pipeline.run(&CancellationToken::new()).await.unwrap();
    }
    let bed = Bed::new(1);
    bed.publish(0, numbers(40));
    let test = "b01_with_kafka_a_consumer_goes_on_after_what_a_killed_process_had_committed";
    let mut other = Other::run(module_path!(), test, KILLED, &bed.brokers());
    bed.until_committed(&[10]).await;
    other.kill();

    let witness = Witness::new(100);
    let run = Run::new(bed.source(&tens()), &witness, tens());
    witness.until_done(30).await;
    run.stop().await;
    assert_eq!(witness.done(), numbers(40).split_off(10));
    assert_eq!(bed.committed(), [40]);
}

#[tokio::test]
async fn b01_with_kafka_what_was_drained_does_not_come_again() {
    let bed = Bed::new(3);
    for partition in 0..3 {
        bed.publish(partition, numbers(40));
    }
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&prompt()), &witness, prompt());
    let enough = || async { witness.done().len() == 120 };
    until("all is done", enough).await;
    run.stop().await;
    assert_eq!(bed.committed(), [40, 40, 40]);

    bed.publish(1, ["new"]);
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&prompt()), &witness, prompt());
    witness.until_done(1).await;
    run.stop().await;
    assert_eq!(witness.done(), ["new"]);
    assert_eq!(bed.committed(), [40, 41, 40]);
}

#[tokio::test]
async fn b01_with_kafka_what_was_taken_before_a_partition_was_revoked_does_not_count() {
    let bed = Bed::new(2);
    bed.publish(0, (0..5).map(|number| format!("0/{number}")));
    bed.publish(1, (0..5).map(|number| format!("1/{number}")));
    let first = Witness::new(0);
    let first_run = Run::new(bed.source(&prompt()), &first, prompt());
    first.until_worked(10).await;
    // Another one joins and gets one of the partitions, from the beginning.
    let second = Witness::new(0);
    let second_run = Run::new(bed.source(&prompt()), &second, prompt());
    second.until_worked(5).await;
    let moved = usize::from(second.worked()[0].0.starts_with('1'));
    let kept = 1 - moved;
    // It dies, so that the first one gets that partition back.
    drop(second_run);
    first.until_worked(15).await;

    // Now the first batch ends well, with all ten. Of the partition that went and came back, only
    // what was delivered since then moves the offset.
    first.pass(1);
    until("the partition that was kept is done", || async {
        bed.committed()[kept] == 5
    })
    .await;
    assert_eq!(bed.committed()[moved], 0);
    first.release();
    bed.until_committed(&[5, 5]).await;
    first_run.stop().await;
}

#[tokio::test]
async fn b03_with_kafka_a_failed_message_is_passed_over() {
    let bed = Bed::new(1);
    bed.publish(0, ["bad", "1", "2", "panic", "3"]);
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&prompt()), &witness, prompt());
    witness.until_done(3).await;
    run.stop().await;
    assert_eq!(witness.done(), ["1", "2", "3"]);
    assert_eq!(witness.worked().len(), 5);
    assert_eq!(bed.committed(), [5]);
}

#[tokio::test]
async fn b04_with_kafka_no_more_is_taken_than_may_be_in_flight() {
    let bed = Bed::new(1);
    bed.publish(0, numbers(200));
    let witness = Witness::new(0);
    let run = Run::new(bed.source(&tens()), &witness, tens());
    witness.until_worked(tens().in_flight()).await;
    assert_eq!(bed.committed(), [0]);
    witness.release();
    witness.until_done(200).await;
    run.stop().await;
    assert_eq!(witness.most_in_flight(), tens().in_flight());
    assert_eq!(witness.done(), numbers(200));
}

#[tokio::test]
async fn b04_with_kafka_a_consumer_that_has_no_demand_stays_in_its_group() {
    let bed = Bed::new(1);
    bed.publish(0, numbers(100));
    let witness = Witness::new(1);
    // The shortest that librdkafka's clock, which ticks every second, can tell from a pause.
    let source = bed.source(&tens()).set("max.poll.interval.ms", "6000");
    let (source, calls) = Counted::new(source);
    let run = Run::new(source, &witness, tens());
    witness.until_worked(30).await;
    // Not a wait for something to happen, but for it not to: all that time nobody asks for more.
    tokio::time::sleep(Duration::from_secs(9)).await;
    witness.release();
    witness.until_done(100).await;
    run.stop().await;
    assert_eq!(calls.made(), 1);
    assert_eq!(witness.done(), numbers(100));
}

#[tokio::test]
async fn b05_with_kafka_the_order_of_a_partition_is_kept() {
    let bed = Bed::new(3);
    for partition in 0..3 {
        let payloads = (0..30).map(|number| format!("{partition}/{number:02}"));
        bed.publish(partition, payloads);
    }
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&prompt()), &witness, prompt());
    witness.until_done(90).await;
    run.stop().await;
    let mut partitions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for payload in witness.done() {
        let partition = payload[..1].to_owned();
        partitions.entry(partition).or_default().push(payload);
    }
    assert_eq!(partitions.len(), 3);
    for payloads in partitions.values() {
        assert_eq!(payloads.len(), 30);
        assert!(payloads.is_sorted());
    }
}

#[tokio::test]
async fn b06_with_kafka_stopping_commits_what_was_taken_and_leaves_the_rest() {
    let bed = Bed::new(1);
    bed.publish(0, numbers(100));
    let witness = Witness::new(2);
    let run = Run::new(bed.source(&tens()), &witness, tens());
    witness.until_done(20).await;
    witness.release();
    run.stop().await;
    let mut done = witness.done();
    assert_eq!(bed.committed(), [i64::try_from(done.len()).unwrap()]);

    // The next one has the rest.
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&prompt()), &witness, prompt());
    witness.until_done(100 - done.len()).await;
    run.stop().await;
    done.extend(witness.done());
    assert_eq!(done, numbers(100));
}

#[tokio::test]
async fn b06_with_kafka_the_end_does_not_wait_for_a_lost_broker() {
    let bed = Bed::new(1);
    bed.publish(0, numbers(20));
    let witness = Witness::new(1);
    let run = Run::new(bed.source(&tens()), &witness, tens());
    bed.until_committed(&[10]).await;
    witness.until_worked(20).await;
    bed.cluster.broker_down(1).unwrap();
    witness.release();
    timeout(SHUTDOWN, run.stop()).await.unwrap();
    assert_eq!(witness.done(), numbers(20));

    // What could not be committed may be delivered again.
    bed.cluster.broker_up(1).unwrap();
    let witness = Witness::new(100);
    let run = Run::new(bed.source(&tens()), &witness, tens());
    bed.until_committed(&[20]).await;
    run.stop().await;
}

/// A supervised consumer whose first batch has passed and whose second is held.
struct Supervised {
    witness: Arc<Witness>,
    calls: Arc<Calls>,
    supervisor: SupervisorHandle,
}

impl Supervised {
    async fn start(bed: &Bed) -> Self {
        bed.publish(0, numbers(60));
        let witness = Witness::new(1);
        let (source, calls) = Counted::new(bed.source(&prompt()));
        let pipeline = Pipeline::new(source, Arc::clone(&witness), prompt());
        let children = vec![pipeline.child()];
        let supervisor = Supervisor::start(supervisor::Options::default(), children);
        let supervisor = supervisor.await.unwrap();
        bed.until_committed(&[10]).await;
        Self {
            witness,
            calls,
            supervisor,
        }
    }

    /// All is done in the end; says how often Kafka was called, and how often it answered.
    async fn finish(self, bed: &Bed) -> [usize; 2] {
        self.witness.until_done(70).await;
        timeout(SHUTDOWN, self.supervisor.stop()).await.unwrap();
        let done: BTreeSet<_> = self.witness.done().into_iter().collect();
        assert_eq!(done, BTreeSet::from_iter(numbers(70)));
        assert_eq!(bed.committed(), [70]);
        [self.calls.tried(), self.calls.made()]
    }
}

#[tokio::test]
async fn b08_with_kafka_lost_brokers_interrupt_nothing_and_nothing_is_lost() {
    let bed = Bed::new(1);
    let supervised = Supervised::start(&bed).await;
    bed.cluster.broker_down(1).unwrap();
    // Not a wait for something to happen, but for it not to.
    tokio::time::sleep(Duration::from_secs(3)).await;
    supervised.witness.release();
    bed.cluster.broker_up(1).unwrap();
    bed.publish(0, numbers(70).split_off(60));
    assert_eq!(supervised.finish(&bed).await, [1, 1]);
}

#[tokio::test]
async fn b08_with_kafka_one_lost_broker_of_three_ends_nothing() {
    let bed = Bed::with_brokers(3, 1);
    let coordinator = MockCoordinator::Group(GROUP.to_owned());
    bed.cluster.coordinator(coordinator, 1).unwrap();
    bed.cluster.partition_leader(TOPIC, 0, Some(2)).unwrap();
    bed.publish(0, numbers(10));
    let witness = Witness::new(100);
    let (source, calls) = Counted::new(bed.source(&prompt()));
    let run = Run::new(source, &witness, prompt());
    bed.until_committed(&[10]).await;
    // The leader goes, another one takes over.
    bed.cluster.broker_down(2).unwrap();
    bed.cluster.partition_leader(TOPIC, 0, Some(3)).unwrap();
    bed.publish(0, numbers(20).split_off(10));
    bed.until_committed(&[20]).await;
    run.stop().await;
    assert_eq!(calls.made(), 1);
    assert_eq!(witness.done(), numbers(20));
}

#[tokio::test]
async fn b08_with_kafka_a_refusal_restarts_the_consumer_and_nothing_is_lost() {
    let bed = Bed::new(1);
    let supervised = Supervised::start(&bed).await;
    let refused = RDKafkaRespErr::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
    bed.cluster.request_errors(RDKafkaApiKey::Fetch, &[refused]);
    // Only who asks after that gets these.
    bed.publish(0, numbers(70).split_off(60));
    supervised.witness.release();
    assert!(supervised.finish(&bed).await[1] >= 2);
}

#[tokio::test]
async fn k13_with_kafka_all_calls_may_be_dropped_at_any_await() {
    let bed = Bed::new(1);
    given_up(&bed.source(&prompt()), prompt(), async |payloads| {
        bed.publish(0, payloads);
    })
    .await;
}
