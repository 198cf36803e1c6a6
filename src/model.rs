//! The validated advisor: what every later stage reads.
//!
//! Values of these types come from [`load`](crate::load) (or from the blob that the build made
//! with it), so every index is in range, every target exists and every text is clean. All ids are
//! resolved to indexes; the human ids stay beside them for output.

pub mod answer;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::formula::Formula;
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::words::{Language, Words};

/// A whole advisor in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advisor {
    pub id: String,
    pub version: String,
    pub title: String,
    pub description: String,
    /// The language of the texts, e.g. `en` or `pt-BR`.
    pub language: String,
    /// Every language the advisor can be read in.
    pub languages: Vec<String>,
    /// `sha256:` over every file of the advisor, in order of their names.
    pub fingerprint: String,
    /// In the order asked.
    pub sections: Vec<Section>,
    /// Of all sections, in the order of their files.
    pub questions: Vec<Question>,
    pub outcomes: Vec<Outcome>,
    pub quantities: Vec<Quantity>,
    pub red_flags: Vec<RedFlag>,
    pub cautions: Vec<Caution>,
    pub scenarios: Vec<Scenario>,
    pub targets: Vec<Target>,
}

/// One decision of the interview.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Section {
    pub id: String,
    pub title: String,
    pub intro: Option<String>,
    /// When false the section is absent from the interview.
    pub when: Condition,
    pub logic: Logic,
    /// Its questions, in file order.
    pub questions: Vec<QuestionIx>,
    pub outcomes: Vec<OutcomeIx>,
    /// Asked once the outcome is decided; they never change it.
    pub details: Vec<QuestionIx>,
}

/// How a section comes to its outcome.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Logic {
    /// A walk from question to question; the targets are on the questions.
    Tree { start: QuestionIx },
    /// Rows of conditions over inputs, as a DMN decision table.
    Table {
        hit: HitPolicy,
        inputs: Vec<QuestionIx>,
        rows: Vec<Row>,
    },
    /// Questions without an outcome; they feed the rules.
    Questions,
}

/// Which matching rows count (DMN's hit policies of the same names).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitPolicy {
    /// At most one row may match.
    Unique,
    /// The first matching row, in file order.
    First,
    /// Every matching row.
    Collect,
}

/// One row of a decision table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    pub id: String,
    pub when: Condition,
    pub outcome: OutcomeIx,
    pub because: Option<String>,
    pub source: Option<String>,
    pub dissent: Option<String>,
}

/// Something the user is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    pub id: String,
    pub section: SectionIx,
    pub ask: String,
    pub help: Option<String>,
    pub example: Option<String>,
    /// Situations with the answer that an expert would give, near misses among them.
    pub examples: Vec<Example>,
    pub source: Option<String>,
    /// Used for numbers and texts, whose options carry no reason of their own.
    pub because: Option<String>,
    /// When false the question is not asked and its default stands.
    pub when: Condition,
    pub kind: QuestionKind,
    /// The first whose condition holds is the answer of an empty line.
    pub defaults: Vec<Default>,
    /// Where a tree goes on when the option chosen has no branches of its own.
    pub next: Vec<Branch>,
}

/// A situation in which a question is asked, and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    pub id: String,
    pub situation: String,
    pub answer: Answer,
}

/// What can be answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum QuestionKind {
    /// `yes` and `no`, in this order.
    YesNo {
        options: Vec<Choice>,
    },
    Choice {
        options: Vec<Choice>,
    },
    Number {
        unit: Option<String>,
        /// Inclusive.
        min: f64,
        /// Inclusive.
        max: f64,
        integer: bool,
        /// Named, ascending, gap-free from `min` to `max`.
        bands: Vec<Band>,
    },
    Text {
        /// The pattern as written; it must match the whole answer.
        pattern: String,
        hint: Option<String>,
    },
}

/// One option of a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub label: String,
    pub because: Option<String>,
    pub source: Option<String>,
    pub dissent: Option<String>,
    /// Where a tree goes on from here; empty when the question's own branches count.
    pub next: Vec<Branch>,
}

/// A named range of a number question or quantity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Band {
    /// Label, reason and branches, as for an option.
    pub choice: Choice,
    /// Exclusive upper end; `None` in the last band.
    pub below: Option<f64>,
}

/// A default answer and when it counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Default {
    pub when: Condition,
    pub answer: Answer,
}

/// One way on from a question of a tree.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Branch {
    pub when: Condition,
    pub to: Goto,
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goto {
    Question(QuestionIx),
    Outcome(OutcomeIx),
}

/// A recommendation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub id: String,
    pub section: SectionIx,
    pub title: String,
    pub summary: Option<String>,
    pub rust: Option<String>,
    pub because: Option<String>,
    pub source: Option<String>,
    pub dissent: Option<String>,
}

/// A number computed from the number answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quantity {
    pub id: String,
    pub section: SectionIx,
    pub title: String,
    pub unit: Option<String>,
    pub value: Formula,
    pub decimals: u8,
    pub when: Condition,
    pub bands: Vec<Band>,
}

/// A trap the design steps into.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RedFlag {
    pub id: String,
    pub severity: Severity,
    pub title: String,
    pub when: Condition,
    pub text: String,
    pub fix: String,
    pub source: Option<String>,
    pub dissent: Option<String>,
}

/// How bad a red flag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// Stop and reconsider.
    Stop,
    /// Go on knowingly.
    Warn,
}

/// What an expert would add beside a decision.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Caution {
    pub id: String,
    pub about: SectionIx,
    pub when: Condition,
    pub text: String,
    pub source: Option<String>,
    pub dissent: Option<String>,
}

/// A test that the advisor carries: answers and what they must lead to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scenario {
    pub id: String,
    pub situation: String,
    pub source: Option<String>,
    pub answers: Vec<(QuestionIx, Answer)>,
    pub expect: Vec<(SectionIx, OutcomeIx)>,
    /// Ids; the exact set.
    pub red_flags: Vec<String>,
    /// Ids that must be among those shown.
    pub cautions: Vec<String>,
}

/// What a project is made of for one target.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Target {
    pub id: String,
    pub title: String,
    /// The command that confirms the decision, run in the emitted directory.
    pub confirm: String,
    pub files: Vec<EmitFile>,
}

/// One file of an emitted project.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmitFile {
    /// Relative, with `/`; may name `{name}` and `{crate}`.
    pub path: String,
    /// The template's name.
    pub template: String,
    pub when: Condition,
    /// Printed by `--format code`.
    pub main: bool,
}

/// An answer, already checked against its question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The place in the question's options.
    Option(usize),
    Number(f64),
    Text(String),
    /// The user does not know.
    Unknown,
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
        self.questions
            .iter()
            .position(|q| q.id == id)
            .map(QuestionIx::new)
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

    /// The quantities stated by a section.
    pub fn quantities_of(&self, section: SectionIx) -> impl Iterator<Item = QuantityIx> + '_ {
        self.quantities
            .iter()
            .enumerate()
            .filter(move |(_, q)| q.section == section)
            .map(|(ix, _)| QuantityIx::new(ix))
    }
}

impl Question {
    /// Whether there are interviews in which its default stands instead of being asked.
    pub fn is_conditional(&self) -> bool {
        self.when != Condition::Always
    }

    /// The options of a yes/no or choice question; none for numbers and texts.
    pub fn options(&self) -> &[Choice] {
        match &self.kind {
            QuestionKind::YesNo { options } | QuestionKind::Choice { options } => options,
            QuestionKind::Number { .. } | QuestionKind::Text { .. } => &[],
        }
    }

    /// The options, or the bands of a number; none for texts.
    pub fn choices(&self) -> impl Iterator<Item = &Choice> {
        let bands = match &self.kind {
            QuestionKind::Number { bands, .. } => bands.as_slice(),
            _ => &[],
        };
        self.options()
            .iter()
            .chain(bands.iter().map(|band| &band.choice))
    }

    /// The option, or the band of a number, that an answer falls into.
    pub fn choice_of(&self, answer: &Answer) -> Option<&Choice> {
        match (&self.kind, answer) {
            (_, Answer::Option(place)) => self.options().get(*place),
            (QuestionKind::Number { bands, .. }, Answer::Number(value)) => {
                band_of(bands, *value).map(|place| &bands[place].choice)
            }
            _ => None,
        }
    }
}

/// The place of the band that a value falls into.
pub(crate) fn band_of(bands: &[Band], value: f64) -> Option<usize> {
    bands
        .iter()
        .position(|band| band.below.is_none_or(|below| value < below))
}
