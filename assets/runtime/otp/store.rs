//! A small store on disk, where OTP has DETS: a map in one file that survives the program.
//!
//! It is redb, a B-tree with transactions. What is better than in DETS: [`Store::insert`] returns
//! when the row is on the disk (DETS saves every three minutes unless told to), a crash needs no
//! long repair, keys are ordered, and there is no limit of 2 GB. What is the same: one process has
//! the file open, every read may touch the disk, and there is one write at a time.
//!
//! - A committed write survives `kill -9` and a power failure.
//! - A file that was torn or altered is refused when it is opened ([`StoreError::Damaged`]): all
//!   its checksums are verified, which reads the whole file. Restore it from a backup.
//! - A disk that fails for a moment, as one that is full, fails the calls of that moment. A write that
//!   failed may be there nevertheless.
//! - Of programs that start at once, one gets the store. A lock beside the file (`FILE.lock`) says which,
//!   before anything is looked at or made; it stays there, and means nothing while nobody runs. The
//!   others ask again for a while ([`PATIENCE`]): the one before may be about to end.
//!
//! redb blocks, so all calls run on the threads tokio keeps for that. A write that is dropped early
//! has not happened, or it comes before every write that is called after it.

use std::{
    any::Any,
    ffi::OsString,
    fmt,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use redb::{
    Database, ReadOnlyTable, ReadableDatabase, ReadableTableMetadata, Table, TableDefinition,
};
use thiserror::Error;
use tokio::{
    task::spawn_blocking,
    time::{Instant, sleep},
};
use tokio_util::task::AbortOnDropHandle;
use tracing::{info, warn};

use super::{failure::let_go, file::Place, pauses::Pauses};

/// How long opening waits for another one that has the store, or for a system that fails.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// The pauses meanwhile, from the first to the longest.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSE_AT_MOST: Duration = Duration::from_secs(1);

const ROWS: TableDefinition<&str, &[u8]> = TableDefinition::new("rows");

type Rows<'a> = Table<'a, &'static str, &'static [u8]>;

/// What can go wrong with a store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process, or another [`Store`] of this one that is not a clone, has the file open.
    #[error("the store `{}` is in use: end the other program, or share its `Store`", .0.display())]
    InUse(PathBuf),
    /// The file is not, or not only, what was written to it.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The file is not where it was: what would be written is lost when the program ends.
    #[error("the store `{}` was removed or replaced while it is in use: end the program and look for the file", .0.display())]
    Removed(PathBuf),
    /// The disk is full, the file cannot be read, and the like.
    #[error("the store failed: {0}")]
    Failed(Box<redb::Error>),
    /// The runtime is shutting down, so the call was not carried out.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Whether opening may succeed a little later: it is in use, or the system has failed in a way that says
    /// nothing about the file.
    fn may_heal(&self) -> bool {
        use io::ErrorKind::{
            IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem,
        };

        let reason = match self {
            Self::InUse(_) => return true,
            Self::Failed(reason) => match &**reason {
                redb::Error::Io(reason) => reason,
                _ => return false,
            },
            _ => return false,
        };
        let lasting = matches!(
            reason.kind(),
            IsADirectory | NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem
        );
        reason.raw_os_error().is_some() && !lasting
    }
}

impl From<redb::Error> for StoreError {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::Corrupted(reason) => Self::Damaged(reason),
            other => Self::Failed(Box::new(other)),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        redb::Error::Io(error).into()
    }
}

/// A handle on the store; clones share it. The file is closed with the last of them, and with the calls
/// that still run.
#[derive(Clone)]
pub struct Store(Arc<Opened>);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.0.place.path())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store, or makes it if there is no such file.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::open_within(path, PATIENCE).await
    }

    /// The same with another patience than [`PATIENCE`].
    pub async fn open_within(
        path: impl Into<PathBuf>,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let path = path.into();
        let begun = Instant::now();
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        loop {
            let file = path.clone();
            match blocking(move || Opened::new(&file)).await {
                Err(reason) if reason.may_heal() => {
                    let pause = pauses.grow();
                    if begun.elapsed().saturating_add(pause) >= patience {
                        return Err(reason);
                    }
                    warn!(%reason, ?pause, "trying again");
                    sleep(pause).await;
                }
                opened => return Ok(Self(Arc::new(opened?))),
            }
        }
    }

    /// The row under `key` (`:dets.lookup`).
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let key = key.to_owned();
        let get = move |rows: &ReadOnlyTable<&str, &[u8]>| {
            let row = rows.get(key.as_str())?;
            Ok(row.map(|row| row.value().to_vec()))
        };
        self.read(get).await
    }

    /// All rows whose keys begin with `prefix`, in the order of their keys.
    pub async fn scan(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let prefix = prefix.to_owned();
        let scan = move |rows: &ReadOnlyTable<&str, &[u8]>| {
            let mut found = Vec::new();
            for row in rows.range(prefix.as_str()..)? {
                let (key, row) = row?;
                if !key.value().starts_with(&prefix) {
                    break;
                }
                found.push((key.value().to_owned(), row.value().to_vec()));
            }
            Ok(found)
        };
        self.read(scan).await
    }

    /// Writes one row; when this returns, it is on the disk.
    pub async fn insert(
        &self,
        key: impl Into<String>,
        row: impl Into<Vec<u8>>,
    ) -> Result<(), StoreError> {
        self.insert_all(vec![(key.into(), row.into())]).await
    }

    /// Writes all of the rows or none; much faster than one by one, because the disk is waited for
    /// once.
    pub async fn insert_all(&self, rows: Vec<(String, Vec<u8>)>) -> Result<(), StoreError> {
        let insert = move |table: &mut Rows<'_>| {
            for (key, row) in &rows {
                table.insert(key.as_str(), row.as_slice())?;
            }
            Ok(())
        };
        self.write(insert).await
    }

    /// Removes one row; tells whether there was one.
    pub async fn remove(&self, key: &str) -> Result<bool, StoreError> {
        let key = key.to_owned();
        let remove = move |rows: &mut Rows<'_>| Ok(rows.remove(key.as_str())?.is_some());
        self.write(remove).await
    }

    /// Keeps the rows for which `keep` says so, and removes all others at once: the disk is waited for once.
    /// Tells how many were removed, and how many are left. Should `keep` panic, so does this, and all rows
    /// are left.
    pub async fn retain<F>(&self, keep: F) -> Result<(u64, u64), StoreError>
    where
        F: Fn(&str, &[u8]) -> bool + Send + 'static,
    {
        let panicked = Arc::new(Mutex::new(None));
        let keep = Keep {
            keep: Some(keep),
            panicked: Arc::clone(&panicked),
        };
        let retain = move |rows: &mut Rows<'_>| {
            let before = rows.len()?;
            rows.retain(|key, row| keep.judges(key, row))?;
            if keep.panicked().is_some() {
                return Err(redb::Error::Io(io::ErrorKind::Interrupted.into()));
            }
            let left = rows.len()?;
            Ok((before - left, left))
        };
        let done = self.write(retain).await;
        let panic = panicked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        panic.map_or(done, |panic| resume_unwind(panic))
    }

    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&ReadOnlyTable<&'static str, &'static [u8]>) -> Result<T, redb::Error>
            + Send
            + 'static,
    {
        let opened = Arc::clone(&self.0);
        let read = move |database: &Database| work(&database.begin_read()?.open_table(ROWS)?);
        blocking(move || Ok(opened.with(read)?)).await
    }

    /// One transaction.
    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&mut Rows<'_>) -> Result<T, redb::Error> + Send + 'static,
    {
        let caller = Arc::new(());
        let (opened, asked) = (Arc::clone(&self.0), Arc::downgrade(&caller));
        let write = move |database: &Database| {
            let transaction = database.begin_write()?;
            // Others may have been waited for. Who gave up since may be calling the next one already.
            if asked.strong_count() == 0 {
                return Err(redb::Error::Io(io::ErrorKind::Interrupted.into()));
            }
            let done = work(&mut transaction.open_table(ROWS)?)?;
            transaction.commit()?;
            Ok(done)
        };
        let write = move || {
            if opened.place.is_left() {
                return Err(StoreError::Removed(opened.place.path().to_owned()));
            }
            Ok(opened.with(write)?)
        };
        let done = blocking(write).await;
        drop(caller);
        done
    }
}

type Panic = Box<dyn Any + Send>;

/// What the user keeps rows by. Its panic is the user's, and must not be taken for redb's.
struct Keep<F> {
    keep: Option<F>,
    panicked: Arc<Mutex<Option<Panic>>>,
}

impl<F: Fn(&str, &[u8]) -> bool> Keep<F> {
    fn panicked(&self) -> MutexGuard<'_, Option<Panic>> {
        self.panicked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a panic it is not asked again, for nothing will be removed.
    fn judges(&self, key: &str, row: &[u8]) -> bool {
        let Some(keep) = self.keep.as_ref().filter(|_| self.panicked().is_none()) else {
            return true;
        };
        catch_unwind(AssertUnwindSafe(|| keep(key, row))).unwrap_or_else(|panic| {
            *self.panicked() = Some(panic);
            true
        })
    }
}

impl<F> Drop for Keep<F> {
    fn drop(&mut self) {
        // What was done is done, whatever that says.
        let_go(self.keep.take());
    }
}

/// The database, and how often it was opened.
struct Loaded {
    database: Option<Database>,
    generation: u64,
}

/// The file, and the lock that makes it ours, which is given back after it.
struct Opened {
    place: Place,
    database: RwLock<Loaded>,
    _lock: File,
}

impl Opened {
    fn new(path: &Path) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        if !path.try_exists()? {
            create(path)?;
        }
        let database = load(path).map_err(|reason| match reason {
            // By a program that does not know of the lock.
            redb::Error::DatabaseAlreadyOpen => StoreError::InUse(path.to_owned()),
            reason => reason.into(),
        });
        let database = RwLock::new(Loaded {
            database: Some(database?),
            generation: 0,
        });
        info!(path = %path.display(), "the store is open");
        Ok(Self {
            place: Place::of(path)?,
            database,
            _lock: lock,
        })
    }

    fn with<T>(
        &self,
        work: impl Fn(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, redb::Error> {
        let (done, generation) = self.attempt(&work);
        if !matches!(done, Err(redb::Error::PreviousIo)) {
            return done;
        }
        self.reload(generation)?;
        self.attempt(&work).0
    }

    /// The disk failed some time ago. redb then wants the file to be closed and opened anew, which is done
    /// once for all who have seen the same: it reads the whole file.
    fn reload(&self, seen: u64) -> Result<(), redb::Error> {
        let mut loaded = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if loaded.generation != seen {
            return Ok(());
        }
        let path = self.place.path();
        warn!(path = %path.display(), "the store failed; opening it again");
        drop(loaded.database.take());
        // Also if it is in vain: who comes later tries again.
        loaded.generation += 1;
        loaded.database = Some(load(path)?);
        Ok(())
    }

    /// Tells also in which database.
    fn attempt<T>(
        &self,
        work: impl Fn(&Database) -> Result<T, redb::Error>,
    ) -> (Result<T, redb::Error>, u64) {
        let loaded = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = loaded.database.as_ref();
        let done = database.map_or(Err(redb::Error::PreviousIo), work);
        (done, loaded.generation)
    }
}

/// `FILE.EXTENSION`, whatever the file is called.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(extension);
    name.into()
}

/// Makes the store ours, until the lock is dropped or the process ends, in whatever way.
fn lock(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    let lock = options.write(true).create(true).truncate(false);
    let lock = lock.open(beside(path, "lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path.to_owned())),
        Err(TryLockError::Error(reason)) => Err(reason.into()),
    }
}

/// Makes an empty store under another name, which then is there as a whole and for good, or not at all.
/// Only who has the lock may do this.
fn create(path: &Path) -> Result<(), StoreError> {
    let new = beside(path, "new");
    match fs::remove_file(&new) {
        // Nobody was killed in the middle of this.
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => {}
        removed => removed?,
    }
    let empty = Database::create(&new).map_err(redb::Error::from)?;
    empty.close().map_err(redb::Error::from)?;
    OpenOptions::new().write(true).open(&new)?.sync_all()?;
    fs::rename(&new, path)?;
    // The name is on the disk when its directory is. Windows has no such call, and no need of it.
    if cfg!(unix) {
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn load(path: &Path) -> Result<Database, redb::Error> {
    // `create` would take an empty file for a new store; `open` refuses one that was cut to nothing.
    let mut builder = Database::builder();
    let database = builder.set_check_integrity_on_open(true).open(path)?;
    // So that readers always find the table.
    let transaction = database.begin_write()?;
    transaction.open_table(ROWS)?;
    transaction.commit()?;
    Ok(database)
}

async fn blocking<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StoreError> + Send + 'static,
{
    // Dropped before it began, it does not begin.
    match AbortOnDropHandle::new(spawn_blocking(work)).await {
        Ok(done) => done,
        // redb panics on some damage that it finds while reading.
        Err(crash) if crash.is_panic() => Err(StoreError::Damaged(crash.to_string())),
        Err(_) => Err(StoreError::Closed),
    }
}
//% if with.runtime_tests

#[cfg(test)]
mod tests;
//% endif
