//! Raw documents to the valid [`Advisor`], or everything that is wrong with them.
//!
//! ```text
//! files -> [yaml, decode] -> docs -> [names] -> [section, rules, emit] -> Advisor -> [translate]
//! ```
//! No stage stops at its first fault. A stage that needs what an earlier one could not make leaves
//! it out and keeps quiet about what follows from that.

mod answered;
mod branches;
mod called;
mod checker;
mod collect;
mod conditions;
mod emit;
mod examples;
mod flow;
mod lab;
mod named;
mod names;
mod order;
mod picture;
mod questions;
mod renamed;
mod results;
mod rules;
mod sections;
mod templates;
mod texts;
mod translate;

use self::checker::Checker;
use self::names::Names;
use super::files::{Docs, Loader};
use super::source::{Builtin, Source};
use crate::data::List;
use crate::diagnostic::kind::Part;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ids::SectionIx;
use crate::model::{Advisor, Plan};

/// Loads and checks an advisor in `language` (`None`: its own).
///
/// # Errors
/// Every fault found.
pub fn load(
    source: &dyn Source,
    builtin: Builtin<'_>,
    language: Option<&str>,
) -> Result<Advisor, Diagnostics> {
    let mut loader = Loader::new(source);
    let Some(mut docs) = loader.docs(language) else {
        return Err(loader.faults);
    };
    let mut checker = Checker {
        names: Names::default(),
        files: std::mem::take(&mut loader.files),
        code: std::mem::take(&mut docs.code),
        faults: std::mem::take(&mut loader.faults),
        incomplete: loader.incomplete,
    };
    let fingerprint = loader.fingerprint();
    let mut advisor = checker.advisor(&docs, source, builtin, fingerprint);
    if checker.faults.is_empty() {
        advisor.plan = super::plan::plan(&advisor);
        Ok(advisor)
    } else {
        Err(checker.faults)
    }
}

/// The same, in its own language, with what is wrong in any language told at once.
///
/// # Errors
/// Every fault found.
pub fn load_in_every_language(
    source: &dyn Source,
    builtin: Builtin<'_>,
) -> Result<Advisor, Diagnostics> {
    let own = load(source, builtin, None);
    let mut faults = own.as_ref().err().cloned().unwrap_or_default();
    for language in Loader::new(source).translations() {
        // Those of the advisor itself are met again, and told once; past the last that is told they
        // would be counted again.
        if faults.is_full() {
            break;
        }
        if let Err(found) = load(source, builtin, Some(&language)) {
            faults.extend(found);
        }
    }
    match own {
        Ok(advisor) if faults.is_empty() => Ok(advisor),
        _ => Err(faults),
    }
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
        self.renamed(docs);
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
            title: self.name(&manifest.title),
            description: self.name(&manifest.description),
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
            verdicts: List::EMPTY,
            picture: None,
            starts: List::EMPTY,
            guide: List::EMPTY,
            scenarios: List::EMPTY,
            targets: List::EMPTY,
            lab: None,
            // Made once the rest is known to be valid.
            plan: Plan::default(),
        };
        for (place, file) in docs.sections.iter().enumerate() {
            self.section(&mut advisor, SectionIx::new(place), file);
        }
        for file in &docs.rules {
            self.rules(&mut advisor, file);
        }
        if let Some(file) = &docs.verdicts {
            self.verdicts(&mut advisor, file);
        }
        if let Some(file) = &docs.picture {
            self.picture(&mut advisor, file);
        }
        if let Some(file) = &docs.starts {
            self.starts(&mut advisor, file);
        }
        if let Some(file) = &docs.guide {
            self.guide(&mut advisor, file);
        }
        for file in &docs.scenarios {
            self.scenarios(&mut advisor, file);
        }
        if let Some(file) = &docs.emit {
            self.targets(&mut advisor, file, source, builtin);
        }
        if let Some(file) = &docs.lab {
            advisor.lab = self.lab(file);
        }
        if let Some(file) = &docs.conditions {
            advisor.conditions = self.conditions_used(file);
        }
        self.flow(&advisor, docs);
        self.order(&advisor, docs);
        self.inputs_are_not_asked_of(&advisor, docs);
        if let Some(file) = &docs.translation {
            self.translate(&mut advisor, file);
        }
        translate::plain_words(&mut advisor);
        advisor
    }
}
