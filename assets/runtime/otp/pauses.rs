//! Pauses between attempts at something outside that does not answer: each twice as long as the one before,
//! up to a longest, and all drawn at random, so that those who lost it together do not return together.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::Duration,
};

/// The pauses of one wait.
#[derive(Debug)]
pub struct Pauses {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Pauses {
    /// Pauses from about `first` to about `longest`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            next: first,
        }
    }

    /// How long to wait now at most, before that is drawn.
    pub fn most(&mut self) -> Duration {
        let pause = self.next.min(self.longest);
        self.next = pause.saturating_mul(2);
        pause
    }

    /// How long to wait now: between half of what it grew to and all of it.
    pub fn grow(&mut self) -> Duration {
        let pause = self.most();
        // The keys of a new state are random.
        let random = RandomState::new().build_hasher().finish() % 1_000;
        let jitter = (pause / 2_000).saturating_mul(u32::try_from(random).unwrap_or(0));
        pause / 2 + jitter
    }

    /// It answers again: the next pause is the first one.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k09_pauses_grow_up_to_the_longest_and_begin_anew() {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(5));
        let mut pauses = Pauses::new(first, longest);
        for most in [1, 2, 4, 5, 5].map(Duration::from_secs) {
            let pause = pauses.grow();
            assert!((most / 2..=most).contains(&pause), "{pause:?} of {most:?}");
        }
        pauses.reset();
        assert!(pauses.grow() <= first);
    }

    #[test]
    fn k09_those_who_wait_do_not_wait_alike() {
        let long = Duration::from_secs(10_001);
        let drawn: std::collections::HashSet<_> =
            (0..100).map(|_| Pauses::new(long, long).grow()).collect();
        assert!(drawn.len() > 10);
    }

    #[test]
    fn k18_the_longest_may_be_for_ever() {
        let mut pauses = Pauses::new(Duration::MAX, Duration::MAX);
        pauses.grow();
        assert!(pauses.grow() >= Duration::MAX / 2);
    }
}
//% endif
