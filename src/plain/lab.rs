//! `:lab`: the tree that the design comes to and its load, and what events make of it.

use std::io::{self, BufRead, Write};

use super::Plain;
use super::view::sentence_of;
use crate::lab::plan::Plan;
use crate::lab::story::Story;
use crate::lab::{events, text};
use crate::render::page::Tone;
use crate::words::Language;

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// Without events it begins anew; else they happen to what is there.
    pub(super) fn play(&mut self, given: &str) -> io::Result<()> {
        let session = self.interview.session();
        let own = &self.words.lab;
        if session.next().is_some() || !session.is_complete() {
            return self.say(own.not_here);
        }
        let Some(plan) = Plan::of(session) else {
            return self.say(own.no_lab);
        };
        // Other answers may make another tree.
        let same = |story: &Story| story.play.plan == plan && !given.is_empty();
        let mut story = match self.lab.take().filter(same) {
            Some(story) => story,
            None => Story::new(plan),
        };
        let width = self.options.width;
        if is_load(given) {
            let told = text::load(&story.play.plan, self.words, width);
            self.lab = Some(story);
            return self.put(&told);
        }
        if given.is_empty() {
            let told = text::opening(&story, self.words, width);
            self.lab = Some(story);
            return self.put(&told);
        }
        let events = events::parse(
            &story.play.plan,
            given.split_whitespace(),
            self.words.language,
        );
        let told = match events {
            Ok(events) => {
                let from = story.rounds.len();
                for event in events {
                    story.happen(event);
                }
                text::rounds(&story, from..story.rounds.len(), self.words, width)
            }
            Err(fault) => {
                let said = fault.said(self.words.language);
                let mut page = self.page();
                for line in std::iter::once(&said.message).chain(&said.help) {
                    page.text(0, Tone::Plain, &sentence_of(line));
                }
                page.finish()
            }
        };
        self.lab = Some(story);
        self.put(&told)
    }
}

/// Whether the load is asked for, in whatever language.
fn is_load(given: &str) -> bool {
    let mut languages = Language::ALL.into_iter();
    languages.any(|language| language.words().prompts.lab_load == given.to_lowercase())
}
