//! Failures of code that is the user's: what they say, and that they take nobody else along.

use std::any::Any;
use std::error::Error;
//% if is.queued
use std::fmt;
//% endif
use std::future::poll_fn;
use std::iter::successors;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::thread;

use tokio::runtime::Handle;
//% if is.queued
use tokio::sync::mpsc;
//% endif

use crate::otp::BoxError;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// How many causes of an error are told: it is the user's, and may be its own cause.
const DEEPEST: usize = 64;

/// An error and what it came from.
pub fn in_full(error: &(dyn Error + 'static)) -> String {
    let causes = successors(Some(error), |&error| error.source());
    let causes: Vec<_> = causes.take(DEEPEST).map(ToString::to_string).collect();
    causes.join(": ")
}

/// How many bytes of a text that may be anything are told.
const LONGEST: usize = 4_096;

/// One line of a text that may be anything, and not all of it, should that be long.
pub fn in_a_line(text: &str) -> String {
    let mut line = String::new();
    for letter in text.chars() {
        if letter.is_control() {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
        if line.len() >= LONGEST {
            line.truncate(line.floor_char_boundary(LONGEST));
            break;
        }
    }
    line
}

/// What an error says, in a line. It is the user's, and may panic when it is asked, or dropped.
pub fn of_error(error: BoxError) -> String {
    let says = catch_unwind(AssertUnwindSafe(|| in_a_line(&in_full(&*error))));
    let_go(error);
    says.unwrap_or_else(of_panic)
}

/// What a panic says.
pub fn of_panic(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let text = text.map(str::to_owned);
    text.unwrap_or_else(|| {
        let_go_aside(panic);
        "(no message)".to_owned()
    })
}

/// Drops what is the user's in a task of its own: one that never returns keeps a thread, and nobody else.
fn let_go_aside(theirs: impl Send + 'static) {
    // Guarded also if it never comes to that.
    let theirs = Theirs(Some(theirs));
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(async move { drop(theirs) });
    }
}

/// Drops what is the user's, and survives a panic of it, which the panic hook has told.
pub fn let_go<T>(theirs: T) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(theirs))) {
        // It is theirs as well, and might do the same.
        mem::forget(panic);
    }
}

/// What is the user's, and is dropped so wherever that happens: by an end, an abort or a panic on its way.
pub struct Theirs<T>(pub Option<T>);

impl<T> Drop for Theirs<T> {
    fn drop(&mut self) {
        let_go(self.0.take());
    }
}

//% if is.queued
/// What waits and is the user's: at the end of who works on it each is dropped by itself.
pub struct Queue<T>(pub mpsc::Receiver<T>);

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Queue").field(&self.0.len()).finish()
    }
}

impl<T> Drop for Queue<T> {
    fn drop(&mut self) {
        self.0.close();
        while let Ok(waiting) = self.0.try_recv() {
            let_go(waiting);
        }
    }
}

//% endif
/// Runs user code to its end, or to its panic: what it worked on can then be dropped in peace, although
/// a second panic while the first one unwinds would end the program.
pub async fn caught<T>(work: impl Future<Output = T>) -> thread::Result<T> {
    let mut work = pin!(work);
    let poll = poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.map_or_else(|panic| Poll::Ready(Err(panic)), |polled| polled.map(Ok))
    });
    poll.await
}
