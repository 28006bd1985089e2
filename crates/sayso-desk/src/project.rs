//! A project: one ledger with its index, and what is done with both.

use crate::acts::Standing;
use crate::engine::{Coding, Engine, NotCoded};
use crate::error::DeskError;
use crate::index::{Choice, Filter, Index, Limits, Timeline};
use crate::people::{People, Setting, random_token};
use crate::work::{Signal, Work};
use sayso_link::records::LINKING;
use sayso_link::succession::{Change, Successions};
use sayso_model::{Claim, Report, ReportId, Span};
use sayso_store::{Coded, Ledger, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// Kind of the records of what coding noted beside the claims.
const CODING: &str = "coding";
/// Timelines kept at a time.
const TIMELINES: usize = 256;
/// How long opening waits for the first linking: a small ledger is whole when the desk answers.
const FIRST_WITHIN: Duration = Duration::from_secs(3);
/// Reports taken into the index at a time.
const AT_A_TIME: usize = 1_000;

/// One ledger with everything around it.
pub(crate) struct Project {
    pub(crate) name: String,
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) index: Index,
    path: String,
    writer: Mutex<Ledger>,
    readers: Mutex<Vec<Ledger>>,
    taking: Mutex<()>,
    choices: RwLock<Choices>,
    /// Timelines with the entry up to which they count.
    timelines: Mutex<BTreeMap<String, (u64, Timeline)>>,
    /// What became of the names of incidents, and the number of the last record that is in it.
    successions: RwLock<(Arc<Successions>, u64)>,
    /// Every report was linked at least once; until then incidents are not all there.
    linked_once: AtomicBool,
    /// Another with every start.
    start: String,
    pub(crate) signal: Arc<Signal>,
}

/// What lists of choices offer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choices {
    pub(crate) kinds: Vec<String>,
    pub(crate) weapons: Vec<String>,
    pub(crate) sides: Vec<String>,
}

/// What everybody may see without an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PublicView {
    pub(crate) open: bool,
    pub(crate) published_only: bool,
    pub(crate) delay_days: i64,
    /// Finer precisions than this are made coarser.
    pub(crate) coarsen: String,
}

/// What coding noted of a report beside its claims.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Noted {
    pub(crate) report: String,
    pub(crate) not_coded: Vec<NotCoded>,
    pub(crate) private: Vec<Span>,
}

/// A report as pages show it.
pub(crate) struct Shown {
    pub(crate) report: Report,
    pub(crate) claims: Vec<Claim>,
    pub(crate) private: Vec<Span>,
    /// `None`: coding left no note, the report came to the ledger another way.
    pub(crate) not_coded: Option<Vec<NotCoded>>,
}

impl Project {
    /// Opens a ledger with its index, brings the index up to date and keeps it so.
    pub(crate) fn open(ledger: &Path, engine: Arc<dyn Engine>) -> Result<Arc<Project>, DeskError> {
        let path = ledger.display().to_string();
        let stem = ledger
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let name = slug(&stem.unwrap_or_default());
        let writer = Ledger::open(ledger)?;
        let project = Arc::new(Project {
            name,
            engine,
            index: Index::open(format!("{path}.index"))?,
            path,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            taking: Mutex::new(()),
            choices: RwLock::new(Choices::default()),
            timelines: Mutex::new(BTreeMap::new()),
            successions: RwLock::default(),
            linked_once: AtomicBool::new(false),
            start: random_token()?,
            signal: Arc::new(Signal::default()),
        });
        project.take_new()?;
        project.take_successions()?;
        project.find_choices()?;
        // Reports and claims can be read at once; what is not linked yet is linked meanwhile, and pages say so.
        let linked = project.index.number("linked")? > 0;
        project.linked_once.store(linked, Ordering::SeqCst);
        project.signal.wake();
        Work::start(&project);
        if !linked {
            project.signal.settle_within(FIRST_WITHIN);
        }
        Ok(project)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Ledger> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the ledger on a connection of its own.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let lock = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open_to_read(&self.path)?,
        };
        let answer = work(&ledger);
        lock().push(ledger);
        answer
    }

    /// Another with every change of what pages show.
    pub(crate) fn revision(&self) -> String {
        format!("{} {}", self.start, self.index.version())
    }

    /// Codes a report and adds it to the ledger.
    pub(crate) fn add(&self, report: &mut Report) -> Result<Coding, DeskError> {
        let coding = self.engine.code(report);
        for note in &coding.notes {
            if !report.notes.contains(note) {
                report.notes.push(note.clone());
            }
        }
        let noted = Noted {
            report: report.id.0.clone(),
            not_coded: coding.not_coded.clone(),
            private: coding.private.clone(),
        };
        {
            let mut writer = self.writer();
            let added = writer.add(report, &self.engine.generation(), &coding.claims)?;
            if added.coding {
                let json = serde_json::to_string(&noted).unwrap_or_default();
                writer.append_records(CODING, &[json])?;
            }
        }
        Ok(coding)
    }

    /// Takes what was added to the ledger into the index, without linking it.
    pub(crate) fn take_new(&self) -> Result<(), DeskError> {
        let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let from = self.index.number("entry")?;
        let head = self.read(Ledger::last_entry)?;
        if head == from {
            return Ok(());
        }
        let (touched, last_act) = self.take_acts()?;
        let noted_from = self.index.number("noted")?;
        let noted = self.read(|ledger| ledger.records_after(CODING, noted_from))?;
        let mut reports = self.read(|ledger| ledger.coded_after(from))?;
        reports.extend(touched);
        let mut found = Vec::new();
        for record in &noted {
            if let Ok(noted) = serde_json::from_str::<Noted>(&record.json) {
                reports.push(ReportId(noted.report.clone()));
                found.push((noted.report, record.json.clone()));
            }
        }
        self.index.put_found(&found)?;
        reports.sort();
        reports.dedup();
        if from == 0 {
            self.fill(&reports)?;
        } else {
            for batch in reports.chunks(AT_A_TIME) {
                let standing = self.standing_of(batch)?;
                self.index.take(self.engine.knowledge(), &standing)?;
            }
        }
        self.index.set_number("acts", last_act)?;
        if let Some(last) = noted.last() {
            self.index.set_number("noted", last.number)?;
        }
        self.index.set_number("entry", head)?;
        self.signal.wake();
        Ok(())
    }

    fn standing_of(&self, reports: &[ReportId]) -> Result<Vec<Standing>, DeskError> {
        let mut standing = Vec::with_capacity(reports.len());
        for report in reports {
            self.follow(report)?;
            standing.extend(self.standing(report)?);
        }
        Ok(standing)
    }

    /// Fills the empty index: one thread reads the ledger while another writes.
    fn fill(&self, reports: &[ReportId]) -> Result<(), DeskError> {
        std::thread::scope(|scope| {
            let (give, batches) = std::sync::mpsc::sync_channel(2);
            let reading = scope.spawn(move || -> Result<(), DeskError> {
                for batch in reports.chunks(AT_A_TIME) {
                    let standing = self.standing_of(batch)?;
                    // Who does not take it any more has told why.
                    if give.send(standing).is_err() {
                        break;
                    }
                }
                Ok(())
            });
            let filled = self
                .index
                .fill(self.engine.knowledge(), batches.into_iter());
            let read = match reading.join() {
                Ok(read) => read,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            filled.and(read)
        })
    }

    /// Takes in what linking noted of the names of incidents.
    pub(crate) fn take_successions(&self) -> Result<(), DeskError> {
        let from = self
            .successions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .1;
        let records = self.read(|ledger| ledger.records_after(LINKING, from))?;
        let Some(last) = records.last().map(|record| record.number) else {
            return Ok(());
        };
        let mut held = self
            .successions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let successions = Arc::make_mut(&mut held.0);
        for record in &records {
            if let Ok(change) = serde_json::from_str::<Change>(&record.json) {
                successions.add(change.successions);
            }
        }
        held.1 = last;
        Ok(())
    }

    /// What became of the names of incidents.
    pub(crate) fn successions(&self) -> Arc<Successions> {
        let held = self
            .successions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        held.0.clone()
    }

    /// Waits until everything is linked.
    pub(crate) fn settle(&self) -> Result<(), DeskError> {
        self.take_new()?;
        self.signal.settle();
        Ok(())
    }

    pub(crate) fn noted(&self, report: &str) -> Result<Option<Noted>, DeskError> {
        let json = self.index.found(report)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// A report with its claims and what is private in it.
    pub(crate) fn shown(&self, report: &str) -> Result<Option<Shown>, DeskError> {
        let id = ReportId(report.to_owned());
        let Some(Coded { report, claims, .. }) = self.read(|ledger| ledger.newest(&id))? else {
            return Ok(None);
        };
        let noted = self.noted(&id.0)?;
        let found = noted
            .as_ref()
            .map(|noted| noted.private.clone())
            .unwrap_or_default();
        Ok(Some(Shown {
            private: crate::private::spans(
                &report,
                &claims,
                &found,
                &self.engine.knowledge().actors,
            ),
            not_coded: noted.map(|noted| noted.not_coded),
            report,
            claims,
        }))
    }

    pub(crate) fn public_view(&self, people: &People) -> Result<PublicView, DeskError> {
        let setting = |setting| people.setting(&self.name, setting);
        let public = setting(Setting::Public)?.unwrap_or_default();
        Ok(PublicView {
            open: public == "all" || public == "published",
            published_only: public == "published",
            delay_days: setting(Setting::Delay)?
                .and_then(|days| days.parse().ok())
                .unwrap_or(3),
            coarsen: setting(Setting::Coarsen)?.unwrap_or_else(|| "none".to_owned()),
        })
    }

    pub(crate) fn choices(&self) -> Choices {
        self.choices
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Incidents by day, week or month; kept until something is linked anew.
    pub(crate) fn timeline(&self, filter: &Filter, limits: &Limits) -> Result<Timeline, DeskError> {
        let linked = self.index.number("linked")?;
        let key = format!("{} {limits:?}", filter.query());
        let lock = || {
            self.timelines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some((of, kept)) = lock().get(&key)
            && *of == linked
        {
            return Ok(kept.clone());
        }
        let found = self.index.timeline(filter, limits)?;
        if self.is_linking() {
            return Ok(found);
        }
        let mut timelines = lock();
        if timelines.len() >= TIMELINES {
            timelines.clear();
        }
        timelines.insert(key, (linked, found.clone()));
        Ok(found)
    }

    /// Earlier names whose claims are in an incident now, with the reason.
    pub(crate) fn successions_to(&self, id: &str) -> Result<Vec<(String, String)>, DeskError> {
        let steps = self.successions();
        let told = steps
            .leading_to(id)
            .map(|step| (step.old.clone(), sayso_export::label(&step.reason)));
        Ok(told.collect())
    }

    /// Looks the lists of choices up again.
    pub(crate) fn find_choices(&self) -> Result<(), DeskError> {
        let choices = Choices {
            kinds: self.index.choices(Choice::Kind)?,
            weapons: self.index.choices(Choice::Weapon)?,
            sides: self.index.choices(Choice::Side)?,
        };
        *self.choices.write().unwrap_or_else(PoisonError::into_inner) = choices;
        Ok(())
    }

    /// Throws the index away and makes it anew out of the ledger; linking goes on after it returns.
    pub(crate) fn rebuild(&self) -> Result<(), DeskError> {
        {
            let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
            self.linked_once.store(false, Ordering::SeqCst);
            self.index.clear()?;
        }
        self.take_new()?;
        self.signal.start_over();
        Ok(())
    }

    /// Linking has begun and not been through all reports yet: incidents are missing or lack claims.
    pub(crate) fn is_linking(&self) -> bool {
        !self.linked_once.load(Ordering::SeqCst)
    }

    /// Everything that was there is linked.
    pub(crate) fn was_linked(&self) {
        self.linked_once.store(true, Ordering::SeqCst);
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        self.signal.stop();
    }
}

/// Lower-case letters, digits and hyphens: the project's name in addresses.
fn slug(name: &str) -> String {
    let slug: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "ledger".to_owned()
    } else {
        slug.to_owned()
    }
}
