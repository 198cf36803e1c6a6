//! `:why`: what each answer to the question in front would leave possible, and which red flags it
//! would raise.
//!
//! Every answer is tried on a copy of the session. A number is tried at the points that can make a
//! difference, and they are told together per named band.

use std::io::{self, BufRead, Write};

use super::Plain;
use super::view::titles;
use crate::advice::{fill, why as why_of};
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::answer::short_answer;
use crate::model::{Answer, Domain, RedFlag};
use crate::render::{self, page::Tone};
use crate::session::Session;
use crate::text::{nearest, sanitise, shorten};

impl<'a, R: BufRead, W: Write> Plain<'a, '_, R, W> {
    /// What each answer would leave possible in the question's section.
    pub(super) fn why(&mut self, question: QuestionIx) -> io::Result<()> {
        let session = self.interview.session();
        let asked = session.advisor().question(question);
        let mut page = self.page();
        let branches = self.branches(question);
        let mut sets = branches.iter().map(|branch| &branch.possible);
        let first = sets.next();
        let same = sets.all(|other| Some(other) == first);
        let quiet = branches.iter().all(|branch| branch.flags.is_empty());
        let decides = session.section(asked.section).decides();
        if same && quiet {
            let remain = first.map(|outcomes| titles(session, outcomes));
            match remain.filter(|_| decides && session.outcome(asked.section).is_none()) {
                Some(remain) => page.text(0, Tone::Plain, &(self.own.why_same)(&remain)),
                None => page.text(0, Tone::Plain, self.own.why_nothing),
            }
        } else {
            page.text(0, Tone::Plain, self.own.why);
            for branch in &branches {
                let mut says = Vec::new();
                if !branch.possible.is_empty() {
                    says.push((self.own.leaves)(&titles(session, &branch.possible)));
                }
                let raise = if branch.sure {
                    self.own.raises
                } else {
                    self.own.may_raise
                };
                says.extend(branch.flags.iter().map(|(_, title)| raise(title)));
                if says.is_empty() {
                    says.push(self.own.changes_nothing.to_owned());
                }
                let text = format!("{}: {}", branch.name, says.join("; "));
                page.item(2, &branch.mark, Tone::Plain, &text);
            }
        }
        if !asked.examples.is_empty() {
            page.text(0, Tone::Plain, self.words.situations);
        }
        for example in &asked.examples {
            let answer = short_answer(self.words, asked, &example.answer);
            let told = fill(session, &example.situation);
            page.text(2, Tone::Plain, &format!("{answer}: {told}"));
        }
        if let Some(source) = &asked.source {
            page.text(0, Tone::Plain, &format!("{} {source}", self.words.source));
        }
        self.write(page)
    }

    /// Why the advice is what it is: what was decided by answers, and by which.
    pub(super) fn why_advice(&mut self) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let sections = advisor
            .section_ixs()
            .filter(|section| !session.stands_by_default(*section));
        let outcomes = sections.flat_map(|section| {
            let state = session.section(section);
            let decided = session.outcome(section).is_some() || state.is_settled();
            state.possible().iter().copied().filter(move |_| decided)
        });
        let width = self.options.width;
        let told: Vec<String> = outcomes
            .map(|outcome| render::why::text(session, outcome, width, false))
            .collect();
        self.output.write_all(told.join("\n").as_bytes())?;
        if !session.is_complete() {
            self.undecided()?;
        }
        self.say(self.own.why_others)
    }

    /// Why an outcome, or why not; where one is meant, the answers that give it can be taken.
    pub(super) fn why_outcome(&mut self, name: &str) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let found = advisor.outcomes_called(name);
        if found.is_empty() {
            self.say(&(self.own.no_outcome)(&shorten(&sanitise(name))))?;
            let outcomes = advisor.outcomes.iter();
            let known = outcomes.flat_map(|outcome| [outcome.title.as_str(), outcome.id.as_str()]);
            return match nearest(name, known) {
                Some(near) => self.say(&(self.own.did_you_mean)(near)),
                None => Ok(()),
            };
        }
        let mut text = String::new();
        for outcome in &found {
            text.push_str(&render::why::text(
                session,
                *outcome,
                self.options.width,
                false,
            ));
        }
        self.offered = match found[..] {
            [outcome] => answers_for(session, outcome),
            _ => Vec::new(),
        };
        self.output.write_all(text.as_bytes())?;
        if self.offered.is_empty() {
            self.output.flush()
        } else {
            self.say(self.own.take_them)
        }
    }

    /// Takes the answers told last.
    pub(super) fn take_offered(&mut self) -> io::Result<()> {
        let answers = std::mem::take(&mut self.offered);
        if answers.is_empty() {
            return self.say(self.own.nothing_to_take);
        }
        let before = self.interview.session().clone();
        let questions: Vec<QuestionIx> = answers.iter().map(|(question, _)| *question).collect();
        self.interview.take(answers);
        self.taken(&questions, &before)
    }

    fn branches(&self, question: QuestionIx) -> Vec<Branch<'a>> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let asked = advisor.question(question);
        let unknown = || {
            let name = self.words.unknown.to_owned();
            Branch::of(session, question, "?", name, &[Answer::Unknown])
        };
        let mut branches: Vec<Branch<'a>> = match asked.domain() {
            Some(Domain::Options(options)) => (0..options.len())
                .map(|place| {
                    let name = options[place].label.to_string();
                    let mark = format!("{}.", place + 1);
                    Branch::of(session, question, &mark, name, &[Answer::Option(place)])
                })
                .collect(),
            Some(Domain::Numbers { bands, integer, .. }) => {
                let mut tried = session.candidates(question);
                tried.extend(session.answer(question).cloned());
                // What turns inside a band shows at its upper end, if nowhere else.
                let ends = bands.iter().filter_map(|band| band.below);
                let under = |end: f64| {
                    if integer {
                        end - 1.0
                    } else {
                        end * (1.0 - 1e-9)
                    }
                };
                tried.extend(ends.map(|end| Answer::Number(under(end))));
                let within = |id: &str| -> Vec<Answer> {
                    let falls =
                        |answer: &&Answer| asked.choice_of(answer).is_some_and(|c| c.id == id);
                    tried.iter().filter(falls).cloned().collect()
                };
                bands
                    .iter()
                    .map(|band| {
                        let name = band.choice.label.to_string();
                        Branch::of(session, question, "-", name, &within(&band.choice.id))
                    })
                    .collect()
            }
            None => {
                let name = self.own.any_text.to_owned();
                let text = Answer::Text(Str::default());
                vec![Branch::of(session, question, "-", name, &[text])]
            }
        };
        branches.push(unknown());
        branches
    }
}

/// The answers that give an outcome, if there are some to take.
fn answers_for(session: &Session<'_>, outcome: OutcomeIx) -> Vec<(QuestionIx, Answer)> {
    let changes = why_of(session, outcome).nearest.unwrap_or_default();
    let changes = changes.into_iter();
    changes.map(|change| (change.question, change.to)).collect()
}

/// One way to answer, and what would come of it.
struct Branch<'a> {
    mark: String,
    name: String,
    possible: Vec<OutcomeIx>,
    /// Red flags that are not raised now, with their titles.
    flags: Vec<(&'a RedFlag, String)>,
    /// Whether there is just one such answer, so that the flags are certain.
    sure: bool,
}

impl<'a> Branch<'a> {
    fn of(
        session: &Session<'a>,
        question: QuestionIx,
        mark: &str,
        name: String,
        answers: &[Answer],
    ) -> Self {
        let section = session.advisor().question(question).section;
        let now: Vec<&str> = session.raised().map(|flag| flag.id.as_str()).collect();
        let mut branch = Self {
            mark: mark.to_owned(),
            name,
            possible: Vec::new(),
            flags: Vec::new(),
            sure: answers.len() == 1,
        };
        for answer in answers {
            let other = session.with(question, answer.clone());
            branch.possible.extend(other.section(section).possible());
            for flag in other.raised() {
                let known = branch.flags.iter().any(|(old, _)| old.id == flag.id);
                if !known && !now.contains(&flag.id.as_str()) {
                    branch.flags.push((flag, fill(&other, &flag.title).into()));
                }
            }
        }
        branch.possible.sort_unstable();
        branch.possible.dedup();
        branch
    }
}
