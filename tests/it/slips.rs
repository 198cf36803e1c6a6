//! Slips in what people write by hand, told in their own language.

use crate::support::program::run;

#[test]
fn f48_a_slip_in_yaml_or_json_is_told_in_the_language() {
    let slips = [
        "answers: {state: no\n",
        "answers: {state: no}}\n",
        "answers:\n - state: no\n   x\n  y: 1\n",
        "answers:\n  state: \"no\n",
        "answers:\n  state: no\n complex: yes\n",
        "answers: [\n",
        "@x: 1\n",
        "state: no: yes\n",
        "- a\nb: 1\n",
        "answers: {state: no, , }\n",
        "answers: {\"state\" no}\n",
        "answers: *x\n",
        "answers:\n\tstate: no\n",
        "answers: {state: 'no}\n",
        "answers: {state: no}\n---\nmore: 1\n",
        "answers: {state: no, state: yes}\n",
    ];
    for text in slips {
        for lang in ["en", "pt-BR"] {
            let ran = run(&["--lang", lang, "--answers", "-"], text);
            assert_eq!(ran.status, 3, "{text}");
            // What the parser says in English, and for those who program with it.
            for own in [
                "expected",
                "disallowed",
                "unclosed",
                "from_str",
                "unexpected",
                "scalar",
            ] {
                assert!(!ran.errors.contains(own), "{text}: {}", ran.errors);
            }
        }
    }
    let lines = "not json\n{\"a\":1,}\n{\"a\":1 \"b\":2}\n{\"a\":\"\\x\"}\n{\"a\":tru}\n{\"a\":1}x\n\
                 {\"a\"\n\"\n{\"state\":01}\n{\"state\":\"\u{1}\"}\n{1:2}\n";
    let ran = run(&["batch", "--lang", "pt-BR"], lines);
    assert_eq!(ran.output.lines().count(), 11, "{}", ran.output);
    for own in ["expected", "EOF", "trailing", "invalid", "while", "must"] {
        assert!(!ran.output.contains(own), "{own}: {}", ran.output);
    }
}

#[test]
fn two_arguments_that_answer_one_question_are_told_apart() {
    let twice = ["--set", "state=no", "--set", "state=yes"];
    let ran = run(&twice, "");
    assert_eq!(ran.status, 3);
    let place = " --> --set:1:7\n  |\n1 | state=yes\n";
    let first = "the first answer is at --set state=no\n";
    assert!(ran.errors.contains(place), "{}", ran.errors);
    assert!(ran.errors.contains(first), "{}", ran.errors);
    let ran = run(&[&["--lang", "pt-BR"], &twice[..]].concat(), "");
    let first = "a primeira resposta está em --set state=no\n";
    assert!(ran.errors.contains(first), "{}", ran.errors);
    // Lines of one source are told apart by where they stand.
    let ran = run(&[], "state=no\nstate=yes\n");
    let first = "the first answer is at standard input:1:7\n";
    assert!(ran.errors.contains(first), "{}", ran.errors);
}
