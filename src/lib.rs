//! otp-advisor.
pub mod advice;
pub mod diagnostic;
pub mod interview;
pub mod knowledge;
pub mod session;
pub mod tui;
