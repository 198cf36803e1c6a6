//! The crash lab while it is open: a tree at play, how much of it is shown, and a load.

use crate::ids::QuestionIx;
use crate::lab::jobs::Job;
use crate::lab::load::{LOADS, PEAK, Run, SLICES, run};
use crate::lab::plan::{Plan, Station};
use crate::lab::play::Step;
use crate::lab::story::Story;
use crate::model::Answer;
use crate::tui::action::Action;

/// Which of them is in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Tree,
    Jobs,
    Load,
}

#[derive(Debug)]
pub(crate) struct LabPane {
    pub(crate) story: Story,
    /// The answers that it was made for: while they are the same, so is what happened.
    pub(crate) answers: Vec<(QuestionIx, Answer)>,
    pub(crate) side: Side,
    /// So many steps have been shown.
    pub(crate) at: usize,
    /// The member that the keys act on.
    pub(crate) selected: usize,
    /// The job that the keys act on, by its place.
    pub(crate) job: usize,
    /// The place of the load among [`LOADS`].
    pub(crate) load: usize,
    /// What comes of it, at the first station.
    pub(crate) run: Option<Run>,
    /// So many pieces of its time are shown.
    pub(crate) slices: usize,
    /// How far what is longer than its page is scrolled.
    pub(crate) scroll: usize,
}

impl LabPane {
    /// All has started, and the peak has passed.
    pub(crate) fn new(plan: Plan, answers: Vec<(QuestionIx, Answer)>) -> Self {
        let story = Story::new(plan);
        let plan = &story.play.plan;
        let selected = plan.first_own();
        let mut pane = Self {
            side: if shows_tree(plan) {
                Side::Tree
            } else {
                Side::Load
            },
            at: story.play.steps().len(),
            selected,
            job: 0,
            load: PEAK,
            run: None,
            slices: SLICES,
            scroll: 0,
            story,
            answers,
        };
        pane.work_out();
        pane
    }

    /// The station that is looked at.
    pub(crate) fn station(&self) -> Option<&Station> {
        self.story.play.plan.stations.first()
    }

    /// Finds out what comes of the load.
    pub(crate) fn work_out(&mut self) {
        let percent = LOADS[self.load.min(LOADS.len() - 1)];
        self.run = self.station().map(|station| run(station, percent));
    }

    /// The same in another language.
    pub(crate) fn retell(&mut self, plan: Plan) {
        if plan.members.len() == self.story.play.plan.members.len() {
            self.story.play.plan = plan;
        }
    }

    /// The step that is shown last.
    pub(crate) fn shown(&self) -> Option<&Step> {
        let last = self.at.checked_sub(1)?;
        self.story.play.steps().get(last)
    }

    /// The sides there are, in the order they are switched through.
    pub(crate) fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        let jobs = self.story.play.plan.queue.is_some();
        // What is kept outside has a page of its own, so nobody has to be told that nothing queues.
        let load = !jobs || self.station().is_some();
        let all = [Side::Tree, Side::Jobs, Side::Load].into_iter();
        all.filter(move |side| match side {
            Side::Tree => true,
            Side::Jobs => jobs,
            Side::Load => load,
        })
    }

    /// The side that is switched to; none where nothing else is to be seen.
    pub(crate) fn after(&self) -> Option<Side> {
        let seen = |side: &Side| *side != Side::Load || self.station().is_some();
        let others = self.sides().skip_while(|one| *one != self.side).skip(1);
        let mut around = others.filter(seen).chain(self.sides());
        around.next().filter(|side| *side != self.side)
    }

    /// The side that one goes back to before the lab is closed.
    pub(crate) fn back(&self) -> Option<Side> {
        (self.side == Side::Load && self.begins_with_tree()).then_some(Side::Tree)
    }

    /// The chosen job, as it is at the end of all steps.
    pub(crate) fn chosen_job(&self) -> Option<&Job> {
        self.story.play.seen().jobs.get(self.job)
    }

    /// How far the side in front has been stepped through, of how many.
    pub(crate) fn progress(&self) -> (usize, usize) {
        match self.side {
            Side::Tree | Side::Jobs => (self.at, self.story.play.steps().len()),
            Side::Load if self.run.is_none() => (0, 0),
            Side::Load => (self.slices, SLICES),
        }
    }

    /// Whether an action is worth a hint.
    pub(crate) fn enables(&self, action: Action) -> bool {
        let (at, of) = self.progress();
        let tree = self.side == Side::Tree && self.has_tree();
        let jobs = self.side == Side::Jobs;
        match action {
            Action::Kill => jobs,
            // Nothing of it happens to what has ended.
            _ if is_event(action) && self.story.play.is_over() => {
                jobs && action == Action::PassTime
            }
            Action::AddJob | Action::StoreAway => jobs,
            Action::EndPart | Action::FailJob if jobs => self.chosen_job().is_some(),
            Action::Up | Action::Down if jobs => self.story.play.seen().jobs.len() > 1,
            Action::FailJob => false,
            Action::Crash | Action::EndPart | Action::StopAll | Action::PassTime => tree || jobs,
            Action::Up | Action::Down => tree || (self.side == Side::Load && self.run.is_some()),
            Action::Forward | Action::Last => at < of,
            Action::StepBack | Action::First => at > 1,
            Action::Switch => self.side == Side::Load || self.after().is_some(),
            // Of what never runs nothing begins again.
            Action::Afresh => self.has_tree() || self.run.is_some(),
            _ => true,
        }
    }

    /// Whether it opens with the tree, or what is said instead of one, and not with the load.
    fn begins_with_tree(&self) -> bool {
        shows_tree(&self.story.play.plan)
    }

    /// Whether there is a tree to act on.
    pub(crate) fn has_tree(&self) -> bool {
        !self.story.play.plan.members.is_empty()
    }
}

/// Whether it is something that happens to what is played.
pub(crate) fn is_event(action: Action) -> bool {
    matches!(
        action,
        Action::Crash
            | Action::EndPart
            | Action::StopAll
            | Action::PassTime
            | Action::AddJob
            | Action::FailJob
            | Action::StoreAway
            | Action::Kill
    )
}

fn shows_tree(plan: &Plan) -> bool {
    !plan.members.is_empty() || plan.alone.is_some()
}
