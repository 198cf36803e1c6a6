//! However an interview is left, nothing that was answered is lost in silence: what is kept holds all of
//! it, whoever leaves is told, and so is whoever comes back and finds less.

use std::fs;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

use super::{FIRST, PROGRAM, SECOND, SIZE, at_first, at_result, kept};
use crate::pty::Session;

const KEPT: &str = "Your answers are kept; otp-advisor";

/// What is asked once the first answer is No.
const AFTER_NO: &str = "Who waits while the work is done?";

/// The program under a shell that tells its status, in a directory of its own.
struct Run {
    session: Session,
    place: tempfile::TempDir,
}

fn run_in(place: tempfile::TempDir, args: &str, env: &[(&str, &str)]) -> Run {
    let script = format!(
        "set -m; trap : INT; ulimit -c 0; cd \"$WHERE\"
        sh -c 'echo $$ > pid; exec \"$PROGRAM\" {args}'; echo ended with $?"
    );
    let path = place.path().display().to_string();
    let state = place.path().join("state").display().to_string();
    let own = [
        ("PROGRAM", PROGRAM),
        ("WHERE", &*path),
        ("OTP_ADVISOR_STATE", &*state),
    ];
    let env = [&own, env].concat();
    let session = Session::start(&["/bin/sh", "-c", &script], SIZE, &env);
    Run { session, place }
}

fn run(args: &str, env: &[(&str, &str)]) -> Run {
    run_in(tempfile::tempdir().unwrap(), args, env)
}

impl Run {
    fn kill(&self, signal: Signal) {
        let id = fs::read_to_string(self.place.path().join("pid")).unwrap();
        kill_process(Pid::from_raw(id.trim().parse().unwrap()).unwrap(), signal).unwrap();
    }

    /// Once it has ended with a status; what the screen then shows, without its line breaks.
    fn ended(mut self, status: u32) -> (String, tempfile::TempDir) {
        self.session.wait_for(&format!("ended with {status}"));
        self.session.wait_exit();
        self.session.assert_restored();
        (self.session.contents().replace('\n', ""), self.place)
    }

    fn state(&self) -> std::path::PathBuf {
        self.place.path().join("state")
    }
}

/// The only sheet that is kept.
fn sheet(state: &Path) -> std::path::PathBuf {
    let paths = fs::read_dir(state).unwrap();
    let paths = paths.map(|entry| entry.unwrap().path());
    let mut sheets = paths.filter(|path| path.extension().is_some_and(|kind| kind == "yaml"));
    sheets.next().unwrap()
}

#[test]
fn s1_answers_that_do_not_count_at_present_are_kept_as_well() {
    // How the first answer is made another one, in the wizard and by prompts.
    let ways = [
        ("", "11112", "1", ["tg\r2", "tg\r1"], "j\r", "\u{3}"),
        (
            "--plain",
            "y\ry\ry\ry\rn\r",
            "1\r",
            [":go 1\rn\r", ":go 1\ry\r"],
            ":resume\r",
            "\u{3}",
        ),
    ];
    for (args, answers, last, [no, yes], resume, end) in ways {
        let mut first = run(args, &[]);
        first.session.wait_for(FIRST);
        if args.is_empty() {
            at_first(&mut first.session);
        }
        first.session.send(answers).send(last);
        first.session.send(no).wait_for(AFTER_NO);
        let state = first.state();
        first.session.send(end);
        let (told, place) = first.ended(130);
        assert!(told.contains(KEPT), "{told}");
        let text = fs::read_to_string(sheet(&state)).unwrap();
        let (counting, aside) = text.split_once("aside:\n").expect("what is set aside");
        assert!(counting.contains("  state: no\n"), "{text}");
        assert!(!counting.contains("complex"), "{text}");
        assert!(aside.contains("  complex: yes\n"), "{text}");
        // It is a sheet as any other, and says what counts.
        let path = sheet(&state);
        let output = std::process::Command::new(PROGRAM)
            .arg("--answers")
            .arg(&path)
            .args(["--partial", "--format", "yaml"])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let output = String::from_utf8(output.stdout).unwrap();
        assert!(!output.contains("aside"), "{output}");
        let before = aside.lines().count();
        // Changed back after it was taken up, all is there again.
        let mut again = run_in(place, args, &[]);
        again.session.wait_for("kept of an interview");
        again.session.send(resume).wait_for(AFTER_NO);
        again.session.send(yes).wait_for("Messaging");
        again.session.send(end);
        let (_, _place) = again.ended(130);
        let text = fs::read_to_string(sheet(&state)).unwrap();
        assert!(text.contains("  state: yes\n"), "{text}");
        let counting = text.split("aside:\n").next().unwrap();
        let there = aside.lines().filter(|line| counting.contains(*line));
        assert_eq!(there.count(), before, "{text}");
    }
}

#[test]
fn s2_prompts_that_are_interrupted_tell_where_the_answers_are() {
    let signals = [
        (Some(Signal::TERM), "", 143),
        (Some(Signal::HUP), "", 129),
        (Some(Signal::INT), "", 130),
        (None, "\u{3}", 130),
        (None, "\u{1c}", 131),
        // In the middle of other questions, too.
        (None, ":quit\r\u{3}", 130),
        (None, ":lab\r\u{3}", 130),
    ];
    for (signal, keys, status) in signals {
        let mut run = run("--plain", &[]);
        run.session.wait_for(FIRST).send("y\r").wait_for(SECOND);
        match signal {
            Some(signal) => run.kill(signal),
            None => {
                run.session.send(keys);
            }
        }
        let state = run.state();
        let (told, _place) = run.ended(status);
        let line = "Your answers are kept; otp-advisor --plain in this directory offers";
        assert!(told.contains(line), "{keys:?} {status}: {told}");
        assert_eq!(told.matches("are kept").count(), 1, "{told}");
        assert_eq!(kept(&state), 1);
    }
    // Where nothing is answered there is nothing to tell.
    let mut run = run("--plain", &[]);
    run.session.wait_for(FIRST).send("\u{3}");
    let (told, _place) = run.ended(130);
    assert!(!told.contains("Your answers"), "{told}");
}

#[test]
fn s2_prompts_tell_it_after_a_project_was_written_as_well() {
    let mut run = run("--plain", &[]);
    run.session
        .wait_for(FIRST)
        .send("y\ry\ry\ry\rn\r:finish\r:emit app\r");
    run.session.wait_for("files in app").send("\u{3}");
    let (told, place) = run.ended(130);
    assert!(told.contains(KEPT), "{told}");
    assert!(place.path().join("app/Cargo.toml").exists());
}

#[test]
fn s3_the_wizard_tells_it_whatever_signal_ends_it() {
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::ALARM, 142),
        (Signal::USR1, 138),
    ] {
        let mut run = run("", &[]);
        at_first(&mut run.session).send("1").wait_for(SECOND);
        run.kill(signal);
        let state = run.state();
        let (told, _place) = run.ended(status);
        assert!(told.contains(KEPT), "{signal:?}: {told}");
        assert_eq!(kept(&state), 1, "{signal:?}");
    }
}

#[test]
fn s5_a_signal_gives_the_terminal_back_after_a_project_was_written() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::QUIT, 131)] {
        let mut run = run("", &[]);
        at_result(&mut run.session);
        run.session.send("e").wait_for("Directory to make:");
        run.session.send("\r").wait_for("cargo").send("\r");
        run.kill(signal);
        let (told, _place) = run.ended(status);
        assert!(told.contains(KEPT), "{told}");
    }
}

#[test]
fn s4_answers_that_cannot_be_kept_are_told_with_what_gives_them_again() {
    // What is no directory cannot hold sheets, whoever asks.
    let ends = [
        ("", "\u{3}", 130),
        ("", "qy", 130),
        ("--plain", "\u{3}", 130),
        ("--plain", ":quit\ry\r", 130),
        ("--plain", "\u{4}", 3),
    ];
    for (args, end, status) in ends {
        let mut run = run(args, &[("OTP_ADVISOR_STATE", "/dev/null/state")]);
        run.session.wait_for(FIRST);
        if args.is_empty() {
            at_first(&mut run.session).send("1");
        } else {
            run.session.send("y\r");
        }
        run.session
            .wait_for(SECOND)
            .wait_for("Your answers cannot be kept");
        run.session.send(end);
        let (told, _place) = run.ended(status);
        let line = "Your answers could not be kept: /dev/null/state";
        assert!(told.contains(line), "{args} {end:?}: {told}");
        assert!(told.contains("otp-advisor --set state=yes"), "{told}");
        assert_eq!(told.matches("--set state=yes").count(), 1, "{told}");
    }
}

#[test]
fn s4_so_are_those_for_which_the_disk_has_no_room() {
    let place = tempfile::tempdir().unwrap();
    let state = place.path().display().to_string();
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$PROGRAM\"";
    let env = [("PROGRAM", PROGRAM), ("OTP_ADVISOR_STATE", state.as_str())];
    let mut session = Session::start(&["/bin/sh", "-c", script], SIZE, &env);
    at_first(&mut session)
        .send("1")
        .wait_for("Your answers cannot be kept");
    // It is told once.
    session
        .send("1")
        .wait_until("no notice", |screen| {
            !screen.contents().contains("cannot be kept")
        })
        .send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
    let told = session.contents();
    assert!(told.contains("--set state=yes --set complex=yes"), "{told}");
    assert_eq!(kept(place.path()), 0);
}

#[test]
fn s6_what_was_kept_and_cannot_be_read_is_told() {
    let breaks = [
        ("state: yes", "state: maybe"),
        ("answers:", "answers: ["),
        ("  state:", "  stat:"),
    ];
    for (what, by) in breaks {
        let mut first = run("", &[]);
        at_first(&mut first.session).send("1").wait_for(SECOND);
        first.session.send("\u{3}");
        let state = first.state();
        let (_, place) = first.ended(130);
        let path = sheet(&state);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace(what, by)).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut place = place;
        for args in ["", "--plain"] {
            let mut again = run_in(place, args, &[]);
            again.session.wait_for("1 kept interview cannot be read");
            let shown = again.session.contents();
            let shown: String = shown.split_whitespace().collect();
            assert!(shown.contains(&name), "{by}: {shown}");
            assert!(!shown.contains("answerwaskept"), "{shown}");
            again.session.send("\u{3}");
            place = again.ended(130).1;
        }
        assert!(path.exists());
    }
}

#[test]
fn s7_a_broken_configuration_tells_how_to_start_without() {
    let place = tempfile::tempdir().unwrap();
    let config = place.path().join("config.yaml");
    let path = config.display().to_string();
    for text in ["language: xx\n", "keys: [\n", "\u{fffd}: 1\n"] {
        fs::write(&config, text).unwrap();
        for args in ["--lang en", "--plain", "--print-config"] {
            let run = run(args, &[("OTP_ADVISOR_CONFIG", &path)]);
            let (told, _place) = run.ended(2);
            let help = "to start without a configuration: OTP_ADVISOR_CONFIG= otp-advisor";
            assert!(told.contains(help), "{args} {text}: {told}");
        }
    }
    // One that is named and not there.
    let run = run("--plain", &[("OTP_ADVISOR_CONFIG", "/nowhere")]);
    let (told, _place) = run.ended(2);
    assert!(told.contains("OTP_ADVISOR_CONFIG= otp-advisor"), "{told}");
    // As it says, it starts.
    let mut run = self::run("", &[("OTP_ADVISOR_CONFIG", "")]);
    run.session.wait_for(FIRST).send("\u{3}");
    run.ended(130);
}
