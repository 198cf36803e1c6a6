//! What programs read: every object that is printed fits `schema output`, and says what it should.
//!
//! The schema allows more fields than it names, so that readers live with later versions; here it is
//! made to allow no others, so that nothing is printed that it does not describe.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::support::advisors::english;
use crate::support::program::{Ran, run};

const SERVER: &str = "yes\nyes\nyes\nyes\nno\n";
const TEA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/tea");

/// The schema of one kind of object, with nothing allowed but what it names.
fn strict(kind: &str) -> jsonschema::Validator {
    let schema = run(&["schema", "output"], "");
    let mut schema: Value = serde_json::from_str(&schema.output).unwrap();
    assert!(schema["$defs"].get(kind).is_some(), "no {kind}");
    close(&mut schema);
    schema["anyOf"] = json!([{"$ref": format!("#/$defs/{kind}")}]);
    jsonschema::validator_for(&schema).unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let closes =
                object.contains_key("properties") && !object.contains_key("additionalProperties");
            object.values_mut().for_each(close);
            if closes {
                object.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

#[track_caller]
fn fits(kind: &str, text: &str) -> Value {
    let object: Value = serde_json::from_str(text).unwrap_or_else(|why| panic!("{why}: {text}"));
    fits_object(&strict(kind), &object);
    object
}

#[track_caller]
fn fits_object(validator: &jsonschema::Validator, object: &Value) {
    let faults: Vec<String> = validator
        .iter_errors(object)
        .map(|fault| format!("{} at {}", fault.masked(), fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}\n{object:#}", faults.join("\n"));
}

fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("machines-{name}"));
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    place
}

#[test]
fn advice_fits_the_schema() {
    let advice = strict("Advice");
    for (flags, input) in [
        (&[][..], SERVER),
        (&["--lang", "pt-BR"], "no\n"),
        (&["--partial"], "yes\n?\n"),
        (&["--partial"], ""),
        (&["--advisor", TEA, "--partial"], "?\n"),
        (
            &[
                "--set",
                "assess_load=yes",
                "--set",
                "peak_rate=900",
                "--set",
                "plan_process=agent",
            ],
            SERVER,
        ),
        (&["--set", "plan_process=gen_server"], "no\n"),
    ] {
        let ran = run(&[&["--format", "json"], flags].concat(), input);
        assert_eq!((ran.status, &*ran.errors), (0, ""), "{flags:?}");
        fits_object(&advice, &serde_json::from_str(&ran.output).unwrap());
    }
}

#[test]
fn explanations_fit_the_schema() {
    let why = strict("Why");
    for start in [&["--set", "state=no"][..], &[]] {
        for section in english().section_ixs() {
            let section = english().section(section);
            for outcome in &section.outcomes {
                let name = format!("{}.{}", section.id, english().outcome(*outcome).id);
                let ran = run(&[&["why", &name, "--format", "json"], start].concat(), "");
                fits_object(&why, &serde_json::from_str(&ran.output).unwrap());
            }
        }
    }
}

#[test]
fn every_question_is_listed() {
    for (flags, advisor) in [
        (&[][..], "otp"),
        (&["--lang", "pt-BR"], "otp"),
        (&["--advisor", TEA], "tea"),
    ] {
        let ran = run(&[&["questions", "--format", "json"], flags].concat(), "");
        let list = fits("Questions", &ran.output);
        assert_eq!(list["advisor"]["id"], advisor);
        // The same in words.
        let text = run(&[&["questions"], flags].concat(), "").output;
        for question in list["questions"].as_array().unwrap() {
            let id = question["id"].as_str().unwrap();
            assert!(text.contains(&format!("\n  {id}\n")), "{id}");
            for option in question["options"].as_array().unwrap() {
                let id = option["id"].as_str().unwrap();
                assert!(text.contains(&format!("\n      {id}")), "{id}");
            }
        }
    }
    let list = run(&["questions", "--format", "json"], "").output;
    let list: Value = serde_json::from_str(&list).unwrap();
    let questions = list["questions"].as_array().unwrap();
    assert_eq!(questions.len(), english().questions.len());
    let question = |id: &str| questions.iter().find(|one| one["id"] == id).unwrap();
    let state = question("state");
    assert_eq!(
        (
            &state["kind"],
            &state["section"],
            &state["default"],
            &state["when"]
        ),
        (
            &json!("yes_no"),
            &json!("abstraction"),
            &Value::Null,
            &Value::Null
        )
    );
    let rate = question("peak_rate");
    assert_eq!(rate["kind"], "number");
    assert_eq!(rate["bands"][0]["below"], 100);
    assert_eq!(rate["default"], 100);
    assert_eq!(
        question("found_by")["defaults"],
        json!([
            {"when": {"how_many": ["each_node"]}, "is": "topic"},
            {"when": null, "is": "key"},
        ])
    );
    assert_eq!(question("time_to_live")["detail"], true);
    let naming = list["sections"].as_array().unwrap();
    let naming = naming.iter().find(|one| one["id"] == "naming").unwrap();
    assert_eq!(
        naming["when"]["all"][0],
        json!({"not": {"abstraction": ["plain_function", "spawn_link"]}})
    );
}

#[test]
fn questions_of_the_small_advisor_in_words() {
    insta::assert_snapshot!(run(&["questions", "--advisor", TEA], "").output);
}

#[test]
fn checks_fit_the_schema() {
    let clean = run(&["check", "--format", "json"], "");
    let object = fits("Check", &clean.output);
    assert_eq!((clean.status, &object["status"]), (0, &json!("clean")));
    assert_eq!(object["scenarios"], object["as_expected"]);
    let copy = place("check");
    for file in [
        "advisor.yaml",
        "brew.yaml",
        "extras.yaml",
        "flags.yaml",
        "leaf.yaml",
    ] {
        fs::copy(Path::new(TEA).join(file), copy.join(file)).unwrap();
    }
    fs::create_dir(copy.join("lang")).unwrap();
    let lang = "lang/pt-BR.yaml";
    fs::copy(Path::new(TEA).join(lang), copy.join(lang)).unwrap();
    let manifest = fs::read_to_string(copy.join("advisor.yaml")).unwrap();
    assert!(!manifest.contains("scenarios"));
    fs::write(
        copy.join("advisor.yaml"),
        manifest + "scenarios: [scenarios]\n",
    )
    .unwrap();
    let scenario = "scenarios:\n  - {id: late, situation: Late., answers: {wake: no}, expect: {leaf: green, brew: small}}\n";
    fs::write(copy.join("scenarios.yaml"), scenario).unwrap();
    let found = run(&["check", copy.to_str().unwrap(), "--format", "json"], "");
    let object = fits("Check", &found.output);
    assert_eq!((found.status, &*found.errors), (1, ""));
    assert_eq!(object["status"], "findings");
    assert_eq!(object["as_expected"], 0);
    assert_eq!(
        object["findings"],
        json!([{"scenario": "late", "text": "leaf is herbs, not green"}])
    );
}

#[test]
fn reviews_fit_the_schema() {
    let review = |sheet: &str| {
        let ran = run(&["review", "-", "--format", "json"], sheet);
        (ran.status, fits("Review", &ran.output), ran.errors)
    };
    let sheet = run(&["--format", "yaml"], SERVER).output;
    let (status, object, errors) = review(&sheet);
    assert_eq!(
        (status, &object["status"], &*errors),
        (0, &json!("as_recorded"), "")
    );
    assert_eq!(object["sheets"][0]["findings"], json!([]));
    let old = sheet
        .replace("  abstraction: gen_server", "  abstraction: agent")
        .replace("  storage: none\n", "  weather: sunny\n")
        .replace("version: \"1.0\"", "version: \"0.9\"");
    let (status, object, _) = review(&old);
    assert_eq!((status, &object["status"]), (1, &json!("findings")));
    let told: Vec<&Value> = object["sheets"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["kind"])
        .collect();
    assert_eq!(told, ["changed", "gone", "new"]);
    assert_eq!(
        object["sheets"][0]["findings"][0],
        json!({
            "kind": "changed", "section": "abstraction", "was": "agent", "now": "gen_server",
            "text": "abstraction was agent and is now gen_server",
        })
    );
    assert_eq!(object["sheets"][0]["notes"][0]["kind"], "version");
    let (_, object, _) = review("answers: {state: no, plan_process: gen_server}\n");
    let findings = &object["sheets"][0]["findings"];
    assert_eq!(findings[0]["kind"], "nothing_recorded");
    assert_eq!(
        (&findings[1]["kind"], &findings[1]["id"]),
        (&json!("red_flag"), &json!("stateless_gen_server"))
    );
    let (_, object, _) = review("answers: {state: no, complex: no}\n");
    let unused = &object["sheets"][0]["findings"][0];
    assert_eq!(
        (&unused["kind"], &unused["question"]),
        (&json!("unused"), &json!("complex"))
    );
    // What cannot be read is in both places.
    let (status, object, errors) = review("answers: {stat: no}\n");
    assert_eq!((status, &object["status"]), (3, &json!("error")));
    fits("Errors", &errors);
}

#[test]
fn emissions_fit_the_schema() {
    let place = place("emit").join("stock");
    let place = place.to_str().unwrap();
    let args = [
        "--set",
        "state=yes",
        "--set",
        "complex=no",
        "--format",
        "json",
        "--emit",
        place,
    ];
    let emit = |flags: &[&str]| {
        let ran = run(&[&args, flags].concat(), "");
        assert_eq!((ran.status, &*ran.errors), (0, ""));
        fits("Emission", &ran.output)
    };
    let would = emit(&["--dry-run"]);
    assert_eq!(would["emitted"]["dry_run"], true);
    assert!(!Path::new(place).exists());
    let done = emit(&[]);
    assert_eq!(done["emitted"]["dry_run"], false);
    let main = done["emitted"]["main"].as_str().unwrap();
    assert!(main.starts_with("src/"), "{main}");
    assert_eq!(done["emitted"]["files"], would["emitted"]["files"]);
    assert_eq!(done["decisions"]["abstraction"]["outcome"], "agent");
    for file in done["emitted"]["files"].as_array().unwrap() {
        assert!(
            Path::new(place)
                .join(file["path"].as_str().unwrap())
                .is_file()
        );
    }
    let confirm = done["emitted"]["confirm"].as_str().unwrap();
    assert!(confirm.ends_with("&& cargo test"), "{confirm}");
    // Advice as it is without a project, with what was written beside it.
    let advice = run(&args[..6], "").output;
    let mut rest = done.as_object().unwrap().clone();
    rest.remove("emitted");
    assert_eq!(serde_json::from_str::<Map<_, _>>(&advice).unwrap(), rest);
    // Again, as another design, over a file that somebody edited.
    for path in ["src/main.rs", "README.md"] {
        fs::write(Path::new(place).join(path), "// mine\n").unwrap();
    }
    let again = emit(&["--set", "keep=cache", "--force"]);
    let files = again["emitted"]["files"].as_array().unwrap();
    let replaces = |path: &str| {
        let file = files.iter().find(|file| file["path"] == path);
        file.unwrap()["replaces"].as_bool().unwrap()
    };
    assert!(
        replaces("README.md") && !replaces("src/main.rs"),
        "{files:?}"
    );
    // The design has nothing new to say in it.
    assert_eq!(again["emitted"]["kept"], serde_json::json!(["src/main.rs"]));
}

#[test]
fn lines_of_batch_fit_the_schema() {
    let (input, output) = (strict("BatchInput"), strict("BatchOutput"));
    let lines = [
        r#"{"state":"yes","complex":true,"supervision":1,"request_response":"Y","explicit_states":false}"#,
        r#"{"answers":{"state":"no"}}"#,
        r#"{"advisor":"otp","version":"1.0","answers":{"state":"no"},"decisions":{"queue":"none"}}"#,
        r#"{"state":"no","work_source":""}"#,
    ];
    for line in lines {
        fits_object(&input, &serde_json::from_str(line).unwrap());
        let ran = run(&["batch"], line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.errors);
        fits_object(&output, &serde_json::from_str(&ran.output).unwrap());
    }
    for line in [
        r#"{"state":null}"#,
        "[1]",
        r#"{"answers":{"state":["no"]}}"#,
    ] {
        assert!(
            !input.is_valid(&serde_json::from_str(line).unwrap()),
            "{line}"
        );
        let ran = run(&["batch"], line);
        assert_eq!(ran.status, 3, "{line}");
        fits_object(&output, &serde_json::from_str(&ran.output).unwrap());
    }
}

#[test]
fn the_help_of_batch_shows_lines_that_it_takes() {
    for lang in ["en", "pt-BR"] {
        let help = run(&["batch", "--help", "--lang", lang], "").output;
        let shown = help
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with('{'));
        let shown: Vec<&str> = shown.collect();
        assert_eq!(shown.len(), 2, "{help}");
        for line in shown {
            fits_object(&strict("BatchInput"), &serde_json::from_str(line).unwrap());
            let ran = run(&["batch", "--partial"], line);
            // A number that never counts is a fault of this design, not of the line.
            assert!(!ran.output.contains("wrong-type"), "{line}: {}", ran.output);
        }
    }
}

#[test]
fn faults_of_batch_have_their_places() {
    let long = format!("{{\"state\": \"{}\"}}", "x".repeat(5 * 1024 * 1024));
    let lines = [
        ("{\"state\": \"yes\"}", "missing-answer", 17),
        ("{\"state\": \"?\"}", "undecided", 11),
        (
            "{\"state\": \"no\", \"complex\": \"no\"}",
            "answer-unused",
            28,
        ),
        (&long, "too-large", 1),
        ("", "wrong-type", 1),
        ("{\"state\": \"maybe\"}", "unknown-answer", 11),
    ];
    let input: Vec<&str> = lines.iter().map(|(line, ..)| *line).collect();
    let ran = run(&["batch"], &input.join("\n"));
    assert_eq!(ran.output.lines().count(), lines.len());
    for (number, (answer, (_, code, column))) in ran.output.lines().zip(lines).enumerate() {
        let fault = &serde_json::from_str::<Value>(answer).unwrap()["errors"][0];
        assert_eq!(fault["code"], code);
        let place = json!({"file": "standard input", "line": number + 1, "column": column});
        assert_eq!(fault["place"], place, "{fault}");
    }
}

#[test]
fn f46_every_command_tells_its_errors_as_objects() {
    let json = ["--format", "json"];
    let errors = |args: &[&str], input: &str| -> (u8, Value) {
        let Ran { status, errors, .. } = run(&[args, &json].concat(), input);
        (status, fits("Errors", &errors))
    };
    for (args, input, status, code) in [
        (&["--set", "state=maybe"][..], "", 3, "unknown-answer"),
        (&["--set", "stat=no"], "", 3, "unknown-question"),
        (&["--set", "state"], "", 2, "bad-flag"),
        (&[], "yes\n", 3, "missing-answer"),
        (&[], "answers: {}\n", 3, "wrong-type"),
        (&["--frmat"], "", 2, "bad-flag"),
        (&["--lang", "fr"], "no\n", 2, "missing-translation"),
        (&["--advisor", "nowhere"], "no\n", 4, "missing-file"),
        (&["--emit", "fn", "--set", "state=no"], "", 2, "bad-name"),
        (
            &["--emit", "/dev/null/app", "--set", "state=no"],
            "",
            5,
            "target-unwritable",
        ),
        (&["--answers", "nowhere"], "", 3, "unreadable"),
        (&["check", "nowhere"], "", 4, "missing-file"),
        (&["review", "nowhere"], "", 3, "unreadable"),
        (&["review"], "", 2, "bad-flag"),
        (
            &["questions", "--advisor", "nowhere"],
            "",
            4,
            "missing-file",
        ),
        (&["why", "gen_srver"], "", 2, "unknown-id"),
        (
            &["why", "agent", "--set", "state=maybe"],
            "",
            3,
            "unknown-answer",
        ),
    ] {
        let (is, object) = errors(args, input);
        assert_eq!(
            (is, &object["errors"][0]["code"]),
            (status, &json!(code)),
            "{args:?}"
        );
    }
}
