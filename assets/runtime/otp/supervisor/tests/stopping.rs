//! How children stop: in which order, for how long they are waited for, and while one of them hangs.
//! Rows `s18` to `s21` and `s29`.

use super::*;

#[tokio::test(start_paused = true)]
async fn s18_stop_is_in_reverse_start_order_waiting_for_each() {
    let lab = Lab::default();
    let seconds = |id, seconds| lab.slow_child(id, Duration::from_secs(seconds));
    let children = vec![seconds("a", 1), seconds("b", 3), seconds("c", 2)];
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-c -b -a");
    assert!(asked.elapsed() >= Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn s18_dropping_the_last_handle_stops_in_order() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a b")).await;
    let other = supervisor.clone();
    drop(supervisor);
    settle().await;
    assert_eq!(lab.trace(), "");
    drop(other);
    settle().await;
    assert_eq!(lab.trace(), "-b -a");
}

#[tokio::test(start_paused = true)]
async fn s19_a_child_that_does_not_stop_in_time_is_killed_and_the_rest_stop_in_order() {
    let lab = Lab::default();
    let grace = Duration::from_millis(300);
    let mut children = lab.children("a b c");
    children[1] = lab
        .slow_child("b", Duration::from_mins(1))
        .shutdown(Shutdown::Timeout(grace));
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), grace);
    assert_eq!(lab.trace(), "-c -a");
}

#[tokio::test(start_paused = true)]
async fn s20_brutal_kill_gives_no_grace() {
    let lab = Lab::default();
    let mut children = lab.children("a b c");
    children[1] = lab.child("b").shutdown(Shutdown::BrutalKill);
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-c -a");
}

#[tokio::test(start_paused = true)]
async fn s21_infinity_waits_as_long_as_it_takes() {
    let lab = Lab::default();
    let day = Duration::from_hours(24);
    let patient = lab.slow_child("a", day).shutdown(Shutdown::Infinity);
    let supervisor = lab.start(Strategy::OneForOne, vec![patient]).await;
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-a");
}

/// A child that never becomes ready, and notes when it is dropped.
fn hanging(lab: &Lab) -> ChildSpec {
    struct Dropped(Lab);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.note("dropped");
        }
    }
    let lab = lab.clone();
    ChildSpec::new("hanging", move |_context| {
        let dropped = Dropped(lab.clone());
        async move {
            let _dropped = dropped;
            pending().await
        }
    })
}

#[tokio::test(start_paused = true)]
async fn s29_a_child_whose_start_hangs_does_not_make_stop_hang() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a")).await;
    let starting = supervisor.clone();
    let spec = hanging(&lab);
    let caller = tokio::spawn(async move { starting.start_child(spec).await });
    settle().await;
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), DEFAULT_SHUTDOWN);
    assert_eq!(lab.trace(), "dropped -a");
    assert_eq!(caller.await.unwrap(), Err(ChildError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn s29_giving_up_on_a_start_that_hangs_stops_what_was_started() {
    let lab = Lab::default();
    let inner = vec![lab.child("x"), hanging(&lab), lab.child("y")];
    let inner = ChildSpec::supervisor("inner", Options::default(), inner);
    let start = Supervisor::start(Options::default(), vec![lab.child("a"), inner]);
    let second = Duration::from_secs(1);
    assert!(timeout(second, start).await.is_err());
    sleep(DEFAULT_SHUTDOWN + second).await;
    assert_eq!(lab.trace(), "+a +x dropped -x -a");
}

#[tokio::test(start_paused = true)]
async fn s29_a_stop_takes_the_exits_that_a_hanging_start_left_waiting() {
    let lab = Lab::default();
    let starts = Arc::new(AtomicUsize::new(0));
    let trigger = CancellationToken::new();
    let crash = trigger.clone();
    let hangs_later = ChildSpec::new("a", move |context| {
        let start = starts.fetch_add(1, Ordering::Relaxed);
        let crash = crash.clone();
        async move {
            if start > 0 {
                context.shutdown().cancelled().await;
                return Ok(());
            }
            context.ready();
            crash.cancelled().await;
            Err("crash".into())
        }
    });
    let patient = lab.child("b").shutdown(Shutdown::Infinity);
    let children = vec![lab.child("x"), hangs_later, patient];
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    trigger.cancel();
    lab.order("b", Order::Crash);
    settle().await;
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), Duration::ZERO);
    assert_eq!(lab.trace(), "-x");
}

#[tokio::test(start_paused = true)]
async fn s29_commands_are_served_during_a_restart_loop() {
    let lab = Lab::default();
    let options = with(Strategy::OneForOne, usize::MAX);
    let crashing = ChildSpec::new("crashing", |context| async move {
        context.ready();
        Err("at once".into())
    });
    let children = vec![lab.child("a"), lab.child("b"), crashing];
    let supervisor = Supervisor::start(options, children).await.unwrap();
    lab.fail("a", usize::MAX);
    lab.order("a", Order::Crash);
    while status(&supervisor, "a").await != Some(Status::Restarting) {}
    let refused = supervisor.restart_child("a").await;
    assert_eq!(refused, Err(ChildError::Restarting));
    let refused = supervisor.delete_child("a").await;
    assert_eq!(refused, Err(ChildError::Restarting));
    let refused = supervisor.start_child(lab.child("a")).await;
    assert_eq!(refused, Err(ChildError::AlreadyPresent));
    assert_eq!(supervisor.terminate_child("a").await, Ok(()));
    assert_eq!(status(&supervisor, "a").await, Some(Status::Stopped));
    supervisor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k19_a_child_that_was_left_behind_has_not_been_terminated() {
    let (tell, told) = std::sync::mpsc::channel();
    let told = Arc::new(Mutex::new(Some(told)));
    let blocked = Arc::new(tokio::sync::Notify::new());
    let begun = Arc::clone(&blocked);
    let child = ChildSpec::new("greedy", move |ctx| {
        let (told, begun) = (told.lock().unwrap().take(), Arc::clone(&begun));
        async move {
            ctx.ready();
            if let Some(told) = told {
                tokio::task::yield_now().await;
                begun.notify_one();
                let _ = told.recv();
            }
            ctx.shutdown().cancelled().await;
            Ok(())
        }
    });
    let child = child.shutdown(Shutdown::BrutalKill);
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    let supervisor = supervisor.await.unwrap();
    blocked.notified().await;
    let left = supervisor.terminate_child("greedy").await;
    assert_eq!(left, Err(ChildError::LeftBehind));
    tell.send(()).unwrap();
    let another = supervisor.restart_child("greedy").await;
    assert_eq!(another, Ok(Status::Running));
    assert_eq!(supervisor.terminate_child("greedy").await, Ok(()));
}
//% if is.server

#[tokio::test(start_paused = true)]
async fn s19_what_has_begun_is_given_up_in_time_for_the_end_whenever_the_stop_is_heard() {
    let (tell, mut told) = tokio::sync::mpsc::channel(2);
    let child = ChildSpec::new("busy", move |ctx| {
        let tell = tell.clone();
        async move {
            ctx.ready();
            ctx.shutdown().cancelled().await;
            tell.send(ctx.grace()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(2)).await;
            tell.send(ctx.grace()).await.unwrap();
            Ok(())
        }
    });
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    supervisor.await.unwrap().stop().await;
    assert_eq!(told.recv().await, Some(DEFAULT_SHUTDOWN / 5 * 4));
    assert_eq!(told.recv().await, Some(Duration::from_secs(3) / 5 * 4));
}
//% endif
