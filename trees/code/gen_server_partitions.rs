use crate::otp::gen_server::{GenServer, Server};
use crate::otp::mailbox::Address;
use crate::otp::supervisor::partition::PartitionSupervisor;
use crate::otp::supervisor::{ChildSpec, Options};

type Stocks<M> = PartitionSupervisor<Address<M>>;

/// For the tree: eight servers, each with the items whose keys are its own.
pub fn stocks<S: GenServer<Args = ()>>(
    limit: Options,
) -> (Stocks<S::Msg>, ChildSpec) {
    PartitionSupervisor::child("stocks", limit, 8, |_| {
        let (address, server) = Server::<S>::new(());
        (address, server.child("stock"))
    })
}

/// An item is always with the same of them, which alone knows how many.
/// Of all items at once nobody knows: ask each, `stocks.iter()`.
pub fn server<'a, M>(stocks: &'a Stocks<M>, item: &str) -> &'a Address<M> {
    stocks.route(item)
}
