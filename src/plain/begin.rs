//! `:begin` and `:resume`: what an interview can begin with besides its first question.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::ids::QuestionIx;
use crate::render::page::Tone;
use crate::text::{nearest, sanitise, shorten};

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// The situations, or the answers of one.
    pub(super) fn begin(&mut self, name: &str) -> io::Result<()> {
        let advisor = self.interview.advisor();
        if advisor.starts.is_empty() {
            return self.say(self.own.no_starts);
        }
        if name.is_empty() {
            let mut page = self.page();
            for start in &advisor.starts {
                let text = format!("{}: {}. {}", start.id, start.title, start.text);
                page.item(2, "-", Tone::Plain, &text);
            }
            page.text(0, Tone::Plain, self.own.begin_how);
            return self.write(page);
        }
        if !self.answered().is_empty() {
            return self.say(self.words.wizard.begun);
        }
        let Some(start) = advisor.starts.iter().find(|start| start.id == *name) else {
            self.say(&(self.own.no_start)(&shorten(&sanitise(name))))?;
            let known = advisor.starts.iter().map(|start| start.id.as_str());
            return match nearest(name, known) {
                Some(near) => self.say(&(self.own.did_you_mean)(near)),
                None => self.say(self.own.starts),
            };
        };
        let before = self.interview.session().clone();
        self.interview.begin(start);
        let questions: Vec<QuestionIx> = start.answers.iter().map(|(at, _)| *at).collect();
        self.begun();
        self.taken(&questions, &before)
    }

    /// Goes on with the answers that were kept.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        if self.interrupted.is_none() {
            return self.say(self.own.nothing_kept);
        }
        if !self.answered().is_empty() {
            return self.say(self.words.wizard.begun);
        }
        let Some(left) = self.interrupted.take() else {
            return Ok(());
        };
        let before = self.interview.session().clone();
        let questions: Vec<QuestionIx> = left.answers.iter().map(|(at, _)| *at).collect();
        self.interview.take_up(left.answers, left.finished);
        // The latest is the first.
        self.host.take_up_interrupted(self.interview.session(), 0);
        self.begun();
        self.taken(&questions, &before)
    }

    /// Something was answered, and another question is in front.
    fn begun(&mut self) {
        self.lines.here = 0;
        self.lines.refused = 0;
        self.shown = None;
    }
}
