//! A pause before restarts, which OTP does not have: it does not loosen a strategy. With a pause of zero
//! all is as in OTP; the other tests have that.

use super::*;

const DELAY: Duration = Duration::from_secs(2);

fn delayed(lab: &Lab, id: &str) -> ChildSpec {
    lab.child(id).restart_delay(DELAY)
}

#[tokio::test(start_paused = true)]
async fn k22_under_one_for_one_nobody_else_minds_the_delay() {
    let lab = Lab::default();
    let children = vec![delayed(&lab, "a"), lab.child("b")];
    let supervisor = lab.start(Strategy::OneForOne, children).await;
    assert_eq!(lab.after("a", Order::Crash).await, "");
    assert_eq!(status(&supervisor, "a").await, Some(Status::Restarting));
    assert_eq!(lab.after("b", Order::Crash).await, "+b");
    sleep(DELAY).await;
    assert_eq!(lab.trace(), "+a");
}

#[tokio::test(start_paused = true)]
async fn k22_dependants_do_not_run_during_the_delay_of_what_they_depend_on() {
    let lab = Lab::default();
    let mut children = lab.children("a b c d");
    children[1] = delayed(&lab, "b");
    let supervisor = lab.start(Strategy::RestForOne, children).await;
    assert_eq!(lab.after("b", Order::Crash).await, "-d -c");
    for (id, expected) in [
        ("a", Status::Running),
        ("b", Status::Restarting),
        ("c", Status::Stopped),
        ("d", Status::Stopped),
    ] {
        assert_eq!(status(&supervisor, id).await, Some(expected), "{id}");
    }
    sleep(DELAY).await;
    assert_eq!(lab.trace(), "+b +c +d");
}

#[tokio::test(start_paused = true)]
async fn k22_under_one_for_all_nobody_runs_during_the_delay() {
    let lab = Lab::default();
    let mut children = lab.children("a b c");
    children[0] = lab.child("a").restart(Restart::Temporary);
    children[1] = delayed(&lab, "b");
    let _supervisor = lab.start(Strategy::OneForAll, children).await;
    // The temporary one is forgotten, so that the delayed one is another's number.
    assert_eq!(lab.after("b", Order::Crash).await, "-c -a");
    sleep(DELAY).await;
    assert_eq!(lab.trace(), "+b +c");
}

#[tokio::test(start_paused = true)]
async fn k22_after_a_failed_restart_the_group_waits_as_well() {
    for (strategy, failing, retried) in [
        (
            Strategy::OneForAll,
            "-d -c -a +a +b !c -b -a",
            "+a +b +c +d",
        ),
        (Strategy::RestForOne, "-d -c +b !c", "+c +d"),
    ] {
        let lab = Lab::default();
        let mut children = lab.children("a b c d");
        children[2] = delayed(&lab, "c");
        let _supervisor = lab.start(strategy, children).await;
        lab.fail("c", 1);
        assert_eq!(lab.after("b", Order::Crash).await, failing);
        sleep(DELAY).await;
        assert_eq!(lab.trace(), retried);
    }
}

#[tokio::test(start_paused = true)]
async fn k22_what_comes_before_a_delayed_child_takes_it_along_when_it_fails() {
    let lab = Lab::default();
    let mut children = lab.children("a b c");
    children[1] = delayed(&lab, "b");
    let supervisor = lab.start(Strategy::RestForOne, children).await;
    assert_eq!(lab.after("b", Order::Crash).await, "-c");
    assert_eq!(lab.after("a", Order::Crash).await, "+a +b +c");
    // The pause that was cut short restarts nobody.
    sleep(2 * DELAY).await;
    assert_eq!(lab.trace(), "");
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-c -b -a");
}

#[tokio::test(start_paused = true)]
async fn k22_a_child_terminated_in_its_delay_does_not_come_back() {
    let lab = Lab::default();
    let mut children = lab.children("a b");
    children[0] = delayed(&lab, "a");
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("a", Order::Crash).await, "-b");
    assert_eq!(supervisor.terminate_child("a").await, Ok(()));
    sleep(2 * DELAY).await;
    assert_eq!(lab.trace(), "");
    assert_eq!(status(&supervisor, "b").await, Some(Status::Stopped));
    assert_eq!(supervisor.restart_child("b").await, Ok(Status::Running));
}

#[tokio::test(start_paused = true)]
async fn k22_restarts_after_delays_count_and_a_stop_does_not_wait_for_one() {
    let lab = Lab::default();
    let child = delayed(&lab, "a");
    let options = with(Strategy::OneForAll, 0);
    let children = vec![child, lab.child("b")];
    let supervisor = Supervisor::start(options, children).await.unwrap();
    lab.trace();
    assert_eq!(lab.after("a", Order::Crash).await, "-b");
    sleep(DELAY).await;
    assert_eq!(supervisor.wait().await, gave_up("a", crash()));

    let never = lab.child("a").restart_delay(Duration::MAX);
    let supervisor = lab.start(Strategy::OneForAll, vec![never]).await;
    lab.after("a", Order::Crash).await;
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), Duration::ZERO);
}
