//! Scripts of a state machine.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use otp_runtime::otp::gen_statem::{Actions, Input, Machine, Next, StateMachine};
use otp_runtime::otp::supervisor::{Options, Restart, Supervisor};
use tokio::sync::oneshot;

use crate::random::Random;
use crate::{Callers, Script, World, ms, wait};

const STATES: [&str; 3] = ["A", "B", "C"];

pub(crate) fn random(dice: &mut Random) -> Script {
    let events = 2 + dice.below(5);
    let ids = (1..=events).map(|id| id.to_string());
    let mut script: Script = ids
        .map(|id| format!("{id}={}", plans(dice, events, true)))
        .collect();
    for clock in ["S", "E", "T", "U"] {
        script.push(format!("{clock}={}", plans(dice, events, false)));
    }
    let enter = STATES.map(|_| {
        let clocks = (0..dice.below(3)).map(|_| clock(dice));
        clocks.collect::<Vec<_>>().join(",")
    });
    script.push(format!("enter={}", enter.join("/")));
    for _ in 0..3 + dice.below(12) {
        let id = 1 + dice.below(events);
        script.push(match dice.below(10) {
            0..5 => format!("s{id}"),
            5..7 => format!("c{id}"),
            _ => format!("w{}", dice.pick(&[5, 10, 20, 30])),
        });
    }
    script.push("w1000".to_owned());
    script
}

/// What is done in each state.
fn plans(dice: &mut Random, events: usize, event: bool) -> String {
    let plans = STATES.map(|_| {
        let mut plan = Vec::new();
        for _ in 0..dice.below(4) {
            plan.push(if dice.percent(50) {
                format!("n{}", 1 + dice.below(events))
            } else {
                clock(dice)
            });
        }
        plan.push(match dice.below(100) {
            0..35 => "k".to_owned(),
            35..40 => "r".to_owned(),
            40..75 => dice.pick(&STATES).to_owned(),
            75..78 => "x".to_owned(),
            78..80 => "!".to_owned(),
            _ if event => "p".to_owned(),
            _ => "k".to_owned(),
        });
        plan.join(",")
    });
    plans.join("/")
}

/// A time-out. Each kind has times of its own: OTP gives no order to those of one step that end at once.
fn clock(dice: &mut Random) -> String {
    let (kind, more) = dice.pick(&[("s", 1), ("e", 2), ("t", 3), ("u", 4)]);
    match dice.below(10) {
        0 => format!("{kind}-"),
        1 => format!("{kind}~"),
        2 | 3 => format!("{kind}0"),
        _ => format!("{kind}{}", 10 * dice.pick(&[0, 1, 2, 10]) + more),
    }
}

pub(crate) async fn run(script: Script) -> Vec<String> {
    let (world, steps) = World::new(script);
    let world = Arc::new(world);
    let (subject, machine) = Machine::<Subject>::new(Arc::clone(&world));
    let child = machine.child("subject").restart(Restart::Temporary);
    let supervisor = Supervisor::start(Options::default(), vec![child]).await;
    let supervisor = supervisor.unwrap();
    let mut callers = Callers::default();
    for step in steps {
        let (kind, rest) = step.split_at(1);
        let id = rest.to_owned();
        match kind {
            "w" => wait(rest).await,
            "s" => _ = subject.cast(Event { id, reply: None }),
            _ => {
                let subject = subject.clone();
                let asked = format!("={id}:");
                let call = async move {
                    let event = |reply| Event {
                        id,
                        reply: Some(reply),
                    };
                    let answer = subject.call(Duration::MAX, event).await;
                    asked + answer.as_deref().unwrap_or("stopped")
                };
                callers.begin(call).await;
            }
        }
    }
    let last = Event {
        id: String::new(),
        reply: None,
    };
    // Taken while nothing else runs: it is there, or it is not.
    if subject.cast(last).is_ok() {
        world.note(".");
    }
    let mut words = std::mem::take(&mut *world.log());
    supervisor.stop().await;
    words.extend(callers.told().await);
    words
}

#[derive(Debug)]
struct Event {
    id: String,
    reply: Option<oneshot::Sender<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State(usize);

impl State {
    fn name(self) -> String {
        STATES[self.0].to_ascii_lowercase()
    }
}

struct Subject(Arc<World>);

impl Subject {
    fn plan(&self, id: &str, state: State) -> Vec<String> {
        let plan = self.0.plan(id).split('/').nth(state.0).unwrap_or_default();
        let words = plan.split(',').filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    }
}

impl StateMachine for Subject {
    type Args = Arc<World>;
    type State = State;
    type Event = Event;
    type Timer = char;

    fn init(world: Arc<World>) -> (Self, State) {
        (Self(world), State(0))
    }

    fn enter(&mut self, state: State, actions: &mut Actions<Self>) {
        self.0.note(format!(">{}", state.name()));
        if self.0.fuel() {
            for word in self.plan("enter", state) {
                act(&word, actions);
            }
        }
    }

    fn handle(
        &mut self,
        state: State,
        input: Input<Event, char>,
        actions: &mut Actions<Self>,
    ) -> Next<Self> {
        let event = match input {
            Input::Event(event) => event,
            Input::StateTimeout => own("S"),
            Input::EventTimeout => own("E"),
            Input::Timeout(timer) => own(&timer.to_ascii_uppercase().to_string()),
        };
        self.0.note(format!("{}.{}", state.name(), event.id));
        if !self.0.fuel() {
            return Next::Stop;
        }
        let mut plan = self.plan(&event.id, state);
        let next = plan.pop().unwrap_or_default();
        for word in plan {
            act(&word, actions);
        }
        if next == "p" {
            return Next::Postpone(event);
        }
        if let Some(reply) = event.reply {
            let _ = reply.send(state.name());
        }
        match next.as_str() {
            "k" | "" => Next::Keep,
            "r" => Next::Repeat,
            "x" => Next::Stop,
            // A panic that nobody writes about.
            "!" => resume_unwind(Box::new("crash")),
            _ => Next::To(State(STATES.iter().position(|name| *name == next).unwrap())),
        }
    }
}

fn own(id: &str) -> Event {
    Event {
        id: id.to_owned(),
        reply: None,
    }
}

fn act(word: &str, actions: &mut Actions<Subject>) {
    let (kind, rest) = word.split_at(1);
    let time = match rest {
        _ if kind == "k" => return,
        "~" => Duration::MAX,
        "-" => {
            return match kind {
                "s" => actions.cancel_state_timeout(),
                "e" => actions.cancel_event_timeout(),
                _ => actions.cancel(kind.chars().next().unwrap()),
            };
        }
        _ if kind == "n" => return actions.next_event(own(rest)),
        _ => ms(rest),
    };
    match kind {
        "s" => actions.state_timeout(time),
        "e" => actions.event_timeout(time),
        _ => actions.timeout(kind.chars().next().unwrap(), time),
    }
}
