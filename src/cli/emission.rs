//! A project onto the disk: the checks before it, the signals during it, and what is said after.
//!
//! `--emit`, the wizard and the prompts all write through here.

mod ground;

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::{Emitting, Usage};
use crate::emit::write::{self, Options, What, Written};
use crate::emit::{File, diff};
use crate::error::Error;
use crate::model::Target;
use crate::render::emitted::{Change, EmittedObject};
use crate::text::in_line;
use crate::words::Words;

/// Writes a project, so that a signal takes everything back.
pub(super) fn emit(directory: &Path, files: &[File], force: bool) -> Result<Written, Error> {
    refuse_foreign_workspace(directory, files)?;
    let guard = signals::Guard::begin();
    let options = Options {
        force,
        stop: guard.stop(),
    };
    let written = write::write(directory, files, &options);
    match guard.end() {
        Some(signal) if written.is_err() => Err(Error::Signal(signal)),
        _ => written.map_err(Error::target),
    }
}

/// Refuses what [`emit`] would, as far as that is seen without writing anything.
pub(super) fn look_at(directory: &Path, target: &Target) -> Result<(), Error> {
    if target.files.iter().any(|file| &*file.path == "Cargo.toml") {
        refuse_foreign(directory)?;
    }
    ground::look_at(directory).map_err(Error::target)
}

/// Whether there is something in a directory: such a one is left alone.
pub(super) fn is_taken(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut there| there.next().is_some())
}

/// Refuses it.
pub(super) fn refuse_taken(directory: &Path) -> Result<(), Error> {
    if !is_taken(directory) {
        return Ok(());
    }
    let path = in_line(&directory.display().to_string()).into_owned();
    Err(Error::target(Diagnostic::new(Emitting::NotEmpty { path })))
}

/// What [`emit`] would do, as text.
pub(super) fn dry_run(directory: &Path, files: &[File], words: &Words) -> Result<String, Error> {
    refuse_foreign_workspace(directory, files)?;
    let plan = write::plan(directory, files).map_err(Error::target)?;
    let mut notes = String::new();
    let words = &words.emitting;
    for change in &plan.changes {
        let note = match change.what {
            What::Replace { .. } => words.would_replace,
            What::Edited => words.would_keep,
            _ => continue,
        };
        notes.extend(["  ", note, ": ", &in_line(&change.path), "\n"]);
    }
    for path in &plan.kept {
        notes.extend(["  ", words.would_keep, ": ", &in_line(path), "\n"]);
    }
    Ok(diff::diff(&plan, files, words.unchanged) + &notes)
}

/// What [`emit`] would do, for programs.
pub(super) fn would_emit(
    directory: &Path,
    files: &[File],
    confirm: String,
) -> Result<EmittedObject, Error> {
    refuse_foreign_workspace(directory, files)?;
    let plan = write::plan(directory, files).map_err(Error::target)?;
    let of = |wanted: fn(&What) -> bool| -> Vec<String> {
        let changes = plan.changes.iter();
        let changes = changes.filter(|change| wanted(&change.what));
        changes.map(|change| change.path.clone()).collect()
    };
    let replaced = of(|what| matches!(what, What::Replace { .. }));
    Ok(EmittedObject {
        directory: directory.display().to_string(),
        dry_run: true,
        finished_earlier: false,
        main: main(files),
        files: changes(files, &replaced),
        removed: of(|what| matches!(what, What::Remove { .. })),
        kept: [of(|what| *what == What::Edited), plan.kept].concat(),
        confirm,
    })
}

/// What [`emit`] did, for programs.
pub(super) fn emitted(
    written: &Written,
    directory: &Path,
    files: &[File],
    confirm: String,
) -> EmittedObject {
    let replaced = written.replaced.iter().map(|(path, _)| path.clone());
    let replaced: Vec<String> = replaced.collect();
    EmittedObject {
        directory: directory.display().to_string(),
        dry_run: false,
        finished_earlier: written.finished_earlier,
        main: main(files),
        files: changes(files, &replaced),
        removed: written.removed.clone(),
        kept: [&written.edited[..], &written.kept].concat(),
        confirm,
    }
}

/// The file that its user goes on from.
fn main(files: &[File]) -> Option<String> {
    let main = files.iter().find(|file| file.main)?;
    Some(main.path.clone())
}

fn changes(files: &[File], replaced: &[String]) -> Vec<Change> {
    let change = |file: &File| Change {
        path: file.path.clone(),
        replaces: replaced.contains(&file.path),
    };
    files.iter().map(change).collect()
}

/// One sentence a line: what was written, and what became of other files.
pub(super) fn report(written: &Written, directory: &Path, words: &Words) -> Vec<String> {
    let shown = in_line(&directory.display().to_string()).into_owned();
    let mut lines = vec![(words.reports.written)(written.files, &shown)];
    let words = &words.emitting;
    if written.finished_earlier {
        lines.push(words.finished_earlier.to_owned());
    }
    let named = |paths: &[String], say: fn(&str) -> String| -> Vec<String> {
        paths.iter().map(|path| say(&in_line(path))).collect()
    };
    // What becomes of its owner's work comes first.
    for (path, aside) in &written.replaced {
        lines.push((words.replaced)(&in_line(path), &in_line(aside)));
    }
    lines.extend(named(&written.edited, words.edited));
    lines.extend(named(&written.kept, words.kept));
    if !written.removed.is_empty() {
        let removed: Vec<_> = written.removed.iter().map(|path| in_line(path)).collect();
        lines.push((words.removed)(&removed.join(", ")));
    }
    lines
}

/// The command that builds and tests what was written, for a POSIX shell.
pub(super) fn confirm(directory: &Path, command: &str) -> String {
    let directory = directory.display().to_string();
    let quoted = crate::render::quoted(&directory);
    in_line(&format!("cd {quoted} && {command}")).into()
}

/// Cargo would refuse every command in a project that a workspace above does not list.
fn refuse_foreign_workspace(directory: &Path, files: &[File]) -> Result<(), Error> {
    if !files.iter().any(|file| file.path == "Cargo.toml") {
        return Ok(());
    }
    refuse_foreign(directory)
}

fn refuse_foreign(directory: &Path) -> Result<(), Error> {
    match write::workspace::foreign(directory) {
        None => Ok(()),
        Some(foreign) => Err(Error::target(Diagnostic::new(Emitting::ForeignWorkspace {
            manifest: foreign.manifest.display().to_string(),
            member: foreign.member,
        }))),
    }
}

/// A path that begins with `~`, as the user's shell would have expanded it.
pub(super) fn expanded(path: &Path) -> Option<PathBuf> {
    let below = path.strip_prefix("~").ok()?;
    Some(std::env::home_dir()?.join(below))
}

/// `--emit=~/x` reaches the program as it is; a directory called `~` is not what is meant.
pub(super) fn refuse_tilde(flag: &'static str, path: &Path) -> Result<(), Error> {
    match expanded(path) {
        None => Ok(()),
        Some(expanded) => Err(Error::usage(Diagnostic::new(Usage::Tilde {
            flag,
            expanded: expanded.display().to_string(),
        }))),
    }
}

/// Signals while files are written: noted, so that everything is taken back before the end.
#[cfg(unix)]
mod signals {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use signal_hook::SigId;

    use crate::signals::{ENDING, Watching};

    pub(super) struct Guard {
        stop: Arc<AtomicBool>,
        signal: Arc<AtomicUsize>,
        registered: Vec<SigId>,
        /// From its end on a signal ends the program again, unless somebody else watches.
        watching: Option<Watching>,
    }

    impl Guard {
        pub(super) fn begin() -> Self {
            let guard = Self {
                stop: Arc::default(),
                signal: Arc::default(),
                registered: Vec::new(),
                watching: Watching::begin().ok(),
            };
            let mut registered = Vec::new();
            for signal in ENDING {
                let number = usize::try_from(signal).unwrap_or_default();
                let flags = [
                    signal_hook::flag::register_usize(signal, Arc::clone(&guard.signal), number),
                    signal_hook::flag::register(signal, Arc::clone(&guard.stop)),
                ];
                // Where a signal cannot be caught it ends the program at once, as before.
                registered.extend(flags.into_iter().flatten());
            }
            Self {
                registered,
                ..guard
            }
        }

        pub(super) fn stop(&self) -> &AtomicBool {
            &self.stop
        }

        /// The signal that came meanwhile.
        pub(super) fn end(self) -> Option<u8> {
            for id in self.registered {
                signal_hook::low_level::unregister(id);
            }
            drop(self.watching);
            match self.signal.load(Ordering::SeqCst) {
                0 => None,
                signal => u8::try_from(signal).ok(),
            }
        }
    }
}

/// Elsewhere ctrl-C ends the program at once, and the next run finishes or clears what was begun.
#[cfg(not(unix))]
mod signals {
    use std::sync::atomic::AtomicBool;

    pub(super) struct Guard(AtomicBool);

    impl Guard {
        pub(super) fn begin() -> Self {
            Self(AtomicBool::new(false))
        }

        pub(super) fn stop(&self) -> &AtomicBool {
            &self.0
        }

        pub(super) fn end(self) -> Option<u8> {
            None
        }
    }
}
