//! Finding words in all that the advisor says, and the palette of all that can be done.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use otp_advisor::inside::advice::{Found, Index, told};
use otp_advisor::inside::model::Answer;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::{Input, Step};

use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

fn ids(index: &Index, session: &Session<'_>, words: &str) -> Vec<String> {
    let found = index.find(words).into_iter();
    found.map(|at| told(session, at).id.to_string()).collect()
}

#[test]
fn every_word_must_be_there_and_titles_come_first() {
    let session = Session::new(otp());
    let index = Index::of(otp());
    assert_eq!(ids(&index, &session, "iron law")[0], "iron_law");
    assert_eq!(ids(&index, &session, "IRON_LAW")[0], "iron_law");
    let ets = ids(&index, &session, "ets");
    assert_eq!(ets[0], "load.ets_reads", "{ets:?}");
    assert!(ets.contains(&"storage.ets".to_owned()), "{ets:?}");
    assert!(ets.len() > 8, "{ets:?}");
    let both: BTreeSet<_> = ids(&index, &session, "ets cache").into_iter().collect();
    let one: BTreeSet<_> = ids(&index, &session, "cache").into_iter().collect();
    assert!(!both.is_empty() && both.is_subset(&one));
    assert!(index.find("ets zzz").is_empty());
    assert!(index.find(" ").is_empty());
}

#[test]
fn accents_may_be_left_out() {
    let session = Session::new(otp_pt_br());
    let index = Index::of(otp_pt_br());
    let with = ids(&index, &session, "orientação átomos");
    let without = ids(&index, &session, "orientacao ATOMOS");
    assert_eq!(with, without);
    assert!(ids(&index, &session, "nao").len() > 3);
}

/// Everything that can be read is found by its own id.
#[test]
fn each_thing_is_found_by_its_id() {
    for advisor in [otp(), tea()] {
        let session = Session::new(advisor);
        let index = Index::of(advisor);
        let mut kinds = BTreeSet::new();
        for outcome in &advisor.outcomes {
            let all = index.find(&outcome.id);
            let here = |at: &Found| matches!(at, Found::Outcome(ix) if advisor.outcome(*ix).id == outcome.id);
            assert!(all.iter().any(here), "{}", outcome.id);
        }
        for words in advisor.questions.iter().map(|question| &question.id) {
            assert!(ids(&index, &session, words).contains(&words.to_string()));
            kinds.insert(index.find(words).len());
        }
        for words in advisor.red_flags.iter().map(|flag| &flag.id) {
            assert!(ids(&index, &session, words).contains(&words.to_string()));
        }
        for words in advisor.cautions.iter().map(|caution| &caution.id) {
            assert!(ids(&index, &session, words).contains(&words.to_string()));
        }
    }
}

#[test]
fn what_is_found_leads_on() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    assert_snapshot!("find", player.press("/iron").frame());
    // Guidance is read, and one comes back to where one was.
    assert_snapshot!("find_read", player.press("<ret>").frame());
    assert!(player.press("<esc>").text().contains("> iron"));
    assert!(player.press("<esc>").text().contains("remember"));
    // An outcome is explained.
    let why = player.press("/storage ets<ret>").text();
    assert!(why.contains("ETS"), "{why}");
    player.press("<esc><esc>");
    // A question that was answered is gone to, with nothing lost.
    player.press("11");
    let there = player.press("/state<ret>").text();
    assert!(there.contains("1 of"), "{there}");
    assert!(
        player.press("<tab><tab>").text().contains("3 of"),
        "{}",
        player.text()
    );
    // One that is not asked is told.
    let told = player.press("/start_storm<ret>").text();
    assert!(told.contains("not asked"), "{told}");
    assert_eq!(player.press("<esc><esc>/zzzz<ret>").step, Step::Continue);
    assert!(player.text().contains("Nothing has all of these words"));
    // An empty line closes.
    player.press("<c-u><bs>");
    assert!(!player.text().contains("> "), "{}", player.text());
}

#[test]
fn an_option_that_is_found_is_what_is_highlighted() {
    for advisor in [tea(), tea_pt_br()] {
        let japan = "▸ 3 日本";
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        // At the question in front, and at one that was answered otherwise.
        let text = player.press("1/japan<ret>").text();
        assert!(text.contains(japan), "{text}");
        let text = player.press("1/japan<ret>").text();
        assert!(text.contains(japan), "{text}");
        // Nothing is taken by being found; Enter takes it.
        let place = advisor.find_question("place").unwrap();
        assert_eq!(
            player.wizard.session().answer(place),
            Some(&Answer::Option(0))
        );
        player.press("<ret>");
        assert_eq!(
            player.wizard.session().answer(place),
            Some(&Answer::Option(2))
        );
        let text = player.press("/assam<ret>").text();
        assert!(text.contains("▸ 1 "), "{text}");
    }
    // Every option of a question in front, whatever else its words are found in.
    for (advisor, script, id) in [(tea(), "1", "place"), (otp(), "2", "work_source")] {
        let index = Index::of(advisor);
        let question = advisor.find_question(id).unwrap();
        for (place, option) in advisor.question(question).options().iter().enumerate() {
            let found = index.find(&option.label);
            let at = found
                .iter()
                .position(|at| *at == Found::Option(question, place));
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (80, 24));
            player.press(script).press("/");
            player.wizard.input(Input::Paste(option.label.to_string()));
            let down = "<down>".repeat(at.unwrap());
            let text = player.press(&down).press("<ret>").text();
            let lit = text.lines().find(|line| line.contains('▸')).unwrap();
            let label: Vec<&str> = option.label.split(' ').take(2).collect();
            assert!(lit.contains(&label.join(" ")), "{text}");
        }
    }
    // The band of a number has no place of its own: its question is gone to, and what is typed stays.
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press("1335<esc><tab>/a cup<ret>").text();
    assert!(
        text.contains("How much water") && text.contains("▸ > 35"),
        "{text}"
    );
}

#[test]
fn the_palette_does_what_its_place_can() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    assert_snapshot!("palette", player.press("1<c-p>").frame());
    // By words of what it does, and by its key.
    assert!(
        player.press("list answers").text().contains("1 of 1"),
        "{}",
        player.text()
    );
    let trail = player.press("<ret>").text();
    assert!(trail.contains("nswers"), "{trail}");
    player.press("<esc><c-p>?");
    assert!(player.text().contains("1 of 1"), "{}", player.text());
    player.press("<esc>");
    // On the result.
    player.press("1<c-f><c-p>save<ret>");
    assert!(player.text().contains("Save"), "{}", player.text());
    // In a line of text there is no other key for it.
    player.press("<esc><esc>");
}

#[test]
fn low_and_wide() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (40, 12));
    assert_snapshot!("palette_40x12", player.press("<c-p><pgdn>").frame());
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (40, 12));
    assert_snapshot!("find_40x12", player.press("/task<down><down>").frame());
}

/// Whether a text is there, however it is spaced.
fn told_at(text: &str, wanted: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").contains(wanted)
}

#[test]
fn the_help_tells_the_present_place_first_and_finds_a_key_of_any() {
    for (advisor, other, whole, typed, found) in [
        (
            otp(),
            "the crash lab",
            "Tab show or fold",
            "kill program",
            "x kill the program",
        ),
        (
            otp_pt_br(),
            "o laboratório",
            "Tab mostra ou recolhe",
            "mata programa",
            "x mata o programa",
        ),
    ] {
        for size in [(40, 12), (80, 24), (120, 40), (200, 60)] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, size);
            let all = |player: &mut Player<'_, '_>| {
                let mut told = player.press("g").text();
                let mut page = String::new();
                loop {
                    let next = player.press("<pgdn>").text();
                    if next == page {
                        return told;
                    }
                    told += &next;
                    page = next;
                }
            };
            let folded = all(player.press("?"));
            assert!(
                !folded.contains(other) && folded.contains(whole),
                "{folded}"
            );
            assert!(all(player.press("<tab>")).contains(other));
            assert_eq!(all(player.press("<tab>")), folded);
            let text = player.press("/").press(typed).text();
            assert!(told_at(&text, found), "{text}");
            // It is told in its place, and what was folded is not.
            let text = player.press("<ret>").text();
            assert!(told_at(&text, found) && !text.contains("> "), "{text}");
            let text = player.press("/").press("zzzz<ret>").text();
            assert!(text.contains("> zzzz"), "{text}");
            // A key is found by itself, too.
            let text = player.press("<c-u>ctrl-l").text();
            assert!(text.contains("Ctrl-L"), "{text}");
            player.press("<esc><esc>");
            assert!(player.text().contains("state") || !player.text().contains("─ Help"));
        }
    }
}

#[test]
fn outcomes_and_answers_are_found_in_their_lists() {
    for (advisor, script, typed, found, at) in [
        (otp(), "w", "oban", "▸ ○ Oban", "Queue: Oban"),
        (otp_pt_br(), "w", "fila oban", "▸ ○ Oban", "Fila: Oban"),
        // By what it is about.
        (otp(), "w", "key pub", "", "Naming: "),
        (otp(), "111t", "complex yes", "▸ ", "Does it do more"),
        (
            otp_pt_br(),
            "111t",
            "memoria",
            "▸ ",
            "mais com essa memória",
        ),
    ] {
        for size in [(40, 12), (80, 24), (120, 40)] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, size);
            let text = player.press(script).press("/").press(typed).text();
            if !found.is_empty() {
                assert!(told_at(&text, at) && !text.contains("2 of"), "{text}");
            }
            // Esc leads back to the list as it was.
            let before = player.press("<esc>").text();
            player.press("/").press(typed);
            let text = player.press("<ret>").text();
            assert!(text.contains(found), "{text}");
            assert!(!text.contains("> ") && !before.contains("> "), "{text}");
            // Nothing is left of what nothing has, and Enter goes nowhere.
            let text = player.press("/zzzz<ret>").text();
            assert!(text.contains("> zzzz"), "{text}");
        }
    }
}
