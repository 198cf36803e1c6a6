//! What the program tells about itself, without a web server: a line in its log, when it is asked
//! with SIGUSR1 and before it stops.

use std::fmt;
use std::time::Duration;

use tokio::time::timeout;

use super::caught;
use crate::otp::supervisor::{ChildInfo, Status, SupervisorHandle, stuck};

/// How long a part may take to say how it goes.
const PATIENCE: Duration = Duration::from_secs(1);

/// How it goes. `?` in the log, and none here, is a part that did not answer (in time).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The children of the root supervisor itself. None while it is busy starting or stopping one, and when
    /// it has ended.
    pub children: Option<Vec<ChildInfo>>,
    //% if is.tallied
    /// Of the children of supervisors below it, how many run, how many wait for a restart, and how often they
    /// were restarted.
    pub below: [usize; 3],
    /// How many mailboxes, and what else has a limit, are full. Who sends there is refused, or waits.
    pub full: usize,
    //% endif
    /// What has kept its thread for a second or more, and in which callback.
    pub stuck: Vec<String>,
    /// What the program adds, as `waiting=0`; it may be empty.
    pub more: Option<String>,
}

impl Health {
    /// Asks both at once, neither for long.
    pub async fn of(root: &SupervisorHandle, more: impl Future<Output = String>) -> Health {
        let children = timeout(PATIENCE, root.which_children());
        let more = timeout(PATIENCE, caught(async { Ok(more.await) }));
        let (children, more) = tokio::join!(children, more);
        Health {
            children: children.ok().and_then(Result::ok),
            stuck: stuck(),
            //% if is.tallied
            below: root.tally().below(),
            full: root.tally().full(),
            //% endif
            more: more.ok().and_then(Result::ok),
        }
    }

    /// Is everything there that should be, and hears? A child that ended for good is not missed; one that waits
    /// for its restart is.
    pub fn is_ready(&self) -> bool {
        let restarting = |child: &ChildInfo| child.status == Status::Restarting;
        let children = self.children.as_ref();
        //% if is.tallied
        if self.below[1] > 0 {
            return false;
        }
        //% endif
        let all_run = children.is_some_and(|children| !children.iter().any(restarting));
        all_run && self.stuck.is_empty()
    }

    /// Restarts of all children together. One that grows is a crash loop in the making.
    pub fn restarts(&self) -> u64 {
        let children = self.children.iter().flatten();
        let own = children.map(|child| child.restarts);
        //% if is.tallied
        let own = own.chain([self.below[2] as u64]);
        //% endif
        own.sum()
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ready={} children=", self.is_ready())?;
        match &self.children {
            Some(all) => {
                let running = all.iter().filter(|child| child.status == Status::Running);
                let (running, all) = (running.count(), all.len());
                //% if is.tallied
                let [below, waiting, _] = self.below;
                let (running, all) = (running + below, all + below + waiting);
                //% endif
                write!(f, "{running}/{all}")?;
            }
            None => f.write_str("?")?,
        }
        write!(f, " restarts={}", self.restarts())?;
        if !self.stuck.is_empty() {
            write!(f, " stuck={:?}", self.stuck.join(", "))?;
        }
        //% if is.tallied
        if self.full > 0 {
            write!(f, " full={}", self.full)?;
        }
        //% endif
        match self.more.as_deref() {
            Some("") => Ok(()),
            more => write!(f, " {}", more.unwrap_or("?")),
        }
    }
}
