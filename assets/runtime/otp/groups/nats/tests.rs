//! Row `p02` of the OTP conformance list. What is ignored needs a server:
//! `NATS_URL=nats://127.0.0.1:4222 cargo test nats -- --ignored`.

use std::env;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicUsize;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::otp::groups::Membership;
use crate::otp::mute::Mute;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{Options, Strategy, Supervisor};

/// Names the scope to the child process of the test that kills it.
const SCOPE: &str = "GROUPS_TEST_SCOPE";

/// Long for a test, and no test waits for it to pass.
const GENEROUS: Duration = Duration::from_mins(1);

/// Quick, so that a lost node is noticed soon. Too quick on a busy machine does no harm: a node that
/// was dropped too early comes back by itself, and the tests wait for what has to be in the end.
const QUICK: Timing = Timing {
    heartbeat: Duration::from_millis(100),
    silence: Duration::from_secs(1),
};

/// No heartbeats to speak of: what is known was told at once, or answered.
const QUIET: Timing = Timing {
    heartbeat: Duration::from_hours(1),
    silence: Duration::from_hours(2),
};

fn url() -> String {
    env::var("NATS_URL").expect("NATS_URL names a server")
}

/// A scope of the test's own.
fn scope(test: &str) -> String {
    format!("{test}-{}", NodeId::random())
}

/// A node: its members are numbers, and what they are told is heard here.
struct Node {
    groups: Groups<u32>,
    cluster: Cluster<u32, String>,
    told: mpsc::UnboundedReceiver<(u32, String)>,
}

fn node(scope: &str, timing: Timing) -> Node {
    let groups = Groups::default();
    let (sender, told) = mpsc::unbounded_channel();
    let deliver = move |member: &u32, text: &String| {
        // It fails only when the test is over.
        let _ = sender.send((*member, text.clone()));
    };
    let cluster = Cluster::with_timing(&groups, scope, timing, deliver);
    Node {
        groups,
        cluster,
        told,
    }
}

impl Node {
    fn join(&self, group: &str, member: u32) -> Membership<u32> {
        self.groups.join(group, member)
    }

    /// Connects it to the others; the set owns what runs.
    fn run(
        &self,
        running: &mut JoinSet<ChildResult>,
        url: &str,
    ) -> (CancellationToken, AbortHandle) {
        let (cluster, url) = (self.cluster.clone(), url.to_owned());
        let ctx = ChildContext::default();
        let stop = ctx.shutdown().clone();
        let task = running.spawn(async move { cluster.run(&url, ctx).await });
        (stop, task)
    }

    /// Waits until this node's view of the others is so.
    async fn sees(&self, what: impl FnMut(&Peers) -> bool) {
        let mut peers = self.cluster.peers();
        let seen = time::timeout(GENEROUS, peers.wait_for(what)).await;
        assert!(
            seen.is_ok(),
            "the others are {:?}",
            *self.cluster.peers().borrow()
        );
    }

    async fn sees_members(&self, group: &str, count: usize) {
        self.sees(|peers| peers.count(group) == count).await;
    }

    async fn hears(&mut self) -> (u32, String) {
        let told = time::timeout(GENEROUS, self.told.recv()).await;
        told.unwrap().unwrap()
    }
}

fn sent(here: usize, nodes: usize) -> Sent {
    Sent { here, nodes }
}

#[tokio::test]
async fn p01_without_other_nodes_members_here_are_reached() {
    let mut node = node("alone", QUIET);
    let _one = node.join("orders", 1);
    let _two = node.join("orders", 2);
    let text = "hello".to_owned();
    let reached = node.cluster.send("orders", &text).await.unwrap();
    assert_eq!(reached, sent(2, 0));
    assert_eq!(node.hears().await, (1, text.clone()));
    assert_eq!(node.hears().await, (2, text));
    assert_eq!(node.cluster.count("orders"), 2);
}

#[tokio::test]
async fn p02_without_a_connection_the_sender_hears_that_others_were_not_told() {
    let node = node("offline", QUIET);
    let _one = node.join("orders", 1);
    let groups = [("orders".to_owned(), 1)].into();
    let hello = News::Hello(Report { version: 1, groups });
    node.cluster.learn(NodeId::random(), hello);
    let reached = node.cluster.send("orders", &"hello".to_owned()).await;
    assert!(matches!(reached, Err(SendError::Offline)));
    // To a group that only members here have joined, that makes no difference.
    let _two = node.join("returns", 2);
    let reached = node.cluster.send("returns", &"hello".to_owned()).await;
    assert_eq!(reached.unwrap(), sent(1, 0));
}

#[tokio::test(start_paused = true)]
async fn k16_a_server_that_accepts_and_says_nothing_is_called_again_and_siblings_never_notice() {
    let mute = Mute::new().await;
    let node = node("silent", QUIET);
    let starts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&starts);
    let sibling = ChildSpec::new("sibling", move |ctx| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            ctx.ready();
            ctx.shutdown().cancelled().await;
            Ok(())
        }
    });
    let url = format!("nats://{}", mute.address);
    let children = vec![node.cluster.child("cluster", &url), sibling];
    let options = Options {
        strategy: Strategy::OneForAll,
        ..Options::default()
    };
    let supervisor = Supervisor::start(options, children).await.unwrap();
    mute.until_accepted(20).await;
    // Members here are reached all the while.
    let _one = node.join("orders", 1);
    let reached = node.cluster.send("orders", &"hello".to_owned()).await;
    assert_eq!(reached.unwrap(), sent(1, 0));
    time::timeout(GENEROUS, supervisor.stop()).await.unwrap();
    assert_eq!(starts.load(Ordering::SeqCst), 1);
    // What was given up is closed.
    mute.until_left().await;
}

#[tokio::test]
async fn k16_an_address_that_is_none_is_a_failed_start() {
    let node = node("nowhere", QUIET);
    let children = vec![node.cluster.child("cluster", "nats://:no port")];
    let started = Supervisor::start(Options::default(), children).await;
    assert!(started.is_err());
}

#[test]
fn k11_a_member_that_cannot_be_given_a_message_keeps_it_from_no_other() {
    let groups = Groups::default();
    let (sender, mut told) = mpsc::unbounded_channel();
    let deliver = move |member: &u32, _: &String| {
        assert!(*member != 1, "this one cannot");
        sender.send(*member).unwrap();
    };
    let cluster = Cluster::with_timing(&groups, "panics", QUIET, deliver);
    let _members = [1, 2].map(|member| groups.join("orders", member));
    assert_eq!(cluster.deliver("orders", &"hello".to_owned()), 2);
    assert_eq!(told.try_recv().unwrap(), 2);
}

#[test]
fn what_is_written_can_be_read() {
    let (from, group) = (NodeId::random(), "orders".to_owned());
    let message = "hello".to_owned();
    let says = Says::Message { group, message };
    let written = serde_json::to_string(&Letter { from, says }).unwrap();
    let read: Letter<String> = serde_json::from_str(&written).unwrap();
    assert_eq!(read.from, from);
    assert!(matches!(read.says, Says::Message { message, .. } if message == "hello"));
    // News is the same whatever the messages are.
    let says = Says::<()>::News(News::Alive { version: 7 });
    let written = serde_json::to_string(&Letter { from, says }).unwrap();
    let read: Letter<String> = serde_json::from_str(&written).unwrap();
    assert!(matches!(read.says, Says::News(News::Alive { version: 7 })));
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p01_with_nats_members_of_another_node_join_and_leave() {
    let scope = scope("join");
    let (one, other) = (node(&scope, QUIET), node(&scope, QUIET));
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    other.run(&mut running, &url());
    let first = other.join("orders", 1);
    one.sees_members("orders", 1).await;
    let second = other.join("orders", 2);
    one.sees_members("orders", 2).await;
    drop(first);
    one.sees_members("orders", 1).await;
    drop(second);
    one.sees_members("orders", 0).await;
    // The node is still there.
    assert_eq!(one.cluster.peers().borrow().nodes().count(), 1);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_a_new_node_hears_at_once_who_was_there_before() {
    let scope = scope("late");
    let early = node(&scope, QUIET);
    let _member = early.join("orders", 1);
    let mut running = JoinSet::new();
    early.run(&mut running, &url());
    // It has connected before the other one exists.
    let mut link = early.cluster.shared.link.subscribe();
    let online = time::timeout(GENEROUS, link.wait_for(Option::is_some)).await;
    assert!(online.is_ok());

    let late = node(&scope, QUIET);
    late.run(&mut running, &url());
    late.sees_members("orders", 1).await;
    let told: Vec<_> = late.cluster.peers().borrow().nodes().collect();
    assert_eq!(told, [early.cluster.node()]);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_a_node_of_which_something_was_missed_is_asked_for_all() {
    let scope = scope("missed");
    let (one, other) = (node(&scope, QUIET), node(&scope, QUIET));
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    other.run(&mut running, &url());
    let _first = other.join("orders", 1);
    one.sees_members("orders", 1).await;
    // As if nothing of the other one had arrived.
    one.cluster.learn(other.cluster.node(), News::Leaving);
    let _second = other.join("returns", 2);
    one.sees_members("returns", 1).await;
    assert_eq!(one.cluster.count("orders"), 1);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_a_message_reaches_the_members_of_every_node() {
    let scope = scope("send");
    let (mut one, mut other) = (node(&scope, QUIET), node(&scope, QUIET));
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    other.run(&mut running, &url());
    let _a = one.join("orders", 1);
    let _b = other.join("orders", 2);
    let _c = other.join("orders", 3);
    let _d = other.join("returns", 4);
    one.sees_members("orders", 2).await;
    assert_eq!(one.cluster.count("orders"), 3);

    let text = "hello".to_owned();
    let reached = one.cluster.send("orders", &text).await.unwrap();
    assert_eq!(reached, sent(1, 1));
    assert_eq!(one.hears().await, (1, text.clone()));
    assert_eq!(other.hears().await, (2, text.clone()));
    assert_eq!(other.hears().await, (3, text.clone()));
    // One that has no members of its own sends, too.
    let third = node(&scope, QUIET);
    third.run(&mut running, &url());
    third.sees_members("orders", 3).await;
    assert_eq!(
        third.cluster.send("orders", &text).await.unwrap(),
        sent(0, 2)
    );
    assert_eq!(one.hears().await, (1, text));
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_a_node_that_ends_says_so() {
    let scope = scope("leave");
    let (one, other) = (node(&scope, QUIET), node(&scope, QUIET));
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    let supervisor = Supervisor::start(
        Options::default(),
        vec![other.cluster.child("cluster", &url())],
    );
    let supervisor = supervisor.await.unwrap();
    let _member = other.join("orders", 1);
    one.sees_members("orders", 1).await;
    supervisor.stop().await;
    one.sees(|peers| peers.nodes().next().is_none()).await;
    // A member that is still there belongs to no node any more.
    assert_eq!(one.cluster.count("orders"), 0);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_a_node_that_is_lost_without_a_word_takes_its_members_along() {
    let scope = scope("lost");
    let (one, other) = (node(&scope, QUICK), node(&scope, QUICK));
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    let (_, task) = other.run(&mut running, &url());
    let _member = other.join("orders", 1);
    one.sees_members("orders", 1).await;
    task.abort();
    one.sees(|peers| peers.nodes().next().is_none()).await;
    assert_eq!(one.cluster.count("orders"), 0);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_the_members_of_a_process_killed_with_sigkill_leave() {
    let scope = scope("kill");
    let one = node(&scope, QUICK);
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    let process = Killed(
        Command::new(env::current_exe().unwrap())
            .args(["groups::nats::tests::process_to_be_killed", "--nocapture"])
            .env(SCOPE, &scope)
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    one.sees_members("orders", 1).await;
    drop(process);
    one.sees(|peers| peers.nodes().next().is_none()).await;
}

/// Not a test of its own: what runs in the process that the test above kills.
#[tokio::test]
async fn process_to_be_killed() {
    let Some(scope) = env::var_os(SCOPE) else {
        return;
    };
    let node = node(scope.to_str().unwrap(), QUICK);
    let _member = node.join("orders", 1);
    let mut running = JoinSet::new();
    node.run(&mut running, &url());
    std::future::pending::<()>().await;
}

/// A process that is killed (SIGKILL on Unix) when this is dropped.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A link to the server that can be cut: connections through it end when the set is dropped.
struct Wire {
    listener: TcpListener,
    server: String,
}

impl Wire {
    async fn new() -> Self {
        let url = url();
        let server = url.trim_start_matches("nats://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Wire { listener, server }
    }

    fn url(&self) -> String {
        format!("nats://{}", self.listener.local_addr().unwrap())
    }

    /// Carries what is sent until the future is dropped.
    async fn carry(&self) {
        let mut connections = JoinSet::new();
        loop {
            let (mut near, _) = self.listener.accept().await.unwrap();
            let mut far = TcpStream::connect(&self.server).await.unwrap();
            connections.spawn(async move { copy_bidirectional(&mut near, &mut far).await });
        }
    }
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn p02_with_nats_nodes_that_were_parted_find_each_other_again() {
    let scope = scope("parted");
    let (one, other) = (node(&scope, QUICK), node(&scope, QUICK));
    let wire = Wire::new().await;
    let mut running = JoinSet::new();
    one.run(&mut running, &url());
    other.run(&mut running, &wire.url());
    let _here = one.join("orders", 1);
    let before = other.join("orders", 2);
    let together = async {
        one.sees_members("orders", 1).await;
        other.sees_members("orders", 1).await;
    };
    tokio::select! {
        () = wire.carry() => {}
        () = together => {}
    }

    // Each side goes on with the members that it can reach.
    one.sees_members("orders", 0).await;
    other.sees_members("orders", 0).await;
    drop(before);
    let _meanwhile = other.join("returns", 3);

    let together_again = async {
        one.sees_members("returns", 1).await;
        other.sees_members("orders", 1).await;
    };
    tokio::select! {
        () = wire.carry() => {}
        () = together_again => {}
    }
    assert_eq!(one.cluster.peers().borrow().count("orders"), 0);
}

#[tokio::test]
#[ignore = "needs NATS at NATS_URL"]
async fn k13_with_nats_sending_may_be_dropped_at_any_await() {
    let scope = scope("dropped");
    let (mut here, mut there) = (node(&scope, QUIET), node(&scope, QUIET));
    let mut running = JoinSet::new();
    here.run(&mut running, &url());
    there.run(&mut running, &url());
    let (_one, _other) = (here.join("orders", 1), there.join("orders", 2));
    here.sees_members("orders", 1).await;
    for polls in 0.. {
        let (given_up, last) = (format!("{polls} given up"), format!("{polls} last"));
        let ended = dropped_at(polls, here.cluster.send("orders", &given_up)).await;
        // The next is sent behind it, and everybody has each once.
        let reached = here.cluster.send("orders", &last).await.unwrap();
        assert_eq!(reached, sent(1, 1));
        for node in [&mut here, &mut there] {
            let mut heard = node.hears().await.1;
            if heard == given_up {
                heard = node.hears().await.1;
            } else {
                assert!(ended.is_none(), "what was sent is heard");
            }
            assert_eq!(heard, last);
        }
        if ended.is_some() {
            return;
        }
    }
}
