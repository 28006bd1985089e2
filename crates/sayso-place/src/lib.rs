//! Place names in a document and the places they mean; the packed gazetteer.

mod entry;
mod gazetteer;
pub mod key;
mod lexicon;
mod overlay;
pub mod packed;
mod resolve;

pub use entry::{PlaceEntry, PlaceKind, entries_from_geonames, entries_from_toml};
pub use gazetteer::{Gazetteer, GazetteerError, PlaceInfo};
pub use lexicon::PlaceLexicon;
pub use resolve::{NameInText, ResolveContext, Resolved, kilometres, resolve, resolve_all};
