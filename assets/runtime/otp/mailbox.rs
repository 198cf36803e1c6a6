//! The mailbox of a process, and the way to it: what a `GenServer` and a state machine have in common.
//!
//! Each incarnation has a mailbox of its own; what waited in the old one is lost, as in OTP. A handle
//! always uses the newest, so it stays valid when the process is restarted. The mailbox of an Erlang
//! process is unbounded; this one pushes back.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time;
use tokio_util::sync::CancellationToken;
use tracing::{Level, Span, warn};

use crate::otp::failure::let_go;
pub(super) use crate::otp::supervisor::give_way;
use crate::otp::supervisor::{ChildContext, ChildResult, Exit};
//% if is.tallied
use crate::otp::supervisor::{Counted, Tally};
//% endif

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Messages that may wait.
pub const MAILBOX: usize = 1_024;

/// Why a call has no answer.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CallError {
    /// The answer did not come in time. The process lives, and will not begin what was given up.
    #[error("no answer in time")]
    Timeout,
    /// There is no process (OTP: `noproc`), or what was to answer crashed.
    #[error("nobody answers: the process is not running, or crashed while it worked on this")]
    Stopped,
}

/// Why a cast was not accepted. An accepted cast may still be lost when the process crashes.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CastError {
    /// The mailbox is full: slow down, or drop the message knowingly.
    #[error("the mailbox is full")]
    Full,
    /// There is no process.
    #[error("the process is not running")]
    Stopped,
}

/// There was no process to stop, or it ended otherwise before it could.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the process is not running")]
pub struct NotRunning;

/// What is in a mailbox.
#[derive(Debug)]
pub(super) enum Letter<M> {
    Message(Message<M>),
    /// A wish that the process ends, behind what was sent before it.
    Stop(Stop),
}

/// A message with the span of the one who sent it, so that a trace does not end at the mailbox.
#[derive(Debug)]
pub(super) struct Message<M> {
    pub(super) msg: M,
    pub(super) sender: Span,
    pub(super) caller: Caller,
}

/// Who waits for the answer to a message, if somebody does.
#[derive(Clone, Debug, Default)]
pub(super) struct Caller(Option<Weak<()>>);

impl Caller {
    /// Has the caller given up? Then nobody reads the answer, and the work is not done.
    pub(super) fn has_given_up(&self) -> bool {
        let waiting = self.0.as_ref();
        waiting.is_some_and(|waiting| waiting.strong_count() == 0)
    }
}

/// The end that somebody asked for.
#[derive(Debug)]
pub(super) struct Stop {
    reason: Exit,
    done: oneshot::Sender<()>,
    //% if is.may_not_read
    _wish: Wish,
    //% endif
}
//% if is.may_not_read

/// Whether a stop is on its way: it is heard also where the mailbox is not read.
#[derive(Debug)]
struct Wish(watch::Sender<usize>);

impl Wish {
    fn new(wishes: &watch::Sender<usize>) -> Self {
        wishes.send_modify(|wishes| *wishes += 1);
        Wish(wishes.clone())
    }
}

impl Drop for Wish {
    fn drop(&mut self) {
        self.0.send_modify(|wishes| *wishes -= 1);
    }
}
//% endif

impl Stop {
    /// Tells whoever asked that it is done, and what the process ends with.
    pub(super) fn done(self) -> ChildResult {
        let _ = self.done.send(());
        match self.reason {
            Exit::Normal => Ok(()),
            reason => Err(reason.into()),
        }
    }
}

/// The span of the one who sends; none while nobody looks at spans of that level.
fn sender() -> Span {
    if tracing::span_enabled!(Level::DEBUG) {
        Span::current()
    } else {
        Span::none()
    }
}

/// The way to one incarnation.
#[derive(Debug)]
pub(super) struct Way<M> {
    letters: mpsc::Sender<Letter<M>>,
    //% if is.may_not_read
    wishes: watch::Sender<usize>,
    //% endif
}

/// The way to a process: cheap to clone, valid across its restarts.
#[derive(Debug)]
pub struct Address<M> {
    newest: watch::Receiver<Option<Way<M>>>,
}

impl<M> Clone for Address<M> {
    fn clone(&self) -> Self {
        let newest = self.newest.clone();
        Address { newest }
    }
}

impl<M> Address<M> {
    /// `GenServer.call/3`: one deadline over the way into the mailbox and the answer.
    ///
    /// Dropping the future gives up the call; what the process has not begun is then not done.
    pub async fn call<T>(
        &self,
        timeout: Duration,
        request: impl FnOnce(oneshot::Sender<T>) -> M,
    ) -> Result<T, CallError> {
        let (reply, answer) = oneshot::channel();
        let waiting = Arc::new(());
        let letter = Letter::Message(Message {
            msg: request(reply),
            sender: sender(),
            caller: Caller(Some(Arc::downgrade(&waiting))),
        });
        let tried = self.try_post(|_| letter);
        let exchange = async {
            self.posted(tried).await?;
            answer.await.map_err(|_| CallError::Stopped)
        };
        let answer = time::timeout(timeout, exchange).await;
        answer.unwrap_or(Err(CallError::Timeout))
    }

    /// `GenServer.cast/2`, except that a full mailbox says so.
    pub fn cast(&self, msg: M) -> Result<(), CastError> {
        let letter = Letter::Message(Message {
            msg,
            sender: sender(),
            caller: Caller::default(),
        });
        self.try_post(|_| letter).map_err(|refused| match refused {
            Refused::Full(_) => CastError::Full,
            Refused::Stopped => CastError::Stopped,
        })
    }

    /// `GenServer.stop/2`: the process handles what was sent before, terminates and ends with this
    /// reason, by which its supervisor decides about a restart. Waits for it, however long it
    /// takes, as in OTP; to wait less, put a timeout around it, which does not take back the wish, unless there
    /// was no room for it yet.
    pub async fn stop(&self, reason: Exit) -> Result<(), NotRunning> {
        let (done, ended) = oneshot::channel();
        //% if is.may_not_read
        let tried = self.try_post(|way| {
            let wish = Wish::new(&way.wishes);
            Letter::Stop(Stop {
                reason,
                done,
                _wish: wish,
            })
        });
        //% else
        //+ let tried = self.try_post(|_| Letter::Stop(Stop { reason, done }));
        //% endif
        self.posted(tried).await.map_err(|_| NotRunning)?;
        ended.await.map_err(|_| NotRunning)
    }

    /// Messages waiting now (OTP: `message_queue_len`). Watch it before you blame the process.
    pub fn queue_len(&self) -> usize {
        let newest = self.newest.borrow();
        let letters = newest.as_ref().map(|way| &way.letters);
        letters.map_or(0, |letters| letters.max_capacity() - letters.capacity())
    }

    /// Waits for room, if there was none.
    async fn posted(&self, tried: Result<(), Refused<M>>) -> Result<(), CallError> {
        let (letters, letter) = match tried {
            Ok(()) => return Ok(()),
            Err(Refused::Full(full)) => *full,
            Err(Refused::Stopped) => return Err(CallError::Stopped),
        };
        let sent = letters.send(letter).await;
        sent.map_err(|_| CallError::Stopped)
    }

    fn try_post(&self, letter: impl FnOnce(&Way<M>) -> Letter<M>) -> Result<(), Refused<M>> {
        let (letters, refused) = {
            let newest = self.newest.borrow();
            let way = newest.as_ref().ok_or(Refused::Stopped)?;
            match way.letters.try_send(letter(way)) {
                Ok(()) => return Ok(()),
                // Cloned out, but only to wait for room: a guard must not be held meanwhile.
                Err(refused) => (way.letters.clone(), refused),
            }
        };
        Err(match refused {
            TrySendError::Full(letter) => Refused::Full(Box::new((letters, letter))),
            TrySendError::Closed(_) => Refused::Stopped,
        })
    }
}

/// A letter that could not be posted at once.
enum Refused<M> {
    /// Where to wait for room, and with what.
    Full(Box<(mpsc::Sender<Letter<M>>, Letter<M>)>),
    Stopped,
}

/// Where the incarnations of a process get their mailboxes: each a new one.
#[derive(Debug)]
pub(super) struct Inbox<M> {
    publish: watch::Sender<Option<Way<M>>>,
}

impl<M> Clone for Inbox<M> {
    fn clone(&self) -> Self {
        let publish = self.publish.clone();
        Inbox { publish }
    }
}

impl<M> Inbox<M> {
    /// Opens the mailbox of a new incarnation; from now on the handles use it. None if it has been told to stop.
    pub(super) fn open(&self, ctx: &ChildContext) -> Option<Mailbox<M>> {
        let (sender, letters) = mpsc::channel(MAILBOX);
        //% if is.may_not_read
        let (wishes, stops) = watch::channel(0);
        //% endif
        let way = Way {
            letters: sender.clone(),
            //% if is.may_not_read
            wishes,
            //% endif
        };
        ctx.publish(&self.publish, way).then(|| Mailbox {
            letters,
            sender,
            full: false,
            //% if is.may_not_read
            stops,
            //% endif
            //% if is.tallied
            tally: Arc::default(),
            counted: None,
            //% endif
            inbox: self.clone(),
        })
    }
}

/// The mailbox of one incarnation. What is in it at its end, or on the way to it, is dropped at once, so
/// that nobody waits for an answer that cannot come.
#[derive(Debug)]
pub(super) struct Mailbox<M> {
    letters: mpsc::Receiver<Letter<M>>,
    sender: mpsc::Sender<Letter<M>>,
    inbox: Inbox<M>,
    /// Since it was found to be full, or almost, until half of it is free.
    full: bool,
    //% if is.may_not_read
    stops: watch::Receiver<usize>,
    //% endif
    //% if is.tallied
    pub(super) tally: Arc<Tally>,
    counted: Option<Counted>,
    //% endif
}

impl<M> Mailbox<M> {
    /// The next letter; none when it is closed and empty.
    pub(super) async fn recv(&mut self) -> Option<Letter<M>> {
        let letter = self.letters.recv().await;
        let room = self.sender.capacity();
        if room < MAILBOX / 16 && !self.full {
            warn!("the mailbox is full, or almost: who sends is refused, or waits");
            self.set_full(true);
        } else if room >= MAILBOX / 2 && self.full {
            self.set_full(false);
        }
        letter
    }

    fn set_full(&mut self, full: bool) {
        self.full = full;
        //% if is.tallied
        self.counted = full.then(|| Counted::full(&self.tally));
        //% endif
    }
    //% if is.may_not_read

    /// How many stops are on their way: behind letters that are there, or waiting for room.
    pub(super) fn wishes(&self) -> watch::Receiver<usize> {
        self.stops.clone()
    }
    //% endif

    /// Does another letter wait?
    pub(super) fn has_more(&self) -> bool {
        self.sender.capacity() < MAILBOX
    }

    /// Gives way before the next letter, if there is one.
    pub(super) async fn give_way(&self) {
        if self.has_more() {
            give_way().await;
        }
    }
    //% if outcomes.abstraction == "gen_server"

    /// New letters are refused, and those that are there can be read.
    pub(super) fn close(&mut self) {
        self.letters.close();
    }
    //% endif
}

impl<M> Drop for Mailbox<M> {
    fn drop(&mut self) {
        // Not that of the next incarnation, which may run if this one was left behind.
        self.inbox.publish.send_if_modified(|current| {
            let own = current.take_if(|way| way.letters.same_channel(&self.sender));
            own.is_some()
        });
        // Letters are the user's, and one that panics when it is dropped must not take the others, or a
        // program that unwinds already, with it.
        self.letters.close();
        while let Ok(letter) = self.letters.try_recv() {
            let_go(letter);
        }
    }
}

//% if is.may_not_read
/// Waits until a stop is on its way.
pub(super) async fn wished(wishes: &mut watch::Receiver<usize>) {
    let _ = wishes.wait_for(|wishes| *wishes > 0).await;
}

//% endif
/// As `run_until_cancelled`, at less cost: at each turn of the task the token is only looked at, as long as the
/// one who is to be woken by it is the same.
pub(super) async fn until_told<T>(
    shutdown: &CancellationToken,
    work: impl Future<Output = T>,
) -> Option<T> {
    let (mut told, mut work) = (pin!(shutdown.cancelled()), pin!(work));
    let mut woken = None::<Waker>;
    let turns = poll_fn(|context| {
        let waker = context.waker();
        if !woken.as_ref().is_some_and(|woken| woken.will_wake(waker)) {
            woken = Some(waker.clone());
            let _ = told.as_mut().poll(context);
        }
        if shutdown.is_cancelled() {
            return Poll::Ready(None);
        }
        work.as_mut().poll(context).map(Some)
    });
    turns.await
}

/// The two ends of a process that is not running yet.
pub(super) fn channel<M>() -> (Address<M>, Inbox<M>) {
    let (publish, newest) = watch::channel(None);
    (Address { newest }, Inbox { publish })
}
