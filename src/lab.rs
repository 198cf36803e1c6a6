//! The crash lab: what a design does when its parts fail, and when much is asked of it.
//!
//! ```text
//! advisor's `lab:` + session -> plan -> play (events in, steps out) -> said -> text | json | wizard
//!                                 \--> load (a queue under arrivals) ----/
//! ```
//! What starts and stops is decided by [`policy`], the very file that emitted projects get, so that what
//! is shown cannot differ from what they do. There is no clock: time passes when it is told to, and what
//! looks random in the load is drawn from a fixed seed.

#[path = "../assets/runtime/otp/supervisor/policy.rs"]
#[expect(dead_code, reason = "emitted projects use all of it")]
mod policy;

pub mod events;
pub mod json;
pub mod load;
pub mod plan;
pub mod play;
pub mod said;
pub mod story;
pub mod text;
