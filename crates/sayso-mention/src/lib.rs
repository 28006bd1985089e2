//! Mentions of organisations, people, places, weapons, vehicles, times and quantities, whether or not the knowledge has them.
//!
//! The other stages find what the register, the gazetteer and the word lists name. This one also finds what no list
//! has: an unknown brigade, a person's name, "the rebels", "the camp". Each noun gives a few candidate spans
//! (`candidates`), each candidate a list of features that say what it looks like (`features`), and a linear model
//! says what it is ([`Model`]). The weights are whole numbers, so the result is the same on every machine, and each
//! decision can be told by its features. Names are found; nothing more is gathered about their bearers.

mod candidates;
mod document;
mod features;
mod layers;
mod mention;
mod model;
mod train;
mod words;

pub use mention::{Finder, Mention, MentionKind, Scored};
pub use model::{Model, ModelError, Reason};
pub use train::{Labelled, Settings, cross_validate, train};
