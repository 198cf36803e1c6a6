//! The file of the lab as its author writes it: what fails together, where work queues, and where it is kept.

use schemars::JsonSchema;
use serde::Deserialize;

use super::decode::{Each, Spanned};
use super::raw_condition::{RawDefault, RawWhen, Text};

/// What the lab plays on a result: groups whose parts start, fail and start again, and stations at
/// which work queues, and queues that keep work outside them.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct LabDoc {
    /// The first whose condition holds is played, those that parts stand for left aside.
    #[serde(default)]
    pub(crate) groups: Each<GroupPlayedDoc>,
    /// What follows a failure where no group holds; the first that holds is told.
    #[serde(default)]
    pub(crate) alone: Each<AloneDoc>,
    #[serde(default)]
    pub(crate) stations: Each<StationDoc>,
    /// The first whose condition holds is played.
    #[serde(default)]
    pub(crate) queues: Each<QueueDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct GroupPlayedDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// `one_for_one`, `one_for_all` or `rest_for_one`, or several with conditions (first match).
    pub(crate) strategy: RawDefault,
    /// A formula, or several with conditions (the first that holds and is known).
    pub(crate) max_restarts: RawDefault,
    /// Likewise.
    pub(crate) max_seconds: RawDefault,
    /// Its parts come while it runs: when it starts again they are not there.
    #[serde(default)]
    pub(crate) dynamic: bool,
    /// In the order they start.
    pub(crate) parts: Each<PartDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PartDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// `permanent` (when absent), `transient` or `temporary`, or several with conditions.
    pub(crate) restart: Option<RawDefault>,
    /// So many of them stand side by side, numbered.
    pub(crate) copies: Option<Spanned<u32>>,
    /// It stands for what a user may put beside the design.
    #[serde(default)]
    pub(crate) beside: bool,
    /// The group that it is, one further down.
    pub(crate) group: Option<Text>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct AloneDoc {
    pub(crate) id: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    pub(crate) text: Text,
}

/// Numbers are formulas, or several with conditions (the first that holds and is known).
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct StationDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// Requests a second, over all of its servers.
    pub(crate) rate: RawDefault,
    /// Milliseconds of work on each.
    pub(crate) service: RawDefault,
    /// How many share the requests (one when absent).
    pub(crate) servers: Option<RawDefault>,
    /// Milliseconds after which whoever asked gives up.
    pub(crate) patience: Option<RawDefault>,
    /// How many may wait; what comes then is refused.
    pub(crate) room: Option<RawDefault>,
}

/// Work that is kept outside the tree. Numbers are as in a station.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct QueueDoc {
    pub(crate) id: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// `rows` of a database, under leases; `shared_rows` of several nodes; `messages` of a broker.
    pub(crate) kept: Text,
    /// What keeps it.
    pub(crate) store: Text,
    /// The part that takes from it.
    pub(crate) part: Text,
    /// How many are done at a time (as many as there are when absent).
    pub(crate) workers: Option<RawDefault>,
    /// How often one that fails is tried; of rows.
    pub(crate) attempts: Option<RawDefault>,
    /// How many are acknowledged together; of messages.
    pub(crate) batch: Option<RawDefault>,
    /// Milliseconds that they wait for each other.
    pub(crate) batch_wait: Option<RawDefault>,
    /// Seconds until a message that was taken and not acknowledged shows again (at once when absent).
    pub(crate) hidden: Option<RawDefault>,
    /// What becomes of one that is given up, to be read after its number.
    pub(crate) given_up: Text,
}
