//! Time expressions in a document and the calendar dates they mean.
//!
//! All words and patterns stand in `data/lang/en/time.toml` ([`TimeLexicon`]). The passes: atoms (cut finer than
//! tokens), matching (leftmost longest), resolution in reading order against the publication date or the dates that the
//! text itself has named, and the joining of ranges. A day is never invented: what cannot be placed stays without
//! interval and says why ([`Unresolved`]).

mod atoms;
mod calendar;
mod compile;
mod expression;
mod fields;
mod file;
mod fixed;
mod guards;
mod lengths;
mod lexicon;
mod matching;
mod numeric;
mod pattern;
mod periods;
mod pointing;
mod ranges;
mod resolve;
mod scan;

pub use expression::{
    Basis, Duration, Modifier, Role, TimeExpression, TimeKind, TimeValue, Unit, Unresolved, extent,
    since_date,
};
pub use lengths::moved;
pub use lexicon::{NamedDays, RuleInfo, TimeLexicon, TimeLexiconError};
pub use scan::{dateline_date, time_expressions, time_expressions_near};
