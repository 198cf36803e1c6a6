//! A translation: every text of the advisor replaced by its counterpart.

use std::collections::{HashMap, HashSet};

use super::checker::Checker;
use crate::data::Str;
use crate::diagnostic::kind::Part;
use crate::diagnostic::{Diagnostic, Place};
use crate::load::files::File;
use crate::load::raw::{Text, TranslationDoc};
use crate::load::texts::{for_each_text, is_name};
use crate::model::{Advisor, QuestionKind};

impl Checker {
    pub(super) fn translate(&mut self, advisor: &mut Advisor, file: &File<TranslationDoc>) {
        let end = file.text.end();
        self.bears_its_files_name(&file.doc.language);
        let mut texts: HashMap<&str, &Text> = HashMap::new();
        for (key, text) in &file.doc.texts.0 {
            texts.insert(&key.value, text);
        }
        let given = texts.clone();
        let mut known: HashSet<String> = HashSet::new();
        let mut replaced: Vec<(bool, &Text)> = Vec::new();
        for_each_text(advisor, &mut |key, text| {
            match texts.remove(key) {
                Some(translated) => {
                    replaced.push((is_name(key), translated));
                    *text = translated
                        .value
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .into();
                }
                // Two pieces of one id are a fault of their own, and so is an empty text.
                None if known.contains(key) || text.is_empty() => {}
                None => self.missing(&end, key, text),
            }
            known.insert(key.to_owned());
        });
        for (name, text) in replaced {
            if name {
                self.unfilled(text);
            }
            self.clean(text);
        }
        for (key, _) in &file.doc.texts.0 {
            if texts.contains_key(key.value.as_str()) && !self.incomplete {
                let kind = Part::UnknownText {
                    key: key.value.clone(),
                };
                self.fault_near(key, kind, known.iter().map(String::as_str));
            }
        }
        self.labels_are_told_apart(advisor, &given);
        advisor.language = file.doc.language.value.as_str().into();
    }

    fn missing(&mut self, end: &Place, key: &str, text: &str) {
        if self.incomplete {
            return;
        }
        let fault = Diagnostic::new(Part::MissingText {
            key: key.to_owned(),
            text: text.to_owned(),
        });
        self.faults.push(fault.at(end.clone()));
    }
}

/// `yes` and `no` of questions that give them no label, in the advisor's language.
pub(super) fn plain_words(advisor: &mut Advisor) {
    let words = advisor.words();
    let words = [words.yes, words.no];
    for question in &mut advisor.questions {
        if let QuestionKind::Choice {
            yes_no: true,
            options,
        } = &mut question.kind
        {
            for (option, word) in options.into_iter().zip(words) {
                if option.label == option.id {
                    option.label = Str::Fixed(word);
                }
            }
        }
    }
}
