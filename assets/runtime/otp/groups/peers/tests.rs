//! Row `p02` of the OTP conformance list, as far as it needs no network.

use super::*;

const SILENCE: Duration = Duration::from_secs(15);

fn report(version: u64, groups: &[(&str, usize)]) -> Report {
    let groups = groups
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count));
    Report {
        version,
        groups: groups.collect(),
    }
}

fn changed(version: u64, group: &str, count: usize) -> News {
    News::Changed {
        version,
        group: group.to_owned(),
        count,
    }
}

/// Two members of `orders` on one other node, after two changes.
fn peers(now: Instant) -> (Peers, NodeId) {
    let (mut peers, node) = (Peers::default(), NodeId::random());
    let hello = News::Hello(report(2, &[("orders", 2)]));
    assert_eq!(peers.hear(node, hello, now), Answer::Report);
    (peers, node)
}

#[test]
fn p02_a_node_that_says_hello_is_known_and_is_told_of_ours() {
    let (peers, node) = peers(Instant::now());
    assert_eq!(peers.members("orders").collect::<Vec<_>>(), [(node, 2)]);
    assert_eq!(peers.count("returns"), 0);
}

#[test]
fn p02_changes_are_followed_and_hearing_one_twice_does_no_harm() {
    let now = Instant::now();
    let (mut peers, node) = peers(now);
    for _ in 0..2 {
        let answer = peers.hear(node, changed(3, "orders", 1), now);
        assert_eq!((answer, peers.count("orders")), (Answer::Nothing, 1));
    }
    peers.hear(node, changed(4, "orders", 0), now);
    assert_eq!(peers.members("orders").next(), None);
    assert_eq!(peers.nodes().collect::<Vec<_>>(), [node]);
}

#[test]
fn p02_a_missed_change_is_asked_for() {
    let now = Instant::now();
    let (mut peers, node) = peers(now);
    assert_eq!(peers.hear(node, changed(4, "orders", 9), now), Answer::Ask);
    // A guess from half of the truth would be worse than the old truth.
    assert_eq!(peers.count("orders"), 2);
    let alive = News::Alive { version: 4 };
    assert_eq!(peers.hear(node, alive.clone(), now), Answer::Ask);
    let all = News::Report(report(4, &[("orders", 9), ("returns", 1)]));
    assert_eq!(peers.hear(node, all, now), Answer::Nothing);
    assert_eq!((peers.count("orders"), peers.count("returns")), (9, 1));
    assert_eq!(peers.hear(node, alive, now), Answer::Nothing);
}

#[test]
fn p02_an_answer_that_was_overtaken_changes_nothing() {
    let now = Instant::now();
    let (mut peers, node) = peers(now);
    peers.hear(node, changed(3, "orders", 3), now);
    peers.hear(node, News::Report(report(2, &[("orders", 2)])), now);
    assert_eq!(peers.count("orders"), 3);
}

#[test]
fn p02_a_node_nobody_knows_is_asked_who_it_is() {
    let now = Instant::now();
    let (mut peers, stranger) = (Peers::default(), NodeId::random());
    let alive = News::Alive { version: 0 };
    assert_eq!(peers.hear(stranger, alive, now), Answer::Ask);
    assert_eq!(peers.nodes().next(), None);
}

#[test]
fn p02_a_node_that_leaves_takes_its_members_along() {
    let now = Instant::now();
    let (mut peers, node) = peers(now);
    peers.hear(node, News::Leaving, now);
    assert_eq!((peers.nodes().next(), peers.count("orders")), (None, 0));
}

#[test]
fn p02_a_node_that_falls_silent_is_dropped_and_one_that_speaks_is_not() {
    let start = Instant::now();
    let (mut peers, node) = peers(start);
    let late = start + SILENCE;
    assert_eq!(peers.sweep(late - Duration::from_millis(1), SILENCE), []);
    peers.hear(node, News::Alive { version: 2 }, late);
    assert_eq!(peers.sweep(late, SILENCE), []);
    assert_eq!(peers.sweep(late + SILENCE, SILENCE), [node]);
    assert_eq!(peers.count("orders"), 0);

    // It was only out of reach: now it is a stranger that is asked.
    let alive = News::Alive { version: 2 };
    assert_eq!(peers.hear(node, alive, late + SILENCE), Answer::Ask);
}
