//! The nouns of the ledger: report, span, claim, source chain, casualty figures.
//!
//! This crate knows nothing of files, words or rules. Everything that leaves the program is one of these
//! types; what is uncertain is a type here ([`Field`], [`Published`], [`DatePrecision`], [`PlacePrecision`]),
//! never a sentinel value. The definitions follow `docs/claims.md`.

mod claim;
mod field;
mod report;
mod span;

pub use claim::*;
pub use field::*;
pub use report::*;
pub use span::*;

/// Version of the ledger's JSON form; raised whenever a field is added, removed or changes its meaning.
pub const LEDGER_FORMAT_VERSION: u32 = 1;
