//! How a pipeline waits for its broker, and nothing else: it needs no broker, clock or task, so that it can
//! be shown without any. That a message which failed is never tried again in here is the rest of it.

use std::time::Duration;

/// The pauses while there is no broker, from the first to the longest.
pub const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest of them.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);
