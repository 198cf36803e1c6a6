//! What the program says about itself: schema, completions, manual page.

use std::io::Write as _;

use super::args::{Args, SchemaOf};
use super::help::command;
use super::streams::Streams;
use crate::error::{Error, Finding};
use crate::load::schema;
use crate::render::schema as output;
use crate::words::Cli;

pub(super) fn schema(of: SchemaOf, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let schema = match of {
        SchemaOf::Advisor => schema::schema(),
        SchemaOf::Output => output::schema(),
    };
    let text = format!("{schema:#}\n");
    streams.output.write_all(text.as_bytes())?;
    Ok(Finding::Clean)
}

pub(super) fn completions(
    shell: clap_complete::Shell,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let script = super::complete::script(&shell.to_string())?;
    streams.output.write_all(script.as_bytes())?;
    Ok(Finding::Clean)
}

pub(super) fn man(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let words = args.words();
    let mut page = Vec::new();
    clap_mangen::Man::new(command(words)).render(&mut page)?;
    let page = String::from_utf8_lossy(&page);
    let page = translated(&page, &words.cli);
    streams.output.write_all(page.as_bytes())?;
    Ok(Finding::Clean)
}

/// How a page of a command would be called.
const PAGE: &str = "otp\\-advisor\\-";

fn as_typed(page: &str) -> String {
    page.replacen(PAGE, "otp\\-advisor ", 1).replace("(1)", "")
}

/// What the page's maker writes in English, the breaks in lists that it leaves out, and the commands,
/// which it takes for pages of their own.
fn translated(page: &str, cli: &Cli) -> String {
    let manual = &cli.manual;
    let commands = format!(".SH {}", cli.commands_heading);
    let any = format!("[\\fI{}\\fR]", manual.any_subcommand);
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        let heading = match line {
            ".SH NAME" => Some(manual.name),
            ".SH SYNOPSIS" => Some(manual.synopsis),
            ".SH DESCRIPTION" => Some(manual.description),
            ".SH OPTIONS" => Some(manual.options),
            ".SH EXTRA" => Some(manual.extra),
            ".SH VERSION" => Some(manual.version),
            line if line == commands => Some(manual.subcommands),
            _ => None,
        };
        match heading {
            Some(heading) => text.extend([".SH ", heading]),
            None if line.starts_with("\\- ") => text.extend([".br\n", line]),
            None if line.starts_with(PAGE) => text.push_str(&as_typed(line)),
            None => text.push_str(&line.replace("[\\fIsubcommands\\fR]", &any)),
        }
        text.push('\n');
    }
    text
}
