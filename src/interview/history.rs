//! What an interview can be taken back to: every change with the answers and the place before it.
//!
//! Moves alone are no change. How many are kept is bounded; the oldest go first.

use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::Answer;

/// How many changes can be taken back.
const MOST: usize = 200;

/// What the user did.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    Answered(QuestionIx, Answer),
    /// With a situation of this title.
    Began(Str),
    /// Several answers at once, as an explanation or a tipping point named them.
    Took(Vec<(QuestionIx, Answer)>),
    /// The defaults for what was left.
    Finished,
    /// These defaults again.
    Reopened,
}

/// The changes behind, and those taken back.
#[derive(Clone, Debug)]
pub(super) struct History<M> {
    past: Vec<(Deed, M)>,
    future: Vec<(Deed, M)>,
    /// The last change took several answers, and the user has stayed there since.
    fresh: bool,
}

impl<M> Default for History<M> {
    fn default() -> Self {
        Self {
            past: Vec::new(),
            future: Vec::new(),
            fresh: false,
        }
    }
}

impl<M> History<M> {
    /// The same changes with every moment made another.
    pub(super) fn map<N>(&self, other: impl Fn(&M) -> N) -> History<N> {
        let all = |deeds: &[(Deed, M)]| {
            let deeds = deeds.iter();
            deeds
                .map(|(deed, moment)| (deed.clone(), other(moment)))
                .collect()
        };
        History {
            past: all(&self.past),
            future: all(&self.future),
            fresh: self.fresh,
        }
    }

    /// Notes a change and what was before it.
    pub(super) fn note(&mut self, deed: Deed, before: M) {
        if self.past.len() == MOST {
            self.past.remove(0);
        }
        self.fresh = matches!(deed, Deed::Took(_));
        self.past.push((deed, before));
        self.future.clear();
    }

    /// The user went elsewhere.
    pub(super) fn left(&mut self) {
        self.fresh = false;
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// The last change taken back: `now` becomes what was before it.
    pub(super) fn undo(&mut self, now: &mut M) -> Option<Deed> {
        let (deed, before) = self.past.pop()?;
        let after = std::mem::replace(now, before);
        self.future.push((deed.clone(), after));
        self.fresh = false;
        Some(deed)
    }

    /// The change taken back last, made again.
    pub(super) fn redo(&mut self, now: &mut M) -> Option<Deed> {
        let (deed, after) = self.future.pop()?;
        let before = std::mem::replace(now, after);
        self.past.push((deed.clone(), before));
        Some(deed)
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
