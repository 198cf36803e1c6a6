//! The advisor of this run in the other languages, each loaded when it is first asked for.

use std::cell::OnceCell;
use std::path::PathBuf;

use super::args::Args;
use super::load::{Loaded, load_from};
use crate::host::Translations;
use crate::model::Advisor;
use crate::words::Language;

/// The languages of the program, and the advisor in each, as far as there are texts.
pub(super) struct Tongues {
    directory: Option<PathBuf>,
    loaded: [OnceCell<Option<Loaded>>; Language::ALL.len()],
}

impl Tongues {
    pub(super) fn new(args: &Args) -> Self {
        Self {
            directory: args.advisor.clone(),
            loaded: Default::default(),
        }
    }

    fn in_language(&self, place: usize) -> Option<&Loaded> {
        let language = Language::ALL[place];
        let loaded = self.loaded[place].get_or_init(|| {
            let loaded = load_from(self.directory.as_deref(), Some(language.tag())).ok()?;
            // An advisor in a third language would speak that one.
            (Language::known(&loaded.advisor.language) == Some(language)).then_some(loaded)
        });
        loaded.as_ref()
    }

    /// Where an advisor that was gone over to has its templates.
    pub(super) fn of(&self, advisor: &Advisor) -> Option<&Loaded> {
        let mut loaded = self.loaded.iter().filter_map(|cell| cell.get()?.as_ref());
        loaded.find(|loaded| std::ptr::eq::<Advisor>(&raw const *loaded.advisor, advisor))
    }
}

impl Translations for Tongues {
    fn after(&self, language: &str) -> Option<&Advisor> {
        let here = Language::of(language);
        let count = Language::ALL.len();
        let at = Language::ALL.iter().position(|one| *one == here)?;
        let others = (1..count).map(|step| (at + step) % count);
        let mut found = others.filter_map(|place| self.in_language(place));
        found.next().map(|loaded| &*loaded.advisor)
    }
}
