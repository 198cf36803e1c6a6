//! What commands report in a line: `check`, `review`, `graph`, and what was written.

/// Lines of reports.
pub struct Reports {
    pub check: Check,
    pub review: Review,
    pub graph: Graph,
    /// How many files were written, and where.
    pub written: fn(usize, &str) -> String,
    /// A command to go on with.
    pub try_now: fn(&str) -> String,
}

/// What `check` counts.
pub struct Counts {
    pub sections: usize,
    pub questions: usize,
    pub outcomes: usize,
    pub rules: usize,
    pub scenarios: usize,
    /// Of them.
    pub as_expected: usize,
}

/// What `check` says.
pub struct Check {
    /// Counts, and the languages in a row.
    pub summary: fn(&Counts, &str) -> String,
    /// A scenario and what is wrong with it.
    pub scenario: fn(&str, &str) -> String,
    pub no_default: fn(&str) -> String,
    pub undecided: &'static str,
    /// Section, what it came to, what was expected.
    pub other_outcome: fn(&str, &str, &str) -> String,
    pub never_asked: fn(&str) -> String,
    pub flag_missing: fn(&str) -> String,
    pub flag_raised: fn(&str) -> String,
    pub caution_missing: fn(&str) -> String,
    /// How many scenarios, this one included, were left out.
    pub not_rendered: fn(usize) -> String,
}

/// What `review` says.
pub struct Review {
    pub as_recorded: &'static str,
    /// Section, the outcome recorded and that of now.
    pub changed: fn(&str, &str, &str) -> String,
    pub gone: fn(&str, &str) -> String,
    /// Section and the outcome of now.
    pub new: fn(&str, &str) -> String,
    pub nothing_recorded: &'static str,
    /// The version that a sheet was made with, and that of now.
    pub other_version: fn(&str, &str) -> String,
    pub other_fingerprint: &'static str,
    pub note: fn(&str) -> String,
    pub flag: fn(&str, &str) -> String,
}

/// Words on edges.
pub struct Graph {
    pub otherwise: &'static str,
    pub case: fn(usize) -> String,
}
