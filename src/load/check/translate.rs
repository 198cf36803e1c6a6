//! A translation: every text of the advisor replaced by its counterpart.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::checker::Checker;
use crate::data::Str;
use crate::diagnostic::{Code, Diagnostic, Place, SourceText};
use crate::load::files::File;
use crate::load::raw::{Text, TranslationDoc};
use crate::load::texts::for_each_text;
use crate::model::{Advisor, QuestionKind};

impl Checker {
    pub(super) fn translate(&mut self, advisor: &mut Advisor, file: &File<TranslationDoc>) {
        let source = &file.text;
        self.bears_its_files_name(source, &file.doc.language);
        let mut texts: HashMap<&str, &Text> = HashMap::new();
        for (key, text) in &file.doc.texts.0 {
            texts.insert(&key.value, text);
        }
        let mut known: HashSet<String> = HashSet::new();
        let mut replaced: Vec<&Text> = Vec::new();
        for_each_text(advisor, &mut |key, text| {
            match texts.remove(key) {
                Some(translated) => {
                    replaced.push(translated);
                    *text = translated
                        .value
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .into();
                }
                // Two pieces of one id are a fault of their own, and so is an empty text.
                None if known.contains(key) || text.is_empty() => {}
                None => self.missing(source, key, text),
            }
            known.insert(key.to_owned());
        });
        for text in replaced {
            self.clean(source, &text.span, &text.value);
        }
        for (key, _) in &file.doc.texts.0 {
            if texts.contains_key(key.value.as_str()) && !self.incomplete {
                let fault = Diagnostic::new(
                    Code::UnknownTranslation,
                    format!("no text of the advisor has the key `{}`", key.value),
                )
                .nearest(&key.value, known.iter().map(String::as_str));
                self.fault(source, &key.span, fault);
            }
        }
        advisor.language = file.doc.language.value.as_str().into();
    }

    fn missing(&mut self, source: &Arc<SourceText>, key: &str, text: &str) {
        if self.incomplete {
            return;
        }
        let end = source.text.len();
        self.faults.push(
            Diagnostic::new(
                Code::MissingTranslation,
                format!("the text `{key}` is missing"),
            )
            .at(Place::new(source, end..end))
            .help(format!("in the base language: {text}")),
        );
    }
}

/// `yes` and `no` of questions that give them no label, in the advisor's language.
pub(super) fn plain_words(advisor: &mut Advisor) {
    let words = advisor.words();
    let words = [words.yes, words.no];
    for question in &mut advisor.questions {
        if let QuestionKind::YesNo { options } = &mut question.kind {
            for (option, word) in options.into_iter().zip(words) {
                if option.label == option.id {
                    option.label = Str::Fixed(word);
                }
            }
        }
    }
}
