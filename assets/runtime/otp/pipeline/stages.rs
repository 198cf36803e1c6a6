//! What comes after the producer: processors, the batcher, and the end of what failed.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    mem,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::{debug, warn};

use super::{
    Acker, Handler, Message, Options, PipelineError, brake::Brake, producer::InFlight, within,
};
use crate::otp::BoxError;
use crate::otp::failure::{Theirs, of_error};
use crate::otp::supervisor::{Alive, Exit};

/// What the stages have in common.
pub(super) struct Stage<H, A> {
    pub(super) handler: Arc<H>,
    pub(super) acker: Arc<A>,
    pub(super) options: Options,
    pub(super) brake: Arc<Brake>,
    pub(super) stop: CancellationToken,
}

impl<H, A> Clone for Stage<H, A> {
    fn clone(&self) -> Self {
        Self {
            handler: Arc::clone(&self.handler),
            acker: Arc::clone(&self.acker),
            options: self.options,
            brake: Arc::clone(&self.brake),
            stop: self.stop.clone(),
        }
    }
}

impl<H: Handler, A: Acker> Stage<H, A> {
    /// Gives each message to the next processor with room, until there are none.
    pub(super) async fn process(
        self,
        mut inbox: mpsc::Receiver<InFlight>,
        batcher: mpsc::Sender<(InFlight, Theirs<H::Item>)>,
    ) -> Result<(), PipelineError> {
        let mut waiting = Waiting::default();
        let mut processors = JoinSet::new();
        let mut open = true;
        loop {
            while processors.len() < self.options.processors.max(1)
                && let Some(message) = waiting.ready.pop_front()
            {
                processors.spawn(self.clone().work(message, batcher.clone()));
            }
            tokio::select! {
                Some(ended) = processors.join_next() => {
                    let done = ended??;
                    waiting.free(&done);
                }
                message = inbox.recv(), if open => match message {
                    Some(message) => waiting.add(message),
                    None => open = false,
                },
                else => return Ok(()),
            }
        }
    }

    /// One processor, with one message.
    async fn work(
        self,
        in_flight: InFlight,
        batcher: mpsc::Sender<(InFlight, Theirs<H::Item>)>,
    ) -> Result<Arc<Message>, PipelineError> {
        let (handler, message) = (self.handler(), Arc::clone(&in_flight.message));
        let work = async move { held(&handler)?.handle_message(&message).await };
        let message = Arc::clone(&in_flight.message);
        let alive = Alive::new(format!("message {}", message.tag));
        match self.isolated(alive, work).await {
            Ok(item) => {
                self.brake.message_done();
                let sent = batcher.send((in_flight, Theirs(Some(item)))).await;
                sent.map_err(|_| PipelineError::Gone)?;
            }
            Err(reason) => {
                self.brake.message_failed();
                self.fail(in_flight, &reason).await?;
            }
        }
        Ok(message)
    }

    /// The batcher: a batch is closed when it is full, when its time is up, or when nothing more is taken.
    pub(super) async fn batch(
        self,
        mut processed: mpsc::Receiver<(InFlight, Theirs<H::Item>)>,
    ) -> Result<(), PipelineError> {
        let mut batch = Vec::new();
        let mut due = pin!(sleep(Duration::ZERO));
        loop {
            let next = tokio::select! {
                biased;
                () = &mut due, if !batch.is_empty() => {
                    self.close(mem::take(&mut batch)).await?;
                    continue;
                }
                () = self.stop.cancelled(), if !batch.is_empty() => {
                    // With what is there already, and again for those that come later.
                    while batch.len() < self.options.batch() && let Ok(next) = processed.try_recv() {
                        batch.push(next);
                    }
                    self.close(mem::take(&mut batch)).await?;
                    continue;
                }
                next = processed.recv() => next,
            };
            let Some(next) = next else {
                return self.close(batch).await;
            };
            if batch.is_empty() {
                due.set(sleep(self.options.batch_timeout));
            }
            batch.push(next);
            if batch.len() >= self.options.batch() {
                self.close(mem::take(&mut batch)).await?;
            }
        }
    }

    /// Works on one batch; only then is anything in it acknowledged.
    async fn close(&self, batch: Vec<(InFlight, Theirs<H::Item>)>) -> Result<(), PipelineError> {
        if batch.is_empty() {
            return Ok(());
        }
        let (messages, items): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        debug!(messages = messages.len(), "a batch is closed");
        let handler = self.handler();
        let work = async move {
            let items = items
                .into_iter()
                .filter_map(|mut item: Theirs<H::Item>| item.0.take())
                .collect();
            held(&handler)?.handle_batch(items).await
        };
        let alive = Alive::new(format!("a batch of {}", messages.len()));
        let Err(reason) = self.isolated(alive, work).await else {
            let tags: Vec<_> = messages.iter().map(|one| one.message.tag).collect();
            self.brake.batch_done();
            return Ok(within(self.patience(), self.acker.ack(&tags)).await?);
        };
        self.brake.batch_failed();
        // Side by side: if the handler of failures hangs, it hangs once and not for each of them.
        let mut failing = JoinSet::new();
        for message in messages {
            let (stage, reason) = (self.clone(), reason.clone());
            failing.spawn(async move { stage.fail(message, &reason).await });
        }
        while let Some(failed) = failing.join_next().await {
            failed??;
        }
        Ok(())
    }

    async fn fail(&self, in_flight: InFlight, reason: &str) -> Result<(), PipelineError> {
        let (handler, message) = (self.handler(), Arc::clone(&in_flight.message));
        let heard = reason.to_owned();
        let told = async move {
            held(&handler)?.handle_failed(&message, &heard).await;
            Ok(())
        };
        let alive = Alive::new(format!("failed message {}", in_flight.message.tag));
        let tag = in_flight.message.tag;
        let Err(reason) = self.isolated(alive, told).await else {
            self.brake.kept();
            return Ok(within(self.patience(), self.acker.reject(tag)).await?);
        };
        // Rejected, it might be gone, and nobody has kept it. It is held for a while, so that it does not go
        // round and round.
        let pause = self.brake.unkept();
        warn!(
            tag,
            reason,
            ?pause,
            "the handler of failures failed itself; the message comes again"
        );
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = sleep(pause) => {}
        }
        Ok(within(self.patience(), self.acker.put_back(tag)).await?)
    }

    fn patience(&self) -> Duration {
        self.acker.patience(self.options.broker_timeout)
    }

    /// The handler for a task of its own.
    fn handler(&self) -> Theirs<Arc<H>> {
        Theirs(Some(Arc::clone(&self.handler)))
    }

    /// Runs a handler in a task of its own, so that a panic is only its own failure, and for so long
    /// only; also one that blocks its thread, which cannot be stopped, is not waited for any longer.
    async fn isolated<T, F>(&self, alive: Alive, handler: F) -> Result<T, String>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, BoxError>> + Send + 'static,
    {
        // An error says in there what it is, too: that is the user's code.
        let work = async { handler.await.map_err(of_error) };
        let work = alive.run(work);
        let limit = self.options.handler_timeout;
        match timeout(limit, AbortOnDropHandle::new(tokio::spawn(work))).await {
            Ok(Ok(result)) => result,
            Ok(Err(crash)) => Err(Exit::from(crash).to_string()),
            Err(_) => Err(format!("not done within {limit:?}")),
        }
    }
}

/// The handler, of which a task may have the last: if that panics when it is dropped, it takes nobody along.
fn held<H>(handler: &Theirs<Arc<H>>) -> Result<&H, BoxError> {
    Ok(handler.0.as_deref().ok_or("it is not there")?)
}

/// What has to stay in order: messages of one partition, whatever their keys, or of one key.
#[derive(PartialEq, Eq, Hash)]
enum Lane {
    Partition(i32),
    Key(String),
}

impl Lane {
    fn of(message: &Message) -> Option<Self> {
        let key = || message.key.clone().map(Self::Key);
        message.partition.map(Self::Partition).or_else(key)
    }
}

/// Messages that wait for a processor. Of a lane only one is worked on at a time, so that a slow one
/// holds up its own lane and no other.
#[derive(Default)]
struct Waiting {
    /// The next of each lane, and those that are in none.
    ready: VecDeque<InFlight>,
    /// Behind the one of their lane that is ready or worked on.
    behind: HashMap<Lane, VecDeque<InFlight>>,
}

impl Waiting {
    fn add(&mut self, message: InFlight) {
        let Some(lane) = Lane::of(&message.message) else {
            return self.ready.push_back(message);
        };
        match self.behind.entry(lane) {
            Entry::Occupied(behind) => behind.into_mut().push_back(message),
            Entry::Vacant(first) => {
                first.insert(VecDeque::new());
                self.ready.push_back(message);
            }
        }
    }

    /// This one is done: the next of its lane is ready, after those that already are.
    fn free(&mut self, done: &Message) {
        let Some(lane) = Lane::of(done) else {
            return;
        };
        let behind = self.behind.get_mut(&lane);
        if let Some(next) = behind.and_then(VecDeque::pop_front) {
            self.ready.push_back(next);
        } else {
            self.behind.remove(&lane);
        }
    }
}
