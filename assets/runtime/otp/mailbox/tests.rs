//! What holds at every await of the handle, and of the process behind it: each future is dropped at its
//! n-th poll, for every n, and then nothing is lost, stuck or done in vain.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Wake};

use tokio::sync::oneshot::error::TryRecvError;

use super::*;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Somebody asks.
type Ask = oneshot::Sender<u64>;

//% if is.tallied
#[tokio::test]
async fn a_mailbox_is_counted_as_full_until_half_of_it_is_free() {
    let tally = Arc::<Tally>::default();
    let (address, inbox) = channel::<u64>();
    let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
    mailbox.tally = Arc::clone(&tally);
    for number in 0..MAILBOX as u64 {
        address.cast(number).unwrap();
    }
    assert!(mailbox.recv().await.is_some());
    assert_eq!(tally.full(), 1);
    for _ in 0..MAILBOX / 2 {
        assert!(mailbox.recv().await.is_some());
    }
    assert_eq!(tally.full(), 0);
}

//% endif
/// Polls a future so often, each time after everything else did what it could; says whether it ended.
async fn polled<T>(future: Pin<&mut impl Future<Output = T>>, times: usize) -> Option<T> {
    let mut future = future;
    for _ in 0..times {
        if let Poll::Ready(ended) = futures_poll(future.as_mut()).await {
            return Some(ended);
        }
        tokio::task::yield_now().await;
    }
    None
}

async fn futures_poll<T>(mut future: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await
}

/// What a process would do with a letter.
fn answer(letter: Letter<Ask>, done: &AtomicUsize) {
    match letter {
        Letter::Message(message) if !message.caller.has_given_up() => {
            done.fetch_add(1, Ordering::Relaxed);
            let _ = message.msg.send(7);
        }
        Letter::Message(_) => {}
        Letter::Stop(stop) => stop.done().unwrap(),
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_call_dropped_at_any_await_is_answered_or_not_done() {
    // Also behind a full mailbox.
    for waiting in [0, MAILBOX] {
        for polls in 0..4 {
            let (address, inbox) = channel::<Ask>();
            let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
            for _ in 0..waiting {
                address.cast(oneshot::channel().0).unwrap();
            }
            let done = AtomicUsize::new(0);
            let mut call = Box::pin(address.call(TIMEOUT, |reply| reply));
            let ended = polled(call.as_mut(), polls).await;
            assert_eq!(ended, None);
            drop(call);
            // Nothing of it keeps room either.
            let left = address.queue_len();
            assert!(left <= waiting + 1);
            for _ in 0..left {
                answer(mailbox.recv().await.unwrap(), &done);
            }
            assert_eq!(done.load(Ordering::Relaxed), waiting);
            assert_eq!(address.queue_len(), 0);
            address.cast(oneshot::channel().0).unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_stop_dropped_before_it_is_sent_never_happened_and_afterwards_it_does() {
    for polls in 0..3 {
        let (address, inbox) = channel::<Ask>();
        let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
        let mut stop = Box::pin(address.stop(Exit::Normal));
        assert_eq!(polled(stop.as_mut(), polls).await, None);
        drop(stop);
        assert_eq!(address.queue_len(), usize::from(polls > 0));
        if polls > 0 {
            assert!(matches!(mailbox.recv().await, Some(Letter::Stop(_))));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_receiver_dropped_at_any_await_loses_no_letter() {
    for polls in 0..3 {
        let (address, inbox) = channel::<Ask>();
        let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
        let mut recv = Box::pin(mailbox.recv());
        assert!(polled(recv.as_mut(), polls).await.is_none());
        address.cast(oneshot::channel().0).unwrap();
        drop(recv);
        assert_eq!(address.queue_len(), 1);
        assert!(mailbox.recv().await.is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn k19_what_waits_at_the_end_of_an_incarnation_is_over_at_once() {
    let (address, inbox) = channel::<Ask>();
    let mailbox = inbox.open(&ChildContext::default()).unwrap();
    let mut calls = Vec::new();
    for _ in 0..=MAILBOX {
        let mut call = Box::pin(address.call(TIMEOUT, |reply| reply));
        assert!(futures_poll(call.as_mut()).await.is_pending());
        calls.push(call);
    }
    drop(mailbox);
    for call in calls {
        assert_eq!(call.await, Err(CallError::Stopped));
    }
    assert_eq!(address.stop(Exit::Normal).await, Err(NotRunning));
    let (reply, mut lost) = oneshot::channel();
    assert_eq!(address.cast(reply), Err(CastError::Stopped));
    assert_eq!(lost.try_recv(), Err(TryRecvError::Closed));
}

#[tokio::test(start_paused = true)]
async fn k19_one_that_was_left_behind_does_not_end_its_successor() {
    let (address, inbox) = channel::<Ask>();
    let left_behind = inbox.open(&ChildContext::default()).unwrap();
    let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
    drop(left_behind);
    address.cast(oneshot::channel().0).unwrap();
    assert!(mailbox.recv().await.is_some());
    drop(mailbox);
    assert_eq!(address.cast(oneshot::channel().0), Err(CastError::Stopped));
}

//% if is.may_not_read
#[tokio::test(start_paused = true)]
async fn m05_a_stop_that_was_left_behind_is_none_of_the_successor() {
    let (address, inbox) = channel::<Ask>();
    let left_behind = inbox.open(&ChildContext::default()).unwrap();
    let mut stop = Box::pin(address.stop(Exit::Normal));
    assert!(futures_poll(stop.as_mut()).await.is_pending());
    let mailbox = inbox.open(&ChildContext::default()).unwrap();
    let (old, new) = (left_behind.wishes(), mailbox.wishes());
    assert_eq!((*old.borrow(), *new.borrow()), (1, 0));
    drop(left_behind);
    assert_eq!(stop.await, Err(NotRunning));
    assert_eq!((*old.borrow(), *new.borrow()), (0, 0));
}

//% endif
#[test]
fn k24_the_drop_of_a_refused_message_may_use_the_handle() {
    struct Nosy(Address<Nosy>);
    impl Drop for Nosy {
        fn drop(&mut self) {
            assert_eq!(self.0.queue_len(), 0);
            // Neither does it wait for whoever publishes a mailbox.
            assert!(self.0.newest.borrow().is_none());
        }
    }
    let (address, inbox) = channel::<Nosy>();
    assert_eq!(address.cast(Nosy(address.clone())), Err(CastError::Stopped));
    let mailbox = inbox.open(&ChildContext::default()).unwrap();
    address.cast(Nosy(address.clone())).unwrap();
    drop(mailbox);
    assert_eq!(address.cast(Nosy(address.clone())), Err(CastError::Stopped));
}

#[tokio::test]
async fn k12_who_was_told_to_stop_while_it_started_takes_no_address_from_its_successor() {
    let (address, inbox) = channel::<u64>();
    let late = ChildContext::default();
    late.shutdown().cancel();
    let mut mailbox = inbox.open(&ChildContext::default()).unwrap();
    assert!(inbox.open(&late).is_none());
    address.cast(1).unwrap();
    assert!(matches!(mailbox.recv().await, Some(Letter::Message(_))));
}

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn k04_who_is_told_to_stop_is_woken_whoever_asked_last() {
    let shutdown = CancellationToken::new();
    let mut polls = 0;
    let work = poll_fn(|_| {
        polls += 1;
        Poll::<()>::Pending
    });
    let mut told = Box::pin(until_told(&shutdown, work));
    let (first, last) = (Arc::<Woken>::default(), Arc::<Woken>::default());
    for woken in [&first, &first, &last, &last] {
        let waker = Waker::from(Arc::clone(woken));
        let polled = told.as_mut().poll(&mut Context::from_waker(&waker));
        assert_eq!(polled, Poll::Pending);
    }
    shutdown.cancel();
    assert_eq!(last.0.load(Ordering::Relaxed), 1);
    let polled = told.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(polled, Poll::Ready(None));
    drop(told);
    // What is told to stop does nothing any more.
    assert_eq!(polls, 4);
}

#[tokio::test]
async fn k13_who_gives_way_may_be_given_up_at_any_await() {
    let mut given_up = Box::pin(give_way());
    assert_eq!(polled(given_up.as_mut(), 1).await, None);
    drop(given_up);
    let mut way = Box::pin(give_way());
    assert_eq!(polled(way.as_mut(), 2).await, Some(()));
}
