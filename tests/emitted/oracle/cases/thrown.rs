//! Cases thrown by dice. What OTP and the emitted supervisor do differently by design is kept out of them:
//! README.md lists it.

use super::{Case, Event, Node, Sup, Worker};
use crate::oracle::random::Random;

const RESTARTS: [&str; 6] = [
    "permanent",
    "permanent",
    "permanent",
    "permanent",
    "transient",
    "temporary",
];
/// Longer than any case lasts, on the clock or on paused time.
const FOREVER: usize = 1_000_000_000;
const STRATEGIES: [&str; 3] = ["one_for_one", "one_for_all", "rest_for_one"];

/// What may happen to a supervisor while it is busy, and at the starts of its workers. Not
/// everything at once: README.md says where OTP and the emitted supervisor differ by design.
#[derive(Clone, Copy, PartialEq)]
enum Flavour {
    /// A child that fails to start holds up its group, and nothing else does.
    Failures,
    /// Children end as soon as they have started, or while others start or stop.
    Exits,
    /// Both, where there is no group.
    Both,
    /// In a supervisor below another: were it busy while the one above goes on, the order of what
    /// they do would be nobody's.
    Below,
    /// The same, where it may not fail to start, either.
    Quiet,
    /// A command arrives, but no further exit: which of the two comes first differs by design.
    Command,
}

impl Flavour {
    /// What may become of a worker's start.
    fn starts(self) -> &'static [char] {
        match self {
            Self::Failures | Self::Below | Self::Command => &['r', 'r', 'f', 'f', 'i'],
            Self::Exits => &['r', 'r', 'c', 'e', 's', 'i'],
            Self::Both => &['r', 'r', 'r', 'f', 'f', 'c', 'e', 's', 'i'],
            Self::Quiet => &['r', 'i'],
        }
    }

    fn below(self) -> Self {
        match self {
            Self::Exits | Self::Quiet => Self::Quiet,
            Self::Command => Self::Command,
            Self::Failures | Self::Both | Self::Below => Self::Below,
        }
    }

    /// When another worker may be made to crash.
    fn crashes(self, random: &mut Random) -> Option<String> {
        match self {
            Self::Command => None,
            Self::Exits | Self::Both if random.percent(60) => {
                Some(format!("start:{}", 1 + random.below(3)))
            }
            _ => Some("stop".to_owned()),
        }
    }
}

impl Case {
    pub(crate) fn random(random: &mut Random) -> Self {
        let strategy = random.pick(&STRATEGIES);
        let flavour = match strategy {
            _ if random.percent(20) => Flavour::Command,
            "one_for_one" => Flavour::Both,
            _ => random.pick(&[Flavour::Failures, Flavour::Exits]),
        };
        let mut ids = 0;
        let mut root = Sup::random(random, &mut ids, 0, flavour);
        root.strategy = strategy;
        root.shutdown = "infinity";
        let mut workers = Vec::new();
        root.workers(&mut workers);
        let mut top = root.ids();
        top.push("zz".to_owned());
        if flavour == Flavour::Command {
            root.add_command(random, &top);
        }
        let mut last = None;
        let mut events = Vec::new();
        for _ in 0..=random.below(8) {
            events.push(match random.below(100) {
                0..55 => {
                    let order =
                        random.pick(&["crash", "crash", "crash", "panic", "end", "shutdown"]);
                    let Some(group) = random.choose(&workers) else {
                        continue;
                    };
                    let together = if flavour != Flavour::Command && random.percent(30) {
                        1 + random.below(3)
                    } else {
                        1
                    };
                    let mut ids = Vec::new();
                    for _ in 0..together {
                        if let Some(id) = random.choose(group)
                            && !ids.contains(id)
                        {
                            ids.push(id.clone());
                        }
                    }
                    Event::Order(order, ids)
                }
                55..80 => {
                    let verb =
                        random.pick(&["terminate", "terminate", "restart", "restart", "delete"]);
                    let again = random.percent(60).then(|| last.clone()).flatten();
                    let Some(id) = again.or_else(|| random.choose(&top).cloned()) else {
                        continue;
                    };
                    last = Some(id.clone());
                    Event::Command(verb, id)
                }
                80..88 => {
                    let mut worker = Worker::random(random, &mut ids, flavour);
                    if random.percent(25)
                        && let Some(id) = random.choose(&top)
                    {
                        worker.id.clone_from(id);
                    } else {
                        top.push(worker.id.clone());
                        workers.push(vec![worker.id.clone()]);
                    }
                    Event::Start(worker)
                }
                88..96 => Event::Ask("which"),
                _ => Event::Ask("count"),
            });
        }
        events.push(Event::Ask("which"));
        events.push(Event::Ask("count"));
        Self {
            timed: false,
            root,
            events,
        }
    }

    /// Children that are all started at run time.
    pub(crate) fn dynamic(random: &mut Random) -> Self {
        let root = Sup {
            id: "root".to_owned(),
            restart: random.pick(&RESTARTS),
            shutdown: random.pick(&["5000", "infinity", "brutal"]),
            strategy: "dynamic",
            max_restarts: random.below(6),
            max_seconds: FOREVER,
            children: Vec::new(),
        };
        let mut count = 0;
        let mut ids: Vec<String> = Vec::new();
        let mut events = Vec::new();
        for _ in 0..3 + random.below(14) {
            let id = random.choose(&ids).cloned();
            events.push(match (random.below(100), id.clone()) {
                (0..40, Some(first)) => {
                    let order = random.pick(&["crash", "crash", "panic", "end", "shutdown"]);
                    let mut together = vec![first];
                    if let Some(id) = random.choose(&ids)
                        && *id != together[0]
                    {
                        together.push(id.clone());
                    }
                    Event::Order(order, together)
                }
                (40..55, Some(id)) => Event::Command("terminate", id),
                (55..65, _) => Event::Ask("count"),
                _ => {
                    let mut worker = Worker::random(random, &mut count, Flavour::Both);
                    // Declined at a restart, OTP keeps a child that does not exist.
                    let declines = worker.starts.starts_with('i');
                    worker.starts = worker.starts.replace('i', "r");
                    if declines {
                        worker.starts.replace_range(..1, "i");
                    }
                    if worker.stop == "hang" {
                        worker.stop = "slow";
                    }
                    if random.percent(20)
                        && let Some(other) = &id
                    {
                        worker
                            .hooks
                            .push(format!("start:{}:crash:{other}", 1 + random.below(3)));
                    }
                    ids.push(worker.id.clone());
                    Event::Start(worker)
                }
            });
        }
        events.push(Event::Ask("count"));
        Self {
            timed: false,
            root,
            events,
        }
    }

    /// Crashes at given times, around the edges of the window.
    pub(crate) fn timed(random: &mut Random) -> Self {
        let mut ids = 0;
        let workers: Vec<Worker> = (0..=random.below(3))
            .map(|_| {
                let starts = (0..random.below(8)).map(|_| random.pick(&['r', 'r', 'r', 'f']));
                Worker {
                    starts: starts.collect(),
                    ..Worker::plain(&mut ids)
                }
            })
            .collect();
        let mut at = 0;
        let mut events = Vec::new();
        while at < 6_000 {
            let longest = random.pick(&[2, 5, 9, 13]);
            at += 200 * (1 + random.below(longest));
            let worker = &workers[random.below(workers.len())];
            events.push(Event::At(at, worker.id.clone()));
        }
        let root = Sup {
            id: "root".to_owned(),
            restart: "permanent",
            shutdown: "infinity",
            strategy: random.pick(&STRATEGIES),
            max_restarts: random.below(5),
            max_seconds: 1 + random.below(4),
            children: workers.into_iter().map(Node::Worker).collect(),
        };
        Self {
            timed: true,
            root,
            events,
        }
    }
}

impl Sup {
    fn random(random: &mut Random, ids: &mut usize, depth: usize, flavour: Flavour) -> Self {
        let mut sup = Self {
            id: if depth == 0 {
                "root".to_owned()
            } else {
                next_id(ids, 's')
            },
            restart: random.pick(&RESTARTS),
            shutdown: if random.percent(90) {
                "infinity"
            } else {
                "brutal"
            },
            strategy: random.pick(&STRATEGIES),
            max_restarts: random.pick(&[0, 1, 1, 2, 2, 3, 4, 6]),
            max_seconds: FOREVER,
            children: Vec::new(),
        };
        for _ in 0..random.below(6) {
            let child = if depth < 2 && random.percent(20) {
                Node::Sup(Self::random(random, ids, depth + 1, flavour.below()))
            } else {
                Node::Worker(Worker::random(random, ids, flavour))
            };
            sup.children.push(child);
        }
        if sup.own_workers().len() < sup.children.len() {
            // A killed supervisor takes all below it along, in OTP only its own children.
            sup.shutdown = "infinity";
        }
        sup.add_crashes(random, flavour);
        sup
    }

    /// While one worker starts or stops, another one crashes.
    fn add_crashes(&mut self, random: &mut Random, flavour: Flavour) {
        let ids = self.own_workers();
        for child in &mut self.children {
            let Node::Worker(worker) = child else {
                continue;
            };
            if random.percent(25)
                && let Some(id) = random.choose(&ids)
                && *id != worker.id
                && let Some(when) = flavour.crashes(random)
            {
                worker.hooks.push(format!("{when}:crash:{id}"));
            }
        }
    }

    /// While one worker starts again, a command arrives.
    fn add_command(&mut self, random: &mut Random, ids: &[String]) {
        let workers = self.children.iter_mut().filter_map(|child| match child {
            Node::Worker(worker) => Some(worker),
            Node::Sup(_) => None,
        });
        let mut workers: Vec<&mut Worker> = workers.collect();
        if workers.is_empty() {
            return;
        }
        let at = random.below(workers.len());
        let start = 2 + random.below(2);
        let verb = random.pick(&["terminate", "terminate", "restart", "delete"]);
        if let Some(id) = random.choose(ids) {
            workers[at]
                .hooks
                .push(format!("start:{start}:cmd:{verb}:{id}"));
        }
    }
}

impl Worker {
    fn plain(ids: &mut usize) -> Self {
        Self {
            id: next_id(ids, 'w'),
            restart: "permanent",
            shutdown: "5000",
            starts: String::new(),
            stop: "clean",
            hooks: Vec::new(),
        }
    }

    fn random(random: &mut Random, ids: &mut usize, flavour: Flavour) -> Self {
        let stop = random.pick(&["clean", "clean", "clean", "slow", "crash", "hang"]);
        let kinds = flavour.starts();
        let mut starts = String::new();
        if random.percent(45) {
            // Most trees shall start.
            starts.push(if random.percent(90) {
                'r'
            } else {
                random.pick(kinds)
            });
            for _ in 0..random.below(5) {
                starts.push(random.pick(kinds));
            }
        }
        Self {
            restart: random.pick(&RESTARTS),
            shutdown: match stop {
                "hang" => random.pick(&["10", "10", "brutal"]),
                _ => random.pick(&["5000", "5000", "infinity", "brutal"]),
            },
            starts,
            stop,
            ..Self::plain(ids)
        }
    }
}

fn next_id(ids: &mut usize, kind: char) -> String {
    *ids += 1;
    format!("{kind}{ids}")
}
