//! How far a question reaches: which outcomes another answer to it can change, and whether the
//! advisor's verdicts then say something else.
//!
//! Found once, so that whoever tries answers only tries those that can make a difference. It is
//! generous: what it leaves out never changes, what it names may.

use std::collections::BTreeSet;

use super::seen::Seen;
use super::texts::placeholders;
use crate::condition::Subject;
use crate::data::List;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::plan::{Looks, Reach};
use crate::model::{Advisor, Logic};

/// By question.
pub(super) fn reaches(advisor: &Advisor, looks: &[Looks]) -> List<Reach> {
    let mut told = Seen::default();
    for verdict in &advisor.verdicts {
        let mut look = |subject| told.look(advisor, subject, false);
        verdict.when.subjects(&mut look);
        placeholders(&verdict.text)
            .filter_map(|name| subject(advisor, name))
            .for_each(&mut look);
    }
    // What the questions look at that decide nothing, by question.
    let lists = advisor.questions.iter().map(|question| {
        let mut seen = Seen::default();
        for condition in question.conditions() {
            condition.subjects(&mut |subject| seen.look(advisor, subject, false));
        }
        seen.known
    });
    let seen_by: Vec<BTreeSet<Subject>> = lists.collect();
    let reach = |question| {
        let moved = moved_by(advisor, looks, &seen_by, question);
        let outcomes = moved.iter().filter_map(|subject| match subject {
            Subject::Section(section) => Some(*section),
            Subject::Question(_) | Subject::Quantity(_) => None,
        });
        let decides = |section: &SectionIx| !advisor.section(*section).outcomes.is_empty();
        Reach {
            outcomes: outcomes.filter(decides).count(),
            is_told: moved.iter().any(|subject| told.known.contains(subject)),
        }
    };
    advisor.question_ixs().map(reach).collect()
}

/// Everything that may be otherwise with another answer: questions (their answers, or whether they
/// come up) and what sections come to.
fn moved_by(
    advisor: &Advisor,
    looks: &[Looks],
    seen_by: &[BTreeSet<Subject>],
    question: QuestionIx,
) -> BTreeSet<Subject> {
    let mut moved = BTreeSet::from([Subject::Question(question)]);
    let own = advisor.question(question).section;
    let section = advisor.section(own);
    let only_asks = matches!(section.logic, Logic::Questions);
    if only_asks || section.details.contains(&question) {
        // Each of them looks back at most.
        let listed = if only_asks {
            &section.questions
        } else {
            &section.details
        };
        for later in listed {
            if !seen_by[later.index()].is_disjoint(&moved) {
                moved.insert(Subject::Question(*later));
            }
        }
    } else {
        moved.extend(all_of(advisor, own));
    }
    let later = advisor.section_ixs().zip(looks).skip(own.index() + 1);
    for (section, looks) in later {
        if looks.around.iter().any(|subject| moved.contains(subject)) {
            moved.extend(all_of(advisor, section));
        }
    }
    moved
}

fn all_of(advisor: &Advisor, section: SectionIx) -> impl Iterator<Item = Subject> {
    let questions = advisor.section(section).questions.iter();
    let questions = questions.map(|question| Subject::Question(*question));
    questions.chain([Subject::Section(section)])
}

fn subject(advisor: &Advisor, name: &str) -> Option<Subject> {
    let mut questions = advisor.questions.iter();
    let question = questions.position(|question| question.id == name);
    question
        .map(|place| Subject::Question(QuestionIx::new(place)))
        .or_else(|| advisor.find_quantity(name).map(Subject::Quantity))
        .or_else(|| advisor.find_section(name).map(Subject::Section))
}
