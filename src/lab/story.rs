//! A story: what happens, round by round, each with the steps that follow from it.

use std::ops::Range;

use super::jobs::{Fate, Is};
use super::plan::Plan;
use super::play::{Event, Play, State, What};
use crate::model::lab::Restart;

/// Crashes of one member until its group has given up.
const MAX_CRASHES: usize = 1_001;

/// An event and the steps that follow from it; the start has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub event: Option<Event>,
    pub steps: Range<usize>,
}

/// A tree that was played.
#[derive(Debug)]
pub struct Story {
    pub play: Play,
    pub rounds: Vec<Round>,
}

impl Story {
    /// The tree as it has started.
    pub fn new(plan: Plan) -> Self {
        let play = Play::new(plan);
        let start = Round {
            event: None,
            steps: 0..play.steps().len(),
        };
        Self {
            play,
            rounds: vec![start],
        }
    }

    /// What is told where nobody asks for something else: what becomes of jobs; then each part crashes
    /// once, then the first until the restarts are used up, then all is stopped.
    pub fn of(plan: Plan) -> Self {
        let mut story = Self::new(plan);
        story.jobs();
        let plan = &story.play.plan;
        let groups = plan.members.iter().filter_map(|one| one.group.as_ref());
        let windows = groups.map(super::plan::Group::max_seconds);
        let pause = windows.max().unwrap_or(0).saturating_add(1);
        let leaves: Vec<usize> = plan.leaves().collect();
        for leaf in &leaves {
            if story.play.seen().states[*leaf] == State::Running {
                story.happen(Event::Crash(*leaf));
                story.happen(Event::Wait(pause));
            }
        }
        let lasting = |leaf: &&usize| {
            let member = &story.play.plan.members[**leaf];
            member.restart() != Restart::Temporary
                && story.play.seen().states[**leaf] == State::Running
        };
        // What is the design's own says more than what is beside it.
        let mut own = leaves.clone();
        own.sort_by_key(|leaf| story.play.plan.members[*leaf].beside);
        if let Some(leaf) = own.iter().find(lasting).copied() {
            for _ in 0..MAX_CRASHES {
                let steps = story.happen(Event::Crash(leaf));
                let broke = |what: &What| matches!(what, What::GaveUp(_) | What::Over);
                if story.play.steps()[steps].iter().any(|one| broke(&one.what)) {
                    break;
                }
            }
        }
        if !story.play.is_over() {
            story.happen(Event::Stop);
        }
        story
    }

    /// Jobs that end well, lose their worker, fail to the last, and outlive what keeps them and the program.
    fn jobs(&mut self) {
        let Some(queue) = self.play.plan.queue.clone() else {
            return;
        };
        let happen = |story: &mut Self, events: &[Event]| {
            for event in events {
                story.happen(*event);
            }
        };
        let crash = Event::Crash(queue.part);
        let (done, fail) = (|number| Event::Done(Some(number)), Event::Fail(Some(3)));
        happen(self, &[Event::Add, Event::Add, done(1), crash, Event::Tick]);
        happen(self, &[done(2), Event::Add]);
        for _ in 0..MAX_CRASHES {
            self.happen(fail);
            let over = |what: &What| matches!(what, What::Job(_, Fate::GivenUp));
            let last = self.rounds.last().map_or(0..0, |round| round.steps.clone());
            if self.play.steps()[last].iter().any(|one| over(&one.what)) {
                break;
            }
            self.happen(Event::Tick);
        }
        happen(self, &[Event::Add, Event::StoreDown, Event::Add, done(4)]);
        happen(self, &[Event::Wait(30), Event::StoreUp, Event::Tick]);
        happen(self, &[Event::Add, Event::Kill, Event::Tick]);
        // What is left of them ends, so that they are not in the way of what follows.
        while self
            .play
            .seen()
            .jobs
            .iter()
            .any(|job| job.is == Is::Running)
        {
            self.happen(Event::Done(None));
        }
    }

    /// These events, one after the other.
    pub fn played(plan: Plan, events: &[Event]) -> Self {
        let mut story = Self::new(plan);
        for event in events {
            story.happen(*event);
        }
        story
    }

    pub fn happen(&mut self, event: Event) -> Range<usize> {
        let steps = self.play.happen(event);
        self.rounds.push(Round {
            event: Some(event),
            steps: steps.clone(),
        });
        steps
    }

    /// Whether two rounds differ in nothing but the number that a restart counts.
    pub(super) fn alike(&self, one: &Round, other: &Round) -> bool {
        let uncounted = |what: What| match what {
            What::Counted(group, _) => What::Counted(group, 0),
            What::Job(number, fate) => What::Job(number, fate.uncounted()),
            What::Passed(_) if one.event == Some(Event::Tick) => What::Passed(0),
            what => what,
        };
        let steps = |round: &Round| self.play.steps()[round.steps.clone()].iter();
        one.event == other.event
            && steps(one)
                .map(|step| uncounted(step.what))
                .eq(steps(other).map(|step| uncounted(step.what)))
    }
}
