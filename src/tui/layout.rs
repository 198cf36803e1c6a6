//! Where things are on the screen, and how far what does not fit can be turned over.
//!
//! Drawing and the keys have to agree on both, so that neither asks the other: areas come from the
//! size alone, and how long a text is drawn is measured once an input and kept in the state.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::entry::Place;
use super::keymap::Context;
use crate::ids::SectionIx;

/// Smaller windows only get a message.
pub(crate) const MIN_SIZE: (u16, u16) = (40, 12);

/// From here on one panel stands beside the question.
const MIDDLE: u16 = 96;
/// From here on two do.
const WIDE: u16 = 130;

pub(crate) fn too_small(size: (u16, u16)) -> bool {
    size.0 < MIN_SIZE.0 || size.1 < MIN_SIZE.1
}

/// Where things are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Areas {
    pub(crate) header: Rect,
    pub(crate) body: Rect,
    pub(crate) footer: Rect,
    /// The middle column, or all of the body.
    pub(crate) main: Rect,
    pub(crate) trail: Option<Rect>,
    /// The drawing of the section, in a place of its own or in that of the trail.
    pub(crate) map: Option<Rect>,
    pub(crate) possible: Option<Rect>,
    /// The code of what the highlighted answer leads to, beside the drawing.
    pub(crate) code: Option<Rect>,
}

/// The areas of a window.
pub(crate) fn areas(area: Rect) -> Areas {
    let header_rows = if area.height >= 16 { 2 } else { 1 };
    let header = Rect {
        height: header_rows.min(area.height),
        ..area
    };
    let footer = Rect {
        y: area.bottom().saturating_sub(1),
        height: area.height.min(1),
        ..area
    };
    let body = Rect {
        y: header.bottom(),
        height: area.height.saturating_sub(header.height + footer.height),
        ..area
    };
    let mut areas = Areas {
        header,
        body,
        footer,
        main: body,
        trail: None,
        map: None,
        possible: None,
        code: None,
    };
    if area.width >= WIDE {
        let left = (area.width / 5).clamp(30, 44);
        let right = (area.width / 4).clamp(38, 54);
        let (trail, rest) = split(body, left);
        let (main, possible) = split(rest, rest.width - right - 1);
        areas.trail = Some(trail);
        areas.main = main;
        areas.possible = Some(possible);
    } else if area.width >= MIDDLE {
        let (main, side) = split(body, body.width - 39);
        areas.main = main;
        // The lower part goes to the trail where there is enough height for both.
        let upper = if body.height >= 24 {
            body.height * 3 / 5
        } else {
            body.height
        };
        areas.possible = Some(Rect {
            height: upper,
            ..side
        });
        areas.trail = (upper < body.height).then_some(Rect {
            y: side.y + upper,
            height: side.height - upper,
            ..side
        });
    }
    areas
}

/// From this height on the drawing stands below the question.
const HIGH: u16 = 36;
/// From this height on it has the larger part.
const TALL: u16 = 48;
/// From this height on the trail stays where the drawing takes a part of its column.
const SHARED: u16 = 16;

impl Areas {
    /// The same with a place for the drawing of the section, where there is one to be drawn.
    pub(crate) fn with_map(mut self) -> Self {
        let Some(trail) = self.trail else { return self };
        if self.main.height >= HIGH {
            let rows = self.main.height * if self.main.height >= TALL { 3 } else { 2 } / 5;
            let (main, map) = cut(self.main, self.main.height - rows);
            (self.main, self.map) = (main, Some(map));
        } else if trail.x < self.main.x && trail.height >= SHARED {
            let (map, trail) = cut(trail, trail.height * 3 / 5);
            (self.map, self.trail) = (Some(map), Some(trail));
        } else {
            (self.map, self.trail) = (Some(trail), None);
        }
        self
    }
}

/// From this width and this height on there is a place for code beside the question.
const SHOWS_CODE: (u16, u16) = (160, 20);

pub(crate) fn shows_code(size: (u16, u16)) -> bool {
    size.0 >= SHOWS_CODE.0 && size.1 >= SHOWS_CODE.1
}

impl Areas {
    /// The same with a place for so many rows of code: beside the drawing where that stands below the
    /// question, else the lower half at most.
    pub(crate) fn with_code(mut self, rows: u16) -> Self {
        let Some(side) = self.possible else {
            return self;
        };
        let below = self.map.filter(|map| map.x == self.main.x);
        let upper = match below {
            Some(map) => map.y - side.y,
            None => side.height - rows.min(side.height / 2),
        };
        let (possible, code) = cut(side, upper.min(side.height));
        self.possible = Some(possible);
        self.code = Some(Rect {
            height: code.height.min(rows),
            ..code
        });
        self
    }
}

/// The upper rows of an area and the others.
fn cut(area: Rect, upper: u16) -> (Rect, Rect) {
    let lower = Rect {
        y: area.y + upper,
        height: area.height - upper,
        ..area
    };
    (
        Rect {
            height: upper,
            ..area
        },
        lower,
    )
}

/// The pieces of the progress bar: a section each, with how many columns its name would like. Those
/// who want more than there is share what is left; where that is too little for names, all are equal.
pub(crate) fn pieces(row: Rect, wanted: &[(SectionIx, u16)]) -> Vec<(SectionIx, Rect)> {
    let count = u16::try_from(wanted.len()).unwrap_or(u16::MAX);
    let room = row.width;
    // With the gap after each.
    let sum = |most: u16| {
        let each = wanted
            .iter()
            .map(|(_, want)| u32::from((*want).min(most)) + 1);
        each.sum::<u32>()
    };
    let most = (LEAST_PIECE..=room)
        .rev()
        .find(|most| sum(*most) <= u32::from(room));
    let mut pieces = Vec::new();
    let mut x = row.x;
    for (place, (section, want)) in (0_u16..).zip(wanted) {
        let end = match most {
            // What is left over goes to all alike.
            Some(most) => {
                let spare = u32::from(room) - sum(most);
                let share = spare * u32::from(place + 1) / u32::from(count)
                    - spare * u32::from(place) / u32::from(count);
                x + (*want).min(most) + 1 + u16::try_from(share).unwrap_or(0)
            }
            None => {
                let end = u32::from(room) * u32::from(place + 1) / u32::from(count);
                row.x + u16::try_from(end).unwrap_or(room)
            }
        };
        pieces.push((
            *section,
            Rect {
                x,
                width: (end - x).saturating_sub(1),
                ..row
            },
        ));
        x = end;
    }
    pieces
}

/// Pieces of fewer columns hold no name.
pub(crate) const LEAST_PIECE: u16 = 11;

/// Two columns with a rule's width between them.
pub(crate) fn split(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    let right = Rect {
        x: area.x + (left + 1).min(area.width),
        width: area.width.saturating_sub(left + 1),
        ..area
    };
    (
        Rect {
            width: left,
            ..area
        },
        right,
    )
}

/// An area without its outermost columns.
pub(crate) fn padded(area: Rect, columns: u16) -> Rect {
    Rect {
        x: area.x + columns.min(area.width),
        width: area.width.saturating_sub(2 * columns),
        ..area
    }
}

/// The half of the result that the keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    Advice,
    Code,
}

/// The areas of the advice and the code; only the one in front when narrow.
pub(crate) fn panes(front: Pane, body: Rect) -> (Option<Rect>, Option<Rect>) {
    if body.width >= WIDE {
        let (left, right) = split(body, (body.width / 2 - 2).min(96));
        return (Some(left), Some(right));
    }
    match front {
        Pane::Advice => (Some(body), None),
        Pane::Code => (None, Some(body)),
    }
}

/// From this width on the list of files stands beside the code.
const WITH_FILES: u16 = 100;

/// The areas of the list of files, where there is room for one, and of the file shown.
pub(crate) fn code_parts(code: Rect) -> (Option<Rect>, Rect) {
    if code.width < WITH_FILES {
        return (None, code);
    }
    let (list, file) = split(code, (code.width / 3).min(36));
    (Some(list), file)
}

/// How far a page key goes in a window of this size.
pub(crate) fn page(size: (u16, u16)) -> usize {
    let body = areas(Rect::new(0, 0, size.0, size.1)).body;
    usize::from(body.height.saturating_sub(2)).max(1)
}

/// How far the texts that may be longer than their areas can be scrolled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) help: usize,
    pub(crate) advice: usize,
    pub(crate) code: usize,
    pub(crate) why: usize,
    pub(crate) reading: usize,
    pub(crate) lab: usize,
    /// What a trial or a report of what was written takes.
    pub(crate) told: usize,
    /// How many rows the advice and the code have.
    pub(crate) rows: usize,
    /// What can be chosen in the advice, in the order shown.
    pub(crate) entries: Vec<Place>,
    /// The row of the code's line that was looked for.
    pub(crate) mark: Option<usize>,
    pub(crate) map: usize,
    /// Where a drawing begins to be shown, so that the question in front is seen.
    pub(crate) map_from: usize,
    /// What of the result is in sight, laid out: the advice and the file shown.
    pub(crate) advice_lines: Vec<Line<'static>>,
    pub(crate) code_lines: Vec<Line<'static>>,
    /// The help page, while it is open.
    pub(crate) help_lines: Vec<Line<'static>>,
    /// Where it tells each key.
    pub(crate) help_keys: Vec<KeyRow>,
}

/// The row of the help page that tells a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyRow {
    pub(crate) context: Context,
    pub(crate) text: &'static str,
    pub(crate) row: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_the_bar_stand_side_by_side_and_fill_it() {
        for width in 0..240 {
            for count in 0..12 {
                let row = Rect::new(3, 1, width, 1);
                let wanted: Vec<(SectionIx, u16)> = (0..count)
                    .map(|place| (SectionIx::new(place.into()), 6 + 5 * (place % 4)))
                    .collect();
                let pieces = pieces(row, &wanted);
                assert_eq!(pieces.len(), wanted.len());
                // Narrower ones than any window have no room for the gaps.
                if width < count * 2 {
                    continue;
                }
                let mut x = row.x;
                for (place, (section, piece)) in pieces.iter().enumerate() {
                    assert_eq!(section.index(), place);
                    assert_eq!(piece.x, x, "{width} {count}: {pieces:?}");
                    x = (piece.right() + 1).min(row.right());
                    assert!(piece.right() <= row.right());
                }
                assert!(pieces.is_empty() || width < count * 2 || x + 1 >= row.right());
            }
        }
    }
}
