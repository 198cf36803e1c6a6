use sqlx::PgPool;

const TAKE: &str = "UPDATE accounts SET balance = balance - $1
                    WHERE id = $2 AND balance >= $1";
const GIVE: &str = "UPDATE accounts SET balance = balance + $1
                    WHERE id = $2";

/// Both rows change, or neither does. Where two nodes wait for each other,
/// one of them is refused: an error, after which it may be tried again.
pub async fn transfer(
    pool: &PgPool,
    (from, to): (i64, i64),
    n: u32,
) -> sqlx::Result<bool> {
    let mut both = pool.begin().await?;
    let mut rows = 0;
    for (change, account) in [(TAKE, from), (GIVE, to)] {
        let change = sqlx::query(change).bind(i64::from(n)).bind(account);
        rows += change.execute(&mut *both).await?.rows_affected();
    }
    if rows == 2 {
        both.commit().await?;
    }
    Ok(rows == 2)
}
