use sqlx::PgPool;

const HIT: &str = "SELECT rate FROM rates WHERE key = $1 AND until > now()";
const PUT: &str = "INSERT INTO rates (key, rate, until)
                   VALUES ($1, $2, now() + INTERVAL '1 minute')
                   ON CONFLICT (key) DO UPDATE
                   SET rate = excluded.rate, until = excluded.until";

/// What is missing or older than a minute is made again. It is not removed.
pub async fn rate(rates: &PgPool, key: &str) -> sqlx::Result<i64> {
    let hit = sqlx::query_scalar(HIT).bind(key);
    if let Some(rate) = hit.fetch_optional(rates).await? {
        return Ok(rate);
    }
    // Two who miss it at once on any nodes both load it.
    let rate = load(key).await;
    let put = sqlx::query(PUT).bind(key).bind(rate);
    put.execute(rates).await?;
    Ok(rate)
}
async fn load(key: &str) -> i64 {
    i64::from(key.is_ascii())
}
