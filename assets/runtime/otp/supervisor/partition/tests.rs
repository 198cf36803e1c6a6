//! The row on partitions.

use super::super::Supervisor;
use super::super::tests::{Lab, Order};
use super::*;

#[tokio::test(start_paused = true)]
async fn s32_a_crash_of_one_partition_leaves_the_others() {
    let lab = Lab::default();
    let names = ["p0", "p1", "p2", "p3"];
    let make = |partition: usize| (partition, lab.child(names[partition]));
    let (_, child) = PartitionSupervisor::child("all", Options::default(), 4, make);
    let supervisor = Supervisor::start(Options::default(), vec![child]).await;
    assert_eq!(lab.trace(), "+p0 +p1 +p2 +p3");
    assert_eq!(lab.after("p2", Order::Crash).await, "+p2");
    supervisor.unwrap().stop().await;
    assert_eq!(lab.trace(), "-p3 -p2 -p1 -p0");
}

#[test]
fn s32_a_key_always_goes_to_the_same_partition_and_keys_spread() {
    let lab = Lab::default();
    let make = |partition| (partition, lab.child("p"));
    let (partitions, _) = PartitionSupervisor::child("all", Options::default(), 8, make);
    let (again, _) = PartitionSupervisor::child("all", Options::default(), 8, make);
    let mut hits = [0; 8];
    for key in 0..800 {
        let key = format!("user {key}");
        let partition = *partitions.route(&key);
        assert_eq!(*again.route(key.as_str()), partition);
        hits[partition] += 1;
    }
    assert!(hits.iter().all(|hits| *hits > 50), "{hits:?}");
    assert_eq!(partitions.iter().count(), 8);
}

#[test]
fn s32_there_is_always_one_partition() {
    let lab = Lab::default();
    let make = |partition| (partition, lab.child("p"));
    let (partitions, _) = PartitionSupervisor::child("all", Options::default(), 0, make);
    assert_eq!(*partitions.route("any"), 0);
}
