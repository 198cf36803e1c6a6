//! The questions that a section's logic comes down to, followed through quantities. Another section's
//! outcome counts as given: its own logic tells the rest.

use std::collections::BTreeSet;

use crate::condition::Subject;
use crate::data::List;
use crate::ids::{QuantityIx, QuestionIx, SectionIx};
use crate::model::plan::Inputs;
use crate::model::{Advisor, Logic, Row};

/// Those that its conditions look at.
pub(super) fn reads(advisor: &Advisor, section: SectionIx) -> List<QuestionIx> {
    let mut reads = Reads::default();
    advisor.for_each_condition(section, &mut |condition| {
        condition.subjects(&mut |subject| reads.look(advisor, subject));
    });
    reads.questions.into()
}

/// All that may lead to the section or away from it, and through it.
pub(super) fn leads(advisor: &Advisor, section: SectionIx) -> List<QuestionIx> {
    let mut reads = Reads::default();
    let mut look = |subject| reads.look(advisor, subject);
    advisor.section(section).when.subjects(&mut look);
    for question in &advisor.section(section).questions {
        look(Subject::Question(*question));
        advisor.question(*question).when.subjects(&mut look);
    }
    advisor.for_each_condition(section, &mut |condition| condition.subjects(&mut look));
    reads.questions.into()
}

/// Of a table, which inputs each input and each row depends on.
pub(super) fn of_table(advisor: &Advisor, section: SectionIx) -> (List<Inputs>, List<Inputs>) {
    let Logic::Table { inputs, rows, .. } = &advisor.section(section).logic else {
        return (List::EMPTY, List::EMPTY);
    };
    let places = |reads: &Reads| {
        let places = inputs.iter().enumerate();
        let read = places.filter(|(_, input)| reads.questions.contains(input));
        read.fold(Inputs(0), |all, (place, _)| all.with(Inputs::of(place)))
    };
    let of_input = |input: &QuestionIx| {
        let mut reads = Reads::default();
        for condition in advisor.question(*input).conditions() {
            condition.subjects(&mut |subject| reads.look(advisor, subject));
        }
        places(&reads)
    };
    let of_row = |row: &Row| {
        let mut reads = Reads::default();
        row.when
            .subjects(&mut |subject| reads.look(advisor, subject));
        places(&reads)
    };
    (
        inputs.iter().map(of_input).collect(),
        rows.iter().map(of_row).collect(),
    )
}

#[derive(Default)]
struct Reads {
    /// In the order met.
    questions: Vec<QuestionIx>,
    seen: BTreeSet<QuestionIx>,
    quantities: BTreeSet<QuantityIx>,
}

impl Reads {
    fn look(&mut self, advisor: &Advisor, subject: Subject) {
        match subject {
            Subject::Question(question) if self.seen.insert(question) => {
                self.questions.push(question);
            }
            Subject::Quantity(quantity) if self.quantities.insert(quantity) => {
                let quantity = advisor.quantity(quantity);
                for (_, input) in quantity.value.inputs() {
                    self.look(advisor, *input);
                }
                let when = &quantity.when;
                when.subjects(&mut |subject| self.look(advisor, subject));
            }
            Subject::Question(_) | Subject::Section(_) | Subject::Quantity(_) => {}
        }
    }
}
