//! Compiles the embedded advisor: YAML in, one `static` a language out, as Rust source.
//!
//! The program starts without parsing, decoding or allocating any of it, and an invalid advisor
//! fails the build with the same report that `otp-advisor check` prints.

#![allow(
    dead_code,
    unused_imports,
    reason = "the build uses only the loading half of these modules"
)]

#[path = "build/bake.rs"]
mod bake;

/// An inline module, so that the files find their own folders.
#[path = "src"]
mod library {
    pub(crate) mod condition;
    pub(crate) mod data;
    pub(crate) mod diagnostic;
    pub(crate) mod facts;
    pub(crate) mod formula;
    pub(crate) mod ids;
    pub(crate) mod load;
    pub(crate) mod model;
    pub(crate) mod session;
    pub(crate) mod text;
    pub(crate) mod words;
}

use library::{
    condition, data, diagnostic, facts, formula, ids, load, model, session, text, words,
};

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use load::source::{Directory, Source as _};

const TREES: &str = "trees";
/// Where templates are, by how their names begin, in the order of the names.
const TEMPLATES: [(&str, &str); 2] = [
    ("runtime/", "assets/runtime"),
    ("tokio/", "assets/templates/tokio"),
];

fn main() {
    if let Err(error) = build() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Where a program may be put anywhere in memory, the loader writes every pointer of the advisor's data
/// before `main`, in all languages: a fifth of what an interview takes. At a fixed address it writes none.
fn stay_in_place() {
    let target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    stay_in_place();
    for input in [
        TREES,
        "assets/runtime",
        "assets/templates",
        "build",
        "src/condition",
        "src/condition.rs",
        "src/data.rs",
        "src/diagnostic",
        "src/diagnostic.rs",
        "src/facts.rs",
        "src/formula",
        "src/formula.rs",
        "src/ids.rs",
        "src/load",
        "src/load.rs",
        "src/model",
        "src/model.rs",
        "src/session",
        "src/session.rs",
        "src/text.rs",
        "src/words",
        "src/words.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let builtin = |name: &str| {
        let mut roots = TEMPLATES.iter();
        let (path, root) =
            roots.find_map(|(begin, root)| Some((name.strip_prefix(begin)?, root)))?;
        Directory(PathBuf::from(root)).read(path).ok().flatten()
    };
    let source = Directory(PathBuf::from(TREES));
    let read = |language: Option<&str>| {
        load::check::load(&source, &builtin, language).map_err(|faults| faults.to_string())
    };
    let base = read(None)?;
    let mut table = String::new();
    let mut advisors = String::new();
    for (place, language) in base.languages.iter().enumerate() {
        let mut advisor = read(Some(language))?;
        session::prepare(&mut advisor);
        let advisor = bake::expression(&advisor)?;
        writeln!(table, "static ADVISOR_{place}: Advisor = {advisor};")?;
        writeln!(advisors, "    ({language:?}, &ADVISOR_{place}),")?;
    }
    table.push_str("pub(super) const ADVISORS: &[(&str, &Advisor)] = &[\n");
    table.push_str(&advisors);
    table.push_str("];\n\n");
    table.push_str("pub(super) const TEMPLATES: &[(&str, &str)] = &[\n");
    let package = env::var("CARGO_MANIFEST_DIR")?;
    for (begin, root) in TEMPLATES {
        for path in Directory(PathBuf::from(root)).list() {
            let file = Path::new(&package).join(root).join(&path);
            let (name, file) = (format!("{begin}{path}"), file.display().to_string());
            writeln!(table, "    ({name:?}, include_str!({file:?})),")?;
        }
    }
    table.push_str("];\n");
    fs::write(out.join("embedded.rs"), table)?;
    Ok(())
}
