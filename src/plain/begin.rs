//! `:begin`: the situations that an interview can begin with. One is meant by the number it is listed
//! with, its id or its title, whatever was read there.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::ids::QuestionIx;
use crate::model::Situation;
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
            for (place, start) in advisor.starts.iter().enumerate() {
                let text = format!("{}: {}. {}", start.id, start.title, start.text);
                page.item(2, &format!("{}.", place + 1), Tone::Plain, &text);
            }
            page.text(0, Tone::Plain, self.own.begin_how);
            return self.write(page);
        }
        if !self.answered().is_empty() {
            return self.say(self.words.wizard.begun);
        }
        let Some(start) = find(&advisor.starts, name) else {
            self.say(&(self.own.no_start)(&shorten(&sanitise(name))))?;
            let starts = advisor.starts.iter();
            let known = starts.flat_map(|start| [start.id.as_str(), start.title.as_str()]);
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

    /// Something was answered, and another question is in front.
    pub(super) fn begun(&mut self) {
        self.lines.here = 0;
        self.lines.refused = 0;
        self.shown = None;
    }
}

/// The situation of this number, id or title.
fn find<'s>(starts: &'s [Situation], name: &str) -> Option<&'s Situation> {
    if let Ok(number) = name.parse::<usize>() {
        return starts.get(number.checked_sub(1)?);
    }
    let name = name.to_lowercase();
    let name = name.trim_end_matches('.');
    starts
        .iter()
        .find(|start| start.id.to_lowercase() == name || start.title.to_lowercase() == name)
}
