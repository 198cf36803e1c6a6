//! The files of an advisor, read and decoded, and the fingerprint over them.
//!
//! A file that is at fault is left out and said so; what only it could have held is then not missed.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::code::{self, Code};
use super::id::is_id;
use super::raw::{
    ConditionsDoc, EmitDoc, GuideDoc, ManifestDoc, OutcomeDoc, PictureDoc, RulesDoc, ScenariosDoc,
    SectionDoc, StartsDoc, Text, TranslationDoc, VerdictsDoc,
};
use super::raw_lab::LabDoc;
use super::source::{Source, unreadable};
use super::span::{Files, Span};
use super::{decode, yaml};
use crate::diagnostic::kind::{Ids, Many, Part, Reading};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
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
    /// What shows the outcomes.
    pub(super) code: Code,
    pub(super) rules: Vec<File<RulesDoc>>,
    pub(super) verdicts: Option<File<VerdictsDoc>>,
    pub(super) picture: Option<File<PictureDoc>>,
    pub(super) starts: Option<File<StartsDoc>>,
    pub(super) guide: Option<File<GuideDoc>>,
    pub(super) scenarios: Vec<File<ScenariosDoc>>,
    pub(super) emit: Option<File<EmitDoc>>,
    pub(super) lab: Option<File<LabDoc>>,
    /// Of the language asked for, unless it is the base language.
    pub(super) translation: Option<File<TranslationDoc>>,
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
    pub(super) files: Files,
    pub(super) faults: Diagnostics,
    /// Whether a file or an item was left out, so that ids may be missing for that reason alone.
    pub(super) incomplete: bool,
    hash: Sha256,
}

impl<'a> Loader<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        Self {
            source,
            files: Files::default(),
            faults: Diagnostics::default(),
            incomplete: false,
            hash: Sha256::new(),
        }
    }

    /// Of every file that was read, `lang/` left aside.
    pub(super) fn fingerprint(self) -> String {
        format!("sha256:{:x}", self.hash.finalize())
    }

    /// The languages that the manifest lists besides its own; none where it cannot be read.
    pub(super) fn translations(&mut self) -> Vec<String> {
        let manifest: Option<File<ManifestDoc>> = self.file("advisor.yaml", None);
        let listed = manifest.map(|file| file.doc.translations.0);
        let listed = listed.unwrap_or_default().into_iter();
        listed.map(|language| language.value).collect()
    }

    pub(super) fn docs(&mut self, language: Option<&str>) -> Option<Docs> {
        let manifest: File<ManifestDoc> = self.file("advisor.yaml", None)?;
        let named = |text: &Text| (text.clone(), format!("{}.yaml", text.value));
        let doc = &manifest.doc;
        let sections: Vec<_> = doc.sections.0.iter().map(named).collect();
        let rules: Vec<_> = doc.rules.0.iter().map(named).collect();
        let scenarios: Vec<_> = doc.scenarios.0.iter().map(named).collect();
        let verdicts: Vec<_> = doc.verdicts.iter().map(named).collect();
        let picture: Vec<_> = doc.picture.iter().map(named).collect();
        let starts: Vec<_> = doc.starts.iter().map(named).collect();
        let guide: Vec<_> = doc.guide.iter().map(named).collect();
        let emit: Vec<_> = doc.emit.iter().map(named).collect();
        let lab: Vec<_> = doc.lab.iter().map(named).collect();
        let conditions: Vec<_> = doc.conditions.iter().map(named).collect();
        let conditions = self.files(&conditions).pop();
        let sections = self.files(&sections);
        let sections = self.bounded(sections);
        let code = self.code(&sections);
        let rules = self.files(&rules);
        let verdicts = self.files(&verdicts).pop();
        let picture = self.files(&picture).pop();
        let starts = self.files(&starts).pop();
        let guide = self.files(&guide).pop();
        let scenarios = self.files(&scenarios);
        let emit = self.files(&emit).pop();
        let lab = self.files(&lab).pop();
        let translation = self.translation(&manifest, language);
        Some(Docs {
            manifest,
            conditions,
            sections,
            code,
            rules,
            verdicts,
            picture,
            starts,
            guide,
            scenarios,
            emit,
            lab,
            translation,
        })
    }

    /// Reads the code that the outcomes name; a file that is at fault is left out.
    fn code(&mut self, sections: &[File<SectionDoc>]) -> Code {
        let mut code = Code::new();
        let outcomes = sections.iter().flat_map(|file| &file.doc.outcomes.0);
        for (_, path) in outcomes.flat_map(OutcomeDoc::all_code) {
            if code.contains_key(&path.value) {
                continue;
            }
            let at = self.files.place(path.span);
            let Some(text) = self.text(&path.value, Some(at)) else {
                continue;
            };
            if let Some((part, place)) = code::fault(&text) {
                let source = SourceText::new(self.source.name(&path.value), &text);
                let fault = Diagnostic::new(part);
                self.faults.push(fault.at(Place::new(&source, place)));
            } else {
                code.insert(path.value.clone(), text.trim_end().to_owned());
            }
        }
        code
    }

    /// Leaves out sections that are too large, before anything walks through them.
    fn bounded(&mut self, mut sections: Vec<File<SectionDoc>>) -> Vec<File<SectionDoc>> {
        let mut too_many = |at: Span, many: Many, count: usize, most: usize| {
            let fits = count <= most;
            if !fits {
                let fault = Diagnostic::new(Ids::TooMany { many, count, most });
                self.leave_out(fault.at(self.files.place(at)));
            }
            fits
        };
        if let Some(first) = sections.get(MAX_SECTIONS) {
            let at = first.doc.section.span;
            too_many(at, Many::Sections, sections.len(), MAX_SECTIONS);
            sections.truncate(MAX_SECTIONS);
        }
        sections.retain(|file| {
            let doc = &file.doc;
            let parts = [
                (Many::Questions, doc.questions.0.len()),
                (Many::Outcomes, doc.outcomes.0.len()),
                (Many::Quantities, doc.quantities.0.len()),
            ];
            // Each that does not fit is told.
            let fit =
                parts.map(|(many, count)| too_many(doc.section.span, many, count, MAX_PER_SECTION));
            fit == [true; 3]
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
            let fault = Part::NoTexts {
                language: language.to_owned(),
                known: known.map(str::to_owned).collect(),
            };
            self.faults.push(Diagnostic::new(fault));
            return None;
        };
        let at = self.files.place(listed.span);
        self.file(&format!("lang/{}.yaml", listed.value), Some(at))
    }

    fn files<T: for<'de> Deserialize<'de>>(&mut self, named: &[(Text, String)]) -> Vec<File<T>> {
        let mut seen = HashSet::new();
        named
            .iter()
            .filter_map(|(name, path)| {
                let at = self.files.place(name.span);
                let id = name.value.clone();
                if !seen.insert(path) {
                    let fault = Diagnostic::new(Ids::ListedTwice { id });
                    self.faults.push(fault.at(at));
                    return None;
                }
                if !is_id(&id) {
                    self.leave_out(Diagnostic::new(Ids::NoId { id }).at(at));
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
        let text = self.text(path, named_at)?;
        // A byte order mark is not part of the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text = SourceText::new(self.source.name(path), text);
        let node = match yaml::parse(&text) {
            Ok(node) if matches!(node.content, yaml::Content::Null) => {
                let fault = Diagnostic::new(Reading::Empty);
                self.leave_out(fault.at(Place::new(&text, 0..0)));
                return None;
            }
            Ok(node) => node,
            Err(fault) => {
                self.leave_out(fault);
                return None;
            }
        };
        let number = self.files.add(&text);
        let (doc, left_out) = decode::decode(&node, (number, &text), &mut self.faults);
        self.incomplete |= left_out;
        doc.map(|doc| File { doc, text })
    }

    /// A file that something names, as a part of the fingerprint.
    pub(super) fn text(&mut self, path: &str, named_at: Option<Place>) -> Option<String> {
        let text = match self.source.read(path) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let name = self.source.name(path);
                let near = near_file(path, &self.source.list()).map(str::to_owned);
                self.leave_out(Diagnostic {
                    place: named_at,
                    near,
                    ..Diagnostic::new(Reading::MissingFile { path: name })
                });
                return None;
            }
            Err(error) => {
                let name = self.source.name(path);
                self.leave_out(unreadable(name, &error, named_at));
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
        Some(text)
    }

    fn leave_out(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
        self.incomplete = true;
    }
}
