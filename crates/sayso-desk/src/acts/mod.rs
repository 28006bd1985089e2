//! What reviewers do: acts appended to the ledger, each with who, when, before and after; nothing is ever changed, undo is another act.

mod apply;
mod make;
mod sight;
mod standing;
mod store;
mod values;

pub(crate) use apply::{apply, value_text};
pub(crate) use make::make;
pub(crate) use sight::{Sight, masked_summary};
pub use standing::Correction;
pub(crate) use standing::{Settled, Standing, settled, without_lost_leaders};
pub(crate) use store::Kept;

use sayso_model::Claim;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Kind of the ledger's records that hold acts.
pub(crate) const ACT: &str = "act";

/// One act as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    pub by: String,
    /// As RFC 3339, UTC.
    pub at: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub claim: Option<String>,
    #[serde(default)]
    pub report: Option<String>,
    #[serde(default)]
    pub incident: Option<String>,
    pub did: Deed,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Deed {
    Accept,
    Reject,
    /// A field, in the ledger's own form before and after.
    Correct {
        field: String,
        before: Value,
        after: Value,
    },
    /// A claim that the coder missed.
    Add {
        after: Box<Claim>,
    },
    Note,
    /// Incidents put together; `decision` is the number of the linker's record.
    Merge {
        incidents: Vec<String>,
        decision: u64,
    },
    Split {
        claims: Vec<String>,
        decision: u64,
    },
    /// Put into the public view, with the claims it had then; `None` in acts older than that list, which put out whatever comes.
    Publish {
        #[serde(default)]
        claims: Option<Vec<String>>,
    },
    Withdraw,
    /// The act with that number is taken back; a decision of the linker with it.
    Undo {
        number: u64,
        decision: Option<u64>,
    },
}

impl Deed {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Deed::Accept => "accept",
            Deed::Reject => "reject",
            Deed::Correct { .. } => "correct",
            Deed::Add { .. } => "add",
            Deed::Note => "note",
            Deed::Merge { .. } => "merge",
            Deed::Split { .. } => "split",
            Deed::Publish { .. } => "publish",
            Deed::Withdraw => "withdraw",
            Deed::Undo { .. } => "undo",
        }
    }

    /// For people, without the words of reports.
    pub(crate) fn told(&self) -> String {
        match self {
            Deed::Accept => "accepted the claim".to_owned(),
            Deed::Reject => "rejected the claim".to_owned(),
            Deed::Correct { field, .. } => format!("corrected {field}"),
            Deed::Add { .. } => "added a claim".to_owned(),
            Deed::Note => "noted".to_owned(),
            Deed::Merge { incidents, .. } => format!("put together {}", incidents.join(" and ")),
            Deed::Split { claims, .. } => format!("took {} claims out", claims.len()),
            Deed::Publish { .. } => "put into public view".to_owned(),
            Deed::Withdraw => "withdrew from public view".to_owned(),
            Deed::Undo { number, .. } => format!("took back act {number}"),
        }
    }
}

/// What one reviewer says of a claim, all acts taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Judgement {
    pub by: String,
    /// `accepted`, `corrected` or `rejected`.
    pub verdict: String,
    /// Fields that were corrected.
    pub fields: Vec<String>,
}

/// A reviewer's word on one claim with what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) rejected: bool,
    /// The last correction of each field.
    pub(crate) corrections: BTreeMap<String, Value>,
    pub(crate) notes: Vec<String>,
    /// The reviewer accepted, rejected or corrected it.
    pub(crate) judged: bool,
}

impl Word {
    pub(crate) fn judgement(&self, by: &str) -> Option<Judgement> {
        let verdict = match (self.judged, self.rejected, self.corrections.is_empty()) {
            (false, ..) => return None,
            (_, true, _) => "rejected",
            (_, _, false) => "corrected",
            _ => "accepted",
        };
        Some(Judgement {
            by: by.to_owned(),
            verdict: verdict.to_owned(),
            fields: self.corrections.keys().cloned().collect(),
        })
    }
}

/// What each reviewer's acts on one claim come to; acts in their order, without those taken back.
pub(crate) fn words<'a>(acts: impl Iterator<Item = &'a Act>) -> BTreeMap<String, Word> {
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for act in acts {
        let word = words.entry(act.by.clone()).or_insert_with(|| Word {
            rejected: false,
            corrections: BTreeMap::new(),
            notes: Vec::new(),
            judged: false,
        });
        if !act.note.is_empty() {
            word.notes.push(act.note.clone());
        }
        match &act.did {
            Deed::Accept => (word.rejected, word.judged) = (false, true),
            Deed::Reject => (word.rejected, word.judged) = (true, true),
            Deed::Correct { field, after, .. } => {
                (word.rejected, word.judged) = (false, true);
                word.corrections.insert(field.clone(), after.clone());
            }
            Deed::Add { .. } => word.judged = true,
            _ => {}
        }
    }
    words
}
