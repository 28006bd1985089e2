//! Casualty figures in a document: who was killed or injured, how many, how certainly, as incident or running toll.
//!
//! [`numbers`] reads counts from tokens alone; [`casualties`] needs analysed sentences. Groups of people are chunked
//! from parts of speech, tied to casualty words by the tree first and by neighbourhood second; [`total`] picks the
//! figures of one occurrence. Every word of the language lives in `data/lang/en/{numbers,casualties}.toml`.

mod adjectives;
mod answers;
mod chain;
mod chunk;
mod clause;
mod exclusion;
mod figures;
mod group;
mod index;
mod joining;
mod lexicon;
mod mention;
mod merge;
mod nouns;
mod number;
mod numeral;
mod parts;
mod people;
mod phrase;
mod phrases;
mod scene;
mod scope;
mod tally;
mod tolls;
mod verbs;
mod words;

pub use answers::ANSWER_RULE;
pub use figures::{Figures, document_range, pick, total};
pub use lexicon::CasualtyLexicon;
pub use mention::{CasualtyMention, Part, casualties};
pub use number::{NumberKind, NumberMention, numbers};
pub use scope::Scope;
pub use tally::sum;
pub use words::*;
