//! The code of the result: files by a list, lines by a search, and the project written from there.

use insta::assert_snapshot;
use otp_advisor::inside::tui::{Input, Key, Step};

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, MAIN, Player, frame, long_lines};

const SIZES: [(&str, (u16, u16)); 4] = [
    ("40x12", (40, 12)),
    ("80x24", (80, 24)),
    ("120x40", (120, 40)),
    ("200x60", (200, 60)),
];

/// To the result.
const END: &str = "13<ret><ret><ret>";

#[test]
fn code_its_files_and_a_search_at_every_size() {
    for (name, size) in SIZES {
        let mut host = Fake::default();
        let mut player = Player::new(tea(), &mut host, size);
        player.press(END);
        assert_snapshot!(format!("code_{name}"), player.press("<tab>").frame());
        assert_snapshot!(format!("files_{name}"), player.press("v<down>").frame());
        assert_snapshot!(format!("find_{name}"), player.press("<esc>/count").frame());
    }
}

#[test]
fn a_file_is_chosen_from_the_list() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // From the advice by its key, from the code by Enter.
    let text = player.press(&format!("{END}v")).text();
    assert!(
        text.contains("Files of the project") && text.contains("▸   main.rs"),
        "{text}"
    );
    let text = player.press("<down><ret>").text();
    assert!(text.contains("Cargo.toml (2 of 2)"), "{text}");
    let text = player.press("<ret>").text();
    assert!(text.contains("▸ Cargo.toml"), "{text}");
    let text = player.press("<esc>").text();
    assert!(text.contains("Cargo.toml (2 of 2)"), "{text}");
    // One file after the other, around.
    assert!(player.press("]").text().contains("main.rs (1 of 2)"));
    assert!(player.press("[").text().contains("Cargo.toml (2 of 2)"));
    // What is copied is the file as it would be written.
    assert_eq!(player.press("]c").step, Step::Copy(MAIN.to_owned()));
    let text = player.press("<tab>v?").text();
    assert!(text.contains("the list of files"), "{text}");
}

#[test]
fn u7_each_folder_is_named_once_and_the_main_file_comes_first() {
    let paths = [
        "src/shop/server.rs",
        "src/shop/server/tests.rs",
        "Cargo.toml",
        "src/main.rs",
        "src/otp/system.rs",
        "src/shop/demo.rs",
        "tests/start.rs",
        "src/lib.rs",
        "README.md",
    ];
    let file = |path: &str| (path.to_owned(), "//\n".to_owned());
    let mut host = Fake {
        files: paths.map(file).to_vec(),
        ..Fake::default()
    };
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press(&format!("{END}v"));
    let text = player.text();
    let listed = text
        .lines()
        .skip(3)
        .map(|line| line.trim_start_matches(['▸', ' ']));
    let listed: Vec<&str> = listed.filter_map(|line| line.split("  ").next()).collect();
    let expected = [
        "src/shop/",
        "server.rs",
        "demo.rs",
        "src/shop/server/",
        "tests.rs",
        "src/",
        "main.rs",
        "lib.rs",
        "src/otp/",
        "system.rs",
        "Cargo.toml",
        "README.md",
        "tests/",
        "start.rs",
    ];
    assert!(
        listed.windows(expected.len()).any(|part| part == expected),
        "{text}"
    );
    // It is the order in which they are gone through, too.
    let text = player.press("<down><ret>").text();
    assert!(text.contains("demo.rs (2 of 9)"), "{text}");
    assert!(player.press("]").text().contains("tests.rs (3 of 9)"));
}

#[test]
fn a_text_is_found_as_it_is_typed_and_from_match_to_match() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press(&format!("{END}<tab>/COUNT")).text();
    assert!(!text.contains('▸'), "{text}");
    let text = player.press("<c-u>count").text();
    assert!(
        text.contains("Search: count") && text.contains("▸ 1 //! A counter."),
        "{text}"
    );
    let text = player.press("<ret>").text();
    assert!(text.contains("1 of 7"), "{text}");
    let text = player.press("nn").text();
    assert!(
        text.contains("▸ 6     count: u64") && text.contains("3 of 7"),
        "{text}"
    );
    let text = player.press("N").text();
    assert!(text.contains("2 of 7"), "{text}");
    // The next one is in another file, and after the last comes the first.
    let text = player.press("nnnnn").text();
    assert!(
        text.contains("Cargo.toml (2 of 2)") && text.contains("7 of 7"),
        "{text}"
    );
    let text = player.press("n").text();
    assert!(
        text.contains("main.rs (1 of 2)") && text.contains("1 of 7"),
        "{text}"
    );
    let text = player.press("N").text();
    assert!(text.contains("7 of 7"), "{text}");
}

#[test]
fn a_search_given_up_leaves_everything_where_it_was() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let before = player.press(&format!("{END}<tab>")).text();
    assert_eq!(player.press("/name<esc>").text(), before);
    assert_eq!(player.press("/<bs>").text(), before);
    assert_eq!(player.press("/<ret>").text(), before);
    let text = player.press("n").text();
    assert!(
        text.contains("Nothing has been searched for yet."),
        "{text}"
    );
    let text = player.press("/zzz<ret>").text();
    assert!(
        text.contains("“zzz” is in no file of the project."),
        "{text}"
    );
    player.press("/");
    player.wizard.input(Input::Paste("u64\n".to_owned()));
    let text = player.press("<ret>").text();
    assert!(
        text.contains("▸ 6     count: u64") && text.contains("1 of 1"),
        "{text}"
    );
    // From the list of files, too.
    let text = player.press("v/name").text();
    assert!(text.contains("Search: name"), "{text}");
}

#[test]
fn f42_long_lines_of_code_break_between_words() {
    let mut host = long_lines();
    let mut player = Player::new(tea(), &mut host, (40, 12));
    let text = player.press(&format!("{END}<tab>")).text();
    let rows = [
        "  2     let continued =",
        "    ↪ somewhere::else_entirely::",
        "    ↪ that_is_long(argument);",
    ];
    let at = text
        .lines()
        .position(|row| row.trim_end() == rows[0].trim_end());
    let at = at.unwrap_or_else(|| panic!("{text}"));
    let found: Vec<&str> = text.lines().skip(at).take(3).collect();
    assert_eq!(found, rows, "{text}");
}

#[test]
fn a_projects_name_is_judged_while_it_is_typed() {
    for (name, size) in SIZES {
        let mut host = Fake::default();
        let mut player = Player::new(tea(), &mut host, size);
        player.press(END);
        let text = player.press("e").text();
        assert!(text.contains("✓ called my_project"), "{text}");
        let text = player.press("<c-u>My").text();
        assert!(text.contains("✗ no package is called so"), "{text}");
        let text = player.press("<c-u>my").text();
        assert!(text.contains("✓ called my"), "{text}");
        player.wizard.input(Input::Paste("Tea".to_owned()));
        assert!(player.text().contains('✗'), "{}", player.text());
        player.press("<c-u>my tea<ret>");
        assert_snapshot!(format!("written_{name}"), player.frame());
        let text = player.press("jk<ret>").text();
        assert!(text.contains("Your design"), "{text}");
    }
}

#[test]
fn what_was_written_tells_the_exact_commands() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let text = player.press("11112femy tea<ret>").text();
    assert!(text.contains("cd 'my tea' && cargo test"), "{text}");
    assert!(text.contains("my tea/src/"), "{text}");
    // From there one key leaves with the result.
    assert_eq!(player.press("d").step, Step::Finish);
}

#[test]
fn what_is_typed_takes_the_place_of_the_name_that_was_offered() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.press("11112f");
    for (keys, name) in [
        ("e", "> my_project "),
        ("et", "> t "),
        ("e<end>2", "> my_project2 "),
        ("e<left>x", "> my_projecxt "),
        ("e<bs>", "> my_projec "),
        ("e<bs>x", "> my_projecx "),
    ] {
        let text = player.press(keys).text();
        assert!(text.contains(name), "{keys}: {text}");
        player.press("<esc>");
    }
    player.press("e");
    player.wizard.input(Input::Paste("tea".to_owned()));
    assert!(player.text().contains("> tea "), "{}", player.text());
}

#[test]
fn a_click_beside_the_code_shows_a_file() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (200, 60));
    player.press(END).click_on("Cargo.toml");
    let text = player.text();
    assert!(text.contains("Cargo.toml (2 of 2)"), "{text}");
}

#[test]
fn the_advice_is_there_before_the_code_is_written() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (200, 60));
    player.press("11");
    player.wizard.input(Input::Key(Key::Ctrl('f')));
    let at_once = |player: &mut Player<'_, '_>| {
        let terminal = &player.draw_at_once().terminal;
        frame::rows(terminal.backend().buffer()).join("\n")
    };
    let first = at_once(&mut player);
    assert!(first.contains("Your design"), "{first}");
    assert!(first.contains("No code yet."), "{first}");
    assert!(player.wizard.catch_up());
    let second = at_once(&mut player);
    assert!(second.contains("src/main.rs (1 of 2)"), "{second}");
    assert!(!player.wizard.catch_up(), "it is written once");
    // A key that is typed ahead finds the code.
    player.press("<esc>");
    player.wizard.input(Input::Key(Key::Ctrl('f')));
    assert!(matches!(
        player.wizard.input(Input::Key(Key::Char('c'))),
        Step::Copy(_)
    ));
}
