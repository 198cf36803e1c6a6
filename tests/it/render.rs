//! Text, JSON and answer sheets over real sessions of the embedded advisor, as snapshots.

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::ids::QuestionIx;
use otp_advisor::inside::model::Severity;
use otp_advisor::inside::render::command::command;
use otp_advisor::inside::render::{json, text, yaml};
use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::words::Language;
use serde_json::Value;

use crate::support::advisors::{complete, english, partial, portuguese};
use crate::support::forms::{BUSY, GEN_SERVER, answers_again, as_json, as_text, parsed, read_back};

/// A function that somebody planned as a server, up to the first number of the Iron Law.
const TO_THE_LOAD: &str = "state=no work_source=no_queue work_shape=inline plan_process=gen_server \
     plan_queue=undecided plan_atoms=no assess_load=yes";

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
    insta::assert_snapshot!(as_text(&partial(english(), TO_THE_LOAD)));
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
    let codes = advice.decisions.iter().flat_map(|decision| &decision.code);
    let code: String = codes.map(|(_, code)| code.as_str()).collect();
    for width in [30, 40, 60, 80, 100] {
        let text = text::text(&advice, &session, width, false);
        for line in text.lines() {
            // One argument of a command stays in one piece.
            let argument = line.trim_start().starts_with("--set ");
            // Code stands as it is, and fits the usual width.
            let wanted = if code.contains(line.trim_start()) {
                width.max(80)
            } else {
                width
            };
            assert!(
                argument || unicode_width::UnicodeWidthStr::width(line) <= wanted,
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
        "verdict",
        "command",
        "answers",
        "defaults",
        "decisions",
        "red_flags",
        "next",
        "still_possible",
        "structure",
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
    for (part, origin) in [("answers", Origin::Given), ("defaults", Origin::Default)] {
        let inside = text.split_once(&format!("\"{part}\": {{")).unwrap().1;
        let inside = keys(inside.split_once("\n  }").unwrap().0, "    ");
        let from = |ix: &QuestionIx| session.given(*ix).unwrap().origin == origin;
        let asked = session.asked().filter(from);
        let asked: Vec<String> = asked
            .map(|ix| english().question(ix).id.to_string())
            .collect();
        assert_eq!(inside, asked);
    }
}

/// Whatever was answered, the command alone comes to the same answers and the same advice.
#[test]
fn the_command_leads_to_the_design_again() {
    for scenario in &english().scenarios {
        let mut session = Session::new(english());
        for (question, answer) in &scenario.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        let done = session.finish_with_defaults().is_ok() && session.is_complete();
        let command = command(&session, None);
        let words: Vec<&str> = command.split(' ').collect();
        assert_eq!(words[0], "otp-advisor");
        assert_eq!(command.ends_with(" --partial"), !done, "{command}");
        let pairs = words.windows(2).filter(|two| two[0] == "--set");
        let pairs: Vec<&str> = pairs.map(|two| two[1]).collect();
        let mut again = partial(english(), &pairs.join(" "));
        assert_eq!(
            again.finish_with_defaults().is_ok(),
            session.next().is_none()
        );
        for question in session.asked() {
            assert_eq!(
                again.answer(question),
                session.answer(question),
                "{command}"
            );
        }
    }
}

#[test]
fn the_command_gives_no_defaults_and_is_quoted() {
    let session = complete(
        english(),
        &format!("{GEN_SERVER} max_restarts=3 max_seconds=9"),
    );
    let set = GEN_SERVER.replace(' ', " --set ");
    assert_eq!(
        command(&session, Some("it's mine")),
        format!(r"otp-advisor --advisor 'it'\''s mine' --set {set} --set max_seconds=9")
    );
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
    let session = partial(english(), TO_THE_LOAD);
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

#[test]
fn words_are_told_by_severity() {
    for (words, stop) in [
        (Language::En.words(), "STOP"),
        (Language::PtBr.words(), "PARE"),
    ] {
        assert_eq!(Severity::Stop.heading(words), stop);
    }
}
