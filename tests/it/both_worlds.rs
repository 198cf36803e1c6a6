//! Code beside the advice: both worlds for what differs between them, and the pair of the decision that
//! matters most where people read it.

use std::collections::BTreeMap;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::{embedded, render};

/// What looks the same in both worlds, or is no code at all.
const WITHOUT: [&str; 3] = ["inline", "direct_handle", "none"];

fn session(answers: &[(&str, &str)]) -> Session<'static> {
    let mut session = Session::new(embedded::advisor(None).unwrap());
    for (question, answer) in answers {
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    session
}

fn text(answers: &[(&str, &str)]) -> String {
    let session = session(answers);
    render::text::text(&Advice::in_short(&session), &session, 80, false)
}

const SERVER: [(&str, &str); 5] = [
    ("state", "yes"),
    ("complex", "yes"),
    ("supervision", "yes"),
    ("request_response", "yes"),
    ("explicit_states", "no"),
];

#[test]
fn a35_every_outcome_that_code_can_show_is_shown_in_both_worlds() {
    let advisor = embedded::advisor(None).unwrap();
    let sections = [
        "abstraction",
        "execution",
        "instances",
        "naming",
        "storage",
        "queue",
    ];
    for section in sections {
        let section = advisor.section(advisor.find_section(section).unwrap());
        for outcome in &section.outcomes {
            let outcome = advisor.outcome(*outcome);
            if WITHOUT.contains(&outcome.id.as_str()) {
                assert!(outcome.code.is_empty(), "{}", outcome.id);
                assert!(outcome.code_when.is_empty(), "{}", outcome.id);
                continue;
            }
            let special = outcome.code_when.iter().map(|special| &special.code);
            for code in [&outcome.code].into_iter().chain(special) {
                let languages: Vec<&str> = code.iter().map(|(name, _)| name.as_str()).collect();
                assert_eq!(languages, ["elixir", "rust"], "{}", outcome.id);
                for (language, code) in code {
                    let lines = code.lines().count();
                    assert!(
                        (10..=25).contains(&lines),
                        "{} in {language}: {lines} lines",
                        outcome.id
                    );
                }
            }
        }
    }
}

#[test]
fn a35_text_shows_the_pair_of_the_decision_that_matters_most() {
    for (more, title, elixir, rust) in [
        (
            &[][..],
            "GenServer in code",
            "GenServer.call",
            "impl GenServer for Stock",
        ),
        (
            &[("keep", "table")],
            "ETS in code",
            ":ets.lookup",
            "bids.update",
        ),
        (
            &[("how_many", "many"), ("keep", "table")],
            "DynamicSupervisor in code",
            "DynamicSupervisor.start_child",
            "rooms.get_or_start(name)",
        ),
        (
            &[("work_source", "own_jobs"), ("how_many", "many")],
            "Oban in code",
            "use Oban.Worker",
            "jobs.insert_with",
        ),
    ] {
        let answers: Vec<_> = SERVER.iter().chain(more).copied().collect();
        let text = text(&answers);
        let (_, code) = text
            .split_once(&format!("\n{title}\n"))
            .unwrap_or_else(|| panic!("no {title} in\n{text}"));
        let at = |part: &str| {
            let found = code.find(part);
            found.unwrap_or_else(|| panic!("no {part} in\n{code}"))
        };
        let parts = ["  Elixir\n", elixir, "\n  Rust\n", rust];
        assert!(parts.is_sorted_by_key(|part| at(part)), "{code}");
        assert_eq!(text.matches(" in code\n").count(), 1, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}

/// What is asked for besides, the section whose code is shown, a part of it in Elixir, and one in Rust.
type Fits = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
    &'static str,
);

const FITS: &[Fits] = &[
    (
        &[("how_many", "many"), ("found_by", "topic")],
        "instances",
        "Registry.dispatch(",
        "topics.child(",
    ),
    (
        &[
            ("how_many", "many"),
            ("found_by", "topic"),
            ("spans_nodes", "yes"),
        ],
        "instances",
        ":pg.get_members(",
        "groups.child(",
    ),
    (
        &[("how_many", "many"), ("found_by", "handle")],
        "instances",
        "terminate_child(Uploads, pid)",
        "uploads.start(",
    ),
    (
        &[("how_many", "many"), ("start_storm", "yes")],
        "instances",
        "{:via, Registry,",
        "Instances::partitioned(",
    ),
    (
        &[("keep", "records"), ("nodes", "several")],
        "storage",
        "disc_copies: nodes",
        "PgPool",
    ),
    (
        &[("keep", "records"), ("transactions", "yes")],
        "storage",
        "disc_copies: nodes",
        "SqlitePool",
    ),
    (
        &[("keep", "records"), ("survive", "yes")],
        "storage",
        ":dets.sync(",
        "drafts.insert(",
    ),
    (
        &[("keep", "cache")],
        "storage",
        ":ets.insert(",
        "get_or_load(",
    ),
    (
        &[("work_source", "own_jobs"), ("database", "postgresql")],
        "queue",
        "Oban.insert(",
        "impl TaskHandler for Receipt",
    ),
    (
        &[
            ("state", "no"),
            ("work_source", "own_jobs"),
            ("work_shape", "by_the_clock"),
        ],
        "queue",
        "Oban.Plugins.Cron",
        ".every(PERIOD, job)",
    ),
    (
        &[
            ("state", "no"),
            ("work_source", "own_jobs"),
            ("work_shape", "by_the_clock"),
            ("database", "postgresql"),
        ],
        "queue",
        "Oban.Plugins.Cron",
        "parse_crontab(",
    ),
    (
        &[("reply", "fire_and_forget")],
        "abstraction",
        "GenServer.cast(",
        "to.cast(",
    ),
    (
        &[("own_clock", "yes")],
        "abstraction",
        "Process.send_after(",
        "fn handle_tick(",
    ),
    (
        &[("slow_answers", "yes")],
        "abstraction",
        "GenServer.reply(",
        "fn later(",
    ),
    // What a task works out does not keep the server busy.
    (
        &[
            ("slow_answers", "yes"),
            ("assess_load", "yes"),
            ("peak_rate", "100"),
            ("service_time", "20"),
            ("read_share", "0"),
        ],
        "abstraction",
        "GenServer.reply(",
        "fn later(",
    ),
    (
        &[
            ("assess_load", "yes"),
            ("peak_rate", "100"),
            ("service_time", "20"),
            ("read_share", "0"),
        ],
        "abstraction",
        "{:via, PartitionSupervisor,",
        "PartitionSupervisor::child(",
    ),
];

#[test]
fn code_is_of_the_design_that_it_is_shown_beside() {
    for (more, section, elixir, rust) in FITS {
        let answers: Vec<_> = SERVER.iter().chain(*more).copied().collect();
        let session = session(&answers);
        let advice = Advice::of(&session);
        let section = session.advisor().find_section(section).unwrap();
        let mut decisions = advice.decisions.iter();
        let decision = decisions.find(|decision| decision.section == section);
        let code = &decision.unwrap().code;
        for (part, (language, code)) in [elixir, rust].into_iter().zip(code) {
            assert!(code.contains(part), "{more:?} in {language}:\n{code}");
        }
        assert_eq!(code.len(), 2, "{more:?}");
    }
}

#[test]
fn a35_an_unfinished_interview_shows_no_code_yet() {
    let mut session = Session::new(embedded::advisor(None).unwrap());
    session.tell("state", "no").unwrap();
    let text = render::text::text(&Advice::in_short(&session), &session, 80, false);
    assert!(!text.contains(" in code"), "{text}");
}

#[test]
fn a35_json_carries_the_code_of_every_decision() {
    let session = session(&SERVER);
    let advice = Advice::of(&session);
    let json = serde_json::to_value(render::json::advice(&advice, &session)).unwrap();
    for decision in &advice.decisions {
        let section = &session.advisor().section(decision.section).id;
        let told = &json["decisions"][section.as_str()]["code"];
        let code: BTreeMap<&str, String> = decision
            .code
            .iter()
            .map(|(language, code)| (language.as_str(), format!("{code}\n")))
            .collect();
        if code.is_empty() {
            assert!(told.is_null(), "{section}");
        } else {
            assert_eq!(*told, serde_json::to_value(code).unwrap(), "{section}");
        }
    }
    assert!(json["decisions"]["abstraction"]["code"]["elixir"].is_string());
}
