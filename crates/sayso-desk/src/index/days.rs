//! Incidents counted by day, kept for each facet: a timeline is read, not counted.

use super::filter::Limits;
use super::{Filter, Index};
use crate::error::DeskError;
use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::{Connection, params, params_from_iter};
use std::collections::BTreeMap;

/// Bins of a timeline, at most: the newest.
const MOST_BINS: usize = 120;
/// Days up to which each is a bin, and up to which each week is one.
const BY_DAY: i32 = 62;
const BY_WEEK: i32 = 430;

/// Incidents by their last day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Timeline {
    /// `day`, `week` or `month`.
    pub(crate) step: &'static str,
    pub(crate) bins: Vec<Bin>,
    /// Incidents without a day.
    pub(crate) undated: u64,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Bin {
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) incidents: u64,
    pub(crate) contested: u64,
}

/// Adds an incident to the counts of its facets, or takes it out.
pub(super) fn count(connection: &Connection, id: &str, by: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO facet_day (facet, value, day, incidents, contested)
             SELECT own.facet, own.value, coalesce(incident.last, ''), ?2, CASE incident.status WHEN 'contested' THEN ?2 ELSE 0 END
             FROM incident JOIN (SELECT facet, value FROM facet WHERE id = ?1 UNION ALL SELECT 'all', '') AS own WHERE incident.id = ?1
             ON CONFLICT (facet, value, day) DO UPDATE SET incidents = incidents + excluded.incidents, contested = contested + excluded.contested",
        )?
        .execute(params![id, by])
        .map(drop)
}

impl Index {
    /// Incidents by day, week or month, as their span asks.
    pub(crate) fn timeline(&self, filter: &Filter, limits: &Limits) -> Result<Timeline, DeskError> {
        let days = match filter.only_facet(limits) {
            Some((facet, value)) => self.list("SELECT day, incidents, contested FROM facet_day WHERE facet = ?1 AND value = ?2 AND incidents > 0", [facet, &value], day),
            None => {
                let (from, condition, values) = filter.conditions(limits);
                let query = format!(
                    "SELECT coalesce(last, '') AS day, count(*), sum(status = 'contested') FROM {from} WHERE {condition} GROUP BY day"
                );
                self.list(&query, params_from_iter(values), day)
            }
        };
        days.map(binned)
    }
}

type Day = (String, u64, u64);

fn day(row: &rusqlite::Row<'_>) -> rusqlite::Result<Day> {
    Ok((
        row.get(0)?,
        row.get::<_, i64>(1)?.unsigned_abs(),
        row.get::<_, i64>(2)?.unsigned_abs(),
    ))
}

/// Days into bins of one length; bins without an incident are left out.
fn binned(days: Vec<Day>) -> Timeline {
    let mut undated = 0;
    let mut dated: Vec<(Date, u64, u64)> = Vec::new();
    for (day, incidents, contested) in days {
        match day.parse() {
            Ok(day) => dated.push((day, incidents, contested)),
            Err(_) => undated += incidents,
        }
    }
    let first = dated.iter().map(|(day, ..)| *day).min();
    let last = dated.iter().map(|(day, ..)| *day).max();
    let span = first
        .zip(last)
        .map_or(0, |(first, last)| (last - first).get_days());
    let step = if span <= BY_DAY {
        "day"
    } else if span <= BY_WEEK {
        "week"
    } else {
        "month"
    };
    let mut bins: BTreeMap<Date, Bin> = BTreeMap::new();
    for (day, incidents, contested) in dated {
        let (start, end) = match step {
            "day" => (day, day),
            "week" => {
                let start =
                    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
                (start, start.saturating_add(6.days()))
            }
            _ => (day.first_of_month(), day.last_of_month()),
        };
        let bin = bins.entry(start).or_insert_with(|| Bin {
            start: start.to_string(),
            end: end.to_string(),
            incidents: 0,
            contested: 0,
        });
        bin.incidents += incidents;
        bin.contested += contested;
    }
    let surplus = bins.len().saturating_sub(MOST_BINS);
    Timeline {
        step,
        bins: bins.into_values().skip(surplus).collect(),
        undated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_as_long_as_the_span_asks() {
        let days = |list: &[&str]| -> Vec<Day> {
            list.iter().map(|day| ((*day).to_owned(), 2, 1)).collect()
        };
        for (list, step, bins) in [
            (
                &["2024-05-01", "2024-05-03"][..],
                "day",
                &["2024-05-01", "2024-05-03"][..],
            ),
            (
                &["2024-05-01", "2024-05-02", "2024-08-01"],
                "week",
                &["2024-04-29", "2024-07-29"],
            ),
            (
                &["2022-05-01", "2022-05-02", "2024-08-01", ""],
                "month",
                &["2022-05-01", "2024-08-01"],
            ),
        ] {
            let found = binned(days(list));
            let starts: Vec<&str> = found.bins.iter().map(|bin| &*bin.start).collect();
            assert_eq!((found.step, &*starts), (step, bins));
            let all: u64 = found.bins.iter().map(|bin| bin.incidents).sum();
            assert_eq!(all + found.undated, 2 * list.len() as u64);
        }
    }
}
