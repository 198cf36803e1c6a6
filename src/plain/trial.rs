//! `:try`: what another answer would make of the design, told before it is taken.

use std::io::{self, BufRead, Write};

use super::Plain;
use super::view::titles;
use crate::advice::{Advice, Turn, difference, question_text};
use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::answer::parse_answer;
use crate::render::{assignment, label, page::Tone};
use crate::text::{nearest, sanitise, shorten};
use crate::words::number::Writing;

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// Tries `question=answer`, and offers it to be taken.
    pub(super) fn attempt(&mut self, given: &str) -> io::Result<()> {
        let Some((name, answer)) = given.split_once('=') else {
            return self.worth_trying();
        };
        let session = self.interview.session();
        let advisor = session.advisor();
        let name = name.trim();
        let Some(question) = advisor.find_question(name) else {
            self.say(&(self.own.not_asked)(&shorten(&sanitise(name))))?;
            let session = self.interview.session();
            let known = session.asked().map(|ix| advisor.question(ix).id.as_str());
            return match nearest(name, known) {
                Some(near) => self.say(&(self.own.did_you_mean)(near)),
                None => self.say(self.own.review_hint),
            };
        };
        let asked = advisor.question(question);
        let writing = Writing::Typed(self.words.language);
        let answer = match parse_answer(asked, answer.trim(), writing) {
            Ok(answer) => answer,
            Err(no) => return self.refuse(&no),
        };
        let then = self.interview.with(vec![(question, answer.clone())]);
        let found = difference(session, &then);
        let words = &self.words.wizard.acting;
        let ask = question_text(session, question);
        let mut told = vec![(words.what_if)(&ask, &label(self.words, asked, &answer))];
        told.extend(found.turns.iter().map(|turn| self.turned(turn)));
        if let Some(verdict) = found
            .verdict_then
            .filter(|then| found.verdict_now.as_ref() != Some(then))
        {
            told.push(format!("{} {verdict}", words.verdict_then));
        }
        for (what, flags) in [(words.raised, &found.raised), (words.gone, &found.gone)] {
            let flags = flags.iter();
            told.extend(flags.map(|(severity, title)| {
                format!("{} {what} {title}", severity.heading(self.words))
            }));
        }
        let ids = |questions: &[QuestionIx]| {
            let ids = questions.iter();
            let ids = ids.map(|question| advisor.question(*question).id.as_str());
            ids.collect::<Vec<_>>().join(", ")
        };
        if !found.new.is_empty() {
            told.push(format!(
                "{}: {}.",
                (words.come_up)(found.new.len()),
                ids(&found.new)
            ));
        }
        if !found.no_longer.is_empty() {
            let count = (words.no_longer)(found.no_longer.len());
            told.push(format!("{count}: {}.", ids(&found.no_longer)));
        }
        if told.len() == 1 {
            told.push(self.own.nothing_else.to_owned());
        }
        let mut page = self.page();
        for (place, text) in told.iter().enumerate() {
            page.text(if place == 0 { 0 } else { 2 }, Tone::Plain, text);
        }
        page.text(0, Tone::Plain, self.own.take_them);
        self.offered = vec![(question, answer)];
        self.write(page)
    }

    /// What could be tried: the answers that would change what was decided.
    fn worth_trying(&mut self) -> io::Result<()> {
        let session = self.interview.session();
        let advice = Advice::in_short(session);
        let points = advice.decisions.iter();
        let points = points.flat_map(|decision| &decision.tipping_points);
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for point in points {
            let key = assignment(session.advisor(), point.question, &point.answer);
            let outcomes = titles(session, &point.still_possible);
            let outcomes = match point.outcome {
                Some(_) => outcomes,
                None => (self.words.opens)(&outcomes),
            };
            match told.iter_mut().find(|(other, _)| *other == key) {
                Some((_, all)) => all.push(outcomes),
                None => told.push((key, vec![outcomes])),
            }
        }
        let mut page = self.page();
        page.text(0, Tone::Plain, self.own.try_what);
        if !told.is_empty() {
            page.text(0, Tone::Plain, self.words.tipping_points);
        }
        let column = page.column(told.iter().map(|(key, _)| key.as_str()));
        for (key, outcomes) in &told {
            page.pair(2, key, column, &outcomes.join("; "));
        }
        self.write(page)
    }

    fn turned(&self, turn: &Turn) -> String {
        let words = &self.words.wizard.acting;
        let or = format!(" {} ", self.words.or);
        let among = |titles: &[Str]| match titles {
            [] => words.not_there.to_owned(),
            titles => titles.join(&or),
        };
        let then = if turn.is_open {
            (words.still_open)(&among(&turn.then))
        } else {
            among(&turn.then)
        };
        let section = &self.interview.advisor().section(turn.section).title;
        (self.own.turns)(section, &among(&turn.now), &then)
    }
}
