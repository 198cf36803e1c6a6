//! Named conditions: what an advisor says once and uses by `is: NAME`.
//!
//! Wherever a name stands, its condition is put in: the engine evaluates, explains and analyses one
//! kind of condition only. Sizes are bounded, since names that use each other twice would double.

use std::collections::HashMap;
use std::sync::Arc;

use super::checker::Checker;
use super::conditions::Scope;
use super::names::Made;
use crate::condition::{Condition, Subject};
use crate::data::List;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::load::files::File;
use crate::load::id::{bad_id, is_id};
use crate::load::raw::{ConditionsDoc, Text};
use crate::load::raw_condition::{RawTerm, RawWhen};
use crate::model::NamedCondition;

/// The most named conditions of an advisor.
const MAX_NAMED: usize = 256;
/// The most parts of one, with those it names put in.
const MAX_PARTS: usize = 500;
/// The most parts that all uses of names in an advisor may come to.
const MAX_PUT_IN: usize = 100_000;

/// How far the way through the names has come.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Unseen,
    Open,
    Done,
}

impl Checker {
    /// Makes every condition of the file, those first that others use.
    pub(super) fn named_conditions(&mut self, file: &File<ConditionsDoc>) {
        let text = &file.text;
        let entries = &file.doc.conditions.0;
        if let Some((name, _)) = entries.get(MAX_NAMED) {
            let message = format!(
                "{} named conditions; at most {MAX_NAMED} are taken",
                entries.len()
            );
            self.fault(text, &name.span, Diagnostic::new(Code::TooLarge, message));
            self.incomplete = true;
            return;
        }
        for (name, _) in entries {
            if !is_id(&name.value) {
                self.fault(text, &name.span, bad_id(&name.value));
            }
            self.names.conditions.names.push(name.value.clone());
        }
        let places: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .map(|(place, (name, _))| (name.value.as_str(), place))
            .collect();
        let uses: Vec<Vec<usize>> = entries
            .iter()
            .map(|(_, when)| {
                let mut found = Vec::new();
                names_in(&when.value, &mut found);
                let used = &mut self.names.conditions.used;
                used.extend(found.iter().map(|name| (*name).to_owned()));
                let places = found.iter().filter_map(|name| places.get(name).copied());
                places.collect()
            })
            .collect();
        let mut way = Way {
            uses,
            marks: vec![Mark::Unseen; entries.len()],
            open: Vec::new(),
            order: Vec::new(),
            circles: Vec::new(),
        };
        for place in 0..entries.len() {
            way.follow(place);
        }
        for circle in &way.circles {
            let mut names: Vec<&str> = circle
                .iter()
                .map(|p| entries[*p].0.value.as_str())
                .collect();
            names.extend(names.first().copied());
            let message = format!("the conditions lead in a circle: {}", names.join(" -> "));
            let at = &entries[circle[0]].0.span;
            self.fault(text, at, Diagnostic::new(Code::Cycle, message));
        }
        for place in way.order.clone() {
            let (name, when) = &entries[place];
            // What uses one that could not be made is not made either; that is told once.
            let made = |used: &usize| {
                self.names
                    .conditions
                    .made
                    .contains_key(&entries[*used].0.value)
            };
            if !way.uses[place].iter().all(made) {
                continue;
            }
            let when = self.condition(text, Some(when), Scope::Everything);
            let size = when.size();
            if size > MAX_PARTS {
                let message = format!("`{}` has more than {MAX_PARTS} parts", name.value);
                let fault = Diagnostic::new(Code::TooLarge, message)
                    .help("the conditions that it names count in full");
                self.fault(text, &name.span, fault);
                continue;
            }
            let mut subjects = Vec::new();
            when.subjects(&mut |subject| {
                if !subjects.contains(&subject) {
                    subjects.push(subject);
                }
            });
            let made = Made {
                when,
                size,
                subjects,
            };
            self.names.conditions.made.insert(name.value.clone(), made);
        }
    }

    /// Notes that something uses a condition, if there is one of this name.
    pub(super) fn uses_condition(&mut self, text: &Arc<SourceText>, name: &Text) -> bool {
        let named = &mut self.names.conditions;
        if named.names.contains(&name.value) {
            named.used.insert(name.value.clone());
            return true;
        }
        named.unclear = true;
        let known = named.names.clone();
        self.unknown_id(text, name, "condition", known.iter().map(String::as_str));
        false
    }

    /// What `is: NAME` stands for.
    pub(super) fn named(
        &mut self,
        text: &Arc<SourceText>,
        name: &Text,
        scope: Scope,
    ) -> Option<Condition> {
        if !self.uses_condition(text, name) {
            return None;
        }
        let named = &mut self.names.conditions;
        // One that could not be made was reported where it stands.
        let made = named.made.get(&name.value)?;
        named.put_in = named.put_in.saturating_add(made.size);
        if named.put_in > MAX_PUT_IN {
            let message = format!(
                "the conditions of this advisor have more than {MAX_PUT_IN} parts, with those that \
                 they name put in"
            );
            self.fault(text, &name.span, Diagnostic::new(Code::TooLarge, message));
            return None;
        }
        let when = made.when.clone();
        let subjects = made.subjects.clone();
        let hidden = subjects
            .iter()
            .find_map(|subject| Some((*subject, self.visible(*subject, scope).err()?)));
        if let Some((subject, why)) = hidden {
            let fault = self.not_here(name, subject, why);
            self.fault(text, &name.span, fault);
            return None;
        }
        Some(when)
    }

    /// That a named condition looks at what is not known here.
    pub(super) fn not_here(&self, name: &Text, subject: Subject, why: &str) -> Diagnostic {
        Diagnostic::new(
            Code::BadCondition,
            format!("the condition `{}` cannot be used here", name.value),
        )
        .help(format!("it looks at `{}`", self.names.id_of(subject)))
        .help(why)
    }

    /// The conditions for the model; what nothing uses is a fault.
    pub(super) fn conditions_used(&mut self, file: &File<ConditionsDoc>) -> List<NamedCondition> {
        let mut conditions = Vec::new();
        let whole = !self.incomplete && !self.names.conditions.unclear;
        for (name, _) in &file.doc.conditions.0 {
            if whole && !self.names.conditions.used.contains(&name.value) {
                let message = format!("nothing uses the condition `{}`", name.value);
                let fault = Diagnostic::new(Code::Unused, message).help(format!(
                    "`is: {0}` in a condition uses it, and `is.{0}` in a template",
                    name.value
                ));
                self.fault(&file.text, &name.span, fault);
            }
            let made = self.names.conditions.made.get(&name.value);
            conditions.extend(made.map(|made| NamedCondition {
                id: name.value.as_str().into(),
                when: made.when.clone(),
            }));
        }
        conditions.into()
    }
}

/// The way through names that use each other, each after those it uses.
struct Way {
    uses: Vec<Vec<usize>>,
    marks: Vec<Mark>,
    open: Vec<usize>,
    order: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Way {
    /// As deep as there are names, which is bounded.
    fn follow(&mut self, place: usize) {
        match self.marks[place] {
            Mark::Done => return,
            Mark::Open => {
                let from = self.open.iter().position(|other| *other == place);
                self.circles.push(self.open[from.unwrap_or(0)..].to_vec());
                return;
            }
            Mark::Unseen => {}
        }
        self.marks[place] = Mark::Open;
        self.open.push(place);
        for next in self.uses[place].clone() {
            self.follow(next);
        }
        self.open.pop();
        self.marks[place] = Mark::Done;
        self.order.push(place);
    }
}

/// Every condition that a condition names.
fn names_in<'w>(when: &'w RawWhen, found: &mut Vec<&'w str>) {
    let RawWhen::All(terms) = when else {
        return;
    };
    for term in terms {
        match term {
            RawTerm::All(list) | RawTerm::Any(list) => {
                for one in list {
                    names_in(&one.value, found);
                }
            }
            RawTerm::Not(inner) => names_in(&inner.value, found),
            RawTerm::Named(name) => found.push(&name.value),
            RawTerm::Is(..) => {}
        }
    }
}
