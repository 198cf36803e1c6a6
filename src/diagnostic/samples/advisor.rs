//! One fault of every kind about advisors.

use super::super::kind::{
    Conditions, Flow, Formula, Hidden, Ids, Kind, Many, Noun, Part, PartKind, Project, TooMuch,
    Wanted, Way, WhyNot,
};
use super::parts::{every, kinds, no_answer, z, zs};

pub(super) fn ids() -> Vec<Kind> {
    let id = || z("id");
    let mut all = kinds(vec![
        Ids::NoId { id: id() },
        Ids::FileName {
            file: z("file"),
            id: id(),
        },
        Ids::Taken { id: id() },
        Ids::SubjectTaken { id: id() },
        Ids::OldInUse { id: id() },
        Ids::OldTwice { id: id() },
        Ids::ListedTwice { id: id() },
        Ids::QuestionListedTwice { id: id() },
        Ids::Unknown {
            noun: Noun::Question,
            id: id(),
        },
        Ids::Placeholder { id: id() },
        Ids::NeitherYesNorNo {
            option: z("option"),
        },
        Ids::Ambiguous {
            answer: z("answer"),
            option: z("option"),
            other: Some(z("other")),
        },
        Ids::Ambiguous {
            answer: z("answer"),
            option: z("option"),
            other: None,
        },
        Ids::TooMany {
            many: Many::Outcomes,
            count: 12_577,
            most: 256,
        },
    ]);
    let nouns = every(vec![
        Noun::Question,
        Noun::QuestionHere,
        Noun::Outcome,
        Noun::OutcomeHere,
        Noun::Section,
        Noun::Option,
        Noun::Band,
        Noun::Subject,
        Noun::Condition,
        Noun::RedFlag,
        Noun::Caution,
        Noun::NodeBefore,
        Noun::Strategy,
        Noun::Restart,
        Noun::GroupBelow,
        Noun::PartPlayed,
        Noun::Keeping,
        Noun::Fact,
    ]);
    all.extend(
        nouns
            .into_iter()
            .map(|noun| Ids::Unknown { noun, id: id() }.into()),
    );
    let many = every(vec![
        Many::Sections,
        Many::Questions,
        Many::Outcomes,
        Many::Quantities,
        Many::Conditions,
        Many::Files,
        Many::Nodes,
        Many::Parts,
        Many::Copies,
    ]);
    let (count, most) = (12_577, 256);
    all.extend(
        many.into_iter()
            .map(|many| Ids::TooMany { many, count, most }.into()),
    );
    all
}

pub(super) fn parts() -> Vec<Kind> {
    let id = || z("id");
    let mut all = kinds(vec![
        Part::NoSection { file: z("file") },
        Part::MeansNothing {
            field: "zz_field",
            kind: PartKind::Tree,
        },
        Part::Needs {
            field: "zz_field",
            kind: PartKind::Table,
        },
        Part::NumberNeeds {
            id: id(),
            field: "zz_field",
        },
        Part::NumberNeedsBand { id: id() },
        Part::NeedsLabel { id: id() },
        Part::NeedsDefault { id: id() },
        Part::TwoOptions { id: id() },
        Part::TextInput { id: id() },
        Part::OnlyBandsEnd,
        Part::OnlyOptionsReplace,
        Part::MinAboveMax {
            min: 2000.5,
            max: 1000.0,
        },
        Part::BandWithoutEnd,
        Part::LastBandEnds,
        Part::BandsDescend,
        Part::BadPattern { why: z("why") },
        Part::BadAnswer(no_answer(WhyNot::NoOption)),
        Part::UnknownExample,
        Part::TooCostly { id: id() },
        Part::TooManyDecimals { most: 9 },
        Part::EmptyText,
        Part::FilledName,
        Part::ControlCharacter('\u{1b}'),
        Part::CodeLines { most: 25 },
        Part::CodeColumns { most: 76 },
        Part::NoTexts {
            language: z("language"),
            known: zs(&["en", "pt"]),
        },
        Part::MissingText {
            key: z("key"),
            text: z("text"),
        },
        Part::UnknownText { key: z("key") },
    ]);
    let parts = every(vec![
        PartKind::Tree,
        PartKind::Table,
        PartKind::Questions,
        PartKind::YesNo,
        PartKind::Choice,
        PartKind::Number,
        PartKind::Text,
    ]);
    let field = "zz_field";
    all.extend(
        parts
            .into_iter()
            .map(|kind| Part::MeansNothing { field, kind }.into()),
    );
    all
}

pub(super) fn projects() -> Vec<Kind> {
    let mut all = kinds(vec![
        Project::Outside { path: z("path") },
        Project::MissingTemplate {
            name: z("name"),
            looked: z("looked"),
        },
        Project::TemplateSyntax { why: z("why") },
        Project::TemplateTooLarge(TooMuch::Blocks { most: 64 }),
        Project::TemplateOutside { name: z("name") },
        Project::PathPlaceholder { name: z("name") },
        Project::PathTwice {
            path: z("path"),
            one: z("one"),
            two: z("two"),
        },
        Project::PathShared {
            path: z("path"),
            most: 16,
        },
        Project::NoMain {
            target: z("target"),
            without: vec![z("outcome")],
        },
        Project::NeverMain { path: z("path") },
    ]);
    let bytes = 1_000_000;
    let too_much = every(vec![
        TooMuch::Bytes {
            bytes,
            most: 999_999,
        },
        TooMuch::Parts { most: 1000 },
        TooMuch::Brackets { most: 25 },
        TooMuch::Blocks { most: 64 },
    ]);
    all.extend(
        too_much
            .into_iter()
            .map(|what| Project::TemplateTooLarge(what).into()),
    );
    all
}

pub(super) fn flow() -> Vec<Kind> {
    let id = || z("id");
    let mut all = kinds(vec![
        Flow::SeveralWays,
        Flow::TwoTargets,
        Flow::NoTarget,
        Flow::LastWayConditional,
        Flow::LastDefaultConditional,
        Flow::NeverTaken,
        Flow::NeverSaid,
        Flow::LeadsNowhere {
            from: Way::AnyText,
            question: id(),
        },
        Flow::DecidesNothing { question: id() },
        Flow::ToDetail { question: id() },
        Flow::Circle {
            questions: zs(&["a", "b", "a"]),
        },
    ]);
    let ways = every(vec![Way::Option(z("option")), Way::AnyText]);
    all.extend(ways.into_iter().map(|from| {
        let question = id();
        Flow::LeadsNowhere { from, question }.into()
    }));
    all
}

pub(super) fn conditions() -> Vec<Kind> {
    let id = || z("id");
    let mut all = kinds(vec![
        Conditions::Empty,
        Conditions::NoneInside,
        Conditions::EmptyList,
        Conditions::NothingAsked { id: id() },
        Conditions::Hidden {
            id: id(),
            why: Hidden::AskedLater,
        },
        Conditions::NumberForBand { number: z("100") },
        Conditions::UnknownTest {
            test: z("test"),
            known: &["zz_lt", "zz_le"],
        },
        Conditions::NotComparable { id: id() },
        Conditions::ExpectedNumber,
        Conditions::NoNumber { text: z("text") },
        Conditions::NoQuestion { id: id() },
        Conditions::ExpectedYesNo,
        Conditions::Circle {
            conditions: zs(&["a", "b", "a"]),
        },
        Conditions::TooLarge {
            id: id(),
            most: 500,
        },
        Conditions::AllTooLarge { most: 100_000 },
        Conditions::NotHere {
            id: id(),
            subject: z("subject"),
            why: Hidden::AskedLater,
        },
        Conditions::Unused { id: id() },
        Conditions::NoInput { id: id() },
        Conditions::AnsweredInput { id: id() },
    ]);
    let hidden = every(vec![
        Hidden::NotEarlier,
        Hidden::LaterSection,
        Hidden::OwnOutcome,
        Hidden::OwnAnswer,
        Hidden::LaterQuantity,
        Hidden::ComputedLater { from: z("from") },
        Hidden::ComputedFromItself { from: z("from") },
        Hidden::DecidedLater,
        Hidden::NeverAsked { id: z("other") },
        Hidden::AskedLater,
    ]);
    all.extend(
        hidden
            .into_iter()
            .map(|why| Conditions::Hidden { id: id(), why }.into()),
    );
    all.extend(kinds(vec![
        Formula::Expected {
            what: Wanted::Operator,
            at_end: false,
        },
        Formula::NoNumber { text: z("1.2.3") },
        Formula::Foreign('%'),
        Formula::TooDeep,
        Formula::TooLong,
        Formula::UnknownName { name: z("name") },
        Formula::UnknownFunction {
            name: z("name"),
            known: vec!["zz_min", "zz_max"],
        },
        Formula::Arguments {
            function: z("max"),
            wanted: 2,
            given: 1,
        },
    ]));
    let wanted = every(vec![
        Wanted::Operator,
        Wanted::Operand,
        Wanted::Close,
        Wanted::CommaOrClose,
    ]);
    all.extend(wanted.into_iter().map(|what| {
        let at_end = true;
        Formula::Expected { what, at_end }.into()
    }));
    all
}
