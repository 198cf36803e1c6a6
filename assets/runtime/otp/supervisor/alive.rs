//! What runs at this moment in the whole program, by name, and what of it keeps its thread: the children
//! of all supervisors, and what they run in tasks of its own. It is what a program that cannot stop names
//! as left. It is asked when no task may answer any more, so it is a list under a lock, under which nothing
//! of a task runs; a task itself only counts its turns.

use std::cmp::Reverse;
use std::collections::BTreeMap;
//% if is.callbacks
use std::fmt::{self, Debug, Write};
//% endif
use std::future::poll_fn;
//% if is.callbacks
use std::panic::{AssertUnwindSafe, catch_unwind};
//% endif
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
//% if is.gives_way
use std::task::Poll;
//% endif
use std::time::{Duration, Instant};

/// Who was not seen to give its thread back for so long is stuck.
const STUCK: Duration = Duration::from_secs(1);

/// After so long it is spoken of without being asked for; then after twice that, and so on.
const OVERDUE: Duration = Duration::from_secs(5);

/// How many have started, and those that run, in that order.
static TASKS: Mutex<(u64, BTreeMap<u64, Entry>)> = Mutex::new((0, BTreeMap::new()));

struct Entry {
    name: Arc<str>,
    at: Arc<At>,
    /// The turn that was seen, and since when.
    seen: (u64, Instant),
    overdue: Duration,
    /// No child, of which it is said only that it has its thread.
    is_program: bool,
}

//% if is.callbacks
/// Where a task is: its turn, which is odd as long as it has its thread, and what it does then, in a word.
/// It alone writes, and nobody waits: while it moves on, what is read may be half of it.
//% else
/// Where a task is: its turn, which is odd as long as it has its thread. It alone writes, and nobody waits.
//% endif
#[derive(Debug, Default)]
pub(super) struct At {
    turn: AtomicU64,
    //% if is.callbacks
    word: [AtomicU64; 3],
    //% endif
}

//% if is.callbacks
impl At {
    pub(super) fn does(&self, what: impl Debug) {
        let mut word = FirstWord([0; 24], 0);
        // It is the user's, and what it says is worth no crash.
        let _ = catch_unwind(AssertUnwindSafe(|| write!(word, "{what:?}")));
        for (to, part) in self.word.iter().zip(word.0.as_chunks().0) {
            to.store(u64::from_ne_bytes(*part), Ordering::Relaxed);
        }
    }

    fn word(&self) -> String {
        let parts = self.word.iter().map(|part| part.load(Ordering::Relaxed));
        let bytes: Vec<u8> = parts.flat_map(u64::to_ne_bytes).collect();
        match String::from_utf8_lossy(&bytes).trim_end_matches('\0') {
            "" => "its own code".to_owned(),
            word => format!("`{word}`"),
        }
    }
}

/// What a text begins with: the rest may be secret, or long.
struct FirstWord([u8; 24], usize);

impl Write for FirstWord {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            let free = self.0.get_mut(self.1).ok_or(fmt::Error)?;
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_' {
                return Err(fmt::Error);
            }
            *free = byte;
            self.1 += 1;
        }
        Ok(())
    }
}

//% endif
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is alive is on the list as long as this is, which its task owns: until it has been dropped in full.
#[derive(Debug)]
#[must_use = "it is on the list as long as this is"]
pub struct Alive(u64, Arc<At>);

impl Alive {
    /// Puts a name on the list.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self::named(name.into(), false)
    }

    /// Code of the program itself, and no child of anybody.
    pub fn program() -> Self {
        Self::named("the program itself".into(), true)
    }

    fn named(name: Arc<str>, is_program: bool) -> Self {
        let at = Arc::<At>::default();
        let entry = Entry {
            name,
            is_program,
            at: Arc::clone(&at),
            seen: (0, Instant::now()),
            overdue: OVERDUE,
        };
        let (started, alive) = &mut *locked(&TASKS);
        *started += 1;
        alive.insert(*started, entry);
        Self(*started, at)
    }

    /// Runs the task, and counts its turns, of which being dropped is the last.
    pub async fn run<T>(self, task: impl Future<Output = T>) -> T {
        let mut task = pin!(task);
        let _last = Turn(&self.1);
        let turns = poll_fn(|context| {
            drop(Turn(&self.1));
            let _over = Turn(&self.1);
            task.as_mut().poll(context)
        });
        turns.await
    }

    /// Runs what cannot await, as one turn.
    pub(super) fn during(self, code: impl FnOnce()) {
        drop(Turn(&self.1));
        let _over = Turn(&self.1);
        code();
    }
    //% if is.callbacks

    pub(super) fn at(&self) -> Arc<At> {
        Arc::clone(&self.1)
    }
    //% endif
}

impl Drop for Alive {
    fn drop(&mut self) {
        let entry = locked(&TASKS).1.remove(&self.0);
        drop(entry);
    }
}

//% if is.gives_way
/// Lets those go first whom this process has woken, such as who has its answer: what it does next may keep the
/// thread. (`yield_now` has the whole runtime look around as well, which takes longer than most messages.)
pub async fn give_way() {
    let mut over = false;
    let turns = poll_fn(|context| {
        if over {
            return Poll::Ready(());
        }
        over = true;
        context.waker().wake_by_ref();
        Poll::Pending
    });
    turns.await;
}

//% endif
/// Begins a turn or ends it, when it is dropped, even by a panic.
struct Turn<'a>(&'a At);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // The task alone writes it.
        let turn = self.0.turn.load(Ordering::Relaxed);
        self.0.turn.store(turn + 1, Ordering::Relaxed);
    }
}

impl Entry {
    fn has_its_thread(&self) -> bool {
        self.at.turn.load(Ordering::Relaxed) % 2 == 1
    }

    /// For how long it has kept its thread, as far as that was seen.
    fn stuck(&mut self, now: Instant) -> Option<Duration> {
        let turn = self.at.turn.load(Ordering::Relaxed);
        if turn != self.seen.0 {
            (self.seen, self.overdue) = ((turn, now), OVERDUE);
        }
        let kept = now.saturating_duration_since(self.seen.1);
        (turn % 2 == 1 && kept >= STUCK).then_some(kept)
    }

    fn told(&self, stuck: Option<Duration>) -> String {
        let Some(stuck) = stuck else {
            return self.name.to_string();
        };
        let (name, seconds) = (&self.name, stuck.as_secs());
        //% if is.callbacks
        let word = self.at.word();
        //% else
        //+ let word = "its own code";
        //% endif
        format!("{name} (in {word} for {seconds} s)")
    }
}

/// What runs, also what was left behind. First what is stuck, and in what, the longest first; then the
/// others in the order of starting.
pub fn alive() -> Vec<String> {
    let now = Instant::now();
    let told = |entry: &mut Entry| {
        let stuck = entry.stuck(now);
        let is_told = !entry.is_program || entry.has_its_thread();
        is_told.then(|| (Reverse(stuck), entry.told(stuck)))
    };
    let mut alive: Vec<_> = locked(&TASKS).1.values_mut().filter_map(told).collect();
    alive.sort_by_key(|(stuck, _)| *stuck);
    alive.into_iter().map(|(_, told)| told).collect()
}

/// What is stuck, and in what, as far as somebody has asked for it before: a turn has been as long as it was
/// seen to be.
pub fn stuck() -> Vec<String> {
    let now = Instant::now();
    let told = |entry: &mut Entry| entry.stuck(now).map(|stuck| entry.told(Some(stuck)));
    locked(&TASKS).1.values_mut().filter_map(told).collect()
}

/// What has been stuck for so long that it has to be spoken of. It has to be asked for about every second.
pub fn overdue() -> Vec<String> {
    let now = Instant::now();
    let told = |entry: &mut Entry| {
        let stuck = entry.stuck(now).filter(|stuck| *stuck >= entry.overdue)?;
        entry.overdue = entry.overdue.saturating_mul(2);
        Some(entry.told(Some(stuck)))
    };
    locked(&TASKS).1.values_mut().filter_map(told).collect()
}
