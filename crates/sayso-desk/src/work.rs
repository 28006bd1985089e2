//! What runs beside the requests: linking what was added, and writing the incidents into the index.

use crate::engine::Links;
use crate::error::DeskError;
use crate::index::{IncidentEntry, IncidentRow, members};
use crate::project::Project;
use sayso_link::records::{LINKING, REVIEW};
use sayso_link::succession::{Change, MOVED_AT_A_TIME, change, state};
use sayso_link::{Account, Decision, Incident, Review, Verdict, agreement, decisions};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use sayso_store::Record;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Shortest time between two linkings.
const PAUSE: Duration = Duration::from_millis(200);
/// Incidents written at a time: who adds something waits no longer than for that.
const AT_A_TIME: usize = 50;
/// The same where all are written, at the first linking.
const ALL_AT_A_TIME: usize = 500;

#[derive(Debug, Default)]
struct Flags {
    wanted: bool,
    busy: bool,
    stopped: bool,
    start_over: bool,
    /// How many wait for the linking.
    waiting: usize,
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
        self.settle_within(Duration::MAX);
    }

    /// Waits for that, but no longer than this; somebody waits, so that linking does not pause before.
    pub(crate) fn settle_within(&self, time: Duration) {
        let begun = Instant::now();
        let mut flags = self.flags();
        flags.waiting += 1;
        self.changed.notify_all();
        while (flags.wanted || flags.busy) && !flags.stopped {
            let Some(left) = time.checked_sub(begun.elapsed()) else {
                break;
            };
            flags = self
                .changed
                .wait_timeout(flags, left.min(Duration::from_secs(60)))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        flags.waiting -= 1;
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

    /// Waits, but no longer than until the desk stops or somebody waits for what is wanted.
    fn pause(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut flags = self.flags();
        while !(flags.stopped || flags.wanted && flags.waiting > 0) {
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
    /// Claims of each report that the linking has.
    fed: BTreeMap<ReportId, Vec<String>>,
    /// Pairs of claims that reviewers decided on.
    decided: BTreeSet<(ClaimId, ClaimId)>,
    /// Incident of each claim as the ledger's records have it.
    state: BTreeMap<String, String>,
    /// Reports whose tolls are in the series.
    tolls: BTreeSet<String>,
}

/// What one linking changed.
struct Changed {
    incidents: Vec<Incident>,
    /// Claims of these incidents, and claims that are in none any more, with the incident they were in before.
    before: BTreeMap<String, String>,
    /// The linking begins: these are all incidents.
    all: bool,
    /// The reports that were put into the linking.
    coded: Vec<(Report, Vec<Claim>)>,
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
                fed: BTreeMap::new(),
                decided: BTreeSet::new(),
                state: BTreeMap::new(),
                tolls: BTreeSet::new(),
            };
            // Readers come first.
            crate::calm::stand_back(crate::calm::LINKING);
            while let Some(start_over) = signal.next() {
                let Some(project) = weak.upgrade() else {
                    return;
                };
                if start_over {
                    work.links = None;
                }
                let begun = Instant::now();
                let fault = work.round(&project, || engine.links()).err();
                if fault.is_some() {
                    // What was done halfway is done again from the beginning.
                    work.links = None;
                }
                let took = begun.elapsed();
                drop(project);
                signal.done(fault.map(|fault| fault.to_string()));
                // Linking takes no more than half of the time.
                signal.pause(PAUSE.max(took).min(Duration::from_secs(10)));
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
        let reviews = project.read(|ledger| ledger.records(REVIEW))?;
        let (fresh, last) = project.index.unlinked()?;
        let reviewed = project.index.number("reviewed")?;
        if self.links.is_some() && fresh.is_empty() && reviewed == reviews.len() as u64 {
            return Ok(());
        }
        let head = project.index.number("entry")?;
        self.write_tolls(project, &fresh)?;
        let changed = self.link(project, begin, &fresh, &reviews)?;
        self.note_changes(project, &changed)?;
        write(project, &changed, &fresh)?;
        project
            .index
            .set_number("incidents", project.index.incidents_there()?)?;
        project.index.set_number("reviewed", reviews.len() as u64)?;
        project.index.linked(last)?;
        project.index.set_number("linked", head)?;
        project.find_choices()?;
        if changed.all {
            project.was_linked();
        }
        Ok(())
    }

    fn link(
        &mut self,
        project: &Project,
        begin: impl FnOnce() -> Box<dyn Links + Send + 'e>,
        fresh: &[ReportId],
        reviews: &[Record],
    ) -> Result<Changed, DeskError> {
        let all = self.links.is_none();
        let reports = if all {
            self.fed.clear();
            self.decided.clear();
            self.state = state(&changes(project)?);
            project.read(|ledger| ledger.coded_after(0))?
        } else {
            fresh.to_vec()
        };
        let links = self.links.get_or_insert_with(begin);
        let mut coded = Vec::with_capacity(reports.len());
        let mut gone: BTreeSet<String> = BTreeSet::new();
        for report in &reports {
            let Some(standing) = project.standing(report)? else {
                continue;
            };
            let ids: Vec<String> = standing
                .claims
                .iter()
                .map(|claim| claim.id.0.clone())
                .collect();
            gone.extend(self.fed.insert(report.clone(), ids).into_iter().flatten());
            coded.push((standing.report, standing.claims));
        }
        links.put(&coded, &|report| {
            let standing = project.standing(report).ok().flatten()?;
            Some((standing.report, standing.claims))
        });
        let reviews: Vec<(u64, Review)> = reviews
            .iter()
            .filter_map(|record| Some((record.number, serde_json::from_str(&record.json).ok()?)))
            .collect();
        let mut now = decisions(&self.brought_up(project, reviews)?);
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
        let Some(links) = &mut self.links else {
            return Err(DeskError::Usage("there is no linking".to_owned()));
        };
        links.decide(&now);
        self.decided = pairs;
        let incidents = links.changed();
        let before = if all {
            std::mem::take(&mut self.state)
        } else {
            let claims = incidents.iter().flat_map(|incident| &incident.claims);
            gone.extend(claims.map(|claim| claim.0.clone()));
            let was = |claim: String| {
                let incident = self.state.remove(&claim)?;
                Some((claim, incident))
            };
            gone.into_iter().filter_map(was).collect()
        };
        Ok(Changed {
            incidents,
            before,
            all,
            coded,
        })
    }

    /// Decisions on claims that were coded anew, on those of today.
    fn brought_up(
        &self,
        project: &Project,
        reviews: Vec<(u64, Review)>,
    ) -> Result<Vec<(u64, Review)>, DeskError> {
        let old = |id: &ClaimId| -> Result<Option<Claim>, DeskError> {
            match project.index.claim(&id.0)? {
                Some(_) => Ok(None),
                None => Ok(project.read(|ledger| ledger.claim_by_id(id))?),
            }
        };
        let today = |report: &ReportId| -> Result<Vec<Claim>, DeskError> {
            let standing = project.standing(report)?;
            Ok(standing.map(|standing| standing.claims).unwrap_or_default())
        };
        sayso_link::brought_up(reviews, old, today)
    }

    /// Appends to the ledger what became of earlier names.
    fn note_changes(&mut self, project: &Project, changed: &Changed) -> Result<(), DeskError> {
        let now: BTreeMap<String, String> = changed
            .incidents
            .iter()
            .flat_map(|incident| {
                let name = |claim: &ClaimId| (claim.0.clone(), incident.id.clone());
                incident.claims.iter().map(name)
            })
            .collect();
        if let Some(change) = change(&changed.before, &now) {
            let json: Vec<String> = change
                .parts(MOVED_AT_A_TIME)
                .iter()
                .map(|record| serde_json::to_string(record).unwrap_or_default())
                .collect();
            project.writer().append_records(LINKING, &json)?;
            project.take_successions()?;
        }
        self.state.extend(now);
        Ok(())
    }

    /// Joins the running tolls into series anew, where there are new ones.
    fn write_tolls(&mut self, project: &Project, fresh: &[ReportId]) -> Result<(), DeskError> {
        let with_tolls: BTreeSet<String> = project.index.toll_reports()?.into_iter().collect();
        let touched = fresh
            .iter()
            .any(|report| with_tolls.contains(&report.0) || self.tolls.contains(&report.0));
        if !touched && with_tolls == self.tolls {
            return Ok(());
        }
        let mut coded = Vec::with_capacity(with_tolls.len());
        for report in &with_tolls {
            if let Some(standing) = project.standing(&ReportId(report.clone()))? {
                coded.push((standing.report, standing.claims));
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
        self.tolls = with_tolls;
        project.index.put_series(&series)
    }
}

/// The changes of all linkings so far.
fn changes(project: &Project) -> Result<Vec<Change>, DeskError> {
    let records = project.read(|ledger| ledger.records(LINKING))?;
    Ok(records
        .iter()
        .filter_map(|record| serde_json::from_str(&record.json).ok())
        .collect())
}

/// Writes the incidents that changed. Where they are all, those that stand in the index as they are are passed over.
fn write(project: &Project, changed: &Changed, fresh: &[ReportId]) -> Result<(), DeskError> {
    let mut there = if changed.all {
        project.index.incident_members()?
    } else {
        BTreeMap::new()
    };
    let fresh: BTreeSet<&str> = fresh.iter().map(|report| report.0.as_str()).collect();
    let at_hand: BTreeMap<&str, (&Claim, &Report)> = changed
        .coded
        .iter()
        .flat_map(|(report, claims)| {
            claims
                .iter()
                .map(move |claim| (&*claim.id.0, (claim, report)))
        })
        .collect();
    let mut gone: BTreeSet<&str> = changed.before.values().map(String::as_str).collect();
    let at_a_time = if changed.all {
        ALL_AT_A_TIME
    } else {
        AT_A_TIME
    };
    let mut entries = Vec::with_capacity(at_a_time);
    for incident in &changed.incidents {
        gone.remove(incident.id.as_str());
        let claims: Vec<String> = incident
            .claims
            .iter()
            .map(|claim| claim.0.clone())
            .collect();
        let as_it_is = there
            .remove(&incident.id)
            .is_some_and(|known| known == members(&claims));
        if as_it_is && fresh.is_empty() {
            continue;
        }
        let held: Option<Vec<(&Claim, &Report)>> = claims
            .iter()
            .map(|claim| at_hand.get(claim.as_str()).copied())
            .collect();
        let fetched;
        let (told, reports): (Vec<&Claim>, Vec<&Report>) = match held {
            Some(held) => {
                let reports: BTreeMap<&str, &Report> = held
                    .iter()
                    .map(|(_, report)| (&*report.id.0, *report))
                    .collect();
                let claims = held.into_iter().map(|(claim, _)| claim).collect();
                (claims, reports.into_values().collect())
            }
            None => {
                fetched = told(project, claims.iter().map(String::as_str))?;
                (fetched.0.iter().collect(), fetched.1.iter().collect())
            }
        };
        if as_it_is
            && reports
                .iter()
                .all(|report| !fresh.contains(report.id.0.as_str()))
        {
            continue;
        }
        entries.extend(
            row(project, incident, &told, &reports).map(|row| IncidentEntry { row, claims }),
        );
        if entries.len() == at_a_time {
            project.index.put_incidents(&entries, &[])?;
            entries.clear();
        }
    }
    let mut gone: Vec<String> = gone.into_iter().map(str::to_owned).collect();
    gone.extend(there.into_keys());
    project.index.put_incidents(&entries, &gone)
}

fn row(
    project: &Project,
    incident: &Incident,
    claims: &[&Claim],
    reports: &[&Report],
) -> Option<IncidentRow> {
    if claims.is_empty() {
        return None;
    }
    let accounts = accounts(project, claims, reports);
    let knowledge = project.engine.knowledge();
    let agreed = agreement(&accounts, &knowledge.actors, &[]);
    let reports: BTreeMap<String, &Report> = reports
        .iter()
        .map(|report| (report.id.0.clone(), *report))
        .collect();
    Some(IncidentRow::of(
        incident,
        &accounts,
        &agreed,
        &reports,
        &knowledge.actors,
    ))
}

/// Claims by their ids as they stand, with the reports they are of.
pub(crate) fn told<'i>(
    project: &Project,
    ids: impl Iterator<Item = &'i str>,
) -> Result<(Vec<Claim>, Vec<Report>), DeskError> {
    let mut claims = Vec::new();
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    for id in ids {
        let Some(claim) = project.claim_as_it_stands(id)? else {
            continue;
        };
        if !reports.contains_key(&claim.report.0)
            && let Some(report) = project.read(|ledger| ledger.report(&claim.report))?
        {
            reports.insert(claim.report.0.clone(), report);
        }
        claims.push(claim);
    }
    Ok((claims, reports.into_values().collect()))
}

/// Claims with their origins.
pub(crate) fn accounts<'c>(
    project: &Project,
    claims: &[&'c Claim],
    reports: &[&Report],
) -> Vec<Account<'c>> {
    let origins = project.engine.origins(claims, reports);
    claims
        .iter()
        .zip(origins)
        .map(|(claim, origin)| Account { claim, origin })
        .collect()
}
