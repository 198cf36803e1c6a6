//! The crash lab: what a design does when its parts fail, and when much is asked of it.
//!
//! ```text
//! advisor's `lab:` + session -> plan -> play (events in, steps out) -> said -> text | json | wizard
//!                                 |         \-> jobs (kept outside the tree) |
//!                                 \--> load (a queue under arrivals) --------/
//! ```
//! What starts and stops is decided by [`policy`], and how long a job waits by those of the queues: the very
//! files that emitted projects get, so that what is shown cannot differ from what they do. There is no clock: time passes when it is told to, and what
//! looks random in the load is drawn from a fixed seed.

#[path = "../assets/runtime/otp/supervisor/policy.rs"]
#[expect(dead_code, reason = "emitted projects use all of it")]
mod policy;

#[path = "../assets/runtime/otp/jobs/policy.rs"]
mod jobs_policy;

#[path = "../assets/runtime/otp/pg_jobs/policy.rs"]
mod pg_jobs_policy;

#[path = "../assets/runtime/otp/pipeline/policy.rs"]
mod pipeline_policy;

#[path = "../assets/runtime/otp/pauses.rs"]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "what is drawn at random there is not drawn here")
)]
mod pauses;

pub mod events;
pub mod jobs;
pub mod json;
pub mod load;
pub mod plan;
pub mod play;
pub mod said;
pub mod story;
pub mod text;
