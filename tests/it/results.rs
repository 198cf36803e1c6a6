//! What a design comes to in one sentence, in which order it is told, what to do next, and the
//! situations an interview may begin with.

use std::collections::BTreeSet;

use otp_advisor::inside::advice::{Advice, InOrder};
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::session::{Origin, Session};

use crate::support::advisors::{complete, english, portuguese};
use crate::support::forms::as_text;
use crate::support::program::run;

/// Sessions of every scenario and every start, with the defaults for the rest.
fn designs(advisor: &Advisor) -> Vec<(String, Session<'_>)> {
    let scenarios = advisor.scenarios.iter().map(|s| (&s.id, &s.answers));
    let starts = advisor.starts.iter().map(|s| (&s.id, &s.answers));
    let finished = scenarios.chain(starts).map(|(id, answers)| {
        let mut session = Session::new(advisor);
        for (question, answer) in answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().unwrap();
        (id.to_string(), session)
    });
    finished.collect()
}

/// Whether nothing is left open, so that there is a design to speak of.
fn is_whole(session: &Session<'_>) -> bool {
    session.is_complete()
        && !session
            .asked()
            .any(|q| session.answer(q) == Some(&Answer::Unknown))
}

#[test]
fn a30_every_design_is_said_in_one_sentence() {
    for advisor in [english(), portuguese()] {
        let mut said = BTreeSet::new();
        for (id, session) in designs(advisor) {
            let verdict = Advice::of(&session).verdict;
            assert_eq!(verdict.is_some(), session.is_complete(), "{id}");
            let Some(verdict) = verdict.filter(|_| is_whole(&session)) else {
                continue;
            };
            assert!(!verdict.contains(['?', '{']), "{id}: {verdict}");
            assert!(verdict.len() < 230, "{id}: {verdict}");
            let facts = session.facts();
            let holds = advisor.verdicts.iter().find(|v| v.when.holds(&facts));
            said.extend(holds.map(|verdict| verdict.id.to_string()));
            assert!(as_text(&session).starts_with(&verdict[..20]), "{id}");
        }
        let never: Vec<_> = advisor.verdicts.iter().map(|v| v.id.to_string()).collect();
        let never: Vec<_> = never.iter().filter(|id| !said.contains(*id)).collect();
        assert!(never.is_empty(), "said of no scenario: {never:?}");
    }
}

#[test]
fn a30_the_sentence_heads_every_form() {
    let directory = tempfile::tempdir().unwrap();
    let project = directory.path().join("mailer");
    let start = ["--start", "send_emails"];
    let verdict = "Write each job as a row in a SQLite file";
    let emitted = [&start[..], &["--emit", project.to_str().unwrap()]].concat();
    assert_eq!(run(&emitted, "").status, 0);
    let readme = std::fs::read_to_string(project.join("README.md")).unwrap();
    assert!(
        readme.starts_with(&format!("# mailer\n\n{verdict}")),
        "{readme}"
    );
    let json = run(&[&start[..], &["--format", "json"]].concat(), "").output;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["verdict"].as_str().unwrap().starts_with(verdict));
    let record = run(&[&start[..], &["--format", "markdown"]].concat(), "").output;
    let (head, _) = record.split_once("\n## ").unwrap();
    assert!(
        head.contains("# Oban, Plain function") && head.contains(verdict),
        "{head}"
    );
}

#[test]
fn a30_what_differs_from_the_ordinary_comes_first() {
    let mails = complete(english(), "state=no work_source=own_jobs");
    let titles = |session: &Session<'_>| {
        let advice = Advice::of(session);
        let in_order = InOrder::of(&advice, session);
        let (decided, _) = in_order.parts();
        let titles = decided.iter().map(|d| d.title.to_string());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles(&mails), ["Oban", "Plain function"]);
    let text = as_text(&mails);
    assert!(text.starts_with("Write each job as a row"), "{text}");
    let at = |part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("no {part} in\n{text}"))
    };
    assert!(at("Queue: Oban") < at("Abstraction: Plain function"));
    assert!(at("Abstraction: Plain function") < at("Left at their defaults"));
    // An Elixir developer who wants all three.
    let rooms = complete(
        english(),
        "state=yes complex=yes supervision=yes request_response=yes explicit_states=no \
         how_many=many found_by=key",
    );
    assert_eq!(
        titles(&rooms),
        ["DynamicSupervisor", "GenServer", "Registry"]
    );
}

#[test]
fn a32_a_finished_design_says_what_to_do_next() {
    let ran = run(&[], "no\n");
    let (_, next) = ran
        .output
        .split_once("\nNext\n")
        .expect("a block of its own");
    let command = "otp-advisor --set state=no --emit my_project";
    assert!(next.contains(command), "{next}");
    assert!(next.contains("cargo test"), "{next}");
    // It is no promise while something is open.
    let open = run(&["--partial"], "yes\n").output;
    assert!(!open.contains("\nNext\n"), "{open}");
    // An advisor that writes nothing tells how to come here again.
    let own = run(&["--advisor", "tests/it/tea", "--set", "wake=no"], "");
    assert!(
        own.output.contains("--advisor tests/it/tea"),
        "{}",
        own.output
    );
}

#[test]
fn a36_the_default_that_matters_most_is_named() {
    let text = run(&["--set", "state=no"], "").output;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "Look at this one first: Who waits while the work is done? With work_shape=";
    assert!(text.contains(told), "{text}");
    // What it says comes true.
    let (_, rest) = text.split_once(told).unwrap();
    let (answer, then) = rest.split_once(": ").unwrap();
    let set = format!("work_shape={answer}");
    let other = run(&["--set", "state=no", "--set", &set], "").output;
    let other = other.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(then.starts_with(&other[..60]), "{then}\n{other}");
    // An unfinished interview has other worries.
    let open = run(&["--partial"], "yes\n").output;
    assert!(!open.contains("Look at this one"), "{open}");
}

#[test]
fn a34_every_start_leads_to_a_design_and_all_its_answers_count() {
    let advisor = english();
    assert!(advisor.starts.len() >= 12);
    for start in &advisor.starts {
        let mut session = Session::new(advisor);
        for (question, answer) in &start.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().unwrap();
        for (question, _) in &start.answers {
            let id = &advisor.question(*question).id;
            assert!(session.is_asked(*question), "{}: {id}", start.id);
        }
        assert!(Advice::of(&session).verdict.is_some(), "{}", start.id);
    }
}

#[test]
fn a34_a_start_answers_first_and_everything_else_wins() {
    let mails = run(&["--start", "send_emails", "--format", "json"], "");
    assert!(mails.output.contains("\"oban\""), "{}", mails.output);
    assert_eq!(mails.status, 0);
    // What the start says is not asked again: the first line answers the first open question.
    let rooms = run(&["--start", "process_per_room", "--partial"], "unknown\n");
    assert_eq!(rooms.status, 0, "{}", rooms.errors);
    // Its other answers then do not come up, which is nobody's mistake.
    let plain = run(&["--start", "process_per_room", "--set", "state=no"], "");
    assert_eq!(plain.status, 0, "{}", plain.errors);
    assert!(
        plain.output.starts_with("Write a plain function"),
        "{}",
        plain.output
    );
    let named = run(&["--start", "send_emails"], "work_source: broker\n");
    assert!(
        named.output.starts_with("Take the messages"),
        "{}",
        named.output
    );
}

#[test]
fn a34_an_unknown_start_is_refused_with_the_nearest() {
    let ran = run(&["--start", "send_email"], "");
    assert_eq!(ran.status, 2);
    assert!(ran.output.is_empty());
    assert!(ran.errors.contains("`send_emails`"), "{}", ran.errors);
    let ran = run(&["--lang", "pt-BR", "--start", "x"], "");
    assert!(
        ran.errors.contains("nenhum começo se chama"),
        "{}",
        ran.errors
    );
}

#[test]
fn a34_starts_are_listed_with_their_answers() {
    let text = run(&["starts"], "").output;
    let json = run(&["starts", "--format", "json"], "").output;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let listed = json["starts"].as_array().unwrap();
    assert_eq!(listed.len(), english().starts.len());
    for start in listed {
        let id = start["id"].as_str().unwrap();
        assert!(
            text.contains(&format!("\n{id}\n")) || text.starts_with(id),
            "{id}"
        );
        assert!(text.contains(start["title"].as_str().unwrap()), "{id}");
        assert!(!start["answers"].as_object().unwrap().is_empty(), "{id}");
    }
}

/// The questions of an interview that takes the defaults after the tree, as they are asked.
fn on_the_way(answers: &str, thorough: bool) -> Vec<String> {
    let advisor = english();
    let mut session = crate::support::advisors::partial(advisor, answers);
    if thorough {
        session.be_thorough();
    }
    let mut asked: Vec<String> = answers.split(' ').map(str::to_owned).collect();
    while let Some(question) = session.next() {
        let default = session.default_of(question).unwrap().clone();
        session.set(question, default, Origin::Default);
        asked.push(advisor.question(question).id.to_string());
    }
    asked
}

#[test]
fn a24_an_interview_asks_at_most_twelve_questions_and_no_details() {
    let tree = [
        "state=no",
        "state=yes complex=no",
        "state=yes complex=yes supervision=no",
        "state=yes complex=yes supervision=yes request_response=no",
        "state=yes complex=yes supervision=yes request_response=yes explicit_states=no",
        "state=yes complex=yes supervision=yes request_response=yes explicit_states=yes",
    ];
    for answers in tree {
        let asked = on_the_way(answers, false);
        assert!(asked.len() <= 12, "{answers}: {asked:?}");
        let all = on_the_way(answers, true);
        assert!(all.len() >= asked.len(), "{answers}");
        for id in &asked {
            let question = english().find_question(id);
            let Some(question) = question else { continue };
            let section = english().section(english().question(question).section);
            assert!(!section.details.contains(&question), "{id}");
        }
    }
    let thorough = on_the_way(tree[4], true);
    assert!(
        thorough.contains(&"call_timeout".to_owned()),
        "{thorough:?}"
    );
}

#[test]
fn a24_the_median_over_all_situations_is_at_most_twelve() {
    let mut counts: Vec<usize> = designs(english())
        .iter()
        .map(|(_, session)| {
            let asked = session.asked();
            asked.filter(|q| !session.stands_beside(*q)).count()
        })
        .collect();
    counts.sort_unstable();
    let median = counts[counts.len() / 2];
    assert!(median <= 12, "{counts:?}");
}

#[test]
fn details_stand_beside_their_outcome_and_are_given_by_name() {
    let five = "yes\nyes\nyes\nyes\nno\n";
    let json = |args: &[&str], input: &str| {
        let args = [args, &["--format", "json"]].concat();
        let ran = run(&args, input);
        assert_eq!(ran.status, 0, "{}", ran.errors);
        serde_json::from_str::<serde_json::Value>(&ran.output).unwrap()
    };
    let plain = json(&[], five);
    assert_eq!(plain["defaults"]["call_timeout"], 5000);
    let named = json(&["--set", "call_timeout=700"], five);
    assert_eq!(named["answers"]["call_timeout"], 700);
    // In order, the sixth line answers the queue, and the seventh the messages, not a detail.
    let lines = format!("{five}no_queue\nboth\n");
    let told = json(&["--partial"], &lines);
    assert_eq!(told["decisions"]["messaging"]["outcome"], "call_and_cast");
    assert_eq!(told["next"]["question"], "how_many");
    let thorough = json(&["--partial", "--thorough"], &lines);
    assert_eq!(thorough["next"]["question"], "call_timeout");
    // When only details are left, the interview is finished.
    let all = format!("{lines}one\nundecided\nno\nindependent\nnothing\n");
    assert_eq!(json(&["--partial"], &all)["status"], "complete");
}

#[test]
fn a24_a_queue_alone_is_not_asked_what_stands_beside_it() {
    let asked = |answers: &[&str]| {
        let sets = answers.iter().flat_map(|answer| ["--set", answer]);
        let args: Vec<&str> = sets.chain(["--format", "json"]).collect();
        let json: serde_json::Value = serde_json::from_str(&run(&args, "").output).unwrap();
        assert_eq!(json["decisions"]["strategy"]["outcome"], "none");
        !json["defaults"]["siblings"].is_null()
    };
    assert!(!asked(&["state=no", "work_source=own_jobs"]));
    assert!(!asked(&["state=no", "work_source=broker"]));
    // A queue waits where nobody else does, and has a clock of its own.
    for shape in ["work_shape=background", "work_shape=by_the_clock"] {
        assert!(!asked(&["state=no", "work_source=own_jobs", shape]));
    }
    // What is started beside the queue may need it.
    assert!(asked(&[
        "state=no",
        "work_source=own_jobs",
        "work_shape=many_items"
    ]));
}

#[test]
fn one_is_counted_as_one() {
    for (advisor, one, many) in [
        (english(), "1 attempt at most", "2 attempts at most"),
        (
            portuguese(),
            "no máximo 1 tentativa\n",
            "no máximo 2 tentativas\n",
        ),
    ] {
        for (attempts, told) in [("1", one), ("2", many)] {
            let jobs = format!("state=no work_source=own_jobs durable=yes max_attempts={attempts}");
            let text = as_text(&complete(advisor, &jobs));
            assert!(text.contains(told), "{told} in\n{text}");
        }
    }
    // As it is written, so it may be typed.
    let typed = [
        "--set=state=no",
        "--set=work_source=own_jobs",
        "--set=max_attempts=1 attempt",
    ];
    let text = run(&typed, "").output;
    assert!(text.contains("1 attempt at most"), "{text}");
}
