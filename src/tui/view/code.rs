//! The emitted project, one file at a time.

use ratatui::text::Line;

use super::canvas::View;
use super::text::{fold, wrap};
use crate::tui::highlight::CodeFile;
use crate::tui::state::Findings;
use crate::tui::theme::Role;

/// The shown file's name and place, or that there is none.
pub(super) fn heading(view: View<'_, '_>, found: &Findings<'_>) -> String {
    match &found.code {
        Some(Ok(files)) if !files.is_empty() => {
            let path = files.get(found.file).map_or("", |file| file.path.as_str());
            (view.app.words.file)(path, found.file + 1, files.len())
        }
        _ => view.app.words.code.to_owned(),
    }
}

pub(super) fn lines(
    view: View<'_, '_>,
    found: &Findings<'_>,
    columns: usize,
) -> Vec<Line<'static>> {
    let words = view.app.words;
    let none = |text: &str| {
        let text = [(text, view.style(Role::Quiet))];
        wrap(view.span("", Role::Text), &text, columns)
    };
    let files = match &found.code {
        None => return none(words.loading_code),
        Some(Err(why)) => return none(&(words.no_code)(why)),
        Some(Ok(files)) => files,
    };
    let Some(file) = files.get(found.file) else {
        return none(words.loading_code);
    };
    drawn(view, file, "", columns)
}

/// A short piece of code in some language.
pub(super) fn piece(
    view: View<'_, '_>,
    language: &str,
    text: &str,
    columns: usize,
) -> Vec<Line<'static>> {
    let extension = if language == "rust" { "rs" } else { language };
    let file = CodeFile::new(format!("piece.{extension}"), text.to_owned());
    drawn(view, &file, "    ", columns)
}

/// A file, with what stands before each line of it.
fn drawn(
    view: View<'_, '_>,
    file: &CodeFile,
    indent: &'static str,
    columns: usize,
) -> Vec<Line<'static>> {
    let mark = view.span("↪ ", Role::Quiet);
    let before = || (!indent.is_empty()).then(|| view.span(indent, Role::Text));
    file.lines
        .iter()
        .flat_map(|line| {
            let spans = line
                .iter()
                .map(|(role, text)| view.span(text.clone(), *role));
            fold(before().into_iter().chain(spans).collect(), &mark, columns)
        })
        .collect()
}
