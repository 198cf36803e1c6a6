//! What is asked of a supervisor that runs: children added, ended, started again, forgotten and listed.
//! Rows `s22` to `s24`.

use super::*;

#[tokio::test(start_paused = true)]
async fn s22_children_are_added_terminated_restarted_and_deleted() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a")).await;

    let added = supervisor.start_child(lab.child("b")).await;
    assert_eq!(added, Ok(Status::Running));
    let again = supervisor.start_child(lab.child("b")).await;
    assert_eq!(again, Err(ChildError::AlreadyStarted));
    let running = supervisor.restart_child("b").await;
    assert_eq!(running, Err(ChildError::Running));
    let running = supervisor.delete_child("b").await;
    assert_eq!(running, Err(ChildError::Running));

    assert_eq!(supervisor.terminate_child("b").await, Ok(()));
    assert_eq!(status(&supervisor, "b").await, Some(Status::Stopped));
    assert_eq!(supervisor.terminate_child("b").await, Ok(()));
    let present = supervisor.start_child(lab.child("b")).await;
    assert_eq!(present, Err(ChildError::AlreadyPresent));
    let restarted = supervisor.restart_child("b").await;
    assert_eq!(restarted, Ok(Status::Running));

    assert_eq!(supervisor.terminate_child("b").await, Ok(()));
    assert_eq!(supervisor.delete_child("b").await, Ok(()));
    for unknown in [
        supervisor.delete_child("b").await,
        supervisor.terminate_child("b").await,
        supervisor.restart_child("b").await.map(|_| ()),
    ] {
        assert_eq!(unknown, Err(ChildError::NotFound));
    }
    assert_eq!(lab.trace(), "+b -b +b -b");
}

#[tokio::test(start_paused = true)]
async fn s22_a_command_that_fails_to_start_a_child_changes_nothing() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a")).await;
    let failed = Err(ChildError::Failed(Exit::Error("no start".into())));
    lab.fail("b", 1);
    assert_eq!(supervisor.start_child(lab.child("b")).await, failed);
    assert_eq!(status(&supervisor, "b").await, None);
    supervisor.terminate_child("a").await.unwrap();
    lab.fail("a", 1);
    assert_eq!(supervisor.restart_child("a").await, failed);
    assert_eq!(status(&supervisor, "a").await, Some(Status::Stopped));
}

#[tokio::test(start_paused = true)]
async fn s22_a_temporary_child_that_is_terminated_is_forgotten() {
    let lab = Lab::default();
    let temporary = lab.child("a").restart(Restart::Temporary);
    let supervisor = lab.start(Strategy::OneForOne, vec![temporary]).await;
    assert_eq!(supervisor.terminate_child("a").await, Ok(()));
    assert_eq!(status(&supervisor, "a").await, None);
}

#[tokio::test(start_paused = true)]
async fn s23_which_children_and_count_children_tell_what_there_is() {
    let lab = Lab::default();
    let inner = ChildSpec::supervisor("inner", Options::default(), lab.children("x y"));
    let children = vec![lab.child("a"), inner, lab.child("b")];
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    supervisor.terminate_child("b").await.unwrap();
    lab.after("a", Order::Crash).await;
    let info = |id: &str, status, kind, restarts| ChildInfo {
        id: id.into(),
        status,
        kind,
        restarts,
    };
    let expected = [
        info("a", Status::Running, Kind::Worker, 1),
        info("inner", Status::Running, Kind::Supervisor, 0),
        info("b", Status::Stopped, Kind::Worker, 0),
    ];
    assert_eq!(supervisor.which_children().await.unwrap(), expected);
    let expected = ChildCounts {
        specs: 3,
        active: 2,
        supervisors: 1,
        workers: 2,
    };
    assert_eq!(supervisor.count_children().await, Ok(expected));
}

/// A bad shutdown or restart value, the other faults in OTP's row, does not compile.
#[tokio::test(start_paused = true)]
async fn s24_faulty_specs_are_refused_with_the_reason() {
    let lab = Lab::default();
    let error = Supervisor::start(Options::default(), lab.children("a b a")).await;
    assert_eq!(error.unwrap_err(), StartError::DuplicateId("a".into()));
    let options = Options {
        max_seconds: 0,
        ..Options::default()
    };
    let error = Supervisor::start(options, lab.children("a")).await;
    assert_eq!(error.unwrap_err(), StartError::NoWindow);
    let inner = ChildSpec::supervisor("inner", Options::default(), lab.children("x x"));
    let error = Supervisor::start(Options::default(), vec![inner]).await;
    let expected = "child `inner` failed to start: two children are called `x`";
    assert_eq!(error.unwrap_err().to_string(), expected);
    assert_eq!(lab.trace(), "");
}
