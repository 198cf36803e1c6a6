//! Sessions over the OTP advisor of this repository, for the tests of what is made of them.

use std::path::PathBuf;
use std::sync::OnceLock;

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Directory;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::model::answer::{AS_WRITTEN, parse_answer};
use otp_advisor::inside::session::{Origin, Session};

/// The advisor in English.
pub(crate) fn english() -> &'static Advisor {
    static ADVISOR: OnceLock<Advisor> = OnceLock::new();
    ADVISOR.get_or_init(|| load(None))
}

/// The advisor in Brazilian Portuguese.
pub(crate) fn portuguese() -> &'static Advisor {
    static ADVISOR: OnceLock<Advisor> = OnceLock::new();
    ADVISOR.get_or_init(|| load(Some("pt-BR")))
}

fn load(language: Option<&str>) -> Advisor {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("trees");
    let mut advisor = check::load(
        &Directory(directory),
        &|name| otp_advisor::inside::embedded::template(name).map(str::to_owned),
        language,
    )
    .unwrap_or_else(|faults| panic!("{faults}"));
    // It changes with every word of the trees, and no form depends on which it is.
    advisor.fingerprint = "sha256:0123456789abcdef".into();
    advisor
}

/// A session with `question=answer` pairs, separated by spaces.
pub(crate) fn partial<'a>(advisor: &'a Advisor, answers: &str) -> Session<'a> {
    let mut session = Session::new(advisor);
    for pair in answers.split_whitespace() {
        let (question, answer) = pair.split_once('=').unwrap();
        let question = advisor
            .find_question(question)
            .unwrap_or_else(|| panic!("no question {question}"));
        let answer = parse_answer(advisor.question(question), answer, AS_WRITTEN).unwrap();
        session.set(question, answer, Origin::Given);
    }
    session
}

/// The same with defaults for the rest.
pub(crate) fn complete<'a>(advisor: &'a Advisor, answers: &str) -> Session<'a> {
    let mut session = partial(advisor, answers);
    session.finish_with_defaults().unwrap();
    session
}
