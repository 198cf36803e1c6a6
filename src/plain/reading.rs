//! `:find` and `:guide`: what the advisor says besides its questions.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::advice::{Found, Index, told};
use crate::render::guide;
use crate::render::page::Tone;
use crate::text::{nearest, sanitise, shorten};

/// More are no answer to what was looked for.
const MOST: usize = 20;

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// Everything that has these words, by its id.
    pub(super) fn find(&mut self, words: &str) -> io::Result<()> {
        if words.is_empty() {
            return self.say(self.own.find_what);
        }
        let session = self.interview.session();
        let found = Index::of(session.advisor()).find(words);
        if found.is_empty() {
            return self.say(self.words.wizard.nothing_found);
        }
        let wizard = &self.words.wizard;
        let mut page = self.page();
        for at in found.iter().take(MOST) {
            let kind = match at {
                Found::Question(_) => wizard.a_question,
                Found::Option(..) => wizard.an_option,
                Found::Outcome(_) => wizard.an_outcome,
                Found::RedFlag(_) => wizard.a_red_flag,
                Found::Caution(_) => wizard.a_caution,
                Found::Topic(_) => wizard.a_topic,
            };
            let telling = told(session, *at);
            let text = format!("{kind} {}: {}", telling.id, telling.title);
            page.item(2, "-", Tone::Plain, &text);
        }
        if found.len() > MOST {
            page.text(2, Tone::Plain, &(self.own.and_more)(found.len() - MOST));
        }
        page.text(0, Tone::Plain, self.own.read_on);
        self.write(page)
    }

    /// A topic of the guidance, or all of it.
    pub(super) fn guide(&mut self, topic: &str) -> io::Result<()> {
        let advisor = self.interview.advisor();
        if advisor.guide.is_empty() {
            return self.say(self.own.no_guide);
        }
        let found = guide::find(advisor, topic);
        if found.is_none() && !topic.is_empty() {
            self.say(&(self.own.no_topic)(&shorten(&sanitise(topic))))?;
            let topics = advisor.guide.iter();
            let known: Vec<&str> = topics.map(|topic| topic.id.as_str()).collect();
            return match nearest(topic, known.iter().copied()) {
                Some(near) => self.say(&(self.own.did_you_mean)(near)),
                None => self.say(&known.join(", ")),
            };
        }
        let text = guide::text(advisor, found, self.options.width, false);
        self.output.write_all(text.as_bytes())?;
        self.output.flush()
    }
}
