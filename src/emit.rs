//! From a finished session to the files of a project.
//!
//! ```text
//! Session -> [context] -> [project] -> files -> [write] -> directory
//!            [name]          |                      (the only part with I/O)
//!                            +-> [diff] -> --dry-run
//! ```
//! What a project is made of is data (`emit.yaml` and templates), so a team's own advisor emits its
//! own projects with the same code.

mod context;
pub mod diff;
mod name;
mod project;
pub mod write;

pub use self::name::check_name;
pub use self::project::{Brief, File, Templates, project, target};
