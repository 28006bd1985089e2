//! What can go wrong while a corpus, a prediction file or a floors file is read.

use std::path::{Path, PathBuf};

/// A fault that keeps a scorer from running; the message names the file and, where there is one, the line.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    #[error("{}: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}: line {line}: {message}", path.display())]
    Line {
        path: PathBuf,
        line: usize,
        message: String,
    },
    #[error("{}: {message}", path.display())]
    Format { path: PathBuf, message: String },
}

impl EvalError {
    pub(crate) fn format(path: &Path, message: impl ToString) -> EvalError {
        EvalError::Format {
            path: path.to_owned(),
            message: message.to_string(),
        }
    }
}

/// The whole of a file as text.
pub(crate) fn read_text(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path).map_err(|source| EvalError::Read {
        path: path.to_owned(),
        source,
    })
}

/// One value per non-empty line of a JSON-lines file.
pub(crate) fn read_json_lines<T: serde::de::DeserializeOwned>(
    path: &Path,
) -> Result<Vec<T>, EvalError> {
    let text = read_text(path)?;
    let mut values = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let value = serde_json::from_str(line).map_err(|fault| EvalError::Line {
            path: path.to_owned(),
            line: index + 1,
            message: fault.to_string(),
        })?;
        values.push(value);
    }
    Ok(values)
}
