//! What a project is made of: paths stay inside it, no two files come to one path, and every design has
//! a main file.

use std::collections::{BTreeSet, HashMap};

use super::checker::Checker;
use super::conditions::Scope;
use crate::condition::{Condition, Subject, Test, Tri};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::{Ids, Many, Project};
use crate::ids::SectionIx;
use crate::load::files::File;
use crate::load::raw::{EmitDoc, EmitFileDoc, TargetDoc, Text};
use crate::load::source::Builtin;
use crate::load::source::{Source, is_inside};
use crate::model::{Advisor, EmitFile, HitPolicy, Logic, Need, Target};

/// The most files of one target, and the most that may share a path.
const MAX_FILES: usize = 2_000;
const MAX_SHARED: usize = 16;

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
                self.duplicate(&doc.id);
            }
            let count = written(doc).count();
            if count > MAX_FILES {
                let (many, most) = (Many::Files, MAX_FILES);
                self.fault(doc.id.span, Ids::TooMany { many, count, most });
                continue;
            }
            let mut files: Vec<EmitFile> = Vec::with_capacity(count);
            let mut needs = Vec::new();
            for emit in &doc.files.0 {
                files.push(self.emit_file(emit, Condition::Always, None));
            }
            for group in &doc.groups.0 {
                let when = self.condition(Some(&group.when), Scope::Everything);
                for need in &group.needs.0 {
                    needs.push(Need {
                        what: self.text(need),
                        when: when.clone(),
                        with: group.with.as_ref().map(|name| name.value.as_str().into()),
                    });
                }
                for emit in &group.files.0 {
                    files.push(self.emit_file(emit, when.clone(), group.with.as_ref()));
                }
            }
            self.one_file_a_path(advisor, doc, &files);
            self.one_main_file(advisor, doc, &files);
            let made = Target {
                id: doc.id.value.as_str().into(),
                title: self.name(&doc.title),
                confirm: self.text(&doc.confirm),
                files: files.into(),
                needs: needs.into(),
            };
            advisor.targets.push(made);
        }
        let files = file.doc.targets.0.iter().flat_map(written);
        let named = files.map(|emit| {
            let by = self.files.place(emit.template.span);
            (emit.template.value.clone(), by)
        });
        let named = named.collect();
        self.templates(named, source, builtin);
    }

    fn emit_file(&mut self, doc: &EmitFileDoc, group: Condition, with: Option<&Text>) -> EmitFile {
        let path = &doc.path.value;
        if !is_inside(path) {
            let path = path.clone();
            self.fault(doc.path.span, Project::Outside { path });
        }
        if let Some(other) = placeholders(path).find(|name| !["name", "crate"].contains(name)) {
            let name = other.to_owned();
            let fault = Diagnostic::new(Project::PathPlaceholder { name })
                .at(self.files.place(doc.path.span))
                .nearest(other, ["name", "crate"]);
            self.faults.push(fault);
        }
        let own = self.condition(doc.when.as_ref(), Scope::Everything);
        EmitFile {
            path: path.as_str().into(),
            template: doc.template.value.as_str().into(),
            when: both(group, own),
            with: doc
                .with
                .as_ref()
                .or(with)
                .map(|name| name.value.as_str().into()),
            main: doc.main,
        }
    }

    /// The first main file that a design chooses is the one it has, so it must choose one, and in a way
    /// that can be seen: an earlier one whatever the design, or one for every outcome of a section.
    fn one_main_file(&mut self, advisor: &Advisor, doc: &TargetDoc, files: &[EmitFile]) {
        let mut always = false;
        for (emit, written) in files.iter().zip(written(doc)) {
            let main = emit.main && emit.with.is_none();
            if emit.main && always {
                let path = emit.path.to_string();
                self.fault(written.path.span, Project::NeverMain { path });
            }
            always |= main && emit.when == Condition::Always;
        }
        // What was left out might have been what is missed.
        if always || files.is_empty() || self.incomplete {
            return;
        }
        let mains: Vec<&Condition> = files
            .iter()
            .filter(|file| file.main && file.with.is_none())
            .map(|file| &file.when)
            .collect();
        let mut named = BTreeSet::new();
        for when in &mains {
            when.subjects(&mut |subject| named.extend(section_of(subject)));
        }
        let without = named
            .into_iter()
            .filter(|ix| is_always_decided(advisor, *ix))
            .map(|ix| without_main(advisor, ix, &mains))
            .min_by_key(Vec::len);
        if without.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let target = doc.id.value.clone();
        let without = without.unwrap_or_default();
        self.fault(doc.id.span, Project::NoMain { target, without });
    }

    /// Files that share a path must exclude each other, and in a way that can be seen.
    fn one_file_a_path(&mut self, advisor: &Advisor, doc: &TargetDoc, files: &[EmitFile]) {
        let together = |subject: Subject| match subject {
            Subject::Section(section) => matches!(
                advisor.sections.get(section.index()).map(|own| &own.logic),
                Some(Logic::Table {
                    hit: HitPolicy::Collect,
                    ..
                })
            ),
            Subject::Question(_) | Subject::Quantity(_) => false,
        };
        let mut by_path: HashMap<&str, Vec<&EmitFile>> = HashMap::new();
        for (emit, written) in files.iter().zip(written(doc)) {
            let others = by_path.entry(&emit.path).or_default();
            if others.len() >= MAX_SHARED {
                let (path, most) = (emit.path.to_string(), MAX_SHARED);
                self.fault(written.path.span, Project::PathShared { path, most });
                return;
            }
            if let Some(other) = others
                .iter()
                .find(|other| !other.when.excludes(&emit.when, &together))
            {
                let kind = Project::PathTwice {
                    path: emit.path.to_string(),
                    one: other.template.to_string(),
                    two: emit.template.to_string(),
                };
                self.fault(written.path.span, kind);
            }
            others.push(emit);
        }
    }
}

fn section_of(subject: Subject) -> Option<SectionIx> {
    match subject {
        Subject::Section(section) => Some(section),
        Subject::Question(_) | Subject::Quantity(_) => None,
    }
}

/// Whether a section comes to one outcome in every design.
fn is_always_decided(advisor: &Advisor, ix: SectionIx) -> bool {
    let section = advisor.section(ix);
    let alone = match section.logic {
        Logic::Tree { .. } => true,
        Logic::Table { hit, .. } => hit != HitPolicy::Collect,
        Logic::Questions => false,
    };
    alone && section.when == Condition::Always && !section.outcomes.is_empty()
}

/// The outcomes of a section with which none of these conditions is sure to hold.
fn without_main(advisor: &Advisor, ix: SectionIx, mains: &[&Condition]) -> Vec<String> {
    let outcomes = advisor.section(ix).outcomes.iter().enumerate();
    outcomes
        .filter(|(place, _)| !mains.iter().any(|when| with(when, ix, *place) == Tri::True))
        .map(|(_, outcome)| advisor.outcome(*outcome).id.to_string())
        .collect()
}

/// A condition with one outcome known and nothing else.
fn with(when: &Condition, section: SectionIx, outcome: usize) -> Tri {
    let each = |inner: &[Condition], from: Tri, join: fn(Tri, Tri) -> Tri| {
        let parts = inner.iter().map(|one| with(one, section, outcome));
        parts.fold(from, join)
    };
    match when {
        Condition::Always => Tri::True,
        Condition::All(inner) => each(inner, Tri::True, Tri::and),
        Condition::Any(inner) => each(inner, Tri::False, Tri::or),
        Condition::Not(inner) => !with(inner, section, outcome),
        Condition::Is(Subject::Section(own), Test::In(places)) if *own == section => {
            Tri::of(places.contains(&outcome))
        }
        Condition::Is(..) => Tri::Unknown,
    }
}

/// The names in braces of a path.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Every file of a target, in order.
fn written(doc: &TargetDoc) -> impl Iterator<Item = &EmitFileDoc> {
    let grouped = doc.groups.0.iter().flat_map(|group| &group.files.0);
    doc.files.0.iter().chain(grouped)
}

fn both(group: Condition, own: Condition) -> Condition {
    match (group, own) {
        (Condition::Always, one) | (one, Condition::Always) => one,
        (group, own) => Condition::All(vec![group, own].into()),
    }
}
