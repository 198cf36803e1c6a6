//! Groups that span several nodes, over NATS, where `:pg` uses Erlang's distribution.
//!
//! Each node tells the others how many members its groups have, on a subject of the scope:
//! everything when it starts and whenever it is connected again, then each change. The others answer
//! a newcomer at once. A node that ends says so; one that is silent for [`Timing::silence`] is dropped
//! with all its members, and is asked again if it was only out of reach. So the views agree in the
//! end, as in `:pg`, and messages may be lost on the way, as between Erlang nodes that part.
//!
//! What differs: there are no handles of other nodes' members, only their number; a message to them
//! is serialised, and every member of the group gets it. Who may publish on the scope's subjects is
//! believed, as with Erlang's cookie: give the scope an account of its own in NATS. A report has to
//! fit into one message (1 MiB, unless the server says otherwise).
//!
//! A server that cannot be reached, or accepts and says nothing, is called again with growing pauses, for
//! as long as it takes. It is not left to the supervisor: a node out of reach is no fault of this
//! program, goes on alone, and must not use up the restarts of its siblings.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::{Client, Message, PublishError, ServerAddr};
use futures_util::{FutureExt, StreamExt};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{self, Instant, MissedTickBehavior};
use tracing::{error, info, warn};

use link::Link;

use super::peers::{Answer, News, NodeId, Peers, Report};
use super::{Change, Groups};
use crate::otp::BoxError;
use crate::otp::failure::of_error;
use crate::otp::pauses::Pauses;
use crate::otp::supervisor::{ChildContext, ChildResult, ChildSpec};

mod link;
//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// How long one message may take into the client's buffer.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(5);

/// How long connecting may take, until the server has answered.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Between attempts to connect.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Letters to this node that are read before one to all, at most.
const AHEAD: usize = 1_024;

/// How long the farewell may take to the server.
const FAREWELL: Duration = Duration::from_secs(1);

/// When nodes speak, and when one is given up. The same on all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// A node that has nothing to say says that, so often.
    pub heartbeat: Duration,
    /// A node silent for so long is lost (Erlang's `net_ticktime`: 60 s). Several heartbeats, or one
    /// that is late looks like a dead node.
    pub silence: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            heartbeat: Duration::from_secs(5),
            silence: Duration::from_secs(20),
        }
    }
}

/// Why a message did not go to the other nodes. Members on this one have it in any case.
#[derive(Debug, Error)]
pub enum SendError {
    /// There is no connection, though other nodes had members a moment ago.
    #[error("not connected to the other nodes")]
    Offline,
    /// The message cannot be written as JSON.
    #[error(transparent)]
    Encode(#[from] serde_json::Error),
    /// It is too large for the server, or the connection has ended.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The client's buffer stayed full: the server does not keep up.
    #[error("not sent within {SEND_TIMEOUT:?}")]
    Timeout,
}

/// Whom a message went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Members on this node; they have it.
    pub here: usize,
    /// Other nodes with members; it is on its way, and nobody will say whether it arrived.
    pub nodes: usize,
}

/// What travels between nodes.
#[derive(Debug, Serialize, Deserialize)]
struct Letter<M> {
    from: NodeId,
    says: Says<M>,
}

#[derive(Debug, Serialize, Deserialize)]
enum Says<M> {
    News(News),
    /// Tell me of your members.
    Ask,
    /// Give this to the members of the group.
    Message {
        group: String,
        message: M,
    },
}

/// A scope on several nodes: the groups of this one, and what is known of the others.
///
/// `H` is the handle of a member, `M` what can be sent to members, here and elsewhere.
pub struct Cluster<H, M> {
    groups: Groups<H>,
    shared: Arc<Shared<H, M>>,
}

/// What gives a message to a member.
type Deliver<H, M> = dyn Fn(&H, &M) + Send + Sync;

struct Shared<H, M> {
    scope: String,
    node: NodeId,
    timing: Timing,
    deliver: Box<Deliver<H, M>>,
    peers: watch::Sender<Peers>,
    /// The connection, while there is one.
    link: watch::Sender<Option<Client>>,
    /// Counts on when the child is restarted, for it remains the same node.
    version: AtomicU64,
}

/// The client has ended for good.
#[derive(Debug, Error)]
#[error("the connection to the other nodes has ended")]
struct Ended;

impl<H, M> Clone for Cluster<H, M> {
    fn clone(&self) -> Self {
        Cluster {
            groups: self.groups.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<H, M> fmt::Debug for Cluster<H, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("scope", &self.shared.scope)
            .field("node", &self.shared.node)
            .finish_non_exhaustive()
    }
}

impl<H, M> Cluster<H, M>
where
    H: Clone + Send + Sync + 'static,
    M: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// The scope of that name (letters, digits, `-`, `_`). `deliver` gives a message to one member: a
    /// cast, for it must not wait. It runs in the sender's task, or for other nodes in the child.
    pub fn new(
        groups: &Groups<H>,
        scope: &str,
        deliver: impl Fn(&H, &M) + Send + Sync + 'static,
    ) -> Self {
        Cluster::with_timing(groups, scope, Timing::default(), deliver)
    }

    /// The same with another [`Timing`], of milliseconds at least.
    pub fn with_timing(
        groups: &Groups<H>,
        scope: &str,
        timing: Timing,
        deliver: impl Fn(&H, &M) + Send + Sync + 'static,
    ) -> Self {
        let shared = Shared {
            scope: scope.to_owned(),
            node: NodeId::random(),
            timing: Timing {
                heartbeat: timing.heartbeat.max(Duration::from_millis(1)),
                ..timing
            },
            deliver: Box::new(deliver),
            peers: watch::Sender::default(),
            link: watch::Sender::default(),
            version: AtomicU64::default(),
        };
        Cluster {
            groups: groups.clone(),
            shared: Arc::new(shared),
        }
    }

    /// This node.
    pub fn node(&self) -> NodeId {
        self.shared.node
    }

    /// The other nodes and their members: the newest view, and word of each change of it.
    pub fn peers(&self) -> watch::Receiver<Peers> {
        self.shared.peers.subscribe()
    }

    /// How many members a group has on all nodes, as far as this one knows.
    pub fn count(&self, group: &str) -> usize {
        let others = self.shared.peers.borrow().count(group);
        self.groups.count(group).saturating_add(others)
    }

    /// Sends to every member of the group: those here have it on return, the others get it from
    /// their node. (`:pg` gives the members; sending is the caller's.)
    pub async fn send(&self, group: &str, message: &M) -> Result<Sent, SendError> {
        let here = self.deliver(group, message);
        let nodes: Vec<_> = self.shared.peers.borrow().members(group).collect();
        if nodes.is_empty() {
            return Ok(Sent { here, nodes: 0 });
        }
        let client = self.shared.link.borrow().clone();
        let client = client.ok_or(SendError::Offline)?;
        for (node, _) in &nodes {
            let group = group.to_owned();
            self.tell(&client, Some(*node), Says::Message { group, message })
                .await?;
        }
        let nodes = nodes.len();
        Ok(Sent { here, nodes })
    }

    /// The child spec: keeps this node connected to the others. Before the members, so that it stops
    /// after them; they may join before it runs.
    pub fn child(&self, id: &str, url: &str) -> ChildSpec {
        let (cluster, url) = (self.clone(), url.to_owned());
        let run = move |ctx| {
            let (cluster, url) = (cluster.clone(), url.clone());
            async move { cluster.run(&url, ctx).await }
        };
        ChildSpec::new(id, run)
    }

    async fn run(&self, url: &str, ctx: ChildContext) -> ChildResult {
        let server: ServerAddr = url.parse()?;
        // A node without the others is still a node.
        ctx.ready();
        let mut pauses = Pauses::new(FIRST_PAUSE, LONGEST_PAUSE);
        loop {
            let linked = tokio::select! {
                biased;
                () = ctx.shutdown().cancelled() => return Ok(()),
                linked = time::timeout(CONNECT_TIMEOUT, self.link(&server)) => linked,
            };
            let reason: BoxError = match linked {
                Ok(Ok(mut link)) => {
                    pauses.reset();
                    let ended = tokio::select! {
                        () = ctx.shutdown().cancelled() => Ok(()),
                        ended = self.serve(&mut link) => ended,
                    };
                    self.part(&link).await;
                    match ended {
                        Ok(()) => return Ok(()),
                        Err(reason) => reason,
                    }
                }
                Ok(Err(reason)) => reason,
                Err(late) => late.into(),
            };
            let pause = pauses.grow();
            warn!(%reason, ?pause, "not connected to the other nodes; trying again");
            tokio::select! {
                biased;
                () = ctx.shutdown().cancelled() => return Ok(()),
                () = time::sleep(pause) => {}
            }
        }
    }

    /// Says goodbye, if anybody can hear it.
    async fn part(&self, link: &Link) {
        self.shared.link.send_replace(None);
        link.look();
        if !*link.online.borrow() {
            return;
        }
        let farewell = async {
            self.announce(link, News::Leaving).await;
            link.client.flush().await
        };
        if !matches!(time::timeout(FAREWELL, farewell).await, Ok(Ok(()))) {
            warn!("the other nodes will notice by the silence");
        }
    }

    async fn link(&self, server: &ServerAddr) -> Result<Link, BoxError> {
        // Before the first report: a member that joins meanwhile is told of twice, and not missed.
        let changes = self.groups.changes();
        let subjects = [self.subject(None), self.subject(Some(self.node()))];
        Link::new(server, subjects, changes).await
    }

    async fn serve(&self, link: &mut Link) -> ChildResult {
        let mut heartbeat = time::interval(self.shared.timing.heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                changed = link.online.changed() => {
                    changed?;
                    self.turned(link).await;
                }
                change = link.changes.recv() => {
                    let news = self.counted(change)?;
                    self.announce(link, news).await;
                }
                letter = link.all.next() => {
                    link.look();
                    // What a node wrote to this one alone came before its goodbye: were it read
                    // after, the node would seem to be back.
                    for _ in 0..AHEAD {
                        let Some(earlier) = link.mine.next().now_or_never() else {
                            break;
                        };
                        self.read(link, &earlier.ok_or(Ended)?).await;
                    }
                    self.read(link, &letter.ok_or(Ended)?).await;
                }
                letter = link.mine.next() => {
                    link.look();
                    self.read(link, &letter.ok_or(Ended)?).await;
                }
                _ = heartbeat.tick() => {
                    link.look();
                    let version = self.shared.version.load(Ordering::Relaxed);
                    self.announce(link, News::Alive { version }).await;
                    self.sweep();
                }
            }
        }
    }

    /// The connection came or went.
    async fn turned(&self, link: &mut Link) {
        if *link.online.borrow_and_update() {
            info!(node = %self.node(), "connected to the other nodes");
            self.shared.link.send_replace(Some(link.client.clone()));
            // Also what changed while nobody could hear of it.
            let hello = News::Hello(self.report(self.next_version()));
            self.announce(link, hello).await;
        } else {
            warn!("not connected to the other nodes");
            self.shared.link.send_replace(None);
        }
    }

    /// What a change of this node's groups is to the others.
    fn counted(&self, change: Result<Change, RecvError>) -> Result<News, Ended> {
        let version = self.next_version();
        match change {
            Ok(change) => Ok(News::Changed {
                version,
                group: change.group().to_owned(),
                count: self.groups.count(change.group()),
            }),
            // More changes than could be followed: everything once more.
            Err(RecvError::Lagged(_)) => Ok(News::Report(self.report(version))),
            Err(RecvError::Closed) => Err(Ended),
        }
    }

    /// Reads what another node wrote. What cannot be read is dropped: it must not end this node.
    async fn read(&self, link: &Link, message: &Message) {
        // To read it is the user's code, too.
        let letter = guarded(|| serde_json::from_slice::<Letter<M>>(&message.payload));
        let Letter { from, says } = match letter {
            Some(Ok(letter)) => letter,
            Some(Err(error)) => {
                return warn!(error = %of_error(error.into()), "a letter cannot be read");
            }
            None => return,
        };
        let answer = match says {
            // Only by another connection of this program.
            _ if from == self.node() => Answer::Nothing,
            Says::News(news) => self.learn(from, news),
            Says::Ask => Answer::Report,
            Says::Message { group, message } => {
                guarded(move || self.deliver(&group, &message));
                Answer::Nothing
            }
        };
        let says = match answer {
            Answer::Nothing => return,
            Answer::Ask => Says::<()>::Ask,
            Answer::Report => {
                let version = self.shared.version.load(Ordering::Relaxed);
                Says::News(News::Report(self.report(version)))
            }
        };
        if let Err(error) = self.tell(&link.client, Some(from), says).await {
            warn!(%error, node = %from, "a node was not answered; it will ask again");
        }
    }

    fn learn(&self, from: NodeId, news: News) -> Answer {
        let mut answer = Answer::Nothing;
        self.shared.peers.send_if_modified(|peers| {
            // To be alive is no news to those who watch.
            let told = !matches!(news, News::Alive { .. });
            answer = peers.hear(from, news, Instant::now());
            told
        });
        answer
    }

    fn sweep(&self) {
        let silence = self.shared.timing.silence;
        self.shared.peers.send_if_modified(|peers| {
            let lost = peers.sweep(Instant::now(), silence);
            for node in &lost {
                warn!(%node, "a node is silent and was dropped with its members");
            }
            !lost.is_empty()
        });
    }

    /// Tells all nodes, or nobody while there is no connection: afterwards they get a report.
    async fn announce(&self, link: &Link, news: News) {
        if !*link.online.borrow() {
            return;
        }
        let told = self.tell(&link.client, None, Says::<()>::News(news));
        if let Err(error) = told.await {
            warn!(%error, "the other nodes were not told; they will ask");
        }
    }

    async fn tell<T: Serialize>(
        &self,
        client: &Client,
        to: Option<NodeId>,
        says: Says<T>,
    ) -> Result<(), SendError> {
        let from = self.node();
        let letter = serde_json::to_vec(&Letter { from, says })?;
        let sent = client.publish(self.subject(to), letter.into());
        let sent = time::timeout(SEND_TIMEOUT, sent).await;
        Ok(sent.map_err(|_| SendError::Timeout)??)
    }

    fn subject(&self, to: Option<NodeId>) -> String {
        let scope = &self.shared.scope;
        to.map_or_else(
            || format!("pg.{scope}.all"),
            |node| format!("pg.{scope}.node.{node}"),
        )
    }

    fn deliver(&self, group: &str, message: &M) -> usize {
        let deliver = &self.shared.deliver;
        // A member that cannot be given it keeps it from no other.
        self.groups.dispatch(group, |member| {
            guarded(move || deliver(&member, message));
        })
    }

    fn report(&self, version: u64) -> Report {
        let groups = self.groups.counts();
        Report { version, groups }
    }

    fn next_version(&self) -> u64 {
        // Only the child counts, so nothing has to be in step with it.
        self.shared.version.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Runs the user's code: a panic in it is reported, and ends nothing of ours.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        error!("a message to a group was not delivered: its code panicked");
    }
    done
}
