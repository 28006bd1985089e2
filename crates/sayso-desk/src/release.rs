//! What a publisher put out: incidents, each with the claims it had then. What linking adds to one later waits for a publisher.

use crate::acts::{Deed, Kept};
use crate::error::DeskError;
use crate::index::{Filter, IncidentRow, Limits};
use crate::project::Project;
use crate::work::{accounts, told};
use sayso_link::{Account, Agreement, Incident, agreement, carried};
use sayso_model::{Claim, ClaimId, Report};
use std::collections::{BTreeMap, BTreeSet};

/// Incidents in the public view by their names of today, each with the claims that were put out; `None`: whatever it holds, since the
/// act is older than this list.
#[derive(Default)]
pub(crate) struct Released(BTreeMap<String, Option<BTreeSet<String>>>);

impl Released {
    pub(crate) fn has(&self, incident: &str) -> bool {
        self.0.contains_key(incident)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn put(&mut self, incident: String, claims: Option<&[String]>) {
        match (self.0.get_mut(&incident), claims) {
            (Some(Some(known)), Some(claims)) => known.extend(claims.iter().cloned()),
            (Some(known), _) => *known = None,
            (None, claims) => {
                let claims = claims.map(|claims| claims.iter().cloned().collect());
                self.0.insert(incident, claims);
            }
        }
    }
}

impl Project {
    /// Incidents that a publisher has put out and not withdrawn.
    pub(crate) fn released(&self) -> Result<Released, DeskError> {
        let mut released = Released::default();
        for Kept { act, .. } in self.acts_of_publishing()? {
            let Some(incident) = act.incident else {
                continue;
            };
            // Where the incident was merged or split since, the act is on what it became.
            for name in self.successions().resolve(&incident).0 {
                match &act.did {
                    Deed::Publish { claims } => released.put(name, claims.as_deref()),
                    _ => drop(released.0.remove(&name)),
                }
            }
        }
        Ok(released)
    }

    /// Claims that came to an incident after it was put out.
    pub(crate) fn waiting(
        &self,
        released: &Released,
        incident: &str,
    ) -> Result<BTreeSet<String>, DeskError> {
        let Some(Some(out)) = released.0.get(incident) else {
            return Ok(BTreeSet::new());
        };
        let members = self.index.claims_of_incident(incident)?;
        let mut waiting: BTreeSet<String> = members
            .into_iter()
            .map(|member| member.claim)
            .filter(|claim| !out.contains(claim))
            .collect();
        if waiting.is_empty() {
            return Ok(waiting);
        }
        // A report that was coded anew tells the same under another name.
        let ids: Vec<&str> = waiting.iter().map(String::as_str).collect();
        let (fresh, _) = told(self, ids.into_iter())?;
        for former in out {
            if self.index.claim(former)?.is_some() {
                continue;
            }
            let Some(former) = self.read(|ledger| ledger.claim_by_id(&ClaimId(former.clone())))?
            else {
                continue;
            };
            let today: Vec<&Claim> = fresh
                .iter()
                .filter(|claim| claim.report == former.report)
                .collect();
            if let Some(now) = carried(&former, &today) {
                waiting.remove(&now.0);
            }
        }
        Ok(waiting)
    }

    /// A row of the public view without the claims that wait; `None` where without them nothing is left, or nothing that is asked for.
    pub(crate) fn without_waiting(
        &self,
        row: IncidentRow,
        filter: &Filter,
        limits: &Limits,
        released: &Released,
    ) -> Result<Option<IncidentRow>, DeskError> {
        let waiting = self.waiting(released, &row.id)?;
        if waiting.is_empty() {
            return Ok(Some(row));
        }
        let members = self.index.claims_of_incident(&row.id)?;
        let out: Vec<String> = members
            .into_iter()
            .map(|member| member.claim)
            .filter(|claim| !waiting.contains(claim))
            .collect();
        if !self.index.claims_match(filter, limits, &out)? {
            return Ok(None);
        }
        let (claims, reports) = told(self, out.iter().map(String::as_str))?;
        if claims.is_empty() {
            return Ok(None);
        }
        let accounts = accounts(
            self,
            &claims.iter().collect::<Vec<_>>(),
            &reports.iter().collect::<Vec<_>>(),
        );
        let agreed = agreement(&accounts, &self.engine.knowledge().actors, &[]);
        let row = self.row_of_these(&row, &accounts, &agreed, &reports);
        Ok(filter.fits(&row).then_some(row))
    }

    /// The row that an incident would have of these claims alone.
    pub(crate) fn row_of_these(
        &self,
        row: &IncidentRow,
        accounts: &[Account<'_>],
        agreed: &Agreement,
        reports: &[Report],
    ) -> IncidentRow {
        let incident = Incident {
            id: row.id.clone(),
            claims: accounts
                .iter()
                .map(|account| account.claim.id.clone())
                .collect(),
            undecided: row.undecided,
        };
        let reports: BTreeMap<String, &Report> = reports
            .iter()
            .map(|report| (report.id.0.clone(), report))
            .collect();
        let actors = &self.engine.knowledge().actors;
        IncidentRow::of(&incident, accounts, agreed, &reports, actors)
    }
}
