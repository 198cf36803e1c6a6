//! What can be known of a place before anything is written there: what stands in the way of a directory, and
//! whether its parents could be made.
//!
//! It is asked with every character of a path that is typed, so it leaves nothing behind. Writing may still
//! fail (a disk may be full), but never for what a look would have shown.

use std::fs;
use std::io;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Emitting;

pub(super) fn look_at(directory: &Path) -> Result<(), Diagnostic> {
    let path = directory.display().to_string();
    let in_the_way = || Diagnostic::new(Emitting::NoDirectory { path: path.clone() });
    let unwritable = |error: io::Error| {
        Diagnostic::new(Emitting::Unwritable {
            path: path.clone(),
            why: error.to_string(),
        })
    };
    match fs::metadata(directory) {
        Ok(there) if there.is_dir() => grows(directory).map_err(unwritable),
        Ok(_) => Err(in_the_way()),
        // A link to nowhere is there and names nothing.
        Err(_) if fs::symlink_metadata(directory).is_ok_and(|found| found.is_symlink()) => {
            Err(in_the_way())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = directory.ancestors().skip(1);
            // What names no root begins here.
            let mut above = above.map(|above| {
                if above.as_os_str().is_empty() {
                    Path::new(".")
                } else {
                    above
                }
            });
            let ground = above.find(|above| above.symlink_metadata().is_ok());
            ground.map_or(Ok(()), grows).map_err(unwritable)
        }
        Err(error) => Err(unwritable(error)),
    }
}

/// Whether something can be made in a directory, by what the system says of it.
#[cfg(unix)]
fn grows(ground: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};

    if !fs::metadata(ground)?.is_dir() {
        return Err(rustix::io::Errno::NOTDIR.into());
    }
    access(ground, Access::WRITE_OK | Access::EXEC_OK)?;
    refuse_told(ground)
}

/// What the kernel tells as files holds nothing else, whatever its permissions say to an administrator.
#[cfg(target_os = "linux")]
fn refuse_told(ground: &Path) -> io::Result<()> {
    const SYSFS: u32 = 0x6265_6572;

    let kind = rustix::fs::statfs(ground)?.f_type;
    let told = [rustix::fs::PROC_SUPER_MAGIC, SYSFS.into()];
    if told.contains(&kind) {
        return Err(rustix::io::Errno::NOENT.into());
    }
    Ok(())
}

#[cfg(all(unix, not(target_os = "linux")))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "as where there is something to refuse"
)]
fn refuse_told(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Elsewhere writing tells.
#[cfg(not(unix))]
fn grows(ground: &Path) -> io::Result<()> {
    fs::metadata(ground).map(drop)
}
