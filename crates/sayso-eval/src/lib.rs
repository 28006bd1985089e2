//! Scorers and gold readers for the corpora; floors.
//!
//! Every corpus has a `load` that gives plain inputs (texts, dates, spans) for a coder, and a `score` that takes
//! predictions beside the gold and returns a [`Report`]: flat measures for floors, tables, and errors by class.
//! This crate does not know the coder: whoever scores feeds the predictions in.

pub mod airwars;
pub mod annotation;
pub mod assign;
pub mod bcubed;
pub mod claims;
pub mod error;
pub mod floors;
pub mod geo;
pub mod india_police;
pub mod linking;
pub mod muc4;
pub mod names;
mod offsets;
pub mod polnear;
pub mod re3d;
pub mod report;
pub mod roles;
mod spans;
pub mod stories;
#[cfg(test)]
mod testing;
pub mod tolls;
pub mod wikiwars;
pub mod world;

pub use annotation::{AnnotationLine, Figure, read_annotation_lines};
pub use error::EvalError;
pub use floors::{Breach, Floors};
pub use names::{Resolver, no_registry};
pub use report::{ErrorLine, Measures, Report};
