//! The connection of this node to the others: one client, what it hears, and whether it is connected.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use tokio::sync::{broadcast, watch};
use tracing::warn;

use super::{CONNECT_TIMEOUT, FIRST_PAUSE, LONGEST_PAUSE};
use crate::otp::BoxError;
use crate::otp::groups::Change;
use crate::otp::pauses::Pauses;

/// A connection on which nothing comes is asked whether it still is one, so often; after two such
/// questions without an answer it is lost.
const PING: Duration = Duration::from_secs(10);

/// What there is while there is a client.
pub(super) struct Link {
    pub(super) client: Client,
    /// What is told to all nodes, and what to this one.
    pub(super) all: Subscriber,
    pub(super) mine: Subscriber,
    pub(super) changes: broadcast::Receiver<Change>,
    /// Is there a connection at the moment? Told by the client, and looked at by us.
    connected: watch::Sender<bool>,
    pub(super) online: watch::Receiver<bool>,
}

impl Link {
    /// Connects once, and listens on the subject of all and on that of this node.
    pub(super) async fn new(
        server: &ServerAddr,
        [all, mine]: [String; 2],
        changes: broadcast::Receiver<Change>,
    ) -> Result<Self, BoxError> {
        let (connected, online) = watch::channel(false);
        let told = connected.clone();
        let client = ConnectOptions::new()
            .no_echo()
            .connection_timeout(CONNECT_TIMEOUT)
            .ping_interval(PING)
            // When the connection is lost later, `async-nats` restores it.
            .reconnect_delay_callback(|attempts| {
                let doubled = u32::try_from(attempts).map_or(u32::MAX, |n| 1 << n.min(16));
                Pauses::new((FIRST_PAUSE / 2).saturating_mul(doubled), LONGEST_PAUSE).grow()
            })
            .event_callback(move |event| {
                match event {
                    Event::Connected => know(&told, true),
                    Event::Disconnected | Event::Closed => know(&told, false),
                    // What a slow consumer loses is noticed by the count of changes.
                    other => warn!(%other, "the connection to the other nodes"),
                }
                std::future::ready(())
            })
            .connect(server)
            .await?;
        let link = Self {
            all: client.subscribe(all).await?,
            mine: client.subscribe(mine).await?,
            client,
            changes,
            connected,
            online,
        };
        link.look();
        Ok(link)
    }

    /// The client's word of its connection can be lost: it waits in a bounded queue.
    pub(super) fn look(&self) {
        let connected = self.client.connection_state() == State::Connected;
        know(&self.connected, connected);
    }
}

/// Notes whether there is a connection; only a change is told.
fn know(connected: &watch::Sender<bool>, now: bool) {
    connected.send_if_modified(|known| std::mem::replace(known, now) != now);
}
