//! What the lab plays: groups that stand for each other, words from a fixed few, numbers from formulas.

use super::checker::Checker;
use super::conditions::Scope;
use crate::condition::{Condition, Subject};
use crate::data::List;
use crate::diagnostic::kind::{self, Ids, Many, Noun};
use crate::formula::{self, Formula};
use crate::load::files::File;
use crate::load::raw::{QuestionKindDoc, Text};
use crate::load::raw_condition::RawDefault;
use crate::load::raw_lab::{GroupPlayedDoc, LabDoc, PartDoc, QueueDoc, StationDoc};
use crate::model::lab::{
    Alone, Case, Figure, Group, Kept, Lab, Part, Queue, Restart, Station, Strategy,
};

/// The most groups, parts of one, texts and stations.
const MAX_PARTS: usize = 32;
/// The most parts alike.
const MAX_COPIES: usize = 16;

impl Checker {
    pub(super) fn lab(&mut self, file: &File<LabDoc>) -> Option<Lab> {
        let doc = &file.doc;
        let counts = [
            (doc.groups.0.len(), doc.groups.0.last().map(|one| &one.id)),
            (doc.alone.0.len(), doc.alone.0.last().map(|one| &one.id)),
            (
                doc.stations.0.len(),
                doc.stations.0.last().map(|one| &one.id),
            ),
            (doc.queues.0.len(), doc.queues.0.last().map(|one| &one.id)),
        ];
        let parts = doc.groups.0.iter();
        let parts = parts.map(|group| (group.parts.0.len(), Some(&group.id)));
        for (count, id) in counts.into_iter().chain(parts) {
            if let (Some(id), true) = (id, count > MAX_PARTS) {
                let (many, most) = (Many::Parts, MAX_PARTS);
                self.fault(id.span, Ids::TooMany { many, count, most });
                self.incomplete = true;
                return None;
            }
        }
        self.own_ids(doc.groups.0.iter().map(|one| &one.id));
        self.own_ids(doc.alone.0.iter().map(|one| &one.id));
        self.own_ids(doc.stations.0.iter().map(|one| &one.id));
        self.own_ids(doc.queues.0.iter().map(|one| &one.id));
        let places = 0..doc.groups.0.len();
        let groups = places.map(|place| self.played(&doc.groups.0, place));
        let groups: Vec<Group> = groups.collect();
        let alone = doc.alone.0.iter().map(|one| Alone {
            id: one.id.value.as_str().into(),
            when: self.condition(one.when.as_ref(), Scope::Everything),
            text: self.text(&one.text),
        });
        let alone: Vec<Alone> = alone.collect();
        let stations = doc.stations.0.iter().map(|one| self.station(one));
        let stations: Vec<Station> = stations.collect();
        let queues = doc.queues.0.iter();
        let queues: Vec<Queue> = queues.map(|one| self.queue(one, &doc.groups.0)).collect();
        Some(Lab {
            groups: groups.into(),
            alone: alone.into(),
            stations: stations.into(),
            queues: queues.into(),
        })
    }

    fn own_ids<'d>(&mut self, ids: impl Iterator<Item = &'d Text>) {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            self.is_id(id);
            if seen.contains(&id.value.as_str()) {
                self.duplicate(id);
            }
            seen.push(&id.value);
        }
    }

    fn played(&mut self, all: &[GroupPlayedDoc], place: usize) -> Group {
        let doc = &all[place];
        self.own_ids(doc.parts.0.iter().map(|part| &part.id));
        let parts = doc.parts.0.iter();
        let parts: Vec<Part> = parts.map(|part| self.part(part, all, place)).collect();
        Group {
            id: doc.id.value.as_str().into(),
            title: self.text(&doc.title),
            when: self.condition(doc.when.as_ref(), Scope::Everything),
            strategy: self.cases(&doc.strategy, Noun::Strategy, |id| {
                Strategy::ALL.into_iter().find(|one| one.id() == id)
            }),
            max_restarts: self.figures(&doc.max_restarts),
            max_seconds: self.figures(&doc.max_seconds),
            dynamic: doc.dynamic,
            parts: parts.into(),
        }
    }

    fn part(&mut self, doc: &PartDoc, all: &[GroupPlayedDoc], place: usize) -> Part {
        let restart = doc.restart.as_ref().map(|restart| {
            self.cases(restart, Noun::Restart, |id| {
                Restart::ALL.into_iter().find(|one| one.id() == id)
            })
        });
        let copies = doc.copies.as_ref().map_or(1, |copies| {
            let count = usize::try_from(copies.value).unwrap_or(usize::MAX);
            if count > MAX_COPIES {
                let (many, most) = (Many::Copies, MAX_COPIES);
                self.fault(copies.span, Ids::TooMany { many, count, most });
            }
            count.clamp(1, MAX_COPIES)
        });
        // Those further down only, so that none stands inside itself.
        let below = all.iter().enumerate().skip(place + 1);
        let group = doc.group.as_ref().and_then(|id| {
            let found = below.clone().find(|(_, one)| one.id.value == id.value);
            if found.is_none() {
                let known = below.clone().map(|(_, one)| one.id.value.as_str());
                self.unknown_id(id, Noun::GroupBelow, known);
            }
            found.map(|(place, _)| place)
        });
        Part {
            id: doc.id.value.as_str().into(),
            title: self.text(&doc.title),
            when: self.condition(doc.when.as_ref(), Scope::Everything),
            restart: restart.unwrap_or_default(),
            copies,
            beside: doc.beside,
            group,
        }
    }

    fn queue(&mut self, doc: &QueueDoc, groups: &[GroupPlayedDoc]) -> Queue {
        let kept = Kept::ALL.into_iter().find(|one| one.id() == doc.kept.value);
        if kept.is_none() {
            self.unknown_id(&doc.kept, Noun::Keeping, Kept::ALL.map(Kept::id));
        }
        // One of several alike has no name of its own here.
        let parts = groups.iter().flat_map(|group| &group.parts.0);
        let parts = parts.filter(|part| part.copies.is_none() && part.group.is_none());
        let parts: Vec<&str> = parts.map(|part| part.id.value.as_str()).collect();
        if !parts.contains(&doc.part.value.as_str()) {
            self.unknown_id(&doc.part, Noun::PartPlayed, parts);
        }
        Queue {
            id: doc.id.value.as_str().into(),
            when: self.condition(doc.when.as_ref(), Scope::Everything),
            kept: kept.unwrap_or(Kept::Rows),
            store: self.text(&doc.store),
            part: doc.part.value.as_str().into(),
            workers: self.maybe(doc.workers.as_ref()),
            attempts: self.maybe(doc.attempts.as_ref()),
            batch: self.maybe(doc.batch.as_ref()),
            batch_wait: self.maybe(doc.batch_wait.as_ref()),
            hidden: self.maybe(doc.hidden.as_ref()),
            given_up: self.text(&doc.given_up),
        }
    }

    fn maybe(&mut self, figures: Option<&RawDefault>) -> List<Figure> {
        let figures = figures.map(|figures| self.figures(figures));
        figures.unwrap_or_default()
    }

    fn station(&mut self, doc: &StationDoc) -> Station {
        let (servers, patience, room) = (
            self.maybe(doc.servers.as_ref()),
            self.maybe(doc.patience.as_ref()),
            self.maybe(doc.room.as_ref()),
        );
        Station {
            id: doc.id.value.as_str().into(),
            title: self.text(&doc.title),
            when: self.condition(doc.when.as_ref(), Scope::Everything),
            rate: self.figures(&doc.rate),
            service: self.figures(&doc.service),
            servers,
            patience,
            room,
        }
    }

    /// Values with their conditions.
    pub(super) fn each(&mut self, raw: &RawDefault) -> Vec<(Condition, Text)> {
        match raw {
            RawDefault::Always(text) => vec![(Condition::Always, text.clone())],
            RawDefault::Conditional(list) => list
                .0
                .iter()
                .map(|one| {
                    let when = self.condition(one.when.as_ref(), Scope::Everything);
                    (when, one.is.clone())
                })
                .collect(),
        }
    }

    fn cases<T: Copy>(
        &mut self,
        raw: &RawDefault,
        noun: Noun,
        read: impl Fn(&str) -> Option<T>,
    ) -> List<Case<T>> {
        let mut cases = Vec::new();
        for (when, word) in self.each(raw) {
            match read(&word.value) {
                Some(is) => cases.push(Case { when, is }),
                None => {
                    let strategies = Strategy::ALL.map(Strategy::id);
                    let restarts = Restart::ALL.map(Restart::id);
                    let known = if noun == Noun::Strategy {
                        strategies
                    } else {
                        restarts
                    };
                    self.unknown_id(&word, noun, known);
                }
            }
        }
        cases.into()
    }

    fn figures(&mut self, raw: &RawDefault) -> List<Figure> {
        let mut figures = Vec::new();
        for (when, text) in self.each(raw) {
            let parsed = Formula::parse(&text.value, &mut |name| {
                let subject = self.names.subjects.get(name).copied()?;
                match subject {
                    Subject::Question(ix) => {
                        let kind = self.names.questions[ix.index()].kind;
                        (kind == QuestionKindDoc::Number).then_some(subject)
                    }
                    Subject::Quantity(_) => Some(subject),
                    Subject::Section(_) => None,
                }
            });
            match parsed {
                Ok(is) => figures.push(Figure { when, is }),
                Err((kind, range)) => self.no_figure(&text, kind, range),
            }
        }
        figures.into()
    }

    /// A formula's fault, with the function or the number that may be meant.
    fn no_figure(&mut self, text: &Text, kind: kind::Formula, range: std::ops::Range<usize>) {
        if self.incomplete {
            return;
        }
        let known: Vec<String> = match &kind {
            kind::Formula::UnknownFunction { .. } => {
                formula::functions().map(str::to_owned).collect()
            }
            kind::Formula::UnknownName { .. } => self.numbers(),
            _ => Vec::new(),
        };
        let at = Text {
            value: text.value.get(range.clone()).unwrap_or_default().to_owned(),
            // Inside a plain scalar the offsets carry over.
            span: if text.span.len() == text.value.len() {
                text.span.part(range)
            } else {
                text.span
            },
        };
        self.fault_near(&at, kind, known.iter().map(String::as_str));
    }

    /// What a formula may name.
    fn numbers(&self) -> Vec<String> {
        let subjects = self.names.subjects.iter();
        let mut known: Vec<String> = subjects
            .filter(|(_, subject)| match subject {
                Subject::Question(ix) => {
                    self.names.questions[ix.index()].kind == QuestionKindDoc::Number
                }
                Subject::Quantity(_) => true,
                Subject::Section(_) => false,
            })
            .map(|(id, _)| id.clone())
            .collect();
        known.sort();
        known
    }
}
