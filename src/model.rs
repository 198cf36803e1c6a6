//! The validated advisor: what every later stage reads.
//!
//! Values of these types come from [`load`](crate::load) (or from the blob that the build made
//! with it), so every index is in range, every target exists and every text is clean. All ids are
//! resolved to indexes; the human ids stay beside them for output.

pub mod answer;

use serde::Serialize;

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
    pub scenarios: List<Scenario>,
    pub targets: List<Target>,
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
    pub title: Str,
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

/// Something the user is asked.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub id: Str,
    pub section: SectionIx,
    pub ask: Str,
    pub help: Option<Str>,
    pub example: Option<Str>,
    /// Situations with the answer that an expert would give, near misses among them.
    pub examples: List<Example>,
    pub source: Option<Str>,
    /// Used for numbers and texts, whose options carry no reason of their own.
    pub because: Option<Str>,
    /// When false the question is not asked and its default stands.
    pub when: Condition,
    pub kind: QuestionKind,
    /// The first whose condition holds is the answer of an empty line.
    pub defaults: List<Default>,
    /// Where a tree goes on when the option chosen has no branches of its own.
    pub next: List<Branch>,
}

/// A situation in which a question is asked, and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    pub id: Str,
    pub situation: Str,
    pub answer: Answer,
}

/// What can be answered.
#[derive(Clone, Debug, Serialize)]
pub enum QuestionKind {
    /// `yes` and `no`, in this order.
    YesNo {
        options: List<Choice>,
    },
    Choice {
        options: List<Choice>,
    },
    Number {
        unit: Option<Str>,
        /// Inclusive.
        min: f64,
        /// Inclusive.
        max: f64,
        integer: bool,
        /// Named, ascending, gap-free from `min` to `max`.
        bands: List<Band>,
    },
    Text {
        /// The pattern as written; it must match the whole answer.
        pattern: Str,
        hint: Option<Str>,
    },
}

/// One option of a question.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub id: Str,
    pub label: Str,
    pub because: Option<Str>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
    /// Where a tree goes on from here; empty when the question's own branches count.
    pub next: List<Branch>,
}

/// A named range of a number question or quantity.
#[derive(Clone, Debug, Serialize)]
pub struct Band {
    /// Label, reason and branches, as for an option.
    pub choice: Choice,
    /// Exclusive upper end; `None` in the last band.
    pub below: Option<f64>,
}

/// A default answer and when it counts.
#[derive(Clone, Debug, Serialize)]
pub struct Default {
    pub when: Condition,
    pub answer: Answer,
}

/// One way on from a question of a tree.
#[derive(Clone, Debug, Serialize)]
pub struct Branch {
    pub when: Condition,
    pub to: Goto,
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Goto {
    Question(QuestionIx),
    Outcome(OutcomeIx),
}

/// A recommendation.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub id: Str,
    pub section: SectionIx,
    pub title: Str,
    pub summary: Option<Str>,
    pub rust: Option<Str>,
    pub because: Option<Str>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// A number computed from the number answers.
#[derive(Clone, Debug, Serialize)]
pub struct Quantity {
    pub id: Str,
    pub section: SectionIx,
    pub title: Str,
    pub unit: Option<Str>,
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
    pub text: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
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
}

/// One file of an emitted project.
#[derive(Clone, Debug, Serialize)]
pub struct EmitFile {
    /// Relative, with `/`; may name `{name}` and `{crate}`.
    pub path: Str,
    /// The template's name.
    pub template: Str,
    pub when: Condition,
    /// Printed by `--format code`.
    pub main: bool,
}

/// An answer, already checked against its question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Answer {
    /// The place in the question's options.
    Option(usize),
    Number(f64),
    Text(Str),
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
            QuestionKind::Number { bands, .. } => &bands[..],
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
