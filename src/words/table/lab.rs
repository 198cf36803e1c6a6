//! The crash lab: what happens in it, in sentences, and the words around them.

use super::jobs::JobWords;

/// What can be made to happen, in the order it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Crash,
    End,
    Wait,
    Stop,
    Add,
    Done,
    Fail,
    StoreDown,
    StoreUp,
    Kill,
    Tick,
}

impl Verb {
    pub const ALL: [Self; 11] = [
        Self::Crash,
        Self::End,
        Self::Wait,
        Self::Stop,
        Self::Add,
        Self::Done,
        Self::Fail,
        Self::StoreDown,
        Self::StoreUp,
        Self::Kill,
        Self::Tick,
    ];
}

/// What an event may be about, as it stands for it where events are told.
pub struct Objects {
    pub name: &'static str,
    pub times: &'static str,
    pub seconds: &'static str,
    pub job: &'static str,
}

/// Words of the lab. Members go by their ids.
pub struct LabWords {
    pub title: &'static str,
    /// Names of events, as they are typed; the first is the one that is told.
    pub crash: &'static [&'static str],
    pub end: &'static [&'static str],
    pub wait: &'static [&'static str],
    pub stop: &'static [&'static str],
    pub objects: Objects,

    // Steps.
    pub started: fn(&str) -> String,
    pub started_again: fn(&str) -> String,
    pub empty: fn(&str) -> String,
    pub crashed: fn(&str) -> String,
    pub ended: fn(&str) -> String,
    pub fell: fn(&str) -> String,
    /// The group, how many restarts, how many it survives, within how many seconds.
    pub counted: fn(&str, usize, usize, u64) -> String,
    pub too_many: fn(&str, usize, usize, u64) -> String,
    /// The member and the strategy.
    pub stopped_strategy: fn(&str, &str) -> String,
    pub stopped_gives_up: fn(&str) -> String,
    pub stopped: fn(&str) -> String,
    /// The member and when it is started again.
    pub stays: fn(&str, &str) -> String,
    pub forgotten: fn(&str) -> String,
    /// It has ended where what was started on demand is known only while it runs.
    pub forgotten_at_its_end: fn(&str, &str) -> String,
    pub gave_up: fn(&str) -> String,
    pub over: &'static str,
    pub passed: fn(u64) -> String,
    pub not_running: fn(&str) -> String,
    pub nothing_left: &'static str,
    /// Where nothing runs, with the key that begins again.
    pub is_over: fn(&str) -> String,
    /// Where there is no job to act on, with the key that adds one.
    pub no_job: fn(&str) -> String,
    /// What a key does is done on another page, with the key that leads there.
    pub other_page: fn(&str) -> String,
    pub nothing_to_play: &'static str,

    // States.
    pub running: &'static str,
    pub has_crashed: &'static str,
    pub is_stopped: &'static str,
    pub restarting: &'static str,
    pub gone: &'static str,

    // The tree.
    pub tree: &'static str,
    /// How many restarts of how many, within how many seconds.
    pub budget: fn(usize, usize, u64) -> String,
    /// So often.
    pub times: fn(u64) -> String,
    pub in_order: &'static str,
    pub story: &'static str,
    pub start: &'static str,
    /// So many more rounds of the same.
    pub more_alike: fn(usize) -> String,
    /// Of what does not run, the ids with their states.
    pub not_all_run: fn(&str) -> String,

    // The load.
    pub load: &'static str,
    /// What is under load.
    pub load_of: fn(&str) -> String,
    /// A number that nobody said.
    pub assumed: &'static str,
    pub rate: &'static str,
    pub service: &'static str,
    pub servers: &'static str,
    pub patience: &'static str,
    pub nobody_waits: &'static str,
    pub room: &'static str,
    pub per_second: fn(&str) -> String,
    /// Heads of the columns, short: load, busy, mean and longest wait of most, longest queue, gave up, refused.
    pub columns: [&'static str; 7],
    pub of_peak: fn(usize) -> String,
    /// How it is worked out: how many requests.
    pub how: fn(usize) -> String,
    /// The one at full load: how many arrive, over how many seconds.
    pub verdict_fine: &'static str,
    pub verdict_waits: &'static str,
    pub verdict_grows: &'static str,
    /// How many come and can be served in a second.
    pub comes: fn(&str, &str) -> String,
    /// How many more wait after each second, and whether that has an end.
    pub grows: fn(&str, Option<&str>) -> String,
    /// The longest queue.
    pub comes_and_goes: fn(&str) -> String,
    /// After how long.
    pub first_gives_up: fn(&str) -> String,
    pub first_refused: fn(&str) -> String,
    pub few_wait: &'static str,
    pub nobody_gives_up: &'static str,
    /// What did not come yet, and after how long it would.
    pub would_give_up: fn(&str) -> String,
    pub would_be_refused: fn(&str) -> String,
    /// What the height and the width of the picture are.
    pub waiting_axis: &'static str,
    /// How many wait after each piece of the time, which is so long.
    pub waiting_after: fn(&str, &str) -> String,
    pub no_station: &'static str,
    /// A slice of the time: up to when, arrived, done, waiting, gave up, refused.
    pub slice: fn(&str, usize, usize, usize, usize, usize) -> String,

    pub jobs: JobWords,

    // Around it.
    pub no_lab: &'static str,
    /// How events are typed, with an example of a member.
    pub how_to: fn(&str) -> String,
    /// In the wizard: the step that is shown, of how many.
    pub step: fn(usize, usize) -> String,
    pub not_here: &'static str,
}

impl LabWords {
    /// The names of an event, as they are typed; the first is the one that is told.
    pub fn names(&self, verb: Verb) -> &'static [&'static str] {
        match verb {
            Verb::Crash => self.crash,
            Verb::End => self.end,
            Verb::Wait => self.wait,
            Verb::Stop => self.stop,
            Verb::Add => self.jobs.add,
            Verb::Done => self.jobs.done,
            Verb::Fail => self.jobs.fail,
            Verb::StoreDown => self.jobs.store_down,
            Verb::StoreUp => self.jobs.store_up,
            Verb::Kill => self.jobs.kill,
            Verb::Tick => self.jobs.tick,
        }
    }

    /// The one that is told.
    pub fn name(&self, verb: Verb) -> &'static str {
        self.names(verb).first().copied().unwrap_or_default()
    }

    /// How it is typed, with what it is about.
    pub fn form(&self, verb: Verb) -> String {
        let Objects {
            name,
            times,
            seconds,
            job,
        } = self.objects;
        let word = self.name(verb);
        match verb {
            Verb::Crash => format!("{word} {name} [{times}]"),
            Verb::End => format!("{word} {name}"),
            Verb::Wait => format!("{word} {seconds}"),
            Verb::Add => format!("{word} [{times}]"),
            Verb::Done | Verb::Fail => format!("{word} [{job}]"),
            _ => word.to_owned(),
        }
    }

    /// How several are typed.
    pub fn forms(&self, verbs: &[Verb]) -> String {
        let forms: Vec<String> = verbs.iter().map(|verb| self.form(*verb)).collect();
        forms.join(", ")
    }

    /// How one is typed that happens several times.
    pub fn repeated(&self, verb: Verb, times: usize) -> String {
        let word = self.name(verb);
        match verb {
            Verb::Crash | Verb::End => format!("{word} {} {times}", self.objects.name),
            _ => format!("{word} {times}"),
        }
    }
}
