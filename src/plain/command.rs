//! What a line means: an answer, or a command that begins with a colon.
//!
//! Commands are English in every language, with Portuguese names beside them, so that a script or
//! a hand that knows one need not learn another. `::` begins an answer that begins with a colon.

use crate::text::nearest;

/// A line, understood.
#[derive(Debug, PartialEq)]
pub(super) enum Command<'t> {
    Answer(&'t str),
    Back,
    Forward,
    Why,
    Help,
    Review,
    Go(Go<'t>),
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

/// Every command with its names: the one shown, the short one, the Portuguese ones.
const COMMANDS: [(Kind, &[&str]); 8] = [
    (Kind::Back, &[":back", ":b", ":voltar"]),
    (Kind::Forward, &[":forward", ":f", ":avançar", ":avancar"]),
    (Kind::Why, &[":why", ":w", ":porque", ":porquê"]),
    (Kind::Help, &[":help", ":h", ":?", ":ajuda"]),
    (Kind::Review, &[":review", ":r", ":revisar"]),
    (Kind::Go, &[":go", ":g", ":ir"]),
    (Kind::Finish, &[":finish", ":concluir"]),
    (Kind::Quit, &[":quit", ":q", ":sair"]),
];

#[derive(Clone, Copy)]
enum Kind {
    Back,
    Forward,
    Why,
    Help,
    Review,
    Go,
    Finish,
    Quit,
}

/// Understands a line.
pub(super) fn parse(line: &str) -> Command<'_> {
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
    let known = COMMANDS
        .iter()
        .find(|(_, names)| names.contains(&lower.as_str()));
    match known.map(|(kind, _)| *kind) {
        Some(Kind::Go) => Command::Go(go(argument)),
        Some(kind) if argument.is_empty() => match kind {
            Kind::Back => Command::Back,
            Kind::Forward => Command::Forward,
            Kind::Why => Command::Why,
            Kind::Help => Command::Help,
            Kind::Review => Command::Review,
            Kind::Go => Command::Go(Go::Nowhere),
            Kind::Finish => Command::Finish,
            Kind::Quit => Command::Quit,
        },
        _ => Command::Unknown {
            given: line,
            near: nearest(name, names()),
        },
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().flat_map(|(_, names)| names.iter().copied())
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
    use super::{Command, Go, parse};

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
            ("::x", Command::Answer(":x")),
        ];
        for (line, command) in cases {
            assert_eq!(parse(line), command, "{line}");
        }
    }

    #[test]
    fn a_slip_finds_the_nearest_name() {
        let Command::Unknown { near, .. } = parse(":bakc") else {
            panic!("`:bakc` is no command");
        };
        assert_eq!(near, Some(":back"));
    }
}
