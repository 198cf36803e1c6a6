//! Raw documents to the valid [`Advisor`], or everything that is wrong with them.
//!
//! ```text
//! files -> [yaml, decode] -> docs -> [names] -> [section, rules, emit] -> Advisor -> [translate]
//! ```
//! No stage stops at its first fault. A stage that needs what an earlier one could not make leaves
//! it out and keeps quiet about what follows from that.

mod branches;
mod conditions;
mod emit;
mod flow;
mod named;
mod names;
mod order;
mod questions;
mod rules;
mod sections;
mod templates;
mod texts;
mod translate;

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use self::names::Names;
use super::decode;
use super::raw::{
    ConditionsDoc, EmitDoc, ManifestDoc, RulesDoc, ScenariosDoc, SectionDoc, Text, TranslationDoc,
};
use super::source::Source;
use super::span::{Files, Span};
use super::yaml;
use crate::data::List;
use crate::diagnostic::kind::{Ids, Many, Noun, Part, Reading};
use crate::diagnostic::{Diagnostic, Diagnostics, Kind, Place, SourceText};
use crate::ids::{MAX_PER_SECTION, MAX_SECTIONS, SectionIx};
use crate::model::{Advisor, Plan};
use crate::text::nearest;
use crate::words::find_tag;

/// A decoded file and its text.
struct File<T> {
    doc: T,
    text: Arc<SourceText>,
}

/// Everything an advisor is made of, decoded.
struct Docs {
    manifest: File<ManifestDoc>,
    conditions: Option<File<ConditionsDoc>>,
    sections: Vec<File<SectionDoc>>,
    rules: Vec<File<RulesDoc>>,
    scenarios: Vec<File<ScenariosDoc>>,
    emit: Option<File<EmitDoc>>,
    /// Of the language asked for, unless it is the base language.
    translation: Option<File<TranslationDoc>>,
}

/// Where templates are found that an advisor does not bring itself.
pub type Builtin<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Loads and checks an advisor in `language` (`None`: its own).
///
/// # Errors
/// Every fault found.
pub fn load(
    source: &dyn Source,
    builtin: Builtin<'_>,
    language: Option<&str>,
) -> Result<Advisor, Diagnostics> {
    let mut loader = Loader {
        source,
        files: Files::default(),
        faults: Diagnostics::default(),
        incomplete: false,
        hash: Sha256::new(),
    };
    let Some(docs) = loader.docs(language) else {
        return Err(loader.faults);
    };
    let fingerprint = format!("sha256:{:x}", loader.hash.finalize());
    let mut checker = Checker {
        names: Names::default(),
        files: loader.files,
        faults: loader.faults,
        incomplete: loader.incomplete,
    };
    let mut advisor = checker.advisor(&docs, source, builtin, fingerprint);
    if checker.faults.is_empty() {
        advisor.plan = super::plan::plan(&advisor);
        Ok(advisor)
    } else {
        Err(checker.faults)
    }
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
struct Loader<'a> {
    source: &'a dyn Source,
    files: Files,
    faults: Diagnostics,
    /// Whether a file or an item was left out, so that ids may be missing for that reason alone.
    incomplete: bool,
    hash: Sha256,
}

impl Loader<'_> {
    fn docs(&mut self, language: Option<&str>) -> Option<Docs> {
        let manifest: File<ManifestDoc> = self.file("advisor.yaml", None)?;
        let named = |text: &Text| (text.clone(), format!("{}.yaml", text.value));
        let doc = &manifest.doc;
        let sections: Vec<_> = doc.sections.0.iter().map(named).collect();
        let rules: Vec<_> = doc.rules.0.iter().map(named).collect();
        let scenarios: Vec<_> = doc.scenarios.0.iter().map(named).collect();
        let emit: Vec<_> = doc.emit.iter().map(named).collect();
        let conditions: Vec<_> = doc.conditions.iter().map(named).collect();
        let conditions = self.files(&conditions).pop();
        let sections = self.files(&sections);
        let sections = self.bounded(sections);
        let rules = self.files(&rules);
        let scenarios = self.files(&scenarios);
        let emit = self.files(&emit).pop();
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
                if !names::is_id(&id) {
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
                let mut fault = Diagnostic::new(Reading::Unreadable {
                    name: self.source.name(path),
                    why: error.to_string(),
                });
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

    fn leave_out(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
        self.incomplete = true;
    }
}

/// Resolves names and gathers faults while the model is made.
struct Checker {
    names: Names,
    files: Files,
    faults: Diagnostics,
    incomplete: bool,
}

impl Checker {
    fn advisor(
        &mut self,
        docs: &Docs,
        source: &dyn Source,
        builtin: Builtin<'_>,
        fingerprint: String,
    ) -> Advisor {
        self.collect_names(docs);
        if let Some(file) = &docs.conditions {
            self.named_conditions(file);
        }
        let manifest = &docs.manifest.doc;
        self.is_id(&manifest.advisor);
        if manifest.sections.0.is_empty() {
            let file = docs.manifest.text.name.clone();
            self.faults.push(Diagnostic::new(Part::NoSection { file }));
        }
        let mut advisor = Advisor {
            id: manifest.advisor.value.as_str().into(),
            version: manifest.version.value.as_str().into(),
            title: self.text(&manifest.title),
            description: self.text(&manifest.description),
            language: manifest.language.value.as_str().into(),
            languages: std::iter::once(&manifest.language)
                .chain(&manifest.translations.0)
                .map(|text| text.value.as_str().into())
                .collect(),
            fingerprint: fingerprint.into(),
            conditions: List::EMPTY,
            sections: List::EMPTY,
            questions: List::EMPTY,
            outcomes: List::EMPTY,
            quantities: List::EMPTY,
            red_flags: List::EMPTY,
            cautions: List::EMPTY,
            scenarios: List::EMPTY,
            targets: List::EMPTY,
            // Made once the rest is known to be valid.
            plan: Plan::default(),
        };
        for (place, file) in docs.sections.iter().enumerate() {
            self.section(&mut advisor, SectionIx::new(place), file);
        }
        for file in &docs.rules {
            self.rules(&mut advisor, file);
        }
        for file in &docs.scenarios {
            self.scenarios(&mut advisor, file);
        }
        if let Some(file) = &docs.emit {
            self.targets(&mut advisor, file, source, builtin);
        }
        if let Some(file) = &docs.conditions {
            advisor.conditions = self.conditions_used(file);
        }
        self.flow(&advisor, docs);
        self.order(&advisor, docs);
        if let Some(file) = &docs.translation {
            self.translate(&mut advisor, file);
        }
        translate::plain_words(&mut advisor);
        advisor
    }

    /// A fault where something was written.
    fn fault(&mut self, at: Span, kind: impl Into<Kind>) {
        self.faults
            .push(Diagnostic::new(kind).at(self.files.place(at)));
    }

    /// A fault about a name, with the known one that is most like it.
    fn fault_near<'n>(
        &mut self,
        name: &Text,
        kind: impl Into<Kind>,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let at = self.files.place(name.span);
        self.faults.push_with(|| {
            let fault = Diagnostic::new(kind).at(at);
            fault.nearest(&name.value, known)
        });
    }

    /// A file says which part it is, so that a renamed one is noticed.
    fn bears_its_files_name(&mut self, id: &Text) -> bool {
        let path = std::path::Path::new(&self.files.of(id.span).name);
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let file = stem.unwrap_or_default();
        let same = file == id.value;
        if !same {
            let id_value = id.value.clone();
            self.fault(id.span, Ids::FileName { file, id: id_value });
        }
        same
    }

    /// An unknown id is only reported when nothing was left out that might have held it.
    fn unknown_id<'n>(&mut self, id: &Text, noun: Noun, known: impl IntoIterator<Item = &'n str>) {
        if self.incomplete {
            return;
        }
        let kind = Ids::Unknown {
            noun,
            id: id.value.clone(),
        };
        self.fault_near(id, kind, known);
    }
}
