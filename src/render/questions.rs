//! `otp-advisor questions` for people: every question with its options or range, default and when it
//! comes up.

use super::page::{Page, Tone};
use super::{one_line, place_id, subject_id};
use crate::advice::{fill, question_text};
use crate::condition::{Compare, Condition, Subject, Test};
use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::{Advisor, Domain};
use crate::session::Session;
use crate::words::Words;

/// Every question of an advisor.
pub fn text(advisor: &Advisor, width: usize, colour: bool) -> String {
    let mut list = List {
        advisor,
        session: Session::new(advisor),
        words: advisor.words(),
        page: Page::new(width, colour),
    };
    for section in advisor.section_ixs() {
        let section = advisor.section(section);
        list.page.blank();
        let title = format!("{} ({})", section.title, section.id);
        list.page.text(0, Tone::Title, &title);
        list.when(2, &section.when);
        for question in &section.questions {
            list.page.blank();
            list.question(*question);
        }
    }
    list.page.finish()
}

struct List<'a> {
    advisor: &'a Advisor,
    /// Nothing is known: texts are as they are put then.
    session: Session<'a>,
    words: &'static Words,
    page: Page,
}

impl List<'_> {
    fn question(&mut self, ix: QuestionIx) {
        let question = self.advisor.question(ix);
        self.page.text(2, Tone::Key, &question.id);
        self.page
            .text(4, Tone::Plain, &question_text(&self.session, ix));
        self.when(4, &question.when);
        if let Some(help) = &question.help {
            let help = fill(&self.session, help);
            self.page.text(4, Tone::Quiet, &help);
        }
        if let Some(example) = &question.example {
            let example = fill(&self.session, example);
            let text = format!("{} {example}", self.words.example);
            self.page.text(4, Tone::Quiet, &text);
        }
        match question.domain() {
            Some(Domain::Options(options)) => {
                let ids = options.iter().map(|option| &*option.id);
                let column = self.page.column(ids);
                for option in options {
                    self.page.pair(6, &option.id, column, &option.label);
                }
            }
            Some(Domain::Numbers {
                min,
                max,
                integer,
                bands,
            }) => {
                let language = self.words.language;
                let unit = question.unit().map(|unit| format!(" {unit}"));
                let max = language.typed(max) + &unit.unwrap_or_default();
                let range = (self.words.number)(integer, &language.typed(min), &max);
                self.page.text(6, Tone::Plain, &range);
                let ids = bands.iter().map(|band| &*band.choice.id);
                let column = self.page.column(ids);
                for band in bands {
                    self.page
                        .pair(6, &band.choice.id, column, &band.choice.label);
                }
            }
            None => {
                let hint = question.hint().unwrap_or_default();
                self.page.text(6, Tone::Plain, &(self.words.text)(hint));
            }
        }
        for default in &question.defaults {
            let answer = question.answer_text(&default.answer);
            let mut text = format!("{}: {answer}", self.words.default);
            if default.when != Condition::Always {
                let when = self.condition(&default.when, false);
                text = format!("{text} ({})", (self.words.questions.when)(&when));
            }
            self.page.text(4, Tone::Plain, &text);
        }
    }

    fn when(&mut self, indent: usize, when: &Condition) {
        if *when != Condition::Always {
            let when = self.condition(when, false);
            let text = (self.words.questions.when)(&when);
            self.page.text(indent, Tone::Quiet, &text);
        }
    }

    /// In one line; in brackets where it stands `inside` another and has parts.
    fn condition(&self, when: &Condition, inside: bool) -> String {
        let words = &self.words.questions;
        let parts = |parts: &[Condition], between: &str| {
            let parts: Vec<String> = parts.iter().map(|one| self.condition(one, true)).collect();
            match &parts[..] {
                [only] => only.clone(),
                _ if inside => format!("({})", parts.join(&format!(" {between} "))),
                _ => parts.join(&format!(" {between} ")),
            }
        };
        match when {
            Condition::Always => words.always.to_owned(),
            Condition::All(all) => parts(all, words.and),
            Condition::Any(any) => parts(any, self.words.or),
            Condition::Not(inner) => format!("{} {}", words.not, self.condition(inner, true)),
            Condition::Is(subject, test) => one_line(&self.test(*subject, test)),
        }
    }

    fn test(&self, subject: Subject, test: &Test) -> String {
        let advisor = self.advisor;
        let name = subject_id(advisor, subject);
        match test {
            Test::In(places) => {
                let ids = places.iter();
                let ids = ids.filter_map(|place| place_id(advisor, subject, *place));
                format!("{name}={}", ids.collect::<Vec<_>>().join("|"))
            }
            Test::TextIn(texts) => {
                let texts: Vec<&str> = texts.iter().map(Str::as_str).collect();
                format!("{name}={}", texts.join("|"))
            }
            Test::Compare(compare, with) => {
                let compare = match compare {
                    Compare::Lt => "<",
                    Compare::Le => "<=",
                    Compare::Gt => ">",
                    Compare::Ge => ">=",
                    Compare::Eq => "=",
                    Compare::Ne => "!=",
                };
                let with = self.words.language.typed(*with);
                format!("{name} {compare} {with}")
            }
            Test::Answered => (self.words.questions.answered)(name),
        }
    }
}
