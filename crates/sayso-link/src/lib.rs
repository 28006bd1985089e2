//! Claims of many reports to incidents: which claims speak of one occurrence, why, and who stands behind it.
//!
//! Pure functions over claims, reports and knowledge: the result depends on the set of claims and on the reviewers' decisions
//! alone, not on their order, on batches or on threads. Two claims are compared level by level (`compare`), levels are weighed by a
//! file that people edit (`data/linking/weights.toml`), and groups are built so that two occurrences that are clearly distinct
//! never become one (`cluster`). Nothing here says which claim is true.

mod agreement;
mod archive;
mod attach;
mod block;
mod cluster;
mod compare;
mod copied;
mod crowd;
mod incident;
mod index;
mod item;
mod nodes;
mod pairs;
pub mod records;
pub mod succession;
mod weights;
mod words;

pub use agreement::{
    Account, Agreement, Conceded, Concession, FieldTable, Given, OriginOf, Outcome, Status, Told,
    UNKNOWN_SIDE, agreement, side_of,
};
pub use archive::{Archive, Linker, Tied};
pub use compare::Reason;
pub use copied::align_copies;
pub use incident::{Decision, Incident, Review, Verdict, brought_up, carried, decisions};
pub use item::{Grouping, Item, Itemiser, Order};
pub use weights::{Level, Limits, Weights};

use thiserror::Error;

/// Why the linker cannot work; each message names the file and what is wrong in it.
#[derive(Debug, Clone, Error)]
pub enum LinkError {
    #[error("{what}")]
    Weights { what: String },
}
