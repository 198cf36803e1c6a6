//! Every id of the advisor and what it stands for.

use std::collections::{HashMap, HashSet};

use crate::condition::{Condition, Subject};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::load::raw::QuestionKindDoc;

/// What ids stand for.
#[derive(Default)]
pub(super) struct Names {
    /// Questions, sections and quantities share one space, so that a condition's key is clear.
    pub(super) subjects: HashMap<String, Subject>,
    /// Question ids in the order of their indexes, with what is needed before they are made.
    pub(super) questions: Vec<QuestionName>,
    /// Outcome ids by section, in the order of their indexes.
    pub(super) outcomes: Vec<Vec<(String, OutcomeIx)>>,
    /// Band ids of quantities, in the order of their indexes.
    pub(super) quantity_bands: Vec<Vec<String>>,
    /// Where quantities stand, in the order of their indexes.
    pub(super) quantity_sections: Vec<SectionIx>,
    /// Named conditions.
    pub(super) conditions: Named,
    /// Ids of before, with those of today.
    pub(super) old: HashMap<String, String>,
    /// Rule ids.
    pub(super) rules: HashSet<String>,
}

/// What is known of the named conditions.
#[derive(Default)]
pub(super) struct Named {
    /// In file order.
    pub(super) names: Vec<String>,
    /// Those that could be made, with what they look at.
    pub(super) made: HashMap<String, Made>,
    /// Those that something refers to.
    pub(super) used: HashSet<String>,
    /// Whether something that may use one could not be read, or uses a name that is not known.
    pub(super) unclear: bool,
    /// How many parts have been put in for names so far.
    pub(super) put_in: usize,
}

/// A named condition, with what it looks at.
pub(super) struct Made {
    pub(super) when: Condition,
    pub(super) size: usize,
    pub(super) subjects: Vec<Subject>,
}

impl Named {
    /// What a condition looks at; nothing when there is none of this name.
    pub(super) fn subjects(&self, name: &str) -> &[Subject] {
        self.made.get(name).map_or(&[], |made| &made.subjects)
    }
}

/// A question before it is made.
pub(super) struct QuestionName {
    pub(super) id: String,
    pub(super) section: SectionIx,
    pub(super) kind: QuestionKindDoc,
    /// Option or band ids.
    pub(super) choices: Vec<String>,
}

impl Names {
    pub(super) fn question(&self, id: &str) -> Option<QuestionIx> {
        match self.subjects.get(id) {
            Some(Subject::Question(ix)) => Some(*ix),
            _ => None,
        }
    }

    pub(super) fn section(&self, id: &str) -> Option<SectionIx> {
        match self.subjects.get(id) {
            Some(Subject::Section(ix)) => Some(*ix),
            _ => None,
        }
    }

    /// The id of a subject.
    pub(super) fn id_of(&self, subject: Subject) -> &str {
        let found = self.subjects.iter().find(|(_, other)| **other == subject);
        found.map_or("", |(id, _)| id.as_str())
    }

    pub(super) fn outcome(&self, section: SectionIx, id: &str) -> Option<OutcomeIx> {
        self.outcomes
            .get(section.index())?
            .iter()
            .find(|(name, _)| name == id)
            .map(|(_, ix)| *ix)
    }

    pub(super) fn questions_of(&self, section: SectionIx) -> impl Iterator<Item = &str> {
        self.questions
            .iter()
            .filter(move |question| question.section == section)
            .map(|question| question.id.as_str())
    }
}
