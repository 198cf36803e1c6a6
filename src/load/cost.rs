//! How much work it is to find out about a subject: what keeps an advisor from keeping us busy.
//!
//! A quantity is computed anew wherever it is named, so quantities that name each other multiply.

use crate::condition::Subject;
use crate::model::Advisor;

/// By quantity: tests and numbers that computing it takes, those of the ones it names included.
#[derive(Debug)]
pub(crate) struct Costs(Vec<usize>);

impl Costs {
    pub(crate) fn of_all(advisor: &Advisor) -> Self {
        let mut costs = Self(Vec::with_capacity(advisor.quantities.len()));
        for quantity in &advisor.quantities {
            let mut sum: usize = 1;
            let mut add = |subject: Subject| sum = sum.saturating_add(costs.of(subject));
            for (_, input) in quantity.value.inputs() {
                add(*input);
            }
            quantity.when.subjects(&mut add);
            costs.0.push(sum);
        }
        costs
    }

    /// What one test of a subject costs; 1 for all but quantities.
    pub(crate) fn of(&self, subject: Subject) -> usize {
        match subject {
            Subject::Quantity(quantity) => self.0.get(quantity.index()).copied().unwrap_or(1),
            Subject::Question(_) | Subject::Section(_) => 1,
        }
    }
}
