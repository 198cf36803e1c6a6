//! Which actions are worth a hint now: those that would do something.
//!
//! The key table says what a key means in a context; this says whether the state lets it, and what it comes
//! to there. Footer, help and palette ask here, and an action that is not enabled does no harm when its key
//! is pressed.

use super::lab::Side;
use super::{App, Beginning, Findings, Overlay};
use crate::sketch::drawn;
use crate::tui::action::Action;
use crate::tui::keymap::{Context, Here};

/// A context as the state makes it: the one in front, or the one that the help tells of.
pub(crate) struct At<'s, 'a> {
    app: &'s App<'a>,
    context: Context,
}

impl Here for At<'_, '_> {
    fn enables(&self, action: Action) -> bool {
        self.app.enabled_at(self.context, action)
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        let words = self.app.words;
        match (action, self.leads_to(action)?) {
            (Action::Back, _) => Some(words.hint_back),
            (_, Side::Tree) => Some(words.hint_tree),
            (_, Side::Jobs) => Some(words.hint_jobs),
            (_, Side::Load) => Some(words.hint_load),
        }
    }

    fn help(&self, action: Action) -> Option<&'static str> {
        let words = self.app.words;
        match self.leads_to(action)? {
            Side::Tree => Some(words.help_to_tree),
            Side::Jobs => Some(words.help_to_jobs),
            Side::Load => Some(words.help_to_load),
        }
    }
}

impl At<'_, '_> {
    /// The page of the lab that an action leads to.
    fn leads_to(&self, action: Action) -> Option<Side> {
        let pane = self.app.lab.as_ref();
        let pane = pane.filter(|_| self.context == Context::Lab)?;
        match action {
            Action::Switch => Some(pane.after().unwrap_or(Side::Tree)),
            Action::Back => pane.back(),
            _ => None,
        }
    }
}

impl<'a> App<'a> {
    /// A context as it is now.
    pub(crate) fn at(&self, context: Context) -> At<'_, 'a> {
        At { app: self, context }
    }

    /// Whether an action is worth a hint.
    pub(crate) fn enabled(&self, action: Action) -> bool {
        self.enabled_at(self.context(), action)
    }

    fn enabled_at(&self, context: Context, action: Action) -> bool {
        let card = self.card.as_ref();
        match action {
            Action::PageUp | Action::PageDown if context == Context::Lab => self.limits.lab > 0,
            _ if context == Context::Lab => {
                self.lab.as_ref().is_some_and(|pane| pane.enables(action))
            }
            // From its help, too, nothing is undone but in the lab.
            Action::Undo | Action::Redo
                if context == Context::Help && self.overlays.contains(&Overlay::Lab) =>
            {
                false
            }
            Action::Lab => self.result.as_ref().is_some_and(|found| found.lab),
            Action::Palette => context != Context::Search,
            // Nothing is before a first question.
            Action::Back if is_question(context) => {
                self.jumped.is_some() || self.interview.can_undo() || self.interview.can_back()
            }
            Action::Finish => card.is_some_and(|card| card.can_finish),
            Action::Forward if context == Context::Map => drawn(self.session()).nth(1).is_some(),
            Action::Forward if context == Context::Outcomes => {
                let mut sections = self
                    .interview
                    .advisor()
                    .outcomes
                    .iter()
                    .map(|one| one.section);
                let first = sections.next();
                sections.any(|section| Some(section) != first)
            }
            Action::Forward if context == Context::Help => true,
            Action::Forward => card.is_some_and(|card| card.can_forward),
            Action::Trail => self.trail().next().is_some(),
            Action::Starts => self.may_begin(),
            Action::Discard if context == Context::Confirm => self.safe.kept,
            Action::Discard if context == Context::Starts => {
                let mut overlays = self.overlays.iter().rev();
                let selected = overlays.find_map(|overlay| match overlay {
                    Overlay::Starts { selected } => Some(*selected),
                    _ => None,
                });
                let chosen = selected.and_then(|place| self.beginnings().get(place).copied());
                matches!(chosen, Some(Beginning::Interrupted(_)))
            }
            Action::Examples => card.is_some_and(|card| {
                let question = self.interview.advisor().question(card.question);
                !question.examples.is_empty()
            }),
            Action::Map => drawn(self.session()).next().is_some(),
            Action::Why => !self.interview.advisor().outcomes.is_empty(),
            Action::Pairs => self.result.as_ref().is_some_and(Findings::has_code),
            Action::Choose if context == Context::Why => !self.answers_to_take().is_empty(),
            Action::Settle => self.question_to_settle().is_some(),
            Action::Emit | Action::Copy | Action::Switch | Action::Files | Action::Find => {
                self.files().is_some() || self.files_are_due()
            }
            Action::NextMatch | Action::PreviousMatch => {
                !self.sought.is_empty() && self.files().is_some()
            }
            Action::NextFile | Action::PreviousFile => self
                .files()
                .map_or(self.files_are_due(), |files| files.len() > 1),
            _ if scrolls(action) => self.scrolled(context).is_none_or(|limit| limit > 0),
            Action::Undo => self.interview.can_undo(),
            Action::Redo => self.interview.can_redo(),
            _ => true,
        }
    }

    /// How far a text can be scrolled, where there is nothing but a text.
    fn scrolled(&self, context: Context) -> Option<usize> {
        match context {
            Context::Why => Some(self.limits.why),
            Context::Reading => Some(self.limits.reading),
            Context::Map => Some(self.limits.map),
            Context::Try | Context::Written => Some(self.limits.told),
            _ => None,
        }
    }

    /// Whether they follow the frame that is on the screen: by the next key they are there, so its
    /// hints need not move when they come.
    fn files_are_due(&self) -> bool {
        let due = |result: &Findings<'_>| result.code.is_none();
        self.result.as_ref().is_some_and(due)
            && !self.interview.advisor().targets.is_empty()
            && self.open_question().is_none()
    }
}

fn is_question(context: Context) -> bool {
    use Context::{Choice, Number, Text, YesNo};
    matches!(context, YesNo | Choice | Number | Text)
}

fn scrolls(action: Action) -> bool {
    use Action::{Down, First, Last, PageDown, PageUp, Up};
    matches!(action, Up | Down | First | Last | PageUp | PageDown)
}
