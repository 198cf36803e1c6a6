//! The saved answer sheet: YAML with the advisor's id and the answers by question.

use std::sync::Arc;

use super::entry::Entry;
use crate::diagnostic::kind::Answers;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use crate::load::sheet::{SheetDoc, decode};
use crate::model::Advisor;

/// Reads a sheet and checks that it belongs to this advisor.
///
/// # Errors
/// Every fault of the text, or that the sheet is of another advisor.
pub fn sheet(advisor: &Advisor, source: &Arc<SourceText>) -> Result<Vec<Entry>, Diagnostics> {
    let SheetDoc {
        advisor: of,
        answers,
        ..
    } = decode(source)?;
    if let Some(of) = of
        && of.value != advisor.id
    {
        let kind = Answers::ForeignSheet {
            of: of.value,
            advisor: advisor.id.to_string(),
        };
        return Err(Diagnostic::new(kind).at(of.span.within(source)).into());
    }
    Ok(answers
        .into_iter()
        .map(|(question, answer)| Entry {
            name_at: Some(question.span.within(source)),
            question: Some(question.value),
            at: answer.span.within(source),
            answer: answer.value,
            typed: false,
        })
        .collect())
}
