//! Work that is kept outside the tree: jobs in a database, messages of a broker. What a part has taken from
//! there is not lost with the part, and may so be done twice.
//!
//! How long a job waits and when it is given up is asked of the queues' own policies.

use std::time::Duration;

use super::pauses::Pauses;
use super::{jobs_policy, pg_jobs_policy, pipeline_policy};
use crate::model::lab::Kept;

/// More of them are not at play at once.
pub const MAX_JOBS: usize = 40;

/// Who keeps the work, and how it is taken from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Keeper {
    pub kept: Kept,
    /// What keeps it, by its name.
    pub store: String,
    /// What becomes of one that is given up.
    pub given_up: String,
    /// The member that takes from it.
    pub part: usize,
    /// How many are done at a time, if that is limited.
    pub workers: Option<usize>,
    /// How often one that fails is tried, of rows.
    pub attempts: i64,
    /// How many messages are acknowledged together, and after how many seconds if there are fewer.
    pub batch: usize,
    pub batch_wait: u64,
    /// Seconds until a message that was not acknowledged shows again.
    pub hidden: Option<u64>,
}

/// A job or a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// From 1.
    pub number: i64,
    pub is: Is,
    /// How often it was begun with, of those that count.
    pub attempt: i64,
    /// How often it was begun with in all.
    pub runs: usize,
    /// Since when it may run, by which those that wait come in order.
    pub(super) due: u64,
    /// Somebody had begun with it and did not end, so what was done of it will be done again.
    pub(super) lost: bool,
    /// When it was begun with, while it runs; when it was done.
    pub(super) since: u64,
}

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    Waiting,
    Running,
    /// It is done, or has failed, which is not written down yet.
    Ended(bool),
    /// It has failed, and waits until then.
    Retrying(u64),
    /// Nobody works on it, which nobody knows until then.
    Held(u64),
    Done,
    GivenUp,
}

/// What happens to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Added,
    /// Nothing can be added now.
    Refused,
    /// There are too many to be looked at.
    Crowded,
    /// Begun with: which attempt, and whether somebody had begun with it before and was lost.
    Taken(i64, bool),
    /// It is acknowledged with its batch.
    InBatch,
    /// How it ended is written down later.
    Unrecorded,
    Done,
    /// In which attempt.
    Failed(i64),
    /// After so many seconds.
    Retries(u64),
    GivenUp,
    /// Its worker is gone, which shows so many seconds later.
    Lost(u64),
    /// Its lease was not renewed and has ended, so it is stopped.
    CutOff,
    /// Its lease has ended.
    LeaseOver,
    /// It is delivered again.
    Redelivered,
    /// It shows again so many seconds later.
    Hidden(u64),
    /// It does not run, so nothing can become of it.
    NotRunning,
}

impl Fate {
    /// Without what grows from one attempt to the next.
    pub(super) fn uncounted(self) -> Self {
        match self {
            Self::Taken(_, twice) => Self::Taken(0, twice),
            Self::Failed(_) => Self::Failed(0),
            Self::Retries(_) => Self::Retries(0),
            fate => fate,
        }
    }
}

impl Keeper {
    /// Whether it is a broker's.
    pub fn is_broker(&self) -> bool {
        self.kept == Kept::Messages
    }

    /// How many seconds a job waits after an attempt that failed; none if that was the last.
    pub fn after_failure(&self, number: i64, attempt: i64) -> Option<u64> {
        let pause = match self.kept {
            Kept::Rows => jobs_policy::after_failure(number, attempt, self.attempts),
            Kept::SharedRows => pg_jobs_policy::after_failure(attempt, self.attempts),
            Kept::Messages => None,
        };
        pause.map(seconds)
    }

    /// Likewise after one whose worker was lost, once that is known.
    pub(super) fn after_loss(&self, attempt: i64) -> Option<u64> {
        let pause = match self.kept {
            Kept::Rows => jobs_policy::after_loss(attempt, self.attempts),
            Kept::SharedRows => pg_jobs_policy::after_loss(attempt, self.attempts),
            Kept::Messages => Some(Duration::ZERO),
        };
        pause.map(seconds)
    }

    /// The pauses of the first job, in seconds, should it fail again and again.
    pub fn pauses(&self) -> Vec<u64> {
        let attempts = 1..self.attempts.min(1_000);
        attempts.map_while(|at| self.after_failure(1, at)).collect()
    }

    /// How many seconds a worker may be silent, if that is what shows that it is lost.
    pub fn lease(&self) -> Option<u64> {
        match self.kept {
            Kept::Rows => Some(seconds(jobs_policy::LEASE)),
            Kept::SharedRows => Some(seconds(pg_jobs_policy::LEASE)),
            Kept::Messages => None,
        }
    }

    /// When the lease of a worker ends that began then and gave signs of life until `last`.
    pub(super) fn lease_ends(&self, since: u64, last: u64) -> u64 {
        let (lease, signs) = match self.kept {
            Kept::Rows => (jobs_policy::LEASE, jobs_policy::RENEWALS),
            Kept::SharedRows => (pg_jobs_policy::LEASE, pg_jobs_policy::SIGNS),
            Kept::Messages => return last,
        };
        let every = seconds(lease / signs).max(1);
        let sign = last.saturating_sub(since) / every * every;
        since.saturating_add(sign).saturating_add(seconds(lease))
    }

    /// How a store that is away is asked again and again.
    pub(super) fn asking(&self) -> Pauses {
        match self.kept {
            Kept::Rows => Pauses::new(jobs_policy::PAUSE, jobs_policy::PAUSE_AT_MOST),
            Kept::SharedRows => {
                Pauses::new(pg_jobs_policy::RECONNECT, pg_jobs_policy::RECONNECT_AT_MOST)
            }
            Kept::Messages => {
                Pauses::new(pipeline_policy::FIRST_PAUSE, pipeline_policy::LONGEST_PAUSE)
            }
        }
    }
}

/// The part that takes jobs, and the store that it takes them from.
#[derive(Debug)]
pub(super) struct Taking {
    pub(super) keeper: Keeper,
    /// The part runs.
    pub(super) open: bool,
    /// Since when the store is away.
    pub(super) away: Option<u64>,
    /// The part knows that the store is there.
    pub(super) found: bool,
    pub(super) asking: Pauses,
    /// When the part asks for it again.
    pub(super) asks: u64,
    pub(super) added: i64,
}

impl Taking {
    pub(super) fn new(keeper: &Keeper) -> Self {
        Self {
            asking: keeper.asking(),
            keeper: keeper.clone(),
            open: false,
            away: None,
            found: false,
            asks: 0,
            added: 0,
        }
    }

    pub(super) fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// Whether something can be taken now, or written down.
    pub(super) fn works(&self) -> bool {
        self.open && self.found
    }

    /// Asks again and again until then, and tells when next.
    pub(super) fn ask_until(&mut self, now: u64) {
        while self.asks <= now {
            self.asks = self.asks.saturating_add(seconds(self.asking.most()).max(1));
        }
    }
}

/// In whole seconds, as the lab counts: no earlier than it would be.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
