//! Operations for numeric dates, ranges of years, decades and centuries.

use crate::calendar::{self, day_code, year_code};
use crate::fields::{Fields, century_of};
use crate::resolve::{Outcome, Resolver};
use crate::{Basis, TimeKind, Unit, Unresolved};
use jiff::civil::Date;

impl Resolver<'_> {
    /// Day and month in numbers: both orders where both exist.
    pub(crate) fn numeric(&self, f: &Fields) -> Outcome {
        let (Some(first), Some(other), Some(year)) = (f.day, f.other, f.calendar_year(None)) else {
            return Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new());
        };
        let mut readings: Vec<Date> =
            [Date::new(year, other, first), Date::new(year, first, other)]
                .into_iter()
                .flatten()
                .collect();
        readings.dedup();
        match readings.as_slice() {
            [] => Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new()),
            [day] => Outcome::dated((*day, *day), day_code(*day), Basis::Absolute),
            _ => {
                let mut outcome =
                    Outcome::undated(TimeKind::Date, Unresolved::Ambiguous, String::new());
                outcome.value.alternatives = readings.into_iter().map(|day| (day, day)).collect();
                outcome
            }
        }
    }

    /// 1914-18.
    pub(crate) fn year_range(&self, f: &Fields) -> Outcome {
        let ends = f.year.zip(f.year_end).and_then(|(first, end)| {
            let last = first - first.rem_euclid(100) + end;
            let range = calendar::years(first, last).filter(|_| last > first)?;
            Some((
                range,
                calendar::years(first, first)?,
                calendar::years(last, last)?,
            ))
        });
        match ends {
            Some((range, first, last)) => {
                let mut outcome = Outcome::dated(range, year_code(range.0.year()), Basis::Absolute);
                outcome.ends = Some((first, last, f.first_end, f.second_start));
                outcome
            }
            None => Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new()),
        }
    }

    pub(crate) fn decade(&self, f: &Fields) -> Outcome {
        let first = match (f.decade, f.decade_short) {
            (Some(decade), _) => Some(decade),
            (None, Some(short)) => {
                century_of(short, self.reference_year().or(Some(1999))).map(i64::from)
            }
            _ => None,
        };
        let Some(first) = first else {
            return Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new());
        };
        let interval = if f.before_era {
            calendar::years(-8 - first, 1 - first)
        } else {
            calendar::years(first, first + 9)
        };
        match interval {
            Some(interval) => Outcome::dated(
                interval,
                calendar::unit_code(interval.0, Unit::Decade),
                Basis::Absolute,
            ),
            None => Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new()),
        }
    }

    pub(crate) fn century(&self, f: &Fields) -> Outcome {
        let number = f
            .ordinal
            .filter(|number| (1..=99).contains(number))
            .unwrap_or(0);
        let interval = if f.before_era {
            calendar::years(1 - number * 100, 1 - (number * 100 - 99))
        } else {
            calendar::years(number * 100 - 99, number * 100)
        };
        match interval.filter(|_| number > 0) {
            Some(interval) => {
                let era = if f.before_era { "BC" } else { "" };
                Outcome::dated(interval, format!("{era}{:02}", number - 1), Basis::Absolute)
            }
            None => Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new()),
        }
    }
}
