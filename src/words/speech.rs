//! Which table of words a language speaks.
//!
//! Above the tables, which name their language, and below whatever speaks.

use super::language::Language;
use super::table::Words;
use super::{en, pt_br};

impl Language {
    /// What the program says in it.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::En => &en::WORDS,
            Self::PtBr => &pt_br::WORDS,
        }
    }
}
