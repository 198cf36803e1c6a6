//! A case: a tree of supervisors, what happens to it, and the text that both runners read.

mod played;
mod smaller;
mod thrown;

use std::fmt::{self, Display, Formatter};

#[derive(Clone)]
pub(crate) struct Case {
    timed: bool,
    root: Sup,
    events: Vec<Event>,
}

#[derive(Clone)]
struct Sup {
    id: String,
    restart: &'static str,
    shutdown: &'static str,
    strategy: &'static str,
    max_restarts: usize,
    max_seconds: usize,
    children: Vec<Node>,
}

#[derive(Clone)]
enum Node {
    Sup(Sup),
    Worker(Worker),
}

#[derive(Clone)]
struct Worker {
    id: String,
    restart: &'static str,
    shutdown: &'static str,
    starts: String,
    stop: &'static str,
    hooks: Vec<String>,
}

#[derive(Clone)]
enum Event {
    Order(&'static str, Vec<String>),
    Command(&'static str, String),
    Start(Worker),
    Ask(&'static str),
    At(usize, String),
}

impl Case {
    /// Whether children are stopped all at once, in no order.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.root.strategy == "dynamic"
    }

    /// The same with children that need no time to stop, which OTP would really wait for.
    pub(crate) fn at_once(mut self) -> Self {
        self.root.at_once();
        for event in &mut self.events {
            if let Event::Start(worker) = event {
                worker.at_once();
            }
        }
        self
    }

    pub(crate) fn text(&self, number: usize) -> String {
        let timed = if self.timed { " timed" } else { "" };
        format!("case {number}{timed}\n{self}run\n")
    }
}

impl Worker {
    fn at_once(&mut self) {
        match self.stop {
            "slow" => self.stop = "clean",
            "hang" => self.shutdown = "brutal",
            _ => {}
        }
    }
}

impl Sup {
    fn at_once(&mut self) {
        for child in &mut self.children {
            match child {
                Node::Sup(sup) => sup.at_once(),
                Node::Worker(worker) => worker.at_once(),
            }
        }
    }

    fn own_workers(&self) -> Vec<String> {
        let ids = self.children.iter().filter_map(|child| match child {
            Node::Worker(worker) => Some(worker.id.clone()),
            Node::Sup(_) => None,
        });
        ids.collect()
    }

    /// The workers of the tree, by supervisor.
    fn workers(&self, groups: &mut Vec<Vec<String>>) {
        let own = self.own_workers();
        if !own.is_empty() {
            groups.push(own);
        }
        for child in &self.children {
            if let Node::Sup(sup) = child {
                sup.workers(groups);
            }
        }
    }

    fn ids(&self) -> Vec<String> {
        let ids = self.children.iter().map(|child| match child {
            Node::Worker(worker) => worker.id.clone(),
            Node::Sup(sup) => sup.id.clone(),
        });
        ids.collect()
    }
}

impl Display for Case {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)?;
        for event in &self.events {
            match event {
                Event::Order(order, ids) => writeln!(f, "do {order} {}", ids.join(" "))?,
                Event::Command(verb, id) => writeln!(f, "do {verb} {id}")?,
                Event::Start(worker) => write!(f, "do start {worker}")?,
                Event::Ask(what) => writeln!(f, "do {what}")?,
                Event::At(ms, id) => writeln!(f, "do at {ms} crash {id}")?,
            }
        }
        Ok(())
    }
}

impl Display for Sup {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            restart,
            shutdown,
            strategy,
            max_restarts,
            max_seconds,
            children,
        } = self;
        writeln!(
            f,
            "sup {id} {restart} {shutdown} {strategy} {max_restarts} {max_seconds}"
        )?;
        for child in children {
            match child {
                Node::Sup(sup) => write!(f, "{sup}")?,
                Node::Worker(worker) => write!(f, "{worker}")?,
            }
        }
        writeln!(f, "end")
    }
}

impl Display for Worker {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            restart,
            shutdown,
            starts,
            stop,
            hooks,
        } = self;
        let starts = if starts.is_empty() { "-" } else { starts };
        write!(f, "worker {id} {restart} {shutdown} {starts} {stop}")?;
        for hook in hooks {
            write!(f, " {hook}")?;
        }
        writeln!(f)
    }
}
