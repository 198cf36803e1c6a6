//! What honest answers lead to (`a10` to `a24`): defaults that do not contradict each other, questions
//! that come up only where they matter, and examples that show how each of the tree is meant.
//!
//! The outcomes, red flags and cautions of the same cases are scenarios of the advisor.

use std::collections::BTreeSet;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::session::Session;
use otp_advisor::inside::sketch::pictured;

use crate::support::advisors::{complete, english, portuguese};
use crate::support::forms::GEN_SERVER;

const TASKS: &str = "state=yes complex=yes supervision=yes request_response=no";
const MACHINE: &str =
    "state=yes complex=yes supervision=yes request_response=yes explicit_states=yes";

fn outcome(session: &Session<'_>, section: &str) -> Option<String> {
    let advisor = session.advisor();
    let ix = session.outcome(advisor.find_section(section).unwrap())?;
    Some(advisor.outcome(ix).id.to_string())
}

fn answer(session: &Session<'_>, question: &str) -> String {
    let ix = session.advisor().find_question(question).unwrap();
    let answer = session.answer(ix).expect(question);
    session.advisor().question(ix).answer_text(answer)
}

fn cautions(session: &Session<'_>) -> BTreeSet<String> {
    let advice = Advice::of(session);
    let decisions = advice.decisions.iter();
    let cautions = decisions.flat_map(|decision| &decision.cautions);
    cautions.map(|caution| caution.id.to_string()).collect()
}

fn flags(session: &Session<'_>) -> Vec<String> {
    let advice = Advice::of(session);
    advice
        .red_flags
        .iter()
        .map(|flag| flag.id.to_string())
        .collect()
}

fn is_asked(session: &Session<'_>, question: &str) -> bool {
    session.is_asked(session.advisor().find_question(question).unwrap())
}

/// The questions asked, details left out.
fn on_the_way<'a>(session: &Session<'a>) -> Vec<&'a str> {
    let advisor = session.advisor();
    let asked = session.asked().filter(|ix| {
        let section = advisor.question(*ix).section;
        !advisor.section(section).details.contains(ix)
    });
    asked.map(|ix| advisor.question(ix).id.as_str()).collect()
}

#[test]
fn a10_work_from_a_queue_runs_inside_its_handler() {
    for source in ["work_source=broker", "work_source=own_jobs"] {
        let session = complete(english(), &format!("state=no {source}"));
        assert_eq!(outcome(&session, "execution").unwrap(), "inline");
        assert_eq!(answer(&session, "work_shape"), "from_queue");
        let spawned = complete(
            english(),
            &format!("state=no {source} work_shape=background"),
        );
        let shown = cautions(&spawned);
        assert!(shown.contains("started_in_a_handler"), "{shown:?}");
        // What a queue keeps is not lost at a deploy, so nothing is said of that.
        assert!(!shown.contains("start_child_not_durable"));
        assert!(!shown.contains("w04"));
    }
    let alone = cautions(&complete(english(), "state=no work_shape=background"));
    assert!(alone.contains("start_child_not_durable") && alone.contains("w04"));
    assert!(!alone.contains("started_in_a_handler"));
}

#[test]
fn a11_tasks_that_nobody_asks_are_started_and_their_supervisor_comes_back() {
    let session = complete(english(), TASKS);
    assert_eq!(answer(&session, "work_shape"), "background");
    // As in OTP: the supervisor is permanent, whatever becomes of its tasks, so nobody is asked.
    assert!(!is_asked(&session, "restart"));
    let nodes = pictured(&session).unwrap().nodes;
    for (id, restart) in [("own", "permanent"), ("jobs", "temporary")] {
        let node = nodes.iter().find(|node| node.id == id).unwrap();
        assert_eq!(node.notes.last().unwrap(), restart);
    }
    assert_eq!(
        answer(&complete(english(), GEN_SERVER), "restart"),
        "permanent"
    );
}

#[test]
fn a12_the_iron_law_needs_a_mailbox() {
    assert!(!is_asked(&complete(english(), "state=no"), "assess_load"));
    let planned = complete(english(), "state=no plan_process=gen_server");
    assert!(is_asked(&planned, "assess_load"));
    for way in ["state=yes complex=no", GEN_SERVER, MACHINE] {
        assert!(is_asked(&complete(english(), way), "assess_load"), "{way}");
    }
    // Tasks run side by side; of them a storm of starts is all that queues.
    assert!(!is_asked(&complete(english(), TASKS), "assess_load"));
    let planned = format!("{TASKS} plan_process=task_supervisor");
    assert!(!is_asked(&complete(english(), &planned), "assess_load"));
    let storm = format!("{planned} how_many=many start_storm=yes");
    assert!(is_asked(&complete(english(), &storm), "assess_load"));
}

#[test]
fn a13_what_runs_by_the_clock_is_supervised() {
    let session = complete(english(), "state=no work_shape=by_the_clock");
    assert_eq!(outcome(&session, "execution").unwrap(), "periodic");
    assert_eq!(outcome(&session, "strategy").unwrap(), "one_for_one");
    assert!(is_asked(&session, "period"));
}

#[test]
fn a14_supervision_is_more_than_restarting() {
    let advisor = english();
    let ix = advisor.find_question("supervision").unwrap();
    let ask = &advisor.question(ix).ask;
    for word in ["restart", "count", "order"] {
        assert!(ask.contains(word), "{ask}");
    }
}

#[test]
fn a15_callers_that_time_out_raise_the_flag_without_numbers() {
    let given = |load: &str| complete(english(), &format!("{GEN_SERVER} assess_load={load}"));
    assert_eq!(flags(&given("falls_behind")), ["single_server_bottleneck"]);
    assert!(flags(&given("no")).is_empty());
    // Nothing stands where a number would.
    let advice = Advice::of(&given("falls_behind"));
    let flag = &advice.red_flags[0];
    assert!(
        !flag.text.contains('{') && !flag.fix.contains('{'),
        "{flag:?}"
    );
    assert!(
        !flag.text.contains('?') && !flag.fix.contains('?'),
        "{flag:?}"
    );
}

#[test]
fn a16_an_agent_beside_a_store_has_nothing_left() {
    let with = |keep: &str| {
        cautions(&complete(
            english(),
            &format!("state=yes complex=no {keep}"),
        ))
    };
    assert!(with("keep=table").contains("agent_has_nothing_left"));
    assert!(with("keep=records").contains("agent_has_nothing_left"));
    assert!(!with("keep=config").contains("agent_has_nothing_left"));
    assert!(!with("keep=nothing").contains("agent_has_nothing_left"));
}

#[test]
fn a17_what_a_database_keeps_is_stored_nowhere_else() {
    let session = complete(english(), "state=no keep=database");
    assert_eq!(outcome(&session, "storage").unwrap(), "none");
    assert!(!is_asked(&session, "survive"));
}

#[test]
fn a18_the_program_starts_again_and_not_a_process() {
    let ask = |advisor: &Advisor| {
        let ix = advisor.find_question("survive").unwrap();
        let question = advisor.question(ix);
        (question.ask.clone(), question.help.clone().unwrap())
    };
    let (text, help) = ask(english());
    assert!(text.contains("whole program") && help.contains("one process"));
    let (text, help) = ask(portuguese());
    assert!(text.contains("programa inteiro") && help.contains("um processo"));
}

#[test]
fn a19_a_cache_of_several_nodes_can_be_said() {
    let session = complete(english(), "state=no keep=cache survive=no nodes=several");
    assert_eq!(outcome(&session, "storage").unwrap(), "mnesia");
    assert!(cautions(&session).contains("shared_cache_needs_no_agreement"));
    let own = complete(english(), "state=no keep=cache survive=no nodes=one");
    assert_eq!(outcome(&own, "storage").unwrap(), "ets");
}

#[test]
fn a20_storms_of_stateless_tasks_reach_the_partition_supervisor() {
    let storm = "state=no work_shape=background how_many=many start_storm=yes";
    let session = complete(english(), storm);
    assert_eq!(
        outcome(&session, "instances").unwrap(),
        "partition_supervisor"
    );
    // A function that runs in its caller has no number of its own.
    assert!(!is_asked(&complete(english(), "state=no"), "how_many"));
}

#[test]
fn a22_at_most_one_at_a_time_is_no_stateless_server() {
    let at_once = |number: u32| {
        let given = format!(
            "state=no work_shape=background max_concurrency={number} plan_process=gen_server"
        );
        flags(&complete(english(), &given))
    };
    assert!(at_once(1).is_empty());
    assert_eq!(at_once(2), ["stateless_gen_server"]);
}

#[test]
fn a23_rules_of_the_business_do_not_make_a_process() {
    let ix = english().find_question("complex").unwrap();
    let help = english().question(ix).help.as_deref().unwrap();
    assert!(!help.contains("rules"), "{help}");
}

/// Details stand with their defaults and are not counted.
#[test]
fn a24_at_most_twelve_questions_for_each_outcome() {
    let ways = [
        ("plain_function", "state=no"),
        ("agent", "state=yes complex=no"),
        ("spawn_link", "state=yes complex=yes supervision=no"),
        ("task_supervisor", TASKS),
        ("gen_server", GEN_SERVER),
        ("gen_state_machine", MACHINE),
    ];
    for (id, way) in ways {
        let session = complete(english(), way);
        assert_eq!(outcome(&session, "abstraction").unwrap(), id);
        let asked = on_the_way(&session);
        assert!(asked.len() <= 12, "{id}: {} of {asked:?}", asked.len());
    }
}

#[test]
fn a24_twelve_questions_are_the_median_of_the_scenarios() {
    let advisor = english();
    let mut counts = Vec::new();
    for scenario in &advisor.scenarios {
        let mut session = Session::new(advisor);
        for (question, answer) in &scenario.answers {
            session.set(
                *question,
                answer.clone(),
                otp_advisor::inside::session::Origin::Given,
            );
        }
        session.finish_with_defaults().unwrap();
        counts.push(on_the_way(&session).len());
    }
    counts.sort_unstable();
    let median = counts[counts.len() / 2];
    println!(
        "{} scenarios, median {median}, most {:?}",
        counts.len(),
        counts.last()
    );
    assert!(median <= 12, "{counts:?}");
}

#[test]
fn each_question_of_the_tree_has_ten_examples_of_both_kinds() {
    for advisor in [english(), portuguese()] {
        let tree = advisor.section(advisor.find_section("abstraction").unwrap());
        for ix in &tree.questions {
            let question = advisor.question(*ix);
            let id = &question.id;
            assert!(question.examples.len() >= 10, "{id}");
            let yes = |answer: &Answer| question.answer_text(answer) == "yes";
            let yes = question.examples.iter().filter(|e| yes(&e.answer)).count();
            let no = question.examples.len() - yes;
            assert!(yes >= 4 && no >= 4, "{id}: {yes} yes, {no} no");
            let told: BTreeSet<&str> = question
                .examples
                .iter()
                .map(|example| example.situation.as_str())
                .collect();
            assert_eq!(told.len(), question.examples.len(), "{id} repeats one");
        }
    }
}

/// The questions that decide the other sections: what shows how each is meant.
const DECIDING: &[&str] = &[
    "work_source",
    "durable",
    "work_shape",
    "caller_survives",
    "reply",
    "how_many",
    "start_storm",
    "found_by",
    "spans_nodes",
    "keep",
    "survive",
    "nodes",
    "transactions",
];

#[test]
fn each_deciding_question_has_examples_of_every_answer() {
    for advisor in [english(), portuguese()] {
        let mut told = BTreeSet::new();
        for id in DECIDING {
            let question = advisor.question(advisor.find_question(id).unwrap());
            assert!(question.examples.len() >= 4, "{id}");
            let answers: BTreeSet<String> = question
                .examples
                .iter()
                .map(|example| question.answer_text(&example.answer))
                .collect();
            for option in question.options() {
                assert!(answers.contains(option.id.as_str()), "{id}: {}", option.id);
            }
            for example in &question.examples {
                assert!(told.insert(&example.situation), "{}", example.situation);
            }
        }
    }
}

/// An example is answered the same way whatever came before it: the answer is one that the question
/// takes where it is asked, and leads to what the expert chose.
#[test]
fn an_example_leads_where_its_answer_leads() {
    let ways = [
        ("own_jobs", "state=no work_source=own_jobs durable=no"),
        ("no_queue", "state=no work_source=no_queue"),
        ("broker", "state=no work_source=broker"),
        ("durable", "state=no work_source=own_jobs durable=yes"),
    ];
    let wanted = |way: &str, shape: &str| match (way, shape) {
        (_, "inline" | "from_queue") | ("broker" | "durable", "background") => "inline",
        (_, "background") => "task_supervisor_start_child",
        (_, "one_result") => "task_supervisor_async_nolink",
        (_, "many_items") => "async_stream",
        ("durable", "by_the_clock") => "periodic_job",
        (_, "by_the_clock") => "periodic",
        _ => "",
    };
    let ix = english().find_question("work_shape").unwrap();
    let question = english().question(ix);
    for example in &question.examples {
        let shape = question.answer_text(&example.answer);
        for (way, given) in ways {
            let session = complete(english(), &format!("{given} work_shape={shape}"));
            let came_to = outcome(&session, "execution").unwrap();
            assert_eq!(came_to, wanted(way, &shape), "{way} {}", example.id);
        }
    }
}
