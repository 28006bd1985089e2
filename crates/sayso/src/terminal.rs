//! Messages and progress on standard error, with untrusted text made harmless.

use std::io::{IsTerminal, Write};

/// Prints one message; every line of it is escaped.
pub(crate) fn message(text: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in text.lines() {
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(stderr, "sayso: {}", sayso_export::visible(line));
    }
}

/// A count of work done, drawn over itself on a terminal and silent elsewhere.
pub(crate) struct Progress {
    shown: bool,
    drawn: bool,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        Progress {
            shown: std::io::stderr().is_terminal(),
            drawn: false,
        }
    }

    pub(crate) fn show(&mut self, text: &str) {
        if self.shown {
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "\r\u{1b}[K{}", sayso_export::visible(text));
            let _ = stderr.flush();
            self.drawn = true;
        }
    }

    /// Takes the line away, before a message or at the end.
    pub(crate) fn clear(&mut self) {
        if self.drawn {
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "\r\u{1b}[K");
            let _ = stderr.flush();
            self.drawn = false;
        }
    }
}
