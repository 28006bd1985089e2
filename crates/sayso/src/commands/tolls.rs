//! `sayso tolls`: the running tolls of a ledger as curves, one per issuer, counted people, area and start.
//!
//! Each point is what a report gives, for the day it gives. Nothing is subtracted and nothing filled in: the step from
//! one point to the next is not the toll of the days between.

use super::open_ledger;
use crate::arguments::{TollFormat, TollsArguments};
use crate::code::threads;
use crate::exit::Exit;
use crate::linking::{Linked, by_claim, linker};
use crate::refusal::Refusal;
use crate::stock;
use crate::tolls::{figures, series_of};
use sayso_export::{csv_cell, label, safe_json, visible};
use sayso_model::{Claim, Count, Happened, Kind, ReportId};
use sayso_store::Query;
use sayso_toll::{Counted, Listed, Point, Series, Within, number, within};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// Cells of the longest bar.
const BAR: u64 = 30;
/// Incidents that the table names beside a series; the other forms name all.
const NAMED: usize = 6;

pub(crate) fn run(arguments: &TollsArguments) -> Result<Exit, Refusal> {
    let ledger = open_ledger(&arguments.ledger)?;
    let knowledge = stock::knowledge(&arguments.knowledge)?;
    let linker = linker(None)?;
    let linked = Linked::load(&ledger, &knowledge, &linker, threads(None))?;
    let incident_of = by_claim(&linked.archive.incidents());
    let mut points = Vec::new();
    let mut listed = Vec::new();
    let mut names = BTreeMap::new();
    ledger.coded(&Query::default(), &mut |coded| {
        points.extend(figures(&knowledge.actors, &coded.report, &coded.claims));
        listed.extend(
            coded
                .claims
                .iter()
                .filter_map(|claim| occurrence(claim, incident_of.get(&claim.id)?)),
        );
        names.insert(coded.report.id, coded.report.input_id);
    })?;
    let mut series = series_of(&knowledge.actors, &points);
    series.retain(|series| {
        series.points.len() >= arguments.least
            && arguments
                .series
                .as_ref()
                .is_none_or(|id| series.id.starts_with(id.as_str()))
    });
    let mut out = BufWriter::new(std::io::stdout().lock());
    let shown = Shown { names, listed };
    match arguments.format {
        TollFormat::Table => shown.table(&mut out, &series)?,
        TollFormat::Csv => shown.csv(&mut out, &series)?,
        TollFormat::Json => shown.json(&mut out, &series)?,
    }
    out.flush()?;
    Ok(if series.is_empty() {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

/// A claim of an incident with its dead, as something a toll may or may not include.
fn occurrence(claim: &Claim, incident: &str) -> Option<Listed> {
    let single = claim.happened == Happened::Asserted
        && !claim.aggregate
        && !matches!(
            claim.kind,
            Kind::TollCumulative | Kind::Denial | Kind::ThreatOrPlan
        );
    let when = claim.when.value()?;
    (single && claim.killed.is_known()).then(|| Listed {
        incident: incident.to_owned(),
        start: when.start,
        end: when.end,
        places: claim.place.value().map_or_else(Vec::new, |place| {
            place.names.iter().map(|name| name.words.clone()).collect()
        }),
        killed: claim.killed.value().cloned(),
    })
}

/// What is printed beside the series.
struct Shown {
    /// The reports' own ids.
    names: BTreeMap<ReportId, String>,
    listed: Vec<Listed>,
}

impl Shown {
    fn table(&self, out: &mut dyn Write, series: &[Series]) -> io::Result<()> {
        for (at, series) in series.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{}", visible(&heading(series)))?;
            writeln!(out, "  {}", visible(&series.id))?;
            let most = series.points.iter().filter_map(measured).max().unwrap_or(0);
            for point in &series.points {
                writeln!(out, "{}", self.row(point, most).trim_end())?;
            }
            let Within {
                same_area,
                area_open,
            } = within(series, &self.listed);
            if !same_area.is_empty() || !area_open.is_empty() {
                writeln!(
                    out,
                    "  beside it, in the same time: {} with dead in the same area{}, {} elsewhere or without an area{}; not summed, as nobody says which of them the toll includes",
                    incidents(same_area.len()),
                    named(&same_area),
                    incidents(area_open.len()),
                    named(&area_open),
                )?;
            }
        }
        Ok(())
    }

    fn row(&self, point: &Point, most: u64) -> String {
        let day = point
            .as_of
            .map_or_else(|| "no day    ".to_owned(), |day| day.to_string());
        let value = measured(point);
        let eighths = value.unwrap_or(0) * BAR * 8 / most.max(1);
        let part = [
            '\u{258f}', '\u{258e}', '\u{258d}', '\u{258c}', '\u{258b}', '\u{258a}', '\u{2589}',
        ];
        let mut bar = "\u{2588}".repeat((eighths / 8) as usize);
        bar.extend(
            (eighths % 8)
                .checked_sub(1)
                .and_then(|at| part.get(at as usize)),
        );
        let counts = [
            (&point.killed, "killed"),
            (&point.injured, "injured"),
            (&point.killed_or_injured, "killed or injured"),
        ]
        .into_iter()
        .filter_map(|(count, what)| Some(format!("{} {what}", shown(count.as_ref()?))))
        .collect::<Vec<_>>()
        .join(", ");
        let given = point
            .given_by
            .as_ref()
            .map_or_else(|| "own voice".to_owned(), |body| body.words.clone());
        let width = BAR as usize;
        visible(&format!(
            "  {day}  {bar:<width$}  {counts:<34} {:<9} {}, {given}",
            label(&point.note),
            self.name(&point.report),
        ))
    }

    fn name<'a>(&'a self, report: &'a ReportId) -> &'a str {
        self.names.get(report).map_or(&report.0, String::as_str)
    }

    fn csv(&self, out: &mut dyn Write, series: &[Series]) -> io::Result<()> {
        const HEAD: &str = "series,issuer,issuer_registry,counted,places,since,as_of,published,killed_low,killed_best,killed_high,injured_low,injured_best,injured_high,together_low,together_best,together_high,note,given_by,report,claim";
        write!(out, "{HEAD}\r\n")?;
        for series in series {
            for point in &series.points {
                let issuer = series.issuer.as_ref();
                let mut cells = vec![
                    series.id.clone(),
                    issuer.map(|body| body.words.clone()).unwrap_or_default(),
                    issuer
                        .and_then(|body| body.registry.clone())
                        .unwrap_or_default(),
                    group(series),
                    series.places.join("; "),
                    text(series.since),
                    text(point.as_of),
                    text(point.published),
                ];
                for count in [&point.killed, &point.injured, &point.killed_or_injured] {
                    let bound =
                        |bound: fn(&Count) -> Option<u64>| text(count.as_ref().and_then(bound));
                    cells.extend([
                        bound(|count| count.low),
                        bound(|count| count.best),
                        bound(|count| count.high),
                    ]);
                }
                cells.extend([
                    label(&point.note),
                    point
                        .given_by
                        .as_ref()
                        .map(|body| body.words.clone())
                        .unwrap_or_default(),
                    self.name(&point.report).to_owned(),
                    point.claim.0.clone(),
                ]);
                let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
                write!(out, "{}\r\n", cells.join(","))?;
            }
        }
        Ok(())
    }

    fn json(&self, out: &mut dyn Write, series: &[Series]) -> io::Result<()> {
        let all: Vec<serde_json::Value> = series
            .iter()
            .map(|series| json!({ "series": series, "incidents_not_summed": within(series, &self.listed) }))
            .collect();
        let text = serde_json::to_string_pretty(&all).unwrap_or_default();
        writeln!(out, "{}", safe_json(&text))
    }
}

fn incidents(number: usize) -> String {
    format!(
        "{number} {}",
        if number == 1 { "incident" } else { "incidents" }
    )
}

/// The first incidents by name.
fn named(ids: &[String]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let shown = ids.iter().take(NAMED).cloned().collect::<Vec<_>>();
    let more = if ids.len() > NAMED { " …" } else { "" };
    format!(" ({}{more})", shown.join(" "))
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn group(series: &Series) -> String {
    series
        .counted_words
        .clone()
        .unwrap_or_else(|| match &series.counted {
            Counted::Others(word) => word.clone(),
            Counted::Unknown => "not stated".to_owned(),
            counted => label(counted),
        })
}

fn heading(series: &Series) -> String {
    let mut parts = vec![
        series.issuer.as_ref().map_or_else(
            || "No issuer named".to_owned(),
            |issuer| issuer.words.clone(),
        ),
        format!("counts {}", group(series)),
    ];
    if !series.places.is_empty() {
        parts.push(format!("in {}", series.places.join(", ")));
    }
    if let Some(since) = series.since {
        parts.push(format!("since {since}"));
    }
    parts.join(", ")
}

/// The number a bar is drawn for.
fn measured(point: &Point) -> Option<u64> {
    point
        .killed
        .as_ref()
        .or(point.killed_or_injured.as_ref())
        .or(point.injured.as_ref())
        .and_then(number)
}

/// A count with its bounds: `1204`, `900+`, `about 4000`, `up to 199`.
fn shown(count: &Count) -> String {
    match (count.low, count.best, count.high) {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low}–{high}"),
        (Some(low), _, None) => format!("{low}+"),
        (None, _, Some(high)) => format!("up to {high}"),
        (None, Some(best), None) => format!("about {best}"),
        (None, None, None) => "some".to_owned(),
    }
}
