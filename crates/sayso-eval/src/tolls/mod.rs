//! Toll series: are the points of `tolls.json` in the right series, with the right value and day?
//!
//! Lines with a `toll_series` are matched to the gold lines as in [`crate::claims`]; predicted series are assigned to
//! gold series so that most points agree. A point is right if its line is matched, stands in the series assigned to
//! its own, and gives killed, injured and the day the figure stood so as the gold does. Optional points count nowhere.

use crate::annotation::{AnnotationLine, Figure};
use crate::assign::best_assignment;
use crate::claims::{ClaimSet, matched_lines};
use crate::error::{EvalError, read_text};
use crate::names::Resolver;
use crate::report::{ErrorLine, Report, share, table};
use jiff::civil::Date;
use sayso_model::Kind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One point of a gold series.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPoint {
    pub report: String,
    pub claim_id: String,
    pub as_of: Option<Date>,
    #[serde(default)]
    pub killed: Option<Figure>,
    #[serde(default)]
    pub injured: Option<Figure>,
    #[serde(default)]
    pub killed_or_injured: Option<Figure>,
    #[serde(default)]
    pub optional: bool,
}

/// Gold series by name.
pub type GoldSeries = BTreeMap<String, Vec<GoldPoint>>;

/// Reads `tolls.json` of a claims folder.
pub fn load(folder: &Path) -> Result<GoldSeries, EvalError> {
    let path = folder.join("tolls.json");
    serde_json::from_str(&read_text(&path)?).map_err(|fault| EvalError::format(&path, fault))
}

/// What became of one gold point.
#[derive(Clone)]
struct Outcome<'a> {
    point: &'a GoldPoint,
    series: &'a str,
    line: Option<&'a AnnotationLine>,
}

/// Scores lines that carry `toll_series`; `name` says what was scored, for measures (`gold`, `end_to_end`).
pub fn score(
    name: &str,
    set: &ClaimSet,
    gold: &GoldSeries,
    lines: &[AnnotationLine],
    resolver: Resolver<'_>,
) -> Report {
    let matched = matched_lines(set, lines, resolver);
    let outcomes: Vec<Outcome<'_>> = gold
        .iter()
        .flat_map(|(series, points)| points.iter().map(move |point| (series, point)))
        .filter(|(_, point)| !point.optional)
        .map(|(series, point)| Outcome {
            point,
            series,
            line: matched.get(point.claim_id.as_str()).copied(),
        })
        .collect();
    let names: Vec<&str> = gold.keys().map(String::as_str).collect();
    let found: BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line.toll_series.as_deref())
        .collect();
    let found: Vec<&str> = found.into_iter().collect();
    let weights: Vec<Vec<i64>> = names
        .iter()
        .map(|name| {
            found
                .iter()
                .map(|other| {
                    outcomes
                        .iter()
                        .filter(|outcome| {
                            outcome.series == *name && series_of(outcome) == Some(other)
                        })
                        .count() as i64
                })
                .collect()
        })
        .collect();
    let assigned: BTreeMap<&str, &str> = names
        .iter()
        .zip(best_assignment(&weights))
        .filter_map(|(name, at)| Some((*name, *found.get(at?)?)))
        .collect();
    let known: BTreeSet<&str> = matched
        .values()
        .map(|line| line.claim_id.as_str())
        .collect();
    let spurious = lines
        .iter()
        .filter(|line| line.kind == Kind::TollCumulative && !known.contains(line.claim_id.as_str()))
        .filter(|line| {
            let series = line.toll_series.as_deref();
            assigned.values().any(|name| Some(*name) == series)
        })
        .count();
    report(name, &outcomes, &assigned, found.len(), spurious)
}

fn series_of<'a>(outcome: &Outcome<'a>) -> Option<&'a str> {
    outcome.line.and_then(|line| line.toll_series.as_deref())
}

fn report(
    name: &str,
    outcomes: &[Outcome<'_>],
    assigned: &BTreeMap<&str, &str>,
    found: usize,
    spurious: usize,
) -> Report {
    let in_series = |outcome: &Outcome<'_>| {
        series_of(outcome).is_some() && series_of(outcome) == assigned.get(outcome.series).copied()
    };
    let value = |outcome: &Outcome<'_>| {
        outcome.line.is_some_and(|line| {
            let point = outcome.point;
            figures(point.killed, line.killed)
                && figures(point.injured, line.injured)
                && figures(point.killed_or_injured, line.killed_or_injured)
        })
    };
    let day = |outcome: &Outcome<'_>| {
        outcome
            .line
            .is_some_and(|line| line.date_end == outcome.point.as_of)
    };
    let all = |outcome: &Outcome<'_>| in_series(outcome) && value(outcome) && day(outcome);
    let count = |test: &dyn Fn(&Outcome<'_>) -> bool| outcomes.iter().filter(|o| test(o)).count();
    let columns: [(&str, usize); 6] = [
        ("found", count(&|o| o.line.is_some())),
        ("series", count(&in_series)),
        ("value", count(&value)),
        ("as_of", count(&day)),
        ("series_and_value", count(&|o| in_series(o) && value(o))),
        ("right", count(&all)),
    ];
    let mut report = Report::default();
    let total = outcomes.len();
    let mut row = vec![name.to_owned(), total.to_string(), found.to_string()];
    for (column, right) in columns {
        let value = if total == 0 {
            1.0
        } else {
            right as f64 / total as f64
        };
        report
            .measures
            .insert(format!("tolls.{name}.{column}"), value);
        row.push(share(right, total));
    }
    report
        .measures
        .insert(format!("tolls.{name}.spurious"), spurious as f64);
    row.push(spurious.to_string());
    report.text = format!(
        "# Toll series, {name}\n\n{}",
        table(
            &[
                "lines",
                "points",
                "series found",
                "matched",
                "in series",
                "value",
                "as of",
                "series + value",
                "all right",
                "spurious"
            ],
            &[row],
        )
    );
    report.errors = outcomes
        .iter()
        .filter(|outcome| !all(outcome))
        .map(|outcome| {
            let class = match outcome.line {
                None => "toll-not-found",
                Some(_) if !in_series(outcome) => "toll-in-wrong-series",
                Some(_) if !value(outcome) => "toll-wrong-value",
                Some(_) => "toll-wrong-day",
            };
            ErrorLine {
                class: format!("{name}-{class}"),
                document: outcome.point.report.clone(),
                gold: format!(
                    "{} {:?} {:?}",
                    outcome.series,
                    outcome.point.as_of,
                    outcome.point.killed.map(|f| (f.low, f.best, f.high))
                ),
                predicted: outcome.line.map_or_else(String::new, |line| {
                    format!(
                        "{:?} {:?} {:?}",
                        line.toll_series,
                        line.date_end,
                        line.killed.map(|f| (f.low, f.best, f.high))
                    )
                }),
                words: outcome
                    .line
                    .and_then(|line| line.evidence.first().cloned())
                    .unwrap_or_default(),
            }
        })
        .collect();
    report
}

fn figures(gold: Option<Figure>, predicted: Option<Figure>) -> bool {
    match (gold, predicted) {
        (None, None) => true,
        (Some(gold), Some(predicted)) => match (gold.best, predicted.best) {
            (Some(one), Some(other)) => one == other,
            _ => gold.low == predicted.low && gold.high == predicted.high,
        },
        _ => false,
    }
}
