use sqlx::PgPool;

const TAKE: &str = "INSERT INTO seats (id, who) VALUES ($1, $2)
                    ON CONFLICT DO NOTHING";

/// All of these seats, or none of them; then every node sees them taken.
/// Of two who wait for each other, one is refused: an error.
pub async fn take(
    pool: &PgPool,
    seats: &[i64],
    who: &str,
) -> sqlx::Result<bool> {
    let mut all = pool.begin().await?;
    for seat in seats {
        let take = sqlx::query(TAKE).bind(seat).bind(who);
        if take.execute(&mut *all).await?.rows_affected() == 0 {
            return Ok(false);
        }
    }
    all.commit().await?;
    Ok(true)
}
