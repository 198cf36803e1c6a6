//! Finding texts of an advisor by words: questions, options, outcomes, red flags, cautions, guidance.
//!
//! Every word must stand somewhere in a text or its title or id, accents and case aside. What has
//! them all in its title comes first, and whole words before parts of others.

use super::texts::fill;
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::Advisor;
use crate::session::Session;
use crate::signs::bare;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Question(QuestionIx),
    /// The option or band of a question, by its place.
    Option(QuestionIx, usize),
    Outcome(OutcomeIx),
    /// By its place among the red flags.
    RedFlag(usize),
    /// By its place among the cautions.
    Caution(usize),
    /// By its place in the guidance.
    Topic(usize),
}

/// What can be found in an advisor, made ready to be searched.
#[derive(Clone, Debug)]
pub struct Index {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    at: Found,
    /// Id and title.
    title: String,
    text: String,
}

impl Entry {
    /// How far down it belongs; `None` where a word is missing.
    fn rank(&self, words: &[&str]) -> Option<u8> {
        let all = |has: &dyn Fn(&str) -> bool| words.iter().all(|word| has(word));
        if !all(&|word| self.title.contains(word) || self.text.contains(word)) {
            return None;
        }
        // `ets` is in `sets`, too, and hardly meant there.
        let whole = |text: &str, word: &str| {
            let mut parts = text.split(|c: char| !c.is_alphanumeric());
            text.split_whitespace().any(|part| part == word) || parts.any(|part| part == word)
        };
        Some(if all(&|word| whole(&self.title, word)) {
            0
        } else if all(&|word| self.title.contains(word)) {
            1
        } else if all(&|word| whole(&self.title, word) || whole(&self.text, word)) {
            2
        } else {
            3
        })
    }
}

impl Index {
    pub fn of(advisor: &Advisor) -> Self {
        let mut entries = Vec::new();
        let mut add = |at, title: &[&str], text: &[&str]| {
            entries.push(Entry {
                at,
                title: folded(&title.join(" ")),
                text: folded(&text.join(" ")),
            });
        };
        let or = |text: &Option<Str>| text.clone().unwrap_or_default();
        for ix in advisor.question_ixs() {
            let question = advisor.question(ix);
            let (help, example) = (or(&question.help), or(&question.example));
            add(
                Found::Question(ix),
                &[&question.id, &question.ask],
                &[&help, &example],
            );
        }
        for ix in advisor.question_ixs() {
            let question = advisor.question(ix);
            // The plain words yes and no say nothing.
            let own = question.choices().enumerate();
            for (place, choice) in own.filter(|_| !question.is_yes_no()) {
                add(
                    Found::Option(ix, place),
                    &[&choice.id, &choice.label],
                    &[&or(&choice.because)],
                );
            }
        }
        for (place, outcome) in advisor.outcomes.iter().enumerate() {
            let section = &advisor.section(outcome.section).title;
            add(
                Found::Outcome(OutcomeIx::new(place)),
                &[&outcome.id, &outcome.title],
                &[section, &or(&outcome.summary), &or(&outcome.rust)],
            );
        }
        for (place, flag) in advisor.red_flags.iter().enumerate() {
            add(
                Found::RedFlag(place),
                &[&flag.id, &flag.title],
                &[&flag.text, &flag.fix],
            );
        }
        for (place, topic) in advisor.guide.iter().enumerate() {
            let say: Vec<&str> = topic.say.iter().map(Str::as_str).collect();
            add(Found::Topic(place), &[&topic.id, &topic.title], &say);
        }
        for (place, caution) in advisor.cautions.iter().enumerate() {
            add(Found::Caution(place), &[&caution.id], &[&caution.text]);
        }
        Self { entries }
    }

    /// Everything that has all of these words; nothing for no words.
    pub fn find(&self, words: &str) -> Vec<Found> {
        let words = folded(words);
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let entries = self.entries.iter();
        let found = entries.filter_map(|entry| Some((entry.rank(&words)?, entry.at)));
        let mut found: Vec<(u8, Found)> = found.collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, at)| at).collect()
    }
}

/// What is found, in one line and at length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// How a command names it.
    pub id: Str,
    pub title: Str,
    /// Its paragraphs.
    pub text: Vec<Str>,
    pub source: Option<Str>,
}

/// What a place that was found says.
pub fn told(session: &Session<'_>, at: Found) -> Telling {
    let advisor = session.advisor();
    let say = |texts: &[Option<&Str>]| {
        let texts = texts.iter().flatten();
        texts.map(|text| fill(session, text)).collect()
    };
    match at {
        Found::Question(ix) => {
            let question = advisor.question(ix);
            Telling {
                id: question.id.clone(),
                title: fill(session, &question.ask),
                text: say(&[question.help.as_ref(), question.example.as_ref()]),
                source: question.source.clone(),
            }
        }
        Found::Option(ix, place) => {
            let question = advisor.question(ix);
            let choice = question.choices().nth(place);
            let named = choice.map(|choice| format!("{}={}", question.id, choice.id));
            Telling {
                id: named.unwrap_or_default().into(),
                title: choice
                    .map(|choice| choice.label.clone())
                    .unwrap_or_default(),
                text: say(&[
                    Some(&question.ask),
                    choice.and_then(|choice| choice.because.as_ref()),
                ]),
                source: choice.and_then(|choice| choice.source.clone()),
            }
        }
        Found::Outcome(ix) => {
            let outcome = advisor.outcome(ix);
            let section = &advisor.section(outcome.section).id;
            Telling {
                id: format!("{section}.{}", outcome.id).into(),
                title: fill(session, &outcome.title),
                text: say(&[outcome.summary.as_ref(), outcome.rust.as_ref()]),
                source: outcome.source.clone(),
            }
        }
        Found::RedFlag(place) => {
            let flag = &advisor.red_flags[place];
            Telling {
                id: flag.id.clone(),
                title: fill(session, &flag.title),
                text: say(&[Some(&flag.text), Some(&flag.fix)]),
                source: flag.source.clone(),
            }
        }
        Found::Caution(place) => {
            let caution = &advisor.cautions[place];
            Telling {
                id: caution.id.clone(),
                title: fill(session, &caution.text),
                text: Vec::new(),
                source: caution.source.clone(),
            }
        }
        Found::Topic(place) => {
            let topic = &advisor.guide[place];
            Telling {
                id: topic.id.clone(),
                title: topic.title.clone(),
                text: topic.say.iter().cloned().collect(),
                source: topic.source.clone(),
            }
        }
    }
}

/// Without case and accents: whoever types `nao` means `não`.
pub fn folded(text: &str) -> String {
    bare(text).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn accents_and_case_do_not_count() {
        assert_eq!(folded("Não É ação"), "nao e acao");
    }
}
