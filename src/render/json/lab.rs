//! The crash lab for programs: the tree, every step with what is seen after it, and the loads.

use schemars::JsonSchema;
use serde::Serialize;

use super::ordered::Ordered;
use super::parts::{AdvisorObject, SCHEMA};
use crate::model::Advisor;

/// What `lab --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Lab")]
pub struct LabObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    /// What becomes of a failure where nothing restarts; null where there is a tree.
    alone: Option<String>,
    /// The tree, each group before its parts; empty where nothing restarts.
    tree: Vec<MemberObject>,
    story: Vec<RoundObject>,
    load: Vec<StationObject>,
    /// What keeps work outside the tree; null where nothing does.
    queue: Option<QueueObject>,
}

impl<'a> LabObject<'a> {
    pub fn new(
        advisor: &'a Advisor,
        alone: Option<String>,
        tree: Vec<MemberObject>,
        story: Vec<RoundObject>,
        load: Vec<StationObject>,
        queue: Option<QueueObject>,
    ) -> Self {
        Self {
            schema: SCHEMA,
            advisor: AdvisorObject::of(advisor),
            alone,
            tree,
            story,
            load,
            queue,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabMember")]
pub struct MemberObject {
    /// By which events name it.
    pub id: String,
    pub title: String,
    /// The group that it is part of; null for the outermost.
    pub within: Option<String>,
    pub restart: &'static str,
    /// Of a group; null for what is none.
    pub group: Option<GroupObject>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabGroup")]
pub struct GroupObject {
    pub strategy: &'static str,
    pub max_restarts: usize,
    pub max_seconds: u64,
    /// Its parts are gone once it has ended.
    pub dynamic: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabRound")]
pub struct RoundObject {
    /// As it is typed; null for the start.
    pub event: Option<String>,
    pub steps: Vec<StepObject>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabStep")]
pub struct StepObject {
    /// Seconds since the start.
    pub at: u64,
    pub text: String,
    /// By member: running, crashed, stopped, restarting or gone.
    #[schemars(with = "Ordered<String, String>")]
    states: Ordered<String, &'static str>,
    /// By group: the restarts in its window.
    #[schemars(with = "Ordered<String, usize>")]
    restarts: Ordered<String, usize>,
    /// What is kept outside the tree, in the order it came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    jobs: Vec<JobObject>,
    /// Whether what keeps it is there; only where something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
}

impl StepObject {
    pub fn new(
        at: u64,
        text: String,
        states: impl IntoIterator<Item = (String, &'static str)>,
        restarts: impl IntoIterator<Item = (String, usize)>,
        jobs: Vec<JobObject>,
        store: Option<bool>,
    ) -> Self {
        Self {
            at,
            text,
            states: states.into_iter().collect(),
            restarts: restarts.into_iter().collect(),
            jobs,
            store,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabStation")]
pub struct StationObject {
    pub title: String,
    /// Requests a second at peak, over all servers.
    pub rate: f64,
    /// Milliseconds of work on each.
    pub service: f64,
    /// Nobody gave these two numbers.
    pub assumed: bool,
    pub servers: usize,
    /// Milliseconds after which a caller gives up; null where nobody waits.
    pub patience: Option<f64>,
    /// How many may wait; null without a limit.
    pub room: Option<usize>,
    /// Requests at each server, in every load.
    pub requests: usize,
    pub loads: Vec<LoadObject>,
}

/// One server under a share of the peak.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabLoad")]
pub struct LoadObject {
    /// Of the peak.
    pub percent: usize,
    /// Per cent of its time.
    pub busy: f64,
    /// Milliseconds before the work begins.
    pub mean_wait: f64,
    pub p99_wait: f64,
    pub longest_queue: usize,
    /// Callers that had given up when they were answered.
    pub gave_up: usize,
    pub refused: usize,
    /// Requests a second, over all servers: that come, that can be served, and by which the queue grows.
    pub arrive: f64,
    pub serve: f64,
    pub grows: f64,
    /// Milliseconds until the first caller gave up, and until the first request was refused; null if none.
    pub first_gave_up: Option<f64>,
    pub first_refused: Option<f64>,
    /// Milliseconds that all of it lasts.
    pub lasts: f64,
    /// How many wait at one server after each of so many equal pieces of that time.
    pub waiting: Vec<usize>,
}

/// Who keeps work outside the tree, and how it is taken from there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabQueue")]
pub struct QueueObject {
    pub store: String,
    /// `rows`, `shared_rows` or `messages`.
    pub kept: &'static str,
    /// The member that takes from it.
    pub part: String,
    /// How many are done at a time; null without a limit.
    pub workers: Option<usize>,
    /// How often one that fails is tried here.
    pub attempts: i64,
    /// Seconds after each attempt of the first one but the last.
    pub pauses: Vec<u64>,
    /// Seconds after which a silent worker is lost; null where a broker sees that at once.
    pub lease: Option<u64>,
    /// How many are acknowledged together.
    pub batch: usize,
    pub given_up: String,
}

/// A job or a message.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LabJob")]
pub struct JobObject {
    pub number: i64,
    /// waiting, running, ended, retrying, held, done or `given_up`.
    pub state: &'static str,
    pub attempt: i64,
    /// How often it was begun with.
    pub runs: usize,
    /// The second at which it is tried again, or its lease ends.
    pub until: Option<u64>,
}
