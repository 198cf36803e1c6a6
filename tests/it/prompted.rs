//! What the prompts and the lab say to those who ask without a name, or slip.

use crate::plain::transcript;
use crate::support::advisors::{english, partial, portuguese};
use crate::support::program::run;

const MAILS: &str = "state=no work_source=own_jobs durable=yes work_shape=from_queue";

/// What is answered to a line after the last question.
fn at_the_end(line: &str) -> String {
    let told = transcript(partial(english(), MAILS), &[":finish", line]);
    let (_, told) = told.split_once(&format!("{line}\n")).unwrap();
    told.to_owned()
}

#[test]
fn t2_why_after_the_last_question_explains_the_advice() {
    let told = at_the_end(":why");
    for line in [
        "Abstraction: Plain function is the advice.\n",
        "Queue: Oban is the advice.\n",
        "    state=no  ",
        ":why OUTCOME says of another one",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    // What stands by default was decided by nobody.
    assert!(!told.contains("Storage"), "{told}");
    let told = transcript(partial(portuguese(), MAILS), &[":concluir", ":porquê"]);
    assert!(told.contains(":porquê RESULTADO diz de outro"), "{told}");
}

#[test]
fn t2_why_tells_what_is_not_decided_as_well() {
    let given = "state=yes complex=? supervision=no";
    let told = transcript(partial(english(), given), &[":finish", ":why"]);
    let (_, told) = told.rsplit_once(":why\n").unwrap();
    assert!(told.contains("Not decided: Abstraction"), "{told}");
}

#[test]
fn t2_try_alone_tells_what_would_change_the_advice() {
    let told = at_the_end(":try");
    assert!(told.contains("Say what: :try NAME=ANSWER"), "{told}");
    for (answer, then) in [
        ("durable=no", "No queue"),
        ("work_source=broker", "Broadway"),
    ] {
        let mut lines = told.lines().map(str::trim);
        let line = lines.find(|line| line.starts_with(answer)).unwrap();
        assert!(line.ends_with(then), "{told}");
    }
}

/// The events that a refusal tells.
fn told(start: &str, lang: &str) -> Vec<String> {
    let ran = run(&["lab", "foo", "--start", start, "--lang", lang], "");
    assert_eq!(ran.status, 2, "{}", ran.errors);
    let (_, events) = ran
        .errors
        .split_once("events: ")
        .or_else(|| ran.errors.split_once("eventos: "))
        .unwrap();
    let events = events.lines().next().unwrap();
    events.split(", ").map(str::to_owned).collect()
}

#[test]
fn t3_a_refusal_tells_every_event_of_the_design_and_each_is_understood() {
    for lang in ["en", "pt-BR"] {
        let all = told("send_emails", lang);
        assert_eq!(all.len(), 11, "{all:?}");
        for event in &all {
            let event = event.replace(['[', ']'], "");
            let words: Vec<&str> = event
                .split(' ')
                .map(|word| match word {
                    "NAME" | "NOME" => "queue",
                    word if word.chars().all(char::is_uppercase) => "2",
                    word => word,
                })
                .collect();
            let args = [&["lab"], &words[..], &["--start", "send_emails"]].concat();
            let ran = run(&args, "");
            assert_eq!(ran.status, 0, "{event}: {}", ran.errors);
        }
    }
    let without_jobs = told("process_per_room", "en");
    assert!(
        without_jobs.iter().any(|event| event.starts_with("crash"))
            && without_jobs.iter().all(|event| !event.starts_with("job")),
        "{without_jobs:?}"
    );
}

#[test]
fn t3_the_prompts_tell_them_too() {
    let told = at_the_end(":lab foo");
    assert!(
        told.contains("job [TIMES]") && told.contains("tick."),
        "{told}"
    );
}

#[test]
fn t3_what_is_to_happen_not_once_is_refused() {
    for (events, example) in [
        (["job", "0"].as_slice(), "as in: job 4"),
        (&["job", "-1"], "as in: job 4"),
        (&["crash", "queue", "0"], "as in: crash NAME 4"),
    ] {
        // What looks like a flag stands behind `--`.
        let args = [&["lab", "--start", "send_emails", "--"], events].concat();
        let ran = run(&args, "");
        assert_eq!(ran.status, 2, "{events:?}: {}", ran.output);
        assert!(ran.errors.contains(example), "{}", ran.errors);
    }
}

#[test]
fn t4_an_event_of_another_language_leads_to_the_one_of_this() {
    for (lang, word, near) in [
        ("en", "derubar", "crash"),
        ("pt-BR", "crassh", "derrubar"),
        ("en", "crassh", "crash"),
    ] {
        let ran = run(&["lab", word, "--start", "send_emails", "--lang", lang], "");
        let asked = format!("`{near}`?");
        assert!(ran.errors.contains(&asked), "{word}: {}", ran.errors);
    }
}

#[test]
fn t4_a_slip_in_a_command_is_put_right_in_the_language_of_the_session() {
    let told = at_the_end(":searh x");
    assert!(told.contains("Did you mean :search?"), "{told}");
    let told = at_the_end(":search mail");
    assert!(!told.contains("no command"), "{told}");
}
