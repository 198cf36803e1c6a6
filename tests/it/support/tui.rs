//! What tests of the wizard share: key scripts, frames with their styles, advisors and a host.

#[path = "tui/advisors.rs"]
pub(crate) mod advisors;
#[path = "tui/frame.rs"]
pub(crate) mod frame;
#[path = "tui/keys.rs"]
pub(crate) mod keys;

use otp_advisor::inside::host::{Host, Left, Refusal};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::{Depth, Does, Input, Key, Mouse, Options, Step, Theme, Wizard};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A host that writes nothing and tells a fixed project.
#[derive(Default)]
pub(crate) struct Fake {
    pub(crate) saved: Vec<(String, String)>,
    pub(crate) emitted: Vec<String>,
    /// Other files than the usual ones.
    pub(crate) files: Vec<(String, String)>,
    /// Refuses everything with this.
    pub(crate) refusal: Option<String>,
    /// How often the answers were kept since they were last forgotten.
    pub(crate) kept: usize,
    /// Keeps nothing.
    pub(crate) forgetful: bool,
    /// Whether they had come to a result when they were kept last.
    pub(crate) finished: bool,
    /// What was interrupted, and what was done about it.
    pub(crate) left: Vec<Left>,
    pub(crate) settled: Vec<&'static str>,
    /// The one that was taken up.
    pub(crate) taken_up: Option<usize>,
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
    fn code(&self, session: &Session<'_>, _: &str) -> Result<Vec<(String, String)>, String> {
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

    fn check_project(&self, directory: &str, _: &Session<'_>) -> Result<String, String> {
        let good = !directory.is_empty() && !directory.contains(|c: char| c.is_uppercase());
        if good {
            Ok(format!("called {directory}"))
        } else {
            Err("no package is called so".to_owned())
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

    fn keep(&mut self, _: &Session<'_>, finished: bool) {
        self.kept += 1;
        self.finished = finished;
    }

    fn is_kept(&self) -> bool {
        self.kept > 0 && !self.forgetful
    }

    fn forget(&mut self) {
        self.kept = 0;
    }

    fn interrupted(&mut self, _: &Session<'_>) -> Vec<Left> {
        let left = self.left.iter().enumerate();
        let left = left.filter(|(place, _)| Some(*place) != self.taken_up);
        left.map(|(_, left)| left.clone()).collect()
    }

    fn take_up_interrupted(&mut self, _: &Session<'_>, place: usize) {
        self.taken_up = Some(place);
        self.settled.push("taken up");
    }

    fn give_back_interrupted(&mut self) {
        self.taken_up = None;
        self.settled.push("given back");
    }

    fn drop_interrupted(&mut self, place: usize) {
        self.left.remove(place);
        self.settled.push("dropped");
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
        let depth = if colour { Depth::Sixteen } else { Depth::None };
        let options = Options {
            depth,
            ..Options::default()
        };
        Self::with_options(advisor, host, size, &options)
    }

    /// At the first question, where the advisor has more to begin with.
    pub(crate) fn with_options(
        advisor: &'a Advisor,
        host: &'h mut dyn Host,
        size: (u16, u16),
        options: &Options,
    ) -> Self {
        let mut player = Self::opening_with(Session::new(advisor), host, size, options);
        if !advisor.starts.is_empty() {
            player.key(Key::Enter);
        }
        player
    }

    /// At the very first page.
    pub(crate) fn opening(advisor: &'a Advisor, host: &'h mut dyn Host, size: (u16, u16)) -> Self {
        Self::of(Session::new(advisor), host, size)
    }

    /// The same with answers given before.
    pub(crate) fn of(session: Session<'a>, host: &'h mut dyn Host, size: (u16, u16)) -> Self {
        Self::opening_with(session, host, size, &Options::default())
    }

    fn opening_with(
        session: Session<'a>,
        host: &'h mut dyn Host,
        size: (u16, u16),
        options: &Options,
    ) -> Self {
        Self {
            wizard: Wizard::new(session, host, options, size),
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            theme: Theme::of(options.theme, options.depth),
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
        // A hand that waits for what it sees.
        self.wizard.seen();
        &self.step
    }

    /// Clicks on a cell and draws.
    pub(crate) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(Does::Click, (column, row))
    }

    pub(crate) fn mouse(&mut self, does: Does, at: (u16, u16)) -> &mut Self {
        self.step = self.wizard.input(Input::Mouse(Mouse { does, at }));
        self.draw()
    }

    /// Clicks on the first cell of a text that is on the screen.
    pub(crate) fn click_on(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.find(text);
        self.click(column, row)
    }

    /// The column and row where a text begins.
    pub(crate) fn find(&mut self, text: &str) -> (u16, u16) {
        self.draw();
        let rows = frame::rows(self.terminal.backend().buffer());
        let row = rows.iter().position(|row| row.contains(text));
        let row = row.unwrap_or_else(|| panic!("no {text} on\n{}", rows.join("\n")));
        let before = rows[row].split(text).next().unwrap();
        let column = unicode_width::UnicodeWidthStr::width(before);
        (column.try_into().unwrap(), row.try_into().unwrap())
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.resized(width, height);
        self.draw()
    }

    /// The window has another size; what was drawn is gone, as the loop on a terminal takes it to be.
    pub(crate) fn resized(&mut self, width: u16, height: u16) -> Step {
        self.terminal.backend_mut().resize(width, height);
        let step = self.wizard.input(Input::Resize(width, height));
        if matches!(step, Step::Redraw) {
            let all = Rect::new(0, 0, width, height);
            self.terminal.resize(all).unwrap();
        }
        step
    }

    /// Draws what is shown once nothing is owed any more.
    pub(crate) fn draw(&mut self) -> &mut Self {
        self.wizard.catch_up();
        self.draw_at_once()
    }

    /// Draws what is shown at once.
    pub(crate) fn draw_at_once(&mut self) -> &mut Self {
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
