//! What a reviewer may know of the words of others: nothing on a claim before their own.
//!
//! Two readings tell something about each other only if the second was made without the first. So a reviewer sees each claim as the
//! program read it until they have judged it, and claims that others added when they have judged all of the program's. Readers,
//! publishers and administrators see what stands. The settings of a project can open it to reviewers too.

use super::{Act, Deed, Kept, settled};
use crate::error::DeskError;
use crate::http::{Call, Problem};
use crate::people::{People, Role, Setting};
use crate::private;
use crate::project::Project;
use sayso_model::{Claim, ClaimId, ReportId};
use std::collections::BTreeSet;

/// How one person sees the words of others.
pub(crate) struct Sight {
    /// The reviewer who sees none before their own.
    blind: Option<String>,
}

/// A claim in one sentence without private names.
pub(crate) fn masked_summary(
    project: &Project,
    claim: &Claim,
) -> Result<Option<String>, DeskError> {
    let Some(shown) = project.shown(&claim.report.0)? else {
        return Ok(None);
    };
    let summary = sayso_export::summary(claim);
    Ok(Some(private::without(
        &summary,
        &shown.report.text,
        &shown.private,
    )))
}

/// Whether an act is a word on its claim.
fn judges(act: &Act) -> bool {
    matches!(
        act.did,
        Deed::Accept | Deed::Reject | Deed::Correct { .. } | Deed::Add { .. }
    )
}

impl Project {
    /// Reviewers see the words of others after their own only.
    pub(crate) fn is_blind(&self, people: &People) -> Result<bool, DeskError> {
        let setting = people.setting(&self.name, Setting::Blind)?;
        Ok(setting.is_none_or(|setting| setting != "off"))
    }

    /// Claims that a person judged.
    fn judged_by(&self, by: &str) -> Result<BTreeSet<String>, DeskError> {
        self.index.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT claim FROM act WHERE by = ?1 AND undone = 0 AND claim IS NOT NULL AND act IN ('accept', 'reject', 'correct', 'add')",
            )?;
            let rows = statement.query_map([by], |row| row.get(0))?;
            rows.collect()
        })
    }
}

impl Sight {
    pub(crate) fn of(call: &Call) -> Result<Sight, Problem> {
        let blind =
            call.role == Some(Role::Reviewer) && call.project()?.is_blind(&call.app.people)?;
        Ok(Sight {
            blind: blind.then(|| call.by()),
        })
    }

    /// The reviewer whose sight is narrowed.
    pub(crate) fn blind(&self) -> Option<&str> {
        self.blind.as_deref()
    }

    /// Of the acts that hold on a report, those that this person may know of; `coded` are the claims of the program.
    pub(crate) fn known(&self, mut acts: Vec<Kept>, coded: &[Claim]) -> Vec<Kept> {
        let Some(me) = &self.blind else { return acts };
        let judged: BTreeSet<String> = acts
            .iter()
            .filter(|kept| kept.act.by == *me && judges(&kept.act))
            .filter_map(|kept| kept.act.claim.clone())
            .collect();
        let through = coded.iter().all(|claim| judged.contains(&claim.id.0));
        acts.retain(|Kept { act, .. }| {
            let open = act
                .claim
                .as_ref()
                .is_some_and(|claim| !judged.contains(claim));
            act.by == *me || !open || through && matches!(act.did, Deed::Add { .. })
        });
        acts
    }

    /// The acts that hold on a report and that this person may know of.
    pub(crate) fn acts(&self, project: &Project, report: &str) -> Result<Vec<Kept>, DeskError> {
        let acts = project.acts_on_report(report)?;
        if self.blind.is_none() || acts.is_empty() {
            return Ok(acts);
        }
        let coded = project.read(|ledger| ledger.newest(&ReportId(report.to_owned())))?;
        Ok(self.known(acts, &coded.map(|coded| coded.claims).unwrap_or_default()))
    }

    /// A claim as this person may know it, with what was known of it; `None` where all who are known to have judged it reject it, or
    /// it is not known at all.
    pub(crate) fn claim(
        &self,
        project: &Project,
        id: &str,
        acts: &[Kept],
    ) -> Result<Option<Claim>, DeskError> {
        let Some((read, _)) = project.claim_with_report(id)? else {
            return Ok(None);
        };
        let added = read.kind_rule.0 == super::make::RULE;
        let on_claim = acts
            .iter()
            .map(|kept| &kept.act)
            .filter(|act| act.claim.as_deref() == Some(id));
        if added
            && !on_claim
                .clone()
                .any(|act| matches!(act.did, Deed::Add { .. }))
        {
            return Ok(None);
        }
        Ok(match settled(on_claim).remove(id) {
            Some(settled) => settled.apply(&read),
            None => Some(read),
        })
    }

    /// Claims that others rejected, so that no list has them, and that this reviewer has not judged.
    pub(crate) fn rejected_by_others(&self, project: &Project) -> Result<Vec<Claim>, DeskError> {
        let Some(me) = &self.blind else {
            return Ok(Vec::new());
        };
        let ids: Vec<String> = project.index.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT claim FROM act AS out WHERE act = 'reject' AND undone = 0 AND claim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.id = out.claim)
                 AND NOT EXISTS (SELECT 1 FROM act WHERE act.claim = out.claim AND act.by = ?1 AND undone = 0 AND act IN ('accept', 'reject', 'correct', 'add')) LIMIT 1000",
            )?;
            let rows = statement.query_map([me], |row| row.get(0))?;
            rows.collect()
        })?;
        let mut claims = Vec::with_capacity(ids.len());
        for id in ids {
            claims.extend(project.read(|ledger| ledger.claim_by_id(&ClaimId(id)))?);
        }
        Ok(claims)
    }

    /// A claim in one sentence, where lists have `standing`; `None` if this person may not know of it yet.
    pub(crate) fn summary(
        &self,
        project: &Project,
        id: &str,
        report: &str,
        standing: String,
    ) -> Result<Option<String>, DeskError> {
        if self.blind.is_none() || project.index.altered(id)?.is_none() {
            return Ok(Some(standing));
        }
        let acts = self.acts(project, report)?;
        let Some(claim) = self.claim(project, id, &acts)? else {
            return Ok(None);
        };
        masked_summary(project, &claim)
    }

    /// What tells of acts whether this person may know what each was.
    pub(crate) fn told(
        &self,
        project: &Project,
    ) -> Result<impl Fn(&Act) -> bool + use<>, DeskError> {
        let judged = match &self.blind {
            Some(me) => Some((me.clone(), project.judged_by(me)?)),
            None => None,
        };
        Ok(move |act: &Act| match (&judged, &act.claim) {
            (Some((me, judged)), Some(claim)) => act.by == *me || judged.contains(claim),
            _ => true,
        })
    }
}
