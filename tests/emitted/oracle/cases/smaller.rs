//! Cases with one thing less, to find the smallest that still shows a difference.

use super::{Case, Event, Node, Sup, Worker};

impl Case {
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let mut smaller = Vec::new();
        for at in 0..self.events.len() {
            let mut case = self.clone();
            case.events.remove(at);
            smaller.push(case);
            if let Event::Order(order, ids) = &self.events[at]
                && ids.len() > 1
            {
                for out in 0..ids.len() {
                    let mut ids = ids.clone();
                    ids.remove(out);
                    let mut case = self.clone();
                    case.events[at] = Event::Order(order, ids);
                    smaller.push(case);
                }
            }
        }
        for root in self.root.smaller() {
            smaller.push(Self {
                root,
                ..self.clone()
            });
        }
        smaller
    }
}

impl Sup {
    fn smaller(&self) -> Vec<Self> {
        let mut smaller = Vec::new();
        for at in 0..self.children.len() {
            let mut sup = self.clone();
            sup.children.remove(at);
            smaller.push(sup);
            let children = match &self.children[at] {
                Node::Sup(sup) => sup.smaller().into_iter().map(Node::Sup).collect(),
                Node::Worker(worker) => worker.smaller(),
            };
            for child in children {
                let mut sup = self.clone();
                sup.children[at] = child;
                smaller.push(sup);
            }
        }
        if self.max_restarts > 0 {
            smaller.push(Self {
                max_restarts: self.max_restarts - 1,
                ..self.clone()
            });
        }
        if self.strategy != "one_for_one" && self.strategy != "dynamic" {
            smaller.push(Self {
                strategy: "one_for_one",
                ..self.clone()
            });
        }
        if self.restart != "permanent" {
            smaller.push(Self {
                restart: "permanent",
                ..self.clone()
            });
        }
        smaller
    }
}

impl Worker {
    fn smaller(&self) -> Vec<Node> {
        let mut smaller = Vec::new();
        for at in 0..self.hooks.len() {
            let mut worker = self.clone();
            worker.hooks.remove(at);
            smaller.push(worker);
        }
        for at in 0..self.starts.len() {
            let mut worker = self.clone();
            worker.starts.remove(at);
            smaller.push(worker);
            if !self.starts[at..].starts_with('r') {
                let mut worker = self.clone();
                worker.starts.replace_range(at..=at, "r");
                smaller.push(worker);
            }
        }
        if self.stop != "clean" {
            smaller.push(Self {
                stop: "clean",
                shutdown: "5000",
                ..self.clone()
            });
        }
        if self.restart != "permanent" {
            smaller.push(Self {
                restart: "permanent",
                ..self.clone()
            });
        }
        smaller.into_iter().map(Node::Worker).collect()
    }
}
