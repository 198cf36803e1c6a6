use tokio::sync::mpsc::Sender;

use crate::otp::supervisor::ChildSpec;
use crate::otp::topics::Topics;

type Watcher = Sender<String>;

/// The watcher's child, which is a member while it runs: it has left when
/// it ends, in whatever way. `Instances` start many of them.
pub fn member(
    topics: &Topics<Watcher>,
    game: &str,
    watcher: Watcher,
    child: ChildSpec,
) -> ChildSpec {
    topics.child(game, watcher, child)
}

/// To all that watch this game now. Whoever is full misses it.
pub fn tell(topics: &Topics<Watcher>, game: &str, news: &str) -> usize {
    topics.dispatch(game, |watcher| drop(watcher.try_send(news.into())))
}
