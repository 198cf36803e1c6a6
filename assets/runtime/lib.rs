//! The runtime of emitted projects: what is the same in all of them, compiled, linted and tested here as
//! the Rust that it is. A project gets the modules its design needs, as `src/otp/`.
//!
//! A line that begins with `//%` is for the emission alone: it says which lines a design leaves out, and
//! what is not for a project at all (`//% if false`), such as the features of this crate.

#![forbid(unsafe_code)]

pub mod otp {
    //! As the generated `src/otp.rs` of a project, with everything in it.

    pub mod agent;
    pub mod cache;
    #[cfg(any(feature = "postgresql", feature = "sqlite"))]
    pub mod canonical;
    pub mod failure;
    #[cfg(any(feature = "redb", feature = "sqlite"))]
    pub mod file;
    pub mod gen_server;
    pub mod gen_statem;
    #[cfg(feature = "nats")]
    pub mod groups;
    pub mod instances;
    #[cfg(feature = "sqlite")]
    pub mod jobs;
    pub mod linked;
    pub mod mailbox;
    pub mod pauses;
    pub mod periodic;
    #[cfg(feature = "postgresql")]
    pub mod pg_jobs;
    pub mod pipeline;
    pub mod program;
    pub mod read_agent;
    pub mod registry;
    #[cfg(feature = "redb")]
    pub mod store;
    pub mod supervisor;
    pub mod table;
    pub mod task_supervisor;
    pub mod topics;

    #[cfg(test)]
    #[cfg(any(
        feature = "kafka",
        feature = "nats",
        feature = "rabbitmq",
        feature = "sqs"
    ))]
    #[allow(dead_code, reason = "not every adapter's tests need it")]
    mod mute;
    #[cfg(test)]
    mod polls;

    /// Any error: what a program that only reports it has to know.
    pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
}
