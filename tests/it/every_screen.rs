//! Every screen that has no pictures of its own at all sizes, at each of the four: one picture a screen.

use std::fmt::Write as _;

use insta::assert_snapshot;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Depth, Glyphs, Options, key_table};

use crate::support::tui::advisors::{otp, otp_pt_br, tea};
use crate::support::tui::{Fake, Player};

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

type Screen = (&'static str, fn() -> &'static Advisor, &'static str);

const SCREENS: [Screen; 29] = [
    ("options", tea, "1"),
    ("text", tea, "13<ret>"),
    ("notice", tea, "<esc>"),
    ("help", tea, "1?"),
    ("examples", otp, "e"),
    ("trail", tea, "11<ret><ret>tk"),
    ("situations", otp, "b"),
    ("outcomes", otp, "w"),
    ("why", otp, "w<ret>"),
    ("search", otp, "/restart"),
    ("reading", otp, "/start_storm<ret>"),
    ("palette", tea, "1<c-p>"),
    ("quit", tea, "1q"),
    ("undecided", tea, "u1<c-f>"),
    ("leave_undecided", otp, "11u2fd"),
    ("flag", tea, "13<ret><ret>1"),
    ("entry", tea, "11<c-f><down>"),
    ("pairs", otp, "11112fx"),
    ("save", tea, "11<c-f>s"),
    ("written", tea, "11<c-f>e<ret>"),
    ("lab", otp, "11112fL<ret><space>"),
    ("lab_over", otp, "11112fLs<space>"),
    ("help_whole", tea, "1?<tab>G"),
    ("find_key", tea, "1?/undo"),
    ("find_outcome", otp, "w/oban"),
    ("find_answer", tea, "11<ret><ret>t/"),
    ("emit", tea, "11<c-f>e"),
    ("emit_refused", tea, "11<c-f>e<c-u>Tea"),
    ("unfolded", otp, "11112fo<space>"),
];

/// The picture of each place where keys count: one of those above, or of the tests of its own.
fn picture(context: &str) -> &'static str {
    match context {
        "yes or no" => "screens__first",
        "choosing" | "everywhere" | "where nothing is typed" => "options",
        "a number" => "screens__number",
        "a text" | "any line" => "text",
        "your answers" => "trail",
        "situations" => "situations",
        "outcomes" => "outcomes",
        "why an outcome" => "why",
        "the advice" | "the result" => "screens__result",
        "an entry of the advice" => "entry",
        "the code" => "code_pane__code",
        "the map of a section" => "screens__map_over",
        "the list of files" => "code_pane__files",
        "trying an answer" => "acting__trial",
        "searching the code" => "code_pane__find",
        "what was written" => "written",
        "the crash lab" => "lab",
        "help" | "longer pages" => "help",
        "leaving" => "quit",
        "leaving undecided" => "leave_undecided",
        "a file name" => "save",
        "finding" => "search",
        "what was found" => "reading",
        other => panic!("no picture of {other}"),
    }
}

#[test]
fn every_place_where_keys_count_is_pictured_at_every_size() {
    let snapshots = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let table = key_table("en");
    let rows = table.lines().skip(2);
    let contexts = rows.filter_map(|row| row.split(" | ").next()?.strip_prefix("| "));
    let mut seen = 0;
    for context in contexts
        .map(str::trim)
        .filter(|context| !context.is_empty())
    {
        let name = picture(context);
        seen += 1;
        if SCREENS.iter().any(|(screen, ..)| *screen == name) {
            continue;
        }
        for (width, height) in SIZES {
            let file = snapshots.join(format!("it__{name}_{width}x{height}.snap"));
            assert!(file.exists(), "{context}: {}", file.display());
        }
    }
    assert!(seen >= 28, "{seen}");
}

#[test]
fn every_screen_at_every_size() {
    for (name, advisor, script) in SCREENS {
        let mut frames = String::new();
        for size in SIZES {
            let mut host = Fake::default();
            let frame = Player::new(advisor(), &mut host, size)
                .press(script)
                .frame();
            writeln!(frames, "==== {}x{}\n{frame}", size.0, size.1).unwrap();
        }
        assert_snapshot!(name, frames);
    }
}

/// The same without signs, or without any letter but those of ASCII.
fn with_glyphs<'a, 'h>(advisor: &'a Advisor, host: &'h mut Fake, glyphs: Glyphs) -> Player<'a, 'h> {
    let options = Options {
        glyphs,
        ..Options::default()
    };
    Player::with_options(advisor, host, (80, 24), &options)
}

#[test]
fn every_screen_where_only_ascii_can_be_shown() {
    let portuguese = SCREENS
        .iter()
        .filter(|(_, advisor, _)| std::ptr::eq(advisor(), otp()));
    let portuguese = portuguese.map(|(name, _, script)| (*name, otp_pt_br as fn() -> _, *script));
    for (name, advisor, script) in SCREENS.into_iter().chain(portuguese) {
        let [mut all, mut ascii] = [Fake::default(), Fake::default()];
        let mut all = with_glyphs(advisor(), &mut all, Glyphs::All);
        let all = all.press(script).buffer();
        let mut ascii = with_glyphs(advisor(), &mut ascii, Glyphs::Ascii);
        let ascii = ascii.press(script).buffer();
        for (full, bare) in all.content.iter().zip(&ascii.content) {
            let (sign, told) = (full.symbol(), bare.symbol());
            assert!(told.is_ascii(), "{name}: {told}");
            // All that is drawn here has something that stands for it, and looks the same otherwise; what
            // an advisor says in another script has not.
            let foreign = unicode_width::UnicodeWidthStr::width(sign) == 2;
            assert!(
                told != "?" || sign == "?" || foreign,
                "{name}: nothing stands for {sign}"
            );
            assert_eq!(
                (full.fg, full.bg, full.modifier),
                (bare.fg, bare.bg, bare.modifier)
            );
        }
    }
}

#[test]
fn a_drawing_a_result_and_a_lab_in_ascii_and_without_signs() {
    let mut frames = String::new();
    for glyphs in [Glyphs::Ascii, Glyphs::Letters] {
        for script in ["11m", "11112f", "11112fL<ret><space>"] {
            let mut host = Fake::default();
            let mut player = with_glyphs(otp_pt_br(), &mut host, glyphs);
            let text = player.press(script).text();
            writeln!(frames, "==== {glyphs:?} {script}\n{text}").unwrap();
        }
    }
    assert_snapshot!("glyphs", frames);
}

#[test]
fn without_colour_the_key_for_themes_says_why_it_does_nothing() {
    for (advisor, told) in [
        (otp(), "while NO_COLOR is set"),
        (otp_pt_br(), "enquanto NO_COLOR"),
    ] {
        let mut host = Fake::default();
        let options = Options {
            depth: Depth::None,
            ..Options::default()
        };
        let mut player = Player::with_options(advisor, &mut host, (80, 24), &options);
        let text = player.press("T").text();
        assert!(text.contains(told), "{text}");
    }
}
