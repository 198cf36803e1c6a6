//! What must hold of every form, whatever the answers: no panic, no control character, JSON that
//! parses, a sheet that is read back.

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::data::List;
use otp_advisor::inside::model::{Advisor, Answer, QuestionKind};
use otp_advisor::inside::render::{json, text, yaml};
use otp_advisor::inside::session::{Origin, Session};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::advisors::{english, partial, portuguese};
use crate::support::forms::{
    answers_again, as_json, as_markdown, as_text, assert_clean, parsed, read_back,
};

/// A session answered by throwing dice; some questions unknown, some left open.
fn thrown<'a>(advisor: &'a Advisor, dice: &[u8]) -> Session<'a> {
    let mut session = Session::new(advisor);
    for die in dice {
        let Some(question) = session.next() else {
            break;
        };
        let asked = advisor.question(question);
        let choices = session.candidates(question);
        let answer = match (&asked.kind, die) {
            (_, 0..20) => Answer::Unknown,
            (QuestionKind::Text { .. }, _) => Answer::Text(format!("a: \u{1b}[2J\n# {die}").into()),
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
    if dice.len().is_multiple_of(2) {
        // Not every way has defaults; then it stays unfinished.
        let _ = session.finish_with_defaults();
    }
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_can_be_shown(
        dice in prop::collection::vec(any::<u8>(), 0..40),
        width in prop_oneof![0_usize..200, Just(usize::MAX)],
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
    let question = &mut advisor.questions.to_mut()[ix.index()];
    question.kind = QuestionKind::Text {
        pattern: ".*".into(),
        hint: None,
    };
    question.defaults = List::EMPTY;
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
        session.set(ix, Answer::Text(nasty.into()), Origin::Given);
        session.finish_with_defaults().unwrap();
        read_back(&session);
        assert_clean(&yaml::sheet(&session));
        assert_clean(&as_text(&session));
        assert_clean(&as_markdown(&session));
        assert_clean(&as_json(&session));
        assert_eq!(parsed(&session)["answers"]["plan_queue"], nasty);
    }
}
