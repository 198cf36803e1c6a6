//! The files of an advisor, read and decoded, and the fingerprint over them.
//!
//! A file that is at fault is left out and said so; what only it could have held is then not missed.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::id::{bad_id, is_id};
use super::raw::{
    ConditionsDoc, EmitDoc, ManifestDoc, RulesDoc, ScenariosDoc, SectionDoc, Text, TranslationDoc,
};
use super::source::Source;
use super::{decode, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceText};
use crate::ids::{MAX_PER_SECTION, MAX_SECTIONS};
use crate::text::nearest;
use crate::words::find_tag;

/// A decoded file and its text.
pub(super) struct File<T> {
    pub(super) doc: T,
    pub(super) text: Arc<SourceText>,
}

/// Everything an advisor is made of, decoded.
pub(super) struct Docs {
    pub(super) manifest: File<ManifestDoc>,
    pub(super) conditions: Option<File<ConditionsDoc>>,
    pub(super) sections: Vec<File<SectionDoc>>,
    pub(super) rules: Vec<File<RulesDoc>>,
    pub(super) scenarios: Vec<File<ScenariosDoc>>,
    pub(super) emit: Option<File<EmitDoc>>,
    /// Of the language asked for, unless it is the base language.
    pub(super) translation: Option<File<TranslationDoc>>,
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The file whose name is most like `path`. What all names end in says nothing, so it is left aside.
fn near_file<'f>(path: &str, files: &'f [String]) -> Option<&'f str> {
    fn stem(path: &str) -> &str {
        path.rsplit_once('.').map_or(path, |(stem, _)| stem)
    }
    let near = nearest(stem(path), files.iter().map(|file| stem(file)))?;
    let found = files.iter().find(|file| stem(file) == near);
    found.map(String::as_str)
}

/// Reads and decodes files.
pub(super) struct Loader<'a> {
    source: &'a dyn Source,
    pub(super) faults: Diagnostics,
    /// Whether a file or an item was left out, so that ids may be missing for that reason alone.
    pub(super) incomplete: bool,
    hash: Sha256,
}

impl<'a> Loader<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        Self {
            source,
            faults: Diagnostics::default(),
            incomplete: false,
            hash: Sha256::new(),
        }
    }

    /// Of every file that was read, `lang/` left aside.
    pub(super) fn fingerprint(self) -> String {
        format!("sha256:{}", hex(&self.hash.finalize()))
    }

    pub(super) fn docs(&mut self, language: Option<&str>) -> Option<Docs> {
        let manifest: File<ManifestDoc> = self.file("advisor.yaml", None)?;
        let named = |text: &Text| (text.clone(), format!("{}.yaml", text.value));
        let doc = &manifest.doc;
        let sections: Vec<_> = doc.sections.0.iter().map(named).collect();
        let rules: Vec<_> = doc.rules.0.iter().map(named).collect();
        let scenarios: Vec<_> = doc.scenarios.0.iter().map(named).collect();
        let emit: Vec<_> = doc.emit.iter().map(named).collect();
        let conditions: Vec<_> = doc.conditions.iter().map(named).collect();
        let conditions = self.files(&conditions, &manifest.text).pop();
        let sections = self.files(&sections, &manifest.text);
        let sections = self.bounded(sections);
        let rules = self.files(&rules, &manifest.text);
        let scenarios = self.files(&scenarios, &manifest.text);
        let emit = self.files(&emit, &manifest.text).pop();
        let translation = self.translation(&manifest, language);
        Some(Docs {
            manifest,
            conditions,
            sections,
            rules,
            scenarios,
            emit,
            translation,
        })
    }

    /// Leaves out sections that are too large, before anything walks through them.
    fn bounded(&mut self, mut sections: Vec<File<SectionDoc>>) -> Vec<File<SectionDoc>> {
        if let Some(first) = sections.get(MAX_SECTIONS) {
            let message = format!(
                "{} sections; at most {MAX_SECTIONS} are taken",
                sections.len()
            );
            let at = Place::new(&first.text, first.doc.section.span.clone());
            self.leave_out(Diagnostic::new(Code::TooLarge, message).at(at));
            sections.truncate(MAX_SECTIONS);
        }
        sections.retain(|file| {
            let doc = &file.doc;
            let parts = [
                (doc.questions.0.len(), "questions"),
                (doc.outcomes.0.len(), "outcomes"),
                (doc.quantities.0.len(), "quantities"),
            ];
            let mut fits = true;
            for (count, noun) in parts {
                if count > MAX_PER_SECTION {
                    let message = format!(
                        "{count} {noun} in one section; at most {MAX_PER_SECTION} are taken"
                    );
                    let at = Place::new(&file.text, doc.section.span.clone());
                    self.leave_out(Diagnostic::new(Code::TooLarge, message).at(at));
                    fits = false;
                }
            }
            fits
        });
        sections
    }

    fn translation(
        &mut self,
        manifest: &File<ManifestDoc>,
        language: Option<&str>,
    ) -> Option<File<TranslationDoc>> {
        let language = language?;
        let own = &manifest.doc.language;
        let translations = &manifest.doc.translations.0;
        let known = std::iter::once(own)
            .chain(translations)
            .map(|text| text.value.as_str());
        let found = find_tag(language, known.clone());
        if found == Some(own.value.as_str()) {
            return None;
        }
        let listed = translations
            .iter()
            .find(|text| Some(text.value.as_str()) == found);
        let Some(listed) = listed else {
            let languages: Vec<&str> = known.collect();
            self.faults.push(
                Diagnostic::new(
                    Code::MissingTranslation,
                    format!("the advisor has no texts in `{language}`"),
                )
                .help(format!("it has: {}", languages.join(", "))),
            );
            return None;
        };
        let at = Place::new(&manifest.text, listed.span.clone());
        self.file(&format!("lang/{}.yaml", listed.value), Some(at))
    }

    fn files<T: for<'de> Deserialize<'de>>(
        &mut self,
        named: &[(Text, String)],
        manifest: &Arc<SourceText>,
    ) -> Vec<File<T>> {
        let mut seen = HashSet::new();
        named
            .iter()
            .filter_map(|(name, path)| {
                let at = Place::new(manifest, name.span.clone());
                if !seen.insert(path) {
                    let fault = format!("`{}` is listed twice", name.value);
                    self.faults
                        .push(Diagnostic::new(Code::DuplicateId, fault).at(at));
                    return None;
                }
                if !is_id(&name.value) {
                    self.faults.push(bad_id(&name.value).at(at));
                    self.incomplete = true;
                    return None;
                }
                self.file(path, Some(at))
            })
            .collect()
    }

    fn file<T: for<'de> Deserialize<'de>>(
        &mut self,
        path: &str,
        named_at: Option<Place>,
    ) -> Option<File<T>> {
        let text = match self.source.read(path) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let mut fault = Diagnostic::new(
                    Code::MissingFile,
                    format!("the file {} does not exist", self.source.name(path)),
                );
                if let Some(near) = near_file(path, &self.source.list()) {
                    fault = fault.help(format!("did you mean `{near}`?"));
                }
                fault.place = named_at;
                self.leave_out(fault);
                return None;
            }
            Err(error) => {
                let mut fault = Diagnostic::new(
                    Code::Unreadable,
                    format!("{} cannot be read: {error}", self.source.name(path)),
                );
                fault.place = named_at;
                self.leave_out(fault);
                return None;
            }
        };
        // Translations say the same in other words, so they leave the fingerprint alone.
        if !path.starts_with("lang/") {
            for part in [path, &text] {
                self.hash.update(part.as_bytes());
                self.hash.update([0]);
            }
        }
        // A byte order mark is not part of the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text = SourceText::new(self.source.name(path), text);
        let node = match yaml::parse(&text) {
            Ok(node) if matches!(node.content, yaml::Content::Null) => {
                let fault = Diagnostic::new(Code::WrongType, "the file is empty");
                self.leave_out(fault.at(Place::new(&text, 0..0)));
                return None;
            }
            Ok(node) => node,
            Err(fault) => {
                self.leave_out(fault);
                return None;
            }
        };
        let before = self.faults.0.len();
        let doc = decode::decode(&node, &text, &mut self.faults);
        self.incomplete |= self.faults.0[before..]
            .iter()
            .any(|fault| fault.code != Code::UnknownField);
        doc.map(|doc| File { doc, text })
    }

    fn leave_out(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
        self.incomplete = true;
    }
}
