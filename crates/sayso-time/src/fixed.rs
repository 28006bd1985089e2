//! Operations for expressions that name a place on the calendar: days, months, seasons, years, feasts.

use crate::calendar::{self, Interval, day_code, year_code};
use crate::fields::{Fields, Pointer};
use crate::resolve::{Outcome, Resolver, Setting};
use crate::{Basis, Role, TimeKind, Unresolved};
use jiff::civil::Date;

/// A year and where it comes from.
struct Year {
    year: i16,
    basis: Basis,
    reference: Option<Date>,
}

/// From how many months back a month is taken as the next year's.
const WRAP: i8 = 9;

/// Within how many days after publication a day without a year is the coming one.
const COMING: i64 = 21;

/// How many days back a date is still news.
const NEWS: i64 = 30;

/// Within how many days a date goes on from the last one, whatever year was named in between.
const SOON: i64 = 31;

impl Resolver<'_> {
    /// The year that two digits are read against.
    pub(crate) fn reference_year(&self) -> Option<i16> {
        self.published
            .or(self.anchor.map(|anchor| anchor.interval.0))
            .map(|date| date.year())
    }

    /// The interval that the fields mean within a year.
    fn within(&self, f: &Fields, year: i16) -> Option<Interval> {
        if let Some(entry) = f
            .holiday
            .and_then(|holiday| self.lexicon.file.holiday.get(holiday))
        {
            let day = match (entry.month, entry.day, entry.easter) {
                (Some(month), Some(day), _) => Date::new(year, month, day).ok()?,
                (_, _, Some(days)) => calendar::add_days(calendar::easter(year)?, days)?,
                _ => return None,
            };
            return Some((day, day));
        }
        match (f.month, f.day, &f.season) {
            (Some(month), Some(day), _) => Date::new(year, month, day).ok().map(|day| (day, day)),
            (Some(month), None, _) => calendar::month(year, month),
            (None, _, Some((months, _))) => calendar::season(year, *months),
            _ => calendar::years(i64::from(year), i64::from(year)),
        }
    }

    fn code(&self, f: &Fields, year: Option<i16>, interval: Option<Interval>) -> String {
        let year_part = year.map_or("XXXX".to_owned(), year_code);
        match (f.month, f.day, &f.season, f.holiday, interval) {
            (.., Some(_), Some((day, _))) => day_code(day),
            (.., Some(_), None) => "XXXX-XX-XX".to_owned(),
            (Some(month), Some(day), ..) => format!("{year_part}-{month:02}-{day:02}"),
            (Some(month), None, ..) => format!("{year_part}-{month:02}"),
            (None, _, Some((_, code)), ..) => format!("{year_part}-{code}"),
            _ => year_part,
        }
    }

    /// A day, month, season, feast or year.
    pub(crate) fn calendar(&self, f: &Fields, setting: Setting) -> Outcome {
        if let Some(entry) = f
            .holiday
            .and_then(|holiday| self.lexicon.file.holiday.get(holiday))
            && entry.month.is_none()
            && entry.easter.is_none()
        {
            return Outcome::undated(TimeKind::Date, Unresolved::Vague, String::new());
        }
        let year = match self.year(f, setting) {
            Ok(year) => year,
            Err(why) => return Outcome::undated(TimeKind::Date, why, self.code(f, None, None)),
        };
        let Some(interval) = self.within(f, year.year) else {
            return Outcome::undated(
                TimeKind::Date,
                Unresolved::Impossible,
                self.code(f, Some(year.year), None),
            );
        };
        let code = self.code(f, Some(year.year), Some(interval));
        let mut outcome = Outcome::dated(interval, code, year.basis);
        outcome.clip = !setting.future;
        outcome.reference = year.reference;
        outcome.explicit_year = year.basis == Basis::Absolute || f.of_year.is_some();
        outcome
    }

    /// A day or operation known by its name. Where only its first day is known, it dates what is told "since" or
    /// "on" it, not what happened in its course.
    pub(crate) fn named(&self, f: &Fields, setting: Setting) -> Outcome {
        let entry = f.named.and_then(|named| self.lexicon.file.named.get(named));
        let first_day_only = matches!(
            setting.role,
            Role::Since | Role::From | Role::On | Role::Until | Role::Before
        );
        let mut outcome = match entry {
            Some(entry) if entry.to.is_some() || first_day_only => Outcome::dated(
                (entry.from, entry.to.unwrap_or(entry.from)),
                String::new(),
                Basis::Named,
            ),
            _ => Outcome::undated(TimeKind::Date, Unresolved::Vague, String::new()),
        };
        outcome.basis = Basis::Named;
        outcome
    }

    /// The year of the expression: written, pointed at, or inferred.
    fn year(&self, f: &Fields, setting: Setting) -> Result<Year, Unresolved> {
        if f.year.is_some() || f.year_short.is_some() {
            let year = f
                .calendar_year(self.reference_year().or(Some(1999)))
                .ok_or(Unresolved::Impossible)?;
            return Ok(Year {
                year,
                basis: Basis::Absolute,
                reference: None,
            });
        }
        if let Some(pointer) = f.of_year {
            let (base, basis) = self.base(self.kind_of(pointer.anchor), false)?;
            let year = shifted_year(base, pointer).ok_or(Unresolved::Impossible)?;
            return Ok(Year {
                year,
                basis,
                reference: Some(base),
            });
        }
        if let Some(pointer) = f.relative {
            let (base, basis) = self.base(self.kind_of(pointer.anchor), false)?;
            let year = self
                .pointed_year(f, base, pointer.shift)
                .ok_or(Unresolved::Impossible)?;
            return Ok(Year {
                year,
                basis,
                reference: Some(base),
            });
        }
        if let (Some((year, month)), Some(own)) = (setting.coupled, f.month) {
            let year = if own > month {
                year.saturating_sub(1)
            } else {
                year
            };
            return Ok(Year {
                year,
                basis: Basis::Absolute,
                reference: None,
            });
        }
        match (self.near_anchor(), self.published) {
            (Some(anchor), Some(published)) if anchor.interval.0.year() != published.year() => {
                // A day of the last weeks is news, even after a date of another year.
                let news = self.published_year(f, published, setting)?;
                let recent = |day: Interval| {
                    day.0 <= published
                        && calendar::add_days(day.1, NEWS).is_some_and(|limit| limit >= published)
                };
                if self.within(f, news.year).is_some_and(recent) {
                    return Ok(news);
                }
                Ok(self.narrative_year(f, anchor.interval.0))
            }
            (_, Some(published)) => self.published_year(f, published, setting),
            (_, None) => match self.story {
                Some(story) => Ok(self.narrative_year(f, story)),
                None => Err(Unresolved::NoPublicationDate),
            },
        }
    }

    /// "Last March", "next winter": the nearest one wholly before, around, or wholly after the day.
    fn pointed_year(&self, f: &Fields, base: Date, shift: i64) -> Option<i16> {
        let own = self.within(f, base.year())?;
        let year = i64::from(base.year());
        let year = match shift {
            0 => year,
            shift if shift < 0 => year + shift + i64::from(own.1 < base),
            shift => year + shift - i64::from(own.0 > base),
        };
        i16::try_from(year).ok()
    }

    /// The most recent one on or before publication; the nearest coming one where the clause looks ahead.
    fn published_year(
        &self,
        f: &Fields,
        published: Date,
        setting: Setting,
    ) -> Result<Year, Unresolved> {
        let year = published.year();
        let basis = Basis::RelativeToPublication;
        let ahead = setting.future
            || matches!(setting.role, Role::Until | Role::By | Role::Before) && f.day.is_none();
        let mut chosen = year;
        if let Some(weekday) = f.weekday {
            // The weekday that stands with it decides between the years around publication.
            let fits = |year: &i16| {
                self.within(f, *year)
                    .is_some_and(|day| day.0.weekday().to_monday_one_offset() == weekday)
            };
            if let Some(year) = [year, year.saturating_sub(1), year.saturating_add(1)]
                .iter()
                .find(|year| fits(year))
            {
                return Ok(Year {
                    year: *year,
                    basis,
                    reference: Some(published),
                });
            }
        }
        if let Some(own) = self.within(f, year) {
            let later = own.0 > published;
            if later && !ahead {
                chosen = year.saturating_sub(1);
            } else if setting.future && own.1 < published {
                chosen = year.saturating_add(1);
            }
            // A coming period that is far off was more likely meant as past ("by December" in January).
            let half_year = calendar::add_months(published, 6);
            if later && ahead && !setting.future && half_year.is_some_and(|limit| own.0 > limit) {
                chosen = year.saturating_sub(1);
            }
        }
        // "On 16 March", said on the 3rd: the coming day, not the one of almost a year ago.
        let soon = |day: &Interval| {
            day.0 > published
                && calendar::add_days(published, COMING).is_some_and(|limit| day.0 <= limit)
        };
        let coming = [year, year.saturating_add(1)];
        if f.day.is_some()
            && let Some(year) = coming
                .into_iter()
                .find(|year| self.within(f, *year).as_ref().is_some_and(soon))
        {
            chosen = year;
        }
        Ok(Year {
            year: chosen,
            basis,
            reference: Some(published),
        })
    }

    /// In a story, a date without a year follows the one before it.
    fn narrative_year(&self, f: &Fields, anchor: Date) -> Year {
        Year {
            year: self.story_year(f, anchor),
            basis: Basis::RelativeToText,
            reference: Some(anchor),
        }
    }

    /// A month far earlier in the year than the one before it belongs to the next year.
    fn story_year(&self, f: &Fields, anchor: Date) -> i16 {
        // A bare year in between may be an aside: a day soon after the last one goes on from there.
        if let Some(precise) = self.precise
            && let Some(own) = self.within(f, precise.year())
            && precise <= own.0
            && precise
                .until(own.0)
                .is_ok_and(|span| i64::from(span.get_days()) <= SOON)
        {
            return precise.year();
        }
        match f.month {
            Some(month) if anchor.month() - month >= WRAP => anchor.year().saturating_add(1),
            _ => anchor.year(),
        }
    }

    /// Days of one month: 23-24 March.
    pub(crate) fn day_range(&self, f: &Fields, setting: Setting) -> Outcome {
        let mut second = f.clone();
        second.day = f.day_end;
        second.weekday = None;
        let outcome = self.calendar(&second, setting);
        let last = outcome.value.interval().map(|interval| interval.1);
        let first = last
            .zip(f.day)
            .and_then(|(last, day)| Date::new(last.year(), last.month(), day).ok());
        match (first, last) {
            (Some(first), Some(last)) if first < last => {
                let mut range = Outcome::dated((first, last), day_code(first), outcome.basis);
                range.reference = outcome.reference;
                range.explicit_year = outcome.explicit_year;
                range.ends = Some(((first, first), (last, last), f.first_end, f.second_start));
                range
            }
            (_, None) => outcome,
            _ => Outcome::undated(TimeKind::Date, Unresolved::Impossible, String::new()),
        }
    }
}

fn shifted_year(base: Date, pointer: Pointer) -> Option<i16> {
    i16::try_from(i64::from(base.year()) + pointer.shift).ok()
}
