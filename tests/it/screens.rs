//! The wizard's screens: key scripts through the real keymap and update, frames with their styles.
//!
//! The small advisor `tea` shows the layout, so that no text of the shipped one changes a picture; three
//! pictures show the shipped one.

use insta::assert_snapshot;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Step, key_table};

use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, MAIN, Player};

/// The frame after a script.
fn after(advisor: &Advisor, size: (u16, u16), script: &str) -> String {
    Player::new(advisor, &mut Fake::default(), size)
        .press(script)
        .frame()
}

const SIZES: [(&str, (u16, u16)); 4] = [
    ("40x12", (40, 12)),
    ("80x24", (80, 24)),
    ("120x40", (120, 40)),
    ("200x60", (200, 60)),
];

#[test]
fn the_shipped_advisor() {
    assert_snapshot!("shipped_first", after(otp(), (80, 24), "j"));
    assert_snapshot!("shipped_result", after(otp(), (80, 24), "11112f"));
    assert_snapshot!("shipped_pt_br_result", after(otp_pt_br(), (80, 24), "2f"));
}

#[test]
fn the_first_question_at_every_size() {
    for (name, size) in SIZES {
        assert_snapshot!(format!("first_{name}"), after(tea(), size, "j"));
    }
}

#[test]
fn a_number_with_its_bands_and_figures() {
    for (name, size) in SIZES {
        assert_snapshot!(format!("number_{name}"), after(tea(), size, "13"));
    }
    assert_snapshot!("number_refused", after(tea(), (80, 24), "13x<ret>"));
}

#[test]
fn the_result_at_every_size() {
    for (name, size) in SIZES {
        assert_snapshot!(format!("result_{name}"), after(tea(), size, "11<c-f>"));
    }
    // With a red flag.
    assert_snapshot!("result_flag", after(tea(), (80, 24), "13<ret><ret>1"));
}

#[test]
fn the_code_of_the_result() {
    let end = "13<ret><ret><ret>";
    assert_snapshot!("code_60x20", after(tea(), (60, 20), &format!("{end}<tab>")));
    assert_snapshot!("code_next_file", after(tea(), (60, 20), &format!("{end}]")));
}

#[test]
fn help_answers_and_dialogues() {
    let (advisor, size) = (tea(), (80, 24));
    assert_snapshot!("help", after(advisor, size, "1?"));
    assert_snapshot!("help_end", after(advisor, size, "1?G"));
    assert_snapshot!("trail", after(advisor, size, "11<ret><ret>tk"));
    assert_snapshot!("trail_wide", after(advisor, (200, 60), "11<ret><ret>tkk"));
    assert_snapshot!("trail_low", after(advisor, (40, 12), "11<ret><ret>tk"));
    assert_snapshot!("quit", after(advisor, size, "1q"));
    assert_snapshot!("save", after(advisor, size, "2<c-f>s"));
    assert_snapshot!("saved", after(advisor, size, "2<c-f>s<c-u>a.yaml<ret>"));
    assert_snapshot!("back_at_start", after(advisor, size, "<esc>"));
}

#[test]
fn an_earlier_question_shows_what_was_answered() {
    assert_snapshot!("back", after(tea(), (80, 24), "13<esc><left>"));
}

#[test]
fn unknown_answers_leave_the_result_open() {
    assert_snapshot!("undecided", after(tea(), (80, 24), "u1<c-f>"));
}

#[test]
fn a_window_too_small_says_what_is_needed() {
    assert_snapshot!("small_39x12", after(tea(), (39, 12), ""));
    assert_snapshot!("small_20x4", after(tea(), (20, 4), ""));
}

#[test]
fn without_colour() {
    let mut host = Fake::default();
    let mut player = Player::with(tea(), &mut host, (80, 24), false);
    assert_snapshot!("monochrome", player.press("1j").frame());
    assert_snapshot!("monochrome_result", player.press("<esc>2<c-f>c").frame());
}

#[test]
fn in_portuguese() {
    let advisor = tea_pt_br();
    assert_snapshot!("pt_br", after(advisor, (80, 24), "j"));
    assert_snapshot!("pt_br_result", after(advisor, (80, 24), "11<c-f>"));
    assert_snapshot!(
        "pt_br_help",
        after(advisor, (80, 24), "?<down><down><down>")
    );
}

#[test]
fn texts_wide_characters_and_many_options() {
    let advisor = tea();
    assert_snapshot!("options", after(advisor, (60, 20), "1jj"));
    assert_snapshot!("options_low", after(advisor, (40, 12), "1<end>"));
    assert_snapshot!("text", after(advisor, (60, 20), "13<ret>q?<left>"));
    assert_snapshot!("text_refused", after(advisor, (60, 20), "13<ret>Q<ret>"));
}

#[test]
fn the_whole_key_table() {
    assert_snapshot!("keys_en", key_table("en"));
    assert_snapshot!("keys_pt_br", key_table("pt-BR"));
}

// What the screens do, without pictures.

#[test]
fn going_back_and_changing_an_answer_keeps_the_later_ones() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    // Back to the first question, another answer, back again, the old one: all is as it was.
    let before = player.press("13450<ret>").text();
    player.press("<esc><esc><esc>2");
    assert!(player.text().contains("Brew 2 of"), "{}", player.text());
    player.press("<esc><esc>");
    assert_eq!(player.press("1").text(), before);
}

#[test]
fn a_line_half_typed_is_there_again() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("1312<esc>");
    assert!(player.text().contains("Where should it come from?"));
    player.press("<ret>");
    assert!(player.text().contains("> 12 ml"), "{}", player.text());
}

#[test]
fn finishing_can_be_taken_back() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    let before = player.press("13").text();
    player.press("<c-f>");
    assert!(player.text().contains("Your design"));
    assert_eq!(player.press("<esc>").text(), before);
}

#[test]
fn defaults_follow_an_answer_changed_after_finishing() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("11<c-f>");
    assert!(player.text().contains("Black tea"));
    // The first answer now asks for herbs, which take less water.
    player.press("tg<ret>2");
    let text = player.text();
    assert!(
        text.contains("Herbs") && text.contains("Your design"),
        "{text}"
    );
    let session = player.wizard.session();
    let fresh = {
        let mut other = otp_advisor::inside::session::Session::new(advisor);
        let wake = advisor.find_question("wake").unwrap();
        let no = otp_advisor::inside::model::Answer::Option(1);
        other.set(wake, no, otp_advisor::inside::session::Origin::Given);
        other.finish_with_defaults().unwrap();
        other
    };
    for question in fresh.asked() {
        assert_eq!(session.answer(question), fresh.answer(question));
    }
}

#[test]
fn nothing_is_finished_while_an_answer_is_needed() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("1f");
    let text = player.text();
    assert!(
        text.contains("has no default") && text.contains("question 2"),
        "{text}"
    );
}

#[test]
fn leaving_asks_first_and_only_when_something_is_lost() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    assert_eq!(player.press("q").step, Step::Cancel);
    assert_eq!(player.press("1q").step, Step::Continue);
    assert_eq!(player.press("<ret>").step, Step::Continue);
    assert_eq!(player.press("qs").step, Step::Continue);
    player.press("n");
    assert_eq!(player.press("qy").step, Step::Cancel);
    assert_eq!(player.press("<c-c>").step, Step::Cancel);
}

#[test]
fn leaving_keeps_the_answers_or_drops_them() {
    for (script, kept) in [
        ("1qy", 1),
        ("1qY", 1),
        ("1qd", 0),
        ("1<c-c>", 1),
        // In a file of the user's nothing is lost, and nobody is asked.
        ("2<ret><ret><ret>s<ret>q", 0),
        ("2<ret><ret><ret>e<ret><ret>q", 4),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(tea(), &mut host, (80, 24));
        assert_eq!(player.press(script).step, Step::Cancel, "{script}");
        drop(player);
        assert_eq!(host.kept, kept, "{script}");
    }
    // Other answers than those that were saved are asked about.
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("2<ret><ret><ret>s<ret>");
    assert_eq!(player.press("zq").step, Step::Continue);
    assert!(player.text().contains("can be kept for the next time"));
}

#[test]
fn what_leaves_something_open_is_kept_to_be_gone_on_with() {
    for (script, kept) in [("11u2fdy", true), ("11u2fdn", true), ("11112fd", false)] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, (80, 24));
        player.press(script);
        drop(player);
        assert_eq!(host.kept > 0, kept, "{script}");
    }
    let mut host = Fake {
        forgetful: true,
        ..Fake::default()
    };
    let text = Player::new(otp(), &mut host, (120, 40))
        .press("11u2fd")
        .text();
    assert!(text.contains("leaving now loses the answers"), "{text}");
}

#[test]
fn where_nothing_is_kept_leaving_says_that_answers_are_lost() {
    let mut host = Fake {
        forgetful: true,
        ..Fake::default()
    };
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press("1q").text();
    assert!(
        text.contains("One answer would be lost.") && !text.contains("d drop them"),
        "{text}"
    );
    assert_eq!(player.press("y").step, Step::Cancel);
}

#[test]
fn the_result_is_handed_over_by_its_key() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    assert_eq!(player.press("2<c-f>d").step, Step::Finish);
    assert!(player.wizard.session().is_complete());
}

#[test]
fn sheets_projects_and_copies_go_where_they_are_told() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("2<ret><ret><ret>");
    assert_eq!(player.press("c").step, Step::Copy(MAIN.to_owned()));
    player.press("s<c-w>tea.yaml<ret>e<c-u>out<ret>");
    assert!(player.text().contains("2 files in out"));
    drop(player);
    assert_eq!(
        host.saved,
        [("tea.yaml".to_owned(), "advisor: tea\n".to_owned())]
    );
    assert_eq!(host.emitted, ["out"]);
}

#[test]
fn a_refusal_of_the_host_is_told() {
    let advisor = tea();
    let mut host = Fake {
        refusal: Some("the disk is full".to_owned()),
        ..Fake::default()
    };
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("2<ret><ret><ret>");
    for script in ["s<ret>", "<tab>"] {
        let text = player.press(script).text();
        assert!(text.contains("the disk is full"), "{text}");
    }
}

#[test]
fn a_small_window_takes_no_answers() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (30, 8));
    player.press("1111q");
    let session = player.wizard.session();
    let answered = |question| session.answer(question).is_some();
    assert!(!advisor.question_ixs().any(answered));
    assert!(player.resize(80, 24).text().contains("question 1 of"));
    assert_eq!(player.press("<c-c>").step, Step::Cancel);
}

#[test]
fn paste_goes_into_the_line_without_its_line_breaks() {
    use otp_advisor::inside::tui::Input;
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    player.press("13");
    player.wizard.input(Input::Paste("300 ml\n".to_owned()));
    assert!(player.text().contains("> 300 ml"), "{}", player.text());
    assert!(
        player
            .press("<ret>")
            .text()
            .contains("What is the pot called?")
    );
}

#[test]
fn a36_a_key_leads_to_the_default_that_matters_most() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (100, 60));
    let text = player.press("2f").text();
    assert!(text.contains("a Look at this one first"), "{text}");
    let text = player.press("a").text();
    assert!(text.contains("Who waits while the work is done?"), "{text}");
    // Answered there, the design follows, and the rest stays at its defaults.
    let text = player.press("2").text();
    assert!(
        text.contains("run it as a task under a Task.Supervisor"),
        "{text}"
    );
}

#[test]
fn help_tells_how_an_expert_answers_the_question() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (160, 100));
    let text = player.press("?").text();
    assert!(text.contains("How an expert answers it"), "{text}");
    let asked = &otp().questions[0];
    for example in &asked.examples {
        assert!(text.contains(&*example.situation), "{}: {text}", example.id);
    }
    assert!(text.contains("no: A tax is worked out"), "{text}");
}

#[test]
fn the_drawing_of_a_section() {
    for (name, size) in SIZES {
        // A tree, with an answer highlighted that closes a way; over the window.
        assert_snapshot!(format!("map_tree_{name}"), after(otp(), size, "11j"));
        assert_snapshot!(format!("map_over_{name}"), after(otp(), size, "11jm"));
        // A table, of which an answer closes rows.
        assert_snapshot!(format!("map_table_{name}"), after(otp(), size, "2111123k"));
    }
    assert_snapshot!("map_pt_br", after(otp_pt_br(), (140, 24), "11j"));
    let mut host = Fake::default();
    let mut player = Player::with(otp(), &mut host, (140, 24), false);
    assert_snapshot!("map_monochrome", player.press("11j").frame());
}

#[test]
fn the_drawing_is_opened_scrolled_turned_and_closed() {
    let advisor = otp();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (40, 12));
    let before = player.press("111").text();
    player.press("m");
    let opened = player.text();
    // Where the user is, is seen at once.
    assert!(opened.contains("◆ yes: lives on?"), "{opened}");
    player.press("<up><up><up>");
    assert!(player.text().contains("remembers?"), "{}", player.text());
    player.press("<end>");
    assert!(player.text().contains("GenServer"), "{}", player.text());
    player.press("<tab>");
    assert!(player.text().contains("Queue"), "{}", player.text());
    // Around and back to where it began.
    for _ in 0..8 {
        player.press("<tab>");
    }
    assert_eq!(player.text(), opened);
    assert_eq!(player.press("m").text(), before);
    // From the result, too, where everything is decided.
    let text = player.press("11<c-f>m").text();
    assert!(text.contains("● yes: states?"), "{text}");
}

#[test]
fn the_supervision_tree_on_the_result() {
    // Several children, one of which stands under another.
    for (name, size) in SIZES {
        assert_snapshot!(
            format!("supervision_{name}"),
            after(
                otp(),
                size,
                "111121<ret>2<ret><ret>2<c-f><down><down><down>"
            )
        );
    }
    assert_snapshot!(
        "supervision_pt_br",
        after(otp_pt_br(), (120, 40), "111121<ret>2<ret><ret>2<c-f>")
    );
}
