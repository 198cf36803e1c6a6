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
//!                     sketch: what is drawn of it, as a plan
//!                     render: text | json | yaml | markdown      emit: project files +
//!                                                                      -> write (disk)
//!                                              lab: what happens when parts fail, and under load
//! ```
//! Everything from `session` to the emitted text is pure: no terminal, no clock, no I/O. The engine
//! (`model`, `load`, `session`, `interview`, `advice`) knows nothing of Erlang/OTP; that is all in
//! `trees/` and `assets/`. Only `tui` names ratatui and crossterm. `cli` puts the parts together.
//!
//! Those who embed the engine leave the features `cli` and `tui` out and get neither clap nor ratatui.
//! What they see of it is `facade`, and stays; all else is private.
//!
//! # In another program
//! ```
//! # fn main() -> Result<(), otp_advisor::Diagnostics> {
//! use otp_advisor::{Advisor, Report, Session};
//!
//! let advisor = Advisor::embedded(None)?;
//!
//! // Just the outcome: no interview, no allocation.
//! let answers = [("state", "yes"), ("complex", "no")];
//! assert_eq!(advisor.decide(&answers)?.outcome("abstraction"), Some("agent"));
//!
//! // An interview: ask what is asked, and let the defaults answer the rest.
//! let mut session = Session::new(&advisor);
//! let question = session.asks().expect("nothing is answered yet");
//! assert_eq!(question.id(), "state");
//! assert!(question.options().any(|(id, _label)| id == "no"));
//! session.tell("state", "no")?;
//! let _ = session.finish_with_defaults();
//! let report = Report::of(&session);
//! assert!(report.is_complete());
//! assert!(report.text().contains("Plain function"));
//! assert!(report.json().contains("\"plain_function\""));
//! assert!(report.sheet().contains("state: no"));
//!
//! // What is wrong is said with what would be right.
//! let wrong = session.tell("complx", "yes").unwrap_err();
//! assert!(wrong.codes().eq(["unknown-question"]));
//! assert!(wrong.to_string().contains("did you mean `complex`?"));
//! # Ok(())
//! # }
//! ```
//!
//! # Words the code uses in its own sense
//! - **advisor**: everything an interview is made from, loaded and checked; there may be many.
//! - **section**: one decision of it: a *tree*, a *table*, or only questions.
//! - **outcome**: what a section recommends, one of a fixed few. **Row**: a line of a table.
//! - **subject**: what a condition may look at: a question, a section's outcome, or a **quantity**, a
//!   number computed from answers.
//! - **details**: questions asked once the outcome is known; they never change it.
//! - **session**: the answers so far and all that follows from them. Its **walk** finds that out.
//! - **certain**: true whatever is answered instead of *unknown*; what is *possible* is not ruled out.
//! - **silent**: a question that does not come up, while its default stands for it.
//! - **plan**: what an advisor's logic looks at, found once.
//! - **tipping point**: one answer whose change would alter a decision.

#![cfg_attr(
    not(feature = "tui"),
    allow(
        dead_code,
        unused_imports,
        reason = "what only the program uses; what nobody uses is found with all of it"
    )
)]

// In the order of the flow, from what knows nothing to what puts the parts together: each may use
// those before it.

// Texts of every kind.
mod text;

mod signs;

mod data;

mod words;

mod diagnostic;

// What an advisor is.
mod ids;

mod condition;

mod formula;

mod model;

// How one comes to be.
mod facts;

mod load;

mod embedded;

// An interview, and what follows from it.
mod session;

mod advice;

mod interview;

mod answers;

mod decide;

mod sketch;

// How it leaves the program.
mod render;

mod facade;

mod emit;

mod lab;

// How it is asked.
mod host;

#[cfg(all(unix, feature = "cli"))]
mod signals;

mod plain;

#[cfg(feature = "tui")]
mod tui;

// The program.
#[cfg(feature = "cli")]
mod error;

#[cfg(feature = "cli")]
mod cli;

pub use self::facade::{Advisor, Decision, Diagnostics, Question, Report, Session};

#[cfg(feature = "cli")]
pub use self::cli::program;

/// All of the above, for the package's own tests, benchmarks and fuzz targets. It is no part of the
/// library: what is in it changes without notice.
#[cfg(feature = "inside")]
#[doc(hidden)]
pub mod inside {
    /// A module is private, so what it shows is passed on.
    macro_rules! show {
        ($($(#[$when:meta])* $name:ident),* $(,)?) => {
            $($(#[$when])* pub mod $name {
                pub use crate::$name::*;
            })*
        };
    }

    show!(
        text,
        data,
        words,
        diagnostic,
        ids,
        condition,
        formula,
        model,
        facts,
        load,
        embedded,
        session,
        advice,
        interview,
        answers,
        decide,
        sketch,
        render,
        emit,
        lab,
        host,
        plain,
        #[cfg(feature = "tui")]
        tui,
        #[cfg(feature = "cli")]
        cli,
    );
}
