//! Kinds of the records and derived rows in which a ledger keeps linkings and reviewers' decisions.

/// A reviewer's word: a [`Review`](crate::Review).
pub const REVIEW: &str = "review";
/// What one linking changed: a [`Change`](crate::succession::Change).
pub const LINKING: &str = "linking";
/// One derived row per incident: an [`Incident`](crate::Incident).
pub const INCIDENT: &str = "incident-row";
