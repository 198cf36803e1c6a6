//! otp-advisor.
