//! Sentences of one advice that must not contradict each other, nor what was answered: what a scenario
//! cannot say, which names only what is shown.

use std::collections::BTreeSet;
use std::path::Path;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::sketch::pictured;

use crate::support::advisors::{complete, english, portuguese};
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

fn both() -> [&'static Advisor; 2] {
    [english(), portuguese()]
}

fn verdict(session: &Session<'_>) -> String {
    Advice::of(session).verdict.unwrap().to_string()
}

#[test]
fn many_items_by_bare_tasks_are_told_of_a_bound_and_of_a_crash() {
    for advisor in both() {
        let answers = "state=no work_shape=many_items plan_process=task_async";
        let advice = Advice::of(&complete(advisor, answers));
        let cautions = &advice.decision("execution").unwrap().cautions;
        let told = cautions.iter().map(|caution| caution.text.as_str());
        let told: Vec<&str> = told.collect();
        for remedy in [
            "Task.async_stream",
            "Task.Supervisor.async_stream_nolink",
            "async_nolink",
        ] {
            assert!(told[0].contains(remedy), "{told:?}");
        }
    }
}

#[test]
fn a_cache_is_filled_outside_its_server_however_that_answers() {
    let slow = format!("{GEN_SERVER} keep=cache slow_answers=yes");
    let designs = [
        slow.clone(),
        format!("{slow} assess_load=yes peak_rate=50 service_time=200"),
        format!("{slow} assess_load=yes peak_rate=50 service_time=0.01"),
        format!("{GEN_SERVER} keep=cache assess_load=falls_behind"),
        format!("{GEN_SERVER} keep=cache assess_load=yes peak_rate=900 service_time=2"),
        format!("{GEN_SERVER} keep=cache"),
    ];
    for advisor in both() {
        for answers in &designs {
            let session = complete(advisor, answers);
            let verdict = verdict(&session);
            let misses = ["whoever misses one", "quem não achar um"];
            let said = misses.iter().any(|words| verdict.contains(words));
            assert!(said && verdict.contains("ETS"), "{answers}: {verdict}");
            assert!(cautions(&session).contains("cache_is_filled_outside"));
        }
    }
}

/// A limit for each user is a count by key: it is not to be split into processes in one sentence, and to
/// need none in another.
#[test]
fn what_only_counts_is_never_told_to_be_split() {
    let load = "assess_load=yes peak_rate=20000 service_time=0.1 read_share=0";
    for advisor in both() {
        for where_it_is in ["", "how_many=many found_by=key", "how_many=each_node"] {
            let session = complete(advisor, &format!("{GEN_SERVER} {load} {where_it_is}"));
            let split = verdict(&session);
            let but = ["only counts", "só conta"];
            let but = |text: &str| but.iter().any(|words| text.contains(words));
            assert!(but(&split), "{split}");
            let advice = Advice::of(&session);
            let law = advice.decision("load").unwrap();
            assert!(but(law.summary.as_ref().unwrap()), "{law:?}");
        }
    }
}

#[test]
fn what_the_database_keeps_is_changed_there() {
    for advisor in both() {
        for answers in [
            "state=no keep=database",
            &format!("{GEN_SERVER} keep=database"),
        ] {
            let advice = Advice::of(&complete(advisor, answers));
            let storage = advice.decision("storage").unwrap();
            let mut texts = storage.cautions.iter().map(|caution| &caution.text);
            assert!(texts.any(|text| text.contains("UPDATE")), "{answers}");
        }
        let alone = verdict(&complete(advisor, "state=no keep=database"));
        assert!(alone.contains("UPDATE"), "{alone}");
    }
}

#[test]
fn a_pool_is_told_from_what_is_drawn_and_written() {
    for advisor in both() {
        let drawn = |answers: &str| {
            let nodes = pictured(&complete(advisor, answers)).unwrap().nodes;
            let node = nodes.iter().find(|node| node.id == "instances").unwrap();
            node.notes.join(", ")
        };
        let pool = drawn(&format!("{GEN_SERVER} how_many=many found_by=handle"));
        assert!(
            pool.contains("pool") && pool.contains("permanent"),
            "{pool}"
        );
        let rooms = drawn(&format!("{GEN_SERVER} how_many=many found_by=key"));
        assert!(!rooms.contains("pool"), "{rooms}");
    }
}

#[test]
fn the_iron_law_of_a_planned_process_says_first_that_it_is_about_that_one() {
    let advised = [
        "state=no",
        "state=yes complex=yes supervision=no",
        "state=yes complex=yes supervision=yes request_response=no",
    ];
    let loads = [
        "assess_load=no",
        "assess_load=falls_behind",
        "assess_load=yes peak_rate=10 service_time=1",
        "assess_load=yes peak_rate=900 service_time=1 read_share=90",
        "assess_load=yes peak_rate=9000 service_time=1",
    ];
    for (advisor, planned) in both().into_iter().zip(["A GenServer", "Um GenServer"]) {
        for design in advised {
            for load in loads {
                let answers = format!("{design} {load} plan_process=gen_server");
                let session = complete(advisor, &answers);
                let advice = Advice::of(&session);
                let law = advice.decision("load").unwrap();
                let first = &law.cautions[0].text;
                assert!(first.contains(planned), "{answers}: {first}");
                // Where numbers are told, what is told first of them says so, too.
                if !law.figures.is_empty() {
                    let summary = law.summary.as_ref().unwrap();
                    let about = ["This is about the process", "Isto trata do processo"];
                    let said = about.iter().any(|words| summary.starts_with(words));
                    assert!(said, "{answers}: {summary}");
                }
            }
        }
        let session = complete(advisor, "state=no plan_process=gen_server assess_load=yes");
        let said = verdict(&session);
        let instead = ["in place of the process", "no lugar do processo"];
        assert!(instead.iter().any(|words| said.contains(words)), "{said}");
    }
}

#[test]
fn code_of_a_cache_says_what_becomes_of_two_who_miss_the_same() {
    let advisor = english();
    for store in ["", "survive=yes", "nodes=several"] {
        let advice = Advice::of(&complete(advisor, &format!("state=no keep=cache {store}")));
        let storage = advice.decision("storage").unwrap();
        let (_, elixir) = storage
            .code
            .iter()
            .find(|(name, _)| name == "elixir")
            .unwrap();
        assert!(elixir.contains(":global.trans"), "{elixir}");
    }
}

#[test]
fn portuguese_says_periodicamente() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "trees/lang/pt-BR.yaml",
        "assets/templates/tokio/README.pt-BR.md.j2",
    ] {
        let text = std::fs::read_to_string(directory.join(file)).unwrap();
        assert!(
            !text.to_lowercase().contains("de tempos em tempos"),
            "{file}"
        );
    }
}
