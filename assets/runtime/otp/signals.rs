//! What may be asked of the program from outside.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// SIGTERM or ctrl-c: stop in order.
    Stop,
    /// SIGUSR1: say how it goes.
    Health,
}

/// The signals the program listens to. One that comes while another is served is not lost.
#[derive(Debug)]
pub struct Signals {
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    health: Signal,
}

#[cfg(unix)]
impl Signals {
    /// From now on these signals are heard; before, they would end the program at once.
    pub fn listen() -> io::Result<Signals> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            health: signal(SignalKind::user_defined1())?,
        })
    }

    /// Waits for the next one. Cancel-safe.
    pub async fn next(&mut self) -> io::Result<Asked> {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Ok(Asked::Stop),
            _ = self.interrupt.recv() => Ok(Asked::Stop),
            _ = self.health.recv() => Ok(Asked::Health),
        }
    }
}

/// Elsewhere there is only ctrl-c.
#[cfg(not(unix))]
impl Signals {
    /// Nothing has to be prepared.
    pub fn listen() -> io::Result<Signals> {
        Ok(Signals {})
    }

    /// Waits for ctrl-c.
    pub async fn next(&mut self) -> io::Result<Asked> {
        tokio::signal::ctrl_c().await?;
        Ok(Asked::Stop)
    }
}
