//! The saved answer sheet: YAML with the advisor's id and the answers by question.

use std::sync::Arc;

use super::entry::{Entry, foreign};
use crate::diagnostic::{Diagnostics, SourceText};
use crate::load::sheet::{SheetDoc, SheetText, decode};
use crate::model::Advisor;

/// Reads a sheet and checks that it belongs to this advisor.
///
/// # Errors
/// Every fault of the text, or that the sheet is of another advisor.
pub fn sheet(advisor: &Advisor, source: &Arc<SourceText>) -> Result<Vec<Entry>, Diagnostics> {
    kept_sheet(advisor, source).map(|(answers, _)| answers)
}

/// The same with the answers that were set aside when an interview was interrupted.
///
/// # Errors
/// As of [`sheet`].
pub fn kept_sheet(
    advisor: &Advisor,
    source: &Arc<SourceText>,
) -> Result<(Vec<Entry>, Vec<Entry>), Diagnostics> {
    let SheetDoc {
        advisor: of,
        answers,
        aside,
        ..
    } = decode(source)?;
    if let Some(of) = of
        && of.value != advisor.id
    {
        let at = of.span.within(source);
        return Err(foreign(advisor, of.value, at).into());
    }
    let entry = |(question, answer): (SheetText, SheetText)| Entry {
        name_at: Some(question.span.within(source)),
        question: Some(question.value),
        at: answer.span.within(source),
        answer: answer.value,
        typed: false,
        saved: true,
    };
    let entries = |written: Vec<_>| written.into_iter().map(entry).collect();
    Ok((entries(answers), entries(aside)))
}
