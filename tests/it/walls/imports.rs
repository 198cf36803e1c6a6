//! Which file of `src/` uses which: read from the tokens of each, so that a path counts wherever it
//! stands, in a `use`, in a body, in a macro or in a test, and a comment nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module as its path from the root: `session::walk`.
type Path = Vec<String>;

/// By file, as a module: the files it uses.
pub(crate) struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Imports {
    /// Of files by their paths below `src/`, with their texts.
    pub(crate) fn read(files: &[(&str, &str)]) -> Self {
        let known: BTreeSet<Path> = files.iter().map(|(file, _)| module(file)).collect();
        let found = files.iter().map(|(file, text)| {
            let tokens = TokenStream::from_str(text).unwrap();
            let module = module(file);
            let mut reader = Reader {
                known: &known,
                uses: BTreeSet::new(),
            };
            reader.level(&tokens, &Scope::of(module.clone()));
            reader.uses.remove(&module);
            // The root belongs to no layer: it only names the modules.
            reader.uses.remove(&Path::new());
            let uses = reader.uses.iter().map(|path| path.join("::"));
            (module.join("::"), uses.collect())
        });
        Self(
            found
                .filter(|(module, _): &(String, _)| !module.is_empty())
                .collect(),
        )
    }

    /// Every use of one module by another.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        let edges = self.0.iter();
        edges.flat_map(|(from, uses)| uses.iter().map(|to| (from.as_str(), to.as_str())))
    }

    /// Uses that are part of a circle.
    pub(crate) fn circles(&self) -> Vec<String> {
        self.edges()
            .filter(|(from, to)| self.reaches(to, from))
            .map(|(from, to)| format!("{from} -> {to}"))
            .collect()
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut ahead = vec![from];
        while let Some(at) = ahead.pop() {
            if at == to {
                return true;
            }
            let uses = self.0.get(at).into_iter().flatten();
            ahead.extend(uses.map(String::as_str).filter(|next| seen.insert(next)));
        }
        false
    }
}

/// `session/walk.rs` is `session::walk`; `lib.rs` and `main.rs` are roots.
fn module(file: &str) -> Path {
    let stem = file.strip_suffix(".rs").unwrap();
    match stem {
        "lib" | "main" => Path::new(),
        _ => stem.split('/').map(str::to_owned).collect(),
    }
}

/// Where names are looked up.
#[derive(Clone)]
struct Scope {
    /// The module, those inside a file included.
    path: Path,
    /// Modules by the names they have here.
    names: BTreeMap<String, Path>,
}

impl Scope {
    fn of(path: Path) -> Self {
        Self {
            path,
            names: BTreeMap::new(),
        }
    }

    /// From the root; `None` for what is not of this crate.
    fn absolute(&self, segments: &[String]) -> Option<Path> {
        let (first, mut rest) = segments.split_first()?;
        let mut path = match first.as_str() {
            "crate" => Path::new(),
            "self" => self.path.clone(),
            "super" => self.path.split_last()?.1.to_vec(),
            name => self.names.get(name)?.clone(),
        };
        while let Some(("super", more)) = rest.split_first().map(|(s, more)| (s.as_str(), more)) {
            path.pop();
            rest = more;
        }
        path.extend(rest.iter().cloned());
        Some(path)
    }
}

struct Reader<'k> {
    known: &'k BTreeSet<Path>,
    uses: BTreeSet<Path>,
}

impl Reader<'_> {
    /// Notes the file in which a path ends.
    fn note(&mut self, mut path: Path) {
        while !self.known.contains(&path) && path.pop().is_some() {}
        self.uses.insert(path);
    }

    fn level(&mut self, tokens: &TokenStream, outside: &Scope) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut scope = outside.clone();
        for place in 0..tokens.len() {
            // `mod name;` and `mod name {`
            if is_ident(tokens.get(place), "mod")
                && let Some(TokenTree::Ident(name)) = tokens.get(place + 1)
            {
                let mut path = scope.path.clone();
                path.push(name.to_string());
                scope.names.insert(name.to_string(), path);
            }
        }
        let mut place = 0;
        while place < tokens.len() {
            if is_ident(tokens.get(place), "use") {
                let end = tokens[place..].iter().position(|t| is_punct(Some(t), ';'));
                let end = place + end.unwrap_or(tokens.len() - place);
                self.import(&tokens[place + 1..end], &[], &mut scope);
                place = end;
            }
            place += 1;
        }
        self.paths(&tokens, &scope);
    }

    /// Bodies, and paths outside of `use`.
    fn paths(&mut self, tokens: &[TokenTree], scope: &Scope) {
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            match token {
                TokenTree::Ident(name) if name == "use" => {
                    let end = tokens[place..].iter().position(|t| is_punct(Some(t), ';'));
                    place += end.unwrap_or(0);
                }
                TokenTree::Ident(name) if name == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(place + 1), tokens.get(place + 2))
                    {
                        let mut path = scope.path.clone();
                        path.push(name.to_string());
                        self.level(&body.stream(), &Scope::of(path));
                        place += 2;
                    }
                }
                TokenTree::Ident(first) => {
                    let mut segments = vec![first.to_string()];
                    while let Some(TokenTree::Ident(next)) = tokens.get(place + 3)
                        && is_path_sign(&tokens[place + 1..])
                    {
                        segments.push(next.to_string());
                        place += 3;
                    }
                    if segments.len() > 1
                        && let Some(path) = scope.absolute(&segments)
                    {
                        self.note(path);
                    }
                }
                TokenTree::Group(group) => self.level(&group.stream(), scope),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            place += 1;
        }
    }

    /// One tree of a `use`: `a::{b, c as d, self, *}`.
    fn import(&mut self, tokens: &[TokenTree], before: &[String], scope: &mut Scope) {
        let mut segments = before.to_vec();
        let mut alias = None;
        let mut tokens = tokens.iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(name) if name == "as" => {
                    alias = tokens.next().map(ToString::to_string);
                }
                TokenTree::Ident(name) if name == "self" && !segments.is_empty() => {}
                TokenTree::Ident(name) => segments.push(name.to_string()),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    for one in inside.split(|token| is_punct(Some(token), ',')) {
                        if !one.is_empty() {
                            self.import(one, &segments, scope);
                        }
                    }
                    return;
                }
                _ => {}
            }
        }
        let Some(path) = scope.absolute(&segments) else {
            return;
        };
        if self.known.contains(&path)
            && let Some(name) = alias.or_else(|| path.last().cloned())
        {
            scope.names.insert(name, path.clone());
        }
        self.note(path);
    }
}

fn is_ident(token: Option<&TokenTree>, text: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == text)
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_path_sign(tokens: &[TokenTree]) -> bool {
    is_punct(tokens.first(), ':') && is_punct(tokens.get(1), ':')
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = r#"
        //! crate::nowhere
        use std::fmt;
        use crate::model::{self, Answer, deep::Thing as Other};
        use super::sister;
        mod child;
        pub(crate) fn f() -> String {
            let a = child::x();
            println!("{}", crate::words::say("crate::text"));
            model::deep::g(sister::y())
        }
        #[cfg(test)]
        mod tests {
            use super::*;
            use crate::cli::run;
        }
    "#;
    let files = [
        ("session.rs", ""),
        ("session/walk.rs", text),
        ("session/walk/child.rs", "use super::f;"),
        ("session/sister.rs", "fn y() { crate::session::walk::f() }"),
        ("model.rs", ""),
        ("model/deep.rs", ""),
        ("words.rs", ""),
        ("text.rs", ""),
        ("nowhere.rs", ""),
        ("cli.rs", ""),
    ];
    let imports = Imports::read(&files);
    let of_walk: Vec<&str> = imports
        .edges()
        .filter(|(from, _)| *from == "session::walk")
        .map(|(_, to)| to)
        .collect();
    let expected = [
        "cli",
        "model",
        "model::deep",
        "session::sister",
        "session::walk::child",
        "words",
    ];
    assert_eq!(of_walk, expected);
    assert_eq!(
        imports.circles(),
        [
            "session::sister -> session::walk",
            "session::walk -> session::sister",
            "session::walk -> session::walk::child",
            "session::walk::child -> session::walk",
        ]
    );
}
