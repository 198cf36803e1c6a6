//! What is written, and what would be: `:save` and `:emit`, and before them `:code`, `:files` and `:diff`, which
//! read the project without writing it.
//!
//! Whoever hears the prompts cannot look a long text over, so that each is listed first, and read by its
//! number or its name.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::emit::diff::{Change, changes};
use crate::host::Refusal;
use crate::render::page::Tone;
use crate::session::Session;
use crate::text::sought::places;
use crate::text::{nearest, sanitise, shorten};

/// A path and its text.
type Files = Vec<(String, String)>;

/// More lines are no answer to what was looked for.
const MOST: usize = 40;

impl<'a, R: BufRead, W: Write> Plain<'a, '_, R, W> {
    pub(super) fn save(&mut self, path: &str) -> io::Result<()> {
        if path.is_empty() {
            return self.say(self.own.save_where);
        }
        let wizard = &self.words.wizard;
        let sheet = self.host.sheet(self.interview.session());
        // Saying the name again is as good as an answer to whether it may be replaced.
        match self.host.save(path, &sheet, true) {
            Ok(()) => {
                self.saved();
                self.say(&(wizard.saved)(path))
            }
            Err(Refusal::Because(why)) => self.say(&(wizard.not_saved)(&why)),
            Err(Refusal::Own) => self.say(&(wizard.not_saved)(&(wizard.taken)(path))),
        }
    }

    pub(super) fn emit(&mut self, directory: &str) -> io::Result<()> {
        if directory.is_empty() {
            return self.say(self.own.emit_where);
        }
        let session = self.interview.session();
        if session.next().is_some() && session.clone().finish_with_defaults().is_ok() {
            return self.say(self.own.emit_unfinished);
        }
        let Some(session) = self.design()? else {
            return Ok(());
        };
        let told = match self.host.emit(directory, &session) {
            Ok(done) => {
                self.directory = Some(directory.to_owned());
                done
            }
            Err(why) => (self.words.wizard.not_emitted)(&why),
        };
        self.say(&told)
    }

    /// The finished design, with the defaults for what is left; where there is none, why is told.
    fn design(&mut self) -> io::Result<Option<Session<'a>>> {
        let mut session = self.interview.session().clone();
        if let Err(question) = session.finish_with_defaults() {
            let id = &session.advisor().question(question).id;
            self.say(&(self.own.needs_answer)(id))?;
            return Ok(None);
        }
        if !session.is_complete() {
            self.undecided()?;
            return Ok(None);
        }
        Ok(Some(session))
    }

    /// Where it would be written.
    fn directory(&self) -> String {
        let usual = || self.words.my_project.to_owned();
        self.directory.clone().unwrap_or_else(usual)
    }

    /// The files of the design; where there are none, why is told.
    fn project(&mut self) -> io::Result<Option<Files>> {
        let Some(session) = self.design()? else {
            return Ok(None);
        };
        match self.host.code(&session, &self.directory()) {
            Err(why) => {
                self.say(&sanitise(&why))?;
                Ok(None)
            }
            Ok(files) if files.is_empty() => {
                self.say(self.words.wizard.acting.no_files)?;
                Ok(None)
            }
            Ok(files) => {
                if self.interview.session().next().is_some() {
                    self.say(self.own.code_by_default)?;
                }
                Ok(Some(files))
            }
        }
    }

    /// A file as it would be written; the main one where none is named.
    pub(super) fn code(&mut self, name: &str) -> io::Result<()> {
        let Some(files) = self.project()? else {
            return Ok(());
        };
        let paths = files.iter().map(|(path, _)| path.as_str());
        let Some(place) = self.which(paths, name)? else {
            return Ok(());
        };
        let (path, text) = &files[place];
        let mut page = self.page();
        let lines = (self.words.wizard.acting.lines)(text.lines().count());
        page.text(0, Tone::Title, &format!("{path} ({lines})"));
        for line in text.lines() {
            page.verbatim(0, line);
        }
        self.write(page)
    }

    /// The files, or the lines in them that have a text.
    pub(super) fn files(&mut self, sought: &str) -> io::Result<()> {
        let Some(files) = self.project()? else {
            return Ok(());
        };
        let words = &self.words.wizard.acting;
        let mut page = self.page();
        if sought.is_empty() {
            for (place, (path, text)) in files.iter().enumerate() {
                let told = format!("{path} ({})", (words.lines)(text.lines().count()));
                page.item(2, &format!("{}.", place + 1), Tone::Plain, &told);
            }
            page.text(0, Tone::Plain, self.own.files_how);
            return self.write(page);
        }
        let lines = files.iter().flat_map(|(path, text)| {
            let lines = text.lines().enumerate();
            lines.map(move |(number, line)| (path, number + 1, line))
        });
        let mut found = lines.filter(|(.., line)| !places(line, sought).is_empty());
        let told: Vec<_> = found.by_ref().take(MOST).collect();
        if told.is_empty() {
            return self.say(&(words.not_found)(&shorten(&sanitise(sought))));
        }
        for (path, number, line) in told {
            page.verbatim(2, &format!("{path}:{number}: {}", line.trim()));
        }
        match found.count() {
            0 => {}
            more => page.text(2, Tone::Plain, &(self.own.and_more)(more)),
        }
        self.write(page)
    }

    /// What the answers told last would change in the files.
    pub(super) fn diff(&mut self, name: &str) -> io::Result<()> {
        if self.offered.is_empty() {
            return self.say(self.own.diff_of_what);
        }
        let Some(now) = self.project()? else {
            return Ok(());
        };
        let mut then = self.interview.with(self.offered.clone());
        let finished = then.finish_with_defaults();
        if let Err(question) = finished {
            let id = &then.advisor().question(question).id;
            return self.say(&(self.own.needs_answer)(id));
        }
        let then = match self.host.code(&then, &self.directory()) {
            Ok(files) => files,
            Err(why) => return self.say(&sanitise(&why)),
        };
        let changes = changes(&now, &then);
        if changes.is_empty() {
            return self.say(self.own.diff_none);
        }
        let mut page = self.page();
        if name.is_empty() {
            for (place, change) in changes.iter().enumerate() {
                let told = format!("{} ({})", change.path, self.counted(change));
                page.item(2, &format!("{}.", place + 1), Tone::Plain, &told);
            }
            page.text(0, Tone::Plain, self.own.diff_how);
            return self.write(page);
        }
        let is_there = |path: &str| named(path, name);
        if !changes.iter().any(|change| is_there(change.path))
            && let Some((path, _)) = now.iter().find(|(path, _)| is_there(path))
        {
            return self.say(&(self.own.diff_none_in)(path));
        }
        let paths = changes.iter().map(|change| change.path);
        let Some(place) = self.which(paths, name)? else {
            return Ok(());
        };
        for line in changes[place].unified().lines() {
            page.verbatim(0, line);
        }
        self.write(page)
    }

    fn counted(&self, change: &Change<'_>) -> String {
        match (change.before, change.after) {
            (None, _) => self.own.diff_new.to_owned(),
            (_, None) => self.own.diff_gone.to_owned(),
            _ => {
                let (more, fewer) = change.lines();
                format!("+{more} -{fewer}")
            }
        }
    }

    /// The place of a path that is named in full, by its end or by its number; the first where none is.
    fn which<'p>(
        &mut self,
        paths: impl Iterator<Item = &'p str>,
        name: &str,
    ) -> io::Result<Option<usize>> {
        let paths: Vec<&str> = paths.collect();
        if name.is_empty() {
            return Ok(Some(0));
        }
        let number = name.parse::<usize>().ok();
        let number = number.and_then(|number| number.checked_sub(1));
        let place = match number {
            Some(number) => Some(number).filter(|number| *number < paths.len()),
            None => paths.iter().position(|path| named(path, name)),
        };
        if place.is_none() {
            self.say(&(self.own.no_file)(&shorten(&sanitise(name))))?;
            let file = |path: &&'p str| path.rsplit('/').next().unwrap_or_default();
            let known = paths.iter().copied().chain(paths.iter().map(file));
            if let Some(near) = nearest(name, known) {
                self.say(&(self.own.did_you_mean)(near))?;
            }
        }
        Ok(place)
    }
}

/// Whether a path is named in full or by its end.
fn named(path: &str, name: &str) -> bool {
    let rest = path.strip_suffix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}
