//! Drawings of sections: in whatever trees and tables an author writes, at whatever width, nothing
//! overlaps, nothing sticks out, and nothing is lost without being counted.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use insta::assert_snapshot;
use otp_advisor::inside::ids::{QuestionIx, SectionIx};
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::model::{Advisor, Answer, Logic};
use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::sketch::{Drawing, Fate, Part, Plan, What, drawing, width};
use proptest::prelude::*;

use crate::support::advisors::{english, partial, portuguese};
use crate::support::engine::{Dice, Spec};

/// A plan as text.
fn text(plan: &Plan) -> String {
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); plan.height];
    let mut runs: Vec<_> = plan.runs.iter().collect();
    runs.sort_by_key(|run| (run.y, run.x));
    let mut ends = vec![0; plan.height];
    for run in runs {
        rows[run.y].push(" ".repeat(run.x - ends[run.y]));
        rows[run.y].push(run.text.clone());
        ends[run.y] = run.x + width(&run.text);
    }
    let mut text = String::new();
    for row in rows {
        writeln!(text, "{}", row.concat().trim_end()).unwrap();
    }
    text
}

/// How many nodes or rows there are to be drawn.
fn count(drawing: &Drawing) -> usize {
    match drawing {
        Drawing::Tree(tree) => tree.nodes.len(),
        Drawing::Grid(grid) => grid.lines.len(),
    }
}

/// Whether a plan is sound: `Err` says what is not.
fn sound(plan: &Plan, total: usize, columns: usize, rows: usize) -> Result<(), String> {
    let mut taken = HashSet::new();
    for run in &plan.runs {
        if run.y >= plan.height || run.y >= rows {
            return Err(format!("below the end: {run:?}"));
        }
        if run.x + width(&run.text) > columns {
            return Err(format!("beyond {columns}: {run:?}"));
        }
        for x in run.x..run.x + width(&run.text) {
            if !taken.insert((x, run.y)) {
                return Err(format!("over another: {run:?}"));
            }
        }
    }
    if plan.width > columns || plan.height > rows {
        return Err(format!("{}x{} is too much", plan.width, plan.height));
    }
    let marks = plan.runs.iter().filter(|run| run.part == Part::Mark);
    let drawn: HashSet<usize> = marks.map(|run| run.node).collect();
    if drawn.len() + plan.folded != total {
        let (drawn, folded) = (drawn.len(), plan.folded);
        return Err(format!("{drawn} drawn and {folded} folded of {total}"));
    }
    // What is drawn has a name.
    for node in drawn {
        let names = [Part::Question, Part::Outcome];
        let mut names = plan.runs.iter().filter(|run| names.contains(&run.part));
        if !names.any(|run| run.node == node && !run.text.trim().is_empty()) {
            return Err(format!("{node} has no name"));
        }
    }
    Ok(())
}

fn sections(advisor: &Advisor) -> Vec<SectionIx> {
    advisor.section_ixs().collect()
}

/// The drawings of all sections, of a session and of the same with one answer more.
fn each(
    open: &Session<'_>,
    here: QuestionIx,
    answer: Answer,
    visit: &mut dyn FnMut(SectionIx, &Session<'_>, Drawing),
) {
    let shown = open.with(here, answer);
    for section in sections(open.advisor()) {
        if let Some(drawing) = drawing(open, &shown, section, Some(here)) {
            visit(section, &shown, drawing);
        }
    }
}

/// A tree with many questions and ways that meet again, and long names.
fn wild(dice: &mut Dice<'_>) -> Advisor {
    const NAMES: [&str; 5] = [
        "a?",
        "日本語で何を覚えているのですか?",
        "Does it go on in another way than everybody thought?",
        "Weiter e\u{301}t?",
        "x",
    ];
    let questions = 1 + dice.throw(24);
    let mut tree = "section: wild\nkind: tree\ntitle: Wild\nstart: q0\nquestions:\n".to_owned();
    let mut outcomes = 0;
    for place in 0..questions {
        let name = NAMES[dice.throw(NAMES.len())];
        write!(
            tree,
            "  - id: q{place}\n    kind: choice\n    ask: \"{name}\"\n"
        )
        .unwrap();
        if dice.throw(3) == 0 {
            writeln!(tree, "    short: s{place}").unwrap();
        }
        writeln!(tree, "    options:").unwrap();
        for option in 0..2 + dice.throw(4) {
            let label = NAMES[dice.throw(NAMES.len())];
            // The next one is led to, so that every question is.
            let to = if option == 0 && place + 1 < questions {
                format!("goto: q{}", place + 1)
            } else if dice.throw(3) == 0 && place + 1 < questions {
                format!("goto: q{}", place + 1 + dice.throw(questions - place - 1))
            } else {
                outcomes += 1;
                format!("outcome: o{}", outcomes - 1)
            };
            // No two options of a question are called the same.
            let label = format!("{label} {}", &"klmnopqr"[option..=option]);
            writeln!(tree, "      - {{id: a{option}, label: \"{label}\", {to}}}").unwrap();
        }
    }
    tree.push_str("outcomes:\n");
    for outcome in 0..outcomes {
        let name = NAMES[dice.throw(NAMES.len())];
        writeln!(tree, "  - {{id: o{outcome}, title: \"{name} {outcome}\"}}").unwrap();
    }
    let manifest = "advisor: wild\nversion: \"1\"\ntitle: Wild\ndescription: Wild.\nlanguage: en\nsections: [wild]\n";
    let files = [("advisor.yaml", manifest), ("wild.yaml", &tree)];
    let files: BTreeMap<String, String> = files
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
    check::load(&Memory(files), &|_| None, None).unwrap_or_else(|faults| panic!("{faults}\n{tree}"))
}

/// Some answers, some of them unknown, and a question with another answer to it.
fn answered<'a>(
    advisor: &'a Advisor,
    dice: &mut Dice<'_>,
    unknown: bool,
) -> Option<(Session<'a>, QuestionIx, Answer)> {
    let mut session = Session::new(advisor);
    for _ in 0..dice.throw(2 * advisor.questions.len() + 1) {
        let Some(next) = session.next() else { break };
        let answers = session.candidates(next);
        let answer = match dice.throw(8) {
            0 if unknown => Answer::Unknown,
            _ => answers[dice.throw(answers.len())].clone(),
        };
        session.set(next, answer, Origin::Given);
    }
    let asked: Vec<QuestionIx> = session.asked().collect();
    let here = *asked.get(dice.throw(asked.len().max(1)))?;
    session.unset(here);
    let answers = session.candidates(here);
    let answer = answers[dice.throw(answers.len())].clone();
    Some((session, here, answer))
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..300)
}

fn config() -> ProptestConfig {
    let more = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: if more { default.cases } else { 50 },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_overlaps_sticks_out_or_is_lost(bytes in bytes(), wilder in any::<bool>()) {
        let mut dice = Dice::new(&bytes);
        let advisor = if wilder { wild(&mut dice) } else { Spec::throw(&mut dice).load() };
        let Some((open, here, answer)) = answered(&advisor, &mut dice, true) else {
            return Ok(());
        };
        let sizes: Vec<(usize, usize)> =
            (0..8).map(|_| (20 + dice.throw(181), 3 + dice.throw(60))).collect();
        let mut fault = None;
        each(&open, here, answer, &mut |_, _, drawing| {
            let total = count(&drawing);
            for (columns, rows) in sizes.iter().copied().chain([(20, 3), (20, 60), (200, 60)]) {
                for (plan, rows) in [
                    (drawing.fitted(columns, rows), rows),
                    (drawing.whole(columns), usize::MAX),
                ] {
                    if let Err(why) = sound(&plan, total, columns, rows) {
                        let picture = text_of(&plan);
                        fault.get_or_insert(format!("{why} at {columns}x{rows}\n{picture}"));
                    }
                }
            }
        });
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }

    #[test]
    fn fates_are_what_the_session_knows(bytes in bytes(), wilder in any::<bool>()) {
        let mut dice = Dice::new(&bytes);
        let advisor = if wilder { wild(&mut dice) } else { Spec::throw(&mut dice).load() };
        let Some((open, here, answer)) = answered(&advisor, &mut dice, false) else {
            return Ok(());
        };
        let mut fault = None;
        each(&open, here, answer, &mut |section, shown, drawing| {
            let state = shown.section(section);
            if state.is_absent() {
                return;
            }
            let Drawing::Tree(tree) = drawing else { return };
            for outcome in &advisor.section(section).outcomes {
                let mut leaves = tree.nodes.iter().filter(|node| node.what == What::Outcome(*outcome));
                let open = leaves.any(|leaf| leaf.fate != Fate::Closed);
                if open != state.possible().contains(outcome) {
                    fault.get_or_insert(format!("{outcome:?}: {tree:#?}\n{state:#?}"));
                }
            }
            // One way is taken at most, without a gap.
            for (place, node) in tree.nodes.iter().enumerate() {
                let taken = node.children.iter().filter(|c| tree.nodes[**c].way == Fate::Taken);
                let taken = taken.count();
                if taken > 1 || (taken == 1 && place > 0 && node.fate != Fate::Taken) {
                    fault.get_or_insert(format!("{place}: {tree:#?}"));
                }
            }
        });
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }

    #[test]
    fn the_shape_stays_while_the_highlight_moves(bytes in bytes()) {
        let mut dice = Dice::new(&bytes);
        let advisor = wild(&mut dice);
        let Some((open, here, _)) = answered(&advisor, &mut dice, true) else {
            return Ok(());
        };
        let (columns, rows) = (20 + dice.throw(181), 3 + dice.throw(60));
        let shapes = open.candidates(here).into_iter().map(|answer| {
            let mut shapes = Vec::new();
            each(&open, here, answer, &mut |_, _, drawing| {
                let plan = drawing.fitted(columns, rows);
                let places = plan.runs.iter().filter(|run| run.part == Part::Mark);
                shapes.push(places.map(|run| (run.x, run.y, run.node)).collect::<Vec<_>>());
            });
            shapes
        });
        let shapes: Vec<_> = shapes.collect();
        prop_assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

/// As far as it can be shown at all.
fn text_of(plan: &Plan) -> String {
    std::panic::catch_unwind(|| text(plan)).unwrap_or_default()
}

/// The drawing of a section after some answers, with an answer highlighted to the next question.
fn drawn(advisor: &Advisor, section: &str, answers: &str, then: &str) -> Drawing {
    let open = partial(advisor, answers);
    let shown = partial(advisor, &format!("{answers} {then}"));
    let section = advisor.find_section(section).unwrap();
    drawing(&open, &shown, section, open.next()).unwrap()
}

#[test]
fn every_section_of_the_shipped_advisor() {
    let mut all = String::new();
    for advisor in [english(), portuguese()] {
        let session = Session::new(advisor);
        for section in sections(advisor) {
            if let Some(drawing) = drawing(&session, &session, section, session.next()) {
                writeln!(all, "# {}", advisor.section(section).title).unwrap();
                all.push_str(&text(&drawing.whole(120)));
            }
        }
    }
    assert_snapshot!("drawn_sections", all);
}

#[test]
fn the_five_questions_in_every_form() {
    let tree = drawn(
        english(),
        "abstraction",
        "state=yes complex=yes",
        "supervision=no",
    );
    let mut all = String::new();
    for (columns, rows) in [
        (140, 10),
        (120, 10),
        (60, 20),
        (36, 20),
        (36, 8),
        (20, 8),
        (20, 4),
    ] {
        writeln!(all, "# {columns}x{rows}").unwrap();
        all.push_str(&text(&tree.fitted(columns, rows)));
    }
    assert_snapshot!("drawn_five_questions", all);
}

#[test]
fn a_table_in_every_form() {
    let answers = "state=no work_source=no_queue work_shape=inline keep=table";
    let grid = drawn(english(), "storage", answers, "survive=yes");
    let mut all = String::new();
    for (columns, rows) in [(100, 12), (50, 20), (50, 9), (50, 6), (24, 20), (24, 4)] {
        writeln!(all, "# {columns}x{rows}").unwrap();
        all.push_str(&text(&grid.fitted(columns, rows)));
    }
    assert_snapshot!("drawn_storage", all);
}

#[test]
fn every_question_and_option_that_is_drawn_has_a_short_name() {
    // Cut texts all begin alike, so that none can be told from another.
    for advisor in [english(), portuguese()] {
        for section in &advisor.sections {
            if matches!(section.logic, Logic::Questions) {
                continue;
            }
            for question in &section.questions {
                let asked = advisor.question(*question);
                if !section.details.contains(question) {
                    assert!(asked.short.is_some(), "{}", asked.id);
                }
            }
        }
        let session = Session::new(advisor);
        for section in sections(advisor) {
            let drawing = drawing(&session, &session, section, None);
            let names = match &drawing {
                Some(Drawing::Tree(tree)) => {
                    let nodes = tree.nodes.iter();
                    nodes
                        .flat_map(|node| [&node.name, &node.answer])
                        .cloned()
                        .collect()
                }
                Some(Drawing::Grid(grid)) => grid.heads.clone(),
                None => Vec::new(),
            };
            for name in names {
                assert!(!name.contains('…'), "{name}");
            }
        }
    }
}
