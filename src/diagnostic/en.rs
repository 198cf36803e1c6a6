//! What every kind says in English.

mod advisor;
mod answers;
mod config;

pub(crate) use self::answers::{no_answer, why_not};

use self::answers::number;
use super::kind::{Emitting, Expected, Found, Kind, Name, Reading, Shape, Slip, Usage, Yaml};
use super::said::{Frame, Said, list, plain, quote, say};
use crate::words::table::Verb;
use crate::words::{LabWords, Language};

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
        Kind::Answers(kind) => answers::answers(kind),
        Kind::Usage(kind) => usage(kind),
        Kind::Config(kind) => config::config(kind),
        Kind::Emitting(kind) => emitting(kind),
        Kind::More(1) => say("one more fault is not shown"),
        Kind::More(count) => say(format!("{} more faults are not shown", number(*count))),
    }
}

/// A way around the file that is wrong.
pub(super) fn around(setting: &str) -> String {
    format!("to start without a configuration: {setting}")
}

pub(super) fn did_you_mean(name: &str) -> String {
    answers::did_you_mean(name)
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
        Reading::Json(slip) => say(format!("not valid JSON: {}", slipped(slip))),
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
        Yaml::UnknownAnchor => {
            invalid("an alias of nothing that is there").help("a text that starts with `*` needs quotes")
        }
        Yaml::Colon => {
            invalid("a second value where one is complete").help("a text with a colon and a space in it needs quotes")
        }
        Yaml::Quote => invalid("a quoted text that does not fit what is around it").help("a quoted text above may lack its closing quote"),
        Yaml::Escape { escape } => say(format!(
            "not valid YAML: {} is no escape, and in double quotes a backslash begins one",
            quote(escape)
        ))
        .help("between single quotes a backslash is only a backslash; in double quotes it is written `\\\\`"),
        Yaml::Slip(slip) => invalid(&slipped(slip)),
    }
}

fn slipped(slip: &Slip) -> String {
    match slip {
        Slip::Unclosed { bracket } => format!("{} is not closed", quote(bracket)),
        Slip::Ended => "it ends in the middle".to_owned(),
        Slip::Bracket => "a bracket that closes nothing".to_owned(),
        Slip::Character => "a character that cannot begin anything here".to_owned(),
        Slip::Indentation => "this belongs to nothing above it; look at the indentation".to_owned(),
        Slip::NoColon => "a key without a `:` behind it".to_owned(),
        Slip::Documents => "a second document begins, and one is read".to_owned(),
        Slip::TrailingComma => "a comma with nothing behind it".to_owned(),
        Slip::Separator => "a comma, a colon or a closing bracket is missing".to_owned(),
        Slip::After => "something stands behind its end".to_owned(),
        Slip::Escape => "a backslash that begins no escape".to_owned(),
        Slip::Number => "not a number".to_owned(),
        Slip::Control => "a control character inside quotes".to_owned(),
        Slip::NoValue => "no value begins here".to_owned(),
        Slip::NoKey => "a key is a text in quotes".to_owned(),
        Slip::Twice { key } => format!("{} stands there twice", quote(key)),
        Slip::Other { why } => plain(why).to_string(),
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

/// What the lab understands.
fn events(verbs: &[Verb]) -> String {
    format!("events: {}", lab().forms(verbs))
}

fn lab() -> &'static LabWords {
    &Language::En.words().lab
}

fn no_times(given: &str, verb: Verb) -> Said {
    let example = lab().repeated(verb, 4);
    say(format!("{} times is nothing at all", quote(given))).help(format!(
        "once is said without a number; else from 1 on, as in: {example}"
    ))
}

fn usage(kind: &Usage) -> Said {
    match kind {
        Usage::Flags { why } => say(plain(why).to_string()),
        Usage::EmitPartial => {
            say("--emit needs a finished interview, and --partial accepts an unfinished one")
                .help("leave one of them out")
        }
        Usage::NothingEmitted { flag } => say(format!(
            "{flag} is about the emitted project, and nothing is emitted"
        ))
        .help("add --emit DIR or --format code"),
        Usage::DryRunFormat => say("--dry-run prints what would be written, as text or as json")
            .help("leave --dry-run or --format out"),
        Usage::WithCodeFormat => say("--with-code adds code to the text and to the record")
            .help("leave --format out, or take text or markdown; json has all code anyway"),
        Usage::Useless {
            flag,
            command,
            takes,
        } => useless(flag, command, takes),
        Usage::OtherFormat {
            format,
            command,
            known,
        } => say(format!("--format {format} is not for {}", quote(command)))
            .help(format!("it prints: {}", list(known))),
        Usage::TwoAdvisors { one, other } => say(format!(
            "two advisors are named, {} and {}",
            quote(one),
            quote(other)
        ))
        .help("leave --advisor or the directory out"),
        Usage::PlainAnswers => say("--plain asks the questions, and --answers has answered them")
            .help("leave one of them out; --set works with both"),
        Usage::SetWithoutEquals => say("--set takes QUESTION=ANSWER, and there is no `=`"),
        Usage::Tilde { flag, expanded } => say(format!(
            "{flag} begins with `~`, which the shell did not expand"
        ))
        .help(format!("write {}", quote(expanded))),
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
        Usage::UnknownStart { id } => {
            say(format!("no start is called {}", quote(id))).help("see: otp-advisor starts")
        }
        Usage::UnknownTopic { name } => {
            say(format!("no topic is called {}", quote(name))).help("see: otp-advisor guide")
        }
        Usage::NoGuide { advisor } => say(format!(
            "the advisor {} has no guidance to read",
            quote(advisor)
        ))
        .help("an advisor has it by `guide: NAME` in advisor.yaml"),
        Usage::NoLab { advisor } => say(format!(
            "the advisor {} says nothing of what to play",
            quote(advisor)
        )),
        Usage::UnknownEvent { given, verbs } => {
            say(format!("{} is no event of the lab", quote(given))).help(events(verbs))
        }
        Usage::UnknownMember { given, names } => {
            let help = if names.is_empty() {
                "nothing restarts here, so there is no tree to play with".to_owned()
            } else {
                format!("in it are: {}", list(names))
            };
            say(format!("nothing in the tree is called {}", quote(given))).help(help)
        }
        Usage::IncompleteEvent { word, verbs } => {
            say(format!("after {} stands what it is about", quote(word))).help(events(verbs))
        }
        Usage::BadWait { given, most } => {
            let most = number(*most);
            say(format!("{} is no time to wait", quote(given)))
                .help(format!("whole seconds, at most {most}, as in: wait 5"))
        }
        Usage::NoTimes { given, verb } => no_times(given, *verb),
        Usage::TooManyEvents { most } => {
            say(format!("the lab takes at most {most} events at once"))
        }
        Usage::UnknownOutcome { name } => say(format!("no outcome is called {}", quote(name)))
            .help("an outcome is named by its id or title, or as SECTION.OUTCOME"),
        Usage::BadName {
            why,
            name,
            instead,
            of_directory,
        } => bad_name(*why, name, instead.as_deref(), *of_directory),
    }
}

fn useless(flag: &str, command: &str, takes: &[String]) -> Said {
    let said = say(format!("{} has no use for {flag}", quote(command)));
    if takes.is_empty() {
        said.help("leave it out")
    } else {
        said.help(format!("leave it out; what it takes: {}", list(takes)))
    }
}

fn bad_name(why: Name, name: &str, instead: Option<&str>, of_directory: bool) -> Said {
    let name = quote(name);
    let said = say(match why {
        Name::Empty => "the project's name is empty".to_owned(),
        Name::Control => "the project's name holds control characters".to_owned(),
        Name::Path => format!("{name} is a path, not a name; --emit takes the directory"),
        Name::Keyword => format!("{name} is a Rust keyword"),
        Name::Taken => format!(
            "{name} is taken by cargo, the standard library, the system or a part of the project"
        ),
        Name::NoPackage => format!("{name} is not a package name"),
        Name::TooLong(characters) => format!("the name has {} characters", number(characters)),
        Name::NotSnakeCase => format!(
            "the compiler would warn of a crate called {name}: capital letters or two separators in a row"
        ),
        Name::Dependency => format!("{name} is the name of a crate the project uses"),
        Name::File => format!("{name} is the name of another file of the project"),
    });
    let said = match why {
        Name::Dependency | Name::File => said,
        _ => said
            .help("a name is a letter followed by letters, digits, `-` and `_`, at most 64 in all"),
    };
    let said = said.maybe(instead.map(|other| format!("{} would do", quote(other))));
    if of_directory {
        said.flag("--name gives the project another name than its directory")
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
            .flag("--force replaces the project's files and leaves the others")
            .flag("--dry-run shows what would change"),
        Emitting::Busy { path } => say(format!(
            "another run is writing to {} right now",
            plain(path)
        ))
        .help("look at what it wrote, then try again"),
        Emitting::FinishedEarlier { path } => say(format!(
            "a run that was interrupted had begun to write {}; that is finished now, and nothing else was written",
            plain(path)
        ))
        .flag("--force replaces the project's files and leaves the others")
        .flag("--dry-run shows what would change"),
        Emitting::ThroughLink { path } => say(format!(
            "{} is a link, and could lead outside the project",
            plain(path)
        ))
        .help("remove it, or emit to the directory it leads to"),
        Emitting::NoFile { path } => say(format!(
            "{} is no regular file, and a file of the project is to go there",
            plain(path)
        ))
        .help("move it away, or emit to another directory"),
        Emitting::Interrupted { path } => say(format!(
            "interrupted: {} is as it was before",
            plain(path)
        )),
        Emitting::ForeignWorkspace { manifest, member } => say(format!(
            "the workspace of {} does not list this project, so cargo would refuse every command in it",
            plain(manifest)
        ))
        .help(format!(
            "add {} to its `members`, or to its `exclude`",
            quote(&format!("{member:?}"))
        )),
        Emitting::NoDirectory { path } => say(format!("{} is not a directory", plain(path)))
            .flag("--emit takes the directory of the project"),
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
