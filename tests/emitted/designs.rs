//! Designs for tests of emitted projects: sessions that come to wanted outcomes.

use otp_advisor::inside::advice::why;
use otp_advisor::inside::ids::{OutcomeIx, SectionIx};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::{Origin, Session};

use crate::projects::{self, answered};

/// The session with defaults everywhere that comes to all wanted outcomes, found by the same search
/// that answers `otp-advisor why`; `None` when they exclude each other.
pub(crate) fn design<'a>(advisor: &'a Advisor, wanted: &[OutcomeIx]) -> Option<Session<'a>> {
    let mut session = Session::new(advisor);
    // The first section has no defaults; a server is the design with most to vary.
    for question in ["state", "complex", "supervision", "request_response"] {
        let ix = advisor.find_question(question)?;
        session.set(ix, projects::parse(advisor, question, "yes"), Origin::Given);
    }
    let last = advisor.find_question("explicit_states")?;
    session.set(
        last,
        projects::parse(advisor, "explicit_states", "no"),
        Origin::Given,
    );
    let mut wanted = wanted.to_vec();
    wanted.sort_by_key(|outcome| advisor.outcome(*outcome).section);
    for outcome in &wanted {
        let mut probe = session.clone();
        probe.finish_with_defaults().ok()?;
        for change in why(&probe, *outcome).nearest.ok()? {
            session.set(change.question, change.to, Origin::Given);
        }
    }
    session.finish_with_defaults().ok()?;
    let held = wanted
        .iter()
        .all(|outcome| session.outcome(advisor.outcome(*outcome).section) == Some(*outcome));
    held.then_some(session)
}

/// Designs that differ in details, which decide no outcome and so are in no pair.
const DETAILS: &[&[(&str, &str)]] = &[
    &[
        ("reply", "both"),
        ("slow_answers", "yes"),
        ("own_clock", "yes"),
        ("how_many", "many"),
        ("idle_end", "yes"),
    ],
    &[
        ("slow_answers", "yes"),
        ("handle_continue", "yes"),
        ("call_timeout", "3"),
        ("how_many", "many"),
        ("start_storm", "yes"),
        ("idle_end", "yes"),
        ("restart", "permanent"),
    ],
    &[
        ("reply", "fire_and_forget"),
        ("own_clock", "yes"),
        ("restart", "temporary"),
    ],
    &[
        ("slow_answers", "yes"),
        ("own_clock", "yes"),
        ("siblings", "unsupervised"),
    ],
    // With sqlx the lints of a newer Rust hold: a minute must be called one.
    &[
        ("work_source", "own_jobs"),
        ("call_timeout", "60000"),
        ("own_clock", "yes"),
        ("how_many", "many"),
        ("idle_end", "yes"),
    ],
    &[("how_many", "each_node"), ("spans_nodes", "no")],
    &[("how_many", "each_node"), ("found_by", "key")],
    &[("found_by", "topic"), ("how_many", "many")],
    // What is kept by transactions and is no cache.
    &[("keep", "records"), ("transactions", "yes")],
];

/// A server with these details.
pub(crate) fn details(advisor: &Advisor) -> Vec<Session<'_>> {
    DETAILS
        .iter()
        .map(|given| answered(advisor, given))
        .collect()
}

/// An outcome by section and id.
pub(crate) fn outcome(advisor: &Advisor, section: &str, id: &str) -> OutcomeIx {
    let section = advisor
        .find_section(section)
        .expect("a section of the advisor");
    advisor
        .section(section)
        .outcomes
        .iter()
        .copied()
        .find(|ix| advisor.outcome(*ix).id == id)
        .expect("an outcome of the section")
}

/// Designs that show every feasible pair of outcomes of two sections, few of them, always the same.
pub(crate) fn pairwise(advisor: &Advisor) -> Vec<Session<'_>> {
    let sections: Vec<SectionIx> = advisor
        .section_ixs()
        .filter(|ix| !advisor.section(*ix).outcomes.is_empty())
        .collect();
    let mut missing: Vec<(OutcomeIx, OutcomeIx)> = Vec::new();
    for (place, first) in sections.iter().enumerate() {
        for second in &sections[place + 1..] {
            for a in &advisor.section(*first).outcomes {
                for b in &advisor.section(*second).outcomes {
                    missing.push((*a, *b));
                }
            }
        }
    }
    let mut found = Vec::new();
    while let Some((a, b)) = missing.first().copied() {
        let mut wanted = vec![a, b];
        let Some(mut best) = design(advisor, &wanted) else {
            missing.remove(0);
            continue;
        };
        // Every other section takes the outcome that shows most pairs not shown yet.
        for section in &sections {
            if wanted
                .iter()
                .any(|w| advisor.outcome(*w).section == *section)
            {
                continue;
            }
            let mut choice: Option<(usize, OutcomeIx, Session<'_>)> = None;
            for candidate in &advisor.section(*section).outcomes {
                let mut more = wanted.clone();
                more.push(*candidate);
                let Some(session) = design(advisor, &more) else {
                    continue;
                };
                let score = covered(advisor, &session, &missing).count();
                if choice.as_ref().is_none_or(|(best, ..)| score > *best) {
                    choice = Some((score, *candidate, session));
                }
            }
            if let Some((_, candidate, session)) = choice {
                wanted.push(candidate);
                best = session;
            }
        }
        let shown: Vec<_> = covered(advisor, &best, &missing).collect();
        missing.retain(|pair| !shown.contains(pair));
        found.push(best);
    }
    found
}

fn covered<'s>(
    advisor: &'s Advisor,
    session: &'s Session<'_>,
    missing: &'s [(OutcomeIx, OutcomeIx)],
) -> impl Iterator<Item = (OutcomeIx, OutcomeIx)> + 's {
    let has = move |outcome: OutcomeIx| {
        session.outcome(advisor.outcome(outcome).section) == Some(outcome)
    };
    missing
        .iter()
        .copied()
        .filter(move |(a, b)| has(*a) && has(*b))
}
