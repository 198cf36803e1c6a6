//! The emitted project, one file at a time: numbered lines, broken between words where they are too
//! long, with what was searched for lit up.

pub(super) mod files;
pub(super) mod find;

use ratatui::text::{Line, Span};

use super::canvas::View;
use super::text::{fold, width, wrap};
use crate::text::sought::places;
use crate::tui::highlight::CodeFile;
use crate::tui::state::Findings;
use crate::tui::theme::Role;

/// The shown file's name and place, or that there is none.
pub(super) fn heading(view: View<'_, '_>, found: &Findings<'_>) -> String {
    match found.files() {
        Some(files) => {
            let path = files.get(found.file).map_or("", |file| file.path.as_str());
            (view.app.words.file)(path, found.file + 1, files.len())
        }
        None => view.app.words.code.to_owned(),
    }
}

/// The rows of the shown file, and which of them begins the line that was looked for.
pub(super) fn lines(
    view: View<'_, '_>,
    found: &Findings<'_>,
    columns: usize,
) -> (Vec<Line<'static>>, Option<usize>) {
    let words = view.app.words;
    let none = |text: &str| {
        let text = [(text, view.style(Role::Quiet))];
        (wrap(view.span("", Role::Text), &text, columns), None)
    };
    let files = match &found.code {
        None => return none(words.loading_code),
        Some(Err(why)) => return none(&(words.no_code)(why)),
        Some(Ok(files)) => files,
    };
    let Some(file) = files.get(found.file) else {
        return none(words.loading_code);
    };
    let digits = file.lines.len().to_string().len();
    let mut rows = Vec::new();
    let mut marked = None;
    for (place, line) in file.lines.iter().enumerate() {
        let here = found.mark == Some(place);
        if here {
            marked = Some(rows.len());
        }
        let sign = if here { "▸" } else { " " };
        let number = view.span(format!("{sign}{:>digits$} ", place + 1), Role::Quiet);
        let pieces = lit(view, line);
        rows.extend(drawn(view, &pieces, &number, columns));
    }
    (rows, marked)
}

/// A line with what was searched for lit up.
fn lit(view: View<'_, '_>, line: &[(Role, String)]) -> Vec<Span<'static>> {
    let sought = &view.app.sought;
    let text: String = line.iter().map(|(_, text)| text.as_str()).collect();
    let found = places(&text, sought);
    let mut spans = Vec::new();
    let mut at = 0;
    for (role, piece) in line {
        let end = at + piece.len();
        let mut from = at;
        for range in &found {
            let (start, stop) = (range.start.clamp(from, end), range.end.clamp(from, end));
            if start < stop {
                spans.push(view.span(&text[from..start], *role));
                spans.push(view.span(&text[start..stop], Role::Selected));
                from = stop;
            }
        }
        spans.push(view.span(&text[from..end], *role));
        at = end;
    }
    spans.retain(|span| !span.content.is_empty());
    spans
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
    let indent = view.span("    ", Role::Text);
    let lines = file.lines.iter();
    let pieces = lines.map(|line| {
        let spans = line.iter();
        let spans = spans.map(|(role, text)| view.span(text.clone(), *role));
        spans.collect::<Vec<_>>()
    });
    pieces
        .flat_map(|pieces| drawn(view, &pieces, &indent, columns))
        .collect()
}

/// A line of code after what stands before it, in as many rows as it takes.
fn drawn(
    view: View<'_, '_>,
    pieces: &[Span<'static>],
    before: &Span<'static>,
    columns: usize,
) -> Vec<Line<'static>> {
    let indent = width(&before.content);
    let mark = view.span(format!("{}↪ ", " ".repeat(indent)), Role::Quiet);
    fold(before, pieces, &mark, columns)
}
