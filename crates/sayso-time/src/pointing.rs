//! Operations for expressions that are counted from a day: weekdays, yesterday, last week, the weekend.

use crate::calendar::{self, day_code, unit_code};
use crate::fields::{Fields, Pointer};
use crate::file::AnchorKind;
use crate::resolve::{Anchor, Outcome, Resolver, Setting};
use crate::{Basis, TimeKind, Unit, Unresolved};
use jiff::civil::Date;

const PRESENT: &str = "PRESENT_REF";
/// How many sentences back the day may stand that a time of day belongs to.
const RECENT: usize = 5;
const ANY_DAY: &str = "XXXX-XX-XX";

fn one_day(day: Date, basis: Basis, reference: Date) -> Outcome {
    let mut outcome = Outcome::dated((day, day), day_code(day), basis).from(reference);
    outcome.explicit_year = false;
    outcome
}

pub(crate) fn undated_day(why: Unresolved) -> Outcome {
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

    pub(crate) fn pointed_unit(&self, unit: Unit, pointer: Pointer, setting: Setting) -> Outcome {
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
