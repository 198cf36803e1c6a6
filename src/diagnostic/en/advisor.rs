//! What kinds about advisors say in English.

use super::super::kind::{
    Conditions, Flow, Formula, Hidden, Ids, Many, Noun, Part, PartKind, Project, TooMuch, Wanted,
    Way,
};
use super::super::said::{Said, list, plain, quote, say};
use super::answers::{no_answer, number};

pub(super) fn ids(kind: &Ids) -> Said {
    match kind {
        Ids::NoId { id } => say(format!("{} is no id", quote(id)))
            .help("an id is a lower case letter followed by lower case letters, digits and `_`"),
        Ids::FileName { file, id } => say(format!(
            "the file is called {}, and here {}",
            quote(file),
            quote(id)
        ))
        .help("both must be the same"),
        Ids::Taken { id } => say(format!("the id {} is already taken", quote(id))),
        Ids::SubjectTaken { id } => say(format!("the id {} is already taken", quote(id)))
            .help("questions, sections and quantities share one space of ids"),
        Ids::OldInUse { id } => say(format!("{} is no old id: it is in use", quote(id)))
            .help("`replaces` names ids that nothing has any more"),
        Ids::OldTwice { id } => {
            say(format!("{} is replaced twice", quote(id))).help("an old id leads to one new one")
        }
        Ids::ListedTwice { id } => say(format!("{} is listed twice", quote(id))),
        Ids::QuestionListedTwice { id } => say(format!("{} is listed twice", quote(id)))
            .help("a question is an input or a detail, and comes up once"),
        Ids::Unknown { noun, id } => say(format!("no {} is called {}", one(*noun), quote(id))),
        Ids::Placeholder { id } => say(format!(
            "{} names no question, section or quantity",
            quote(&format!("{{{id}}}"))
        )),
        Ids::NeitherYesNorNo { option } => {
            say(format!("a yes/no question has no option {}", quote(option)))
                .help("its options are `yes` and `no`; for others use `kind: choice`")
        }
        Ids::Ambiguous {
            answer,
            option,
            other,
        } => {
            let (answer, option) = (quote(answer), quote(option));
            match other {
                Some(other) => say(format!(
                    "the answer {answer} means option {option} and option {}",
                    quote(other)
                )),
                None => say(format!(
                    "the answer {answer} means option {option} and \"I don't know\""
                )),
            }
            .help("an option is answered by its id, its label or its number, upper and lower case alike; give it another label")
        }
        Ids::TooMany { many, count, most } => say(format!(
            "{} {}; at most {} are taken",
            number(*count),
            these(*many),
            number(*most)
        )),
    }
}

fn one(noun: Noun) -> &'static str {
    match noun {
        Noun::Question => "question",
        Noun::QuestionHere => "question of this section",
        Noun::Outcome => "outcome",
        Noun::OutcomeHere => "outcome of this section",
        Noun::Section => "section",
        Noun::Option => "option",
        Noun::Band => "band",
        Noun::Subject => "question, section or quantity",
        Noun::Condition => "condition",
        Noun::RedFlag => "red flag",
        Noun::Caution => "caution",
        Noun::NodeBefore => "node above this one",
        Noun::Strategy => "strategy",
        Noun::Restart => "kind of restart",
        Noun::GroupBelow => "group further down",
        Noun::PartPlayed => "part that stands alone",
        Noun::Keeping => "way of keeping work",
        Noun::Fact => "fact of a note",
    }
}

fn these(many: Many) -> &'static str {
    match many {
        Many::Sections => "sections",
        Many::Questions => "questions in one section",
        Many::Outcomes => "outcomes in one section",
        Many::Quantities => "quantities in one section",
        Many::Conditions => "named conditions",
        Many::Files => "files in one target",
        Many::Nodes => "nodes in the picture",
        Many::Parts => "entries in one list of the lab",
        Many::Copies => "copies of one part",
    }
}

pub(super) fn part(kind: &Part) -> Said {
    match kind {
        Part::NoSection { file } => say(format!("{} lists no section", plain(file))),
        Part::MeansNothing { field, kind } => {
            let place = match kind {
                PartKind::Tree | PartKind::Table | PartKind::Questions => "in",
                PartKind::YesNo | PartKind::Choice | PartKind::Number | PartKind::Text => "for",
            };
            say(format!("`{field}` means nothing {place} {}", a(*kind)))
        }
        Part::Needs { field, kind } => say(format!("{} needs `{field}`", a(*kind))),
        Part::NumberNeeds { id, field } => say(format!("the number {} needs `{field}`", quote(id))),
        Part::NumberNeedsBand { id } => {
            say(format!("the number {} needs at least one band", quote(id)))
                .help("bands name what the numbers mean; the last one has no `below`")
        }
        Part::NeedsLabel { id } => say(format!("{} needs a `label`", quote(id))),
        Part::NeedsDefault { id } => say(format!(
            "the conditional question {} needs a `default`",
            quote(id)
        ))
        .help("it stands for the answer when the question is not asked"),
        Part::TwoOptions { id } => say(format!("{} needs at least two options", quote(id))),
        Part::TextInput { id } => say(format!(
            "the text question {} cannot be an input of a table",
            quote(id)
        ))
        .help("rows decide over options and numbers; ask for a text among the details"),
        Part::OnlyBandsEnd => say("only a band has a `below`"),
        Part::OnlyOptionsReplace => say("a band replaces nothing: no answer names it"),
        Part::MinAboveMax { min, max } => say(format!("min {min} is above max {max}")),
        Part::BandWithoutEnd => say("only the last band may have no `below`"),
        Part::LastBandEnds => say("the last band has no `below`"),
        Part::BandsDescend => say("bands must ascend between min and max"),
        Part::BadPattern { why } => say(format!("not a regular expression: {}", plain(why))),
        Part::BadAnswer(no) => no_answer(no),
        Part::UnknownExample => say("an example shows an answer, and unknown is none"),
        Part::TooCostly { id } => say(format!("{} is computed from too many others", quote(id))),
        Part::TooManyDecimals { most } => say(format!("a number has at most {most} decimals")),
        Part::EmptyText => say("this text is empty"),
        Part::FilledName => say("nothing is filled into this text, which names something")
            .help("questions, their help, reasons, outcomes and rules are filled in"),
        Part::ControlCharacter(c) => say(format!(
            "the control character {} does not belong in a text",
            c.escape_unicode()
        )),
        Part::CodeLines { most } => say(format!("code that is shown has at most {most} lines")),
        Part::CodeColumns { most } => say(format!(
            "a line of code that is shown has at most {most} columns"
        )),
        Part::NoTexts { language, known } => {
            say(format!("the advisor has no texts in {}", quote(language)))
                .help(format!("it has: {}", list(known)))
        }
        Part::MissingText { key, text } => say(format!("the text {} is missing", quote(key)))
            .help(format!("in the base language: {}", plain(text))),
        Part::UnknownText { key } => {
            say(format!("no text of the advisor has the key {}", quote(key)))
        }
    }
}

pub(super) fn project(kind: &Project) -> Said {
    match kind {
        Project::Outside { path } => {
            say(format!("{} does not stay inside the project", quote(path)))
                .help("a path is relative, with `/`, without `..`")
        }
        Project::MissingTemplate { name, looked } => {
            say(format!("there is no template {}", quote(name))).help(format!(
                "looked for {} and among the built-in templates",
                plain(looked)
            ))
        }
        Project::TemplateTooLarge(too_much) => say(match too_much {
            TooMuch::Bytes { bytes, most } => format!(
                "the template has {} bytes; at most {} are taken",
                number(*bytes),
                number(*most)
            ),
            TooMuch::Parts { most } => format!("this tag has more than {most} parts"),
            TooMuch::Brackets { most } => format!("more than {most} brackets are open"),
            TooMuch::Blocks { most } => {
                format!("more than {most} blocks are open, each `elif` counted")
            }
        }),
        Project::TemplateOutside { name } => say(format!(
            "the template {} does not stay inside the advisor",
            quote(name)
        ))
        .help("a template's name is its path below `templates/`, with `/`, without `..`"),
        Project::PathPlaceholder { name } => say(format!(
            "{} is not replaced in a path",
            quote(&format!("{{{name}}}"))
        ))
        .help("`{name}` and `{crate}` are, by the project's name"),
        Project::PathTwice { path, one, two } => say(format!(
            "{} would be written twice: from {} and from {}",
            quote(path),
            quote(one),
            quote(two)
        ))
        .help(
            "conditions of one path must exclude each other, as `{queue: a}` and `{queue: b}` do, \
             or one is the `not` of the other",
        ),
        Project::PathShared { path, most } => say(format!(
            "more than {most} files have the path {}",
            quote(path)
        )),
        Project::NoMain { target, without } => {
            let said = format!("not every design has a main file in {}", quote(target));
            let said = say(if without.is_empty() {
                said
            } else {
                format!("{said}: none is sure to be with {}", list(without))
            });
            said.help("`main: true` marks the file that shows the design; the first that is chosen counts")
                .help("the last of them needs no condition, or there is one for each outcome of a section that is always asked")
        }
        Project::NeverMain { path } => say(format!(
            "{} is never the main file: an earlier one always is",
            quote(path)
        )),
        Project::TemplateSyntax { why } => {
            say(format!("the template does not parse: {}", plain(why)))
        }
    }
}

fn a(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Tree => "a tree",
        PartKind::Table => "a table",
        PartKind::Questions => "a section of plain questions",
        PartKind::YesNo => "a yes/no question",
        PartKind::Choice => "a choice",
        PartKind::Number => "a number",
        PartKind::Text => "a text",
    }
}

pub(super) fn flow(kind: &Flow) -> Said {
    match kind {
        Flow::SeveralWays => say("`goto`, `outcome` and `next` exclude each other"),
        Flow::TwoTargets => say("`goto` and `outcome` exclude each other"),
        Flow::NoTarget => say("this way on leads nowhere").help("give it `goto` or `outcome`"),
        Flow::LastWayConditional => say("the last way on has a condition, so there may be none")
            .help("add one without `when`"),
        Flow::LastDefaultConditional => {
            say("the last default has a condition, so there may be none")
        }
        Flow::NeverSaid => say("this verdict has no condition, so those after it are never said"),
        Flow::NeverTaken => say("this way on has no condition, so those after it are never taken"),
        Flow::LeadsNowhere { from, question } => {
            let from = match from {
                Way::Option(option) => quote(option),
                Way::AnyText => quote("any text"),
            };
            say(format!(
                "from {from} of {} the tree leads nowhere",
                quote(question)
            ))
            .help("give it `goto`, `outcome` or `next`, or give them to the question")
        }
        Flow::DecidesNothing { question } => say(format!(
            "{} decides no way on, so `goto`, `outcome` and `next` mean nothing",
            quote(question)
        )),
        Flow::ToDetail { question } => say(format!(
            "{} is a detail, so no way leads to it",
            quote(question)
        ))
        .help("details are asked once the outcome is decided"),
        Flow::Circle { questions } => say(format!(
            "the questions lead in a circle: {}",
            questions.join(" -> ")
        )),
    }
}

pub(super) fn conditions(kind: &Conditions) -> Said {
    match kind {
        Conditions::Empty => {
            say("this condition is empty").help("write `always`, or leave `when` out")
        }
        Conditions::NoneInside => say("this holds no condition"),
        Conditions::EmptyList => say("this list is empty, so it never holds"),
        Conditions::NothingAsked { id } => say(format!("nothing is asked of {}", quote(id))),
        Conditions::Hidden { id, why } => {
            say(format!("{} cannot be looked at here", quote(id))).help(hidden(why))
        }
        Conditions::NumberForBand { number } => {
            say(format!("{} is a number, not a band", quote(number)))
                .help(format!("to compare, write {{eq: {}}}", plain(number)))
        }
        Conditions::UnknownTest { test, known } => {
            say(format!("no test is called {}", quote(test)))
                .help(format!("one of: {}", list(known)))
        }
        Conditions::NotComparable { id } => say(format!(
            "{} is no number, so it cannot be compared",
            quote(id)
        )),
        Conditions::ExpectedNumber => say("expected a number to compare with"),
        Conditions::NoNumber { text } => say(format!("{} is not a number", quote(text))),
        Conditions::NoQuestion { id } => say(format!(
            "{} is no question, so it cannot be answered",
            quote(id)
        )),
        Conditions::ExpectedYesNo => say("expected `yes` or `no`"),
        Conditions::NoInput { id } => {
            say(format!("{} is no input of this table", quote(id))).help("add it to `inputs`")
        }
        Conditions::AnsweredInput { id } => say(format!(
            "this asks whether {} was answered, and the table itself decides whether to ask it",
            quote(id)
        ))
        .help("test its answers; a detail or a later section may look at whether it was answered"),
        Conditions::Circle { conditions } => say(format!(
            "the conditions lead in a circle: {}",
            conditions.join(" -> ")
        )),
        Conditions::TooLarge { id, most } => {
            say(format!("{} has more than {most} parts", quote(id)))
                .help("the conditions that it names count in full")
        }
        Conditions::AllTooLarge { most } => say(format!(
            "the conditions of this advisor have more than {} parts, with those that they name put \
             in",
            number(*most)
        )),
        Conditions::NotHere { id, subject, why } => {
            say(format!("the condition {} cannot be used here", quote(id)))
                .help(format!("it looks at {}", quote(subject)))
                .help(hidden(why))
        }
        Conditions::Unused { id } => {
            say(format!("nothing uses the condition {}", quote(id))).help(format!(
                "{} in a condition uses it, and {} in a template",
                quote(&format!("is: {id}")),
                quote(&format!("is.{id}"))
            ))
        }
    }
}

fn hidden(why: &Hidden) -> String {
    match why {
        Hidden::NotEarlier => "a section's condition may only look at earlier sections".to_owned(),
        Hidden::LaterSection => {
            "only earlier sections and this section's own questions are known here".to_owned()
        }
        Hidden::OwnOutcome => {
            "only details may look at the outcome of their own section".to_owned()
        }
        Hidden::OwnAnswer => "a question cannot depend on its own answer".to_owned(),
        Hidden::LaterQuantity => "a quantity may look at the quantities before it".to_owned(),
        Hidden::ComputedLater { from } => {
            format!("it is computed from {}, asked later", quote(from))
        }
        Hidden::ComputedFromItself { from } => {
            format!("it is computed from {} itself", quote(from))
        }
        Hidden::DecidedLater => "it depends on an outcome that is decided later".to_owned(),
        Hidden::NeverAsked { id } => format!("{} is never asked", quote(id)),
        Hidden::AskedLater => "it is asked later".to_owned(),
    }
}

pub(super) fn formula(kind: &Formula) -> Said {
    match kind {
        Formula::Expected { what, at_end } => {
            let what = match what {
                Wanted::Operator => "an operator such as `+`",
                Wanted::Operand => "a number, a name or `(`",
                Wanted::Close => "`)`",
                Wanted::CommaOrClose => "`,` or `)`",
            };
            let place = if *at_end { "at the end" } else { "here" };
            say(format!("expected {what} {place}"))
        }
        Formula::NoNumber { text } => say(format!("{} is not a number", quote(text))),
        Formula::Foreign(c) => say(format!("`{c}` does not belong in a formula")),
        Formula::TooDeep => say("this is nested too deeply"),
        Formula::TooLong => say("this formula is too long"),
        Formula::UnknownName { name } => say(format!(
            "{} is no number question or earlier quantity",
            quote(name)
        )),
        Formula::UnknownFunction { name, known } => {
            say(format!("no function is called {}", quote(name)))
                .help(format!("functions: {}", list(known)))
        }
        Formula::Arguments {
            function,
            wanted,
            given,
        } => say(format!(
            "{} takes {wanted} numbers, not {given}",
            quote(function)
        )),
    }
}
