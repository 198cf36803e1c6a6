//! A station under load: requests arrive, wait their turn, are worked on, and some callers give up.
//!
//! Gaps and work are drawn from a fixed seed, the same draws at every load, so that a heavier load is never
//! lighter by chance. Who gave up is still served, as by the servers that are emitted.

use std::collections::VecDeque;

use super::plan::Station;

/// Requests at each server.
pub const REQUESTS: usize = 4_000;
/// Pieces that the time is cut into.
pub const SLICES: usize = 24;
/// Loads that are compared, in per cent of the peak.
pub const LOADS: [usize; 7] = [25, 50, 80, 100, 120, 150, 200];
/// The place of the peak itself among them.
pub const PEAK: usize = 3;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Of the peak.
    pub percent: usize,
    /// Requests that come in a second, over all servers, and how many can be served.
    pub arrive: f64,
    pub serve: f64,
    /// When it ended, in milliseconds.
    pub lasts: f64,
    /// When the first caller gave up, and the first was refused.
    pub first_gave_up: Option<f64>,
    pub first_refused: Option<f64>,
    /// Per cent of one server's time that the arrivals ask for.
    pub busy: f64,
    /// In milliseconds, before the work begins.
    pub mean_wait: f64,
    /// What 99 of 100 do not exceed.
    pub p99_wait: f64,
    pub longest: usize,
    /// Callers whose answer came too late.
    pub gave_up: usize,
    pub refused: usize,
    pub slices: Vec<Slice>,
}

impl Run {
    /// By how many the queue grows each second, over all servers, as long as it may.
    pub fn grows(&self) -> f64 {
        (self.arrive - self.serve).max(0.0)
    }

    /// What comes of a queue that grows, where it was not watched for long enough to see it.
    pub fn later(&self, station: &Station) -> Option<Later> {
        let grows = self.grows();
        if grows <= 0.0 {
            return None;
        }
        // A queue that grows for so long makes whoever comes then wait this part of it, and give up after that.
        let waits = grows / self.serve;
        let gives_up = station.patience.map(|patience| patience / waits + patience);
        let share = grows / whole(station.servers);
        let refused = station.room.map(|room| 1_000.0 * whole(room) / share);
        match (gives_up, refused) {
            (Some(gives_up), Some(refused)) if refused < gives_up => Some(Later::Refused(refused)),
            (Some(gives_up), _) => Some(Later::GivesUp(gives_up)),
            (None, Some(refused)) => Some(Later::Refused(refused)),
            (None, None) => None,
        }
    }
}

/// What happens once a queue has grown for so many milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Later {
    GivesUp(f64),
    Refused(f64),
}

/// What happened in a piece of the time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slice {
    /// Its end, in milliseconds.
    pub until: f64,
    pub arrived: usize,
    pub done: usize,
    /// At its end.
    pub waiting: usize,
    pub gave_up: usize,
    pub refused: usize,
}

/// Numbers that look random and are always the same.
struct Draws(u64);

impl Draws {
    /// Above 0, at most 1.
    fn uniform(&mut self) -> f64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let top = ((z >> 11) + 1) as f64;
        top / 9_007_199_254_740_992.0
    }

    /// Around 1, as gaps between arrivals are that know nothing of each other.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }
}

/// A station at so many per cent of its peak: one of its servers, which all fare alike.
pub fn run(station: &Station, percent: usize) -> Run {
    let servers = whole(station.servers);
    let rate = station.rate.value * whole(percent) / 100.0 / servers;
    let service = station.service.value;
    let mut draws = Draws(7);
    let mut now = 0.0;
    let mut free: f64 = 0.0;
    let mut waits: Vec<f64> = Vec::with_capacity(REQUESTS);
    // When those that wait begin.
    let mut line: VecDeque<f64> = VecDeque::new();
    let mut longest = 0;
    let mut seen = Seen::default();
    for _ in 0..REQUESTS {
        now += draws.exponential() * 1000.0 / rate;
        let work = draws.exponential() * service;
        while line.front().is_some_and(|begins| *begins <= now) {
            line.pop_front();
        }
        seen.arrived.push(now);
        if station.room.is_some_and(|room| line.len() >= room.max(1)) {
            seen.refused.push(now);
            continue;
        }
        let begins = free.max(now);
        free = begins + work;
        waits.push(begins - now);
        if begins > now {
            line.push_back(begins);
            longest = longest.max(line.len());
        }
        seen.begun.push(begins);
        seen.done.push(free);
        if let Some(patience) = station.patience
            && free - now > patience
        {
            seen.gave_up.push(now + patience);
        }
    }
    waits.sort_by(f64::total_cmp);
    let mean = waits.iter().sum::<f64>() / whole(waits.len().max(1));
    let p99 = waits.get(waits.len().saturating_sub(1) * 99 / 100);
    Run {
        percent,
        arrive: rate * servers,
        serve: 1000.0 / service * servers,
        lasts: now,
        first_gave_up: seen.gave_up.iter().copied().reduce(f64::min),
        first_refused: seen.refused.first().copied(),
        busy: rate * service / 10.0,
        mean_wait: mean,
        p99_wait: p99.copied().unwrap_or(0.0),
        longest,
        gave_up: seen.gave_up.len(),
        refused: seen.refused.len(),
        slices: seen.slices(now),
    }
}

/// When things happened, each in order.
#[derive(Default)]
struct Seen {
    arrived: Vec<f64>,
    refused: Vec<f64>,
    begun: Vec<f64>,
    done: Vec<f64>,
    gave_up: Vec<f64>,
}

impl Seen {
    fn slices(&self, end: f64) -> Vec<Slice> {
        let mut before = Slice::default();
        let count = |times: &[f64], until: f64| times.partition_point(|time| *time <= until);
        (1..=SLICES)
            .map(|piece| {
                let until = if piece == SLICES {
                    end
                } else {
                    end * whole(piece) / whole(SLICES)
                };
                // All that has happened by then.
                let all = Slice {
                    until,
                    arrived: count(&self.arrived, until),
                    done: count(&self.done, until),
                    waiting: 0,
                    gave_up: count(&self.gave_up, until),
                    refused: count(&self.refused, until),
                };
                let begun = count(&self.begun, until);
                let slice = Slice {
                    until,
                    arrived: all.arrived - before.arrived,
                    done: all.done - before.done,
                    waiting: (all.arrived - all.refused).saturating_sub(begun),
                    gave_up: all.gave_up - before.gave_up,
                    refused: all.refused - before.refused,
                };
                before = all;
                slice
            })
            .collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn whole(number: usize) -> f64 {
    number as f64
}
