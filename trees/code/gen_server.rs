use crate::otp::gen_server::GenServer;
use std::convert::Infallible;
use tokio::sync::oneshot::Sender;

/// So many, and where the answer goes: what is left, if there was enough.
/// `address.call(time, |reply| Take(n, reply))` asks, and waits so long.
#[derive(Debug)]
pub struct Take(pub u64, pub Sender<Option<u64>>);
pub struct Stock(u64);

impl GenServer for Stock {
    type Args = u64;
    type Msg = Take;
    type Error = Infallible;
    fn init(left: u64) -> Result<Self, Infallible> {
        Ok(Stock(left))
    }
    fn handle(&mut self, Take(n, reply): Take) -> Result<(), Infallible> {
        let left = self.0.checked_sub(n);
        self.0 = left.unwrap_or(self.0);
        // Whoever asked may have given up.
        let _ = reply.send(left);
        Ok(())
    }
}
