//! What runs beside the requests: linking what was added, and writing the incidents into the index.

use crate::engine::Links;
use crate::error::DeskError;
use crate::index::{IncidentEntry, IncidentRow, members};
use crate::project::Project;
use sayso_link::records::{LINKING, REVIEW};
use sayso_link::succession::{Change, change, state};
use sayso_link::{Account, Decision, Incident, Review, Verdict, agreement, decisions};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use sayso_store::{Ledger, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Shortest time between two linkings.
const PAUSE: Duration = Duration::from_millis(200);
/// Incidents written at a time: readers wait no longer than for that.
const AT_A_TIME: usize = 200;
/// Claims of one record of changes.
const MOVED_AT_A_TIME: usize = 10_000;

#[derive(Debug, Default)]
struct Flags {
    wanted: bool,
    busy: bool,
    stopped: bool,
    start_over: bool,
    fault: Option<String>,
}

/// Tells the worker that there is work, and others when it is done.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    flags: Mutex<Flags>,
    changed: Condvar,
}

impl Signal {
    fn flags(&self) -> MutexGuard<'_, Flags> {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn wake(&self) {
        self.flags().wanted = true;
        self.changed.notify_all();
    }

    /// The next linking begins with an empty index.
    pub(crate) fn start_over(&self) {
        let mut flags = self.flags();
        (flags.wanted, flags.start_over) = (true, true);
        self.changed.notify_all();
    }

    pub(crate) fn stop(&self) {
        self.flags().stopped = true;
        self.changed.notify_all();
    }

    /// Waits until nothing is wanted and nothing is done.
    pub(crate) fn settle(&self) {
        let mut flags = self.flags();
        while (flags.wanted || flags.busy) && !flags.stopped {
            flags = self
                .changed
                .wait(flags)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Why the last linking failed, if it did.
    pub(crate) fn fault(&self) -> Option<String> {
        self.flags().fault.clone()
    }

    /// Waits for work; `None` when the desk stops, else whether to start over.
    fn next(&self) -> Option<bool> {
        let mut flags = self.flags();
        while !flags.wanted && !flags.stopped {
            flags = self
                .changed
                .wait(flags)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if flags.stopped {
            return None;
        }
        (flags.wanted, flags.busy) = (false, true);
        Some(std::mem::take(&mut flags.start_over))
    }

    fn done(&self, fault: Option<String>) {
        let mut flags = self.flags();
        (flags.busy, flags.fault) = (false, fault);
        self.changed.notify_all();
    }

    /// Waits, but no longer than until the desk stops.
    fn pause(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut flags = self.flags();
        while !flags.stopped {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            flags = self
                .changed
                .wait_timeout(flags, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

/// What the worker of one project keeps between two linkings.
pub(crate) struct Work<'e> {
    links: Option<Box<dyn Links + Send + 'e>>,
    /// Reports the linking has, and the entry up to which it has them.
    fed: BTreeSet<ReportId>,
    fed_to: u64,
    /// Pairs of claims that reviewers decided on.
    decided: BTreeSet<(ClaimId, ClaimId)>,
    /// Incident of each claim as the ledger's records have it.
    state: Option<BTreeMap<String, String>>,
}

impl Work<'_> {
    /// Starts the worker of a project; it ends with the project.
    pub(crate) fn start(project: &Arc<Project>) {
        let engine = project.engine.clone();
        let signal = project.signal.clone();
        let weak: Weak<Project> = Arc::downgrade(project);
        std::thread::spawn(move || {
            let mut work = Work {
                links: None,
                fed: BTreeSet::new(),
                fed_to: 0,
                decided: BTreeSet::new(),
                state: None,
            };
            let mut took = Duration::ZERO;
            while let Some(start_over) = signal.next() {
                let Some(project) = weak.upgrade() else {
                    return;
                };
                if start_over {
                    work.links = None;
                }
                let begun = Instant::now();
                let fault = work.round(&project, || engine.links()).err();
                took = if took.is_zero() {
                    begun.elapsed()
                } else {
                    begun.elapsed().max(took / 2)
                };
                drop(project);
                signal.done(fault.map(|fault| fault.to_string()));
                // Linking takes no more than a fifth of the time.
                signal.pause(PAUSE.max(took * 4).min(Duration::from_secs(60)));
            }
        });
    }
}

impl<'e> Work<'e> {
    fn round(
        &mut self,
        project: &Project,
        begin: impl FnOnce() -> Box<dyn Links + Send + 'e>,
    ) -> Result<(), DeskError> {
        let head = project.read(Ledger::last_entry)?;
        let reviews = project.read(|ledger| ledger.records(REVIEW))?;
        let linked = project.index.number("linked")?;
        let reviewed = project.index.number("reviewed")?;
        let fresh = project.read(|ledger| ledger.coded_after(linked))?;
        if fresh.is_empty() && reviewed == reviews.len() as u64 && linked > 0 {
            return project.index.set_number("linked", head);
        }
        let incidents = self.link(project, begin, &reviews)?;
        self.note_changes(project, &incidents)?;
        write(project, &incidents)?;
        write_tolls(project, &fresh, linked == 0)?;
        project
            .index
            .set_number("incidents", incidents.len() as u64)?;
        project.index.set_number("reviewed", reviews.len() as u64)?;
        project.index.set_number("linked", head)?;
        project.find_choices()
    }

    fn link(
        &mut self,
        project: &Project,
        begin: impl FnOnce() -> Box<dyn Links + Send + 'e>,
        reviews: &[Record],
    ) -> Result<Vec<Incident>, DeskError> {
        let to = project.read(Ledger::last_entry)?;
        let mut fresh = project.read(|ledger| ledger.coded_after(self.fed_to))?;
        // A report coded anew takes its former claims' place: the linking begins anew.
        if self.links.is_none() || fresh.iter().any(|report| self.fed.contains(report)) {
            self.fed.clear();
            self.links = None;
            fresh = project.read(|ledger| ledger.coded_after(0))?;
        }
        let links = self.links.get_or_insert_with(begin);
        let mut coded = Vec::with_capacity(fresh.len());
        for report in fresh {
            if let Some(newest) = project.read(|ledger| ledger.newest(&report))? {
                coded.push((newest.report, newest.claims));
            }
            self.fed.insert(report);
        }
        links.add(&coded);
        self.fed_to = to;
        let reviews: Vec<(u64, Review)> = reviews
            .iter()
            .filter_map(|record| Some((record.number, serde_json::from_str(&record.json).ok()?)))
            .collect();
        let mut now = decisions(&reviews);
        let pairs: BTreeSet<(ClaimId, ClaimId)> = now
            .iter()
            .map(|decision| (decision.one.clone(), decision.other.clone()))
            .collect();
        // What was decided and is taken back is open again.
        let open = self
            .decided
            .difference(&pairs)
            .map(|(one, other)| Decision {
                one: one.clone(),
                other: other.clone(),
                verdict: Verdict::Open,
            });
        now.splice(0..0, open.collect::<Vec<_>>());
        links.decide(&now);
        self.decided = pairs;
        Ok(links.incidents())
    }

    /// Appends to the ledger what became of earlier names.
    fn note_changes(&mut self, project: &Project, incidents: &[Incident]) -> Result<(), DeskError> {
        let before = match self.state.take() {
            Some(state) => state,
            None => state(&changes(project)?),
        };
        let now: BTreeMap<String, String> = incidents
            .iter()
            .flat_map(|incident| {
                incident
                    .claims
                    .iter()
                    .map(|claim| (claim.0.clone(), incident.id.clone()))
            })
            .collect();
        if let Some(change) = change(&before, &now) {
            let mut records: Vec<Change> = change
                .moved
                .chunks(MOVED_AT_A_TIME)
                .map(|moved| Change {
                    moved: moved.to_vec(),
                    successions: Vec::new(),
                })
                .collect();
            if let Some(last) = records.last_mut() {
                last.successions = change.successions;
            }
            let json: Vec<String> = records
                .iter()
                .map(|record| serde_json::to_string(record).unwrap_or_default())
                .collect();
            project.writer().append_records(LINKING, &json)?;
        }
        self.state = Some(now);
        Ok(())
    }
}

/// The changes of all linkings so far.
pub(crate) fn changes(project: &Project) -> Result<Vec<Change>, DeskError> {
    let records = project.read(|ledger| ledger.records(LINKING))?;
    Ok(records
        .iter()
        .filter_map(|record| serde_json::from_str(&record.json).ok())
        .collect())
}

/// Writes those incidents that are not in the index as they are.
fn write(project: &Project, incidents: &[Incident]) -> Result<(), DeskError> {
    let mut before = project.index.incident_members()?;
    let mut changed: Vec<(&Incident, Vec<String>)> = Vec::new();
    for incident in incidents {
        let claims: Vec<String> = incident
            .claims
            .iter()
            .map(|claim| claim.0.clone())
            .collect();
        if before.remove(&incident.id).as_deref() != Some(&members(&claims)) {
            changed.push((incident, claims));
        }
    }
    let gone: Vec<String> = before.into_keys().collect();
    for batch in changed.chunks(AT_A_TIME) {
        let mut entries = Vec::with_capacity(batch.len());
        for (incident, claims) in batch {
            if let Some(row) = row(project, incident)? {
                entries.push(IncidentEntry {
                    row,
                    claims: claims.clone(),
                });
            }
        }
        project.index.put_incidents(&entries, &[])?;
    }
    project.index.put_incidents(&[], &gone)
}

fn row(project: &Project, incident: &Incident) -> Result<Option<IncidentRow>, DeskError> {
    let (claims, reports) = told(
        project,
        incident.claims.iter().map(|claim| claim.0.as_str()),
    )?;
    if claims.is_empty() {
        return Ok(None);
    }
    let accounts = accounts(project, &claims, &reports);
    let knowledge = project.engine.knowledge();
    let agreed = agreement(&accounts, &knowledge.actors, &[]);
    let reports: BTreeMap<String, &Report> = reports
        .iter()
        .map(|report| (report.id.0.clone(), report))
        .collect();
    Ok(Some(IncidentRow::of(
        incident,
        &accounts,
        &agreed,
        &reports,
        &knowledge.actors,
    )))
}

/// Claims by their ids, with the reports they are of.
pub(crate) fn told<'i>(
    project: &Project,
    ids: impl Iterator<Item = &'i str>,
) -> Result<(Vec<Claim>, Vec<Report>), DeskError> {
    project
        .read(|ledger| {
            let mut claims = Vec::new();
            let mut reports: BTreeMap<String, Report> = BTreeMap::new();
            for id in ids {
                let Some(claim) = ledger.claim_by_id(&sayso_model::ClaimId(id.to_owned()))? else {
                    continue;
                };
                if !reports.contains_key(&claim.report.0)
                    && let Some(report) = ledger.report(&claim.report)?
                {
                    reports.insert(claim.report.0.clone(), report);
                }
                claims.push(claim);
            }
            Ok((claims, reports.into_values().collect()))
        })
        .map_err(DeskError::from)
}

/// Claims with their origins.
pub(crate) fn accounts<'c>(
    project: &Project,
    claims: &'c [Claim],
    reports: &[Report],
) -> Vec<Account<'c>> {
    let claims: Vec<&Claim> = claims.iter().collect();
    let reports: Vec<&Report> = reports.iter().collect();
    let origins = project.engine.origins(&claims, &reports);
    claims
        .into_iter()
        .zip(origins)
        .map(|(claim, origin)| Account { claim, origin })
        .collect()
}

/// Joins the running tolls into series anew, where there are new ones.
fn write_tolls(project: &Project, fresh: &[ReportId], all: bool) -> Result<(), DeskError> {
    let with_tolls = project.index.toll_reports()?;
    let known: BTreeSet<&String> = with_tolls.iter().collect();
    if !all && !fresh.iter().any(|report| known.contains(&report.0)) {
        return Ok(());
    }
    let mut coded = Vec::with_capacity(with_tolls.len());
    for report in &with_tolls {
        if let Some(newest) = project.read(|ledger| ledger.newest(&ReportId(report.clone())))? {
            coded.push((newest.report, newest.claims));
        }
    }
    let series: Vec<(String, usize, String)> = project
        .engine
        .tolls(&coded)
        .into_iter()
        .map(|series| {
            let json = serde_json::to_string(&series).unwrap_or_default();
            (series.id, series.points.len(), json)
        })
        .collect();
    project.index.put_series(&series)
}
