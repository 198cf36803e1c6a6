//! What the engine costs: a whole interview with its advice, over the embedded advisor's scenarios.
//!
//! `cargo bench --bench engine` prints nanoseconds and, because machines differ, each time as a
//! multiple of a measured baseline: sorting 1000 numbers. The wizard redraws on every key, so a
//! whole interview with all its advice must stay well under a millisecond.

#![expect(clippy::expect_used, reason = "a bench has nobody to report to")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use otp_advisor::Advisor;
use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::embedded;
use otp_advisor::inside::model::answer::{AS_WRITTEN, parse_answer};
use otp_advisor::inside::model::{self, Scenario};
use otp_advisor::inside::session::{Origin, Session};

const TREE: [(&str, &str); 5] = [
    ("state", "yes"),
    ("complex", "yes"),
    ("supervision", "yes"),
    ("request_response", "yes"),
    ("explicit_states", "no"),
];

fn main() {
    let trees = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("trees");
    let load = || {
        Advisor::load(&trees)
            .map_err(|faults| faults.to_string())
            .expect("the embedded advisor is valid")
    };
    let of_programs = load();
    let advisor = embedded::advisor(None).expect("it has texts in its own language");
    let scenarios = &advisor.scenarios;
    let section = advisor.find_section("abstraction").expect("it is there");
    let baseline = time(|| {
        let mut numbers: Vec<u64> = (0..1000).map(|n| n * 7919 % 1009).collect();
        numbers.sort_unstable();
        black_box(numbers);
    });
    let each = u32::try_from(scenarios.len()).unwrap_or(1).max(1);
    let of_all = |work: &dyn Fn(&Scenario)| time(|| scenarios.iter().for_each(work)) / each;

    println!("{:<44} {:>12} {:>10}", "", "ns", "baselines");
    report("baseline: sort 1000 numbers", baseline, baseline);
    report(
        "load and check the advisor",
        time(|| drop(load())),
        baseline,
    );
    let decision = time(|| {
        let decision = of_programs
            .decide(black_box(&TREE))
            .expect("these are answers");
        assert_eq!(decision.outcome("abstraction"), Some("gen_server"));
    });
    report("a decision of the five-question tree", decision, baseline);
    report(
        "the same by a session",
        time(|| {
            let mut session = Session::new(advisor);
            for (question, answer) in &TREE {
                let ix = advisor.find_question(question).expect("it is asked");
                let answer = parse_answer(advisor.question(ix), answer, AS_WRITTEN)
                    .expect("it is an answer");
                session.set(ix, answer, Origin::Given);
            }
            black_box(session.outcome(section));
        }),
        baseline,
    );
    let all = time(|| {
        let decision = of_programs
            .decide(black_box(&TREE))
            .expect("these are answers");
        black_box(decision.outcomes().count());
    });
    report("and of every section they decide", all, baseline);
    report(
        "a new session over all sections",
        time(|| {
            black_box(Session::new(black_box(advisor)));
        }),
        baseline,
    );
    report(
        "one answer more (the median interview)",
        of_all(&|scenario| {
            let mut session = Session::new(advisor);
            if let Some((question, answer)) = scenario.answers.first() {
                session.set(*question, answer.clone(), Origin::Given);
            }
            black_box(session.next());
        }) / 2,
        baseline,
    );
    report(
        "an interview, answer by answer",
        of_all(&|scenario| {
            black_box(interview(advisor, scenario));
        }),
        baseline,
    );
    report(
        "an interview and its advice",
        of_all(&|scenario| {
            black_box(Advice::of(&interview(advisor, scenario)));
        }),
        baseline,
    );
    let (slowest, time) = scenarios
        .iter()
        .map(|scenario| {
            let whole = time(|| {
                black_box(Advice::of(&interview(advisor, scenario)));
            });
            (scenario.id.as_str(), whole)
        })
        .max_by_key(|(_, time)| *time)
        .unwrap_or_default();
    report(&format!("the slowest of them ({slowest})"), time, baseline);
}

fn interview<'a>(advisor: &'a model::Advisor, scenario: &Scenario) -> Session<'a> {
    let mut session = Session::new(advisor);
    for (question, answer) in &scenario.answers {
        session.set(*question, answer.clone(), Origin::Given);
    }
    // A scenario without defaults for the rest stays unfinished; that costs the same.
    let _ = session.finish_with_defaults();
    session
}

/// The median of several rounds, each long enough for the clock.
fn time(mut work: impl FnMut()) -> Duration {
    const ROUNDS: usize = 15;
    let mut times: Vec<u32> = Vec::new();
    let mut repeat = 1;
    let mut measured = Vec::with_capacity(ROUNDS);
    while measured.len() < ROUNDS {
        let start = Instant::now();
        for _ in 0..repeat {
            work();
        }
        let took = start.elapsed();
        if took < Duration::from_millis(4) && repeat < 1 << 20 {
            repeat *= 2;
            continue;
        }
        times.push(repeat);
        measured.push(took / repeat);
    }
    measured.sort_unstable();
    measured[ROUNDS / 2]
}

fn report(what: &str, took: Duration, baseline: Duration) {
    let ratio = took.as_secs_f64() / baseline.as_secs_f64();
    println!("{what:<44} {:>12} {ratio:>10.1}", took.as_nanos());
}
