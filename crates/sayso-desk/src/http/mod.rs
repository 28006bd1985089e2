//! Asking and answering: what a handler sees of a request, what it gives back, and the router made of the table of routes.

mod call;
mod document;
mod forms;
mod limits;
mod metrics;
mod params;
mod reply;
mod router;
mod routes;

pub use call::Access;
pub(crate) use call::Call;
pub use document::openapi;
pub(crate) use limits::RateLimit;
pub(crate) use metrics::Metrics;
pub use params::{Params, encoded};
pub(crate) use reply::{Answer, Format, Problem, Reply};
pub use router::router;
pub(crate) use router::{no_session_cookie, session_cookie};
pub use routes::{ROUTES, Route};
