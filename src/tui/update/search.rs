//! A line that narrows a list: all that the advisor says, or all that can be done here.
//!
//! What is found leads on: a question that is asked is gone to, an outcome is explained, and everything
//! else is shown at length. What can be done is done where the palette was opened.

use super::common::{close, edit, moved};
use super::question::{go, look_ahead};
use super::why::explain;
use crate::advice::{Found, Index, folded};
use crate::ids::QuestionIx;
use crate::tui::action::Action;
use crate::tui::keymap::{Anywhere, Context, contexts, deeds, help};
use crate::tui::layout;
use crate::tui::line::Line;
use crate::tui::state::{About, App, Effect, Known, Listed, Overlay, Search};

/// On a list, what stands there is searched.
pub(super) fn open_find(app: &mut App<'_>) {
    if matches!(app.overlays.last(), Some(Overlay::Starts { .. })) {
        app.shelf.whole = true;
    }
    let list = list_here(app);
    push(app, list);
}

/// What is searched where nothing is searched yet.
fn list_here(app: &App<'_>) -> Listed {
    let lines = |all: Vec<(String, String)>| {
        let left = (0..all.len()).collect();
        Listed::Lines { all, left }
    };
    match app.overlays.last() {
        Some(Overlay::Starts { .. }) => lines(app.beginnings_told()),
        Some(Overlay::Outcomes { .. }) => lines(app.outcomes_told()),
        Some(Overlay::Trail { .. }) => lines(app.trail_told()),
        Some(Overlay::Help { .. }) => {
            let all = known(app);
            let left = (0..all.len()).collect();
            Listed::Keys { all, left }
        }
        _ => Listed::Texts(Vec::new()),
    }
}

/// Lists what the keys of this place do, as far as it is possible now.
pub(super) fn open_palette(app: &mut App<'_>) {
    if matches!(app.context(), Context::Search | Context::Small) {
        return;
    }
    let list = deeds_here(app);
    push(app, list);
}

fn deeds_here(app: &App<'_>) -> Listed {
    let context = app.context();
    let mut all = deeds(context, &app.keys, &app.at(context));
    all.retain(|deed| is_worth_a_line(deed.action));
    let left = (0..all.len()).collect();
    Listed::Deeds { all, left }
}

/// The keys of all places, those that count below the help first, and of them those that do something.
fn known(app: &App<'_>) -> Vec<Known> {
    let here = app.context_below_help();
    let now = |context: Context| context == here || here.shared().contains(&context);
    let mut all = contexts(app.common).to_vec();
    // Stable: the others stay as they are listed.
    all.sort_by_key(|(context, _)| !now(*context));
    let keys = all.into_iter().flat_map(|(context, place)| {
        let hints = if now(context) {
            help(context, &app.keys, &app.at(here))
        } else {
            help(context, &app.keys, &Anywhere)
        };
        hints.into_iter().map(move |hint| Known {
            context,
            place,
            keys: hint.keys,
            text: hint.text,
        })
    });
    keys.collect()
}

/// Whoever moves the highlight has a hand on the keys for it.
fn is_worth_a_line(action: Action) -> bool {
    use Action::{Down, First, Last, PageDown, PageUp, Palette, Up};
    !matches!(
        action,
        Up | Down | First | Last | PageUp | PageDown | Palette
    )
}

fn push(app: &mut App<'_>, list: Listed) {
    app.overlays.push(Overlay::Search(Search {
        line: Line::default(),
        list,
        selected: 0,
    }));
}

pub(super) fn search(app: &mut App<'_>, action: Action) -> Effect {
    let page = layout::page(app.size);
    let Some(Overlay::Search(search)) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::CursorLeft | Action::EraseLeft if search.line.is_empty() => return close(app),
        Action::Choose => return choose(app),
        other => {
            if edit(&mut search.line, other) {
                narrow(app);
            } else {
                let last = search.len().saturating_sub(1);
                search.selected = moved(search.selected, other, page, last);
            }
        }
    }
    Effect::None
}

pub(super) fn pasted(app: &mut App<'_>, text: &str) {
    if let Some(Overlay::Search(search)) = app.overlays.last_mut() {
        search.line.insert(text);
        narrow(app);
    }
}

/// What is listed in the language spoken now: what was typed stays, and what was highlighted is, as far as
/// the line leaves it.
pub(super) fn again(app: &mut App<'_>) {
    let advisor = app.interview.advisor();
    for overlay in &mut app.overlays {
        if let Overlay::Search(search) = overlay
            && let Listed::Texts(found) = &mut search.list
        {
            let index = app.index.get_or_insert_with(|| Index::of(advisor));
            let chosen = found.get(search.selected).copied();
            *found = index.find(search.line.text());
            let place = found.iter().position(|one| Some(*one) == chosen);
            search.selected = place.unwrap_or(0);
        }
    }
    // A list of anything else is always on top, and made of what lies below.
    let listed = |overlay: &mut Overlay| match overlay {
        Overlay::Search(search) => !matches!(search.list, Listed::Texts(_)),
        _ => false,
    };
    let Some(Overlay::Search(before)) = app.overlays.pop_if(listed) else {
        return;
    };
    let list = match before.list {
        Listed::Deeds { .. } => deeds_here(app),
        _ => list_here(app),
    };
    let chosen = before.chosen();
    app.overlays
        .push(Overlay::Search(Search { list, ..before }));
    narrow(app);
    if let Some(Overlay::Search(search)) = app.overlays.last_mut() {
        let left = search.left().iter();
        let place = left.copied().position(|place| Some(place) == chosen);
        search.selected = place.unwrap_or(0);
    }
}

/// Leaves what the line leaves.
fn narrow(app: &mut App<'_>) {
    let advisor = app.interview.advisor();
    let Some(Overlay::Search(search)) = app.overlays.last_mut() else {
        return;
    };
    search.selected = 0;
    match &mut search.list {
        Listed::Texts(found) => {
            let index = app.index.get_or_insert_with(|| Index::of(advisor));
            *found = index.find(search.line.text());
        }
        Listed::Lines { all, left } => {
            let typed = folded(search.line.text());
            let has_all = |text: &str| typed.split_whitespace().all(|word| text.contains(word));
            *left = (0..all.len())
                .filter(|place| {
                    let (told, also) = &all[*place];
                    has_all(&folded(&format!("{told} {also}")))
                })
                .collect();
        }
        Listed::Keys { all, left } => {
            let typed = folded(search.line.text());
            let words: Vec<&str> = typed.split_whitespace().collect();
            *left = (0..all.len())
                .filter(|place| {
                    let known = &all[*place];
                    let text = folded(&format!("{} {}", known.text, known.place));
                    // Who knows a key may ask what it does.
                    let keys = folded(&known.keys);
                    let is_key = |word: &str| keys.split(' ').any(|key| key == word);
                    words.iter().all(|word| text.contains(word) || is_key(word))
                })
                .collect();
        }
        Listed::Deeds { all, left } => {
            let typed = folded(search.line.text());
            let words: Vec<&str> = typed.split_whitespace().collect();
            *left = (0..all.len())
                .filter(|place| {
                    // Who knows a key may ask what it does.
                    let keys = folded(&all[*place].keys);
                    let mut text = folded(all[*place].text);
                    for name in &all[*place].names {
                        text.push(' ');
                        text.push_str(&folded(name));
                    }
                    words
                        .iter()
                        .all(|word| text.contains(word) || keys == **word)
                })
                .collect();
        }
    }
}

fn choose(app: &mut App<'_>) -> Effect {
    let Some(Overlay::Search(search)) = app.overlays.last() else {
        return Effect::None;
    };
    match &search.list {
        Listed::Texts(found) => match found.get(search.selected).copied() {
            Some(found) => go_to(app, found),
            None => {
                app.say(app.words.nothing_found.to_owned());
                Effect::None
            }
        },
        Listed::Lines { left, .. } => {
            let Some(place) = left.get(search.selected).copied() else {
                app.say(app.words.nothing_found.to_owned());
                return Effect::None;
            };
            app.overlays.pop();
            // What is found is highlighted, and told at length there.
            if let Some(
                Overlay::Starts { selected }
                | Overlay::Outcomes { selected }
                | Overlay::Trail { selected },
            ) = app.overlays.last_mut()
            {
                *selected = place;
            }
            Effect::None
        }
        Listed::Keys { all, left } => {
            let chosen = left.get(search.selected).and_then(|place| all.get(*place));
            let Some((context, text)) = chosen.map(|known| (known.context, known.text)) else {
                app.say(app.words.nothing_found.to_owned());
                return Effect::None;
            };
            app.overlays.pop();
            // It is told among the others.
            if let Some(Overlay::Help { about, to, .. }) = app.overlays.last_mut() {
                *about = About::Everything;
                *to = Some((context, text));
            }
            Effect::None
        }
        Listed::Deeds { all, left } => {
            let chosen = left.get(search.selected).and_then(|place| all.get(*place));
            let Some(action) = chosen.map(|deed| deed.action) else {
                app.say(app.words.nothing_found.to_owned());
                return Effect::None;
            };
            app.overlays.pop();
            Effect::Act(action)
        }
    }
}

pub(super) fn go_to(app: &mut App<'_>, found: Found) -> Effect {
    match found {
        Found::Question(question) if is_asked(app, question) => return go(app, question),
        Found::Option(question, place) if is_asked(app, question) => {
            let effect = go(app, question);
            highlight(app, place);
            return effect;
        }
        Found::Outcome(outcome) => explain(app, outcome),
        _ => app.overlays.push(Overlay::Reading { found, scroll: 0 }),
    }
    Effect::None
}

/// Highlights an option of the question in front, where it has them: a band of numbers is typed.
fn highlight(app: &mut App<'_>, place: usize) {
    let advisor = app.interview.advisor();
    if let Some(card) = &mut app.card
        && !advisor.question(card.question).is_typed()
    {
        card.selected = Some(place);
        look_ahead(app);
    }
}

/// Whether a question is in front or was answered, so that one can go there.
fn is_asked(app: &App<'_>, question: QuestionIx) -> bool {
    let here = app.card.as_ref().map(|card| card.question);
    here == Some(question) || app.trail().any(|answered| answered == question)
}

pub(super) fn reading(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.reading);
    match (action, app.overlays.last_mut()) {
        (Action::Back, _) => return close(app),
        (other, Some(Overlay::Reading { scroll, .. })) => {
            *scroll = moved(*scroll, other, page, limit);
        }
        _ => {}
    }
    Effect::None
}
