//! Tipping points of earlier interviews, for those that begin with the same answers.
//!
//! Lines of a batch mostly differ in a few answers. What would change a decision follows from the answers
//! up to its section, so it is found once for all that agree in them. Kept are answers and places alone,
//! of a bounded number of beginnings; what is beyond them is found as ever.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::tipping::TippingPoint;
use crate::ids::SectionIx;
use crate::model::Answer;
use crate::session::Session;

/// Beginnings that are kept, of some hundred bytes to a kilobyte each.
const MOST: usize = 10_000;
/// Ways on from one beginning: they are looked through one by one.
const MOST_WAYS: usize = 32;

/// What is known of interviews so far.
pub(crate) struct Known {
    start: Rc<Beginning>,
    left: Cell<usize>,
}

/// The answers to one section, behind those to all before it.
#[derive(Default)]
pub(super) struct Beginning {
    /// To the questions of the section, in file order.
    answers: Box<[Option<Answer>]>,
    tips: OnceCell<Vec<TippingPoint>>,
    ways: RefCell<Vec<Rc<Beginning>>>,
}

impl Known {
    pub(crate) fn new() -> Self {
        Self {
            start: Rc::default(),
            left: Cell::new(MOST),
        }
    }

    pub(super) fn start(&self) -> Rc<Beginning> {
        Rc::clone(&self.start)
    }

    /// Goes on with the answers to a section; `None` where there is no room for them.
    pub(super) fn with(
        &self,
        before: &Beginning,
        session: &Session<'_>,
        section: SectionIx,
    ) -> Option<Rc<Beginning>> {
        let questions = &session.advisor().section(section).questions;
        let mut ways = before.ways.borrow_mut();
        let same = |way: &&Rc<Beginning>| {
            let mut held = questions.iter().zip(&way.answers);
            held.all(|(question, held)| session.answer(*question) == held.as_ref())
        };
        if let Some(way) = ways.iter().find(same) {
            return Some(Rc::clone(way));
        }
        if ways.len() == MOST_WAYS {
            return None;
        }
        self.left.set(self.left.get().checked_sub(1)?);
        let answers = questions.iter().map(|question| session.answer(*question));
        let way = Rc::new(Beginning {
            answers: answers.map(Option::<&Answer>::cloned).collect(),
            ..Beginning::default()
        });
        ways.push(Rc::clone(&way));
        Some(way)
    }
}

impl Beginning {
    /// What would change the decision of its section.
    pub(super) fn tips(&self, find: impl FnOnce() -> Vec<TippingPoint>) -> Vec<TippingPoint> {
        self.tips.get_or_init(find).clone()
    }
}
