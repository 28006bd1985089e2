//! Why the ledger refused something.

use thiserror::Error;

/// A ledger that could not be opened, read or written. Each message names the cause and the mend.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(
        "{path}: is not a sayso ledger ({what}); name another file, a new one is made where none is"
    )]
    NotALedger { path: String, what: String },
    #[error(
        "{path}: was written by a newer sayso (ledger form {found}, this one knows {known}); use that version to open it"
    )]
    Newer {
        path: String,
        found: u32,
        known: u32,
    },
    #[error(
        "{path}: cannot be opened ({cause}); check the path and your rights on the file and its folder"
    )]
    Unopenable { path: String, cause: String },
    #[error(
        "{path}: is damaged ({cause}); restore it from a copy and check that with `sayso verify`"
    )]
    Damaged { path: String, cause: String },
    #[error(
        "{path}: cannot be written ({cause}); nothing of this report was added; check space and rights"
    )]
    Unwritable { path: String, cause: String },
    #[error("{path}: is in use by another program; wait for it to end, then try again")]
    Busy { path: String },
    #[error(
        "report {report} was coded before by this same generation with other claims; raise the coder's or the knowledge's version"
    )]
    OtherClaims { report: String },
    #[error("claim {claim} is of report {of}, not of report {report}")]
    ForeignClaim {
        claim: String,
        of: String,
        report: String,
    },
    #[error("`{prefix}` begins the ids of {count} claims; give more of it")]
    AmbiguousClaim { prefix: String, count: usize },
}

/// Sorts an SQLite error by what the user can do about it.
pub(crate) fn sqlite(path: &str, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        PermissionDenied, ReadOnly, SystemIoFailure,
    };
    let (path, cause) = (path.to_owned(), error.to_string());
    match error.sqlite_error_code() {
        Some(NotADatabase) => StoreError::NotALedger {
            path,
            what: "not an SQLite file".to_owned(),
        },
        Some(CannotOpen | PermissionDenied) => StoreError::Unopenable { path, cause },
        Some(DatabaseBusy | DatabaseLocked) => StoreError::Busy { path },
        Some(DiskFull | ReadOnly | SystemIoFailure) => StoreError::Unwritable { path, cause },
        Some(DatabaseCorrupt) | None => StoreError::Damaged { path, cause },
        Some(_) => StoreError::Unwritable { path, cause },
    }
}
