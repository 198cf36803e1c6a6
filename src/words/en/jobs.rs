//! The jobs of the crash lab in English.

use crate::words::table::JobWords;

pub(super) const JOBS: JobWords = JobWords {
    add: &["job", "message"],
    done: &["done"],
    fail: &["fail"],
    store_down: &["store-down"],
    store_up: &["store-up"],
    kill: &["kill"],
    tick: &["tick"],
    added: |job| format!("{job} is added, and waits"),
    refused: |store| {
        format!("nothing can be added while {store} is away: whoever tries is told so")
    },
    crowded: "there are as many as can be looked at: let some end",
    taken: |job, attempt| match attempt {
        1 => format!("{job} runs"),
        attempt => format!("{job} runs, attempt {attempt}"),
    },
    taken_again: |job, attempt| {
        format!("{job} runs again, attempt {attempt}: what it did before may be done twice")
    },
    in_batch: |job| format!("{job} is worked on, and acknowledged with its batch"),
    unrecorded: |job, store| format!("{job} has ended, which is written down when {store} is back"),
    is_done: |job| format!("{job} is done"),
    acknowledged: |job| format!("{job} is acknowledged"),
    failed: |job, attempt, attempts| format!("{job} fails in attempt {attempt} of {attempts}"),
    message_failed: |job| format!("{job} fails; nothing is tried again here"),
    retries: |job, after| format!("{job} is tried again in {after}"),
    lost: |job, after| {
        format!("{job} has lost its worker, which shows when its lease ends, in {after}")
    },
    cut_off: |job| format!("{job} cannot keep its lease any longer, and is stopped"),
    lease_over: |job| format!("{job} is free again: its lease has ended"),
    redelivered: |job| format!("{job} was not acknowledged, so it is delivered again"),
    hidden: |job, after| format!("{job} was not acknowledged, so it shows again in {after}"),
    not_running: "no such job is running",
    store_goes: |store| {
        format!("{store} is away: it is asked again and again, and no restart is counted")
    },
    store_back: |store, within| format!("{store} is back, which is noticed within {within}"),
    store_was_there: |store| format!("{store} is there"),
    store_found: |store| format!("{store} is found again"),
    killed: "the program is killed without a word, and begins anew",
    no_queue: "this design keeps no jobs outside its tree",
    waits: "waits",
    runs: |attempt| match attempt {
        1 => "runs".to_owned(),
        attempt => format!("runs, attempt {attempt}"),
    },
    ended: "has ended, not yet written down",
    retried_in: |after| format!("failed, again in {after}"),
    held_for: |after| format!("worker lost, lease ends in {after}"),
    hidden_for: |after| format!("not acknowledged, shows again in {after}"),
    over: "done",
    given_up: "given up",
    counts: [
        "waiting",
        "running",
        "to be tried again",
        "done",
        "given up",
    ],
    heading: |store| format!("What {store} keeps"),
    away: "away",
    none_yet: "There is none yet.",
    taken_by: |part| format!("taken by: {part}"),
    workers: |workers| format!("at a time: {workers}"),
    attempts: |attempts| format!("attempts: {attempts}"),
    pauses: |pauses, all| format!("pauses after each: {pauses} ({all} in all)"),
    lease: |lease| format!("a lost worker shows after: {lease}"),
    no_retry: "one that fails is not tried again here",
    batch: |size, wait| format!("acknowledged together: {size}, after {wait} at the latest"),
    twice: "At least once: what was begun and not written down is done again, so it must bear being done twice.",
    how_to: |part| {
        format!(
            "For what is kept: job, job 3, done 1, fail 1, crash {part}, kill, store-down, store-up, tick (until something comes by itself)."
        )
    },
};
