//! What every kind says in English.

mod advisor;

use super::kind::{
    Answers, Emitting, Expected, Found, Kind, Name, NoAnswer, Possible, Reading, Settles, Shape,
    Unused, Usage, WhyNot, Yaml,
};
use super::said::{Frame, Said, count, list, options, plain, quote, range, say};
use crate::words::Language;

pub(super) const FRAME: Frame = Frame {
    error: "error",
    warning: "warning",
    hint: "hint",
    help: "help",
    standard_input: "standard input",
    line: |number| format!("line {number}"),
};

pub(super) fn said(kind: &Kind) -> Said {
    match kind {
        Kind::Reading(kind) => reading(kind),
        Kind::Shape(kind) => shape(kind),
        Kind::Ids(kind) => advisor::ids(kind),
        Kind::Part(kind) => advisor::part(kind),
        Kind::Project(kind) => advisor::project(kind),
        Kind::Flow(kind) => advisor::flow(kind),
        Kind::Conditions(kind) => advisor::conditions(kind),
        Kind::Formula(kind) => advisor::formula(kind),
        Kind::Answers(kind) => answers(kind),
        Kind::Usage(kind) => usage(kind),
        Kind::Emitting(kind) => emitting(kind),
        Kind::More(1) => say("one more fault is not shown"),
        Kind::More(count) => say(format!("{} more faults are not shown", number(*count))),
    }
}

pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean {}?", quote(name))
}

fn number(counted: impl TryInto<u64>) -> String {
    count(Language::En, counted)
}

fn reading(kind: &Reading) -> Said {
    match kind {
        Reading::MissingFile { path } => say(format!("the file {} does not exist", plain(path))),
        Reading::NoAdvisor { path } => say(format!("there is no advisor at {}", plain(path)))
            .help("--advisor takes the directory that holds advisor.yaml"),
        Reading::Unreadable { name, why } => {
            say(format!("{} cannot be read: {}", plain(name), plain(why)))
        }
        Reading::NotUtf8 { name, byte } => {
            say(format!("{} is not UTF-8", plain(name))).label(format!("the byte {byte:#04x}"))
        }
        Reading::Empty => say("the file is empty"),
        Reading::TooLong { name, bytes, most } => say(format!(
            "{} has {} bytes; at most {} are read",
            plain(name),
            number(*bytes),
            number(*most)
        )),
        Reading::MoreThan { name, most } => say(format!(
            "{} has more than {} bytes",
            plain(name),
            number(*most)
        )),
        Reading::Yaml(kind) => yaml(kind),
        Reading::Json { why } => say(format!("not valid JSON: {}", plain(why))),
        Reading::Output { why } => say(format!("the result cannot be written: {}", plain(why))),
    }
}

fn yaml(kind: &Yaml) -> Said {
    let invalid = |why: &str| say(format!("not valid YAML: {}", plain(why)));
    match kind {
        Yaml::DuplicateKey { key: Some(key) } => invalid(&format!("duplicate mapping key: {key}")),
        Yaml::DuplicateKey { key: None } => invalid("duplicate mapping key"),
        Yaml::NotFinite { number } => invalid(&format!("non-finite float {}", quote(number)))
            .help("only finite numbers can be compared"),
        Yaml::TooDeep => invalid("nested too deeply"),
        Yaml::Tab => invalid("a tab where only spaces may stand").help("indent with spaces"),
        Yaml::Aliases => invalid("the document is too large once its aliases are expanded"),
        Yaml::UnknownAnchor { why } => {
            invalid(why).help("a text that starts with `*` needs quotes")
        }
        Yaml::Colon { why } => {
            invalid(why).help("a text with a colon and a space in it needs quotes")
        }
        Yaml::Quote { why } => invalid(why).help("a quoted text above may lack its closing quote"),
        Yaml::Other { why } => invalid(why),
    }
}

fn shape(kind: &Shape) -> Said {
    let expected = |expected: &Expected, found: &Found| {
        say(format!(
            "expected {}, found {}",
            expected_text(expected),
            found_text(found)
        ))
    };
    match kind {
        Shape::UnknownField { name, known } => {
            say(format!("the field {} is not known", quote(name)))
                .help(format!("known here: {}", list(known)))
        }
        Shape::MissingField { name } => say(format!("the field `{name}` is missing here")),
        Shape::UnknownWord { word, known } => say(format!("{} is not known here", quote(word)))
            .help(format!("one of: {}", list(known))),
        Shape::WrongType {
            expected: what,
            found,
        }
        | Shape::BadNumber {
            expected: what,
            found,
        } => expected(what, found),
        Shape::Other { why } => say(plain(why).to_string()),
    }
}

fn expected_text(expected: &Expected) -> &str {
    match expected {
        Expected::Text => "a text",
        Expected::List => "a list",
        Expected::YesNo => "`yes` or `no`",
        Expected::Number => "a number",
        Expected::Whole => "a whole number from 0",
        Expected::Fields => "a mapping of fields",
        Expected::Condition => "a condition such as `{question: option}` or `always`",
        Expected::Cell => "an option, a list of options, or tests such as `{lt: 70}`",
        Expected::Default => "an answer, or a list of `{when: …, is: …}`",
        Expected::Entries => "a mapping of names to texts",
        Expected::Named => "a mapping of names",
        Expected::Word => "one of the known words",
        Expected::Other(text) => text,
    }
}

fn found_text(found: &Found) -> String {
    match found {
        Found::Nothing => "nothing".to_owned(),
        Found::Text(text) => quote(text).to_string(),
        Found::List => "a list".to_owned(),
        Found::Mapping => "a mapping".to_owned(),
        Found::Other(text) => plain(text).to_string(),
    }
}

fn answers(kind: &Answers) -> Said {
    match kind {
        Answers::UnknownQuestion { name, section } => {
            say(format!("no question is called {}", quote(name))).maybe(section.as_ref().map(
                |questions| {
                    format!(
                        "{} is a section; its questions are: {}",
                        quote(name),
                        list(questions)
                    )
                },
            ))
        }
        Answers::Empty { question, possible } => say(format!(
            "{} has no default, so an empty answer says nothing",
            quote(question)
        ))
        .help(possible_text(possible)),
        Answers::Wrong { no, ask } => no_answer(no).label(plain(ask).to_string()),
        Answers::OneTooMany { last } => {
            say("this answer is one too many: every question is answered").help(match last {
                Some(last) => format!("the last question was {}", quote(last)),
                None => "no question is asked".to_owned(),
            })
        }
        Answers::Twice { question, first } => say(format!("{} is answered twice", quote(question)))
            .help(format!("the first answer is at {}", plain(first))),
        Answers::Unused { question, why } => {
            say(format!("the answer to {} is never used", quote(question))).help(unused(why))
        }
        Answers::Missing {
            question,
            ask,
            possible,
        } => say(format!(
            "the question {} has no answer and no default",
            quote(question)
        ))
        .help(format!("it asks: {}", plain(ask)))
        .help(possible_text(possible))
        .help("with --partial, an unfinished interview is accepted"),
        Answers::NoneAmong {
            question,
            lines,
            ask,
            possible,
        } => say(format!(
            "{} got {} lines that are no answer to it; nobody seems to read the prompts",
            quote(question),
            number(*lines)
        ))
        .help(format!("it asks: {}", plain(ask)))
        .help(possible_text(possible)),
        Answers::Undecided {
            section,
            between,
            settles,
        } => undecided(section, between, settles.as_ref()),
        Answers::ForeignSheet { of, advisor } => say(format!(
            "this sheet answers the advisor {}, not {}",
            quote(of),
            quote(advisor)
        ))
        .help("name its advisor with --advisor DIR"),
        Answers::NoObject => say("expected an object of answers by question"),
        Answers::NeitherTextNorNumber { question } => say(format!(
            "the answer to {} is neither text nor number",
            quote(question)
        )),
        Answers::FaultyLines { faulty, lines } => say(format!(
            "{} of {} lines could not be answered",
            number(*faulty),
            number(*lines)
        ))
        .help("their places in the output hold an object with `errors`"),
    }
}

fn undecided(section: &str, between: &[String], settles: Option<&Settles>) -> Said {
    let section = quote(section);
    let said = match between {
        [] => say(format!(
            "section {section} comes to no outcome with these answers"
        )),
        _ => say(format!(
            "section {section} is undecided between {}",
            list(between)
        )),
    };
    match settles {
        Some(settles) => said
            .help(format!(
                "an answer to {} would settle most: {}",
                quote(&settles.question),
                plain(&settles.ask)
            ))
            .help(possible_text(&settles.possible)),
        None => said,
    }
    .help("with --partial, what is still possible is reported")
}

fn unused(why: &Unused) -> String {
    match why {
        Unused::Decided { section, outcome } => format!(
            "section {} comes to {} without asking it",
            quote(section),
            quote(outcome)
        ),
        Unused::Absent { section } => format!(
            "section {} does not come up with these answers",
            quote(section)
        ),
        Unused::NotAsked => "it is not asked with the other answers given".to_owned(),
    }
}

/// Why a text is no answer, and how it would be one.
pub(super) fn why_not(no: &NoAnswer) -> Option<(&'static str, Option<String>)> {
    Some(match &no.why {
        WhyNot::NoOption => return None,
        WhyNot::NoNumber => ("it is not a number", None),
        WhyNot::Ambiguous { decimal, whole } => (
            "it can be read in two ways",
            Some(format!("write {} or {}", quote(decimal), quote(whole))),
        ),
        WhyNot::Mark { right } => (
            "decimals stand after a point",
            Some(format!("write {}", quote(right))),
        ),
        WhyNot::Groups { right } => (
            "digits are grouped in threes, or not at all",
            Some(format!("write {}", quote(right))),
        ),
        WhyNot::Unit => (
            "only the number is typed, without a unit",
            match &no.possible {
                Possible::Number {
                    unit: Some(unit), ..
                } => Some(format!("it is counted in {}", plain(unit))),
                _ => None,
            },
        ),
        WhyNot::NotWhole => ("it is not a whole number", None),
        WhyNot::OutOfRange => ("it is out of range", None),
        WhyNot::PatternMissed => ("it does not fit the pattern", None),
    })
}

/// What is wrong with an answer and what would be right, for whoever refuses it.
pub(super) fn no_answer(no: &NoAnswer) -> Said {
    let (why, hint) = match why_not(no) {
        Some((why, hint)) => (format!(": {why}"), hint),
        None => (String::new(), None),
    };
    let message = format!(
        "{} is no answer to {}{why}",
        quote(&no.given),
        quote(&no.question)
    );
    say(message)
        .maybe(no.near.as_deref().map(did_you_mean))
        .maybe(hint)
        .help(match (&no.possible, &no.why) {
            (Possible::Text { pattern, hint }, WhyNot::PatternMissed) => match hint {
                Some(hint) => format!("expected: {} ({})", plain(hint), plain(pattern)),
                None => format!("expected: {}", plain(pattern)),
            },
            (possible, _) => possible_text(possible),
        })
}

/// Numbers stand as they are typed: digits in groups could be another number.
fn possible_text(possible: &Possible) -> String {
    let what = match possible {
        Possible::Options(ids) => options(Language::En, ids),
        Possible::Number {
            whole,
            min,
            max,
            unit,
        } => {
            let kind = if *whole { "a whole number" } else { "a number" };
            let (min, max) = range(Language::En, *min, *max, unit.as_deref());
            format!("{kind} from {min} to {max}")
        }
        Possible::Text {
            hint: Some(hint), ..
        } => format!("a text ({})", plain(hint)),
        Possible::Text { pattern, .. } => format!("a text matching {}", plain(pattern)),
    };
    format!("possible answers: {what}, or ? for unknown")
}

fn usage(kind: &Usage) -> Said {
    match kind {
        Usage::Flags { why } => say(plain(why).to_string()),
        Usage::EmitPartial => {
            say("--emit needs a finished interview, and --partial accepts an unfinished one")
                .help("leave one of them out")
        }
        Usage::NameAlone => say("--name names the emitted project, and nothing is emitted")
            .help("add --emit DIR or --format code"),
        Usage::PlainAnswers => say("--plain asks the questions, and --answers has answered them")
            .help("leave one of them out; --set works with both"),
        Usage::SetWithoutEquals => say("--set takes QUESTION=ANSWER, and there is no `=`"),
        Usage::UnfinishedCode => say("--format code needs a finished interview")
            .help("leave --partial out, or choose another format"),
        Usage::NoMainFile => say("the target names no main file for this design"),
        Usage::UnknownTarget { target, known } => {
            say(format!("there is no target {}", quote(target)))
                .help(format!("targets: {}", list(known)))
        }
        Usage::NoTarget { advisor } => say(format!(
            "the advisor {} has no target to emit",
            quote(advisor)
        )),
        Usage::UnknownOutcome { name } => say(format!("no outcome is called {}", quote(name)))
            .help("an outcome is named by its id, or as SECTION.OUTCOME"),
        Usage::BadName {
            why,
            name,
            instead,
            of_directory,
        } => bad_name(*why, name, instead.as_deref(), *of_directory),
    }
}

fn bad_name(why: Name, name: &str, instead: Option<&str>, of_directory: bool) -> Said {
    let name = quote(name);
    let said = say(match why {
        Name::Empty => "the project's name is empty".to_owned(),
        Name::Control => "the project's name holds control characters".to_owned(),
        Name::Path => format!("{name} is a path, not a name; --emit takes the directory"),
        Name::Keyword => format!("{name} is a Rust keyword"),
        Name::Taken => format!("{name} is taken by cargo, the standard library or the system"),
        Name::NoPackage => format!("{name} is not a package name"),
        Name::TooLong(characters) => format!("the name has {} characters", number(characters)),
        Name::Dependency => format!("{name} is the name of a crate the project uses"),
    });
    let said = match why {
        Name::Dependency => said,
        _ => said
            .help("a name is a letter followed by letters, digits, `-` and `_`, at most 64 in all"),
    };
    let said = said.maybe(instead.map(|other| format!("{} would do", quote(other))));
    if of_directory {
        said.help("--name gives the project another name than its directory")
    } else {
        said
    }
}

fn emitting(kind: &Emitting) -> Said {
    match kind {
        Emitting::PathTwice { path, one, two } => say(format!(
            "{} would be written twice",
            quote(path)
        ))
        .help(format!("from {} and from {}", quote(one), quote(two))),
        Emitting::NotEmpty { path } => say(format!("{} is not empty", plain(path)))
            .help("--force replaces the project's files and leaves the others")
            .help("--dry-run shows what would change"),
        Emitting::NoDirectory { path } => say(format!("{} is not a directory", plain(path)))
            .help("--emit takes the directory of the project"),
        Emitting::Unwritable { path, why } => {
            say(format!("{} cannot be written: {}", plain(path), plain(why)))
        }
        Emitting::Template { why, template } => {
            say(format!("the template cannot be rendered: {}", plain(why))).maybe(
                template
                    .as_deref()
                    .map(|name| format!("in the template {}", plain(name))),
            )
        }
    }
}
