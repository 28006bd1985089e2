//! Bytes to reports: plain text, HTML, JSON lines, directories, standard input.
//!
//! Every input ends as a [`Report`](sayso_model::Report) or as a [`ReadError`] that names the input and the
//! mend; one bad record never stops the next. The text of a JSON line is kept byte for byte, because callers
//! hold offsets into it; only HTML pages are rewritten into paragraphs. What a reader mends it notes in
//! `Report::notes`. No clock, no network: a page's date comes from the page, or is unknown.

mod boilerplate;
mod elements;
mod encoding;
mod error;
mod format;
mod html;
mod jsonl;
mod language;
mod metadata;
mod options;
mod paragraphs;
mod prune;
mod published;
mod record;
mod source;
mod tags;
mod words;

pub use error::ReadError;
pub use format::Format;
pub use options::ReadOptions;
pub use published::parse_published;
pub use source::{read_bytes, read_path, read_reader};
