//! From a finished session to the files of a project.
//!
//! ```text
//! Session -> [context] -> [project] -> files -> [write] -> directory
//!  [brief, name]             |                      (the only part with I/O)
//!                            +-> [diff] -> --dry-run
//! ```
//! What a project is made of is data (`emit.yaml` and templates), so a team's own advisor emits its
//! own projects with the same code.

mod brief;
mod context;
pub mod diff;
mod meter;
mod metered;
mod name;
mod project;
mod work;
pub mod write;

pub use self::brief::Brief;
pub use self::name::check_name;
pub use self::project::{File, Template, Templates, project, project_within, refuse_name, target};
pub use self::work::Work;
