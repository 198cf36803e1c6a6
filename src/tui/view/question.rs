//! The question in front: its section, what is asked, help, the entries and what they lead to.
//!
//! Where the window is too low for everything, the parts of least weight are shortened and then left
//! out; the `?` page has them all. What is asked and the highlighted entry are always there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::text::{cut, width, wrap};
use super::{View, draw, figures, padded, possible};
use crate::knowledge::model::{Answer, Question, QuestionKind};
use crate::tui::line::Line as Input;
use crate::tui::state::Card;
use crate::tui::theme::Role;
use crate::tui::words::fill;

/// Lines longer than this are hard to read.
const READABLE: u16 = 92;

/// A part of the page.
pub(super) struct Block {
    pub(super) lines: Vec<Line<'static>>,
    /// Taken when the whole does not fit.
    pub(super) short: Option<Vec<Line<'static>>>,
    /// The most comes first where there is little room.
    pub(super) weight: u8,
}

/// Never left out.
const KEPT: u8 = u8::MAX;

impl Block {
    pub(super) fn whole(lines: Vec<Line<'static>>, weight: u8) -> Self {
        Self {
            lines,
            short: None,
            weight,
        }
    }

    /// With one line in place of several.
    fn shortened(lines: Vec<Line<'static>>, short: Line<'static>, weight: u8) -> Self {
        Self {
            short: (lines.len() > 1).then(|| vec![short]),
            lines,
            weight,
        }
    }

    pub(super) fn blank() -> Self {
        Self::whole(vec![Line::default()], 2)
    }
}

/// The page as lines.
struct Page {
    lines: Vec<Line<'static>>,
    scroll: usize,
    /// Column and line.
    cursor: Option<(usize, usize)>,
}

pub(super) fn render(view: View<'_, '_>, area: Rect, beside: bool, buffer: &mut Buffer) {
    let Some(card) = &view.app.card else {
        return;
    };
    let inner = inner(area);
    let page = page(view, card, inner, beside);
    draw(&page.lines, page.scroll, inner, buffer);
    let rows = usize::from(inner.height);
    let edge = area.right().saturating_sub(1);
    if inner.is_empty() || edge < inner.right() {
        return;
    }
    let mark = view.style(Role::Key);
    if page.scroll > 0 {
        buffer.set_string(edge, inner.y, "▲", mark);
    }
    if page.lines.len() > page.scroll + rows {
        buffer.set_string(edge, inner.bottom() - 1, "▼", mark);
    }
}

/// Where the cursor blinks.
pub(super) fn cursor(view: View<'_, '_>, area: Rect, beside: bool) -> Option<Position> {
    let inner = inner(area);
    let page = page(view, view.app.card.as_ref()?, inner, beside);
    let (column, line) = page.cursor?;
    let row = line.checked_sub(page.scroll)?;
    let x = inner.x + u16::try_from(column).ok()?;
    let y = inner.y + u16::try_from(row).ok()?;
    inner
        .contains(Position { x, y })
        .then_some(Position { x, y })
}

fn inner(area: Rect) -> Rect {
    let inner = padded(area, 1);
    Rect {
        width: inner.width.min(READABLE),
        ..inner
    }
}

fn page(view: View<'_, '_>, card: &Card<'_>, area: Rect, beside: bool) -> Page {
    let columns = usize::from(area.width);
    let rows = usize::from(area.height);
    let question = card.open.advisor().question(card.question);
    let entries = entries(view, card, question, columns);
    let mut blocks = said(view, card, question, columns);
    let entries_at = blocks.len();
    blocks.push(Block::whole(entries.lines, KEPT));
    blocks.extend(figures::blocks(view, card, columns));
    if !beside {
        let lines = possible::paragraph(view, card, columns);
        if !lines.is_empty() {
            blocks.push(Block::blank());
            blocks.push(Block {
                lines,
                short: Some(possible::short(view, card, columns)),
                weight: 6,
            });
        }
    }
    fit(&mut blocks, rows);
    let above: usize = blocks[..entries_at]
        .iter()
        .map(|block| block.lines.len())
        .sum();
    let lines: Vec<Line<'static>> = blocks.into_iter().flat_map(|block| block.lines).collect();
    let (from, to) = (above + entries.selected.0, above + entries.selected.1);
    Page {
        scroll: to.saturating_sub(rows).min(from),
        cursor: entries.cursor.map(|(column, line)| (column, above + line)),
        lines,
    }
}

/// From this weight on a part is shortened before it makes room for lesser ones.
const MATTERS: u8 = 4;

/// Takes the parts that matter in their short form as far as there is room, then whole as far as
/// there is; after that the others.
fn fit(blocks: &mut [Block], rows: usize) {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(blocks[*place].weight));
    let mut taken = vec![0; blocks.len()];
    let mut whole = vec![false; blocks.len()];
    let (matter, others): (Vec<usize>, Vec<usize>) = order
        .into_iter()
        .partition(|place| blocks[*place].weight >= MATTERS);
    for part in [matter, others] {
        for place in &part {
            let block = &blocks[*place];
            let lines = block.short.as_ref().unwrap_or(&block.lines).len();
            if block.weight == KEPT || taken.iter().sum::<usize>() + lines <= rows {
                taken[*place] = lines;
                whole[*place] = block.short.is_none();
            }
        }
        for place in part {
            let lines = blocks[place].lines.len();
            if !whole[place] && taken.iter().sum::<usize>() - taken[place] + lines <= rows {
                taken[place] = lines;
                whole[place] = true;
            }
        }
    }
    for (place, block) in blocks.iter_mut().enumerate() {
        match (whole[place], taken[place], block.short.take()) {
            (true, ..) => {}
            (false, 1.., Some(short)) => block.lines = short,
            (false, ..) => block.lines.clear(),
        }
    }
}

/// Everything above the entries.
fn said(view: View<'_, '_>, card: &Card<'_>, question: &Question, columns: usize) -> Vec<Block> {
    let section = card.open.advisor().section(question.section);
    let no_lead = || view.span("", Role::Text);
    let mut blocks = Vec::new();
    let first = card.open.section(question.section).asked.first() == Some(&card.question);
    if let (true, Some(intro)) = (first, &section.intro) {
        let lines = wrap(
            no_lead(),
            &[(&view.told(intro), view.style(Role::Quiet))],
            columns,
        );
        blocks.push(Block::whole(lines, 1));
        blocks.push(Block::blank());
    }
    let lines = wrap(
        no_lead(),
        &[(&view.told(&question.ask), view.style(Role::Ask))],
        columns,
    );
    blocks.push(Block::whole(lines, KEPT));
    if let Some(help) = question.help.as_ref().map(|help| view.told(help)) {
        let lines = wrap(no_lead(), &[(&help, view.style(Role::Text))], columns);
        let short = Line::from(view.span(cut(&help, columns), Role::Text));
        blocks.push(Block::shortened(lines, short, 7));
    }
    if let Some(example) = &question.example {
        let text = format!("{} {}", view.app.common.example, view.told(example));
        let lines = wrap(no_lead(), &[(&text, view.style(Role::Quiet))], columns);
        let short = Line::from(view.span(cut(&text, columns), Role::Quiet));
        blocks.push(Block::shortened(lines, short, 4));
    }
    blocks.push(Block {
        weight: MATTERS,
        ..Block::blank()
    });
    blocks
}

/// What can be chosen or typed.
struct Entries {
    lines: Vec<Line<'static>>,
    /// The lines of the highlighted one, from and to.
    selected: (usize, usize),
    cursor: Option<(usize, usize)>,
}

fn entries(view: View<'_, '_>, card: &Card<'_>, question: &Question, columns: usize) -> Entries {
    let mut entries = Entries {
        lines: Vec::new(),
        selected: (0, 0),
        cursor: None,
    };
    let held = view.app.session().answer(card.question);
    let default = card.open.default_of(card.question);
    let marks = |answer: &Answer| {
        let mut marks = Vec::new();
        if held == Some(answer) {
            marks.push(view.app.words.held);
        }
        if default == Some(answer) {
            marks.push(view.app.common.default);
        }
        if marks.is_empty() {
            String::new()
        } else {
            format!(" ({})", marks.join(", "))
        }
    };
    let typed = matches!(
        question.kind,
        QuestionKind::Number { .. } | QuestionKind::Text { .. }
    );
    if typed {
        let chosen = card.selected == 0;
        let (line, column) = input(view, card, question, chosen, columns);
        entries.lines.push(line);
        entries.cursor = chosen.then_some((column, 0));
        entries.selected = (0, 1);
        let notes = notes(view, card, question);
        entries.lines.extend(wrap(
            view.span("    ", Role::Text),
            &[(&notes.0, view.style(notes.1))],
            columns,
        ));
    }
    for (place, option) in question.options().iter().enumerate() {
        let number = if place < 9 {
            (place + 1).to_string()
        } else {
            "·".to_owned()
        };
        let label = choice_label(view, question, place, &option.label);
        let mark = marks(&Answer::Option(place));
        entries.entry(
            view,
            card.selected == place,
            &number,
            (&label, &mark),
            columns,
        );
    }
    let key = if matches!(question.kind, QuestionKind::Text { .. }) {
        "?"
    } else {
        "u"
    };
    let chosen = card.selected == card.unknown_place();
    let mark = marks(&Answer::Unknown);
    entries.entry(view, chosen, key, (view.app.words.unknown, &mark), columns);
    entries
}

impl Entries {
    fn entry(
        &mut self,
        view: View<'_, '_>,
        chosen: bool,
        key: &str,
        (label, mark): (&str, &str),
        columns: usize,
    ) {
        let role = if chosen { Role::Selected } else { Role::Text };
        let lead = if chosen {
            format!("▸ {key} ")
        } else {
            format!("  {key} ")
        };
        let lines = wrap(
            view.span(lead, Role::Key),
            &[(label, view.style(role)), (mark, view.style(Role::Quiet))],
            columns,
        );
        let from = self.lines.len();
        self.lines.extend(lines);
        if chosen {
            self.selected = (from, self.lines.len());
        }
    }
}

/// The line that is typed into, and the column of its cursor.
fn input(
    view: View<'_, '_>,
    card: &Card<'_>,
    question: &Question,
    chosen: bool,
    columns: usize,
) -> (Line<'static>, usize) {
    let unit = match &question.kind {
        QuestionKind::Number {
            unit: Some(unit), ..
        } => format!(" {unit}"),
        _ => String::new(),
    };
    let lead = if chosen { "▸ > " } else { "  > " };
    let room = columns
        .saturating_sub(width(lead) + width(&unit) + 1)
        .max(1);
    let mut spans = vec![view.span(lead, Role::Key)];
    let column = if card.line.is_empty() {
        // What Enter takes when nothing is typed.
        let words = view.app.words;
        let offered = match card.open.default_of(card.question) {
            Some(default) => {
                format!(
                    "{} ({})",
                    answer_label(view, question, default),
                    view.app.common.default
                )
            }
            None => words.type_answer.to_owned(),
        };
        spans.push(view.span(
            cut(&offered, columns.saturating_sub(width(lead))),
            Role::Quiet,
        ));
        0
    } else {
        let (shown, column) = window(&card.line, room);
        spans.push(view.span(shown, if chosen { Role::Ask } else { Role::Text }));
        spans.push(view.span(unit, Role::Quiet));
        column
    };
    (Line::from(spans), width(lead) + column)
}

/// The part of a line that fits, with the cursor in it, and the cursor's column.
pub(super) fn window(line: &Input, room: usize) -> (String, usize) {
    let before = width(line.before());
    if before < room {
        return (cut(line.text(), room), before);
    }
    // The end of what stands before the cursor, with a sign that more does.
    let mut kept = line.before();
    while width(kept) + 2 > room {
        let mut chars = kept.chars();
        if chars.next().is_none() {
            break;
        }
        kept = chars.as_str();
    }
    let shown = format!("…{kept}");
    let column = width(&shown);
    (shown, column)
}

/// Under the line: what is expected.
fn notes(view: View<'_, '_>, card: &Card<'_>, question: &Question) -> (String, Role) {
    let words = view.app.words;
    let expected = match &question.kind {
        QuestionKind::Number { unit, min, max, .. } => {
            let (min, max) = (min.to_string(), max.to_string());
            match unit {
                Some(unit) => fill(words.range_unit, &[&min, &max, unit]),
                None => fill(words.range, &[&min, &max]),
            }
        }
        QuestionKind::Text { pattern, hint } => hint.clone().unwrap_or_else(|| pattern.clone()),
        _ => String::new(),
    };
    if card.refused {
        return (format!("✗ {}: {expected}", words.expected), Role::Stop);
    }
    (expected, Role::Quiet)
}

/// An answer as people read it, in the wizard's language.
pub(super) fn answer_label(view: View<'_, '_>, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Unknown => view.app.words.unknown.to_owned(),
        Answer::Option(place) => question.options().get(*place).map_or(String::new(), |o| {
            choice_label(view, question, *place, &o.label)
        }),
        other => question.answer_label(other),
    }
}

/// An option's label; bare yes and no are the program's own words.
fn choice_label(view: View<'_, '_>, question: &Question, place: usize, label: &str) -> String {
    let bare = question.options().get(place).is_some_and(|o| o.id == label);
    match (&question.kind, place) {
        (QuestionKind::YesNo { .. }, 0) if bare => view.app.words.yes.to_owned(),
        (QuestionKind::YesNo { .. }, 1) if bare => view.app.words.no.to_owned(),
        _ => view.told(label),
    }
}
