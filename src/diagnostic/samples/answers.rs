//! One fault of every kind about answers.

use super::super::kind::{Answers, Kind, Possible, Renamed, Settles, Unused, WhyNot};
use super::parts::{every, kinds, no_answer, z, zs};

fn possible() -> Vec<Possible> {
    let number = |whole, unit| Possible::Number {
        whole,
        min: 0.001,
        max: 10_000_000.0,
        unit,
    };
    let text = |hint| Possible::Text {
        pattern: z("pattern"),
        hint,
    };
    let mut all = every(vec![
        Possible::Options(zs(&["yes", "no"])),
        number(true, Some(z("unit"))),
        text(Some(z("hint"))),
    ]);
    all.extend([number(false, None), text(None)]);
    all
}

#[expect(clippy::too_many_lines, reason = "one sample a kind")]
pub(super) fn answers() -> Vec<Kind> {
    let question = || z("question");
    let ask = || z("ask");
    let unused = |why| Answers::Unused {
        question: question(),
        why,
        stands: Some(z("stands")),
    };
    let options = || Possible::Options(zs(&["yes", "no"]));
    let undecided = |between: &[&str], settles| Answers::Undecided {
        section: z("section"),
        between: zs(between),
        settles,
    };
    let settles = Settles {
        question: question(),
        ask: ask(),
        possible: options(),
    };
    let mut all = kinds(vec![
        Answers::UnknownQuestion {
            name: z("name"),
            section: Some(zs(&["a", "b"])),
        },
        Answers::UnknownQuestion {
            name: z("name"),
            section: None,
        },
        Answers::Empty {
            question: question(),
            possible: options(),
        },
        Answers::Wrong {
            no: no_answer(WhyNot::NoOption),
            ask: ask(),
        },
        Answers::OneTooMany {
            last: Some(question()),
        },
        Answers::OneTooMany { last: None },
        Answers::Twice {
            question: question(),
            first: z("first:1:7"),
        },
        unused(Unused::NotAsked),
        Answers::Unused {
            question: question(),
            why: Unused::NotAsked,
            stands: None,
        },
        Answers::Idle {
            question: question(),
            answer: z("answer"),
            why: Unused::NotAsked,
        },
        Answers::Renamed {
            what: Renamed::Question,
            was: z("was"),
            now: z("now"),
        },
        Answers::Missing {
            question: question(),
            ask: ask(),
            possible: options(),
        },
        Answers::NoneAmong {
            question: question(),
            lines: 100,
            ask: ask(),
            possible: options(),
        },
        undecided(&["a", "b"], Some(settles)),
        undecided(&[], None),
        Answers::SheetPiped,
        Answers::ForeignSheet {
            of: z("of"),
            advisor: z("advisor"),
        },
        Answers::NoObject,
        Answers::NeitherTextNorNumber {
            question: question(),
        },
        Answers::FaultyLines {
            faulty: 3,
            lines: 12_345,
        },
    ]);
    let (section, outcome) = (z("section"), z("outcome"));
    let why = every(vec![
        Unused::Decided {
            section: section.clone(),
            outcome,
        },
        Unused::Absent { section },
        Unused::NotAsked,
    ]);
    all.extend(why.into_iter().map(|why| unused(why).into()));
    let what = every(vec![
        Renamed::Question,
        Renamed::Option {
            question: question(),
        },
        Renamed::Outcome,
    ]);
    all.extend(what.into_iter().map(|what| {
        let (was, now) = (z("was"), z("now"));
        Answers::Renamed { what, was, now }.into()
    }));
    let why = every(vec![
        WhyNot::NoOption,
        WhyNot::NoNumber,
        WhyNot::Ambiguous {
            decimal: z("decimal"),
            whole: z("whole"),
        },
        WhyNot::Mark { right: z("right") },
        WhyNot::Groups { right: z("right") },
        WhyNot::Unit,
        WhyNot::NotWhole,
        WhyNot::OutOfRange,
        WhyNot::PatternMissed,
    ]);
    for why in why {
        for possible in possible() {
            let mut no = no_answer(why.clone());
            no.possible = possible;
            all.push(Answers::Wrong { no, ask: ask() }.into());
        }
    }
    all
}
