//! Report text to document: paragraphs, sentences, tokens and their analysis.
//!
//! Invariant: segmentation never changes, adds or skips text; every token's span slices the report's text.
//! The analysis itself is a seam ([`Analyser`]): whichever provider fills it, the structure is the same.

mod analyse;
mod dateline;
mod document;
mod fold;
mod lemma;
mod lexicon;
mod paragraph;
mod quote;
mod segment;
mod sentence;
mod split;
mod tokenise;
mod word;

pub use analyse::analyse;
pub use document::*;
pub use fold::{form_of, is_invisible};
pub use lemma::Lemmatiser;
pub use lexicon::SegmentLexicon;
pub use segment::segment;
