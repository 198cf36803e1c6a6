//! What a user configured: values with the places where they are written.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::tui::{Own, ThemeName};
use crate::words::Language;

/// What is configured. Without a file it is the defaults.
#[derive(Debug, Default)]
pub(super) struct Config {
    pub(super) language: Option<Set<Language>>,
    pub(super) theme: Option<Set<ThemeName>>,
    pub(super) mouse: Option<Set<bool>>,
    pub(super) keys: Vec<Set<Own>>,
}

/// A value and where it is written.
#[derive(Debug)]
pub(super) struct Set<T> {
    pub(super) value: T,
    pub(super) at: Place,
}

impl Config {
    /// The user's rows of the key table.
    pub(super) fn own(&self) -> Arc<[Own]> {
        self.keys.iter().map(|set| set.value.clone()).collect()
    }
}
