//! What joins claims across reports: incidents and toll series, worked out elsewhere.

use sayso_model::{Claim, ClaimId, ReportId};
use std::collections::BTreeMap;

/// The incident and the toll series of claims, where they have any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    incidents: BTreeMap<(ReportId, ClaimId), String>,
    toll_series: BTreeMap<(ReportId, ClaimId), String>,
}

impl Joined {
    /// Notes the incident of a claim.
    pub fn set_incident(&mut self, claim: &Claim, incident: String) {
        self.incidents
            .insert((claim.report.clone(), claim.id.clone()), incident);
    }

    /// Notes the toll series of a claim.
    pub fn set_toll_series(&mut self, claim: &Claim, series: String) {
        self.toll_series
            .insert((claim.report.clone(), claim.id.clone()), series);
    }

    pub(crate) fn incident(&self, claim: &Claim) -> Option<&str> {
        let key = (claim.report.clone(), claim.id.clone());
        self.incidents.get(&key).map(String::as_str)
    }

    pub(crate) fn toll_series(&self, claim: &Claim) -> Option<&str> {
        let key = (claim.report.clone(), claim.id.clone());
        self.toll_series.get(&key).map(String::as_str)
    }
}
