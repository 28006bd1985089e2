//! Place names in a document and the places they mean; the packed gazetteer.
//!
//! A [`Gazetteer`] is one view over three layers: the packed GeoNames records (read in place, never parsed), the
//! hand-kept tables of `data/places`, and a user's own places on top. [`place_mentions`] finds the names in a
//! segmented document, judges by the words around them whether they are places at all, and resolves them
//! together; [`resolve_all`] does the last step for names found elsewhere.
//!
//! Invariant: a compass side, the outskirts or the surroundings of a place never get the precision of the place.

mod around;
mod choose;
mod company;
mod entry;
mod evidence;
mod finder;
mod gazetteer;
pub mod key;
mod lexicon;
mod mention;
mod overlay;
pub mod packed;
mod resolve;
mod spot;
mod unknown;

pub use choose::kilometres;
pub use entry::{PlaceEntry, PlaceKind, entries_from_geonames, entries_from_toml};
pub use gazetteer::{Gazetteer, GazetteerError, PlaceInfo};
pub use lexicon::PlaceLexicon;
pub use mention::{PlaceContext, PlaceMention, PlaceRole, place_mentions};
pub use resolve::{NameInText, ResolveContext, Resolved, resolve, resolve_all};
pub use spot::PlaceShift;
