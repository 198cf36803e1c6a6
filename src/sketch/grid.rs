//! A table section as a grid: a column for everything its rows look at, and the outcome at the end.
//!
//! Where the columns do not fit, each row becomes its outcome with its conditions after it. A row is
//! closed once no answers can make it count.

use super::asked::{head, said};
use super::fit::window;
use super::label::{self, cut, width};
use super::plan::{Fate, Part, Plan, Run};
use crate::condition::{Condition, Subject};
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Advisor, HitPolicy, Row};
use crate::session::Session;

/// The rows of a table, as they are drawn.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// What the rows look at; the last is empty, for what looks at several at once.
    pub heads: Vec<String>,
    /// The questions among what the rows look at, by column.
    pub asks: Vec<Option<QuestionIx>>,
    /// The column of the question in front.
    pub here: Option<usize>,
    pub lines: Vec<Line>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub outcome: OutcomeIx,
    /// By column, what it asks for; empty where anything will do.
    pub cells: Vec<String>,
    pub fate: Fate,
    /// Without the answer that is highlighted.
    pub before: Fate,
}

/// The table as the answers in `shown` leave it.
pub fn grid(
    open: &Session<'_>,
    shown: &Session<'_>,
    section: SectionIx,
    (hit, rows): (HitPolicy, &[Row]),
    here: Option<QuestionIx>,
) -> Grid {
    let mut columns: Vec<Subject> = Vec::new();
    for row in rows {
        for part in parts(&row.when) {
            if let Some(subject) = only_subject(part)
                && !columns.contains(&subject)
            {
                columns.push(subject);
            }
        }
    }
    columns.sort();
    let (before, after) = (
        fates(open, section, hit, rows),
        fates(shown, section, hit, rows),
    );
    let lines = rows.iter().zip(before.into_iter().zip(after));
    let lines = lines.map(|(row, (before, fate))| Line {
        name: label::outcome(open, row.outcome),
        outcome: row.outcome,
        cells: cells(open, &columns, &row.when),
        fate,
        before,
    });
    let lines: Vec<Line> = lines.collect();
    let heads = columns.iter().map(|subject| head(open, *subject));
    let asks = columns.iter().map(|subject| match subject {
        Subject::Question(question) => Some(*question),
        Subject::Section(_) | Subject::Quantity(_) => None,
    });
    Grid {
        asks: asks.chain([None]).collect(),
        here: here.and_then(|here| {
            columns
                .iter()
                .position(|column| *column == Subject::Question(here))
        }),
        heads: heads.chain([String::new()]).collect(),
        lines,
    }
}

/// The conditions that have to hold together.
fn parts(when: &Condition) -> Vec<&Condition> {
    match when {
        Condition::All(all) => all.iter().flat_map(parts).collect(),
        Condition::Always => Vec::new(),
        other => vec![other],
    }
}

/// What a condition looks at, where that is one thing.
fn only_subject(condition: &Condition) -> Option<Subject> {
    let mut found = Vec::new();
    condition.subjects(&mut |subject| found.push(subject));
    found.dedup();
    match found[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn cells(session: &Session<'_>, columns: &[Subject], when: &Condition) -> Vec<String> {
    let mut cells = vec![Vec::new(); columns.len() + 1];
    for part in parts(when) {
        let column = only_subject(part);
        let column = column.and_then(|subject| columns.iter().position(|other| *other == subject));
        let place = column.unwrap_or(columns.len());
        cells[place].push(said(session, part, column.is_none()));
    }
    cells.into_iter().map(|cell| cell.join(", ")).collect()
}

/// What has become of each row.
fn fates(session: &Session<'_>, section: SectionIx, hit: HitPolicy, rows: &[Row]) -> Vec<Fate> {
    let state = session.section(section);
    let facts = Lenient {
        session,
        facts: session.facts(),
        section,
    };
    let mut passed = false;
    let mut fates = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let holds = row.when.eval(&facts);
        let certain = state.rows().contains(&place) || holds == Tri::True;
        let out = holds == Tri::False || passed || !state.possible().contains(&row.outcome);
        fates.push(match (out, certain) {
            (true, _) => Fate::Closed,
            (false, true) => Fate::Taken,
            (false, false) => Fate::Open,
        });
        passed |= hit == HitPolicy::First && certain;
    }
    fates
}

/// The facts of a session, but for inputs that are not asked since they make no difference: any value
/// of theirs will do.
struct Lenient<'s, 'a, F> {
    session: &'s Session<'a>,
    facts: F,
    section: SectionIx,
}

impl<F: Facts> Facts for Lenient<'_, '_, F> {
    fn advisor(&self) -> &Advisor {
        self.facts.advisor()
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        let fact = self.facts.answer(question);
        let own = self.session.advisor().question(question).section == self.section;
        if own && fact == Fact::NotAsked {
            Fact::Open
        } else {
            fact
        }
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        self.facts.answered(question)
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        self.facts.outcomes(section)
    }
}

/// The least that columns are cut to.
const LEAST: usize = 9;

impl Grid {
    /// As much as fits into so many columns and rows.
    pub fn fitted(&self, columns: usize, rows: usize) -> Plan {
        let named = |line: &Line| width(&line.name);
        let outcome = self.lines.iter().map(named).max().unwrap_or(0);
        let used: Vec<usize> = (0..self.heads.len())
            .filter(|column| {
                self.lines
                    .iter()
                    .any(|line| !line.cells[*column].is_empty())
            })
            .collect();
        let mut widths: Vec<usize> = used.iter().map(|column| self.widest(*column)).collect();
        let fixed = 2 + outcome + 3 + 2 * widths.len().saturating_sub(1);
        let widest = widths.iter().copied().max().unwrap_or(0);
        let fits = |most: &usize| {
            let cut = widths.iter().map(|width| (*width).min(*most));
            cut.sum::<usize>() + fixed <= columns
        };
        if let Some(most) = (LEAST.min(widest)..=widest).rev().find(fits) {
            for width in &mut widths {
                *width = (*width).min(most);
            }
            let plan = self.columns(&used, &widths, rows);
            return window(plan, (columns, rows));
        }
        window(self.list(columns, rows), (columns, rows))
    }

    fn widest(&self, column: usize) -> usize {
        let cells = self.lines.iter().map(|line| width(&line.cells[column]));
        cells.chain([width(&self.heads[column])]).max().unwrap_or(0)
    }

    /// The rows that are drawn where there is room for so many; the others count as folded.
    fn kept(&self, rows: usize) -> Vec<usize> {
        let all = 0..self.lines.len();
        if self.lines.len() <= rows {
            return all.collect();
        }
        all.filter(|place| self.lines[*place].before != Fate::Closed)
            .collect()
    }

    fn columns(&self, used: &[usize], widths: &[usize], rows: usize) -> Plan {
        let mut plan = Plan::default();
        let mut x = 2;
        let mut starts = Vec::new();
        for (column, wide) in used.iter().zip(widths) {
            starts.push(x);
            let here = self.here == Some(*column);
            let text = cut(&self.heads[*column], *wide);
            plan.runs.push(Run {
                here,
                node: *column,
                ..plain((x, 0), text, Part::Head)
            });
            x += wide + 2;
        }
        let end = x;
        let kept = self.kept(rows.saturating_sub(1));
        plan.height = 1;
        for place in &kept {
            let line = &self.lines[*place];
            let y = plan.height;
            plan.runs
                .push(line.run((0, y), line.fate.mark().to_owned(), Part::Mark, *place));
            for ((column, wide), x) in used.iter().zip(widths).zip(&starts) {
                let cell = &line.cells[*column];
                let text = if cell.is_empty() {
                    "·".to_owned()
                } else {
                    cut(cell, *wide)
                };
                plan.runs
                    .push(line.run((*x, y), text, Part::Answer, *place));
            }
            let arrow = line.fate.line().to_owned();
            plan.runs
                .push(line.run((end - 1, y), arrow, Part::Line, *place));
            plan.runs
                .push(line.run((end + 1, y), line.name.clone(), Part::Outcome, *place));
            plan.height += 1;
        }
        self.folded(&kept, &mut plan);
        plan
    }

    /// Where there is no room for columns: the outcome, and what it takes.
    fn list(&self, columns: usize, rows: usize) -> Plan {
        let mut plan = Plan::default();
        let kept = self.kept(rows);
        let two = kept.len() * 2 <= rows;
        for place in &kept {
            let line = &self.lines[*place];
            let name = cut(&line.name, columns.saturating_sub(2));
            let told = self.told(line);
            let y = plan.height;
            plan.runs
                .push(line.run((0, y), line.fate.mark().to_owned(), Part::Mark, *place));
            let (x, y) = if two {
                (2, y + 1)
            } else {
                (width(&name) + 4, y)
            };
            plan.runs
                .push(line.run((2, plan.height), name, Part::Outcome, *place));
            let told = cut(&told, columns.saturating_sub(x));
            if width(&told) > 3 {
                plan.runs.push(line.run((x, y), told, Part::Answer, *place));
            }
            plan.height = y + 1;
        }
        self.folded(&kept, &mut plan);
        plan
    }

    /// What a row asks for, in words.
    pub fn told(&self, line: &Line) -> String {
        let cells = self.heads.iter().zip(&line.cells);
        let told = cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(head, cell)| {
                if head.is_empty() {
                    cell.clone()
                } else {
                    format!("{head} {cell}")
                }
            });
        told.collect::<Vec<_>>().join("; ")
    }

    /// Says how many rows are left out.
    fn folded(&self, kept: &[usize], plan: &mut Plan) {
        let hidden = self.lines.len() - kept.len();
        plan.folded = hidden;
        if hidden > 0 {
            let text = format!("{} +{hidden}", Fate::Closed.mark());
            plan.runs.push(plain((0, plan.height), text, Part::Folded));
            plan.height += 1;
        }
        let ends = plan.runs.iter().map(|run| run.x + width(&run.text));
        plan.width = ends.max().unwrap_or(0);
        let open = kept
            .iter()
            .position(|place| self.lines[*place].fate != Fate::Closed);
        plan.here = open.unwrap_or(0);
    }
}

fn plain((x, y): (usize, usize), text: String, part: Part) -> Run {
    Run {
        x,
        y,
        text,
        part,
        fate: Fate::Open,
        fresh: false,
        here: false,
        node: 0,
    }
}

impl Line {
    fn run(&self, (x, y): (usize, usize), text: String, part: Part, node: usize) -> Run {
        Run {
            x,
            y,
            text,
            part,
            fate: self.fate,
            fresh: self.fate != self.before,
            here: false,
            node,
        }
    }
}
