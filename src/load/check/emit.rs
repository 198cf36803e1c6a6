//! What a project is made of: paths stay inside it, templates exist and parse.

use super::conditions::Scope;
use super::{Builtin, Checker, File};
use crate::diagnostic::{Code, Diagnostic, Place, SourceText};
use crate::load::raw::{EmitDoc, EmitFileDoc, Text};
use crate::load::source::Source;
use crate::model::{Advisor, EmitFile, Target};

impl Checker {
    pub(super) fn targets(
        &mut self,
        advisor: &mut Advisor,
        file: &File<EmitDoc>,
        source: &dyn Source,
        builtin: Builtin<'_>,
    ) {
        for doc in &file.doc.targets.0 {
            if advisor.targets.iter().any(|other| other.id == doc.id.value) {
                self.duplicate(&file.text, &doc.id);
            }
            let files = doc
                .files
                .0
                .iter()
                .map(|emit| self.emit_file(file, emit, source, builtin))
                .collect();
            let made = Target {
                id: doc.id.value.clone(),
                title: self.text(&file.text, &doc.title),
                confirm: self.text(&file.text, &doc.confirm),
                files,
            };
            advisor.targets.push(made);
        }
    }

    fn emit_file(
        &mut self,
        file: &File<EmitDoc>,
        doc: &EmitFileDoc,
        source: &dyn Source,
        builtin: Builtin<'_>,
    ) -> EmitFile {
        if !is_inside(&doc.path.value) {
            let fault = Diagnostic::new(
                Code::BadValue,
                format!("`{}` does not stay inside the project", doc.path.value),
            )
            .help("a path is relative, with `/`, without `..`");
            self.fault(&file.text, &doc.path.span, fault);
        }
        self.template(file, &doc.template, source, builtin);
        EmitFile {
            path: doc.path.value.clone(),
            template: doc.template.value.clone(),
            when: self.condition(&file.text, doc.when.as_ref(), Scope::Everything),
            main: doc.main,
        }
    }

    fn template(
        &mut self,
        file: &File<EmitDoc>,
        name: &Text,
        source: &dyn Source,
        builtin: Builtin<'_>,
    ) {
        let path = format!("templates/{}", name.value);
        let own = if is_inside(&name.value) {
            source.read(&path)
        } else {
            Ok(None)
        };
        let (label, text) = match own {
            Ok(Some(text)) => (source.name(&path), text),
            Ok(None) => match builtin(&name.value) {
                Some(text) => (name.value.clone(), text),
                None => {
                    let fault = Diagnostic::new(
                        Code::MissingTemplate,
                        format!("there is no template `{}`", name.value),
                    )
                    .nearest(&name.value, own_templates(&source.list()))
                    .help(format!(
                        "looked for {} and among the built-in templates",
                        source.name(&path)
                    ));
                    self.fault(&file.text, &name.span, fault);
                    return;
                }
            },
            Err(error) => {
                let fault =
                    Diagnostic::new(Code::Unreadable, format!("{path} cannot be read: {error}"));
                self.fault(&file.text, &name.span, fault);
                return;
            }
        };
        if let Err(fault) = template_syntax(&label, &text) {
            self.faults.push(fault);
        }
    }
}

/// The names of the templates that an advisor brings.
fn own_templates(files: &[String]) -> impl Iterator<Item = &str> {
    files
        .iter()
        .filter_map(|path| path.strip_prefix("templates/"))
}

/// Parses a template without rendering it.
fn template_syntax(label: &str, text: &str) -> Result<(), Diagnostic> {
    let env = minijinja::Environment::empty();
    match env.template_from_named_str(label, text) {
        Ok(_) => Ok(()),
        Err(error) => {
            let source = SourceText::new(label, text);
            let mut fault = Diagnostic::new(
                Code::TemplateSyntax,
                format!(
                    "the template does not parse: {}",
                    error.detail().unwrap_or("syntax error")
                ),
            );
            if let Some(range) = error.range() {
                fault = fault.at(Place::new(&source, range));
            }
            Err(fault)
        }
    }
}

/// Whether a path is relative and never leaves its directory.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && !path.contains(':')
        && !path.contains('\0')
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}
