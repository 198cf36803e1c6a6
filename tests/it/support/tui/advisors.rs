//! The advisors that the wizard is tested with: the shipped one, and a small one that has every
//! kind of question, placeholders, flags and wide characters.

use std::path::PathBuf;
use std::sync::OnceLock;

use otp_advisor::load::check;
use otp_advisor::load::source::{Directory, Memory, Source};
use otp_advisor::model::Advisor;

const MANIFEST: &str = r#"
advisor: tea
version: "1"
title: Which tea
description: A small advisor with every kind of question.
language: en
sections: [leaf, brew, extras]
rules: [flags]
"#;

const LEAF: &str = r#"
section: leaf
kind: tree
title: Leaf
intro: Two questions decide the leaf.
start: wake
questions:
  - id: wake
    kind: yes_no
    ask: Must it wake you up?
    help: Some leaves do.
    example: "Monday: yes."
    source: The tea book
    because: You said so.
    options:
      - {id: yes, goto: place}
      - {id: no, outcome: herbs}
  - id: place
    kind: choice
    ask: Where should it come from?
    options:
      - {id: assam, label: Assam, outcome: black}
      - {id: fujian, label: Fujian, outcome: oolong}
      - {id: japan, label: 日本 (Japan), because: "Green it is, from {place}.", outcome: green}
      - {id: four, label: Four, outcome: black}
      - {id: five, label: Five, outcome: black}
      - {id: six, label: Six, outcome: black}
      - {id: seven, label: Seven, outcome: black}
      - {id: eight, label: Eight, outcome: black}
      - {id: nine, label: Nine, outcome: black}
      - {id: ten, label: Ten, outcome: oolong}
outcomes:
  - {id: herbs, title: Herbs, summary: No tea at all.}
  - {id: black, title: Black tea, summary: Strong., rust: A Vec of leaves., dissent: Some prefer coffee.}
  - {id: oolong, title: Oolong}
  - {id: green, title: 緑茶 green tea}
"#;

const BREW: &str = r#"
section: brew
kind: tree
title: Brew
start: water
questions:
  - id: water
    kind: number
    ask: "How much water for the {leaf}?"
    help: In a pot.
    unit: ml
    min: 1
    max: 5000
    integer: true
    default: 500
    bands:
      - {id: cup, label: a cup, below: 400}
      - {id: pot, label: a pot}
    goto: name
  - id: name
    kind: text
    ask: What is the pot called?
    help: It gets a label.
    pattern: '[a-z]+'
    hint: lower case letters
    default: pot
    next:
      - {when: {leaves: {lt: 4}}, outcome: small}
      - {outcome: large}
quantities:
  - id: leaves
    title: Leaves needed
    unit: g
    value: water / 100
    decimals: 1
    bands:
      - {id: little, label: a spoon, below: 4}
      - {id: much, label: spoons}
outcomes:
  - {id: small, title: A small brew, because: "{water} takes {leaves}."}
  - {id: large, title: A large brew}
"#;

const EXTRAS: &str = r"
section: extras
kind: questions
title: Extras
questions:
  - id: milk
    kind: yes_no
    ask: Milk?
    default: no
";

const FLAGS: &str = r"
rules: flags
red_flags:
  - id: milk_in_green
    severity: stop
    title: Milk in green tea
    when: {leaf: green, milk: yes}
    text: The milk hides the taste.
    fix: Leave it out.
    source: The tea book
  - id: much_water
    severity: warn
    title: Much water
    when: {water: {gt: 3000}}
    text: A lot.
    fix: Less.
cautions:
  - {id: hot, about: leaf, when: always, text: It is hot., source: Experience}
";

/// The small advisor, loaded once.
pub(crate) fn tea() -> &'static Advisor {
    static TEA: OnceLock<Advisor> = OnceLock::new();
    TEA.get_or_init(|| {
        let files = [
            ("advisor.yaml", MANIFEST),
            ("leaf.yaml", LEAF),
            ("brew.yaml", BREW),
            ("extras.yaml", EXTRAS),
            ("flags.yaml", FLAGS),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        load(&Memory(files.into_iter().collect()), None)
    })
}

/// The shipped one.
pub(crate) fn otp() -> &'static Advisor {
    static OTP: OnceLock<Advisor> = OnceLock::new();
    OTP.get_or_init(|| load(&trees(), None))
}

pub(crate) fn otp_pt_br() -> &'static Advisor {
    static OTP: OnceLock<Advisor> = OnceLock::new();
    OTP.get_or_init(|| load(&trees(), Some("pt-BR")))
}

fn trees() -> Directory {
    Directory(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("trees"))
}

fn load(source: &dyn Source, language: Option<&str>) -> Advisor {
    check::load(
        source,
        &|name| otp_advisor::embedded::template(name).map(str::to_owned),
        language,
    )
    .unwrap_or_else(|faults| panic!("{}", faults.render(false)))
}
