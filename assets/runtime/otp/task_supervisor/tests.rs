//! The rows `t..` of the OTP conformance list that hold here. Time is paused.

use std::future::pending;

use tokio::time::Instant;

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{Options, Supervisor, SupervisorHandle};

async fn start(max_tasks: usize) -> (TaskSupervisor, SupervisorHandle) {
    let (tasks, owner) = TaskSupervisor::new(max_tasks);
    let supervisor = Supervisor::start(Options::default(), vec![owner.child("tasks")]);
    (tasks, supervisor.await.unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_result_comes_back() {
    let (tasks, supervisor) = start(1).await;
    let mut task = tasks.async_nolink("sum", async { 1 + 1 }).unwrap();
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(2));
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t01_the_caller_survives_a_crashed_job_and_gets_its_reason() {
    let (tasks, supervisor) = start(2).await;
    let fixed = async { panic!("boom") };
    let mut fixed: Task<()> = tasks.async_nolink("fixed", fixed).unwrap();
    let reason = TaskError::Crashed("boom".to_owned());
    assert_eq!(fixed.result(AWAIT_TIMEOUT).await, Err(reason));

    let made = async { panic!("boom {}", 2) };
    let mut made: Task<()> = tasks.async_nolink("made", made).unwrap();
    let reason = TaskError::Crashed("boom 2".to_owned());
    assert_eq!(made.result(AWAIT_TIMEOUT).await, Err(reason));
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t01_a_crash_leaves_the_other_jobs_alone() {
    let (tasks, supervisor) = start(2).await;
    let later = async { time::sleep(Duration::from_secs(1)).await };
    let mut task = tasks.async_nolink("later", later).unwrap();
    let crash = async { panic!("boom") };
    tasks.start_child("crash", crash).unwrap();
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(()));
    assert!(tasks.children().is_empty());
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t03_at_most_so_many_run_and_one_more_is_refused() {
    let (tasks, supervisor) = start(2).await;
    tasks.start_child("a", pending()).unwrap();
    let b = tasks.async_nolink("b", pending::<()>()).unwrap();
    let refused = tasks.start_child("c", async {});
    assert_eq!(refused, Err(SpawnError::MaxChildren(2)));
    assert_eq!(tasks.children(), ["a", "b"]);
    b.abort();
    time::sleep(Duration::from_millis(1)).await;
    assert_eq!(tasks.start_child("c", async {}), Ok(()));
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_late_result_can_be_asked_for_again() {
    let (tasks, supervisor) = start(1).await;
    let slow = async { time::sleep(AWAIT_TIMEOUT * 3 / 2).await };
    let mut task = tasks.async_nolink("slow", slow).unwrap();
    let before = Instant::now();
    let late = task.result(AWAIT_TIMEOUT).await;
    assert_eq!(late, Err(TaskError::Timeout));
    assert_eq!(before.elapsed(), AWAIT_TIMEOUT);
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(()));
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t04_shutdown_waits_for_running_jobs() {
    let (tasks, supervisor) = start(1).await;
    let job = async { time::sleep(GRACE / 2).await };
    let mut task = tasks.async_nolink("job", job).unwrap();
    let before = Instant::now();
    supervisor.stop().await;
    assert_eq!(before.elapsed(), GRACE / 2);
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(()));
    let refused = tasks.start_child("late", async {});
    assert_eq!(refused, Err(SpawnError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn t04_shutdown_aborts_at_the_deadline_and_says_which() {
    let jobs = Jobs::new(2, &Arc::default());
    let quick = jobs.spawn("quick", async {}).unwrap();
    let endless = jobs.spawn("endless", pending::<()>()).unwrap();
    let before = Instant::now();
    assert_eq!(jobs.stop().await, ["endless"]);
    assert_eq!(before.elapsed(), GRACE);
    assert_eq!(quick.await.unwrap(), Some(()));
    assert_eq!(endless.await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn no_job_outlives_its_supervisor() {
    let (tasks, supervisor) = start(1).await;
    let mut task = tasks.async_nolink("endless", pending::<()>()).unwrap();
    supervisor.terminate_child("tasks").await.unwrap();
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Err(TaskError::Aborted));
    supervisor.restart_child("tasks").await.unwrap();
    // The handle is valid again, and there is room again.
    assert_eq!(tasks.start_child("next", async {}), Ok(()));
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn k19_a_killed_task_supervisor_accepts_nothing() {
    let (tasks, owner) = TaskSupervisor::new(1);
    assert_eq!(
        tasks.start_child("early", async {}),
        Err(SpawnError::Stopped)
    );
    let child = owner.child("tasks").shutdown(Shutdown::BrutalKill);
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    let supervisor = supervisor.await.unwrap();
    let mut task = tasks.async_nolink("endless", pending::<()>()).unwrap();
    supervisor.terminate_child("tasks").await.unwrap();
    assert_eq!(
        tasks.start_child("late", async {}),
        Err(SpawnError::Stopped)
    );
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Err(TaskError::Aborted));
    assert!(tasks.children().is_empty());
    supervisor.restart_child("tasks").await.unwrap();
    assert_eq!(tasks.start_child("next", async {}), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn k19_a_job_that_was_accepted_is_waited_for_even_if_it_has_not_begun() {
    let jobs = Jobs::new(1, &Arc::default());
    let place = jobs.place("accepted").unwrap();
    let before = Instant::now();
    assert_eq!(jobs.stop().await, ["accepted"]);
    assert!(before.elapsed() >= GRACE);
    drop(place);
}

#[tokio::test(start_paused = true)]
async fn a_result_is_heard_once() {
    let (tasks, _supervisor) = start(1).await;
    let mut task = tasks.async_nolink("sum", async { 1 + 1 }).unwrap();
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(2));
    assert_eq!(task.result(AWAIT_TIMEOUT).await, Err(TaskError::Taken));
    task.abort();
}

#[tokio::test(start_paused = true)]
async fn k13_waiting_for_a_result_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let (tasks, _supervisor) = start(1).await;
        let slow = async {
            time::sleep(GRACE / 10).await;
            2
        };
        let mut task = tasks.async_nolink("slow", slow).unwrap();
        let ended = dropped_at(polls, task.result(AWAIT_TIMEOUT)).await;
        if let Some(ended) = ended {
            assert!(polls > 1, "it waits at least once");
            assert_eq!(ended, Ok(2));
            return;
        }
        assert_eq!(task.result(AWAIT_TIMEOUT).await, Ok(2));
        // The place is free again.
        assert_eq!(tasks.start_child("next", async {}), Ok(()));
    }
}

/// Uses the task supervisor when it is dropped.
struct Own(TaskSupervisor);

impl Drop for Own {
    fn drop(&mut self) {
        self.0.children();
    }
}

#[tokio::test(start_paused = true)]
async fn k24_what_a_job_drops_may_use_the_task_supervisor() {
    let (tasks, supervisor) = start(1).await;
    let own = Own(tasks.clone());
    let endless = async move {
        let _own = own;
        pending::<()>().await;
    };
    tasks.start_child("endless", endless).unwrap();
    let own = Own(tasks.clone());
    let refused = async move { drop(own) };
    assert_eq!(
        tasks.start_child("refused", refused),
        Err(SpawnError::MaxChildren(1))
    );
    supervisor.stop().await;
    assert!(tasks.children().is_empty());
}

#[tokio::test(start_paused = true)]
async fn k18_no_limit_is_a_limit() {
    let (tasks, supervisor) = start(usize::MAX).await;
    assert_eq!(tasks.start_child("a", pending()), Ok(()));
    supervisor.stop().await;
}

#[tokio::test]
async fn k19_a_job_runs_on_the_runtime_of_its_supervisor_from_wherever_it_was_handed_over() {
    let (tasks, supervisor) = start(3).await;
    let (done, mut ended) = tokio::sync::mpsc::unbounded_channel();
    let job = |from| {
        let done = done.clone();
        async move {
            time::sleep(Duration::from_millis(1)).await;
            done.send((from, Handle::current().id())).unwrap();
        }
    };
    let (plain, other) = (tasks.clone(), tasks.clone());
    let (from_plain, from_other) = (job("a plain thread"), job("another runtime"));
    let handed_over = std::thread::spawn(move || {
        plain.start_child("plain", from_plain).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.unwrap();
        runtime.block_on(async { other.async_nolink("other", from_other).unwrap() });
        // It takes with it what runs on it.
        drop(runtime);
    });
    handed_over.join().unwrap();
    let mut heard = [ended.recv().await.unwrap(), ended.recv().await.unwrap()];
    heard.sort_by_key(|(from, _)| *from);
    let here = Handle::current().id();
    assert_eq!(heard, [("a plain thread", here), ("another runtime", here)]);
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_name_writes_no_lines_of_its_own() {
    let (tasks, supervisor) = start(1).await;
    let name = "a\n2026-01-01 ERROR forged";
    tasks.start_child(name, pending()).unwrap();
    let told = "a\\n2026-01-01 ERROR forged";
    assert_eq!(tasks.children(), [told]);
    let alive = crate::otp::supervisor::alive();
    assert!(alive.contains(&format!("job {told}")), "{alive:?}");
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn k13_what_has_a_name_may_be_dropped_at_any_await() {
    for polls in 0.. {
        let work = async {
            time::sleep(Duration::from_millis(1)).await;
            2
        };
        let ended = dropped_at(polls, Alive::new("named for a while").run(work)).await;
        let alive = crate::otp::supervisor::alive();
        assert!(!alive.iter().any(|name| name.contains("named for a while")));
        if let Some(ended) = ended {
            assert!(polls > 1, "it waits at least once");
            assert_eq!(ended, 2);
            return;
        }
    }
}
