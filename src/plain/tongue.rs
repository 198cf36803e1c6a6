//! `:lang`: the interview in another language, answers and place as they are.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::lab::plan::Plan;
use crate::model::Advisor;
use crate::text::{sanitise, shorten};
use crate::words::find_tag;

impl<'a, R: BufRead, W: Write> Plain<'a, '_, R, W> {
    /// Goes over to this language, or to the next one.
    pub(super) fn speak(&mut self, tag: &str) -> io::Result<()> {
        let here = self.interview.advisor();
        let others = self.others();
        let Some(next) = others.first() else {
            return self.say(self.words.wizard.one_language);
        };
        let tags = || {
            others
                .iter()
                .chain([&here])
                .map(|one| one.language.as_str())
        };
        let other = match (tag.is_empty(), find_tag(tag, tags())) {
            (true, _) => next,
            (false, Some(tag)) if tag == here.language.as_str() => here,
            (false, Some(tag)) => {
                let named = others.iter().find(|one| one.language.as_str() == tag);
                named.unwrap_or(next)
            }
            (false, None) => {
                let known: Vec<&str> = tags().collect();
                let given = shorten(&sanitise(tag)).into_owned();
                return self.say(&(self.own.no_language)(&given, &known.join(", ")));
            }
        };
        if self.translate(other) {
            self.say(self.own.speaks)
        } else {
            self.say(self.words.wizard.one_language)
        }
    }

    /// The advisor in the other languages, the next one first.
    fn others(&self) -> Vec<&'a Advisor> {
        let here = self.interview.advisor();
        let Some(languages) = self.languages else {
            return Vec::new();
        };
        let next = |one: &&'a Advisor| languages.after(&one.language);
        let all = std::iter::successors(languages.after(&here.language), next);
        all.take_while(|one| one.language != here.language)
            .collect()
    }

    /// Whether it is the same advisor, so that it could be gone over to.
    fn translate(&mut self, advisor: &'a Advisor) -> bool {
        let Some(interview) = self.interview.translated(advisor) else {
            return false;
        };
        self.interview = interview;
        self.host.speaks(advisor);
        self.words = advisor.words();
        self.own = &self.words.prompts;
        // All that was told is told anew when it comes up again.
        self.shown = None;
        self.section = None;
        self.told_end = None;
        self.told_advice = None;
        // Its parts are named in the advisor's words.
        if let (Some(story), Some(plan)) = (&mut self.lab, Plan::of(self.interview.session()))
            && plan.members.len() == story.play.plan.members.len()
        {
            story.play.plan = plan;
        }
        true
    }
}
