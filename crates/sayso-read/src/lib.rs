//! Bytes to reports: plain text, HTML, JSON lines, directories.
