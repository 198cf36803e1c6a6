//! The rows `r..` of the OTP conformance list that hold here.

use super::*;

#[test]
fn r01_one_owner_per_name_and_a_second_registration_names_the_first() {
    let registry = Registry::default();
    let _first = registry.register("a", 1).unwrap();
    let refused = registry.register("a", 2).unwrap_err();
    assert_eq!(refused.owner, 1);
    assert_eq!(refused.to_string(), "the name \"a\" is taken");
    let _other = registry.register("b", 2).unwrap();
    assert_eq!(registry.names(), ["a", "b"]);
}

#[test]
fn r02_the_end_of_the_owner_frees_the_name() {
    let registry = Registry::default();
    drop(registry.register("a", 1).unwrap());
    assert_eq!(registry.lookup("a"), None);
    let _next = registry.register("a", 2).unwrap();
    assert_eq!(registry.lookup("a"), Some(2));
}

#[test]
fn r02_a_panic_of_the_owner_frees_the_name() {
    let registry = Registry::default();
    let owner = registry.clone();
    let thread = std::thread::spawn(move || {
        let _name = owner.register("a", 1).unwrap();
        panic!("boom");
    });
    assert!(thread.join().is_err());
    assert_eq!(registry.lookup("a"), None);
}

#[test]
fn r02_the_late_end_of_a_predecessor_does_not_take_the_successors_name() {
    let registry = Registry::default();
    let _owner = registry.register("a", 2).unwrap();
    let predecessor = Registration {
        registry: registry.clone(),
        name: "a".to_owned(),
        generation: 0,
    };
    drop(predecessor);
    assert_eq!(registry.lookup("a"), Some(2));
}

#[test]
fn r03_lookup_finds_nobody_before_and_after() {
    let registry = Registry::default();
    assert_eq!(registry.lookup("a"), None);
    let name = registry.register("a", 1).unwrap();
    assert_eq!(registry.lookup("a"), Some(1));
    drop(name);
    assert_eq!(registry.lookup("a"), None);
    assert!(registry.names().is_empty());
}

#[test]
fn r01_of_many_at_once_exactly_one_gets_the_name() {
    let registry = Registry::default();
    let threads: Vec<_> = (0..8)
        .map(|number| {
            let registry = registry.clone();
            std::thread::spawn(move || registry.register("a", number))
        })
        .collect();
    // Joined all before any is dropped.
    let results: Vec<_> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
}

/// A handle whose `Clone` and `Drop` look into the registry that it is in.
#[derive(Debug)]
struct Nosy(Option<Registry<Nosy>>);

impl Nosy {
    fn look(&self) {
        if let Some(registry) = &self.0 {
            // Nobody else is here: if the lock is taken, it is by our own caller.
            assert!(registry.names.try_write().is_some());
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
    let registry = Registry::default();
    let nosy = || Nosy(Some(registry.clone()));
    let first = registry.register("a", nosy()).unwrap();
    let refused = registry.register("a", nosy()).unwrap_err();
    assert!(format!("{refused:?} {registry:?} {first:?}").contains("Registry(1)"));
    drop(refused);
    drop(registry.lookup("a"));
    drop(first);
    assert!(registry.names().is_empty());
}

#[tokio::test(start_paused = true)]
async fn r02_a_child_has_its_name_while_it_runs_and_one_that_is_taken_fails_the_start() {
    use crate::otp::supervisor::{ChildError, Options, Status, Supervisor};
    let registry = Registry::default();
    let process = |id: &str| {
        let child = ChildSpec::new(id, |ctx| async move {
            ctx.ready();
            ctx.shutdown().cancelled().await;
            Ok(())
        });
        registry.child("name", id.to_owned(), child)
    };
    let supervisor = Supervisor::start(Options::default(), vec![process("a")]);
    let supervisor = supervisor.await.unwrap();
    assert_eq!(registry.lookup("name").as_deref(), Some("a"));
    let refused = supervisor.start_child(process("b")).await.unwrap_err();
    let taken = "the child failed to start: the name \"name\" is taken";
    assert_eq!(refused.to_string(), taken);
    supervisor.terminate_child("a").await.unwrap();
    assert_eq!(registry.lookup("name"), None);
    let started = supervisor.start_child(process("b")).await;
    assert_eq!(started, Ok(Status::Running));
    assert_eq!(registry.lookup("name").as_deref(), Some("b"));
    let again = supervisor.restart_child("a").await;
    assert!(matches!(again, Err(ChildError::Failed(_))));
    supervisor.stop().await;
    assert_eq!(registry.lookup("name"), None);
}

/// A handle that panics when it is dropped, once it was cloned.
struct Bomb(bool);

impl Clone for Bomb {
    fn clone(&self) -> Self {
        Bomb(true)
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(!self.0, "dropped");
    }
}

#[tokio::test(start_paused = true)]
async fn k11_a_panic_and_a_handle_that_panics_end_one_child_and_no_program() {
    use crate::otp::supervisor::{Options, Restart, Supervisor};
    let registry = Registry::default();
    let child = ChildSpec::new("child", |ctx| async move {
        ctx.ready();
        panic!("so does it")
    });
    let child = registry.child("name", Bomb(false), child.restart(Restart::Temporary));
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    let supervisor = supervisor.await.unwrap();
    supervisor.stop().await;
    assert!(registry.names().is_empty());
}
