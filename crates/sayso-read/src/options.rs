//! What the caller says about the input, beside the input itself.

use crate::Format;
use sayso_model::Published;

/// What is known about the inputs from outside them; what is given here wins over what an input says of itself.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The publishing outlet.
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// Title of reports that come without one.
    pub title: Option<String>,
    /// When the reports were published; see [`parse_published`](crate::parse_published).
    pub published: Option<Published>,
    /// Label of the character encoding, e.g. `windows-1251`; an unknown label is an error for each input.
    pub encoding: Option<String>,
    /// How to read every input; found from content and file name when absent.
    pub format: Option<Format>,
    /// Longest record (file, or line of a many-record file) in bytes; a longer one is an error.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            outlet: None,
            url: None,
            title: None,
            published: None,
            encoding: None,
            format: None,
            max_record_bytes: 64 << 20,
        }
    }
}
