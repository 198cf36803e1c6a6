//! Templates: there are those that are named, inside the advisor or built in, and they parse.

use std::collections::HashSet;

use super::checker::Checker;
use crate::diagnostic::kind::Project;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::load::decode::Spanned;
use crate::load::source::{Builtin, Source, is_inside, unreadable};
use crate::load::span::Span;
use crate::load::template;

/// A template that something names.
struct Wanted {
    name: String,
    /// Where it is named.
    by: Place,
    /// Whether there may be none.
    optional: bool,
}

impl Checker {
    /// Reads the templates that a project is made of, and what they name in turn.
    pub(super) fn templates(
        &mut self,
        wanted: Vec<(String, Place)>,
        source: &dyn Source,
        builtin: Builtin<'_>,
    ) {
        let mut seen = HashSet::new();
        let mut waiting: Vec<Wanted> = wanted
            .into_iter()
            .map(|(name, by)| Wanted {
                name,
                by,
                optional: false,
            })
            .collect();
        waiting.reverse();
        while let Some(wanted) = waiting.pop() {
            if !seen.insert(wanted.name.clone()) {
                continue;
            }
            let Some((label, text)) = self.template(&wanted, source, builtin) else {
                self.names.conditions.unclear |= !wanted.optional;
                continue;
            };
            let named = match template::check(&label, &text) {
                Ok(named) => named,
                Err(fault) => {
                    self.names.conditions.unclear = true;
                    self.faults.push(fault);
                    continue;
                }
            };
            let text = SourceText::new(label, text);
            let file = self.files.add(&text);
            for condition in named.conditions {
                let name = Spanned {
                    value: condition.name,
                    span: Span::new(file, condition.span),
                };
                self.uses_condition(&name);
            }
            waiting.extend(named.templates.into_iter().map(|reference| Wanted {
                name: reference.name,
                by: Place::new(&text, reference.span),
                optional: reference.optional,
            }));
        }
    }

    fn template(
        &mut self,
        wanted: &Wanted,
        source: &dyn Source,
        builtin: Builtin<'_>,
    ) -> Option<(String, String)> {
        let name = &wanted.name;
        let path = format!("templates/{name}");
        let fault = if is_inside(name) {
            match source.read(&path) {
                Ok(Some(text)) => return Some((source.name(&path), text)),
                Ok(None) => match builtin(name) {
                    Some(text) => return Some((name.clone(), text)),
                    None if wanted.optional => return None,
                    None => Diagnostic::new(Project::MissingTemplate {
                        name: name.clone(),
                        looked: source.name(&path),
                    })
                    .nearest(name, own_templates(&source.list())),
                },
                Err(error) => {
                    let at = Some(wanted.by.clone());
                    self.faults.push(unreadable(source.name(&path), &error, at));
                    return None;
                }
            }
        } else {
            let name = name.clone();
            Diagnostic::new(Project::TemplateOutside { name })
        };
        self.faults.push(fault.at(wanted.by.clone()));
        None
    }
}

/// The names of the templates that an advisor brings.
fn own_templates(files: &[String]) -> impl Iterator<Item = &str> {
    files
        .iter()
        .filter_map(|path| path.strip_prefix("templates/"))
}
