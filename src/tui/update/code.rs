//! Actions on the code: which file, and finding a text in all of them.

use super::common::{close, edit, moved};
use crate::text::sought::places;
use crate::tui::action::Action;
use crate::tui::highlight::CodeFile;
use crate::tui::layout::{self, Pane};
use crate::tui::line::Line;
use crate::tui::state::{App, Effect, Find, Overlay};

pub(super) fn open_files(app: &mut App<'_>) {
    let Some(found) = app.result.as_mut().filter(|found| found.files().is_some()) else {
        app.say(app.words.acting.no_files.to_owned());
        return;
    };
    found.pane = Pane::Code;
    let selected = found.file;
    app.overlays.push(Overlay::Files { selected });
}

pub(super) fn files(app: &mut App<'_>, action: Action) -> Effect {
    let last = app.files().map_or(0, <[_]>::len).saturating_sub(1);
    let page = layout::page(app.size);
    let Some(Overlay::Files { selected }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::Choose => {
            let file = *selected;
            show(app, file);
            return close(app);
        }
        Action::Find => {
            let listed = *selected;
            close(app);
            open_find_from(app, Some(listed));
        }
        other => *selected = moved(*selected, other, page, last),
    }
    Effect::None
}

/// Shows a file from its beginning.
pub(super) fn show(app: &mut App<'_>, file: usize) {
    if let Some(found) = &mut app.result {
        if found.file != file {
            found.mark = None;
            found.code_scroll = 0;
        }
        found.file = file;
        found.pane = Pane::Code;
    }
}

/// The file after or before.
pub(super) fn turn(app: &mut App<'_>, on: bool) {
    let files = app.files().map_or(0, <[_]>::len);
    let here = app.result.as_ref().map_or(0, |found| found.file);
    if files > 0 {
        let step = if on { 1 } else { files - 1 };
        show(app, (here + step) % files);
    }
}

pub(super) fn open_find(app: &mut App<'_>) {
    open_find_from(app, None);
}

fn open_find_from(app: &mut App<'_>, listed: Option<usize>) {
    let Some(found) = app.result.as_mut().filter(|found| found.files().is_some()) else {
        app.say(app.words.acting.no_files.to_owned());
        return;
    };
    found.pane = Pane::Code;
    let find = Find {
        line: Line::default(),
        file: found.file,
        mark: found.mark,
        scroll: found.code_scroll,
        listed,
    };
    app.overlays.push(Overlay::Find(find));
}

/// What is typed is found at once, from where the search began.
pub(super) fn find(app: &mut App<'_>, action: Action) -> Effect {
    let Some(Overlay::Find(find)) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return leave(app),
        Action::CursorLeft | Action::EraseLeft if find.line.is_empty() => return leave(app),
        Action::Choose => {
            if find.line.is_empty() {
                return leave(app);
            }
            let effect = close(app);
            told(app);
            return effect;
        }
        other => {
            if edit(&mut find.line, other) {
                sought(app);
            }
        }
    }
    Effect::None
}

/// A text was pasted into the line.
pub(super) fn pasted(app: &mut App<'_>, text: &str) {
    if let Some(Overlay::Find(find)) = app.overlays.last_mut() {
        find.line.insert(text);
        sought(app);
    }
}

/// The line is another one.
fn sought(app: &mut App<'_>) {
    let Some(Overlay::Find(find)) = app.overlays.last() else {
        return;
    };
    let find = find.clone();
    find.line.text().clone_into(&mut app.sought);
    back_to(app, &find);
    let from = (find.file, find.mark.unwrap_or(0));
    let found = lines(app);
    let first = found.iter().find(|place| **place >= from).or(found.first());
    if let Some(first) = first.copied() {
        mark(app, first);
    }
}

fn leave(app: &mut App<'_>) -> Effect {
    if let Some(Overlay::Find(find)) = app.overlays.pop() {
        back_to(app, &find);
        app.sought.clear();
        let list = find.listed.map(|selected| Overlay::Files { selected });
        app.overlays.extend(list);
    }
    Effect::None
}

fn back_to(app: &mut App<'_>, find: &Find) {
    if let Some(found) = &mut app.result {
        found.file = find.file;
        found.mark = find.mark;
        found.code_scroll = find.scroll;
    }
}

/// To the line found after or before the present one.
pub(super) fn next(app: &mut App<'_>, on: bool) {
    if app.sought.is_empty() {
        app.say(app.words.acting.nothing_sought.to_owned());
        return;
    }
    let found = lines(app);
    let here = app.result.as_ref().map(|found| (found.file, found.mark));
    let (file, line) = here.unwrap_or_default();
    let to = if on {
        let after =
            |place: &&(usize, usize)| line.map_or(place.0 >= file, |line| **place > (file, line));
        found.iter().find(after).or(found.first())
    } else {
        let before = |place: &&(usize, usize)| **place < (file, line.unwrap_or(0));
        found.iter().rev().find(before).or(found.last())
    };
    if let Some(to) = to.copied() {
        mark(app, to);
    }
    told(app);
}

/// Every line that has it, by file and line.
pub(super) fn lines(app: &App<'_>) -> Vec<(usize, usize)> {
    let has = |file: &CodeFile, line: usize| {
        let text: String = file.lines[line]
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        !places(&text, &app.sought).is_empty()
    };
    let files = app.files().unwrap_or_default().iter().enumerate();
    let all =
        files.flat_map(|(place, file)| (0..file.lines.len()).map(move |line| (place, file, line)));
    let found = all.filter(|(_, file, line)| has(file, *line));
    found.map(|(place, _, line)| (place, line)).collect()
}

fn mark(app: &mut App<'_>, (file, line): (usize, usize)) {
    if let Some(found) = &mut app.result {
        found.file = file;
        found.mark = Some(line);
        found.follow = true;
        found.pane = Pane::Code;
    }
}

/// Says which of the lines found this is.
fn told(app: &mut App<'_>) {
    let all = lines(app);
    let here = app.result.as_ref().map(|found| (found.file, found.mark));
    let here = here.and_then(|(file, line)| Some((file, line?)));
    let at = all.iter().position(|place| Some(*place) == here);
    match at {
        Some(at) => app.say((app.words.acting.found)(at + 1, all.len())),
        None => app.complain((app.words.acting.not_found)(&app.sought)),
    }
}
