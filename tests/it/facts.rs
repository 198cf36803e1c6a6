//! Facts about OTP, Elixir and the libraries that the advice once had wrong (`a01` to `a09`): where
//! a statement applies it is made, and what was said instead is said nowhere, in either language.
//!
//! Which cautions stand beside which design is also shown by the scenarios of the same ids.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::embedded;
use otp_advisor::inside::model::answer::{AS_WRITTEN, parse_answer};
use otp_advisor::inside::session::{Origin, Session};

/// The cautions shown with these answers, the rest left to their defaults.
fn cautions(answers: &[(&str, &str)]) -> BTreeSet<String> {
    let advisor = embedded::advisor(None).unwrap();
    let mut session = Session::new(advisor);
    for (question, answer) in answers {
        let ix = advisor.find_question(question).expect(question);
        let answer = parse_answer(advisor.question(ix), answer, AS_WRITTEN).unwrap();
        session.set(ix, answer, Origin::Given);
    }
    session.finish_with_defaults().unwrap();
    let advice = Advice::of(&session);
    let decisions = advice.decisions.iter();
    let cautions = decisions.flat_map(|decision| &decision.cautions);
    cautions.map(|caution| caution.id.to_string()).collect()
}

fn gen_server<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let tree = [
        ("state", "yes"),
        ("complex", "yes"),
        ("supervision", "yes"),
        ("request_response", "yes"),
        ("explicit_states", "no"),
    ];
    tree.into_iter().chain(more.iter().copied()).collect()
}

/// Every text of an advisor, one after the other.
fn all_texts(language: Option<&str>) -> String {
    let advisor = embedded::advisor(language).unwrap();
    let mut texts = String::new();
    let mut say = |text: Option<&str>| writeln!(texts, "{}", text.unwrap_or_default()).unwrap();
    for question in &advisor.questions {
        say(Some(&question.ask));
        say(question.help.as_deref());
        say(question.example.as_deref());
        for choice in question.choices() {
            say(Some(&choice.label));
            say(choice.because.as_deref());
        }
    }
    for outcome in &advisor.outcomes {
        say(outcome.summary.as_deref());
        say(outcome.rust.as_deref());
        say(outcome.dissent.as_deref());
    }
    for flag in &advisor.red_flags {
        say(Some(&flag.text));
        say(Some(&flag.fix));
    }
    for caution in &advisor.cautions {
        say(Some(&caution.text));
    }
    texts
}

#[track_caller]
fn nowhere(english: &[&str], portuguese: &[&str]) {
    for (language, wrong) in [(None, english), (Some("pt-BR"), portuguese)] {
        let texts = all_texts(language);
        for words in wrong {
            assert!(!texts.contains(words), "still said: {words}");
        }
    }
}

#[test]
fn a01_a_task_is_not_waited_for_at_shutdown() {
    let shown = cautions(&[("state", "no"), ("work_shape", "background")]);
    assert!(shown.contains("tasks_end_at_shutdown"));
    assert!(!cautions(&[("state", "no")]).contains("tasks_end_at_shutdown"));
    nowhere(
        &[
            "waits for them at shutdown",
            "shutdown waits for it",
            "5000 ms of shutdown",
        ],
        &["espera por eles no desligamento", "o desligamento espera"],
    );
}

#[test]
fn a02_transient_children_spend_the_restart_budget_too() {
    nowhere(
        &["Make children transient", "transient or temporary"],
        &["Faça os filhos transient"],
    );
}

#[test]
fn a03_kafka_orders_by_partition_and_acknowledges_failures() {
    let kafka = cautions(&[
        ("state", "no"),
        ("work_source", "broker"),
        ("broker", "kafka"),
    ]);
    assert!(kafka.contains("kafka_partitions_keep_order"));
    assert!(kafka.contains("kafka_acknowledges_failures"));
    // Its producer raises when partition_by is set.
    assert!(!kafka.contains("broadway_order"));
    let sqs = cautions(&[
        ("state", "no"),
        ("work_source", "broker"),
        ("broker", "sqs"),
    ]);
    assert!(sqs.contains("broadway_order"));
}

#[test]
fn a04_a_gen_statem_has_no_handle_continue_and_waits_for_ever() {
    let mut answers = gen_server(&[("handle_continue", "yes")]);
    assert!(!cautions(&answers).contains("gen_statem_has_no_continue"));
    answers[4].1 = "yes";
    let shown = cautions(&answers);
    assert!(shown.contains("gen_statem_has_no_continue"));
    assert!(shown.contains("gen_statem_call_waits_forever"));
    nowhere(&["OTP gives 5000 ms"], &["O OTP dá 5000 ms"]);
}

#[test]
fn a05_only_the_lifeline_plugin_rescues_a_job() {
    let advisor = embedded::advisor(None).unwrap();
    let oban = advisor
        .cautions
        .iter()
        .find(|c| c.id == "oban_at_least_once");
    assert!(oban.unwrap().text.contains("only the Lifeline plugin"));
    nowhere(
        &["after a crash it is rescued"],
        &["depois de uma queda ele é resgatado"],
    );
}

#[test]
fn a06_a_restart_limit_is_a_rate() {
    let limit = |restarts, seconds| {
        let answers = gen_server(&[("max_restarts", restarts), ("max_seconds", seconds)]);
        cautions(&answers).contains("intensity_too_high")
    };
    assert!(limit("9", "1"));
    assert!(limit("1000", "60"));
    assert!(!limit("10", "3600"));
    assert!(!limit("3", "5"));
    assert!(!limit("5", "5"));
}

#[test]
fn a07_rabbitmq_requeues_what_failed_unless_told_otherwise() {
    let shown = cautions(&[
        ("state", "no"),
        ("work_source", "broker"),
        ("broker", "rabbitmq"),
    ]);
    assert!(shown.contains("rabbitmq_poison"));
    nowhere(
        &["sends the rejected to a dead-letter exchange"],
        &["manda as rejeitadas a um dead-letter exchange"],
    );
}

#[test]
fn a08_no_broker_is_said_to_keep_order() {
    nowhere(
        &["stores, orders and redelivers"],
        &["guarda, ordena e reentrega"],
    );
}

#[test]
fn a09_a_stray_message_crashes_only_where_clauses_exist() {
    nowhere(
        &["Without clauses for them a stray message crashes"],
        &["Sem cláusulas para elas"],
    );
}
