//! `:map`: the section in front as an outline in words, where the wizard draws it.
//!
//! Each line says by itself what it stands for; depth is told by the indent and by the order alone.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::ids::{QuestionIx, SectionIx};
use crate::render::page::{Page, Tone};
use crate::render::text::picture::picture;
use crate::sketch::{self, Drawing, Fate, Grid, Node, Tree, What};
use crate::text::{nearest, sanitise, shorten};

/// The deepest indent; what lies deeper stands below it.
const DEEPEST: usize = 16;

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    /// The section that is named; else that of the question in front, or all there are when nothing is asked
    /// any more.
    pub(super) fn map(&mut self, question: Option<QuestionIx>, name: &str) -> io::Result<()> {
        let named = match self.section_called(name) {
            Some(section) => Some(section),
            None if name.is_empty() => None,
            None => return self.no_section(name),
        };
        let session = self.interview.session();
        let advisor = session.advisor();
        let mut page = self.page();
        let own = question.map(|question| advisor.question(question).section);
        let own = named.or(own);
        let sections: Vec<SectionIx> = match own {
            Some(own) => vec![own],
            None => {
                let all = advisor.section_ixs();
                all.filter(|section| !session.section(*section).is_absent())
                    .collect()
            }
        };
        if own.is_none() {
            picture(&mut page, session);
        }
        let mut any = false;
        for section in sections {
            let Some(drawing) = sketch::drawing(session, session, section, question) else {
                continue;
            };
            any = true;
            page.text(0, Tone::Title, &advisor.section(section).title);
            match drawing {
                Drawing::Tree(tree) => self.node(&mut page, &tree, 0, 2),
                Drawing::Grid(grid) => self.rows(&mut page, &grid),
            }
        }
        if !any {
            page.text(0, Tone::Plain, self.words.wizard.no_map);
        }
        self.write(page)
    }

    /// The section of this id or title, while it may come up.
    fn section_called(&self, name: &str) -> Option<SectionIx> {
        let session = self.interview.session();
        let mut all = session.advisor().section_ixs();
        all.find(|ix| {
            let section = session.advisor().section(*ix);
            let title = section.title.to_lowercase();
            !session.section(*ix).is_absent()
                && (section.id.as_str() == name || title == name.to_lowercase())
        })
    }

    fn no_section(&mut self, name: &str) -> io::Result<()> {
        self.say(&(self.own.no_section)(&shorten(&sanitise(name))))?;
        let session = self.interview.session();
        let advisor = session.advisor();
        let sections = advisor.section_ixs();
        let known = sections.filter(|section| !session.section(*section).is_absent());
        let known: Vec<&str> = known
            .map(|section| advisor.section(section).id.as_str())
            .collect();
        match nearest(name, known.iter().copied()) {
            Some(near) => self.say(&(self.own.did_you_mean)(near)),
            None => self.say(&known.join(", ")),
        }
    }

    fn node(&self, page: &mut Page, tree: &Tree, place: usize, indent: usize) {
        let node = &tree.nodes[place];
        let told = self.told(node);
        let told = match &node.said {
            _ if place == 0 => told,
            answer if answer.is_empty() => format!("{}: {told}", self.own.map_any),
            answer => format!("{answer}: {told}"),
        };
        page.item(indent, "-", Tone::Plain, &told);
        for child in &node.children {
            self.node(page, tree, *child, (indent + 2).min(DEEPEST));
        }
    }

    fn told(&self, node: &Node) -> String {
        let own = self.own;
        match (node.what, node.fate) {
            (_, Fate::Closed) => (own.map_closed)(&node.name),
            (What::Outcome(_), Fate::Taken) => (own.map_taken)(&node.name),
            (What::Outcome(_), Fate::Open) => node.name.clone(),
            (What::Again(question), _) => {
                (own.map_again)(&sketch::question(self.interview.session(), question))
            }
            (What::Question(_), _) if node.here => (own.map_here)(&node.name),
            (What::Question(question), _) => {
                let session = self.interview.session();
                let asked = session.advisor().question(question);
                match session.answer(question).filter(|_| node.answered) {
                    Some(answer) => {
                        let answer = crate::model::answer::short_answer(self.words, asked, answer);
                        (own.map_answered)(&node.name, &answer)
                    }
                    None => node.name.clone(),
                }
            }
        }
    }

    fn rows(&self, page: &mut Page, grid: &Grid) {
        for line in &grid.lines {
            let told = match line.fate {
                Fate::Closed => (self.own.map_closed)(&line.name),
                Fate::Taken => (self.own.map_taken)(&line.name),
                Fate::Open => line.name.clone(),
            };
            let cells = grid.told(line);
            page.item(2, "-", Tone::Plain, &format!("{cells}: {told}"));
        }
    }
}
