//! A shared table in memory, the way ETS is used: one owner task writes, everybody reads.
//!
//! In OTP a `GenServer` owns a `protected` table: writes go through its mailbox, one at a time, and
//! readers look rows up themselves with `read_concurrency`. The same here. [`Table::get`] reads the
//! map directly: it is not `async`, takes no lock and never waits for the owner. [`Table::update`]
//! sends the change to the owner and waits for it within [`WRITE_TIMEOUT`], the five seconds of
//! `GenServer.call`.
//!
//! What differs from ETS: rows are cloned out like ETS copies them (keep `V` small, or an `Arc`); a
//! table without an owner reads as empty instead of raising; and nothing is ever evicted, so bound
//! the keys yourself. The rows are local to this program and do not survive it.

use std::{
    borrow::Borrow,
    fmt,
    hash::Hash,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use thiserror::Error;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info};

use crate::otp::failure::Queue;
use crate::otp::supervisor::{ChildSpec, give_way};

/// Writes that may wait for the owner. An Erlang mailbox has no bound; this one pushes back.
pub const MAILBOX: usize = 1_024;

/// The time a write has, from being sent to being confirmed.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(5);

/// Who keeps the rows when the owner ends, by a crash or by being stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heir {
    /// Nobody: the rows go with the owner, and its successor starts with an empty table. This is
    /// the default of ETS (`{heir, none}`).
    #[default]
    Nobody,
    /// The table itself: rows written so far stay readable, and the successor takes them over. For
    /// rows that are whole after every single write.
    Table,
}

/// Why a write was not confirmed.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum TableError {
    /// No room in the mailbox before the deadline. The change was not made.
    #[error("the owner's mailbox stayed full")]
    Full,
    /// The owner took the change but did not confirm it in time. It is skipped if not begun yet.
    #[error("the owner did not answer in time")]
    Timeout,
    /// There is no owner, or it ended before confirming.
    #[error("the table has no owner")]
    Stopped,
}

type Change<V> = Box<dyn FnOnce(Option<&V>) -> Option<V> + Send>;

struct Write<K, V> {
    key: K,
    change: Change<V>,
    reply: oneshot::Sender<Option<V>>,
}

struct Shared<K, V> {
    // papaya rather than dashmap or an RwLock: a read never waits for a write, and a guard that is
    // held across an `.await` in a spawned task does not compile.
    rows: papaya::HashMap<K, V>,
    // Each owner brings its own mailbox, so a handle made before a restart works after it.
    mailbox: watch::Sender<Option<mpsc::Sender<Write<K, V>>>>,
    // How many owners there have been. An old one that was stuck and left behind may end late; the
    // rows are not its any more.
    owners: AtomicU64,
    heir: Heir,
}

/// A handle on the table; clones share it.
pub struct Table<K, V>(Arc<Shared<K, V>>);

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> fmt::Debug for Table<K, V>
where
    K: Hash + Eq,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("rows", &self.0.rows.len())
            .field("heir", &self.0.heir)
            .finish_non_exhaustive()
    }
}

impl<K, V> Table<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// An empty table that nobody owns yet: reads find nothing, writes are refused.
    pub fn new(heir: Heir) -> Self {
        Self(Arc::new(Shared {
            rows: papaya::HashMap::new(),
            mailbox: watch::Sender::new(None),
            owners: AtomicU64::new(0),
            heir,
        }))
    }

    /// The row under `key`, read past the owner's mailbox (`:ets.lookup`).
    pub fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.rows.pin().get(key).cloned()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.rows.is_empty()
    }

    /// Writes one row.
    pub async fn insert(&self, key: K, value: V) -> Result<(), TableError> {
        self.update(key, |_| Some(value)).await.map(drop)
    }

    /// Removes one row.
    pub async fn remove(&self, key: K) -> Result<(), TableError> {
        self.update(key, |_| None).await.map(drop)
    }

    /// Has the owner replace a row by what `change` makes of it (`None`: no row), and returns the
    /// new row. No other write comes between its reading and its writing. `change` runs inside the
    /// owner, so it must be short, and if it panics the owner crashes.
    pub async fn update<F>(&self, key: K, change: F) -> Result<Option<V>, TableError>
    where
        F: FnOnce(Option<&V>) -> Option<V> + Send + 'static,
    {
        let deadline = Instant::now() + WRITE_TIMEOUT;
        let mailbox = self.0.mailbox.borrow().clone();
        let mailbox = mailbox.ok_or(TableError::Stopped)?;
        let room = timeout_at(deadline, mailbox.reserve())
            .await
            .map_err(|_| TableError::Full)?
            .map_err(|_| TableError::Stopped)?;
        let (reply, confirmed) = oneshot::channel();
        room.send(Write {
            key,
            change: Box::new(change),
            reply,
        });
        // What comes to an owner that is ending is dropped with the last way to it.
        drop(mailbox);
        timeout_at(deadline, confirmed)
            .await
            .map_err(|_| TableError::Timeout)?
            .map_err(|_| TableError::Stopped)
    }

    /// Makes the caller the owner: from here on writes go to its mailbox. There is one owner at a
    /// time; the one before must have ended.
    pub fn own(&self) -> Owner<K, V> {
        let (sender, mailbox) = mpsc::channel(MAILBOX);
        let number = self.0.owners.fetch_add(1, Ordering::AcqRel) + 1;
        if self.0.heir == Heir::Nobody {
            // One that was left behind could not do so.
            self.0.rows.pin().clear();
        }
        self.0.mailbox.send_replace(Some(sender));
        info!(rows = self.len(), "the table has an owner");
        Owner {
            table: self.clone(),
            number,
            mailbox: Queue(mailbox),
        }
    }

    /// The owner as a supervised child.
    pub fn child(&self) -> ChildSpec {
        let table = self.clone();
        ChildSpec::new("table", move |ctx| {
            let owner = table.own();
            async move {
                ctx.ready();
                owner.run(ctx.shutdown().clone()).await;
                Ok(())
            }
        })
    }
}

/// The one writer of a [`Table`].
#[derive(Debug)]
pub struct Owner<K, V>
where
    K: Hash + Eq,
{
    table: Table<K, V>,
    number: u64,
    mailbox: Queue<Write<K, V>>,
}

impl<K, V> Owner<K, V>
where
    K: Hash + Eq,
    V: Clone,
{
    /// Makes the changes, one at a time, until told to stop. Writers still waiting then are told
    /// [`TableError::Stopped`].
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            let write = tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                write = self.mailbox.0.recv() => write,
            };
            match write {
                Some(write) => self.make(write),
                None => break,
            }
            if !self.mailbox.0.is_empty() {
                give_way().await;
            }
        }
    }

    fn make(&self, write: Write<K, V>) {
        // The caller gave up: doing it now would surprise it.
        if write.reply.is_closed() {
            debug!("skipped a write nobody waits for");
            return;
        }
        let rows = self.table.0.rows.pin();
        let row = (write.change)(rows.get(&write.key));
        // Not confirmed: the caller hears that there is no such owner.
        if !self.owns() {
            return;
        }
        match row.clone() {
            Some(row) => rows.insert(write.key, row),
            None => rows.remove(&write.key),
        };
        let _ = write.reply.send(row);
    }
}

impl<K, V> Owner<K, V>
where
    K: Hash + Eq,
{
    /// Whether it is the newest owner.
    fn owns(&self) -> bool {
        self.table.0.owners.load(Ordering::Acquire) == self.number
    }
}

impl<K, V> Drop for Owner<K, V>
where
    K: Hash + Eq,
{
    // Also runs when a change panics or the task is aborted: the table dies with its owner.
    fn drop(&mut self) {
        // Under its lock, so that it is not the way to a successor.
        self.table.0.mailbox.send_if_modified(|newest| {
            let owns = self.owns();
            newest.take_if(|_| owns).is_some()
        });
        if self.table.0.heir == Heir::Nobody && self.owns() {
            // Rows are the user's, and perhaps a panic is on its way already.
            let rows = &self.table.0.rows;
            let _ = catch_unwind(AssertUnwindSafe(|| rows.pin().clear()));
        }
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif
