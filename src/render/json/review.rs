//! What `review` found, for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{AdvisorObject, SCHEMA};
use crate::model::Advisor;

/// What `review` found. A sheet that cannot be read is an object of errors on standard error as well.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Review")]
pub struct ReviewObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    status: ReviewStatus,
    sheets: Vec<SheetObject>,
}

/// The worst of all sheets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ReviewStatus {
    AsRecorded,
    Findings,
    Error,
}

/// What is said of one sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Sheet")]
pub struct SheetObject {
    file: String,
    status: ReviewStatus,
    findings: Vec<FindingObject>,
    notes: Vec<NoteObject>,
}

/// Something that differs from what was recorded, or that says stop.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FindingObject {
    /// The sheet records no decisions.
    NothingRecorded { text: String },
    /// The section comes to another outcome now.
    Changed {
        section: String,
        was: String,
        now: String,
        text: String,
    },
    /// The section does not come up any more.
    Gone {
        section: String,
        was: String,
        text: String,
    },
    /// The section was not recorded.
    New {
        section: String,
        now: String,
        text: String,
    },
    /// An answer of the sheet does not count.
    Unused { question: String, text: String },
    /// A red flag that says stop.
    RedFlag { id: String, text: String },
}

/// The advisor is another one than the sheet was made with, and what came of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Note")]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoteObject {
    /// Another version.
    Version {
        was: String,
        now: String,
        text: String,
    },
    /// Other files of the same version.
    Fingerprint {
        was: String,
        now: String,
        text: String,
    },
    /// An answer by an id of before, or one that says what stands without it.
    Answer { text: String },
}

impl FindingObject {
    /// In words.
    pub fn text(&self) -> &str {
        match self {
            Self::NothingRecorded { text }
            | Self::Changed { text, .. }
            | Self::Gone { text, .. }
            | Self::New { text, .. }
            | Self::Unused { text, .. }
            | Self::RedFlag { text, .. } => text,
        }
    }
}

impl NoteObject {
    /// In words.
    pub fn text(&self) -> &str {
        match self {
            Self::Version { text, .. } | Self::Fingerprint { text, .. } | Self::Answer { text } => {
                text
            }
        }
    }
}

impl SheetObject {
    /// A sheet that was judged.
    pub fn judged(file: String, findings: Vec<FindingObject>, notes: Vec<NoteObject>) -> Self {
        Self {
            file,
            status: if findings.is_empty() {
                ReviewStatus::AsRecorded
            } else {
                ReviewStatus::Findings
            },
            findings,
            notes,
        }
    }

    /// One that could not be.
    pub fn broken(file: String) -> Self {
        Self {
            file,
            status: ReviewStatus::Error,
            findings: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// As the user knows it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether it was judged and nothing was found.
    pub fn is_as_recorded(&self) -> bool {
        self.status == ReviewStatus::AsRecorded
    }

    /// Whether it was judged and something was found.
    pub fn has_findings(&self) -> bool {
        self.status == ReviewStatus::Findings
    }

    /// All that is said of it, line by line.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let findings = self.findings.iter().map(FindingObject::text);
        findings.chain(self.notes.iter().map(NoteObject::text))
    }
}

/// The object for the sheets of a run.
pub fn review(advisor: &Advisor, sheets: Vec<SheetObject>) -> ReviewObject<'_> {
    let worst = sheets.iter().map(|sheet| sheet.status).max();
    ReviewObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        status: worst.unwrap_or(ReviewStatus::AsRecorded),
        sheets,
    }
}
