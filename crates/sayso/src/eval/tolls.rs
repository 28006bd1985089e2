//! Toll series: those made of the gold claims, and those made of the coder's own.

use super::Run;
use super::claims::{annotations, parsed};
use crate::refusal::Refusal;
use crate::tolls::{FigureReader, series_of};
use sayso_eval::claims::{ClaimSet, ReportInput, load_all};
use sayso_eval::{AnnotationLine, Figure, Report, no_registry, read_annotation_lines, tolls};
use sayso_knowledge::ActorRegistry;
use sayso_model::{ClaimId, Count, Kind, Qualifier, ReportId};
use sayso_toll::{Body, TollFigure};
use std::collections::BTreeMap;

pub(super) fn score(run: &mut Run) -> Result<Report, Refusal> {
    let mut report = Report::default();
    for folder in run.folders.clone() {
        for set in load_all(&folder)? {
            let gold = tolls::load(&folder)?;
            run.use_world(set.world_path.as_ref())?;
            let lines = on_gold(&run.stock.knowledge.actors, &set);
            report.append(tolls::score("gold", &set, &gold, &lines, &no_registry));
            let lines = match &run.arguments.from {
                Some(file) => read_annotation_lines(file)?,
                None => {
                    let written = annotations(run, &set)?;
                    run.write_predictions("tolls.jsonl", &String::from_utf8_lossy(&written))?;
                    parsed(&written)?
                }
            };
            report.append(tolls::score(
                "end_to_end",
                &set,
                &gold,
                &lines,
                &no_registry,
            ));
            run.use_world(None)?;
        }
    }
    Ok(report)
}

/// The gold lines with the series that their own content gives.
fn on_gold(actors: &ActorRegistry, set: &ClaimSet) -> Vec<AnnotationLine> {
    let inputs: BTreeMap<&str, &ReportInput> = set
        .reports
        .iter()
        .map(|report| (report.id.as_str(), report))
        .collect();
    let figures: Vec<TollFigure> = set
        .gold
        .iter()
        .filter(|line| line.kind == Kind::TollCumulative)
        .filter_map(|line| Some(figure(actors, inputs.get(line.report.as_str())?, line)))
        .collect();
    let mut series_of_claim: BTreeMap<String, String> = BTreeMap::new();
    for series in series_of(actors, &figures) {
        for point in series.points {
            series_of_claim.insert(point.claim.0, series.id.clone());
        }
    }
    let mut lines = set.gold.clone();
    for line in &mut lines {
        line.toll_series = series_of_claim.get(&line.claim_id).cloned();
    }
    lines
}

fn figure(actors: &ActorRegistry, report: &ReportInput, line: &AnnotationLine) -> TollFigure {
    let published = report
        .published
        .as_deref()
        .and_then(|day| day.get(..10))
        .and_then(|day| day.parse().ok());
    let body = |words: &String| Body {
        registry: None,
        words: words.clone(),
    };
    let mut figure = TollFigure {
        report: ReportId(line.report.clone()),
        claim: ClaimId(line.claim_id.clone()),
        issuer: line.sources.last().map(body),
        counted: line.target.clone(),
        members_of: None,
        victims: line.victims_type,
        by: None,
        places: line.place.iter().map(body).collect(),
        since: line.cumulative_since,
        as_of: line.date_end.or(published),
        published,
        killed: line.killed.map(count),
        injured: line.injured.map(count),
        together: line.killed_or_injured.map(count),
    };
    FigureReader::new(
        actors,
        report.outlet.as_deref(),
        report.url.as_deref(),
        published,
    )
    .complete(&mut figure, line.perpetrator.as_deref());
    figure
}

fn count(figure: Figure) -> Count {
    let Figure { low, best, high } = figure;
    Count {
        low,
        best,
        high,
        qualifier: match (low, best, high) {
            (Some(_), _, None) => Qualifier::AtLeast,
            (None, _, Some(_)) => Qualifier::UpTo,
            (None, _, None) => Qualifier::About,
            (low, best, high) if low == high && best == low => Qualifier::Exact,
            _ => Qualifier::Range,
        },
    }
}
