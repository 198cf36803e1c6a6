//! The producer: it takes from the broker what there is demand for, and no more.

use std::sync::Arc;

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{MAX_DEMAND, Message, Options, PipelineError, RateLimit, Source, brake::Brake};

/// A message on its way; dropping it gives its demand back.
pub(super) struct InFlight {
    pub(super) message: Arc<Message>,
    _demand: OwnedSemaphorePermit,
}

/// Asks for messages while there is demand, until told to stop.
pub(super) async fn produce<S: Source>(
    source: &mut S,
    inbox: mpsc::Sender<InFlight>,
    options: Options,
    brake: &Brake,
    shutdown: &CancellationToken,
) -> Result<(), PipelineError> {
    let semaphore = Arc::new(Semaphore::new(options.in_flight()));
    let mut allowance = options.rate_limit.map(Allowance::new);
    loop {
        let received = tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(()),
            received = take(source, &semaphore, &mut allowance, brake) => received?,
        };
        for message in received {
            let sent = inbox.send(message).await;
            sent.map_err(|_| PipelineError::Gone)?;
        }
    }
}

/// Waits for demand, then for messages, and takes no more than there is demand for.
async fn take<S: Source>(
    source: &mut S,
    semaphore: &Arc<Semaphore>,
    allowance: &mut Option<Allowance>,
    brake: &Brake,
) -> Result<Vec<InFlight>, PipelineError> {
    brake.released().await;
    let mut most = MAX_DEMAND;
    if let Some(allowance) = allowance {
        most = most.min(allowance.wait().await);
    }
    let demand = Arc::clone(semaphore).acquire_owned().await;
    let mut demand = demand.map_err(|_| PipelineError::Gone)?;
    while demand.num_permits() < most {
        match Arc::clone(semaphore).try_acquire_owned() {
            Ok(more) => demand.merge(more),
            Err(_) => break,
        }
    }
    let messages = source.receive(demand.num_permits()).await?;
    brake.taken();
    if let Some(allowance) = allowance {
        allowance.spend(messages.len());
    }
    let in_flight = messages.into_iter().map(|message| {
        Ok(InFlight {
            message: Arc::new(message),
            _demand: demand.split(1).ok_or(PipelineError::Demand)?,
        })
    });
    in_flight.collect()
}

/// What is left of a rate limit in the current interval.
struct Allowance {
    limit: RateLimit,
    left: usize,
    begun: Instant,
}

impl Allowance {
    fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            left: limit.allowed.max(1),
            begun: Instant::now(),
        }
    }

    /// How many messages may be taken; waits for the next interval if that is none.
    async fn wait(&mut self) -> usize {
        if self.left == 0 {
            sleep(self.limit.interval.saturating_sub(self.begun.elapsed())).await;
        }
        self.renew();
        self.left
    }

    /// So many were taken just now, and perhaps waited for until the interval was over.
    fn spend(&mut self, messages: usize) {
        self.renew();
        self.left = self.left.saturating_sub(messages);
    }

    fn renew(&mut self) {
        if self.begun.elapsed() >= self.limit.interval {
            *self = Self::new(self.limit);
        }
    }
}
