//! Bytes from the terminal into keys, pastes and what the mouse does.
//!
//! The state machine of escape sequences is vte's; here is what the sequences mean. One that does
//! not end is given up by [`Decoder::expire`]: a lone escape was the Esc key, a torn sequence was
//! nothing, a paste is what came of it. Ctrl-C is heard in the middle of anything but a paste.

mod meaning;

use std::collections::VecDeque;

use vte::{Params, Parser, Perform};

use self::meaning::{background, console, mouse, named, numbered};
use crate::tui::key::{Input, Key};

const ESCAPE: u8 = 0x1b;
const CTRL_C: u8 = 0x03;

/// More than any line takes, in bytes.
const LONGEST_PASTE: usize = 64 * 1024;

/// How many bytes follow `ESC [ M` where a terminal only knows the old way to tell of a mouse.
const OLD_MOUSE: u8 = 3;

/// Turns bytes into input.
#[derive(Default)]
pub(super) struct Decoder {
    parser: Parser,
    found: Found,
}

/// What has been made out so far.
#[derive(Default)]
struct Found {
    ready: VecDeque<Input>,
    begun: Begun,
    /// Pasted so far, between the two marks.
    paste: Option<String>,
    /// So many bytes more are nothing.
    skipped: u8,
}

/// A sequence that has not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begun {
    #[default]
    Nothing,
    /// Nothing but the escape.
    Escape,
    Sequence,
    /// `ESC ]`, and `ESC ] 1`, `ESC ] 1 1`: it may become the next.
    Command,
    Numbered,
    /// `ESC ] 1 1 ;`: the terminal answers what it was asked, however late and slowly.
    Answer,
    /// `ESC O`: the next character names a key.
    Application,
    /// `ESC [ [`: so does it here, on the Linux console.
    Console,
}

/// How long to wait for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    Sequence,
    Answer,
    Paste,
}

impl Decoder {
    pub(super) fn advance(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.byte(*byte);
        }
    }

    pub(super) fn next(&mut self) -> Option<Input> {
        self.found.ready.pop_front()
    }

    pub(super) fn has_input(&self) -> bool {
        !self.found.ready.is_empty()
    }

    /// What still waits for its end.
    pub(super) fn unfinished(&self) -> Option<Unfinished> {
        if self.found.paste.is_some() {
            return Some(Unfinished::Paste);
        }
        match self.found.begun {
            Begun::Nothing => None,
            Begun::Answer => Some(Unfinished::Answer),
            _ => Some(Unfinished::Sequence),
        }
    }

    /// Gives up what is unfinished.
    pub(super) fn expire(&mut self) {
        if self.found.paste.is_some() {
            self.found.end_paste();
        } else if self.found.begun == Begun::Escape {
            self.found.key(Key::Esc);
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.parser = Parser::new();
        self.found.begun = Begun::Nothing;
        self.found.skipped = 0;
    }

    fn byte(&mut self, byte: u8) {
        let typed = self.found.paste.is_none();
        if self.found.skipped > 0 {
            self.found.skipped -= 1;
            if self.found.skipped == 0 {
                self.found.begun = Begun::Nothing;
            }
            return;
        }
        match (byte, self.found.begun) {
            (CTRL_C, _) if typed => {
                self.reset();
                return self.found.key(Key::Ctrl('c'));
            }
            (ESCAPE, begun) => {
                if typed && begun == Begun::Escape {
                    self.found.key(Key::Esc);
                }
                self.found.begun = Begun::Escape;
            }
            // The bell ends an answer.
            (_, Begun::Nothing) | (0x07, Begun::Answer) => {}
            (b']', Begun::Escape) if typed => self.found.begun = Begun::Command,
            (b'1', Begun::Command) | (b'0'..=b'9', Begun::Numbered) => {
                self.found.begun = Begun::Numbered;
            }
            (b';', Begun::Numbered) => self.found.begun = Begun::Answer,
            // With Alt, or in a torn sequence: no key of ours either way.
            (0..0x20 | 0x7f, _) if typed => return self.reset(),
            (_, Begun::Escape | Begun::Command | Begun::Numbered) => {
                self.found.begun = Begun::Sequence;
            }
            _ => {}
        }
        self.parser.advance(&mut self.found, &[byte]);
    }
}

impl Found {
    fn key(&mut self, key: Key) {
        self.ready.push_back(Input::Key(key));
    }

    fn keys(&mut self, key: Option<Key>) {
        self.ready.extend(key.map(Input::Key));
    }

    fn pasted(&mut self, c: char) {
        if let Some(paste) = &mut self.paste
            && paste.len() < LONGEST_PASTE
        {
            paste.push(c);
        }
    }

    fn end_paste(&mut self) {
        self.ready.extend(self.paste.take().map(Input::Paste));
    }
}

impl Perform for Found {
    fn print(&mut self, c: char) {
        if self.paste.is_some() {
            return self.pasted(c);
        }
        match std::mem::take(&mut self.begun) {
            Begun::Application => self.keys(named(c)),
            Begun::Console => self.keys(console(c)),
            _ if c == '\u{7f}' => self.key(Key::Backspace),
            _ => self.key(Key::Char(c)),
        }
    }

    fn execute(&mut self, byte: u8) {
        if self.paste.is_some() {
            return self.pasted(char::from(byte));
        }
        self.keys(match byte {
            0x08 => Some(Key::Backspace),
            b'\t' => Some(Key::Tab),
            b'\n' | b'\r' => Some(Key::Enter),
            0x1f => Some(Key::Ctrl('_')),
            0x01..=0x1a => Some(Key::Ctrl(char::from(byte - 1 + b'a'))),
            _ => None,
        });
    }

    fn csi_dispatch(&mut self, params: &Params, marks: &[u8], ignore: bool, action: char) {
        self.begun = Begun::Nothing;
        let number = params.iter().next().and_then(|first| first.first());
        let number = number.copied().unwrap_or(0);
        if !ignore && marks == b"<" && action == 'M' && self.paste.is_none() {
            self.ready.extend(mouse(params).map(Input::Mouse));
        }
        if ignore || !marks.is_empty() {
            return;
        }
        match (action, number) {
            ('~', 201) => self.end_paste(),
            _ if self.paste.is_some() => {}
            ('M', _) => {
                self.begun = Begun::Sequence;
                self.skipped = OLD_MOUSE;
            }
            ('~', 200) => self.paste = Some(String::new()),
            ('~', number) => self.keys(numbered(number)),
            ('[', _) => self.begun = Begun::Console,
            (action, _) => self.keys(named(action)),
        }
    }

    fn esc_dispatch(&mut self, marks: &[u8], _: bool, byte: u8) {
        let application = byte == b'O' && marks.is_empty() && self.paste.is_none();
        self.begun = if application {
            Begun::Application
        } else {
            Begun::Nothing
        };
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.begun = Begun::Nothing;
        if let ([b"11", colour], None) = (params, &self.paste) {
            self.ready.extend(background(colour));
        }
    }

    fn unhook(&mut self) {
        self.begun = Begun::Nothing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::{Does, Mouse};

    /// What the bytes are, taken one at a time, and once more after nothing else came.
    fn decoded(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        for byte in bytes {
            decoder.advance(&[*byte]);
            inputs.extend(std::iter::from_fn(|| decoder.next()));
        }
        if decoder.unfinished().is_some() {
            decoder.expire();
        }
        assert_eq!(decoder.unfinished(), None);
        inputs.extend(std::iter::from_fn(|| decoder.next()));
        let mut at_once = Decoder::default();
        at_once.advance(bytes);
        at_once.expire();
        let same: Vec<Input> = std::iter::from_fn(|| at_once.next()).collect();
        assert_eq!(inputs, same, "{bytes:?} in one piece");
        inputs
    }

    fn keys(bytes: &[u8]) -> Vec<Key> {
        decoded(bytes)
            .into_iter()
            .map(|input| match input {
                Input::Key(key) => key,
                other => panic!("{other:?} is no key"),
            })
            .collect()
    }

    #[test]
    fn characters_and_control_characters() {
        let expected = [
            Key::Char('a'),
            Key::Char('é'),
            Key::Char('日'),
            Key::Enter,
            Key::Enter,
            Key::Tab,
            Key::Backspace,
            Key::Backspace,
            Key::Ctrl('c'),
            Key::Ctrl('z'),
        ];
        assert_eq!(
            keys("aé日\r\n\t\u{8}\u{7f}\u{3}\u{1a}".as_bytes()),
            expected
        );
    }

    #[test]
    fn keys_as_terminals_send_them() {
        let cases: [(&[u8], Key); 18] = [
            (b"\x1b", Key::Esc),
            (b"\x1b[A", Key::Up),
            (b"\x1bOB", Key::Down),
            (b"\x1b[1;5C", Key::Right),
            (b"\x1b[D", Key::Left),
            (b"\x1b[H", Key::Home),
            (b"\x1b[1~", Key::Home),
            (b"\x1bOF", Key::End),
            (b"\x1b[8~", Key::End),
            (b"\x1b[3~", Key::Delete),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6;2~", Key::PageDown),
            (b"\x1b[Z", Key::BackTab),
            (b"\x1bOP", Key::F(1)),
            (b"\x1b[[A", Key::F(1)),
            (b"\x1b[11~", Key::F(1)),
            (b"\x1b[15~", Key::F(5)),
            (b"\x1b[24~", Key::F(12)),
        ];
        for (bytes, key) in cases {
            assert_eq!(keys(bytes), [key], "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_key_of_ours_is_nothing() {
        let cases: [&[u8]; 9] = [
            b"\x1bx",
            b"\x1b\r",
            b"\x1b\x7f",
            b"\x1b[2~",
            b"\x1b[I",
            b"\x1b[?1;2c",
            b"\x1b]11;none\x07",
            b"\x1b]10;rgb:0/0/0\x1b\\",
            b"\x1bP1$r0m\x1b\\",
        ];
        for bytes in cases {
            assert_eq!(keys(bytes), [], "{bytes:?}");
            let then: Vec<u8> = [bytes, b"k"].concat();
            assert_eq!(keys(&then), [Key::Char('k')], "k after {bytes:?}");
        }
    }

    #[test]
    fn the_mouse_clicks_and_turns_its_wheel() {
        let cases: [(&[u8], Does, (u16, u16)); 4] = [
            (b"\x1b[<0;1;1M", Does::Click, (0, 0)),
            (b"\x1b[<4;80;24M", Does::Click, (79, 23)),
            (b"\x1b[<64;300;2M", Does::WheelUp, (299, 1)),
            (b"\x1b[<65;3;2M", Does::WheelDown, (2, 1)),
        ];
        for (bytes, does, at) in cases {
            let expected = Input::Mouse(Mouse { does, at });
            assert_eq!(decoded(bytes), [expected], "{bytes:?}");
        }
        // Releases, motion, other buttons, places that are none, and the old way to tell.
        let nothing: [&[u8]; 7] = [
            b"\x1b[<0;1;1m",
            b"\x1b[<35;1;1M",
            b"\x1b[<2;1;1M",
            b"\x1b[<0;0;1M",
            b"\x1b[<0M",
            b"\x1b[M !!",
            b"\x1b[M\x20\xff\x03",
        ];
        for bytes in nothing {
            assert_eq!(keys(bytes), [], "{bytes:?}");
            let then: Vec<u8> = [bytes, b"k"].concat();
            assert_eq!(keys(&then), [Key::Char('k')], "k after {bytes:?}");
        }
        let pasted = decoded(b"\x1b[200~a\x1b[<0;1;1Mb\x1b[201~");
        assert_eq!(pasted, [Input::Paste("ab".to_owned())]);
    }

    #[test]
    fn a_late_answer_about_the_background_is_no_key() {
        for (colour, expected) in [
            ("rgb:1e1e/1e1e/2e2e", (0x1e, 0x1e, 0x2e)),
            ("rgb:ff/ff/ff", (0xff, 0xff, 0xff)),
            ("rgba:ffff/ffff/0000/ffff", (0xff, 0xff, 0)),
            ("rgb:f/0/8", (0xff, 0, 0x88)),
        ] {
            let background = Input::Background(expected.0, expected.1, expected.2);
            for end in ["\u{7}", "\u{1b}\\"] {
                let bytes = format!("1\u{1b}]11;{colour}{end}2");
                let one = Input::Key(Key::Char('1'));
                let two = Input::Key(Key::Char('2'));
                assert_eq!(decoded(bytes.as_bytes()), [one, background.clone(), two]);
            }
        }
        // In pieces, with more time between them than a key's sequence gets.
        let mut decoder = Decoder::default();
        decoder.advance(b"\x1b]11;rgb:1e1e/1");
        assert_eq!(decoder.unfinished(), Some(Unfinished::Answer));
        decoder.advance(b"e1e/2e2e\x07");
        assert_eq!(decoder.unfinished(), None);
        assert_eq!(decoder.next(), Some(Input::Background(0x1e, 0x1e, 0x2e)));
        // Alt-] and then keys is no answer.
        assert_eq!(decoder.next(), None);
        decoder.advance(b"\x1b]");
        assert_eq!(decoder.unfinished(), Some(Unfinished::Sequence));
    }

    #[test]
    fn two_escapes_are_two_keys() {
        assert_eq!(keys(b"\x1b\x1b"), [Key::Esc, Key::Esc]);
        assert_eq!(keys(b"\x1b\x1b[A"), [Key::Esc, Key::Up]);
    }

    #[test]
    fn h16_ctrl_c_is_heard_in_an_unfinished_sequence() {
        for begun in [
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}[1;",
            "\u{1b}O",
            "\u{1b}]0;x",
            "\u{1b}P",
            "\u{1b}[[",
        ] {
            let bytes = format!("{begun}\u{3}1");
            let expected = [Key::Ctrl('c'), Key::Char('1')];
            assert_eq!(keys(bytes.as_bytes()), expected, "{begun:?}");
        }
    }

    #[test]
    fn h16_an_unfinished_sequence_is_given_up() {
        for begun in [
            "\u{1b}[",
            "\u{1b}[1;",
            "\u{1b}O",
            "\u{1b}]0;x",
            "\u{1b}P",
            "\u{1b}[[",
        ] {
            let mut decoder = Decoder::default();
            decoder.advance(begun.as_bytes());
            assert_eq!(
                decoder.unfinished(),
                Some(Unfinished::Sequence),
                "{begun:?}"
            );
            decoder.expire();
            decoder.advance(b"1");
            let inputs: Vec<Input> = std::iter::from_fn(|| decoder.next()).collect();
            assert_eq!(inputs, [Input::Key(Key::Char('1'))], "{begun:?}");
        }
    }

    #[test]
    fn pastes_are_whole_with_all_that_is_in_them() {
        let bytes = b"\x1b[200~300\n4\t\x03\x1b[A5\x1b[201~k";
        let pasted = Input::Paste("300\n4\t\u{3}5".to_owned());
        assert_eq!(decoded(bytes), [pasted, Input::Key(Key::Char('k'))]);
    }

    #[test]
    fn a_paste_without_end_is_given_up_and_bounded() {
        let mut decoder = Decoder::default();
        decoder.advance(b"\x1b[200~");
        decoder.advance(&vec![b'x'; 3 * LONGEST_PASTE]);
        assert_eq!(decoder.unfinished(), Some(Unfinished::Paste));
        decoder.expire();
        match decoder.next() {
            Some(Input::Paste(text)) => assert_eq!(text.len(), LONGEST_PASTE),
            other => panic!("{other:?}"),
        }
        decoder.advance(b"\x03");
        assert_eq!(decoder.next(), Some(Input::Key(Key::Ctrl('c'))));
    }
}
