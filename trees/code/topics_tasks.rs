use crate::otp::supervisor::ChildSpec;
use crate::otp::task_supervisor::TaskSupervisor;
use crate::otp::topics::Topics;

type Tasks = TaskSupervisor;

/// A follower's tasks as a child, which is a member while it runs.
/// `Instances` start many of them.
pub fn follower(
    topics: &Topics<Tasks>,
    price: &str,
    tasks: Tasks,
    child: ChildSpec,
) -> ChildSpec {
    topics.child(price, tasks, child)
}

/// To all that follow this price now: each handles it in a task. Whoever
/// runs `MAX_TASKS` already misses it.
pub fn tell(topics: &Topics<Tasks>, price: &str, news: u64) -> usize {
    topics.dispatch(price, |tasks| {
        let heard = async move { tracing::info!(news, "heard") };
        drop(tasks.start_child("news", heard));
    })
}
