//! `replaces:` — ids of before, which nothing may have today and only one thing may have had.

use std::collections::HashSet;

use super::checker::Checker;
use crate::data::{List, Str};
use crate::diagnostic::kind::Ids;
use crate::load::decode::Each;
use crate::load::files::Docs;
use crate::load::raw::Text;

/// The old ids as the model keeps them.
pub(super) fn old_ids(replaces: &Each<Text>) -> List<Str> {
    let ids = replaces.0.iter().map(|id| id.value.as_str().into());
    ids.collect()
}

impl Checker {
    /// Checks the old ids of everything that has some, and keeps what they are called today.
    pub(super) fn renamed(&mut self, docs: &Docs) {
        // As today's, those of sections and questions share one space.
        let subjects: HashSet<String> = self.names.subjects.keys().cloned().collect();
        let mut seen = HashSet::new();
        for file in &docs.sections {
            let doc = &file.doc;
            self.old(&doc.section, &doc.replaces, &subjects, &mut seen);
            for question in &doc.questions.0 {
                self.old(&question.id, &question.replaces, &subjects, &mut seen);
                let options = &question.options.0;
                let today = options.iter().map(|option| option.id.value.clone());
                let today = today.chain(["unknown".to_owned()]).collect();
                let mut seen = HashSet::new();
                for option in options {
                    self.old(&option.id, &option.replaces, &today, &mut seen);
                }
            }
            let outcomes = &doc.outcomes.0;
            let today = outcomes.iter().map(|outcome| outcome.id.value.clone());
            let today = today.collect();
            let mut seen = HashSet::new();
            for outcome in outcomes {
                self.old(&outcome.id, &outcome.replaces, &today, &mut seen);
            }
        }
    }

    fn old(
        &mut self,
        now: &Text,
        replaces: &Each<Text>,
        today: &HashSet<String>,
        seen: &mut HashSet<String>,
    ) {
        for was in &replaces.0 {
            let id = was.value.clone();
            if !self.is_id(was) {
                continue;
            }
            if today.contains(&id) {
                self.fault(was.span, Ids::OldInUse { id });
            } else if !seen.insert(id.clone()) {
                self.fault(was.span, Ids::OldTwice { id });
            } else {
                self.names.old.insert(id, now.value.clone());
            }
        }
    }
}
