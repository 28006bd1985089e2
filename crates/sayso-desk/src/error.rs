//! Why the desk cannot start or go on.

use sayso_store::StoreError;
use thiserror::Error;

/// What stops the desk; each message names the file and the mend.
#[derive(Debug, Error)]
pub enum DeskError {
    #[error(transparent)]
    Ledger(#[from] StoreError),
    #[error(
        "{path}: {cause}; the desk keeps its own files beside the ledger, check space and permissions"
    )]
    File { path: String, cause: String },
    #[error("{0}")]
    Usage(String),
    #[error("{address}: cannot listen there ({cause})")]
    Listen { address: String, cause: String },
    #[error("the operating system gives no random numbers ({0})")]
    Random(String),
}

/// Names the file of an SQLite fault.
pub(crate) fn of_file(path: &str) -> impl Fn(rusqlite::Error) -> DeskError + '_ {
    move |cause| DeskError::File {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}
