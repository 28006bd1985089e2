//! Incidents, and the decisions of reviewers that linking respects.

use sayso_model::{Claim, ClaimId, ReportId, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

impl Review {
    /// The claims it names.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimId> {
        let (some, others): (&[ClaimId], &[ClaimId]) = match self {
            Review::Merge { claims, .. } => (claims, &[]),
            Review::Split { out, rest, .. } => (out, rest),
            Review::Undo { .. } => (&[], &[]),
        };
        some.iter().chain(others)
    }

    /// The same word on claims that have other ids now.
    pub fn with(mut self, now: &BTreeMap<ClaimId, ClaimId>) -> Review {
        let rename = |claims: &mut Vec<ClaimId>| {
            for claim in claims {
                if let Some(new) = now.get(claim) {
                    *claim = new.clone();
                }
            }
        };
        match &mut self {
            Review::Merge { claims, .. } => rename(claims),
            Review::Split { out, rest, .. } => {
                rename(out);
                rename(rest);
            }
            Review::Undo { .. } => {}
        }
        self
    }
}

/// Which claim of a new coding of the report tells what an older one told: its main sentence must be among the old one's, and
/// of several, the one with the same kind, speaker and most of the sentences. `None` where no claim rests on these sentences any more.
pub fn carried(old: &Claim, today: &[&Claim]) -> Option<ClaimId> {
    let shares = |claim: &Claim| -> usize {
        let meets = |span: &&Span| {
            old.evidence
                .iter()
                .any(|other| span.start < other.end && other.start < span.end)
        };
        claim.evidence.iter().filter(meets).count()
    };
    let speaker = |claim: &Claim| {
        claim.sources.last().map(|source| {
            source
                .registry
                .clone()
                .unwrap_or_else(|| source.words.to_lowercase())
        })
    };
    today
        .iter()
        .filter(|claim| claim.report == old.report && shares(claim) > 0)
        .max_by_key(|claim| {
            (
                claim.happened == old.happened,
                speaker(claim) == speaker(old),
                claim.kind == old.kind,
                claim.evidence.first() == old.evidence.first(),
                shares(claim),
                std::cmp::Reverse(claim.evidence.first().map(|span| span.start)),
                std::cmp::Reverse(&claim.id),
            )
        })
        .map(|claim| claim.id.clone())
}

/// Reviews with the claims of today: a claim that was coded anew is followed to the new one that tells the same.
///
/// `old` gives the claims that reviews name and that no newest coding has; `today` the claims of a report's newest coding.
pub fn brought_up<E>(
    reviews: Vec<(u64, Review)>,
    mut old: impl FnMut(&ClaimId) -> Result<Option<Claim>, E>,
    mut today: impl FnMut(&ReportId) -> Result<Vec<Claim>, E>,
) -> Result<Vec<(u64, Review)>, E> {
    let named: BTreeSet<&ClaimId> = reviews
        .iter()
        .flat_map(|(_, review)| review.claims())
        .collect();
    let mut now = BTreeMap::new();
    for id in named {
        if let Some(claim) = old(id)? {
            let claims = today(&claim.report)?;
            if let Some(new) = carried(&claim, &claims.iter().collect::<Vec<_>>()) {
                now.insert(id.clone(), new);
            }
        }
    }
    Ok(reviews
        .into_iter()
        .map(|(number, review)| (number, review.with(&now)))
        .collect())
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
