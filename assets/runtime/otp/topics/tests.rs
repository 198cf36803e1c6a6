//! The rows `r..` of the OTP conformance list that hold here.

use super::*;

#[test]
fn r04_duplicate_keys_dispatch_to_all() {
    let topics = Topics::default();
    let _a = topics.join("orders", 1);
    let _b = topics.join("orders", 2);
    let _c = topics.join("returns", 3);
    let mut told = Vec::new();
    assert_eq!(topics.dispatch("orders", |member| told.push(member)), 2);
    assert_eq!(told, [1, 2]);
}

#[test]
fn r02_the_end_of_a_member_leaves_the_topic() {
    let topics = Topics::default();
    let first = topics.join("orders", 1);
    let _second = topics.join("orders", 2);
    drop(first);
    assert_eq!(topics.members("orders"), [2]);
}

#[test]
fn r02_a_panic_of_a_member_leaves_the_topic() {
    let topics = Topics::default();
    let member = topics.clone();
    let thread = std::thread::spawn(move || {
        let _member = member.join("orders", 1);
        panic!("boom");
    });
    assert!(thread.join().is_err());
    assert!(topics.members("orders").is_empty());
}

#[test]
fn a_topic_nobody_joined_has_no_members() {
    let topics = Topics::<u32>::default();
    assert!(topics.members("orders").is_empty());
    assert_eq!(topics.dispatch("orders", |_| ()), 0);
}

#[test]
fn one_that_joins_twice_is_told_twice() {
    let topics = Topics::default();
    let _first = topics.join("orders", 1);
    let second = topics.join("orders", 1);
    assert_eq!(topics.members("orders"), [1, 1]);
    drop(second);
    assert_eq!(topics.members("orders"), [1]);
}

#[test]
fn an_empty_topic_is_forgotten() {
    let topics = Topics::default();
    drop(topics.join("orders", 1));
    assert!(topics.topics.read().of.is_empty());
}

/// A handle whose `Clone` and `Drop` look into the topics that it is in.
#[derive(Debug)]
struct Nosy(Option<Topics<Nosy>>);

impl Nosy {
    fn look(&self) {
        if let Some(topics) = &self.0 {
            // Nobody else is here: if the lock is taken, it is by our own caller.
            assert!(topics.topics.try_write().is_some());
        }
    }
}

impl Clone for Nosy {
    fn clone(&self) -> Self {
        self.look();
        Nosy(self.0.clone())
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.look();
    }
}

#[test]
fn k24_handles_are_cloned_and_dropped_outside_of_the_lock() {
    let topics = Topics::default();
    let nosy = || Nosy(Some(topics.clone()));
    let first = topics.join("orders", nosy());
    let second = topics.join("orders", nosy());
    assert!(format!("{topics:?} {first:?}").contains("Topics(1)"));
    topics.dispatch("orders", |member| member.look());
    drop(first);
    drop(second);
    assert!(topics.members("orders").is_empty());
}

#[tokio::test(start_paused = true)]
async fn r02_a_child_is_a_member_while_it_runs() {
    use crate::otp::supervisor::{Options, Supervisor};
    let topics = Topics::default();
    let child = ChildSpec::new("a", |ctx| async move {
        ctx.ready();
        ctx.shutdown().cancelled().await;
        Ok(())
    });
    let child = topics.child("orders", 1, child);
    assert!(topics.members("orders").is_empty());
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    let supervisor = supervisor.await.unwrap();
    assert_eq!(topics.members("orders"), [1]);
    supervisor.terminate_child("a").await.unwrap();
    assert!(topics.members("orders").is_empty());
    supervisor.restart_child("a").await.unwrap();
    assert_eq!(topics.members("orders"), [1]);
}
