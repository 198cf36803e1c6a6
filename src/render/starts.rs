//! `otp-advisor starts` for people: every situation that an interview may begin with.

use super::page::{Page, Tone};
use super::{command, shell_assignment};
use crate::model::Advisor;

/// Every start of an advisor, with the answers it gives.
pub fn text(advisor: &Advisor, width: usize, colour: bool) -> String {
    let mut page = Page::new(width, colour);
    for start in &advisor.starts {
        page.blank();
        page.text(0, Tone::Key, &start.id);
        page.text(2, Tone::Title, &start.title);
        page.text(2, Tone::Plain, &start.text);
        let answers = start.answers.iter();
        let sets = answers.map(|(question, answer)| shell_assignment(advisor, *question, answer));
        page.text(2, Tone::Quiet, &sets.collect::<Vec<_>>().join(" "));
    }
    if !advisor.starts.is_empty() {
        page.blank();
        page.text(
            0,
            Tone::Quiet,
            (advisor.words().begin_with)(command::PROGRAM).as_str(),
        );
    }
    page.finish()
}
