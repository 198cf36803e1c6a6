//! The first page of the wizard: the questions, what was interrupted, and situations to begin with.

use std::time::Duration;

use insta::assert_snapshot;
use otp_advisor::inside::host::Left;
use otp_advisor::inside::ids::QuestionIx;
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::plain;
use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::tui::{Input, Step};

use crate::support::tui::advisors::{otp, otp_pt_br, tea};
use crate::support::tui::{Fake, Player};

const SIZE: (u16, u16) = (80, 24);

/// A host with answers that were kept, as of somebody who came to the third question.
fn interrupted(advisor: &Advisor, ids: &[&str]) -> Fake {
    Fake {
        left: vec![left(advisor, ids)],
        ..Fake::default()
    }
}

/// An interview with the first option of these questions.
fn left(advisor: &Advisor, ids: &[&str]) -> Left {
    let kept = |id: &&str| {
        let question = advisor.find_question(id).unwrap();
        (question, Answer::Option(0))
    };
    Left {
        answers: ids.iter().map(kept).collect(),
        ..Left::default()
    }
}

fn answered(player: &Player<'_, '_>) -> Vec<QuestionIx> {
    let session = player.wizard.session();
    session
        .asked()
        .filter(|question| session.answer(*question).is_some())
        .collect()
}

#[test]
fn the_first_page_at_every_size() {
    for (name, size) in [
        ("40x12", (40, 12)),
        ("80x24", SIZE),
        ("120x40", (120, 40)),
        ("200x60", (200, 60)),
    ] {
        let mut host = Fake::default();
        let frame = Player::opening(otp(), &mut host, size).frame();
        assert_snapshot!(format!("opening_{name}"), frame);
        let mut host = interrupted(otp(), &["state", "complex"]);
        let mut player = Player::opening(otp(), &mut host, size);
        assert_snapshot!(
            format!("opening_interrupted_{name}"),
            player.press("j").frame()
        );
    }
    let mut host = Fake::default();
    let frame = Player::opening(otp_pt_br(), &mut host, SIZE).frame();
    assert_snapshot!("opening_pt_br", frame);
}

#[test]
fn one_enter_leads_to_the_first_question() {
    let mut host = Fake::default();
    let mut player = Player::opening(otp(), &mut host, SIZE);
    let text = player.text();
    assert!(text.contains("▸ Answer the questions"), "{text}");
    let text = player.press("<ret>").text();
    assert!(
        text.contains("question 1 of") && text.contains("b situations"),
        "{text}"
    );
    assert!(answered(&player).is_empty());
}

#[test]
fn an_advisor_without_situations_begins_with_its_first_question() {
    let mut host = Fake::default();
    let mut other = Fake::default();
    let at_once = Player::opening(tea(), &mut host, SIZE).frame();
    assert!(at_once.contains("question 1 of"), "{at_once}");
    assert_eq!(at_once, Player::new(tea(), &mut other, SIZE).frame());
}

#[test]
fn whoever_gave_an_answer_is_not_asked_how_to_begin() {
    // Also where nobody has come to what is answered yet.
    for id in ["state", "time_to_live"] {
        let mut session = Session::new(otp());
        let question = otp().find_question(id).unwrap();
        session.set(question, Answer::Unknown, Origin::Given);
        let mut host = Fake::default();
        let text = Player::of(session, &mut host, SIZE).text();
        assert!(!text.contains("How to begin"), "{text}");
    }
}

#[test]
fn an_answer_typed_at_once_is_the_answer_to_the_first_question() {
    for keys in ["2<ret>", "n<ret>", "211", "u2", "1f"] {
        let (mut host, mut other) = (Fake::default(), Fake::default());
        // No frame is drawn in between, as for keys that wait already.
        let mut ahead = Player::opening(otp(), &mut host, SIZE);
        let ahead = ahead.press(keys);
        let mut asked = Player::new(otp(), &mut other, SIZE);
        let asked = asked.press(keys);
        assert!(!answered(ahead).is_empty(), "{keys}");
        assert_eq!(ahead.frame(), asked.frame(), "{keys}");
    }
    // What means nothing there, either, is told.
    let mut host = Fake::default();
    let mut player = Player::opening(otp(), &mut host, SIZE);
    let text = player.press("ü").text();
    assert!(text.contains("ü does nothing here"), "{text}");
    player
        .wizard
        .input(Input::Paste("what is pasted".to_owned()));
    let text = player.text();
    assert!(text.contains("no line to paste into"), "{text}");
}

#[test]
fn an_answer_typed_on_a_situation_leaves_the_highlight_where_it_is() {
    for (advisor, told) in [
        (
            otp(),
            "2 does nothing here; Esc goes to the questions, / finds a line.",
        ),
        (
            otp_pt_br(),
            "2 não faz nada aqui; Esc vai às perguntas, / procura uma linha.",
        ),
    ] {
        let mut host = Fake::default();
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let lit = |text: &str| {
            let row = text.lines().find(|line| line.contains('▸'));
            row.unwrap_or_default().to_owned()
        };
        let before = lit(&player.press("jj").text());
        for key in ["2", "y", "ü", "2"] {
            let text = player.press(key).text();
            assert_eq!(lit(&text), before, "{key}");
        }
        let text = player.text();
        assert!(text.contains(told), "{text}");
        assert!(text.lines().last().unwrap().contains("Esc "), "{text}");
        assert!(answered(&player).is_empty());
        // On the way to the questions it is an answer again.
        player.press("<esc>2");
        assert_eq!(answered(&player).len(), 1);
    }
}

#[test]
fn a_situation_is_found_by_its_words() {
    for (advisor, footer) in [(otp(), "/ find"), (otp_pt_br(), "/ procurar")] {
        let mut host = Fake::default();
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let text = player.text();
        assert!(text.lines().last().unwrap().contains(footer), "{text}");
        let start = &advisor.starts[1];
        let text = player.press("/").text();
        assert!(text.contains(&*start.title), "{text}");
        // What is found is highlighted and told; only then Enter begins with it.
        let title: Vec<&str> = start.title.split(' ').collect();
        let text = player.press(&title.join(" ")).text();
        assert!(text.contains(&format!("▸ {}", start.title)), "{text}");
        let text = player.press("<ret>").text();
        assert!(text.contains(&format!("▸ {}", start.title)), "{text}");
        assert!(answered(&player).is_empty());
        let text = player.press("/zzzz<ret>").text();
        assert!(!text.contains(&*start.title), "{text}");
        let text = player.press("<esc>").text();
        assert!(text.contains(&format!("▸ {}", start.title)), "{text}");
        player.press("<ret>");
        assert_eq!(answered(&player).len(), start.answers.len());
    }
}

#[test]
fn a34_the_wizard_begins_with_a_situation() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, SIZE);
    let first = player.text();
    // Closed again, nothing has happened.
    assert_eq!(player.press("b<esc>").text(), first);
    assert_snapshot!("starts", player.press("b").frame());
    let text = player.press("<down>").text();
    assert!(text.contains("Uploads are converted"), "{text}");
    // The first situation is an e-mail job; its answers count and are listed, open to change.
    let text = player.press("<up><ret>").text();
    assert!(!text.contains("b situations"), "{text}");
    assert!(player.press("t").text().contains("Your answers"));
    let text = player.press("<esc><c-f>").text();
    assert!(text.contains("Write each job as a row"), "{text}");
    // Where something is answered, it is too late to begin.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, SIZE);
    let text = player.press("1b").text();
    assert!(text.contains("Situations are for the beginning"), "{text}");
    // Taken back, it is not.
    let text = player.press("zb").text();
    assert!(text.contains("▸ Send e-mails"), "{text}");
}

#[test]
fn the_list_of_situations_is_seen_at_every_height() {
    for height in [12, 16, 24, 60] {
        let mut host = Fake::default();
        let mut player = Player::opening(otp(), &mut host, (40, height));
        for start in &otp().starts {
            let text = player.press("<down>").text();
            let words: Vec<&str> = start.title.split(' ').take(3).collect();
            assert!(text.contains(&words.join(" ")), "{height}: {text}");
        }
    }
}

#[test]
fn the_first_page_can_be_left_at_once() {
    for key in ["q", "<c-q>", "<c-c>"] {
        let mut host = interrupted(otp(), &["state"]);
        let mut player = Player::opening(otp(), &mut host, SIZE);
        assert_eq!(player.press(key).step, Step::Cancel, "{key}");
        drop(player);
        assert!(host.settled.is_empty(), "{key}");
    }
}

#[test]
fn what_was_interrupted_is_gone_on_with() {
    for advisor in [otp(), tea()] {
        let first = advisor.questions[0].id.to_string();
        let mut host = interrupted(advisor, &[&first]);
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let text = player.text();
        assert!(text.contains("One answer was kept"), "{text}");
        player.press("<down><ret>");
        assert!(player.text().contains("question 2 of"), "{}", player.text());
        assert_eq!(answered(&player).len(), 1);
        drop(player);
        assert_eq!((host.settled, host.kept), (vec!["taken up"], 1));
    }
}

#[test]
fn what_was_interrupted_waits_for_whoever_passes_it_by() {
    for keys in ["<ret>", "<esc>", "<right>"] {
        let mut host = interrupted(otp(), &["state", "complex"]);
        let mut player = Player::opening(otp(), &mut host, SIZE);
        let text = player.press(keys).text();
        assert!(text.contains("question 1 of"), "{text}");
        assert!(text.contains("b goes to them"), "{text}");
        let text = player.press("b").text();
        assert!(text.contains("▸ Go on where you stopped"), "{text}");
        player.press("<ret>");
        assert_eq!(answered(&player).len(), 2, "{keys}");
    }
    // Other answers touch nothing of it.
    let mut host = interrupted(otp(), &["state", "complex"]);
    Player::opening(otp(), &mut host, SIZE).press("2f<ret>");
    assert!(host.settled.is_empty());
}

#[test]
fn what_was_taken_up_and_taken_back_is_there_as_it_was() {
    for back in ["z", "<esc>"] {
        let mut host = interrupted(otp(), &["state", "complex"]);
        let mut player = Player::opening(otp(), &mut host, SIZE);
        player.press("<down><ret>").press(back);
        assert!(answered(&player).is_empty());
        let text = player.press("b").text();
        assert!(text.contains("2 answers were kept"), "{text}");
        drop(player);
        assert_eq!(host.settled, ["taken up", "given back"]);
    }
}

#[test]
fn what_was_interrupted_is_dropped_only_where_it_is_chosen() {
    for key in ["x", "<del>"] {
        let mut host = interrupted(otp(), &["state"]);
        let mut player = Player::opening(otp(), &mut host, SIZE);
        let text = player.press(key).text();
        assert!(text.contains("can be dropped"), "{text}");
        let text = player.press("j").press(key).press(key).text();
        assert!(
            text.contains("are dropped") && !text.contains("kept of"),
            "{text}"
        );
        drop(player);
        assert_eq!(host.settled, ["dropped"]);
    }
    // Where nothing else is left to choose, the question is next.
    let first = tea().questions[0].id.to_string();
    let mut host = interrupted(tea(), &[&first]);
    let text = Player::opening(tea(), &mut host, SIZE).press("jxx").text();
    assert!(
        text.contains("question 1 of") && !text.contains("How to begin"),
        "{text}"
    );
}

/// One that had come to its result.
fn finished(advisor: &Advisor, ids: &[&str]) -> Left {
    Left {
        finished: true,
        ago: Some(Duration::from_secs(3 * 60 + 5)),
        ..left(advisor, ids)
    }
}

const SERVER: [&str; 4] = ["state", "complex", "supervision", "request_response"];

#[test]
fn a_result_is_offered_as_a_result_and_opens_there() {
    for (advisor, name, ago, result) in [
        (
            otp(),
            "▸ Your last result: ",
            "3 minutes ago.",
            "Your design",
        ),
        (
            otp_pt_br(),
            "▸ Seu último resultado: ",
            "Há 3 minutos.",
            "Seu projeto",
        ),
    ] {
        let mut host = Fake {
            left: vec![finished(
                advisor,
                &[&SERVER[..], &["explicit_states"]].concat(),
            )],
            ..Fake::default()
        };
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let text = player.press("<down>").text();
        // It may be broken into lines.
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(
            text.contains(name) && words.join(" ").contains(ago),
            "{text}"
        );
        assert!(text.contains("GenStateMachine"), "{text}");
        let text = player.press("<ret>").text();
        assert!(text.contains(result), "{text}");
        // It is one step: taken back, it is offered as it was.
        let text = player.press("zb").text();
        assert!(text.contains(name), "{text}");
        drop(player);
        assert_eq!(host.settled, ["taken up", "given back"]);
    }
}

#[test]
fn what_is_kept_knows_whether_it_came_to_a_result() {
    for (keys, finished) in [
        ("1", false),
        ("11112", false),
        ("11112f", true),
        ("11112f<esc>", false),
        ("11112f<esc>f", true),
        ("11112fz", false),
        // At a question that was gone back to, the result is still there.
        ("11112ft<ret>", true),
    ] {
        let mut host = Fake::default();
        Player::new(otp(), &mut host, SIZE).press(keys);
        assert_eq!((host.kept > 0, host.finished), (true, finished), "{keys}");
    }
}

#[test]
fn all_that_was_interrupted_is_reached_and_dropped_only_once_that_is_said_twice() {
    for (advisor, earlier, older, lists, asked, gone) in [
        (
            otp(),
            "An earlier interview",
            "3 older interviews",
            "Enter lists them.",
            "for good? x once more does",
            "are dropped",
        ),
        (
            otp_pt_br(),
            "Uma entrevista anterior",
            "3 entrevistas mais antigas",
            "Enter as lista.",
            "de vez? x de novo descarta",
            "foram descartadas",
        ),
    ] {
        // The sixth has an answer more than the others.
        let all = || {
            let mut all = vec![left(advisor, &["state"]); 6];
            all[5] = left(advisor, &["state", "complex"]);
            Fake {
                left: all,
                ..Fake::default()
            }
        };
        for size in [(40, 12), SIZE, (120, 40)] {
            let mut host = all();
            let mut player = Player::opening(advisor, &mut host, size);
            let text = player.press("<down><down>").text();
            assert!(text.contains(&format!("▸ {earlier}")), "{text}");
            let text = player.press("<down><down>").text();
            assert!(text.contains(&format!("▸ {older}")), "{text}");
            assert!(
                text.split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(lists),
                "{text}"
            );
            // The last of them is where it was told of, and two below.
            let text = player.press("<ret><down><down>").text();
            assert!(!text.contains(older), "{text}");
            player.press("<ret>");
            assert_eq!(answered(&player).len(), 2, "{size:?}");
        }
        // What searches the page searches them as well.
        let mut host = all();
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let text = player.press("/").text();
        assert_eq!(text.matches(earlier).count(), 5, "{text}");
        drop(player);

        let words = |player: &mut Player<'_, '_>| {
            let text = player.text();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let mut host = all();
        let mut player = Player::opening(advisor, &mut host, SIZE);
        let told = words(player.press("<down>x"));
        assert!(told.contains(asked), "{told}");
        // Whatever comes between keeps it: another key, one that means nothing, another entry.
        for script in ["<up><down>x", "#x", "<down>x<up>x"] {
            assert!(words(player.press(script)).contains(asked), "{script}");
        }
        assert!(words(player.press("x")).contains(gone));
        drop(player);
        assert_eq!((host.left.len(), host.settled.len()), (5, 1));
    }
}

#[test]
fn the_prompts_go_on_with_a_result_as_well() {
    let mut host = Fake {
        left: vec![finished(
            otp(),
            &[&SERVER[..], &["explicit_states"]].concat(),
        )],
        ..Fake::default()
    };
    let (screen, given) = prompts(&mut host, true, ":resume\n\n");
    assert!(
        screen.contains("It had come to its result, and :resume leads there."),
        "{screen}"
    );
    assert_eq!(given.len(), 5);
    assert_eq!(host.settled, ["taken up"]);
}

/// The prompts answered with these lines by a hand or by a pipe: what they wrote, and the answers.
fn prompts(host: &mut Fake, attended: bool, lines: &str) -> (String, Vec<String>) {
    let mut screen = Vec::new();
    let options = plain::Options {
        width: 200,
        attended,
    };
    let session = Session::new(otp());
    let session = plain::run(session, lines.as_bytes(), &mut screen, options, host, None);
    let session = session.unwrap().unwrap();
    let given = |question| session.given(question).map(|given| given.origin) == Some(Origin::Given);
    let given = session.asked().filter(|question| given(*question));
    let ids = given.map(|question| otp().question(question).id.to_string());
    (String::from_utf8(screen).unwrap(), ids.collect())
}

#[test]
fn the_prompts_list_situations_and_begin_with_one() {
    let mut host = Fake::default();
    let lines = ":begin\n:begin cach\n:begin cache\n:begin settings\n:finish\n\n";
    let (screen, given) = prompts(&mut host, true, lines);
    for told in [
        "Situations to begin with are listed by :begin\n",
        "1. send_emails: Send e-mails. A request triggers an e-mail",
        "“cach” is no situation.",
        "Did you mean cache?",
        "Taken: state=no, work_source=no_queue, work_shape=inline, keep=cache.",
        // Something is answered now.
        "Situations are for the beginning",
    ] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    assert_eq!(given, ["state", "keep"]);
    // It can be undone.
    let lines = ":começar cache\n:undo\nno\n:finish\n\n";
    let (screen, given) = prompts(&mut Fake::default(), true, lines);
    assert!(screen.contains("Undone: the beginning with"), "{screen}");
    assert_eq!(given, ["state"]);
}

#[test]
fn the_prompts_go_on_with_what_was_interrupted() {
    let mut host = interrupted(otp(), &["state", "complex"]);
    let (screen, given) = prompts(&mut host, true, ":resume\n:resume\nno\n:finish\n\n");
    for told in [
        "2 answers were kept of an interview in this directory. :resume goes on with them.",
        "Taken: state=yes, complex=yes.",
        "No answers are kept.",
    ] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    assert_eq!(given[..2], ["state", "complex"]);
    assert_eq!(host.settled, ["taken up"]);
    // Lines from elsewhere mean the same wherever they are read.
    let mut host = interrupted(otp(), &["state"]);
    let (screen, given) = prompts(&mut host, false, ":resume\nno\n:finish\n\n");
    assert!(!screen.contains("kept of"), "{screen}");
    assert_eq!(given, ["state"]);
    assert!(host.settled.is_empty());
}

/// The same with whoever leaves without a result, in a language.
fn typed(
    advisor: &Advisor,
    host: &mut Fake,
    lines: &str,
) -> (String, Option<Vec<(QuestionIx, Answer)>>) {
    let mut screen = Vec::new();
    let options = plain::Options {
        width: 200,
        attended: true,
    };
    let session = Session::new(advisor);
    let session = match plain::run(session, lines.as_bytes(), &mut screen, options, host, None) {
        Ok(session) => session,
        Err(plain::Stopped::MissingAnswer { session, .. }) => Some(*session),
        Err(error) => panic!("{error}"),
    };
    let given = session.map(|session| {
        let given = |question| {
            let given = session.given(question)?;
            (given.origin == Origin::Given).then(|| (question, given.answer.clone()))
        };
        session.asked().filter_map(given).collect()
    });
    (String::from_utf8(screen).unwrap(), given)
}

fn assert_told(screen: &str, all: &[&str]) {
    let mut rest = screen;
    for told in all {
        let at = rest.find(told);
        let at = at.unwrap_or_else(|| panic!("not in its turn: {told}: {screen}"));
        rest = &rest[at + told.len()..];
    }
}

#[test]
fn the_prompts_keep_answers_until_they_lead_somewhere() {
    // Lines, whether on top of an earlier interview; how often they were kept, whether as a result, and
    // what became of what was interrupted.
    type Case = (&'static str, bool, (usize, bool), &'static [&'static str]);
    let cases: [Case; 12] = [
        ("", false, (0, false), &[]),
        ("yes\n", false, (1, false), &[]),
        ("yes\nyes\n:why\nmaybe\n", false, (2, false), &[]),
        ("yes\n:undo\n", false, (0, false), &[]),
        ("yes\n:save a.yaml\n", false, (0, false), &[]),
        ("yes\n:q\ny\n", false, (1, false), &[]),
        ("yes\n:q\nd\n", false, (0, false), &[]),
        ("no\n:finish\n\n", false, (0, true), &[]),
        (":resume\n", true, (1, false), &["taken up"]),
        (":resume\n1\n", true, (2, false), &["taken up"]),
        (":resume\nno\n:q\ny\n", true, (2, false), &["taken up"]),
        (
            ":resume\n:undo\n",
            true,
            (1, false),
            &["taken up", "given back"],
        ),
    ];
    for (lines, earlier, (times, finished), settled) in cases {
        let mut host = Fake::default();
        if earlier {
            host = interrupted(otp(), &["state", "complex"]);
        }
        typed(otp(), &mut host, lines);
        assert_eq!((host.kept, host.finished), (times, finished), "{lines}");
        assert_eq!(host.settled, settled, "{lines}");
    }
    // Nobody can have lost what lines from elsewhere said.
    let mut host = Fake::default();
    prompts(&mut host, false, "no\n");
    assert_eq!((host.kept, host.finished), (0, false));
}

#[test]
fn leaving_says_what_becomes_of_the_answers() {
    for (advisor, lines, told, kept) in [
        (otp(), "yes\n:q\ny\n", "y keeps the answers", 1),
        (otp(), "yes\n:q\nd\n", "d drops them", 0),
        (otp(), ":resume\n:q\ny\n", "y keeps the answers", 1),
        // Nothing was answered, so nothing is asked.
        (otp(), ":q\n", "Answer: ", 0),
        (otp_pt_br(), "sim\n:sair\ns\n", "s guarda as respostas", 1),
        (otp_pt_br(), "sim\n:sair\nDescartar\n", "d as descarta", 0),
    ] {
        let mut host = interrupted(advisor, &["state"]);
        let (screen, given) = typed(advisor, &mut host, lines);
        assert_told(&screen, &[told]);
        let asks =
            screen.contains("y or n") || screen.contains("d drops") || screen.contains("d as ");
        assert_eq!(asks, lines.contains("\n:") || kept > 0, "{screen}");
        assert_eq!((given, host.kept), (None, kept), "{lines}");
    }
}

/// Five interviews, of which the second came to its result.
fn several(advisor: &Advisor) -> Fake {
    let mut all: Vec<Left> = [
        &["state"][..],
        &[&SERVER[..], &["explicit_states"]].concat(),
        &["state", "complex"],
        &["state"],
        &["state"],
    ]
    .map(|ids| left(advisor, ids))
    .to_vec();
    all[1].finished = true;
    all[0].ago = Some(Duration::from_secs(120));
    Fake {
        left: all,
        ..Fake::default()
    }
}

#[test]
fn the_prompts_list_what_was_interrupted_and_go_on_with_one() {
    let mut host = several(otp());
    let lines = ":resume\n:resume 6\n:resume 3\n:resume 1\n:undo\n:resume 1\n";
    let (screen, given) = typed(otp(), &mut host, lines);
    assert_told(
        &screen,
        &[
            "5 interviews were kept in this directory; :resume lists them.",
            "  1. 1 answer. 2 minutes ago.\n",
            "  2. Write it as one supervised state machine",
            " (5 answers).\n",
            "  3. 2 answers.\n",
            "  5. 1 answer.\n",
            ":resume and a number goes on with one of them",
            "Say which: :resume and a number from 1 to 5.",
            "Taken: state=yes, complex=yes.",
            // Something is answered.
            "  1. 1 answer. 2 minutes ago.\n",
            "Kept answers can be gone on with while nothing is answered",
            "Undone: 2 answers (",
            ":redo does it again.",
            "Taken: state=yes.",
        ],
    );
    assert_eq!(given.map(|given| given.len()), Some(1));
    assert_eq!(host.settled, ["taken up", "given back", "taken up"]);
    let (screen, _) = typed(
        otp_pt_br(),
        &mut several(otp_pt_br()),
        ":continuar\n:continuar 9\n",
    );
    assert_told(
        &screen,
        &[
            "Há 5 entrevistas guardadas neste diretório; :continuar as lista.",
            "  1. 1 resposta. Há 2 minutos.\n",
            "  5. 1 resposta.\n",
            ":continuar e um número segue com uma delas",
            "Diga qual: :continuar e um número de 1 a 5.",
        ],
    );
}

#[test]
fn the_prompts_drop_what_was_interrupted_once_it_is_confirmed() {
    let mut host = several(otp());
    let (screen, _) = typed(otp(), &mut host, ":drop\n:drop 0\n:drop 3\nn\n:drop 3\ny\n");
    assert_told(
        &screen,
        &[
            "  3. 2 answers.\n",
            "Say which: :drop and a number from 1 to 5.",
            "Say which: :drop and a number from 1 to 5.",
            "Drop what was kept: 2 answers? y or n (n): ",
            "Drop what was kept: 2 answers? y or n (n): ",
            "The answers that were kept are dropped.",
        ],
    );
    assert_eq!((host.left.len(), &host.settled[..]), (4, &["dropped"][..]));
    // The only one needs no number.
    let mut host = interrupted(otp_pt_br(), &["state"]);
    let (screen, _) = typed(otp_pt_br(), &mut host, ":descartar\ns\n:descartar\n");
    assert_told(
        &screen,
        &[
            "Descartar o que foi guardado: 1 resposta? s ou n (n): ",
            "As respostas guardadas foram descartadas.",
            "Não há respostas guardadas.",
        ],
    );
    assert!(host.left.is_empty());
}

#[test]
fn a_situation_is_meant_by_number_id_or_title() {
    for advisor in [otp(), otp_pt_br()] {
        let starts = &advisor.starts;
        let place = starts
            .iter()
            .position(|start| start.id == *"cache")
            .unwrap();
        let title = &starts[place].title;
        let by_id = typed(advisor, &mut Fake::default(), ":begin cache\n").1;
        assert!(by_id.as_ref().is_some_and(|given| !given.is_empty()));
        for name in [
            (place + 1).to_string(),
            title.to_string(),
            title.to_uppercase(),
            "CACHE".to_owned(),
        ] {
            let lines = format!(":begin {name}\n");
            let (screen, given) = typed(advisor, &mut Fake::default(), &lines);
            assert_eq!(given, by_id, "{name}: {screen}");
        }
        let lines = format!(":begin 0\n:begin {}\n:begin\n", starts.len() + 1);
        let (screen, given) = typed(advisor, &mut Fake::default(), &lines);
        assert_eq!(given, Some(Vec::new()));
        let listed = format!("{}. cache: {title}.", place + 1);
        assert!(screen.contains(&listed), "{screen}");
    }
}
