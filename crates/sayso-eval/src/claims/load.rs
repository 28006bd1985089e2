//! Reader of folders in the claims format.

use crate::annotation::{AnnotationLine, read_annotation_lines};
use crate::error::{EvalError, read_json_lines, read_text};
use crate::world::World;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One report as the corpora give it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ReportInput {
    pub id: String,
    #[serde(default)]
    pub outlet: Option<String>,
    #[serde(default)]
    pub outlet_side: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    /// As written in the file; usually a day.
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    pub text: String,
}

/// One folder of reports with their gold claims.
#[derive(Debug, Clone)]
pub struct ClaimSet {
    /// The folder's name; measures carry it.
    pub name: String,
    pub reports: Vec<ReportInput>,
    pub gold: Vec<AnnotationLine>,
    /// Reports whose claims are all annotated; only these are scored.
    pub annotated: BTreeSet<String>,
    /// `world.json`, where the folder has one, as a path (a coder loads it as knowledge).
    pub world_path: Option<PathBuf>,
    /// `links.json`, where the folder has one: the gold incidents.
    pub links_path: Option<PathBuf>,
    /// The same file's names, for comparing names.
    pub world: World,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Annotated {
    List(BTreeSet<String>),
    Object { annotated: BTreeSet<String> },
}

/// Reads one folder with `reports.jsonl`, `gold.jsonl`, `annotated.json` and perhaps `world.json`.
pub fn load(folder: &Path) -> Result<ClaimSet, EvalError> {
    let reports: Vec<ReportInput> = read_json_lines(&folder.join("reports.jsonl"))?;
    let gold_path = folder.join("gold.jsonl");
    let gold = read_annotation_lines(&gold_path)?;
    let ids: BTreeSet<String> = reports.iter().map(|report| report.id.clone()).collect();
    if ids.len() != reports.len() {
        return Err(EvalError::format(
            &folder.join("reports.jsonl"),
            "two reports have the same id",
        ));
    }
    let annotated_path = folder.join("annotated.json");
    let annotated = if annotated_path.exists() {
        match serde_json::from_str(&read_text(&annotated_path)?) {
            Ok(Annotated::List(list) | Annotated::Object { annotated: list }) => list,
            Err(fault) => return Err(EvalError::format(&annotated_path, fault)),
        }
    } else {
        ids.clone()
    };
    if let Some(unknown) = annotated.iter().find(|id| !ids.contains(*id)) {
        return Err(EvalError::format(
            &annotated_path,
            format!("report `{unknown}` is not in reports.jsonl"),
        ));
    }
    if let Some(unknown) = gold.iter().find(|line| !annotated.contains(&line.report)) {
        let message = format!(
            "claim `{}` is on report `{}`, which is not annotated",
            unknown.claim_id, unknown.report
        );
        return Err(EvalError::format(&gold_path, message));
    }
    let world_path = Some(folder.join("world.json")).filter(|path| path.exists());
    let world = world_path
        .as_deref()
        .map(World::load)
        .transpose()?
        .unwrap_or_default();
    let links_path = Some(folder.join("links.json")).filter(|path| path.exists());
    let name = folder.file_name().map_or_else(
        || "set".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    Ok(ClaimSet {
        name,
        reports,
        gold,
        annotated,
        world_path,
        links_path,
        world,
    })
}

/// Reads a folder of the claims format, or every sub-folder that is one, in the order of their names.
pub fn load_all(folder: &Path) -> Result<Vec<ClaimSet>, EvalError> {
    if folder.join("reports.jsonl").exists() {
        // A relative `.` has no name of its own.
        let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        return Ok(vec![load(&full)?]);
    }
    let read = |source| EvalError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut folders = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.join("reports.jsonl").exists() {
            folders.insert(path);
        }
    }
    if folders.is_empty() {
        return Err(EvalError::format(
            folder,
            "no reports.jsonl here or in a folder below",
        ));
    }
    let sets: Vec<ClaimSet> = folders
        .iter()
        .map(|path| load(path))
        .collect::<Result<_, _>>()?;
    let mut ids = BTreeSet::new();
    for set in &sets {
        if let Some(twice) = set
            .reports
            .iter()
            .find(|report| !ids.insert(report.id.as_str()))
        {
            return Err(EvalError::format(
                folder,
                format!("report id `{}` is in two sets", twice.id),
            ));
        }
    }
    Ok(sets)
}
