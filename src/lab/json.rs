//! The lab as the object that programs read.

use super::load::{LOADS, REQUESTS, Run, run};
use super::plan::{Plan, Station};
use super::play::{State, Step};
use super::said;
use super::story::Story;
use crate::model::Advisor;
use crate::render::json::{
    GroupObject, LabObject, LoadObject, MemberObject, RoundObject, StationObject, StepObject,
};
use crate::words::LabWords;

/// The object for a story.
pub fn json<'a>(advisor: &'a Advisor, story: &Story) -> LabObject<'a> {
    let words = &advisor.words().lab;
    let plan = &story.play.plan;
    let rounds = story.rounds.iter().map(|round| RoundObject {
        event: round.event.map(|event| said::event(plan, event, words)),
        steps: story.play.steps()[round.steps.clone()]
            .iter()
            .map(|one| step(plan, one, words))
            .collect(),
    });
    LabObject::new(
        advisor,
        plan.alone.clone(),
        tree(plan),
        rounds.filter(|round| !round.steps.is_empty()).collect(),
        plan.stations.iter().map(station).collect(),
    )
}

fn tree(plan: &Plan) -> Vec<MemberObject> {
    let members = plan.members.iter();
    members
        .map(|member| MemberObject {
            id: member.id.clone(),
            title: member.title.clone(),
            within: member.above.map(|above| plan.members[above].id.clone()),
            restart: member.restart().id(),
            group: member.group.as_ref().map(|group| GroupObject {
                strategy: group.strategy().id(),
                max_restarts: group.max_restarts(),
                max_seconds: group.max_seconds(),
                dynamic: group.is_dynamic(),
            }),
        })
        .collect()
}

fn step(plan: &Plan, step: &Step, words: &LabWords) -> StepObject {
    let states = plan.members.iter().zip(&step.states);
    let states = states.map(|(member, state)| (member.id.clone(), name(*state)));
    let groups = plan.members.iter().zip(&step.used);
    let groups = groups.filter(|(member, _)| member.group.is_some());
    let restarts = groups.map(|(member, used)| (member.id.clone(), *used));
    StepObject::new(step.now, said::step(plan, step, words), states, restarts)
}

/// A state by its id, in every language.
fn name(state: State) -> &'static str {
    match state {
        State::Running => "running",
        State::Crashed => "crashed",
        State::Stopped => "stopped",
        State::Restarting => "restarting",
        State::Gone => "gone",
    }
}

fn station(station: &Station) -> StationObject {
    StationObject {
        title: station.title.clone(),
        rate: station.rate.value,
        service: station.service.value,
        assumed: station.rate.assumed || station.service.assumed,
        servers: station.servers,
        patience: station.patience,
        room: station.room,
        requests: REQUESTS,
        loads: LOADS
            .iter()
            .map(|percent| load(&run(station, *percent)))
            .collect(),
    }
}

fn load(run: &Run) -> LoadObject {
    LoadObject {
        percent: run.percent,
        busy: rounded(run.busy),
        mean_wait: rounded(run.mean_wait),
        p99_wait: rounded(run.p99_wait),
        longest_queue: run.longest,
        gave_up: run.gave_up,
        refused: run.refused,
    }
}

/// To a thousandth: more says nothing of what was drawn.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
