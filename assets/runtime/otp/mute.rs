//! For tests: a server that accepts connections and says nothing, ever.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    task::JoinSet,
    time::{sleep, timeout},
};

/// The server, and how many of its connections were made and are still open.
pub(crate) struct Mute {
    pub(crate) address: SocketAddr,
    pub(crate) accepted: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    _listening: JoinSet<()>,
}

impl Mute {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (accepted, open) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (count, opened) = (Arc::clone(&accepted), Arc::clone(&open));
        let mut listening = JoinSet::new();
        listening.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                opened.fetch_add(1, Ordering::SeqCst);
                count.fetch_add(1, Ordering::SeqCst);
                let opened = Arc::clone(&opened);
                connections.spawn(async move {
                    let mut heard = [0; 1_024];
                    while !matches!(stream.read(&mut heard).await, Ok(0) | Err(_)) {}
                    opened.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            address,
            accepted,
            open,
            _listening: listening,
        }
    }

    /// Waits until it was called so often.
    pub(crate) async fn until_accepted(&self, count: usize) {
        let enough = async {
            while self.accepted.load(Ordering::SeqCst) < count {
                sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(timeout(Duration::from_hours(1), enough).await.is_ok());
    }

    /// Waits until whoever called it has hung up.
    pub(crate) async fn until_left(&self) {
        let left = async {
            while self.open.load(Ordering::SeqCst) > 0 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(timeout(Duration::from_hours(1), left).await.is_ok());
    }
}
