//! The engine in another program: only what the library shows to everyone.

use otp_advisor::{Advisor, Report, Session};

/// The directory that the embedded advisor is made from.
const TREES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/trees");

#[test]
fn an_interview_is_led_by_what_a_question_tells_of_itself() {
    let advisor = Advisor::embedded(Some("pt-BR")).unwrap();
    let mut session = Session::new(&advisor);
    let mut asked = Vec::new();
    while let Some(question) = session.asks() {
        asked.push(question.id());
        assert!(!question.text().is_empty());
        let first = question.options().next();
        // Either there is something to choose, or it is said what would be right.
        assert_eq!(
            first.is_none(),
            question.expects().is_some(),
            "{question:?}"
        );
        session
            .tell(question.id(), first.map_or("", |(id, _)| id))
            .unwrap();
    }
    assert_eq!(asked[..2], ["state", "complex"]);
    // Details are not asked on the way.
    session.finish_with_defaults().unwrap();
    assert!(Report::of(&session).is_complete());
}

#[test]
fn a_number_says_its_range_in_the_words_of_the_advisor() {
    let advisor = Advisor::embedded(Some("pt-BR")).unwrap();
    let mut session = Session::new(&advisor);
    for (question, answer) in [
        ("state", "sim"),
        ("complex", "sim"),
        ("supervision", "sim"),
        ("request_response", "sim"),
        ("explicit_states", "não"),
        ("assess_load", "sim"),
    ] {
        session.tell(question, answer).unwrap();
    }
    let rate = loop {
        let question = session.asks().unwrap();
        if question.id() == "peak_rate" {
            break question;
        }
        session.tell(question.id(), "").unwrap();
    };
    let expected = rate.expects().unwrap();
    assert!(expected.contains("0,001"), "{expected}");
    assert!(rate.options().next().is_none());
}

#[test]
fn what_has_no_default_is_told_and_the_rest_is_taken() {
    let advisor = Advisor::embedded(None).unwrap();
    let mut session = Session::new(&advisor);
    let open = session.finish_with_defaults().unwrap_err();
    assert_eq!(open.id(), "state");
    assert!(!Report::of(&session).is_complete());
    session.tell("state", "no").unwrap();
    session.finish_with_defaults().unwrap();
    assert!(Report::of(&session).is_complete());
}

#[test]
fn a_directory_and_the_library_hold_the_same_advisor() {
    let answers = [("state", "yes"), ("complex", "no")];
    let loaded = Advisor::load(TREES).unwrap();
    let embedded = Advisor::embedded(None).unwrap();
    let [loaded, embedded] = [&loaded, &embedded].map(|advisor| {
        let decision = advisor.decide(&answers).unwrap();
        let outcomes: Vec<_> = decision.outcomes().collect();
        let session = decision.session();
        (
            outcomes,
            Report::of(&session).json(),
            format!("{advisor:?}"),
        )
    });
    assert_eq!(loaded, embedded);
    assert!(loaded.0.contains(&("abstraction", "agent")), "{loaded:?}");
}

#[test]
fn faults_have_codes_for_programs_and_words_for_people() {
    let advisor = Advisor::embedded(None).unwrap();
    let wrong = [("state", "perhaps"), ("stat", "yes")];
    let faults = advisor.decide(&wrong).unwrap_err();
    let mut codes: Vec<&str> = faults.codes().collect();
    codes.sort_unstable();
    assert_eq!(codes, ["unknown-answer", "unknown-question"]);
    assert!(faults.to_string().contains("no question is called `stat`"));
    assert_eq!(faults.told_in("de"), faults.to_string());
    assert!(faults.told_in("pt_BR").contains("`stat`"));
    assert_ne!(faults.told_in("pt_BR"), faults.to_string());

    let nowhere = Advisor::load("no such directory").unwrap_err();
    assert!(nowhere.to_string().contains("no such directory"));
    let unspoken = Advisor::embedded(Some("xx")).unwrap_err();
    assert_eq!(unspoken.codes().count(), 1);
}

#[test]
fn a_decision_allocates_nothing() {
    let advisor = Advisor::embedded(None).unwrap();
    let answers = [("state", "yes"), ("complex", "no")];
    let mut outcome = None;
    let counted = allocation_counter::measure(|| {
        outcome = advisor.decide(&answers).unwrap().outcome("abstraction");
    });
    assert_eq!(outcome, Some("agent"));
    assert_eq!(counted.count_total, 0);
}
