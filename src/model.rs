//! The validated advisor: what every later stage reads.
//!
//! Values of these types come from [`load`](crate::load) (or from the blob that the build made
//! with it), so every index is in range, every target exists and every text is clean. All ids are
//! resolved to indexes; the human ids stay beside them for output.

pub mod answer;
pub mod lab;
pub(crate) mod plan;
pub(crate) mod question;
mod renamed;
pub(crate) mod state;

use serde::Serialize;

use self::lab::Lab;
pub(crate) use self::plan::Plan;
pub use self::question::{
    Answer, Band, Branch, Choice, Default, Example, Goto, Question, QuestionKind, Value,
};
pub(crate) use self::question::{Domain, band_of};
use crate::condition::Condition;
use crate::data::{List, Str};
use crate::formula::Formula;
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::words::{Language, Words};

/// A whole advisor in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Advisor {
    pub id: Str,
    pub version: Str,
    pub title: Str,
    pub description: Str,
    /// The language of the texts, e.g. `en` or `pt-BR`.
    pub language: Str,
    /// Every language the advisor can be read in.
    pub languages: List<Str>,
    /// `sha256:` over every file of the advisor, in order of their names.
    pub fingerprint: Str,
    /// What templates know by name; in every other place they stand in full.
    pub conditions: List<NamedCondition>,
    /// In the order asked.
    pub sections: List<Section>,
    /// Of all sections, in the order of their files.
    pub questions: List<Question>,
    pub outcomes: List<Outcome>,
    pub quantities: List<Quantity>,
    pub red_flags: List<RedFlag>,
    pub cautions: List<Caution>,
    /// The result in a sentence: the first whose condition holds.
    pub verdicts: List<Verdict>,
    /// What a finished design looks like.
    pub picture: Option<Picture>,
    /// What people come with.
    pub starts: List<Situation>,
    /// The guidance as a text to read.
    pub guide: List<Topic>,
    pub scenarios: List<Scenario>,
    pub targets: List<Target>,
    /// What can be played on a result.
    pub lab: Option<Lab>,
    pub(crate) plan: Plan,
}

/// A condition that has a name.
#[derive(Clone, Debug, Serialize)]
pub struct NamedCondition {
    pub id: Str,
    pub when: Condition,
}

/// One decision of the interview.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    pub id: Str,
    /// Ids it had before.
    pub replaces: List<Str>,
    pub title: Str,
    /// The title in a word, for where there is little room.
    pub short: Option<Str>,
    pub intro: Option<Str>,
    /// When false the section is absent from the interview.
    pub when: Condition,
    pub logic: Logic,
    /// Its questions, in file order.
    pub questions: List<QuestionIx>,
    pub outcomes: List<OutcomeIx>,
    /// Asked once the outcome is decided; they never change it.
    pub details: List<QuestionIx>,
}

/// How a section comes to its outcome.
#[derive(Clone, Debug, Serialize)]
pub enum Logic {
    /// A walk from question to question; the targets are on the questions.
    Tree { start: QuestionIx },
    /// Rows of conditions over inputs, as a DMN decision table.
    Table {
        hit: HitPolicy,
        inputs: List<QuestionIx>,
        rows: List<Row>,
    },
    /// Questions without an outcome; they feed the rules.
    Questions,
}

/// Which matching rows count (DMN's hit policies of the same names).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum HitPolicy {
    /// At most one row may match.
    Unique,
    /// The first matching row, in file order.
    First,
    /// Every matching row.
    Collect,
}

/// One row of a decision table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: Str,
    pub when: Condition,
    pub outcome: OutcomeIx,
    pub because: Option<Str>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// A recommendation.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub id: Str,
    /// Ids it had before.
    pub replaces: List<Str>,
    pub section: SectionIx,
    pub title: Str,
    /// The title in a word, for drawings.
    pub short: Option<Str>,
    pub summary: Option<Str>,
    pub rust: Option<Str>,
    /// What it looks like, by language.
    pub code: List<(Str, Str)>,
    /// What it looks like where a condition holds.
    pub code_when: List<CodeWhen>,
    pub because: Option<Str>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
    /// What another section has to say of the same thing.
    pub elsewhere: Option<Str>,
}

/// Code for some of the designs that come to an outcome.
#[derive(Clone, Debug, Serialize)]
pub struct CodeWhen {
    pub when: Condition,
    pub code: List<(Str, Str)>,
}

/// A number computed from the number answers.
#[derive(Clone, Debug, Serialize)]
pub struct Quantity {
    pub id: Str,
    pub section: SectionIx,
    pub title: Str,
    /// The title in a word or two, for drawings.
    pub short: Option<Str>,
    pub unit: Option<Str>,
    /// The unit of exactly one.
    pub unit_one: Option<Str>,
    pub value: Formula,
    pub decimals: u8,
    pub when: Condition,
    pub bands: List<Band>,
}

/// A trap the design steps into.
#[derive(Clone, Debug, Serialize)]
pub struct RedFlag {
    pub id: Str,
    pub severity: Severity,
    pub title: Str,
    pub when: Condition,
    pub text: Str,
    pub fix: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// How bad a red flag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Severity {
    /// Stop and reconsider.
    Stop,
    /// Go on knowingly.
    Warn,
}

/// What an expert would add beside a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Caution {
    pub id: Str,
    pub about: SectionIx,
    pub when: Condition,
    /// It speaks of the default of this question, and is told only while nobody answered it.
    pub assumes: Option<QuestionIx>,
    pub text: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// The whole design in one sentence.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    pub id: Str,
    pub when: Condition,
    pub text: Str,
}

/// What a finished design looks like: its parts, and what each stands under.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    pub title: Str,
    /// Each after those that it may stand under.
    pub nodes: List<PictureNode>,
}

/// A part of a design.
#[derive(Clone, Debug, Serialize)]
pub struct PictureNode {
    pub id: Str,
    /// Places among the nodes: it stands under the first that is there. None at the top.
    pub under: List<usize>,
    pub when: Condition,
    /// What it is, in a word for programs; the first whose condition holds.
    pub kind: List<lab::Case<Str>>,
    pub label: Str,
    pub notes: List<PictureNote>,
}

/// Something that is said of a part.
#[derive(Clone, Debug, Serialize)]
pub struct PictureNote {
    pub id: Str,
    pub when: Condition,
    /// What programs call it.
    pub fact: Option<PictureFact>,
    pub text: Str,
}

/// What a note says, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PictureFact {
    /// How those below it are started again when one fails.
    Strategy,
    /// When it is started again itself.
    Restart,
}

impl PictureFact {
    pub const ALL: [Self; 2] = [Self::Strategy, Self::Restart];

    /// As files write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Strategy => "strategy",
            Self::Restart => "restart",
        }
    }
}

/// What people come with, and the answers that follow from it; each stays open to change.
#[derive(Clone, Debug, Serialize)]
pub struct Situation {
    pub id: Str,
    pub title: Str,
    pub text: Str,
    pub answers: List<(QuestionIx, Answer)>,
}

/// A part of the guidance.
#[derive(Clone, Debug, Serialize)]
pub struct Topic {
    pub id: Str,
    pub title: Str,
    /// Its paragraphs; one that begins with `- ` is an item of a list.
    pub say: List<Str>,
    /// The questions that apply it.
    pub questions: List<QuestionIx>,
    pub source: Option<Str>,
}

/// A test that the advisor carries: answers and what they must lead to.
#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    pub id: Str,
    pub situation: Str,
    pub source: Option<Str>,
    pub answers: List<(QuestionIx, Answer)>,
    pub expect: List<(SectionIx, OutcomeIx)>,
    /// Ids; the exact set.
    pub red_flags: List<Str>,
    /// Ids that must be among those shown.
    pub cautions: List<Str>,
}

/// What a project is made of for one target.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    pub id: Str,
    pub title: Str,
    /// The command that confirms the decision, run in the emitted directory.
    pub confirm: Str,
    pub files: List<EmitFile>,
    pub needs: List<Need>,
}

/// What some files of a project need besides, such as a library.
#[derive(Clone, Debug, Serialize)]
pub struct Need {
    pub what: Str,
    pub when: Condition,
    /// What must have been asked for besides.
    pub with: Option<Str>,
}

/// One file of an emitted project.
#[derive(Clone, Debug, Serialize)]
pub struct EmitFile {
    /// Relative, with `/`; may name `{name}` and `{crate}`.
    pub path: Str,
    /// The template's name.
    pub template: Str,
    pub when: Condition,
    /// What must have been asked for besides.
    pub with: Option<Str>,
    /// Shows the design; the first such file that is chosen counts.
    pub main: bool,
}

impl Severity {
    /// As a heading.
    pub fn heading(self, words: &Words) -> &'static str {
        match self {
            Self::Stop => words.stop,
            Self::Warn => words.warn,
        }
    }
}

impl Advisor {
    /// The program's own words for around the advisor's texts.
    pub fn words(&self) -> &'static Words {
        Language::of(&self.language).words()
    }

    pub fn question(&self, ix: QuestionIx) -> &Question {
        &self.questions[ix.index()]
    }

    pub fn section(&self, ix: SectionIx) -> &Section {
        &self.sections[ix.index()]
    }

    pub fn outcome(&self, ix: OutcomeIx) -> &Outcome {
        &self.outcomes[ix.index()]
    }

    pub fn quantity(&self, ix: QuantityIx) -> &Quantity {
        &self.quantities[ix.index()]
    }

    /// Every question with its place.
    pub fn question_ixs(&self) -> impl Iterator<Item = QuestionIx> + use<> {
        (0..self.questions.len()).map(QuestionIx::new)
    }

    pub fn section_ixs(&self) -> impl Iterator<Item = SectionIx> + use<> {
        (0..self.sections.len()).map(SectionIx::new)
    }

    pub fn find_question(&self, id: &str) -> Option<QuestionIx> {
        let by_id = &self.plan.by_id;
        let place = by_id.binary_search_by(|ix| self.question(*ix).id.as_str().cmp(id));
        place.ok().map(|place| by_id[place])
    }

    pub fn find_section(&self, id: &str) -> Option<SectionIx> {
        self.sections
            .iter()
            .position(|s| s.id == id)
            .map(SectionIx::new)
    }

    pub fn find_quantity(&self, id: &str) -> Option<QuantityIx> {
        self.quantities
            .iter()
            .position(|q| q.id == id)
            .map(QuantityIx::new)
    }

    /// Outcomes called `id`, in the order of their sections.
    pub fn find_outcomes(&self, id: &str) -> Vec<OutcomeIx> {
        (0..self.outcomes.len())
            .filter(|place| self.outcomes[*place].id == id)
            .map(OutcomeIx::new)
            .collect()
    }

    /// Visits every condition that a section's outcome depends on; its details are not among them.
    pub(crate) fn for_each_condition(&self, section: SectionIx, visit: &mut dyn FnMut(&Condition)) {
        let section = self.section(section);
        if let Logic::Table { rows, .. } = &section.logic {
            for row in rows {
                visit(&row.when);
            }
        }
        let decides = |question: &&QuestionIx| !section.details.contains(question);
        for question in section.questions.iter().filter(decides) {
            let question = self.question(*question);
            question.conditions().for_each(&mut *visit);
            let branches = question.choices().flat_map(|choice| &choice.next);
            for branch in branches.chain(&question.next) {
                visit(&branch.when);
            }
        }
    }

    /// The quantities stated by a section.
    pub fn quantities_of(&self, section: SectionIx) -> impl Iterator<Item = QuantityIx> + '_ {
        self.quantities
            .iter()
            .enumerate()
            .filter(move |(_, q)| q.section == section)
            .map(|(ix, _)| QuantityIx::new(ix))
    }
}
