//! Designs whose clients of servers take long to build, or need one: built as users get them, and their own
//! tests run beside the servers.
//!
//! What the runtime does beside real brokers and databases is for its own tests to show
//! (`cargo test -p otp-runtime --all-features -- --ignored`). `.ci/run` installs and starts all servers on
//! loopback (`.ci/services/`).

use std::env;

use crate::advisor;
use crate::projects::{answered, cargo, folder, lint, passed, workspace};

/// Answers of a design, by question; the rest are defaults.
pub(crate) type Given = &'static [(&'static str, &'static str)];

const OWN: (&str, &str) = ("work_source", "own_jobs");
const JOBS: (&str, &str) = ("database", "postgresql");
const RECORDS: (&str, &str) = ("keep", "records");
const SHARED: (&str, &str) = ("nodes", "several");
const BROKER: (&str, &str) = ("work_source", "broker");
const PG: [(&str, &str); 2] = [("how_many", "each_node"), ("spans_nodes", "yes")];

pub(crate) const SERVED: &[Given] = &[
    &[BROKER, ("broker", "rabbitmq")],
    &[BROKER, ("broker", "kafka")],
    &[BROKER, ("broker", "sqs")],
    &PG,
    &[
        ("complex", "no"),
        PG[0],
        PG[1],
        ("siblings", "unsupervised"),
    ],
    &[OWN, JOBS],
    &[RECORDS, SHARED],
    // Beside a file of this node: one sqlx, two kinds of database.
    &[OWN, JOBS, RECORDS, ("transactions", "yes")],
    &[OWN, RECORDS, SHARED],
];

#[test]
#[ignore = "needs PostgreSQL at DATABASE_URL (apt-get install postgresql), a C compiler and make"]
fn designs_with_servers_build_and_their_own_tests_pass() {
    assert!(
        env::var_os("DATABASE_URL").is_some(),
        "DATABASE_URL must name a running PostgreSQL: see .ci/services"
    );
    let designs: Vec<_> = SERVED
        .iter()
        .map(|given| answered(advisor(), given))
        .collect();
    let root = folder("services");
    workspace(&root, &designs, |_| &[]);
    cargo(&root, &["fmt", "--all", "--check"]);
    lint(&root);
    let args = ["test", "--workspace", "--", "--include-ignored"];
    let tests = passed(&cargo(&root, &args));
    println!(
        "{} designs with servers, {tests} tests passed",
        designs.len()
    );
    assert!(tests >= 2 * designs.len(), "only {tests} tests");
}
