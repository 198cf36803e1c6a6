//! The crash lab in English.

use crate::words::table::{LabWords, Objects};

pub(super) const LAB: LabWords = LabWords {
    title: "Crash lab",
    crash: &["crash"],
    end: &["end"],
    wait: &["wait"],
    stop: &["stop"],
    objects: Objects {
        name: "NAME",
        times: "TIMES",
        seconds: "SECONDS",
        job: "JOB",
    },
    started: |id| format!("{id} starts"),
    started_again: |id| format!("{id} starts again"),
    empty: |id| format!("{id} is back without its parts: who needs one has to start it"),
    crashed: |id| format!("{id} crashes"),
    ended: |id| format!("{id} ends by itself"),
    fell: |id| format!("{id} falls with what it was in"),
    counted: |id, used, most, seconds| {
        format!("{id} counts restart {used} of {most} within {seconds} s")
    },
    too_many: |id, used, most, seconds| {
        format!("{id} would count restart {used} within {seconds} s and allows {most}: it gives up")
    },
    stopped_strategy: |id, strategy| format!("{id} is stopped ({strategy})"),
    stopped_gives_up: |id| format!("{id} is stopped, as all is given up"),
    stopped: |id| format!("{id} is stopped"),
    stays: |id, restart| format!("{id} is not started again ({restart})"),
    forgotten: |id| format!("{id} is forgotten: what is temporary is not restarted"),
    forgotten_at_its_end: |id, restart| {
        format!("{id} is not started again ({restart}), and is forgotten")
    },
    gave_up: |id| format!("{id} has ended"),
    over: "nothing stands above it: the program ends",
    passed: |seconds| match seconds {
        1 => "1 second passes".to_owned(),
        seconds => format!("{seconds} seconds pass"),
    },
    not_running: |id| format!("{id} is not running"),
    nothing_left: "nothing runs any more",
    is_over: |key| {
        format!("The program has ended, so nothing can happen to it; {key} begins again.")
    },
    no_job: |key| format!("There is no job to do that to; {key} adds one."),
    other_page: |key| format!("That does nothing on this page; {key} leads to the others."),
    nothing_to_play: "There is nothing here that this could happen to.",
    running: "running",
    has_crashed: "crashed",
    is_stopped: "stopped",
    restarting: "restarting",
    gone: "gone",
    tree: "The tree",
    budget: |used, most, seconds| format!("{used} of {most} restarts within {seconds} s"),
    times: |times| match times {
        1 => "restarted once".to_owned(),
        times => format!("restarted {times} times"),
    },
    in_order: "Started in this order, stopped in reverse.",
    story: "What happens",
    start: "start",
    more_alike: |rounds| format!("{rounds} more like this"),
    not_all_run: |rest| format!("All else runs; not so: {rest}."),
    load: "Under load",
    load_of: |title| format!("{title} under load"),
    assumed: "nobody said, so assumed",
    rate: "arrivals at peak",
    service: "work on each",
    servers: "servers",
    patience: "callers give up after",
    nobody_waits: "nobody waits for an answer",
    room: "room to wait",
    per_second: |number| format!("{number}/s"),
    columns: [
        "load",
        "busy",
        "mean wait",
        "99% wait at most",
        "longest queue",
        "gave up",
        "refused",
    ],
    of_peak: |percent| format!("{percent}% of peak"),
    how: |requests| {
        format!(
            "{requests} requests at each server, with random gaps and random work from a fixed seed, one after the other."
        )
    },
    verdict_fine: "It keeps up at peak.",
    verdict_waits: "It keeps up at peak, and waiting outgrows the work.",
    verdict_grows: "It does not keep up at peak: the queue grows as long as that lasts.",
    comes: |come, most| format!("{come} arrive each second and {most} can be served: "),
    grows: |by, room| match room {
        None => format!("the queue grows by {by} each second"),
        Some(room) => format!("the queue grows by {by} each second, until {room} wait"),
    },
    comes_and_goes: |longest| {
        format!("the queue comes and goes, and never more than {longest} wait")
    },
    first_gives_up: |after| format!("; the first caller gives up after {after}"),
    first_refused: |after| format!("; the first one is refused after {after}"),
    few_wait: "; fewer than 1 in 100 wait at all",
    nobody_gives_up: "; nobody gives up",
    would_give_up: |after| {
        format!("; if that goes on, the first caller gives up after about {after}")
    },
    would_be_refused: |after| {
        format!("; if that goes on, the first one is refused after about {after}")
    },
    waiting_axis: "waiting, over the time",
    waiting_after: |every, waiting| format!("Waiting after each {every}: {waiting}"),
    no_station: "Nothing here has a queue of its own, so there is no load to play.",
    slice: |until, arrived, done, waiting, gave_up, refused| {
        let more = |count: usize, does: &str| match count {
            0 => String::new(),
            count => format!(", {count} {does}"),
        };
        let (gave_up, refused) = (more(gave_up, "give up"), more(refused, "are refused"));
        format!(
            "in the slice up to {until}: {arrived} arrive, {done} are done{gave_up}{refused}; then {waiting} wait"
        )
    },
    jobs: super::jobs::JOBS,
    no_lab: "This advisor says nothing of what to play.",
    how_to: |id| {
        format!(
            "Go on with :lab and events: crash {id}, crash {id} 4, end {id}, wait 5, stop; several may follow each other."
        )
    },
    step: |at, of| format!("step {at} of {of}"),
    not_here: "The lab needs a result; nothing is open then.",
};
