//! Small things that a hand notices: a way out that is always told, a place that is kept, deeds told in
//! words, and pages that use the rows there are.

use otp_advisor::inside::embedded;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::key_table;

use crate::every_key::place;
use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

/// Begins with the situation that keeps jobs.
fn mails<'h>(advisor: &'static Advisor, host: &'h mut Fake, width: u16) -> Player<'static, 'h> {
    let mut player = Player::opening(advisor, host, (width, 24));
    let mut starts = advisor.starts.iter();
    let place = starts.position(|start| start.id == "send_emails").unwrap();
    // Behind the questions.
    player.press(&"<down>".repeat(place + 1)).press("<ret>");
    player
}

fn last_row(player: &mut Player<'_, '_>) -> String {
    let text = player.text();
    text.lines().last().unwrap_or_default().trim().to_owned()
}

#[test]
fn the_lab_tells_which_page_comes_next() {
    for (language, names) in [
        (None, ["jobs", "tree"]),
        (Some("pt-BR"), ["jobs", "árvore"]),
    ] {
        let advisor = embedded::advisor(language).unwrap();
        for width in [80, 120, 200] {
            let mut host = Fake::default();
            let mut player = mails(advisor, &mut host, width);
            player.press("fL");
            for name in names {
                let footer = last_row(&mut player);
                assert!(footer.contains(&format!("Tab {name}")), "{width}: {footer}");
                player.press("<tab>");
            }
        }
    }
    // Where nothing else is to be seen, it is not told.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.press("11112fL");
    assert!(
        last_row(&mut player).contains("Tab load"),
        "{}",
        player.text()
    );
}

#[test]
fn the_jobs_use_the_rows_there_are() {
    for language in [None, Some("pt-BR")] {
        let advisor = embedded::advisor(language).unwrap();
        let mut host = Fake::default();
        let mut player = mails(advisor, &mut host, 80);
        let text = player.press("fL<tab>").text();
        let blank = text.lines().filter(|line| line.trim().is_empty()).count();
        assert!(!text.contains("1-3/"), "{text}");
        assert!(blank < 10, "{blank}\n{text}");
        // What happens still has its rows, the last of it in sight.
        let text = player.press("aaaaaac").text();
        assert!(text.matches('▸').count() == 2, "{text}");
    }
}

#[test]
fn a_section_that_is_decided_without_a_question_is_ticked() {
    let mut silent = 0;
    for language in [None, Some("pt-BR")] {
        let advisor = embedded::advisor(language).unwrap();
        let mut host = Fake::default();
        let mut player = mails(advisor, &mut host, 200);
        let text = player.press("f").text();
        let bar = text.lines().nth(1).unwrap();
        assert!(!bar.contains('─'), "{bar}");
        let session = player.wizard.session();
        for section in advisor.section_ixs() {
            let mut asked = session.asked();
            let told = advisor.section(section);
            let name = told.short.as_ref().unwrap_or(&told.title);
            let ticked = bar.contains(&format!("✓ {name}"));
            if ticked && !asked.any(|question| advisor.question(question).section == section) {
                silent += 1;
            }
        }
    }
    assert!(silent >= 2, "{silent}");
}

#[test]
fn the_way_out_gives_way_last() {
    let contexts = key_table("en");
    let names = contexts.lines().skip(2).filter_map(|row| {
        let name = row.trim_matches('|').split(" | ").next()?.trim();
        (!name.is_empty()).then_some(name)
    });
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 25, "{names:?}");
    for name in names {
        let (english, script) = place(name);
        let portuguese = if english.id == otp().id {
            otp_pt_br()
        } else {
            tea_pt_br()
        };
        for (advisor, no) in [(english, "n stay"), (portuguese, "n ficar")] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (40, 12));
            player.press(script);
            let footer = last_row(&mut player);
            // At a first question there is nothing to go back to; a report is closed by Enter, too.
            let out = match name {
                "yes or no" => continue,
                "leaving" | "leaving undecided" => no,
                "what was written" => "Enter",
                _ => "Esc ",
            };
            assert!(footer.contains(out), "{name}: {footer}");
        }
    }
    // So it is on the first page, and in the other dialogue.
    for (advisor, script) in [
        (otp(), "11112fe"),
        (otp_pt_br(), "11112fe"),
        (otp(), "b"),
        (otp_pt_br(), "b"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (40, 12));
        player.press(script);
        let footer = last_row(&mut player);
        assert!(footer.contains("Esc "), "{script}: {footer}");
    }
}

/// The line that is chosen, and the rows that are seen.
fn chosen(player: &mut Player<'_, '_>) -> (Option<String>, Vec<String>) {
    let text = player.text();
    let line = text.lines().find(|line| line.contains('▸'));
    let rows = text.lines().skip(2).take(12).map(str::to_owned);
    (line.map(str::to_owned), rows.collect())
}

#[test]
fn the_place_on_the_result_is_there_again_after_a_look_elsewhere() {
    for advisor in [otp(), otp_pt_br()] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        player.press("11112f<down><down><down><down><down><down>");
        let before = chosen(&mut player);
        assert!(before.0.is_some(), "{}", player.text());
        // Another outcome's answers, taken and taken back.
        player.press("w<ret><ret>");
        assert_ne!(chosen(&mut player), before);
        player.press("<esc>");
        assert_eq!(chosen(&mut player), before);
    }
    for advisor in [tea(), tea_pt_br()] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        // A flag, gone to and come back from.
        player.press("13<ret><ret>1<c-f>");
        for _ in 0..20 {
            if chosen(&mut player)
                .0
                .is_some_and(|line| line.contains("STOP") || line.contains("PARE"))
            {
                break;
            }
            player.press("<down>");
        }
        let before = chosen(&mut player);
        assert!(before.0.is_some(), "{}", player.text());
        player.press("<ret>");
        assert_ne!(chosen(&mut player), before);
        player.press("<esc>");
        assert_eq!(chosen(&mut player), before);
    }
}

#[test]
fn undoing_is_told_in_words_with_the_key_that_does_it_again() {
    for (advisor, told, again) in [
        (otp(), "Undone: ", "Z does it again."),
        (otp_pt_br(), "Desfeito: ", "Z refaz."),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (120, 30));
        let text = player.press("1z").text();
        let ask = &advisor
            .question(advisor.find_question("state").unwrap())
            .ask;
        assert!(text.contains(&format!("{told}{ask}")), "{text}");
        assert!(text.contains(again) && !text.contains("state ="), "{text}");
    }
}

#[test]
fn the_palette_finds_what_footers_call_things() {
    for (advisor, word, key) in [
        (tea(), "quit", "▸ q"),
        (tea(), "exit", "▸ q"),
        (tea(), "undo", "▸ z"),
        (tea(), "redo", "▸ Z"),
        (tea_pt_br(), "sair", "▸ q"),
        (tea_pt_br(), "quit", "▸ q"),
        (tea_pt_br(), "desfazer", "▸ z"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        player.press("11z<c-p>");
        let text = player.press(word).text();
        assert!(text.contains(key), "{word}\n{text}");
    }
}

#[test]
fn a_situation_tells_what_it_answered() {
    for (advisor, wanted) in [(otp(), "answers from “"), (otp_pt_br(), "respostas de “")] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        let text = player.press("b<ret>").text();
        assert!(text.contains(wanted) && text.contains("; t "), "{text}");
        let count = player
            .wizard
            .session()
            .asked()
            .filter(|question| player.wizard.session().answer(*question).is_some());
        let count = count.count();
        assert!(
            text.contains(&format!("{count} {wanted}")),
            "{count}\n{text}"
        );
    }
}
