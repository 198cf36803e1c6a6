//! otp-advisor.
pub mod advice;
pub mod answers;
pub mod diagnostic;
pub mod embedded;
pub mod emit;
pub mod error;
pub mod interview;
pub mod knowledge;
pub mod session;
