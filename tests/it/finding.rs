//! Finding words in all that the advisor says, and the palette of all that can be done.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use otp_advisor::inside::advice::{Found, Index, told};
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::Step;

use crate::support::tui::advisors::{otp, otp_pt_br, tea};
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
fn the_palette_does_what_its_place_can() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    assert_snapshot!("palette", player.press("1<c-p>").frame());
    // By words of what it does, and by its key.
    assert!(
        player.press("list answers").text().contains("1/1"),
        "{}",
        player.text()
    );
    let trail = player.press("<ret>").text();
    assert!(trail.contains("nswers"), "{trail}");
    player.press("<esc><c-p>?");
    assert!(player.text().contains("1/1"), "{}", player.text());
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
