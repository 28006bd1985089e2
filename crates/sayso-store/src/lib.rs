//! The append-only ledger of reports, codings and claims.
//!
//! One SQLite file. Reports are addressed by their content; a *generation* is one coder with one analyser and
//! one state of the knowledge; a *coding* is what one generation said of one report. Nothing is ever changed
//! or deleted: a newer generation stands beside the older. Every addition is an entry of a hash chain, so that
//! [`Ledger::verify`] finds a later change. *Records* are what people and later passes append; only *derived* tables are ever replaced:
//! they follow from the rest. What is read back comes in an order that depends on content alone.

mod error;
mod ledger;
mod query;
mod reading;
mod record;
mod schema;
mod verify;

pub use error::StoreError;
pub use ledger::{Added, Generation, Ledger};
pub use query::{Coded, Query, StoredClaim, Which};
pub use record::Record;
pub use verify::{Damage, Head, Verified};
