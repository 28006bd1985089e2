//! Claims: the coder's annotation lines, as the command line prints them, against the gold lines.

use super::{Run, read_one};
use crate::code::code_all;
use crate::joined::{Linking, joined};
use crate::refusal::Refusal;
use sayso_eval::claims::{ClaimSet, ReportInput, load_all, score as score_lines};
use sayso_eval::{AnnotationLine, Report, read_annotation_lines};
use sayso_export::{Exporter, Format};
use sayso_knowledge::ActorRegistry;
use sayso_model::{Claim, Report as NewsReport};
use sayso_read::ReadOptions;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub(super) fn score(run: &mut Run) -> Result<Report, Refusal> {
    let mut sets = Vec::new();
    for folder in &run.folders {
        sets.extend(
            load_all(folder)?
                .into_iter()
                .filter(|set| run.wants(&set.name)),
        );
    }
    if sets.is_empty() {
        return Err(Refusal::new("no set of that name"));
    }
    let mut world_of: BTreeMap<String, Option<PathBuf>> = BTreeMap::new();
    let mut registries: BTreeMap<Option<PathBuf>, ActorRegistry> = BTreeMap::new();
    let mut written = Vec::new();
    for set in &sets {
        run.use_world(set.world_path.as_ref())?;
        world_of.extend(
            set.reports
                .iter()
                .map(|report| (report.id.clone(), set.world_path.clone())),
        );
        registries
            .entry(set.world_path.clone())
            .or_insert_with(|| run.stock.knowledge.actors.clone());
        if run.arguments.from.is_none() {
            written.extend(annotations(run, set)?);
        }
    }
    run.use_world(None)?;
    let lines = match &run.arguments.from {
        Some(file) => read_annotation_lines(file)?,
        None => {
            run.write_predictions("claims.jsonl", &String::from_utf8_lossy(&written))?;
            parsed(&written)?
        }
    };
    let resolver = |report: &ReportInput, name: &str| {
        let world = world_of.get(&report.id).cloned().flatten();
        let actors = registries.get(&world)?;
        let publisher = actors.outlet(report.outlet.as_deref(), report.url.as_deref());
        let day = report
            .published
            .as_deref()
            .and_then(|day| day.get(..10))
            .and_then(|day| day.parse().ok());
        let context = actors.context(publisher, day);
        actors
            .resolve_phrase(name, &context)
            .map(|actor| actors.key(actor).to_owned())
    };
    Ok(score_lines(&sets, &lines, &resolver))
}

impl Run<'_> {
    /// Loads a set's world over the user's own knowledge.
    pub(super) fn use_world(&mut self, world: Option<&PathBuf>) -> Result<(), Refusal> {
        let overlays: Vec<PathBuf> = self.coder.knowledge.iter().chain(world).cloned().collect();
        self.stock.set_overlays(&overlays)
    }
}

/// What `sayso code --format annotation` prints for the annotated reports of a set.
pub(super) fn annotations(run: &Run, set: &ClaimSet) -> Result<Vec<u8>, Refusal> {
    let reports: Vec<NewsReport> = set
        .reports
        .iter()
        .filter(|report| set.annotated.contains(&report.id))
        .map(read_input)
        .collect::<Result<_, _>>()?;
    let coder = run.stock.coder();
    let codings = code_all(&coder, &reports, run.threads());
    let coded: Vec<(NewsReport, Vec<Claim>)> = reports
        .into_iter()
        .zip(codings)
        .map(|(report, coding)| (report, coding.claims))
        .collect();
    let mut exporter = Exporter::new(Format::Annotation, Vec::new())?;
    let linking = Linking {
        knowledge: &run.stock.knowledge,
        weights: run.arguments.weights.as_deref(),
        threads: run.threads(),
    };
    exporter.join(joined(&linking, &coded)?);
    for (report, claims) in &coded {
        exporter.add(report, claims)?;
    }
    Ok(exporter.finish()?)
}

pub(super) fn read_input(report: &ReportInput) -> Result<NewsReport, Refusal> {
    let record = serde_json::json!({
        "id": report.id, "outlet": report.outlet, "url": report.url, "published": report.published, "title": report.title, "text": report.text,
    });
    let options = ReadOptions {
        format: Some(sayso_read::Format::JsonLines),
        ..ReadOptions::default()
    };
    read_one(record.to_string().as_bytes(), &report.id, &options)
}

pub(super) fn parsed(written: &[u8]) -> Result<Vec<AnnotationLine>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for line in String::from_utf8_lossy(written).lines() {
        let line: AnnotationLine = serde_json::from_str(line).map_err(|fault| {
            Refusal::new(format!(
                "the coder's own line is not in the form ({fault}): {line}"
            ))
        })?;
        if !seen.insert(line.claim_id.clone()) {
            return Err(Refusal::new(format!(
                "two claims have the id {}",
                line.claim_id
            )));
        }
        lines.push(line);
    }
    Ok(lines)
}
