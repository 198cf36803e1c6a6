//! Row `t02` of the OTP conformance list, from both sides. Time is paused.

use std::future::pending;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time;

use super::*;
use crate::otp::polls::dropped_at;

/// A task that never ends by itself, and a way to see whether it still lives.
fn endless(links: &mut Links, name: &'static str) -> Weak<()> {
    let life = Arc::new(());
    let weak = Arc::downgrade(&life);
    links.spawn(name, async move {
        pending::<()>().await;
        drop(life);
        Ok(())
    });
    weak
}

#[tokio::test(start_paused = true)]
async fn t02_a_linked_tasks_error_ends_the_owner_and_the_others() {
    let mut links = Links::default();
    let other = endless(&mut links, "other");
    links.spawn("faulty", async { Err("broken".into()) });
    let ended = links.run(pending::<Result<(), _>>()).await;
    assert_eq!(ended.unwrap_err().to_string(), "faulty crashed: broken");
    assert!(other.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn t02_a_linked_tasks_panic_ends_the_owner() {
    let mut links = Links::default();
    links.spawn("faulty", async { panic!("boom") });
    let ended = links.run(pending::<Result<(), _>>()).await.unwrap_err();
    assert!(matches!(&ended, LinkError::Linked { name: "faulty", .. }));
    assert!(ended.to_string().contains("boom"));
}

#[tokio::test(start_paused = true)]
async fn t02_the_owners_end_aborts_the_linked() {
    let mut links = Links::default();
    let linked = endless(&mut links, "linked");
    assert_eq!(links.run(async { Ok(1) }).await.unwrap(), 1);
    assert!(linked.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn t02_the_owners_error_aborts_the_linked() {
    let mut links = Links::default();
    let linked = endless(&mut links, "linked");
    let ended = links.run(async { Err::<(), _>("lost".into()) }).await;
    assert!(matches!(ended, Err(LinkError::Owner(_))));
    assert!(linked.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn t02_dropping_the_owner_aborts_the_linked() {
    let mut links = Links::default();
    let linked = endless(&mut links, "linked");
    drop(links);
    time::sleep(Duration::from_millis(1)).await;
    assert!(linked.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn k13_an_owner_may_be_dropped_at_any_await() {
    for polls in 0.. {
        let mut links = Links::default();
        let linked = endless(&mut links, "linked");
        links.spawn("short", async { Ok(()) });
        let owner = async {
            time::sleep(Duration::from_secs(1)).await;
            Ok(1)
        };
        let ended = dropped_at(polls, links.run(owner)).await;
        time::sleep(Duration::from_millis(1)).await;
        assert!(linked.upgrade().is_none(), "after {polls} polls");
        if let Some(ended) = ended {
            assert!(polls > 1, "it waits at least once");
            assert_eq!(ended.unwrap(), 1);
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_normal_end_of_a_linked_task_changes_nothing() {
    let mut links = Links::default();
    links.spawn("short", async { Ok(()) });
    let owner = async {
        time::sleep(Duration::from_secs(1)).await;
        Ok(1)
    };
    assert_eq!(links.run(owner).await.unwrap(), 1);
}
