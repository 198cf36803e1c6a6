//! What callers of an agent may count on. Time is paused.

use tokio::task::{JoinSet, yield_now};

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{Options, Shutdown, Supervisor, SupervisorHandle};

/// An agent that counts, from ten, and its supervisor.
async fn start() -> (Agent<u64>, SupervisorHandle) {
    let (agent, owner) = Agent::new(|| 10);
    (agent, under(vec![owner.child("agent")]).await)
}

async fn under(children: Vec<ChildSpec>) -> SupervisorHandle {
    let supervisor = Supervisor::start(Options::default(), children);
    supervisor.await.unwrap()
}

/// On paused time a sleep ends only when every other task waits: everything has settled.
async fn settle() {
    time::sleep(Duration::from_millis(1)).await;
}

async fn value(agent: &Agent<u64>) -> Result<u64, AgentError> {
    agent.get(|count| *count).await
}

#[tokio::test(start_paused = true)]
async fn get_sees_what_update_did() {
    let (agent, _supervisor) = start().await;
    agent.update(|count| *count += 1).await.unwrap();
    assert_eq!(value(&agent).await, Ok(11));
}

#[tokio::test(start_paused = true)]
async fn k12_who_was_told_to_stop_while_it_started_takes_no_way_from_its_successor() {
    let (agent, owner) = Agent::new(|| 10);
    let _supervisor = under(vec![owner.clone().child("agent")]).await;
    agent.update(|count| *count += 1).await.unwrap();
    let late = ChildContext::default();
    late.shutdown().cancel();
    owner.run(late).await.unwrap();
    assert_eq!(value(&agent).await, Ok(11));
}

/// What is sent at the moment of a crash is not waited for until the time is up.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn k19_every_call_is_answered_or_told_of_a_crash() {
    let (agent, owner) = Agent::new(|| 10_u64);
    let often = Options {
        max_restarts: usize::MAX,
        ..Options::default()
    };
    let supervisor = Supervisor::start(often, vec![owner.child("agent")]);
    let _supervisor = supervisor.await.unwrap();
    let mut callers = JoinSet::new();
    for caller in 0..4 {
        let agent = agent.clone();
        callers.spawn(async move {
            for _ in 0..4_000 {
                let called = if caller == 0 {
                    // Without a word of the panic hook.
                    let crash = |_: &mut u64| std::panic::resume_unwind(Box::new(()));
                    agent.update(crash).await.map(|()| 0)
                } else {
                    value(&agent).await
                };
                assert_ne!(called, Err(AgentError::Timeout));
                yield_now().await;
            }
        });
    }
    callers.join_all().await;
}

#[tokio::test(start_paused = true)]
async fn get_and_update_is_one_step_and_no_update_is_lost() {
    let (agent, _supervisor) = start().await;
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let agent = agent.clone();
        callers.spawn(async move {
            let taken = agent.get_and_update(|count| {
                let left = count.checked_sub(3)?;
                *count = left;
                Some(3)
            });
            taken.await.unwrap().unwrap_or(0)
        });
    }
    let taken: u64 = callers.join_all().await.into_iter().sum();
    assert_eq!((taken, value(&agent).await), (9, Ok(1)));
}

#[tokio::test(start_paused = true)]
async fn k11_a_function_that_panics_is_an_error_of_its_caller_and_a_fresh_start() {
    let (agent, _supervisor) = start().await;
    let half = |count: &mut u64| {
        *count = 0;
        panic!("in the middle of a change")
    };
    let crashed: Result<(), _> = agent.get_and_update(half).await;
    assert_eq!(crashed, Err(AgentError::Stopped));
    settle().await;
    // The handle made before works, and nobody sees half a change.
    assert_eq!(value(&agent).await, Ok(10));
}

#[tokio::test(start_paused = true)]
async fn k11_an_init_that_panics_is_a_failed_start() {
    let (agent, owner) = Agent::<u64>::new(|| panic!("no state"));
    let child = owner.child("agent");
    let refused = Supervisor::start(Options::default(), vec![child]).await;
    assert!(refused.is_err());
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k19_an_agent_that_never_ran_or_was_stopped_says_so() {
    let (agent, owner) = Agent::new(|| 10);
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
    let supervisor = under(vec![owner.child("agent")]).await;
    assert_eq!(value(&agent).await, Ok(10));
    supervisor.stop().await;
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
    let update = agent.update(|_| ()).await;
    assert_eq!(update, Err(AgentError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k19_a_killed_agent_says_so() {
    let (agent, owner) = Agent::new(|| 10);
    let child = owner.child("agent").shutdown(Shutdown::BrutalKill);
    let supervisor = under(vec![child]).await;
    supervisor.terminate_child("agent").await.unwrap();
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
    supervisor.restart_child("agent").await.unwrap();
    assert_eq!(value(&agent).await, Ok(10));
}

#[tokio::test(start_paused = true)]
async fn k19_when_its_supervisor_is_killed_the_agent_says_so() {
    let (agent, owner) = Agent::new(|| 10);
    let inner = vec![owner.child("agent")];
    let inner = ChildSpec::supervisor("inner", Options::default(), inner);
    let supervisor = under(vec![inner.shutdown(Shutdown::BrutalKill)]).await;
    assert_eq!(value(&agent).await, Ok(10));
    supervisor.terminate_child("inner").await.unwrap();
    settle().await;
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k19_what_was_accepted_before_a_stop_is_done_and_nothing_after_it() {
    let (agent, supervisor) = start().await;
    let mut callers = JoinSet::new();
    for _ in 0..10 {
        let agent = agent.clone();
        callers.spawn(async move {
            agent
                .get_and_update(|count| {
                    *count += 1;
                    *count
                })
                .await
        });
    }
    // The callers send before the stop is heard.
    yield_now().await;
    supervisor.stop().await;
    let mut done = callers.join_all().await;
    done.sort_unstable_by_key(|answer| *answer.as_ref().unwrap());
    assert_eq!(done, (11..=20).map(Ok).collect::<Vec<_>>());
    assert_eq!(value(&agent).await, Err(AgentError::Stopped));
}

/// Gives up a call at every await: it made this of the state, or was not begun.
async fn given_up(call: impl AsyncFn(&Agent<u64>) -> Result<u64, AgentError>, made: u64) {
    for polls in 0.. {
        let (agent, _supervisor) = start().await;
        let ended = dropped_at(polls, call(&agent)).await;
        settle().await;
        let count = value(&agent).await.unwrap();
        match ended {
            Some(ended) => {
                assert!(polls > 1, "it waits at least once");
                assert_eq!((ended, count), (Ok(made), made));
                return;
            }
            None => assert_eq!(count, 10, "what was not begun is not done"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_call_may_be_given_up_at_any_await() {
    given_up(
        async |agent| agent.update(|count| *count += 1).await.map(|()| 11),
        11,
    )
    .await;
    let doubled = |count: &mut u64| {
        *count *= 2;
        *count
    };
    given_up(async |agent| agent.get_and_update(doubled).await, 20).await;
    given_up(async |agent| agent.get(|count| *count).await, 10).await;
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_for_so_long_and_what_was_not_begun_then_is_not_done() {
    let (agent, owner) = Agent::new(|| 10);
    // As one that is busy: the mailbox is there, and nobody looks into it.
    let (sender, mut mailbox) = mpsc::channel(MAILBOX);
    owner.publish.send_replace(Some(sender));
    let asked = time::Instant::now();
    let late = agent.update(|count| *count += 1).await;
    assert_eq!(late, Err(AgentError::Timeout));
    assert_eq!(asked.elapsed(), CALL_TIMEOUT);
    let function: Function<u64> = mailbox.recv().await.unwrap();
    let mut state = 10;
    function(&mut state);
    assert_eq!(state, 10);
}

/// State whose `Drop` and functions use the agent that it belongs to.
struct Own(Option<Agent<Own>>);

impl Drop for Own {
    fn drop(&mut self) {
        let agent = self.0.take();
        drop(agent.map(|agent| (agent.clone(), format!("{agent:?}"))));
    }
}

#[tokio::test(start_paused = true)]
async fn k24_user_code_may_use_the_agent_wherever_it_runs() {
    let (agent, owner) = Agent::new(|| Own(None));
    let supervisor = under(vec![owner.clone().child("agent")]).await;
    let own = agent.clone();
    let (tell, told) = oneshot::channel();
    let reentrant = agent.update(move |state| {
        state.0 = Some(own.clone());
        // Its own agent, from inside of it: the answer comes when this function has ended.
        tokio::spawn(async move { tell.send(own.get(|state| state.0.is_some()).await) });
    });
    assert_eq!(reentrant.await, Ok(()));
    assert_eq!(told.await.unwrap(), Ok(true));
    supervisor.stop().await;
    assert!(format!("{agent:?} {owner:?}").contains("Agent"));
}

/// Panics when it is dropped in a state that it must not have.
struct Strict(bool);

impl Drop for Strict {
    fn drop(&mut self) {
        assert!(self.0, "dropped in the middle of a change");
    }
}

#[tokio::test(start_paused = true)]
async fn k11_a_panic_and_a_drop_that_panics_end_one_agent_and_no_program() {
    let (agent, owner) = Agent::new(|| Strict(true));
    let _supervisor = under(vec![owner.child("agent")]).await;
    let waiting = Strict(false);
    let half = agent.update(|state| {
        state.0 = false;
        panic!("in the middle of a change")
    });
    let waits = agent.update(move |_| drop(waiting));
    let ended = tokio::join!(half, waits);
    assert_eq!(ended, (Err(AgentError::Stopped), Err(AgentError::Stopped)));
    settle().await;
    assert_eq!(agent.get(|state| state.0).await, Ok(true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn k01_an_answer_does_not_wait_for_what_is_done_next() {
    let (agent, _supervisor) = start().await;
    // Both functions are there before the only thread comes to the agent.
    let caller = tokio::spawn(async move {
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let soon = async {
            agent.update(|_| ()).await.unwrap();
            tell.send(()).unwrap();
        };
        let next = agent.update(move |_| told.recv().unwrap());
        tokio::join!(soon, next)
    });
    assert_eq!(caller.await.unwrap().1, Ok(()));
}
