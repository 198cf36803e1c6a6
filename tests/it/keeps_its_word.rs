//! What the screen says of itself holds: what a palette, a footer or a help page names acts there, what is
//! typed stays, and what happens out of sight is told.

use otp_advisor::inside::host::Translations;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Step, key_table};

use crate::every_key::{key, place};
use crate::support::tui::advisors::{otp, otp_pt_br, tea};
use crate::support::tui::{Fake, Player};

struct Both;

impl Translations for Both {
    fn after(&self, language: &str) -> Option<&Advisor> {
        Some(if language == otp().language {
            otp_pt_br()
        } else {
            otp()
        })
    }
}

#[test]
fn u3_another_language_leaves_what_lies_on_top_and_what_was_typed() {
    for (script, typed, english, portuguese) in [
        // The palette: by a word that both languages have.
        ("1<c-p>", "ctrl-n", "the next language", "o próximo idioma"),
        ("1<c-p>", "zzzz", "All that can be done here", "Tudo o que"),
        ("?/", "ctrl-l", "Ctrl-L", "Ctrl-L"),
        ("w/", "oban", "Oban", "Oban"),
        ("111t/", "agent", "", ""),
        ("b/", "cache", "▸", "▸"),
        ("/", "ets", "ETS", "ETS"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, (80, 24));
        player.wizard.speaks(&Both);
        let text = player.press(script).press(typed).text();
        let line = format!("> {typed}");
        assert!(
            text.contains(&line) && text.contains(english),
            "{script}: {text}"
        );
        let text = player.press("<c-n>").text();
        assert!(
            text.contains(&line) && text.contains(portuguese),
            "{script}: {text}"
        );
        let text = player.press("<c-n>").text();
        assert!(
            text.contains(&line) && text.contains(english),
            "{script}: {text}"
        );
    }
}

#[test]
fn u3_what_is_highlighted_and_what_is_read_stay_in_the_other_language() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.wizard.speaks(&Both);
    // One of all that can be done, whatever it is called; letters of yes and no are others.
    let lit = |text: &str| {
        text.lines()
            .find(|line| line.contains('▸'))
            .unwrap()
            .to_owned()
    };
    let key = |line: String| line.split_whitespace().nth(1).unwrap().to_owned();
    let before = key(lit(&player
        .press("1<c-p><down><down><down><down><down><down>")
        .text()));
    let after = key(lit(&player.press("<c-n>").text()));
    assert_eq!(before, after);
    player.press("<c-n><esc>");
    let text = player.press("/start_storm<ret>").text();
    assert!(text.contains("not asked"), "{text}");
    let text = player.press("<c-n>").text();
    assert!(text.contains("não"), "{text}");
    let text = player.press("<esc>").text();
    assert!(text.contains("> start_storm"), "{text}");
}

/// A wizard after a script; what begins with `@` begins with a situation.
fn at<'h>(
    advisor: &'static Advisor,
    host: &'h mut Fake,
    size: (u16, u16),
    script: &str,
) -> Player<'static, 'h> {
    let Some(rest) = script.strip_prefix('@') else {
        let mut player = Player::new(advisor, host, size);
        player.press(script);
        return player;
    };
    let (start, rest) = rest.split_once(' ').unwrap();
    let mut player = Player::opening(advisor, host, size);
    let mut starts = advisor.starts.iter();
    let place = starts.position(|one| one.id == start).unwrap();
    player
        .press(&"<down>".repeat(place + 1))
        .press("<ret>")
        .press(rest);
    player
}

/// What is said of a key that might as well not be there.
const USELESS: [&str; 4] = [
    "does nothing",
    "nothing here that this could happen to",
    "There is no job to do that to",
    "this has ended",
];

/// Whether a key does something after these: it changes the frame or leaves it, and does not only excuse
/// itself.
fn acts(
    advisor: &'static Advisor,
    size: (u16, u16),
    script: &str,
    before: Option<&str>,
    told: &str,
) -> bool {
    let mut host = Fake::default();
    let mut player = at(advisor, &mut host, size, script);
    let place = player.wizard.named();
    if let Some(told) = before
        && *player.key(key(told)) != Step::Continue
    {
        return false;
    }
    // What a notice says is gone with any key.
    player.press("<c-l>");
    if before.is_some() && player.wizard.named() != place {
        return false;
    }
    let seen = |player: &mut Player<'_, '_>| {
        let buffer = player.buffer();
        (buffer, player.terminal.get_cursor_position().unwrap())
    };
    let before = seen(&mut player);
    if *player.key(key(told)) != Step::Continue {
        return true;
    }
    let text = player.text();
    before != seen(&mut player) && !USELESS.iter().any(|useless| text.contains(useless))
}

#[test]
fn u1_every_key_that_the_help_names_does_something_where_it_names_it() {
    let mut places: Vec<(&'static Advisor, String)> = Vec::new();
    let table = key_table("en");
    for row in table.lines().skip(2) {
        let name = row.trim_matches('|').split(" | ").next().unwrap().trim();
        if !name.is_empty() {
            let (advisor, script) = place(name);
            // Where a line is typed, there is one.
            let line = if name == "searching the code" {
                "co<left>"
            } else {
                ""
            };
            places.push((advisor, format!("{script}{line}")));
        }
    }
    for script in [
        // A first question, an undecided result, results of several designs.
        "",
        "11u2f",
        "2f",
        "11112f",
        "12f",
        "11112f<tab>",
        // The lab: what never runs, one server, a load, an end, jobs and the other pages of the same.
        "@cache fL",
        "@cache fL<tab>",
        "11112fL",
        "11112fL<tab>",
        "11112fLs",
        "12fL",
        "@send_emails fL",
        "@send_emails fL<tab>",
        "@send_emails fL<tab>a",
        "@send_emails fL<tab><tab>",
    ] {
        places.push((otp(), script.to_owned()));
    }
    let mut dead = Vec::new();
    for (advisor, script) in places {
        let mut host = Fake::default();
        let told = at(advisor, &mut host, (80, 24), &script).wizard.named();
        let mut keys: Vec<&str> = told.iter().map(|(key, _)| key.as_str()).collect();
        // What leads furthest first: the way back from there is one as well.
        keys.sort_by_key(|key| !["↓", "End", "PgDn", "z"].contains(key));
        let befores = std::iter::once(None).chain(keys.iter().copied().map(Some));
        for (one, text) in &told {
            // At once, where a page is longer than the window, or after another key of the same place.
            let does = befores.clone().any(|before| {
                let sizes = [(80, 24), (40, 12)].into_iter();
                let mut sizes = sizes.filter(|size| before.is_none() || size.0 == 40);
                sizes.any(|size| acts(advisor, size, &script, before, one))
            });
            if !does {
                dead.push(format!("{script:?}: {one} ({text})"));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn u1_the_help_of_the_lab_names_what_acts_on_its_page_and_no_more() {
    for (script, there, not_there) in [
        (
            "@cache fL",
            &["Tab", "Esc"][..],
            &[
                "make the chosen part crash",
                "let the chosen part end",
                "add a job to what is kept",
                "begin again, with all running",
            ][..],
        ),
        (
            "11112fL",
            &["make the chosen part crash", "Tab to the load"],
            &[
                "add a job to what is kept",
                "kill the program",
                "jobs that are kept",
            ],
        ),
        (
            "11112fL<tab>",
            &["Tab Shift-Tab back to the tree", "back to the tree"],
            &["make the chosen part crash"],
        ),
        (
            "@send_emails fL",
            &["make the chosen part crash", "to the jobs that are kept"],
            &["add a job to what is kept", "kill the program"],
        ),
        (
            "@send_emails fL<tab>",
            &[
                "add a job to what is kept",
                "kill the program",
                "back to the tree",
            ],
            &[],
        ),
    ] {
        let mut host = Fake::default();
        let mut player = at(otp(), &mut host, (120, 60), script);
        let text = player.press("?").text();
        let words: Vec<&str> = text.split_whitespace().collect();
        let help = words.join(" ");
        for wanted in there {
            assert!(help.contains(wanted), "{script}: {wanted}\n{text}");
        }
        for unwanted in not_there {
            assert!(!help.contains(unwanted), "{script}: {unwanted}\n{text}");
        }
        // The palette has the same source, and so has the search of the keys.
        for search in ["/", "<esc><c-p>"] {
            player.press(search);
            for unwanted in not_there {
                let text = player.press("<c-u>").press(unwanted).press("<ret>").text();
                assert!(
                    text.contains("Nothing has all"),
                    "{script}: {unwanted}\n{text}"
                );
            }
            player.press("<esc>");
        }
    }
}

#[test]
fn u1_the_load_is_left_for_the_tree_and_says_so() {
    for (advisor, back, close) in [
        (otp(), "Esc back", "Esc close"),
        (otp_pt_br(), "Esc voltar", "Esc fechar"),
    ] {
        let mut host = Fake::default();
        let mut player = at(advisor, &mut host, (80, 24), "11112fL<tab>");
        let text = player.text();
        let footer = text.lines().last().unwrap();
        assert!(footer.contains(back) && !footer.contains(close), "{footer}");
        let text = player.press("<esc>").text();
        assert!(text.lines().last().unwrap().contains(close), "{text}");
    }
}

#[test]
fn u1_the_lab_is_as_it_was_left_while_the_design_is_the_same() {
    let mut host = Fake::default();
    let mut player = at(otp(), &mut host, (80, 24), "11112fLc<end>");
    let before = player.text();
    assert!(!before.contains("step 4 of 4"), "{before}");
    assert_eq!(player.press("<esc>L").text(), before);
    // Also over the question and back, in another language and back.
    assert_eq!(player.press("<esc><esc>fL").text(), before);
    // Another design has another lab, and so has what begins again.
    let fresh = player.press("r").text();
    assert_ne!(fresh, before);
    player.press("c<end><esc><esc><esc>1fL");
    let other = player.text();
    let mut host = Fake::default();
    assert_eq!(other, at(otp(), &mut host, (80, 24), "11111fL").text());
}

#[test]
fn u4_what_is_shown_out_of_sight_or_on_the_other_page_is_told() {
    for (advisor, told) in [
        (
            otp(),
            [
                "each outcome now has its code",
                "no longer shows outcomes as code",
                "now shows sources",
                "folded again",
            ],
        ),
        (
            otp_pt_br(),
            [
                "traz o seu código",
                "não mostra mais",
                "agora mostra fontes",
                "recolhidos de novo",
            ],
        ),
    ] {
        for script in ["11112f", "11112f<tab>"] {
            let mut host = Fake::default();
            let mut player = at(advisor, &mut host, (80, 24), script);
            for (key, told) in ["x", "x", "o", "o"].into_iter().zip(told) {
                let text = player.press(key).text();
                let lines: Vec<&str> = text.split_whitespace().collect();
                assert!(
                    lines.join(" ").contains(told),
                    "{script}{key}: {told}\n{text}"
                );
                if script.ends_with("<tab>") {
                    player.press("<c-l><tab>");
                }
            }
        }
    }
    // Where nothing is shown as code, that is said and nothing is turned.
    let mut host = Fake::default();
    let text = at(tea(), &mut host, (80, 24), "11<c-f>x").text();
    assert!(text.contains("code"), "{text}");
}

#[test]
fn u8_answers_that_no_longer_count_are_told_when_another_is_changed() {
    for (advisor, told, one) in [
        (otp(), "4 answers wait aside", "1 answer waits aside"),
        (
            otp_pt_br(),
            "4 respostas ficam de lado",
            "1 resposta fica de lado",
        ),
    ] {
        let mut host = Fake::default();
        let mut player = at(advisor, &mut host, (80, 24), "11112");
        let text = player.press("tgg<ret>2").text();
        assert!(text.contains(told), "{text}");
        // Changed back they are there again, and nothing is said where nothing is set aside.
        let text = player.press("tgg<ret>1").text();
        assert!(!text.contains(told), "{text}");
        let mut host = Fake::default();
        let text = at(advisor, &mut host, (80, 24), "11<esc><esc>2").text();
        assert!(text.contains(one), "{text}");
        let mut host = Fake::default();
        let text = at(advisor, &mut host, (80, 24), "11112").text();
        assert!(!text.contains(one) && !text.contains(told), "{text}");
    }
}
