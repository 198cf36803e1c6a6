//! What every `GenServer` shares: the life of a server from `init` to `terminate`, one message at a time.
//!
//! A server is a type that implements [`GenServer`]; [`Server`] runs it as a child of a supervisor.

use std::fmt::{self, Debug};
use std::mem::{Discriminant, discriminant};
use std::panic::resume_unwind;
//% if is.tallied
use std::sync::Arc;
//% endif
//% if is.own_clock or is.idle_end
use std::time::Duration;
//% endif

//% if is.slow_answers
use tokio::task::{JoinError, JoinSet};
//% endif
use tokio::time::{self, Instant};

use crate::otp::BoxError;
use crate::otp::failure::{Theirs, caught};
use crate::otp::mailbox::{self, Address, Inbox, Letter, Mailbox, Stop};
//% if is.slow_answers
use crate::otp::supervisor::Exit;
//% endif
use crate::otp::supervisor::{ChildContext, ChildResult, ChildSpec};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

//% if is.slow_answers
/// Answers that may be worked out beside the server at once. With so many, the mailbox is not read
/// until one of them is done; the clock goes on, and a stop is heard.
pub const MAX_LATER: usize = 64;

//% endif
//% if is.own_clock
/// A clock does not strike more often than this.
const SHORTEST: Duration = Duration::from_millis(1);

//% endif
/// The callback module.
pub trait GenServer: Sized + Send + 'static {
    /// What it is started with, also after a restart.
    type Args: Clone + Send + Sync + 'static;
    /// What it can be asked.
    type Msg: Debug + Send + 'static;
    /// A broken invariant: it crashes the server.
    type Error: Into<BoxError> + Send;

    /// `init/1`: quick, because whoever starts the server waits for it. An error is one of the start.
    fn init(args: Self::Args) -> Result<Self, Self::Error>;
    //% if is.continue

    /// `handle_continue/2`: the slow part of starting, after `init` has returned and before the
    /// first message. Siblings start meanwhile, so none of them may count on its result. A shutdown
    /// gives it up where it awaits.
    ///
    /// An error crashes the server, and its supervisor bears few of them: what may be away for a moment, such as
    /// a database, is asked again in here, with growing pauses.
    fn handle_continue(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        async { Ok(()) }
    }
    //% endif

    /// `handle_call/3` and `handle_cast/2`: an answer is sent, an error crashes the server.
    ///
    /// It cannot await, so that nobody waits for what another one asked.
    fn handle(&mut self, msg: Self::Msg) -> Result<(), Self::Error>;
    //% if is.slow_answers

    /// Where `handle` puts work that takes long, with the reply (OTP: `{:noreply, state}`, and
    /// `GenServer.reply/2` when it is there). It belongs to the server, so none outlives it.
    fn later(&mut self) -> Option<&mut JoinSet<()>> {
        None
    }
    //% endif
    //% if is.own_clock

    /// How often [`handle_tick`](Self::handle_tick) runs.
    fn every(&self) -> Option<Duration> {
        None
    }

    /// `handle_info/2` for the server's own clock: one more message among the others.
    fn handle_tick(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    //% endif
    //% if is.idle_end

    /// The server ends, normally, when there was nothing to do for this long.
    fn idle_end(&self) -> Option<Duration> {
        None
    }
    //% endif

    /// `terminate/2`: runs after a stop and after an error, not after a panic or an abort. What
    /// must hold even then belongs into the next `init`.
    fn terminate(&mut self) {}
}

/// A server as its supervisor knows it: each run of it is one incarnation.
pub struct Server<S: GenServer> {
    inbox: Inbox<S::Msg>,
    args: S::Args,
}

impl<S: GenServer> Server<S> {
    /// A server that is not running yet, and the way to it.
    pub fn new(args: S::Args) -> (Address<S::Msg>, Self) {
        let (address, inbox) = mailbox::channel();
        (address, Self { inbox, args })
    }

    /// The child spec: how a supervisor starts it, restarts it and stops it.
    pub fn child(self, id: &str) -> ChildSpec {
        ChildSpec::new(id, move |ctx| {
            run::<S>(self.inbox.clone(), self.args.clone(), ctx)
        })
    }
}

impl<S: GenServer> fmt::Debug for Server<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

/// One incarnation, from `init/1` to `terminate/2`.
async fn run<S: GenServer>(inbox: Inbox<S::Msg>, args: S::Args, ctx: ChildContext) -> ChildResult {
    ctx.does(format_args!("init"));
    let mut server = Theirs(Some(S::init(args).map_err(Into::into)?));
    let (Some(callbacks), Some(mut mailbox)) = (&mut server.0, inbox.open(&ctx)) else {
        return Ok(());
    };
    //% if is.tallied
    mailbox.tally = Arc::clone(ctx.tally());
    //% endif
    ctx.ready();
    //% if is.continue
    // Whom that woke is next on this thread, which user code may keep from here on.
    mailbox::give_way().await;
    //% endif
    let life = async {
        let ended = serve(callbacks, &mut mailbox, &ctx).await;
        ctx.does(format_args!("terminate"));
        callbacks.terminate();
        ended
    };
    let ended = caught(life).await;
    drop(mailbox);
    // A panic of this is a crash.
    drop(server.0.take());
    let ended = ended.unwrap_or_else(|panic| resume_unwind(panic));
    match ended.map_err(Into::into)? {
        Some(stop) => stop.done(),
        None => Ok(()),
    }
}

/// Receives until the shutdown, then serves what was accepted before it.
async fn serve<S: GenServer>(
    server: &mut S,
    mailbox: &mut Mailbox<S::Msg>,
    ctx: &ChildContext,
) -> Result<Option<Stop>, S::Error> {
    //% if is.continue
    ctx.does(format_args!("handle_continue"));
    let start = server.handle_continue();
    // A start that is given up has nothing to serve with.
    let Some(started) = ctx.shutdown().run_until_cancelled(start).await else {
        return Ok(None);
    };
    started?;
    //% endif
    // The shutdown is looked at first, whenever the task runs, and between two messages.
    let receiving = receive_all(server, mailbox, ctx);
    let stop = match mailbox::until_told(ctx.shutdown(), receiving).await {
        Some(ended) => ended?,
        None => None,
    };
    mailbox.close();
    // What was accepted before the shutdown is still served, new senders are refused. (OTP drops it, and so
    // does a stop.) It is given up in time to terminate.
    let until = Instant::now().checked_add(ctx.grace());
    let mut doing = None;
    let drained = async {
        while stop.is_none() {
            //% if is.slow_answers
            while server.later().is_some_and(|later| later.len() >= MAX_LATER) {
                if let Some(ended) = next_later(server).await {
                    report(ended);
                }
            }
            //% endif
            let Some(letter) = mailbox.recv().await else {
                break;
            };
            receive(server, letter, ctx, &mut doing)?;
            // A thread that is kept has no timer run out.
            if mailbox.has_more() && until.is_some_and(|until| until <= Instant::now()) {
                return Ok(false);
            }
            mailbox.give_way().await;
        }
        //% if is.slow_answers
        while let Some(ended) = next_later(server).await {
            report(ended);
        }
        //% endif
        Ok(true)
    };
    let drained = time::timeout(ctx.grace(), drained).await;
    if !drained.unwrap_or(Ok(false))? {
        tracing::warn!("told to stop, it has not done in time all that was accepted");
    }
    Ok(stop)
}

/// The receive loop: one message after the other, in the order of arrival.
///
/// The shutdown drops this future where it awaits; none of these awaits loses a message by that.
async fn receive_all<S: GenServer>(
    server: &mut S,
    mailbox: &mut Mailbox<S::Msg>,
    ctx: &ChildContext,
) -> Result<Option<Stop>, S::Error> {
    //% if is.own_clock
    let mut tick = next_tick(server);
    //% endif
    //% if is.idle_end
    let mut end = idle_end(server);
    //% endif
    //% if is.slow_answers
    let mut told = false;
    let mut wishes = mailbox.wishes();
    //% endif
    let mut doing = None;
    loop {
        //% if is.slow_answers
        let full = server.later().is_some_and(|later| later.len() >= MAX_LATER);
        if full && !told {
            told = true;
            tracing::warn!(
                "{MAX_LATER} answers are under way: messages wait until one of them is done"
            );
        }
        //% endif
        //% if is.slow_answers
        let may_read = !full || *wishes.borrow() > 0;
        //% endif
        //% if is.slow_answers or is.own_clock or is.idle_end
        let letter = tokio::select! {
            biased;
            //% if is.slow_answers
            Some(ended) = next_later(server) => {
                report(ended);
                //% if is.idle_end
                end = idle_end(server);
                //% endif
                continue;
            }
            //% endif
            //% if is.own_clock
            () = until(tick), if tick.is_some() => {
                ctx.does(format_args!("handle_tick"));
                doing = None;
                server.handle_tick()?;
                // As by `Process.send_after/3`: a slow round does not keep out the mailbox.
                tick = next_tick(server);
                continue;
            }
            //% endif
            //% if is.slow_answers
            letter = mailbox.recv(), if may_read => letter,
            () = mailbox::wished(&mut wishes), if !may_read => continue,
            //% else
            //+ letter = mailbox.recv() => letter,
            //% endif
            //% if is.idle_end
            // Last: what came in meanwhile is work, and puts the end off.
            () = until(end), if end.is_some() => {
                tracing::info!("nothing to do: the server ends");
                return Ok(None);
            }
            //% endif
        };
        //% else
        //+ let letter = mailbox.recv().await;
        //% endif
        let Some(letter) = letter else {
            return Ok(None);
        };
        let stop = receive(server, letter, ctx, &mut doing)?;
        if stop.is_some() {
            return Ok(stop);
        }
        mailbox.give_way().await;
        //% if is.idle_end
        end = idle_end(server);
        //% endif
    }
}

/// One letter from the mailbox, within the span of its sender. What it does is told anew when that is another
/// kind of message: to have one written out takes longer than most take to be handled.
fn receive<S: GenServer>(
    server: &mut S,
    letter: Letter<S::Msg>,
    ctx: &ChildContext,
    doing: &mut Option<Discriminant<S::Msg>>,
) -> Result<Option<Stop>, S::Error> {
    let message = match letter {
        Letter::Message(message) => message,
        Letter::Stop(stop) => return Ok(Some(stop)),
    };
    if message.caller.has_given_up() {
        tracing::debug!(parent: &message.sender, "the caller gave up: not done");
        return Ok(None);
    }
    let span = tracing::debug_span!(parent: &message.sender, "handle");
    let kind = Some(discriminant(&message.msg));
    if *doing != kind {
        *doing = kind;
        ctx.does(&message.msg);
    }
    span.in_scope(|| server.handle(message.msg))?;
    Ok(None)
}
//% if is.slow_answers

/// The next answer that was worked out, if there is any under way.
async fn next_later<S: GenServer>(server: &mut S) -> Option<Result<(), JoinError>> {
    server.later()?.join_next().await
}

/// A task that crashed takes its own answer along, and nothing else: the caller hears at once that
/// there is none.
fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        let error = Exit::from(error);
        tracing::error!(%error, "an answer was not worked out");
    }
}
//% endif
//% if is.own_clock

/// When the clock strikes next; never, without one.
fn next_tick<S: GenServer>(server: &S) -> Option<Instant> {
    let every = server.every()?.max(SHORTEST);
    Instant::now().checked_add(every)
}
//% endif
//% if is.idle_end

/// Until when a server bears to be of no use from now on, if it does not bear it for ever.
fn idle_end<S: GenServer>(server: &mut S) -> Option<Instant> {
    //% if is.slow_answers
    // It is of use while answers are worked out.
    if server.later().is_some_and(|later| !later.is_empty()) {
        return None;
    }
    //% endif
    let idle = server.idle_end()?;
    Instant::now().checked_add(idle)
}
//% endif
//% if is.own_clock or is.idle_end

/// Waits for that moment, or for ever.
async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
//% endif
