//! A case played by the policy of the emitted supervisor alone: its children are words on paper, which
//! start and stop in no time, and a mailbox keeps what happens while a supervisor is busy.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::{Case, Event as Given, Node, Sup, Worker};
use crate::oracle::policy::{
    Action, End, Event, Options, Plan, Policy, Restart, Status, Step, Strategy, Why,
};

/// Children and supervisors by number: an incarnation of a supervisor has children of its own.
type Number = usize;

enum Body<'a> {
    Worker(&'a Worker),
    Sup(&'a Sup, Option<Box<Team>>),
}

struct Child<'a> {
    id: &'a str,
    restart: &'static str,
    shutdown: &'static str,
    above: Option<Number>,
    alive: bool,
    body: Body<'a>,
}

/// A supervisor at work.
struct Team {
    policy: Policy,
    children: Vec<Number>,
    mail: VecDeque<Mail>,
    /// What came of the last start.
    started: &'static str,
    failed: Option<String>,
}

enum Mail {
    Exit(Number, &'static str),
    Retry(Number),
    Command(String, String),
}

struct Stage<'a> {
    now: u64,
    children: Vec<Child<'a>>,
    starts: HashMap<&'a str, usize>,
    trace: Vec<String>,
    asides: Vec<String>,
}

const ROOT: Number = 0;

impl Case {
    /// The trace that the policy leaves.
    pub(crate) fn played(&self) -> String {
        let mut stage = Stage {
            now: 0,
            children: Vec::new(),
            starts: HashMap::new(),
            trace: Vec::new(),
            asides: Vec::new(),
        };
        stage.enter(None, Body::Sup(&self.root, None));
        if let Some(failed) = stage.start_team(ROOT) {
            stage.note(format!("failed:{failed}"));
        } else {
            stage.settle();
            for (number, event) in self.events.iter().enumerate() {
                if stage.children[ROOT].alive {
                    stage.event(number, event);
                    stage.settle();
                }
            }
            if stage.children[ROOT].alive {
                stage.tell(ROOT, Event::StopAsked);
                stage.note("stopped");
            } else {
                stage.note("gone");
            }
        }
        stage.asides.sort();
        stage.trace.append(&mut stage.asides);
        stage.trace.join(" ")
    }
}

impl<'a> Stage<'a> {
    fn note(&mut self, event: impl Into<String>) {
        self.trace.push(event.into());
    }

    fn enter(&mut self, above: Option<Number>, body: Body<'a>) -> Number {
        let (id, restart, shutdown) = match &body {
            Body::Worker(worker) => (&worker.id, worker.restart, worker.shutdown),
            Body::Sup(sup, _) => (&sup.id, sup.restart, sup.shutdown),
        };
        self.children.push(Child {
            id,
            restart,
            shutdown,
            above,
            alive: false,
            body,
        });
        self.children.len() - 1
    }

    fn team(&mut self, sup: Number) -> &mut Team {
        match &mut self.children[sup].body {
            Body::Sup(_, Some(team)) => team,
            _ => unreachable!("no supervisor at work"),
        }
    }

    /// All that has happened is taken notice of, below before above.
    fn settle(&mut self) {
        while let Some((sup, mail)) = self.next_mail() {
            match mail {
                Mail::Exit(child, reason) => {
                    let end = if is_abnormal(reason) {
                        End::Abnormal
                    } else {
                        End::Normal
                    };
                    if end == End::Abnormal || self.children[child].restart == "permanent" {
                        self.note(format!("~{}:{reason}", self.children[child].id));
                    }
                    let at = self.place(sup, child);
                    self.tell(sup, Event::Ended(at, end));
                }
                Mail::Retry(child) => {
                    let at = self.place(sup, child);
                    self.tell(sup, Event::PauseOver(at));
                }
                Mail::Command(verb, id) => {
                    let answer = self.command(&verb, &id);
                    self.asides.push(format!("{verb}:{id}={answer}"));
                }
            }
        }
    }

    fn next_mail(&mut self) -> Option<(Number, Mail)> {
        let children = self.children.iter_mut().enumerate().rev();
        children
            .filter(|(_, child)| child.alive)
            .find_map(|(sup, child)| match &mut child.body {
                Body::Sup(_, Some(team)) => Some((sup, team.mail.pop_front()?)),
                _ => None,
            })
    }

    fn place(&mut self, sup: Number, child: Number) -> usize {
        let mut children = self.team(sup).children.iter();
        children.position(|other| *other == child).unwrap()
    }

    fn event(&mut self, number: usize, event: &'a Given) {
        match event {
            Given::Order(order, ids) => {
                for id in ids {
                    self.end(
                        id,
                        match *order {
                            "end" => "normal",
                            order => order,
                        },
                    );
                }
            }
            Given::At(ms, id) => {
                self.now = (*ms as u64 + 100) / 1000;
                self.end(id, "crash");
            }
            Given::Command(verb, id) => {
                let answer = self.command(verb, id);
                self.asides.push(format!("@{number}={answer}"));
            }
            Given::Start(worker) => {
                let answer = self.add(worker);
                self.asides.push(format!("@{number}={answer}"));
            }
            Given::Ask("which") => {
                let shown = self
                    .shown()
                    .into_iter()
                    .map(|(id, status, _)| match status {
                        Status::Running => format!("{id}+"),
                        Status::Restarting => format!("{id}~"),
                        Status::Stopped => format!("{id}-"),
                    });
                let shown: Vec<String> = shown.collect();
                self.note(format!("[{}]", shown.join(",")));
            }
            Given::Ask(_) => {
                let shown = self.shown();
                let active = shown.iter().filter(|child| child.1 == Status::Running);
                let sups = shown.iter().filter(|child| child.2).count();
                let workers = shown.len() - sups;
                self.note(format!(
                    "#{}/{}/{sups}/{workers}",
                    shown.len(),
                    active.count()
                ));
            }
        }
    }

    /// The root's children: their ids, what they do, and whether they are supervisors.
    fn shown(&mut self) -> Vec<(&'a str, Status, bool)> {
        let team = self.team(ROOT);
        let children = team.children.iter().enumerate();
        let children: Vec<_> = children
            .map(|(at, child)| (*child, team.policy.status(at)))
            .collect();
        let shown = children.into_iter().map(|(child, status)| {
            let child = &self.children[child];
            (child.id, status, matches!(child.body, Body::Sup(..)))
        });
        shown.collect()
    }

    fn command(&mut self, verb: &str, id: &str) -> &'static str {
        let found = self
            .shown()
            .into_iter()
            .enumerate()
            .find(|(_, child)| child.0 == id);
        let Some((at, (_, status, _))) = found else {
            return "not_found";
        };
        let event = match (verb, status) {
            ("terminate", _) => Event::Terminate(at),
            (_, Status::Running) => return "is_running",
            (_, Status::Restarting) => return "is_restarting",
            ("delete", _) => Event::Delete(at),
            _ => Event::Start(at),
        };
        self.tell(ROOT, event);
        if verb == "restart" {
            self.team(ROOT).started
        } else {
            "ok"
        }
    }

    fn add(&mut self, worker: &'a Worker) -> &'static str {
        match self.shown().iter().find(|child| child.0 == worker.id) {
            Some((_, Status::Running, _)) => return "already_started",
            Some(_) => return "already_present",
            None => {}
        }
        let child = self.enter(Some(ROOT), Body::Worker(worker));
        let plan = self.plan(child);
        self.team(ROOT).children.push(child);
        self.tell(ROOT, Event::Add(plan));
        self.team(ROOT).started
    }

    fn plan(&self, child: Number) -> Plan {
        Plan {
            restart: match self.children[child].restart {
                "permanent" => Restart::Permanent,
                "transient" => Restart::Transient,
                _ => Restart::Temporary,
            },
            delay: Duration::ZERO,
        }
    }

    /// A worker that runs ends by itself.
    fn end(&mut self, id: &str, reason: &'static str) {
        let runs = |child: &Child| child.alive && child.id == id;
        if let Some(child) = self.children.iter().position(runs) {
            self.children[child].alive = false;
            self.post(self.children[child].above, Mail::Exit(child, reason));
        }
    }

    fn post(&mut self, sup: Option<Number>, mail: Mail) {
        if let Some(sup) = sup {
            self.team(sup).mail.push_back(mail);
        }
    }

    /// Tells the policy what has happened and does what it says.
    fn tell(&mut self, sup: Number, event: Event) {
        let now = self.now;
        self.team(sup).policy.on(event, now);
        while let Some(Step { action, why }) = self.team(sup).policy.next_step() {
            match action {
                Action::Start(at) => {
                    let child = self.team(sup).children[at];
                    let (answer, started) = match self.start(child) {
                        Some(true) => (Event::Started(at), "running"),
                        Some(false) => (Event::Declined(at), "stopped"),
                        None => (Event::Failed(at), "failed"),
                    };
                    let team = self.team(sup);
                    team.started = started;
                    team.policy.on(answer, now);
                }
                Action::Stop(at) => {
                    let child = self.team(sup).children[at];
                    self.stop(sup, child);
                    self.team(sup).policy.on(Event::Stopped(at), now);
                }
                Action::Wait(at, _) => {
                    let team = self.team(sup);
                    team.mail.push_back(Mail::Retry(team.children[at]));
                }
                Action::Cancel(at) => {
                    let team = self.team(sup);
                    let child = team.children[at];
                    team.mail
                        .retain(|mail| !matches!(mail, Mail::Retry(other) if *other == child));
                }
                Action::Forget(at) => {
                    self.team(sup).children.remove(at);
                }
                Action::GiveUp(at) => {
                    let child = self.team(sup).children[at];
                    let id = self.children[child].id;
                    if why == Why::Limit {
                        self.note(format!("X{id}"));
                    } else {
                        self.team(sup).failed = Some(id.to_owned());
                    }
                }
                Action::Done => {
                    self.children[sup].alive = false;
                    if why == Why::Limit {
                        self.post(self.children[sup].above, Mail::Exit(sup, "shutdown"));
                    }
                }
            }
        }
    }

    /// Whether the child runs or declines; none if it fails.
    fn start(&mut self, child: Number) -> Option<bool> {
        let Body::Worker(worker) = self.children[child].body else {
            return self.start_team(child).is_none().then_some(true);
        };
        let id = worker.id.as_str();
        let start = self.starts.entry(id).or_default();
        *start += 1;
        let start = *start;
        self.hooks(worker, &format!("start:{start}:"));
        match worker.starts.chars().nth(start - 1).unwrap_or('r') {
            'f' => {
                self.note(format!("!{id}"));
                return None;
            }
            'i' => {
                self.note(format!("?{id}"));
                return Some(false);
            }
            kind => {
                self.note(format!("+{id}"));
                self.children[child].alive = true;
                match kind {
                    'c' => self.end(id, "crash"),
                    'e' => self.end(id, "normal"),
                    's' => self.end(id, "shutdown"),
                    _ => {}
                }
            }
        }
        Some(true)
    }

    /// The child for which a supervisor failed to start.
    fn start_team(&mut self, sup: Number) -> Option<String> {
        let Body::Sup(script, _) = self.children[sup].body else {
            return None;
        };
        let enter = |node: &'a Node| {
            let body = match node {
                Node::Worker(worker) => Body::Worker(worker),
                Node::Sup(sup) => Body::Sup(sup, None),
            };
            self.enter(Some(sup), body)
        };
        let children: Vec<Number> = script.children.iter().map(enter).collect();
        let options = Options {
            strategy: match script.strategy {
                "one_for_one" => Strategy::OneForOne,
                "one_for_all" => Strategy::OneForAll,
                _ => Strategy::RestForOne,
            },
            max_restarts: script.max_restarts,
            max_seconds: script.max_seconds as u64,
        };
        let plans = children.iter().map(|child| self.plan(*child));
        let team = Team {
            policy: Policy::new(options, plans),
            children,
            mail: VecDeque::new(),
            started: "stopped",
            failed: None,
        };
        self.children[sup].body = Body::Sup(script, Some(Box::new(team)));
        self.children[sup].alive = true;
        self.tell(sup, Event::Begin);
        self.team(sup).failed.take()
    }

    fn stop(&mut self, sup: Number, child: Number) {
        let team = self.team(sup);
        let its = |mail: &Mail| matches!(mail, Mail::Exit(other, _) if *other == child);
        if let Some(Mail::Exit(_, reason)) = team
            .mail
            .iter()
            .position(its)
            .and_then(|at| team.mail.remove(at))
        {
            return self.report_stop(child, reason);
        }
        let brutal = self.children[child].shutdown == "brutal";
        let Body::Worker(worker) = self.children[child].body else {
            if brutal {
                return self.kill(child);
            }
            return self.tell(child, Event::StopAsked);
        };
        if brutal {
            self.children[child].alive = false;
        } else if worker.stop == "hang" {
            self.children[child].alive = false;
            self.report_stop(child, "killed");
        } else {
            self.hooks(worker, "stop:");
            self.note(format!("-{}", worker.id));
            self.children[child].alive = false;
            if worker.stop == "crash" {
                self.report_stop(child, "stop_crash");
            }
        }
    }

    fn report_stop(&mut self, child: Number, reason: &str) {
        if is_abnormal(reason) {
            self.note(format!("%{}:{reason}", self.children[child].id));
        }
    }

    /// A supervisor, and all below it.
    fn kill(&mut self, sup: Number) {
        self.children[sup].alive = false;
        for child in self.team(sup).children.clone() {
            self.children[child].alive = false;
        }
    }

    fn hooks(&mut self, worker: &'a Worker, when: &str) {
        for what in worker
            .hooks
            .iter()
            .filter_map(|hook| hook.strip_prefix(when))
        {
            match what.split(':').collect::<Vec<_>>()[..] {
                ["crash", id] => self.end(id, "crash"),
                ["cmd", verb, id] => {
                    self.post(Some(ROOT), Mail::Command(verb.to_owned(), id.to_owned()));
                }
                _ => {}
            }
        }
    }
}

fn is_abnormal(reason: &str) -> bool {
    !matches!(reason, "normal" | "shutdown")
}
