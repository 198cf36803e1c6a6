//! Fitting a page into a window that may be too low for it: which parts stay, and in which form.

use ratatui::text::Line;

/// A part of the page.
pub(super) struct Block {
    pub(super) lines: Vec<Line<'static>>,
    /// Taken when the whole does not fit.
    pub(super) short: Option<Vec<Line<'static>>>,
    /// The most comes first where there is little room.
    pub(super) weight: u8,
}

/// Never left out.
pub(super) const KEPT: u8 = u8::MAX;

impl Block {
    pub(super) fn whole(lines: Vec<Line<'static>>, weight: u8) -> Self {
        Self {
            lines,
            short: None,
            weight,
        }
    }

    /// With one line in place of several.
    pub(super) fn shortened(lines: Vec<Line<'static>>, short: Line<'static>, weight: u8) -> Self {
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

/// From this weight on a part is shortened before it makes room for lesser ones.
pub(super) const MATTERS: u8 = 4;

/// Takes the parts that matter in their short form as far as there is room, then whole as far as
/// there is; after that the others.
pub(super) fn fit(blocks: &mut [Block], rows: usize) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<Line<'static>> {
        vec![Line::from("x"); count]
    }

    /// How many lines of each part are left.
    fn left(mut blocks: Vec<Block>, rows: usize) -> Vec<usize> {
        fit(&mut blocks, rows);
        blocks.iter().map(|block| block.lines.len()).collect()
    }

    fn blocks() -> Vec<Block> {
        vec![
            Block::whole(lines(1), 1),
            Block::whole(lines(2), KEPT),
            Block::shortened(lines(3), Line::from("short"), 7),
            Block::shortened(lines(4), Line::from("short"), 5),
        ]
    }

    #[test]
    fn everything_stays_where_there_is_room() {
        assert_eq!(left(blocks(), 10), [1, 2, 3, 4]);
    }

    #[test]
    fn short_forms_come_before_whole_ones_and_before_lesser_parts() {
        assert_eq!(left(blocks(), 9), [0, 2, 3, 4]);
        assert_eq!(left(blocks(), 8), [1, 2, 3, 1]);
        assert_eq!(left(blocks(), 4), [0, 2, 1, 1]);
        assert_eq!(left(blocks(), 3), [0, 2, 1, 0]);
    }

    #[test]
    fn what_is_kept_stays_though_it_does_not_fit() {
        assert_eq!(left(blocks(), 0), [0, 2, 0, 0]);
    }
}
