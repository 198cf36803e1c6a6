//! With real files and real processes; what they do is waited for, and no time has to pass.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use tokio::task::yield_now;

use super::*;
use crate::otp::failure::of_panic;
use crate::otp::polls::dropped_at;

/// Who has the store is known at once.
const NO_PATIENCE: Duration = Duration::ZERO;

/// Names the file to a process that a test has made.
const PATH: &str = "STORE_TEST_PATH";

/// What runs one test of this program once more, in a process of its own.
fn process(test: &str, path: &Path) -> Command {
    // The test harness knows tests by their path without the crate.
    let (_, module) = module_path!().split_once("::").unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("{module}::{test}"), "--nocapture"])
        .env(PATH, path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// A process that is killed (SIGKILL on Unix) when this is dropped.
struct Killed {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Killed {
    fn start(test: &str, path: &Path) -> Self {
        let mut process = process(test, path).spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, said }
    }

    /// Waits until it says one of these.
    fn says<'a>(&mut self, words: &[&'a str]) -> &'a str {
        for line in self.said.by_ref().map(Result::unwrap) {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                return word;
            }
        }
        panic!("it ended without a word")
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn numbers(range: std::ops::Range<u32>) -> Vec<(String, Vec<u8>)> {
    let row = |number| (format!("{number:04}"), format!("{number:0>200}").into());
    range.map(row).collect()
}

#[tokio::test]
async fn rows_are_written_read_and_removed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("store")).await.unwrap();
    assert_eq!(store.get("a").await.unwrap(), None);
    store.insert("a1", "one").await.unwrap();
    store.insert("b1", "two").await.unwrap();
    store.insert("a1", "three").await.unwrap();
    assert_eq!(store.get("a1").await.unwrap().unwrap(), b"three");
    let found = store.scan("a").await.unwrap();
    assert_eq!(found, [("a1".to_owned(), b"three".to_vec())]);
    assert!(store.remove("a1").await.unwrap());
    assert!(!store.remove("a1").await.unwrap());
    assert_eq!(store.scan("").await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_to_be_kept_is_removed_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("store")).await.unwrap();
    assert_eq!(store.retain(|_, _| false).await.unwrap(), (0, 0));
    store.insert_all(numbers(0..100)).await.unwrap();
    store.insert("odd", "one").await.unwrap();
    let kept = store.retain(|key, row| key < "0010" || row == b"one").await;
    assert_eq!(kept.unwrap(), (90, 11));
    let mut rows = numbers(0..10);
    rows.push(("odd".to_owned(), b"one".to_vec()));
    assert_eq!(store.scan("").await.unwrap(), rows);
}

#[tokio::test]
async fn k11_a_panic_of_the_users_code_is_no_damage_and_changes_nothing() {
    /// Panics when it is asked, or when it is dropped.
    struct Panics(bool);
    impl Panics {
        fn keeps(&self, key: &str) -> bool {
            assert!(!self.0 || key < "0050", "of the user");
            false
        }
    }
    impl Drop for Panics {
        fn drop(&mut self) {
            assert!(self.0, "at the end");
        }
    }

    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("store")).await.unwrap();
    store.insert_all(numbers(0..100)).await.unwrap();
    let retained = tokio::spawn({
        let (store, panics) = (store.clone(), Panics(true));
        async move { store.retain(move |key, _| panics.keeps(key)).await }
    });
    let panic = retained.await.unwrap_err().into_panic();
    assert!(of_panic(panic).contains("of the user"));
    assert_eq!(store.scan("").await.unwrap(), numbers(0..100));
    // What has happened has happened.
    let panics = Panics(false);
    let retained = store.retain(move |key, _| panics.keeps(key)).await;
    assert_eq!(retained.unwrap(), (100, 0));
    store.insert("key", "row").await.unwrap();
}

#[tokio::test]
async fn rows_survive_the_program_and_the_file_has_one_owner() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let store = Store::open(&path).await.unwrap();
    store.insert("a", "one").await.unwrap();
    let second = Store::open_within(&path, NO_PATIENCE).await;
    let reason = second.unwrap_err();
    assert!(matches!(reason, StoreError::InUse(_)));
    // It says which, and what would be right.
    let path_named = path.display().to_string();
    assert!(reason.to_string().contains(&path_named), "{reason}");

    drop(store);
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.get("a").await.unwrap().unwrap(), b"one");
}

#[tokio::test]
async fn d01_a_committed_write_survives_sigkill() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let mut writer = Killed::start("process_to_be_killed", &path);
    // It writes without end; it is killed wherever it then is.
    for _ in 0..20 {
        writer.says(&["committed"]);
    }
    drop(writer);

    let store = Store::open(&path).await.unwrap();
    let rows = store.scan("").await.unwrap();
    assert!(rows.len() >= 20);
    let expected = numbers(0..u32::try_from(rows.len()).unwrap());
    assert_eq!(rows, expected);
}

/// Not a test of its own: what runs in the process that the test above kills.
#[tokio::test]
async fn process_to_be_killed() {
    let Some(path) = std::env::var_os(PATH) else {
        return;
    };
    let store = Store::open(path).await.unwrap();
    for number in 0.. {
        store.insert_all(numbers(number..number + 1)).await.unwrap();
        println!("committed");
    }
}

#[tokio::test]
async fn d02_a_torn_or_altered_file_is_refused_and_never_silently_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let store = Store::open(&path).await.unwrap();
    let rows = numbers(0..100);
    store.insert_all(rows.clone()).await.unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();

    let torn = [0, 1, 100, 4_096, whole.len() / 2, whole.len() - 1];
    let mut files: Vec<_> = torn.map(|length| whole[..length].to_vec()).into();
    // Every byte that is in use counts; unused space is mostly zeros.
    let used = (0..whole.len()).filter(|at| whole[*at] != 0);
    for at in used.step_by(251) {
        let mut file = whole.clone();
        file[at] ^= 0x10;
        files.push(file);
    }
    assert!(files.len() > 50);
    let mut refused = 0;
    for (number, file) in files.into_iter().enumerate() {
        let path = dir.path().join(format!("damaged {number}"));
        fs::write(&path, file).unwrap();
        match Store::open_within(&path, NO_PATIENCE).await {
            Ok(store) => assert_eq!(store.scan("").await.unwrap(), rows),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 50);
}

#[tokio::test]
async fn k02_of_programs_that_start_for_the_first_time_at_once_one_gets_the_store() {
    for _ in 0..10 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        let mut programs: Vec<_> = (0..4)
            .map(|_| Killed::start("process_that_opens_the_store", &path))
            .collect();
        let said: Vec<_> = programs
            .iter_mut()
            .map(|program| program.says(&["it has the store", "in use", "another error"]))
            .collect();
        let of = |word| said.iter().filter(|one| **one == word).count();
        assert_eq!(of("it has the store"), 1, "{said:?}");
        assert_eq!(of("in use"), 3, "{said:?}");
        drop(programs);
        // What the one wrote is in the file that everybody finds.
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.scan("").await.unwrap(), numbers(0..1));
    }
}

/// Not a test of its own: what runs in the processes of the test above.
#[tokio::test]
async fn process_that_opens_the_store() {
    let Some(path) = std::env::var_os(PATH) else {
        return;
    };
    let _store = match Store::open_within(path, NO_PATIENCE).await {
        Ok(store) => {
            store.insert_all(numbers(0..1)).await.unwrap();
            println!("it has the store");
            store
        }
        Err(StoreError::InUse(_)) => return println!("in use"),
        Err(reason) => return println!("another error: {reason}"),
    };
    std::io::stdin().lines().next();
}

#[tokio::test]
async fn k02_a_store_that_is_being_made_by_another_is_in_use_at_every_step() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let is_in_use = || async {
        let opened = Store::open_within(&path, NO_PATIENCE).await;
        assert!(matches!(opened, Err(StoreError::InUse(_))), "{opened:?}");
    };
    let held = lock(&path).unwrap();
    is_in_use().await;
    create(&path).unwrap();
    let made = fs::read(&path).unwrap();
    is_in_use().await;
    // It did not touch what the other has made, and left nothing of its own.
    assert_eq!(fs::read(&path).unwrap(), made);
    let mut names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["store", "store.lock"]);
    drop(held);
    Store::open(&path).await.unwrap();
}

#[tokio::test]
async fn k02_a_program_that_was_killed_while_it_made_the_store_is_in_nobodys_way() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    fs::write(beside(&path, "new"), "half of it").unwrap();
    fs::write(beside(&path, "lock"), "").unwrap();
    let store = Store::open(&path).await.unwrap();
    store.insert("a", "one").await.unwrap();
    assert!(!beside(&path, "new").exists());
}

#[tokio::test]
async fn k13_a_write_that_is_dropped_at_any_await_comes_before_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    for polls in 0.. {
        let store = Store::open(&path).await.unwrap();
        // Somebody else is writing, so that both have to wait for their turn.
        let mut busy = {
            let loaded = store.0.database.read().unwrap();
            Some(loaded.database.as_ref().unwrap().begin_write().unwrap())
        };
        let dropped = dropped_at(polls, async {
            let old = store.insert_all(numbers(0..1));
            let release = async {
                for _ in 0..3 {
                    yield_now().await;
                }
                busy.take();
            };
            tokio::join!(old, release).0
        });
        let done = dropped.await.is_some();
        let waited = busy.is_some();
        let new = tokio::spawn({
            let store = store.clone();
            async move { store.insert("key", "new").await }
        });
        yield_now().await;
        drop(busy.take());
        new.await.unwrap().unwrap();
        // The file is closed when the calls that were given up have ended, too.
        let closed = Arc::downgrade(&store.0);
        drop(store);
        while closed.strong_count() > 0 {
            yield_now().await;
        }
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.get("key").await.unwrap().unwrap(), b"new");
        // Whose turn had not come has not happened.
        if waited {
            assert_eq!(store.get("0000").await.unwrap(), None, "at poll {polls}");
        }
        drop(store);
        if done {
            assert!(polls > 1);
            break;
        }
    }
}

/// Gives up a call at every await: the store serves others afterwards, and is closed with its last handle.
async fn given_up(call: impl AsyncFn(&Store) -> Result<(), StoreError>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    for polls in 0.. {
        let store = Store::open(&path).await.unwrap();
        store.insert_all(numbers(0..3)).await.unwrap();
        let ended = dropped_at(polls, call(&store)).await;
        // What comes later is done after it, if it is done at all.
        store.insert("0001", "new").await.unwrap();
        assert_eq!(store.get("0001").await.unwrap().unwrap(), b"new");
        let rows = store.scan("0").await.unwrap();
        assert!(rows.len() >= 2, "{rows:?}");
        // It may be done at the first poll: the disk is on another thread.
        if let Some(ended) = ended {
            ended.unwrap();
            return;
        }
    }
}

#[tokio::test]
async fn k13_reads_and_removals_may_be_dropped_at_any_await() {
    given_up(async |store| store.get("0000").await.map(|row| assert!(row.is_some()))).await;
    given_up(async |store| {
        let rows = store.scan("0").await?;
        assert_eq!(rows.len(), 3);
        Ok(())
    })
    .await;
    given_up(async |store| store.remove("0000").await.map(|there| assert!(there))).await;
    given_up(async |store| store.insert("0000", "other").await).await;
    given_up(async |store| store.retain(|key, _| key != "0000").await.map(|_| ())).await;
}

#[tokio::test]
async fn k13_opening_may_be_dropped_at_any_await() {
    let dir = tempfile::tempdir().unwrap();
    for polls in 0.. {
        let path = dir.path().join(polls.to_string());
        let ended = dropped_at(polls, Store::open(&path)).await.is_some();
        // It is opened in the background, perhaps, and closed as soon as nobody wants it.
        let store = Store::open(&path).await.unwrap();
        store.insert("key", "row").await.unwrap();
        // This one is in use, and is waited for.
        let waiting = dropped_at(polls, Store::open(&path)).await;
        assert!(waiting.is_none_or(|opened| opened.is_err()));
        drop(store);
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.get("key").await.unwrap().unwrap(), b"row");
        if ended {
            return;
        }
    }
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn k08_a_disk_that_was_full_for_a_moment_does_not_end_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let process = process("process_whose_disk_is_full", &path);
    // A shell sets the limit, and that to exceed it is an error and no signal.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -S -f 4096; exec \"$0\" \"$@\""]);
    limited.arg(process.get_program()).args(process.get_args());
    let output = limited.env(PATH, &path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("it is well again"), "{output:?}");
}

#[tokio::test]
async fn k08_a_store_that_failed_is_opened_again_once_for_all_who_saw_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("store")).await.unwrap();
    store.insert("key", "row").await.unwrap();
    let opened = || store.0.database.read().unwrap().generation;
    for failure in 0..2 {
        let failed = || store.0.attempt(|_| Err::<(), _>(redb::Error::PreviousIo));
        let seen: Vec<_> = (0..3).map(|_| failed().1).collect();
        for seen in seen {
            store.0.reload(seen).unwrap();
            assert_eq!(opened(), failure + 1);
        }
    }
    assert_eq!(store.get("key").await.unwrap().unwrap(), b"row");
}

#[cfg(unix)]
#[tokio::test]
async fn what_would_be_written_to_a_file_that_was_removed_or_replaced_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let store = Store::open(&path).await.unwrap();
    store.insert("key", "row").await.unwrap();
    std::fs::copy(&path, dir.path().join("copy")).unwrap();
    std::fs::remove_file(&path).unwrap();
    let removed = store.insert("key", "lost").await;
    assert!(
        matches!(removed, Err(StoreError::Removed(_))),
        "{removed:?}"
    );
    std::fs::rename(dir.path().join("copy"), &path).unwrap();
    let replaced = store.remove("key").await;
    assert!(
        matches!(replaced, Err(StoreError::Removed(_))),
        "{replaced:?}"
    );
}

/// How large files may become.
#[cfg(target_os = "linux")]
fn limit(bytes: &str) {
    let pid = std::process::id().to_string();
    let limit = format!("--fsize={bytes}:");
    let limited = Command::new("prlimit")
        .args(["--pid", &pid, &limit])
        .status();
    assert!(limited.unwrap().success());
}

/// Not a test of its own: what runs in the process of the test above.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn process_whose_disk_is_full() {
    let Some(path) = std::env::var_os(PATH) else {
        return;
    };
    // Nothing fits, and then there is room: opening it waits.
    limit("0");
    let full = Store::open_within(&path, Duration::ZERO).await;
    assert!(matches!(full, Err(StoreError::Failed(_))), "{full:?}");
    let (store, ()) = tokio::join!(Store::open_within(&path, Duration::from_mins(1)), async {
        limit("4194304");
    });
    let store = store.unwrap();
    store.insert("first", "row").await.unwrap();
    let mut failures = 0;
    for number in 0..100 {
        let row = vec![1; 1 << 20];
        let written = store.insert(format!("large {number}"), row).await;
        failures += usize::from(written.is_err());
    }
    assert!(failures > 10, "{failures}");
    limit("unlimited");
    store.insert("last", "row").await.unwrap();
    assert_eq!(store.get("first").await.unwrap().unwrap(), b"row");
    assert_eq!(store.get("last").await.unwrap().unwrap(), b"row");
    println!("it is well again");
}
