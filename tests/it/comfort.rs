//! Themes, languages, keys and kept answers, as the wizard has them: the picture changes, the interview
//! does not.

use std::fs;
use std::process::{Command, Stdio};

use otp_advisor::inside::host::Translations;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Depth, Input, Options, Step, ThemeName, key_table};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

use unicode_width::UnicodeWidthStr as _;

use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

const SCRIPTS: [&str; 10] = [
    "",
    "j",
    "1",
    "1350x<ret>",
    "11<ret><ret>t",
    "1q",
    "?",
    "wj<ret>",
    "13<ret><ret>1",
    "u1<c-f>",
];

/// A frame on a screen on which nothing was before: a cell that a wide character hides keeps what it had.
fn fresh(player: &mut Player<'_, '_>, size: (u16, u16)) -> String {
    player.terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    player.frame()
}

/// How light a colour is, as WCAG counts it.
fn luminance(colour: Color) -> f64 {
    let Color::Rgb(red, green, blue) = colour else {
        panic!("{colour:?} is left to the terminal");
    };
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
}

#[test]
fn in_true_colour_every_cell_can_be_read() {
    for theme in [ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast] {
        for (script, size) in SCRIPTS
            .into_iter()
            .flat_map(|s| [(s, (60, 20)), (s, (140, 40))])
        {
            let options = Options {
                theme,
                depth: Depth::True,
                ..Options::default()
            };
            let mut host = Fake::default();
            let mut player = Player::with_options(tea(), &mut host, size, &options);
            player.press(script);
            let mut hidden = false;
            for cell in &player.terminal.backend().buffer().content {
                if std::mem::replace(&mut hidden, cell.symbol().width() > 1) {
                    continue;
                }
                let (one, other) = (luminance(cell.fg), luminance(cell.bg));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{theme:?} {script:?}: {cell:?}");
                assert!(
                    !cell.modifier.contains(ratatui::style::Modifier::DIM),
                    "{cell:?}"
                );
            }
        }
    }
}

#[test]
fn every_theme_once() {
    for (theme, depth) in [
        (ThemeName::Dark, Depth::True),
        (ThemeName::Light, Depth::True),
        (ThemeName::HighContrast, Depth::True),
        (ThemeName::HighContrast, Depth::Sixteen),
    ] {
        let options = Options {
            theme,
            depth,
            ..Options::default()
        };
        let mut host = Fake::default();
        let mut player = Player::with_options(tea(), &mut host, (120, 40), &options);
        let name = format!("theme_{}_{depth:?}", theme.name());
        insta::assert_snapshot!(name.to_lowercase(), player.press("134000").frame());
    }
}

#[test]
fn a_key_goes_through_the_themes_that_look_different() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let mut names = Vec::new();
    for _ in 0..3 {
        let text = player.press("T").text();
        let (_, rest) = text.split_once("Theme: ").unwrap();
        names.push(rest.split('.').next().unwrap().to_owned());
    }
    // With sixteen colours dark and light are the terminal's.
    assert_eq!(names, ["high-contrast", "monochrome", "auto"]);
    // The terminal's answer counts whenever it comes.
    let options = Options {
        depth: Depth::True,
        ..Options::default()
    };
    let mut host = Fake::default();
    let mut player = Player::with_options(tea(), &mut host, (80, 24), &options);
    let own = |player: &mut Player<'_, '_>| player.draw().terminal.backend().buffer()[(0, 0)].bg;
    assert!(player.wizard.asks_background());
    assert_eq!(own(&mut player), Color::Reset);
    assert_eq!(
        player.wizard.input(Input::Background(20, 20, 20)),
        Step::Continue
    );
    let dark = own(&mut player);
    player.wizard.input(Input::Background(250, 250, 250));
    assert_ne!(own(&mut player), dark);
}

#[test]
fn what_asks_for_an_emoji_never_reaches_the_screen() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("13");
    player.wizard.input(Input::Paste("3\u{fe0f}0".to_owned()));
    assert!(player.text().contains("> 30 ml"), "{}", player.text());
    // In words and data it is not even written.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![
        root.join("src/words"),
        root.join("trees"),
        root.join("assets"),
    ];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files += 1;
                assert!(!text.contains('\u{fe0f}'), "{}", path.display());
            }
        }
    }
    assert!(files > 100, "{files}");
}

/// Two languages.
struct Two(&'static Advisor, &'static Advisor);

impl Translations for Two {
    fn after(&self, language: &str) -> Option<&Advisor> {
        Some(if language == self.0.language {
            self.1
        } else {
            self.0
        })
    }
}

static TEA: std::sync::OnceLock<Two> = std::sync::OnceLock::new();
static OTP: std::sync::OnceLock<Two> = std::sync::OnceLock::new();

#[test]
fn there_and_back_again_the_other_language_changes_nothing() {
    let tea_both = TEA.get_or_init(|| Two(tea(), tea_pt_br()));
    let otp_both = OTP.get_or_init(|| Two(otp(), otp_pt_br()));
    let size = (120, 40);
    let scripts = SCRIPTS.map(|script| (tea(), tea_both, script));
    let others = [
        "11112f",
        "11112f<tab>",
        "b<down>",
        "2fs",
        "11u2f",
        "111<esc><esc>2",
    ];
    let others = others.map(|script| (otp(), otp_both, script));
    for (advisor, both, script) in scripts.into_iter().chain(others) {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, size);
        player.wizard.speaks(both);
        // What a notice says is gone with any key.
        player.press(script).press("<c-l>");
        let before = fresh(&mut player, size);
        let given = |player: &Player<'_, '_>| -> Vec<_> {
            let session = player.wizard.session();
            let all = session.advisor().question_ixs();
            all.map(|question| session.given(question).map(|g| g.answer.clone()))
                .collect()
        };
        let answers = given(&player);
        player.press("<c-n>");
        let there = fresh(&mut player, size);
        assert_ne!(there, before, "{script}");
        assert_eq!(given(&player), answers, "{script}");
        assert_eq!(player.wizard.session().advisor().language, "pt-BR");
        // What is read there is what one who began there reads.
        player.press("<c-n>");
        assert_eq!(fresh(&mut player, size), before, "{script}");
        assert_eq!(given(&player), answers, "{script}");
    }
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, size);
    let text = player.press("<c-n>").text();
    assert!(text.contains("speaks no other language"), "{text}");
}

#[test]
fn the_other_language_is_as_if_one_had_begun_in_it() {
    let both = OTP.get_or_init(|| Two(otp(), otp_pt_br()));
    for script in ["", "j", "111", "11112<c-f>"] {
        let mut host = Fake::default();
        let mut gone_over = Player::new(otp(), &mut host, (120, 40));
        gone_over.wizard.speaks(both);
        gone_over.press(script).press("<c-n>");
        let gone_over = fresh(&mut gone_over, (120, 40));
        let mut host = Fake::default();
        let mut begun = Player::new(otp_pt_br(), &mut host, (120, 40));
        assert_eq!(gone_over, begun.press(script).frame(), "{script}");
    }
}

#[test]
fn a_translated_draft_stays_as_it_was_typed() {
    let both = TEA.get_or_init(|| Two(tea(), tea_pt_br()));
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.wizard.speaks(both);
    let text = player.press("130.5<c-n>").text();
    assert!(text.contains("> 0.5 ml"), "{text}");
}

#[test]
fn answers_are_kept_as_they_are_given_and_no_longer_than_needed() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("1").press("3").press("j").press("<esc>");
    drop(player);
    assert_eq!(host.kept, 2);
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("1qd");
    drop(player);
    assert_eq!(host.kept, 0);
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("2<ret><ret><ret>s<ret>");
    drop(player);
    assert_eq!((host.kept, host.saved.len()), (0, 1));
}

/// The program with this configuration.
fn print_config(config: &std::path::Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .arg("--print-config")
        .args(args)
        .env("OTP_ADVISOR_CONFIG", config)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_printed_configuration_gives_the_same_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config.yaml");
    let values = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .map(|line| line.split("  # ").next().unwrap().to_owned());
        lines.collect()
    };
    let mut all = Vec::new();
    for own in [
        "",
        "theme: light\nmouse: off\nlanguage: pt\nkeys:\n  choice:\n    f2: finish\n    \"?\": none\n  everywhere:\n    ctrl-n: suspend\n",
    ] {
        fs::write(&file, own).unwrap();
        let (status, printed, errors) = print_config(&file, &[]);
        assert_eq!((status, errors.as_str()), (0, ""));
        fs::write(&file, &printed).unwrap();
        let (status, again, errors) = print_config(&file, &[]);
        assert_eq!((status, errors.as_str()), (0, ""));
        let mut sorted = (values(&printed), values(&again));
        sorted.0.sort();
        sorted.1.sort();
        assert_eq!(sorted.0, sorted.1);
        assert!(!again.contains("# default"), "{again}");
        all.push(printed);
    }
    assert!(all[0].contains("theme: auto  # default"), "{}", all[0]);
    let own = &all[1];
    for line in [
        "language: pt-BR  # ",
        "    \"f2\": finish  # ",
        "    \"?\": none  # ",
    ] {
        let found = own.lines().find(|text| text.starts_with(line));
        assert!(
            found.is_some_and(|line| line.contains("config.yaml:")),
            "{line} in {own}"
        );
    }
    assert!(!own.contains("\"?\": help  # default\n    \"b\""), "{own}");
    let (_, flags, _) = print_config(&file, &["--no-mouse", "--lang", "en"]);
    assert!(flags.starts_with("language: en  # --lang\n"), "{flags}");
    assert!(flags.contains("mouse: false  # --no-mouse\n"), "{flags}");
}

/// The key table's contexts, each with its keys as a configuration names them.
fn table_of_keys(language: &str) -> Vec<Vec<String>> {
    let named = |told: &str| match told {
        "↑" => "up".to_owned(),
        "↓" => "down".to_owned(),
        "←" => "left".to_owned(),
        "→" => "right".to_owned(),
        "Del" => "delete".to_owned(),
        "PgUp" => "page-up".to_owned(),
        "PgDn" => "page-down".to_owned(),
        told if told.chars().count() == 1 => told.to_owned(),
        told => told.to_lowercase(),
    };
    let mut contexts: Vec<Vec<String>> = Vec::new();
    for row in key_table(language).lines().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        if !cells[0].is_empty() {
            contexts.push(Vec::new());
        }
        let keys = contexts.last_mut().unwrap();
        for told in cells[1].trim_matches('`').split(' ') {
            match told {
                // What is typed is no key of its own.
                "…" => {}
                "1-9" => keys.extend(('1'..='9').map(String::from)),
                told => keys.push(named(told)),
            }
        }
    }
    contexts
}

#[test]
fn u5_the_printed_configuration_has_the_key_table_in_full() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config.yaml");
    fs::write(&file, "").unwrap();
    for language in ["en", "pt-BR"] {
        let (status, printed, _) = print_config(&file, &["--lang", language]);
        assert_eq!(status, 0);
        let mut contexts: Vec<Vec<String>> = Vec::new();
        let keys = printed.split_once("\nkeys:\n").unwrap().1;
        for line in keys.lines() {
            match line.strip_prefix("    \"") {
                None => contexts.push(Vec::new()),
                Some(key) => {
                    let key = key.split("\": ").next().unwrap().replace("\\\\", "\\");
                    contexts.last_mut().unwrap().push(key);
                }
            }
        }
        let mut table = table_of_keys(language);
        for contexts in [&mut contexts, &mut table] {
            for keys in contexts.iter_mut() {
                keys.sort();
            }
            contexts.sort();
        }
        assert_eq!(contexts, table);
    }
}

#[test]
fn u5_the_dialogue_on_leaving_names_all_that_it_takes() {
    for (advisor, keys) in [
        (tea(), ["y leave", "d drop", "n stay"]),
        (tea_pt_br(), ["s sair", "d descartar", "n ficar"]),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (40, 12));
        let text = player.press("1q").text();
        let footer = text.lines().last().unwrap();
        for key in keys {
            assert!(footer.contains(key), "{key}: {text}");
        }
        // What has no name there does nothing there.
        let text = player.press("k").text();
        assert!(
            text.contains("k does nothing here") || text.contains("k não faz nada aqui"),
            "{text}"
        );
    }
}

#[test]
fn a_configuration_that_is_named_has_to_be_there() {
    let directory = tempfile::tempdir().unwrap();
    let (status, printed, errors) = print_config(&directory.path().join("none.yaml"), &[]);
    assert_eq!((status, printed.as_str()), (2, ""));
    assert!(errors.contains("none.yaml"), "{errors}");
    let (status, _, errors) = print_config(std::path::Path::new(""), &[]);
    assert_eq!((status, errors.as_str()), (0, ""));
}

#[test]
fn what_comes_through_a_pipe_depends_on_no_file() {
    for flags in [
        &["--format", "json"][..],
        &["--plain"][..],
        &["questions"][..],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
            .args(flags)
            .env("OTP_ADVISOR_CONFIG", "/nowhere/at/all.yaml")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_ne!(output.status.code(), Some(2), "{flags:?}");
    }
}
