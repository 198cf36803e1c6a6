use crate::otp::gen_server::GenServer;
use std::{convert::Infallible, mem::take, time::Duration};
/// By `address.cast(Visit)`: nobody waits, and a full mailbox refuses it.
#[derive(Debug)]
pub struct Visit;
pub struct Visits(u64);
impl GenServer for Visits {
    type Args = ();
    type Msg = Visit;
    type Error = Infallible;
    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Visits(0))
    }
    fn handle(&mut self, _: Visit) -> Result<(), Infallible> {
        self.0 += 1;
        Ok(())
    }
    fn every(&self) -> Option<Duration> {
        Some(Duration::from_mins(1))
    }
    fn handle_tick(&mut self) -> Result<(), Infallible> {
        tracing::info!(visits = take(&mut self.0), "in a minute");
        Ok(())
    }
}
