//! All a user can do, one line each.
//!
//! Keys become actions through the [keymap](super::keymap) alone, and actions change the state in
//! [update](super::update) alone. What an action is called in a configuration is its name here.

/// Something the user does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[cfg_attr(feature = "inside", derive(strum::EnumIter))]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Action {
    /// To the entry, answer or line above.
    Up,
    /// To the entry, answer or line below.
    Down,
    /// To the first entry or line.
    First,
    /// To the last entry or line.
    Last,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// A turn of the wheel up.
    WheelUp,
    /// A turn of the wheel down.
    WheelDown,
    /// Take what is highlighted or typed.
    Choose,
    /// To the entry with this place, from 0.
    Point(u16),
    /// To the first question of this section.
    Visit(u16),
    /// To the question of this answer, counted in the order asked.
    Recall(u16),
    /// To a question of the advisor, or to what is told of it while it is not asked.
    GoTo(u16),
    /// Why an outcome of the advisor, or why not.
    Explain(u16),
    /// So many steps of the lab.
    StepTo(u16),
    /// Show the file with this place, from 0.
    Show(u16),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse,
    /// The next theme.
    Theme,
    /// The next language.
    Language,
    /// Take the entry with this number, from 1.
    Pick(u8),
    /// Answer yes.
    Yes,
    /// Answer no.
    No,
    /// Answer "I don't know".
    Unknown,
    /// To the question before, or out of what is open; nothing is lost.
    Back,
    /// To the question after, as far as answers reach.
    Forward,
    /// Take the defaults for everything left.
    Finish,
    /// Open the list of answers, to jump to one.
    Trail,
    /// Open the list of situations to begin with.
    Starts,
    /// Open the help page.
    Help,
    /// Show how an expert answers the question.
    Examples,
    /// Open the search of everything the advisor says.
    Search,
    /// Open the list of all that can be done here.
    Palette,
    /// Open the list of outcomes, to ask why.
    Why,
    /// Open the drawing of the section.
    Map,
    /// Show or hide what the outcomes look like as code.
    Pairs,
    /// Open the crash lab.
    Lab,
    /// Make what is chosen in the lab fail.
    Crash,
    /// Let it end as it was meant to.
    EndPart,
    /// Stop all that runs in the lab.
    StopAll,
    /// Let time pass in the lab.
    PassTime,
    /// Add a job in the lab.
    AddJob,
    /// Make the chosen one fail.
    FailJob,
    /// What keeps the jobs goes away, or comes back.
    StoreAway,
    /// Kill the program in the lab, which begins anew.
    Kill,
    /// Begin again in the lab.
    Afresh,
    /// The step before, in the lab.
    StepBack,
    /// Leave without a result, after asking.
    Quit,
    /// Leave without a result, at once.
    Cancel,
    /// Hand the terminal back to the shell until resumed.
    Suspend,
    /// Paint the screen anew.
    Redraw,
    /// To the question that would settle what is undecided.
    Settle,
    /// Leave; answers stay kept where they can be.
    Leave,
    /// They are not wanted any more.
    Discard,
    /// Leave with the result.
    Done,
    /// Take the last change back.
    Undo,
    /// Make the change again that was taken back.
    Redo,
    /// Show or fold sources and defaults.
    Sources,
    /// List the files of the project.
    Files,
    /// Search them.
    Find,
    /// To the next line found.
    NextMatch,
    /// To the line found before.
    PreviousMatch,
    /// Between the advice and the code.
    Switch,
    /// The next file of the project.
    NextFile,
    /// The file before.
    PreviousFile,
    /// Ask where to save the answer sheet.
    Save,
    /// Ask where to write the project.
    Emit,
    /// Copy the file shown.
    Copy,
    /// Put a character into the line.
    Type(char),
    /// One character to the left in the line.
    CursorLeft,
    /// One character to the right in the line.
    CursorRight,
    /// To the start of the line.
    CursorStart,
    /// To the end of the line.
    CursorEnd,
    /// Delete to the left; on an empty line, back.
    EraseLeft,
    /// Delete to the right.
    EraseRight,
    /// Delete the word to the left.
    EraseWord,
    /// Empty the line.
    EraseLine,
}

/// What every action is called, for a test that knows them all.
#[cfg(feature = "inside")]
pub fn actions() -> impl Iterator<Item = &'static str> {
    use strum::IntoEnumIterator as _;
    Action::iter().map(<&'static str>::from)
}
