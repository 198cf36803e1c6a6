//! What `--emit` wrote or would write, beside the advice, for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::json::AdviceObject;

/// Advice and the project that was written from it: what `--emit DIR --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Emission")]
pub struct EmissionObject<'a> {
    #[serde(flatten)]
    advice: AdviceObject<'a>,
    emitted: EmittedObject,
}

impl<'a> EmissionObject<'a> {
    pub fn new(advice: AdviceObject<'a>, emitted: EmittedObject) -> Self {
        Self { advice, emitted }
    }
}

/// The project.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Emitted")]
pub struct EmittedObject {
    pub directory: String,
    /// Nothing was written; the rest tells what would be.
    pub dry_run: bool,
    /// Whether what a killed run had begun was finished first.
    pub finished_earlier: bool,
    /// The file that shows the design, where one's own code goes; null where the advisor marks none.
    pub main: Option<String>,
    /// Every file of the project, those that stayed the same included.
    pub files: Vec<Change>,
    /// Files of an earlier emission that are not part of the project any more.
    pub removed: Vec<String>,
    /// Of these, the ones that stay because somebody edited them.
    pub kept: Vec<String>,
    /// The command that builds and tests it, for a POSIX shell.
    pub confirm: String,
}

/// One file of the project.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmittedFile")]
pub struct Change {
    /// Below the directory.
    pub path: String,
    /// Whether another version stood there that no emission wrote. Where it was replaced, the old one
    /// is kept below the project.
    pub replaces: bool,
}
