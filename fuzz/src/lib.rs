//! What the targets share: a small advisor with a file of every kind, and what must hold of whatever is
//! told.
//!
//! A panic is what the fuzzer looks for by itself, and a run that takes too long (`-timeout`) or too
//! much memory (`-malloc_limit_mb`).

use std::collections::BTreeMap;
use std::sync::Arc;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::answers::{Answers, Entry, complete, unused};
use otp_advisor::inside::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
use otp_advisor::inside::emit::{self, Brief, File, Template, Templates};
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::render::{json, markdown, text, yaml};
use otp_advisor::inside::session::{Origin, Session};
use otp_advisor::inside::text::is_unsafe;
use otp_advisor::inside::words::Language;

/// The template of the small advisor.
pub const TEMPLATE: &str = "templates/out.j2";

/// The files of the small advisor, which is the one that the wizard is tested with and more.
pub const FILES: &[(&str, &str)] = &[
    ("advisor.yaml", include_str!("../base/advisor.yaml")),
    ("leaf.yaml", include_str!("../../tests/it/tea/leaf.yaml")),
    ("brew.yaml", include_str!("../../tests/it/tea/brew.yaml")),
    (
        "extras.yaml",
        include_str!("../../tests/it/tea/extras.yaml"),
    ),
    ("flags.yaml", include_str!("../../tests/it/tea/flags.yaml")),
    ("conditions.yaml", include_str!("../base/conditions.yaml")),
    ("tests.yaml", include_str!("../base/tests.yaml")),
    ("emit.yaml", include_str!("../base/emit.yaml")),
    (TEMPLATE, include_str!("../base/out.j2")),
    (
        "lang/pt-BR.yaml",
        concat!(
            include_str!("../../tests/it/tea/lang/pt-BR.yaml"),
            include_str!("../base/pt-BR.yaml")
        ),
    ),
];

/// What is made up is one file among good ones: were the others at fault, nothing would be reached.
///
/// # Panics
/// When they are.
pub fn sound() {
    let files = files("advisor.yaml", FILES[0].1);
    for language in [None, Some("pt-BR")] {
        let advisor = load(&files, language).expect("the small advisor is valid");
        assert!(emit(&answered(&advisor), &files).iter().all(Result::is_ok));
    }
}

/// The small advisor with one of its files replaced.
pub fn files(path: &str, text: &str) -> BTreeMap<String, String> {
    let files = FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let mut files: BTreeMap<String, String> = files.collect();
    files.insert(path.to_owned(), text.to_owned());
    files
}

/// Loads it, as it says and in its other language; the faults must point into its files.
pub fn load(files: &BTreeMap<String, String>, language: Option<&str>) -> Option<Advisor> {
    match check::load(&Memory(files.clone()), &|_| None, language) {
        Ok(advisor) => Some(advisor),
        Err(faults) => {
            told(&faults);
            assert!(!faults.is_empty());
            for place in faults.iter().filter_map(|fault| fault.place.as_ref()) {
                let found = files.get(&place.source.name);
                let found = found.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
                assert_eq!(found, Some(&*place.source.text), "{place}");
                inside(place);
            }
            None
        }
    }
}

/// An interview to its end: defaults where there are some, else the first option.
pub fn answered(advisor: &Advisor) -> Session<'_> {
    let mut session = Session::new(advisor);
    for _ in 0..100 {
        let Err(question) = session.finish_with_defaults() else {
            break;
        };
        let options = !advisor.question(question).options().is_empty();
        let answer = if options {
            Answer::Option(0)
        } else {
            Answer::Unknown
        };
        session.set(question, answer, Origin::Given);
    }
    session
}

/// Everything that is made of an interview that took its defaults.
pub fn advise(session: &Session<'_>) {
    let advice = Advice::of(session);
    clean(&text::text(&advice, session, 80, false));
    clean(&json::line(&json::advice(&advice, session)));
    clean(&yaml::sheet(session));
    let _ = markdown::record(&advice, session, markdown::Context::default());
}

/// Renders every target of an advisor for this session, with the templates of these files.
pub fn emit(
    session: &Session<'_>,
    files: &BTreeMap<String, String>,
) -> Vec<Result<Vec<File>, Diagnostic>> {
    let files = files.clone();
    let templates: Templates = Arc::new(move |name| {
        let text = files.get(&format!("templates/{name}"));
        text.cloned().map(Template::Foreign)
    });
    let rendered = session.advisor().targets.iter().map(|target| {
        let brief = Brief {
            name: "app",
            target,
            with: &[],
            record: "record",
            sheet: "sheet",
        };
        emit::project(session, brief, &templates)
    });
    rendered.collect()
}

/// Takes answers from their entries to the advice, which is given in every form; answers that do not
/// count are faults.
///
/// # Errors
/// What is wrong with them.
pub fn advised(
    advisor: &Advisor,
    entries: Vec<Entry>,
    source: &Arc<SourceText>,
) -> Result<(), Diagnostics> {
    let mut session = Session::new(advisor);
    let mut answers = Answers::default();
    answers.add(entries);
    let applied = answers.apply(&mut session)?;
    complete(&mut session, &applied, Some(&source.end()))?;
    advise(&session);
    let unused = unused(&session, &applied);
    if unused.is_empty() {
        Ok(())
    } else {
        Err(unused)
    }
}

/// Faults can be told in every language, with colours and without, and are clean.
pub fn told(faults: &Diagnostics) {
    for language in [Language::En, Language::PtBr] {
        clean(&faults.render(language, false));
        let _ = faults.render(language, true);
        clean(&json::line(&json::faults(faults, language)));
    }
}

/// Faults that are about a text say where in it.
pub fn placed(faults: &Diagnostics, text: &str) {
    told(faults);
    for fault in faults.iter() {
        // What is undecided is about no answer in particular.
        if fault.code().as_str() == "undecided" {
            continue;
        }
        let place = fault.place.as_ref();
        let place = place.unwrap_or_else(|| panic!("no place: {fault}"));
        assert_eq!(place.source.text, text, "{fault}");
        inside(place);
    }
}

fn inside(place: &Place) {
    let text = &place.source.text;
    assert!(text.get(place.span.clone()).is_some(), "{place}");
    let (line, column) = place.line_column();
    assert!(line >= 1 && column >= 1, "{place}");
}

/// Nothing that a terminal would act on.
#[track_caller]
pub fn clean(text: &str) {
    if let Some(found) = text.chars().find(|c| is_unsafe(*c)) {
        panic!("{found:?} in {text:?}");
    }
}
