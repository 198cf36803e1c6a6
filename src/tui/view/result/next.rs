//! What to do with a finished design: the keys and commands that make a project of it.

use super::page::Page;
use crate::advice::Advice;
use crate::model::Target;
use crate::render;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::theme::Role;
use crate::tui::view::canvas::View;

pub(super) fn now(page: &mut Page<'_, '_>, advice: &Advice<'_>) {
    let Some(target) = advice.advisor.targets.first().filter(|_| advice.complete) else {
        return;
    };
    let common = page.view.app.common;
    page.gap();
    page.say(("", Role::Text), &[(common.now_do, Role::Heading)]);
    let written = page.view.app.written();
    let project = written.unwrap_or(&page.view.app.offers.project).to_owned();
    if written.is_none() {
        let write = format!("{} ", common.write_it);
        let key =
            keymap::key_of(Context::Result, Action::Emit, &page.view.app.keys).unwrap_or_default();
        page.say(
            ("  ", Role::Text),
            &[(&write, Role::Text), (&key, Role::Key)],
        );
    }
    for (head, told) in steps(page.view, target, &project) {
        let head = format!("{head} ");
        page.say(
            ("  ", Role::Text),
            &[(&head, Role::Text), (&told, Role::Text)],
        );
    }
}

/// The commands for a project in this directory, as a shell takes them, and where its user goes on.
pub(crate) fn steps(
    view: View<'_, '_>,
    target: &Target,
    project: &str,
) -> Vec<(&'static str, String)> {
    let common = view.app.common;
    let quoted = render::quoted(project);
    let command = format!("cd {quoted} && {}", target.confirm);
    let mut steps = vec![(common.try_it, command)];
    let name = project.trim_end_matches('/').rsplit('/').next();
    let name = name.unwrap_or(project);
    if let Some(main) = render::main_path(view.app.session(), target, name) {
        let main = format!("{}/{main}", project.trim_end_matches('/'));
        steps.push((common.your_code, main));
    }
    steps
}
