//! What the program says about itself: schema, completions, manual page.

use clap::CommandFactory as _;

use super::args::Args;
use super::streams::Streams;
use crate::error::{Error, Finding};
use crate::load::schema;

pub(super) fn schema(streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let text = format!("{:#}\n", schema::schema());
    streams.output.write_all(text.as_bytes())?;
    Ok(Finding::Clean)
}

pub(super) fn completions(
    shell: clap_complete::Shell,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    // clap_complete panics when its writer fails, so it writes to memory.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "otp-advisor", &mut text);
    streams.output.write_all(&text)?;
    Ok(Finding::Clean)
}

pub(super) fn man(streams: &mut Streams<'_>) -> Result<Finding, Error> {
    clap_mangen::Man::new(Args::command()).render(&mut streams.output)?;
    Ok(Finding::Clean)
}
