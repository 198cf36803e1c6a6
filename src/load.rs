//! Loading: the files of an advisor, read, checked and made into a model.
//!
//! ```text
//! source -> yaml -> decode -> raw -> check -> model, plan
//! ```
//! The build script compiles this module too, so that an invalid embedded advisor fails the build.

pub mod check;
mod code;
pub(crate) mod cost;
mod decode;
mod files;
mod id;
pub(crate) mod lines;
mod plan;
mod raw;
mod raw_condition;
mod raw_lab;
mod reach;
mod reads;
pub mod schema;
mod seen;
pub mod sheet;
pub mod source;
mod span;
pub(crate) mod template;
mod texts;
pub(crate) mod yaml;
