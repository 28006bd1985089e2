//! Everything that requests share.

use crate::engine::Engine;
use crate::error::DeskError;
use crate::http::{Metrics, RateLimit};
use crate::people::{People, Throttle};
use crate::project::Project;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// How the desk is started.
#[derive(Debug, Clone)]
pub struct Config {
    /// One ledger per project; the file's stem names the project.
    pub ledgers: Vec<PathBuf>,
    /// File of people; beside the first ledger if not given.
    pub people: Option<PathBuf>,
    /// Largest request in bytes.
    pub most_bytes: usize,
    /// Longest time for one request in seconds.
    pub most_seconds: u64,
    /// Requests of one address in a second, in the long run.
    pub requests_per_second: u32,
    /// The desk is reached by https: cookies say so.
    pub https: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            ledgers: Vec::new(),
            people: None,
            most_bytes: 32 << 20,
            most_seconds: 60,
            requests_per_second: 50,
            https: false,
        }
    }
}

/// The desk itself.
pub struct App {
    pub(crate) config: Config,
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) projects: BTreeMap<String, Arc<Project>>,
    pub(crate) people: People,
    pub(crate) throttle: Throttle,
    pub(crate) rate: RateLimit,
    pub(crate) metrics: Metrics,
}

impl App {
    /// Opens the ledgers and the file of people; indexes are brought up to date.
    pub fn open(config: Config, engine: Arc<dyn Engine>) -> Result<App, DeskError> {
        let mut projects = BTreeMap::new();
        for ledger in &config.ledgers {
            let project = Project::open(ledger, engine.clone())?;
            let name = project.name.clone();
            if projects.insert(name.clone(), project).is_some() {
                return Err(DeskError::Usage(format!(
                    "two ledgers would both be the project `{name}`; rename one file"
                )));
            }
        }
        let first = config
            .ledgers
            .first()
            .ok_or_else(|| DeskError::Usage("the desk needs at least one --ledger".to_owned()))?;
        let people = config
            .people
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("{}.people", first.display())));
        Ok(App {
            rate: RateLimit::new(config.requests_per_second),
            people: People::open(&people.display().to_string())?,
            throttle: Throttle::default(),
            metrics: Metrics::default(),
            config,
            engine,
            projects,
        })
    }

    /// The token of the link that makes the first administrator; `None` if there is somebody already.
    pub fn first_link(&self) -> Result<Option<String>, DeskError> {
        if self.people.has_users()? {
            return Ok(None);
        }
        let link = crate::people::Link {
            administrator: true,
            name: None,
            member_of: None,
        };
        let now = jiff::Timestamp::now().as_second();
        self.people.make_link(&link, now).map(Some)
    }

    /// Waits until all that was added is linked and indexed.
    pub fn settle(&self) -> Result<(), DeskError> {
        self.projects
            .values()
            .try_for_each(|project| project.settle())
    }

    /// Throws every index away, makes it anew out of its ledger, and waits until all is linked.
    pub fn rebuild(&self) -> Result<(), DeskError> {
        self.projects
            .values()
            .try_for_each(|project| project.rebuild())?;
        self.settle()
    }

    /// All that a project's index holds, in an order of its content, for comparing.
    pub fn dump(&self, project: &str) -> Result<String, DeskError> {
        match self.projects.get(project) {
            Some(project) => project.index.dump(),
            None => Err(DeskError::Usage(format!("there is no project `{project}`"))),
        }
    }
}
