use std::{collections::HashMap, convert::Infallible};

use crate::otp::gen_server::GenServer;
use crate::otp::mailbox::{Address, CastError};

#[derive(Default)]
pub struct Visits(HashMap<String, u64>);

impl GenServer for Visits {
    type Args = ();
    type Msg = String;
    type Error = Infallible;
    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Visits::default())
    }
    fn handle(&mut self, page: String) -> Result<(), Infallible> {
        *self.0.entry(page).or_default() += 1;
        Ok(())
    }
}

/// It does not wait. A full mailbox says so, and what is told is lost then.
pub fn count(to: &Address<String>, page: &str) -> Result<(), CastError> {
    to.cast(page.to_owned())
}
