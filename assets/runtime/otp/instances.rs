//! One process per key, started when it is first needed, under a `DynamicSupervisor`.
//!
//! A dynamic supervisor starts its children one after the other. Several of them, under a
//! `PartitionSupervisor`, start theirs side by side.
//!
//! All children of a dynamic supervisor share its restart limit: one that crashes again and again
//! ends all of them. Where that is too much, make them temporary or transient, or raise the limit.
//!
//! Every function here may be dropped half-way, as by a time-out around it. What runs is always what
//! the supervisor knows, and what it knows is found.

use std::fmt;
//% if is.registry
use std::sync::{Arc, OnceLock};
//% else
//+ use std::sync::Arc;
//% endif

//% if is.registry
use parking_lot::Mutex;

//% endif
//% if not is.registry
use tokio::runtime::Handle;

//% endif
//% if is.registry
use crate::otp::registry::{AlreadyRegistered, Registration, Registry};
use crate::otp::supervisor::ChildContext;
//% endif
use crate::otp::supervisor::dynamic::{ChildId, DynamicError, DynamicSupervisor};
//% if is.partitions
use crate::otp::supervisor::partition::PartitionSupervisor;
//% endif
use crate::otp::supervisor::{ChildSpec, Options};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Makes the handle and the child spec of a process for this key.
type Make<H> = Arc<dyn Fn(&str) -> (H, ChildSpec) + Send + Sync>;

/// Starts and finds the instances: cheap to clone, valid across restarts.
pub struct Instances<H> {
    //% if is.partitions
    supervisors: Supervisors,
    //% else
    //+ supervisor: DynamicSupervisor,
    //% endif
    make: Make<H>,
    //% if is.registry
    names: Registry<Instance<H>>,
    //% endif
}

impl<H> Clone for Instances<H> {
    fn clone(&self) -> Self {
        Instances {
            //% if is.partitions
            supervisors: self.supervisors.clone(),
            //% else
            //+ supervisor: self.supervisor.clone(),
            //% endif
            make: Arc::clone(&self.make),
            //% if is.registry
            names: self.names.clone(),
            //% endif
        }
    }
}

impl<H> fmt::Debug for Instances<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instances").finish_non_exhaustive()
    }
}

//% if is.partitions
/// Who keeps the instances running.
#[derive(Clone)]
enum Supervisors {
    One(DynamicSupervisor),
    Partitions(PartitionSupervisor<DynamicSupervisor>),
}

impl Supervisors {
    //% if is.registry
    /// The one for a name.
    fn of(&self, name: &str) -> &DynamicSupervisor {
        match self {
            Supervisors::One(supervisor) => supervisor,
            Supervisors::Partitions(supervisors) => supervisors.route(name),
        }
    }

    //% endif
    //% if not is.registry
    /// The one for an instance of this id. They take turns, so that those of one topic are spread as well.
    fn of_id(&self, id: ChildId) -> &DynamicSupervisor {
        match self {
            Supervisors::One(supervisor) => supervisor,
            Supervisors::Partitions(supervisors) => supervisors.nth(id.number()),
        }
    }

    /// An id that none of them has given.
    fn next_id(&self) -> ChildId {
        match self {
            Supervisors::One(supervisor) => supervisor.next_id(),
            Supervisors::Partitions(supervisors) => supervisors.nth(0).next_id(),
        }
    }

    //% endif

    fn all(&self) -> Vec<&DynamicSupervisor> {
        match self {
            Supervisors::One(supervisor) => vec![supervisor],
            Supervisors::Partitions(supervisors) => supervisors.iter().collect(),
        }
    }
}

//% endif
//% if is.registry
/// A named instance: it has its id before it runs, so that whoever finds it can also stop it.
#[derive(Clone)]
struct Instance<H> {
    id: ChildId,
    handle: H,
    state: Arc<Mutex<State>>,
}

/// Whether an instance can be talked to.
#[derive(Default)]
struct State {
    /// It has had its name.
    named: bool,
    /// Of its present incarnation.
    run: Option<ChildContext>,
}

impl State {
    /// Nobody finds it any more, though it may have been left behind by its stop.
    fn is_stopped(&self) -> bool {
        let run = self.run.as_ref();
        run.is_some_and(|run| run.shutdown().is_cancelled())
    }
}

impl<H> Instance<H> {
    fn is_running(&self) -> bool {
        let state = self.state.lock();
        let run = state.run.as_ref();
        !state.is_stopped() && run.is_some_and(ChildContext::is_ready)
    }
}

/// What an incarnation of a named instance holds while it runs.
struct Incarnation<H> {
    _name: Arc<OnceLock<Registration<Instance<H>>>>,
    state: Arc<Mutex<State>>,
}

impl<H> Drop for Incarnation<H> {
    fn drop(&mut self) {
        self.state.lock().run = None;
    }
}

//% endif
impl<H: Clone + Send + Sync + 'static> Instances<H> {
    /// The supervisor of at most `max` instances as a child of another one, and the way to it. `make`
    /// gives each its handle, which must stay valid when the instance is restarted, and its spec.
    pub fn child(
        id: impl Into<Arc<str>>,
        options: Options,
        max: usize,
        make: impl Fn(&str) -> (H, ChildSpec) + Send + Sync + 'static,
    ) -> (Instances<H>, ChildSpec) {
        let (supervisor, child) = DynamicSupervisor::child(id, options, max);
        //% if is.partitions
        let supervisor = Supervisors::One(supervisor);
        //% endif
        (Instances::under(supervisor, make), child)
    }
    //% if is.partitions

    /// The same with so many supervisors, but no more of them than instances may run, so that each has room. They
    /// share `max` equally, but for one more under the first of them where it does not divide.
    pub fn partitioned(
        id: impl Into<Arc<str>>,
        options: Options,
        partitions: usize,
        max: usize,
        make: impl Fn(&str) -> (H, ChildSpec) + Send + Sync + 'static,
    ) -> (Instances<H>, ChildSpec) {
        let partitions = partitions.min(max).max(1);
        let one = |number| {
            let share = max / partitions + usize::from(number < max % partitions);
            DynamicSupervisor::child("partition", options, share)
        };
        let (supervisors, child) = PartitionSupervisor::child(id, options, partitions, one);
        let instances = Instances::under(Supervisors::Partitions(supervisors), make);
        (instances, child)
    }
    //% endif

    fn under(
        //% if is.partitions
        supervisors: Supervisors,
        //% else
        //+ supervisor: DynamicSupervisor,
        //% endif
        make: impl Fn(&str) -> (H, ChildSpec) + Send + Sync + 'static,
    ) -> Instances<H> {
        Instances {
            //% if is.partitions
            supervisors,
            //% else
            //+ supervisor,
            //% endif
            make: Arc::new(make),
            //% if is.registry
            names: Registry::default(),
            //% endif
        }
    }

    /// How many instances there are.
    pub async fn count(&self) -> Result<usize, DynamicError> {
        //% if is.partitions
        let mut count = 0;
        for supervisor in self.supervisors.all() {
            count += supervisor.count().await?;
        }
        Ok(count)
        //% else
        //+ self.supervisor.count().await
        //% endif
    }
    //% if is.registry

    /// The instance of this name, started if there is none.
    ///
    /// If the future is dropped half-way, the instance is started or is not; if it is, it is found. One that
    /// ends at this moment may be found too, as in OTP: who hears from it that it is not running asks again.
    pub async fn get_or_start(&self, name: &str) -> Result<H, DynamicError> {
        if let Some(handle) = self.lookup(name) {
            return Ok(handle);
        }
        //% if is.partitions
        let supervisor = self.supervisors.of(name);
        //% else
        //+ let supervisor = &self.supervisor;
        //% endif
        loop {
            let (handle, spec) = (self.make)(name);
            let id = supervisor.next_id();
            let instance = Instance {
                id,
                handle: handle.clone(),
                state: Arc::default(),
            };
            let own = Arc::clone(&instance.state);
            let child = self.named(name, instance, spec);
            let Err(error) = supervisor.start_child_as(id, child).await else {
                return Ok(handle);
            };
            if own.lock().named {
                // It had the name, so this is about itself.
                return Err(error);
            }
            // Somebody else was quicker, or it waits for its restart (OTP: `:already_started`).
            let instance = match (self.names.lookup(name), &error) {
                (Some(instance), _) => instance,
                (None, DynamicError::Failed(_)) => continue,
                (None, _) => return Err(error),
            };
            if !instance.state.lock().is_stopped() {
                return Ok(instance.handle);
            }
            // One that is being stopped has its name until that is over; left behind, until it ends by itself.
            if supervisor.terminate_child(instance.id).await == Err(DynamicError::LeftBehind)
                || self
                    .names
                    .lookup(name)
                    .is_some_and(|now| now.id == instance.id)
            {
                return Err(error);
            }
        }
    }

    /// The instance of this name, if one runs: it has started, and nobody has stopped it.
    pub fn lookup(&self, name: &str) -> Option<H> {
        let instance = self.names.lookup(name)?;
        instance.is_running().then_some(instance.handle)
    }

    /// The names of all instances, sorted; also of those that wait for their restart.
    pub fn names(&self) -> Vec<String> {
        self.names.names()
    }

    /// Stops the instance of this name for good.
    pub async fn stop(&self, name: &str) -> Result<(), DynamicError> {
        let instance = self.names.lookup(name).ok_or(DynamicError::NotFound)?;
        //% if is.partitions
        let supervisor = self.supervisors.of(name);
        //% else
        //+ let supervisor = &self.supervisor;
        //% endif
        supervisor.terminate_child(instance.id).await
    }

    /// A child that takes its name at its first start and has it for as long as its supervisor keeps
    /// the child, so that one which waits for its restart can be stopped, and has no double.
    fn named(&self, name: &str, instance: Instance<H>, spec: ChildSpec) -> ChildSpec {
        let (names, name) = (self.names.clone(), name.to_owned());
        let held = Arc::new(OnceLock::new());
        spec.holding_with(move |context| {
            if held.get().is_none() {
                // Only one incarnation starts at a time, so there is none to lose.
                let _ = held.set(names.register(&name, instance.clone())?);
            }
            let mut state = instance.state.lock();
            state.named = true;
            state.run = Some(context.clone());
            Ok::<_, AlreadyRegistered<_>>(Incarnation {
                _name: Arc::clone(&held),
                state: Arc::clone(&instance.state),
            })
        })
    }
    //% endif
    //% if not is.registry

    /// Starts one more instance. Whoever gets the handle is the one who knows it, so if the future is
    /// dropped half-way, the instance is stopped again.
    pub async fn start(&self, key: &str) -> Result<(ChildId, H), DynamicError> {
        let (handle, spec) = (self.make)(key);
        //% if is.partitions
        let id = self.supervisors.next_id();
        let supervisor = self.supervisors.of_id(id);
        //% else
        //+ let id = self.supervisor.next_id();
        //+ let supervisor = &self.supervisor;
        //% endif
        let mut start = Start {
            supervisor,
            id,
            runtime: Some(Handle::current()),
        };
        let started = supervisor.start_child_as(start.id, spec).await;
        start.runtime = None;
        started.map(|()| (start.id, handle))
    }

    /// Stops an instance for good.
    pub async fn stop_child(&self, id: ChildId) -> Result<(), DynamicError> {
        //% if is.partitions
        self.supervisors.of_id(id).terminate_child(id).await
        //% else
        //+ self.supervisor.terminate_child(id).await
        //% endif
    }
    //% endif
}
//% if not is.registry

/// A start that somebody waits for.
struct Start<'a> {
    supervisor: &'a DynamicSupervisor,
    id: ChildId,
    /// None when it has been waited for to the end.
    runtime: Option<Handle>,
}

impl Drop for Start<'_> {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            let (supervisor, id) = (self.supervisor.clone(), self.id);
            // Behind the start, if that was sent; otherwise there is no such child.
            runtime.spawn(async move { supervisor.terminate_child(id).await });
        }
    }
}
//% endif
