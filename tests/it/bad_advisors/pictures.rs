//! Pictures of finished designs, one fault each.

use super::Edit::{File, Put};
use super::{MANIFEST, PORTUGUESE, snapshot};

const PICTURE: &str = "picture.yaml";

/// A picture that is as it should be, with its translation, and one text in it changed.
fn picture(old: &str, new: &str) -> Vec<super::Edit> {
    let text = "picture: The design\nnodes:\n  - {id: top, label: Top}\n  - id: below\n    under: [top]\n    when: {state: yes}\n    label: \"{size}\"\n    notes: [{id: big, when: {size: large}, text: It is large.}]\n";
    assert_eq!(text.matches(old).count(), 1, "{old}");
    let translated = "texts:\n  picture.title: O projeto\n  picture.top.label: Topo\n  picture.below.label: \"{size}\"\n  picture.below.big: É grande.\n";
    vec![
        Put(MANIFEST, "emit: emit", "emit: emit\npicture: picture"),
        Put(PORTUGUESE, "texts:\n", translated),
        File(PICTURE, text.replace(old, new)),
    ]
}

#[test]
#[rustfmt::skip]
fn pictures() {
    let many: Vec<String> = (0..300).map(|place| format!("  - {{id: n{place}, label: N}}\n")).collect();
    let many = many.concat();
    snapshot("pictures", vec![
        ("under nothing that is known", &["unknown-id"], picture("[top]", "[tip]")),
        ("under itself", &["unknown-id"], picture("[top]", "[below]")),
        ("two nodes of one id", &["duplicate-id"], picture("{id: top, label: Top}", "{id: top, label: Top}\n  - {id: top, label: Top}")),
        ("two notes of one id", &["duplicate-id"], picture("It is large.}]", "It is large.}, {id: big, text: It is.}]")),
        ("a note with the key of the label", &["duplicate-id", "unknown-translation"], picture("{id: big,", "{id: label,").into_iter().collect()),
        ("an unknown placeholder", &["unknown-id"], picture("{size}", "{sise}")),
        ("a condition on nothing", &["unknown-id"], picture("{state: yes}", "{stat: yes}")),
        ("a node without a label", &["missing-field"], picture("{id: top, label: Top}", "{id: top}")),
        ("a missing file", &["missing-file"], vec![Put(MANIFEST, "emit: emit", "emit: emit\npicture: pictur")]),
        ("more nodes than can be drawn", &["too-large"], picture("  - {id: top, label: Top}\n", &format!("{many}  - {{id: top, label: Top}}\n"))),
    ]);
}
