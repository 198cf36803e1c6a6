use crate::otp::task_supervisor::{SpawnError, TaskSupervisor};

/// Nobody waits. It is lost if the program ends: what must be done for
/// certain belongs into a queue in a database.
pub fn greet(tasks: &TaskSupervisor, name: &str) -> Result<(), SpawnError> {
    let name = name.to_owned();
    tasks.start_child("greet", async move {
        tracing::info!(name, "welcome");
    })
}
