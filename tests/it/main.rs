//! Every test that runs in this process or talks to the program through pipes: one binary, so that the
//! library is linked once.
//!
//! Two others stand apart: `terminal`, because a pseudo-terminal that is open while other threads start
//! programs may be held open by them; and `emitted`, which builds what the advisor writes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod absent;
mod acting;
mod agreeing;
mod any_answers;
mod at_hand;
mod bad_advisors;
mod batch;
mod beginning;
mod both_worlds;
mod code_ahead;
mod code_pane;
mod comfort;
mod completing;
mod drawn;
mod embedding;
mod engine;
mod every_key;
mod every_screen;
mod exhaustive;
mod explain;
mod explained;
mod facts;
mod finding;
mod flags;
mod footers;
mod guidance;
mod honest_words;
mod hostile;
#[cfg(unix)]
mod hostile_advisors;
mod keeps_its_word;
mod keys_and_lines;
mod lab;
mod language;
mod machines;
mod mouse;
mod named_everywhere;
mod narrow;
mod newcomers;
mod one_step_back;
mod order;
#[cfg(unix)]
mod outgoing;
mod parity;
mod pictures;
mod plain;
mod prompted;
mod renamed;
mod render;
mod results;
mod reviewing;
mod screens;
mod sizes;
mod slips;
mod structure;
mod support;
mod transcripts;
mod unasked;
mod unfinished;
mod walls;
mod ways_in;
#[cfg(unix)]
mod writing;
