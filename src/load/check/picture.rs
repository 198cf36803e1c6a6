//! The picture of a finished design: what its nodes are, and what each stands under.

use super::checker::Checker;
use super::conditions::Scope;
use crate::data::List;
use crate::diagnostic::kind::{Ids, Many, Noun};
use crate::load::files::File;
use crate::load::raw::{PictureDoc, PictureNodeDoc, Text};
use crate::model::lab::Case;
use crate::model::{Advisor, Picture, PictureFact, PictureNode, PictureNote};

/// The most nodes of a picture; nobody could look at more.
const MAX_NODES: usize = 200;

impl Checker {
    pub(super) fn picture(&mut self, advisor: &mut Advisor, file: &File<PictureDoc>) {
        let mut picture = Picture {
            title: self.name(&file.doc.picture),
            nodes: List::EMPTY,
        };
        if let Some(doc) = file.doc.nodes.0.get(MAX_NODES) {
            let kind = Ids::TooMany {
                many: Many::Nodes,
                count: file.doc.nodes.0.len(),
                most: MAX_NODES,
            };
            self.fault(doc.id.span, kind);
            // Neither are the texts of those left out missed.
            self.incomplete = true;
        }
        for doc in file.doc.nodes.0.iter().take(MAX_NODES) {
            let node = self.picture_node(&picture, doc);
            picture.nodes.push(node);
        }
        advisor.picture = Some(picture);
    }

    fn picture_node(&mut self, picture: &Picture, doc: &PictureNodeDoc) -> PictureNode {
        let place = |id: &str| picture.nodes.iter().position(|node| node.id == id);
        self.is_id(&doc.id);
        if place(&doc.id.value).is_some() {
            self.duplicate(&doc.id);
        }
        let mut under = Vec::new();
        for id in &doc.under.0 {
            match place(&id.value) {
                Some(place) => under.push(place),
                None => {
                    let known = picture.nodes.iter().map(|node| node.id.as_str());
                    self.unknown_id(id, Noun::NodeBefore, known);
                }
            }
        }
        let mut notes: Vec<PictureNote> = Vec::new();
        for note in &doc.notes.0 {
            self.is_id(&note.id);
            if note.id.value == "label" || notes.iter().any(|other| other.id == note.id.value) {
                self.duplicate(&note.id);
            }
            notes.push(PictureNote {
                id: note.id.value.as_str().into(),
                when: self.condition(note.when.as_ref(), Scope::Everything),
                fact: note.fact.as_ref().and_then(|fact| self.picture_fact(fact)),
                text: self.text(&note.text),
            });
        }
        let mut kind = Vec::new();
        let kinds = doc.kind.as_ref().map(|kind| self.each(kind));
        for (when, word) in kinds.unwrap_or_default() {
            self.is_id(&word);
            let is = word.value.as_str().into();
            kind.push(Case { when, is });
        }
        PictureNode {
            id: doc.id.value.as_str().into(),
            under: under.into(),
            when: self.condition(doc.when.as_ref(), Scope::Everything),
            kind: kind.into(),
            label: self.text(&doc.label),
            notes: notes.into(),
        }
    }

    fn picture_fact(&mut self, fact: &Text) -> Option<PictureFact> {
        let all = PictureFact::ALL.into_iter();
        let found = all.clone().find(|one| one.id() == fact.value);
        if found.is_none() {
            self.unknown_id(fact, Noun::Fact, all.map(PictureFact::id));
        }
        found
    }
}
