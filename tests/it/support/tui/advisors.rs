//! The advisors that the wizard is tested with: `tests/it/tea`, whose texts are fixed, and the shipped
//! one where it is the shipped one that is looked at.

use std::path::PathBuf;
use std::sync::OnceLock;

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Directory;
use otp_advisor::inside::model::Advisor;

/// The small advisor.
pub(crate) fn tea() -> &'static Advisor {
    static TEA: OnceLock<Advisor> = OnceLock::new();
    TEA.get_or_init(|| load("tests/it/tea", None))
}

pub(crate) fn tea_pt_br() -> &'static Advisor {
    static TEA: OnceLock<Advisor> = OnceLock::new();
    TEA.get_or_init(|| load("tests/it/tea", Some("pt-BR")))
}

/// The shipped one.
pub(crate) fn otp() -> &'static Advisor {
    static OTP: OnceLock<Advisor> = OnceLock::new();
    OTP.get_or_init(|| load("trees", None))
}

pub(crate) fn otp_pt_br() -> &'static Advisor {
    static OTP: OnceLock<Advisor> = OnceLock::new();
    OTP.get_or_init(|| load("trees", Some("pt-BR")))
}

fn load(directory: &str, language: Option<&str>) -> Advisor {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(directory);
    check::load(
        &Directory(directory),
        &|name| otp_advisor::inside::embedded::template(name).map(str::to_owned),
        language,
    )
    .unwrap_or_else(|faults| panic!("{faults}"))
}
