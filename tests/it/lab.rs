//! The crash lab: its pictures in the wizard, its text for pipes, and that what it plays is what the runtime
//! would do.
//!
//! The small advisor `lab` has every kind of group, part and number, so that no text of the shipped one
//! changes a picture.

use std::path::PathBuf;
use std::sync::OnceLock;

use insta::assert_snapshot;
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Directory;
use otp_advisor::inside::model::{Advisor, Answer};
use proptest::prelude::*;

use crate::support::program::run;
use crate::support::tui::{Fake, Player, keys};

#[path = "lab/jobs.rs"]
mod jobs;
#[path = "lab/model.rs"]
mod model;
#[path = "lab/shipped.rs"]
mod shipped;

fn kitchen(language: Option<&str>) -> Advisor {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/lab");
    check::load(&Directory(root), &|_| None, language).unwrap_or_else(|faults| panic!("{faults}"))
}

fn en() -> &'static Advisor {
    static KITCHEN: OnceLock<Advisor> = OnceLock::new();
    KITCHEN.get_or_init(|| kitchen(None))
}

fn pt() -> &'static Advisor {
    static KITCHEN: OnceLock<Advisor> = OnceLock::new();
    KITCHEN.get_or_init(|| kitchen(Some("pt-BR")))
}

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
fn a_crash_at_every_size() {
    for (name, size) in SIZES {
        // All together: half way through, some are stopped and one is about to start again.
        assert_snapshot!(format!("crash_{name}"), after(en(), size, "2Ljcllll"));
    }
}

#[test]
fn the_load_at_every_size() {
    for (name, size) in SIZES {
        assert_snapshot!(format!("load_{name}"), after(en(), size, "2L<tab><up>hhh"));
    }
}

#[test]
fn a_limit_that_breaks_and_what_is_below_it() {
    // The bar gives up at its second crash, and comes back empty.
    let bar = "2Ljjjc<space>c<space>";
    assert_snapshot!("limit", after(en(), (80, 24), bar));
    // Four crashes of the oven, and the chef ends with all that is left.
    let chef = "1Lc<space>c<space>c<space>c<space>";
    assert_snapshot!("limit_reached", after(en(), (80, 24), chef));
    assert_snapshot!("over", after(en(), (80, 24), &format!("{chef}c")));
}

#[test]
fn a_lab_without_a_tree_says_what_happens() {
    assert_snapshot!("alone", after(en(), (80, 24), "4L"));
    assert_snapshot!("no_load", after(en(), (60, 20), "4L<tab>"));
}

#[test]
fn without_colour_and_in_portuguese() {
    let mut host = Fake::default();
    let mut player = Player::with(en(), &mut host, (80, 24), false);
    assert_snapshot!("monochrome", player.press("3Ljcll").frame());
    assert_snapshot!("pt_br", after(pt(), (80, 24), "3Ljc<space>"));
    assert_snapshot!("pt_br_load", after(pt(), (80, 24), "3L<tab>"));
}

#[test]
fn steps_go_forth_and_back_and_events_go_on_from_the_end() {
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (80, 24));
    let start = player.press("1L").text();
    assert!(start.contains("step 8 of 8"), "{start}");
    // A crash shows its first step, and the others wait.
    let crashed = player.press("c").text();
    assert!(crashed.contains("step 9 of 11"), "{crashed}");
    assert!(crashed.contains("✗ oven") && crashed.contains("▸ oven crashes"));
    let about = player.press("l").text();
    assert!(about.contains("↻ oven") && about.contains("■□□ 1 of 3"));
    assert_eq!(player.press("h").text(), crashed);
    assert!(player.press("<space>").text().contains("step 11 of 11"));
    assert!(player.press("<home>").text().contains("step 1 of 11"));
    // At the first and at the last there is nothing further.
    assert!(player.press("h").text().contains("step 1 of 11"));
    // From wherever one looks, what happens next follows the last step.
    assert!(player.press("t").text().contains("step 12 of 12"));
    assert!(player.text().contains("1 second passes"));
    assert_eq!(player.press("r").text(), start);
    // Five times that long, and the restart no longer counts.
    let later = player.press("c<space>tttttt").text();
    assert!(later.contains("□□□ 0 of 3"), "{later}");
}

#[test]
fn the_lab_closes_to_the_result_and_needs_one() {
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (80, 24));
    let result = player.press("1").text();
    for close in ["<esc>", "q", "L", "<bs>"] {
        assert_ne!(player.press("L").text(), result);
        assert_eq!(player.press(close).text(), result, "{close}");
    }
    // Where something is open there is no design to play.
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (80, 24));
    let text = player.press("uL").text();
    assert!(text.contains("The lab needs a result"), "{text}");
    // An advisor without a lab says so.
    let tea = crate::support::tui::advisors::tea();
    let mut player = Player::new(tea, &mut host, (80, 24));
    let text = player.press("11<c-f>L").text();
    assert!(text.contains("says nothing of what to play"), "{text}");
}

#[test]
fn the_load_can_be_made_heavier() {
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (100, 30));
    let peak = player.press("1L<tab>").text();
    assert!(
        peak.contains("100% of peak") && peak.contains("busy 90%"),
        "{peak}"
    );
    let more = player.press("<up><up><up><up>").text();
    assert!(
        more.contains("200% of peak") && more.contains("busy 180%"),
        "{more}"
    );
    let less = player
        .press("<down><down><down><down><down><down><down>")
        .text();
    assert!(
        less.contains("25% of peak") && less.contains("gave up 0"),
        "{less}"
    );
    // Keys of the tree do nothing here, and say so.
    for key in ["c", "e", "s", "t"] {
        let text = player.press(key).text();
        assert!(text.contains("Tab leads to the others"), "{key}: {text}");
    }
    assert_eq!(player.press("<end>").text(), less);
}

// Text.

const LAB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/lab");

fn lab(args: &[&str]) -> String {
    let ran = run(&[&["lab", "--advisor", LAB], args].concat(), "");
    assert_eq!((ran.status, &*ran.errors), (0, ""), "{args:?}");
    ran.output
}

#[test]
fn the_story_as_text() {
    assert_snapshot!("story", lab(&["--set", "mood=later", "--set", "pans=7"]));
    assert_snapshot!("story_alone", lab(&["--set", "mood=nobody"]));
    assert_snapshot!(
        "story_pt_br",
        lab(&["--set", "mood=together", "--lang", "pt-BR"])
    );
}

#[test]
fn events_are_played_as_they_are_typed() {
    let words = [
        "crash", "cook", "2", "wait", "6s", "end", "errand", "stop", "crash", "oven",
    ];
    let told = lab(&words);
    assert_snapshot!("events", told);
    // One argument may hold them all, and every language's words are taken.
    let one = "derrubar cook 2 esperar 6 terminar ERRAND parar crash oven";
    assert_eq!(lab(&[one]), told);
}

#[test]
fn programs_get_every_step() {
    let text = lab(&["--format", "json", "crash", "cook"]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["tree"][0]["group"]["strategy"], "one_for_one");
    let steps = value["story"][1]["steps"].as_array().unwrap();
    let states = |step: usize| steps[step]["states"]["cook"].as_str().unwrap();
    assert_eq!(
        [states(0), states(1), states(2)],
        ["crashed", "restarting", "running"]
    );
    assert_eq!(steps[1]["restarts"]["chef"], 1);
    assert_eq!(value["load"][0]["loads"].as_array().unwrap().len(), 7);
    let schema: serde_json::Value =
        serde_json::from_str(&run(&["schema", "output"], "").output).unwrap();
    let valid = jsonschema::validator_for(&schema).unwrap();
    assert!(valid.is_valid(&value), "{text}");
}

#[test]
fn prompts_play_it_as_well() {
    let lines = "1\n:finish\n:lab\n:lab crash oven\n:lab crash oven 2\n:lab wait\n:lab crash owen\n:lab stop\n:lab\n\n";
    let ran = run(&["--plain", "--advisor", LAB], lines);
    assert_eq!(ran.status, 0, "{}", ran.errors);
    // Where this repository lies is nobody's business.
    assert_snapshot!("plain", ran.errors.replace(LAB, "LAB"));
    let early = run(&["--plain", "--advisor", LAB], ":lab\n1\n:finish\n\n");
    assert!(
        early.errors.contains("The lab needs a result"),
        "{}",
        early.errors
    );
}

#[test]
fn a_page_of_the_lab_is_read_to_its_end_at_every_size() {
    let otp = crate::support::tui::advisors::otp();
    for (advisor, script, wanted) in [
        (
            en(),
            "2L<tab>",
            &[
                "in the slice up to",
                "arrivals at peak",
                "work on each",
                "4000 requests",
            ][..],
        ),
        (
            pt(),
            "2L<tab>",
            &[
                "no trecho até",
                "chegadas no pico",
                "trabalho em cada uma",
                "4000 requisições",
            ],
        ),
        (
            otp,
            "11112fL<tab>",
            &[
                "in the slice up to",
                "arrivals at peak",
                "work on each",
                "4000 requests",
            ],
        ),
        (
            en(),
            "5L<tab>aaa",
            &["a lost worker shows after", "At least once"],
        ),
    ] {
        for size in [(40, 12), (60, 14), (80, 24), (120, 40)] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, size);
            let mut text = player.press(script).text();
            let mut all = String::new();
            let mut pages = 0;
            loop {
                all.push_str(&text);
                all.push('\n');
                let next = player.press("<pgdn>").text();
                if next == text {
                    break;
                }
                pages += 1;
                // That there is more is told, and by which key where there is room for one.
                let title = text.lines().find(|line| line.starts_with('─')).unwrap();
                assert!(
                    title.contains(" of ") || title.contains(" de "),
                    "{size:?}\n{text}"
                );
                let footer = text.lines().last().unwrap();
                let room = size.0 > 40 || !footer.contains("a add");
                assert!(footer.contains("PgDn") == room, "{size:?}\n{text}");
                text = next;
            }
            assert!(size.1 > 12 || pages > 0, "{script} {size:?}");
            let words: Vec<&str> = all.split_whitespace().collect();
            let all = words.join(" ");
            for wanted in wanted {
                assert!(all.contains(wanted), "{script} {size:?}: {wanted}\n{text}");
            }
        }
    }
}

#[test]
fn the_chosen_load_is_always_seen() {
    for (advisor, of) in [(en(), "of peak"), (pt(), "do pico")] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (40, 12));
        player.press("2L<tab>");
        for (key, loads) in [
            ("<up>", &[120, 150, 200, 200][..]),
            ("<down>", &[150, 120, 100, 80, 50, 25, 25]),
        ] {
            for load in loads {
                let text = player.press(key).text();
                assert!(text.contains(&format!(" {load}% {of}")), "{load}\n{text}");
            }
        }
        // Also where one has read on.
        let text = player.press("<pgdn>").text();
        assert!(text.contains(&format!(" 25% {of}")), "{text}");
        assert!(text.contains('›') && !text.contains('‹'), "{text}");
        let text = player.press("<up><up><up><up><up><up>").text();
        assert!(text.contains('‹') && !text.contains('›'), "{text}");
    }
}

#[test]
fn what_has_ended_says_why_nothing_happens_to_it() {
    let chef = "1Lc<space>c<space>c<space>c<space>";
    for (advisor, told) in [
        (
            en(),
            "The program has ended, so nothing can happen to it; r begins again.",
        ),
        (
            pt(),
            "O programa terminou, então nada mais pode acontecer com ele; r recomeça.",
        ),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (100, 24));
        let over = player.press(chef).text();
        let hints = over.lines().last().unwrap().to_owned();
        for gone in ["Enter ", "t ", "s "] {
            assert!(!hints.contains(&format!(" {gone}")), "{gone}: {hints}");
        }
        assert!(hints.contains(" r "), "{hints}");
        for key in ["c", "<ret>", "e", "s", "t"] {
            let text = player.press(key).text();
            assert!(text.contains(told), "{key}\n{text}");
            // Nothing is added to what has happened.
            assert_eq!(player.press("<end>").text(), over, "{key}");
        }
        assert!(
            player.press("r<ret>").text().contains("9 "),
            "{}",
            player.text()
        );
    }
    // Where jobs are kept, they can be acted on once there is one.
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (80, 24));
    let text = player.press("5L<tab>e").text();
    assert!(
        text.contains("There is no job to do that to; a adds one."),
        "{text}"
    );
    let text = player.press("ae").text();
    assert!(!text.contains("no job"), "{text}");
    // Where nothing is played, nothing can happen.
    let mut player = Player::new(en(), &mut host, (80, 24));
    let text = player.press("4Lc").text();
    assert!(
        text.contains("There is nothing here that this could happen to."),
        "{text}"
    );
}

#[test]
fn what_time_changes_is_told() {
    let lines = "1\n:finish\n:lab crash oven wait 2\n:lab wait 5\n:lab stop wait 5\n\n";
    for (lang, told) in [
        (
            "en",
            [
                "2 seconds pass\n",
                "5 seconds pass; chef: 0 of 3 restarts within 5 s\n",
                "5 seconds pass; nothing runs any more\n",
            ],
        ),
        (
            "pt-BR",
            [
                "passam 2 segundos\n",
                "passam 5 segundos; chef: 0 de 3 reinícios em 5 s\n",
                "passam 5 segundos; nada mais roda\n",
            ],
        ),
    ] {
        let ran = run(&["--plain", "--advisor", LAB, "--lang", lang], lines);
        assert_eq!(ran.status, 0, "{}", ran.errors);
        for told in told {
            assert!(ran.errors.contains(told), "{told}: {}", ran.errors);
        }
    }
}

#[test]
fn no_wait_is_shown_as_none_that_is_one() {
    let set = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no assess_load=yes";
    for (rate, service) in [
        ("0.5", "2"),
        ("2", "0.5"),
        ("2", "2"),
        ("20", "0.05"),
        ("100", "0.5"),
    ] {
        for lang in ["en", "pt-BR"] {
            let mut args: Vec<String> = vec!["--lang".to_owned(), lang.to_owned()];
            let more = [
                format!("peak_rate={rate}"),
                format!("service_time={service}"),
            ];
            for set in set.split(' ').map(str::to_owned).chain(more) {
                args.extend(["--set".to_owned(), set]);
            }
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let lab = run(&[&["lab"], &args[..]].concat(), "").output;
            for text in [&run(&args, "").output, &lab] {
                let none = |word: &str| {
                    let digits = word.trim_end_matches(['%', ';', ',', '.']);
                    digits.contains(['.', ','])
                        && digits.chars().all(|c| matches!(c, '0' | '.' | ','))
                };
                let word = text.split_whitespace().find(|word| none(word));
                assert_eq!(word, None, "{rate} {service}\n{text}");
            }
        }
    }
    // Where almost nobody waits, the mean is above what 99 of 100 wait, which is said.
    for (lang, few) in [
        ("en", "fewer than 1 in 100 wait at all"),
        ("pt-BR", "menos de 1 em 100 chega a esperar"),
    ] {
        let load = ["orders=2", "cooking=2"];
        let sets = load.iter().flat_map(|set| ["--set", set]);
        let args: Vec<&str> = sets
            .chain(["--set", "mood=alone", "--lang", lang])
            .collect();
        let words: Vec<String> = lab(&args).split_whitespace().map(str::to_owned).collect();
        assert!(words.join(" ").contains(few), "{words:?}");
    }
}

#[test]
fn every_size_is_drawn() {
    let sizes = (40..=100).step_by(3);
    let sizes = sizes.flat_map(|width| (12..=30).map(move |height| (width, height)));
    let sizes: Vec<(u16, u16)> = sizes.chain([(39, 11), (200, 12), (300, 100)]).collect();
    for script in [
        "2Ljc",
        "1Lc c c c ",
        "3L<tab><up><up>h",
        "4L",
        "4L<tab>",
        "5L<tab>aaaffec",
        "6L<tab>aaedd",
        "1L?",
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(en(), &mut host, (80, 24));
        player.press(script);
        for (width, height) in &sizes {
            player.resize(*width, *height);
        }
    }
}

#[test]
fn a_click_chooses_and_the_second_one_crashes() {
    use otp_advisor::inside::tui::{Does, Input, Mouse};
    let mut host = Fake::default();
    let mut player = Player::new(en(), &mut host, (120, 40));
    let text = player.press("1L").text();
    let row = text
        .lines()
        .position(|line| line.contains("● cook"))
        .unwrap();
    let at = (8, u16::try_from(row).unwrap());
    let mut hit = |does| {
        player.wizard.input(Input::Mouse(Mouse { does, at }));
        player.text()
    };
    assert!(hit(Does::Click).contains("▸├ ● cook"));
    assert!(hit(Does::Click).contains("▸ cook crashes"));
    assert!(hit(Does::WheelDown).contains("▸├ ● bar"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_the_answers_stay(
        keys in prop::collection::vec(prop::sample::select(keys::script(
            "cccchlnptesrjkafdx<tab><space><ret><up><down><left><right><home><end>?L<esc>q",
        )), 0..60),
        size in (40_u16..140, 12_u16..50),
    ) {
        let mut host = Fake::default();
        let mut player = Player::new(en(), &mut host, size);
        player.press("5");
        for key in keys {
            // Back at the result it is opened again, so that nothing else is pressed there.
            let text = player.text();
            let pages = ["Crash lab", "What the board keeps", "under load"];
            if !pages.iter().any(|page| text.contains(page)) {
                player.press("L");
            }
            player.key(key);
        }
        player.draw();
        let session = player.wizard.session();
        prop_assert!(session.is_complete());
        let mood = en().find_question("mood").unwrap();
        prop_assert_eq!(session.answer(mood), Some(&Answer::Option(4)));
    }
}
