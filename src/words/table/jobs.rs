//! The jobs of the crash lab: what becomes of work that is kept outside the tree.

/// Words of jobs, which go by their numbers. Sentences begin with one of these names.
pub struct JobWords {
    /// Names of events, as they are typed; the first is the one that is told, of messages the second.
    pub add: &'static [&'static str],
    pub done: &'static [&'static str],
    pub fail: &'static [&'static str],
    pub store_down: &'static [&'static str],
    pub store_up: &'static [&'static str],
    pub kill: &'static [&'static str],
    pub tick: &'static [&'static str],

    // What happens.
    pub added: fn(&str) -> String,
    /// What keeps the jobs.
    pub refused: fn(&str) -> String,
    pub crowded: &'static str,
    /// In which attempt.
    pub taken: fn(&str, i64) -> String,
    pub taken_again: fn(&str, i64) -> String,
    pub in_batch: fn(&str) -> String,
    /// What keeps the jobs.
    pub unrecorded: fn(&str, &str) -> String,
    pub is_done: fn(&str) -> String,
    pub acknowledged: fn(&str) -> String,
    /// In which attempt, of how many.
    pub failed: fn(&str, i64, i64) -> String,
    pub message_failed: fn(&str) -> String,
    /// After so long.
    pub retries: fn(&str, &str) -> String,
    pub lost: fn(&str, &str) -> String,
    pub cut_off: fn(&str) -> String,
    pub lease_over: fn(&str) -> String,
    pub redelivered: fn(&str) -> String,
    pub hidden: fn(&str, &str) -> String,
    pub not_running: &'static str,
    pub store_goes: fn(&str) -> String,
    /// After so long at the latest.
    pub store_back: fn(&str, &str) -> String,
    pub store_was_there: fn(&str) -> String,
    pub store_found: fn(&str) -> String,
    pub killed: &'static str,
    pub no_queue: &'static str,

    // What they are.
    pub waits: &'static str,
    /// In which attempt.
    pub runs: fn(i64) -> String,
    pub ended: &'static str,
    /// In so long.
    pub retried_in: fn(&str) -> String,
    pub held_for: fn(&str) -> String,
    pub hidden_for: fn(&str) -> String,
    pub over: &'static str,
    pub given_up: &'static str,
    /// Before how many there are: of those that wait, run, wait for another attempt, are done, are given up.
    pub counts: [&'static str; 5],

    // Around them.
    /// What keeps the jobs.
    pub heading: fn(&str) -> String,
    pub away: &'static str,
    pub none_yet: &'static str,
    /// The part that takes them.
    pub taken_by: fn(&str) -> String,
    pub workers: fn(usize) -> String,
    pub attempts: fn(i64) -> String,
    /// The pauses after the first attempts, and how long all take.
    pub pauses: fn(&str, &str) -> String,
    pub lease: fn(&str) -> String,
    pub no_retry: &'static str,
    /// How many, and after how long at most.
    pub batch: fn(usize, &str) -> String,
    pub twice: &'static str,
    /// What is typed for them, with the part that takes them.
    pub how_to: fn(&str) -> String,
}
