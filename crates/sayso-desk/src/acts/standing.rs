//! Reports as they stand: what the coder read, with what reviewers said of it.
//!
//! Of two words on one field the later holds; a claim is out only if all who judged it reject it. The coder's own reading stays in
//! the ledger and beside every corrected value.

use super::{Act, Deed, Word, apply};
use crate::error::DeskError;
use crate::private;
use crate::project::Project;
use sayso_link::carried;
use sayso_model::{Claim, ClaimId, Report, ReportId, Span};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A report with its claims as they stand.
pub(crate) struct Standing {
    pub(crate) report: Report,
    /// The coder's in their order, then those that reviewers added.
    pub(crate) claims: Vec<Claim>,
    /// Claims that are not as the coder has them.
    pub(crate) altered: BTreeSet<ClaimId>,
    /// Names that are not for everybody.
    pub(crate) private: Vec<Span>,
}

/// What all reviewers together say of one claim.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Settled {
    pub(crate) rejected: bool,
    /// Field, who corrected it last, and its value in the ledger's form.
    pub(crate) corrections: BTreeMap<String, (String, Value)>,
}

/// A field that a reviewer corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Correction {
    pub field: &'static str,
    pub label: &'static str,
    pub by: String,
    /// The coder's value.
    pub read_as: Option<String>,
    /// The value that holds.
    pub value: Option<String>,
}

impl Settled {
    fn word(&self) -> Word {
        Word {
            rejected: self.rejected,
            corrections: self
                .corrections
                .iter()
                .map(|(field, (_, value))| (field.clone(), value.clone()))
                .collect(),
            notes: Vec::new(),
            judged: true,
        }
    }

    /// The claim with what was said of it; `None` if it is out.
    pub(crate) fn apply(&self, claim: &Claim) -> Option<Claim> {
        apply(claim, &self.word())
    }
}

/// Who rejects a claim, and corrections in their order: field, who, value.
type Said<'a> = (BTreeMap<&'a str, bool>, Vec<(&'a str, &'a str, &'a Value)>);

/// What reviewers' acts come to, by claim; acts in their order, without those taken back.
pub(crate) fn settled<'a>(acts: impl Iterator<Item = &'a Act>) -> BTreeMap<String, Settled> {
    let mut said: BTreeMap<&str, Said<'_>> = BTreeMap::new();
    for act in acts {
        let Some(claim) = act.claim.as_deref() else {
            continue;
        };
        let (verdicts, corrections) = said.entry(claim).or_default();
        match &act.did {
            Deed::Accept | Deed::Add { .. } => {
                verdicts.insert(&act.by, false);
            }
            Deed::Reject => {
                verdicts.insert(&act.by, true);
            }
            Deed::Correct { field, after, .. } => {
                verdicts.insert(&act.by, false);
                corrections.push((field, &act.by, after));
            }
            _ => {}
        }
    }
    said.into_iter()
        .map(|(claim, (verdicts, corrections))| {
            let settled = Settled {
                rejected: !verdicts.is_empty() && verdicts.values().all(|rejects| *rejects),
                corrections: corrections
                    .into_iter()
                    .filter(|(_, by, _)| verdicts.get(by) == Some(&false))
                    .map(|(field, by, after)| (field.to_owned(), (by.to_owned(), after.clone())))
                    .collect(),
            };
            (claim.to_owned(), settled)
        })
        .collect()
}

/// A claim that is out leads no group any more; gives the claims that this changed.
pub(crate) fn without_lost_leaders(claims: &mut [Claim]) -> Vec<ClaimId> {
    let ids: BTreeSet<ClaimId> = claims.iter().map(|claim| claim.id.clone()).collect();
    let mut changed = Vec::new();
    for claim in claims {
        let first = claim.same_incident.as_ref();
        if first.is_some_and(|first| !ids.contains(first)) {
            claim.same_incident = None;
            changed.push(claim.id.clone());
        }
    }
    changed
}

impl Project {
    /// A report as it stands; `None` if no coding of it is there.
    pub(crate) fn standing(&self, report: &ReportId) -> Result<Option<Standing>, DeskError> {
        let Some(coded) = self.read(|ledger| ledger.newest(report))? else {
            return Ok(None);
        };
        let found = self
            .noted(&report.0)?
            .map(|noted| noted.private)
            .unwrap_or_default();
        let actors = &self.engine.knowledge().actors;
        let mut private = private::spans(&coded.report, &coded.claims, &found, actors);
        let acts = self.acts_on_report(&report.0)?;
        let mut altered = BTreeSet::new();
        let mut claims = coded.claims;
        if !acts.is_empty() {
            let said = settled(acts.iter().map(|kept| &kept.act));
            let added = acts.iter().filter_map(|kept| match &kept.act.did {
                Deed::Add { after } => Some((**after).clone()),
                _ => None,
            });
            let added: Vec<Claim> = added.collect();
            altered.extend(added.iter().map(|claim| claim.id.clone()));
            claims.extend(added);
            claims = claims
                .into_iter()
                .filter_map(|claim| {
                    let Some(settled) = said.get(&claim.id.0) else {
                        return Some(claim);
                    };
                    let stands = settled.apply(&claim)?;
                    if stands != claim {
                        altered.insert(claim.id.clone());
                    }
                    Some(stands)
                })
                .collect();
            altered.extend(without_lost_leaders(&mut claims));
            private = private::spans(&coded.report, &claims, &private, actors);
        }
        Ok(Some(Standing {
            report: coded.report,
            claims,
            altered,
            private,
        }))
    }

    /// Lets the acts on a report follow its claims, where it was coded anew: each to the claim that tells the same now.
    pub(crate) fn follow(&self, report: &ReportId) -> Result<(), DeskError> {
        let acts = self.all_acts_on_report(&report.0)?;
        if acts.is_empty() {
            return Ok(());
        }
        let Some(coded) = self.read(|ledger| ledger.newest(report))? else {
            return Ok(());
        };
        let mut is_there: BTreeSet<&str> = coded.claims.iter().map(|claim| &*claim.id.0).collect();
        is_there.extend(acts.iter().filter_map(|kept| match &kept.act.did {
            Deed::Add { after } => Some(&*after.id.0),
            _ => None,
        }));
        let today: Vec<&Claim> = coded.claims.iter().collect();
        let mut moved = Vec::new();
        for kept in &acts {
            let Some(claim) = kept.original.as_deref() else {
                continue;
            };
            let now = if is_there.contains(claim) {
                Some(claim.to_owned())
            } else {
                let old = self.read(|ledger| ledger.claim_by_id(&ClaimId(claim.to_owned())))?;
                old.and_then(|old| carried(&old, &today)).map(|id| id.0)
            };
            if now != kept.act.claim {
                // Where nothing tells it any more, the act stays with the claim it was made on.
                moved.push((kept.number, now.unwrap_or_else(|| claim.to_owned())));
            }
        }
        self.index.move_acts(&moved)
    }

    /// A claim as it stands, if it does.
    pub(crate) fn claim_as_it_stands(&self, id: &str) -> Result<Option<Claim>, DeskError> {
        if let Some(json) = self.index.altered(id)? {
            return Ok(serde_json::from_str(&json).ok());
        }
        Ok(self.read(|ledger| ledger.claim_by_id(&ClaimId(id.to_owned())))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_later_word_holds_and_one_who_keeps_a_claim_keeps_it() {
        let act = |by: &str, did: Deed| Act {
            by: by.to_owned(),
            at: String::new(),
            note: String::new(),
            claim: Some("c".to_owned()),
            report: None,
            incident: None,
            did,
        };
        let correct = |field: &str, after: u64| Deed::Correct {
            field: field.to_owned(),
            before: Value::Null,
            after: json!(after),
        };
        let came_to = |acts: &[Act]| settled(acts.iter()).remove("c").unwrap_or_default();
        let by = |who: &str, value: u64| (who.to_owned(), json!(value));
        let acts = [
            act("one", correct("killed", 1)),
            act("two", correct("killed", 2)),
            act("one", correct("injured", 3)),
        ];
        let found = came_to(&acts);
        assert_eq!(found.corrections["killed"], by("two", 2));
        assert_eq!(found.corrections["injured"], by("one", 3));
        let found = came_to(&[acts[0].clone(), acts[1].clone(), act("two", Deed::Reject)]);
        assert!(!found.rejected, "one keeps it");
        assert_eq!(
            found.corrections["killed"],
            by("one", 1),
            "who rejects corrects nothing"
        );
        let found = came_to(&[act("one", Deed::Reject), act("two", Deed::Reject)]);
        assert!(found.rejected);
        assert_eq!(came_to(&[act("one", Deed::Note)]), Settled::default());
    }
}
