use sqlx::SqlitePool;

const TAKE: &str = "INSERT INTO seats (id, who) VALUES (?, ?)
                    ON CONFLICT DO NOTHING";

/// All of these seats, or none of them.
pub async fn take(
    pool: &SqlitePool,
    seats: &[i64],
    who: &str,
) -> sqlx::Result<bool> {
    let mut all = pool.begin_with("BEGIN IMMEDIATE").await?;
    for seat in seats {
        let take = sqlx::query(TAKE).bind(seat).bind(who);
        if take.execute(&mut *all).await?.rows_affected() == 0 {
            return Ok(false);
        }
    }
    all.commit().await?;
    Ok(true)
}
