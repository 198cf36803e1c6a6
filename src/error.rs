//! Everything that ends a run early, and the exit status of each.

use std::io;

use thiserror::Error;

use crate::diagnostic::kind::Reading;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Why a run ended without its result.
#[derive(Debug, Error)]
pub enum Error {
    /// Flags that do not fit, or a refused name.
    #[error("{0}")]
    Usage(Diagnostics),
    /// Answers missing, wrong, undecided or unreadable.
    #[error("{0}")]
    Answers(Diagnostics),
    /// The advisor is missing or invalid.
    #[error("{0}")]
    Advisor(Diagnostics),
    /// The target cannot be written.
    #[error("{0}")]
    Target(Diagnostics),
    /// The user gave up.
    #[error("cancelled")]
    Cancelled,
    /// A process signal ended the wizard; the number of the signal.
    #[error("ended by signal {0}")]
    Signal(u8),
    /// A result could not be written to standard output.
    #[error("{0}")]
    Output(#[from] io::Error),
}

/// What a finished run says to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Advice given, or everything clean.
    Clean,
    /// `check` or `review` found something.
    Findings,
}

impl Error {
    /// The process's exit status.
    pub fn status(&self) -> u8 {
        match self {
            // The reader closed the pipe: it has what it wanted.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Output(_) | Self::Target(_) => 5,
            Self::Usage(_) => 2,
            Self::Answers(_) => 3,
            Self::Advisor(_) => 4,
            Self::Cancelled => 130,
            Self::Signal(signal) => 128_u8.saturating_add(*signal),
        }
    }

    /// What is told of it; nothing where the user knows.
    pub fn faults(&self) -> Option<Diagnostics> {
        match self {
            Self::Usage(faults)
            | Self::Answers(faults)
            | Self::Advisor(faults)
            | Self::Target(faults) => Some(faults.clone()),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => None,
            Self::Output(error) => {
                let why = error.to_string();
                Some(Diagnostic::new(Reading::Output { why }).into())
            }
            Self::Cancelled | Self::Signal(_) => None,
        }
    }

    pub(crate) fn usage(fault: Diagnostic) -> Self {
        Self::Usage(fault.into())
    }

    pub(crate) fn answers(fault: Diagnostic) -> Self {
        Self::Answers(fault.into())
    }

    pub(crate) fn target(fault: Diagnostic) -> Self {
        Self::Target(fault.into())
    }
}
