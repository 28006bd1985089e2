//! Document and knowledge to claims: a pure function of (report, knowledge, analyser).
//!
//! The passes, in their order: segment, analyse the sentences that may hold a claim, find names, places, times and
//! figures, find event words with their roles, read who says what, read each mention's mood, group mentions into
//! occurrences, assemble one claim per source and occurrence, and the running tolls apart from them.

mod armaments;
mod assemble;
mod assertions;
mod attachments;
mod attitudes;
mod attributions;
mod beside;
mod claimed_acts;
mod coder;
mod coreference;
mod counts;
mod cues;
mod deeds;
mod doers;
mod entries;
mod events;
mod figures;
mod implied;
mod mood;
mod names;
mod needs;
mod occurrences;
mod parties;
mod places;
mod predicates;
mod roles;
mod said_nouns;
mod scene;
mod sources;
mod speech;
mod stage;
mod stand_in;
mod standing;
mod struck;
mod substance;
mod times;
mod tolls;
mod topic;
mod tree;
mod victims;
mod vocabulary;
mod voices;
mod weapons;
mod word_sets;

pub use attributions::Attribution;
pub use coder::{Coder, Coding, LANGUAGE, NotCoded};
pub use coreference::CoreferenceRow;
pub use deeds::{Deed, EventWord, Other};

/// Version of the coder; part of every generation in the ledger. Raised whenever its output can change.
pub const CODER_VERSION: &str = "1";
