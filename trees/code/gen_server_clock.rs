use crate::otp::gen_server::GenServer;
use std::{convert::Infallible, time::Duration};

pub struct Quota(u32);
impl GenServer for Quota {
    type Args = ();
    type Msg = tokio::sync::oneshot::Sender<bool>;
    type Error = Infallible;
    fn init((): ()) -> Result<Self, Infallible> {
        Ok(Quota(100))
    }
    fn handle(&mut self, reply: Self::Msg) -> Result<(), Infallible> {
        let _ = reply.send(self.0 > 0);
        self.0 = self.0.saturating_sub(1);
        Ok(())
    }
    fn every(&self) -> Option<Duration> {
        Some(Duration::from_mins(1))
    }
    /// One message among the others: never beside a call.
    fn handle_tick(&mut self) -> Result<(), Infallible> {
        self.0 = 100;
        Ok(())
    }
}
