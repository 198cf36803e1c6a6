//! Kafka as the source of a pipeline.
//!
//! Kafka keeps no list of what is settled, only one offset per partition and group: all before it is
//! done. Processors finish out of order, so an offset moves only past an unbroken run of settled
//! messages (`kafka/ledger.rs` keeps count), and what lies beyond is delivered again after a crash.
//!
//! - Offsets are committed every five seconds (`auto.commit.interval.ms`), when a partition moves to
//!   another consumer, and at the end.
//! - There are no dead letters. A message that was rejected is passed over; to keep it, publish it to
//!   a topic of its own in [`Handler::handle_failed`](super::Handler::handle_failed).
//! - Order is that of the partitions, so a slow message holds up its partition.
//! - A broker that is gone is librdkafka's business, and so is it when all are: what is in flight goes on
//!   meanwhile. Only what else goes wrong makes the pipeline call anew.
//!
//! The build needs a C compiler and `make`. For TLS, SASL or zstd add the features `ssl`, `gssapi` or
//! `zstd` of `rdkafka`, and with the first two the headers of the libraries they are named after.

use std::{
    collections::VecDeque,
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rdkafka::{
    ClientConfig, ClientContext, Message as _, Offset, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, Rebalance},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    message::BorrowedMessage,
};
use thiserror::Error;
use tokio::{
    sync::{
        mpsc::{self, error::TrySendError},
        oneshot,
    },
    time::timeout,
};
use tracing::{debug, info, warn};

use super::{Acker, Connect, MAX_DEMAND, Message, Options, Source, SourceError};

mod ledger;

use ledger::Ledger;

/// How long the first answer of a broker may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long one wait for a message or for demand takes, at most: so soon is anything else noticed.
const TICK: Duration = Duration::from_millis(100);

/// How long the last commit and leaving the group may take. With a broker they take milliseconds;
/// without, librdkafka waits for one.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// librdkafka's default for `max.poll.interval.ms`.
const MAX_POLL_INTERVAL: Duration = Duration::from_mins(5);

/// A topic, as a member of a consumer group.
#[derive(Clone)]
pub struct Kafka {
    config: ClientConfig,
    topic: String,
}

// The configuration may hold a password.
impl fmt::Debug for Kafka {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kafka")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}

impl Kafka {
    /// The topic of that name, which must exist, at brokers like `localhost:9092,other:9092`.
    pub fn new(brokers: &str, group: &str, topic: impl Into<String>, options: &Options) -> Self {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", brokers)
            .set("group.id", group)
            // A new group begins with what is there, not with what comes next.
            .set("auto.offset.reset", "earliest")
            // Who joins or leaves interrupts only the partitions that move.
            .set("partition.assignment.strategy", "cooperative-sticky")
            // What librdkafka fetches ahead; its own defaults are 100 000 messages and 64 MB.
            .set("queued.min.messages", options.in_flight().to_string())
            .set("queued.max.messages.kbytes", "16384");
        Self {
            config,
            topic: topic.into(),
        }
    }

    /// One more of librdkafka's settings, as `security.protocol`.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.config.set(key, value);
        self
    }

    /// How long to wait without polling: after three times as long, the group shuts this one out.
    fn patience(&self) -> Duration {
        let limit = self.config.get("max.poll.interval.ms");
        let limit = limit.and_then(|limit| limit.parse().ok());
        limit.map_or(MAX_POLL_INTERVAL, Duration::from_millis) / 3
    }

    /// Blocks until a broker has answered.
    fn probe(mut self) -> Result<(), LostError> {
        // Not a member of the group: those wait for a broker when they are dropped.
        self.config.remove("group.id");
        let consumer: BaseConsumer = self.config.create()?;
        let metadata = consumer.fetch_metadata(Some(&self.topic), CONNECT_TIMEOUT)?;
        let topic = metadata.topics().first();
        if topic.is_none_or(|topic| topic.error().is_some() || topic.partitions().is_empty()) {
            return Err(LostError::NoTopic(self.topic));
        }
        Ok(())
    }

    /// Joins the group; that is waited for by nobody.
    fn join(mut self, ledger: Ledgers) -> KafkaResult<BaseConsumer<Context>> {
        // The ledger says what may be committed, and nothing else does.
        self.config.set("enable.auto.commit", "true");
        self.config.set("enable.auto.offset.store", "false");
        let topic = self.topic.clone();
        let context = Context { topic, ledger };
        let consumer: BaseConsumer<Context> = self.config.create_with_context(context)?;
        consumer.subscribe(&[&self.topic])?;
        Ok(consumer)
    }
}

/// Why there are no messages any more, or none at first.
#[derive(Debug, Error)]
enum LostError {
    #[error(transparent)]
    Kafka(#[from] KafkaError),
    #[error("there is no topic `{0}`")]
    NoTopic(String),
    #[error("the thread of the consumer: {0}")]
    Thread(#[from] io::Error),
    #[error("the thread of the consumer is gone")]
    Gone,
}

fn lost(reason: impl Into<LostError>) -> SourceError {
    SourceError(reason.into().into())
}

/// The one ledger of a connection, which its parts share.
#[derive(Clone, Debug, Default)]
struct Ledgers(Arc<Mutex<Ledger>>);

impl Ledgers {
    // Every change under the lock is whole, so a panic elsewhere leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells librdkafka what it may commit.
    fn store(&self, consumer: &BaseConsumer<Context>, topic: &str) -> KafkaResult<()> {
        let mut offsets = TopicPartitionList::new();
        for (partition, next) in self.lock().take_moved() {
            offsets.add_partition_offset(topic, partition, Offset::Offset(next))?;
        }
        if offsets.count() == 0 {
            return Ok(());
        }
        consumer.store_offsets(&offsets)
    }
}

/// Commits what is stored and waits for the answer.
fn commit(consumer: &BaseConsumer<Context>) -> KafkaResult<()> {
    match consumer.commit_consumer_state(CommitMode::Sync) {
        // Nothing was stored since the last time.
        Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => Ok(()),
        committed => committed,
    }
}

/// What librdkafka calls back; always from the thread that polls.
struct Context {
    topic: String,
    ledger: Ledgers,
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        debug!(?level, facility, message, "librdkafka");
    }

    fn error(&self, error: KafkaError, reason: &str) {
        warn!(%error, reason, "librdkafka");
    }
}

impl ConsumerContext for Context {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let Rebalance::Revoke(partitions) = rebalance else {
            return;
        };
        // The next owner begins after what is committed here.
        let committed = self.ledger.store(consumer, &self.topic);
        if let Err(reason) = committed.and_then(|()| commit(consumer)) {
            warn!(%reason, "not committed; some messages will be delivered again");
        }
        let mut revoked = Vec::new();
        for element in partitions.elements() {
            revoked.push(element.partition());
        }
        info!(partitions = ?revoked, "revoked");
        self.ledger.lock().revoke(&revoked);
    }
}

impl Connect for Kafka {
    type Source = Records;

    async fn connect(&self) -> Result<Records, SourceError> {
        let (answered, answer) = oneshot::channel();
        let probe = self.clone();
        on_thread(move || _ = answered.send(probe.probe()))?;
        answer
            .await
            .map_err(|_| lost(LostError::Gone))?
            .map_err(lost)?;
        let ledger = Ledgers::default();
        let (outbox, inbox) = mpsc::channel(MAX_DEMAND);
        let poller = Poller {
            consumer: self.clone().join(ledger.clone()).map_err(lost)?,
            topic: self.topic.clone(),
            ledger: ledger.clone(),
            outbox,
            patience: self.patience(),
        };
        info!(topic = self.topic, "connected");
        let (ended, outcome) = oneshot::channel();
        // Nobody listens when the pipeline has failed; its end is in the log already.
        let thread = on_thread(move || _ = ended.send(poller.run()))?;
        Ok(Records {
            inbox,
            ledger,
            thread,
            outcome,
        })
    }
}

/// Not `spawn_blocking`: the end of the program would wait for that thread, and so perhaps for a broker.
fn on_thread(work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, SourceError> {
    let thread = thread::Builder::new().name("kafka".into()).spawn(work);
    thread.map_err(lost)
}

/// The thread of one consumer: whatever of it may block, blocks here. It ends when nobody listens.
struct Poller {
    consumer: BaseConsumer<Context>,
    topic: String,
    ledger: Ledgers,
    outbox: mpsc::Sender<KafkaResult<Message>>,
    patience: Duration,
}

impl Poller {
    /// Polls until the other side is gone, and then commits what was settled; or until Kafka is
    /// lost. At the end the consumer leaves its group.
    fn run(self) -> KafkaResult<()> {
        match self.poll() {
            Ok(()) => {
                self.ledger.store(&self.consumer, &self.topic)?;
                commit(&self.consumer)
            }
            Err(reason) => {
                // Nobody listens: then nobody has to be told.
                let _ = self.outbox.blocking_send(Err(reason));
                Ok(())
            }
        }
    }

    fn poll(&self) -> KafkaResult<()> {
        let mut held = VecDeque::new();
        let mut paused = false;
        let mut polled = Instant::now();
        loop {
            self.ledger.store(&self.consumer, &self.topic)?;
            match self.outbox.try_reserve() {
                Ok(room) => {
                    if paused {
                        self.consumer.resume(&self.consumer.assignment()?)?;
                        paused = false;
                    }
                    if held.is_empty() {
                        held.extend(self.next(TICK)?);
                    }
                    polled = Instant::now();
                    if let Some(message) = held.pop_front() {
                        room.send(Ok(message));
                    }
                }
                Err(TrySendError::Closed(())) => return Ok(()),
                // Until there is room again: see `Records::receive`.
                Err(TrySendError::Full(())) if polled.elapsed() < self.patience => {
                    thread::park_timeout(TICK);
                }
                Err(TrySendError::Full(())) => {
                    // Who does not poll is put out of the group. While all is paused, polling brings
                    // at most the first message of a partition that is assigned just now.
                    self.consumer.pause(&self.consumer.assignment()?)?;
                    paused = true;
                    held.extend(self.next(TICK)?);
                }
            }
        }
    }

    fn next(&self, wait: Duration) -> KafkaResult<Option<Message>> {
        // One broker of several, or all of them; librdkafka connects again by itself.
        const ONE: KafkaError =
            KafkaError::MessageConsumption(RDKafkaErrorCode::BrokerTransportFailure);
        const ALL: KafkaError = KafkaError::MessageConsumption(RDKafkaErrorCode::AllBrokersDown);
        match self.consumer.poll(wait) {
            None => Ok(None),
            Some(Ok(record)) => Ok(Some(self.message(&record))),
            Some(Err(reason)) if reason == ONE || reason == ALL => Ok(None),
            Some(Err(reason)) => Err(reason),
        }
    }

    fn message(&self, record: &BorrowedMessage<'_>) -> Message {
        let (partition, offset) = (record.partition(), record.offset());
        let key = record.key().map(String::from_utf8_lossy);
        Message {
            tag: self.ledger.lock().deliver(partition, offset),
            key: key.map(String::from),
            partition: Some(partition),
            // A tombstone of a compacted topic has none.
            payload: record.payload().unwrap_or_default().to_vec(),
            // A log does not know.
            redelivered: false,
        }
    }
}

/// A member of a consumer group that takes the messages of its partitions.
#[derive(Debug)]
pub struct Records {
    inbox: mpsc::Receiver<KafkaResult<Message>>,
    ledger: Ledgers,
    thread: JoinHandle<()>,
    outcome: oneshot::Receiver<KafkaResult<()>>,
}

impl Source for Records {
    type Acker = Settle;

    fn acker(&self) -> Settle {
        Settle(self.ledger.clone())
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        loop {
            let mut received = Vec::new();
            if self.inbox.recv_many(&mut received, demand).await == 0 {
                return Err(lost(LostError::Gone));
            }
            self.thread.thread().unpark();
            let received: KafkaResult<Vec<_>> = received.into_iter().collect();
            let mut messages = received.map_err(lost)?;
            // Of a partition that is somebody else's by now, nothing is wanted any more.
            let ledger = self.ledger.lock();
            messages.retain(|message| ledger.is_under_way(message.tag));
            drop(ledger);
            if !messages.is_empty() {
                return Ok(messages);
            }
        }
    }

    async fn close(self) {
        drop(self.inbox);
        self.thread.thread().unpark();
        match timeout(CLOSE_TIMEOUT, self.outcome).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(reason))) => {
                warn!(%reason, "not committed; some messages will be delivered again");
            }
            Ok(Err(_)) => warn!("the thread of the consumer is gone"),
            // The thread goes on until there is a broker again, or the program ends.
            Err(_) => warn!("no broker; some messages may be delivered again"),
        }
    }
}

/// Settles messages: their offsets move on as far as there is no gap.
#[derive(Clone, Debug)]
pub struct Settle(Ledgers);

impl Acker for Settle {
    async fn ack(&self, tags: &[u64]) -> Result<(), SourceError> {
        let mut ledger = self.0.lock();
        for tag in tags {
            ledger.settle(*tag);
        }
        Ok(())
    }

    async fn reject(&self, tag: u64) -> Result<(), SourceError> {
        // A gap would hold back its partition for ever.
        self.0.lock().settle(tag);
        Ok(())
    }
}
//% if with.runtime_tests

#[cfg(test)]
mod tests;
//% endif
