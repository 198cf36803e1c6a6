//! The Rust that advice shows beside the Elixir: it is formatted, and compiles in the project that is
//! emitted for its outcome. (`.ci/elixir` does the same for the other side.)

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::session::Session;

use crate::advisor;
use crate::designs::{design, outcome as find};
use crate::projects::{cargo, folder, workspace};

fn shown() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("trees/code")
}

/// An outcome, the file of the Rust code that shows it, and what it takes besides to be shown that.
type Shown = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const SHOWN: &[Shown] = &[
    ("abstraction/plain_function", "plain_function", &[]),
    ("abstraction/agent", "agent", &[]),
    ("abstraction/agent", "agent_reads", READS),
    ("abstraction/spawn_link", "spawn_link", &[]),
    (
        "abstraction/task_supervisor",
        "task_supervisor",
        &[("work_source", "broker")],
    ),
    (
        "abstraction/task_supervisor",
        "task_supervisor_start_child",
        &[],
    ),
    (
        "abstraction/task_supervisor",
        "task_supervisor_async_nolink",
        &[("work_shape", "one_result"), ("caller_survives", "yes")],
    ),
    ("abstraction/gen_server", "gen_server", &[]),
    ("abstraction/gen_server", "gen_server_partitions", SPLIT),
    ("abstraction/gen_server", "gen_server_reads", READS),
    (
        "abstraction/gen_server",
        "gen_server_later",
        &[("slow_answers", "yes")],
    ),
    (
        "abstraction/gen_server",
        "gen_server_cast",
        &[("reply", "fire_and_forget")],
    ),
    (
        "abstraction/gen_server",
        "gen_server_clock",
        &[("own_clock", "yes")],
    ),
    (
        "abstraction/gen_server",
        "gen_server_both",
        &[("reply", "both")],
    ),
    (
        "abstraction/gen_server",
        "gen_server_cast_clock",
        &[("reply", "fire_and_forget"), ("own_clock", "yes")],
    ),
    ("abstraction/gen_state_machine", "gen_state_machine", &[]),
    ("queue/broadway", "broadway", &[]),
    ("queue/oban", "oban", &[]),
    ("queue/oban", "oban_pg", &[("database", "postgresql")]),
    ("queue/oban", "periodic_job_minutes", CLOCK),
    ("queue/oban", "periodic_job_minutes_pg", CLOCK_OF_ALL),
    ("queue/oban", "periodic_job", DAILY),
    ("queue/oban", "periodic_job_pg", DAILY_OF_ALL),
    ("execution/task_async", "task_async", &[]),
    (
        "execution/task_supervisor_async_nolink",
        "task_supervisor_async_nolink",
        &[],
    ),
    (
        "execution/task_supervisor_start_child",
        "task_supervisor_start_child",
        &[],
    ),
    ("execution/async_stream", "async_stream", &[]),
    ("execution/periodic", "periodic", &[]),
    ("execution/periodic_job", "periodic_job_minutes", &[]),
    (
        "execution/periodic_job",
        "periodic_job_minutes_pg",
        &[("database", "postgresql")],
    ),
    ("execution/periodic_job", "periodic_job", DAY),
    (
        "execution/periodic_job",
        "periodic_job_pg",
        &[("database", "postgresql"), ("period", "86400")],
    ),
    ("instances/single", "single", &[]),
    ("instances/dynamic_supervisor", "dynamic_supervisor", &[]),
    ("instances/dynamic_supervisor", "topics", TOPICS),
    ("instances/dynamic_supervisor", "topics_tasks", FOLLOWERS),
    ("instances/dynamic_supervisor", "pg", PG),
    (
        "instances/dynamic_supervisor",
        "dynamic_supervisor_handle",
        HANDLE,
    ),
    (
        "instances/partition_supervisor",
        "partition_supervisor",
        HANDLE,
    ),
    ("instances/dynamic_supervisor", "task_supervisor", TASKS),
    ("instances/partition_supervisor", "task_supervisor", TASKS),
    ("instances/partition_supervisor", "topics", TOPICS),
    ("instances/partition_supervisor", "topics_tasks", FOLLOWERS),
    ("instances/partition_supervisor", "pg", PG),
    (
        "instances/partition_supervisor",
        "partition_supervisor_names",
        &[],
    ),
    ("naming/registry", "registry", &[]),
    ("naming/registry", "topics", TOPICS),
    ("naming/registry", "topics_tasks", FOLLOWERS),
    ("naming/pg", "pg", &[]),
    ("storage/ets", "ets", &[("keep", "table")]),
    ("storage/ets", "cache", &[("keep", "cache")]),
    ("storage/persistent_term", "persistent_term", &[]),
    ("storage/dets", "dets", &[("keep", "records")]),
    (
        "storage/dets",
        "dets_cache",
        &[("keep", "cache"), ("survive", "yes")],
    ),
    (
        "storage/mnesia",
        "mnesia_cache",
        &[
            ("keep", "cache"),
            ("survive", "yes"),
            ("nodes", "one"),
            ("transactions", "yes"),
        ],
    ),
    (
        "storage/mnesia",
        "mnesia_cache_nodes",
        &[("keep", "cache"), ("nodes", "several")],
    ),
    ("storage/mnesia", "mnesia", ACCOUNTS),
    ("storage/mnesia", "mnesia_nodes", SHARED),
    ("storage/mnesia", "mnesia_table", TOGETHER),
    ("storage/mnesia", "mnesia_table_nodes", SEATS),
];

const TOPICS: &[(&str, &str)] = &[("found_by", "topic"), ("spans_nodes", "no")];
/// Task supervisors that belong to a topic.
const FOLLOWERS: &[(&str, &str)] = &[
    ("state", "yes"),
    ("complex", "yes"),
    ("supervision", "yes"),
    ("request_response", "no"),
    ("found_by", "topic"),
    ("spans_nodes", "no"),
];
const PG: &[(&str, &str)] = &[("found_by", "topic"), ("spans_nodes", "yes")];
const TASKS: &[(&str, &str)] = &[("state", "no"), ("work_shape", "background")];
const HANDLE: &[(&str, &str)] = &[("found_by", "handle")];
/// Too busy for one process, with its reads and without them.
const READS: &[(&str, &str)] = &[
    ("assess_load", "yes"),
    ("peak_rate", "1000"),
    ("service_time", "1"),
    ("read_share", "90"),
];
const SPLIT: &[(&str, &str)] = &[
    ("assess_load", "yes"),
    ("peak_rate", "1000"),
    ("service_time", "1"),
    ("read_share", "0"),
];
const ACCOUNTS: &[(&str, &str)] = &[
    ("keep", "records"),
    ("nodes", "one"),
    ("transactions", "yes"),
];
const SHARED: &[(&str, &str)] = &[("keep", "records"), ("nodes", "several")];
const TOGETHER: &[(&str, &str)] = &[
    ("keep", "table"),
    ("survive", "no"),
    ("nodes", "one"),
    ("transactions", "yes"),
];
const SEATS: &[(&str, &str)] = &[("keep", "table"), ("survive", "no"), ("nodes", "several")];
const CLOCK: &[(&str, &str)] = &[("state", "no"), ("work_shape", "by_the_clock")];
const CLOCK_OF_ALL: &[(&str, &str)] = &[
    ("state", "no"),
    ("work_shape", "by_the_clock"),
    ("database", "postgresql"),
];
const DAY: &[(&str, &str)] = &[("period", "86400")];
const DAILY: &[(&str, &str)] = &[
    ("state", "no"),
    ("work_shape", "by_the_clock"),
    ("period", "86400"),
];
const DAILY_OF_ALL: &[(&str, &str)] = &[
    ("state", "no"),
    ("work_shape", "by_the_clock"),
    ("database", "postgresql"),
    ("period", "86400"),
];

fn rust(file: &str) -> String {
    let path = shown().join(format!("{file}.rs"));
    fs::read_to_string(path).unwrap().trim_end().to_owned()
}

/// A design that is shown this code, by which it is proved to be shown.
fn shown_this((outcome, file, answers): &Shown) -> Session<'static> {
    let advisor = advisor();
    let (section, id) = outcome.split_once('/').unwrap();
    let outcome = find(advisor, section, id);
    let mut session = design(advisor, &[outcome]).unwrap();
    for (question, answer) in *answers {
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    let ix = advisor.outcome(outcome).section;
    assert_eq!(session.outcome(ix), Some(outcome), "{file}");
    let advice = Advice::of(&session);
    let mut code = advice.decision(section).unwrap().code.iter();
    let code = code.find(|(language, _)| language == "rust");
    assert_eq!(code.unwrap().1, rust(file), "{file}");
    session
}

#[test]
fn a35_every_code_is_shown_to_a_design_that_is_compiled() {
    let advisor = advisor();
    let mut all = BTreeSet::new();
    for outcome in &advisor.outcomes {
        let section = &advisor.section(outcome.section).id;
        let special = outcome.code_when.iter().map(|special| &special.code);
        for code in [&outcome.code].into_iter().chain(special) {
            for (_, code) in code.iter().filter(|(language, _)| language == "rust") {
                all.insert((format!("{section}/{}", outcome.id), code.to_string()));
            }
        }
    }
    let listed: BTreeSet<_> = SHOWN
        .iter()
        .map(|(outcome, file, _)| ((*outcome).to_owned(), rust(file)))
        .collect();
    assert_eq!(listed, all);
    SHOWN.iter().map(shown_this).for_each(drop);
}

#[test]
fn a35_shown_rust_is_formatted() {
    let files = fs::read_dir(shown()).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    let output = Command::new("rustfmt")
        .args(["--check", "--config-path"])
        .arg(shown())
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

#[test]
#[ignore = "checks some forty projects, a few minutes: .ci/run, or cargo test --test emitted both_worlds -- --ignored"]
fn a35_shown_rust_compiles_in_the_project_of_its_outcome() {
    let designs: Vec<_> = SHOWN.iter().map(shown_this).collect();
    let root = folder("both-worlds");
    workspace(&root, &designs, |_| &[]);
    for (place, (_, file, _)) in SHOWN.iter().enumerate() {
        let source = root.join(format!("design-{place:02}/src"));
        fs::write(source.join("shown.rs"), rust(file) + "\n").unwrap();
        let library = source.join("lib.rs");
        let text = fs::read_to_string(&library).unwrap() + "pub mod shown;\n";
        fs::write(library, text).unwrap();
    }
    let said = cargo(&root, &["check", "--workspace"]);
    assert!(!said.contains("warning: unused"), "{said}");
    println!("{} pieces of code compiled", SHOWN.len());
}
