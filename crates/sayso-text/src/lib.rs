//! Report text to document: paragraphs, sentences, tokens and their analysis.
//!
//! Invariant: segmentation never changes, adds or skips text; every token's span slices the report's text.
//! The analysis itself is a seam ([`Analyser`]): whichever provider fills it, the structure is the same.

mod document;

pub use document::*;
