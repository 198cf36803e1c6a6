//! Jobs at play beside the tree: a part takes them, and loses them when it fails; the store may be away.

use super::{Event, Play, What};
use crate::lab::jobs::{Fate, Is, Job, MAX_JOBS, Taking};

impl Play {
    /// What happens to jobs alone.
    pub(super) fn happen_to_jobs(&mut self, event: Event) {
        if self.taking.is_none() {
            return self.note(What::NoQueue);
        }
        match event {
            Event::Add => self.add(),
            Event::Done(number) => self.ends(number, true),
            Event::Fail(number) => self.ends(number, false),
            Event::StoreDown => self.store_down(),
            _ => self.store_up(),
        }
    }

    /// When something comes next by itself.
    pub(super) fn next_due(&self) -> Option<u64> {
        let taking = self.taking.as_ref().filter(|taking| taking.open)?;
        let jobs = self.seen.jobs.iter();
        let all = jobs.filter_map(|job| match job.is {
            Is::Retrying(due) | Is::Held(due) if taking.found => Some(due),
            Is::Ended(_) if taking.found => {
                Some(job.since.saturating_add(taking.keeper.batch_wait))
            }
            Is::Running if !taking.found => Self::cut_off(taking, job),
            _ => None,
        });
        let asks = (!taking.found && taking.away.is_none()).then_some(taking.asks);
        all.chain(asks).filter(|due| *due > self.seen.now).min()
    }

    /// When a job is stopped whose lease cannot be renewed. Nodes that share jobs are not that strict with
    /// themselves.
    fn cut_off(taking: &Taking, job: &Job) -> Option<u64> {
        let strict = taking.keeper.kept == crate::model::lab::Kept::Rows;
        let away = taking.away.filter(|_| strict)?;
        Some(taking.keeper.lease_ends(job.since, away))
    }

    /// Time passes, with all that is due meanwhile.
    pub(super) fn pass(&mut self, seconds: u64) {
        let until = self.seen.now.saturating_add(seconds);
        while let Some(due) = self.next_due().filter(|due| *due <= until) {
            self.seen.now = due;
            self.look();
        }
        self.seen.now = until;
        self.note(What::Passed(seconds));
    }

    /// The part looks what there is to do.
    fn look(&mut self) {
        let now = self.seen.now;
        let Some(taking) = &mut self.taking else {
            return;
        };
        if !taking.open {
            return;
        }
        if !taking.found && taking.away.is_none() && taking.asks <= now {
            taking.found = true;
            self.note(What::StoreFound);
            self.record();
        }
        for place in 0..self.seen.jobs.len() {
            self.settle(place);
        }
        self.close_batch();
        self.take();
    }

    /// What is due for one of them.
    fn settle(&mut self, place: usize) {
        let now = self.seen.now;
        let (Some(taking), Some(job)) = (&self.taking, self.seen.jobs.get(place)) else {
            return;
        };
        match job.is {
            Is::Running if !taking.found => {
                let ends = Self::cut_off(taking, job).filter(|ends| *ends <= now);
                if let Some(ends) = ends {
                    self.turn(place, Is::Held(ends), Fate::CutOff);
                }
            }
            Is::Held(until) if taking.found && until <= now => {
                if taking.keeper.is_broker() {
                    return self.turn(place, Is::Waiting, Fate::Redelivered);
                }
                let after = taking.keeper.after_loss(job.attempt);
                self.turn(place, Is::Waiting, Fate::LeaseOver);
                self.again(place, after);
            }
            Is::Retrying(due) if taking.found && due <= now => {
                self.seen.jobs[place].is = Is::Waiting;
                self.seen.jobs[place].due = due;
            }
            _ => {}
        }
    }

    /// It is tried again after so many seconds, or never.
    fn again(&mut self, place: usize, after: Option<u64>) {
        match after {
            None => self.turn(place, Is::GivenUp, Fate::GivenUp),
            Some(0) => self.seen.jobs[place].is = Is::Waiting,
            Some(after) => {
                let due = self.seen.now.saturating_add(after);
                self.turn(place, Is::Retrying(due), Fate::Retries(after));
            }
        }
    }

    /// Acknowledges a batch that is full, or whose time is up.
    fn close_batch(&mut self) {
        let Some(taking) = self.taking.as_ref().filter(|taking| taking.works()) else {
            return;
        };
        let ended = |job: &&Job| matches!(job.is, Is::Ended(_));
        let count = self.seen.jobs.iter().filter(ended).count();
        let first = self.seen.jobs.iter().filter(ended);
        let first = first.map(|job| job.since).min();
        let over = |first: u64| first.saturating_add(taking.keeper.batch_wait) <= self.seen.now;
        if count >= taking.keeper.batch || first.is_some_and(over) {
            self.record();
        }
    }

    /// Writes down what has ended.
    fn record(&mut self) {
        for place in 0..self.seen.jobs.len() {
            if let Is::Ended(well) = self.seen.jobs[place].is {
                self.recorded(place, well);
            }
        }
    }

    fn recorded(&mut self, place: usize, well: bool) {
        let (Some(taking), Some(job)) = (&self.taking, self.seen.jobs.get(place)) else {
            return;
        };
        if well {
            return self.turn(place, Is::Done, Fate::Done);
        }
        let after = taking.keeper.after_failure(job.number, job.attempt);
        self.again(place, after);
    }

    /// Begins with those that wait, as long as there are workers.
    fn take(&mut self) {
        while let Some(taking) = self.taking.as_ref().filter(|taking| taking.works()) {
            let jobs = self.seen.jobs.iter();
            let running = jobs.clone().filter(|job| job.is == Is::Running).count();
            if taking.keeper.workers.is_some_and(|most| running >= most) {
                return;
            }
            let waiting = jobs.enumerate().filter(|(_, job)| job.is == Is::Waiting);
            let Some((place, _)) = waiting.min_by_key(|(_, job)| (job.due, job.number)) else {
                return;
            };
            let now = self.seen.now;
            let job = &mut self.seen.jobs[place];
            // Lost or not acknowledged, what was done of it is done again.
            let twice = std::mem::replace(&mut job.lost, false);
            (job.attempt, job.runs, job.since) = (job.attempt + 1, job.runs + 1, now);
            let fate = Fate::Taken(job.attempt, twice);
            self.turn(place, Is::Running, fate);
        }
    }

    fn add(&mut self) {
        let now = self.seen.now;
        let Some(taking) = &mut self.taking else {
            return;
        };
        if taking.away.is_some() {
            return self.note(What::Job(0, Fate::Refused));
        }
        // Those that are over make room.
        let over = |job: &Job| matches!(job.is, Is::Done | Is::GivenUp);
        if self.seen.jobs.len() >= MAX_JOBS {
            match self.seen.jobs.iter().position(over) {
                Some(place) => _ = self.seen.jobs.remove(place),
                None => return self.note(What::Job(0, Fate::Crowded)),
            }
        }
        taking.added += 1;
        let number = taking.added;
        self.seen.jobs.push(Job {
            number,
            is: Is::Waiting,
            attempt: 0,
            runs: 0,
            lost: false,
            due: if taking.keeper.is_broker() { 0 } else { now },
            since: now,
        });
        self.note(What::Job(number, Fate::Added));
        self.take();
    }

    /// One that runs is done with; the first of them unless it says which.
    fn ends(&mut self, number: Option<i64>, well: bool) {
        let mut running = self.seen.jobs.iter().enumerate();
        let place = running.find(|(_, job)| {
            job.is == Is::Running && number.is_none_or(|number| number == job.number)
        });
        let place = place.map(|(place, _)| place);
        let (Some(place), Some(taking)) = (place, &self.taking) else {
            return self.note(What::Job(number.unwrap_or(0), Fate::NotRunning));
        };
        let keeper = &taking.keeper;
        let (works, broker, hidden) = (taking.works(), keeper.is_broker(), keeper.hidden);
        let batch = keeper.batch;
        if !well {
            let attempt = self.seen.jobs[place].attempt;
            self.turn(place, Is::Ended(false), Fate::Failed(attempt));
        }
        self.seen.jobs[place].since = self.seen.now;
        match (works, broker, well) {
            // A message that fails is settled at once, or left to the broker.
            (true, true, false) => match hidden {
                None => self.turn(place, Is::GivenUp, Fate::GivenUp),
                Some(hidden) => {
                    self.note(What::Job(self.seen.jobs[place].number, Fate::GivenUp));
                    self.hide(place, hidden);
                }
            },
            (true, true, true) if batch > 1 => {
                self.turn(place, Is::Ended(true), Fate::InBatch);
                self.close_batch();
            }
            (true, _, _) => self.recorded(place, well),
            (false, _, _) => self.turn(place, Is::Ended(well), Fate::Unrecorded),
        }
        self.take();
    }

    fn hide(&mut self, place: usize, hidden: u64) {
        let until = self.seen.now.saturating_add(hidden);
        self.seen.jobs[place].lost = true;
        self.turn(place, Is::Held(until), Fate::Hidden(hidden));
    }

    fn store_down(&mut self) {
        let now = self.seen.now;
        let Some(taking) = &mut self.taking else {
            return;
        };
        if taking.away.is_none() {
            taking.away = Some(now);
            taking.found = false;
            taking.asking = taking.keeper.asking();
            taking.asks = now;
        }
        let broker = taking.keeper.is_broker();
        self.note(What::StoreDown);
        // What a lost connection had taken is the broker's again.
        if broker {
            self.lose();
        }
    }

    fn store_up(&mut self) {
        let now = self.seen.now;
        let Some(taking) = &mut self.taking else {
            return;
        };
        if taking.away.take().is_none() {
            return self.note(What::StoreUp(0));
        }
        taking.ask_until(now);
        taking.found |= !taking.open;
        let within = taking.asks - now;
        self.note(What::StoreUp(within));
    }

    /// The part has started.
    pub(super) fn part_starts(&mut self, member: usize) {
        let now = self.seen.now;
        let taking = self.taking.as_mut();
        let Some(taking) = taking.filter(|taking| taking.keeper.part == member) else {
            return;
        };
        taking.open = true;
        taking.found = taking.away.is_none();
        taking.asking = taking.keeper.asking();
        taking.asks = now;
        self.look();
    }

    /// The part is told to stop: what it is working on may end first, and be written down.
    pub(super) fn part_stops(&mut self, member: usize) {
        let taking = self.taking.as_ref();
        let Some(taking) = taking.filter(|one| one.keeper.part == member && one.open) else {
            return;
        };
        if taking.found {
            for place in 0..self.seen.jobs.len() {
                match self.seen.jobs[place].is {
                    Is::Running => self.recorded(place, true),
                    Is::Ended(well) => self.recorded(place, well),
                    _ => {}
                }
            }
        }
        self.part_ends(member);
    }

    /// The part has ended, whatever it was doing.
    pub(super) fn part_ends(&mut self, member: usize) {
        let taking = self.taking.as_mut();
        if let Some(taking) = taking.filter(|one| one.keeper.part == member && one.open) {
            taking.open = false;
            self.lose();
        }
    }

    /// Nobody works any more on what was begun with.
    fn lose(&mut self) {
        let now = self.seen.now;
        for place in 0..self.seen.jobs.len() {
            let (Some(taking), job) = (&self.taking, &mut self.seen.jobs[place]) else {
                return;
            };
            if !matches!(job.is, Is::Running | Is::Ended(_)) {
                continue;
            }
            job.lost = true;
            if let (true, Some(hidden)) = (taking.keeper.is_broker(), taking.keeper.hidden) {
                self.hide(place, hidden);
            } else if taking.keeper.is_broker() {
                self.turn(place, Is::Waiting, Fate::Redelivered);
            } else {
                let last = taking.away.unwrap_or(now);
                let until = taking.keeper.lease_ends(job.since, last).max(now);
                self.turn(place, Is::Held(until), Fate::Lost(until - now));
            }
        }
    }

    fn turn(&mut self, place: usize, is: Is, fate: Fate) {
        self.seen.jobs[place].is = is;
        let number = self.seen.jobs[place].number;
        self.note(What::Job(number, fate));
    }
}
