//! Source text cut into coloured pieces, line by line.
//!
//! Rust goes through the compiler's own lexer; everything else is shown as it is, with `#` lines of
//! TOML and YAML taken as comments. What is shown is free of control characters; what is copied is
//! the text itself.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

use super::theme::Role;

/// One file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeFile {
    pub(crate) path: String,
    /// As it would be written.
    pub(crate) text: String,
    /// As it is shown.
    pub(crate) lines: Vec<Vec<(Role, String)>>,
}

impl CodeFile {
    pub(crate) fn new(path: String, text: String) -> Self {
        let pieces = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => rust(&text),
            Some("toml" | "yaml" | "yml") => hashes(&text),
            _ => vec![(Role::Text, text.as_str())],
        };
        let lines = lines(&pieces);
        Self { path, text, lines }
    }

    /// The folder it is in, with the stroke that ends it; nothing at the top.
    pub(crate) fn folder(&self) -> &str {
        self.path
            .rfind('/')
            .map_or("", |stroke| &self.path[..=stroke])
    }
}

/// The files of a project as they are listed: each folder once, where the first of its files stands, and
/// together with what else is below the same top. So the main file, which comes first, still does.
pub(crate) fn by_folder(files: Vec<CodeFile>) -> Vec<CodeFile> {
    let (mut tops, mut folders) = (Vec::new(), Vec::new());
    let place = |known: &mut Vec<String>, name: &str| {
        let found = known.iter().position(|one| one == name);
        found.unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        })
    };
    let places = files.into_iter().map(|file| {
        let folder = file.folder();
        let top = folder.split('/').next().unwrap_or_default();
        let at = (place(&mut tops, top), place(&mut folders, folder));
        (at, file)
    });
    let mut placed: Vec<_> = places.collect();
    // Stable: within a folder they stay as they are.
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, file)| file).collect()
}

/// Words that the lexer hands over as identifiers.
const KEYWORDS: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "union",
    "unsafe", "use", "where", "while",
];

fn rust(text: &str) -> Vec<(Role, &str)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    // `#` opens an attribute that ends with its bracket.
    let mut depth: Option<usize> = None;
    for token in tokenize(text, FrontmatterAllowed::No) {
        let end = at + usize::try_from(token.len).unwrap_or(0);
        let Some(piece) = text.get(at..end) else {
            break;
        };
        at = end;
        let opens = matches!(token.kind, TokenKind::Bang | TokenKind::OpenBracket);
        if depth == Some(0) && !opens {
            depth = None;
        }
        let role = match token.kind {
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => Role::Comment,
            TokenKind::Pound if depth.is_none() => {
                depth = Some(0);
                Role::Attribute
            }
            TokenKind::OpenBracket if depth.is_some() => {
                depth = depth.map(|depth| depth + 1);
                Role::Attribute
            }
            TokenKind::CloseBracket if depth.is_some() => {
                depth = depth.filter(|depth| *depth > 1).map(|depth| depth - 1);
                Role::Attribute
            }
            TokenKind::Bang if depth == Some(0) => Role::Attribute,
            _ if depth.is_some_and(|depth| depth > 0) => Role::Attribute,
            TokenKind::Literal { kind, .. } => match kind {
                LiteralKind::Int { .. } | LiteralKind::Float { .. } => Role::TypeName,
                _ => Role::Literal,
            },
            TokenKind::Ident if KEYWORDS.contains(&piece) => Role::Keyword,
            TokenKind::Ident if piece.starts_with(char::is_uppercase) => Role::TypeName,
            TokenKind::Lifetime { .. } | TokenKind::RawLifetime => Role::Keyword,
            _ => Role::Text,
        };
        pieces.push((role, piece));
    }
    pieces
}

fn hashes(text: &str) -> Vec<(Role, &str)> {
    text.split_inclusive('\n')
        .map(|line| {
            if line.trim_start().starts_with('#') {
                (Role::Comment, line)
            } else {
                (Role::Text, line)
            }
        })
        .collect()
}

fn lines(pieces: &[(Role, &str)]) -> Vec<Vec<(Role, String)>> {
    let mut lines: Vec<Vec<(Role, String)>> = vec![Vec::new()];
    for (role, piece) in pieces {
        for (place, part) in piece.split('\n').enumerate() {
            if place > 0 {
                lines.push(Vec::new());
            }
            let shown: String = part.replace('\t', "    ");
            let shown: String = shown.chars().filter(|c| !c.is_control()).collect();
            if let (Some(line), false) = (lines.last_mut(), shown.is_empty()) {
                match line.last_mut() {
                    Some((before, text)) if before == role => text.push_str(&shown),
                    _ => line.push((*role, shown)),
                }
            }
        }
    }
    // The line break that ends the file opens no line.
    if lines.len() > 1 && lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str, text: &str) -> Vec<Vec<(Role, String)>> {
        CodeFile::new(path.to_owned(), text.to_owned()).lines
    }

    fn piece(role: Role, text: &str) -> (Role, String) {
        (role, text.to_owned())
    }

    #[test]
    fn rust_is_cut_where_the_compiler_cuts_it() {
        let lines = shown(
            "a.rs",
            "#[derive(Debug)]\npub struct A<'a>(&'a str); // \"x\"\n",
        );
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], vec![piece(Role::Attribute, "#[derive(Debug)]")]);
        assert_eq!(lines[1][0], piece(Role::Keyword, "pub"));
        assert_eq!(lines[1].last(), Some(&piece(Role::Comment, "// \"x\"")));
    }

    #[test]
    fn an_attribute_ends_with_its_own_bracket() {
        let lines = shown("a.rs", "#![a(b[0])] fn f() {}");
        assert_eq!(lines[0][0], piece(Role::Attribute, "#![a(b[0])]"));
        assert!(lines[0].contains(&piece(Role::Keyword, "fn")));
    }

    #[test]
    fn nothing_is_lost_and_nothing_controls_the_terminal() {
        let text = "fn a() { \"é\u{1b}[2J\" }\n\tb\r\n";
        let joined: Vec<String> = shown("a.rs", text)
            .into_iter()
            .map(|line| line.into_iter().map(|(_, text)| text).collect())
            .collect();
        assert_eq!(joined, ["fn a() { \"é[2J\" }", "    b"]);
    }

    #[test]
    fn broken_rust_is_shown_all_the_same() {
        for text in ["\"never closed", "/* never", "'", "#[", "#", "r#\"", "]"] {
            let joined: String = shown("a.rs", text)
                .into_iter()
                .flatten()
                .map(|(_, text)| text)
                .collect();
            assert_eq!(joined, text);
        }
    }
}
