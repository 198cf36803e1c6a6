//! Completions, asked of the program itself while a command line is typed, so that they know the
//! questions, options and outcomes of the advisor in it.
//!
//! ```text
//! shell script -> COMPLETE=SHELL otp-advisor -- WORDS -> candidates, one a line
//! ```
//! The scripts are those of clap's engine, except that of bash, which takes a word apart at each `=`.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use clap::builder::ValueHint;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};

use super::help::command;
use super::load::load_from;
use super::streams::Streams;
use crate::advice::fill;
use crate::model::{Advisor, Domain, Question};
use crate::session::Session;
use crate::words::Language;
use crate::words::table::Verb;

/// The variable that tells which shell asks.
pub const ASKS: &str = "COMPLETE";

const NAME: &str = "otp-advisor";

const SHELLS: Shells<'static> = Shells(&[&Bash, &Elvish, &Fish, &Powershell, &Zsh]);

/// The script that makes a shell ask.
pub(super) fn script(shell: &str) -> io::Result<String> {
    registration(completer(shell)?)
}

fn registration(shell: &dyn EnvCompleter) -> io::Result<String> {
    let mut script = Vec::new();
    shell.write_registration(ASKS, NAME, NAME, NAME, &mut script)?;
    let script = String::from_utf8_lossy(&script);
    Ok(script.trim_start().to_owned())
}

fn completer(shell: &str) -> io::Result<&'static dyn EnvCompleter> {
    let shells = SHELLS.0.iter().copied();
    let mut named = shells.filter(|one| one.is(shell));
    named
        .next()
        .ok_or_else(|| io::ErrorKind::Unsupported.into())
}

/// Answers a shell that asks with the words of a command line, its own behind `--`; `None` when what
/// asks is no shell that is known. Whatever is wrong with the words, nobody wants to read of it while
/// typing; the status tells the shell.
pub fn complete(
    shell: &OsStr,
    args: impl IntoIterator<Item = OsString>,
    streams: &mut Streams<'_>,
) -> Option<u8> {
    // Some give the path of the shell.
    let shell = Path::new(shell).file_stem()?.to_string_lossy();
    let shell = completer(&shell).ok()?;
    let words = args.into_iter().skip_while(|arg| arg != "--").skip(1);
    Some(u8::from(answer(shell, words.collect(), streams).is_err()))
}

fn answer(
    shell: &dyn EnvCompleter,
    words: Vec<OsString>,
    streams: &mut Streams<'_>,
) -> io::Result<()> {
    let text = if words.is_empty() {
        registration(shell)?.into_bytes()
    } else {
        let mut command = knowing(&words);
        let here = std::env::current_dir().ok();
        let mut found = Vec::new();
        shell.write_complete(&mut command, words, here.as_deref(), &mut found)?;
        found
    };
    streams.output.write_all(&text)?;
    streams.output.flush()
}

/// The command line with what the advisor in these words knows.
fn knowing(words: &[OsString]) -> Command {
    let tag = value_of("--lang", words);
    let language = tag.as_deref().map(Language::of).unwrap_or_default();
    let directory = value_of("--advisor", words);
    let load = |tag| load_from(directory.as_deref().map(Path::new), tag);
    // The tag may be what is being typed. Without an advisor there are still the flags.
    let loaded = load(tag.as_deref()).or_else(|_| load(None));
    let known = loaded.map(|loaded| Arc::new(Known::of(&loaded.advisor)));
    with_values(command(language.words()), &known.unwrap_or_default())
}

/// The last value of a flag.
fn value_of(flag: &str, words: &[OsString]) -> Option<String> {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let apart = words.windows(2).filter(|two| two[0] == flag);
    let apart = apart.map(|two| two[1].to_string());
    let together = words.iter().filter_map(|word| {
        let value = word.strip_prefix(flag)?.strip_prefix('=')?;
        Some(value.to_owned())
    });
    apart.chain(together).last()
}

/// A value and what it means.
type Meant = (String, String);

/// What can be completed from an advisor.
#[derive(Default)]
struct Known {
    questions: Vec<(Meant, Vec<Meant>)>,
    outcomes: Vec<Meant>,
    starts: Vec<Meant>,
    topics: Vec<Meant>,
    languages: Vec<Meant>,
    targets: Vec<Meant>,
    events: Vec<Meant>,
}

impl Known {
    fn of(advisor: &Advisor) -> Self {
        let words = advisor.words();
        let session = Session::new(advisor);
        let meant = |id: &str, text: &str| (id.to_owned(), text.to_owned());
        let answers = |question: &Question| {
            let mut answers: Vec<Meant> = match question.domain() {
                Some(Domain::Options(options)) => options
                    .iter()
                    .map(|option| meant(&option.id, &option.label))
                    .collect(),
                // Of a number or a text, the defaults stand for what it looks like.
                _ => question
                    .defaults
                    .iter()
                    .map(|default| meant(&question.answer_text(&default.answer), words.default))
                    .collect(),
            };
            answers.push(meant("unknown", words.dont_know));
            answers
        };
        let outcomes = advisor.outcomes.iter().flat_map(|outcome| {
            let section = advisor.section(outcome.section);
            let full = format!("{}.{}", section.id, outcome.id);
            let title = fill(&session, &outcome.title);
            let title = format!("{}: {title}", section.title);
            [meant(&outcome.id, &title), (full, title)]
        });
        Self {
            questions: advisor
                .questions
                .iter()
                .map(|question| {
                    (
                        meant(&question.id, &fill(&session, &question.ask)),
                        answers(question),
                    )
                })
                .collect(),
            outcomes: outcomes.collect(),
            starts: advisor
                .starts
                .iter()
                .map(|start| meant(&start.id, &start.title))
                .collect(),
            topics: advisor
                .guide
                .iter()
                .map(|topic| meant(&topic.id, &topic.title))
                .collect(),
            languages: advisor.languages.iter().map(|tag| meant(tag, "")).collect(),
            targets: advisor
                .targets
                .iter()
                .map(|target| meant(&target.id, &target.title))
                .collect(),
            events: events(advisor),
        }
    }

    /// `QUESTION=`, and behind it the answers.
    fn assignments(&self, typed: &str) -> Vec<CompletionCandidate> {
        let Some((name, _)) = typed.split_once('=') else {
            let questions = self.questions.iter();
            return questions
                .map(|((id, ask), _)| candidate(format!("{id}="), ask))
                .filter(|one| starts_with(one, typed))
                .collect();
        };
        let questions = self.questions.iter();
        questions
            .filter(|((id, _), _)| id == name)
            .flat_map(|(_, answers)| answers)
            .map(|(answer, label)| candidate(format!("{name}={answer}"), label))
            .filter(|one| starts_with(one, typed))
            .collect()
    }
}

/// What the lab understands: the words of its events, and what they may be about.
fn events(advisor: &Advisor) -> Vec<Meant> {
    let words = &advisor.words().lab;
    let verbs = Verb::ALL.into_iter();
    let verbs = verbs.map(|verb| (words.name(verb).to_owned(), String::new()));
    let groups = advisor.lab.iter().flat_map(|lab| &lab.groups);
    // Which of them a design has is not known while it is typed.
    let parts = groups.flat_map(|group| &group.parts).flat_map(|part| {
        let id = &part.id;
        let names: Vec<String> = match part.copies {
            0 | 1 => vec![id.to_string()],
            copies => (1..=copies).map(|copy| format!("{id}_{copy}")).collect(),
        };
        names.into_iter().map(|name| (name, String::new()))
    });
    verbs.chain(parts).collect()
}

fn candidate(value: String, meaning: &str) -> CompletionCandidate {
    let meaning = crate::render::one_line(meaning);
    let meaning = (!meaning.is_empty()).then(|| meaning.into());
    CompletionCandidate::new(value).help(meaning)
}

fn starts_with(candidate: &CompletionCandidate, typed: &str) -> bool {
    let value = candidate.get_value().to_string_lossy();
    value.starts_with(typed)
}

/// The values of a command's arguments, and of those of every command below it.
fn with_values(command: Command, known: &Arc<Known>) -> Command {
    let command = command.mut_args(|arg| with_value(arg, known));
    command.mut_subcommands(|below| with_values(below, known))
}

fn with_value(arg: Arg, known: &Arc<Known>) -> Arg {
    let shared = Arc::clone(known);
    let known = Arc::clone(known);
    let list = |of: fn(&Known) -> &[Meant]| {
        ArgValueCandidates::new(move || {
            let values = of(&shared).iter();
            values
                .map(|(value, meaning)| candidate(value.clone(), meaning))
                .collect()
        })
    };
    match arg.get_id().as_str() {
        "set" => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
            known.assignments(&typed.to_string_lossy())
        })),
        "events" => arg.add(list(|known| &known.events)),
        "outcome" => arg.add(list(|known| &known.outcomes)),
        "start" => arg.add(list(|known| &known.starts)),
        "topic" => arg.add(list(|known| &known.topics)),
        "lang" => arg.add(list(|known| &known.languages)),
        "target" => arg.add(list(|known| &known.targets)),
        "answers" | "files" => arg.value_hint(ValueHint::FilePath),
        "advisor" | "dir" | "emit" => arg.value_hint(ValueHint::DirPath),
        _ => arg,
    }
}

/// To bash, `state=yes` is three words, and what is completed is only the last of them.
struct Bash;

const BASH: &str = r#"_otp_advisor() {
    local IFS=$'\n' words=("${COMP_WORDS[@]:0:COMP_CWORD+1}")
    # Behind a `=` nothing is typed yet, and bash gives no word at all.
    [[ ${words[COMP_CWORD]} == "=" ]] || words[COMP_CWORD]=$2
    COMPREPLY=($(VAR=bash COMPLETER -- "${words[@]}" 2>/dev/null))
    if [[ ${COMPREPLY-} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -o bashdefault -F _otp_advisor BIN 2>/dev/null ||
    complete -o bashdefault -F _otp_advisor BIN
"#;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        _name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let script = BASH
            .replace("COMPLETER", completer)
            .replace("BIN", bin)
            .replace("VAR", var);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        here: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let (words, kept) = put_together(words);
        let last = words.len().saturating_sub(1);
        for found in clap_complete::engine::complete(command, words, last, here)? {
            let value = found.get_value().to_string_lossy();
            writeln!(buf, "{}", value.get(kept..).unwrap_or_default())?;
        }
        Ok(())
    }
}

/// The words as they were typed, and how much of the last one the shell keeps.
fn put_together(apart: Vec<OsString>) -> (Vec<OsString>, usize) {
    let mut words: Vec<OsString> = Vec::new();
    let mut kept = 0;
    let mut goes_on = false;
    for part in apart {
        let mark = part == "=";
        match words.last_mut() {
            Some(word) if mark || goes_on => {
                word.push(&part);
                if mark {
                    kept = word.len();
                }
            }
            _ => {
                words.push(part);
                kept = 0;
            }
        }
        goes_on = mark;
    }
    (words, kept)
}
