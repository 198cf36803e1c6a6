use tokio::sync::mpsc;

use crate::otp::linked::{LinkError, Links};

/// Linked: if one of the two fails, both end. Nobody restarts them.
pub async fn count(text: Vec<String>) -> Result<u64, LinkError> {
    let (found, mut inbox) = mpsc::channel(16);
    let mut links = Links::default();
    links.spawn("reader", async move {
        for line in text {
            found.send(Some(line)).await?;
        }
        Ok(found.send(None).await?)
    });
    let owner = async {
        let mut count = 0;
        // Closed before that was said, it is no end but a failure.
        while inbox.recv().await.ok_or("no reader")?.is_some() {
            count += 1;
        }
        Ok(count)
    };
    links.run(owner).await
}
