//! Named conditions: what an advisor says once and uses by `is: NAME`.
//!
//! Wherever a name stands, its condition is put in: the engine evaluates, explains and analyses one
//! kind of condition only. Sizes are bounded, since names that use each other twice would double.

use std::collections::HashMap;

use super::checker::Checker;
use super::conditions::Scope;
use super::names::Made;
use crate::condition::{Condition, Subject};
use crate::data::List;
use crate::diagnostic::kind::{Conditions, Hidden, Ids, Many, Noun};
use crate::load::files::File;
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
        let entries = &file.doc.conditions.0;
        if let Some((name, _)) = entries.get(MAX_NAMED) {
            let kind = Ids::TooMany {
                many: Many::Conditions,
                count: entries.len(),
                most: MAX_NAMED,
            };
            self.fault(name.span, kind);
            self.incomplete = true;
            return;
        }
        for (name, _) in entries {
            self.is_id(name);
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
            let around = circle.iter().chain(circle.first());
            let conditions = around.map(|place| entries[*place].0.value.clone());
            let kind = Conditions::Circle {
                conditions: conditions.collect(),
            };
            self.fault(entries[circle[0]].0.span, kind);
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
            let when = self.condition(Some(when), Scope::Everything);
            let size = when.size();
            if size > MAX_PARTS {
                let id = name.value.clone();
                let most = MAX_PARTS;
                self.fault(name.span, Conditions::TooLarge { id, most });
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
    pub(super) fn uses_condition(&mut self, name: &Text) -> bool {
        let named = &mut self.names.conditions;
        if named.names.contains(&name.value) {
            named.used.insert(name.value.clone());
            return true;
        }
        named.unclear = true;
        let known = named.names.clone();
        self.unknown_id(name, Noun::Condition, known.iter().map(String::as_str));
        false
    }

    /// What `is: NAME` stands for.
    pub(super) fn named(&mut self, name: &Text, scope: Scope) -> Option<Condition> {
        if !self.uses_condition(name) {
            return None;
        }
        let named = &mut self.names.conditions;
        // One that could not be made was reported where it stands.
        let made = named.made.get(&name.value)?;
        named.put_in = named.put_in.saturating_add(made.size);
        if named.put_in > MAX_PUT_IN {
            self.fault(name.span, Conditions::AllTooLarge { most: MAX_PUT_IN });
            return None;
        }
        let when = made.when.clone();
        let subjects = made.subjects.clone();
        let hidden = subjects
            .iter()
            .find_map(|subject| Some((*subject, self.visible(*subject, scope).err()?)));
        if let Some((subject, why)) = hidden {
            let kind = self.not_here(name, subject, why);
            self.fault(name.span, kind);
            return None;
        }
        Some(when)
    }

    /// That a named condition looks at what is not known here.
    pub(super) fn not_here(&self, name: &Text, subject: Subject, why: Hidden) -> Conditions {
        Conditions::NotHere {
            id: name.value.clone(),
            subject: self.names.id_of(subject).to_owned(),
            why,
        }
    }

    /// The conditions for the model; what nothing uses is a fault.
    pub(super) fn conditions_used(&mut self, file: &File<ConditionsDoc>) -> List<NamedCondition> {
        let mut conditions = Vec::new();
        let whole = !self.incomplete && !self.names.conditions.unclear;
        for (name, _) in &file.doc.conditions.0 {
            if whole && !self.names.conditions.used.contains(&name.value) {
                let id = name.value.clone();
                self.fault(name.span, Conditions::Unused { id });
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
