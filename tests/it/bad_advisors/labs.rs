//! Labs, one fault each.

use super::Edit::{File, Put};
use super::{MANIFEST, PORTUGUESE, snapshot};

const LAB: &str = "lab.yaml";

/// A lab that is as it should be, with its translation, and one text in it changed.
fn lab(old: &str, new: &str) -> Vec<super::Edit> {
    let text = "groups:\n  - id: top\n    title: The top\n    when: {state: yes}\n    strategy: one_for_all\n    max_restarts: [{is: rate}, {is: \"3\"}]\n    max_seconds: \"5\"\n    parts:\n      - {id: one, title: One, restart: transient}\n      - {id: pool, title: Pool, group: pool}\n  - id: pool\n    title: The pool\n    strategy: one_for_one\n    max_restarts: \"1\"\n    max_seconds: \"5\"\n    parts: [{id: each, title: Each, copies: 3}]\nalone:\n  - {id: nothing, text: Nothing restarts it.}\nstations:\n  - {id: desk, title: Desk, rate: rate, service: \"1\"}\nqueues:\n  - {id: rows, kept: rows, store: Rows, part: one, attempts: \"3\", given_up: is gone}\n";
    assert_eq!(text.matches(old).count(), 1, "{old}");
    let translated = "texts:\n  lab.group.top.title: O topo\n  lab.group.top.one.title: Um\n  lab.group.top.pool.title: Pool\n  lab.group.pool.title: O pool\n  lab.group.pool.each.title: Cada um\n  lab.alone.nothing: Nada o reinicia.\n  lab.station.desk.title: Balcão\n  lab.queue.rows.store: Linhas\n  lab.queue.rows.given_up: some\n";
    vec![
        Put(MANIFEST, "emit: emit", "emit: emit\nlab: lab"),
        Put(PORTUGUESE, "texts:\n", translated),
        File(LAB, text.replace(old, new)),
    ]
}

#[test]
#[rustfmt::skip]
fn labs() {
    let many: Vec<String> = (0..40).map(|place| format!("      - {{id: n{place}, title: N}}\n")).collect();
    let many = many.concat();
    snapshot("labs", vec![
        ("a strategy that is none", &["unknown-id"], lab("one_for_all", "all_for_one")),
        ("a restart that is none", &["unknown-id"], lab("transient", "transitory")),
        ("a group that is not there", &["unknown-id"], lab("group: pool}", "group: pond}")),
        ("a group inside itself", &["unknown-id"], lab("title: Each, copies: 3", "title: Each, group: pool")),
        ("two parts of one id", &["duplicate-id"], lab("{id: one, title: One, restart: transient}", "{id: one, title: One}\n      - {id: one, title: One}")),
        ("a number of nothing known", &["bad-formula"], lab("rate: rate,", "rate: rat,")),
        ("a number that does not add up", &["bad-formula"], lab("service: \"1\"", "service: \"1 +\"")),
        ("a condition on nothing", &["unknown-id"], lab("{state: yes}", "{stat: yes}")),
        ("too many copies", &["too-large"], lab("copies: 3", "copies: 300")),
        ("too many parts", &["too-large"], lab("      - {id: one, title: One, restart: transient}\n", &many)),
        ("work kept in no known way", &["unknown-id"], lab("kept: rows", "kept: row")),
        ("a part that is not there", &["unknown-id"], lab("part: one", "part: won")),
        ("a part that is a group", &["unknown-id"], lab("part: one", "part: pool")),
        ("a field that is not known", &["unknown-field"], lab("title: The pool", "title: The pool\n    dynamo: true")),
        ("a missing file", &["missing-file"], vec![Put(MANIFEST, "emit: emit", "emit: emit\nlab: lap")]),
    ]);
}
