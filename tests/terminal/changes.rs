//! What changes while an interview is under way: the language, the theme, the window, and whose the
//! mouse is.

use rustix::process::Signal;

use super::{PROGRAM, SECOND, SIZE, at_first, at_result, wizard};
use crate::pty::Session;

fn end(mut session: Session) {
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

/// Clicks on the first cell of a text, as a terminal says it.
fn click(session: &mut Session, text: &str) {
    session.wait_for(text);
    let rows = session.contents();
    let row = rows.lines().position(|row| row.contains(text)).unwrap();
    let before = rows.lines().nth(row).unwrap().split(text).next().unwrap();
    let (column, row) = (before.chars().count() + 1, row + 1);
    session.send(&format!(
        "\u{1b}[<0;{column};{row}M\u{1b}[<0;{column};{row}m"
    ));
}

#[test]
fn a_click_on_the_map_goes_to_the_question() {
    let mut session = wizard(&[]);
    at_first(&mut session).send("1").wait_for(SECOND);
    session
        .send("1")
        .wait_for("question 3 of")
        .send("m")
        .wait_for("◆");
    click(&mut session, "● ");
    session.wait_for("question 1 of");
    session.send("\u{1b}").wait_for("question 3 of");
    end(session);
}

#[test]
fn clicks_choose_and_crash_in_the_lab_and_lead_to_the_palette() {
    let mut session = wizard(&[]);
    at_result(&mut session);
    click(&mut session, "L lab");
    session.wait_for("─ Crash lab");
    click(&mut session, "earlier  an example");
    session.wait_for("▸├ ● earlier");
    click(&mut session, "earlier  an example");
    session.wait_for("crash earlier");
    click(&mut session, "Ctrl-P more");
    session.wait_for("All that can be done here");
    end(session);
}

#[test]
fn the_wheel_scrolls_the_result() {
    let mut session = wizard(&[]);
    at_result(&mut session).wait_for("Write it as one supervised GenServer");
    session
        .send("\u{1b}[<65;10;10M")
        .wait_until("scrolled", |screen| {
            !screen
                .contents()
                .contains("Write it as one supervised GenServer")
        });
    session
        .send("\u{1b}[<64;10;10M")
        .wait_for("Write it as one supervised GenServer");
    end(session);
}

#[test]
fn the_language_changes_and_the_place_stays() {
    let mut session = wizard(&[]);
    at_first(&mut session)
        .send("1")
        .wait_for(SECOND)
        .send("\u{e}");
    session.wait_for("pergunta 2 de").wait_for("Ctrl-P mais");
    session.send("1112f").wait_for("Seu projeto").send("e");
    // What is refused is said in the language that was gone over to.
    session.wait_for("Diretório a criar:").send("\u{15}a--b");
    session.wait_for("o compilador reclamaria").send("\u{1b}");
    session.wait_for("d pronto").send("\u{e}");
    session
        .wait_for("Your design")
        .wait_for("GenServer")
        .send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    assert!(
        session.contents().contains("come again")
            || session.contents().contains("Write the project")
    );
}

#[test]
fn the_theme_changes() {
    let mut session = Session::start(&[PROGRAM], SIZE, &[("COLORTERM", "truecolor")]);
    let ground = |screen: &vt100::Screen| screen.cell(0, 0).unwrap().bgcolor();
    at_first(&mut session).wait_until("own colours", |screen| {
        ground(screen) == vt100::Color::Default
    });
    // Through all of them and back to the first.
    let mut seen = Vec::new();
    let mut before = session.contents();
    loop {
        session.send("T").wait_until("another theme", |screen| {
            let text = screen.contents();
            text.contains("Theme: ") && text != before
        });
        before = session.contents();
        let name = before.lines().find_map(|row| row.split_once("Theme: "));
        let name = name.unwrap().1.trim().to_owned();
        if seen.contains(&name) {
            break;
        }
        seen.push(name);
    }
    assert!(seen.len() > 2, "{seen:?}");
    end(session);
}

#[test]
fn the_window_changes_under_the_map_and_the_lab() {
    let mut session = wizard(&[]);
    at_result(&mut session).send("m").wait_for("─ Abstraction");
    session
        .resize((40, 12))
        .wait_for("Ctrl-P more")
        .wait_for("─ Abstraction");
    session.resize((30, 8)).wait_for("too small");
    session.resize((140, 40)).wait_for("Tab next section");
    session
        .send("\u{1b}")
        .wait_for("Your design")
        .send("Lc")
        .wait_for("▸ worker crashes");
    session.resize((40, 12)).wait_for("worker crashes");
    session.resize((120, 40)).wait_for("GenServer under load");
    end(session);
}

#[test]
fn no_mouse_is_asked_for_to_the_end() {
    let mut session = wizard(&["--no-mouse"]);
    at_result(&mut session).send("L").wait_for("─ Crash lab");
    session.kill(Signal::TSTP);
    session.wait_until("primary screen", |screen| !screen.alternate_screen());
    session.kill(Signal::CONT);
    session.wait_until("alternate screen", vt100::Screen::alternate_screen);
    session
        .wait_for("─ Crash lab")
        .send("\u{1b}")
        .wait_for("Your design")
        .send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let bytes = session.bytes();
    let all = String::from_utf8_lossy(&bytes);
    for mode in ["?1000h", "?1002h", "?1003h", "?1006h"] {
        assert!(!all.contains(mode), "{mode}");
    }
}
