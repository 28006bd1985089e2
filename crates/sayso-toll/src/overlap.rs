//! Single occurrences in the period and area of a toll, set beside it.

use crate::curve::Series;
use jiff::civil::Date;
use sayso_model::Count;
use serde::Serialize;

/// What one claim tells of an occurrence that is listed by itself, with a casualty figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub incident: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// Names of its places, from the finest to the coarsest known.
    pub places: Vec<String>,
    pub killed: Option<Count>,
}

/// The occurrences that a toll may include. Nobody says whether it does, so nothing is added or taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Within {
    /// In the period, and a place name in common with the series.
    pub same_area: Vec<String>,
    /// In the period; the series or the occurrence has no place, or another.
    pub area_open: Vec<String>,
}

/// What is listed within the period of a series, up to its last point.
pub fn within(series: &Series, listed: &[Listed]) -> Within {
    let last = series.points.iter().filter_map(|point| point.as_of).max();
    let mut found = Within::default();
    for occurrence in listed {
        let (Some(since), Some(last)) = (series.since, last) else {
            continue;
        };
        let (start, end) = (
            occurrence.start.or(occurrence.end),
            occurrence.end.or(occurrence.start),
        );
        let (Some(start), Some(end)) = (start, end) else {
            continue;
        };
        if end < since || start > last || occurrence.killed.is_none() {
            continue;
        }
        let common = occurrence.places.iter().any(|place| {
            series
                .places
                .iter()
                .any(|name| name.to_lowercase() == place.to_lowercase())
        });
        if common {
            found.same_area.push(occurrence.incident.clone());
        } else {
            found.area_open.push(occurrence.incident.clone());
        }
    }
    found.same_area.sort();
    found.same_area.dedup();
    // Of several claims on one incident, one that names the area is enough.
    found
        .area_open
        .retain(|incident| found.same_area.binary_search(incident).is_err());
    found.area_open.sort();
    found.area_open.dedup();
    found
}
