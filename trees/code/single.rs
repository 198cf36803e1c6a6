use crate::otp::BoxError;
use crate::otp::supervisor::{
    ChildSpec, Options, Strategy, Supervisor, SupervisorHandle,
};

/// Started in this order, stopped in reverse.
pub async fn start() -> Result<SupervisorHandle, BoxError> {
    let children = vec![ChildSpec::new("stock", |ctx| async move {
        ctx.ready();
        ctx.shutdown().cancelled().await;
        Ok(())
    })];
    let options = Options {
        strategy: Strategy::OneForOne,
        max_restarts: 3,
        max_seconds: 5,
    };
    Ok(Supervisor::start(options, children).await?)
}
