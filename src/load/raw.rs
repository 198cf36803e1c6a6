//! The files of an advisor as their authors write them, with no behaviour.
//!
//! These types are the grammar: `otp-advisor schema` is made from them, and [`check`](super::check)
//! turns them into the [`model`](crate::model) or says everything that is wrong.

use schemars::JsonSchema;
use serde::Deserialize;

use super::decode::{Each, EachNamed, Spanned};
pub(crate) use super::raw_condition::{Entries, RawDefault, RawWhen, Text};

/// `advisor.yaml`: the manifest.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ManifestDoc {
    /// The advisor's id.
    pub(crate) advisor: Text,
    pub(crate) version: Text,
    pub(crate) title: Text,
    pub(crate) description: Text,
    /// The language of the texts in these files, e.g. `en`.
    pub(crate) language: Text,
    /// Languages with a complete `lang/NAME.yaml`.
    #[serde(default)]
    pub(crate) translations: Each<Text>,
    /// `NAME.yaml`: conditions with a name.
    pub(crate) conditions: Option<Text>,
    /// `NAME.yaml` each, in the order asked.
    pub(crate) sections: Each<Text>,
    /// `NAME.yaml` each.
    #[serde(default)]
    pub(crate) rules: Each<Text>,
    /// `NAME.yaml` each.
    #[serde(default)]
    pub(crate) scenarios: Each<Text>,
    /// `NAME.yaml`: the result in a sentence.
    pub(crate) verdicts: Option<Text>,
    /// `NAME.yaml`: the picture of a finished design.
    pub(crate) picture: Option<Text>,
    /// `NAME.yaml`: situations to begin with.
    pub(crate) starts: Option<Text>,
    /// `NAME.yaml`: the guidance as a text to read.
    pub(crate) guide: Option<Text>,
    /// `NAME.yaml`: what a project is made of.
    pub(crate) emit: Option<Text>,
    /// `NAME.yaml`: what fails together, and where work queues.
    pub(crate) lab: Option<Text>,
}

/// A file of named conditions: each is said once, and used by `is: NAME`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ConditionsDoc {
    pub(crate) conditions: EachNamed<Spanned<RawWhen>>,
}

/// One section: a tree, a table or plain questions.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct SectionDoc {
    /// The section's id, the same as the file's name.
    pub(crate) section: Text,
    /// Ids it had before: answers that still use one work, with a note.
    #[serde(default)]
    pub(crate) replaces: Each<Text>,
    pub(crate) kind: Spanned<SectionKind>,
    pub(crate) title: Text,
    /// The title in a word, for where there is little room.
    pub(crate) short: Option<Text>,
    pub(crate) intro: Option<Text>,
    /// When false, the section is absent; may only look at earlier sections.
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// Trees: the first question.
    pub(crate) start: Option<Text>,
    /// Tables: which matching rows count.
    pub(crate) hit: Option<Spanned<Hit>>,
    /// Tables: the questions that the rows look at, in the order asked.
    #[serde(default)]
    pub(crate) inputs: Each<Text>,
    #[serde(default)]
    pub(crate) questions: Each<QuestionDoc>,
    #[serde(default)]
    pub(crate) rows: Each<RowDoc>,
    #[serde(default)]
    pub(crate) outcomes: Each<OutcomeDoc>,
    /// Questions asked after the outcome is decided.
    #[serde(default)]
    pub(crate) details: Each<Text>,
    #[serde(default)]
    pub(crate) quantities: Each<QuantityDoc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SectionKind {
    Tree,
    Table,
    Questions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Hit {
    Unique,
    First,
    Collect,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct QuestionDoc {
    pub(crate) id: Text,
    /// Ids it had before: answers that still use one work, with a note.
    #[serde(default)]
    pub(crate) replaces: Each<Text>,
    pub(crate) kind: Spanned<QuestionKindDoc>,
    pub(crate) ask: Text,
    /// What it asks in a word or two, for drawings of the section.
    pub(crate) short: Option<Text>,
    pub(crate) help: Option<Text>,
    pub(crate) example: Option<Text>,
    /// Situations with the answer that an expert would give, near misses among them.
    #[serde(default)]
    pub(crate) examples: Each<ExampleDoc>,
    pub(crate) source: Option<Text>,
    pub(crate) because: Option<Text>,
    pub(crate) when: Option<Spanned<RawWhen>>,
    pub(crate) default: Option<RawDefault>,
    #[serde(default)]
    pub(crate) options: Each<ChoiceDoc>,
    pub(crate) unit: Option<Text>,
    /// The unit of exactly one.
    pub(crate) unit_one: Option<Text>,
    pub(crate) min: Option<Spanned<f64>>,
    pub(crate) max: Option<Spanned<f64>>,
    pub(crate) integer: Option<bool>,
    #[serde(default)]
    pub(crate) bands: Each<ChoiceDoc>,
    pub(crate) pattern: Option<Text>,
    pub(crate) hint: Option<Text>,
    pub(crate) goto: Option<Text>,
    pub(crate) outcome: Option<Text>,
    #[serde(default)]
    pub(crate) next: Each<BranchDoc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QuestionKindDoc {
    YesNo,
    Choice,
    Number,
    Text,
}

/// A situation in which a question is asked, and its answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ExampleDoc {
    pub(crate) id: Text,
    pub(crate) situation: Text,
    pub(crate) answer: Text,
}

/// An option of a question, or a band of a number.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ChoiceDoc {
    pub(crate) id: Text,
    /// Options only: ids it had before: answers that still use one work, with a note.
    #[serde(default)]
    pub(crate) replaces: Each<Text>,
    pub(crate) label: Option<Text>,
    /// The label in a word, for drawings of the section.
    pub(crate) short: Option<Text>,
    /// Bands only: the exclusive upper end; absent in the last one.
    pub(crate) below: Option<Spanned<f64>>,
    pub(crate) because: Option<Text>,
    pub(crate) source: Option<Text>,
    pub(crate) dissent: Option<Text>,
    pub(crate) goto: Option<Text>,
    pub(crate) outcome: Option<Text>,
    #[serde(default)]
    pub(crate) next: Each<BranchDoc>,
}

/// One way on, taken when its condition holds; the last has none.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct BranchDoc {
    pub(crate) when: Option<Spanned<RawWhen>>,
    pub(crate) goto: Option<Text>,
    pub(crate) outcome: Option<Text>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RowDoc {
    pub(crate) id: Text,
    pub(crate) when: Spanned<RawWhen>,
    pub(crate) outcome: Text,
    pub(crate) because: Option<Text>,
    pub(crate) source: Option<Text>,
    pub(crate) dissent: Option<Text>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct OutcomeDoc {
    pub(crate) id: Text,
    /// Ids it had before: sheets and commands that still use one work, with a note.
    #[serde(default)]
    pub(crate) replaces: Each<Text>,
    pub(crate) title: Text,
    /// The title in a word, for drawings of the section.
    pub(crate) short: Option<Text>,
    pub(crate) summary: Option<Text>,
    pub(crate) rust: Option<Text>,
    /// By language, the file with the code that shows it.
    #[serde(default)]
    pub(crate) code: EachNamed<Text>,
    /// Code that shows it better where a condition holds: the first that does.
    #[serde(default)]
    pub(crate) code_when: Each<CodeWhenDoc>,
    pub(crate) because: Option<Text>,
    pub(crate) source: Option<Text>,
    pub(crate) dissent: Option<Text>,
    /// What another section has to say of the same thing, for who asks why this is not the advice.
    pub(crate) elsewhere: Option<Text>,
}

impl OutcomeDoc {
    /// All of its code, whenever it is shown.
    pub(crate) fn all_code(&self) -> impl Iterator<Item = &(Text, Text)> {
        let special = self.code_when.0.iter().flat_map(|doc| &doc.code.0);
        self.code.0.iter().chain(special)
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct CodeWhenDoc {
    pub(crate) when: Spanned<RawWhen>,
    /// By language, the file with the code.
    pub(crate) code: EachNamed<Text>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct QuantityDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    /// The title in a word or two, for drawings.
    pub(crate) short: Option<Text>,
    pub(crate) unit: Option<Text>,
    /// The unit of exactly one.
    pub(crate) unit_one: Option<Text>,
    /// A formula over number questions and earlier quantities.
    pub(crate) value: Text,
    pub(crate) decimals: Option<Spanned<u32>>,
    pub(crate) when: Option<Spanned<RawWhen>>,
    #[serde(default)]
    pub(crate) bands: Each<ChoiceDoc>,
}

/// A file of rules: red flags and cautions.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RulesDoc {
    /// The file's name.
    pub(crate) rules: Text,
    #[serde(default)]
    pub(crate) red_flags: Each<RedFlagDoc>,
    #[serde(default)]
    pub(crate) cautions: Each<CautionDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RedFlagDoc {
    pub(crate) id: Text,
    pub(crate) severity: SeverityDoc,
    pub(crate) title: Text,
    pub(crate) when: Spanned<RawWhen>,
    pub(crate) text: Text,
    pub(crate) fix: Text,
    pub(crate) source: Option<Text>,
    pub(crate) dissent: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeverityDoc {
    Stop,
    Warn,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct CautionDoc {
    pub(crate) id: Text,
    /// The section it stands beside.
    pub(crate) about: Text,
    pub(crate) when: Spanned<RawWhen>,
    /// A question: it is told only while that stands at its default and nobody answered it.
    pub(crate) assumes: Option<Text>,
    pub(crate) text: Text,
    pub(crate) source: Option<Text>,
    pub(crate) dissent: Option<Text>,
}

/// A file of verdicts: of the first whose condition holds, the text is the result in a sentence.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct VerdictsDoc {
    pub(crate) verdicts: Each<VerdictDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct VerdictDoc {
    pub(crate) id: Text,
    /// Absent in the last one only, for everything that is left.
    pub(crate) when: Option<Spanned<RawWhen>>,
    pub(crate) text: Text,
}

/// The picture of a finished design: what stands under what, and what is said of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PictureDoc {
    /// What it shows.
    pub(crate) picture: Text,
    pub(crate) nodes: Each<PictureNodeDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PictureNodeDoc {
    pub(crate) id: Text,
    /// Nodes above: it stands under the first of them that is there, and is not there without one.
    /// Without any it stands at the top.
    #[serde(default)]
    pub(crate) under: Each<Text>,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// What it is, in a word for programs, or several with conditions (first match).
    pub(crate) kind: Option<RawDefault>,
    pub(crate) label: Text,
    /// What is said of it: every one whose condition holds.
    #[serde(default)]
    pub(crate) notes: Each<PictureNoteDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PictureNoteDoc {
    pub(crate) id: Text,
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// What programs know it as: `strategy` or `restart`.
    pub(crate) fact: Option<Text>,
    pub(crate) text: Text,
}

/// A file of starts: situations that people come with, and the answers that follow from them.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct StartsDoc {
    pub(crate) starts: Each<StartDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct StartDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) situation: Text,
    pub(crate) answers: Entries,
}

/// A file of guidance: topics to be read, in their order.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct GuideDoc {
    pub(crate) guide: Each<TopicDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct TopicDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    /// Its paragraphs; one that begins with `- ` is an item of a list.
    pub(crate) say: Each<Text>,
    /// The questions that apply it.
    #[serde(default)]
    pub(crate) questions: Each<Text>,
    pub(crate) source: Option<Text>,
}

/// A file of scenarios: the advisor's own tests.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ScenariosDoc {
    #[serde(default)]
    pub(crate) scenarios: Each<ScenarioDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ScenarioDoc {
    pub(crate) id: Text,
    pub(crate) situation: Text,
    pub(crate) source: Option<Text>,
    #[serde(default)]
    pub(crate) answers: Entries,
    #[serde(default)]
    pub(crate) expect: Entries,
    #[serde(default)]
    pub(crate) red_flags: Each<Text>,
    #[serde(default)]
    pub(crate) cautions: Each<Text>,
}

/// `emit.yaml`: what a project is made of.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct EmitDoc {
    #[serde(default)]
    pub(crate) targets: Each<TargetDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct TargetDoc {
    pub(crate) id: Text,
    pub(crate) title: Text,
    /// The command that confirms the decision.
    pub(crate) confirm: Text,
    #[serde(default)]
    pub(crate) files: Each<EmitFileDoc>,
    /// Files that are emitted together; after `files`, in order.
    #[serde(default)]
    pub(crate) groups: Each<GroupDoc>,
}

/// Files with one condition.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct GroupDoc {
    pub(crate) when: Spanned<RawWhen>,
    /// As that of each of the files.
    pub(crate) with: Option<Text>,
    /// What these files need besides: templates see all that a design needs as `needs`.
    #[serde(default)]
    pub(crate) needs: Each<Text>,
    #[serde(default)]
    pub(crate) files: Each<EmitFileDoc>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct EmitFileDoc {
    /// Relative, with `/`; `{name}` and `{crate}` in it are replaced.
    pub(crate) path: Text,
    pub(crate) template: Text,
    /// In a group, both conditions must hold.
    pub(crate) when: Option<Spanned<RawWhen>>,
    /// Only written when this is asked for; templates know it as `with.NAME`.
    pub(crate) with: Option<Text>,
    /// Shows the design: the first such file that is chosen is what `--format code` prints.
    #[serde(default)]
    pub(crate) main: bool,
}

/// `lang/NAME.yaml`: every text of the advisor in another language.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct TranslationDoc {
    pub(crate) language: Text,
    #[serde(default)]
    pub(crate) texts: Entries,
}
