//! Calendar arithmetic on whole days, and the TIMEX2 notation of what comes out.

use crate::{Duration, Unit};
use jiff::civil::Date;
use sayso_model::DatePrecision;

/// First and last day, both inclusive.
pub(crate) type Interval = (Date, Date);

pub(crate) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

pub(crate) fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_months(months).ok()?)
        .ok()
}

pub(crate) fn years(first: i64, last: i64) -> Option<Interval> {
    let first = Date::new(i16::try_from(first).ok()?, 1, 1).ok()?;
    let last = Date::new(i16::try_from(last).ok()?, 12, 31).ok()?;
    Some((first, last))
}

pub(crate) fn month(year: i16, month: i8) -> Option<Interval> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// A run of months that may pass the end of the year (winter).
pub(crate) fn season(year: i16, months: [i8; 2]) -> Option<Interval> {
    let end_year = if months[1] < months[0] {
        year.checked_add(1)?
    } else {
        year
    };
    Some((
        Date::new(year, months[0], 1).ok()?,
        month(end_year, months[1])?.1,
    ))
}

pub(crate) fn monday(date: Date) -> Option<Date> {
    add_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// Western Easter Sunday (the anonymous Gregorian rule).
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i64::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    Date::new(
        year,
        i8::try_from(n.div_euclid(31)).ok()?,
        i8::try_from(n.rem_euclid(31) + 1).ok()?,
    )
    .ok()
}

/// The unit that holds a day, or one `shift` units from it.
pub(crate) fn unit_around(date: Date, unit: Unit, shift: i64) -> Option<Interval> {
    let year = i64::from(date.year());
    match unit {
        Unit::Day => {
            let day = add_days(date, shift)?;
            Some((day, day))
        }
        Unit::Week => {
            let first = add_days(monday(date)?, shift.checked_mul(7)?)?;
            Some((first, add_days(first, 6)?))
        }
        Unit::Weekend => {
            let first = add_days(monday(date)?, shift.checked_mul(7)?.checked_add(5)?)?;
            Some((first, add_days(first, 1)?))
        }
        Unit::Month => {
            let first = add_months(date.first_of_month(), shift)?;
            Some((first, first.last_of_month()))
        }
        Unit::Quarter => {
            let month = (date.month() - 1) / 3 * 3 + 1;
            let first = add_months(
                Date::new(date.year(), month, 1).ok()?,
                shift.checked_mul(3)?,
            )?;
            Some((first, add_months(first, 2)?.last_of_month()))
        }
        Unit::Year => years(year.checked_add(shift)?, year.checked_add(shift)?),
        Unit::Decade => {
            let first = year.div_euclid(10).checked_add(shift)?.checked_mul(10)?;
            years(first, first.checked_add(9)?)
        }
        Unit::Century => {
            let first = (year - 1)
                .div_euclid(100)
                .checked_add(shift)?
                .checked_mul(100)?
                .checked_add(1)?;
            years(first, first.checked_add(99)?)
        }
        Unit::Second | Unit::Minute | Unit::Hour => None,
    }
}

/// A date some units away, as an interval of the unit's own grain.
pub(crate) fn shifted(date: Date, unit: Unit, count: i64) -> Option<Interval> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some((date, date)),
        Unit::Day => unit_around(date, Unit::Day, count),
        Unit::Week | Unit::Weekend => unit_around(date, Unit::Day, count.checked_mul(7)?),
        unit => unit_around(date, unit, count),
    }
}

/// A window of `count` units that ends (or, with `ahead`, starts) at a date.
pub(crate) fn window(date: Date, unit: Unit, count: f64, ahead: bool) -> Option<Interval> {
    if !(0.0..=4000.0).contains(&count) {
        return None;
    }
    let sign: i64 = if ahead { 1 } else { -1 };
    let whole = count.ceil() as i64;
    let other = match unit {
        Unit::Second | Unit::Minute => date,
        Unit::Hour => add_days(date, sign * (count / 24.0).ceil() as i64)?,
        Unit::Day => add_days(date, sign * whole)?,
        Unit::Week | Unit::Weekend => add_days(date, sign * whole * 7)?,
        Unit::Month => add_months(date, sign * whole)?,
        Unit::Quarter => add_months(date, sign * whole * 3)?,
        Unit::Year => add_months(date, sign * (count * 12.0) as i64)?,
        Unit::Decade => add_months(date, sign * whole * 120)?,
        Unit::Century => add_months(date, sign * whole * 1200)?,
    };
    Some(if ahead { (date, other) } else { (other, date) })
}

/// The share of a period that a modifier means; whole years where the period is longer than two.
pub(crate) fn part(interval: Interval, share: [f64; 2]) -> Option<Interval> {
    let (start, end) = interval;
    let span = i64::from(end.year()) - i64::from(start.year()) + 1;
    let cut = |length: i64, at: f64| (length as f64 * at).round() as i64;
    if span > 2 {
        let first = i64::from(start.year());
        return years(first + cut(span, share[0]), first + cut(span, share[1]) - 1);
    }
    let days = i64::from(start.until(end).ok()?.get_days()) + 1;
    let (from, to) = (cut(days, share[0]), cut(days, share[1]) - 1);
    Some((add_days(start, from)?, add_days(start, to.max(from))?))
}

/// The last day with this number (1 = Monday) on or before a date; `forward`: the first on or after it.
pub(crate) fn weekday_near(date: Date, weekday: i8, forward: bool) -> Option<Date> {
    let today = i64::from(date.weekday().to_monday_one_offset());
    let back = (today - i64::from(weekday)).rem_euclid(7);
    if forward {
        add_days(date, (7 - back) % 7)
    } else {
        add_days(date, -back)
    }
}

pub(crate) fn precision(interval: Interval) -> DatePrecision {
    let days = interval
        .0
        .until(interval.1)
        .map_or(i32::MAX, |span| span.get_days())
        .saturating_add(1);
    match days {
        ..=1 => DatePrecision::Day,
        2..=6 => DatePrecision::FewDays,
        7..=8 => DatePrecision::Week,
        9..=31 => DatePrecision::Month,
        32..=93 => DatePrecision::Season,
        94..=366 => DatePrecision::Year,
        _ => DatePrecision::Longer,
    }
}

/// A year as TIMEX2 writes it: `1918`, `BC0480`.
pub(crate) fn year_code(year: i16) -> String {
    if year > 0 {
        format!("{year:04}")
    } else {
        format!("BC{:04}", 1 - i32::from(year))
    }
}

pub(crate) fn day_code(date: Date) -> String {
    format!(
        "{}-{:02}-{:02}",
        year_code(date.year()),
        date.month(),
        date.day()
    )
}

/// A unit's interval as TIMEX2 writes it.
pub(crate) fn unit_code(start: Date, unit: Unit) -> String {
    match unit {
        Unit::Month => format!("{}-{:02}", year_code(start.year()), start.month()),
        Unit::Year => year_code(start.year()),
        Unit::Quarter => format!(
            "{}-Q{}",
            year_code(start.year()),
            (start.month() - 1) / 3 + 1
        ),
        Unit::Decade | Unit::Century => {
            let digits = if unit == Unit::Decade { 1 } else { 2 };
            let mut code = year_code(start.year());
            code.truncate(code.len() - digits);
            code
        }
        Unit::Week | Unit::Weekend => {
            let week = start.iso_week_date();
            let tail = if unit == Unit::Weekend { "-WE" } else { "" };
            format!("{}-W{:02}{tail}", year_code(week.year()), week.week())
        }
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => day_code(start),
    }
}

/// A length of time as TIMEX2 writes it: `P2M`, `PT3H`, `PXD`.
pub(crate) fn duration_code(duration: Duration) -> String {
    let count = match duration.count {
        Some(count) => {
            let code = format!("{count}");
            code.strip_prefix('0')
                .filter(|rest| rest.starts_with('.'))
                .map_or(code.clone(), str::to_owned)
        }
        None => "X".to_owned(),
    };
    let (time, letter) = match duration.unit {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Week => ("", "W"),
        Unit::Weekend => ("", "WE"),
        Unit::Month => ("", "M"),
        Unit::Quarter => ("", "Q"),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
    };
    format!("P{time}{count}{letter}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_tables_say() {
        for (year, month, day) in [
            (2017, 4, 16),
            (2000, 4, 23),
            (1943, 4, 25),
            (2008, 3, 23),
            (2024, 3, 31),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn units_and_windows() {
        let base = date(2017, 5, 10);
        assert_eq!(
            unit_around(base, Unit::Week, -1),
            Some((date(2017, 5, 1), date(2017, 5, 7)))
        );
        assert_eq!(
            unit_around(base, Unit::Century, 0),
            Some((date(2001, 1, 1), date(2100, 12, 31)))
        );
        assert_eq!(
            window(base, Unit::Hour, 24.0, false),
            Some((date(2017, 5, 9), base))
        );
        assert_eq!(weekday_near(base, 3, false), Some(base));
        assert_eq!(weekday_near(base, 5, true), Some(date(2017, 5, 12)));
        assert_eq!(unit_around(base, Unit::Day, i64::MAX), None);
        assert_eq!(shifted(base, Unit::Century, i64::MAX), None);
        assert_eq!(
            part((date(2017, 3, 1), date(2017, 3, 31)), [0.0, 0.33]),
            Some((date(2017, 3, 1), date(2017, 3, 10)))
        );
    }

    #[test]
    fn codes() {
        assert_eq!(year_code(-479), "BC0480");
        assert_eq!(unit_code(date(1931, 1, 1), Unit::Decade), "193");
        assert_eq!(
            duration_code(Duration {
                count: Some(2.5),
                unit: Unit::Year
            }),
            "P2.5Y"
        );
        assert_eq!(
            duration_code(Duration {
                count: Some(0.5),
                unit: Unit::Century
            }),
            "P.5CE"
        );
        assert_eq!(
            duration_code(Duration {
                count: None,
                unit: Unit::Hour
            }),
            "PTXH"
        );
    }
}
