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
//! - Cut off: when the connection is lost, so is what was taken from it. Handlers that are under way are
//!   dropped at the await they are at, and their messages are delivered again.
//! - No retries: a message whose handler fails, panics or takes too long is rejected; trying again
//!   and dead letters are the broker's business, as in Broadway. Only if the handler of failures fails
//!   itself is the message not rejected, for nobody has heard of it: after a pause it comes again.
//! - A brake: after a batch that failed, or many messages in a row, a pause is made before more are
//!   taken, and then few, so that a database that is away for a moment does not cost the whole queue.
//! - Order: messages of one key, or of one partition, are worked on one after the other. Messages without
//!   a key have no order and wait for no other. A slow one holds up its own key, and others only when
//!   those that wait behind it are all that may be in flight. A handler that keeps its thread cannot be
//!   stopped: when its time is up, the next of its key begins beside it.
//! - Draining: on shutdown the producer stops, the stages end one after the other, and what waits for
//!   its batch to be filled waits no longer.
//!
//! A lost broker, or one that does not answer, is called again with growing pauses for as long as it
//! takes. That is no crash: it uses up no restarts, and the siblings of the pipeline never notice.

use std::{fmt, sync::Arc, thread, time::Duration};

use thiserror::Error;
use tokio::{
    sync::{Semaphore, mpsc},
    task::{JoinError, JoinSet},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use brake::Brake;
use policy::{FIRST_PAUSE, LONGEST_PAUSE};
use producer::produce;
use stages::Stage;

use crate::otp::BoxError;
use crate::otp::pauses::Pauses;
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

mod brake;
pub mod policy;
mod producer;
mod stages;

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

/// Messages that may wait, for each processor.
pub const MAX_DEMAND: usize = 10;

/// How long a handler may take before what it works on has failed.
pub const HANDLER_TIMEOUT: Duration = Duration::from_mins(1);

/// How long the broker may take to answer before it is called anew.
pub const BROKER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long draining may take unless the options say otherwise. (Broadway: 30 s, as long as Kubernetes
/// waits for everything.)
pub const SHUTDOWN: Duration = Duration::from_secs(15);

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

    /// Connects once; to try again, and to give up one that takes too long, is up to the pipeline.
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

    /// Asks the broker for no more messages, while those that were taken are worked on: one that sends
    /// them unasked would send one for each that is settled. It may be given up.
    fn stop_taking(&mut self) -> impl Future<Output = ()> + Send {
        async {}
    }

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

    /// This one failed and nobody heard of it; the broker delivers it again. Where there is no such thing,
    /// the connection is given up, and with it all that is not settled.
    fn put_back(&self, _tag: u64) -> impl Future<Output = Result<(), SourceError>> + Send {
        async { Err(SourceError("a failed message was not heard of".into())) }
    }

    /// How long an answer may take: longer than `limit`, if a client asks again by itself.
    fn patience(&self, limit: Duration) -> Duration {
        limit
    }
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

    /// Hears of a message that failed, before it is rejected: the last chance to keep it. If this panics or
    /// takes too long the message is not rejected, and is delivered again after a pause.
    fn handle_failed(&self, message: &Message, reason: &str) -> impl Future<Output = ()> + Send {
        let tag = message.tag;
        async move { warn!(tag, reason, "a message failed") }
    }
}

/// No more than `allowed` messages in each `interval`.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    /// How many, but at least one.
    pub allowed: usize,
    /// In which time.
    pub interval: Duration,
}

/// The measures of a pipeline. How many processors there are and when a batch is closed is as in Broadway by
/// default; its producers have settings of their own, as what becomes of a failed message: see the broker.
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
    /// How long each call of a handler may take; then it is aborted, and has failed.
    pub handler_timeout: Duration,
    /// How long each request to the broker may take; then the broker is lost.
    pub broker_timeout: Duration,
    /// How long draining may take before the supervisor cuts it off.
    pub shutdown: Duration,
}

impl Options {
    /// How many messages may be neither acknowledged nor rejected.
    pub fn in_flight(&self) -> usize {
        let waiting = self.processors.max(1).saturating_mul(MAX_DEMAND);
        waiting
            .saturating_add(self.batch())
            .min(Semaphore::MAX_PERMITS)
    }

    fn batch(&self) -> usize {
        self.batch_size.clamp(1, Semaphore::MAX_PERMITS)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            processors: 2 * thread::available_parallelism().map_or(1, usize::from),
            batch_size: BATCH_SIZE,
            batch_timeout: BATCH_TIMEOUT,
            rate_limit: None,
            handler_timeout: HANDLER_TIMEOUT,
            broker_timeout: BROKER_TIMEOUT,
            shutdown: SHUTDOWN,
        }
    }
}

/// Why a pipeline ended, but not in order.
#[derive(Debug, Error)]
pub enum PipelineError {
    /// The broker was lost while draining; what was not settled will be delivered again.
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
        child.shutdown(Shutdown::Timeout(self.options.shutdown))
    }

    /// Runs until told to stop, and then until what was taken is settled. A broker that is lost is
    /// called again; what was taken from it and not settled will be delivered again.
    pub async fn run(&self, shutdown: &CancellationToken) -> Result<(), PipelineError> {
        let mut pauses = Pauses::new(FIRST_PAUSE, LONGEST_PAUSE);
        let brake = Arc::new(Brake::new());
        loop {
            // Some clients need much room to connect, which would be the pipeline's for all its life.
            let connecting = Box::pin(self.broker.connect());
            let connected = tokio::select! {
                biased;
                () = shutdown.cancelled() => return Ok(()),
                connected = within(self.options.broker_timeout, connecting) => connected,
            };
            let begun = Instant::now();
            let reason = match connected {
                Ok(source) => match self.serve(source, &brake, shutdown).await {
                    Err(PipelineError::Source(reason)) if !shutdown.is_cancelled() => reason,
                    ended => return ended,
                },
                Err(reason) => reason,
            };
            // One that always hangs up soon is not called again and again.
            if begun.elapsed() > LONGEST_PAUSE {
                pauses.reset();
            }
            let pause = pauses.grow();
            warn!(%reason, ?pause, "no broker; it will be called again");
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return Ok(()),
                () = sleep(pause) => {}
            }
        }
    }

    /// Runs with one connection.
    async fn serve(
        &self,
        mut source: C::Source,
        brake: &Arc<Brake>,
        shutdown: &CancellationToken,
    ) -> Result<(), PipelineError> {
        let stage = Stage {
            handler: Arc::clone(&self.handler),
            acker: Arc::new(source.acker()),
            options: self.options,
            brake: Arc::clone(brake),
            stop: shutdown.clone(),
        };
        let (inbox, taken) = mpsc::channel(self.options.in_flight());
        let (batcher, processed) = mpsc::channel(self.options.batch());
        let mut stages = JoinSet::new();
        stages.spawn(stage.clone().process(taken, batcher));
        stages.spawn(stage.batch(processed));

        // The producer has the other end of `inbox`: when it ends, the processors see that, and when
        // they have ended, the batcher does. The set aborts the stages if this is dropped.
        tokio::select! {
            produced = produce(&mut source, inbox, self.options, brake, shutdown) => produced?,
            ended = finish(&mut stages) => {
                ended?;
                return Err(PipelineError::Gone);
            }
        }
        info!("draining");
        let told = timeout(self.options.broker_timeout, source.stop_taking());
        if told.await.is_err() {
            warn!("the broker may go on delivering, and that comes again");
        }
        finish(&mut stages).await?;
        if timeout(self.options.broker_timeout, source.close())
            .await
            .is_err()
        {
            warn!("the broker did not say goodbye");
        }
        Ok(())
    }
}

/// Waits for the stages to end, or for the first that fails.
async fn finish(stages: &mut JoinSet<Result<(), PipelineError>>) -> Result<(), PipelineError> {
    let mut gone = Ok(());
    while let Some(ended) = stages.join_next().await {
        match ended? {
            // Only because another one has ended, which will say why.
            Err(PipelineError::Gone) => gone = Err(PipelineError::Gone),
            ended => ended?,
        }
    }
    gone
}

/// Waits for an answer of the broker, and for so long only: one may accept everything and say nothing.
async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, SourceError>>,
) -> Result<T, SourceError> {
    let late = |_| Err(SourceError(format!("no answer within {limit:?}").into()));
    timeout(limit, answer).await.unwrap_or_else(late)
}
//% if with.runtime_tests

#[cfg(test)]
mod failing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trouble;
//% if answers.broker in ["rabbitmq", "kafka", "sqs"]
#[cfg(test)]
//% if false
#[cfg(any(feature = "kafka", feature = "rabbitmq", feature = "sqs"))]
//% endif
mod witness;
//% endif
//% endif
