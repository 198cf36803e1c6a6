//! What a line means: an answer, or a command that begins with a colon.
//!
//! Commands have names in every language, and all of them are taken in all, so that a script or a
//! hand that knows one need not learn another. `::` begins an answer that begins with a colon.

use crate::text::nearest;
use crate::words::{CommandWords, Language, Prompts};

/// A line, understood.
#[derive(Debug, PartialEq)]
pub(super) enum Command<'t> {
    Answer(&'t str),
    Back,
    Forward,
    /// Of the question in front; of an outcome where one is named.
    Why(&'t str),
    /// Take the answers that were told last.
    Take,
    /// Try `question=answer`, without taking it.
    Try(&'t str),
    Help,
    /// Begin with this situation; all of them are told when none is named.
    Begin(&'t str),
    /// Go on with answers that were kept: these, by their number, or the only ones.
    Resume(&'t str),
    /// Keep them no longer.
    Drop(&'t str),
    /// Words to be found in all that the advisor says.
    Find(&'t str),
    /// A topic of the guidance; all of them when empty.
    Guide(&'t str),
    /// Say less from here on, or as much as before.
    Brief,
    /// Show the question in front once more.
    Again,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    Review,
    /// Tell the advice as it is so far.
    Advice,
    Go(Go<'t>),
    /// Of this section; of the one in front when none is named.
    Map(&'t str),
    /// Read this file of the project; the main one when none is named.
    Code(&'t str),
    /// The project's files, or their lines with this text.
    Files(&'t str),
    /// What the answers told last change in this file, or in which ones they do.
    Diff(&'t str),
    /// Each decision as code.
    Pairs,
    /// What stands by default, and where each decision comes from.
    Sources,
    /// Go over to this language, or to the next one.
    Language(&'t str),
    /// Save the sheet to this file; empty when none is named.
    Save(&'t str),
    /// Write the project to this directory.
    Emit(&'t str),
    /// Play the result: these events, or from the start.
    Lab(&'t str),
    Finish,
    Quit,
    Unknown {
        given: &'t str,
        near: Option<&'static str>,
    },
}

/// Where `:go` leads.
#[derive(Debug, PartialEq)]
pub(super) enum Go<'t> {
    /// The 1-based place in the review.
    Number(usize),
    /// A question's id.
    Question(&'t str),
    Nowhere,
}

/// What a command does, whatever it is called.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Back,
    Forward,
    Why,
    Take,
    Try,
    Begin,
    Resume,
    Drop,
    Find,
    Guide,
    Brief,
    Again,
    Undo,
    Redo,
    Help,
    Review,
    Advice,
    Go,
    Map,
    Code,
    Files,
    Diff,
    Pairs,
    Sources,
    Language,
    Save,
    Emit,
    Lab,
    Finish,
    Quit,
}

/// Every command of a language, in the order they are told.
pub(super) fn commands(words: &'static Prompts) -> [(Kind, &'static CommandWords); 30] {
    [
        (Kind::Back, &words.back),
        (Kind::Forward, &words.forward),
        (Kind::Why, &words.explain),
        (Kind::Try, &words.attempt),
        (Kind::Take, &words.take),
        (Kind::Begin, &words.begin),
        (Kind::Resume, &words.resume),
        (Kind::Drop, &words.drop),
        (Kind::Find, &words.find),
        (Kind::Guide, &words.guide),
        (Kind::Undo, &words.undo),
        (Kind::Redo, &words.redo),
        (Kind::Review, &words.review),
        (Kind::Advice, &words.advice),
        (Kind::Go, &words.go),
        (Kind::Map, &words.map),
        (Kind::Sources, &words.sources),
        (Kind::Pairs, &words.pairs),
        (Kind::Code, &words.code),
        (Kind::Files, &words.files),
        (Kind::Diff, &words.diff),
        (Kind::Save, &words.save),
        (Kind::Emit, &words.emit),
        (Kind::Lab, &words.lab),
        (Kind::Finish, &words.finish),
        (Kind::Again, &words.again_command),
        (Kind::Brief, &words.brief),
        (Kind::Language, &words.language),
        (Kind::Quit, &words.quit),
        (Kind::Help, &words.list),
    ]
}

/// A command's names as they are told, with what they take: `:go 3, :go NAME`.
pub(super) fn names(command: &CommandWords) -> String {
    let told: Vec<String> = match (command.names, command.arguments) {
        ([name, ..], [_, ..]) => {
            let with = |argument: &&str| format!("{name} {argument}").trim_end().to_owned();
            command.arguments.iter().map(with).collect()
        }
        // Spellings without accents are taken and not told.
        (names, _) => names.iter().take(2).map(ToString::to_string).collect(),
    };
    told.join(", ")
}

/// Understands a line; what it may have meant is told in this language.
pub(super) fn parse(line: &str, language: Language) -> Command<'_> {
    if line.starts_with("::") {
        return Command::Answer(&line[1..]);
    }
    if !line.starts_with(':') {
        return Command::Answer(line);
    }
    let (name, argument) = match line.split_once(char::is_whitespace) {
        Some((name, argument)) => (name, argument.trim()),
        None => (line, ""),
    };
    let lower = name.to_lowercase();
    let known = known().find(|(_, command)| command.names.contains(&lower.as_str()));
    match known.map(|(kind, _)| kind) {
        Some(Kind::Go) => Command::Go(go(argument)),
        Some(kind) => match (takes(kind), alone(kind)) {
            (Some(command), _) => command(argument),
            (None, Some(command)) if argument.is_empty() => command,
            _ => unknown(line, name, language),
        },
        None => unknown(line, name, language),
    }
}

fn unknown<'t>(given: &'t str, name: &str, language: Language) -> Command<'t> {
    // Among equals the last one counts.
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let all = others.chain([language]).flat_map(names_to_mean);
    let near = nearest(name, all).filter(|_| name.chars().count() > SHORT);
    let near = near.map(|near| in_language(near, language));
    Command::Unknown { given, near }
}

/// A command that takes something, or nothing.
fn takes<'t>(kind: Kind) -> Option<fn(&'t str) -> Command<'t>> {
    Some(match kind {
        Kind::Why => Command::Why,
        Kind::Try => Command::Try,
        Kind::Begin => Command::Begin,
        Kind::Resume => Command::Resume,
        Kind::Drop => Command::Drop,
        Kind::Find => Command::Find,
        Kind::Guide => Command::Guide,
        Kind::Map => Command::Map,
        Kind::Code => Command::Code,
        Kind::Files => Command::Files,
        Kind::Diff => Command::Diff,
        Kind::Language => Command::Language,
        Kind::Save => Command::Save,
        Kind::Emit => Command::Emit,
        Kind::Lab => Command::Lab,
        _ => return None,
    })
}

/// A command that stands alone.
fn alone(kind: Kind) -> Option<Command<'static>> {
    Some(match kind {
        Kind::Back => Command::Back,
        Kind::Forward => Command::Forward,
        Kind::Take => Command::Take,
        Kind::Undo => Command::Undo,
        Kind::Redo => Command::Redo,
        Kind::Help => Command::Help,
        Kind::Review => Command::Review,
        Kind::Advice => Command::Advice,
        Kind::Pairs => Command::Pairs,
        Kind::Sources => Command::Sources,
        Kind::Brief => Command::Brief,
        Kind::Again => Command::Again,
        Kind::Finish => Command::Finish,
        Kind::Quit => Command::Quit,
        _ => return None,
    })
}

/// The commands of every language: whoever knows one need not learn another.
fn known() -> impl Iterator<Item = (Kind, &'static CommandWords)> {
    let all = Language::ALL.into_iter();
    all.flat_map(|language| commands(&language.words().prompts))
}

/// Whoever does not speak the language of a name is told what the command is called in theirs.
fn in_language(name: &'static str, language: Language) -> &'static str {
    let own = || commands(&language.words().prompts).into_iter();
    if own().any(|(_, command)| command.names.contains(&name)) {
        return name;
    }
    let kind = known().find(|(_, command)| command.names.contains(&name));
    let mut same = own().filter(|(own, _)| kind.is_some_and(|(kind, _)| kind == *own));
    let told = same.next().and_then(|(_, command)| command.names.first());
    told.copied().unwrap_or(name)
}

/// A letter or two are near to everything, with their colon.
const SHORT: usize = 3;

/// The names that a slip may have meant.
fn names_to_mean(language: Language) -> impl Iterator<Item = &'static str> {
    let all = commands(&language.words().prompts).into_iter();
    let names = all.flat_map(|(_, command)| command.names.iter().copied());
    names.filter(|name| name.chars().count() > SHORT)
}

fn go(argument: &str) -> Go<'_> {
    match argument.parse() {
        Ok(number) => Go::Number(number),
        Err(_) if argument.is_empty() => Go::Nowhere,
        Err(_) => Go::Question(argument),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Go, known, parse};
    use crate::words::Language;

    #[test]
    fn lines_are_understood() {
        let cases = [
            ("", Command::Answer("")),
            ("yes", Command::Answer("yes")),
            ("?", Command::Answer("?")),
            (":b", Command::Back),
            (":Voltar", Command::Back),
            (":go 3", Command::Go(Go::Number(3))),
            (":g  state", Command::Go(Go::Question("state"))),
            (":go", Command::Go(Go::Nowhere)),
            (":save my sheet.yaml", Command::Save("my sheet.yaml")),
            (":SALVAR", Command::Save("")),
            (":emit out", Command::Emit("out")),
            (":lab", Command::Lab("")),
            (":lab crash  worker", Command::Lab("crash  worker")),
            (":why", Command::Why("")),
            (":w GenServer", Command::Why("GenServer")),
            (":begin  cache", Command::Begin("cache")),
            (":começar", Command::Begin("")),
            (":resume", Command::Resume("")),
            (":continuar 2", Command::Resume("2")),
            (":drop 2", Command::Drop("2")),
            (":Conselho", Command::Advice),
            (":map", Command::Map("")),
            (":m storage", Command::Map("storage")),
            (":file  src/main.rs", Command::Code("src/main.rs")),
            (":código", Command::Code("")),
            (":lang pt-BR", Command::Language("pt-BR")),
            (":sources", Command::Sources),
            (":take", Command::Take),
            (":try state = no", Command::Try("state = no")),
            ("::x", Command::Answer(":x")),
        ];
        for (line, command) in cases {
            assert_eq!(parse(line, Language::En), command, "{line}");
        }
    }

    #[test]
    fn every_name_is_understood() {
        for (_, command) in known() {
            for name in command.names {
                let understood = parse(name, Language::En);
                let known = !matches!(understood, Command::Unknown { .. } | Command::Answer(_));
                assert!(known, "{name}");
            }
        }
    }

    #[test]
    fn a_slip_finds_the_nearest_name() {
        let near = |line, language| match parse(line, language) {
            Command::Unknown { near, .. } => near,
            command => panic!("{line} is {command:?}"),
        };
        assert_eq!(near(":bakc", Language::En), Some(":back"));
        for line in [":", ":x", ":nosuch"] {
            assert_eq!(near(line, Language::En), None, "{line}");
        }
    }

    #[test]
    fn t4_what_may_be_meant_is_told_in_the_language_of_the_session() {
        for (line, english, portuguese) in [
            (":searh", ":search", ":procurar"),
            (":sai", ":quit", ":sair"),
            (":voltr", ":back", ":voltar"),
            (":bakc", ":back", ":voltar"),
        ] {
            for (language, meant) in [(Language::En, english), (Language::PtBr, portuguese)] {
                let Command::Unknown { near, .. } = parse(line, language) else {
                    panic!("{line} is a command");
                };
                assert_eq!(near, Some(meant), "{line} {language:?}");
            }
        }
        assert_eq!(parse(":search zzzz", Language::En), Command::Find("zzzz"));
        assert_eq!(parse(":exit", Language::En), Command::Quit);
    }

    #[test]
    fn no_name_means_two_things() {
        for (kind, command) in known() {
            for name in command.names {
                let mut all = known().filter(|(_, other)| other.names.contains(name));
                assert!(all.all(|(other, _)| other == kind), "{name}");
            }
        }
    }
}
