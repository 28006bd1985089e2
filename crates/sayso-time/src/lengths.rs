//! Operations for lengths of time: durations, windows that end at publication, and days so many units away.

use crate::atoms::Atoms;
use crate::calendar::{self, Interval, day_code, duration_code, unit_code};
use crate::fields::{Count, Fields, Pointer};
use crate::file::AnchorKind;
use crate::matching::Match;
use crate::pointing::undated_day;
use crate::resolve::{Outcome, Resolver, Setting};
use crate::{Basis, Duration, TimeKind, Unit, Unresolved};
use jiff::civil::Date;

const PAST: &str = "PAST_REF";
const FUTURE: &str = "FUTURE_REF";
/// How many days "the past days" are.
const VAGUE_DAYS: f64 = 3.0;

impl Resolver<'_> {
    fn lasting(&self, f: &Fields) -> Option<(Duration, f64)> {
        let (unit, times) = f.unit?;
        let (count, stand_in) = match f.count.unwrap_or(Count::Exact(1.0)) {
            Count::Exact(count) => {
                let count = (count + if f.half { 0.5 } else { 0.0 }) * f64::from(times);
                (Some(count), count)
            }
            Count::Vague(value) => (None, value * f64::from(times)),
        };
        Some((Duration { count, unit }, stand_in))
    }

    /// The past 24 hours, the last four days, the next three weeks.
    pub(crate) fn window(&self, f: &Fields) -> Outcome {
        let Some((duration, count)) = self.lasting(f) else {
            return undated_day(Unresolved::Impossible);
        };
        let mut outcome = Outcome::undated(
            TimeKind::Duration,
            Unresolved::NotADate,
            duration_code(duration),
        );
        outcome.value.duration = Some(duration);
        let sign = f.window.unwrap_or(0);
        // A vague number of days is still days; of anything longer it says too little.
        let known = duration.count.is_some() || matches!(duration.unit, Unit::Day | Unit::Hour);
        if sign == 0 || !known {
            return outcome;
        }
        let Some(published) = self.published else {
            outcome.value.unresolved = Some(Unresolved::NoPublicationDate);
            outcome.basis = Basis::RelativeToPublication;
            return outcome;
        };
        if let Some(interval) = calendar::window(published, duration.unit, count, sign > 0) {
            let dated = Outcome::dated(
                interval,
                outcome.timex.clone(),
                Basis::RelativeToPublication,
            )
            .from(published);
            return Outcome {
                kind: TimeKind::Duration,
                value: crate::TimeValue {
                    duration: Some(duration),
                    ..dated.value.clone()
                },
                ..dated
            };
        }
        outcome
    }

    /// The last week of August, the first ten months of 2015.
    pub(crate) fn part_of(&self, f: &Fields, setting: Setting) -> Outcome {
        let Some((duration, count)) = self.lasting(f) else {
            return undated_day(Unresolved::Impossible);
        };
        let whole = Fields {
            month: f.month,
            year: f.year,
            ..Fields::default()
        };
        let whole = self.calendar(&whole, setting);
        let code = if f.count.is_some() {
            duration_code(duration)
        } else {
            String::new()
        };
        let last = f.window.is_some_and(|sign| sign < 0);
        let part = whole.value.interval().and_then(|(start, end)| {
            let from = if last { end } else { start };
            let window = calendar::window(from, duration.unit, count, !last)?;
            // A window holds its own first day: one less on the far side.
            let part = if last {
                (calendar::add_days(window.0, 1)?, end)
            } else {
                (start, calendar::add_days(window.1, -1)?)
            };
            (start <= part.0 && part.1 <= end && part.0 <= part.1).then_some(part)
        });
        match part {
            Some(part) => Outcome {
                timex: code,
                explicit_year: whole.explicit_year,
                ..Outcome::dated(part, String::new(), whole.basis)
            },
            None => Outcome {
                timex: code,
                ..whole
            },
        }
    }

    /// The past week: the one that ends at publication.
    pub(crate) fn window_one(&self, f: &Fields, atoms: &Atoms, found: &Match<'_>) -> Outcome {
        // "The last century" is the one before, not a hundred years up to now.
        if f.unit.is_some_and(|unit| unit.0 == Unit::Century) {
            let pointer = Pointer {
                shift: -1,
                anchor: AnchorKind::Publication,
            };
            return self.pointed_unit(Unit::Century, pointer, Setting::default());
        }
        let count = if self.plural(atoms, found) {
            Count::Vague(VAGUE_DAYS)
        } else {
            Count::Exact(1.0)
        };
        self.window(&Fields {
            window: Some(-1),
            count: Some(count),
            unit: f.unit,
            ..Fields::default()
        })
    }

    /// Three days ago, two weeks earlier, a year later, days later.
    pub(crate) fn shift(&self, f: &Fields) -> Outcome {
        let before = f.before.then_some(Pointer {
            shift: -1,
            anchor: AnchorKind::Text,
        });
        let (Some((unit, times)), Some(pointer)) = (f.unit, f.direction.or(before)) else {
            return undated_day(Unresolved::Impossible);
        };
        let vague = if pointer.shift < 0 { PAST } else { FUTURE };
        let Some(Count::Exact(count)) = f.count else {
            return Outcome::undated(TimeKind::Date, Unresolved::Vague, vague.to_owned());
        };
        let fine = matches!(
            unit,
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Week
        );
        let (base, basis) = match self.base(pointer.anchor, fine) {
            Ok(found) => found,
            Err(why) => return Outcome::undated(TimeKind::Date, why, vague.to_owned()),
        };
        if count > 4000.0 || (count.fract() != 0.0 && !fine) {
            return Outcome::undated(TimeKind::Date, Unresolved::Vague, vague.to_owned());
        }
        let steps = pointer.shift * (count * f64::from(times)).round() as i64;
        let interval: Option<Interval> =
            if matches!(unit, Unit::Hour) && basis == Basis::RelativeToPublication {
                calendar::window(base, unit, count, pointer.shift > 0)
            } else {
                calendar::shifted(base, unit, steps)
            };
        match interval {
            Some(interval) => {
                let mut outcome =
                    Outcome::dated(interval, unit_code_fine(interval.0, unit), basis).from(base);
                outcome.explicit_year = false;
                // "Two hours later" tells an event by its distance from the one before.
                outcome.value.beside =
                    (pointer.anchor == AnchorKind::Text).then_some(pointer.shift);
                outcome
            }
            None => undated_day(Unresolved::Impossible),
        }
    }

    /// Two years ago last Friday: the weekday, so long before.
    pub(crate) fn shift_day(&self, f: &Fields, setting: Setting) -> Outcome {
        let near = Fields {
            weekday: f.weekday,
            relative: f.relative,
            ..Fields::default()
        };
        let day = self.weekday(&near, setting);
        let (Some((duration, _)), Some(pointer)) = (self.lasting(f), f.direction) else {
            return undated_day(Unresolved::Impossible);
        };
        let moved = day
            .value
            .start
            .and_then(|start| moved(start, duration, pointer.shift));
        match moved {
            Some(moved) => Outcome {
                reference: day.reference,
                ..Outcome::dated((moved, moved), day_code(moved), day.basis)
            },
            None => day,
        }
    }

    /// It is forty days since something.
    pub(crate) fn shift_since(&self, f: &Fields) -> Outcome {
        let mut outcome = self.shift(&Fields {
            count: f.count,
            unit: f.unit,
            direction: Some(Pointer {
                shift: -1,
                anchor: AnchorKind::Publication,
            }),
            ..Fields::default()
        });
        outcome.value.duration = self.lasting(f).map(|(length, _)| length);
        outcome
    }

    /// A length of time between two events: three days after the raid.
    pub(crate) fn beside(&self, f: &Fields, atoms: &Atoms, found: &Match<'_>) -> Outcome {
        let mut outcome = self.duration(f, atoms, found);
        outcome.value.beside = Some(if f.before { -1 } else { 1 });
        outcome
    }

    fn plural(&self, atoms: &Atoms, found: &Match<'_>) -> bool {
        let unit = found
            .captures
            .iter()
            .rev()
            .find(|capture| capture.name == "unit");
        let word = unit.and_then(|capture| atoms.get(capture.from));
        word.is_some_and(|atom| self.lexicon.has_word("unit_plural", &atom.lower))
    }

    /// A length of time.
    pub(crate) fn duration(&self, f: &Fields, atoms: &Atoms, found: &Match<'_>) -> Outcome {
        // Without a number a plural is vague ("for months"), a singular is one ("a month-long").
        let count = f.count.or(self
            .plural(atoms, found)
            .then_some(Count::Vague(VAGUE_DAYS)));
        let fields = Fields {
            unit: f.unit,
            count,
            half: f.half,
            ..Fields::default()
        };
        let Some((duration, _)) = self.lasting(&fields) else {
            return Outcome::undated(TimeKind::Duration, Unresolved::NotADate, String::new());
        };
        let mut outcome = Outcome::undated(
            TimeKind::Duration,
            Unresolved::NotADate,
            duration_code(duration),
        );
        outcome.value.duration = Some(duration);
        outcome
    }
}

/// The day that lies a length of time from another, with its sign; `None` for vague lengths.
pub fn moved(day: Date, length: Duration, sign: i64) -> Option<Date> {
    let count = length.count?;
    if !(0.0..=4000.0).contains(&count) {
        return None;
    }
    let whole = count.round() as i64;
    match length.unit {
        Unit::Second | Unit::Minute => Some(day),
        Unit::Hour => calendar::add_days(day, sign * (count / 24.0).floor() as i64),
        Unit::Day => calendar::add_days(day, sign * whole),
        Unit::Week => calendar::add_days(day, sign * whole * 7),
        Unit::Month => calendar::add_months(day, sign * whole),
        Unit::Year => calendar::add_months(day, sign * (count * 12.0).round() as i64),
        _ => None,
    }
}

/// Weeks counted from a day come out as a day.
fn unit_code_fine(start: Date, unit: Unit) -> String {
    if matches!(unit, Unit::Week | Unit::Weekend) {
        day_code(start)
    } else {
        unit_code(start, unit)
    }
}
