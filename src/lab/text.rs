//! The lab as text: the tree, the story and the load, in words and without drawing, for people and pipes.

use std::ops::Range;

use super::load::{LOADS, Later, PEAK, REQUESTS, Run, run};
use super::plan::{Number, Plan, Station};
use super::play::{Event, State, Step, What};
use super::said;
use super::story::{Round, Story};
use crate::render::page::{Page, Tone};
use crate::words::number::with_unit;
use crate::words::{LabWords, Language, Words};

/// Of rounds that are alike, so many are told at each end.
const TOLD: usize = 2;

/// A whole story, with the loads behind it.
pub fn story(story: &Story, words: &Words, width: usize, colour: bool) -> String {
    let mut text = Text::new(words, width, colour);
    text.page.text(0, Tone::Title, words.lab.title);
    text.tree(&story.play.plan);
    text.queue(&story.play.plan);
    if !story.play.plan.members.is_empty() {
        text.heading(words.lab.story);
        text.rounds(story, 0..story.rounds.len());
    }
    text.loads(&story.play.plan);
    text.page.finish()
}

/// What there is to play, and how.
pub fn opening(story: &Story, words: &Words, width: usize) -> String {
    let mut text = Text::new(words, width, false);
    let plan = &story.play.plan;
    text.page.text(0, Tone::Title, words.lab.title);
    text.tree(plan);
    text.queue(plan);
    text.loads(plan);
    if plan.leaves().next().is_some() {
        let how = (words.lab.how_to)(&plan.members[plan.first_own()].id);
        text.page.blank();
        text.page.text(0, Tone::Plain, &how);
        if let Some(queue) = &plan.queue {
            let how = (words.lab.jobs.how_to)(&plan.members[queue.part].id);
            text.page.text(0, Tone::Plain, &how);
        }
    }
    text.page.finish()
}

/// The loads alone.
pub fn load(plan: &Plan, words: &Words, width: usize) -> String {
    let mut text = Text::new(words, width, false);
    text.loads(plan);
    text.page.finish()
}

/// Some rounds of a story.
pub fn rounds(story: &Story, rounds: Range<usize>, words: &Words, width: usize) -> String {
    let mut text = Text::new(words, width, false);
    text.rounds(story, rounds);
    text.page.finish()
}

struct Text<'w> {
    words: &'w LabWords,
    language: Language,
    page: Page,
    width: usize,
}

impl<'w> Text<'w> {
    fn new(words: &'w Words, width: usize, colour: bool) -> Self {
        Self {
            words: &words.lab,
            language: words.language,
            page: Page::new(width, colour),
            width,
        }
    }

    fn heading(&mut self, heading: &str) {
        self.page.blank();
        self.page.text(0, Tone::Title, heading);
    }

    fn tree(&mut self, plan: &Plan) {
        self.heading(self.words.tree);
        if let Some(alone) = &plan.alone {
            self.page.text(2, Tone::Plain, alone);
        }
        let indent = |depth: usize| 2 + 2 * depth;
        let widths = plan.members.iter();
        let column = widths
            .map(|one| indent(one.depth) + one.id.chars().count())
            .max()
            .unwrap_or(0);
        for member in &plan.members {
            let told = match &member.group {
                Some(group) => {
                    let (most, seconds) = (group.max_restarts(), group.max_seconds());
                    let budget = (self.words.budget)(0, most, seconds);
                    format!("{}: {}, {budget}", member.title, group.strategy().id())
                }
                None => format!("{} ({})", member.title, member.restart().id()),
            };
            let at = indent(member.depth);
            self.page.pair(at, &member.id, column - at, &told);
        }
        if !plan.members.is_empty() {
            self.page.text(2, Tone::Quiet, self.words.in_order);
        }
    }

    fn queue(&mut self, plan: &Plan) {
        let Some(queue) = &plan.queue else {
            return;
        };
        self.heading(&(self.words.jobs.heading)(&queue.store));
        for line in said::queue(plan, queue, self.words) {
            self.page.text(2, Tone::Plain, &line);
        }
        self.page.text(2, Tone::Quiet, self.words.jobs.twice);
    }

    fn rounds(&mut self, story: &Story, range: Range<usize>) {
        let mut rest = &story.rounds[range];
        while let Some(first) = rest.first() {
            // What fails again and again does so by turns with the time that passes between.
            let by_turns = rest.get(1).is_some_and(|next| !story.alike(first, next));
            let turns = if by_turns { 2 } else { 1 };
            let pairs = rest.iter().zip(rest.iter().skip(turns));
            let alike = pairs.take_while(|(one, other)| story.alike(one, other));
            let same = match alike.count() {
                0 => 1,
                alike => alike + turns,
            };
            let (same, after) = rest.split_at(same);
            let told = TOLD * turns;
            // One more is told as fast as it is counted.
            let skipped = same.len().saturating_sub(2 * told) / turns * turns;
            let skipped = Some(skipped).filter(|skipped| *skipped > 1);
            for (place, round) in same.iter().enumerate() {
                match skipped {
                    Some(skipped) if place == told => {
                        self.page
                            .text(2, Tone::Quiet, &(self.words.more_alike)(skipped / turns));
                    }
                    Some(skipped) if (told..told + skipped).contains(&place) => {}
                    _ => self.round(story, round),
                }
            }
            rest = after;
        }
    }

    fn round(&mut self, story: &Story, round: &Round) {
        let plan = &story.play.plan;
        let head = match round.event {
            Some(event) => said::event(plan, event, self.words),
            None => self.words.start.to_owned(),
        };
        self.page.text(2, Tone::Key, &head);
        let steps = &story.play.steps()[round.steps.clone()];
        for (place, step) in (round.steps.start..).zip(steps) {
            let mut said = said::step(plan, step, self.words);
            let before = place
                .checked_sub(1)
                .and_then(|before| story.play.steps().get(before));
            if let (What::Passed(_), Some(before)) = (step.what, before) {
                said += &self.aged(plan, before, step);
            }
            self.page.item(4, "-", Tone::Plain, &said);
        }
        // Nothing else follows from time by itself, and what does not run was told before.
        if matches!((round.event, steps), (Some(Event::Wait(_)), [_])) {
            return;
        }
        let Some(last) = steps.last() else { return };
        let states = plan.members.iter().zip(&last.states);
        let rest: Vec<String> = states
            .filter(|(_, state)| **state != State::Running)
            .map(|(one, state)| format!("{} ({})", one.id, said::state(*state, self.words)))
            .collect();
        if (1..plan.members.len()).contains(&rest.len()) {
            let told = (self.words.not_all_run)(&rest.join(", "));
            self.page.text(4, Tone::Quiet, &told);
        }
        if !last.jobs.is_empty() && moves_jobs(steps) {
            let told = said::counts(&last.jobs, self.words);
            self.page.text(4, Tone::Quiet, &told);
        }
    }

    /// What time alone changes: restarts of long ago no longer count.
    fn aged(&self, plan: &Plan, before: &Step, now: &Step) -> String {
        let groups = plan.members.iter().enumerate();
        let aged = groups.filter_map(|(place, member)| {
            let group = member.group.as_ref()?;
            let (used, was) = (now.used[place], before.used[place]);
            (used < was).then(|| {
                let budget = (self.words.budget)(used, group.max_restarts(), group.max_seconds());
                format!("; {}: {budget}", member.id)
            })
        });
        let mut said: String = aged.collect();
        if !now.states.contains(&State::Running) {
            said += "; ";
            said += self.words.nothing_left;
        }
        said
    }

    fn loads(&mut self, plan: &Plan) {
        // Work that is kept outside was told before.
        if plan.stations.is_empty() && plan.queue.is_none() {
            self.heading(self.words.load);
            self.page.text(2, Tone::Plain, self.words.no_station);
        }
        for station in &plan.stations {
            self.heading(&(self.words.load_of)(&station.title));
            for (name, value) in facts(station, self.words, self.language) {
                self.page.text(2, Tone::Plain, &format!("{name}: {value}"));
            }
            let runs = LOADS.map(|percent| run(station, percent));
            let peak = &runs[PEAK];
            self.page
                .text(2, Tone::Plain, verdict(peak, station, self.words));
            let seen = seen(peak, station, self.words, self.language);
            self.page.text(2, Tone::Plain, &seen);
            let (every, waiting) = pieces(peak, self.language);
            let waiting = (self.words.waiting_after)(&every, &waiting);
            self.page.text(2, Tone::Quiet, &waiting);
            self.page.blank();
            self.table(&runs);
            self.page.text(2, Tone::Quiet, &(self.words.how)(REQUESTS));
        }
    }

    fn table(&mut self, runs: &[Run]) {
        let heads = self.words.columns.map(str::to_owned);
        let mut rows = vec![heads];
        rows.extend(runs.iter().map(|run| cells(run, self.language)));
        let columns = 0..rows[0].len();
        let widths = columns.map(|column| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        });
        let widths: Vec<usize> = widths.collect();
        let whole = 2 + widths.iter().sum::<usize>() + 2 * (widths.len() - 1);
        if whole <= self.width {
            for row in &rows {
                let cells = row.iter().zip(&widths);
                let cells: Vec<String> = cells
                    .map(|(cell, width)| format!("{cell:>width$}", width = *width))
                    .collect();
                self.page.verbatim(2, &cells.join("  "));
            }
            return;
        }
        for row in &rows[1..] {
            let named = row.iter().zip(&rows[0]).skip(1);
            let named: Vec<String> = named.map(|(cell, name)| format!("{name} {cell}")).collect();
            self.page
                .item(2, &format!("{}:", row[0]), Tone::Plain, &named.join(", "));
        }
    }
}

/// Whether anything becomes of a job.
fn moves_jobs(steps: &[Step]) -> bool {
    steps.iter().any(|step| matches!(step.what, What::Job(..)))
}

/// What is known of a station, each with its name.
pub fn facts(
    station: &Station,
    words: &LabWords,
    language: Language,
) -> Vec<(&'static str, String)> {
    let said = |number: Number, text: String| {
        if number.assumed {
            format!("{text} ({})", words.assumed)
        } else {
            text
        }
    };
    let rate = (words.per_second)(&short(station.rate.value, language));
    let mut facts = vec![
        (words.rate, said(station.rate, rate)),
        (
            words.service,
            said(station.service, time(station.service.value, language)),
        ),
    ];
    if station.servers > 1 {
        facts.push((words.servers, station.servers.to_string()));
    }
    let patience = station.patience.map(|patience| time(patience, language));
    facts.push((
        words.patience,
        patience.unwrap_or_else(|| words.nobody_waits.to_owned()),
    ));
    if let Some(room) = station.room {
        facts.push((words.room, whole(room, language)));
    }
    facts
}

/// What the peak comes to.
pub fn verdict(peak: &Run, station: &Station, words: &LabWords) -> &'static str {
    if peak.busy >= 100.0 {
        words.verdict_grows
    } else if peak.mean_wait > station.service.value {
        words.verdict_waits
    } else {
        words.verdict_fine
    }
}

/// What is seen of a load, in one sentence.
pub fn seen(run: &Run, station: &Station, words: &LabWords, language: Language) -> String {
    let number = |number: f64| short(number, language);
    let mut said = (words.comes)(&number(run.arrive), &number(run.serve));
    let grows = run.grows();
    let room = station.room.map(|room| whole(room, language));
    said += &if grows > 0.0 {
        (words.grows)(&number(grows), room.as_deref())
    } else {
        (words.comes_and_goes)(&whole(run.longest, language))
    };
    said += &match (run.first_gave_up, run.first_refused) {
        (Some(after), None) => (words.first_gives_up)(&time(after, language)),
        (None, Some(after)) => (words.first_refused)(&time(after, language)),
        (Some(after), Some(refused)) => {
            let gave_up = (words.first_gives_up)(&time(after, language));
            gave_up + &(words.first_refused)(&time(refused, language))
        }
        (None, None) => match run.later(station) {
            Some(Later::GivesUp(after)) => (words.would_give_up)(&time(after, language)),
            Some(Later::Refused(after)) => (words.would_be_refused)(&time(after, language)),
            None if station.patience.is_some() => words.nobody_gives_up.to_owned(),
            None => String::new(),
        },
    };
    if run.p99_wait == 0.0 && run.mean_wait > 0.0 {
        // Else a percentile below the mean looks like a mistake.
        said += words.few_wait;
    }
    capital(&said) + "."
}

/// How long a piece of the time is, and how many wait after each of them.
fn pieces(run: &Run, language: Language) -> (String, String) {
    let first = run.slices.first().map_or(0.0, |slice| slice.until);
    let waiting = run.slices.iter();
    let waiting: Vec<String> = waiting.map(|slice| slice.waiting.to_string()).collect();
    (time(first, language), waiting.join(" "))
}

/// The cells of a load, in the order of their columns.
pub fn cells(run: &Run, language: Language) -> [String; 7] {
    let share = |count: usize| {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let share = count as f64 * 100.0 / REQUESTS as f64;
        match count {
            0 => "0".to_owned(),
            _ if share < 1.0 => with_unit(&language.rounded(share, 2), Some("%")),
            _ => with_unit(&language.rounded(share, 0), Some("%")),
        }
    };
    [
        format!("{}%", run.percent),
        with_unit(&short(run.busy, language), Some("%")),
        time(run.mean_wait, language),
        time(run.p99_wait, language),
        whole(run.longest, language),
        share(run.gave_up),
        share(run.refused),
    ]
}

/// Milliseconds as people say them.
pub fn time(ms: f64, language: Language) -> String {
    if ms < 1000.0 {
        format!("{} ms", short(ms, language))
    } else {
        format!("{} s", short(ms / 1000.0, language))
    }
}

/// A number with as many decimals as tell something.
fn short(number: f64, language: Language) -> String {
    language.telling(number, if number >= 0.1 { 2 } else { 3 })
}

fn whole(number: usize, language: Language) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let number = number as f64;
    language.rounded(number, 0)
}

/// As the beginning of a sentence.
fn capital(said: &str) -> String {
    let mut rest = said.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}
