//! An Elixir `PartitionSupervisor`: N copies of one child, and the copy responsible for a key.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::{ChildSpec, Options};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// The handles of the partitions, by number.
pub struct PartitionSupervisor<H> {
    handles: Arc<[H]>,
}

impl<H> PartitionSupervisor<H> {
    /// A supervisor of `partitions` copies (at least one), as a child of another one.
    ///
    /// `make` is given the number of a partition and returns its handle and its spec. The handle
    /// must stay valid when the partition is restarted.
    pub fn child(
        id: impl Into<Arc<str>>,
        options: Options,
        partitions: usize,
        mut make: impl FnMut(usize) -> (H, ChildSpec),
    ) -> (Self, ChildSpec) {
        let numbered = |partition| {
            let (handle, mut child) = make(partition);
            child.id = format!("{}/{partition}", child.id).into();
            (handle, child)
        };
        let (handles, children): (Vec<_>, _) = (0..partitions.max(1)).map(numbered).unzip();
        let handles = handles.into();
        (
            Self { handles },
            ChildSpec::supervisor(id, options, children),
        )
    }

    /// The partition responsible for a key: always the same while the program runs. Another build
    /// may hash differently, so it must not be written down.
    pub fn route(&self, key: &(impl Hash + ?Sized)) -> &H {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        self.nth(hasher.finish())
    }

    /// The partition of that number, from the first again after the last.
    pub fn nth(&self, number: u64) -> &H {
        let partition = number % self.handles.len() as u64;
        &self.handles[usize::try_from(partition).unwrap_or_default()]
    }

    /// All partitions, to ask each of them.
    pub fn iter(&self) -> impl Iterator<Item = &H> {
        self.handles.iter()
    }
}

impl<H> Clone for PartitionSupervisor<H> {
    fn clone(&self) -> Self {
        let handles = Arc::clone(&self.handles);
        Self { handles }
    }
}

impl<H> fmt::Debug for PartitionSupervisor<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let partitions = self.handles.len();
        f.debug_tuple("PartitionSupervisor")
            .field(&partitions)
            .finish()
    }
}
