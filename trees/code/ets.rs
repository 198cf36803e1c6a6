use crate::otp::table::{Heir, Table, TableError};

pub type Visits = Table<String, u64>;

/// Its owner is a child of the supervisor, `visits.child()`: it alone
/// writes, and the rows go with it.
pub fn visits() -> Visits {
    Table::new(Heir::Nobody)
}

/// Reads go past the mailbox, in the task of whoever asks.
pub fn get(visits: &Visits, page: &str) -> u64 {
    visits.get(page).unwrap_or(0)
}

pub async fn count(
    visits: &Visits,
    page: &str,
) -> Result<Option<u64>, TableError> {
    let one_more = |n: Option<&u64>| Some(n.copied().unwrap_or(0) + 1);
    visits.update(page.to_owned(), one_more).await
}
