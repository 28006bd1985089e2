//! Knowledge files to checked, compiled knowledge: actors, outlets, places, frames, word lists.
//!
//! Invariant: no word of the world or of a language stands in this crate's source; all of them come from files that
//! a person can edit, and loading refuses what it does not understand, telling every fault at once with file, line
//! and mend.
//!
//! The stock under `data/` is embedded at build time. Overlays ([`Knowledge::load`]) are folders laid out like it, or
//! JSON files of parties, outlets and places. The form of every file is in `docs/knowledge.md`.

mod actor;
mod adjectives;
mod coverage;
mod draft;
mod entries;
pub mod events;
mod fault;
mod forms;
mod index;
mod kind;
mod load;
mod lookup;
mod names;
mod overlay;
mod partial_date;
mod registry;
mod source;
mod weapon_words;
mod word_lists;
mod world;

pub use actor::{Actor, ActorId, ActorName, NameKind, NameUse, Part, SideFact, SideKey};
pub use coverage::{Conflict, Counts, Coverage, Region};
pub use entries::{Entry, TomlFile};
pub use fault::{At, Fault, Faults, Severity};
pub use kind::ActorKind;
pub use load::{CheckReport, check};
pub use lookup::{ActorMention, ResolveContext};
pub use partial_date::{PartialDate, Period};
pub use registry::ActorRegistry;
pub use source::{Layer, SourceFile};
pub use word_lists::WordLists;
pub use world::ExtraPlace;

/// All knowledge of one run.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Parties, authorities, monitors, people and outlets.
    pub actors: ActorRegistry,
    /// Places that overlays add to the gazetteer.
    pub places_extra: Vec<ExtraPlace>,
    /// The same and the overlays' supplement files, as the gazetteer takes them.
    pub place_entries: Vec<sayso_place::PlaceEntry>,
    /// Word lists with the overlays' words added.
    pub words: WordLists,
    pub operations: Vec<Operation>,
    /// SHA-256 over all files, as hexadecimal digits: the version of the knowledge.
    pub hash: String,
}

/// A named operation or day that reports refer to.
#[derive(Debug, Clone)]
pub struct Operation {
    pub name: String,
    pub aliases: Vec<String>,
    /// First day.
    pub date: PartialDate,
    /// Last day, if it is known.
    pub to: Option<PartialDate>,
    pub by: Option<ActorId>,
    pub place: Option<String>,
    pub note: Option<String>,
    pub(crate) layer: usize,
}
