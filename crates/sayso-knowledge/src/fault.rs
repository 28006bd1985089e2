//! What is wrong with knowledge files: all faults of a load, each with file, line and mend.

use std::fmt;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The knowledge is not loaded.
    Error,
    /// The knowledge is loaded; `sayso check` shows it, and the stock must have none.
    Warning,
}

/// One fault of a knowledge file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: String,
    /// Counted from 1; 0 when the whole file is meant.
    pub line: usize,
    pub severity: Severity,
    /// What is wrong, as a fragment without final stop.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        let label = match self.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
        };
        write!(f, ": {label}{}; mend: {}", self.what, self.mend)
    }
}

/// All faults of one load, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Whether any fault keeps the knowledge from being loaded.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|fault| fault.severity == Severity::Error)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds an error.
    pub fn error(&mut self, at: &At, what: impl Into<String>, mend: impl Into<String>) {
        self.push(at, Severity::Error, what.into(), mend.into());
    }

    /// Adds a warning.
    pub fn warn(&mut self, at: &At, what: impl Into<String>, mend: impl Into<String>) {
        self.push(at, Severity::Warning, what.into(), mend.into());
    }

    fn push(&mut self, at: &At, severity: Severity, what: String, mend: String) {
        self.0.push(Fault {
            file: at.file.to_string(),
            line: at.line,
            severity,
            what,
            mend,
        });
    }

    pub(crate) fn sort(&mut self) {
        self.0.sort();
        self.0.dedup();
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// A place in a knowledge file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub file: std::sync::Arc<str>,
    pub line: usize,
}

impl At {
    pub fn new(file: &std::sync::Arc<str>, line: usize) -> At {
        At {
            file: file.clone(),
            line,
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
