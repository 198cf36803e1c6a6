//! What is done on a result, in a real terminal: answers tried, code searched, a project written, parts
//! crashed, and all of it found without knowing its key.

use std::fs;

use super::{PROGRAM, SIZE, at_first, at_result, wizard, wizard_in};
use crate::pty::Session;

const ESC: &str = "\u{1b}";
const DOWN: &str = "\u{1b}[B";
const PALETTE: &str = "\u{10}";

fn end(mut session: Session) {
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn another_answer_is_tried_taken_and_undone() {
    let mut session = wizard(&[]);
    at_result(&mut session)
        .send(&DOWN.repeat(3))
        .wait_for("▸ a Look at this one first");
    session
        .send("\r")
        .wait_for("─ What if?")
        .wait_for("DynamicSupervisor");
    // Dropped, nothing has changed.
    session
        .send(ESC)
        .wait_for("Abstraction  GenServer")
        .send("\r");
    session
        .wait_for("─ What if?")
        .send("\r")
        .wait_for("Start one GenServer for each key");
    session.send("z").wait_for("Undone: How many");
    session.wait_for("Write it as one supervised GenServer");
    session
        .send("Z")
        .wait_for("Start one GenServer for each key");
    end(session);
}

#[test]
fn the_code_is_searched_and_one_step_back_is_the_advice() {
    let mut session = wizard(&[]);
    at_result(&mut session).send("\t").wait_for("(1 of ");
    session
        .send("/fn handle")
        .wait_for("Search: fn handle")
        .send("\r");
    session.wait_for("• 1 of ").send("n").wait_for("• 2 of ");
    session
        .send(ESC)
        .wait_for("─ Advice")
        .wait_for("Your design");
    // What was found is still there.
    session.send("\t").wait_for("n next");
    end(session);
}

#[test]
fn a_project_is_written_and_the_exact_command_comes_next() {
    const NEXT: &str = "cd shop && cargo test";
    let place = tempfile::tempdir().unwrap();
    let mut session = wizard_in(place.path(), SIZE, &[]);
    at_result(&mut session)
        .send("e")
        .wait_for("Directory to make:");
    session
        .send("\u{15}shop")
        .wait_for("> shop")
        .wait_for("called shop");
    session.send("\r").wait_for("─ Written").wait_for(NEXT);
    assert!(place.path().join("shop/Cargo.toml").is_file());
    assert!(place.path().join("shop/src/shop.rs").is_file());
    session.send(ESC).wait_for("Your design").send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let printed = session.contents();
    assert!(printed.contains(NEXT), "{printed}");
}

/// It is written once more, and what its owner did meanwhile stays where nothing is new.
#[test]
fn a_project_of_this_interview_can_be_written_again() {
    let place = tempfile::tempdir().unwrap();
    let mut session = wizard_in(place.path(), SIZE, &[]);
    let named = "\u{15}shop";
    at_result(&mut session)
        .send("e")
        .wait_for("Directory to make:");
    session.send(named).wait_for("called shop");
    session.send("\r").wait_for("─ Written");
    session.send(ESC).wait_for("Your design");
    let main = place.path().join("shop/src/main.rs");
    let mine = fs::read_to_string(&main).unwrap() + "// mine\n";
    fs::write(&main, &mine).unwrap();
    session.send("e").wait_for("Directory to make:");
    session.send(named).wait_for("written from here before");
    session.send("\r").wait_for("─ Written");
    assert_eq!(fs::read_to_string(&main).unwrap(), mine);
    let mut aside = Vec::new();
    let mut folders = vec![place.path().join("shop/.otp-advisor")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if fs::read_to_string(entry.path()).is_ok_and(|text| text == mine) {
                aside.push(entry.path());
            }
        }
    }
    assert!(aside.is_empty(), "{aside:?}");
    session.send(ESC).wait_for("Your design").send("d");
    assert_eq!(session.wait_exit(), 0);
}

/// What the design before had and this one has not goes, unless its owner changed it; both are told.
#[test]
fn files_of_an_earlier_design_of_this_interview_do_not_stay_behind() {
    let place = tempfile::tempdir().unwrap();
    let mut session = wizard_in(place.path(), (120, 40), &[]);
    at_result(&mut session)
        .send("e")
        .wait_for("Directory to make:");
    session.send("\u{15}shop").wait_for("called shop");
    session.send("\r").wait_for("─ Written");
    let [server, mailbox, tests] = ["otp/gen_server.rs", "otp/mailbox.rs", "shop/tests.rs"]
        .map(|path| place.path().join("shop/src").join(path));
    assert!(server.exists() && tests.exists());
    let mine = fs::read_to_string(&mailbox).unwrap() + "// mine\n";
    fs::write(&mailbox, &mine).unwrap();
    // Nothing is remembered, after all.
    session.send(ESC).wait_for("Your design").send("tg\r");
    session.wait_for("1 Yes").send("2f");
    session.wait_for("Write a plain function").send("e");
    session.wait_for("Directory to make:");
    session
        .send("\u{15}shop")
        .wait_for("written from here before");
    session.send("\r").wait_for("─ Written");
    session.wait_for("src/otp/gen_server.rs");
    session.wait_for("src/otp/mailbox.rs");
    assert!(!server.exists());
    assert_eq!(fs::read_to_string(&mailbox).unwrap(), mine);
    session.send("\u{3}");
    session.wait_exit();
}

#[test]
fn what_is_there_is_refused_in_words_that_help_here() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("shop")).unwrap();
    fs::write(place.path().join("shop/mine"), "mine\n").unwrap();
    let mut session = wizard_in(place.path(), SIZE, &[]);
    at_result(&mut session)
        .send("e")
        .wait_for("Directory to make:");
    session
        .send("\u{15}shop\r")
        .wait_for("! Not written:")
        .wait_for("choose another");
    let said = session.contents();
    assert!(!said.contains("--"), "no flags\n{said}");
    assert_eq!(fs::read_dir(place.path().join("shop")).unwrap().count(), 1);
    session
        .send("\u{15}Gen Server\r")
        .wait_for("! Not written:");
    let said = session.contents();
    assert!(!said.contains("--"), "no flags\n{said}");
    end(session);
}

#[test]
fn parts_of_the_lab_crash_and_are_gone_through() {
    let mut session = wizard(&[]);
    at_result(&mut session).send("L").wait_for("─ Crash lab");
    session.send("c").wait_for("▸ worker crashes").send(" ");
    session
        .wait_for("1 of 3 restarts")
        .send("g")
        .wait_for("step 1 of ");
    session
        .send("\t")
        .wait_for("─ GenServer under load")
        .send(ESC)
        .wait_for("─ Crash lab");
    session.send(ESC).wait_for("Your design");
    end(session);
}

#[test]
fn the_palette_does_what_it_lists() {
    let mut session = wizard(&[]);
    at_result(&mut session)
        .wait_for("Ctrl-P more")
        .send(PALETTE);
    session
        .wait_for("All that can be done here")
        .send("crash lab");
    session
        .wait_for("1 of 1")
        .send("\r")
        .wait_for("─ Crash lab");
    // There it lists what can be done there.
    session
        .send(PALETTE)
        .wait_for("make the chosen part crash")
        .send("\r");
    session.wait_for("▸ worker crashes");
    end(session);
}

#[test]
fn what_is_typed_ahead_is_all_taken() {
    let mut session = Session::start(&[PROGRAM], (120, 40), &[]);
    at_first(&mut session)
        .send("11112fL")
        .wait_for("─ Crash lab");
    end(session);
}

#[test]
fn u2_the_name_of_a_project_is_looked_at_as_it_will_be_when_it_is_written() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a-file"), "").unwrap();
    let mut session = wizard_in(directory.path(), (120, 24), &[]);
    at_result(&mut session)
        .send("e")
        .wait_for("✓ The package will be called my_project");
    let mut cases = vec![
        ("tokio", "✗ `tokio` is the name of a crate the project uses"),
        ("a-file", "✗ "),
        ("a-file/below", "✗ "),
    ];
    if cfg!(target_os = "linux") {
        // Nothing can be made there, whoever asks.
        cases.push(("/proc/zz", "✗ "));
    }
    cases.push(("there/it/is", "✓ The package will be called is."));
    for (name, said) in cases {
        session.send(&format!("\u{15}{name}"));
        session.wait_for(&format!("> {name} ")).wait_for(said);
        let live = session.contents();
        session.send("\r");
        if said.starts_with('✓') {
            session.wait_for("files in there/it/is");
            continue;
        }
        // What it said is what Enter says.
        session.wait_for("! Not written: ");
        let entered = session.contents();
        let why = |text: &str, sign: &str| {
            let boxed = text.lines().filter_map(|line| {
                let (_, line) = line.split_once('│')?;
                Some(line.split_once('│')?.0.trim())
            });
            let boxed = boxed.collect::<Vec<_>>().join(" ");
            boxed.split_once(sign).unwrap().1.trim().to_owned()
        };
        assert_eq!(why(&live, "✗ "), why(&entered, "! Not written: "), "{name}");
    }
    session.send("\u{3}");
    session.wait_exit();
}
