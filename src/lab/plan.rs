//! What is played for a session: the groups and stations of its advisor that come up, with their numbers.

use super::jobs::Keeper;
use super::policy::{Options, Restart, Strategy};
use crate::advice::fill;
use crate::condition::Subject;
use crate::data::List;
use crate::facts::{Fact, Facts, value_of};
use crate::model::Value;
use crate::model::lab::{self as data, Case, Figure};
use crate::session::Session;

/// More members than this are not shown, whatever copies of copies there are.
const MAX_MEMBERS: usize = 60;

/// What there is to play.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The tree, each group before its parts; the first is the outermost. Empty where nothing restarts.
    pub members: Vec<Member>,
    /// What becomes of a failure then.
    pub alone: Option<String>,
    pub stations: Vec<Station>,
    /// Where work is kept outside the tree.
    pub queue: Option<Keeper>,
}

/// A group or one of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// By which events name it; unique.
    pub id: String,
    pub title: String,
    /// How far inside it stands.
    pub depth: usize,
    /// The group that it is part of.
    pub above: Option<usize>,
    pub(super) restart: Restart,
    /// It is no part of the design, and stands for what may be beside it.
    pub beside: bool,
    /// Of a group.
    pub group: Option<Group>,
}

/// How a group deals with what fails in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub(super) options: Options,
    pub(super) dynamic: bool,
}

/// Where requests wait for each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    pub title: String,
    /// A second, over all servers.
    pub rate: Number,
    /// Milliseconds of work on each.
    pub service: Number,
    pub servers: usize,
    /// Milliseconds after which a caller gives up.
    pub patience: Option<f64>,
    /// How many may wait.
    pub room: Option<usize>,
}

/// A number, and whether it comes from the answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    pub value: f64,
    /// Nobody said it; it stands in.
    pub assumed: bool,
}

impl Member {
    pub fn restart(&self) -> data::Restart {
        match self.restart {
            Restart::Permanent => data::Restart::Permanent,
            Restart::Transient => data::Restart::Transient,
            Restart::Temporary => data::Restart::Temporary,
        }
    }
}

impl Group {
    pub fn strategy(&self) -> data::Strategy {
        match self.options.strategy {
            Strategy::OneForOne => data::Strategy::OneForOne,
            Strategy::OneForAll => data::Strategy::OneForAll,
            Strategy::RestForOne => data::Strategy::RestForOne,
        }
    }

    pub fn max_restarts(&self) -> usize {
        self.options.max_restarts
    }

    pub fn max_seconds(&self) -> u64 {
        self.options.max_seconds
    }

    /// Whether its parts are gone once it has ended.
    pub fn is_dynamic(&self) -> bool {
        self.dynamic
    }
}

impl Plan {
    /// What there is to play; nothing where the advisor has no lab.
    pub fn of(session: &Session<'_>) -> Option<Self> {
        let lab = session.advisor().lab.as_ref()?;
        let facts = session.facts();
        let mut plan = Self {
            members: Vec::new(),
            alone: None,
            stations: Vec::new(),
            queue: None,
        };
        let parts = lab.groups.iter().flat_map(|group| &group.parts);
        let inner: Vec<usize> = parts.filter_map(|part| part.group).collect();
        let places = lab.groups.iter().enumerate();
        let mut outermost =
            places.filter(|(place, one)| !inner.contains(place) && one.when.holds(&facts));
        let outermost = outermost.next().map(|(place, _)| place);
        if let Some(place) = outermost {
            let group = &lab.groups[place];
            let root = Root {
                session,
                facts: &facts,
                groups: &lab.groups,
            };
            plan.members.push(Member {
                id: group.id.to_string(),
                title: fill(session, &group.title).into(),
                depth: 0,
                above: None,
                restart: Restart::Permanent,
                beside: false,
                group: Some(root.group(group)),
            });
            root.parts(group, 0, "", &mut plan.members);
        }
        if plan.members.len() < 2 {
            // A group without parts has nothing to restart.
            plan.members.clear();
            let alone = lab.alone.iter().find(|one| one.when.holds(&facts));
            plan.alone = alone.map(|alone| fill(session, &alone.text).into());
        }
        let stations = lab.stations.iter().filter(|one| one.when.holds(&facts));
        plan.stations = stations
            .filter_map(|one| station(session, &facts, one))
            .collect();
        let queue = lab.queues.iter().find(|one| one.when.holds(&facts));
        plan.queue = queue.and_then(|one| keeper(session, &facts, one, &plan));
        Some(plan)
    }

    /// The place of a member by its id.
    pub fn find(&self, id: &str) -> Option<usize> {
        let same = |member: &Member| member.id.eq_ignore_ascii_case(id);
        self.members.iter().position(same)
    }

    /// Those that are no groups, in the order they start.
    pub fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.members.iter().enumerate();
        all.filter(|(_, member)| member.group.is_none())
            .map(|(place, _)| place)
    }

    /// The part to begin with: the first of the design's own.
    pub fn first_own(&self) -> usize {
        let own = self.leaves().find(|place| !self.members[*place].beside);
        own.or_else(|| self.leaves().next()).unwrap_or(0)
    }

    /// The parts of a group, in the order they start.
    pub fn parts(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        let all = self.members.iter().enumerate();
        all.filter(move |(_, member)| member.above == Some(group))
            .map(|(place, _)| place)
    }
}

/// What the tree is made from.
struct Root<'r, 's, 'a> {
    session: &'s Session<'a>,
    facts: &'r dyn Facts,
    groups: &'r List<data::Group>,
}

impl Root<'_, '_, '_> {
    fn parts(&self, group: &data::Group, above: usize, prefix: &str, members: &mut Vec<Member>) {
        for part in group.parts.iter().filter(|one| one.when.holds(self.facts)) {
            for copy in 1..=part.copies {
                if members.len() >= MAX_MEMBERS {
                    return;
                }
                let title = fill(self.session, &part.title);
                let (id, title) = if part.copies > 1 {
                    (format!("{}_{copy}", part.id), format!("{title} {copy}"))
                } else {
                    (part.id.to_string(), title.into())
                };
                let id = format!("{prefix}{id}");
                // Inside one of several, names would come up again.
                let inside = if part.copies > 1 {
                    format!("{id}/")
                } else {
                    prefix.to_owned()
                };
                let inner = part.group.and_then(|place| self.groups.get(place));
                let place = members.len();
                members.push(Member {
                    id: free(id, members),
                    title,
                    depth: members[above].depth + 1,
                    above: Some(above),
                    restart: first(&part.restart, self.facts).map_or(
                        Restart::Permanent,
                        |restart| match restart {
                            data::Restart::Permanent => Restart::Permanent,
                            data::Restart::Transient => Restart::Transient,
                            data::Restart::Temporary => Restart::Temporary,
                        },
                    ),
                    beside: part.beside,
                    group: inner.map(|inner| self.group(inner)),
                });
                if let Some(inner) = inner {
                    self.parts(inner, place, &inside, members);
                }
            }
        }
    }

    fn group(&self, group: &data::Group) -> Group {
        let strategy = first(&group.strategy, self.facts);
        let whole = |figures, least: f64, other: f64| {
            let number = figure(figures, self.facts).map_or(other, |number| number.value);
            number.round().clamp(least, 1e9)
        };
        let defaults = Options::default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "whole and within bounds"
        )]
        let (max_restarts, max_seconds) = (
            whole(&group.max_restarts, 0.0, defaults.max_restarts as f64) as usize,
            whole(&group.max_seconds, 1.0, defaults.max_seconds as f64) as u64,
        );
        Group {
            options: Options {
                strategy: match strategy {
                    Some(data::Strategy::OneForAll) => Strategy::OneForAll,
                    Some(data::Strategy::RestForOne) => Strategy::RestForOne,
                    Some(data::Strategy::OneForOne) | None => Strategy::OneForOne,
                },
                max_restarts,
                max_seconds,
            },
            dynamic: group.dynamic,
        }
    }
}

/// An id that no other member has.
fn free(id: String, members: &[Member]) -> String {
    let taken = |id: &str| members.iter().any(|member| member.id == id);
    if !taken(&id) {
        return id;
    }
    let more = (2..).map(|number| format!("{id}_{number}"));
    let mut free = more.filter(|id| !taken(id));
    free.next().unwrap_or(id)
}

/// The first value whose condition holds.
fn first<T: Copy>(cases: &List<Case<T>>, facts: &dyn Facts) -> Option<T> {
    let mut holding = cases.iter().filter(|one| one.when.holds(facts));
    holding.next().map(|one| one.is)
}

/// The first number whose condition holds and that is known.
fn figure(figures: &List<Figure>, facts: &dyn Facts) -> Option<Number> {
    let holding = figures.iter().filter(|one| one.when.holds(facts));
    let mut known = holding.filter_map(|one| {
        let inputs = one.is.inputs().iter();
        let numbers: Option<Vec<f64>> = inputs
            .map(|(_, subject)| match subject {
                Subject::Question(question) => match facts.answer(*question) {
                    Fact::Known(Value::Number(value)) => Some(value),
                    _ => None,
                },
                Subject::Quantity(quantity) => value_of(*quantity, facts).ok().flatten(),
                Subject::Section(_) => None,
            })
            .collect();
        let value = one.is.eval(&numbers?).filter(|value| value.is_finite())?;
        Some(Number {
            value,
            assumed: one.is.inputs().is_empty(),
        })
    });
    known.next()
}

fn station(session: &Session<'_>, facts: &dyn Facts, station: &data::Station) -> Option<Station> {
    let positive = |figures| figure(figures, facts).filter(|number: &Number| number.value > 0.0);
    Some(Station {
        title: fill(session, &station.title).into(),
        rate: positive(&station.rate)?,
        service: positive(&station.service)?,
        servers: figure(&station.servers, facts).map_or(1, |number| count(number, 1.0)),
        patience: positive(&station.patience).map(|number| number.value),
        room: figure(&station.room, facts).map(|number| count(number, 0.0)),
    })
}

fn keeper(
    session: &Session<'_>,
    facts: &dyn Facts,
    queue: &data::Queue,
    plan: &Plan,
) -> Option<Keeper> {
    let maybe = |figures, least| figure(figures, facts).map(|number| count(number, least));
    // What is longer than a second counts in seconds, as all in here.
    let seconds = |ms: usize| ms.div_ceil(1_000);
    Some(Keeper {
        kept: queue.kept,
        store: fill(session, &queue.store).into(),
        given_up: fill(session, &queue.given_up).into(),
        part: plan.find(&queue.part)?,
        workers: maybe(&queue.workers, 1.0),
        attempts: maybe(&queue.attempts, 1.0).map_or(1, |attempts| attempts.cast_signed() as i64),
        batch: maybe(&queue.batch, 1.0).unwrap_or(1),
        batch_wait: maybe(&queue.batch_wait, 1.0).map_or(1, |ms| seconds(ms) as u64),
        hidden: maybe(&queue.hidden, 1.0).map(|seconds| seconds as u64),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and within bounds"
)]
fn count(number: Number, least: f64) -> usize {
    number.value.round().clamp(least, 1e6) as usize
}
