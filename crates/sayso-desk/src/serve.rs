//! Listening, and stopping when asked.

use crate::app::App;
use crate::error::DeskError;
use crate::http::router;
use std::net::SocketAddr;
use std::sync::Arc;

/// Serves until SIGINT or SIGTERM; requests under way are answered. `ready` learns the address.
pub fn serve(
    app: Arc<App>,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), DeskError> {
    let failed = |cause: std::io::Error| DeskError::Listen {
        address: listen.to_string(),
        cause: cause.to_string(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(failed)?;
        ready(listener.local_addr().map_err(failed)?);
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(asked_to_stop())
            .await
            .map_err(failed)
    })
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let terminated = terminate.recv();
            let interrupt = std::pin::pin!(interrupt);
            let terminated = std::pin::pin!(terminated);
            first_of(interrupt, terminated).await;
            return;
        }
    }
    let _ = interrupt.await;
}

/// Ends when either does.
#[cfg(unix)]
async fn first_of<A: Future, B: Future>(
    mut one: std::pin::Pin<&mut A>,
    mut other: std::pin::Pin<&mut B>,
) {
    std::future::poll_fn(|context| {
        if one.as_mut().poll(context).is_ready() || other.as_mut().poll(context).is_ready() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}
