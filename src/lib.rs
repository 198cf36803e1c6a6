//! otp-advisor: which Erlang/OTP abstraction fits, why, and what it looks like in Rust.
//!
//! ```text
//! trees/*.yaml -> load: source -> yaml -> decode -> raw -> check -> Advisor --+
//!                 (the embedded one is compiled by build.rs -> embedded)           |
//!                                                                                  v
//! tui (wizard keys) --+                                                         session
//! plain (prompts) ----+-> interview (a cursor) ------------------------------->  ^   |
//! answers (piped lines, sheet, --set) -> one validation -------------------------+   |
//!                                                                                    v
//!                     advice: outcomes, reasons, cautions, red flags, tipping points, why
//!                                                                                    |
//!                     render: text | json | yaml | markdown      emit: project files +
//!                                                                      -> write (disk)
//! ```
//! Everything from `session` to the emitted text is pure: no terminal, no clock, no I/O. The engine
//! (`model`, `load`, `session`, `interview`, `advice`) knows nothing of Erlang/OTP; that is all in
//! `trees/` and `assets/`. Only `tui` names ratatui and crossterm. `cli` puts the parts together.
//!
//! Those who embed the engine leave the features `cli` and `tui` out and get neither clap nor ratatui.

pub mod advice;
pub mod answers;
#[cfg(feature = "cli")]
pub mod cli;
pub mod condition;
pub mod data;
pub mod decide;
pub mod diagnostic;
pub mod embedded;
pub mod emit;
#[cfg(feature = "cli")]
pub mod error;
pub mod facts;
pub mod formula;
pub mod host;
pub mod ids;
pub mod interview;
pub mod load;
pub mod model;
pub mod plain;
pub mod render;
pub mod session;
pub mod text;
#[cfg(feature = "tui")]
pub mod tui;
pub mod words;

#[cfg(feature = "cli")]
pub use self::cli::run;
