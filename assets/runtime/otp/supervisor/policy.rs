//! What a supervisor decides, and nothing else: it is told what has happened and says what to do. It has
//! no tasks, no clock and no errors, so that it can be compared with OTP, and shown, without any.
//!
//! The agreement: [`Policy::on`] is told an event, then [`Policy::next_step`] is asked until it has no
//! more. A [`Action::Start`] or [`Action::Stop`] is carried out and its answer told before the next
//! question; what else happens meanwhile waits its turn, in order. Only [`Event::StopAsked`] does not: it
//! may stand for the answer to a start that was given up.

use std::collections::VecDeque;
use std::mem;
use std::ops::Range;
use std::time::Duration;

/// Which children are restarted when one fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// Only that one.
    #[default]
    OneForOne,
    /// All: the others are stopped in reverse order, then all are started in order.
    OneForAll,
    /// That one and those after it, likewise.
    RestForOne,
}

/// A strategy and its limit: one restart more than `max_restarts` in `max_seconds` and the
/// supervisor stops its children and gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which children are restarted when one fails.
    pub strategy: Strategy,
    /// How many restarts are survived within `max_seconds`, of all children together.
    pub max_restarts: usize,
    /// The window in whole seconds, at least 1. It slides.
    pub max_seconds: u64,
}

impl Default for Options {
    /// Elixir's defaults; Erlang's are 1 restart in 5 s.
    fn default() -> Self {
        Self {
            strategy: Strategy::OneForOne,
            max_restarts: 3,
            max_seconds: 5,
        }
    }
}

/// When a child that has ended is started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restart {
    /// Always.
    #[default]
    Permanent,
    /// Only after an abnormal end.
    Transient,
    /// Never; its spec is forgotten when it ends.
    Temporary,
}

/// What a child is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Started and not ended.
    Running,
    /// Waiting for its next restart, the last one having failed or been delayed.
    Restarting,
    /// Ended, terminated or declined to run; its spec is kept.
    Stopped,
}

/// Whether an end was intended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The child was done, or meant to end.
    Normal,
    /// It failed, or was killed.
    Abnormal,
}

/// What is known of a child beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// When it is started again.
    pub restart: Restart,
    /// The pause before that. OTP knows none, which is zero.
    pub delay: Duration,
}

/// What follows the end of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequel {
    /// It stays as it is; a temporary child is forgotten.
    Nothing,
    /// It is restarted at once.
    Restart,
    /// It is restarted after its pause.
    Pause,
}

impl Plan {
    /// What follows an end that nobody asked for.
    pub fn after(self, end: End) -> Sequel {
        match (self.restart, end) {
            (Restart::Temporary, _) | (Restart::Transient, End::Normal) => Sequel::Nothing,
            _ if self.delay.is_zero() => Sequel::Restart,
            _ => Sequel::Pause,
        }
    }
}

/// OTP's restart intensity: restarts are counted over a sliding window of whole seconds, of which
/// both ends belong to it.
#[derive(Debug)]
pub struct Limit {
    max_restarts: usize,
    max_seconds: u64,
    count: usize,
    /// Seconds of the window with restarts in them, and how many.
    seconds: VecDeque<(u64, usize)>,
}

impl Limit {
    /// The limit of these options.
    pub fn new(options: Options) -> Self {
        Self {
            max_restarts: options.max_restarts,
            max_seconds: options.max_seconds,
            count: 0,
            seconds: VecDeque::new(),
        }
    }

    /// Counts a restart in this second; false if it is one too many.
    pub fn allows_one_more(&mut self, now: u64) -> bool {
        let oldest = now.saturating_sub(self.max_seconds);
        while let Some((second, restarts)) = self.seconds.front()
            && *second < oldest
        {
            self.count -= restarts;
            self.seconds.pop_front();
        }
        match self.seconds.back_mut() {
            Some((second, restarts)) if *second == now => *restarts += 1,
            _ => self.seconds.push_back((now, 1)),
        }
        self.count += 1;
        self.count <= self.max_restarts
    }
}

/// What has happened. Children are numbered in start order, from 0.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The supervisor starts.
    Begin,
    /// The answer to [`Action::Start`]: the child runs.
    Started(usize),
    /// The answer to [`Action::Start`]: it declined to run.
    Declined(usize),
    /// The answer to [`Action::Start`]: it ended before it was ready.
    Failed(usize),
    /// The answer to [`Action::Stop`]: the child has ended, in whichever way.
    Stopped(usize),
    /// A child ended that nobody had stopped.
    Ended(usize, End),
    /// The pause of [`Action::Wait`] is over.
    PauseOver(usize),
    /// A child is to be added after the others, and started.
    Add(Plan),
    /// A child that is not running is to be started.
    Start(usize),
    /// A child is to be stopped, or not to be restarted.
    Terminate(usize),
    /// A child that is not running is to be forgotten.
    Delete(usize),
    /// The supervisor is to stop.
    StopAsked,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the child and tell what came of it.
    Start(usize),
    /// Stop the child and tell when it has ended.
    Stop(usize),
    /// Tell when this much time has passed: at zero, after all that has happened by now.
    Wait(usize, Duration),
    /// The pause of that child is cut short; its end is not to be told.
    Cancel(usize),
    /// The child is no more: those after it have a number less by one from here on.
    Forget(usize),
    /// Because of that child, everything ends.
    GiveUp(usize),
    /// The supervisor has ended.
    Done,
}

/// Why it is to be done, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The supervisor starts.
    Startup,
    /// The child ended.
    Ended,
    /// The child failed to start.
    Failed,
    /// Its pause before a restart is over.
    Pause,
    /// Another child, which it stands or falls with, has ended or failed to start.
    Group,
    /// Somebody added the child.
    Added,
    /// Somebody asked for it.
    Asked,
    /// A temporary child is known only while it runs.
    Temporary,
    /// Children ended more often than they may.
    Limit,
    /// The supervisor stops.
    Shutdown,
}

/// What is to be done next, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub action: Action,
    /// Why.
    pub why: Why,
}

#[derive(Debug)]
struct Child {
    plan: Plan,
    status: Status,
    restarts: u64,
}

impl Child {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            status: Status::Stopped,
            restarts: 0,
        }
    }
}

/// A supervisor's mind: what it knows of its children, and what is left of what it has decided to do.
#[derive(Debug)]
pub struct Policy {
    strategy: Strategy,
    limit: Limit,
    children: Vec<Child>,
    /// The child that all this is about, and why.
    subject: usize,
    why: Why,
    // What is left to do, in this order.
    forget: Option<(usize, Why)>,
    give_up: bool,
    /// From the last.
    stops: Range<usize>,
    /// From the first.
    starts: Range<usize>,
    wait: bool,
    life: Life,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Serving,
    /// It is done when all that is left to do is done.
    Ending,
    Ended,
}

impl Policy {
    /// A supervisor that has not begun.
    pub fn new(options: Options, children: impl IntoIterator<Item = Plan>) -> Self {
        Self {
            strategy: options.strategy,
            limit: Limit::new(options),
            children: children.into_iter().map(Child::new).collect(),
            subject: 0,
            why: Why::Startup,
            forget: None,
            give_up: false,
            stops: 0..0,
            starts: 0..0,
            wait: false,
            life: Life::Serving,
        }
    }

    /// What a child is doing.
    pub fn status(&self, at: usize) -> Status {
        self.children[at].status
    }

    /// How often an end of it has led to a restart.
    pub fn restarts(&self, at: usize) -> u64 {
        self.children[at].restarts
    }

    /// Takes notice of what has happened, in this second of a clock that never goes back.
    pub fn on(&mut self, event: Event, now: u64) {
        match event {
            Event::Begin => self.starts = 0..self.children.len(),
            Event::Started(at) => {
                self.children[at].status = Status::Running;
                self.starts.start = at + 1;
            }
            Event::Declined(at) => {
                self.starts.start = at + 1;
                self.down(at);
            }
            Event::Failed(at) => self.failed(at),
            Event::Stopped(at) => self.down(at),
            Event::Ended(at, end) => {
                self.down(at);
                match self.children[at].plan.after(end) {
                    Sequel::Restart if self.life == Life::Serving => {
                        self.restart(at, Why::Ended, now);
                    }
                    Sequel::Pause if self.life == Life::Serving => self.pause(at, Why::Ended),
                    _ => {}
                }
            }
            Event::PauseOver(at) => {
                self.children[at].status = Status::Stopped;
                if self.life == Life::Serving {
                    self.restart(at, Why::Pause, now);
                }
            }
            Event::Add(plan) => {
                let at = self.children.len();
                self.children.push(Child::new(plan));
                self.concern(at, Why::Added);
                self.starts = at..at + 1;
            }
            Event::Start(at) => {
                self.concern(at, Why::Asked);
                self.starts = at..at + 1;
            }
            Event::Terminate(at) => {
                self.concern(at, Why::Asked);
                self.stops = at..at + 1;
            }
            Event::Delete(at) => self.forget = Some((at, Why::Asked)),
            Event::StopAsked => self.end(Why::Shutdown),
        }
    }

    /// What is to be done next; none until something happens.
    pub fn next_step(&mut self) -> Option<Step> {
        let (action, why) = self.next_action()?;
        Some(Step { action, why })
    }

    fn next_action(&mut self) -> Option<(Action, Why)> {
        if let Some((at, why)) = self.forget.take() {
            self.remove(at);
            return Some((Action::Forget(at), why));
        }
        if mem::take(&mut self.give_up) {
            return Some((Action::GiveUp(self.subject), self.why));
        }
        while let Some(at) = self.stops.next_back() {
            match self.children[at].status {
                Status::Running => return Some((Action::Stop(at), self.why_of(at))),
                Status::Restarting => {
                    self.children[at].status = Status::Stopped;
                    return Some((Action::Cancel(at), self.why_of(at)));
                }
                Status::Stopped => {}
            }
        }
        if !self.starts.is_empty() {
            let at = self.starts.start;
            return Some((Action::Start(at), self.why_of(at)));
        }
        if mem::take(&mut self.wait) {
            let child = &mut self.children[self.subject];
            child.status = Status::Restarting;
            return Some((Action::Wait(self.subject, child.plan.delay), self.why));
        }
        if self.life == Life::Ending {
            self.life = Life::Ended;
            return Some((Action::Done, self.why));
        }
        None
    }

    /// A child has ended or was not started.
    fn down(&mut self, at: usize) {
        let child = &mut self.children[at];
        child.status = Status::Stopped;
        if child.plan.restart == Restart::Temporary {
            self.forget = Some((at, Why::Temporary));
        }
    }

    fn failed(&mut self, at: usize) {
        self.starts = 0..0;
        match self.why {
            // What does not start at first is not tried again.
            Why::Startup => {
                self.subject = at;
                self.give_up = true;
                self.end(Why::Failed);
            }
            Why::Added => self.forget = Some((at, Why::Failed)),
            Why::Ended | Why::Failed | Why::Pause => self.pause(at, Why::Failed),
            _ => {}
        }
    }

    /// Applies the strategy to a child that is down.
    fn restart(&mut self, at: usize, why: Why, now: u64) {
        self.concern(at, why);
        if !self.limit.allows_one_more(now) {
            self.give_up = true;
            return self.end(Why::Limit);
        }
        self.children[at].restarts += 1;
        self.stops = self.group(at);
        self.starts = self.group(at);
    }

    /// Applies it later. Its group waits with it, for none of them shall run without the others; but
    /// where there is no delay the group stops only when the restart is tried again, as in OTP.
    fn pause(&mut self, at: usize, why: Why) {
        self.concern(at, why);
        if !self.children[at].plan.delay.is_zero() {
            self.stops = self.group(at);
        }
        self.wait = true;
    }

    fn end(&mut self, why: Why) {
        self.why = why;
        self.stops = 0..self.children.len();
        self.starts = 0..0;
        self.wait = false;
        self.life = Life::Ending;
    }

    fn concern(&mut self, at: usize, why: Why) {
        self.subject = at;
        self.why = why;
    }

    /// The children that are restarted with this one.
    fn group(&self, at: usize) -> Range<usize> {
        match self.strategy {
            Strategy::OneForOne => at..at + 1,
            Strategy::OneForAll => 0..self.children.len(),
            Strategy::RestForOne => at..self.children.len(),
        }
    }

    fn why_of(&self, at: usize) -> Why {
        match self.why {
            Why::Ended | Why::Failed | Why::Pause
                if at != self.subject && self.life == Life::Serving =>
            {
                Why::Group
            }
            why => why,
        }
    }

    fn remove(&mut self, at: usize) {
        self.children.remove(at);
        for number in [
            &mut self.subject,
            &mut self.starts.start,
            &mut self.starts.end,
        ] {
            if *number > at {
                *number -= 1;
            }
        }
    }
}
