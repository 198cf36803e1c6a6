//! What the highlighted answer would make of the code: the skeletons of two outcomes, compared line by
//! line.
//!
//! What an answer leads to is found once per question and entry, what two skeletons have apart once per
//! pair of outcomes; a key press that comes to what was seen before costs a look into a map.

use std::collections::BTreeMap;

use similar::{ChangeTag, DiffOp, TextDiff};

use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Answer};
use crate::session::Session;
use crate::tui::highlight::CodeFile;
use crate::tui::theme::Role;

/// Two outcomes: what it is without the answer, where that is known, and with it.
pub(crate) type Pair = (Option<OutcomeIx>, OutcomeIx);

/// A pair, and whether defaults have to be supposed to come to the second.
pub(crate) type Ways = (Pair, bool);

/// What was compared so far.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    known: BTreeMap<Pair, Vec<Row>>,
}

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) what: What,
    pub(crate) pieces: Vec<(Role, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// It is in both, or there is nothing to compare with.
    Kept,
    Added,
    Removed,
    /// Lines that are in both are left out.
    Skipped,
}

/// Lines that are told around a change.
const AROUND: usize = 1;

impl Ahead {
    /// The comparison, made before.
    pub(crate) fn rows(&self, pair: Pair) -> Option<&[Row]> {
        self.known.get(&pair).map(Vec::as_slice)
    }

    pub(crate) fn compare(&mut self, advisor: &Advisor, pair: Pair) {
        self.known.entry(pair).or_insert_with(|| {
            let (before, after) = pair;
            let before = before.and_then(|outcome| skeleton(advisor, outcome));
            compared(before, skeleton(advisor, after).unwrap_or_default())
        });
    }

    /// The texts are other ones.
    pub(crate) fn forget(&mut self) {
        self.known.clear();
    }
}

/// A question with an option highlighted: without an answer, with that one, and the interview as it is.
pub(super) struct Highlighted<'s, 'a> {
    pub(super) question: QuestionIx,
    pub(super) option: usize,
    pub(super) open: &'s Session<'a>,
    pub(super) then: &'s Session<'a>,
    pub(super) now: &'s Session<'a>,
}

impl Highlighted<'_, '_> {
    /// The outcomes whose code is compared; none where they do not differ or are not known.
    pub(super) fn ways(&self) -> Option<Ways> {
        let then = Course::of(self.then);
        let held = self.now.answer(self.question).is_some();
        let now = Course::of(if held { self.now } else { self.open });
        let advisor = self.open.advisor();
        let here = advisor.question(self.question).section;
        let others = advisor.section_ixs().filter(|section| *section != here);
        let mut sections = std::iter::once(here).chain(others);
        sections.find_map(|section| {
            let (after, supposed) = then.leads_to(section)?;
            let before = now.leads_to(section).map(|(before, _)| before);
            let before = before.or_else(|| self.elsewhere(section).filter(|_| section == here));
            (before != Some(after) && (before.is_some() || section == here))
                .then_some(((before, after), supposed))
        })
    }

    /// What another option leads to, where nothing is known of what there is without an answer.
    fn elsewhere(&self, section: SectionIx) -> Option<OutcomeIx> {
        let question = self.open.advisor().question(self.question);
        let mut others = (0..question.options().len()).filter(|place| *place != self.option);
        others.find_map(|place| {
            let other = self.open.with(self.question, Answer::Option(place));
            Some(Course::of(&other).leads_to(section)?.0)
        })
    }
}

/// A session, and as it comes to be with the defaults.
struct Course<'s, 'a> {
    session: &'s Session<'a>,
    finished: Session<'a>,
}

impl<'s, 'a> Course<'s, 'a> {
    fn of(session: &'s Session<'a>) -> Self {
        let mut finished = session.clone();
        // Where a question has no default, something may be decided all the same.
        let _ = finished.finish_with_defaults();
        Self { session, finished }
    }

    /// The outcome of a section that can be shown as code, and whether defaults are supposed for it.
    fn leads_to(&self, section: SectionIx) -> Option<(OutcomeIx, bool)> {
        let advisor = self.session.advisor();
        let shown = |outcomes: &[OutcomeIx]| {
            let mut outcomes = outcomes.iter().copied();
            outcomes.find(|outcome| skeleton(advisor, *outcome).is_some())
        };
        let result = |session: &Session<'_>| session.section(section).result().and_then(shown);
        if self.session.section(section).result().is_some() {
            return Some((result(self.session)?, false));
        }
        Some((result(&self.finished)?, true))
    }
}

/// What an outcome looks like as code, in the language that projects are written in.
fn skeleton(advisor: &Advisor, outcome: OutcomeIx) -> Option<&str> {
    let code = &advisor.outcome(outcome).code;
    let rust = code
        .iter()
        .find(|(language, _)| language.as_str() == "rust");
    rust.map(|(_, text)| text.as_str())
}

fn compared(before: Option<&str>, after: &str) -> Vec<Row> {
    let file = |text: &str| CodeFile::new("skeleton.rs".to_owned(), text.to_owned()).lines;
    let new = file(after);
    let Some(before) = before else {
        let rows = new.into_iter().map(|pieces| Row {
            what: What::Kept,
            pieces,
        });
        return rows.collect();
    };
    let old = file(before);
    let diff = TextDiff::from_lines(before, after);
    let mut rows = Vec::new();
    let mut end = 0;
    let all = old.len();
    for group in diff.grouped_ops(AROUND) {
        let from = group.first().map_or(0, |op| op.old_range().start);
        skip(from > end, &mut rows);
        end = group.last().map_or(end, |op| op.old_range().end);
        let changes = group.iter().flat_map(|op: &DiffOp| diff.iter_changes(op));
        for change in changes {
            let line = |lines: &[Vec<(Role, String)>], place: Option<usize>| {
                place.and_then(|place| lines.get(place).cloned())
            };
            let (what, pieces) = match change.tag() {
                ChangeTag::Equal => (What::Kept, line(&new, change.new_index())),
                ChangeTag::Insert => (What::Added, line(&new, change.new_index())),
                ChangeTag::Delete => (What::Removed, line(&old, change.old_index())),
            };
            let pieces = pieces.unwrap_or_default();
            rows.push(Row { what, pieces });
        }
    }
    skip(end < all && !rows.is_empty(), &mut rows);
    rows
}

fn skip(any: bool, rows: &mut Vec<Row>) {
    if any {
        rows.push(Row {
            what: What::Skipped,
            pieces: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: Option<&str>, after: &str) -> Vec<String> {
        let rows = compared(before, after).into_iter();
        rows.map(|row| {
            let sign = match row.what {
                What::Kept => ' ',
                What::Added => '+',
                What::Removed => '-',
                What::Skipped => '…',
            };
            let text: String = row.pieces.into_iter().map(|(_, text)| text).collect();
            format!("{sign}{text}")
        })
        .collect()
    }

    #[test]
    fn what_both_have_is_told_around_a_change_and_skipped_elsewhere() {
        let before = "a\nb\nc\nd\ne\n";
        assert_eq!(
            told(Some(before), "a\nb\nx\nd\ne\n"),
            ["…", " b", "-c", "+x", " d", "…"]
        );
        assert_eq!(told(Some(before), "a\nb\nc\nd\ne\nf\n"), ["…", " e", "+f"]);
        assert_eq!(told(Some(before), "b\nc\nd\ne\n"), ["-a", " b", "…"]);
        assert!(told(Some(before), before).is_empty());
    }

    #[test]
    fn with_nothing_to_compare_with_nothing_is_marked() {
        assert_eq!(told(None, "a\nb\n"), [" a", " b"]);
    }
}
