//! What is wrong in a configuration, in Brazilian Portuguese.

use super::super::kind::Config;
use super::super::said::{Said, list, plain, quote, say};

pub(super) fn config(kind: &Config) -> Said {
    match kind {
        Config::Unknown { name, known } => say(format!("não existe {}", quote(name)))
            .help(format!("conhecidos aqui: {}", list(known))),
        Config::Value { value, known } => say(format!("{} não serve aqui", quote(value)))
            .help(format!("possíveis: {}", list(known))),
        Config::NoKey { name } => say(format!("nenhuma tecla se chama {}", quote(name))).help(
            "um caractere, ou up, page-down, enter, esc, space, tab, shift-tab, f1, ctrl-x e assim por diante",
        ),
        Config::Typed { key, context } => say(format!(
            "{} é digitado em {}, e por isso não pode fazer outra coisa ali",
            quote(key),
            quote(context)
        ))
        .help("ali servem as teclas com ctrl- e de f1 a f12"),
        Config::Cancels => say("ctrl-c sempre cancela"),
        Config::SameAs { key, other } => say(format!(
            "os terminais enviam {} como {}",
            quote(key),
            quote(other)
        ))
        .help(format!("use {}", quote(other))),
        Config::Twice { key, first } => {
            say(format!("{} já foi definido, em {}", quote(key), plain(first)))
        }
    }
}
