//! What a project is made from besides the session.

use crate::model::Target;

/// What a project is made from besides the session.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// The package's name, checked by [`check_name`](super::check_name).
    pub name: &'a str,
    pub target: &'a Target,
    /// What is asked for besides: the files with these names under `with`.
    pub with: &'a [&'a str],
    /// The decision record.
    pub record: &'a str,
    /// The answer sheet.
    pub sheet: &'a str,
}

impl Brief<'_> {
    /// Whether this was asked for, if it has to be.
    pub(super) fn asks_for(&self, with: Option<&str>) -> bool {
        with.is_none_or(|name| self.with.contains(&name))
    }

    /// The package's name as Rust code writes it.
    pub(super) fn crate_name(&self) -> String {
        self.name.replace('-', "_").to_lowercase()
    }

    /// A path of the target with `{name}` and `{crate}` replaced.
    pub(super) fn path(&self, path: &str) -> String {
        path.replace("{name}", self.name)
            .replace("{crate}", &self.crate_name())
    }
}
