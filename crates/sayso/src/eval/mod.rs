//! Scoring the coder against the corpora: one file per corpus, each from the corpus' inputs to its predictions.
//!
//! The scorers live in `sayso-eval` and know nothing of the coder; here its claims are turned into what each corpus
//! asks for.

mod airwars;
mod claims;
mod geo;
mod india_police;
mod linking;
mod markdown;
mod muc4;
mod pin;
mod polnear;
mod re3d;
mod roles;
mod stories;
mod tolls;
mod wikiwars;

use crate::arguments::{Analysis, CoderArguments, Corpus, EvalArguments};
use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::message;
use sayso_eval::{Floors, Report};
use sayso_model::Report as NewsReport;
use sayso_read::ReadOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The corpora in the order of the tables: what the user calls them, the first part of their measures, the folder.
const CORPORA: &[(Corpus, &str, &str)] = &[
    (Corpus::Claims, "claims", "claims"),
    (Corpus::Muc4, "muc4", "muc4"),
    (Corpus::Airwars, "airwars", "airwars"),
    (Corpus::Wikiwars, "wikiwars", "wikiwars"),
    (Corpus::Geo, "geo", "geo"),
    (Corpus::Re3d, "re3d", "re3d"),
    (Corpus::Tolls, "tolls", "claims/registers"),
    (Corpus::Stories, "stories", "news_cluster"),
    (Corpus::Linking, "linking", "claims"),
    (Corpus::Polnear, "polnear", "polnear"),
    (Corpus::Cameo, "cameo", "cameo"),
    (Corpus::Plover, "plover", "plover"),
    (Corpus::IndiaPolice, "india_police", "india_police"),
];

pub(crate) fn run(arguments: &EvalArguments) -> Result<Exit, Refusal> {
    let floors = arguments.floors.as_deref().map(Floors::load).transpose()?;
    let (report, ran) = if let Some(page) = &arguments.markdown {
        let accurate = score(arguments, Analysis::Accurate)?;
        let light = score(arguments, Analysis::Light)?;
        let text = markdown::page(arguments, &accurate.0, &light.0);
        std::fs::write(page, text).map_err(|cause| {
            Refusal::new(format!("{}: cannot be written ({cause})", page.display()))
        })?;
        accurate
    } else {
        score(arguments, arguments.coder.analysis)?
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", report.text.trim_end())?;
    if arguments.errors {
        writeln!(out, "{}", report.errors_text().trim_end())?;
    }
    if let Some(path) = &arguments.pin {
        pin::raise(path, &report.measures)?;
    }
    let Some(floors) = floors else {
        return Ok(Exit::Done);
    };
    let floors = floors.restricted_to(&ran);
    let breaches = floors.check(&report.measures);
    for breach in &breaches {
        message(&breach.to_string());
    }
    writeln!(
        out,
        "\n{} bounds, {} do not hold",
        floors.floor.len() + floors.ceiling.len(),
        breaches.len()
    )?;
    Ok(if breaches.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    })
}

/// Scores the corpora asked for with one provider; also tells which were there.
fn score(
    arguments: &EvalArguments,
    analysis: Analysis,
) -> Result<(Report, Vec<&'static str>), Refusal> {
    let coder = CoderArguments {
        analysis,
        ..arguments.coder.clone()
    };
    let mut stock = Stock::load(&coder)?;
    let mut report = Report::default();
    let mut ran = Vec::new();
    let all = arguments.corpus == Corpus::All;
    for &(corpus, name, folder) in CORPORA
        .iter()
        .filter(|(corpus, ..)| all || arguments.corpus == *corpus)
    {
        let folders = folders(arguments, all, folder);
        if all && !folders.iter().all(|folder| folder.exists()) {
            message(&format!("{name}: not there, left out"));
            continue;
        }
        let mut run = Run {
            arguments,
            coder: &coder,
            stock,
            folders,
        };
        let part = match corpus {
            Corpus::Claims => claims::score(&mut run)?,
            Corpus::Muc4 => muc4::score(&run)?,
            Corpus::Airwars => airwars::score(&run)?,
            Corpus::Wikiwars => wikiwars::score(&run)?,
            Corpus::Geo => geo::score(&run)?,
            Corpus::Re3d => re3d::score(&run)?,
            Corpus::Tolls => tolls::score(&mut run)?,
            Corpus::Stories => stories::score(&run)?,
            Corpus::Linking => linking::score(&mut run)?,
            Corpus::Polnear => polnear::score(&run)?,
            Corpus::Cameo => roles::score_cameo(&run)?,
            Corpus::Plover => roles::score_plover(&run)?,
            Corpus::IndiaPolice => india_police::score(&run)?,
            Corpus::All => Report::default(),
        };
        report.append(part);
        ran.push(name);
        stock = run.stock;
    }
    if ran.is_empty() {
        return Err(Refusal::new(
            "no corpus is there; name its folder, or set SAYSO_CORPORA",
        ));
    }
    Ok((report, ran))
}

/// One corpus being scored.
struct Run<'a> {
    arguments: &'a EvalArguments,
    coder: &'a CoderArguments,
    stock: Stock,
    folders: Vec<PathBuf>,
}

impl Run<'_> {
    fn threads(&self) -> usize {
        crate::code::threads(self.coder.jobs)
    }

    /// The first folder, for corpora that have only one.
    fn folder(&self) -> &Path {
        self.folders
            .first()
            .map_or(Path::new("."), PathBuf::as_path)
    }

    /// Whether a set or split of this name is asked for.
    fn wants(&self, name: &str) -> bool {
        self.arguments.only.is_empty() || self.arguments.only.iter().any(|only| only == name)
    }

    /// Writes predictions where the user asked for them; with all corpora at once, into a folder.
    fn write_predictions(&self, name: &str, text: &str) -> Result<(), Refusal> {
        let Some(path) = &self.arguments.predictions else {
            return Ok(());
        };
        let failed = |path: &Path, cause: std::io::Error| {
            Refusal::new(format!("{}: cannot be written ({cause})", path.display()))
        };
        let path = if self.arguments.corpus == Corpus::All || path.is_dir() {
            std::fs::create_dir_all(path).map_err(|cause| failed(path, cause))?;
            path.join(name)
        } else {
            path.clone()
        };
        std::fs::write(&path, text).map_err(|cause| failed(&path, cause))
    }
}

fn folders(arguments: &EvalArguments, all: bool, folder: &str) -> Vec<PathBuf> {
    if !arguments.folders.is_empty() && !all {
        return arguments.folders.clone();
    }
    let root = match arguments.folders.first() {
        Some(root) => root.clone(),
        None => std::env::var_os("SAYSO_CORPORA")
            .map_or_else(|| PathBuf::from("../shared/corpora"), PathBuf::from),
    };
    vec![root.join(folder)]
}

/// Reads one record that a corpus gives as a report.
fn read_one(bytes: &[u8], origin: &str, options: &ReadOptions) -> Result<NewsReport, Refusal> {
    let mut read = Vec::new();
    sayso_read::read_bytes(bytes, origin, options, &mut |report| read.push(report));
    match read.pop() {
        Some(Ok(report)) => Ok(report),
        Some(Err(error)) => Err(Refusal::new(error)),
        None => Err(Refusal::new(format!("{origin}: no record"))),
    }
}
