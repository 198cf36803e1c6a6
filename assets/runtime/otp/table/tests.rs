use tokio::task::JoinSet;

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{self, Options, Supervisor};

async fn increment(table: &Table<&'static str, u64>) -> Result<Option<u64>, TableError> {
    let change = |row: Option<&u64>| Some(row.copied().unwrap_or(0) + 1);
    table.update("hits", change).await
}

fn crash(_: Option<&u64>) -> Option<u64> {
    panic!("this change crashes the owner")
}

/// Waits until the owner's mailbox has no room left.
async fn until_full(owner: &Owner<&'static str, u64>) {
    while owner.mailbox.0.len() < MAILBOX {
        tokio::task::yield_now().await;
    }
}

/// A table with a running owner; the owner ends with the set.
fn running(heir: Heir) -> (Table<&'static str, u64>, JoinSet<()>) {
    let table = Table::new(heir);
    let mut owners = JoinSet::new();
    owners.spawn(table.own().run(CancellationToken::new()));
    (table, owners)
}

#[tokio::test(start_paused = true)]
async fn e01_reads_go_past_a_full_mailbox() {
    let (table, mut owners) = running(Heir::Table);
    table.insert("answer", 42).await.unwrap();
    owners.shutdown().await;

    // The next owner does not serve yet, and its mailbox fills up.
    let idle = table.own();
    let mut writers = JoinSet::new();
    for _ in 0..=MAILBOX {
        let table = table.clone();
        writers.spawn(async move { increment(&table).await });
    }
    until_full(&idle).await;
    // `get` is not even async.
    assert_eq!(table.get("answer"), Some(42));
}

#[tokio::test(start_paused = true)]
async fn e02_writes_are_serialised_by_the_owner() {
    let (table, _owner) = running(Heir::Nobody);
    let mut writers = JoinSet::new();
    for _ in 0..1_000 {
        let table = table.clone();
        writers.spawn(async move { increment(&table).await });
    }
    let mut seen = Vec::new();
    while let Some(row) = writers.join_next().await {
        seen.push(row.unwrap().unwrap().unwrap());
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=1_000).collect::<Vec<_>>());
    assert_eq!(table.get("hits"), Some(1_000));
}

#[tokio::test(start_paused = true)]
async fn e02_a_full_mailbox_pushes_back_until_the_deadline() {
    let table = Table::new(Heir::Nobody);
    let idle = table.own();
    let mut writers = JoinSet::new();
    for _ in 0..MAILBOX {
        let table = table.clone();
        writers.spawn(async move { increment(&table).await });
    }
    until_full(&idle).await;
    let asked = Instant::now();
    assert_eq!(table.insert("hits", 1).await, Err(TableError::Full));
    assert_eq!(asked.elapsed(), WRITE_TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn e02_a_write_whose_caller_gave_up_is_not_made() {
    let table = Table::new(Heir::Nobody);
    let owner = table.own();
    assert_eq!(table.insert("late", 1).await, Err(TableError::Timeout));

    let mut owners = JoinSet::new();
    owners.spawn(owner.run(CancellationToken::new()));
    table.insert("next", 2).await.unwrap();
    assert_eq!(table.get("late"), None);
    assert_eq!(table.get("next"), Some(2));
}

#[tokio::test(start_paused = true)]
async fn e03_the_table_dies_with_its_owner() {
    let (table, mut owners) = running(Heir::Nobody);
    table.insert("answer", 42).await.unwrap();
    let crashed = table.update("answer", crash).await;
    assert_eq!(crashed, Err(TableError::Stopped));
    assert!(owners.join_next().await.unwrap().unwrap_err().is_panic());

    assert_eq!(table.get("answer"), None);
    assert_eq!(table.insert("answer", 1).await, Err(TableError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn e03_with_an_heir_the_rows_outlive_the_owner() {
    let (table, mut owners) = running(Heir::Table);
    increment(&table).await.unwrap();
    let crashed = table.update("hits", crash).await;
    assert_eq!(crashed, Err(TableError::Stopped));
    owners.join_next().await;

    // Readers do not notice; writers wait for the next owner.
    assert_eq!(table.get("hits"), Some(1));
    owners.spawn(table.own().run(CancellationToken::new()));
    assert_eq!(increment(&table).await, Ok(Some(2)));
}

#[tokio::test(start_paused = true)]
async fn e03_the_supervisor_brings_a_new_owner_and_old_handles_reach_it() {
    let table = Table::new(Heir::Nobody);
    let supervisor = Supervisor::start(Options::default(), vec![table.child()]);
    let supervisor = supervisor.await.unwrap();
    table.insert("answer", 42).await.unwrap();
    let crashed = table.update("answer", crash).await;
    assert_eq!(crashed, Err(TableError::Stopped));

    // Until the new owner is there, writes are refused; the rows are gone for good.
    while table.insert("question", 6).await == Err(TableError::Stopped) {
        tokio::task::yield_now().await;
    }
    assert_eq!(table.get("answer"), None);
    assert_eq!(table.get("question"), Some(6));
    supervisor.stop().await;
    assert!(table.is_empty());
}

#[tokio::test(start_paused = true)]
async fn e03_an_aborted_owner_takes_the_table_with_it() {
    let (table, mut owners) = running(Heir::Nobody);
    table.insert("answer", 42).await.unwrap();
    owners.shutdown().await;
    assert!(table.is_empty());
}

#[tokio::test(start_paused = true)]
async fn removed_rows_are_gone_and_stopping_is_not_a_crash() {
    let table = Table::new(Heir::Table);
    let stop = CancellationToken::new();
    let mut owners = JoinSet::new();
    owners.spawn(table.own().run(stop.clone()));
    table.insert("a", 1).await.unwrap();
    table.insert("b", 2).await.unwrap();
    table.remove("a").await.unwrap();
    assert_eq!((table.get("a"), table.len()), (None, 1));
    stop.cancel();
    owners.join_next().await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn k12_the_late_end_of_an_owner_leaves_the_rows_of_its_successor_alone() {
    for heir in [Heir::Nobody, Heir::Table] {
        let table = Table::new(heir);
        let stuck = table.own();
        // It is left behind in the middle of a change, and the next owner takes over.
        let (reply, confirmed) = oneshot::channel();
        let next = table.clone();
        let change = move |_: Option<&u64>| {
            drop(next.own());
            Some(1)
        };
        stuck.make(Write {
            key: "hits",
            change: Box::new(change),
            reply,
        });
        assert!(confirmed.await.is_err());
        assert_eq!(table.get("hits"), None);
        let _newest = table.own();
        table.0.rows.pin().insert("hits", 2);
        drop(stuck);
        assert_eq!(table.get("hits"), Some(2));
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_write_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let (table, _owner) = running(Heir::Nobody);
        let ended = dropped_at(polls, table.insert("hits", 1)).await;
        table.insert("others", 1).await.unwrap();
        // There is as much room as before.
        assert_eq!(
            table.0.mailbox.borrow().as_ref().unwrap().capacity(),
            MAILBOX
        );
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            assert_eq!((ended, table.get("hits")), (Some(Ok(())), Some(1)));
            return;
        }
        assert_eq!(table.get("hits"), None, "what was not begun is not made");
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_removal_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let (table, _owner) = running(Heir::Nobody);
        table.insert("hits", 1).await.unwrap();
        let ended = dropped_at(polls, table.remove("hits")).await;
        table.insert("others", 1).await.unwrap();
        assert_eq!(
            table.0.mailbox.borrow().as_ref().unwrap().capacity(),
            MAILBOX
        );
        if let Some(ended) = ended {
            assert!(polls > 1, "it waits at least once");
            assert_eq!((ended, table.get("hits")), (Ok(()), None));
            return;
        }
        assert_eq!(table.get("hits"), Some(1), "what was not begun is not made");
    }
}

#[tokio::test(start_paused = true)]
async fn k13_an_owner_may_be_dropped_at_any_await() {
    for polls in 0.. {
        let table = Table::<_, u64>::new(Heir::Nobody);
        let stop = CancellationToken::new();
        let mut writes = JoinSet::new();
        for _ in 0..3 {
            let table = table.clone();
            writes.spawn(async move { increment(&table).await });
        }
        let owner = table.own();
        let write = async {
            for _ in 0..3 {
                increment(&table).await.unwrap();
            }
            stop.cancel();
        };
        let both = async { tokio::join!(owner.run(stop.clone()), write) };
        let ended = dropped_at(polls, both).await;
        // It takes the table along, and who writes then is told.
        assert!(table.is_empty());
        assert_eq!(increment(&table).await, Err(TableError::Stopped));
        while let Some(write) = writes.join_next().await {
            assert_ne!(write.unwrap(), Err(TableError::Timeout));
        }
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k19_a_table_whose_owner_was_killed_confirms_nothing() {
    let (table, mut owners) = running(Heir::Table);
    table.insert("answer", 42).await.unwrap();
    let mut write = Box::pin(table.insert("answer", 43));
    assert!(dropped_at(1, &mut write).await.is_none());
    owners.shutdown().await;
    assert_eq!(write.await, Err(TableError::Stopped));
    assert_eq!(table.insert("answer", 44).await, Err(TableError::Stopped));
    assert_eq!(table.get("answer"), Some(42));
}

/// A row that reads the table that it is in, wherever it is used.
struct Nosy(Table<u8, Nosy>);

impl Clone for Nosy {
    fn clone(&self) -> Self {
        self.0.0.rows.pin().get(&1);
        Nosy(self.0.clone())
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.0.0.rows.pin().get(&1);
    }
}

#[tokio::test(start_paused = true)]
async fn k24_a_change_may_use_the_table() {
    let table = Table::new(Heir::Nobody);
    let mut owners = JoinSet::new();
    owners.spawn(table.own().run(CancellationToken::new()));
    for _ in 0..3 {
        let (own, row) = (table.clone(), Nosy(table.clone()));
        let change = move |before: Option<&Nosy>| {
            assert_eq!(own.get(&1).is_some(), before.is_some());
            Some(row)
        };
        assert!(table.update(1, change).await.is_ok());
    }
    owners.shutdown().await;
    assert!(table.is_empty());
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

async fn supervised(table: &Table<&'static str, u64>) -> supervisor::SupervisorHandle {
    let child = table.child().shutdown(supervisor::Shutdown::BrutalKill);
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    supervisor.await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn k11_a_panic_and_a_drop_that_panics_end_one_owner_and_no_program() {
    let table = Table::new(Heir::Nobody);
    let _supervisor = supervised(&table).await;
    let bomb = Bomb;
    let crashes = table.update("a", crash);
    let waits = table.update("b", move |_| {
        let _ = &bomb;
        None
    });
    let ended = tokio::join!(crashes, waits);
    assert_eq!(ended, (Err(TableError::Stopped), Err(TableError::Stopped)));
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(increment(&table).await, Ok(Some(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn k01_an_answer_does_not_wait_for_what_is_done_next() {
    let table = Table::new(Heir::Nobody);
    let _supervisor = supervised(&table).await;
    // Both changes are there before the only thread comes to the owner.
    let caller = tokio::spawn(async move {
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let soon = async {
            increment(&table).await.unwrap();
            tell.send(()).unwrap();
        };
        let next = table.update("next", move |_| {
            told.recv().unwrap();
            None
        });
        tokio::join!(soon, next)
    });
    assert_eq!(caller.await.unwrap().1, Ok(None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn k12_an_owner_that_was_left_behind_leaves_no_rows_to_its_successor() {
    let table = Table::new(Heir::Nobody);
    let supervisor = supervised(&table).await;
    increment(&table).await.unwrap();
    let (tell, told) = std::sync::mpsc::channel::<()>();
    let (started, start) = oneshot::channel();
    let blocked = table.clone();
    let blocked = tokio::spawn(async move {
        let change = move |_: Option<&u64>| {
            let _ = started.send(());
            let _ = told.recv();
            Some(7)
        };
        blocked.update("blocked", change).await
    });
    start.await.unwrap();
    let left = supervisor.terminate_child("table").await;
    assert_eq!(left, Err(supervisor::ChildError::LeftBehind));
    supervisor.restart_child("table").await.unwrap();
    assert!(table.is_empty());
    assert_eq!(increment(&table).await, Ok(Some(1)));
    drop(tell);
    assert_eq!(blocked.await.unwrap(), Err(TableError::Stopped));
    assert_eq!((table.len(), table.get("hits")), (1, Some(1)));
}
