//! Emitted projects: what is in them, whether they build, and whether they do what they promise.
//!
//! Three levels. What is always run renders all and builds two projects that need nothing but tokio. What
//! is ignored takes long (`alone`, `matrix`) or needs a server (`services`) or Erlang (`oracle`); each says
//! so, and `.ci/run` runs it all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alone;
mod both_worlds;
mod conformance;
mod designs;
mod manifests;
mod matrix;
mod oracle;
mod pictured;
mod projects;
mod reading;
mod services;
mod wiring;

use otp_advisor::inside::embedded;
use otp_advisor::inside::model::Advisor;

fn advisor() -> &'static Advisor {
    embedded::advisor(None).unwrap()
}
