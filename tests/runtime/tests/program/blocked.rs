//! What blocks its thread, or panics, does not keep the program from stopping.

use super::*;

#[test]
fn k04_a_blocking_job_that_never_ends_is_not_waited_for() {
    let mut program = scene("blocking job").play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(0);
    program.told("left behind: blocking calls: 1");
    program.stopped_in_order(&ALL);
}

#[test]
fn k05_a_child_that_blocks_its_thread_is_left_behind() {
    let mut program = scene("child blocks").play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.told("left=hard");
    program.told("left behind: hard");
    program.stopped_in_order(&["b", "a"]);
}

/// The thread that waits for the clock and for sockets is the one that is woken, and then blocked.
#[test]
fn k01_one_that_blocks_its_thread_stops_no_clock_of_the_others() {
    let mut program = scene("one blocks").play();
    program.wait_for("blocked");
    program.wait_for("awake");
    program.signal("TERM");
    program.ends_with(1);
    program.told("left behind: greedy");
    program.stopped_in_order(&["sleeper", "b", "a"]);
}

#[test]
fn k05_a_job_that_blocks_its_thread_is_left_behind_and_named() {
    let mut program = scene("job blocks").play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.told("left behind: job resize");
    program.stopped_in_order(&["tasks", "b", "a"]);
}

#[test]
fn k05_a_job_that_is_left_at_the_end_of_the_budget_is_named() {
    let mut program = scene("job blocks").short().play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.left(LATE, &["job resize"], &["a", "b", "tasks"]);
}

#[test]
fn k05_a_task_of_nobody_that_blocks_its_thread_is_counted() {
    let mut program = scene("stray blocks").play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.told("left behind: tasks without a name: 1");
    program.stopped_in_order(&ALL);
}

#[test]
fn k05_a_child_that_blocks_in_drop_is_left_behind() {
    let mut program = scene("drop blocks").play();
    program.wait_for("serving");
    program.signal("TERM");
    program.ends_with(1);
    program.told("dropping");
    program.told("left=hard");
    program.told("left behind: hard");
    program.stopped_in_order(&["b", "a"]);
}

#[test]
fn k05_with_all_threads_blocked_a_signal_is_heard_and_the_deadline_kept() {
    let mut program = scene("all block").short().play();
    program.wait_for("blocked");
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.left(LATE, &["greedy-1", "greedy-2"], &["a", "b"]);
}

#[test]
fn k05_callbacks_that_block_all_threads_are_named_while_they_do_and_at_the_end() {
    let mut program = scene("calls block").short().play();
    program.wait_for("blocked");
    program.wait_for("blocked");
    let warning = program.wait_for("stuck=");
    for server in ["till", "door"] {
        let stuck = format!("{server} (in `Fetch` for ");
        assert!(warning.contains(&stuck), "{warning}");
    }
    program.signal("TERM");
    program.ends_with(1);
    program.left(LATE, &["till", "door"], &["a", "b"]);
    program.told("door (in `Fetch` for ");
    assert!(!program.has("secret"), "{:#?}", program.log);
}

#[test]
fn a_program_of_which_a_part_is_stuck_is_not_ready() {
    let mut program = scene("child blocks").short().play();
    program.wait_for("stuck=");
    program.signal("USR1");
    let health = program.wait_for("asked health=");
    assert!(health.contains("health=ready=false children="), "{health}");
    assert!(
        health.contains("stuck=\"hard (in its own code for "),
        "{health}"
    );
    program.signal("TERM");
    program.ends_with(1);
}

#[test]
fn k04_a_stop_that_the_program_itself_asked_for_is_bounded() {
    let mut program = scene("work stops the deaf").work().short().play();
    program.ends_with(1);
    program.left(LATE, &[], &["a", "b", "hard"]);
}

#[test]
fn k04_an_end_by_too_many_restarts_is_bounded() {
    let mut program = scene("gives up beside the deaf").short().play();
    program.ends_with(1);
    program.left(LATE, &[], &["a", "b", "deaf"]);
}

#[test]
fn k05_a_child_that_blocks_the_only_thread() {
    let workers = "1";
    let mut program = Scene {
        workers,
        ..scene("child blocks").short()
    }
    .play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.left(LATE, &["hard"], &["a", "b"]);
}

const ITSELF: Texts = &["the program itself"];

#[test]
fn k05_work_that_blocks_the_main_thread() {
    let mut program = scene("work blocks").work().short().play();
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.left("not stopped within 4s (at work); left: ", ITSELF, &[]);
    // It keeps its thread to itself.
    program.stopped_though_blocked(&ALL);
}

#[test]
fn k05_what_blocks_when_all_children_have_stopped() {
    let mut program = scene("system drop blocks").work().short().play();
    program.ends_with(1);
    program.told("dropping");
    program.told("not stopped within 4s (stopping); left: the program itself");
}

#[test]
fn k05_with_all_threads_blocked_sigusr1_is_answered() {
    let scenes: [(&str, Texts, &str, Texts, Texts); 3] = [
        (
            "all block",
            &["blocked", "blocked"],
            "at work",
            &["greedy-1", "greedy-2"],
            &["a", "b"],
        ),
        (
            "start blocks",
            &["starting"],
            "starting",
            ITSELF,
            &["a", "b"],
        ),
        (
            "health blocks",
            &["serving"],
            "at work",
            ITSELF,
            &["a", "b", "hard"],
        ),
    ];
    for (name, lines, phase, stuck, others) in scenes {
        let mut program = scene(name).play();
        for line in lines {
            program.wait_for(line);
        }
        for _ in 0..2 {
            program.signal("USR1");
            let busy = format!("no answer within 2s ({phase}); busy: ");
            program.wait_for(&busy);
            if stuck != ITSELF {
                program.left(&busy, stuck, others);
            }
        }
        // By the second time it has been seen to be stuck.
        if stuck == ITSELF {
            let named = format!("no answer within 2s ({phase}); busy: {} (in ", ITSELF[0]);
            program.told(&named);
        }
    }
}

#[test]
fn a_child_that_panics_in_drop_does_not_keep_the_others_from_stopping() {
    let mut program = scene("drop panics").play();
    program.wait_for("serving");
    program.signal("TERM");
    program.ends_with(0);
    program.told("child did not stop as asked child=hard reason=panic: as the scene says");
    program.stopped_in_order(&ALL);
}

#[test]
fn panics_of_the_program_itself_do_not_keep_it_from_stopping() {
    for scene in [
        scene("work panics").work(),
        scene("system drop panics").work(),
    ] {
        let mut program = scene.play();
        program.ends_with(1);
        program.told("failed error=it panicked");
        program.stopped_in_order(&ALL);
    }
    let mut program = scene("work drop panics").work().play();
    program.wait_for("working");
    program.signal("INT");
    program.ends_with(1);
    program.told("failed error=it panicked");
    program.stopped_in_order(&ALL);
}

#[test]
fn k05_who_reads_what_it_tells_is_stuck() {
    // Stdout is full, then stderr, then both.
    let end = "(read to the end)";
    for last in [["serving", end], [end, "process"], ["serving", "process"]] {
        let mut program = Scene {
            last,
            ..scene("floods").short()
        }
        .play();
        let _unread = (last == ["serving", "process"]).then(|| program.pipes());
        program.signal("TERM");
        program.ends_with(1);
    }
}

#[test]
fn panics_are_lines_of_the_log_and_wait_for_nobody_who_reads_stderr() {
    let mut program = Scene {
        last: ["(read to the end)", "process "],
        ..scene("panics")
    }
    .play();
    let line = program.wait_for("panic: as the scene says\\nxxx");
    assert!(
        line.contains(" ERROR ") && line.contains("program.rs:"),
        "{line}"
    );
    program.wait_for("all have panicked");
    program.signal("TERM");
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}
