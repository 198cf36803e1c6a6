//! One fault of every kind, and what both languages say of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod advisor;
mod answers;
mod parts;

use std::collections::BTreeMap;

use regex_lite::Regex;

use self::answers::answers;
use self::parts::{every, kinds, z, zs};
use super::kind::{
    Answers, Config, Emitting, Expected, Found, Ids, Kind, Name, Reading, Shape, Slip, Usage, Yaml,
};
use super::{Code, Diagnostic, Diagnostics, Severity};
use crate::words::Language;
use crate::words::table::Verb;

fn reading() -> Vec<Kind> {
    let yaml = every(vec![
        Yaml::DuplicateKey {
            key: Some(z("key")),
        },
        Yaml::DuplicateKey { key: None },
        Yaml::NotFinite { number: z("inf") },
        Yaml::TooDeep,
        Yaml::Tab,
        Yaml::Aliases,
        Yaml::UnknownAnchor,
        Yaml::Colon,
        Yaml::Quote,
        Yaml::Escape {
            escape: z("escape"),
        },
        Yaml::Slip(Slip::Ended),
    ]);
    let slips = every(vec![
        Slip::Unclosed {
            bracket: z("bracket"),
        },
        Slip::Ended,
        Slip::Bracket,
        Slip::Character,
        Slip::Indentation,
        Slip::NoColon,
        Slip::Documents,
        Slip::TrailingComma,
        Slip::Separator,
        Slip::After,
        Slip::Escape,
        Slip::Number,
        Slip::Control,
        Slip::NoValue,
        Slip::NoKey,
        Slip::Twice { key: z("key") },
        Slip::Other { why: z("why") },
    ]);
    let mut all = kinds(vec![
        Reading::MissingFile { path: z("path") },
        Reading::NoAdvisor { path: z("path") },
        Reading::Unreadable {
            name: z("name"),
            why: z("why"),
        },
        Reading::NotUtf8 {
            name: z("name"),
            byte: 0xff,
        },
        Reading::Empty,
        Reading::TooLong {
            name: z("name"),
            bytes: 5_000_000,
            most: 4_194_304,
        },
        Reading::MoreThan {
            name: z("name"),
            most: 4_194_304,
        },
        Reading::Yaml(Yaml::Tab),
        Reading::Json(Slip::Ended),
        Reading::Output { why: z("why") },
    ]);
    all.extend(slips.into_iter().map(|slip| Reading::Json(slip).into()));
    all.extend(yaml.into_iter().map(|yaml| Reading::Yaml(yaml).into()));
    all
}

fn shape() -> Vec<Kind> {
    const KNOWN: &[&str] = &["zz_one", "zz_two"];
    let mut all = kinds(vec![
        Shape::UnknownField {
            name: z("name"),
            known: KNOWN,
        },
        Shape::MissingField { name: "zz_field" },
        Shape::UnknownWord {
            word: z("word"),
            known: KNOWN,
        },
        Shape::WrongType {
            expected: Expected::Text,
            found: Found::Nothing,
        },
        Shape::BadNumber {
            expected: Expected::Number,
            found: Found::Text(z("many")),
        },
        Shape::Other { why: z("why") },
    ]);
    let expected = every(vec![
        Expected::Text,
        Expected::List,
        Expected::YesNo,
        Expected::Number,
        Expected::Whole,
        Expected::Fields,
        Expected::Condition,
        Expected::Cell,
        Expected::Default,
        Expected::Entries,
        Expected::Named,
        Expected::Word,
        Expected::Other(z("other")),
    ]);
    let found = every(vec![
        Found::Nothing,
        Found::Text(z("text")),
        Found::List,
        Found::Mapping,
        Found::Other(z("other")),
    ]);
    let pairs = expected.iter().zip(found.iter().cycle());
    all.extend(pairs.map(|(expected, found)| {
        let (expected, found) = (expected.clone(), found.clone());
        Shape::WrongType { expected, found }.into()
    }));
    all
}

fn config() -> Vec<Kind> {
    kinds(vec![
        Config::Unknown {
            name: z("name"),
            known: vec!["zz_one"],
        },
        Config::Value {
            value: z("value"),
            known: vec!["zz_one"],
        },
        Config::NoKey { name: z("name") },
        Config::Typed {
            key: z("key"),
            context: z("context"),
        },
        Config::Cancels,
        Config::SameAs {
            key: z("key"),
            other: "zz_other",
        },
        Config::Twice {
            key: z("key"),
            first: z("first"),
        },
    ])
}

#[expect(clippy::too_many_lines, reason = "one of each kind")]
fn usage() -> Vec<Kind> {
    let bad_name = |why, of_directory| Usage::BadName {
        why,
        name: z("name"),
        instead: Some(z("instead")),
        of_directory,
    };
    let mut all = kinds(vec![
        Usage::Flags { why: z("why") },
        Usage::EmitPartial,
        Usage::NothingEmitted { flag: "--name" },
        Usage::DryRunFormat,
        Usage::WithCodeFormat,
        Usage::Useless {
            flag: z("flag"),
            command: "zz_command",
            takes: zs(&["one", "other"]),
        },
        Usage::OtherFormat {
            format: "zz_format",
            command: "zz_command",
            known: zs(&["one", "other"]),
        },
        Usage::TwoAdvisors {
            one: z("one"),
            other: z("other"),
        },
        Usage::PlainAnswers,
        Usage::SetWithoutEquals,
        Usage::Tilde {
            flag: "zz_flag",
            expanded: z("expanded"),
        },
        Usage::UnfinishedCode,
        Usage::NoMainFile,
        Usage::UnknownTarget {
            target: z("target"),
            known: zs(&["a", "b"]),
        },
        Usage::NoTarget {
            advisor: z("advisor"),
        },
        Usage::UnknownOutcome { name: z("name") },
        Usage::UnknownStart { id: z("id") },
        Usage::UnknownTopic { name: z("name") },
        Usage::NoGuide {
            advisor: z("advisor"),
        },
        Usage::NoLab {
            advisor: z("advisor"),
        },
        Usage::UnknownEvent {
            given: z("given"),
            verbs: Verb::ALL.into(),
        },
        Usage::UnknownMember {
            given: z("given"),
            names: zs(&["one", "other"]),
        },
        Usage::IncompleteEvent {
            word: z("word"),
            verbs: Verb::ALL.into(),
        },
        Usage::BadWait {
            given: z("given"),
            most: 1_000_000,
        },
        Usage::NoTimes {
            given: z("given"),
            verb: Verb::Crash,
        },
        Usage::TooManyEvents { most: 1_000 },
        bad_name(Name::Keyword, true),
    ]);
    let names = every(vec![
        Name::Empty,
        Name::Control,
        Name::Path,
        Name::Keyword,
        Name::Taken,
        Name::NoPackage,
        Name::TooLong(65),
        Name::Dependency,
        Name::File,
        Name::NotSnakeCase,
    ]);
    all.extend(names.into_iter().map(|why| bad_name(why, false).into()));
    all.extend(kinds(vec![
        Emitting::NotEmpty { path: z("path") },
        Emitting::Busy { path: z("path") },
        Emitting::FinishedEarlier { path: z("path") },
        Emitting::ThroughLink { path: z("path") },
        Emitting::NoFile { path: z("path") },
        Emitting::Interrupted { path: z("path") },
        Emitting::ForeignWorkspace {
            manifest: z("manifest"),
            member: z("member"),
        },
        Emitting::NoDirectory { path: z("path") },
        Emitting::Unwritable {
            path: z("path"),
            why: z("why"),
        },
        Emitting::PathTwice {
            path: z("path"),
            one: z("one"),
            two: z("two"),
        },
        Emitting::Template {
            why: z("why"),
            template: Some(z("template")),
        },
    ]));
    all.extend([Kind::More(1), Kind::More(49_980)]);
    all
}

/// Every kind there is, each with a near name.
fn all() -> Vec<Diagnostic> {
    let groups = [
        reading(),
        shape(),
        advisor::ids(),
        advisor::parts(),
        advisor::projects(),
        advisor::flow(),
        advisor::conditions(),
        answers(),
        usage(),
        config(),
    ];
    let near = || Some(z("nearest"));
    groups
        .into_iter()
        .flatten()
        .map(|kind| Diagnostic {
            near: near(),
            ..Diagnostic::new(kind)
        })
        .collect()
}

/// The words of a fault, line by line.
fn lines(fault: &Diagnostic, language: Language) -> Vec<String> {
    let said = fault.said(language);
    let mut lines = vec![said.message.clone()];
    lines.extend(said.label.clone());
    lines.extend(said.help_and_flags().cloned());
    lines
}

/// How often each value stands in a text: samples, fields and flags between backticks, numbers.
fn values(lines: &[String]) -> BTreeMap<String, usize> {
    let value =
        Regex::new(r"`[^`]*`|zz_[\w.:]*\w|--[a-z]+|0x[0-9a-f]+|\\u\{\w+\}|\d[\d.,]*").unwrap();
    let mut found = BTreeMap::new();
    for text in lines {
        for found_at in value.find_iter(text) {
            let mut value = found_at.as_str().to_owned();
            if value.starts_with(|c: char| c.is_ascii_digit()) && !value.starts_with("0x") {
                value.retain(|c| c.is_ascii_digit());
            }
            *found.entry(value).or_default() += 1;
        }
    }
    // Words in backticks that are said in each language.
    for word in ["`any text`", "`qualquer texto`"] {
        found.remove(word);
    }
    found
}

#[test]
fn every_kind_says_the_same_in_both_languages() {
    for fault in all() {
        let (en, pt) = (lines(&fault, Language::En), lines(&fault, Language::PtBr));
        assert_eq!(en.len(), pt.len(), "{en:#?} {pt:#?}");
        for line in en.iter().chain(&pt) {
            assert!(!line.trim().is_empty(), "{en:#?} {pt:#?}");
        }
        assert_eq!(values(&en), values(&pt), "{en:#?} {pt:#?}");
        assert!(en.concat().contains("zz_nearest"), "{en:#?}");
    }
}

#[test]
fn every_kind_in_portuguese() {
    let mut text = String::new();
    for fault in all() {
        let fault = Diagnostic {
            near: None,
            ..fault
        };
        text += fault.code().as_str();
        text += ": ";
        text += &lines(&fault, Language::PtBr).join("\n    ");
        text += "\n";
    }
    insta::assert_snapshot!(text);
}

#[test]
fn codes_are_kebab_case() {
    assert_eq!(Code::AnswerGivenTwice.as_str(), "answer-given-twice");
    assert_eq!(Code::NoWayOn.as_str(), "no-way-on");
}

#[test]
fn h11_the_first_faults_are_told_and_the_rest_counted() {
    let mut faults = Diagnostics::default();
    let mut made = 0;
    for nth in 0..50_000 {
        faults.push_with(|| {
            made += 1;
            Diagnostic::new(Ids::NoId {
                id: format!("X{nth}"),
            })
        });
    }
    assert_eq!(
        (faults.len(), faults.iter().count(), made),
        (50_000, 20, 20)
    );
    let last = faults.all().last().unwrap();
    assert_eq!(*last.kind, Kind::More(49_980));
    assert_eq!(last.severity(), Severity::Hint);
    let text = faults.render(Language::En, false);
    assert!(
        text.ends_with("hint[more-faults]: 49,980 more faults are not shown"),
        "{text}"
    );
    let text = faults.render(Language::PtBr, false);
    assert!(
        text.ends_with("nota[more-faults]: mais 49.980 erros não são mostrados"),
        "{text}"
    );
}

#[test]
fn f47_what_is_quoted_is_bounded() {
    let long = "x".repeat(3_000_000);
    for kind in [
        Kind::from(Ids::NoId { id: long.clone() }),
        Shape::WrongType {
            expected: Expected::Text,
            found: Found::Text(long.clone()),
        }
        .into(),
        Reading::Json(Slip::Other { why: long.clone() }).into(),
        Answers::Twice {
            question: long.clone(),
            first: long.clone(),
        }
        .into(),
        Usage::UnknownTarget {
            target: long.clone(),
            known: vec![long.clone(); 30],
        }
        .into(),
    ] {
        for language in Language::ALL {
            let text = Diagnostic::new(kind.clone()).render(language, false);
            assert!(text.len() < 40_000, "{}", text.len());
        }
    }
}
