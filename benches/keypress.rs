//! How long a frame takes at 200 x 60, and how long it is from a key to the finished frame.
//!
//! Plain timing without a harness. Machines differ, so every figure is also given as a multiple of
//! a baseline measured in the same run: filling and comparing two empty frames of that size, which
//! is the least that any drawing costs. `cargo bench --bench keypress` prints the table; with
//! `--check` it fails when a frame or a key press takes more than 5 ms at the median.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/it/support/tui.rs"]
#[expect(dead_code, reason = "tests need more of it")]
mod tui;

use std::time::{Duration, Instant};

use otp_advisor::inside::tui::{Input, Key};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use self::tui::advisors::otp;
use self::tui::{Fake, Player};

const SIZE: (u16, u16) = (200, 60);
const ROUNDS: usize = 400;
/// What `--check` allows: machines that build are slow, and do other things.
const LIMIT: Duration = Duration::from_millis(5);
/// What is wanted.
const WANTED: Duration = Duration::from_millis(1);

/// What leads to a page, and two keys that lead to and fro there.
const PAGES: [(&str, &str, [Key; 2]); 14] = [
    ("the first page", "b", [Key::Down, Key::Up]),
    ("a question", "", [Key::Down, Key::Up]),
    (
        "a question late in the interview",
        "11112<ret><ret><ret><ret>2<ret>",
        [Key::Down, Key::Up],
    ),
    ("code compared beside it", "1111", [Key::Down, Key::Up]),
    (
        "a number",
        "11112<ret><ret><ret><ret><ret><ret><ret><ret>1300<ret>",
        [Key::Char('7'), Key::Backspace],
    ),
    ("answering, going back", "11", [Key::Char('1'), Key::Esc]),
    ("the map", "1111jm", [Key::Char('m'), Key::Char('m')]),
    ("the map, scrolled", "1111jm", [Key::Down, Key::Up]),
    ("the result", "11112f", [Key::Down, Key::Up]),
    (
        "to the result, going back",
        "11112",
        [Key::Char('f'), Key::Esc],
    ),
    ("the code", "11112f<tab>", [Key::Down, Key::Up]),
    ("the lab", "11112fL<ret>", [Key::Left, Key::Right]),
    ("the load in the lab", "11112fL<tab>", [Key::Up, Key::Down]),
    ("help", "1?", [Key::Down, Key::Up]),
];

/// The middle one and the fastest; the slowest tell of the machine's other work.
fn median(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[0])
}

fn timed(mut what: impl FnMut()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn baseline() -> Duration {
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
    let times = (0..ROUNDS).map(|_| {
        timed(|| {
            terminal.draw(|_| {}).unwrap();
        })
    });
    median(times.collect()).0
}

fn main() {
    let advisor = otp();
    let base = baseline();
    println!("baseline (an empty frame): {base:?}; wanted: {WANTED:?} at most, each");
    println!(
        "{:34} {:>10} {:>10} {:>10} {:>10}  x baseline",
        "", "frame", "fastest", "key", "fastest"
    );
    let mut slow = false;
    for (name, script, keys) in PAGES {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, SIZE);
        player.press(script);
        let frames = (0..ROUNDS).map(|_| {
            timed(|| {
                player.draw();
            })
        });
        let (frame, least) = median(frames.collect());
        // Each of the two by itself: one way may be longer than the other.
        let pressed: Vec<Duration> = (0..ROUNDS)
            .map(|round| {
                timed(|| {
                    player.wizard.input(Input::Key(keys[round % 2]));
                    player.draw_at_once();
                })
            })
            .collect();
        let [there, back] = [0, 1].map(|which| {
            let times = pressed.iter().copied().skip(which).step_by(2);
            median(times.collect())
        });
        let (middle, fastest) = there.max(back);
        let ratio = middle.as_secs_f64() / base.as_secs_f64();
        let over = if frame.max(middle) > WANTED {
            "  OVER"
        } else {
            ""
        };
        let micros = |time: Duration| format!("{:.0} µs", time.as_secs_f64() * 1e6);
        println!(
            "{name:34} {:>10} {:>10} {:>10} {:>10}  {ratio:.1}{over}",
            micros(frame),
            micros(least),
            micros(middle),
            micros(fastest),
        );
        slow |= frame.max(middle) > LIMIT;
    }
    let mut host = Fake::default();
    let first = timed(|| {
        Player::opening(advisor, &mut host, SIZE).draw();
    });
    println!("first frame, the advisor loaded: {first:?}");
    assert!(
        !(slow && std::env::args().any(|arg| arg == "--check")),
        "a frame or a key press took more than {LIMIT:?}"
    );
}
