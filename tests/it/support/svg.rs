//! Frames as an SVG picture: one still, or a film of several that plays in a page.
//!
//! Looks stand in attributes and only time in the style sheet, so that what refuses styles, or a reader
//! who wants no motion, sees the poster. Lines are drawn as paths, since as text they leave seams. Rows
//! that are the same in several frames stand there once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// The size of a cell, in pixels.
const CELL: (u32, u32) = (9, 20);
/// The empty edge around the screen.
const EDGE: u32 = 12;
const BACKGROUND: &str = "#16181d";
const TEXT: &str = "#d7dae0";

/// A frame of a film and how long it stays, in tenths of a second.
pub(crate) struct Shot {
    pub(crate) frame: Buffer,
    pub(crate) tenths: u32,
}

/// The picture; `poster` is the shot that stands where nothing moves.
pub(crate) fn film(shots: &[Shot], poster: usize, title: &str, text: &str) -> String {
    let area = shots[0].frame.area;
    let (width, height) = (
        u32::from(area.width) * CELL.0 + 2 * EDGE,
        u32::from(area.height) * CELL.1 + 2 * EDGE,
    );
    let mut rows = Rows::default();
    let frames: Vec<Vec<(u16, usize)>> = shots.iter().map(|shot| rows.of(&shot.frame)).collect();
    let mut out = String::new();
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="15" fill="{TEXT}">"#
    )
    .unwrap();
    writeln!(out, "<title>{}</title>", escaped(title)).unwrap();
    writeln!(out, "<desc>{}</desc>", escaped(text)).unwrap();
    if shots.len() > 1 {
        out.push_str(&times(shots));
    }
    writeln!(
        out,
        r#"<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>"#
    )
    .unwrap();
    out.push_str("<defs>\n");
    for (place, row) in rows.all.iter().enumerate() {
        writeln!(out, r#"<g id="r{place}">{row}</g>"#).unwrap();
    }
    out.push_str("</defs>\n");
    for (place, frame) in frames.iter().enumerate() {
        let hidden = if place == poster {
            ""
        } else {
            r#" visibility="hidden""#
        };
        let class = if shots.len() > 1 {
            format!(r#" class="f{place}""#)
        } else {
            String::new()
        };
        writeln!(
            out,
            r#"<g{class}{hidden} transform="translate({EDGE} {EDGE})">"#
        )
        .unwrap();
        for (y, row) in frame {
            let y = u32::from(*y) * CELL.1;
            writeln!(out, r##"<use href="#r{row}" y="{y}"/>"##).unwrap();
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// When each shot is seen.
fn times(shots: &[Shot]) -> String {
    let all: u32 = shots.iter().map(|shot| shot.tenths).sum();
    let mut out = String::from("<style>@media (prefers-reduced-motion:no-preference){\n");
    let mut from = 0;
    for (place, shot) in shots.iter().enumerate() {
        let percent = |at: u32| f64::from(at) * 100.0 / f64::from(all);
        let (start, end) = (percent(from), percent(from + shot.tenths));
        let first = if from == 0 {
            ""
        } else {
            "0%{visibility:hidden}"
        };
        writeln!(
            out,
            "@keyframes k{place}{{{first}{start:.2}%{{visibility:visible}}{end:.2}%{{visibility:hidden}}}}.f{place}{{animation:k{place} {}.{}s step-end infinite}}",
            all / 10,
            all % 10
        )
        .unwrap();
        from += shot.tenths;
    }
    out.push_str("}</style>\n");
    out
}

/// Every row that was drawn, once.
#[derive(Default)]
struct Rows {
    all: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Rows {
    /// The rows of a frame that show something, by their place.
    fn of(&mut self, frame: &Buffer) -> Vec<(u16, usize)> {
        let area = frame.area;
        let mut found = Vec::new();
        for y in area.top()..area.bottom() {
            let cells: Vec<&Cell> = (area.left()..area.right())
                .map(|x| &frame[(x, y)])
                .collect();
            let row = row(&cells);
            if row.is_empty() {
                continue;
            }
            let next = self.all.len();
            let place = *self.known.entry(row.clone()).or_insert(next);
            if place == next {
                self.all.push(row);
            }
            found.push((y, place));
        }
        found
    }
}

fn row(cells: &[&Cell]) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < cells.len() {
        let from = x;
        let style = cells[x].style();
        let mut text = String::new();
        while x < cells.len() && cells[x].style() == style {
            let symbol = cells[x].symbol();
            text.push_str(symbol);
            x += symbol.width().max(1);
        }
        run(&mut out, from, &text, cells[from]);
    }
    out
}

/// A run of cells that look the same.
fn run(out: &mut String, from: usize, text: &str, cell: &Cell) {
    let (mut ink, mut paper) = (colour(cell.fg, TEXT), colour(cell.bg, BACKGROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    let columns = u32::try_from(text.width()).unwrap();
    let x = u32::try_from(from).unwrap() * CELL.0;
    if paper != BACKGROUND {
        let (width, height) = (columns * CELL.0, CELL.1);
        write!(
            out,
            r#"<rect x="{x}" width="{width}" height="{height}" fill="{paper}"/>"#
        )
        .unwrap();
    }
    let mut look = String::new();
    if ink != TEXT {
        write!(look, r#" fill="{ink}""#).unwrap();
    }
    if cell.modifier.contains(Modifier::BOLD) {
        look.push_str(r#" font-weight="700""#);
    }
    if cell.modifier.contains(Modifier::ITALIC) {
        look.push_str(r#" font-style="italic""#);
    }
    if cell.modifier.contains(Modifier::DIM) {
        look.push_str(r#" opacity=".62""#);
    }
    let lines = [
        (Modifier::UNDERLINED, "underline"),
        (Modifier::CROSSED_OUT, "line-through"),
    ];
    for (modifier, line) in lines {
        if cell.modifier.contains(modifier) {
            write!(look, r#" text-decoration="{line}""#).unwrap();
        }
    }
    let mut strokes = String::new();
    let mut word = String::new();
    let mut word_at = 0;
    let mut at = 0;
    for c in text.chars().chain([' ']) {
        let here = x + at * CELL.0;
        let drawn = stroke(c, here);
        if c == ' ' && !word.is_empty() && !word.ends_with(' ') && text_goes_on(text, at) {
            // One blank inside a text is part of it.
            word.push(c);
        } else if c == ' ' || drawn.is_some() {
            put(out, &mut word, word_at, &look);
            strokes.push_str(&drawn.unwrap_or_default());
        } else {
            if word.is_empty() {
                word_at = here;
            }
            word.push(c);
        }
        at += u32::try_from(c.to_string().width().max(1)).unwrap();
    }
    put(out, &mut word, word_at, &look);
    if !strokes.is_empty() {
        let faint = if cell.modifier.contains(Modifier::DIM) {
            r#" opacity=".62""#
        } else {
            ""
        };
        write!(
            out,
            r#"<path d="{strokes}" stroke="{ink}" fill="none"{faint}/>"#
        )
        .unwrap();
    }
}

/// Whether a blank at this column has a letter behind it that is drawn as text.
fn text_goes_on(text: &str, column: u32) -> bool {
    let mut at = 0;
    let mut chars = text.chars().skip_while(|c| {
        let here = at;
        at += u32::try_from(c.to_string().width().max(1)).unwrap();
        here <= column
    });
    chars
        .next()
        .is_some_and(|c| c != ' ' && stroke(c, 0).is_none())
}

fn put(out: &mut String, word: &mut String, x: u32, look: &str) {
    let text = word.trim_end();
    if !text.is_empty() {
        let length = u32::try_from(text.width()).unwrap() * CELL.0;
        let text = escaped(text);
        write!(
            out,
            r#"<text x="{x}" y="15" textLength="{length}" xml:space="preserve"{look}>{text}</text>"#
        )
        .unwrap();
    }
    word.clear();
}

/// A line of a box as a path, in the cell at `x`.
fn stroke(c: char, x: u32) -> Option<String> {
    let (left, right, mid) = (x, x + CELL.0, f64::from(x) + f64::from(CELL.0) / 2.0);
    let (top, bottom, level) = (0, CELL.1, f64::from(CELL.1) / 2.0);
    let across = format!("M{left} {level}H{right}");
    let down = format!("M{mid} {top}V{bottom}");
    let half = |to_right: bool, to_bottom: bool| {
        let (h, v) = (
            if to_right { right } else { left },
            if to_bottom { bottom } else { top },
        );
        format!("M{h} {level}H{mid}V{v}")
    };
    Some(match c {
        '─' => across,
        '━' => format!(
            "M{left} {}H{right}M{left} {}H{right}",
            level - 0.5,
            level + 0.5
        ),
        '═' => format!(
            "M{left} {}H{right}M{left} {}H{right}",
            level - 2.0,
            level + 2.0
        ),
        '┄' | '╌' => format!("M{left} {level}h2m2 0h3"),
        '│' | '┃' => down,
        '┌' => half(true, true),
        '┐' => half(false, true),
        '└' => half(true, false),
        '┘' => half(false, false),
        '├' | '┠' | '┝' => format!("{down}M{mid} {level}H{right}"),
        '┤' => format!("{down}M{left} {level}H{mid}"),
        '┬' | '┯' => format!("{across}M{mid} {level}V{bottom}"),
        '┴' => format!("{across}M{mid} {level}V{top}"),
        '┼' => format!("{across}{down}"),
        _ => return None,
    })
}

/// How a terminal of dark ground shows a colour.
fn colour(colour: Color, reset: &'static str) -> String {
    let known = match colour {
        Color::Reset => reset,
        Color::Black => "#16181d",
        Color::Red => "#ff7b72",
        Color::Green => "#7ee787",
        Color::Yellow => "#e3b341",
        Color::Blue => "#79c0ff",
        Color::Magenta => "#d2a8ff",
        Color::Cyan => "#56d4dd",
        Color::Gray => "#b1bac4",
        Color::DarkGray => "#8b949e",
        Color::White => "#ffffff",
        Color::LightRed => "#ffa198",
        Color::LightGreen => "#9be9a8",
        Color::LightYellow => "#f2cc60",
        Color::LightBlue => "#a5d6ff",
        Color::LightMagenta => "#e2c5ff",
        Color::LightCyan => "#b3f0ff",
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(place) => panic!("no picture needs colour {place}"),
    };
    known.to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
