//! The captures of a match, read into one structure that the operations share.

use crate::file::{AnchorKind, DirectionEntry, RelativeEntry};
use crate::lexicon::TimeLexicon;
use crate::matching::{Match, Value};
use crate::{Modifier, Unit};
use jiff::civil::Time;

/// A count: exact, or vague with the number that stands in for it in windows of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Count {
    Exact(f64),
    Vague(f64),
}

/// A relative word by what it does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pointer {
    pub(crate) shift: i64,
    pub(crate) anchor: AnchorKind,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pub(crate) day: Option<i8>,
    pub(crate) day_end: Option<i8>,
    pub(crate) other: Option<i8>,
    pub(crate) month: Option<i8>,
    /// As written; `before_era` turns it.
    pub(crate) year: Option<i64>,
    pub(crate) year_short: Option<i64>,
    pub(crate) year_end: Option<i64>,
    pub(crate) before_era: bool,
    pub(crate) decade: Option<i64>,
    pub(crate) decade_short: Option<i64>,
    pub(crate) ordinal: Option<i64>,
    pub(crate) weekday: Option<i8>,
    /// Months and TIMEX2 code.
    pub(crate) season: Option<([i8; 2], String)>,
    pub(crate) daypart: Option<String>,
    pub(crate) hour: Option<i8>,
    pub(crate) minute: Option<i8>,
    pub(crate) second: Option<i8>,
    pub(crate) meridiem: Option<i8>,
    pub(crate) relative: Option<Pointer>,
    pub(crate) of_year: Option<Pointer>,
    pub(crate) of_week: Option<Pointer>,
    pub(crate) direction: Option<Pointer>,
    pub(crate) window: Option<i64>,
    pub(crate) unit: Option<(Unit, u32)>,
    pub(crate) count: Option<Count>,
    pub(crate) half: bool,
    pub(crate) before: bool,
    pub(crate) after: bool,
    pub(crate) deictic: Option<[i64; 2]>,
    pub(crate) holiday: Option<usize>,
    pub(crate) named: Option<usize>,
    pub(crate) modifier: Option<(Modifier, [f64; 2])>,
    /// Code of a reference or a frequency.
    pub(crate) code: Option<String>,
    /// Atom after the first day, and of the second, for the ends of a range.
    pub(crate) first_end: usize,
    pub(crate) second_start: usize,
}

impl Fields {
    pub(crate) fn read(lexicon: &TimeLexicon, found: &Match<'_>) -> Fields {
        let file = &lexicon.file;
        let mut f = Fields::default();
        for capture in &found.captures {
            let number = match capture.value {
                Value::Number(value) => Some(value),
                _ => None,
            };
            let small = number.and_then(|value| i8::try_from(value as i64).ok());
            let whole = number.map(|value| value as i64);
            let entry = match capture.value {
                Value::Entry(entry) => Some(entry),
                _ => None,
            };
            macro_rules! take {
                ($class:ident) => {
                    entry.and_then(|entry| file.$class.get(entry))
                };
            }
            match capture.name {
                "day" | "day_ordinal" | "first" => {
                    f.day = small;
                    f.first_end = capture.to;
                }
                "day_end" => {
                    f.day_end = small;
                    f.second_start = capture.from;
                }
                "other" => f.other = small,
                "month_number" => f.month = small,
                "month" => f.month = take!(month).map(|entry| entry.number).or(f.month),
                "year" | "any_year" | "modern_year" => {
                    f.year = whole;
                    if f.first_end == 0 {
                        f.first_end = capture.to;
                    }
                }
                "year_short" => f.year_short = whole,
                "year_end" => {
                    f.year_end = whole;
                    f.second_start = capture.from;
                }
                "decade" => f.decade = whole,
                "decade_short" => f.decade_short = whole,
                "ordinal" => f.ordinal = whole,
                "hour" => f.hour = small,
                "minute" => f.minute = small,
                "second" => f.second = small,
                "clock4" | "clock_zero" | "clock_dot" => {
                    f.hour = whole.and_then(|clock| i8::try_from(clock / 100).ok());
                    f.minute = whole.and_then(|clock| i8::try_from(clock % 100).ok());
                }
                "meridiem" => f.meridiem = take!(meridiem).map(|entry| entry.hours),
                "era" => f.before_era = take!(era).is_some_and(|entry| entry.before),
                "weekday" => f.weekday = take!(weekday).map(|entry| entry.number),
                "season" => {
                    f.season = take!(season).map(|entry| (entry.months, entry.timex.clone()))
                }
                "daypart" => f.daypart = take!(daypart).map(|entry| entry.timex.clone()),
                "part_of" => f.daypart = take!(part_of).map(|entry| entry.timex.clone()),
                "relative" => f.relative = take!(relative).map(pointer),
                "of_year" => f.of_year = take!(relative).map(pointer),
                "of_week" => f.of_week = take!(relative).map(pointer),
                "direction" => f.direction = take!(direction).map(directed),
                "window" => f.window = take!(window).map(|entry| entry.sign),
                "unit" => f.unit = take!(unit).map(|entry| (entry.unit, entry.times.unwrap_or(1))),
                "skip" => {}
                "count" | "number" => {
                    f.count = match capture.value {
                        Value::Number(value) => Some(Count::Exact(value)),
                        Value::Vague(entry) => {
                            file.vague.get(entry).map(|entry| Count::Vague(entry.value))
                        }
                        _ => None,
                    }
                }
                "half" => f.half = true,
                "before" => f.before = true,
                "after" => f.after = true,
                "deictic" => {
                    if let Some(entry) = take!(deictic) {
                        f.deictic = Some(entry.days);
                        f.daypart = f.daypart.take().or_else(|| entry.daypart.clone());
                    }
                }
                "holiday" => f.holiday = entry,
                "named" => f.named = entry,
                "modifier" => f.modifier = take!(modifier).map(|entry| (entry.r#mod, entry.part)),
                "reference" => f.code = take!(reference).map(|entry| entry.timex.clone()),
                "frequency" => f.code = take!(frequency).map(|entry| entry.timex.clone()),
                _ => {}
            }
        }
        f
    }

    /// The clock time, if one is given and exists.
    pub(crate) fn clock(&self) -> Option<Time> {
        let mut hour = self.hour?;
        if let Some(add) = self.meridiem {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + add;
        }
        Time::new(
            hour % 24,
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0),
            0,
        )
        .ok()
    }

    /// The year as the calendar counts it (the year before 1 is 0), if it is written out.
    pub(crate) fn calendar_year(&self, reference: Option<i16>) -> Option<i16> {
        if let Some(year) = self.year {
            return i16::try_from(if self.before_era { 1 - year } else { year }).ok();
        }
        self.year_short
            .and_then(|short| century_of(short, reference))
    }
}

/// The year that two digits mean: the last such year not after the reference.
pub(crate) fn century_of(short: i64, reference: Option<i16>) -> Option<i16> {
    let reference = i64::from(reference?);
    i16::try_from(reference - (reference - short).rem_euclid(100)).ok()
}

fn pointer(entry: &RelativeEntry) -> Pointer {
    Pointer {
        shift: entry.shift,
        anchor: entry.anchor,
    }
}

fn directed(entry: &DirectionEntry) -> Pointer {
    Pointer {
        shift: entry.sign,
        anchor: entry.anchor,
    }
}
