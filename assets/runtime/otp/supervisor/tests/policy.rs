//! The policy without a supervisor: what it says, step by step, and why.

use super::super::policy::*;
use super::Duration;

/// Its steps as `action number why`, each carried out, and what else happens told in between.
fn steps(policy: &mut Policy, event: Event, now: u64, fails: &[usize]) -> String {
    let mut said = Vec::new();
    policy.on(event, now);
    while let Some(Step { action, why }) = policy.next_step() {
        let what = match action {
            Action::Start(at) => {
                let failed = fails.contains(&at);
                policy.on(
                    if failed {
                        Event::Failed(at)
                    } else {
                        Event::Started(at)
                    },
                    now,
                );
                format!("+{at}")
            }
            Action::Stop(at) => {
                policy.on(Event::Stopped(at), now);
                format!("-{at}")
            }
            Action::Wait(at, delay) => format!("~{at}/{}", delay.as_secs()),
            Action::Cancel(at) => format!("cancel {at}"),
            Action::Forget(at) => format!("forget {at}"),
            Action::GiveUp(at) => format!("X{at}"),
            Action::Done => "done".to_owned(),
        };
        said.push(format!("{what} {why:?}").to_lowercase());
    }
    said.join(", ")
}

fn policy(strategy: Strategy, max_restarts: usize, children: &[Plan]) -> Policy {
    let options = Options {
        strategy,
        max_restarts,
        max_seconds: 5,
    };
    let mut policy = Policy::new(options, children.iter().copied());
    steps(&mut policy, Event::Begin, 0, &[]);
    policy
}

const PLAIN: Plan = Plan {
    restart: Restart::Permanent,
    delay: Duration::ZERO,
};

#[test]
fn s07_each_step_says_why() {
    let mut policy = policy(Strategy::RestForOne, 1, &[PLAIN; 3]);
    let ended = Event::Ended(1, End::Abnormal);
    let said = steps(&mut policy, ended, 0, &[2]);
    assert_eq!(said, "-2 group, +1 ended, +2 group, ~2/0 failed");
    let said = steps(&mut policy, Event::PauseOver(2), 6, &[]);
    assert_eq!(said, "+2 pause");
    let said = steps(&mut policy, Event::Terminate(1), 6, &[]);
    assert_eq!(said, "-1 asked");
    let said = steps(&mut policy, Event::Ended(0, End::Normal), 6, &[]);
    assert_eq!(said, "x0 limit, -2 limit, done limit");
    assert_eq!(policy.next_step(), None);
}

#[test]
fn s15_numbers_move_up_when_a_child_is_forgotten() {
    let temporary = Plan {
        restart: Restart::Temporary,
        ..PLAIN
    };
    let delayed = Plan {
        delay: Duration::from_secs(7),
        ..PLAIN
    };
    let children = [temporary, PLAIN, temporary, delayed];
    let mut policy = policy(Strategy::OneForAll, 3, &children);
    let said = steps(&mut policy, Event::Ended(3, End::Abnormal), 0, &[]);
    let expected =
        "-2 group, forget 2 temporary, -1 group, -0 group, forget 0 temporary, ~1/7 ended";
    assert_eq!(said, expected);
    let said = steps(&mut policy, Event::PauseOver(1), 7, &[]);
    assert_eq!(said, "+0 group, +1 pause");
}

#[test]
fn s04_what_does_not_start_at_first_is_given_up() {
    let options = Options::default();
    let mut policy = Policy::new(options, [PLAIN; 3]);
    let said = steps(&mut policy, Event::Begin, 0, &[2]);
    let expected =
        "+0 startup, +1 startup, +2 startup, x2 failed, -1 failed, -0 failed, done failed";
    assert_eq!(said, expected);
}

#[test]
fn s22_what_is_added_and_fails_is_forgotten() {
    let mut policy = policy(Strategy::OneForOne, 3, &[PLAIN]);
    let said = steps(&mut policy, Event::Add(PLAIN), 0, &[1]);
    assert_eq!(said, "+1 added, forget 1 failed");
    assert_eq!(steps(&mut policy, Event::Add(PLAIN), 0, &[]), "+1 added");
    assert_eq!(policy.status(1), Status::Running);
    steps(&mut policy, Event::Terminate(1), 0, &[]);
    let said = steps(&mut policy, Event::Start(1), 0, &[1]);
    assert_eq!(said, "+1 asked");
    assert_eq!(policy.status(1), Status::Stopped);
    let said = steps(&mut policy, Event::Delete(1), 0, &[]);
    assert_eq!(said, "forget 1 asked");
}

#[test]
fn s10_the_limit_takes_any_numbers() {
    let options = Options {
        max_restarts: 2,
        max_seconds: u64::MAX,
        ..Options::default()
    };
    let mut limit = Limit::new(options);
    assert!(limit.allows_one_more(0));
    assert!(limit.allows_one_more(u64::MAX));
    assert!(!limit.allows_one_more(u64::MAX));
}
