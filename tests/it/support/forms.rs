//! Sessions in every form, for the tests that look at them, and what reads a sheet back.

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::answers;
use otp_advisor::inside::diagnostic::SourceText;
use otp_advisor::inside::model::Answer;
use otp_advisor::inside::render::{json, markdown, text, yaml};
use otp_advisor::inside::session::Session;
use serde_json::Value;

pub(crate) const GEN_SERVER: &str =
    "state=yes complex=yes supervision=yes request_response=yes explicit_states=no";

/// Decided sections, numbers and a red flag.
pub(crate) const BUSY: &str = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no \
     call_timeout=800 assess_load=yes peak_rate=600 service_time=2 how_many=many start_storm=yes keep=cache \
     plan_process=gen_server plan_atoms=yes";

pub(crate) fn as_text(session: &Session<'_>) -> String {
    text::text(&Advice::of(session), session, 80, false)
}

pub(crate) fn as_json(session: &Session<'_>) -> String {
    json::pretty(&json::advice(&Advice::of(session), session))
}

pub(crate) fn as_markdown(session: &Session<'_>) -> String {
    let context = markdown::Context {
        sheet: Some("otp-advisor.yaml"),
        ..markdown::Context::default()
    };
    markdown::record(&Advice::of(session), session, context)
}

pub(crate) fn parsed(session: &Session<'_>) -> Value {
    serde_json::from_str(&as_json(session)).unwrap()
}

#[derive(serde::Deserialize)]
struct Sheet {
    advisor: String,
    version: String,
    fingerprint: String,
    answers: std::collections::BTreeMap<String, Value>,
}

/// Reads a sheet back and checks that it says what the session says.
pub(crate) fn read_back(session: &Session<'_>) {
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
        let read = &sheet.answers[question.id.as_str()];
        match answer {
            Answer::Number(value) => assert_eq!(read.as_f64(), Some(*value), "{text}"),
            Answer::Text(value) => assert_eq!(read.as_str(), Some(value.as_str()), "{text}"),
            other => {
                // A reader that follows YAML 1.1 takes yes and no for truth values; the program
                // takes either.
                let id = question.answer_text(other);
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
pub(crate) fn answers_again(session: &Session<'_>) {
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

pub(crate) fn assert_clean(text: &str) {
    let bad = text
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
    assert_eq!(bad, None, "{text:?}");
}
