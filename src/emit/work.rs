//! How much work templates may be: one budget for a rendering, one for a whole run of `check`.
//!
//! A bound for each template alone lets two hundred files, or a thousand scenarios, take hours. What a
//! budget leaves undone is said by whoever holds it.

/// Work that may still be done, in minijinja's instructions.
#[derive(Debug)]
pub struct Work {
    left: u64,
}

/// The most that one template may take.
const TEMPLATE: u64 = 5_000_000;
/// The most that all templates of one project may take together; the largest of the program's own takes
/// less than a hundredth.
const PROJECT: u64 = 20_000_000;
/// The most that all projects of a run of `check` may take together.
const CHECK: u64 = 100_000_000;

impl Work {
    pub fn of_a_check() -> Self {
        Self { left: CHECK }
    }

    #[cfg(any(test, feature = "inside"))]
    pub fn of(instructions: u64) -> Self {
        Self { left: instructions }
    }

    pub(super) fn of_a_project() -> Self {
        Self { left: PROJECT }
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// What one project may take of it.
    pub(super) fn for_a_project(&self) -> Self {
        Self {
            left: self.left.min(PROJECT),
        }
    }

    /// What the next template may take of it.
    pub(super) fn for_a_template(&self) -> u64 {
        self.left.min(TEMPLATE)
    }

    pub(super) fn spend(&mut self, work: u64) {
        self.left = self.left.saturating_sub(work);
    }

    /// Takes off what was done of a part of it.
    pub(super) fn spend_part(&mut self, before: &Self, after: &Self) {
        self.spend(before.left - after.left);
    }
}
