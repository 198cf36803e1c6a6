//! A broker inside this program, for tests and the demonstration: it behaves as a real one does,
//! but keeps nothing when the program ends.
//!
//! It has one consumer. What a consumer took and did not settle is delivered again, in its old
//! place, to the next one that connects.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::{Acker, Connect, Message, Source, SourceError};

#[derive(Debug, Default)]
struct State {
    published: u64,
    ready: VecDeque<Message>,
    unsettled: BTreeMap<u64, Message>,
    acknowledged: Vec<Message>,
    rejected: Vec<Message>,
    most_unsettled: usize,
    connection: u64,
    down: bool,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Notify,
}

/// The broker; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Broker(Arc<Shared>);

impl Broker {
    /// A broker without messages.
    pub fn new() -> Self {
        Self::default()
    }

    // Every change under the lock is whole, so a panic elsewhere leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message at the end of the queue.
    pub fn publish(&self, key: Option<&str>, payload: impl Into<Vec<u8>>) {
        let mut state = self.state();
        state.published += 1;
        let message = Message {
            tag: state.published,
            key: key.map(ToOwned::to_owned),
            partition: None,
            payload: payload.into(),
            redelivered: false,
        };
        state.ready.push_back(message);
        drop(state);
        self.0.changed.notify_waiters();
    }

    /// Cuts the connection; with `down`, new ones are refused until [`Self::restore`].
    pub fn disconnect(&self, down: bool) {
        let mut state = self.state();
        state.down = down;
        state.connection += 1;
        drop(state);
        self.0.changed.notify_waiters();
    }

    /// Accepts connections again.
    pub fn restore(&self) {
        self.state().down = false;
    }

    /// Waits until every message is settled: how many were acknowledged, and how many rejected.
    pub async fn settled(&self) -> (usize, usize) {
        loop {
            let changed = self.0.changed.notified();
            {
                let state = self.state();
                if state.ready.is_empty() && state.unsettled.is_empty() {
                    return (state.acknowledged.len(), state.rejected.len());
                }
            }
            changed.await;
        }
    }

    /// The messages that were acknowledged, in that order.
    pub fn acknowledged(&self) -> Vec<Message> {
        self.state().acknowledged.clone()
    }

    /// The messages that were rejected, in that order: the dead letters.
    pub fn rejected(&self) -> Vec<Message> {
        self.state().rejected.clone()
    }

    /// How many messages wait to be taken.
    pub fn ready(&self) -> usize {
        self.state().ready.len()
    }

    /// The most messages that ever were taken and not settled.
    pub fn most_unsettled(&self) -> usize {
        self.state().most_unsettled
    }
}

impl Connect for Broker {
    type Source = Connection;

    async fn connect(&self) -> Result<Connection, SourceError> {
        let mut state = self.state();
        if state.down {
            return Err(SourceError("it is down".into()));
        }
        state.connection += 1;
        while let Some((_, mut message)) = state.unsettled.pop_last() {
            message.redelivered = true;
            state.ready.push_front(message);
        }
        Ok(Connection {
            broker: self.clone(),
            number: state.connection,
        })
    }
}

/// The one connection of a [`Broker`]; an older one is cut.
#[derive(Clone, Debug)]
pub struct Connection {
    broker: Broker,
    number: u64,
}

impl Connection {
    fn state(&self) -> Result<MutexGuard<'_, State>, SourceError> {
        let state = self.broker.state();
        if state.connection == self.number {
            Ok(state)
        } else {
            Err(SourceError("the connection is lost".into()))
        }
    }
}

impl Source for Connection {
    type Acker = Self;

    fn acker(&self) -> Self {
        self.clone()
    }

    async fn receive(&mut self, demand: usize) -> Result<Vec<Message>, SourceError> {
        loop {
            let changed = self.broker.0.changed.notified();
            {
                let mut state = self.state()?;
                let some = demand.min(state.ready.len());
                let messages: Vec<_> = state.ready.drain(..some).collect();
                for message in &messages {
                    state.unsettled.insert(message.tag, message.clone());
                }
                state.most_unsettled = state.most_unsettled.max(state.unsettled.len());
                if !messages.is_empty() {
                    return Ok(messages);
                }
            }
            changed.await;
        }
    }
}

impl Acker for Connection {
    async fn ack(&self, tags: &[u64]) -> Result<(), SourceError> {
        let mut state = self.state()?;
        for tag in tags {
            let settled = state.unsettled.remove(tag);
            state.acknowledged.extend(settled);
        }
        drop(state);
        self.broker.0.changed.notify_waiters();
        Ok(())
    }

    async fn reject(&self, tag: u64) -> Result<(), SourceError> {
        let mut state = self.state()?;
        let settled = state.unsettled.remove(&tag);
        state.rejected.extend(settled);
        drop(state);
        self.broker.0.changed.notify_waiters();
        Ok(())
    }

    async fn put_back(&self, tag: u64) -> Result<(), SourceError> {
        let mut state = self.state()?;
        if let Some(mut message) = state.unsettled.remove(&tag) {
            message.redelivered = true;
            state.ready.push_front(message);
        }
        drop(state);
        self.broker.0.changed.notify_waiters();
        Ok(())
    }
}
