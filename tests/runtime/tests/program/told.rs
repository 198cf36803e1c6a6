//! What it tells: its health, and the log.

use super::*;

#[test]
fn sigusr1_tells_the_health_and_the_program_goes_on() {
    for (scene, more) in [(scene(""), "waiting=0"), (scene("health panics"), "?")] {
        let mut program = scene.play();
        program.wait_for("serving");
        for _ in 0..2 {
            program.signal("USR1");
            let asked = "asked health=ready=true children=3/3 restarts=0";
            program.wait_for(&format!("{asked} {more}"));
        }
        program.signal("INT");
        program.ends_with(0);
        program.stopped_in_order(&ALL);
    }
}

#[test]
fn sigusr1_does_not_interrupt_work() {
    let mut program = scene("work hangs").work().play();
    program.wait_for("working");
    program.signal("USR1");
    program.wait_for("asked health=");
    program.signal("INT");
    program.ends_with(130);
    program.stopped_in_order(&ALL);
}

#[test]
fn nobody_reads_what_it_tells_any_more() {
    let last = ["serving", "process"];
    let mut program = Scene { last, ..scene("") }.play();
    program.wait_for("serving");
    drop(program.pipes());
    program.signal("USR1");
    program.signal("TERM");
    program.ends_with(0);
}

/// What a program logs that is told by the environment what to log.
fn logs(filter: &str) -> String {
    let mut command = Command::new(PROGRAM);
    let output = command.env("RUST_LOG", filter).output().unwrap();
    assert!(output.status.success(), "{filter}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_environment_says_what_is_logged() {
    let (all, some) = (logs(""), logs("info"));
    for log in [&all, &some, &logs("=?=")] {
        assert!(log.contains(" INFO ") && !log.contains(" DEBUG "), "{log}");
    }
    assert!(logs("debug").contains(" DEBUG "));
    assert_eq!(logs("warn"), "");
    let own = logs("off,otp_runtime::otp::program=info");
    assert!(own.contains("stopping health="), "{own}");
    assert!(!own.contains("started child="), "{own}");
    assert!(logs("=?=").contains("RUST_LOG is not understood"));
}

/// As RFC 3339 has it, in UTC.
#[test]
fn each_line_of_the_log_has_its_time() {
    for line in logs("").lines() {
        let time = line.split(' ').next().unwrap();
        let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
        let shape: String = time.chars().map(digits).collect();
        assert_eq!(shape, "0000-00-00T00:00:00.000000Z", "{line}");
    }
}

#[test]
fn nobody_who_logs_waits_for_who_reads_and_what_is_lost_is_counted() {
    let last = ["serving", "(read to the end)"];
    let mut program = Scene {
        last,
        ..scene("logs")
    }
    .play();
    program.wait_for("all is logged");
    let mut stdout = program.readers.remove(0).join().unwrap();
    let reader = thread::spawn(move || {
        let mut log = String::new();
        stdout.read_to_string(&mut log).unwrap();
        log
    });
    program.signal("TERM");
    program.ends_with(0);
    let log = reader.join().unwrap();
    let all = || log.lines().chain(program.log.iter().map(String::as_str));
    let dropped = all().filter_map(|line| line.strip_suffix(LOST)?.parse::<usize>().ok());
    let dropped: usize = dropped.sum();
    let kept = all().filter(|line| line.contains("line=")).count();
    assert!(dropped > 0);
    assert_eq!(dropped + kept, 100_000);
    assert!(log.contains("stopping health="), "what comes later is told");
}
