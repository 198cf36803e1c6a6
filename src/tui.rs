//! Stub.
pub enum Error { Io(std::io::Error), Signal(u8) }
pub fn size() -> Option<(u16, u16)> { None }
