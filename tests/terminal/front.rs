//! Rows of the list of inputs that once failed, as far as only a real terminal shows them.

use std::thread;
use std::time::{Duration, Instant};

use super::pty::{Session, hang_up};
use super::{FIRST, PROGRAM, SECOND, SIZE, begin, shell, wizard};

/// A loop that does nothing takes a hundred in a second.
const FEW_TICKS: u64 = 20;

#[test]
fn f01_a_lost_terminal_ends_it_though_no_signal_comes() {
    let ended = hang_up(&[PROGRAM], &[], false, FIRST);
    assert_eq!(ended.status, 129);
    assert!(ended.ticks <= FEW_TICKS, "{ended:?}");
}

#[test]
fn f01_a_lost_terminal_ends_it_though_the_signal_is_ignored() {
    let script = "trap '' HUP; exec \"$PROGRAM\"";
    let ended = hang_up(
        &["/bin/sh", "-c", script],
        &[("PROGRAM", PROGRAM)],
        true,
        FIRST,
    );
    assert_eq!(ended.status, 129);
    assert!(ended.ticks <= FEW_TICKS, "{ended:?}");
}

#[test]
fn f01_a_closed_terminal_costs_nothing() {
    let ended = hang_up(&[PROGRAM], &[], true, FIRST);
    assert_eq!(ended.status, 129);
    assert!(ended.ticks <= FEW_TICKS, "{ended:?}");
}

#[test]
fn f01_waiting_costs_nothing() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("1").wait_for(SECOND);
    // Begun and not ended, as by a slow line.
    session.send("\u{1b}[");
    let before = session.ticks();
    thread::sleep(Duration::from_secs(2));
    let taken = session.ticks() - before;
    assert!(taken <= 2, "{taken} ticks in two idle seconds");
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
}

#[test]
fn a_locale_that_is_not_utf_8_gets_ascii() {
    for (env, ascii) in [
        ([("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], true),
        ([("LC_ALL", "C.UTF-8"), ("TERM", "linux")], true),
        ([("LC_ALL", ""), ("LANG", "en_US.UTF-8")], false),
    ] {
        let mut session = Session::start(&[PROGRAM], SIZE, &env);
        session.wait_for("How to begin").wait_for("Enter begin");
        let contents = session.contents();
        assert_eq!(contents.is_ascii(), ascii, "{env:?}\n{contents}");
        session.send("\u{3}");
        assert_eq!(session.wait_exit(), 130);
    }
}

#[test]
fn u6_what_nothing_can_be_drawn_on_gets_the_prompts_and_a_new_name_the_wizard() {
    for (env, drawn) in [
        (&["-u", "TERM"][..], false),
        (&["TERM="], false),
        (&["TERM=dumb"], false),
        (&["TERM=vt52"], false),
        (&["TERM=vt220"], true),
        (&["TERM=ansi"], true),
        (&["TERM=something-new"], true),
    ] {
        let argv = [&["/usr/bin/env"], env, &[PROGRAM]].concat();
        let mut session = Session::start(&argv, SIZE, &[]);
        if drawn {
            session
                .wait_until("alternate screen", vt100::Screen::alternate_screen)
                .wait_for("Enter begin")
                .send("\u{3}");
        } else {
            session.wait_for(":help").send(":quit\r");
        }
        assert_eq!(session.wait_exit(), 130, "{env:?}");
        let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
        assert!(drawn || !bytes.contains('\u{1b}'), "{env:?}: {bytes:?}");
    }
}

#[test]
fn f05_control_characters_of_a_paste_are_blanks_in_a_file_name() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session.send("s").wait_for("File to write").send("\u{15}");
    session.send("\u{1b}[200~one\ntwo\tthree\n\u{1b}[201~");
    session.wait_for("> one two three").send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn f06_a_job_of_several_processes_stops_whole_and_comes_back_each_time() {
    const TIMES: usize = 20;
    let script = format!(
        "set -m; sh -c '\"$PROGRAM\"; echo inner ended with $?'; i=0
        while [ $i -lt {TIMES} ]; do i=$((i+1)); echo stopped, time $i.; read line; fg; done
        echo all ended"
    );
    let mut session = shell(&script);
    for time in 1..=TIMES {
        session
            .wait_until("alternate screen", vt100::Screen::alternate_screen)
            .wait_for(FIRST)
            .send("\u{1a}")
            .wait_until("primary screen", |screen| !screen.alternate_screen())
            .wait_for(&format!("stopped, time {time}."))
            // In the modes that the shell knows, a line ends with this.
            .send("\r");
    }
    session
        .wait_until("alternate screen", vt100::Screen::alternate_screen)
        .wait_for(FIRST)
        .send("1")
        .wait_for(SECOND)
        .send("\u{3}")
        .wait_for("all ended");
    let contents = session.contents();
    assert!(contents.contains("inner ended with 130"), "{contents}");
    session.wait_exit();
    session.assert_restored();
}

#[test]
fn f21_a_terminal_without_a_size_is_taken_as_a_usual_one() {
    for size in [(0, 0), (0, 24), (80, 0)] {
        let mut session = Session::start(&[PROGRAM], size, &[]);
        begin(&mut session).wait_for("choose");
        session.send("1").wait_for(SECOND).send("\u{3}");
        assert_eq!(session.wait_exit(), 130);
        session.assert_restored();
    }
}

#[test]
fn f43_the_wizard_draws_on_the_terminal_when_errors_go_elsewhere() {
    let mut session = shell("exec \"$PROGRAM\" 2>/dev/null");
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session.send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let contents = session.contents();
    // Its end is what the screen still shows.
    assert!(contents.contains("--set state=no --emit"), "{contents}");
}

#[test]
fn f43_so_it_does_where_no_terminal_controls_it() {
    let script = "exec \"$PROGRAM\" 2>/dev/null";
    let env = [("PROGRAM", PROGRAM)];
    let mut session = Session::start_uncontrolled(&["/bin/sh", "-c", script], &env);
    session.wait_for(FIRST).send("1").wait_for(SECOND);
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn f43_prompts_are_seen_when_errors_go_elsewhere() {
    let mut session = shell("exec \"$PROGRAM\" --plain 2>/dev/null");
    session
        .wait_for(FIRST)
        .send("no\r:finish\r")
        .wait_for(":emit DIR")
        .send("\r");
    assert_eq!(session.wait_exit(), 0);
    let contents = session.contents();
    // Its end is what the screen still shows.
    assert!(contents.contains("--set state=no --emit"), "{contents}");
}

#[test]
fn h16_ctrl_c_is_heard_behind_a_torn_sequence() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("\u{1b}[\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn h16_a_torn_sequence_is_forgotten() {
    let mut session = Session::start(&[PROGRAM], SIZE, &[]);
    session.wait_for(FIRST).send("\u{1b}[");
    // A digit goes on with the sequence as long as that is waited for, and no longer.
    let end = Instant::now() + Duration::from_secs(20);
    let moved = |screen: &vt100::Screen| !screen.contents().contains(FIRST);
    while !session.soon(moved) {
        assert!(Instant::now() < end, "{}", session.contents());
        session.send("1");
    }
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
}

#[test]
fn f15_a_sheet_is_saved_twice_and_never_over_another_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().display().to_string();
    let other = directory.path().join("other.yaml");
    std::fs::write(&other, "mine\n").unwrap();
    let script = "cd \"$WHERE\"; exec \"$PROGRAM\"";
    let env = [("PROGRAM", PROGRAM), ("WHERE", path.as_str())];
    let mut session = Session::start(&["/bin/sh", "-c", script], SIZE, &env);
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session
        .send("s")
        .wait_for("File to write")
        .send("\u{15}a.yaml\r");
    session.wait_for("Saved a.yaml.");
    let first = std::fs::read_to_string(directory.path().join("a.yaml")).unwrap();
    assert!(first.contains("state: no"), "{first}");
    // Another answer, and the same name: offered, and replaced by Enter.
    session
        .send("\u{1b}")
        .wait_for("question")
        .send("tg\r")
        .wait_for(FIRST);
    session
        .send("1")
        .wait_for(SECOND)
        .send("212f")
        .wait_for("Agent");
    session.send("s").wait_for("File to write").send("\r");
    session.wait_for("was saved from here before").send("\r");
    session.wait_for("Saved a.yaml.");
    let second = std::fs::read_to_string(directory.path().join("a.yaml")).unwrap();
    assert!(second.contains("state: yes"), "{second}");
    // What it did not write stays, the dialogue too, and what is typed is a name.
    session
        .send("s")
        .wait_for("File to write")
        .send("\u{15}other.yaml\r");
    session.wait_for("is there already").send("q");
    session.wait_for("> other.yamlq").send("\u{1b}");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine\n");
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    let files = std::fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(files, 2, "nothing staged is left");
}

#[test]
fn f15_a_disk_that_takes_nothing_leaves_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().display().to_string();
    // No file may grow: as on a full disk the file can be made and not written.
    let script = "trap '' XFSZ; ulimit -f 0; cd \"$WHERE\"; exec \"$PROGRAM\"";
    let env = [("PROGRAM", PROGRAM), ("WHERE", path.as_str())];
    let mut session = Session::start(&["/bin/sh", "-c", script], SIZE, &env);
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session
        .send("s")
        .wait_for("File to write")
        .send("\u{15}a.yaml\r");
    session.wait_for("Not saved: a.yaml").send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}
