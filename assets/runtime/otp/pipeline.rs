//! A pipeline that takes messages from a broker, works on them and acknowledges them in batches, as
//! Broadway does.
//!
//! ```text
//! source -> producer -> processors -> batcher -> acknowledged
//!                           |            |
//!                           +------------+-> failed: handle_failed, then rejected
//! ```
//!
//! - Back-pressure: the producer asks the source only for as many messages as are wanted, so that
//!   never more than [`Options::in_flight`] are neither acknowledged nor rejected.
//! - At least once: a message is acknowledged after its batch succeeded, and not before. What is
//!   under way when the process dies is delivered again, so handlers must be idempotent.
//! - No retries: a message whose handler fails or panics is rejected; trying again and dead letters
//!   are the broker's business, as in Broadway.
//! - Order: messages of one key, or of one partition, go through one processor, one after the other.
//!   A slow key slows the others down. Messages without a key have no order.
//! - Draining: on shutdown the producer stops, the stages end one after the other, the last batch
//!   is not held back.
//!
//! A lost broker ends the pipeline with an error. The supervisor starts it again, and it connects
//! with growing pauses, so that a broker that is down for long does not use up the restarts.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    mem,
    sync::Arc,
    thread,
    time::Duration,
};

use thiserror::Error;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    task::{JoinError, JoinSet},
    time::{Instant, sleep, sleep_until},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::{debug, info, warn};

use crate::otp::BoxError;
use crate::otp::supervisor::{ChildSpec, Shutdown};

pub mod broker;
//% if false
#[cfg(feature = "kafka")]
//% endif
//% if answers.broker == "kafka"
pub mod kafka;
//% endif
//% if false
#[cfg(feature = "rabbitmq")]
//% endif
//% if answers.broker == "rabbitmq"
pub mod rabbitmq;
//% endif
//% if false
#[cfg(feature = "sqs")]
//% endif
//% if answers.broker == "sqs"
pub mod sqs;
//% endif

pub use broker::Broker;
//% if false
#[cfg(feature = "kafka")]
//% endif
//% if answers.broker == "kafka"
pub use kafka::Kafka;
//% endif
//% if false
#[cfg(feature = "rabbitmq")]
//% endif
//% if answers.broker == "rabbitmq"
pub use rabbitmq::RabbitMq;
//% endif
//% if false
#[cfg(feature = "sqs")]
//% endif
//% if answers.broker == "sqs"
pub use sqs::Sqs;
//% endif

/// Messages in a batch, at most.
pub const BATCH_SIZE: usize = 100;

/// How long a batch waits to be filled, counted from its first message.
pub const BATCH_TIMEOUT: Duration = Duration::from_secs(1);

/// Messages that may wait for one processor, besides the one it works on.
pub const MAX_DEMAND: usize = 10;

/// How long draining may take unless the options say otherwise. (Broadway: 30 s, as long as Kubernetes
/// waits for everything.)
pub const SHUTDOWN: Duration = Duration::from_secs(15);

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long a pipeline that ended waits before it is restarted: a broker that hangs up at once is
/// not called again and again, and the supervisor's limit is not used up in no time.
const RESTART_DELAY: Duration = Duration::from_secs(1);

/// A message as it came from the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What the broker knows this delivery by.
    pub tag: u64,
    /// Messages of the same key are worked on in order.
    pub key: Option<String>,
    /// The part of a topic it came from: within one, order is kept whatever the keys.
    pub partition: Option<i32>,
    /// What it says.
    pub payload: Vec<u8>,
    /// Whether the broker delivered it before, if it says so: it may have been worked on already.
    pub redelivered: bool,
}

/// The connection to the broker is lost, or was not made.
#[derive(Debug, Error)]
#[error("the broker: {0}")]
pub struct SourceError(pub BoxError);

/// Makes connections to a broker.
pub trait Connect: Send + Sync + 'static {
    /// What a connection is.
    type Source: Source;

    /// Connects once; trying again is up to the pipeline.
    fn connect(&self) -> impl Future<Output = Result<Self::Source, SourceError>> + Send;
}

/// A connection that delivers messages.
pub trait Source: Send + 'static {
    /// What settles its messages.
    type Acker: Acker;

    /// What settles the messages of this connection.
    fn acker(&self) -> Self::Acker;

    /// Waits for messages and returns at most `demand` of them. Dropping the future must lose
    /// none: what was not returned has to be delivered again, at the latest on reconnection.
    fn receive(
        &mut self,
        demand: usize,
    ) -> impl Future<Output = Result<Vec<Message>, SourceError>> + Send;

    /// Ends the connection when everything is settled.
    fn close(self) -> impl Future<Output = ()> + Send
    where
        Self: Sized,
    {
        async {}
    }
}

/// Settles messages, in any order.
pub trait Acker: Send + Sync + 'static {
    /// These were worked on; the broker may forget them.
    fn ack(&self, tags: &[u64]) -> impl Future<Output = Result<(), SourceError>> + Send;

    /// This one failed; the broker drops it or puts it with the dead letters.
    fn reject(&self, tag: u64) -> impl Future<Output = Result<(), SourceError>> + Send;
}

/// What the pipeline is for.
pub trait Handler: Send + Sync + 'static {
    /// What a message becomes.
    type Item: Send + 'static;

    /// Works on one message; many are worked on at the same time.
    fn handle_message(
        &self,
        message: &Message,
    ) -> impl Future<Output = Result<Self::Item, BoxError>> + Send;

    /// Works on a batch; if this fails, all of its messages have failed.
    fn handle_batch(
        &self,
        items: Vec<Self::Item>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Hears of a message that failed, before it is rejected.
    fn handle_failed(&self, message: &Message, reason: &str) -> impl Future<Output = ()> + Send {
        let tag = message.tag;
        async move { warn!(tag, reason, "a message failed") }
    }
}

/// No more than `allowed` messages in each `interval`.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    /// How many.
    pub allowed: usize,
    /// In which time.
    pub interval: Duration,
}

/// The measures of a pipeline. The defaults are Broadway's.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Messages worked on at the same time.
    pub processors: usize,
    /// Messages in a batch, at most.
    pub batch_size: usize,
    /// How long a batch waits to be filled.
    pub batch_timeout: Duration,
    /// How fast messages are taken, if that is limited.
    pub rate_limit: Option<RateLimit>,
    /// How long draining may take before the supervisor cuts it off.
    pub shutdown: Duration,
}

impl Options {
    /// How many messages may be neither acknowledged nor rejected.
    pub fn in_flight(&self) -> usize {
        self.batch_size + self.processors * MAX_DEMAND
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            processors: 2 * thread::available_parallelism().map_or(1, usize::from),
            batch_size: BATCH_SIZE,
            batch_timeout: BATCH_TIMEOUT,
            rate_limit: None,
            shutdown: SHUTDOWN,
        }
    }
}

/// Why a pipeline ended without being told to.
#[derive(Debug, Error)]
pub enum PipelineError {
    /// The broker is lost.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The source delivered more than was asked for.
    #[error("the source does not respect demand")]
    Demand,
    /// A stage of the pipeline itself crashed.
    #[error(transparent)]
    Stage(#[from] JoinError),
    /// A stage of the pipeline itself ended before its time.
    #[error("a stage of the pipeline is gone")]
    Gone,
}

/// A broker, a handler and the measures between them.
pub struct Pipeline<C, H> {
    broker: Arc<C>,
    handler: Arc<H>,
    options: Options,
}

impl<C, H> Clone for Pipeline<C, H> {
    fn clone(&self) -> Self {
        Self {
            broker: Arc::clone(&self.broker),
            handler: Arc::clone(&self.handler),
            options: self.options,
        }
    }
}

impl<C, H> fmt::Debug for Pipeline<C, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<C: Connect, H: Handler> Pipeline<C, H> {
    /// A pipeline that does not run yet.
    pub fn new(broker: C, handler: Arc<H>, options: Options) -> Self {
        Self {
            broker: Arc::new(broker),
            handler,
            options,
        }
    }

    /// The pipeline as a supervised child, which has [`Options::shutdown`] to drain.
    pub fn child(&self) -> ChildSpec {
        let pipeline = self.clone();
        let child = ChildSpec::new("pipeline", move |ctx| {
            let pipeline = pipeline.clone();
            async move {
                ctx.ready();
                pipeline.run(ctx.shutdown()).await?;
                Ok(())
            }
        });
        child
            .restart_delay(RESTART_DELAY)
            .shutdown(Shutdown::Timeout(self.options.shutdown))
    }

    /// Runs until told to stop, and then until what was taken is settled; or until the broker is
    /// lost, and then what was taken and is not settled will be delivered again.
    pub async fn run(&self, shutdown: &CancellationToken) -> Result<(), PipelineError> {
        let mut source = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            source = self.connect() => source,
        };
        let acker = Arc::new(source.acker());
        let mut stages = JoinSet::new();

        let (batcher, processed) = mpsc::channel(self.options.batch_size.max(1));
        let stage = Stage::new(&self.handler, &acker);
        stages.spawn(stage.batch(processed, self.options));
        let mut processors = Vec::new();
        for _ in 0..self.options.processors.max(1) {
            let (processor, inbox) = mpsc::channel(MAX_DEMAND);
            let stage = Stage::new(&self.handler, &acker);
            stages.spawn(stage.process(inbox, batcher.clone()));
            processors.push(processor);
        }
        drop(batcher);

        // The producer is the end of `processors`: when it ends, they see their inboxes close, and
        // when they have ended, the batcher does. The set aborts the stages if this is dropped.
        tokio::select! {
            produced = produce(&mut source, processors, self.options, shutdown) => produced?,
            Some(ended) = stages.join_next() => {
                ended??;
                return Err(PipelineError::Gone);
            }
        }
        info!("draining");
        while let Some(ended) = stages.join_next().await {
            ended??;
        }
        source.close().await;
        Ok(())
    }

    async fn connect(&self) -> C::Source {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.broker.connect().await {
                Ok(source) => return source,
                Err(reason) => warn!(%reason, ?pause, "cannot connect"),
            }
            sleep(pause).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }
}

/// A message on its way; dropping it gives its demand back.
struct InFlight {
    message: Arc<Message>,
    _demand: OwnedSemaphorePermit,
}

/// Asks for messages while there is demand, and hands each to the processor of its partition or key.
async fn produce<S: Source>(
    source: &mut S,
    processors: Vec<mpsc::Sender<InFlight>>,
    options: Options,
    shutdown: &CancellationToken,
) -> Result<(), PipelineError> {
    let semaphore = Arc::new(Semaphore::new(options.in_flight()));
    let mut allowance = options.rate_limit.map(Allowance::new);
    let mut turn = 0_u64;
    loop {
        let received = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            received = take(source, &semaphore, &mut allowance) => received?,
        };
        for message in received {
            let mut hasher = DefaultHasher::new();
            match (message.message.partition, &message.message.key) {
                (Some(partition), _) => partition.hash(&mut hasher),
                (None, Some(key)) => key.hash(&mut hasher),
                (None, None) => turn.hash(&mut hasher),
            }
            turn = turn.wrapping_add(1);
            let processor = hasher.finish() % processors.len() as u64;
            let processor = usize::try_from(processor).unwrap_or(0);
            let sent = processors[processor].send(message).await;
            sent.map_err(|_| PipelineError::Gone)?;
        }
    }
}

/// Waits for demand, then for messages, and takes no more than there is demand for.
async fn take<S: Source>(
    source: &mut S,
    semaphore: &Arc<Semaphore>,
    allowance: &mut Option<Allowance>,
) -> Result<Vec<InFlight>, PipelineError> {
    let mut most = MAX_DEMAND;
    if let Some(allowance) = allowance {
        most = most.min(allowance.wait().await);
    }
    let demand = Arc::clone(semaphore).acquire_owned().await;
    let mut demand = demand.map_err(|_| PipelineError::Gone)?;
    while demand.num_permits() < most {
        match Arc::clone(semaphore).try_acquire_owned() {
            Ok(more) => demand.merge(more),
            Err(_) => break,
        }
    }
    let messages = source.receive(demand.num_permits()).await?;
    if let Some(allowance) = allowance {
        allowance.left = allowance.left.saturating_sub(messages.len());
    }
    let in_flight = messages.into_iter().map(|message| {
        Ok(InFlight {
            message: Arc::new(message),
            _demand: demand.split(1).ok_or(PipelineError::Demand)?,
        })
    });
    in_flight.collect()
}

/// What is left of a rate limit in the current interval.
struct Allowance {
    limit: RateLimit,
    left: usize,
    ends: Instant,
}

impl Allowance {
    fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            left: limit.allowed,
            ends: Instant::now() + limit.interval,
        }
    }

    /// How many messages may be taken; waits for the next interval if that is none.
    async fn wait(&mut self) -> usize {
        if self.left == 0 {
            sleep_until(self.ends).await;
        }
        if Instant::now() >= self.ends {
            *self = Self::new(self.limit);
        }
        self.left
    }
}

/// What the stages after the producer have in common.
struct Stage<H, A> {
    handler: Arc<H>,
    acker: Arc<A>,
}

impl<H: Handler, A: Acker> Stage<H, A> {
    fn new(handler: &Arc<H>, acker: &Arc<A>) -> Self {
        Self {
            handler: Arc::clone(handler),
            acker: Arc::clone(acker),
        }
    }

    /// One processor: one message at a time, in the order they come.
    async fn process(
        self,
        mut inbox: mpsc::Receiver<InFlight>,
        batcher: mpsc::Sender<(InFlight, H::Item)>,
    ) -> Result<(), PipelineError> {
        while let Some(in_flight) = inbox.recv().await {
            let (handler, message) = (Arc::clone(&self.handler), Arc::clone(&in_flight.message));
            let work = async move { handler.handle_message(&message).await };
            match isolated(work).await {
                Ok(item) => {
                    let sent = batcher.send((in_flight, item)).await;
                    sent.map_err(|_| PipelineError::Gone)?;
                }
                Err(reason) => self.fail(in_flight, &reason).await?,
            }
        }
        Ok(())
    }

    /// The batcher: a batch is closed when it is full, when its time is up, or at the end.
    async fn batch(
        self,
        mut processed: mpsc::Receiver<(InFlight, H::Item)>,
        options: Options,
    ) -> Result<(), PipelineError> {
        let mut batch = Vec::new();
        let mut due = Instant::now();
        loop {
            let next = tokio::select! {
                biased;
                () = sleep_until(due), if !batch.is_empty() => {
                    self.close(mem::take(&mut batch)).await?;
                    continue;
                }
                next = processed.recv() => next,
            };
            let Some(next) = next else {
                return self.close(batch).await;
            };
            if batch.is_empty() {
                due = Instant::now() + options.batch_timeout;
            }
            batch.push(next);
            if batch.len() >= options.batch_size {
                self.close(mem::take(&mut batch)).await?;
            }
        }
    }

    /// Works on one batch; only then is anything in it acknowledged.
    async fn close(&self, batch: Vec<(InFlight, H::Item)>) -> Result<(), PipelineError> {
        if batch.is_empty() {
            return Ok(());
        }
        let (messages, items): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        debug!(messages = messages.len(), "a batch is closed");
        let handler = Arc::clone(&self.handler);
        match isolated(async move { handler.handle_batch(items).await }).await {
            Ok(()) => {
                let tags: Vec<_> = messages.iter().map(|one| one.message.tag).collect();
                self.acker.ack(&tags).await?;
            }
            Err(reason) => {
                for message in messages {
                    self.fail(message, &reason).await?;
                }
            }
        }
        Ok(())
    }

    async fn fail(&self, in_flight: InFlight, reason: &str) -> Result<(), PipelineError> {
        let (handler, message) = (Arc::clone(&self.handler), Arc::clone(&in_flight.message));
        let heard = reason.to_owned();
        let told = async move {
            handler.handle_failed(&message, &heard).await;
            Ok(())
        };
        if let Err(reason) = isolated(told).await {
            warn!(reason, "the handler of failures failed itself");
        }
        self.acker.reject(in_flight.message.tag).await?;
        Ok(())
    }
}

/// Runs a handler in a task of its own, so that a panic is only its own failure.
async fn isolated<T, F>(handler: F) -> Result<T, String>
where
    T: Send + 'static,
    F: Future<Output = Result<T, BoxError>> + Send + 'static,
{
    match AbortOnDropHandle::new(tokio::spawn(handler)).await {
        Ok(result) => result.map_err(|reason| reason.to_string()),
        Err(crash) => Err(crash.to_string()),
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% if answers.broker in ["rabbitmq", "kafka", "sqs"]
#[cfg(test)]
//% if false
#[cfg(any(feature = "kafka", feature = "rabbitmq", feature = "sqs"))]
//% endif
mod witness;
//% endif
//% endif
