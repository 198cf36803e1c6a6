//! One language on every way in and out: words, numbers and commands, in pipes, sheets, prompts and on
//! the screen.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Directory;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::render::markdown;
use otp_advisor::inside::session::Session;

use crate::plain::transcript;
use crate::support::advisors::{complete, english, portuguese};
use crate::support::tui::advisors::{tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

/// A directory of this test's own.
fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("language-{name}"));
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    place
}

/// Status, standard output and standard error.
fn run(args: &[&str], input: &str, directory: &Path) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .args(args)
        .current_dir(directory)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// A server that counts its load, in the words of each language.
const WORDS: [(&str, [(&str, &str); 7]); 2] = [
    (
        "pt-BR",
        [
            ("state", "sim"),
            ("complex", "S"),
            ("supervision", "Sim"),
            ("request_response", "yes"),
            ("explicit_states", "não"),
            ("assess_load", "sim"),
            ("peak_rate", "0,5"),
        ],
    ),
    (
        "en",
        [
            ("state", "sim"),
            ("complex", "y"),
            ("supervision", "TRUE"),
            ("request_response", "yes"),
            ("explicit_states", "nao"),
            ("assess_load", "s"),
            ("peak_rate", "0.5"),
        ],
    ),
];

/// What all of them come to in a sheet.
const CANONICAL: [&str; 7] = [
    "state: yes",
    "complex: yes",
    "supervision: yes",
    "request_response: yes",
    "explicit_states: no",
    "assess_load: yes",
    "peak_rate: 0.5",
];

#[track_caller]
fn canonical(sheet: &str) {
    for line in CANONICAL {
        assert!(sheet.contains(line), "{line} is not in\n{sheet}");
    }
}

#[test]
fn f17_words_and_numbers_of_the_language_are_taken_by_every_source() {
    for (language, answers) in WORDS {
        let here = place(&format!("f17-{language}"));
        let said = |between: &str| {
            answers.iter().fold(String::new(), |mut text, (q, a)| {
                writeln!(text, "{q}{between}{a}").unwrap();
                text
            })
        };
        let ask = ["--lang", language, "--format", "yaml"];
        // Piped.
        let (status, sheet, errors) = run(&ask, &said("="), &here);
        assert_eq!(status, 0, "{errors}");
        canonical(&sheet);
        // In a sheet; what is written again is canonical, and is read back.
        for text in [
            format!("answers:\n{}", said(": ").replace('\n', "\n  ")),
            sheet,
        ] {
            let text = text
                .replace("answers:\n", "answers:\n  ")
                .replace("    ", "  ");
            fs::write(here.join("sheet.yaml"), text).unwrap();
            let mut args = ask.to_vec();
            args.extend(["--answers", "sheet.yaml"]);
            let (status, sheet, errors) = run(&args, "", &here);
            assert_eq!(status, 0, "{errors}");
            canonical(&sheet);
        }
        // By `--set`.
        let sets: Vec<String> = answers
            .iter()
            .map(|(q, a)| format!("--set={q}={a}"))
            .collect();
        let mut args = ask.to_vec();
        args.extend(sets.iter().map(String::as_str));
        let (status, sheet, errors) = run(&args, "", &here);
        assert_eq!(status, 0, "{errors}");
        canonical(&sheet);
        // In a line of a batch.
        let object: Vec<String> = answers
            .iter()
            .map(|(q, a)| format!("\"{q}\":\"{a}\""))
            .collect();
        let line = format!("{{{}}}\n", object.join(","));
        let (status, advice, errors) = run(&["--lang", language, "batch"], &line, &here);
        assert_eq!(status, 0, "{errors}");
        assert!(advice.contains("\"peak_rate\":0.5"), "{advice}");
        assert!(advice.contains("\"explicit_states\":\"no\""), "{advice}");
    }
}

#[test]
fn f17_prompts_read_as_the_pipes_do() {
    let typed = ["sim", "s", "SIM", "yes", "não", ":revisar"];
    let screen = transcript(Session::new(portuguese()), &typed);
    let tree = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no";
    assert!(screen.contains(tree), "{screen}");
    for unknown in [
        "?",
        "não sei",
        "nao sei",
        "desconhecido",
        "unknown",
        "I don't know",
    ] {
        let screen = transcript(Session::new(portuguese()), &[unknown]);
        assert!(screen.contains("Anotado, state: não se sabe."), "{screen}");
        let screen = transcript(Session::new(english()), &[unknown]);
        assert!(screen.contains("Noted, state: not known."), "{screen}");
    }
}

/// Where the load is asked for in numbers.
const TO_THE_RATE: &str =
    "state=yes complex=yes supervision=yes request_response=yes explicit_states=no assess_load=yes";
#[test]
fn f25_piped_numbers_say_what_is_wrong_with_this_text() {
    let here = place("f25");
    for (language, given, why, hint) in [
        ("en", "1,5", "decimals stand after a point", "write `1.5`"),
        (
            "en",
            "1,048",
            "it can be read in two ways",
            "write `1.048` or `1048`",
        ),
        ("en", "0,5", "decimals stand after a point", "write `0.5`"),
        (
            "en",
            "10 00",
            "digits are grouped in threes",
            "write `1000`",
        ),
        (
            "en",
            "5s",
            "only the number is typed",
            "it is counted in requests/s",
        ),
        (
            "en",
            "300 requests",
            "only the number is typed",
            "it is counted in requests/s",
        ),
        (
            "en",
            "many",
            "it is not a number",
            "a number from 0.001 to 10000000 requests/s",
        ),
        (
            "en",
            "0",
            "it is out of range",
            "a number from 0.001 to 10000000 requests/s",
        ),
        (
            "pt-BR",
            "1.048",
            "pode ser lido de duas maneiras",
            "escreva `1,048` ou `1048`",
        ),
        (
            "pt-BR",
            "1,048.5",
            "as casas decimais vêm depois da vírgula",
            "escreva `1048,5`",
        ),
        (
            "pt-BR",
            "5s",
            "digita-se só o número",
            "conta-se em requisições/s",
        ),
        (
            "pt-BR",
            "muitas",
            "não é um número",
            "um número de 0,001 a 10000000 requisições/s",
        ),
    ] {
        let input = format!(
            "{}
peak_rate={given}
",
            TO_THE_RATE.replace(
                ' ', "
"
            )
        );
        let (status, _, errors) = run(&["--lang", language], &input, &here);
        assert_eq!(status, 3, "{language} {given}: {errors}");
        assert!(errors.contains(why), "{language} {given}: {errors}");
        assert!(errors.contains(hint), "{language} {given}: {errors}");
        assert!(
            errors.contains("standard input:7:11") || errors.contains("entrada padrão:7:11"),
            "{errors}"
        );
    }
}

#[test]
fn f25_numbers_are_read_in_groups_and_with_their_unit() {
    let here = place("f25-groups");
    for (language, given) in [
        ("en", "1 000"),
        ("en", "1_000"),
        ("en", "1000 requests/s"),
        ("en", "1,000.0"),
        ("en", "1e3"),
        ("pt-BR", "1 000"),
        ("pt-BR", "1.000,0"),
        ("pt-BR", "1000 requisições/s"),
    ] {
        let input = format!(
            "{}
peak_rate={given}
",
            TO_THE_RATE.replace(
                ' ', "
"
            )
        );
        let (status, sheet, errors) = run(&["--lang", language, "--format=yaml"], &input, &here);
        assert_eq!(status, 0, "{language} {given}: {errors}");
        assert!(sheet.contains("peak_rate: 1000\n"), "{sheet}");
    }
}

/// The wizard's screen after typing into the number of the small advisor.
fn water(advisor: &'static Advisor, typed: &str) -> String {
    let script = format!("13{typed}<ret>");
    Player::new(advisor, &mut Fake::default(), (95, 30))
        .press(&script)
        .text()
}

#[test]
fn f25_the_wizard_says_what_is_wrong_with_this_text() {
    for (typed, why) in [
        ("1,5", "Decimals stand after a point; write `1.5`."),
        ("1.5", "It is not a whole number."),
        (
            "5s",
            "Only the number is typed, without a unit; it is counted in ml.",
        ),
        (
            "10 00",
            "Digits are grouped in threes, or not at all; write `1000`.",
        ),
        ("9000", "It is out of range."),
        ("much", "It is not a number."),
    ] {
        let screen = water(tea(), typed);
        assert!(screen.contains(&format!("✗ {why}")), "{typed}\n{screen}");
    }
    for (typed, why) in [
        (
            "1.048",
            "Pode ser lido de duas maneiras; escreva `1,048` ou `1048`.",
        ),
        ("1,5", "Não é um número inteiro."),
        ("5s", "Digita-se só o número, sem unidade; conta-se em ml."),
    ] {
        let screen = water(tea_pt_br(), typed);
        assert!(screen.contains(&format!("✗ {why}")), "{typed}\n{screen}");
    }
    for typed in ["1 000", "1000 ml", "1_000"] {
        assert!(!water(tea(), typed).contains('✗'), "{typed}");
    }
}

#[test]
fn f25_prompts_say_what_is_wrong_with_this_text() {
    let session = complete(portuguese(), TO_THE_RATE);
    let screen = transcript(session, &[":ir peak_rate", "1.048", "5s", "0,5"]);
    for sentence in [
        "`1.048` não responde a `peak_rate`: pode ser lido de duas maneiras.",
        "Escreva `1,048` ou `1048`.",
        "Conta-se em requisições/s.",
        "Anotado, peak_rate: 0,5 requisições/s.",
    ] {
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(sentence), "{sentence}\n{screen}");
    }
}

/// An advisor whose own language is Portuguese, called `pt`, and that gives yes and no no label.
const PORTUGUESE: [(&str, &str); 2] = [
    (
        "advisor.yaml",
        "advisor: cafe\nversion: '1'\ntitle: Qual café fazer\ndescription: Um conselheiro pequeno.\nlanguage: pt\nsections: [grao]\n",
    ),
    (
        "grao.yaml",
        "section: grao\nkind: tree\ntitle: Grão\nstart: leite\nquestions:\n  - id: leite\n    kind: yes_no\n    ask: Com leite?\n    options:\n      - {id: yes, outcome: pingado}\n      - {id: no, outcome: coado}\noutcomes:\n  - {id: pingado, title: Pingado}\n  - {id: coado, title: Coado}\n",
    ),
];

fn cafe(name: &str) -> (PathBuf, &'static Advisor) {
    let here = place(name);
    for (file, text) in PORTUGUESE {
        fs::write(here.join(file), text).unwrap();
    }
    let advisor = check::load(&Directory(here.clone()), &|_| None, None)
        .unwrap_or_else(|faults| panic!("{faults}"));
    (here, Box::leak(Box::new(advisor)))
}

/// Words that nothing says in Portuguese.
#[track_caller]
fn no_english(text: &str) {
    let english = [
        "Usage",
        "Options",
        "possible answers",
        "unknown",
        "default",
        "error",
        "help:",
        "Answer",
        "question",
        "section",
        "yes",
        "answer",
        "choose",
        "finish",
        "back",
        "quit",
        "STOP",
        "Because",
        "Still",
        "Decided",
        "Noted",
        "not known",
        "Would",
        "Source",
        "Take care",
    ];
    // Flags have the same names in every language.
    let told: Vec<&str> = text
        .split_whitespace()
        .filter(|w| !w.starts_with("--"))
        .collect();
    let told = told.join(" ");
    for word in english {
        assert!(!told.contains(word), "{word} in\n{text}");
    }
}

#[test]
fn f27_an_advisor_in_portuguese_speaks_it_everywhere() {
    let (here, advisor) = cafe("f27");
    // On the screen.
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (100, 30));
    let screen = player.press("").text();
    assert!(
        screen.contains("Sim") && screen.contains("Não sei"),
        "{screen}"
    );
    assert!(screen.contains("pergunta 1 de 1"), "{screen}");
    no_english(&screen);
    let help = player.press("?").text();
    assert!(help.contains("Sobre esta pergunta"), "{help}");
    no_english(&help);
    // By prompts.
    let screen = transcript(Session::new(advisor), &["talvez", ":ajuda", "s"]);
    assert!(screen.contains("Decidido: Grão é Pingado."), "{screen}");
    no_english(screen.split("\n[finished").next().unwrap());
    // Results, sheets, records, refusals and reports.
    let advisor = here.display().to_string();
    let all = ["--advisor", &advisor];
    let answered = |more: &[&str], input: &str| run(&[&all[..], more].concat(), input, &here);
    for format in ["text", "markdown"] {
        let (status, advice, errors) = answered(&["--set", "leite=sim", "--format", format], "");
        assert_eq!(status, 0, "{errors}");
        assert!(advice.contains("Pingado"), "{advice}");
        no_english(&advice.replace("leite=yes", "").replace("review", ""));
    }
    let (status, _, errors) = answered(&["--set", "leite=talvez"], "");
    assert_eq!(status, 3);
    assert!(errors.contains("respostas possíveis: sim, não"), "{errors}");
    let (status, report, errors) = answered(&["check"], "");
    assert_eq!(status, 0, "{errors}");
    assert!(report.contains("1 pergunta, 2 resultados"), "{report}");
}

#[test]
fn f27_any_writing_of_a_tag_finds_its_texts() {
    let here = place("f27-tags");
    for tag in ["pt", "pt-BR", "pt_BR", "PT-br", "pt-PT"] {
        let (status, advice, errors) = run(&["--lang", tag, "--set", "state=n"], "", &here);
        assert_eq!(status, 0, "{tag}: {errors}");
        assert!(advice.contains("Em Rust"), "{tag}: {advice}");
    }
    for tag in ["en", "EN", "en-US", "en_GB"] {
        let (status, advice, errors) = run(&["--lang", tag, "--set", "state=n"], "", &here);
        assert_eq!(status, 0, "{tag}: {errors}");
        assert!(advice.contains("In Rust"), "{tag}: {advice}");
    }
    let (status, _, errors) = run(&["--lang", "de", "--set", "state=n"], "", &here);
    assert_eq!(status, 2);
    assert!(errors.contains("en, pt-BR"), "{errors}");
}

#[test]
fn f31_an_unfinished_record_bears_its_advisors_title() {
    let (_, advisor) = cafe("f31");
    let session = Session::new(advisor);
    let record = markdown::record(
        &Advice::of(&session),
        &session,
        markdown::Context::default(),
    );
    assert!(
        record.contains("\n# Qual café fazer (ainda não decidido)\n"),
        "{record}"
    );
    let session = Session::new(tea());
    let record = markdown::record(
        &Advice::of(&session),
        &session,
        markdown::Context::default(),
    );
    let title = "\n# Which tea to brew, how much of it, and in which pot (not decided yet)\n";
    assert!(record.contains(title), "{record}");
}

#[test]
fn f48_nothing_english_stands_around_portuguese_questions() {
    let words_of = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let here = place("f48");
    let said = |args: &[&str], input: &str| {
        let (_, output, errors) = run(&[&["--lang", "pt-BR"], args].concat(), input, &here);
        output + &errors
    };
    // Diagnostics keep their codes and the ids of options.
    let wrong = said(&[], "talvez\n");
    assert!(wrong.contains("erro[unknown-answer]"), "{wrong}");
    assert!(wrong.contains("respostas possíveis:"), "{wrong}");
    no_english(&wrong.replace("unknown-answer", ""));
    let missing = said(&[], "sim\n");
    assert!(missing.contains("não tem resposta"), "{missing}");
    no_english(&missing.replace("missing-answer", ""));
    // Prompts, their help and their commands.
    let screen = said(
        &["--plain"],
        "talvez\n:ajuda\n:nada\n:porquê\n:ir 9\nsim\n:revisar\n:sair\ns\n",
    );
    assert!(screen.contains(":voltar, :v"), "{screen}");
    no_english(&screen);
    // Also what is refused after the language was gone over to.
    fs::create_dir_all(here.join("there/something")).unwrap();
    let lines = "no\n:finish\n:lang pt\n:gravar there\n:gravar a--b\n:salvar there\n:arquivos\n:sair\nd\ns\n";
    let (_, output, errors) = run(&["--plain"], lines, &here);
    let screen = output + &errors;
    let (_, after) = screen.split_once("De agora em diante").unwrap();
    for told in ["não está vazio", "letras maiúsculas", "já existe"] {
        assert!(words_of(after).contains(told), "{told}\n{after}");
    }
    no_english(after);
    // The wizard.
    let mut host = Fake::default();
    let mut player = Player::new(tea_pt_br(), &mut host, (100, 40));
    for keys in ["", "?", "<esc>t", "<esc>13", "much<ret>", "<esc>q"] {
        no_english(&player.press(keys).text());
    }
    // Help, usage and reports.
    for page in [
        &["--help"][..],
        &["why", "-h"],
        &["--nada"],
        &["review"],
        &["check"],
    ] {
        let page = said(page, "").replace("printf 'yes\\nyes\\nyes\\nyes\\nno\\n'", "");
        // The names of commands are the same in every language.
        no_english(&page.replace("\n  questions ", ""));
    }
}

#[test]
fn f48_commands_of_both_languages_are_taken_in_both() {
    for lines in [
        ["sim", ":voltar", ":avançar", ":revisar", ":sair", "s"],
        ["yes", ":back", ":forward", ":review", ":quit", "y"],
        ["s", ":v", ":a", ":r", ":s", "sim"],
    ] {
        for advisor in [english(), portuguese()] {
            let screen = transcript(Session::new(advisor), &lines);
            assert!(screen.ends_with("[left]"), "{lines:?}\n{screen}");
            assert!(screen.contains("1. state: "), "{lines:?}\n{screen}");
        }
    }
}

#[test]
fn shown_numbers_are_the_languages_and_written_ones_are_the_programs() {
    let answers = format!("{TO_THE_RATE} peak_rate=0.5 service_time=12345.5");
    for (advisor, shown) in [(portuguese(), "12.345,5 ms"), (english(), "12,345.5 ms")] {
        let session = complete(advisor, &answers);
        let advice = Advice::of(&session);
        let text = otp_advisor::inside::render::text::text(&advice, &session, 400, false);
        assert!(text.contains(shown), "{text}");
        assert!(text.contains("service_time=12345.5"), "{text}");
        let sheet = otp_advisor::inside::render::yaml::sheet(&session);
        assert!(sheet.contains("service_time: 12345.5\n"), "{sheet}");
        let json = otp_advisor::inside::render::json::pretty(
            &otp_advisor::inside::render::json::advice(&advice, &session),
        );
        assert!(json.contains("\"service_time\": 12345.5"), "{json}");
    }
}
