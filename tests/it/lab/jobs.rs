//! Jobs in the lab: what a person sees of "at least once", that nothing is lost whatever happens, and that
//! the numbers are those of the emitted projects.

use otp_advisor::inside::embedded;
use otp_advisor::inside::lab::jobs::{Fate, Is, Job};
use otp_advisor::inside::lab::plan::Plan;
use otp_advisor::inside::lab::play::{Event, Play, State, Step, What};
use otp_advisor::inside::session::Session;
use proptest::prelude::*;

use super::{SIZES, after, en, lab, pt};
use crate::support::program::run;
use crate::support::tui::{Fake, Player};

fn plan(advisor: &'static otp_advisor::inside::model::Advisor, answers: &[&str]) -> Plan {
    let mut session = Session::new(advisor);
    for set in answers {
        let (question, answer) = set.split_once('=').unwrap();
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    Plan::of(&session).unwrap()
}

fn shipped(more: &[&str]) -> Plan {
    plan(
        embedded::advisor(None).unwrap(),
        &[&["state=no"], more].concat(),
    )
}

/// The folder beside this file is the advisor's, so pictures go where the others are.
fn shown(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The job of that number, as it is now.
fn job(play: &Play, number: i64) -> Job {
    let jobs = &play.seen().jobs;
    jobs.iter()
        .find(|job| job.number == number)
        .unwrap()
        .clone()
}

fn played(plan: Plan, events: &[Event]) -> Play {
    let mut play = Play::new(plan);
    for event in events {
        play.happen(*event);
    }
    play
}

#[test]
fn a_job_whose_worker_is_lost_runs_again() {
    for design in [
        ["work_source=own_jobs", "database=sqlite"],
        ["work_source=own_jobs", "database=postgresql"],
        ["work_source=broker", "broker=rabbitmq"],
        ["work_source=broker", "broker=sqs"],
    ] {
        let plan = shipped(&design);
        let part = plan.queue.as_ref().unwrap().part;
        for lost in [Event::Crash(part), Event::Kill] {
            let mut play = played(plan.clone(), &[Event::Add, lost]);
            let twice = Fate::Taken(2, true);
            // A lease ends within two minutes, and what follows a loss is not much longer.
            play.happen(Event::Wait(120));
            let steps = play.steps().iter();
            assert!(
                steps.clone().any(|step| step.what == What::Job(1, twice)),
                "{design:?}"
            );
            assert_eq!(
                (job(&play, 1).runs, job(&play, 1).is),
                (2, Is::Running),
                "{design:?}"
            );
            play.happen(Event::Done(None));
            play.happen(Event::Wait(60));
            assert_eq!(job(&play, 1).is, Is::Done, "{design:?}");
        }
    }
}

#[test]
fn an_attempt_that_was_the_last_is_the_last() {
    for (attempts, database) in [
        (1, "sqlite"),
        (3, "sqlite"),
        (20, "sqlite"),
        (50, "sqlite"),
        (4, "postgresql"),
    ] {
        let set = format!("max_attempts={attempts}");
        let database = format!("database={database}");
        let mut play = played(
            shipped(&["work_source=own_jobs", &database, &set]),
            &[Event::Add],
        );
        let mut failed = 0;
        while job(&play, 1).is == Is::Running {
            play.happen(Event::Fail(Some(1)));
            play.happen(Event::Tick);
            failed += 1;
        }
        assert_eq!((failed, job(&play, 1).is), (attempts, Is::GivenUp));
        // That no attempt is left is seen at once.
        assert_eq!(
            play.plan.queue.as_ref().unwrap().pauses().len(),
            attempts - 1
        );
    }
}

#[test]
fn nothing_is_lost_with_the_store_and_nobody_is_restarted() {
    for design in ["work_source=own_jobs", "work_source=broker"] {
        let events = [
            Event::Add,
            Event::Add,
            Event::StoreDown,
            Event::Add,
            Event::Wait(3_600),
        ];
        let mut play = played(shipped(&[design]), &events);
        let quiet = |step: &Step| {
            step.used.iter().all(|used| *used == 0)
                && step.states.iter().all(|state| *state == State::Running)
        };
        assert!(quiet(play.seen()), "{design}");
        assert_eq!(play.seen().jobs.len(), 2, "nothing is added meanwhile");
        play.happen(Event::StoreUp);
        play.happen(Event::Wait(3_600));
        play.happen(Event::Done(None));
        play.happen(Event::Done(None));
        play.happen(Event::Tick);
        assert!(quiet(play.seen()), "{design}");
        let done = play.seen().jobs.iter().all(|job| job.is == Is::Done);
        assert!(done, "{design}: {:?}", play.seen().jobs);
    }
}

/// A file of the project that is written for these answers.
fn emitted(answers: &[&str], path: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("app").display().to_string();
    let mut args = vec!["--emit", &project, "--dry-run"];
    args.extend(answers.iter().flat_map(|set| ["--set", set]));
    let ran = run(&args, "");
    assert_eq!(ran.status, 0, "{answers:?}: {}", ran.errors);
    let (_, file) = ran.output.split_once(&format!("+++ b/{path}\n")).unwrap();
    let lines = file
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('+'));
    let lines: Vec<&str> = lines.map(|line| &line[1..]).collect();
    lines.join("\n") + "\n"
}

#[test]
fn numbers_and_policies_are_those_of_the_project() {
    // Without what only tests and the lab ask for.
    let policy = |path: &str| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/runtime/");
        let text = std::fs::read_to_string(format!("{root}{path}")).unwrap();
        let parts = text.split("//% if with.runtime_tests\n").enumerate();
        let emitted = parts.map(|(place, part)| match place {
            0 => part,
            _ => part.split_once("//% endif\n").unwrap().1,
        });
        emitted.collect::<String>()
    };
    for (database, workers, module) in [
        ("sqlite", "src/app.rs", "jobs"),
        ("postgresql", "src/app.rs", "pg_jobs"),
    ] {
        for attempts in ["1", "3", "20", "50"] {
            let (database, set) = (
                format!("database={database}"),
                format!("max_attempts={attempts}"),
            );
            let answers = ["work_source=own_jobs", &database, &set];
            let queue = shipped(&answers).queue.unwrap();
            assert_eq!(queue.attempts.to_string(), attempts);
            let answers = [&["state=no"], &answers[..]].concat();
            let code = emitted(&answers, workers);
            let told = code
                .lines()
                .find(|line| line.starts_with("pub const MAX_ATTEMPTS"));
            assert!(
                told.unwrap().ends_with(&format!(" = {attempts};")),
                "{told:?}"
            );
            let system = emitted(&answers, "src/otp/system.rs");
            let workers = format!("\"default\", {}", queue.workers.unwrap());
            assert!(system.contains(&workers), "{system}");
            // The lab is compiled with this very file.
            let path = format!("otp/{module}/policy.rs");
            assert_eq!(emitted(&answers, &format!("src/{path}")), policy(&path));
        }
    }
    for (size, wait) in [("100", "1000"), ("7", "2500")] {
        let (set, timeout) = (
            format!("batch_size={size}"),
            format!("batch_timeout={wait}"),
        );
        let answers = ["work_source=broker", &set, &timeout];
        let queue = shipped(&answers).queue.unwrap();
        assert_eq!(queue.batch.to_string(), size);
        assert_eq!(
            queue.batch_wait,
            wait.parse::<u64>().unwrap().div_ceil(1_000)
        );
        let answers = [&["state=no"], &answers[..]].concat();
        let path = "otp/pipeline/policy.rs";
        assert_eq!(emitted(&answers, &format!("src/{path}")), policy(path));
        let code = emitted(&answers, "src/app.rs");
        assert!(
            code.contains(&format!("BATCH_SIZE: usize = {size};")),
            "{code}"
        );
    }
}

#[test]
fn pauses_are_those_of_oban_and_of_graphile_worker() {
    let queue = shipped(&["work_source=own_jobs"]).queue.unwrap();
    for (attempt, pause) in (1..20).zip(queue.pauses()) {
        let least = 15 + (1_u64 << attempt);
        assert!(
            (least..=least + least / 10 + 1).contains(&pause),
            "{attempt}: {pause}"
        );
    }
    let queue = shipped(&["work_source=own_jobs", "database=postgresql"])
        .queue
        .unwrap();
    assert_eq!(queue.pauses()[..4], [3, 8, 21, 55]);
    assert_eq!(queue.pauses()[12], 22_027);
}

#[test]
fn jobs_in_words() {
    shown("jobs", &lab(&["--set", "mood=notes", "--set", "pans=7"]));
    shown(
        "jobs_pt_br",
        &lab(&["--set", "mood=letters", "--lang", "pt-BR"]),
    );
    let events =
        "message 3 done 1 crash cook tick done fail 2 store-down store-up tick job kill stop";
    shown(
        "letters",
        &lab(&["--set", "mood=letters", "--set", "waiters=leave", events]),
    );
    // Where there is no queue, nothing becomes of a job.
    assert!(lab(&["job"]).contains("keeps no jobs outside its tree"));
}

#[test]
fn jobs_at_every_size() {
    for (name, size) in SIZES {
        shown(
            &format!("jobs_{name}"),
            &after(en(), size, "5L<tab>aaaejf<space>c<space>"),
        );
    }
    shown(
        "jobs_wizard_pt_br",
        &after(pt(), (80, 24), "6L<tab>aaed<space>"),
    );
}

#[test]
fn keys_act_on_the_chosen_job() {
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (100, 30));
    let none = player.press("5L<tab>").text();
    assert!(none.contains("There is none yet"), "{none}");
    let two = player.press("aa<space>").text();
    assert!(two.contains("● #1") && two.contains("● #2"), "{two}");
    let failed = player.press("jf<space>").text();
    assert!(
        failed.contains("● #1") && failed.contains("↻ #2"),
        "{failed}"
    );
    let away = player.press("d").text();
    assert!(away.contains("the board, away"), "{away}");
    let back = player.press("dt<space>").text();
    assert!(back.contains("the board, running"), "{back}");
    // The tree is seen one further, and is the same.
    let load = player.press("<tab>").text();
    assert!(load.contains("under load"), "{load}");
    assert!(player.press("<tab>").text().contains("● cook"));
}

#[test]
fn programs_get_every_job() {
    let text = lab(&[
        "--set",
        "mood=notes",
        "--format",
        "json",
        "job 2 fail 1 store-down",
    ]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["queue"]["store"], "the board");
    assert_eq!(value["queue"]["pauses"].as_array().unwrap().len(), 2);
    let last = value["story"].as_array().unwrap().last().unwrap();
    let step = last["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(step["store"], false);
    assert_eq!(step["jobs"][0]["state"], "retrying");
    assert_eq!(step["jobs"][0]["until"], value["queue"]["pauses"][0]);
    assert_eq!(step["jobs"][1]["state"], "running");
    let schema: serde_json::Value =
        serde_json::from_str(&run(&["schema", "output"], "").output).unwrap();
    let valid = jsonschema::validator_for(&schema).unwrap();
    assert!(valid.is_valid(&value), "{text}");
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => Just(Event::Add),
        4 => prop::option::of(1..9_i64).prop_map(Event::Done),
        4 => prop::option::of(1..9_i64).prop_map(Event::Fail),
        4 => Just(Event::Tick),
        3 => (0..90_u64).prop_map(Event::Wait),
        2 => (0..9_usize).prop_map(Event::Crash),
        1 => (0..9_usize).prop_map(Event::End),
        2 => Just(Event::StoreDown),
        3 => Just(Event::StoreUp),
        1 => Just(Event::Kill),
        1 => Just(Event::Stop),
    ];
    prop::collection::vec(event, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_job_is_lost_whatever_happens(
        events in events(),
        mood in prop::sample::select(vec!["mood=notes", "mood=letters"]),
        pans in 1..6_usize,
        waiters in prop::sample::select(vec!["waiters=wait", "waiters=leave"]),
    ) {
        let pans = format!("pans={pans}");
        let plan = plan(en(), &[mood, &pans, waiters]);
        let queue = plan.queue.clone().unwrap();
        let mut play = played(plan, &events);
        for (before, step) in play.steps().iter().zip(play.steps().iter().skip(1)) {
            prop_assert!(step.now >= before.now);
            let running = step.jobs.iter().filter(|job| job.is == Is::Running).count();
            prop_assert!(queue.workers.is_none_or(|most| running <= most));
            for job in &step.jobs {
                if !queue.is_broker() {
                    prop_assert!(job.attempt <= queue.attempts, "{job:?}");
                }
                // Nobody takes anything while the store is away.
                let taken = matches!(step.what, What::Job(number, Fate::Taken(..)) if number == job.number);
                prop_assert!(!taken || step.store, "{step:?}");
            }
            // What is over stays so, and what is there stays there.
            let over = |job: &&Job| matches!(job.is, Is::Done | Is::GivenUp);
            for job in &before.jobs {
                let now = step.jobs.iter().find(|one| one.number == job.number);
                match now {
                    Some(now) => prop_assert!(!over(&job) || now.is == job.is),
                    None => prop_assert!(over(&job)),
                }
            }
        }
        // Once all is well again, each comes to its end.
        play.happen(Event::Kill);
        play.happen(Event::StoreUp);
        let over = |job: &Job| matches!(job.is, Is::Done | Is::GivenUp);
        for _ in 0..500 {
            if play.seen().jobs.iter().all(over) {
                break;
            }
            play.happen(Event::Done(None));
            if !play.seen().jobs.iter().any(|job| job.is == Is::Running) {
                play.happen(Event::Tick);
            }
        }
        prop_assert!(play.seen().jobs.iter().all(over), "{:?}", play.seen().jobs);
    }
}
