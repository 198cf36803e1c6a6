//! Projects onto the disk: into whatever directory, over earlier ones, interrupted, side by side.
//!
//! The real binary runs each time. Test names begin with the id of the case they keep; what needs a
//! right that the machine does not give says so and is not counted as shown.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_otp-advisor");
const SMALL: &[&str] = &["--set", "state=no"];
const LARGE: &[&str] = &["--set", "state=yes", "--set", "complex=no"];

/// The program in `directory`, with these answers and flags.
fn command(directory: &Path, answers: &[&str], flags: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .current_dir(directory)
        .args(answers)
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn run(directory: &Path, answers: &[&str], flags: &[&str]) -> Output {
    command(directory, answers, flags).output().unwrap()
}

#[track_caller]
fn written(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

#[track_caller]
fn refused(output: &Output, status: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{said}");
    said
}

/// Every file below a directory and its bytes; links are not followed.
fn tree(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(directory.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(entry.path()).unwrap_or_default();
                found.insert(path.display().to_string(), bytes);
            }
        }
    }
    found
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What a run into a fresh directory called `app` writes.
fn expected(answers: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let place = TempDir::new().unwrap();
    written(&run(place.path(), answers, &["--emit", "app"]));
    tree(&place.path().join("app"))
}

#[test]
fn f02_an_empty_directory_is_filled_and_stays_the_same_directory() {
    let place = TempDir::new().unwrap();
    let home = place.path();
    let plain = home.join("plain");
    let linked = home.join("linked");
    for folder in [&plain, &linked] {
        fs::create_dir(folder).unwrap();
    }
    fs::set_permissions(&plain, fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(&linked, fs::Permissions::from_mode(0o2770)).unwrap();
    symlink(&linked, home.join("link")).unwrap();
    let before = fs::metadata(&plain).unwrap();
    written(&run(&plain, SMALL, &["--emit", ".", "--name", "app"]));
    let after = fs::metadata(&plain).unwrap();
    assert_eq!(
        (before.ino(), before.mode(), before.uid(), before.gid()),
        (after.ino(), after.mode(), after.uid(), after.gid())
    );
    let before = fs::metadata(&linked).unwrap();
    written(&run(home, SMALL, &["--emit", "link", "--name", "app"]));
    let after = fs::metadata(&linked).unwrap();
    assert_eq!((before.ino(), before.mode()), (after.ino(), after.mode()));
    assert!(
        fs::symlink_metadata(home.join("link"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(tree(&plain), expected(SMALL));
    assert_eq!(tree(&linked), expected(SMALL));
    assert_eq!(names(home), ["link", "linked", "plain"]);
}

#[test]
fn f02_a_fresh_project_has_the_mode_of_any_new_directory() {
    let place = TempDir::new().unwrap();
    written(&run(place.path(), SMALL, &["--emit", "app"]));
    fs::create_dir(place.path().join("other")).unwrap();
    let mode = |name: &str| fs::metadata(place.path().join(name)).unwrap().mode();
    assert_eq!(mode("app"), mode("other"));
    assert_eq!(mode("app/Cargo.toml") & 0o111, 0);
}

#[test]
fn f08_names_that_the_compiler_would_warn_of_are_refused_with_one_that_is_right() {
    let place = TempDir::new().unwrap();
    for (name, right) in [
        ("MyApp", "my-app"),
        ("a--b", "a-b"),
        ("a_-b", "a-b"),
        ("x__y", "x_y"),
    ] {
        let flags = ["--emit", "app", "--name", name];
        let said = refused(&run(place.path(), SMALL, &flags), 2);
        assert!(said.contains(&format!("`{right}` would do")), "{said}");
    }
    assert!(names(place.path()).is_empty());
}

#[test]
fn f09_a_workspace_that_does_not_list_the_project_is_told_before_writing() {
    let place = TempDir::new().unwrap();
    let home = place.path();
    let manifest = home.join("Cargo.toml");
    for (text, fits) in [
        ("[workspace]\nmembers = ['crates/*']\n", true),
        (
            "[workspace]\nmembers = ['other']\nexclude = ['crates']\n",
            true,
        ),
        ("[package]\nname = 'a'\nversion = '1.0.0'\n", true),
        ("[workspace]\nmembers = ['crates/*/*', 'other']\n", false),
        ("[workspace]\n", false),
    ] {
        fs::write(&manifest, text).unwrap();
        let output = run(home, SMALL, &["--emit", "crates/app"]);
        if fits {
            written(&output);
            fs::remove_dir_all(home.join("crates")).unwrap();
        } else {
            let said = refused(&output, 5);
            assert!(said.contains("\"crates/app\""), "{said}");
            assert_eq!(names(home), ["Cargo.toml"], "{text}");
        }
    }
}

#[test]
fn f10_files_of_an_earlier_design_go_unless_somebody_edited_them() {
    let place = TempDir::new().unwrap();
    let app = place.path().join("app");
    written(&run(place.path(), LARGE, &["--emit", "app"]));
    fs::write(app.join("notes.txt"), "mine").unwrap();
    fs::write(app.join("src/otp/agent.rs"), "edited").unwrap();
    fs::write(app.join("src/main.rs"), "edited too").unwrap();
    let said = written(&run(place.path(), SMALL, &["--emit", "app", "--force"]));
    let now = tree(&app);
    for (path, bytes) in expected(SMALL) {
        assert_eq!(now.get(&path), Some(&bytes), "{path}");
    }
    let ours = |path: &&String| !path.starts_with(".otp-advisor/");
    let kept: Vec<&String> = now
        .keys()
        .filter(ours)
        .filter(|path| !expected(SMALL).contains_key(*path))
        .collect();
    assert_eq!(kept, ["notes.txt", "src/otp/agent.rs"]);
    assert!(
        said.contains("src/otp/agent.rs") && said.contains("src/main.rs"),
        "{said}"
    );
    assert!(said.contains("src/otp/supervisor.rs"), "{said}");
    assert_eq!(now[".otp-advisor/replaced/src/main.rs"], b"edited too");
    assert!(
        !app.join("src/otp/supervisor").exists(),
        "an empty folder stayed"
    );
}

#[test]
fn f10_what_its_owner_edited_stays_or_is_set_aside_and_never_lost() {
    let place = TempDir::new().unwrap();
    let app = place.path().join("app");
    let edit = |path: &str, text: &str| fs::write(app.join(path), text).unwrap();
    let read = |path: &str| fs::read_to_string(app.join(path)).unwrap();
    written(&run(place.path(), LARGE, &["--emit", "app"]));
    // The same design has nothing new to say.
    edit("src/main.rs", "mine");
    for _ in 0..2 {
        let said = written(&run(place.path(), LARGE, &["--emit", "app", "--force"]));
        assert!(
            said.contains("kept as you edited it: src/main.rs"),
            "{said}"
        );
        assert_eq!(read("src/main.rs"), "mine");
    }
    // Known by one small file, which the usual tool reads.
    let own = tree(&app.join(".otp-advisor"));
    let own: Vec<_> = own.keys().collect();
    assert_eq!(own, ["written.sha256"]);
    let check = Command::new("sha256sum")
        .args(["--check", "--quiet", ".otp-advisor/written.sha256"])
        .env("LC_ALL", "C")
        .current_dir(&app)
        .output()
        .expect("sha256sum (Debian: `apt-get install coreutils`)");
    assert_eq!(
        String::from_utf8_lossy(&check.stdout),
        "src/main.rs: FAILED\n"
    );
    // Another one has, and every version is still there.
    let days = [
        (SMALL, "monday", "README.md"),
        (LARGE, "tuesday", "README.md.2"),
        (SMALL, "wednesday", "README.md.3"),
        (LARGE, "tuesday", "README.md.2"),
    ];
    for (answers, day, aside) in days {
        edit("README.md", day);
        let said = written(&run(place.path(), answers, &["--emit", "app", "--force"]));
        let aside = format!(".otp-advisor/replaced/{aside}");
        assert!(said.contains(&format!("is now {aside}")), "{said}");
        assert_eq!(read(&aside), day);
        assert_ne!(read("README.md"), day);
    }
    assert_eq!(read(".otp-advisor/replaced/README.md"), "monday");
}

#[test]
fn f10_a_dry_run_tells_the_same_and_touches_nothing() {
    let place = TempDir::new().unwrap();
    written(&run(place.path(), LARGE, &["--emit", "app"]));
    fs::write(place.path().join("app/src/otp/agent.rs"), "edited").unwrap();
    let before = tree(place.path());
    let mut dry = command(
        place.path(),
        SMALL,
        &["--emit", "app", "--force", "--dry-run"],
    );
    let output = dry.stdout(Stdio::piped()).output().unwrap();
    written(&output);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("--- a/src/otp/supervisor.rs\n+++ /dev/null"),
        "{shown}"
    );
    assert!(
        shown.contains("kept, for it was edited: src/otp/agent.rs"),
        "{shown}"
    );
    assert_eq!(tree(place.path()), before);
}

#[test]
fn a_name_that_a_file_of_every_project_has_is_refused() {
    let place = TempDir::new().unwrap();
    for name in ["otp", "main", "lib"] {
        let output = run(place.path(), LARGE, &["--emit", "app", "--name", name]);
        let said = refused(&output, 2);
        assert!(said.contains(&format!("`{name}-app` would do")), "{said}");
    }
}

#[test]
fn f12_a_tilde_is_never_a_directory() {
    let place = TempDir::new().unwrap();
    let mut command = command(place.path(), SMALL, &["--emit=~/app"]);
    let said = refused(&command.env("HOME", "/home/somebody").output().unwrap(), 2);
    assert!(said.contains("/home/somebody/app"), "{said}");
    assert!(names(place.path()).is_empty());
}

#[test]
fn f22_hints_are_quoted_for_the_shell_and_safe_on_a_terminal() {
    let place = TempDir::new().unwrap();
    let flags = ["--emit", "my app", "--name", "app"];
    let said = written(&run(place.path(), SMALL, &flags));
    assert!(said.contains("cd 'my app' && cargo test"), "{said}");
    let flags = ["--emit", "x\u{1b}[31m\u{202e}", "--name", "app"];
    let said = written(&run(place.path(), SMALL, &flags));
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}

#[test]
fn f23_help_that_cannot_be_printed_says_so() {
    for flag in ["--help", "--version"] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = Command::new(PROGRAM)
            .arg(flag)
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = refused(&output, 5);
        assert!(said.contains("cannot be written"), "{flag}: {said:?}");
    }
}

/// Starts a run, and ends it with `signal` after a while that differs from try to try. Whatever the
/// moment, what is claimed must hold, so nothing here depends on how fast the machine is.
fn interrupted(mut command: Command, signal: &str, attempt: u64) -> Option<i32> {
    let mut child: Child = command.stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_micros(attempt * 397 % 12_000));
    let kill = format!("kill -{signal} {}", child.id());
    let _ = Command::new("sh")
        .arg("-c")
        .arg(kill)
        .stderr(Stdio::null())
        .status();
    child.wait().unwrap().code()
}

#[test]
fn f11_h15_a_signal_leaves_the_old_or_the_new_and_nothing_else() {
    let (small, large) = (expected(SMALL), expected(LARGE));
    for attempt in 0..40 {
        let signal = ["TERM", "INT", "HUP"][usize::try_from(attempt % 3).unwrap()];
        let place = TempDir::new().unwrap();
        let app = place.path().join("app");
        interrupted(
            command(place.path(), SMALL, &["--emit", "app"]),
            signal,
            attempt,
        );
        match names(place.path()).as_slice() {
            [] => {}
            [only] if only == "app" => assert_eq!(tree(&app), small),
            other => panic!("{signal} left {other:?}"),
        }
        if !app.exists() {
            fs::create_dir(&app).unwrap();
        }
        let before = tree(&app);
        let flags = ["--emit", "app", "--force"];
        interrupted(command(place.path(), LARGE, &flags), signal, attempt);
        let after = tree(&app);
        assert!(
            after == before || after == large,
            "{signal}: {:?}",
            after.keys()
        );
        assert_eq!(names(place.path()), ["app"], "{signal}");
    }
}

#[test]
fn h15_what_a_kill_leaves_is_finished_or_cleared_by_the_next_run() {
    let (small, large) = (expected(SMALL), expected(LARGE));
    for attempt in 0..40 {
        let place = TempDir::new().unwrap();
        let app = place.path().join("app");
        interrupted(
            command(place.path(), SMALL, &["--emit", "app"]),
            "KILL",
            attempt,
        );
        if app.exists() {
            assert_eq!(tree(&app), small);
        } else {
            written(&run(place.path(), SMALL, &["--emit", "app"]));
        }
        assert_eq!(
            names(place.path()),
            ["app"],
            "the next run clears what was left"
        );
        let flags = ["--emit", "app", "--force"];
        interrupted(command(place.path(), LARGE, &flags), "KILL", attempt);
        // Without --force nothing new is written, but what was begun is finished or cleared.
        refused(&run(place.path(), SMALL, &["--emit", "app"]), 5);
        let after = tree(&app);
        assert!(after == small || after == large, "{:?}", after.keys());
    }
}

#[test]
fn h02_a_file_that_cannot_be_replaced_leaves_the_old_project() {
    let place = TempDir::new().unwrap();
    written(&run(place.path(), LARGE, &["--emit", "app"]));
    let app = place.path().join("app");
    let before = tree(&app);
    let script = format!(
        "mount --bind src/main.rs src/main.rs && exec {PROGRAM} --set state=no --emit . --name app --force"
    );
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", &script])
        .current_dir(&app)
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        eprintln!("not shown here: there is no unshare (util-linux)");
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("unshare:") || said.contains("mount:") {
        eprintln!("not shown here: {said}");
        return;
    }
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert_eq!(tree(&app), before);
}

#[test]
fn h03_of_many_runs_at_once_one_wins_and_the_others_say_so() {
    let small = expected(SMALL);
    for there in [false, true] {
        let place = TempDir::new().unwrap();
        let app = place.path().join("app");
        if there {
            fs::create_dir(&app).unwrap();
        }
        let start = || {
            command(place.path(), SMALL, &["--emit", "app"])
                .spawn()
                .unwrap()
        };
        let runs: Vec<Child> = (0..12).map(|_| start()).collect();
        let ends: Vec<Option<i32>> = runs
            .into_iter()
            .map(|run| run.wait_with_output().unwrap().status.code())
            .collect();
        let won = ends.iter().filter(|code| **code == Some(0)).count();
        assert_eq!(won, 1, "{ends:?}");
        assert!(
            ends.iter().all(|code| matches!(code, Some(0 | 5))),
            "{ends:?}"
        );
        assert_eq!(tree(&app), small);
        assert_eq!(names(place.path()), ["app"]);
    }
}

#[test]
fn h17_nothing_is_written_through_a_link() {
    let place = TempDir::new().unwrap();
    let outside = place.path().join("outside");
    fs::create_dir(&outside).unwrap();
    for link in ["src", ".otp-advisor", "Cargo.toml"] {
        let app = place.path().join("app");
        fs::create_dir(&app).unwrap();
        symlink(&outside, app.join(link)).unwrap();
        let said = refused(&run(place.path(), SMALL, &["--emit", "app", "--force"]), 5);
        assert!(said.contains("is a link"), "{link}: {said}");
        assert!(names(&outside).is_empty(), "{link}");
        assert_eq!(names(&app), [link]);
        fs::remove_dir_all(&app).unwrap();
    }
}
