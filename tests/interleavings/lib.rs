//! The modules of the runtime whose own locks decide something, as they are, with locks that shuttle
//! decides about: `orders.rs` runs them through the orders in which their threads may take turns.
//!
//! Not here are modules without a lock of their own. An agent is one task with a mailbox; instances have
//! the lock of their registry alone, and what they await is interleaved in their own tests.

#![forbid(unsafe_code)]

#[path = "../../assets/runtime/otp"]
pub mod otp {
    //! As in `assets/runtime/lib.rs`.

    pub mod cache;
    pub mod failure;
    pub mod registry;
    pub mod supervisor;
    pub mod topics;

    /// Any error: what a program that only reports it has to know.
    pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
}
