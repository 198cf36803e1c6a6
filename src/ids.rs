//! Places in an advisor's lists, as types of their own.
//!
//! The loader resolves every id to such a place; the human ids stay beside the things themselves.

use serde::Serialize;

/// The most questions, outcomes and quantities of one section; the loader refuses more.
pub const MAX_PER_SECTION: usize = 256;

/// The most sections of an advisor: with that, every place fits its index.
pub(crate) const MAX_SECTIONS: usize = 255;

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// The place `index` of the advisor's list.
            pub(crate) fn new(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }

            /// The place in the advisor's list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index!(
    /// A question, as its place in `Advisor::questions`.
    QuestionIx
);
index!(
    /// A section, as its place in `Advisor::sections`.
    SectionIx
);
index!(
    /// An outcome, as its place in `Advisor::outcomes`.
    OutcomeIx
);
index!(
    /// A computed quantity, as its place in `Advisor::quantities`.
    QuantityIx
);
