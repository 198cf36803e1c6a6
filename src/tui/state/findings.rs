//! What the answers amount to, and where the user is in it.

use crate::advice::{Advice, Decision, Difference, InOrder, TellingDefault, telling_default};
use crate::ids::QuestionIx;
use crate::lab::plan::Plan;
use crate::model::Answer;
use crate::session::Session;
use crate::tui::entry::Entry;
use crate::tui::highlight::CodeFile;
use crate::tui::layout::Pane;

/// The result.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    pub(crate) advice: Advice<'a>,
    /// Of what was left at its default, what matters most.
    pub(crate) telling: Option<TellingDefault>,
    /// The places of the decisions in the order to tell them in.
    order: Vec<usize>,
    /// How many of them somebody decided.
    decided: usize,
    /// The places of those that are told in one glance, and whether each stands by default.
    overview: Vec<(usize, bool)>,
    /// The project's files, once the host has told them.
    pub(crate) code: Option<Result<Vec<CodeFile>, String>>,
    pub(crate) pane: Pane,
    /// What Enter looks into; nothing until the user chooses.
    pub(crate) chosen: Option<Entry>,
    /// What is chosen must come into sight.
    pub(crate) follow: bool,
    pub(crate) file: usize,
    /// The line of the file that was looked for.
    pub(crate) mark: Option<usize>,
    pub(crate) advice_scroll: usize,
    pub(crate) code_scroll: usize,
    /// Outcomes are shown as code, too.
    pub(crate) pairs: bool,
    /// The crash lab can show it.
    pub(crate) lab: bool,
    /// What it came from.
    answers: Vec<(QuestionIx, Answer)>,
}

/// Where the user was in a result, for when it is shown again.
#[derive(Debug)]
pub(crate) struct Spot {
    answers: Vec<(QuestionIx, Answer)>,
    pane: Pane,
    chosen: Option<Entry>,
    file: usize,
    advice_scroll: usize,
    code_scroll: usize,
    pairs: bool,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(session: &Session<'a>) -> Self {
        let advice = Advice::of(session);
        let in_order = InOrder::of(&advice, session);
        let (decided, by_default) = in_order.parts();
        let place = |told: &&Decision| {
            let mut all = advice.decisions.iter();
            all.position(|decision| decision.section == told.section)
        };
        let all = decided.iter().chain(by_default).copied();
        let order = all.filter_map(|told| place(&told)).collect();
        let decided = decided.len();
        let told = in_order.overview(session);
        let told = told
            .iter()
            .filter_map(|(told, default)| Some((place(told)?, *default)));
        let overview = told.collect();
        Self {
            telling: telling_default(session),
            order,
            decided,
            overview,
            advice,
            code: None,
            pane: Pane::Advice,
            chosen: None,
            follow: false,
            file: 0,
            mark: None,
            advice_scroll: 0,
            code_scroll: 0,
            pairs: false,
            lab: session.is_complete() && Plan::of(session).is_some(),
            answers: answers(session),
        }
    }

    /// Where the user is in it.
    pub(crate) fn spot(&self) -> Spot {
        Spot {
            answers: self.answers.clone(),
            pane: self.pane,
            chosen: self.chosen,
            file: self.file,
            advice_scroll: self.advice_scroll,
            code_scroll: self.code_scroll,
            pairs: self.pairs,
        }
    }

    /// Back to where the user was, if it is the same result.
    pub(crate) fn go_back_to(&mut self, spots: &[Spot]) {
        let Some(spot) = spots.iter().find(|spot| spot.answers == self.answers) else {
            return;
        };
        self.pane = spot.pane;
        self.chosen = spot.chosen;
        self.file = spot.file;
        self.advice_scroll = spot.advice_scroll;
        self.code_scroll = spot.code_scroll;
        self.pairs = spot.pairs;
    }

    /// The decisions in the order to tell them in: those that somebody made, and the others.
    pub(crate) fn decisions(&self) -> (Vec<&Decision>, Vec<&Decision>) {
        let told = |places: &[usize]| -> Vec<&Decision> {
            let places = places.iter();
            places
                .filter_map(|place| self.advice.decisions.get(*place))
                .collect()
        };
        let (decided, others) = self.order.split_at(self.decided.min(self.order.len()));
        (told(decided), told(others))
    }

    /// The design in one glance, and whether each of it stands by default.
    pub(crate) fn overview(&self) -> Vec<(&Decision, bool)> {
        let told = self.overview.iter();
        told.filter_map(|(place, default)| Some((self.advice.decisions.get(*place)?, *default)))
            .collect()
    }

    /// Whether an outcome can be shown as code.
    pub(crate) fn has_code(&self) -> bool {
        let mut decisions = self.advice.decisions.iter();
        decisions.any(|decision| !decision.code.is_empty())
    }

    /// The project's files, when there are any.
    pub(crate) fn files(&self) -> Option<&[CodeFile]> {
        match self.code.as_ref()? {
            Ok(files) if !files.is_empty() => Some(files),
            _ => None,
        }
    }
}

/// Every answer there is.
pub(super) fn answers(session: &Session<'_>) -> Vec<(QuestionIx, Answer)> {
    let given = |question| Some((question, session.answer(question)?.clone()));
    session.asked().filter_map(given).collect()
}

impl Spot {
    /// Takes the place of what was known of the same result.
    pub(crate) fn keep(self, spots: &mut Vec<Self>) {
        spots.retain(|spot| spot.answers != self.answers);
        spots.push(self);
    }
}

/// Another answer, tried on the side.
#[derive(Debug)]
pub(crate) struct Trial<'a> {
    pub(crate) question: QuestionIx,
    pub(crate) answer: Answer,
    /// The interview as it would be.
    pub(crate) then: Session<'a>,
    pub(crate) difference: Difference,
}
