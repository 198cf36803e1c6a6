use std::sync::OnceLock;

pub struct Settings {
    pub greeting: String,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// Reading is a load of a pointer. `ArcSwap` if it changes now and then.
pub fn settings() -> &'static Settings {
    SETTINGS.get_or_init(|| Settings {
        greeting: std::env::var("GREETING")
            .unwrap_or_else(|_| "hello".into()),
    })
}
