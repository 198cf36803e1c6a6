//! Row `p01` of the OTP conformance list.

use super::*;

#[test]
fn p01_join_and_members() {
    let groups = Groups::default();
    let _a = groups.join("orders", 1);
    let _b = groups.join("orders", 2);
    let _c = groups.join("returns", 3);
    assert_eq!(groups.members("orders"), [1, 2]);
    assert_eq!(groups.which_groups(), ["orders", "returns"]);
}

#[test]
fn p01_leave() {
    let groups = Groups::default();
    let first = groups.join("orders", 1);
    let _second = groups.join("orders", 2);
    drop(first);
    assert_eq!(groups.members("orders"), [2]);
}

#[test]
fn p01_a_member_leaves_at_its_end_also_by_a_panic() {
    let groups = Groups::default();
    let member = groups.clone();
    let thread = std::thread::spawn(move || {
        let _member = member.join("orders", 1);
        panic!("boom");
    });
    assert!(thread.join().is_err());
    assert!(groups.which_groups().is_empty());
}

#[test]
fn p01_one_that_joins_twice_must_leave_twice() {
    let groups = Groups::default();
    let first = groups.join("orders", 1);
    let second = groups.join("orders", 1);
    drop(first);
    assert_eq!(groups.members("orders"), [1]);
    drop(second);
    assert!(groups.members("orders").is_empty());
}

#[test]
fn p01_a_group_nobody_joined_is_empty() {
    let groups = Groups::<u32>::default();
    assert!(groups.members("orders").is_empty());
    assert_eq!(groups.dispatch("orders", |_| ()), 0);
}

#[test]
fn p01_dispatch_reaches_every_member() {
    let groups = Groups::default();
    let _a = groups.join("orders", 1);
    let _b = groups.join("orders", 2);
    let mut told = Vec::new();
    assert_eq!(groups.dispatch("orders", |member| told.push(member)), 2);
    assert_eq!(told, [1, 2]);
}

#[test]
fn p01_changes_are_heard_in_order() {
    let groups = Groups::default();
    let mut changes = groups.changes();
    drop(groups.join("orders", 1));
    let joined = Change::Joined("orders".to_owned());
    assert_eq!(changes.try_recv(), Ok(joined));
    let left = Change::Left("orders".to_owned());
    assert_eq!(changes.try_recv(), Ok(left));
}

/// A handle that looks at the groups, and changes them, whenever it is cloned or dropped.
struct Nosy(Groups<Nosy>);

impl Nosy {
    fn look(&self) {
        assert!(self.0.count("orders") < 10);
        let lock = self.0.scope.members.try_write();
        assert!(lock.is_some(), "a lock is held");
    }
}

impl Clone for Nosy {
    fn clone(&self) -> Self {
        self.look();
        Self(self.0.clone())
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.look();
    }
}

#[test]
fn k24_a_handle_is_cloned_and_dropped_under_no_lock() {
    let groups = Groups::default();
    let first = groups.join("orders", Nosy(groups.clone()));
    let second = groups.join("orders", Nosy(groups.clone()));
    assert_eq!(groups.members("orders").len(), 2);
    assert_eq!(groups.dispatch("orders", |_| ()), 2);
    drop(first);
    drop(second);
    assert!(groups.which_groups().is_empty());
}
