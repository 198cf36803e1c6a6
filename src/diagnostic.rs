//! One fault in something a person wrote: what happened, where, what would be right.
//!
//! Every text that is read (advisor files, answer sheets, piped lines, `--set` arguments) becomes a
//! [`SourceText`]; a [`Diagnostic`] points into it and prints as `file:line:col` with the line and a
//! caret. Long lines are cropped around the fault and control characters never reach the terminal.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::text::{floor_char_boundary, nearest, sanitise};

/// A named text, shared by the places that point into it.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// As the user knows it: a path, `standard input`, `--set`.
    pub name: String,
    pub text: String,
}

impl SourceText {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            text: text.into(),
        })
    }
}

/// Bytes of a [`SourceText`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub source: Arc<SourceText>,
    /// Byte offsets; always inside the text and on character boundaries.
    pub span: Range<usize>,
}

impl Place {
    /// Clamps the span into the text, so that printing can never fail.
    pub fn new(source: &Arc<SourceText>, span: Range<usize>) -> Self {
        let text = &source.text;
        let start = floor_char_boundary(text, span.start.min(text.len()));
        let end = floor_char_boundary(text, span.end.clamp(start, text.len()));
        Self {
            source: Arc::clone(source),
            span: start..end,
        }
    }

    /// 1-based line and column, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.source.text[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.source.name)
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable, for scripts and for looking it up.
    pub code: Code,
    pub message: String,
    pub place: Option<Place>,
    /// Beside the caret.
    pub label: Option<String>,
    /// What would be right.
    pub help: Vec<String>,
}

/// Every kind of fault that the program reports about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    AnswerGivenTwice,
    AnswerUnused,
    BadAnswer,
    BadBands,
    BadCondition,
    BadFormula,
    BadId,
    BadNumber,
    BadPattern,
    BadText,
    BadValue,
    Cycle,
    DuplicateId,
    EmptyList,
    ForeignSheet,
    BadFlag,
    BadName,
    MissingAnswer,
    MissingField,
    MissingFile,
    MissingTemplate,
    MissingTranslation,
    NoWayOn,
    Syntax,
    TargetNotEmpty,
    TargetUnwritable,
    TemplateFailed,
    TemplateSyntax,
    TooLarge,
    Undecided,
    UnknownAnswer,
    UnknownField,
    UnknownId,
    UnknownQuestion,
    UnknownTranslation,
    Unreadable,
    Unused,
    WrongType,
}

impl Code {
    /// The kebab-case name printed in brackets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnswerGivenTwice => "answer-given-twice",
            Self::AnswerUnused => "answer-unused",
            Self::BadAnswer => "bad-answer",
            Self::BadBands => "bad-bands",
            Self::BadCondition => "bad-condition",
            Self::BadFormula => "bad-formula",
            Self::BadId => "bad-id",
            Self::BadNumber => "bad-number",
            Self::BadPattern => "bad-pattern",
            Self::BadText => "bad-text",
            Self::BadValue => "bad-value",
            Self::Cycle => "cycle",
            Self::DuplicateId => "duplicate-id",
            Self::EmptyList => "empty-list",
            Self::ForeignSheet => "foreign-sheet",
            Self::BadFlag => "bad-flag",
            Self::BadName => "bad-name",
            Self::TargetNotEmpty => "target-not-empty",
            Self::TargetUnwritable => "target-unwritable",
            Self::TemplateFailed => "template-failed",
            Self::Undecided => "undecided",
            Self::MissingAnswer => "missing-answer",
            Self::MissingField => "missing-field",
            Self::MissingFile => "missing-file",
            Self::MissingTemplate => "missing-template",
            Self::MissingTranslation => "missing-translation",
            Self::NoWayOn => "no-way-on",
            Self::Syntax => "syntax",
            Self::TemplateSyntax => "template-syntax",
            Self::TooLarge => "too-large",
            Self::UnknownAnswer => "unknown-answer",
            Self::UnknownField => "unknown-field",
            Self::UnknownId => "unknown-id",
            Self::UnknownQuestion => "unknown-question",
            Self::UnknownTranslation => "unknown-translation",
            Self::Unreadable => "unreadable",
            Self::Unused => "unused",
            Self::WrongType => "wrong-type",
        }
    }
}

impl Diagnostic {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: None,
            label: None,
            help: Vec::new(),
        }
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds "did you mean …" when one of `known` is near `given`.
    #[must_use]
    pub fn nearest<'a>(self, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(given, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// The whole report, several lines without a final line break; ANSI colours when `colour`.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let message = sanitise(&self.message);
        let title = Level::ERROR.primary_title(message).id(self.code.as_str());
        let help: Vec<String> = self.help.iter().map(|help| sanitise(help)).collect();
        let Some(place) = &self.place else {
            // Without a snippet the renderer would draw an empty margin.
            let title = renderer.render(&[Group::with_title(title)]);
            let help = help.iter().map(|help| format!("\n  = help: {help}"));
            return title + &help.collect::<String>();
        };
        let crop = Cropped::of(place);
        let label = self.label.as_deref().map(sanitise);
        let mut annotation = AnnotationKind::Primary.span(crop.span.clone());
        if let Some(label) = label.as_deref() {
            annotation = annotation.label(label);
        }
        let mut group = title.element(
            Snippet::source(crop.text.as_str())
                .line_start(crop.line)
                .path(place.source.name.as_str())
                .annotation(annotation),
        );
        for help in &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
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

/// Every fault found, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        // The same fault may be met on two ways to it; one report is enough.
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every report, with an empty line between two.
    pub fn render(&self, colour: bool) -> String {
        let reports: Vec<String> = self.0.iter().map(|d| d.render(colour)).collect();
        reports.join("\n\n")
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}
