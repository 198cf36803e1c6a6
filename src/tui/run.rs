//! The wizard without a terminal: input in, frames and steps out.
//!
//! What the steps ask for is done by whoever drives it, which is `drive` on a terminal, and tests
//! elsewhere.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

use super::action::Action;
use super::glyphs::{Glyphs, reduce};
use super::highlight::{CodeFile, by_folder};
use super::key::{Input, Key};
use super::keymap::{self, Keymap};
use super::options::Options;
use super::places::{self, Target};
use super::state::{App, Effect, Offers};
use super::theme::Choice;
use super::update::{self, update};
use super::view::View;
use crate::host::{Host, Refusal, Translations};
use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::session::Session;
use crate::text::is_safe;

/// An interview under way.
pub struct Wizard<'a, 'h> {
    app: App<'a>,
    look: Choice,
    glyphs: Glyphs,
    languages: Option<&'a dyn Translations>,
    /// The answers that the host keeps.
    kept: Vec<(QuestionIx, Answer)>,
    /// The code of the result is still to be written, which takes longer than a frame may.
    owed: bool,
    /// Where the last input was a click that highlighted something.
    pointed: Option<(u16, u16)>,
    host: &'h mut dyn Host,
}

/// What an input leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Draw and go on.
    Continue,
    /// Put this text on the clipboard.
    Copy(String),
    /// Hand the terminal to the shell until resumed.
    Suspend,
    /// Paint everything anew.
    Redraw,
    /// Listen to the mouse from now on, or no longer.
    Mouse(bool),
    /// Leave with the session.
    Finish,
    /// Leave without.
    Cancel,
}

impl<'a, 'h> Wizard<'a, 'h> {
    pub fn new(
        session: Session<'a>,
        host: &'h mut dyn Host,
        options: &Options,
        size: (u16, u16),
    ) -> Self {
        let offers = Offers {
            sheet: options.sheet.clone(),
            project: match &options.project {
                Some(project) => project.clone(),
                None => session.advisor().words().my_project.to_owned(),
            },
            partial: options.partial,
        };
        let mouse = options.mouse;
        let mut wizard = Self {
            app: App::new(session, size, offers),
            look: Choice {
                named: options.theme,
                depth: options.depth,
                light: None,
            },
            glyphs: options.glyphs,
            languages: None,
            kept: Vec::new(),
            owed: false,
            pointed: None,
            host,
        };
        wizard.app.mouse = mouse;
        wizard.app.keys = Keymap::new(wizard.app.common, Arc::clone(&options.keys));
        let effect = update::open(&mut wizard.app);
        wizard.perform(effect);
        wizard.kept = wizard.app.answers();
        if wizard.kept.is_empty() {
            let left = wizard.host.interrupted(wizard.app.session());
            update::offer(&mut wizard.app, left);
            let unreadable = wizard.host.unreadable();
            update::unreadable(&mut wizard.app, &unreadable);
        }
        // Whoever gave something has begun.
        let session = wizard.app.session();
        let mut questions = session.advisor().question_ixs();
        if questions.all(|question| session.given(question).is_none()) {
            update::open_first(&mut wizard.app);
        }
        wizard.measure();
        wizard
    }

    /// Has these languages to go over to.
    pub fn speaks(&mut self, languages: &'a dyn Translations) {
        self.languages = Some(languages);
    }

    /// Takes one input.
    pub fn input(&mut self, input: Input) -> Step {
        // Whatever the key does, it finds all there.
        self.catch_up();
        let step = self.take(input);
        self.measure();
        self.keep(&step);
        step
    }

    /// Has new answers kept, and none once they are handed over.
    fn keep(&mut self, step: &Step) {
        if *step == Step::Finish {
            // What leaves something open can still be gone on with.
            if self.app.offers.partial || self.app.session().is_complete() {
                self.host.forget();
            }
            return;
        }
        let answers = self.app.answers();
        if answers != self.kept {
            self.kept = answers;
            if !self.kept.is_empty() {
                let finished = self.app.result.is_some();
                self.host.keep(self.app.session(), finished);
            } else if self.app.taken_up.take().is_some() {
                // Taken back, it is what was interrupted, as before.
                self.host.give_back_interrupted();
            } else {
                self.host.forget();
            }
            self.app.safe.kept = self.host.is_kept();
            if let Some(why) = self.host.why_not_kept() {
                update::not_kept(&mut self.app, &why);
            }
        }
    }

    fn take(&mut self, input: Input) -> Step {
        let pointed = self.pointed.take();
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(text) => {
                let effect = update::paste(&mut self.app, &text);
                self.perform(effect)
            }
            Input::Mouse(mouse) => {
                let places = self.view().places();
                let mut actions = places::actions(&self.app, &places, mouse);
                let row = matches!(places::hit(&places, mouse.at), Some(Target::Row(_)));
                if let ([Action::Point(_)], true) = (&actions[..], row) {
                    // What is highlighted may open, and the rows below it move: a second click at the same
                    // cell is still about what the first one was.
                    if pointed == Some(mouse.at) {
                        actions = vec![Action::Choose];
                    } else {
                        self.pointed = Some(mouse.at);
                    }
                }
                for action in actions {
                    let step = self.act(action);
                    if step != Step::Continue {
                        return step;
                    }
                }
                Step::Continue
            }
            Input::Background(red, green, blue) => {
                self.look.on((red, green, blue));
                Step::Continue
            }
            Input::Resize(width, height) => {
                self.app.size = (width, height);
                if let Some(found) = &mut self.app.result {
                    found.follow = true;
                }
                Step::Redraw
            }
        }
    }

    fn key(&mut self, key: Key) -> Step {
        let keys = &self.app.keys;
        if let Some(action) = keymap::action(self.app.context(), key, keys) {
            return self.act(action);
        }
        let first = update::means_first_question(&self.app);
        match first.and_then(|first| keymap::action(first, key, keys)) {
            Some(action) => {
                update::to_questions(&mut self.app);
                self.act(action)
            }
            None => {
                update::unbound(&mut self.app, key);
                Step::Continue
            }
        }
    }

    /// Finds out how long the texts now are, which the keys that scroll have to know.
    fn measure(&mut self) {
        update::look_at_code(&mut self.app);
        let limits = self.view().limits();
        update::settle(&mut self.app, limits);
    }

    fn view(&self) -> View<'_, 'a> {
        View {
            app: &self.app,
            theme: self.look.theme(),
        }
    }

    fn act(&mut self, action: Action) -> Step {
        let effect = update(&mut self.app, action);
        self.perform(effect)
    }

    fn perform(&mut self, effect: Effect) -> Step {
        match effect {
            Effect::None => {}
            Effect::Code => self.owed = true,
            Effect::Act(action) => return self.act(action),
            Effect::Save { path, replace } => self.save(path, replace),
            Effect::Check(directory) => {
                let said = self.host.check_project(&directory, self.app.session());
                update::checked(&mut self.app, said);
            }
            Effect::Emit(directory) => self.emit(directory),
            Effect::Copy(text) => return Step::Copy(text),
            Effect::Theme => {
                let before = self.look.theme();
                self.look = self.look.next();
                if before == self.look.theme() {
                    self.app.say(self.app.words.no_themes.to_owned());
                } else {
                    let name = (self.app.words.theme_name)(self.look.named.name());
                    self.app.say(name);
                }
            }
            Effect::Language => self.language(),
            Effect::Dropped(place) => {
                self.host.drop_interrupted(place);
                let left = self.host.interrupted(self.app.session());
                update::dropped(&mut self.app, left);
            }
            Effect::TakenUp(place) => {
                self.host.take_up_interrupted(self.app.session(), place);
                let result = self.app.result.as_ref();
                self.owed = result.is_some_and(|found| found.code.is_none());
            }
            Effect::Discard => {
                self.host.forget();
                return Step::Cancel;
            }
            Effect::Mouse => return Step::Mouse(self.app.mouse),
            Effect::Suspend => return Step::Suspend,
            Effect::Redraw => return Step::Redraw,
            Effect::Finish => return Step::Finish,
            Effect::Cancel => return Step::Cancel,
        }
        Step::Continue
    }

    /// Does what was put off until a frame is there; whether that was anything, so that the frame is
    /// another one.
    pub fn catch_up(&mut self) -> bool {
        let owed = std::mem::take(&mut self.owed);
        if owed {
            self.tell_code();
            self.measure();
        }
        owed
    }

    fn tell_code(&mut self) {
        // There is code for a design, and while something is open there is none.
        let files = match self.app.what_is_open() {
            Some(open) => Err(open),
            None => self.host.code(self.app.session(), &self.app.offers.project),
        };
        let code = files.map(|files| {
            let files = files.into_iter();
            by_folder(
                files
                    .map(|(path, text)| CodeFile::new(path, text))
                    .collect(),
            )
        });
        if let Some(found) = &mut self.app.result {
            found.code = Some(code);
        }
    }

    /// Goes over to the next language.
    fn language(&mut self) {
        let here = &self.app.interview.advisor().language;
        let other = self.languages.and_then(|languages| languages.after(here));
        let Some(other) = other else {
            self.app.say(self.app.words.one_language.to_owned());
            return;
        };
        self.host.speaks(other);
        let effect = update::translate(&mut self.app, other);
        self.perform(effect);
        let effect = update::check_again(&mut self.app);
        self.perform(effect);
    }

    fn save(&mut self, path: String, replace: bool) {
        let sheet = self.host.sheet(self.app.session());
        match self.host.save(&path, &sheet, replace) {
            Ok(()) => {
                let done = (self.app.words.saved)(&path);
                update::written(&mut self.app, done);
                self.host.forget();
                self.app.safe.kept = self.host.is_kept();
            }
            Err(Refusal::Own) => {
                let offer = (self.app.words.replace)(&path);
                update::refused(&mut self.app, offer, true);
            }
            Err(Refusal::Because(why)) => {
                let why = (self.app.words.not_saved)(&why);
                update::refused(&mut self.app, why, false);
            }
        }
        self.app.offers.sheet = path;
    }

    fn emit(&mut self, directory: String) {
        match self.host.emit(&directory, self.app.session()) {
            Ok(done) => {
                let place = self.host.place(&directory);
                update::emitted(&mut self.app, place, done);
                self.app.offers.project = directory;
            }
            Err(why) => {
                let why = (self.app.words.not_emitted)(&why);
                update::refused(&mut self.app, why, false);
            }
        }
    }

    /// Whether the terminal is to be asked for its background. Its answer is an input as others are, and
    /// whenever it comes, no key is lost.
    pub fn asks_background(&self) -> bool {
        self.look.asks()
    }

    /// What was drawn is on the screen.
    pub fn seen(&mut self) {
        self.app.unseen = false;
    }

    /// Draws the present state.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let view = self.view();
        frame.render_widget(&view, frame.area());
        clean(frame.buffer_mut());
        reduce(self.glyphs, frame.buffer_mut());
        if let Some(ground) = view.theme.ground() {
            paint(frame.buffer_mut(), ground);
        }
        if let Some(position) = view.cursor()
            && frame.area().contains(position)
        {
            frame.set_cursor_position(position);
        }
    }

    /// What a click would mean in each cell where it means something: a word and what it is about.
    #[cfg(feature = "inside")]
    pub fn hits(&self) -> Vec<((u16, u16), String)> {
        let places = self.view().places();
        let (width, height) = self.app.size;
        let cells = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let hit = |at| places::hit(&places, at).map(|target| (at, target.to_string()));
        cells.filter_map(hit).collect()
    }

    /// The keys that the help tells of the place in front, one by one, and what it says of them.
    #[cfg(feature = "inside")]
    pub fn named(&self) -> Vec<(String, &'static str)> {
        let here = self.app.context();
        let contexts = std::iter::once(here).chain(here.shared().iter().copied());
        let hints = contexts.flat_map(|one| keymap::help(one, &self.app.keys, &self.app.at(here)));
        let keys = hints.flat_map(|hint| {
            let keys: Vec<String> = hint.keys.split(' ').map(str::to_owned).collect();
            keys.into_iter().map(move |key| (key, hint.text))
        });
        keys.collect()
    }

    #[cfg(feature = "inside")]
    pub fn session(&self) -> &Session<'a> {
        self.app.session()
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        self.app.size
    }

    pub fn into_session(self) -> Session<'a> {
        self.app.interview.into_session()
    }
}

/// Asks for a character as an emoji, which terminals make one or two columns wide as they like: what
/// stands behind it in the row would drift.
const EMOJI_STYLE: char = '\u{fe0f}';

/// Takes off a frame whatever the terminal would act on. Everything shown comes together here, the
/// texts of advisors, paths, what was typed, so that no part of the screen has to think of it.
fn clean(frame: &mut Buffer) {
    for cell in &mut frame.content {
        if !is_safe(cell.symbol()) || cell.symbol() == "\n" {
            cell.set_char(char::REPLACEMENT_CHARACTER);
        } else if cell.symbol().contains(EMOJI_STYLE) {
            let plain = cell.symbol().replace(EMOJI_STYLE, "");
            cell.set_symbol(&plain);
        }
    }
}

/// Gives every cell that has no colours those of the theme, so that none is left to the terminal.
fn paint(frame: &mut Buffer, ground: Style) {
    for cell in &mut frame.content {
        if cell.fg == Color::Reset && cell.bg == Color::Reset {
            cell.set_style(ground);
        }
    }
}
