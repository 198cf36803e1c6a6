//! How long a key press takes from the key to the finished frame, at 200 x 60.
//!
//! Plain timing without a harness. Machines differ, so every figure is also given as a multiple of
//! a baseline measured in the same run: filling and comparing two empty frames of that size, which
//! is the least that any drawing costs. `cargo bench --bench keypress` prints the table; with
//! `--check` it fails when a key press takes more than 5 ms at the median.

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
const ROUNDS: usize = 200;
const LIMIT: Duration = Duration::from_millis(5);

/// The middle one and the fastest; the slowest tell of the machine's other work.
fn median(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[0])
}

fn baseline() -> Duration {
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        terminal.draw(|_| {}).unwrap();
        start.elapsed()
    });
    median(times.collect()).0
}

fn main() {
    let advisor = otp();
    let base = baseline();
    println!("baseline (an empty frame): {base:?}");
    let mut slow = false;
    let screens: [(&str, &str, [Key; 2]); 6] = [
        ("a choice", "", [Key::Down, Key::Up]),
        (
            "a choice late in the interview",
            "11112<ret><ret><ret><ret>2<ret>",
            [Key::Down, Key::Up],
        ),
        (
            "typing a number",
            "11112<ret><ret><ret><ret><ret><ret><ret><ret>1300<ret>",
            [Key::Char('7'), Key::Backspace],
        ),
        ("answering and going back", "11", [Key::Char('1'), Key::Esc]),
        ("scrolling the result", "11112f", [Key::Down, Key::Up]),
        (
            "finishing and going back",
            "11112",
            [Key::Char('f'), Key::Esc],
        ),
    ];
    for (name, script, keys) in screens {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, SIZE);
        player.press(script);
        let times = (0..ROUNDS).map(|round| {
            let start = Instant::now();
            player.wizard.input(Input::Key(keys[round % 2]));
            player.draw();
            start.elapsed()
        });
        let (middle, fastest) = median(times.collect());
        let ratio = middle.as_secs_f64() / base.as_secs_f64();
        println!("{name}: median {middle:?} ({ratio:.1} x baseline), fastest {fastest:?}");
        slow |= middle > LIMIT;
    }
    let start = Instant::now();
    let mut host = Fake::default();
    Player::new(advisor, &mut host, SIZE).draw();
    println!("first frame, the advisor loaded: {:?}", start.elapsed());
    assert!(
        !(slow && std::env::args().any(|arg| arg == "--check")),
        "a key press took more than {LIMIT:?}"
    );
}
