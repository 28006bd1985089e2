//! Incidents, and the decisions of reviewers that linking respects.

use sayso_model::ClaimId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One occurrence as the claims tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Made from the place of its first claim: the earliest published, then by content.
    pub id: String,
    /// In the order of publication, then of content.
    pub claims: Vec<ClaimId>,
    /// A claim that has no place or day of its own and fits several incidents stands alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
}

/// What a reviewer says of two sets of claims, appended to the ledger; a later word on the same two claims holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Review {
    /// All of these speak of one occurrence.
    Merge {
        claims: Vec<ClaimId>,
        by: String,
        note: String,
    },
    /// None of `out` speaks of what `rest` speak of.
    Split {
        out: Vec<ClaimId>,
        rest: Vec<ClaimId>,
        by: String,
        note: String,
    },
    /// The decision with this number is taken back.
    Undo {
        number: u64,
        by: String,
        note: String,
    },
}

/// A decision on two claims; the latest word on a pair holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub one: ClaimId,
    pub other: ClaimId,
    pub verdict: Verdict,
}

/// The verdicts on a pair of claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They speak of one occurrence.
    Together,
    /// They speak of two.
    Separate,
    /// Nothing is decided: an earlier word is taken back.
    Open,
}

/// The decisions on pairs that numbered reviews come to, without those taken back.
pub fn decisions(reviews: &[(u64, Review)]) -> Vec<Decision> {
    let mut undone: BTreeSet<u64> = BTreeSet::new();
    // From the last to the first: an undo that is itself undone does nothing.
    for (number, review) in reviews.iter().rev() {
        if let Review::Undo { number: of, .. } = review
            && !undone.contains(number)
        {
            undone.insert(*of);
        }
    }
    let mut decisions = Vec::new();
    for (number, review) in reviews {
        if undone.contains(number) {
            continue;
        }
        match review {
            Review::Merge { claims, .. } => {
                if let Some((first, others)) = claims.split_first() {
                    decisions.extend(others.iter().map(|other| Decision {
                        one: first.clone(),
                        other: other.clone(),
                        verdict: Verdict::Together,
                    }));
                }
            }
            Review::Split { out, rest, .. } => {
                for one in out {
                    decisions.extend(rest.iter().map(|other| Decision {
                        one: one.clone(),
                        other: other.clone(),
                        verdict: Verdict::Separate,
                    }));
                }
            }
            Review::Undo { .. } => {}
        }
    }
    decisions
}
