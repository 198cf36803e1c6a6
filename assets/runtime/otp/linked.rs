//! `spawn_link`: tasks whose life is their owner's. Each one's crash ends the other.
//!
//! Rust has no exit signals. A `JoinSet` in the owner does the same: dropping it, at whatever end
//! of the owner, aborts what is in it, and joining it tells the owner of a crash. An aborted task
//! ends where it awaits next; one that computes without awaiting runs on until then.

use std::collections::HashMap;
use std::pin::pin;

use thiserror::Error;
use tokio::task::{Id, JoinError, JoinSet};

use crate::otp::BoxError;
use crate::otp::supervisor::Alive;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Why an owner ended.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Something linked to it failed, and the owner ended with it.
    #[error("{name} crashed: {reason}")]
    Linked {
        /// What was linked.
        name: &'static str,
        /// Its error, or the message of its panic.
        reason: BoxError,
    },
    /// It failed itself, and what was linked to it ended with it.
    #[error("the owner failed: {0}")]
    Owner(BoxError),
}

/// Tasks linked to the one who owns this. Dropping it aborts them.
#[derive(Debug, Default)]
pub struct Links {
    tasks: JoinSet<Result<(), BoxError>>,
    names: HashMap<Id, &'static str>,
}

impl Links {
    /// `spawn_link/1`.
    pub fn spawn<F>(&mut self, name: &'static str, task: F)
    where
        F: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        let task = self.tasks.spawn(Alive::new(name).run(task));
        self.names.insert(task.id(), name);
    }

    /// Runs the owner until it ends, or until something linked to it fails. What is linked to it
    /// has ended when this returns.
    ///
    /// A linked task that ends normally changes nothing, as in OTP.
    pub async fn run<T, F>(mut self, owner: F) -> Result<T, LinkError>
    where
        F: Future<Output = Result<T, BoxError>>,
    {
        let mut owner = pin!(owner);
        let outcome = loop {
            tokio::select! {
                biased;
                Some(ended) = self.tasks.join_next_with_id() => {
                    if let Err(error) = self.hear(ended) {
                        break Err(error);
                    }
                }
                ended = &mut owner => break ended.map_err(LinkError::Owner),
            }
        };
        self.tasks.shutdown().await;
        outcome
    }

    fn hear(&mut self, ended: Ended) -> Result<(), LinkError> {
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(panic) => (panic.id(), Err(panic.into())),
        };
        let name = self.names.remove(&id).unwrap_or_default();
        result.map_err(|reason| LinkError::Linked { name, reason })
    }
}

/// What a `JoinSet` says of a task that ended.
type Ended = Result<(Id, Result<(), BoxError>), JoinError>;
