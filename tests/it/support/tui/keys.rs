//! Key scripts: `j<ret>2<esc>?` is j, Enter, 2, Escape and a question mark.

use otp_advisor::inside::tui::Key;

/// The keys of a script. `<lt>` is `<`; a name that is none is a fault of the test.
pub(crate) fn script(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '<' {
            keys.push(Key::Char(c));
            continue;
        }
        let (name, after) = rest.split_once('>').expect("a key's name ends with >");
        keys.push(named(name));
        rest = after;
    }
    keys
}

fn named(name: &str) -> Key {
    match name {
        "ret" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        "bs" => Key::Backspace,
        "del" => Key::Delete,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "home" => Key::Home,
        "end" => Key::End,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        "space" => Key::Char(' '),
        "lt" => Key::Char('<'),
        "f1" => Key::F(1),
        other => match other
            .strip_prefix("c-")
            .and_then(|rest| rest.chars().next())
        {
            Some(letter) => Key::Ctrl(letter),
            None => panic!("no key is called <{other}>"),
        },
    }
}

/// Every key that a script can name, for random ones.
pub(crate) fn all() -> Vec<Key> {
    let mut keys = script(
        "<ret><esc><tab><backtab><bs><del><up><down><left><right><home><end><pgup><pgdn><f1>",
    );
    keys.extend((' '..='~').map(Key::Char));
    keys.extend(('a'..='z').filter(|c| *c != 'c').map(Key::Ctrl));
    keys.extend(['é', '日', '\u{301}', '👩'].map(Key::Char));
    keys
}
