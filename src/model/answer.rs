//! One text to one [`Answer`]: the single validation behind every source of answers.
//!
//! An answer is an option's id, its label, its 1-based number, `y`/`n`, a number, a text, or
//! `?`/`unknown`; the words for yes, no and unknown are taken in every language. Upper and lower case
//! are the same for options.

use super::{Answer, Choice, Question, QuestionKind};
use crate::data::Str;
use crate::diagnostic::kind::{NoAnswer, Possible, WhyNot};
use crate::text::nearest;
use crate::words::number::{Misread, Writing, counted, read, with_unit};
use crate::words::{Language, Meaning, Words, meaning};

/// An unknown answer as sheets write it.
const UNKNOWN: &str = "unknown";

/// How an advisor's own files write answers, whatever language their texts are in.
pub const AS_WRITTEN: Writing = Writing::Canonical(Language::En);

/// Longer texts are refused, in bytes.
pub const MAX_TEXT: usize = 1000;

/// Reads `text` as the answer to `question`, its numbers as they were written.
///
/// # Errors
/// What is wrong with it and what would be right.
pub fn parse_answer(
    question: &Question,
    text: &str,
    writing: Writing,
) -> Result<Answer, Box<NoAnswer>> {
    let text = text.trim();
    // Programs write an option's id, which needs no more reading.
    let by_id = question
        .options()
        .iter()
        .position(|option| option.id == *text);
    if let Some(place) = by_id.filter(|_| !is_reserved(text)) {
        return Ok(Answer::Option(place));
    }
    let meaning = meaning(text);
    if meaning == Some(Meaning::Unknown) && !is_option(question, text) {
        return Ok(Answer::Unknown);
    }
    match &question.kind {
        QuestionKind::Choice { options, .. } => parse_option(question, options, text, meaning),
        QuestionKind::Number {
            unit,
            unit_one,
            min,
            max,
            integer,
            ..
        } => read_number(text, [unit, unit_one], writing)
            .and_then(|value| {
                if *integer && value.fract() != 0.0 {
                    Err(WhyNot::NotWhole)
                } else if (*min..=*max).contains(&value) {
                    Ok(Answer::Number(value))
                } else {
                    Err(WhyNot::OutOfRange)
                }
            })
            .map_err(|why| refuse(question, text, why)),
        QuestionKind::Text { pattern, .. } => parse_text(question, text, pattern),
    }
}

/// An option may be called by a word that means "I don't know", and then it is that option; `?` and
/// `unknown` are nobody's name.
fn is_option(question: &Question, text: &str) -> bool {
    let lower = text.to_lowercase();
    !is_reserved(&lower)
        && question
            .options()
            .iter()
            .any(|option| option.id == lower || option.label.to_lowercase() == lower)
}

/// Whether a text, in lower case, is always "I don't know".
pub(crate) fn is_reserved(text: &str) -> bool {
    matches!(text, "?" | UNKNOWN)
}

fn parse_option(
    question: &Question,
    options: &[Choice],
    text: &str,
    meaning: Option<Meaning>,
) -> Result<Answer, Box<NoAnswer>> {
    let lower = text.to_lowercase();
    let by_id = options.iter().position(|option| option.id == lower);
    let by_label = || {
        options
            .iter()
            .position(|option| option.label.to_lowercase() == lower)
    };
    let by_number = || match text.parse::<usize>() {
        Ok(number) if (1..=options.len()).contains(&number) => Some(number - 1),
        _ => None,
    };
    // `sim` is `yes` to a choice, too.
    let by_meaning = || {
        let id = match meaning? {
            Meaning::Yes => "yes",
            Meaning::No => "no",
            Meaning::Unknown => return None,
        };
        options.iter().position(|option| option.id == id)
    };
    let found = by_id.or_else(by_label).or_else(by_number);
    if let Some(place) = found.or_else(by_meaning) {
        return Ok(Answer::Option(place));
    }
    let known = options
        .iter()
        // Of two that are as near the last wins, and an id can be typed anywhere.
        .flat_map(|option| [option.label.as_str(), option.id.as_str()]);
    let near = nearest(text, known).map(str::to_owned);
    let mut no = refuse(question, text, WhyNot::NoOption);
    no.near = near;
    Err(no)
}

fn refuse(question: &Question, text: &str, why: WhyNot) -> Box<NoAnswer> {
    Box::new(NoAnswer {
        given: text.to_owned(),
        question: question.id.to_string(),
        why,
        near: None,
        possible: possible_answers(question),
    })
}

/// The answers a question takes, for messages.
pub fn possible_answers(question: &Question) -> Possible {
    match &question.kind {
        QuestionKind::Choice { options, .. } => {
            Possible::Options(options.iter().map(|option| option.id.to_string()).collect())
        }
        QuestionKind::Number {
            unit,
            min,
            max,
            integer,
            ..
        } => Possible::Number {
            whole: *integer,
            min: *min,
            max: *max,
            unit: unit.as_ref().map(ToString::to_string),
        },
        QuestionKind::Text { pattern, hint } => Possible::Text {
            pattern: pattern.to_string(),
            hint: hint.as_ref().map(ToString::to_string),
        },
    }
}

/// `200 requests/s` is read as people write it, when it is the question's own unit.
fn read_number(text: &str, units: [&Option<Str>; 2], writing: Writing) -> Result<f64, WhyNot> {
    let mut units = units.into_iter().flatten();
    let bare = units.find_map(|unit| without(text, unit)).unwrap_or(text);
    read(bare, writing).map_err(|misread| match misread {
        Misread::Ambiguous { decimal, whole } => WhyNot::Ambiguous { decimal, whole },
        Misread::Mark { right } => WhyNot::Mark { right },
        Misread::Groups { right } => WhyNot::Groups { right },
        Misread::NoNumber if starts_with_number(bare, writing) => WhyNot::Unit,
        Misread::NoNumber => WhyNot::NoNumber,
    })
}

/// A text without the unit at its end.
fn without<'t>(text: &'t str, unit: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(unit.len())?;
    let (number, end) = text.split_at_checked(at)?;
    end.eq_ignore_ascii_case(unit).then(|| number.trim_end())
}

/// Whether letters follow a number, as in `5s`.
fn starts_with_number(text: &str, writing: Writing) -> bool {
    let end = text.find(|c: char| c.is_alphabetic() || c == '%');
    let number = end.map_or("", |end| &text[..end]);
    read(number.trim_end(), writing) != Err(Misread::NoNumber)
}

fn parse_text(question: &Question, text: &str, pattern: &str) -> Result<Answer, Box<NoAnswer>> {
    let fits = text.len() <= MAX_TEXT
        && compile_pattern(pattern).is_ok_and(|pattern| pattern.is_match(text));
    if fits {
        Ok(Answer::Text(text.into()))
    } else {
        Err(refuse(question, text, WhyNot::PatternMissed))
    }
}

/// A question's pattern, anchored at both ends.
pub(crate) fn compile_pattern(pattern: &str) -> Result<regex_lite::Regex, regex_lite::Error> {
    regex_lite::Regex::new(&format!("^(?:{pattern})$"))
}

impl Question {
    /// An answer as it is written in sheets: option id, number, text or `unknown`.
    pub fn answer_text(&self, answer: &Answer) -> String {
        match answer {
            Answer::Number(value) => value.to_string(),
            other => self.answer_word(other).unwrap_or_default().to_owned(),
        }
    }

    /// The same of an answer that is no number.
    pub(crate) fn answer_word<'w>(&'w self, answer: &'w Answer) -> Option<&'w str> {
        match answer {
            Answer::Option(place) => self.options().get(*place).map(|option| &*option.id),
            Answer::Number(_) => None,
            Answer::Text(text) => Some(text),
            Answer::Unknown => Some(UNKNOWN),
        }
    }
}

/// An answer as people read it.
pub fn label(words: &Words, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Unknown => words.unknown.to_owned(),
        Answer::Option(place) => question
            .options()
            .get(*place)
            .map_or(String::new(), |option| option.label.to_string()),
        Answer::Number(value) => {
            let number = words.language.number(*value);
            counted(&number, question.unit(), question.unit_one())
        }
        Answer::Text(text) => text.to_string(),
    }
}

/// What a number or a text has to be; options speak for themselves.
pub(crate) fn expected(words: &Words, question: &Question) -> Option<String> {
    match &question.kind {
        QuestionKind::Choice { .. } => None,
        QuestionKind::Number {
            unit,
            min,
            max,
            integer,
            ..
        } => {
            let min = words.language.number(*min);
            let max = with_unit(&words.language.number(*max), unit.as_deref());
            Some((words.number)(*integer, &min, &max))
        }
        QuestionKind::Text { pattern, hint } => {
            Some((words.text)(hint.as_deref().unwrap_or(pattern)))
        }
    }
}

/// An answer in a word or two for people: an option by its short name or its label.
pub(crate) fn short_answer(words: &Words, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Option(place) if !question.is_yes_no() => {
            let option = question.options().get(*place);
            let name = option.map(|option| option.short.as_ref().unwrap_or(&option.label));
            name.map_or(String::new(), ToString::to_string)
        }
        Answer::Option(place) => option_name(words, question, *place).to_owned(),
        other => question.answer_text(other),
    }
}

/// The word an option is chosen by: its id, or yes and no in the user's language.
pub(crate) fn option_name<'q>(words: &Words, question: &'q Question, place: usize) -> &'q str {
    match (question.is_yes_no(), place) {
        (true, 0) => words.yes,
        (true, _) => words.no,
        (false, _) => question
            .options()
            .get(place)
            .map_or("", |option| &option.id),
    }
}
