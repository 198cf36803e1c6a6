//! Emitted projects against real brokers and databases: what their ordinary tests cannot show.
//!
//! Each test needs what its reason for being ignored says: a server named by a variable, or the tools to
//! build a C library. `.ci/run` installs and starts all of it on loopback (`.ci/services/`) and runs
//! `cargo test --test emitted services -- --ignored`. No other tests of the designs are run than those.

use std::env;

use crate::projects::{answered, cargo, folder, lint, passed, workspace};
use otp_advisor::inside::embedded;

/// Answers of a design, by question; the rest are defaults.
type Given = &'static [(&'static str, &'static str)];

/// Builds the designs as one workspace and runs those of their tests that need the server.
fn shown_on(service: &str, variable: &str, designs: &[Given], at_least: usize) {
    assert!(
        env::var_os(variable).is_some(),
        "{variable} must name a running {service}: see .ci/services"
    );
    let args = ["test", "--workspace", "--", "--ignored"];
    shown(service, designs, &args, at_least);
}

/// Builds the designs as one workspace and runs tests of theirs.
fn shown(service: &str, designs: &[Given], tests: &[&str], at_least: usize) {
    let advisor = embedded::advisor(None).unwrap();
    let sessions: Vec<_> = designs
        .iter()
        .map(|given| answered(advisor, given))
        .collect();
    let root = folder("services").join(service);
    workspace(&root, &sessions);
    lint(&root);
    let text = cargo(&root, tests);
    let tests = passed(&text);
    println!("{service}: {tests} tests passed");
    assert!(
        tests >= at_least,
        "only {tests} tests of {service}:\n{text}"
    );
}

#[test]
#[ignore = "needs RabbitMQ at AMQP_URL (apt-get install rabbitmq-server)"]
fn rabbitmq_redelivers_and_sets_aside() {
    let designs: &[Given] = &[&[("work_source", "broker"), ("broker", "rabbitmq")]];
    shown_on("rabbitmq", "AMQP_URL", designs, 7);
}

/// Its tests bring a Kafka of their own. They are here because they build librdkafka.
#[test]
#[ignore = "needs a C compiler and make (apt-get install build-essential)"]
fn kafka_goes_on_after_what_was_committed() {
    let designs: &[Given] = &[&[("work_source", "broker"), ("broker", "kafka")]];
    shown("kafka", designs, &["test", "--workspace", "kafka"], 16);
}

#[test]
#[ignore = "needs SQS at AWS_ENDPOINT_URL (python3 -m venv, pip install 'moto[server]')"]
fn sqs_redelivers_and_sets_aside() {
    let designs: &[Given] = &[&[("work_source", "broker"), ("broker", "sqs")]];
    shown_on("sqs", "AWS_ENDPOINT_URL", designs, 9);
}

#[test]
#[ignore = "needs NATS at NATS_URL (apt-get install nats-server)"]
fn nats_joins_the_groups_of_several_nodes() {
    let designs: &[Given] = &[
        &[("how_many", "each_node"), ("spans_nodes", "yes")],
        // An agent that nobody supervises: the groups bring their own supervisor.
        &[
            ("complex", "no"),
            ("how_many", "each_node"),
            ("spans_nodes", "yes"),
            ("siblings", "unsupervised"),
        ],
    ];
    shown_on("nats", "NATS_URL", designs, 16);
}

#[test]
#[ignore = "needs PostgreSQL at DATABASE_URL (apt-get install postgresql)"]
fn postgresql_keeps_jobs_and_records() {
    const OWN: (&str, &str) = ("work_source", "own_jobs");
    const JOBS: (&str, &str) = ("database", "postgresql");
    const RECORDS: (&str, &str) = ("keep", "records");
    const SHARED: (&str, &str) = ("nodes", "several");
    let designs: &[Given] = &[
        &[OWN, JOBS],
        &[RECORDS, SHARED],
        &[OWN, JOBS, RECORDS, SHARED],
        // Beside a file of this node: one sqlx, two kinds of database.
        &[OWN, JOBS, RECORDS, ("transactions", "yes")],
        &[OWN, RECORDS, SHARED],
    ];
    shown_on(
        "postgresql",
        "DATABASE_URL",
        designs,
        16 + 10 + 26 + 16 + 10,
    );
}
