//! Where things are on the screen, and how far what does not fit can be turned over.
//!
//! Drawing and the keys have to agree on both, so that neither asks the other: areas come from the
//! size alone, and how long a text is drawn is measured once an input and kept in the state.

use ratatui::layout::Rect;

use super::entry::Place;

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
    pub(crate) possible: Option<Rect>,
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
        possible: None,
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
    /// What a trial or a report of what was written takes.
    pub(crate) told: usize,
    /// How many rows the advice and the code have.
    pub(crate) rows: usize,
    /// What can be chosen in the advice, in the order shown.
    pub(crate) entries: Vec<Place>,
    /// The row of the code's line that was looked for.
    pub(crate) mark: Option<usize>,
}
