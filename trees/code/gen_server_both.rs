use crate::otp::gen_server::GenServer;
use std::{convert::Infallible, mem::take};
#[derive(Debug)]
pub enum Msg {
    /// By `address.cast(Msg::Count)`: nobody waits.
    Count,
    /// By `address.call(time, Msg::Collect)`: how many since the last time.
    Collect(tokio::sync::oneshot::Sender<u64>),
}
pub struct Visits(u64);
impl GenServer for Visits {
    type Args = ();
    type Msg = Msg;
    type Error = Infallible;
    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Visits(0))
    }
    fn handle(&mut self, msg: Msg) -> Result<(), Infallible> {
        match msg {
            Msg::Count => self.0 += 1,
            Msg::Collect(reply) => _ = reply.send(take(&mut self.0)),
        }
        Ok(())
    }
}
