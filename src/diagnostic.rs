//! One fault in something a person wrote: what happened, where, what would be right.
//!
//! A [`Diagnostic`] is data: its [`Kind`], its [`Place`] and the nearest known name. Words are made
//! of it when it is told, in the language of whoever reads it.

mod code;
mod en;
pub mod kind;
mod place;
mod pt_br;
mod report;
mod said;
#[cfg(test)]
mod samples;

pub use self::code::Code;
pub use self::kind::Kind;
pub use self::place::{Place, SourceText};
pub use self::report::Severity;
pub use self::said::Said;

use std::fmt;
use std::string::FromUtf8Error;

use self::kind::{NoAnswer, Reading};
use self::report::Fit;
use crate::text::nearest;
use crate::words::Language;

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// In a box, for results that carry a fault are passed on often.
    pub kind: Box<Kind>,
    pub place: Option<Place>,
    /// The known name that is most like the one given.
    pub near: Option<String>,
    /// The setting that has the file where it is not looked at.
    pub around: Option<&'static str>,
    /// It is told, and what it is about goes on all the same.
    pub warns: bool,
}

impl Diagnostic {
    pub fn new(kind: impl Into<Kind>) -> Self {
        Self {
            kind: Box::new(kind.into()),
            place: None,
            near: None,
            around: None,
            warns: false,
        }
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Keeps the one of `known` that is near `given`, if any is.
    #[must_use]
    pub fn nearest<'a>(mut self, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.near = nearest(given, known).map(str::to_owned);
        self
    }

    pub fn code(&self) -> Code {
        self.kind.code()
    }

    pub fn severity(&self) -> Severity {
        match self.kind.severity() {
            Severity::Error if self.warns => Severity::Warning,
            other => other,
        }
    }

    /// Its words.
    pub fn said(&self, language: Language) -> Said {
        let (mut said, did_you_mean): (Said, fn(&str) -> String) = match language {
            Language::En => (en::said(&self.kind), en::did_you_mean),
            Language::PtBr => (pt_br::said(&self.kind), pt_br::did_you_mean),
        };
        if let Some(near) = &self.near {
            said.help.insert(0, did_you_mean(near));
        }
        if let Some(setting) = self.around {
            said.help.push(match language {
                Language::En => en::around(setting),
                Language::PtBr => pt_br::around(setting),
            });
        }
        said
    }

    /// The whole report, several lines without a final line break; ANSI colours when `colour`.
    pub fn render(&self, language: Language, colour: bool) -> String {
        self.render_to(language, colour, &|text, _| text)
    }

    /// The same, each of its texts laid out.
    fn render_to(&self, language: Language, colour: bool, fit: Fit<'_>) -> String {
        let frame = frame(language);
        let title = (self.severity(), self.code().as_str());
        let said = self.said(language);
        report::report(title, &said, self.place.as_ref(), frame, (colour, fit))
    }
}

impl fmt::Display for Diagnostic {
    /// In English, without colours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Language::En, false))
    }
}

fn frame(language: Language) -> &'static said::Frame {
    match language {
        Language::En => &en::FRAME,
        Language::PtBr => &pt_br::FRAME,
    }
}

/// What is wrong with an answer and what would be right, for those who ask again at once.
pub fn no_answer(no: &NoAnswer, language: Language) -> Said {
    match language {
        Language::En => en::no_answer(no),
        Language::PtBr => pt_br::no_answer(no),
    }
}

/// Only why it is none, where what would be right is told beside it.
pub fn why_not(no: &NoAnswer, language: Language) -> Option<String> {
    let (why, hint) = match language {
        Language::En => en::why_not(no),
        Language::PtBr => pt_br::why_not(no),
    }?;
    Some(match hint {
        Some(hint) => format!("{why}; {hint}"),
        None => why.to_owned(),
    })
}

/// How reports call standard input.
pub fn standard_input(language: Language) -> &'static str {
    frame(language).standard_input
}

/// How reports call one line of standard input.
pub fn input_line(language: Language, number: usize) -> String {
    (frame(language).line)(number)
}

/// A text, from this line of it, that ends where bytes are no UTF-8, with the fault there.
pub(crate) fn not_utf8(name: &str, line: usize, error: &FromUtf8Error) -> Diagnostic {
    let bytes = error.as_bytes();
    let at = error.utf8_error().valid_up_to();
    let readable = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let source = SourceText::from_line(
        line,
        name,
        format!("{readable}{}", char::REPLACEMENT_CHARACTER),
    );
    let kind = Reading::NotUtf8 {
        name: name.to_owned(),
        byte: bytes.get(at).copied().unwrap_or_default(),
    };
    let place = Place::new(&source, at..source.text.len());
    Diagnostic::new(kind).at(place)
}

/// The most faults that are kept and told in full; a text may hold a million.
const MOST: usize = 20;

/// Every fault found, in the order they were met: the first in full, the rest counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    told: Vec<Diagnostic>,
    more: usize,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.push_with(|| diagnostic);
    }

    /// As [`push`](Self::push), without the cost of a fault that is only counted.
    pub fn push_with(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        if self.is_full() {
            self.more += 1;
            return;
        }
        let diagnostic = diagnostic();
        // The same fault may be met on two ways to it; one report is enough.
        if !self.told.contains(&diagnostic) {
            self.told.push(diagnostic);
        }
    }

    /// Adds all of another's.
    pub fn extend(&mut self, others: Self) {
        for diagnostic in others.told {
            self.push(diagnostic);
        }
        self.more += others.more;
    }

    /// Whether more would only be counted.
    pub(crate) fn is_full(&self) -> bool {
        self.told.len() >= MOST
    }

    /// The same for those who go on all the same.
    #[must_use]
    pub fn into_warnings(mut self) -> Self {
        for diagnostic in &mut self.told {
            diagnostic.warns = true;
        }
        self
    }

    /// The same with how to do without the file they are of, told once.
    #[must_use]
    pub(crate) fn around(mut self, setting: &'static str) -> Self {
        if let Some(last) = self.told.last_mut() {
            last.around = Some(setting);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// How many faults were found.
    pub fn len(&self) -> usize {
        self.told.len() + self.more
    }

    /// Those told in full.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.told.iter()
    }

    /// Those told in full and, where there are more, the hint that says how many.
    pub fn all(&self) -> impl Iterator<Item = Diagnostic> {
        let more = (self.more > 0).then(|| Diagnostic::new(Kind::More(self.more)));
        self.told.iter().cloned().chain(more)
    }

    /// Every report, with an empty line between two.
    pub fn render(&self, language: Language, colour: bool) -> String {
        self.render_to(language, colour, &|text, _| text)
    }

    /// The same, each text laid out behind so many columns.
    pub(crate) fn render_to(&self, language: Language, colour: bool, fit: Fit<'_>) -> String {
        let reports = self.all();
        let reports = reports.map(|fault| fault.render_to(language, colour, fit));
        reports.collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Display for Diagnostics {
    /// In English, without colours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Language::En, false))
    }
}

// For those who embed the engine and pass errors on.
impl std::error::Error for Diagnostics {}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            told: vec![diagnostic],
            more: 0,
        }
    }
}
