//! What can be chosen on the result.

use crate::ids::SectionIx;

/// Something on the advice's page that Enter does something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A red flag, by its place in the advice.
    Flag(usize),
    /// A decision, in the table.
    Decision(SectionIx),
    /// The default that matters most.
    Telling,
    /// A tipping point of a decision.
    Tip(SectionIx, usize),
}

/// An entry and its lines on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) entry: Entry,
    pub(crate) first: usize,
    /// Behind the last.
    pub(crate) end: usize,
}
