//! What an interview can begin with: the questions, what was interrupted, a situation.

use super::{App, Beginning};

/// So many of what was interrupted are listed at first: situations are to be seen, too.
const LATEST: usize = 3;

impl<'a> App<'a> {
    /// Whether there is a choice of what to begin with, and nothing is answered yet.
    pub(crate) fn may_begin(&self) -> bool {
        self.beginnings().len() > 1 && self.trail().next().is_none()
    }

    /// What can be begun with: the questions first.
    pub(crate) fn beginnings(&self) -> Vec<Beginning<'a>> {
        let all = self.interrupted.len();
        // A single one more takes no more room than to tell of it.
        let listed = if self.shelf.whole || all <= LATEST + 1 {
            all
        } else {
            LATEST
        };
        let interrupted = (0..listed).map(Beginning::Interrupted);
        let older = Some(all - listed).filter(|older| *older > 0);
        let starts = self.interview.advisor().starts.iter();
        [Beginning::Questions]
            .into_iter()
            .chain(interrupted)
            .chain(older.map(Beginning::Older))
            .chain(starts.map(Beginning::Situation))
            .collect()
    }

    /// What it is called.
    pub(crate) fn name_of(&self, beginning: Beginning<'_>) -> String {
        match beginning {
            Beginning::Questions => self.words.begin_questions.to_owned(),
            Beginning::Interrupted(place) => self.kept_name(place),
            Beginning::Older(count) => (self.words.begin_older)(count),
            Beginning::Situation(start) => start.title.to_string(),
        }
    }

    /// Each as it is told, and what else it is found by.
    pub(crate) fn beginnings_told(&self) -> Vec<(String, String)> {
        let told = self.beginnings().into_iter().map(|beginning| {
            let also = match beginning {
                Beginning::Situation(start) => start.text.to_string(),
                _ => String::new(),
            };
            (self.name_of(beginning), also)
        });
        told.collect()
    }

    fn kept_name(&self, place: usize) -> String {
        let Some(one) = self.interrupted.get(place) else {
            return String::new();
        };
        let name = match (one.left.finished, place) {
            (true, 0) => self.words.begin_result,
            (true, _) => self.words.begin_earlier_result,
            (false, 0) => self.words.begin_interrupted,
            (false, _) => self.words.begin_earlier,
        };
        if one.decided.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {}", one.decided)
        }
    }
}
