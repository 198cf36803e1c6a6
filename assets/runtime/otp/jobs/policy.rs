//! What a queue of jobs decides, and nothing else: how long a job that failed waits, when it is given up,
//! and when one whose worker is gone is taken from it. It has no database, no clock and no tasks, so that
//! it can be shown, and tested, without any.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

const MINUTE: u64 = 60;

/// After how long a job whose worker does not renew its lease is taken from it.
pub const LEASE: Duration = Duration::from_secs(MINUTE);

/// How often a worker renews it before it would end.
pub const RENEWALS: u32 = 3;

/// The first of the pauses while the database fails.
pub const PAUSE: Duration = Duration::from_millis(200);
/// The longest of them.
pub const PAUSE_AT_MOST: Duration = Duration::from_secs(10);

/// How long a job waits after this attempt has failed; none if it was the last, and the job is discarded.
///
/// As in Oban: 15 + 2^n seconds and up to 10 % more, where n is the attempt, scaled down to at most 20.
/// The jitter is drawn from the job, so that jobs that failed together come apart.
pub fn after_failure(id: i64, attempt: i64, max_attempts: i64) -> Option<Duration> {
    if attempt >= max_attempts {
        return None;
    }
    let power = if max_attempts <= 20 {
        attempt
    } else {
        (attempt * 20 + max_attempts / 2) / max_attempts
    };
    let base = Duration::from_secs(15 + (1 << power.clamp(0, 20)));
    let mut hasher = DefaultHasher::new();
    (id, attempt).hash(&mut hasher);
    let per_mille = u32::try_from(hasher.finish() % 101).unwrap_or(0);
    Some(base + base * per_mille / 1_000)
}
//% if with.runtime_tests

/// How long a job waits once its lease has ended without a word of its worker; none if that attempt was
/// the last, for the job may be what kills its workers. The statement that rescues jobs does the same.
pub fn after_loss(attempt: i64, max_attempts: i64) -> Option<Duration> {
    (attempt < max_attempts).then_some(Duration::ZERO)
}
//% endif
