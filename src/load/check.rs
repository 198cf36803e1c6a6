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
mod examples;
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
use super::decode::{self, Spanned};
use super::raw::{
    ConditionsDoc, EmitDoc, ManifestDoc, RulesDoc, ScenariosDoc, SectionDoc, Text, TranslationDoc,
};
use super::source::Source;
use super::yaml;
use crate::data::List;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceText};
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
        faults: Diagnostics::default(),
        incomplete: false,
        hash: Sha256::new(),
    };
    let Some(docs) = loader.docs(language) else {
        return Err(loader.faults);
    };
    let fingerprint = format!("sha256:{}", hex(&loader.hash.finalize()));
    let mut checker = Checker {
        names: Names::default(),
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
struct Loader<'a> {
    source: &'a dyn Source,
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
                if !names::is_id(&name.value) {
                    self.faults.push(names::bad_id(&name.value).at(at));
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

/// Resolves names and gathers faults while the model is made.
struct Checker {
    names: Names,
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
        if !names::is_id(&manifest.advisor.value) {
            let at = Place::new(&docs.manifest.text, manifest.advisor.span.clone());
            self.faults
                .push(names::bad_id(&manifest.advisor.value).at(at));
        }
        if manifest.sections.0.is_empty() {
            self.faults.push(Diagnostic::new(
                Code::EmptyList,
                format!("{} lists no section", docs.manifest.text.name),
            ));
        }
        let mut advisor = Advisor {
            id: manifest.advisor.value.as_str().into(),
            version: manifest.version.value.as_str().into(),
            title: self.text(&docs.manifest.text, &manifest.title),
            description: self.text(&docs.manifest.text, &manifest.description),
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

    /// A fault at a place of a file.
    fn fault(&mut self, text: &Arc<SourceText>, span: &std::ops::Range<usize>, fault: Diagnostic) {
        self.faults.push(fault.at(Place::new(text, span.clone())));
    }

    /// A file says which part it is, so that a renamed one is noticed.
    fn bears_its_files_name(&mut self, text: &Arc<SourceText>, id: &Text) -> bool {
        let path = std::path::Path::new(&text.name);
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let same = stem == id.value;
        if !same {
            let fault = Diagnostic::new(
                Code::BadId,
                format!("the file is called `{stem}`, and here `{}`", id.value),
            )
            .help("both must be the same");
            self.fault(text, &id.span, fault);
        }
        same
    }

    /// An unknown id is only reported when nothing was left out that might have held it.
    fn unknown_id<'n>(
        &mut self,
        text: &Arc<SourceText>,
        id: &Spanned<String>,
        noun: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.incomplete {
            return;
        }
        let fault = Diagnostic::new(
            Code::UnknownId,
            format!("no {noun} is called `{}`", id.value),
        )
        .nearest(&id.value, known);
        self.fault(text, &id.span, fault);
    }
}
