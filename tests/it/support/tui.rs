//! What tests of the wizard share: key scripts, frames with their styles, advisors and a host.

#[path = "tui/advisors.rs"]
pub(crate) mod advisors;
#[path = "tui/frame.rs"]
pub(crate) mod frame;
#[path = "tui/keys.rs"]
pub(crate) mod keys;

use otp_advisor::inside::host::{Host, Refusal};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::{Input, Key, Options, Step, Theme, Wizard};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// A host that writes nothing and tells a fixed project.
#[derive(Default)]
pub(crate) struct Fake {
    pub(crate) saved: Vec<(String, String)>,
    pub(crate) emitted: Vec<String>,
    /// Other files than the usual ones.
    pub(crate) files: Vec<(String, String)>,
    /// Refuses everything with this.
    pub(crate) refusal: Option<String>,
}

pub(crate) const MAIN: &str = "//! A counter.\n\n#[derive(Debug, Default)]\npub struct Counter<'a> {\n    name: &'a str,\n    count: u64, // since the start\n}\n\nimpl Counter<'_> {\n    pub fn add(&mut self) -> String {\n        self.count += 1;\n        format!(\"{}: {}\", self.name, self.count)\n    }\n}\n";

/// A host with lines too long for a narrow window, in code and in a README.
pub(crate) fn long_lines() -> Fake {
    let code = "fn main() {\n    let continued = somewhere::else_entirely::that_is_long(argument);\n    \
                // What is said here is longer than the window is wide, and wraps at its words.\n}\n";
    let readme = "# A counter\n\nIt counts whatever it is asked to count, one at a time, and tells how many.\n";
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    Fake {
        files: vec![
            file("src/a_longer_name_than_usual/in_a_folder.rs", code),
            file("README.md", readme),
        ],
        ..Fake::default()
    }
}

impl Host for Fake {
    fn code(&self, session: &Session<'_>) -> Result<Vec<(String, String)>, String> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        if !session.is_complete() {
            return Err("not all is decided".to_owned());
        }
        if !self.files.is_empty() {
            return Ok(self.files.clone());
        }
        let manifest = "# The package.\n[package]\nname = \"counter\"\n";
        Ok(vec![
            ("src/main.rs".to_owned(), MAIN.to_owned()),
            ("Cargo.toml".to_owned(), manifest.to_owned()),
        ])
    }

    fn sheet(&self, session: &Session<'_>) -> String {
        format!("advisor: {}\n", session.advisor().id)
    }

    fn command(&self, _: &Session<'_>) -> String {
        "otp-advisor --set …".to_owned()
    }

    fn save(&mut self, path: &str, text: &str, replace: bool) -> Result<(), Refusal> {
        if let Some(refusal) = &self.refusal {
            return Err(Refusal::Because(refusal.clone()));
        }
        if !replace && self.saved.iter().any(|(saved, _)| saved == path) {
            return Err(Refusal::Own);
        }
        self.saved.push((path.to_owned(), text.to_owned()));
        Ok(())
    }

    fn check_project(&self, directory: &str) -> Result<String, String> {
        let good = !directory.is_empty() && !directory.contains(|c: char| c.is_uppercase());
        match good {
            true => Ok(format!("called {directory}")),
            false => Err("no package is called so".to_owned()),
        }
    }

    fn emit(&mut self, directory: &str, _: &Session<'_>) -> Result<String, String> {
        match &self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => {
                self.emitted.push(directory.to_owned());
                Ok(format!("2 files in {directory}"))
            }
        }
    }
}

/// A wizard and a screen to draw it on.
pub(crate) struct Player<'a, 'h> {
    pub(crate) wizard: Wizard<'a, 'h>,
    pub(crate) terminal: Terminal<TestBackend>,
    pub(crate) theme: Theme,
    /// What the last key led to.
    pub(crate) step: Step,
}

impl<'a, 'h> Player<'a, 'h> {
    pub(crate) fn new(advisor: &'a Advisor, host: &'h mut dyn Host, size: (u16, u16)) -> Self {
        Self::with(advisor, host, size, true)
    }

    pub(crate) fn with(
        advisor: &'a Advisor,
        host: &'h mut dyn Host,
        size: (u16, u16),
        colour: bool,
    ) -> Self {
        let options = Options {
            colour,
            ..Options::default()
        };
        Self {
            wizard: Wizard::new(Session::new(advisor), host, &options, size),
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            theme: Theme::new(colour),
            step: Step::Continue,
        }
    }

    /// Presses the keys of a script and draws once they are all taken.
    pub(crate) fn press(&mut self, script: &str) -> &mut Self {
        for key in keys::script(script) {
            self.key(key);
        }
        self.draw()
    }

    pub(crate) fn key(&mut self, key: Key) -> &Step {
        self.step = self.wizard.input(Input::Key(key));
        &self.step
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.wizard.input(Input::Resize(width, height));
        self.draw()
    }

    pub(crate) fn draw(&mut self) -> &mut Self {
        let wizard = &self.wizard;
        self.terminal.draw(|frame| wizard.draw(frame)).unwrap();
        self
    }

    /// The frame with its styles.
    pub(crate) fn frame(&mut self) -> String {
        self.draw();
        frame::frame(&mut self.terminal, self.theme)
    }

    /// The frame as it is.
    pub(crate) fn buffer(&mut self) -> Buffer {
        self.draw();
        self.terminal.backend().buffer().clone()
    }

    /// The text alone.
    pub(crate) fn text(&mut self) -> String {
        self.draw();
        frame::rows(self.terminal.backend().buffer()).join("\n")
    }
}
