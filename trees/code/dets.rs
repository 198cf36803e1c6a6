use crate::otp::BoxError;
use crate::otp::store::{Store, StoreError};

/// On the disk when this returns, and whole after a crash.
pub async fn put(
    drafts: &Store,
    id: &str,
    draft: &str,
) -> Result<(), StoreError> {
    drafts.insert(id, draft).await
}

pub async fn get(
    drafts: &Store,
    id: &str,
) -> Result<Option<String>, BoxError> {
    let draft = drafts.get(id).await?;
    Ok(draft.map(String::from_utf8).transpose()?)
}
