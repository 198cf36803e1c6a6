use std::sync::{Arc, Mutex};

use super::*;
use crate::otp::supervisor::{DEFAULT_SHUTDOWN, Options, Strategy, Supervisor};

const SECOND: Duration = Duration::from_secs(1);

/// When runs began and ended, in ms since the test began.
#[derive(Clone)]
struct Runs {
    since: Instant,
    seen: Arc<Mutex<Vec<(u128, &'static str)>>>,
}

impl Runs {
    fn new() -> Runs {
        Runs {
            since: Instant::now(),
            seen: Arc::default(),
        }
    }

    fn note(&self, what: &'static str) {
        let at = self.since.elapsed().as_millis();
        self.seen.lock().unwrap().push((at, what));
    }

    /// A run of so many ms.
    async fn run(self, millis: u64) -> Result<(), BoxError> {
        self.note("begun");
        time::sleep(Duration::from_millis(millis)).await;
        self.note("done");
        Ok(())
    }

    fn begun(&self) -> Vec<u128> {
        let seen = self.seen.lock().unwrap();
        let begun = seen.iter().filter(|(_, what)| *what == "begun");
        begun.map(|(at, _)| *at).collect()
    }

    fn child(&self, millis: u64) -> ChildSpec {
        let runs = self.clone();
        clock("clock", SECOND, move || runs.clone().run(millis))
    }
}

#[tokio::test(start_paused = true)]
async fn t06_it_runs_every_period_and_first_after_one() {
    let runs = Runs::new();
    let child = vec![runs.child(100)];
    let supervisor = Supervisor::start(Options::default(), child).await.unwrap();
    time::sleep(SECOND * 7 / 2).await;
    assert_eq!(runs.begun(), [1000, 2000, 3000]);
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t06_a_run_longer_than_the_period_never_overlaps_and_drops_what_it_missed() {
    let runs = Runs::new();
    let mut lengths = [2500, 100, 100, 100].into_iter();
    let stop = CancellationToken::new();
    let work = || runs.clone().run(lengths.next().unwrap());
    let clock = every(SECOND, &stop, work);
    let ended = time::timeout(Duration::from_millis(5500), clock).await;
    assert!(ended.is_err(), "it goes on");
    // Due at 2 and 3 s while the first ran: one of them comes late, the other not at all.
    assert_eq!(runs.begun(), [1000, 3500, 4000, 5000]);
}

#[tokio::test(start_paused = true)]
async fn t07_told_to_stop_in_the_middle_of_a_run_it_finishes_that_one() {
    let runs = Runs::new();
    let child = vec![runs.child(900)];
    let supervisor = Supervisor::start(Options::default(), child).await.unwrap();
    time::sleep(SECOND * 3 / 2).await;
    supervisor.stop().await;
    time::sleep(SECOND * 3).await;
    let seen = runs.seen.lock().unwrap().clone();
    assert_eq!(seen, [(1000, "begun"), (1900, "done")]);
}

#[tokio::test(start_paused = true)]
async fn t07_a_run_that_does_not_end_is_killed_at_the_deadline() {
    let runs = Runs::new();
    let child = vec![runs.child(3_600_000)];
    let supervisor = Supervisor::start(Options::default(), child).await.unwrap();
    time::sleep(SECOND * 3 / 2).await;
    let told = Instant::now();
    supervisor.stop().await;
    assert_eq!(told.elapsed(), DEFAULT_SHUTDOWN);
    assert_eq!(runs.seen.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn t07_runs_that_fail_are_tried_again_and_the_siblings_never_notice() {
    let runs = Runs::new();
    let seen = runs.clone();
    let work = move || {
        let runs = seen.clone();
        async move {
            runs.note("begun");
            // What it needs is gone for nine runs, and then back.
            if runs.begun().len() < 10 {
                return Err(BoxError::from("no network"));
            }
            Ok(())
        }
    };
    let sibling = ChildSpec::new("sibling", |context: ChildContext| async move {
        context.ready();
        context.shutdown().cancelled().await;
        Ok(())
    });
    let children = vec![sibling, clock("clock", SECOND / 10, work)];
    let options = Options {
        strategy: Strategy::OneForAll,
        ..Options::default()
    };
    let supervisor = Supervisor::start(options, children).await.unwrap();
    time::sleep(PAUSE_AT_MOST * 10).await;
    let children = supervisor.which_children().await.unwrap();
    assert!(children.iter().all(|child| child.restarts == 0));
    let begun = runs.begun();
    let pauses = begun.windows(2).map(|two| two[1] - two[0]);
    let pauses: Vec<_> = pauses.collect();
    assert!(pauses[..9].iter().all(|pause| *pause >= 500), "{pauses:?}");
    assert!(pauses[8] > 10 * pauses[0], "they grow: {pauses:?}");
    assert!(pauses[20..].iter().all(|pause| *pause == 100), "{pauses:?}");
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn t07_a_clock_whose_work_fails_stops_when_it_is_told_to() {
    let failing = || async { Err::<(), _>(BoxError::from("no network")) };
    let child = vec![clock("clock", SECOND, failing)];
    let supervisor = Supervisor::start(Options::default(), child).await.unwrap();
    time::sleep(SECOND * 100).await;
    let told = Instant::now();
    supervisor.stop().await;
    assert_eq!(told.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn k18_the_longest_period_is_never_and_none_is_too_short() {
    for (period, least) in [(Duration::MAX, 0), (Duration::ZERO, 100)] {
        let runs = Runs::new();
        let seen = runs.clone();
        let child = vec![clock("clock", period, move || runs.clone().run(0))];
        let supervisor = Supervisor::start(Options::default(), child).await.unwrap();
        time::sleep(SECOND).await;
        assert!(seen.begun().len() >= least, "{period:?}");
        assert!(least > 0 || seen.begun().is_empty());
        let children = supervisor.which_children().await.unwrap();
        assert_eq!(children[0].restarts, 0, "{period:?}");
        supervisor.stop().await;
    }
}
