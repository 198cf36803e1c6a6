//! Every form of the advice over real sessions of the embedded advisor, as snapshots, and what must
//! hold of them for any answers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use otp_advisor::advice::{Advice, why};
use otp_advisor::answers;
use otp_advisor::diagnostic::SourceText;
use otp_advisor::knowledge::model::{Advisor, Answer, QuestionKind, Severity, Target};
use otp_advisor::render::{json, markdown, text, why as explain, yaml};
use otp_advisor::session::{Origin, Session, candidates};
use proptest::prelude::*;
use serde_json::Value;

#[path = "support/advisors.rs"]
mod support;

use support::{GEN_SERVER, complete, english, partial, portuguese};

fn as_text(session: &Session<'_>) -> String {
    text::text(&Advice::of(session), session, 80, false)
}

fn as_json(session: &Session<'_>) -> String {
    json::pretty(&json::advice(&Advice::of(session), session))
}

fn as_markdown(session: &Session<'_>) -> String {
    let context = markdown::Context {
        sheet: Some("otp-advisor.yaml"),
        ..markdown::Context::default()
    };
    markdown::record(&Advice::of(session), session, context)
}

fn parsed(session: &Session<'_>) -> Value {
    serde_json::from_str(&as_json(session)).unwrap()
}

// --- text

#[test]
fn text_of_the_six_abstractions() {
    let ways = [
        ("plain_function", "state=no"),
        ("agent", "state=yes complex=no"),
        ("spawn_link", "state=yes complex=yes supervision=no"),
        (
            "task_supervisor",
            "state=yes complex=yes supervision=yes request_response=no",
        ),
        ("gen_server", GEN_SERVER),
        (
            "gen_state_machine",
            "state=yes complex=yes supervision=yes request_response=yes explicit_states=yes",
        ),
    ];
    for (outcome, answers) in ways {
        let session = complete(english(), answers);
        insta::assert_snapshot!(format!("text_{outcome}"), as_text(&session));
    }
}

/// Decided sections, numbers and a red flag.
const BUSY: &str = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no \
     call_timeout=800 assess_load=yes peak_rate=600 service_time=2 how_many=many keep=cache \
     plan_process=gen_server plan_atoms=yes";

#[test]
fn text_with_red_flags_and_numbers() {
    insta::assert_snapshot!(as_text(&complete(english(), BUSY)));
}

#[test]
fn text_in_portuguese() {
    insta::assert_snapshot!(as_text(&complete(portuguese(), BUSY)));
}

#[test]
fn text_of_an_unfinished_interview() {
    insta::assert_snapshot!(as_text(&partial(english(), "state=yes complex=yes")));
}

#[test]
fn text_asks_for_a_number() {
    let answers = "state=no work_shape=inline assess_load=yes";
    insta::assert_snapshot!(as_text(&partial(english(), answers)));
}

#[test]
fn text_of_an_undecided_interview() {
    insta::assert_snapshot!(as_text(&complete(
        portuguese(),
        "state=yes complex=? supervision=no"
    )));
}

#[test]
fn text_in_colour_differs_in_escapes_alone() {
    let session = complete(english(), BUSY);
    let advice = Advice::of(&session);
    let coloured = text::text(&advice, &session, 80, true);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31mSTOP: "), "{coloured}");
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        as_text(&session)
    );
}

#[test]
fn text_fits_its_width() {
    let session = complete(portuguese(), BUSY);
    let advice = Advice::of(&session);
    for width in [30, 40, 60, 80, 100] {
        let text = text::text(&advice, &session, width, false);
        for line in text.lines() {
            assert!(
                unicode_width::UnicodeWidthStr::width(line) <= width,
                "{width}: {line}"
            );
            assert_eq!(line, line.trim_end());
        }
    }
    insta::assert_snapshot!(text::text(&advice, &session, 40, false));
}

// --- JSON

#[test]
fn json_of_a_gen_server_with_its_tipping_points() {
    let session = complete(english(), GEN_SERVER);
    let value = parsed(&session);
    assert_eq!(value["status"], "complete");
    assert_eq!(value["next"], Value::Null);
    assert_eq!(value["still_possible"], Value::Null);
    let decision = &value["decisions"]["abstraction"];
    assert_eq!(decision["outcome"], "gen_server");
    let tips = decision["tipping_points"].as_array().unwrap();
    let to: Vec<&str> = tips
        .iter()
        .map(|t| t["outcome"].as_str().unwrap())
        .collect();
    let others = [
        "plain_function",
        "agent",
        "spawn_link",
        "task_supervisor",
        "gen_state_machine",
    ];
    assert_eq!(to, others);
    for tip in tips {
        assert!(tip.get("still_possible").is_none());
    }
    insta::assert_snapshot!(as_json(&session));
}

#[test]
fn json_keeps_the_order_of_its_keys() {
    let session = complete(english(), BUSY);
    let text = as_json(&session);
    let keys = |value: &str, indent: &str| -> Vec<String> {
        let own = value.lines().filter_map(|line| {
            let rest = line.strip_prefix(indent)?.strip_prefix('"')?;
            Some(rest.split_once("\": ")?.0.to_owned())
        });
        own.collect()
    };
    let top = [
        "schema",
        "advisor",
        "status",
        "answers",
        "decisions",
        "red_flags",
        "next",
        "still_possible",
    ];
    assert_eq!(keys(&text, "  "), top);
    let load = text.split_once("\"load\": {").unwrap().1;
    let load = load.split_once("\n    }").unwrap().0;
    let decision = [
        "outcome",
        "title",
        "rust",
        "because",
        "cautions",
        "tipping_points",
        "figures",
        "summary",
        "source",
    ];
    assert_eq!(keys(load, "      "), decision);
    let answers = text.split_once("\"answers\": {").unwrap().1;
    let answers = keys(answers.split_once("\n  }").unwrap().0, "    ");
    let asked: Vec<String> = session
        .asked()
        .map(|ix| english().question(ix).id.clone())
        .collect();
    assert_eq!(answers, asked);
}

#[test]
fn json_tells_numbers_from_texts_and_opens_questions() {
    let value = parsed(&complete(english(), BUSY));
    assert_eq!(value["answers"]["peak_rate"], 600);
    assert!(value["answers"]["peak_rate"].is_u64());
    assert_eq!(value["answers"]["state"], "yes");
    let instances = &value["decisions"]["abstraction"];
    assert_eq!(instances["because"][0]["question"], "state");
    let storage = &value["decisions"]["storage"]["because"];
    let row = storage.as_array().unwrap().last().unwrap();
    assert_eq!(row["question"], Value::Null);
    let open = &value["decisions"]["storage"]["tipping_points"]
        .as_array()
        .unwrap()
        .iter()
        .find(|tip| tip["outcome"].is_null())
        .cloned()
        .unwrap_or(Value::Null);
    if !open.is_null() {
        assert!(open["still_possible"].as_array().unwrap().len() > 1);
    }
    let figures = value["decisions"]["load"]["figures"].as_array().unwrap();
    assert_eq!(figures[0]["id"], "utilisation");
    assert_eq!(figures[0]["value"], 120);
    let flags: Vec<&str> = value["red_flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| flag["id"].as_str().unwrap())
        .collect();
    assert_eq!(flags, ["dynamic_atoms", "single_server_bottleneck"]);
    assert_eq!(value["red_flags"][0]["severity"], "stop");
}

#[test]
fn json_tipping_points_that_open_questions() {
    let value = parsed(&complete(english(), "state=no"));
    let tip = &value["decisions"]["abstraction"]["tipping_points"][0];
    assert_eq!(tip["outcome"], Value::Null);
    assert_eq!(tip["still_possible"].as_array().unwrap().len(), 5);
}

#[test]
fn json_of_an_unfinished_interview() {
    insta::assert_snapshot!(as_json(&partial(
        english(),
        "state=yes complex=yes supervision=yes"
    )));
}

#[test]
fn json_asks_for_a_number() {
    let session = partial(english(), "state=no work_shape=inline assess_load=yes");
    let next = parsed(&session)["next"].clone();
    insta::assert_snapshot!(serde_json::to_string_pretty(&next).unwrap());
}

#[test]
fn json_of_an_undecided_interview() {
    let session = complete(english(), "state=yes complex=? supervision=no");
    let value = parsed(&session);
    assert_eq!(value["status"], "incomplete");
    assert_eq!(value["answers"]["complex"], "unknown");
    assert_eq!(value["next"]["question"], "complex");
    assert_eq!(
        value["still_possible"]["abstraction"],
        serde_json::json!(["agent", "spawn_link"])
    );
    assert!(value["decisions"].get("abstraction").is_none());
    assert_eq!(value["decisions"]["storage"]["outcome"], "none");
}

#[test]
fn json_lines_hold_one_line() {
    let session = complete(english(), BUSY);
    let line = json::line(&json::advice(&Advice::of(&session), &session));
    assert!(!line.contains('\n'));
    assert_eq!(
        serde_json::from_str::<Value>(&line).unwrap(),
        parsed(&session)
    );
}

// --- the sheet

#[test]
fn sheets() {
    insta::assert_snapshot!("sheet", yaml::sheet(&complete(english(), BUSY)));
    let open = partial(portuguese(), "state=yes complex=?");
    insta::assert_snapshot!("sheet_unfinished", yaml::sheet(&open));
    let empty = Session::new(english());
    assert!(yaml::sheet(&empty).ends_with("\nanswers: {}\n"));
}

#[derive(serde::Deserialize)]
struct Sheet {
    advisor: String,
    version: String,
    fingerprint: String,
    answers: std::collections::BTreeMap<String, Value>,
}

/// Reads a sheet back and checks that it says what the session says.
fn read_back(session: &Session<'_>) {
    let advisor = session.advisor();
    let text = yaml::sheet(session);
    let sheet: Sheet = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert_eq!(sheet.advisor, advisor.id);
    assert_eq!(sheet.version, advisor.version);
    assert_eq!(sheet.fingerprint, advisor.fingerprint);
    let mut answers = 0;
    for ix in session.asked() {
        let Some(answer) = session.answer(ix) else {
            continue;
        };
        answers += 1;
        let question = advisor.question(ix);
        let read = &sheet.answers[&question.id];
        match answer {
            Answer::Number(value) => assert_eq!(read.as_f64(), Some(*value), "{text}"),
            Answer::Text(value) => assert_eq!(read.as_str(), Some(value.as_str()), "{text}"),
            other => {
                // A reader that follows YAML 1.1 takes yes and no for truth values; the program
                // takes either.
                let id = advisor.answer_text(question, other);
                let same = match read {
                    Value::Bool(value) => id == if *value { "yes" } else { "no" },
                    other => other.as_str() == Some(&id),
                };
                assert!(same, "{read} is not {id}\n{text}");
            }
        }
    }
    assert_eq!(answers, sheet.answers.len());
}

/// Reads a sheet with the program's own reader and comes to the same session.
fn answers_again(session: &Session<'_>) {
    let source = SourceText::new("sheet.yaml", yaml::sheet(session));
    let entries = answers::sheet(session.advisor(), &source).unwrap();
    let mut answers = answers::Answers::default();
    answers.add(entries);
    let mut again = Session::new(session.advisor());
    let applied = answers.apply(&mut again).unwrap();
    assert!(answers::unused(&again, &applied).is_empty());
    for question in session.asked() {
        assert_eq!(again.answer(question), session.answer(question));
    }
    assert_eq!(Advice::of(&again).complete, Advice::of(session).complete);
}

#[test]
fn sheets_are_read_back() {
    for session in [
        complete(english(), BUSY),
        complete(portuguese(), "state=no"),
        partial(english(), "state=yes complex=?"),
    ] {
        read_back(&session);
        answers_again(&session);
    }
}

// --- the record

fn with_target(mut advisor: Advisor) -> Advisor {
    advisor.targets = vec![Target {
        id: "tokio".to_owned(),
        title: "tokio".to_owned(),
        confirm: "cargo test".to_owned(),
        files: Vec::new(),
    }];
    advisor
}

#[test]
fn record_of_a_busy_server() {
    let advisor = with_target(english().clone());
    let session = complete(&advisor, BUSY);
    insta::assert_snapshot!(as_markdown(&session));
}

#[test]
fn record_in_portuguese() {
    let advisor = with_target(portuguese().clone());
    let session = complete(&advisor, "state=no plan_process=gen_server");
    insta::assert_snapshot!(as_markdown(&session));
}

#[test]
fn record_of_an_unfinished_interview() {
    let session = partial(english(), "state=yes complex=yes");
    let context = markdown::Context {
        date: Some("2026-03-01"),
        ..markdown::Context::default()
    };
    insta::assert_snapshot!(markdown::record(&Advice::of(&session), &session, context));
}

// --- why

fn explained(session: &Session<'_>, outcome: &str) -> String {
    let found = session.advisor().find_outcomes(outcome);
    let texts: Vec<String> = found
        .iter()
        .map(|ix| explain::text(session, *ix, 80, false))
        .collect();
    texts.join("\n---\n\n")
}

#[test]
fn why_of_every_abstraction() {
    let session = complete(english(), GEN_SERVER);
    let section = english().find_section("abstraction").unwrap();
    let outcomes = &english().section(section).outcomes;
    let texts: Vec<String> = outcomes
        .iter()
        .map(|ix| explain::text(&session, *ix, 80, false))
        .collect();
    insta::assert_snapshot!(texts.join("\n---\n\n"));
}

#[test]
fn why_of_every_outcome_says_something() {
    for answers in ["state=no", GEN_SERVER, BUSY] {
        let session = complete(english(), answers);
        let advice = Advice::of(&session);
        for section in english().section_ixs() {
            for outcome in &english().section(section).outcomes {
                let text = explain::text(&session, *outcome, 80, false);
                assert!(text.lines().count() >= 2, "{text}");
                let why = why(&session, *outcome);
                let object = json::line(&explain::json(&advice, &why));
                let value: Value = serde_json::from_str(&object).unwrap();
                assert_eq!(value["holds"], why.holds);
                // What is said to give it does give it.
                if let (Some(changes), false) = (&why.nearest, why.absent) {
                    let mut other = session.clone();
                    for change in changes {
                        other.set(change.question, change.to.clone(), Origin::Given);
                    }
                    assert_eq!(other.outcome(section), Some(*outcome), "{text}");
                }
            }
        }
    }
}

#[test]
fn why_of_an_outcome_in_several_sections() {
    let session = complete(portuguese(), "state=yes complex=no keep=cache");
    insta::assert_snapshot!(explained(&session, "none"));
}

#[test]
fn why_of_an_absent_section() {
    insta::assert_snapshot!(explained(&complete(english(), "state=no"), "cast"));
}

#[test]
fn why_not_yet() {
    insta::assert_snapshot!(explained(&partial(english(), "state=yes"), "gen_server"));
}

#[test]
fn why_not_because_of_unknown() {
    let session = complete(english(), "state=yes complex=? supervision=no");
    insta::assert_snapshot!(explained(&session, "agent"));
}

// --- whatever the answers

/// A session answered by throwing dice; some questions unknown, some left open.
fn thrown<'a>(advisor: &'a Advisor, dice: &[u8]) -> Session<'a> {
    let mut session = Session::new(advisor);
    for die in dice {
        let Some(question) = session.next() else {
            break;
        };
        let asked = advisor.question(question);
        let choices = candidates(&session, question);
        let answer = match (&asked.kind, die) {
            (_, 0..20) => Answer::Unknown,
            (QuestionKind::Text { .. }, _) => Answer::Text(format!("a: \u{1b}[2J\n# {die}")),
            (
                QuestionKind::Number {
                    min, max, integer, ..
                },
                20..80,
            ) => {
                let value = min + (max - min) * f64::from(*die) / 256.0;
                Answer::Number(if *integer { value.round() } else { value })
            }
            _ => choices[usize::from(*die) % choices.len()].clone(),
        };
        session.set(question, answer, Origin::Given);
    }
    if dice.len() % 2 == 0 {
        // Not every way has defaults; then it stays unfinished.
        let _ = session.finish_with_defaults();
    }
    session
}

fn assert_clean(text: &str) {
    let bad = text
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
    assert_eq!(bad, None, "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_can_be_shown(
        dice in prop::collection::vec(any::<u8>(), 0..40),
        width in 0_usize..200,
        portuguese_words in any::<bool>(),
    ) {
        let advisor = if portuguese_words { portuguese() } else { english() };
        let session = thrown(advisor, &dice);
        let advice = Advice::of(&session);
        assert_clean(&text::text(&advice, &session, width, false));
        let object = json::line(&json::advice(&advice, &session));
        assert_clean(&object);
        let value: Value = serde_json::from_str(&object).unwrap();
        assert_eq!(value["status"] == "complete", advice.complete);
        assert_eq!(value["still_possible"].is_null(), advice.complete);
        assert_clean(&as_markdown(&session));
        assert_clean(&yaml::sheet(&session));
        answers_again(&session);
    }
}

/// The embedded advisor asks for no text, so one is put in.
#[test]
fn texts_of_users_are_quoted_and_cleaned() {
    let mut advisor = english().clone();
    let ix = advisor.find_question("plan_queue").unwrap();
    advisor.questions[ix.index()].kind = QuestionKind::Text {
        pattern: ".*".to_owned(),
        hint: None,
    };
    advisor.questions[ix.index()].defaults.clear();
    for nasty in [
        "plain",
        "no",
        "null",
        "1.5",
        "a: b # c",
        "\"quoted\" \\ 'single'",
        "two\nlines\tand a tab",
        "esc \u{1b}[31m csi \u{9b}31m bell \u{7} del \u{7f}",
        "right-to-left \u{202e} mark \u{2028} \u{feff}",
        "* [x](y) <b> `c` _d_",
        "ação 漢字 👩‍💻",
        " spaces ",
        "",
    ] {
        let mut session = partial(&advisor, "state=no");
        session.set(ix, Answer::Text(nasty.to_owned()), Origin::Given);
        session.finish_with_defaults().unwrap();
        read_back(&session);
        assert_clean(&yaml::sheet(&session));
        assert_clean(&as_text(&session));
        assert_clean(&as_markdown(&session));
        assert_clean(&as_json(&session));
        assert_eq!(parsed(&session)["answers"]["plan_queue"], nasty);
    }
}

#[test]
fn words_are_told_by_severity() {
    for (words, stop) in [
        (&otp_advisor::words::EN, "STOP"),
        (&otp_advisor::words::PT_BR, "PARE"),
    ] {
        assert_eq!(words.severity(Severity::Stop), stop);
    }
}
