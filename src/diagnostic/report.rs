//! How a fault is drawn: title, the line with a caret, what would be right.
//!
//! Long lines are cropped around the fault and control characters never reach the terminal.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::place::Place;
use super::said::{Frame, Said};
use crate::text::{floor_char_boundary, in_line, sanitise};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Severity {
    /// Nothing goes on with it.
    Error,
    /// It works, and is likely not what was meant.
    Warning,
    /// Beside other faults, or for information.
    Hint,
}

/// Lays a text out behind so many columns.
pub(crate) type Fit<'f> = &'f dyn Fn(String, usize) -> String;

/// The whole report, several lines without a final line break; ANSI colours when `colour`.
pub(super) fn report(
    (severity, code): (Severity, &str),
    said: &Said,
    place: Option<&Place>,
    frame: &Frame,
    (colour, fit): (bool, Fit<'_>),
) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let (level, name) = match severity {
        Severity::Error => (Level::ERROR, frame.error),
        Severity::Warning => (Level::WARNING, frame.warning),
        Severity::Hint => (Level::NOTE, frame.hint),
    };
    let level = level.with_name(name);
    // `error[code]: `
    let before = name.chars().count() + code.len() + 4;
    let title = level.primary_title(fit(sanitise(&said.message), before));
    let title = title.id(code);
    // `  = help: `
    let margin = place.map_or(2, |place| place.line_column().0.to_string().len() + 1);
    let before = margin + 4 + frame.help.chars().count();
    let help: Vec<String> = said
        .help_and_flags()
        .map(|help| fit(sanitise(help), before))
        .collect();
    let Some(place) = place else {
        // Without a snippet the renderer would draw an empty margin.
        let title = renderer.render(&[Group::with_title(title)]);
        let further = format!("\n{:before$}", "");
        let help = help.iter().map(|help| {
            let help = help.replace('\n', &further);
            format!("\n  = {}: {help}", frame.help)
        });
        return title + &help.collect::<String>();
    };
    let crop = Cropped::of(place);
    let name = in_line(&place.source.name);
    let label = said.label.as_deref().map(sanitise);
    let mut annotation = AnnotationKind::Primary.span(crop.span.clone());
    if let Some(label) = label.as_deref() {
        annotation = annotation.label(label);
    }
    let mut group = title.element(
        Snippet::source(crop.text.as_str())
            .line_start(crop.line)
            .path(&*name)
            .annotation(annotation),
    );
    for help in &help {
        let level = Level::HELP.with_name(frame.help);
        group = group.element(level.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The one line that a report shows, sanitised and cut to a readable width.
struct Cropped {
    text: String,
    line: usize,
    span: Range<usize>,
}

/// Longer lines are cut around the fault.
const CROP: usize = 160;
/// What is kept before the fault in a cut line.
const CROP_BEFORE: usize = 60;

impl Cropped {
    fn of(place: &Place) -> Self {
        let text = &place.source.text;
        let (line, _) = place.line_column();
        let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[place.span.start..]
            .find('\n')
            .map_or(text.len(), |at| place.span.start + at);
        let (mut from, mut to) = (start, end);
        if end - start > CROP {
            from = floor_char_boundary(
                text,
                start.max(place.span.start.saturating_sub(CROP_BEFORE)),
            );
            to = floor_char_boundary(text, end.min(from + CROP));
        }
        let fault_start = place.span.start.clamp(from, to);
        let fault_end = place.span.end.clamp(fault_start, to);
        let before = sanitise(&text[from..fault_start]);
        let fault = sanitise(&text[fault_start..fault_end]);
        let after = sanitise(text[fault_end..to].trim_end_matches('\r'));
        let begin = before.len();
        let span = begin..begin + fault.len();
        Self {
            text: format!("{before}{fault}{after}"),
            line,
            span,
        }
    }
}
