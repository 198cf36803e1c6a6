//! Everything the wizard knows between two key presses.
//!
//! Only [update](super::update) changes it, and drawing only reads it. What costs time to find out
//! (the session as it would be with the highlighted answer, the advice) is kept here, so that a
//! frame is nothing but text.

mod ahead;
mod beginning;
mod card;
mod enabled;
mod findings;
pub(crate) mod lab;
mod overlay;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use self::ahead::{Ahead, Row, Ways, What};
use self::card::read;
pub(crate) use self::card::{Card, unknown_place};
pub(crate) use self::findings::{Findings, Spot, Trial};
use self::lab::LabPane;
pub(crate) use self::overlay::{About, Find, Known, Listed, Overlay, Prompt, Purpose, Search};
use super::action::Action;
use super::keymap::{self, Context, Keymap};
use super::layout::{self, Limits, Pane};
use super::line::Line;
use crate::advice::{Index, Why, fill, outcome_title};
use crate::host::Left;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::interview::Interview;
use crate::model::{Answer, Domain, Situation};
use crate::render::label;
use crate::session::Session;
use crate::tui::highlight::CodeFile;
use crate::words::{Wizard, Words};

/// The wizard.
pub(crate) struct App<'a> {
    pub(crate) interview: Interview<'a>,
    pub(crate) words: &'static Wizard,
    /// The words that results on standard output use, too.
    pub(crate) common: &'static Words,
    pub(crate) keys: Keymap,
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// How far the long texts can be scrolled; measured anew after every input.
    pub(crate) limits: Limits,
    /// The question in front; `None` when all is answered.
    pub(crate) card: Option<Card<'a>>,
    /// The advice, once all is answered.
    pub(crate) result: Option<Findings<'a>>,
    /// What lies over the question or the result, the top one last.
    pub(crate) overlays: Vec<Overlay>,
    /// Lines typed and not entered.
    pub(crate) drafts: BTreeMap<QuestionIx, Line>,
    /// One sentence until the next key.
    pub(crate) notice: Option<Notice>,
    /// The outcome asked about last, explained.
    pub(crate) why: Option<Why>,
    /// Code that was compared.
    pub(crate) ahead: Ahead,
    /// What can be found, once somebody searched.
    pub(crate) index: Option<Index>,
    /// The other answer tried last.
    pub(crate) trial: Option<Trial<'a>>,
    /// Sources, who says otherwise and defaults are shown.
    pub(crate) unfolded: bool,
    /// What the code was searched for last.
    pub(crate) sought: String,
    /// The lab, once it was opened.
    pub(crate) lab: Option<LabPane>,
    /// Where the answers are besides here.
    pub(crate) safe: Safe,
    /// Where the project was written, and the answers it was written for.
    pub(crate) written: Option<Written>,
    /// What the prompts for a file and a directory offer.
    pub(crate) offers: Offers,
    /// The interviews that were interrupted, the latest first, until the user says what becomes of them.
    pub(crate) interrupted: Vec<Interrupted>,
    /// What of them is listed, and what is about to be dropped.
    pub(crate) shelf: Shelf,
    /// The place of the one that was taken up.
    pub(crate) taken_up: Option<usize>,
    /// Where a jump to the question in front came from, until something else is done.
    pub(crate) jumped: Option<Whence>,
    /// Where the user was in results that were looked away from.
    pub(crate) spots: Vec<Spot>,
    /// The result has not been on the screen yet.
    pub(crate) unseen: bool,
    /// The mouse is listened to.
    pub(crate) mouse: bool,
}

/// What the caller offers: names for the user to save and emit under, and what will do.
#[derive(Clone, Debug)]
pub(crate) struct Offers {
    pub(crate) sheet: String,
    pub(crate) project: String,
    /// An undecided result is welcome, too.
    pub(crate) partial: bool,
}

/// What an interview can begin with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beginning<'a> {
    Questions,
    /// The answers that were kept, by their place.
    Interrupted(usize),
    /// The older ones, which are listed when they are asked for.
    Older(usize),
    Situation(&'a Situation),
}

/// An interview that was interrupted.
#[derive(Clone, Debug)]
pub(crate) struct Interrupted {
    pub(crate) left: Left,
    /// What its answers decide.
    pub(crate) decided: String,
}

/// How the interviews that were interrupted are listed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shelf {
    /// All of them, and not only the latest.
    pub(crate) whole: bool,
    /// The one that is dropped when that is said once more.
    pub(crate) doomed: Option<usize>,
}

/// A sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) bad: bool,
}

/// Where a jump came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whence {
    Question(QuestionIx),
    /// The result.
    Front,
}

/// What becomes of the answers when the interview ends here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Safe {
    /// As they were saved last.
    pub(crate) saved: Option<Vec<(QuestionIx, Answer)>>,
    /// Those there are can be gone on with.
    pub(crate) kept: bool,
    /// It was told that they cannot be kept.
    pub(crate) warned: bool,
}

/// A project that was written from here.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) directory: String,
    pub(crate) answers: Vec<(QuestionIx, Answer)>,
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    /// Ask the host for the project's files.
    Code,
    /// Do this as if its key had been pressed.
    Act(Action),
    Finish,
    Cancel,
    /// Write the answer sheet to this file, also over what was written there from here.
    Save {
        path: String,
        replace: bool,
    },
    /// Ask the host whether the project can be written to this directory.
    Check(String),
    /// Write the project to this directory.
    Emit(String),
    /// Put this text on the clipboard.
    Copy(String),
    /// Listen to the mouse, or no longer.
    Mouse,
    /// The next theme.
    Theme,
    /// The next language.
    Language,
    /// What was interrupted is gone on with, by its place.
    TakenUp(usize),
    /// It is not wanted.
    Dropped(usize),
    /// Leave, and the answers are given up.
    Discard,
    Suspend,
    Redraw,
}

impl<'a> App<'a> {
    pub(crate) fn new(session: Session<'a>, size: (u16, u16), offers: Offers) -> Self {
        let common = session.advisor().words();
        Self {
            interview: Interview::new(session),
            words: &common.wizard,
            common,
            keys: Keymap::new(common, Arc::default()),
            size,
            limits: Limits::default(),
            card: None,
            result: None,
            overlays: Vec::new(),
            drafts: BTreeMap::new(),
            notice: None,
            why: None,
            ahead: Ahead::default(),
            index: None,
            trial: None,
            unfolded: false,
            sought: String::new(),
            lab: None,
            safe: Safe::default(),
            written: None,
            offers,
            interrupted: Vec::new(),
            shelf: Shelf::default(),
            taken_up: None,
            jumped: None,
            spots: Vec::new(),
            unseen: false,
            mouse: false,
        }
    }

    pub(crate) fn session(&self) -> &Session<'a> {
        self.interview.session()
    }

    /// What keys go to now.
    pub(crate) fn context(&self) -> Context {
        if layout::too_small(self.size) {
            return Context::Small;
        }
        let top = self.overlays.last();
        top.map_or_else(|| self.base_context(), Overlay::context)
    }

    /// What keys go to once the help is closed.
    pub(crate) fn context_below_help(&self) -> Context {
        let mut overlays = self.overlays.iter().rev();
        let below = overlays.find(|overlay| !matches!(overlay, Overlay::Help { .. }));
        below.map_or_else(|| self.base_context(), Overlay::context)
    }

    /// What keys go to when nothing lies on top.
    pub(crate) fn base_context(&self) -> Context {
        let Some(card) = &self.card else {
            return match &self.result {
                Some(found) if found.pane == Pane::Code => Context::Code,
                Some(found) if found.chosen.is_some() => Context::Entry,
                _ => Context::Whole,
            };
        };
        let question = self.interview.advisor().question(card.question);
        match question.domain() {
            Some(Domain::Options(_)) if question.is_yes_no() => Context::YesNo,
            Some(Domain::Options(_)) => Context::Choice,
            // What is typed is text from its first character on; letters are commands before it.
            Some(Domain::Numbers { .. }) if card.line.is_empty() => Context::Number,
            Some(Domain::Numbers { .. }) | None => Context::Text,
        }
    }

    /// The answers that count, in the order asked.
    pub(crate) fn trail(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        let session = self.session();
        session
            .asked()
            .filter(|question| session.answer(*question).is_some())
    }

    /// Each of them as it is told.
    pub(crate) fn trail_told(&self) -> Vec<(String, String)> {
        let session = self.session();
        let advisor = session.advisor();
        let told = self.trail().map(|ix| {
            let question = advisor.question(ix);
            let answer = session.answer(ix);
            let answer =
                answer.map_or(String::new(), |answer| label(self.common, question, answer));
            (
                format!("{} {answer}", fill(session, &question.ask)),
                question.id.to_string(),
            )
        });
        told.collect()
    }

    /// Each outcome of the advisor as it is told.
    pub(crate) fn outcomes_told(&self) -> Vec<(String, String)> {
        let session = self.session();
        let advisor = session.advisor();
        let outcomes = advisor.outcomes.iter().enumerate();
        let told = outcomes.map(|(place, outcome)| {
            let section = &advisor.section(outcome.section).title;
            let title = outcome_title(session, OutcomeIx::new(place));
            let summary = outcome.summary.as_deref().unwrap_or_default();
            let also = format!("{} {summary}", outcome.id);
            (format!("{section}: {title}"), also)
        });
        told.collect()
    }

    /// The question whose answer would settle most, when all is answered and not all decided.
    pub(crate) fn open_question(&self) -> Option<QuestionIx> {
        let advice = &self.result.as_ref()?.advice;
        advice.next.filter(|_| !advice.complete)
    }

    /// The question to go to from the result: what would settle it, or the default that matters most.
    pub(crate) fn question_to_settle(&self) -> Option<QuestionIx> {
        let telling = || {
            self.result
                .as_ref()?
                .telling
                .as_ref()
                .map(|found| found.question)
        };
        self.open_question().or_else(telling)
    }

    /// That something is undecided, which question would settle it and which key goes there.
    pub(crate) fn what_is_open(&self) -> Option<String> {
        let question = self.open_question()?;
        let key = keymap::key_of(Context::Result, Action::Settle, &self.keys)?;
        let ask = fill(
            self.session(),
            &self.interview.advisor().question(question).ask,
        );
        Some((self.words.settle_first)(&ask, &key))
    }

    /// The first question with a line that was typed and is neither its answer nor entered.
    pub(crate) fn pending_draft(&self) -> Option<QuestionIx> {
        let session = self.session();
        session.asked().find(|question| {
            self.drafts.get(question).is_some_and(|line| {
                let typed = read(session.advisor(), *question, line).ok();
                !line.text().trim().is_empty()
                    && (typed.is_none() || typed.as_ref() != session.answer(*question))
            })
        })
    }

    /// The answers that give the outcome asked about; none where it is the advice, or nothing gives it.
    pub(crate) fn answers_to_take(&self) -> Vec<(QuestionIx, Answer)> {
        let nearest = self.why.as_ref().map(|why| why.nearest.as_ref());
        let Some(Ok(changes)) = nearest else {
            return Vec::new();
        };
        let changes = changes.iter();
        changes
            .map(|change| (change.question, change.to.clone()))
            .collect()
    }

    /// Every answer there is.
    pub(crate) fn answers(&self) -> Vec<(QuestionIx, Answer)> {
        findings::answers(self.session())
    }

    /// Where the project of these answers was written.
    pub(crate) fn written(&self) -> Option<&str> {
        let written = self.written.as_ref()?;
        (written.answers == self.answers()).then_some(written.directory.as_str())
    }

    /// Whether the answers are saved, or are part of a project that was written.
    pub(crate) fn is_in_a_file(&self) -> bool {
        self.safe.saved.as_ref() == Some(&self.answers()) || self.written().is_some()
    }

    /// The project's files, when there are any.
    pub(crate) fn files(&self) -> Option<&[CodeFile]> {
        self.result.as_ref()?.files()
    }

    pub(crate) fn say(&mut self, text: String) {
        self.notice = Some(Notice { text, bad: false });
    }

    pub(crate) fn complain(&mut self, text: String) {
        self.notice = Some(Notice { text, bad: true });
    }
}
