//! Which claims of an incident somebody may see, and how.

use crate::acts::{Kept, Sight};
use crate::http::{Call, Problem};
use crate::index::{Limits, MemberRow};
use crate::work::told;
use sayso_model::{Claim, Report};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Claims shown on one page, at most.
const MOST_CLAIMS: usize = 100;

/// What a person may see of an incident.
pub(super) struct Seen {
    pub(super) members: Vec<MemberRow>,
    pub(super) claims: Vec<Claim>,
    pub(super) reports: Vec<Report>,
    /// For a reviewer who does not see everything: the acts that they may know of, by report.
    pub(super) known: BTreeMap<String, Vec<Kept>>,
    /// Claims that came since the incident was put out.
    pub(super) waiting: BTreeSet<String>,
    pub(super) published: bool,
    /// Claims that the page has no room for.
    pub(super) more: usize,
}

pub(super) fn seen(
    call: &Call,
    incident: &str,
    limits: &Limits,
    sight: &Sight,
) -> Result<Seen, Problem> {
    let project = call.project()?;
    let released = project.released()?;
    let waiting = project.waiting(&released, incident)?;
    let mut members = project.index.claims_of_incident(incident)?;
    if limits.only.is_some() {
        // What came since it was put out waits for a publisher.
        members.retain(|member| !waiting.contains(&member.claim));
    }
    if sight.blind().is_some() {
        // What others rejected is still open to this reviewer.
        for claim in project.rejected_from(incident)? {
            let position = project.position(&claim)?;
            members.push(MemberRow { claim, position });
        }
    }
    let shown = members.iter().take(MOST_CLAIMS);
    let (all, reports) = told(project, shown.map(|member| member.claim.as_str()))?;
    // What was published after the public view's day is not part of it.
    let early: BTreeSet<&str> = reports
        .iter()
        .filter(|report| match (&limits.until, report.published.date()) {
            (Some(until), day) => day.is_some_and(|day| day.to_string() <= *until),
            (None, _) => true,
        })
        .map(|report| report.id.0.as_str())
        .collect();
    let mut known: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    let mut claims = Vec::with_capacity(all.len());
    for claim in all {
        if !early.contains(claim.report.0.as_str()) {
            continue;
        }
        if sight.blind().is_none() {
            claims.push(claim);
            continue;
        }
        let acts = match known.entry(claim.report.0.clone()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(sight.acts(project, &claim.report.0)?),
        };
        if acts.is_empty() && project.index.altered(&claim.id.0)?.is_none() {
            claims.push(claim);
        } else {
            claims.extend(sight.claim(project, &claim.id.0, acts)?);
        }
    }
    if claims.is_empty() {
        return Err(match sight.blind() {
            Some(_) => Problem::new(
                404,
                "all claims of this incident are new from other reviewers; it opens to you when you have judged what the program read in their reports",
            ),
            None => Problem::missing("the incident"),
        });
    }
    Ok(Seen {
        published: released.has(incident),
        more: members.len().saturating_sub(MOST_CLAIMS),
        members,
        claims,
        reports,
        known,
        waiting,
    })
}
