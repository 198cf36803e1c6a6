//! The program's own words, in English and Brazilian Portuguese.
//!
//! ```text
//! table (what there is to say) <- en, pt_br <- Language::words
//! ```
//! An advisor brings its own texts; these are the words around them, from the help of the command
//! line to the footer of the wizard. A sentence with values in it is a function, so that every
//! language builds it whole. What faults say is told beside them, in `diagnostic`.

mod en;
mod language;
mod meaning;
pub mod number;
mod pt_br;
mod speech;
pub mod table;

pub use self::language::{Language, find_tag};
pub use self::meaning::{Meaning, meaning};
pub use self::table::{Cli, CommandWords, Counts, LabWords, Prompts, Step, Wizard, Words};
