//! The advisor and the templates inside the binary, as the build script left them.

use crate::diagnostic::kind::Part;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Advisor;
use crate::words::find_tag;

#[expect(clippy::unreadable_literal, reason = "nobody reads it")]
mod generated {
    //! Written by the build script.

    use crate::condition::{Compare, Condition, Subject, Test};
    use crate::data::{Held, List, Str};
    use crate::formula::{Formula, Node, Operator};
    use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
    use crate::model::lab::{
        Alone, Case, Figure, Group, Kept, Lab, Part, Queue, Restart, Station, Strategy,
    };
    use crate::model::plan::{Inputs, Looks, Plan, Reach, Watched};
    use crate::model::state::{Ending, Inside, SectionState, Start, Status};
    use crate::model::{
        Advisor, Answer, Band, Branch, Caution, Choice, CodeWhen, Default, EmitFile, Example, Goto,
        HitPolicy, Logic, NamedCondition, Need, Outcome, Picture, PictureFact, PictureNode,
        PictureNote, Quantity, Question, QuestionKind, RedFlag, Row, Scenario, Section, Severity,
        Situation, Target, Topic, Verdict,
    };

    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The embedded advisor in a language (`None`: its own).
///
/// # Errors
/// The languages there are, when it has no texts in this one.
pub fn advisor(language: Option<&str>) -> Result<&'static Advisor, Diagnostics> {
    let names = generated::ADVISORS.iter().map(|(name, _)| *name);
    let found = match language {
        None => generated::ADVISORS.first(),
        Some(asked) => find_tag(asked, names).and_then(|tag| {
            let mut advisors = generated::ADVISORS.iter();
            advisors.find(|(name, _)| *name == tag)
        }),
    };
    let Some((_, advisor)) = found else {
        let known: Vec<&str> = generated::ADVISORS.iter().map(|(name, _)| *name).collect();
        let language = language.unwrap_or_default();
        let kind = Part::NoTexts {
            language: language.to_owned(),
            known: known.iter().map(|&name| name.to_owned()).collect(),
        };
        return Err(Diagnostic::new(kind).nearest(language, known).into());
    };
    Ok(advisor)
}

/// A template by its name.
pub fn template(name: &str) -> Option<&'static str> {
    generated::TEMPLATES
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()
        .map(|place| generated::TEMPLATES[place].1)
}
