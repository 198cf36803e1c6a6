//! Invalid advisors, one fault each, and what an author is told about it.
//!
//! `bad_advisors/base` is a small valid advisor. A case is a name, the codes it must be reported
//! with, and the edits that break the base; the printed reports are kept in one snapshot a group.

mod labs;
mod pictures;

use std::fmt::Write as _;
use std::path::PathBuf;

use otp_advisor::inside::diagnostic::Diagnostics;
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::{Directory, Memory, Source as _};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::words::Language;

/// One change to the base.
enum Edit {
    /// In a file, the one place that holds the first text gets the second instead.
    Put(&'static str, &'static str, &'static str),
    /// The whole file.
    File(&'static str, String),
    /// The file is not there.
    Gone(&'static str),
}

use Edit::{File, Gone, Put};

/// A name, the codes of the reports in their order, and what breaks the base.
type Case = (&'static str, &'static [&'static str], Vec<Edit>);

fn base() -> Memory {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_advisors/base");
    let directory = Directory(root);
    let read = |path: String| {
        let text = directory.read(&path).unwrap().unwrap();
        (path, text)
    };
    Memory(directory.list().into_iter().map(read).collect())
}

fn edited(edits: &[Edit]) -> Memory {
    let mut files = base();
    for edit in edits {
        match edit {
            Put(path, old, new) => {
                let text = files.0.get_mut(*path).unwrap();
                assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}");
                *text = text.replace(old, new);
            }
            File(path, text) => {
                files.0.insert((*path).to_owned(), text.clone());
            }
            Gone(path) => {
                files.0.remove(*path).unwrap();
            }
        }
    }
    files
}

fn load(files: &Memory) -> Result<Advisor, Diagnostics> {
    // The translation is only read where its language is asked for.
    check::load(files, &|_| None, Some("pt-BR"))
}

/// The reports of every case of a group, each under its name.
fn reports(cases: Vec<Case>) -> String {
    let mut all = String::new();
    let mut wrong = String::new();
    for (name, expected, edits) in cases {
        let Err(faults) = load(&edited(&edits)) else {
            writeln!(wrong, "{name}: nothing was reported").unwrap();
            continue;
        };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code().as_str()).collect();
        if codes != expected {
            writeln!(wrong, "{name}: expected {expected:?}, found {codes:?}").unwrap();
        }
        writeln!(all, "## {name}\n{faults}\n").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}\n{all}");
    all
}

fn snapshot(group: &str, cases: Vec<Case>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("bad_advisors");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let reports = reports(cases);
    settings.bind(|| insta::assert_snapshot!(group, reports));
}

const MANIFEST: &str = "advisor.yaml";
const CONDITIONS: &str = "conditions.yaml";
const SHAPE: &str = "shape.yaml";
const STORE: &str = "store.yaml";
const RULES: &str = "rules.yaml";
const SCENARIOS: &str = "scenarios.yaml";
const EMIT: &str = "emit.yaml";
const PORTUGUESE: &str = "lang/pt-BR.yaml";

/// An outcome, and the same with code.
const OUTCOME: &str = "  - {id: table, title: Table}\n";
const CODE: &str = "  - {id: table, title: Table, code: {c: code/table.c}}\n";

#[test]
fn base_is_valid() {
    for language in [None, Some("en"), Some("pt-BR")] {
        if let Err(faults) = check::load(&base(), &|_| None, language) {
            panic!("{faults}");
        }
    }
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_fine() {
    let mut files = base();
    for text in files.0.values_mut() {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    let advisor = load(&files).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(advisor.sections.len(), 2);
}

#[test]
fn places_are_right_after_windows_line_ends() {
    let mut files = edited(&[Put(SHAPE, "goto: rate", "goto: rat")]);
    for text in files.0.values_mut() {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    let faults = load(&files).err().unwrap();
    assert_eq!(faults.len(), 1, "{faults}");
    let place = faults.iter().next().unwrap().place.as_ref().unwrap();
    assert_eq!(place.to_string(), "shape.yaml:13:15");
}

#[test]
fn f32_a_name_that_holds_the_word_function_is_no_function() {
    let asks = |name: &str| {
        let mut files = edited(&[
            Put(
                SHAPE,
                "quantities:\n",
                "quantities:\n  - {id: function_time, title: T, value: rate / 2}\n",
            ),
            Put(
                PORTUGUESE,
                "texts:\n",
                "texts:\n  quantity.function_time.title: T\n",
            ),
        ]);
        let text = files.0.get_mut(SHAPE).unwrap();
        *text = text.replace("100 * rate / 400", &format!("2 * {name}"));
        let faults = load(&files).err().unwrap();
        assert_eq!(faults.len(), 1, "{faults}");
        faults.iter().next().unwrap().said(Language::En).help
    };
    assert_eq!(asks("function_tme"), ["did you mean `function_time`?"]);
    assert_eq!(asks("ratte"), ["did you mean `rate`?"]);
    // A call of what is no function is told the functions.
    let called = asks("rond(rate)");
    assert_eq!(called[0], "did you mean `round`?");
    assert!(called[1].starts_with("functions: min, max, "), "{called:?}");
}

#[test]
fn f34_numbers_are_written_alike_everywhere() {
    let when = |number: &str| format!("when: {{rate: {{lt: {number}}}}}");
    let load = |number: &str| {
        let files = edited(&[Put(STORE, "when: {is: kept}", "PLACE")]);
        let text = files.0[STORE].replace("PLACE", &when(number));
        let mut files = files;
        files.0.insert(STORE.to_owned(), text);
        load(&files)
    };
    let threshold = |number| load(number).unwrap().sections[1].when.clone();
    assert_eq!(threshold("10_000"), threshold("10000"));
    assert_eq!(threshold("1e4"), threshold("10000"));
    assert_ne!(threshold("10_001"), threshold("10000"));
    for refused in ["ten", "inf", "nan", "0x10", "_"] {
        let faults = load(refused).err().unwrap();
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code().as_str()).collect();
        assert_eq!(codes, ["bad-number"], "{refused}: {faults}");
    }
}

#[test]
#[rustfmt::skip]
fn ids() {
    snapshot("ids", vec![
        ("goto to an unknown question", &["unknown-id"], vec![Put(SHAPE, "goto: rate", "goto: rat")]),
        ("goto to a question of another section", &["unknown-id"], vec![Put(SHAPE, "goto: rate", "goto: survive")]),
        ("start at an unknown question", &["unknown-id"], vec![Put(SHAPE, "start: state", "start: stat")]),
        ("unknown outcome of an option", &["unknown-id"], vec![Put(SHAPE, "outcome: function", "outcome: funktion")]),
        ("unknown outcome of a way on", &["unknown-id"], vec![Put(SHAPE, "outcome: pool}", "outcome: pol}")]),
        ("unknown outcome of a row", &["unknown-id"], vec![Put(STORE, "outcome: disk", "outcome: disc")]),
        ("unknown input", &["unknown-id"], vec![Put(STORE, "inputs: [survive, size]", "inputs: [survive, size, sise]")]),
        ("unknown detail", &["unknown-id"], vec![Put(STORE, "details: [backup]", "details: [backup, bakup]")]),
        ("unknown section of a caution", &["unknown-id"], vec![Put(RULES, "about: store", "about: stor")]),
        ("unknown question that a caution assumes", &["unknown-id"], vec![Put(RULES, "about: store", "about: store\n    assumes: surviv")]),
        ("unknown question of a scenario", &["unknown-id"], vec![Put(SCENARIOS, "rate: 10", "rte: 10")]),
        ("unknown outcome of a scenario", &["unknown-id"], vec![Put(SCENARIOS, "shape: process", "shape: proces")]),
        ("bad answer of a scenario", &["bad-answer"], vec![Put(SCENARIOS, "rate: 10", "rate: many")]),
        ("unknown placeholder in a text", &["unknown-id"], vec![Put(SHAPE, "busy {load}", "busy {lod}")]),
        ("unknown placeholder in a translation", &["unknown-id"], vec![Put(PORTUGUESE, "ocupado {load}", "ocupado {carga}")]),
        ("placeholder in an option's label", &["bad-text"], vec![Put(STORE, "label: Large", "label: 'Large, {size}'")]),
        ("placeholder in a translated title", &["bad-text"], vec![Put(PORTUGUESE, "section.store.title: ", "section.store.title: '{size} ' #")]),
        ("option of a yes/no question", &["unknown-id"], vec![Put(SHAPE, "- {id: no, outcome", "- {id: maybe, outcome: pool}\n      - {id: no, outcome")]),
        ("id that is none", &["bad-id"], vec![Put(STORE, "id: in_table", "id: In-Table")]),
        ("two questions of one id", &["duplicate-id"], vec![Put(STORE, "id: backup", "id: survive"), Put(STORE, "details: [backup]", "details: []"), Put(PORTUGUESE, "  question.backup.ask: Há uma cópia?\n", "")]),
        ("question with a section's id", &["duplicate-id"], vec![Put(STORE, "id: backup", "id: shape"), Put(STORE, "details: [backup]", "details: []"), Put(PORTUGUESE, "question.backup", "question.shape")]),
        ("section listed twice", &["duplicate-id"], vec![Put(MANIFEST, "[shape, store]", "[shape, store, shape]")]),
        ("two outcomes of one id", &["duplicate-id"], vec![Put(SHAPE, "{id: pool, title: Pool}", "{id: pool, title: Pool}\n  - {id: pool, title: Pool}")]),
        ("two options of one id", &["duplicate-id"], vec![Put(STORE, "- {id: large, label: Large}", "- {id: large, label: Large}\n      - {id: large, label: Large}")]),
        ("two yes options", &["duplicate-id"], vec![Put(SHAPE, "- {id: no, outcome", "- {id: yes, outcome: pool}\n      - {id: no, outcome")]),
        ("two rows of one id", &["duplicate-id"], vec![Put(STORE, "{id: in_state, when", "{id: in_state, when: {size: small}, outcome: own_state}\n  - {id: in_state, when")]),
        ("two rules of one id", &["duplicate-id"], vec![Put(RULES, "id: w01", "id: too_busy"), Put(PORTUGUESE, "  rule.w01.text: Um disco é lento.\n", "")]),
        ("old id that is in use", &["duplicate-id"], vec![Put(STORE, "id: backup", "id: backup\n    replaces: [size]")]),
        ("old id of two", &["duplicate-id"], vec![Put(STORE, "id: backup", "id: backup\n    replaces: [copy]"), Put(STORE, "- id: survive", "- id: survive\n    replaces: [copy]")]),
        ("old id that is none", &["bad-id"], vec![Put(STORE, "id: backup", "id: backup\n    replaces: [Back-up]")]),
        ("old option that is in use", &["duplicate-id"], vec![Put(STORE, "{id: large, ", "{id: large, replaces: [small], ")]),
        ("old outcome of two", &["duplicate-id"], vec![Put(STORE, "{id: disk, ", "{id: disk, replaces: [file], "), Put(STORE, "{id: table, title", "{id: table, replaces: [file], title")]),
        ("band that replaces", &["unknown-field"], vec![Put(SHAPE, "{id: light, ", "{id: light, replaces: [small], ")]),
        ("old id where the new one is meant", &["unknown-id"], vec![Put(STORE, "id: backup", "id: backup\n    replaces: [spare]"), Put(STORE, "details: [backup]", "details: [spare]")]),
        ("section under another name than its file", &["bad-id"], vec![Put(SHAPE, "section: shape", "section: shap")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn f24_an_answer_means_one_option() {
    snapshot("answers", vec![
        ("labels that differ only in case", &["duplicate-id"], vec![Put(STORE, "label: Large}", "label: SMALL}")]),
        ("label that is another option's id", &["duplicate-id"], vec![Put(STORE, "label: Small}", "label: Tiny}\n      - {id: tiny, label: Very small}"), Put(PORTUGUESE, "  option.size.small.label", "  option.size.tiny.label: Ínfimo\n  option.size.small.label")]),
        ("label that is another option's number", &["duplicate-id"], vec![Put(STORE, "label: Small}", "label: '2'}")]),
        ("label that is not knowing", &["duplicate-id"], vec![Put(STORE, "label: Small}", "label: Unknown}")]),
        ("label that means the other answer", &["duplicate-id"], vec![Put(SHAPE, "- {id: no, outcome", "- {id: no, label: 'Y', outcome"), Put(PORTUGUESE, "  option.rate.light.label", "  option.state.no.label: Não\n  option.rate.light.label")]),
        ("translated labels that are the same", &["duplicate-id"], vec![Put(PORTUGUESE, "option.size.large.label: ", "option.size.large.label: pequeno #")]),
    ]);
    let own_number = [Put(STORE, "label: Small}", "label: '1'}")];
    assert!(load(&edited(&own_number)).is_ok());
    let not_knowing = [Put(STORE, "label: Small}", "label: I do not know}")];
    assert!(load(&edited(&not_knowing)).is_ok());
}

#[test]
fn h19_faults_of_every_language_are_told_in_one_run() {
    let mut files = edited(&[
        Put(
            MANIFEST,
            "translations: [pt-BR]",
            "translations: [pt-BR, es]",
        ),
        Put(STORE, "outcome: disk", "outcome: disc"),
        Put(PORTUGUESE, "  question.size.ask: Qual é o tamanho?\n", ""),
    ]);
    let spanish = files.0[PORTUGUESE].replace("pt-BR", "es");
    let spanish = spanish.replace("option.size.small.label", "option.size.tiny.label");
    files.0.insert("lang/es.yaml".to_owned(), spanish);
    let faults = check::load_in_every_language(&files, &|_| None).unwrap_err();
    let told = faults.to_string();
    assert_eq!(told.matches("`disc`").count(), 1, "{told}");
    assert!(told.contains(PORTUGUESE), "{told}");
    assert!(told.contains("`option.size.tiny.label`"), "{told}");
}

#[test]
fn h18_a_table_does_not_ask_whether_its_own_input_was_answered() {
    let places: [&[Edit]; 4] = [
        &[Put(
            STORE,
            "when: {size: large}",
            "when: {size: {answered: yes}}",
        )],
        &[Put(
            STORE,
            "when: {size: large}",
            "when: {any: [{size: large}, {size: {answered: no}}]}",
        )],
        &[Put(
            STORE,
            "    when: {survive: no}\n",
            "    when: {survive: {answered: no}}\n",
        )],
        &[
            Put(
                CONDITIONS,
                "conditions:\n",
                "conditions:\n  sized: {size: {answered: yes}}\n",
            ),
            Put(STORE, "when: {size: large}", "when: {is: sized}"),
        ],
    ];
    for edits in places {
        let faults = load(&edited(edits)).unwrap_err();
        let told: Vec<&str> = faults.iter().map(|fault| fault.code().as_str()).collect();
        assert_eq!(told, ["bad-condition"], "{faults}");
        assert!(faults.to_string().contains("was answered"), "{faults}");
    }
    // Details come after the answers.
    let detail = [Put(
        STORE,
        "ask: Is there a backup?",
        "ask: Is there a backup?\n    when: {size: {answered: yes}}",
    )];
    assert!(load(&edited(&detail)).is_ok());
}

#[test]
#[rustfmt::skip]
fn flow() {
    snapshot("flow", vec![
        ("cycle", &["cycle"], vec![Put(SHAPE, "{outcome: pool}", "{goto: state}")]),
        ("question that leads to itself", &["cycle"], vec![Put(SHAPE, "goto: rate", "goto: state")]),
        ("option that leads nowhere", &["no-way-on"], vec![Put(SHAPE, "{id: no, outcome: function}", "{id: no}")]),
        ("implicit option that leads nowhere", &["no-way-on"], vec![Put(SHAPE, "\n      - {id: no, outcome: function}", "")]),
        ("last way on has a condition", &["no-way-on"], vec![Put(SHAPE, "{outcome: pool}", "{when: {load: {ge: 50}}, outcome: pool}")]),
        ("way on without a condition before the last", &["bad-condition"], vec![Put(SHAPE, "{when: {load: {lt: 50}}, outcome: process}", "{outcome: process}")]),
        ("way on that leads nowhere", &["no-way-on"], vec![Put(SHAPE, "{when: {load: {lt: 50}}, outcome: process}", "{when: {load: {lt: 50}}}")]),
        ("way on with two targets", &["bad-value"], vec![Put(SHAPE, "{outcome: pool}", "{outcome: pool, goto: state}")]),
        ("goto beside outcome", &["bad-value"], vec![Put(SHAPE, "{id: no, outcome: function}", "{id: no, goto: rate, outcome: function}")]),
        ("goto in a table", &["unknown-field"], vec![Put(STORE, "{id: large, label: Large}", "{id: large, label: Large, outcome: disk}")]),
        ("text question as an input", &["bad-value"], vec![Put(STORE, "details: [backup]", "details: []"), Put(STORE, "inputs: [survive, size]", "inputs: [survive, size, backup]"), Put(STORE, "kind: yes_no\n    ask: Is there a backup?\n    default: no", "kind: text\n    ask: Is there a backup?\n    default: none")]),
        ("row over a question that is no input", &["bad-condition"], vec![Put(STORE, "when: {size: large}", "when: {size: large, backup: yes}")]),
        ("tree with rows", &["unknown-field"], vec![Put(SHAPE, "details: [process_name]", "details: [process_name]\nrows:\n  - {id: r, when: always, outcome: pool}")]),
        ("tree without a start", &["missing-field"], vec![Put(SHAPE, "start: state\n", "")]),
        ("table without a hit policy", &["missing-field"], vec![Put(STORE, "hit: first\n", "")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn conditions() {
    let when = |new| vec![Put(STORE, "when: {is: kept}", new)];
    snapshot("conditions", vec![
        ("unknown subject", &["unknown-id"], when("when: {shap: process}")),
        ("unknown option", &["unknown-id"], when("when: {state: yess}")),
        ("unknown outcome", &["unknown-id"], when("when: {shape: [process, pol]}")),
        ("unknown band", &["unknown-id"], when("when: {load: bussy}")),
        ("unknown test", &["bad-condition"], when("when: {load: {less: 50}}")),
        ("comparison of an option", &["bad-condition"], when("when: {state: {lt: 50}}")),
        ("comparison with a word", &["bad-number"], when("when: {load: {lt: half}}")),
        ("number where a band belongs", &["bad-condition"], when("when: {rate: 100}")),
        ("later question", &["bad-condition"], vec![Put(SHAPE, "when: {load: {lt: 50}}", "when: {survive: yes}")]),
        ("own outcome", &["bad-condition"], vec![Put(SHAPE, "when: {load: {lt: 50}}", "when: {shape: pool}")]),
        ("own section in a section's condition", &["bad-condition"], when("when: {survive: yes}")),
        ("own answer", &["bad-condition"], vec![Put(STORE, "when: {survive: no}", "when: {size: large}")]),
        ("later quantity", &["bad-condition"], vec![Put(SHAPE, "title: Shape\n", "title: Shape\nwhen: {load: {lt: 50}}\n")]),
        ("empty list", &["empty-list"], when("when: {shape: []}")),
        ("empty condition", &["bad-condition"], when("when: {}")),
        ("no tests", &["bad-condition"], when("when: {load: {}}")),
        ("nothing to choose from", &["empty-list"], when("when: {any: []}")),
        ("word instead of a condition", &["wrong-type"], when("when: sometimes")),
        ("nothing after the colon", &["wrong-type"], when("when: {shape: }")),
        ("answered, of a section", &["bad-condition"], when("when: {shape: {answered: yes}}")),
    ]);
}

#[test]
#[rustfmt::skip]
fn named_conditions() {
    let kept = |new| vec![Put(CONDITIONS, "{shape: [process, pool]}", new)];
    let mut doubled = "conditions:\n  kept: {is: c39}\n  slow: {store: disk}\n  c0: {store: disk}\n".to_owned();
    for nth in 1..40 {
        writeln!(doubled, "  c{nth}: {{any: [{{is: c{0}}}, {{is: c{0}}}]}}", nth - 1).unwrap();
    }
    let mut many = "conditions:\n  kept: {shape: pool}\n  slow: {store: disk}\n".to_owned();
    for nth in 0..300 {
        writeln!(many, "  c{nth}: {{is: kept}}").unwrap();
    }
    snapshot("named_conditions", vec![
        ("unknown name", &["unknown-id"], vec![Put(RULES, "{is: slow}", "{is: slwo, store: disk}")]),
        ("unknown name inside a condition", &["unknown-id"], vec![Put(CONDITIONS, "{is: kept, store: disk}", "{any: [{not: {is: kpt}}, {store: disk}]}")]),
        ("unknown outcome in a named condition", &["unknown-id"], kept("{shape: [process, pol]}")),
        ("list where a name belongs", &["wrong-type"], vec![Put(RULES, "{is: slow}", "{is: [slow, kept]}")]),
        ("uses itself", &["cycle"], kept("{is: kept}")),
        ("circle", &["cycle"], kept("{any: [{not: {is: slow}}, {state: yes}]}")),
        ("unused", &["unused"], vec![Put(RULES, "{is: slow}", "{store: disk}")]),
        ("only a template speaks of it", &["unused"], vec![Put(RULES, "{is: slow}", "{store: disk}"), Put("templates/lib.rs.j2", "{% endif %}", "it is.slow {{ this.is.slow }}{# is.slow #}{% endif %}")]),
        ("unknown name in a template", &["unknown-id"], vec![Put("templates/lib.rs.j2", "{% endif %}", "{% if not is.slwo %}{% endif %}{% endif %}")]),
        ("looks at a later section", &["bad-condition"], vec![Put(STORE, "when: {is: kept}", "when: {is: slow}")]),
        ("looks at the outcome of the section it decides", &["bad-condition"], vec![Put(SHAPE, "{when: {load: {lt: 50}}, outcome: process}", "{when: {is: kept}, outcome: process}")]),
        ("looks at a question asked later", &["bad-condition"], vec![Put(CONDITIONS, "conditions:\n", "conditions:\n  large: {size: large}\n"), Put(STORE, "  - id: survive\n    kind: yes_no\n", "  - id: survive\n    kind: yes_no\n    when: {is: large}\n")]),
        ("looks at a question that is no input", &["bad-condition"], vec![Put(CONDITIONS, "conditions:\n", "conditions:\n  safe: {backup: yes}\n"), Put(STORE, "when: {size: large}", "when: {is: safe}")]),
        ("name that is no id", &["bad-id"], vec![Put(CONDITIONS, "  slow:", "  Slow-1: {is: slow}\n  slow:"), Put(RULES, "{is: slow}", "{is: Slow-1}")]),
        ("question called is", &["bad-id"], vec![Put(STORE, "  - id: backup", "  - id: is"), Put(STORE, "details: [backup]", "details: [is]"), Put(PORTUGUESE, "question.backup.ask", "question.is.ask")]),
        ("same name twice", &["syntax"], vec![Put(CONDITIONS, "  slow:", "  kept: {store: disk}\n  slow:")]),
        ("names that double each other", &["too-large"], vec![File(CONDITIONS, doubled)]),
        ("too many", &["too-large"], vec![File(CONDITIONS, many)]),
        ("missing file", &["missing-file"], vec![Put(MANIFEST, "conditions: conditions", "conditions: condition")]),
        ("empty file of conditions", &["wrong-type"], vec![File(CONDITIONS, String::new())]),
    ]);
}

#[test]
fn a_condition_that_only_a_template_uses_is_used() {
    let files = edited(&[
        Put(RULES, "{is: slow}", "{store: disk}"),
        Put(
            "templates/lib.rs.j2",
            "{% endif %}",
            "{% if is.slow %}{% endif %}{% endif %}",
        ),
    ]);
    let advisor = load(&files).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(advisor.conditions.len(), 2);
}

#[test]
#[rustfmt::skip]
fn projects() {
    let files = |new| vec![File(EMIT, format!("{}{new}", base().0[EMIT]))];
    let main = "      - {path: src/lib.rs, template: lib.rs.j2, main: true}\n";
    let instead = |new| vec![Put(EMIT, main, new)];
    snapshot("projects", vec![
        ("path with a name that is not replaced", &["bad-value"], files("      - {path: \"src/{crat}.rs\", template: lib.rs.j2}\n")),
        ("two files of one path", &["duplicate-id"], files("      - {path: a.rs, template: lib.rs.j2}\n      - {path: a.rs, template: lib.rs.j2, when: {shape: pool}}\n")),
        ("two files of one path, in groups", &["duplicate-id"], files("    groups:\n      - {when: {is: kept}, files: [{path: a.rs, template: lib.rs.j2}]}\n      - {when: {is: slow}, files: [{path: a.rs, template: lib.rs.j2}]}\n")),
        ("group without a condition", &["missing-field"], files("    groups:\n      - files: [{path: a.rs, template: lib.rs.j2}]\n")),
        ("no main file", &["missing-field"], instead("      - {path: a.rs, template: lib.rs.j2}\n")),
        ("main files for some outcomes", &["missing-field"], instead("      - {path: a.rs, template: lib.rs.j2, main: true, when: {shape: pool}}\n      - {path: b.rs, template: lib.rs.j2, main: true, when: {shape: function, store: disk}}\n")),
        ("main files for answers", &["missing-field"], instead("      - {path: a.rs, template: lib.rs.j2, main: true, when: {size: small}}\n      - {path: b.rs, template: lib.rs.j2, main: true, when: {size: large}}\n")),
        ("main file that never is", &["unused"], files("      - {path: a.rs, template: lib.rs.j2, main: true, when: {shape: pool}}\n")),
        ("template outside", &["bad-value"], files("      - {path: a.rs, template: ../lib.rs.j2}\n")),
        ("template that includes what there is not", &["missing-template"], vec![Put("templates/lib.rs.j2", "{% endif %}", "{% endif %}\n{% include \"lib.j2\" %}")]),
        ("template that includes from outside", &["bad-value"], vec![Put("templates/lib.rs.j2", "{% endif %}", "{% endif %}\n{% include \"../advisor.yaml\" %}")]),
        ("template too deep for the parser", &["too-large"], vec![Put("templates/lib.rs.j2", "{% endif %}", "{{ -----------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------1 }}{% endif %}")]),
    ]);
}

#[test]
fn files_of_one_path_that_exclude_each_other_are_fine() {
    for (one, two) in [
        ("{shape: pool}", "{shape: process, store: disk}"),
        ("{is: kept}", "{not: {is: kept}}"),
        ("{load: {lt: 50}}", "{is: kept, load: {ge: 50}}"),
        (
            "{any: [{size: small}, {size: large}], survive: no}",
            "{survive: yes}",
        ),
    ] {
        let both = format!(
            "      - {{path: a.rs, template: lib.rs.j2, when: {one}}}\n      - {{path: a.rs, template: lib.rs.j2, when: {two}}}\n"
        );
        let mut files = base();
        files.0.get_mut(EMIT).unwrap().push_str(&both);
        if let Err(faults) = load(&files) {
            panic!("{one} {two}: {faults}");
        }
    }
}

#[test]
#[rustfmt::skip]
fn code() {
    let shown = |text: String| vec![
        Put(STORE, OUTCOME, CODE),
        File("code/table.c", text),
    ];
    let when = |outcome| vec![
        Put(STORE, OUTCOME, outcome),
        File("code/table.c", "x\n".to_owned()),
    ];
    snapshot("code", vec![
        ("code that there is not", &["missing-file"], vec![Put(STORE, OUTCOME, CODE), File("code/tables.c", "x\n".to_owned())]),
        ("code outside", &["missing-file"], vec![Put(STORE, OUTCOME, "  - {id: table, title: Table, code: {c: ../table.c}}\n")]),
        ("language that is no id", &["bad-id"], vec![Put(STORE, OUTCOME, "  - {id: table, title: Table, code: {C++: code/table.c}}\n"), File("code/table.c", "x\n".to_owned())]),
        ("empty code", &["bad-text"], shown(" \n".to_owned())),
        ("code that is long", &["too-large"], shown("x\n".repeat(26))),
        ("code that is wide", &["too-large"], shown(format!("int x;\n{}\n", "x".repeat(77)))),
        ("code with a control character", &["bad-text"], shown("int x;\n// \u{1b}[2J\n".to_owned())),
        ("code for an unknown option", &["unknown-id"], when("  - {id: table, title: Table, code_when: [{when: {survive: maybe}, code: {c: code/table.c}}]}\n")),
        ("code for an unknown condition", &["unknown-id"], when("  - {id: table, title: Table, code_when: [{when: {is: kepd}, code: {c: code/table.c}}]}\n")),
        ("code for a condition that there is not", &["missing-file"], when("  - {id: table, title: Table, code_when: [{when: {survive: yes}, code: {c: code/tables.c}}]}\n")),
    ]);
}

#[test]
fn a35_code_in_any_language_is_taken_as_it_stands() {
    let text = "int x;\n\n  // {shape}\n".to_owned();
    let files = edited(&[Put(STORE, OUTCOME, CODE), File("code/table.c", text)]);
    let advisor = load(&files).unwrap_or_else(|faults| panic!("{faults}"));
    let table = advisor
        .outcomes
        .iter()
        .find(|outcome| outcome.id == "table");
    let code: Vec<_> = table.unwrap().code.iter().collect();
    assert_eq!(code[0].0, "c");
    assert_eq!(code[0].1, "int x;\n\n  // {shape}");
}

#[test]
fn a31_a_main_file_for_every_outcome_of_one_section_is_enough() {
    for (one, two) in [
        ("{shape: [process, pool]}", "{shape: function}"),
        ("{is: kept}", "{any: [{shape: function}, {store: disk}]}"),
        ("{not: {shape: function}}", "{shape: {not: pool}}"),
    ] {
        let both = format!(
            "      - {{path: a.rs, template: lib.rs.j2, main: true, when: {one}}}\n      - {{path: b.rs, template: lib.rs.j2, main: true, when: {two}}}\n"
        );
        let mut files = base();
        let text = files.0.get_mut(EMIT).unwrap();
        *text = text.replace(", main: true", "") + &both;
        if let Err(faults) = load(&files) {
            panic!("{one} {two}: {faults}");
        }
    }
}

#[test]
#[rustfmt::skip]
fn values() {
    snapshot("values", vec![
        ("unknown field", &["unknown-field"], vec![Put(STORE, "    ask: How large is it?\n", "    ask: How large is it?\n    exampel: 1 GB\n")]),
        ("missing field", &["missing-field"], vec![Put(STORE, "    ask: How large is it?\n", "")]),
        ("missing label", &["missing-field"], vec![Put(STORE, "{id: large, label: Large}", "{id: large}"), Put(PORTUGUESE, "  option.size.large.label: Grande\n", "")]),
        ("field of another kind of question", &["unknown-field"], vec![Put(SHAPE, "    hint: lower", "    min: 3\n    hint: lower")]),
        ("list where a text belongs", &["wrong-type"], vec![Put(STORE, "title: Store", "title: [Store]")]),
        ("text where a list belongs", &["wrong-type"], vec![Put(STORE, "inputs: [survive, size]", "inputs: survive")]),
        ("text where a mapping belongs", &["wrong-type"], vec![Put(STORE, "{id: large, label: Large}", "large")]),
        ("neither yes nor no", &["wrong-type"], vec![Put(EMIT, "main: true", "main: maybe")]),
        ("unknown kind of question", &["bad-value"], vec![Put(STORE, "kind: choice", "kind: choise")]),
        ("unknown hit policy", &["bad-value"], vec![Put(STORE, "hit: first", "hit: frist")]),
        ("number that is none", &["bad-number"], vec![Put(SHAPE, "max: 1000", "max: lots")]),
        ("number that is not finite", &["syntax"], vec![Put(SHAPE, "max: 1000", "max: .inf")]),
        ("number without min", &["missing-field"], vec![Put(SHAPE, "    min: 0\n", "")]),
        ("min above max", &["bad-bands"], vec![Put(SHAPE, "min: 0", "min: 2000")]),
        ("bands that do not ascend", &["bad-bands"], vec![Put(SHAPE, "- {id: heavy", "- {id: mid, label: Mid, below: 90}\n      - {id: heavy"), Put(PORTUGUESE, "  option.rate.heavy.label", "  option.rate.mid.label: Médio\n  option.rate.heavy.label")]),
        ("last band with an end", &["bad-bands"], vec![Put(SHAPE, "label: Heavy}", "label: Heavy, below: 1000}")]),
        ("band without an end before the last", &["bad-bands"], vec![Put(SHAPE, "label: Light, below: 100}", "label: Light}")]),
        ("bad pattern", &["bad-pattern"], vec![Put(SHAPE, "'[a-z][a-z0-9_]*'", "'[a-z'")]),
        ("formula that does not parse", &["bad-formula"], vec![Put(SHAPE, "100 * rate / 400", "100 * rate / ")]),
        ("formula over an unknown name", &["bad-formula"], vec![Put(SHAPE, "100 * rate / 400", "100 * rte / 400")]),
        ("formula over a question that is no number", &["bad-formula"], vec![Put(SHAPE, "100 * rate / 400", "100 * state / 400")]),
        ("unknown function of a formula", &["bad-formula"], vec![Put(SHAPE, "100 * rate / 400", "ciel(rate / 400)")]),
        ("default that is no option", &["bad-answer"], vec![Put(STORE, "default: small", "default: smal")]),
        ("default out of range", &["bad-answer"], vec![Put(SHAPE, "default: 10", "default: 5000")]),
        ("default that does not fit the pattern", &["bad-answer"], vec![Put(SHAPE, "default: worker", "default: Worker 1")]),
        ("example with an answer that is none", &["bad-answer"], vec![Put(STORE, "    default: small\n", "    default: small\n    examples: [{id: photos, situation: A folder of photos., answer: huge}]\n"), Put(PORTUGUESE, "  option.size.large.label", "  example.size.photos: Uma pasta de fotos.\n  option.size.large.label")]),
        ("example that shows no answer", &["bad-answer"], vec![Put(STORE, "    default: small\n", "    default: small\n    examples: [{id: photos, situation: A folder of photos., answer: unknown}]\n"), Put(PORTUGUESE, "  option.size.large.label", "  example.size.photos: Uma pasta de fotos.\n  option.size.large.label")]),
        ("example told twice", &["duplicate-id"], vec![Put(STORE, "    default: small\n", "    default: small\n    examples: [{id: photos, situation: A photo., answer: small}, {id: photos, situation: Photos., answer: large}]\n"), Put(PORTUGUESE, "  option.size.large.label", "  example.size.photos: Uma foto.\n  option.size.large.label")]),
        ("example without a translation", &["missing-translation"], vec![Put(STORE, "    default: small\n", "    default: small\n    examples: [{id: photo, situation: A photo., answer: small}]\n")]),
        ("conditional question without a default", &["missing-field"], vec![Put(STORE, "    default: small\n", "")]),
        ("last default with a condition", &["no-way-on"], vec![Put(STORE, "default: small", "default: [{when: {state: yes}, is: small}]")]),
        ("control character in a text", &["bad-text"], vec![Put(STORE, "title: Store", "title: \"Store\\e[2J\"")]),
        ("empty text", &["bad-text"], vec![Put(STORE, "title: Store", "title: \"\"")]),
        ("choice of one option", &["empty-list"], vec![Put(STORE, "      - {id: large, label: Large}\n", ""), Put(STORE, "when: {size: large}", "when: {size: small}"), Put(PORTUGUESE, "  option.size.large.label: Grande\n", "")]),
    ]);
}

#[test]
#[rustfmt::skip]
fn files() {
    let aliases = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
    let deep = format!("section: {}{}\n", "[".repeat(5000), "]".repeat(5000));
    snapshot("files", vec![
        ("missing section file", &["missing-file"], vec![Put(MANIFEST, "[shape, store]", "[shape, stor]")]),
        ("missing manifest", &["missing-file"], vec![Gone(MANIFEST)]),
        ("missing translation file", &["missing-file"], vec![Gone(PORTUGUESE)]),
        ("name of a file that is no id", &["bad-id"], vec![Put(MANIFEST, "[shape, store]", "[shape, ../store]")]),
        ("missing template", &["missing-template"], vec![Put(EMIT, "template: lib.rs.j2", "template: lib.rs")]),
        ("template that does not parse", &["template-syntax"], vec![Put("templates/lib.rs.j2", "{% endif %}", "{% endfi %}")]),
        ("template that does not end", &["template-syntax"], vec![Put("templates/lib.rs.j2", "{% endif %}\n", "")]),
        ("path that leaves the project", &["bad-value"], vec![Put(EMIT, "path: src/lib.rs", "path: ../lib.rs")]),
        ("missing translation", &["missing-translation"], vec![Put(PORTUGUESE, "  question.backup.ask: Há uma cópia?\n", "")]),
        ("unknown translation", &["unknown-translation"], vec![Put(PORTUGUESE, "  target.std.title", "  target.tokio.title: Tokio\n  target.std.title")]),
        ("misspelt translation", &["missing-translation", "unknown-translation"], vec![Put(PORTUGUESE, "question.backup.ask", "question.bakup.ask")]),
        ("translation of another language", &["bad-id"], vec![Put(PORTUGUESE, "language: pt-BR", "language: en")]),
        ("YAML that does not parse", &["syntax"], vec![Put(STORE, "title: Store", "title: \"Store")]),
        ("colon in a plain text", &["syntax"], vec![Put(STORE, "ask: How large is it?", "ask: Size: how large?")]),
        ("duplicate key", &["syntax"], vec![Put(STORE, "hit: first\n", "hit: first\nhit: first\n")]),
        ("tab as indentation", &["syntax"], vec![Put(STORE, "    ask: How large is it?", "\task: How large is it?")]),
        ("unknown alias", &["syntax"], vec![Put(STORE, "title: Store", "title: *store")]),
        ("aliases that expand without end", &["syntax"], vec![File(STORE, aliases.to_owned())]),
        ("nesting without end", &["syntax"], vec![File(STORE, deep)]),
        ("empty file", &["wrong-type"], vec![File(STORE, String::new())]),
        ("only a comment", &["wrong-type"], vec![File(STORE, "# later\n".to_owned())]),
        ("empty manifest", &["wrong-type"], vec![File(MANIFEST, String::new())]),
        ("list instead of a file", &["wrong-type"], vec![File(STORE, "- section: store\n".to_owned())]),
        ("no sections", &["empty-list"], vec![Put(MANIFEST, "conditions: conditions\n", ""), Put(MANIFEST, "[shape, store]", "[]"), Put(MANIFEST, "rules: [rules]\nscenarios: [scenarios]\nemit: emit\n", ""), File(PORTUGUESE, "language: pt-BR\ntexts: {advisor.title: a, advisor.description: b}\n".to_owned())]),
        ("several faults in several files", &["unknown-field", "unknown-id", "bad-answer", "unknown-id", "bad-condition", "bad-value", "missing-translation"], vec![
            Put(SHAPE, "goto: rate", "goto: rat"),
            Put(STORE, "default: small", "default: smal"),
            Put(STORE, "outcome: table}", "outcome: tabel}"),
            Put(RULES, "{gt: 80}", "{over: 80}"),
            Put(EMIT, "path: src/lib.rs", "path: /src/lib.rs"),
            Put(MANIFEST, "language: en", "language: en\nlicence: MIT"),
            Put(PORTUGUESE, "  rule.w01.text: Um disco é lento.\n", ""),
        ]),
    ]);
}
