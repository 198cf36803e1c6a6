//! Designs for tests of emitted projects: sessions that come to wanted outcomes.

use otp_advisor::inside::advice::why;
use otp_advisor::inside::ids::{OutcomeIx, SectionIx};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::{Origin, Session};

use crate::projects::{SERVER, answered, describe, started};

/// The session with defaults everywhere that comes to all wanted outcomes, found by the same search
/// that answers `otp-advisor why`; `None` when they exclude each other.
pub(crate) fn design<'a>(advisor: &'a Advisor, wanted: &[OutcomeIx]) -> Option<Session<'a>> {
    let mut wanted = wanted.to_vec();
    wanted.sort_by_key(|outcome| advisor.outcome(*outcome).section);
    let mut design = Design::server(advisor);
    for outcome in wanted {
        design = design.and(outcome)?;
    }
    Some(design.whole)
}

/// What was answered so that the wanted outcomes are reached, and the same with defaults for the rest.
#[derive(Clone)]
struct Design<'a> {
    wanted: Vec<OutcomeIx>,
    given: Session<'a>,
    whole: Session<'a>,
}

impl<'a> Design<'a> {
    /// The first section has no defaults; a server is the design with most to vary.
    fn server(advisor: &'a Advisor) -> Self {
        let given = started(advisor, &SERVER);
        let mut whole = given.clone();
        whole.finish_with_defaults().expect("a whole design");
        Self {
            wanted: Vec::new(),
            given,
            whole,
        }
    }

    /// The same with one more outcome, by the fewest changes; `None` when it takes another one away.
    fn and(&self, outcome: OutcomeIx) -> Option<Self> {
        let mut more = self.clone();
        for change in why(&self.whole, outcome).nearest.ok()? {
            more.given.set(change.question, change.to, Origin::Given);
        }
        more.whole = more.given.clone();
        more.whole.finish_with_defaults().ok()?;
        more.wanted.push(outcome);
        let held = more.wanted.iter().all(|wanted| more.has(*wanted));
        held.then_some(more)
    }

    fn has(&self, outcome: OutcomeIx) -> bool {
        let section = self.whole.advisor().outcome(outcome).section;
        self.whole.outcome(section) == Some(outcome)
    }
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
        ("max_children", "5"),
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

/// What `--start` comes to, with defaults for the rest, where it comes to nothing that is built already.
pub(crate) fn starts<'a>(advisor: &'a Advisor, built: &[Session<'_>]) -> Vec<Session<'a>> {
    let mut known: Vec<String> = built.iter().map(describe).collect();
    let mut found = Vec::new();
    for start in &advisor.starts {
        let mut session = Session::new(advisor);
        for (question, answer) in &*start.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().expect("a whole design");
        let told = describe(&session);
        if !known.contains(&told) {
            known.push(told);
            found.push(session);
        }
    }
    found
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
    let server = Design::server(advisor);
    let mut found = Vec::new();
    while let Some((a, b)) = missing.first().copied() {
        let Some(mut best) = server.and(a).and_then(|design| design.and(b)) else {
            missing.remove(0);
            continue;
        };
        // Every other section takes the outcome that shows most pairs not shown yet.
        for section in &sections {
            if [a, b]
                .iter()
                .any(|w| advisor.outcome(*w).section == *section)
            {
                continue;
            }
            let outcomes = advisor.section(*section).outcomes.iter();
            best = outcomes
                .filter_map(|outcome| best.and(*outcome))
                // Of equals the first.
                .rev()
                .max_by_key(|design| covered(design, &missing).count())
                .unwrap_or(best);
        }
        let shown: Vec<_> = covered(&best, &missing).collect();
        missing.retain(|pair| !shown.contains(pair));
        found.push(best.whole);
    }
    found
}

fn covered<'s>(
    design: &'s Design<'_>,
    missing: &'s [(OutcomeIx, OutcomeIx)],
) -> impl Iterator<Item = (OutcomeIx, OutcomeIx)> + 's {
    missing
        .iter()
        .copied()
        .filter(|(a, b)| design.has(*a) && design.has(*b))
}
