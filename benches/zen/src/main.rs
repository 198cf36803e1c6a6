//! The five-question tree in ZEN, as a decision table that is compiled once, beside ours.
//!
//! `cargo run --release --manifest-path benches/zen/Cargo.toml` prints nanoseconds a decision and the
//! ratio. Both get the answers as a caller has them and give the outcome's name; ZEN's input is made
//! beforehand, and the six outcomes are taken in turns, so that neither is helped by the last one.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zen_engine::Decision;
use zen_engine::model::GraphContent;

const QUESTIONS: [&str; 5] = [
    "state",
    "complex",
    "supervision",
    "request_response",
    "explicit_states",
];

/// The answers on the way to each outcome.
const WAYS: [(&[&str], &str); 6] = [
    (&["no"], "plain_function"),
    (&["yes", "no"], "agent"),
    (&["yes", "yes", "no"], "spawn_link"),
    (&["yes", "yes", "yes", "no"], "task_supervisor"),
    (&["yes", "yes", "yes", "yes", "no"], "gen_server"),
    (&["yes", "yes", "yes", "yes", "yes"], "gen_state_machine"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let advisor = otp_advisor::Advisor::embedded(None)?;
    let ways: Vec<Vec<(&str, &str)>> = WAYS
        .iter()
        .map(|(answers, _)| QUESTIONS.into_iter().zip(answers.iter().copied()).collect())
        .collect();
    let decide = |way: &[(&str, &str)]| {
        let decision = advisor.decide(way).ok()?;
        decision.outcome("abstraction")
    };

    let mut content: GraphContent = serde_json::from_value(table())?;
    content.compile();
    let zen = Decision::from(Arc::new(content));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let contexts: Vec<zen_engine::Variable> = ways
        .iter()
        .map(|way| {
            let object: serde_json::Map<String, Value> = way
                .iter()
                .map(|(q, a)| ((*q).to_owned(), json!(a)))
                .collect();
            Value::Object(object).into()
        })
        .collect();

    for ((way, context), (_, outcome)) in ways.iter().zip(&contexts).zip(WAYS) {
        assert_eq!(decide(way), Some(outcome));
        let found = runtime.block_on(zen.evaluate(context.clone()));
        let found = found.map_err(|error| error.to_string())?.result;
        assert_eq!(found, json!({ "outcome": outcome }).into());
    }

    let each = u32::try_from(WAYS.len())?;
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..OURS {
            for way in &ways {
                black_box(decide(black_box(way)));
            }
        }
        ours.push(start.elapsed() / (OURS * each));
        theirs.push(runtime.block_on(async {
            let start = Instant::now();
            for _ in 0..THEIRS {
                for context in &contexts {
                    let _ = black_box(zen.evaluate(black_box(context).clone()).await);
                }
            }
            start.elapsed() / (THEIRS * each)
        }));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "ZEN 2.1.6, a compiled table: {:>6} ns a decision",
        theirs.as_nanos()
    );
    println!(
        "otp-advisor, `decide`:       {:>6} ns a decision",
        ours.as_nanos()
    );
    println!("ratio: {:.0}", theirs.as_secs_f64() / ours.as_secs_f64());
    Ok(())
}

/// One row a way; cells that a way does not come to are empty.
fn table() -> Value {
    let rules: Vec<Value> = WAYS
        .iter()
        .enumerate()
        .map(|(place, (answers, outcome))| {
            let mut rule = json!({ "_id": format!("r{place}"), "o": format!("'{outcome}'") });
            for (question, answer) in QUESTIONS.iter().zip(*answers) {
                rule[*question] = json!(format!("'{answer}'"));
            }
            rule
        })
        .collect();
    let inputs: Vec<Value> = QUESTIONS
        .iter()
        .map(|question| json!({ "id": question, "name": question, "field": question }))
        .collect();
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            {
                "id": "table", "name": "table", "type": "decisionTableNode",
                "content": {
                    "hitPolicy": "first",
                    "inputs": inputs,
                    "outputs": [{ "id": "o", "name": "outcome", "field": "outcome" }],
                    "rules": rules
                }
            },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} }
        ],
        "edges": [
            { "id": "e1", "sourceId": "in", "targetId": "table" },
            { "id": "e2", "sourceId": "table", "targetId": "out" }
        ]
    })
}

/// Both are measured in turns of about a millisecond, so that other work on the machine meets both alike
/// and most turns not at all.
const ROUNDS: usize = 1_001;
/// Times round the ways in a turn.
const OURS: u32 = 1_500;
const THEIRS: u32 = 25;

fn median(mut rounds: Vec<Duration>) -> Duration {
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
}
