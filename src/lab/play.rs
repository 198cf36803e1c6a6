//! A tree at play: events happen to it, its policies decide, and every step is kept with what is seen then.
//!
//! All that is decided here is decided by [`Policy`]; this only carries it out on paper, at once and without
//! fail: whatever is started runs, whatever is stopped ends.

use std::collections::VecDeque;
use std::ops::Range;

use super::jobs::{Fate, Job, Taking};
use super::plan::Plan;
use super::policy::{self, Action, End, Policy, Sequel, Why};

mod jobs;

/// More steps than this are not played.
const MAX_STEPS: usize = 20_000;
/// Longer than this nobody waits, in seconds.
pub const MAX_WAIT: u64 = 1_000_000;

/// Something that happens to the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A member fails.
    Crash(usize),
    /// A member ends, as it was meant to.
    End(usize),
    /// So many seconds pass.
    Wait(u64),
    /// The program is told to stop.
    Stop,
    /// The program is killed, and begins anew.
    Kill,
    /// A job is added.
    Add,
    /// A job that runs is done: this one, or the first of them.
    Done(Option<i64>),
    /// Likewise fails.
    Fail(Option<i64>),
    /// Time passes until something comes by itself.
    Tick,
    /// What keeps the jobs is away, and is back.
    StoreDown,
    StoreUp,
}

/// How a member is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    Crashed,
    Stopped,
    /// It has failed and is about to be started again.
    Restarting,
    /// Nothing knows of it any more.
    Gone,
}

/// Why a member is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The strategy of its group.
    Strategy,
    /// Its group gives up.
    GivesUp,
    /// Its group is stopped.
    Stops,
}

/// What a step is; members go by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Started(usize),
    StartedAgain(usize),
    /// A group is back, but what came to it while it ran is not.
    Empty(usize),
    Crashed(usize),
    Ended(usize),
    /// Fell with the group that it was in.
    Fell(usize),
    /// Its end counts as a restart of its group, the so manieth in its window.
    Counted(usize, usize),
    /// One restart too many, the so manieth: the group gives up.
    TooMany(usize, usize),
    Stopped(usize, Because),
    /// It is not started again, and is kept.
    Stays(usize),
    Forgotten(usize),
    GaveUp(usize),
    /// Nothing is above what has ended.
    Over,
    Passed(u64),
    NotRunning(usize),
    /// Nothing can happen any more.
    NothingLeft,
    Killed,
    /// A job by its number.
    Job(i64, Fate),
    StoreDown,
    /// It is back, which is noticed within so many seconds.
    StoreUp(u64),
    StoreFound,
    NoQueue,
}

/// A step, and what is seen after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub what: What,
    /// By member.
    pub states: Vec<State>,
    /// By member: how often it was started again.
    pub restarts: Vec<u64>,
    /// By member: the restarts in its window, of a group.
    pub used: Vec<usize>,
    /// Seconds since the start.
    pub now: u64,
    /// In the order they came; long over ones make room.
    pub jobs: Vec<Job>,
    /// What keeps them is there.
    pub store: bool,
}

/// A tree at play.
#[derive(Debug)]
pub struct Play {
    pub plan: Plan,
    teams: Vec<Option<Team>>,
    seen: Step,
    /// By member: whether it was ever started.
    ran: Vec<bool>,
    over: bool,
    taking: Option<Taking>,
    steps: Vec<Step>,
}

/// A group that runs.
#[derive(Debug)]
struct Team {
    policy: Policy,
    /// Members by their numbers in the policy.
    at: Vec<usize>,
    /// The seconds of its restarts.
    used: VecDeque<u64>,
    gave_up: bool,
}

impl Play {
    /// The tree once all has started, in order.
    pub fn new(plan: Plan) -> Self {
        let count = plan.members.len();
        let mut play = Self {
            teams: plan.members.iter().map(|_| None).collect(),
            seen: Step {
                what: What::NothingLeft,
                states: vec![State::Stopped; count],
                restarts: vec![0; count],
                used: vec![0; count],
                now: 0,
                jobs: Vec::new(),
                store: true,
            },
            ran: vec![false; count],
            over: count == 0,
            taking: plan.queue.as_ref().map(Taking::new),
            steps: Vec::new(),
            plan,
        };
        if count > 0 {
            play.start(0);
        }
        play
    }

    /// All steps so far.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the outermost group has ended.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// How things are now.
    pub fn seen(&self) -> &Step {
        self.steps.last().unwrap_or(&self.seen)
    }

    /// Lets something happen, and tells which steps follow from it.
    pub fn happen(&mut self, event: Event) -> Range<usize> {
        let from = self.steps.len();
        match event {
            _ if from >= MAX_STEPS => return from..from,
            Event::Wait(seconds) => self.pass(seconds.min(MAX_WAIT)),
            Event::Tick => {
                let next = self.next_due().unwrap_or(self.seen.now + 1);
                self.pass(next - self.seen.now);
            }
            Event::Kill if !self.plan.members.is_empty() => self.kill(),
            _ if self.over => self.note(What::NothingLeft),
            Event::Stop => {
                self.stop(0, Because::Stops);
                self.end();
            }
            Event::Crash(member) => self.goes(member, End::Abnormal),
            Event::End(member) => self.goes(member, End::Normal),
            _ => self.happen_to_jobs(event),
        }
        from..self.steps.len()
    }

    /// All is gone without a word, and begins anew.
    fn kill(&mut self) {
        self.seen.states.fill(State::Stopped);
        self.seen.restarts.fill(0);
        self.teams.fill_with(|| None);
        self.over = false;
        self.note(What::Killed);
        for member in 0..self.plan.members.len() {
            self.part_ends(member);
        }
        self.start(0);
    }

    /// A member ends by itself, with all that is in it.
    fn goes(&mut self, member: usize, end: End) {
        if self.seen.states.get(member) != Some(&State::Running) {
            return self.note(What::NotRunning(member));
        }
        let (state, what) = match end {
            End::Normal => (State::Stopped, What::Ended(member)),
            End::Abnormal => (State::Crashed, What::Crashed(member)),
        };
        self.seen.states[member] = state;
        self.note(what);
        self.part_ends(member);
        let below: Vec<usize> = self.below(member).collect();
        self.teams[member] = None;
        for one in below {
            self.teams[one] = None;
            if self.seen.states[one] == State::Running {
                self.seen.states[one] = State::Stopped;
                self.note(What::Fell(one));
                self.part_ends(one);
            }
        }
        self.ended(member, end);
    }

    /// Those inside a member, however deep; they stand right behind it.
    fn below(&self, member: usize) -> impl Iterator<Item = usize> + use<> {
        let depth = self.plan.members[member].depth;
        let after = self.plan.members.iter().skip(member + 1);
        let count = after.take_while(|one| one.depth > depth).count();
        member + 1..=member + count
    }

    /// Its group hears that a member has ended.
    fn ended(&mut self, member: usize, end: End) {
        let Some(group) = self.plan.members[member].above else {
            return self.end();
        };
        let Some(team) = &mut self.teams[group] else {
            return;
        };
        let Some(at) = team.at.iter().position(|one| *one == member) else {
            return;
        };
        let before = team.policy.restarts(at);
        team.policy.on(policy::Event::Ended(at, end), self.seen.now);
        if team.policy.restarts(at) > before {
            team.used.push_back(self.seen.now);
            self.seen.restarts[member] += 1;
            self.seen.states[member] = State::Restarting;
            let used = self.used(group);
            self.note(What::Counted(group, used));
        } else if policy_of(&self.plan, member).after(end) == Sequel::Nothing
            && self.plan.members[member].restart != policy::Restart::Temporary
        {
            let kind = self.plan.members[group].group.as_ref();
            if kind.is_some_and(super::plan::Group::is_dynamic) {
                // What was started on demand is known only while it runs.
                team.policy.on(policy::Event::Delete(at), self.seen.now);
            } else {
                self.note(What::Stays(member));
            }
        }
        self.follow(group);
    }

    /// The restarts of a group that still count.
    fn used(&self, group: usize) -> usize {
        let (Some(team), Some(kind)) = (&self.teams[group], &self.plan.members[group].group) else {
            // What has given up stays as it was found.
            let crashed = self.seen.states[group] == State::Crashed;
            return if crashed { self.seen.used[group] } else { 0 };
        };
        let oldest = self.seen.now.saturating_sub(kind.options.max_seconds);
        team.used.iter().filter(|second| **second >= oldest).count()
    }

    /// Does what the policy of a group says until it has no more to say.
    fn follow(&mut self, group: usize) {
        while let Some(team) = &mut self.teams[group] {
            let Some(policy::Step { action, why }) = team.policy.next_step() else {
                return;
            };
            match action {
                Action::Start(at) => {
                    let member = team.at[at];
                    self.start(member);
                    self.answer(group, policy::Event::Started(at));
                }
                Action::Stop(at) => {
                    let member = team.at[at];
                    let because = match why {
                        Why::Limit => Because::GivesUp,
                        Why::Shutdown => Because::Stops,
                        _ => Because::Strategy,
                    };
                    self.stop(member, because);
                    self.answer(group, policy::Event::Stopped(at));
                }
                Action::Forget(at) => {
                    let member = team.at.remove(at);
                    self.seen.states[member] = State::Gone;
                    self.note(What::Forgotten(member));
                }
                Action::GiveUp(_) => {
                    team.gave_up = true;
                    let used = self.used(group) + 1;
                    self.note(What::TooMany(group, used));
                }
                Action::Done => {
                    let gave_up = team.gave_up;
                    self.teams[group] = None;
                    if gave_up {
                        self.seen.states[group] = State::Crashed;
                        self.note(What::GaveUp(group));
                        self.ended(group, End::Abnormal);
                    }
                    return;
                }
                // Nothing here is delayed, and no start fails; time passes when it is told to.
                Action::Wait(at, _) => self.answer(group, policy::Event::PauseOver(at)),
                Action::Cancel(_) => {}
            }
        }
    }

    fn answer(&mut self, group: usize, event: policy::Event) {
        if let Some(team) = &mut self.teams[group] {
            team.policy.on(event, self.seen.now);
        }
    }

    fn start(&mut self, member: usize) {
        let again = std::mem::replace(&mut self.ran[member], true);
        self.seen.states[member] = State::Running;
        self.note(if again {
            What::StartedAgain(member)
        } else {
            What::Started(member)
        });
        self.part_starts(member);
        let Some(group) = &self.plan.members[member].group else {
            return;
        };
        let options = group.options;
        let empty = group.dynamic && again;
        let at: Vec<usize> = if empty {
            Vec::new()
        } else {
            self.plan.parts(member).collect()
        };
        let plans = at.iter().map(|part| policy_of(&self.plan, *part));
        let mut policy = Policy::new(options, plans);
        policy.on(policy::Event::Begin, self.seen.now);
        self.teams[member] = Some(Team {
            policy,
            at,
            used: VecDeque::new(),
            gave_up: false,
        });
        if empty {
            for one in self.below(member) {
                self.seen.states[one] = State::Gone;
            }
            self.note(What::Empty(member));
        }
        self.follow(member);
    }

    /// Stops a member; of a group its parts first, from the last.
    fn stop(&mut self, member: usize, because: Because) {
        self.answer(member, policy::Event::StopAsked);
        self.follow(member);
        self.part_stops(member);
        self.seen.states[member] = State::Stopped;
        self.note(What::Stopped(member, because));
    }

    /// The outermost group has ended.
    fn end(&mut self) {
        self.over = true;
        self.note(What::Over);
    }

    fn note(&mut self, what: What) {
        for group in 0..self.plan.members.len() {
            self.seen.used[group] = self.used(group);
        }
        self.seen.what = what;
        let there = |taking: &Taking| !taking.is_away();
        self.seen.store = self.taking.as_ref().is_none_or(there);
        self.steps.push(self.seen.clone());
    }
}

/// What a policy is told of a member.
fn policy_of(plan: &Plan, member: usize) -> policy::Plan {
    policy::Plan {
        restart: plan.members[member].restart,
        ..policy::Plan::default()
    }
}
