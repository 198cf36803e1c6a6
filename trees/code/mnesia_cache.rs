use sqlx::SqlitePool;

const HIT: &str =
    "SELECT rate FROM rates WHERE key = ? AND until > unixepoch()";
const PUT: &str = "INSERT OR REPLACE INTO rates (key, rate, until)
                   VALUES (?, ?, unixepoch() + 60)";

/// What is missing or older than a minute is made again. It is not removed.
pub async fn rate(rates: &SqlitePool, key: &str) -> sqlx::Result<i64> {
    let hit = sqlx::query_scalar(HIT).bind(key);
    if let Some(rate) = hit.fetch_optional(rates).await? {
        return Ok(rate);
    }
    // Two who miss it at once both load it, and the later one stays.
    let rate = load(key).await;
    let put = sqlx::query(PUT).bind(key).bind(rate);
    put.execute(rates).await?;
    Ok(rate)
}

async fn load(key: &str) -> i64 {
    i64::from(key.is_ascii())
}
