//! What conditions look at, followed through quantities to the answers that these are computed from.

use std::collections::BTreeSet;

use crate::condition::Subject;
use crate::data::List;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::Advisor;

/// What conditions look at, quantities and what they are computed from included.
#[derive(Default)]
pub(super) struct Seen {
    /// In the order met.
    subjects: Vec<Subject>,
    pub(super) known: BTreeSet<Subject>,
    /// Numbers that a formula reads.
    pub(super) computed: BTreeSet<QuestionIx>,
}

impl Seen {
    pub(super) fn outside(&self, advisor: &Advisor, section: SectionIx) -> List<Subject> {
        let outside = |subject: &Subject| match subject {
            Subject::Question(question) => advisor.question(*question).section != section,
            Subject::Section(other) => *other != section,
            // Told by the questions it reads, which were looked at as well.
            Subject::Quantity(_) => false,
        };
        self.subjects.iter().copied().filter(outside).collect()
    }

    pub(super) fn look(&mut self, advisor: &Advisor, subject: Subject, computed: bool) {
        if let Subject::Question(question) = subject
            && computed
        {
            self.computed.insert(question);
        }
        if !self.known.insert(subject) {
            return;
        }
        self.subjects.push(subject);
        if let Subject::Quantity(quantity) = subject {
            let quantity = advisor.quantity(quantity);
            for (_, input) in quantity.value.inputs() {
                self.look(advisor, *input, true);
            }
            quantity
                .when
                .subjects(&mut |subject| self.look(advisor, subject, true));
        }
    }
}
