//! `RabbitMQ` as the source of a pipeline.
//!
//! The prefetch count is the demand: the broker sends no more unsettled messages than the pipeline
//! may have in flight. A failed message is rejected without requeueing; give the queue a dead-letter
//! exchange, or the broker drops it, and no client can ask whether there is one. When the connection is
//! lost, so is everything in flight, and the broker delivers it again. Recovery inside the client stays
//! off: the pipeline calls anew.
//!
//! Each connection has a small runtime of its own. A handler that blocks its thread does not keep the
//! heartbeats, and a connection that is given up is closed with it: the client itself waits for ever for
//! a broker that says nothing, with a thread and a socket.
//!
//! An address that begins with `amqps://` needs the feature `tls` of this project: without a TLS backend the
//! client would speak in the clear, password and all, so [`RabbitMq::new`] refuses it.

use futures_util::{FutureExt, StreamExt};
use lapin::uri::{AMQPScheme, AMQPUri};
use lapin::{
    Channel, Connection, ConnectionProperties, Consumer,
    message::Delivery,
    options::{
        BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicNackOptions,
        BasicQosOptions, QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable},
};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio_util::task::AbortOnDropHandle;
use tracing::{info, warn};

use super::{Acker, Connect, Message, Options, Source, SourceError};

/// The header that holds the key of a message: a text, bytes or a whole number. (The routing key is the same
/// for a whole queue.)
pub const KEY_HEADER: &str = "partition-key";

/// Whether `lapin` was built with a TLS backend, which it does not tell.
//% if false
const TLS: bool = false;
//% else
//+ const TLS: bool = cfg!(feature = "tls");
//% endif

/// Why an address is no use. It may hold a password, so what is said holds nothing of it.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// It cannot be read.
    #[error("the address of RabbitMQ is not like amqp://user:password@host:5672/%2f")]
    Unreadable,
    /// It asks for TLS, which is not built in.
    #[error(
        "the address of RabbitMQ asks for TLS (amqps://), and this program is built without: build it with \
        `--features tls`, which in Cargo.toml is `tls = [\"lapin/rustls\"]`"
    )]
    NoTls,
}

/// A queue of a broker.
#[derive(Clone)]
pub struct RabbitMq {
    url: AMQPUri,
    queue: String,
    prefetch: u16,
}

// The address may hold a password.
impl std::fmt::Debug for RabbitMq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RabbitMq")
            .field("queue", &self.queue)
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}

impl RabbitMq {
    /// The queue of that name, which must exist, at an address like `amqp://localhost:5672/%2f`.
    pub fn new(
        url: &str,
        queue: impl Into<String>,
        options: &Options,
    ) -> Result<Self, AddressError> {
        let url: AMQPUri = url.parse().map_err(|_| AddressError::Unreadable)?;
        if url.scheme == AMQPScheme::AMQPS && !TLS {
            return Err(AddressError::NoTls);
        }
        Ok(Self {
            url,
            queue: queue.into(),
            prefetch: u16::try_from(options.in_flight()).unwrap_or(u16::MAX),
        })
    }
}

fn lost(reason: lapin::Error) -> SourceError {
    SourceError(Box::new(reason))
}

impl Connect for RabbitMq {
    type Source = Deliveries;

    async fn connect(&self) -> Result<Deliveries, SourceError> {
        let (io, url) = (Io::new()?, self.url.clone());
        let properties = ConnectionProperties::default();
        let connecting = async move { Connection::connect_uri(url, properties).await };
        let connection = io.run(connecting).await?.map_err(lost)?;
        let channel = connection.create_channel().await.map_err(lost)?;
        let exists = QueueDeclareOptions {
            passive: true,
            ..QueueDeclareOptions::default()
        };
        channel
            .queue_declare(self.queue.as_str().into(), exists, FieldTable::default())
            .await
            .map_err(lost)?;
        channel
            .basic_qos(self.prefetch, BasicQosOptions::default())
            .await
            .map_err(lost)?;
        let consumer = channel
            .basic_consume(
                self.queue.as_str().into(),
                "".into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await
            .map_err(lost)?;
        info!(queue = self.queue, "connected");
        Ok(Deliveries {
            connection,
            channel,
            consumer,
            _io: io,
        })
    }
}

/// The runtime of one connection, which ends with it.
#[derive(Debug)]
struct Io(Option<Runtime>);

impl Io {
    fn new() -> Result<Self, SourceError> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder
            .worker_threads(1)
            .thread_name("rabbitmq")
            .enable_all()
            .build();
        Ok(Self(Some(
            runtime.map_err(|reason| SourceError(reason.into()))?,
        )))
    }

    async fn run<F>(&self, work: F) -> Result<F::Output, SourceError>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let gone = || SourceError("its runtime is gone".into());
        let running = self.0.as_ref().ok_or_else(gone)?.spawn(work);
        AbortOnDropHandle::new(running).await.map_err(|_| gone())
    }
}

impl Drop for Io {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// A connection to `RabbitMQ` that consumes one queue.
#[derive(Debug)]
pub struct Deliveries {
    connection: Connection,
    channel: Channel,
    consumer: Consumer,
    _io: Io,
}

impl Source for Deliveries {
    type Acker = Settle;

    fn acker(&self) -> Settle {
        Settle(self.channel.clone())
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        // Only the first may be waited for: dropping the future then loses none.
        let first = self.consumer.next().await;
        let mut messages = vec![message(first)?];
        while messages.len() < demand {
            match self.consumer.next().now_or_never() {
                Some(next) => messages.push(message(next)?),
                None => break,
            }
        }
        Ok(messages)
    }

    async fn stop_taking(&mut self) {
        let cancelled = self
            .channel
            .basic_cancel(self.consumer.tag(), BasicCancelOptions::default());
        if let Err(reason) = cancelled.await {
            warn!(%reason, "the consumer was not cancelled in order");
        }
    }

    async fn close(self) {
        // Waits for the broker's answer, so that it has seen the last acknowledgement.
        if let Err(reason) = self.connection.close(200, "done".into()).await {
            warn!(%reason, "the connection was not closed in order");
        }
    }
}

fn message(delivery: Option<lapin::Result<Delivery>>) -> Result<Message, SourceError> {
    let delivery = delivery.ok_or_else(|| SourceError("the consumer was cancelled".into()))?;
    let delivery = delivery.map_err(lost)?;
    let headers = delivery.properties.headers().as_ref();
    let key = headers.and_then(|headers| headers.inner().get(KEY_HEADER));
    let key = key.and_then(key_of);
    Ok(Message {
        tag: delivery.delivery_tag,
        key,
        partition: None,
        payload: delivery.data,
        redelivered: delivery.redelivered,
    })
}

/// What publishers make of a key differs from language to language.
fn key_of(value: &AMQPValue) -> Option<String> {
    let key = match value {
        AMQPValue::LongString(key) => key.to_string(),
        AMQPValue::ShortString(key) => key.to_string(),
        AMQPValue::ByteArray(key) => String::from_utf8_lossy(key.as_slice()).into_owned(),
        AMQPValue::ShortShortInt(key) => key.to_string(),
        AMQPValue::ShortShortUInt(key) => key.to_string(),
        AMQPValue::ShortInt(key) => key.to_string(),
        AMQPValue::ShortUInt(key) => key.to_string(),
        AMQPValue::LongInt(key) => key.to_string(),
        AMQPValue::LongUInt(key) => key.to_string(),
        AMQPValue::LongLongInt(key) => key.to_string(),
        other => {
            warn!(header = KEY_HEADER, value = ?other, "no key; the message has no order");
            return None;
        }
    };
    Some(key)
}

/// Settles messages on the channel they came by, which is the only one that knows their tags.
#[derive(Clone, Debug)]
pub struct Settle(Channel);

impl Acker for Settle {
    async fn ack(&self, tags: &[u64]) -> Result<(), SourceError> {
        // One by one: messages overtake each other, and `multiple` would acknowledge those before.
        for tag in tags {
            let acknowledged = self.0.basic_ack(*tag, BasicAckOptions::default());
            acknowledged.await.map_err(lost)?;
        }
        Ok(())
    }

    async fn reject(&self, tag: u64) -> Result<(), SourceError> {
        let dead = BasicNackOptions {
            requeue: false,
            ..BasicNackOptions::default()
        };
        self.0.basic_nack(tag, dead).await.map_err(lost)
    }

    async fn put_back(&self, tag: u64) -> Result<(), SourceError> {
        let again = BasicNackOptions {
            requeue: true,
            ..BasicNackOptions::default()
        };
        self.0.basic_nack(tag, again).await.map_err(lost)
    }
}
//% if with.runtime_tests

#[cfg(test)]
mod tests;
//% endif
