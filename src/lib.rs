//! otp-advisor.
pub mod advice;
pub mod diagnostic;
pub mod interview;
pub mod knowledge;
pub mod plain;
pub mod render;
pub mod session;
pub mod words;
