//! `batch` as programs use it: through pipes, line by line and all at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::{embedded, render};
use serde_json::{Map, Value, json};

const GEN_SERVER: &str = r#"{"state":"yes","complex":true,"supervision":1,"request_response":"Y","explicit_states":false}"#;

fn start(flags: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .arg("batch")
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The answers to a whole input, and the exit status.
fn all(input: &[u8], flags: &[&str]) -> (Vec<Value>, Option<i32>) {
    let (text, status) = told(input, flags);
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), status)
}

fn told(input: &[u8], flags: &[&str]) -> (String, Option<i32>) {
    let mut child = start(flags);
    let mut stdin = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).unwrap());
        child.wait_with_output().unwrap()
    });
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code())
}

fn one(line: &str) -> Value {
    let (mut found, _) = all(line.as_bytes(), &[]);
    assert_eq!(found.len(), 1, "{line}");
    found.remove(0)
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["code"].as_str().unwrap_or("none")
}

fn place(answer: &Value) -> (u64, u64) {
    let place = &answer["errors"][0]["place"];
    (
        place["line"].as_u64().unwrap(),
        place["column"].as_u64().unwrap(),
    )
}

#[test]
fn a_line_of_answers_is_answered_as_by_format_json() {
    let answer = one(GEN_SERVER);
    assert_eq!(answer["schema"], 2);
    assert_eq!(answer["status"], "complete");
    assert_eq!(answer["decisions"]["abstraction"]["outcome"], "gen_server");
    let mut child = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .args(["--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"yes\nyes\nyes\nyes\nno\n").unwrap();
    drop(stdin);
    let alone = child.wait_with_output().unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&alone.stdout).unwrap(),
        answer
    );
}

#[test]
fn a_line_is_the_same_whatever_was_written_before_it() {
    for language in ["en", "pt-BR"] {
        let advisor = embedded::advisor(Some(language)).unwrap();
        let (mut lines, mut expected) = (String::new(), String::new());
        for scenario in &advisor.scenarios {
            let mut session = Session::new(advisor);
            let mut answers = Map::new();
            for (question, answer) in &scenario.answers {
                let asked = advisor.question(*question);
                answers.insert(asked.id.to_string(), asked.answer_text(answer).into());
                session.set(*question, answer.clone(), Origin::Given);
            }
            session.finish_with_defaults().unwrap();
            lines += &Value::from(answers).to_string();
            lines.push('\n');
            let advice = Advice::of(&session);
            expected += &render::json::line(&render::json::advice(&advice, &session));
            expected.push('\n');
        }
        // Twice, so that all of it was written before.
        let (told, status) = told(lines.repeat(2).as_bytes(), &["--lang", language]);
        assert_eq!(status, Some(0));
        for (nth, (told, expected)) in told.lines().zip(expected.repeat(2).lines()).enumerate() {
            assert_eq!(told, expected, "{language}, line {nth}");
        }
        assert_eq!(told.len(), 2 * expected.len());
    }
}

#[test]
fn the_shape_of_a_sheet_is_taken_too() {
    let sheet = format!(r#"{{"advisor":"otp","version":"1.0","answers":{GEN_SERVER}}}"#);
    assert_eq!(one(&sheet), one(GEN_SERVER));
    let foreign = one(r#"{"advisor": "tea", "answers": {"state": "no"}}"#);
    assert_eq!(
        (code(&foreign), place(&foreign)),
        ("foreign-sheet", (1, 13))
    );
    let slip = one(r#"{"answers": {"state": "no"}, "decission": {}}"#);
    assert_eq!((code(&slip), place(&slip)), ("unknown-field", (1, 31)));
    assert_eq!(slip["errors"][0]["help"][0], "did you mean `decisions`?");
    let twice = one(r#"{"answers": {"state": "no"}, "answers": {"state": "yes"}}"#);
    assert_eq!((code(&twice), place(&twice)), ("syntax", (1, 31)));
}

#[test]
fn f07_a_question_answered_twice_is_an_error() {
    let answer = one("{\"state\": \"no\", \"state\": \"yes\"}");
    assert_eq!(answer["status"], "error");
    assert_eq!(
        (code(&answer), place(&answer)),
        ("answer-given-twice", (1, 26))
    );
    let first = answer["errors"][0]["help"][0].as_str().unwrap();
    assert!(first.ends_with("standard input:1:11"), "{first}");
    // However it is written.
    let escaped = one(r#"{"state": "no", "st\u0061te": "yes"}"#);
    assert_eq!(code(&escaped), "answer-given-twice");
}

#[test]
fn h13_one_line_out_for_one_line_in_with_its_number() {
    let input = "{\"state\":\"no\"}\n\n  \n{\"state\": }\n[1]\n{\"state\":\"no\"}{}\r\n{\"state\":null}\n{\"stat\":\"no\"}\nno\n{\"state\":\"no\"}";
    let (found, status) = all(input.as_bytes(), &[]);
    assert_eq!(status, Some(3));
    let told: Vec<(&str, &Value, &str)> = found
        .iter()
        .map(|answer| {
            (
                answer["status"].as_str().unwrap(),
                &answer["line"],
                code(answer),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("complete", &Value::Null, "none"),
            ("error", &json!(2), "wrong-type"),
            ("error", &json!(3), "wrong-type"),
            ("error", &json!(4), "syntax"),
            ("error", &json!(5), "wrong-type"),
            ("error", &json!(6), "syntax"),
            ("error", &json!(7), "wrong-type"),
            ("error", &json!(8), "unknown-question"),
            ("error", &json!(9), "syntax"),
            ("complete", &Value::Null, "none"),
        ]
    );
    assert_eq!(place(&found[3]), (4, 11));
    assert_eq!(place(&found[5]), (6, 15));
    assert_eq!(place(&found[6]), (7, 10));
    assert_eq!(place(&found[7]), (8, 3));
    let why = found[3]["errors"][0]["message"].as_str().unwrap();
    assert_eq!(why, "not valid JSON: no value begins here");
}

#[test]
fn h12_whoever_waits_for_an_answer_gets_it() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for (line, status) in [
        (GEN_SERVER, "complete"),
        ("", "error"),
        (GEN_SERVER, "complete"),
    ] {
        ask(&mut stdin, line);
        let mut answer = String::new();
        // Were it kept back, this would wait for ever.
        stdout.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["status"], status);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

fn ask(stdin: &mut ChildStdin, line: &str) {
    stdin.write_all(format!("{line}\n").as_bytes()).unwrap();
    stdin.flush().unwrap();
}

/// Far more than waits between reader, workers and writer, with nobody reading at first.
#[test]
fn answers_keep_the_order_of_their_lines() {
    let lines: Vec<String> = (1..=3000)
        .map(|number| format!("{{\"call_timeout\": {number}, \"nr\": 1}}\n"))
        .collect();
    let (found, status) = all(lines.concat().as_bytes(), &[]);
    assert_eq!(status, Some(3));
    let numbers: Vec<u64> = found.iter().map(|a| a["line"].as_u64().unwrap()).collect();
    assert!(numbers.iter().copied().eq(1..=3000));
}

#[test]
fn what_is_still_possible_is_told_with_partial() {
    let (found, status) = all(b"{\"state\": \"yes\"}\n", &["--partial"]);
    assert_eq!(status, Some(0));
    assert_eq!(found[0]["status"], "incomplete");
    assert_eq!(found[0]["next"]["question"], "complex");
    let (found, _) = all(b"{\"state\": \"yes\"}\n", &[]);
    assert_eq!(code(&found[0]), "missing-answer");
}

/// A line of 100 MB is refused without being held, and the next one is answered.
#[cfg(target_os = "linux")]
#[test]
fn f16_an_endless_line_is_refused_in_bounded_memory() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let block = vec![b'x'; 1 << 16];
    for _ in 0..1600 {
        stdin.write_all(&block).unwrap();
    }
    ask(&mut stdin, "");
    ask(&mut stdin, GEN_SERVER);
    let mut answers = [String::new(), String::new()];
    for answer in &mut answers {
        stdout.read_line(answer).unwrap();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak: usize = peak
        .unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap();
    assert!(peak < 50_000, "{peak} KiB");
    let [refused, answered] = answers.map(|a| serde_json::from_str::<Value>(&a).unwrap());
    assert_eq!((code(&refused), &refused["line"]), ("too-large", &json!(1)));
    assert_eq!(answered["status"], "complete");
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn bytes_that_are_no_text_have_their_place() {
    let (found, _) = all(b"{\"state\":\"no\"}\n{\"state\":\"n\xffo\"}\n", &[]);
    assert_eq!((code(&found[1]), place(&found[1])), ("unreadable", (2, 12)));
}

#[test]
fn t5_what_is_no_object_is_wrong_where_it_begins() {
    for (line, column) in [
        ("null", 1),
        ("\"x\"", 1),
        ("  \"x\"", 3),
        ("5", 1),
        ("true", 1),
        ("[1]", 1),
    ] {
        let answer = one(line);
        assert_eq!(code(&answer), "wrong-type", "{line}");
        assert_eq!(place(&answer), (1, column), "{line}");
    }
}
