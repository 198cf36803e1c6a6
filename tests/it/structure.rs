//! What stands under what in a finished design, as JSON and as the diagram of the record: the same as is drawn
//! and told; and what the map says of a way that asks more than an answer.

use otp_advisor::inside::embedded;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::sketch::{Pictured, pictured};
use serde_json::Value;

use crate::support::program::run;

const DESIGNS: [&[&str]; 7] = [
    &["state=no"],
    &["state=no", "work_source=own_jobs", "work_shape=background"],
    &["state=yes", "complex=no"],
    &[
        "state=yes",
        "complex=yes",
        "supervision=yes",
        "request_response=yes",
        "explicit_states=no",
        "siblings=all_together",
        "restart=transient",
    ],
    &[
        "state=yes",
        "complex=no",
        "how_many=many",
        "start_storm=yes",
    ],
    &[
        "state=yes",
        "complex=yes",
        "supervision=yes",
        "request_response=no",
        "how_many=many",
    ],
    &[
        "state=yes",
        "complex=no",
        "assess_load=yes",
        "peak_rate=5000",
        "service_time=1",
        "read_share=0",
    ],
];

fn told(design: &[&str], more: &[&str]) -> String {
    let sets = design.iter().flat_map(|set| ["--set", set]);
    let args: Vec<&str> = sets.chain(more.iter().copied()).collect();
    let ran = run(&args, "");
    assert_eq!(ran.status, 0, "{design:?}: {}", ran.errors);
    ran.output
}

fn drawn(design: &[&str]) -> Option<Pictured> {
    let mut session = Session::new(embedded::advisor(None).unwrap());
    for set in design {
        let (question, answer) = set.split_once('=').unwrap();
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    pictured(&session)
}

/// Each node as a line of its depth, id, name and notes.
fn flat(node: &Value, depth: usize, lines: &mut Vec<(usize, String, String, Vec<String>)>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let notes = node["notes"].as_array().unwrap().iter().map(text).collect();
    lines.push((depth, text(&node["id"]), text(&node["name"]), notes));
    for child in node["children"].as_array().unwrap() {
        flat(child, depth + 1, lines);
    }
}

#[test]
fn programs_get_what_is_drawn() {
    for design in DESIGNS {
        let value: Value = serde_json::from_str(&told(design, &["--format", "json"])).unwrap();
        let Some(picture) = drawn(design) else {
            assert!(value.get("structure").is_none(), "{design:?}");
            continue;
        };
        assert_eq!(value["structure"]["title"], *picture.title);
        let mut lines = Vec::new();
        for top in value["structure"]["nodes"].as_array().unwrap() {
            flat(top, 0, &mut lines);
        }
        let expected: Vec<_> = picture
            .nodes
            .iter()
            .map(|node| {
                (
                    node.depth(),
                    node.id.to_string(),
                    node.label.to_string(),
                    node.notes.iter().map(ToString::to_string).collect(),
                )
            })
            .collect();
        assert_eq!(lines, expected, "{design:?}");
    }
}

#[test]
fn who_restarts_whom_is_said_in_words_that_programs_know() {
    let value: Value = serde_json::from_str(&told(DESIGNS[3], &["--format", "json"])).unwrap();
    let root = &value["structure"]["nodes"][0];
    assert_eq!(
        (&root["kind"], &root["strategy"]),
        (&"supervisor".into(), &"one_for_all".into())
    );
    let own = &root["children"][0];
    assert_eq!(
        (&own["id"], &own["kind"], &own["restart"]),
        (&"own".into(), &"worker".into(), &"transient".into())
    );
    // Every one that is no part of another tells when it is restarted, in every language.
    let portuguese = told(DESIGNS[4], &["--format", "json", "--lang", "pt-BR"]);
    let value: Value = serde_json::from_str(&portuguese).unwrap();
    let pool = &value["structure"]["nodes"][0]["children"][0];
    assert_eq!(
        (&pool["strategy"], &pool["restart"]),
        (&"one_for_one".into(), &"permanent".into())
    );
    // Nothing is built yet while something is open.
    let ran = run(&["--partial", "--format", "json", "--set", "state=yes"], "");
    let value: Value = serde_json::from_str(&ran.output).unwrap();
    assert!(value.get("structure").is_none());
}

#[test]
fn the_record_draws_it_and_says_it_in_words() {
    for design in DESIGNS {
        let record = told(design, &["--format", "markdown"]);
        let Some(picture) = drawn(design) else {
            assert!(!record.contains("```mermaid"), "{design:?}");
            continue;
        };
        let (_, after) = record.split_once("```mermaid\nflowchart TD\n").unwrap();
        let (diagram, words) = after.split_once("```\n").unwrap();
        let nodes = diagram.lines().filter(|line| line.contains("[\""));
        assert_eq!(nodes.count(), picture.nodes.len(), "{diagram}");
        let below = picture.nodes.iter().filter(|node| node.depth() > 0).count();
        assert_eq!(diagram.matches(" --> ").count(), below, "{diagram}");
        for (place, node) in picture.nodes.iter().enumerate() {
            // Its parent is the nearest before it that stands less deep.
            let before = picture.nodes[..place].iter();
            let parent = before.clone().rposition(|one| one.depth() < node.depth());
            if let Some(parent) = parent {
                assert!(
                    diagram.contains(&format!("    n{parent} --> n{place}\n")),
                    "{diagram}"
                );
            }
            assert!(words.contains(&format!("- **{}**", node.label)), "{words}");
        }
    }
}

#[test]
fn a_way_that_asks_more_than_an_answer_says_what() {
    let numbers = ["--plain", "--set", "assess_load=yes"];
    let english = run(&numbers, "yes\nno\n:finish\n:map\n\n").errors;
    assert!(
        english.contains("- if busy < 70%: decided: one process"),
        "{english}"
    );
    assert!(
        english.contains("- else: ruled out: split over several"),
        "{english}"
    );
    let more = [&numbers[..], &["--lang", "pt-BR"]].concat();
    let portuguese = run(&more, "sim\nnão\n:concluir\n:mapa\n\n").errors;
    assert!(portuguese.contains("- se ocupação < 70%: "), "{portuguese}");
    assert!(portuguese.contains("- senão: "), "{portuguese}");
}
