//! What an advisor's logic looks at, found once per session: every answer given afterwards needs it.

use super::domain;
use crate::condition::{Condition, Subject};
use crate::ids::{QuestionIx, SectionIx};
use crate::load::cost::Costs;
use crate::model::{Advisor, Answer, Branch, Logic, Question, QuestionKind};

/// Tests of conditions that one walk over a section may spend on finding out which questions are
/// needed, and again on what remains.
pub(super) const MAX_TESTS: usize = 100_000;

/// What the sections look at.
#[derive(Debug)]
pub(super) struct Plan {
    /// By section.
    sections: Vec<Looks>,
    /// By question: values that no condition tells apart from others are left out.
    values: Vec<Vec<Answer>>,
}

/// What the conditions of one section's logic look at.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// Its own questions, in file order.
    pub(super) own: Vec<Watched>,
    /// What these conditions look at outside the section.
    pub(super) foreign: Vec<Subject>,
    /// What any condition of the section looks at outside it, that of a detail or of the section
    /// itself included.
    pub(super) around: Vec<Subject>,
    /// How many tests all conditions of the logic come to, those inside quantities counted as often
    /// as they are computed.
    pub(super) tests: usize,
}

/// A question that conditions of its own section look at.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) question: QuestionIx,
    /// Whether trying its values tells all there is. Not so for a number inside a formula, which
    /// may turn anywhere between them, nor for a text.
    pub(super) supposable: bool,
}

impl Plan {
    pub(super) fn new(advisor: &Advisor) -> Self {
        let values = advisor.question_ixs().map(|q| domain::values(advisor, q));
        let costs = Costs::of_all(advisor);
        let sections = advisor
            .section_ixs()
            .map(|section| {
                let mut seen = Seen::default();
                let mut tests: usize = 0;
                for_each_condition(advisor, section, &mut |condition| {
                    condition.subjects(&mut |subject| {
                        seen.look(advisor, subject, false);
                        tests = tests.saturating_add(costs.of(subject));
                    });
                });
                let foreign = seen.outside(advisor, section);
                let own = advisor.section(section).questions.iter().copied();
                let own = own.filter(|q| seen.subjects.contains(&Subject::Question(*q)));
                let own = own
                    .map(|question| Watched {
                        question,
                        supposable: !seen.computed.contains(&question)
                            && !matches!(
                                advisor.question(question).kind,
                                QuestionKind::Text { .. }
                            ),
                    })
                    .collect();
                let mut look = |condition: &Condition| {
                    condition.subjects(&mut |subject| seen.look(advisor, subject, false));
                };
                look(&advisor.section(section).when);
                for detail in &advisor.section(section).details {
                    look(&advisor.question(*detail).when);
                }
                Looks {
                    own,
                    foreign,
                    around: seen.outside(advisor, section),
                    tests,
                }
            })
            .collect();
        Self {
            sections,
            values: values.collect(),
        }
    }

    pub(super) fn looks(&self, section: SectionIx) -> &Looks {
        &self.sections[section.index()]
    }

    /// Enough to try every way through a section of ordinary size, and to end soon in any other.
    pub(super) fn steps(&self, section: SectionIx) -> usize {
        let looks = self.looks(section);
        let ways = looks.own.iter().fold(1_usize, |ways, watched| {
            ways.saturating_mul(self.values(watched.question).len().max(1))
        });
        let walk = ways.saturating_mul(looks.tests.max(1)).min(MAX_TESTS);
        (20_000_000 / walk).clamp(200, 20_000)
    }

    pub(super) fn values(&self, question: QuestionIx) -> &[Answer] {
        &self.values[question.index()]
    }
}

#[derive(Default)]
struct Seen {
    subjects: Vec<Subject>,
    /// Numbers that a formula reads.
    computed: Vec<QuestionIx>,
}

impl Seen {
    fn outside(&self, advisor: &Advisor, section: SectionIx) -> Vec<Subject> {
        let outside = |subject: &Subject| match subject {
            Subject::Question(question) => advisor.question(*question).section != section,
            Subject::Section(other) => *other != section,
            // Told by the questions it reads, which were looked at as well.
            Subject::Quantity(_) => false,
        };
        self.subjects.iter().copied().filter(outside).collect()
    }

    fn look(&mut self, advisor: &Advisor, subject: Subject, computed: bool) {
        if let Subject::Question(question) = subject
            && computed
            && !self.computed.contains(&question)
        {
            self.computed.push(question);
        }
        if self.subjects.contains(&subject) {
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

/// Visits every condition that a section's outcome depends on; its details are not among them.
pub(crate) fn for_each_condition(
    advisor: &Advisor,
    section: SectionIx,
    visit: &mut dyn FnMut(&Condition),
) {
    let section = advisor.section(section);
    if let Logic::Table { rows, .. } = &section.logic {
        for row in rows {
            visit(&row.when);
        }
    }
    let decides = |question: &&QuestionIx| !section.details.contains(question);
    for question in section.questions.iter().filter(decides) {
        let question = advisor.question(*question);
        visit(&question.when);
        question.defaults.iter().for_each(|d| visit(&d.when));
        branches(question).for_each(|branch| visit(&branch.when));
    }
}

fn branches(question: &Question) -> impl Iterator<Item = &Branch> {
    question
        .choices()
        .flat_map(|choice| &choice.next)
        .chain(&question.next)
}
