//! The files of a project, rendered from templates. Nothing is written here.

use std::collections::HashMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use super::brief::Brief;
use super::context::context;
use super::meter;
use super::metered::Metered;
use super::work::Work;
use crate::diagnostic::kind::{Emitting, Name, Project, Usage};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::load::lines::{as_template, tidy, written};
use crate::model::{Advisor, EmitFile, Target};
use crate::session::Session;
use crate::words::Language;

/// One rendered file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative, with `/`.
    pub path: String,
    pub text: String,
    /// The file `--format code` shows.
    pub main: bool,
}

/// A template's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Template {
    /// One of the program's own.
    Builtin(&'static str),
    /// One that an advisor brings: what it makes is measured.
    Foreign(String),
}

impl Template {
    fn text(&self) -> &str {
        match self {
            Self::Builtin(text) => text,
            Self::Foreign(text) => text,
        }
    }
}

/// Finds a template by its name.
pub type Templates = Arc<dyn Fn(&str) -> Option<Template> + Send + Sync>;

/// The target by its id; the first one when none is named.
///
/// # Errors
/// The targets there are.
pub fn target<'a>(advisor: &'a Advisor, id: Option<&str>) -> Result<&'a Target, Diagnostic> {
    let known = advisor.targets.iter().map(|target| target.id.as_str());
    let found = match id {
        None => advisor.targets.first(),
        Some(id) => advisor.targets.iter().find(|target| target.id == id),
    };
    found.ok_or_else(|| match id {
        Some(id) => Diagnostic::new(Usage::UnknownTarget {
            target: id.to_owned(),
            known: known.clone().map(str::to_owned).collect(),
        })
        .nearest(id, known),
        None => Diagnostic::new(Usage::NoTarget {
            advisor: advisor.id.to_string(),
        }),
    })
}

/// Renders every file whose condition holds, the main one first; `templates` finds a template's text by
/// its name.
///
/// # Errors
/// What a template did wrong, and where.
pub fn project(
    session: &Session<'_>,
    brief: Brief<'_>,
    templates: &Templates,
) -> Result<Vec<File>, Diagnostic> {
    rendered(session, brief, templates, &mut Work::of_a_project())
}

/// The same, taken off a budget for many.
///
/// # Errors
/// As [`project`]; where the budget was too small, that a template takes too much work.
pub fn project_within(
    session: &Session<'_>,
    brief: Brief<'_>,
    templates: &Templates,
    work: &mut Work,
) -> Result<Vec<File>, Diagnostic> {
    let before = work.for_a_project();
    let mut after = work.for_a_project();
    let files = rendered(session, brief, templates, &mut after);
    work.spend_part(&before, &after);
    files
}

fn rendered(
    session: &Session<'_>,
    brief: Brief<'_>,
    templates: &Templates,
    work: &mut Work,
) -> Result<Vec<File>, Diagnostic> {
    let mut chosen = chosen(session, &brief);
    refuse_same_paths(&brief, &chosen)?;
    let main = chosen.iter().position(|file| file.main);
    if let Some(main) = main {
        chosen[..=main].rotate_right(1);
    }
    let mut files = made(session, &brief, &chosen, templates, work)?;
    if let (Some(_), Some(first)) = (main, files.first_mut()) {
        first.main = true;
    }
    refuse_dependency_names(brief.name, &files)?;
    Ok(files)
}

/// Refuses a name that the project of a session cannot have, without making the project: of all its files
/// only the manifest is looked into.
///
/// # Errors
/// Why the name will not do, or what the template of the manifest did wrong.
pub fn refuse_name(
    session: &Session<'_>,
    brief: Brief<'_>,
    templates: &Templates,
) -> Result<(), Diagnostic> {
    let chosen = chosen(session, &brief);
    refuse_same_paths(&brief, &chosen)?;
    let manifest = chosen
        .into_iter()
        .filter(|file| brief.path(&file.path) == MANIFEST);
    let manifest: Vec<_> = manifest.collect();
    let work = &mut Work::of_a_project();
    let files = made(session, &brief, &manifest, templates, work)?;
    refuse_dependency_names(brief.name, &files)
}

const MANIFEST: &str = "Cargo.toml";

/// The files that are asked for and whose condition holds.
fn chosen<'a>(session: &Session<'_>, brief: &Brief<'a>) -> Vec<&'a EmitFile> {
    let facts = session.facts();
    let files = brief.target.files.iter();
    files
        .filter(|file| brief.asks_for(file.with.as_deref()) && file.when.holds(&facts))
        .collect()
}

/// Two names that differ in case alone are one file on some systems.
fn refuse_same_paths(brief: &Brief<'_>, chosen: &[&EmitFile]) -> Result<(), Diagnostic> {
    let mut made_from: HashMap<String, &str> = HashMap::with_capacity(chosen.len());
    for file in chosen {
        let path = brief.path(&file.path);
        if let Some(other) = made_from.insert(path.to_lowercase(), &file.template) {
            if target_paths_differ(brief, &path) {
                return Err(Diagnostic::new(Usage::BadName {
                    why: Name::File,
                    name: brief.name.to_owned(),
                    instead: Some(format!("{}-app", brief.name)),
                    of_directory: false,
                }));
            }
            return Err(Diagnostic::new(Emitting::PathTwice {
                path,
                one: other.to_owned(),
                two: file.template.to_string(),
            }));
        }
    }
    Ok(())
}

/// Renders files, none of them the main one.
fn made(
    session: &Session<'_>,
    brief: &Brief<'_>,
    chosen: &[&EmitFile],
    templates: &Templates,
    work: &mut Work,
) -> Result<Vec<File>, Diagnostic> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_syntax(syntax()?);
    meter::bound(&mut environment);
    let loader = Arc::clone(templates);
    environment.set_loader(move |name| {
        let found = loader(name);
        found.map(|found| parseable(name, &found)).transpose()
    });
    let context = context(session, brief);
    let mut files: Vec<File> = Vec::with_capacity(chosen.len());
    for file in chosen {
        let most = work.for_a_template();
        environment.set_fuel(Some(most));
        let made = environment
            .get_template(&file.template)
            .and_then(|template| template.render_captured(&context));
        let made = made.map_err(|error| {
            // What it took is not told, and may have been all.
            work.spend(most);
            template_fault(&error, &file.template, templates)
        })?;
        let taken = made.state().fuel_levels();
        work.spend(taken.map_or(most, |(taken, _)| taken));
        let text = made.into_output();
        files.push(File {
            path: brief.path(&file.path),
            text: tidy(&file.template, text),
            main: false,
        });
    }
    Ok(files)
}

/// Whether files of the target come to one path only because of the project's name.
fn target_paths_differ(brief: &Brief<'_>, path: &str) -> bool {
    let same = |file: &&EmitFile| brief.path(&file.path).to_lowercase() == path.to_lowercase();
    let mut written = brief.target.files.iter().filter(same);
    let first = written.next();
    first.is_some_and(|first| written.any(|other| other.path != first.path))
}

/// What the engine of the templates is given: a foreign one small enough to be parsed, and measured.
fn parseable(name: &str, template: &Template) -> Result<String, minijinja::Error> {
    let text = as_template(name, template.text());
    match template {
        Template::Builtin(_) => Ok(text.into_owned()),
        Template::Foreign(_) => match Metered::of(&text) {
            Ok(metered) => Ok(metered.text),
            Err((too_much, _)) => Err(minijinja::Error::new(
                minijinja::ErrorKind::SyntaxError,
                // What minijinja says itself is English as well.
                Diagnostic::new(Project::TemplateTooLarge(too_much))
                    .said(Language::En)
                    .message,
            )),
        },
    }
}

/// Block tags leave no trace in the text around them.
fn syntax() -> Result<SyntaxConfig, Diagnostic> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .map_err(|error| {
            Diagnostic::new(Emitting::Template {
                why: error.to_string(),
                template: None,
            })
        })
}

fn template_fault(error: &minijinja::Error, asked: &str, templates: &Templates) -> Diagnostic {
    // The innermost error tells what went wrong, also inside an included template.
    let mut inner = error;
    while let Some(next) = std::error::Error::source(inner).and_then(|s| s.downcast_ref()) {
        inner = next;
    }
    let name = inner.name().unwrap_or(asked);
    let detail = inner
        .detail()
        .map_or(String::new(), |detail| format!(": {detail}"));
    let why = format!("{}{detail}", inner.kind());
    let Some(template) = templates(name) else {
        let template = Some(name.to_owned());
        return Diagnostic::new(Emitting::Template { why, template });
    };
    let text = template.text();
    let parsed = as_template(name, text);
    let metered = match &template {
        Template::Foreign(_) => Metered::of(&parsed).ok(),
        Template::Builtin(_) => None,
    };
    let span = match (inner.range(), metered) {
        (Some(range), Some(metered)) => written(name, text, &parsed, metered.written(range)),
        (Some(range), None) => written(name, text, &parsed, range),
        (None, _) => line_span(text, inner.line()),
    };
    let template = None;
    let fault = Diagnostic::new(Emitting::Template { why, template });
    fault.at(Place::new(&SourceText::new(name, text), span))
}

fn line_span(text: &str, line: Option<usize>) -> std::ops::Range<usize> {
    let line = line.unwrap_or(1).max(1);
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let len = text[start..].lines().next().map_or(0, str::len);
    start..start + len
}

/// A package that bears the name of its own dependency cannot be built.
fn refuse_dependency_names(name: &str, files: &[File]) -> Result<(), Diagnostic> {
    let Some(manifest) = files.iter().find(|file| file.path == MANIFEST) else {
        return Ok(());
    };
    let mut in_dependencies = false;
    for line in manifest.text.lines() {
        if let Some(table) = line.strip_prefix('[') {
            in_dependencies = table.contains("dependencies");
            continue;
        }
        let same = |key: &str| key.trim().replace('-', "_") == name.replace('-', "_");
        if in_dependencies && line.split_once('=').is_some_and(|(key, _)| same(key)) {
            return Err(Diagnostic::new(Usage::BadName {
                why: Name::Dependency,
                name: name.to_owned(),
                instead: Some(format!("{name}-app")),
                of_directory: false,
            }));
        }
    }
    Ok(())
}
