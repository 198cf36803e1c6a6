//! Answers kept for the case that the interview is interrupted, `:resume`, which goes on with them, and
//! `:drop`, which has them kept no longer.
//!
//! Only where somebody types: lines from elsewhere can be given again, and they mean the same wherever
//! they are read.

use std::io::{self, BufRead, Write};

use super::Plain;
use super::kept::Answered;
use super::line::{Line, read_line};
use crate::advice::verdict;
use crate::host::Left;
use crate::ids::QuestionIx;
use crate::render::page::Tone;
use crate::session::{Origin, Session};
use crate::text::sanitise;
use crate::words::{Language, Meaning, meaning};

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// Every answer there is.
    pub(super) fn answers(&self) -> Answered {
        let session = self.interview.session();
        let given = |question| Some((question, session.answer(question)?.clone()));
        session.asked().filter_map(given).collect()
    }

    /// Has new answers kept.
    pub(super) fn keep(&mut self) -> io::Result<()> {
        if !self.options.attended {
            return Ok(());
        }
        let answers = self.answers();
        if answers == self.kept.answers {
            return Ok(());
        }
        self.kept.answers = answers;
        if !self.kept.answers.is_empty() {
            let session = self.interview.session();
            self.host.keep(session, session.next().is_none());
        } else if std::mem::take(&mut self.kept.taken_up) {
            // Taken back, it is what was interrupted, as before.
            self.host.give_back_interrupted();
            self.offer();
        } else {
            self.host.forget();
        }
        match self.host.why_not_kept() {
            Some(why) if !std::mem::replace(&mut self.kept.warned, true) => {
                self.say(&sanitise(&(self.words.wizard.not_kept)(&why)))
            }
            _ => Ok(()),
        }
    }

    /// The answers are in a file of the user's now.
    pub(super) fn saved(&mut self) {
        self.kept.taken_up = false;
        self.host.forget();
    }

    /// Asks whether to leave, and what becomes of the answers; whether the user leaves.
    pub(super) fn leaves(&mut self) -> io::Result<bool> {
        let session = self.interview.session();
        let mut questions = session.advisor().question_ixs();
        if !questions.any(|question| session.answer(question).is_some()) {
            return Ok(true);
        }
        let kept = self.host.is_kept();
        loop {
            self.prompt(if kept {
                self.own.really_leave
            } else {
                self.own.really_quit
            })?;
            let text = match read_line(&mut self.input)? {
                Line::End => return Ok(true),
                Line::TooLong => return Ok(false),
                Line::Text(text) => text,
            };
            if kept && drops(&text) {
                self.host.forget();
                return Ok(true);
            }
            match meaning(&text) {
                Some(Meaning::Yes) => return Ok(true),
                Some(Meaning::No) => return Ok(false),
                _ if text.trim().is_empty() => return Ok(false),
                _ => self.say(self.own.yes_or_no)?,
            }
        }
    }

    /// Looks what is left of earlier interviews.
    pub(super) fn offer(&mut self) {
        // Nobody else would know what was kept.
        if self.options.attended {
            self.kept.left = self.host.interrupted(self.interview.session());
        }
    }

    /// What cannot be read of it any more.
    pub(super) fn unreadable_told(&self) -> Option<String> {
        let paths = self.host.unreadable();
        let told = (self.words.wizard.unreadable)(paths.len(), &paths.join(", "));
        (self.options.attended && !paths.is_empty()).then(|| sanitise(&told))
    }

    /// What is left, in one line.
    pub(super) fn kept_told(&self) -> Option<String> {
        match &self.kept.left[..] {
            [] => None,
            [left] => {
                let kept = (self.words.wizard.resume_text)(left.answers.len());
                let how = if left.finished {
                    self.own.resume_result
                } else {
                    self.own.resume_how
                };
                Some(format!("{kept} {how}"))
            }
            many => Some((self.own.resume_several)(many.len())),
        }
    }

    /// Goes on with answers that were kept.
    pub(super) fn resume(&mut self, number: &str) -> io::Result<()> {
        let many = self.kept.left.len();
        if many == 0 {
            return self.say(self.own.nothing_kept);
        }
        if !self.answered().is_empty() {
            self.list()?;
            return self.say(self.own.resume_begun);
        }
        if number.is_empty() && many > 1 {
            self.list()?;
            return self.say(self.own.resume_choose);
        }
        let Some((place, left)) = self.chosen(number) else {
            return self.say(&(self.own.resume_which)(many));
        };
        let before = self.interview.session().clone();
        let questions: Vec<QuestionIx> = left.answers.iter().map(|(at, _)| *at).collect();
        self.interview
            .take_up(left.answers, left.aside, left.finished);
        self.host
            .take_up_interrupted(self.interview.session(), place);
        self.kept.taken_up = true;
        self.offer();
        self.begun();
        self.taken(&questions, &before)
    }

    /// Has an interview kept no longer, once that is confirmed.
    pub(super) fn drop_kept(&mut self, number: &str) -> io::Result<()> {
        let many = self.kept.left.len();
        if many == 0 {
            return self.say(self.own.nothing_kept);
        }
        let Some((place, left)) = self.chosen(number) else {
            self.list()?;
            return self.say(&(self.own.drop_which)(many));
        };
        let told = self.left_told(&left);
        self.prompt(&(self.own.really_drop)(told.trim_end_matches('.')))?;
        match read_line(&mut self.input)? {
            Line::Text(text) if meaning(&text) == Some(Meaning::Yes) => {
                self.host.drop_interrupted(place);
                self.offer();
                self.say(self.words.wizard.dropped)
            }
            _ => Ok(()),
        }
    }

    /// The one of this number; the only one needs none.
    fn chosen(&self, number: &str) -> Option<(usize, Left)> {
        let left = &self.kept.left;
        let place = match number.parse::<usize>() {
            Ok(number) => number.checked_sub(1)?,
            Err(_) if number.is_empty() && left.len() == 1 => 0,
            Err(_) => return None,
        };
        Some((place, left.get(place)?.clone()))
    }

    fn list(&mut self) -> io::Result<()> {
        let mut page = self.page();
        for (place, left) in self.kept.left.iter().enumerate() {
            let mark = format!("{}.", place + 1);
            page.item(2, &mark, Tone::Plain, &self.left_told(left));
        }
        self.write(page)
    }

    /// What it came to, how many answers it has, and how old it is.
    fn left_told(&self, left: &Left) -> String {
        let mut session = Session::new(self.interview.advisor());
        let answers = left.answers.iter().cloned();
        session.set_all(answers.map(|(question, answer)| (question, answer, Origin::Given)));
        if left.finished {
            let _ = session.finish_with_defaults();
        }
        let verdict = verdict(&session).filter(|_| session.is_complete());
        let verdict = verdict.as_deref().map(|told| told.trim_end_matches('.'));
        let told = (self.own.kept_answers)(verdict, left.answers.len());
        let ago = left.ago.map(|ago| (self.words.wizard.ago)(ago.as_secs()));
        let ago = ago.map_or(String::new(), |ago| format!(" {ago}"));
        sanitise(&format!("{told}.{ago}"))
    }
}

/// Whether somebody says that what is kept is not wanted, in whatever language.
fn drops(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let mut languages = Language::ALL.into_iter();
    languages.any(|language| language.words().prompts.drops.contains(&text.as_str()))
}
