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
