//! Emitted code beside what one would write by hand or take from a crate: a call of the `GenServer` and
//! a read of the ETS pattern. Two projects are emitted, and `emitted/peers.rs` is built beside them.
//!
//! What a project costs by itself it measures with its own `cargo bench`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "../tests/emitted/projects.rs"]
#[expect(dead_code, reason = "tests need more of it")]
mod projects;

use std::fs;

use otp_advisor::inside::embedded;
use projects::{answered, cargo, files, folder, lay};

const BUSY: [(&str, &str); 4] = [
    ("assess_load", "yes"),
    ("peak_rate", "5000"),
    ("service_time", "1"),
    ("read_share", "95"),
];

const PEERS: &str = "[package]\nname = \"peers\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
    [dependencies]\ncall = { path = \"../call\" }\nreads = { path = \"../reads\" }\n\
    dashmap = \"6.2\"\nkameo = \"0.22\"\nmoka = { version = \"0.12\", features = [\"sync\"] }\nractor = \"0.16\"\n\
    tokio = { version = \"1.54\", features = [\"full\"] }\n";

fn main() {
    let advisor = embedded::advisor(None).unwrap();
    let root = folder("peers");
    for (name, more) in [("call", &[][..]), ("reads", &BUSY[..])] {
        let session = answered(advisor, more);
        lay(&root.join(name), &files(&session, name));
    }
    let peers = root.join("peers");
    fs::create_dir_all(peers.join("src")).unwrap();
    fs::write(peers.join("Cargo.toml"), PEERS).unwrap();
    fs::write(peers.join("src/main.rs"), include_str!("emitted/peers.rs")).unwrap();
    print!("{}", cargo(&peers, &["run", "--release", "--quiet"]));
}
