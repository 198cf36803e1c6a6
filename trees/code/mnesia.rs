use sqlx::SqlitePool;

const TAKE: &str = "UPDATE accounts SET balance = balance - ?1
                    WHERE id = ?2 AND balance >= ?1";
const GIVE: &str = "UPDATE accounts SET balance = balance + ?1
                    WHERE id = ?2";

/// Both rows change, or neither does; and so do a cached value and its age.
pub async fn transfer(
    pool: &SqlitePool,
    from: i64,
    to: i64,
    n: u32,
) -> sqlx::Result<bool> {
    let mut both = pool.begin_with("BEGIN IMMEDIATE").await?;
    let mut rows = 0;
    for (change, account) in [(TAKE, from), (GIVE, to)] {
        let change = sqlx::query(change).bind(n).bind(account);
        rows += change.execute(&mut *both).await?.rows_affected();
    }
    if rows == 2 {
        both.commit().await?;
    }
    Ok(rows == 2)
}
