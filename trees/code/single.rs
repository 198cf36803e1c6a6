use crate::otp::BoxError;
use crate::otp::supervisor::{
    ChildSpec, Options, Strategy, Supervisor, SupervisorHandle,
};

/// Started in this order, stopped in reverse.
pub async fn start(
    stock: ChildSpec,
    tasks: ChildSpec,
) -> Result<SupervisorHandle, BoxError> {
    let options = Options {
        strategy: Strategy::OneForOne,
        max_restarts: 3,
        max_seconds: 5,
    };
    Ok(Supervisor::start(options, vec![stock, tasks]).await?)
}
