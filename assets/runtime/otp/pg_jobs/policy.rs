//! What becomes of a job that failed or lost its worker, as `graphile_worker` decides it in its statements,
//! and how long this program waits for what is silent. Nothing in here needs a database, so that it can be
//! shown without one; the tests compare it with the real one.

use std::time::Duration;

const MINUTE: u64 = 60;

/// After how long a node that gives no sign of life loses its jobs.
pub const LEASE: Duration = Duration::from_secs(MINUTE);

/// How many signs of life a node gives in a lease, and how often it is looked for silent ones.
pub const SIGNS: u32 = 4;

/// The pauses after the database was lost, from the first to the longest.
pub const RECONNECT: Duration = Duration::from_secs(1);
/// The longest of them.
pub const RECONNECT_AT_MOST: Duration = Duration::from_secs(30);

/// How long a job waits after this attempt has failed, e^n seconds and at most e^10, which are six hours;
/// none if it was the last, and the job is discarded.
pub fn after_failure(attempt: i64, max_attempts: i64) -> Option<Duration> {
    let power = i32::try_from(attempt.clamp(0, 10)).unwrap_or(10);
    (attempt < max_attempts).then(|| Duration::from_secs_f64(f64::from(power).exp()))
}
//% if with.runtime_tests

/// Likewise once its node was silent for a [`LEASE`]: that counts as a failed attempt, for the job may be
/// what kills its nodes.
pub fn after_loss(attempt: i64, max_attempts: i64) -> Option<Duration> {
    after_failure(attempt, max_attempts)
}
//% endif
