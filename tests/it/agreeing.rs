//! Sentences of one advice that must not contradict each other, nor what was answered: what a scenario
//! cannot say, which names only what is shown.

use std::collections::BTreeSet;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::session::Session;

use crate::support::advisors::{complete, english};
use crate::support::forms::GEN_SERVER;
use crate::support::program::run;

fn cautions(session: &Session<'_>) -> BTreeSet<String> {
    let advice = Advice::of(session);
    let decisions = advice.decisions.iter();
    let cautions = decisions.flat_map(|decision| &decision.cautions);
    cautions.map(|caution| caution.id.to_string()).collect()
}

#[test]
fn only_what_nobody_answered_is_called_assumed() {
    let worked_out = format!("{GEN_SERVER} assess_load=yes");
    let many = format!("{GEN_SERVER} how_many=many");
    let storm = format!("{many} start_storm=yes");
    let cases = [
        (
            "state=no work_shape=by_the_clock",
            "period=60",
            "period_is_assumed",
        ),
        (
            "state=no work_shape=by_the_clock work_source=own_jobs",
            "period=60",
            "period_is_assumed",
        ),
        (&*worked_out, "peak_rate=100", "numbers_are_assumed"),
        (&*worked_out, "service_time=1", "service_time_is_assumed"),
        (&*worked_out, "read_share=50", "read_share_is_assumed"),
        (&*many, "max_children=1000", "number_is_assumed"),
        (&*storm, "max_children=100000", "number_is_assumed"),
        (
            "state=no work_source=broker",
            "broker=rabbitmq",
            "broker_is_assumed",
        ),
        (
            "state=no work_source=own_jobs",
            "database=sqlite",
            "sqlite_is_assumed",
        ),
        (GEN_SERVER, "own_clock=no", "no_timer_is_assumed"),
    ];
    for (answers, same, caution) in cases {
        let assumed = cautions(&complete(english(), answers));
        assert!(assumed.contains(caution), "{answers}: {assumed:?}");
        // The same value, and said by somebody.
        let said = cautions(&complete(english(), &format!("{answers} {same}")));
        assert!(!said.contains(caution), "{answers} {same}: {said:?}");
    }
}

#[test]
fn who_is_asked_and_takes_the_default_has_answered() {
    let ask = |answers: &str| run(&["--set", "work_shape=by_the_clock"], answers).output;
    let assumed = "is assumed unless you say otherwise";
    assert!(ask("no\n").contains(assumed));
    // An empty line is what somebody who saw the question gave to it.
    assert!(!ask("state: no\nperiod:\n").contains(assumed));
    assert!(!ask("state: no\nperiod: 60\n").contains(assumed));
}

#[test]
fn no_text_calls_assumed_what_it_does_not_look_up() {
    let advisor = english();
    let told = advisor.cautions.iter().filter(|caution| {
        let text = &caution.text;
        ["is assumed", "are assumed"]
            .iter()
            .any(|says| text.contains(says))
    });
    let mut told = told.peekable();
    assert!(told.peek().is_some());
    for caution in told {
        assert!(caution.assumes.is_some(), "{}", caution.id);
    }
}
