//! The lab as the object that programs read.

use super::jobs::{Is, Job, Keeper};
use super::load::{LOADS, REQUESTS, Run, run};
use super::plan::{Plan, Station};
use super::play::{State, Step};
use super::said;
use super::story::Story;
use crate::model::Advisor;
use crate::render::json::{
    GroupObject, JobObject, LabObject, LoadObject, MemberObject, QueueObject, RoundObject,
    StationObject, StepObject,
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
        plan.queue.as_ref().map(|one| queue(plan, one)),
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
    let jobs = step.jobs.iter().map(job).collect();
    let store = plan.queue.as_ref().map(|_| step.store);
    let said = said::step(plan, step, words);
    StepObject::new(step.now, said, states, restarts, jobs, store)
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

fn queue(plan: &Plan, queue: &Keeper) -> QueueObject {
    QueueObject {
        store: queue.store.clone(),
        kept: queue.kept.id(),
        part: plan.members[queue.part].id.clone(),
        workers: queue.workers,
        attempts: queue.attempts,
        pauses: queue.pauses(),
        lease: queue.lease(),
        batch: queue.batch,
        given_up: queue.given_up.clone(),
    }
}

fn job(job: &Job) -> JobObject {
    let (state, until) = match job.is {
        Is::Waiting => ("waiting", None),
        Is::Running => ("running", None),
        Is::Ended(_) => ("ended", None),
        Is::Retrying(due) => ("retrying", Some(due)),
        Is::Held(until) => ("held", Some(until)),
        Is::Done => ("done", None),
        Is::GivenUp => ("given_up", None),
    };
    JobObject {
        number: job.number,
        state,
        attempt: job.attempt,
        runs: job.runs,
        until,
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
        arrive: rounded(run.arrive),
        serve: rounded(run.serve),
        grows: rounded(run.grows()),
        first_gave_up: run.first_gave_up.map(rounded),
        first_refused: run.first_refused.map(rounded),
        lasts: rounded(run.lasts),
        waiting: run.slices.iter().map(|slice| slice.waiting).collect(),
    }
}

/// To a thousandth: more says nothing of what was drawn.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
