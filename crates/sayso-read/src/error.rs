//! Why an input gave no report.

use thiserror::Error;

/// An input that could not be read. Each message names the input, the cause and the mend.
#[derive(Debug, Error)]
pub enum ReadError {
    #[error("{origin}: no such file or directory; check the path")]
    NotFound { origin: String },
    #[error(
        "{origin}: cannot be read ({cause}); check that the file exists and that you may read it"
    )]
    Unreadable {
        origin: String,
        cause: std::io::Error,
    },
    #[error(
        "{origin}: is a pipe, socket or device, not a file; skipped in a directory, name it on the command line to read it"
    )]
    NotAFile { origin: String },
    #[error("{origin}: is empty; give a file with text")]
    Empty { origin: String },
    #[error("{origin}: is {what}, not text; {mend}")]
    Binary {
        origin: String,
        what: &'static str,
        mend: &'static str,
    },
    #[error("{origin}: is longer than {limit} bytes; split it, or raise the limit")]
    TooLong { origin: String, limit: usize },
    #[error("{origin}: is not a JSON record ({cause}); mend this line, the others are read")]
    BadJson { origin: String, cause: String },
    #[error("{origin}: holds no text; {mend}")]
    NoText { origin: String, mend: &'static str },
    #[error(
        "{origin}: unknown encoding `{label}`; use a label of the web standard such as utf-8, windows-1252, windows-1256 or shift_jis"
    )]
    UnknownEncoding { origin: String, label: String },
}

impl ReadError {
    /// The input, and within a many-record file the line, that the error is about.
    pub fn origin(&self) -> &str {
        match self {
            ReadError::NotFound { origin }
            | ReadError::Unreadable { origin, .. }
            | ReadError::NotAFile { origin }
            | ReadError::Empty { origin }
            | ReadError::Binary { origin, .. }
            | ReadError::TooLong { origin, .. }
            | ReadError::BadJson { origin, .. }
            | ReadError::NoText { origin, .. }
            | ReadError::UnknownEncoding { origin, .. } => origin,
        }
    }

    /// A stable code for the kind of error, e.g. `binary`.
    pub fn code(&self) -> &'static str {
        match self {
            ReadError::NotFound { .. } => "not-found",
            ReadError::Unreadable { .. } => "unreadable",
            ReadError::NotAFile { .. } => "not-a-file",
            ReadError::Empty { .. } => "empty",
            ReadError::Binary { .. } => "binary",
            ReadError::TooLong { .. } => "too-long",
            ReadError::BadJson { .. } => "bad-json",
            ReadError::NoText { .. } => "no-text",
            ReadError::UnknownEncoding { .. } => "unknown-encoding",
        }
    }
}
