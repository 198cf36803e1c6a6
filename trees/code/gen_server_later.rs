use crate::otp::{BoxError, gen_server::GenServer};
use tokio::{sync::oneshot::Sender, task::JoinSet};

/// The tasks belong to the server: they end with it.
pub struct Prices(JoinSet<()>);
impl GenServer for Prices {
    type Args = ();
    type Msg = (String, Sender<usize>);
    type Error = BoxError;
    fn init((): ()) -> Result<Self, BoxError> {
        Ok(Prices(JoinSet::new()))
    }
    /// The answer follows; the next message is taken meanwhile.
    fn handle(&mut self, (item, reply): Self::Msg) -> Result<(), BoxError> {
        let answer = async move { _ = reply.send(ask(item).await) };
        self.0.spawn(answer);
        Ok(())
    }
    fn later(&mut self) -> Option<&mut JoinSet<()>> {
        Some(&mut self.0)
    }
}
async fn ask(item: String) -> usize {
    item.len()
}
