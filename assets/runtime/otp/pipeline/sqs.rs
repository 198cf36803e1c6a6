//! Amazon SQS as the source of a pipeline.
//!
//! SQS hides a message from others once it was received, and shows it again unless it is deleted in
//! time.
//!
//! - What is in flight is kept hidden by a heartbeat, for as long as its handlers take (SQS allows
//!   twelve hours). When this process dies the heartbeat does, and SQS delivers it again.
//! - A message that was rejected is left alone: it shows again when its time is up, and SQS moves it
//!   to the dead-letter queue when it was received too often. Give the queue a redrive policy with a
//!   `maxReceiveCount`, or a bad message comes back for days.
//! - There is no connection to lose. A request that fails is made again with growing pauses for a minute;
//!   what is in flight goes on meanwhile. Only then is the queue given up, as a broker that is lost.
//! - The order of a FIFO queue is that of its groups. A message that was rejected comes again after
//!   those of its group that were in flight with it.
//! - Of a request for messages that is given up, as on shutdown, the answer is lost. Its messages
//!   show again when their time is up, too.
//!
//! Region, credentials and `AWS_ENDPOINT_URL` are looked up as by every AWS program. For single
//! sign-on or `credential_process` add the features `sso` or `credentials-process` of `aws-config`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use aws_config::{BehaviorVersion, timeout::TimeoutConfig};
use aws_sdk_sqs::{
    Client,
    error::DisplayErrorContext,
    types::{
        BatchResultErrorEntry, ChangeMessageVisibilityBatchRequestEntry,
        DeleteMessageBatchRequestEntry, Message as Received, MessageSystemAttributeName,
        QueueAttributeName,
    },
};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::task::AbortOnDropHandle;
use tracing::{info, warn};

use super::{Acker, Connect, Message, Source, SourceError, within};
use crate::otp::pauses::Pauses;

/// The most that SQS takes or gives in one request.
const MOST: usize = 10;

/// How long SQS waits for a message before it answers that there is none; its longest.
const WAIT_SECONDS: i32 = 20;

/// How long one request may take, besides waiting for messages.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long requests that fail are made again. The receipts stay good, so giving up earlier gains nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// The pauses between those requests, from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How often SQS is asked to delete a message before that is left to the next delivery.
const ATTEMPTS: usize = 3;

/// A queue, by its address.
#[derive(Clone, Debug)]
pub struct Sqs {
    queue: String,
    endpoint: Option<String>,
}

impl Sqs {
    /// The queue at an address like `https://sqs.eu-central-1.amazonaws.com/123456789012/events`.
    pub fn new(queue: impl Into<String>) -> Self {
        Self {
            queue: queue.into(),
            endpoint: None,
        }
    }

    /// Reached at another address than the one that is looked up, as inside a private network.
    #[must_use]
    pub fn endpoint(self, endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: Some(endpoint.into()),
            ..self
        }
    }
}

fn lost<E: std::error::Error>(reason: E) -> SourceError {
    SourceError(DisplayErrorContext(reason).to_string().into())
}

impl Connect for Sqs {
    type Source = Receipts;

    async fn connect(&self) -> Result<Receipts, SourceError> {
        let waiting = Duration::from_secs(WAIT_SECONDS.unsigned_abs().into());
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(REQUEST_TIMEOUT)
            .operation_attempt_timeout(waiting + REQUEST_TIMEOUT)
            .build();
        let config = aws_config::defaults(BehaviorVersion::latest());
        let mut config = config.timeout_config(timeouts);
        if let Some(endpoint) = &self.endpoint {
            config = config.endpoint_url(endpoint);
        }
        let client = Client::new(&config.load().await);
        let attributes = client
            .get_queue_attributes()
            .queue_url(&self.queue)
            .attribute_names(QueueAttributeName::All)
            .send()
            .await
            .map_err(lost)?;
        let attributes = attributes.attributes.unwrap_or_default();
        if !attributes.contains_key(&QueueAttributeName::RedrivePolicy) {
            warn!(queue = self.queue, "it has no dead-letter queue");
        }
        let hidden = attributes.get(&QueueAttributeName::VisibilityTimeout);
        let hidden = hidden.and_then(|seconds| seconds.parse().ok());
        let queue = Arc::new(Queue {
            client,
            address: self.queue.clone(),
            hidden: hidden.unwrap_or(30).max(1),
            in_flight: Mutex::default(),
        });
        info!(queue = self.queue, "connected");
        let beating = Arc::clone(&queue);
        let heartbeat = tokio::spawn(async move { beating.heartbeat().await });
        Ok(Receipts {
            queue,
            delivered: 0,
            _heartbeat: AbortOnDropHandle::new(heartbeat),
        })
    }
}

/// How long it has been tried, and how long to wait.
struct Trouble {
    begun: Instant,
    pauses: Pauses,
}

impl Trouble {
    fn new() -> Self {
        Self {
            begun: Instant::now(),
            pauses: Pauses::new(FIRST_PAUSE, LONGEST_PAUSE),
        }
    }

    /// Waits before the next attempt, or says that there shall be none.
    async fn pause(&mut self, reason: SourceError) -> Result<(), SourceError> {
        if self.begun.elapsed() >= PATIENCE {
            return Err(reason);
        }
        let pause = self.pauses.grow();
        warn!(%reason, ?pause, "SQS is asked again");
        sleep(pause).await;
        Ok(())
    }
}

/// What the parts of a connection share.
#[derive(Debug)]
struct Queue {
    client: Client,
    address: String,
    /// How long a message stays hidden, in seconds.
    hidden: i32,
    /// The receipts of what is in flight, by tag.
    in_flight: Mutex<BTreeMap<u64, String>>,
}

impl Queue {
    // Every change under the lock is whole, so a panic elsewhere leaves nothing half done.
    fn in_flight(&self) -> MutexGuard<'_, BTreeMap<u64, String>> {
        let in_flight = self.in_flight.lock();
        in_flight.unwrap_or_else(PoisonError::into_inner)
    }

    /// Hides what is in flight anew, three times in the time that it stays hidden.
    async fn heartbeat(&self) {
        let mut beats = interval(Duration::from_secs(self.hidden.unsigned_abs().into()) / 3);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beats.tick().await;
            let receipts: Vec<_> = self.in_flight().clone().into_iter().collect();
            for some in receipts.chunks(MOST) {
                // Tried again at the next beat.
                if let Err(reason) = within(REQUEST_TIMEOUT, self.hide(some)).await {
                    warn!(%reason, "not hidden anew");
                }
            }
        }
    }

    async fn hide(&self, receipts: &[(u64, String)]) -> Result<(), SourceError> {
        let mut request = self.client.change_message_visibility_batch();
        for (tag, receipt) in receipts {
            let entry = ChangeMessageVisibilityBatchRequestEntry::builder()
                .id(tag.to_string())
                .receipt_handle(receipt)
                .visibility_timeout(self.hidden);
            request = request.entries(entry.build().map_err(lost)?);
        }
        let answer = request.queue_url(&self.address).send().await;
        for failed in answer.map_err(lost)?.failed {
            // It may just have been deleted. If not, it was too late: somebody else gets it, too.
            if self.in_flight().contains_key(&tag(&failed)) {
                warn!(?failed, "not hidden anew; it may be delivered twice");
            }
        }
        Ok(())
    }

    /// Deletes messages; SQS may do so for some of them only.
    async fn delete(
        &self,
        mut receipts: BTreeMap<u64, String>,
        trouble: &mut Trouble,
    ) -> Result<(), SourceError> {
        for _ in 0..ATTEMPTS {
            let mut failed = loop {
                match within(REQUEST_TIMEOUT, self.delete_once(&receipts)).await {
                    Ok(failed) => break failed,
                    Err(reason) => trouble.pause(reason).await?,
                }
            };
            // A receipt that is not valid any more will not become so.
            failed.retain(|entry| {
                if entry.sender_fault {
                    warn!(?entry, "not deleted; it will be delivered again");
                }
                !entry.sender_fault
            });
            receipts.retain(|one, _| failed.iter().any(|entry| tag(entry) == *one));
            if receipts.is_empty() {
                return Ok(());
            }
        }
        let messages = receipts.len();
        warn!(messages, "not deleted; they will be delivered again");
        Ok(())
    }

    /// Asks once, and says which were not deleted.
    async fn delete_once(
        &self,
        receipts: &BTreeMap<u64, String>,
    ) -> Result<Vec<BatchResultErrorEntry>, SourceError> {
        let mut request = self.client.delete_message_batch();
        for (tag, receipt) in receipts {
            let entry = DeleteMessageBatchRequestEntry::builder()
                .id(tag.to_string())
                .receipt_handle(receipt);
            request = request.entries(entry.build().map_err(lost)?);
        }
        let answer = request.queue_url(&self.address).send().await;
        Ok(answer.map_err(lost)?.failed)
    }

    /// Waits for messages once.
    async fn receive(&self, demand: usize) -> Result<Vec<Received>, SourceError> {
        let most = i32::try_from(demand.min(MOST)).unwrap_or(1);
        let received = self
            .client
            .receive_message()
            .queue_url(&self.address)
            .max_number_of_messages(most)
            .wait_time_seconds(WAIT_SECONDS)
            // What the heartbeat reckons with, whatever the setting of the queue is by now.
            .visibility_timeout(self.hidden)
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .send()
            .await
            .map_err(lost)?;
        Ok(received.messages.unwrap_or_default())
    }
}

/// The tag that stands for an entry of a batch.
fn tag(entry: &BatchResultErrorEntry) -> u64 {
    entry.id.parse().unwrap_or_default()
}

/// A connection to SQS that receives from one queue.
#[derive(Debug)]
pub struct Receipts {
    queue: Arc<Queue>,
    delivered: u64,
    /// Ends with the connection.
    _heartbeat: AbortOnDropHandle<()>,
}

impl Receipts {
    fn message(&mut self, received: Received) -> Option<Message> {
        self.delivered += 1;
        let tag = self.delivered;
        let receipt = received.receipt_handle?;
        self.queue.in_flight().insert(tag, receipt);
        let mut attributes = received.attributes.unwrap_or_default();
        let count = attributes.get(&MessageSystemAttributeName::ApproximateReceiveCount);
        Some(Message {
            tag,
            redelivered: count.is_some_and(|count| count != "1"),
            // Only a FIFO queue has groups.
            key: attributes.remove(&MessageSystemAttributeName::MessageGroupId),
            partition: None,
            payload: received.body.unwrap_or_default().into_bytes(),
        })
    }
}

impl Source for Receipts {
    type Acker = Settle;

    fn acker(&self) -> Settle {
        Settle(Arc::clone(&self.queue))
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        let mut trouble = Trouble::new();
        loop {
            match self.queue.receive(demand).await {
                Ok(received) if received.is_empty() => trouble = Trouble::new(),
                Ok(received) => {
                    let messages = received.into_iter().filter_map(|one| self.message(one));
                    return Ok(messages.collect());
                }
                Err(reason) => trouble.pause(reason).await?,
            }
        }
    }
}

/// Settles messages by the receipts they came with.
#[derive(Clone, Debug)]
pub struct Settle(Arc<Queue>);

impl Acker for Settle {
    async fn ack(&self, tags: &[u64]) -> Result<(), SourceError> {
        let mut trouble = Trouble::new();
        for some in tags.chunks(MOST) {
            let mut receipts = self.0.in_flight().clone();
            receipts.retain(|tag, _| some.contains(tag));
            // They are kept hidden until they are deleted.
            self.0.delete(receipts, &mut trouble).await?;
            let mut in_flight = self.0.in_flight();
            for tag in some {
                in_flight.remove(tag);
            }
        }
        Ok(())
    }

    async fn reject(&self, tag: u64) -> Result<(), SourceError> {
        self.0.in_flight().remove(&tag);
        Ok(())
    }

    async fn put_back(&self, tag: u64) -> Result<(), SourceError> {
        // What is rejected comes again in any case.
        self.reject(tag).await
    }

    fn patience(&self, limit: Duration) -> Duration {
        limit.saturating_add(PATIENCE + LONGEST_PAUSE + REQUEST_TIMEOUT)
    }
}
//% if with.runtime_tests

#[cfg(test)]
mod tests;
//% endif
