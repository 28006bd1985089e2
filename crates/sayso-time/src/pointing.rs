//! Operations for expressions that are counted from a day: weekdays, yesterday, last week, three days ago, windows.

use crate::atoms::Atoms;
use crate::calendar::{self, Interval, day_code, duration_code, unit_code};
use crate::fields::{Count, Fields, Pointer};
use crate::file::AnchorKind;
use crate::matching::Match;
use crate::resolve::{Anchor, Outcome, Resolver, Setting};
use crate::{Basis, Duration, TimeKind, Unit, Unresolved};
use jiff::civil::Date;

const PAST: &str = "PAST_REF";
const FUTURE: &str = "FUTURE_REF";
const PRESENT: &str = "PRESENT_REF";
/// How many sentences back the day may stand that a time of day belongs to.
const RECENT: usize = 5;
/// How many days "the past days" are.
const VAGUE_DAYS: f64 = 3.0;
const ANY_DAY: &str = "XXXX-XX-XX";

fn one_day(day: Date, basis: Basis, reference: Date) -> Outcome {
    let mut outcome = Outcome::dated((day, day), day_code(day), basis).from(reference);
    outcome.explicit_year = false;
    outcome
}

fn undated_day(why: Unresolved) -> Outcome {
    Outcome::undated(TimeKind::Date, why, ANY_DAY.to_owned())
}

impl Resolver<'_> {
    /// Monday; last Monday; the following Sunday; Tuesday last week.
    pub(crate) fn weekday(&self, f: &Fields, setting: Setting) -> Outcome {
        let Some(weekday) = f.weekday else {
            return undated_day(Unresolved::Impossible);
        };
        let pointer = f.of_week.or(f.relative);
        let anchor = pointer.map_or(AnchorKind::Publication, |pointer| pointer.anchor);
        let (base, basis) = match self.base(anchor, true) {
            Ok(found) => found,
            Err(why) => {
                return Outcome::undated(TimeKind::Date, why, format!("XXXX-WXX-{weekday}"));
            }
        };
        let near = |forward| calendar::weekday_near(base, weekday, forward);
        let beside = |from: i64, forward| {
            calendar::add_days(base, from)
                .and_then(|day| calendar::weekday_near(day, weekday, forward))
        };
        let day = if let Some(week) = f.of_week {
            calendar::unit_around(base, Unit::Week, week.shift)
                .and_then(|week| calendar::weekday_near(week.0, weekday, true))
        } else {
            match (f.relative.map(|pointer| pointer.shift), setting.future) {
                (Some(shift), _) if shift < 0 => beside(-1, false),
                (Some(shift), _) if shift > 0 => beside(1, true),
                (Some(_), _) if basis == Basis::RelativeToPublication => {
                    // "this Friday": of the running week, before or after the day.
                    calendar::monday(base)
                        .and_then(|monday| calendar::weekday_near(monday, weekday, true))
                }
                (_, true) => near(true),
                _ => near(false),
            }
        };
        day.map_or_else(
            || undated_day(Unresolved::Impossible),
            |day| one_day(day, basis, base),
        )
    }

    /// Yesterday, tonight, overnight; this morning, last night, that evening.
    pub(crate) fn deictic(&self, f: &Fields) -> Outcome {
        let (days, anchor) = match (f.deictic, f.relative) {
            (Some(days), _) => (days, AnchorKind::Publication),
            (None, Some(pointer)) => ([pointer.shift; 2], pointer.anchor),
            _ => return undated_day(Unresolved::Impossible),
        };
        let (base, basis) = match self.base(anchor, true) {
            Ok(found) => found,
            Err(why) => {
                let mut outcome = undated_day(why);
                if f.deictic == Some([0, 0]) && f.daypart.is_none() {
                    outcome.timex = PRESENT.to_owned();
                }
                return outcome;
            }
        };
        match (
            calendar::add_days(base, days[0]),
            calendar::add_days(base, days[1]),
        ) {
            (Some(start), Some(end)) => {
                let mut outcome = Outcome::dated((start, end), day_code(start), basis).from(base);
                outcome.explicit_year = false;
                outcome
            }
            _ => undated_day(Unresolved::Impossible),
        }
    }

    /// Last week, this month, the previous year, the next day.
    pub(crate) fn relative_unit(&self, f: &Fields, setting: Setting) -> Outcome {
        let (Some((unit, _)), Some(pointer)) = (f.unit.or(Some((Unit::Day, 1))), f.relative) else {
            return undated_day(Unresolved::Impossible);
        };
        self.pointed_unit(unit, pointer, setting)
    }

    fn pointed_unit(&self, unit: Unit, pointer: Pointer, setting: Setting) -> Outcome {
        let anchor = self.kind_of(pointer.anchor);
        let (base, basis) = match self.base(anchor, unit == Unit::Day) {
            Ok(found) => found,
            Err(why) => return Outcome::undated(TimeKind::Date, why, String::new()),
        };
        let Some(interval) = calendar::unit_around(base, unit, pointer.shift) else {
            return Outcome::undated(TimeKind::Date, Unresolved::Vague, PRESENT.to_owned());
        };
        let code = unit_code(interval.0, unit);
        let running = basis == Basis::RelativeToPublication && pointer.shift == 0;
        let mut outcome = Outcome::dated(interval, code, basis).from(base);
        outcome.clip = running && !setting.future;
        outcome.explicit_year = false;
        outcome
    }

    /// The end of the month, later in the year: of the period spoken of.
    pub(crate) fn unit_the(&self, f: &Fields, setting: Setting) -> Outcome {
        let unit = f.unit.map_or(Unit::Day, |unit| unit.0);
        let anchor = if self.near_anchor().is_some() || self.published.is_none() {
            AnchorKind::Text
        } else {
            AnchorKind::Publication
        };
        self.pointed_unit(unit, Pointer { shift: 0, anchor }, setting)
    }

    /// The weekend: the last one that has begun.
    pub(crate) fn weekend(&self) -> Outcome {
        let (base, basis) = match self.base(AnchorKind::Publication, false) {
            Ok(found) => found,
            Err(why) => return Outcome::undated(TimeKind::Date, why, "XXXX-WXX-WE".to_owned()),
        };
        let interval = calendar::weekday_near(base, 6, false)
            .and_then(|saturday| Some((saturday, calendar::add_days(saturday, 1)?)));
        match interval {
            Some(interval) => {
                let code = unit_code(interval.0, Unit::Weekend);
                let mut outcome = Outcome::dated(interval, code, basis).from(base);
                outcome.clip = true;
                outcome.explicit_year = false;
                outcome
            }
            None => undated_day(Unresolved::Impossible),
        }
    }

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
                outcome
            }
            None => undated_day(Unresolved::Impossible),
        }
    }

    /// The day before, the day after: of the last day named.
    pub(crate) fn day_beside(&self, f: &Fields) -> Outcome {
        let shift = if f.before { -1 } else { 1 };
        self.pointed_unit(
            Unit::Day,
            Pointer {
                shift,
                anchor: AnchorKind::Text,
            },
            Setting::default(),
        )
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

    /// A time or part of the day, on the last day that this paragraph named.
    pub(crate) fn on_the_day(&self, f: &Fields) -> Outcome {
        let _ = f;
        let near = |day: &Anchor| {
            day.paragraph == self.here.paragraph || day.sentence + RECENT >= self.here.sentence
        };
        match self.day.filter(near) {
            Some(day) => one_day(day.interval.0, Basis::RelativeToText, day.interval.0),
            None => undated_day(Unresolved::NoAnchor),
        }
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
