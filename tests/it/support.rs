//! What several tests share.

pub(crate) mod advisors;
pub(crate) mod engine;
pub(crate) mod forms;
pub(crate) mod program;
pub(crate) mod reference;
pub(crate) mod svg;
pub(crate) mod tui;
