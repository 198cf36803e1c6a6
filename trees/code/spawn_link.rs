use tokio::sync::mpsc;

use crate::otp::linked::{LinkError, Links};

/// Linked: if one of the two fails, both end. Nobody restarts them.
pub async fn count(lines: Vec<String>) -> Result<u64, LinkError> {
    let (found, mut inbox) = mpsc::channel(16);
    let mut links = Links::default();
    links.spawn("reader", async move {
        for line in lines {
            found.send(Some(line)).await?;
        }
        Ok(found.send(None).await?)
    });
    let owner = async {
        let mut lines = 0;
        // Closed before that was said, it is no end but a failure.
        while inbox.recv().await.ok_or("no reader")?.is_some() {
            lines += 1;
        }
        Ok(lines)
    };
    links.run(owner).await
}
