use crate::otp::gen_server::GenServer;
use papaya::HashMap;
use std::{convert::Infallible, sync::Arc};

/// It outlives a crash of the server, which alone writes to it.
pub type Table = Arc<HashMap<String, u64>>;

/// Reads go past the mailbox, in the task of whoever asks.
pub fn get(table: &Table, page: &str) -> u64 {
    table.pin().get(page).copied().unwrap_or(0)
}

pub struct Visits(Table);
impl GenServer for Visits {
    type Args = Table;
    type Msg = String;
    type Error = Infallible;
    fn init(table: Table) -> Result<Self, Infallible> {
        Ok(Visits(table))
    }
    fn handle(&mut self, page: String) -> Result<(), Infallible> {
        self.0.pin().update_or_insert(page, |n| n + 1, 1);
        Ok(())
    }
}
