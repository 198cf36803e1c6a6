use std::collections::HashMap;

use tokio::sync::{mpsc, oneshot};

pub enum Msg {
    Put(String, u64),
    Take(String, u64, oneshot::Sender<Result<(), NotEnough>>),
}
pub struct NotEnough;

/// The task owns the state: one message after the other, no lock.
pub async fn run(mut mailbox: mpsc::Receiver<Msg>) {
    let mut counts: HashMap<String, u64> = HashMap::new();
    while let Some(msg) = mailbox.recv().await {
        match msg {
            Msg::Put(fruit, n) => *counts.entry(fruit).or_default() += n,
            Msg::Take(fruit, n, reply) => {
                let left = counts.entry(fruit).or_default();
                let rest = left.checked_sub(n).map(|rest| *left = rest);
                // Whoever asked may have given up.
                let _ = reply.send(rest.ok_or(NotEnough));
            }
        }
    }
}
