//! The saved answer sheet: YAML with the advisor's id and the answers by question.

use std::sync::Arc;

use super::entry::Entry;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceText};
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
        return Err(Diagnostic::new(
            Code::ForeignSheet,
            format!(
                "this sheet answers the advisor `{}`, not `{}`",
                of.value, advisor.id
            ),
        )
        .at(Place::new(source, of.span))
        .help("name its advisor with --advisor DIR")
        .into());
    }
    Ok(answers
        .into_iter()
        .map(|(question, answer)| Entry {
            name_at: Some(Place::new(source, question.span)),
            question: Some(question.value),
            at: Place::new(source, answer.span),
            answer: answer.value,
        })
        .collect())
}
