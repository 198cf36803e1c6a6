//! Each async function of the public API may be dropped at any await: the list of them, and of the tests
//! that give each up at every await it has. A function that is not on the list fails, and so does a line
//! of the list whose function or test is gone.

#![expect(clippy::unwrap_used, reason = "all of it is a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the tests are, and which functions each of them gives up.
#[rustfmt::skip]
const TESTED: &[(&str, &str, &[&str])] = &[
    ("agent/tests.rs", "k13_a_call_may_be_given_up_at_any_await",
        &["agent::Agent::get", "agent::Agent::update", "agent::Agent::get_and_update"]),
    ("cache/tests.rs", "k13_get_or_load_may_be_given_up_at_any_await", &["cache::Cache::get_or_load"]),
    ("cache/tests.rs", "k13_forget_may_be_given_up_at_any_await", &["cache::Cache::forget", "cache::Cache::get"]),
    ("failure/tests.rs", "k13_what_is_caught_may_be_given_up_at_any_await", &["failure::caught"]),
    ("groups/nats/tests.rs", "k13_with_nats_sending_may_be_dropped_at_any_await", &["groups::nats::Cluster::send"]),
    ("instances/tests.rs", "k13_count_may_be_given_up_at_any_await", &["instances::Instances::count"]),
    ("instances/tests/named.rs", "k13_get_or_start_may_be_given_up_at_any_await", &["instances::Instances::get_or_start"]),
    ("instances/tests/named.rs", "k13_stop_may_be_given_up_at_any_await", &["instances::Instances::stop"]),
    ("instances/tests.rs", "k13_a_start_that_is_given_up_at_any_await_leaves_nothing_behind", &["instances::Instances::start"]),
    ("instances/tests.rs", "k13_stop_child_may_be_given_up_at_any_await", &["instances::Instances::stop_child"]),
    ("jobs/tests/dropped.rs", "k13_opening_may_be_dropped_at_any_await", &["jobs::Jobs::open"]),
    ("jobs/tests/dropped.rs", "k13_insertions_and_questions_may_be_dropped_at_any_await",
        &["jobs::Jobs::insert", "jobs::Jobs::get", "jobs::Jobs::waiting"]),
    ("jobs/tests/dropped.rs", "k13_an_insertion_in_a_transaction_is_part_of_it_or_not_at_all", &["jobs::Jobs::insert_with"]),
    ("jobs/tests/dropped.rs", "k13_draining_may_be_dropped_at_any_await", &["jobs::queue::Queue::drain"]),
    ("jobs/tests/dropped.rs", "k13_a_running_queue_may_be_dropped_at_any_await", &["jobs::queue::Queue::run"]),
    ("linked/tests.rs", "k13_an_owner_may_be_dropped_at_any_await", &["linked::Links::run"]),
    ("mailbox/tests.rs", "k13_a_call_dropped_at_any_await_is_answered_or_not_done", &["mailbox::Address::call"]),
    ("mailbox/tests.rs", "k13_who_gives_way_may_be_given_up_at_any_await", &["supervisor::alive::give_way"]),
    ("mailbox/tests.rs", "k13_a_stop_dropped_before_it_is_sent_never_happened_and_afterwards_it_does", &["mailbox::Address::stop"]),
    ("pg_jobs/tests/dropped.rs", "k13_connecting_may_be_dropped_at_any_await",
        &["pg_jobs::Jobs::connect", "pg_jobs::Jobs::connect_within"]),
    ("pg_jobs/tests/dropped.rs", "k13_insertions_and_questions_may_be_dropped_at_any_await",
        &["pg_jobs::Jobs::insert", "pg_jobs::Jobs::get", "pg_jobs::Jobs::begin"]),
    ("pg_jobs/tests/dropped.rs", "k13_an_insertion_in_a_transaction_is_part_of_it_or_not_at_all", &["pg_jobs::Jobs::insert_with"]),
    ("pg_jobs/tests/dropped.rs", "k13_draining_may_be_dropped_at_any_await", &["pg_jobs::queue::Queue::drain"]),
    ("pg_jobs/tests/dropped.rs", "k13_a_running_queue_may_be_dropped_at_any_await", &["pg_jobs::queue::Queue::run"]),
    ("pipeline/trouble.rs", "k13_a_pipeline_that_is_dropped_at_any_await_loses_nothing_and_acknowledges_nothing_twice",
        &["pipeline::Pipeline::run", "pipeline::broker::Broker::settled", "pipeline::broker::Broker::connect",
          "pipeline::broker::Connection::receive", "pipeline::broker::Connection::ack", "pipeline::broker::Connection::reject",
          "pipeline::broker::Connection::put_back"]),
    ("pipeline/kafka/tests.rs", "k13_with_kafka_all_calls_may_be_dropped_at_any_await",
        &["pipeline::kafka::Kafka::connect", "pipeline::kafka::Records::receive", "pipeline::kafka::Records::close",
          "pipeline::kafka::Settle::ack", "pipeline::kafka::Settle::reject"]),
    ("pipeline/rabbitmq/tests.rs", "k13_with_rabbitmq_all_calls_may_be_dropped_at_any_await",
        &["pipeline::rabbitmq::RabbitMq::connect", "pipeline::rabbitmq::Deliveries::receive", "pipeline::rabbitmq::Deliveries::close",
          "pipeline::rabbitmq::Deliveries::stop_taking", "pipeline::rabbitmq::Settle::ack", "pipeline::rabbitmq::Settle::reject",
          "pipeline::rabbitmq::Settle::put_back"]),
    ("pipeline/sqs/tests.rs", "k13_with_sqs_all_calls_may_be_dropped_at_any_await",
        &["pipeline::sqs::Sqs::connect", "pipeline::sqs::Receipts::receive",
          "pipeline::sqs::Settle::ack", "pipeline::sqs::Settle::reject",
          "pipeline::sqs::Settle::put_back"]),
    ("program/tests.rs", "k13_a_start_may_be_given_up_at_any_await",
        &["program::start", "program::start_all", "program::health::Health::of"]),
    ("read_agent/tests.rs", "k13_a_call_may_be_given_up_at_any_await",
        &["read_agent::Agent::update", "read_agent::Agent::get_and_update"]),
    ("store/tests.rs", "k13_a_write_that_is_dropped_at_any_await_comes_before_the_next", &["store::Store::insert_all"]),
    ("store/tests.rs", "k13_reads_and_removals_may_be_dropped_at_any_await",
        &["store::Store::get", "store::Store::scan", "store::Store::remove", "store::Store::insert",
            "store::Store::retain"]),
    ("store/tests.rs", "k13_opening_may_be_dropped_at_any_await", &["store::Store::open", "store::Store::open_within"]),
    ("supervisor/tests/dropped.rs", "k13_a_start_that_is_given_up_leaves_nothing_running", &["supervisor::Supervisor::start"]),
    ("supervisor/tests/dropped.rs", "k13_a_caller_may_give_up_anywhere",
        &["supervisor::SupervisorHandle::start_child", "supervisor::SupervisorHandle::terminate_child",
          "supervisor::SupervisorHandle::restart_child", "supervisor::SupervisorHandle::delete_child",
          "supervisor::SupervisorHandle::which_children", "supervisor::SupervisorHandle::count_children",
          "supervisor::SupervisorHandle::stop"]),
    ("supervisor/tests/dropped.rs", "k13_a_caller_may_give_up_while_the_supervisor_is_busy",
        &["supervisor::SupervisorHandle::ending", "supervisor::SupervisorHandle::wait"]),
    ("supervisor/dynamic/tests.rs", "k13_a_caller_may_give_up_anywhere",
        &["supervisor::dynamic::DynamicSupervisor::start_child", "supervisor::dynamic::DynamicSupervisor::terminate_child",
          "supervisor::dynamic::DynamicSupervisor::count", "supervisor::dynamic::DynamicSupervisor::stop",
          "supervisor::dynamic::DynamicSupervisor::wait"]),
    ("supervisor/dynamic/tests.rs", "k13_a_child_whose_start_was_given_up_is_found_by_its_id",
        &["supervisor::dynamic::DynamicSupervisor::start_child_as"]),
    ("table/tests.rs", "k13_a_write_may_be_given_up_at_any_await", &["table::Table::insert", "table::Table::update"]),
    ("table/tests.rs", "k13_a_removal_may_be_given_up_at_any_await", &["table::Table::remove"]),
    ("table/tests.rs", "k13_an_owner_may_be_dropped_at_any_await", &["table::Owner::run"]),
    ("task_supervisor/tests.rs", "k13_what_has_a_name_may_be_dropped_at_any_await", &["supervisor::alive::Alive::run"]),
    ("task_supervisor/tests.rs", "k13_waiting_for_a_result_may_be_given_up_at_any_await", &["task_supervisor::Task::result"]),
];

/// What the files of tests are called.
const TESTS: [&str; 7] = [
    "tests",
    "tests.rs",
    "failing.rs",
    "trouble.rs",
    "witness.rs",
    "mute.rs",
    "polls.rs",
];

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/runtime/otp")
}

/// All modules, without those that only test.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if TESTS.contains(&name) {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The type of an `impl`, and whether it is that of a trait.
fn type_of(line: &str) -> Option<(&str, bool)> {
    let rest = line.strip_prefix("impl")?;
    let rest = match rest.strip_prefix('<') {
        Some(generics) => {
            let (mut depth, mut before) = (1, ' ');
            let end = generics.find(|letter| {
                // The end of an arrow closes nothing.
                let closes = letter == '>' && before != '-';
                depth += i32::from(letter == '<') - i32::from(closes);
                before = letter;
                depth == 0
            })?;
            &generics[end + 1..]
        }
        None => rest,
    };
    let (name, is_trait) = match rest.split_once(" for ") {
        Some((_, name)) => (name, true),
        None => (rest, false),
    };
    let name = name.trim_start();
    let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    Some((&name[..end.unwrap_or(name.len())], is_trait))
}

/// `module::Type::function` of each async function that others may call.
fn functions(path: &Path, source: &str) -> Vec<String> {
    let module = path.strip_prefix(runtime()).unwrap().with_extension("");
    let module = module.to_str().unwrap().replace('/', "::");
    let mut within = None;
    let mut found = Vec::new();
    for line in source.lines() {
        if line.starts_with('}') {
            within = None;
        }
        within = type_of(line).or(within);
        let text = line.trim_start();
        // What a trait demands is as public as the trait.
        let function = text.strip_prefix("pub async fn ").or_else(|| {
            let (_, true) = within? else { return None };
            text.strip_prefix("async fn ")
        });
        let Some(function) = function else { continue };
        let name = function.split(['(', '<']).next().unwrap();
        found.push(match within {
            Some((owner, _)) => format!("{module}::{owner}::{name}"),
            None => format!("{module}::{name}"),
        });
    }
    found
}

#[test]
fn k13_each_public_async_function_is_given_up_at_every_await_by_a_test() {
    let mut paths = Vec::new();
    sources(&runtime(), &mut paths);
    let mut public = BTreeSet::new();
    for path in paths {
        public.extend(functions(&path, &fs::read_to_string(&path).unwrap()));
    }
    let tested: BTreeSet<_> = TESTED
        .iter()
        .flat_map(|(_, _, functions)| functions.iter().map(ToString::to_string))
        .collect();
    assert_eq!(public.difference(&tested).next(), None, "it has no test");
    assert_eq!(tested.difference(&public).next(), None, "there is none");
}

#[test]
fn the_tests_of_the_list_exist_and_name_the_functions() {
    let clients = fs::read_to_string(runtime().join("pipeline/witness.rs")).unwrap();
    for (file, test, functions) in TESTED {
        let source = fs::read_to_string(runtime().join(file)).unwrap();
        let from = source.find(&format!("fn {test}"));
        let from = from.unwrap_or_else(|| panic!("{file} has no {test}"));
        let body = &source[from..];
        let body = &body[..body.find("\n}\n").unwrap()];
        // What the clients of brokers have in common is called for all of them.
        let body = if body.contains("given_up(&") {
            &clients
        } else {
            body
        };
        for function in *functions {
            let name = function.rsplit("::").next().unwrap();
            // What is called does nothing but this; a pipeline calls what its broker has.
            let by_others = [
                "table::Table::update",
                "pipeline::broker::",
                "pg_jobs::Jobs::connect_within",
                "program::start_all",
                "store::Store::open_within",
            ];
            let called = [
                format!("{name}("),
                format!("{name}::<"),
                format!("({name},"),
            ];
            assert!(
                called.iter().any(|call| body.contains(call))
                    || by_others.iter().any(|other| function.starts_with(other)),
                "{test} does not call {function}"
            );
        }
    }
}

#[test]
fn the_scan_finds_what_it_should() {
    let source = "
impl<T: Fn(u8) -> Vec<u8>> Link<T> {
    pub async fn call<U>(&self) {}
    async fn own(&self) {}
    pub(super) async fn inside(&self) {}
}
impl<T> Source for Link<T> {
    async fn close(self) {}
}
async fn hidden() {}
pub async fn open() {}
";
    let found = functions(&runtime().join("a/b.rs"), source);
    assert_eq!(
        found,
        ["a::b::Link::call", "a::b::Link::close", "a::b::open"]
    );
}
