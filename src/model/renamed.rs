//! What had another id once.
//!
//! Sheets, scripts and habits outlive an advisor's ids. What was renamed says so by `replaces:`, and is
//! found by its old id where no new one has it; whoever gives an old id is told the new one.

use super::{Advisor, Question};
use crate::data::{List, Str};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};

/// Whether one of these ids is `was`.
fn had(replaces: &List<Str>, was: &str) -> bool {
    replaces.iter().any(|id| *id == was)
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.trim().to_lowercase()
}

impl Advisor {
    /// The question that was called so.
    pub fn renamed_question(&self, was: &str) -> Option<QuestionIx> {
        let mut all = self.question_ixs();
        all.find(|ix| had(&self.question(*ix).replaces, was))
    }

    /// The section that was called so.
    pub fn renamed_section(&self, was: &str) -> Option<SectionIx> {
        let mut all = self.section_ixs();
        all.find(|ix| had(&self.section(*ix).replaces, was))
    }

    /// The outcomes that were called so, in the order of their sections.
    pub fn renamed_outcomes(&self, was: &str) -> Vec<OutcomeIx> {
        let all = (0..self.outcomes.len()).map(OutcomeIx::new);
        all.filter(|ix| had(&self.outcome(*ix).replaces, was))
            .collect()
    }

    /// Outcomes by their id or title, which may stand in several sections, or by `SECTION.OUTCOME`.
    /// Ids go before those of before, and these before titles.
    pub fn outcomes_called(&self, name: &str) -> Vec<OutcomeIx> {
        // A title may have a point in it.
        let found = self.of_any_section(name);
        if !found.is_empty() {
            return found;
        }
        let Some((section, outcome)) = name.split_once('.') else {
            return found;
        };
        let renamed = self.renamed_section(section.trim());
        let here = |ix: &OutcomeIx| {
            let own = self.outcome(*ix).section;
            same(&self.section(own).id, section) || renamed == Some(own)
        };
        let found = self.of_any_section(outcome).into_iter();
        found.filter(here).collect()
    }

    fn of_any_section(&self, name: &str) -> Vec<OutcomeIx> {
        let mut found = self.find_outcomes(name);
        if found.is_empty() {
            found = self.renamed_outcomes(name.trim());
        }
        if !found.is_empty() {
            return found;
        }
        let all = (0..self.outcomes.len()).map(OutcomeIx::new);
        all.filter(|ix| {
            let outcome = self.outcome(*ix);
            same(&outcome.title, name) || same(&outcome.id, name)
        })
        .collect()
    }

    /// A decision by today's ids; what was never renamed stays as it is.
    pub fn decision_today(&self, section: &str, outcomes: &str) -> (String, String) {
        let found = self
            .find_section(section)
            .or_else(|| self.renamed_section(section));
        let Some(found) = found else {
            return (section.to_owned(), outcomes.to_owned());
        };
        let own = &self.section(found).outcomes;
        let today = |was: &str| {
            let mut own = own.iter().map(|ix| self.outcome(*ix));
            let new = own.find(|outcome| outcome.id != was && had(&outcome.replaces, was));
            new.map_or(was.to_owned(), |outcome| outcome.id.to_string())
        };
        let outcomes: Vec<String> = outcomes.split(", ").map(today).collect();
        (self.section(found).id.to_string(), outcomes.join(", "))
    }
}

impl Question {
    /// The place of the option that was called so.
    pub fn renamed_option(&self, was: &str) -> Option<usize> {
        let was = was.trim().to_lowercase();
        let mut options = self.options().iter();
        options.position(|option| had(&option.replaces, &was))
    }
}
