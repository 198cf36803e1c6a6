//! Which actions are worth a hint now: those that would do something.
//!
//! The key table says what a key means in a context; this says whether the state lets it. Footer, help
//! and palette ask here, and an action that is not enabled does no harm when its key is pressed.

use super::{App, Beginning, Findings, Overlay};
use crate::sketch::drawn;
use crate::tui::action::Action;
use crate::tui::keymap::Context;

impl App<'_> {
    /// Whether an action is worth a hint.
    pub(crate) fn enabled(&self, action: Action) -> bool {
        let card = self.card.as_ref();
        match action {
            Action::PageUp | Action::PageDown if self.context() == Context::Lab => {
                self.limits.lab > 0
            }
            _ if self.context() == Context::Lab => {
                self.lab.as_ref().is_some_and(|pane| pane.enables(action))
            }
            // From its help, too, nothing is undone but in the lab.
            Action::Undo | Action::Redo
                if self.context() == Context::Help && self.overlays.contains(&Overlay::Lab) =>
            {
                false
            }
            Action::Lab => self.result.as_ref().is_some_and(|found| found.lab),
            Action::Palette => self.context() != Context::Search,
            // Nothing is before a first question.
            Action::Back if self.overlays.is_empty() && card.is_some() => {
                self.jumped.is_some() || self.interview.can_undo() || self.interview.can_back()
            }
            Action::Finish => card.is_some_and(|card| card.can_finish),
            Action::Forward if self.context() == Context::Map => {
                drawn(self.session()).nth(1).is_some()
            }
            Action::Forward if self.context() == Context::Help => true,
            Action::Forward => card.is_some_and(|card| card.can_forward),
            Action::Trail => self.trail().next().is_some(),
            Action::Starts => self.may_begin(),
            Action::Discard if self.context() == Context::Confirm => self.safe.kept,
            Action::Discard if self.context() == Context::Starts => {
                let Some(Overlay::Starts { selected }) = self.overlays.last() else {
                    return false;
                };
                matches!(
                    self.beginnings().get(*selected),
                    Some(Beginning::Interrupted(_))
                )
            }
            Action::Examples => card.is_some_and(|card| {
                let question = self.interview.advisor().question(card.question);
                !question.examples.is_empty()
            }),
            Action::Map => drawn(self.session()).next().is_some(),
            Action::Why => !self.interview.advisor().outcomes.is_empty(),
            Action::Pairs => self.result.as_ref().is_some_and(Findings::has_code),
            Action::Choose if self.context() == Context::Why => !self.answers_to_take().is_empty(),
            Action::Settle => self.question_to_settle().is_some(),
            Action::Emit | Action::Copy | Action::Switch | Action::Files | Action::Find => {
                self.files().is_some() || self.files_are_due()
            }
            Action::NextMatch => !self.sought.is_empty() && self.files().is_some(),
            Action::Undo => self.interview.can_undo(),
            Action::Redo => self.interview.can_redo(),
            _ => true,
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
