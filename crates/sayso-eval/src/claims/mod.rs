//! Claims against the claims gold: the scoring of the annotation guide, section 4.
//!
//! Readings taken where the guide leaves room, each the stricter one unless said otherwise:
//! - *Overlap*: evidence strings are located in the report's text (every occurrence); two claims overlap when any
//!   two ranges share a character.
//! - *Responsibility statements* pair with each other, and with attack, strike, bombing and clash when either of the
//!   two lines is a self-claim (lenient in the same way in both directions).
//! - *Optional lines*: a prediction assigned to one, or unassigned and overlapping optional lines but no required
//!   one, counts nowhere. Predictions' own `optional` flags mean nothing.
//! - *Names*: see [`crate::names`]; the set's `world.json` decides first, then the registry that the caller brings.
//! - *Own voice*: an empty chain is a value; chain and innermost source are scored on every matched pair.
//! - *Clashes*: the two sides of the gold line are taken in the order that fits the prediction better.
//! - *Place*: the prediction's first name must match a listed name (`place`); any name against any is `place_any`.
//! - *Dates*: both ends within one day, open ends open; with basis `reporting` a missing end is accepted.

mod compare;
mod load;
mod matching;
mod pairs;
mod problems;
mod score;
mod tables;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_fields;

pub use load::{ClaimSet, ReportInput, load, load_all};
pub use pairs::matched_lines;
pub use score::score;
