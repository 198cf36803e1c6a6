//! What samples are made of.

use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};

use strum::EnumCount;

use super::super::kind::{Kind, NoAnswer, Possible, WhyNot};

/// A value that both languages must show: nothing either of them says starts like it.
pub(super) fn z(name: &str) -> String {
    format!("zz_{name}")
}

pub(super) fn zs(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| z(name)).collect()
}

/// Fails when a variant has no sample.
#[track_caller]
pub(super) fn every<T: EnumCount>(samples: Vec<T>) -> Vec<T> {
    let kinds: HashSet<Discriminant<T>> = samples.iter().map(discriminant).collect();
    assert_eq!(kinds.len(), T::COUNT, "{}", std::any::type_name::<T>());
    samples
}

pub(super) fn kinds<T: EnumCount + Into<Kind>>(samples: Vec<T>) -> Vec<Kind> {
    every(samples).into_iter().map(Into::into).collect()
}

pub(super) fn no_answer(why: WhyNot) -> Box<NoAnswer> {
    Box::new(NoAnswer {
        given: z("given"),
        question: z("question"),
        why,
        near: Some(z("near")),
        possible: Possible::Options(zs(&["yes", "no"])),
    })
}
