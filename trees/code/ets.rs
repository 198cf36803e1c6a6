use crate::otp::table::{Heir, Table, TableError};

pub type Bids = Table<String, u64>;

/// Its owner is a child of the supervisor, `bids.child()`: it alone
/// writes, and the rows go with it.
pub fn bids() -> Bids {
    Table::new(Heir::Nobody)
}

/// Reads go past the mailbox, in the task of whoever asks.
pub fn highest(bids: &Bids, lot: &str) -> u64 {
    bids.get(lot).unwrap_or(0)
}

pub async fn bid(
    bids: &Bids,
    lot: &str,
    amount: u64,
) -> Result<Option<u64>, TableError> {
    let higher = move |old: Option<&u64>| old.copied().max(Some(amount));
    bids.update(lot.to_owned(), higher).await
}
