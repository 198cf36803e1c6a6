//! What a design does when something fails or when much is asked of it, as far as data can tell: groups
//! whose parts stand or fall together, stations at which work queues, and queues outside the tree.
//!
//! The program's lab plays it; to the engine these are texts, conditions and numbers like all others.

use serde::Serialize;

use crate::condition::Condition;
use crate::data::{List, Str};
use crate::formula::Formula;

/// What is played on a result.
#[derive(Clone, Debug, Serialize)]
pub struct Lab {
    /// The first whose condition holds and that no part stands for is the outermost one.
    pub groups: List<Group>,
    /// What becomes of a failure where no group holds; the first that holds is told.
    pub alone: List<Alone>,
    pub stations: List<Station>,
    /// The first whose condition holds is played.
    pub queues: List<Queue>,
}

/// Parts in the order they start.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub id: Str,
    pub title: Str,
    pub when: Condition,
    pub strategy: List<Case<Strategy>>,
    pub max_restarts: List<Figure>,
    pub max_seconds: List<Figure>,
    /// Its parts came one by one while it ran: when it starts again they are not there.
    pub dynamic: bool,
    pub parts: List<Part>,
}

/// One of a group, or several alike.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    pub id: Str,
    pub title: Str,
    pub when: Condition,
    pub restart: List<Case<Restart>>,
    pub copies: usize,
    /// It stands for what a user may put beside the design.
    pub beside: bool,
    /// The place of the group that it is.
    pub group: Option<usize>,
}

/// What follows a failure that nobody mends.
#[derive(Clone, Debug, Serialize)]
pub struct Alone {
    pub id: Str,
    pub when: Condition,
    pub text: Str,
}

/// Where requests wait for each other.
#[derive(Clone, Debug, Serialize)]
pub struct Station {
    pub id: Str,
    pub title: Str,
    pub when: Condition,
    /// Requests a second, over all of its servers.
    pub rate: List<Figure>,
    /// Milliseconds of work on each.
    pub service: List<Figure>,
    /// How many share them.
    pub servers: List<Figure>,
    /// Milliseconds after which whoever asked gives up; without it nobody does.
    pub patience: List<Figure>,
    /// How many may wait; what comes then is refused.
    pub room: List<Figure>,
}

/// Where work is kept outside the tree until a part of it has done it.
#[derive(Clone, Debug, Serialize)]
pub struct Queue {
    pub id: Str,
    pub when: Condition,
    pub kept: Kept,
    /// What keeps it.
    pub store: Str,
    /// The part that takes from it.
    pub part: Str,
    /// How many are done at a time; without it as many as there are.
    pub workers: List<Figure>,
    /// How often one that fails is tried.
    pub attempts: List<Figure>,
    /// How many are acknowledged together, and after how many milliseconds if there are fewer.
    pub batch: List<Figure>,
    pub batch_wait: List<Figure>,
    /// Seconds until what was taken and not acknowledged shows again; without it that is at once.
    pub hidden: List<Figure>,
    /// What becomes of one that is given up.
    pub given_up: Str,
}

/// One of several values: the first whose condition holds.
#[derive(Clone, Debug, Serialize)]
pub struct Case<T: 'static> {
    pub when: Condition,
    pub is: T,
}

/// One of several numbers: the first whose condition holds and that is known.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub when: Condition,
    pub is: Formula,
}

/// Which of a group start again when one has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Strategy {
    OneForOne,
    OneForAll,
    RestForOne,
}

/// When a part that has ended starts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Restart {
    Permanent,
    Transient,
    Temporary,
}

/// How work is kept, which says who remembers that it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kept {
    /// Rows of a database of this program, under a lease while they are worked on.
    Rows,
    /// Rows that several nodes share, which show that they live.
    SharedRows,
    /// Messages of a broker, which delivers again what nobody acknowledged.
    Messages,
}

impl Kept {
    pub const ALL: [Self; 3] = [Self::Rows, Self::SharedRows, Self::Messages];

    /// As files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::SharedRows => "shared_rows",
            Self::Messages => "messages",
        }
    }
}

impl Strategy {
    pub const ALL: [Self; 3] = [Self::OneForOne, Self::OneForAll, Self::RestForOne];

    /// As files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::OneForOne => "one_for_one",
            Self::OneForAll => "one_for_all",
            Self::RestForOne => "rest_for_one",
        }
    }
}

impl Restart {
    pub const ALL: [Self; 3] = [Self::Permanent, Self::Transient, Self::Temporary];

    /// As files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Transient => "transient",
            Self::Temporary => "temporary",
        }
    }
}
