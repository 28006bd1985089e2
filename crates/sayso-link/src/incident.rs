//! Incidents, and the decisions of reviewers that linking respects.

use sayso_model::ClaimId;
use serde::{Deserialize, Serialize};

/// One occurrence as the claims tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Made from the place of its first claim: the earliest published, then by content.
    pub id: String,
    /// In the order of publication, then of content.
    pub claims: Vec<ClaimId>,
    /// Claims among them that have no place or day of their own and fit several incidents: they stand alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
}

/// What a reviewer says of two claims; the latest word on a pair holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub one: ClaimId,
    pub other: ClaimId,
    pub verdict: Verdict,
}

/// The verdicts on a pair of claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They speak of one occurrence.
    Together,
    /// They speak of two.
    Separate,
    /// Nothing is decided: an earlier word is taken back.
    Open,
}
