//! Dates of facts, as precise as they are known: a year, a month or a day.

use jiff::civil::{Date, date};
use serde::{Deserialize, Deserializer, de};

/// A date that may be known only to the year or the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first: Date,
    last: Date,
}

impl PartialDate {
    /// Parses `1987`, `1987-12` or `1987-12-09`.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let mut parts = text.split('-');
        let year: i16 = parts
            .next()?
            .parse()
            .ok()
            .filter(|year| (1..=9999).contains(year))?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        match (month, day) {
            (None, _) => Some(PartialDate {
                first: date(year, 1, 1),
                last: date(year, 12, 31),
            }),
            (Some(month), None) => {
                let first = Date::new(year, month, 1).ok()?;
                Some(PartialDate {
                    first,
                    last: first.last_of_month(),
                })
            }
            (Some(month), Some(day)) => Date::new(year, month, day).ok().map(|day| PartialDate {
                first: day,
                last: day,
            }),
        }
    }

    /// First day it may mean.
    pub fn first(self) -> Date {
        self.first
    }

    /// Last day it may mean.
    pub fn last(self) -> Date {
        self.last
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PartialDate, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = PartialDate;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a year such as 1987, or \"1987-12\" or \"1987-12-09\"")
            }

            fn visit_i64<E: de::Error>(self, year: i64) -> Result<PartialDate, E> {
                PartialDate::parse(&year.to_string())
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(year), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<PartialDate, E> {
                PartialDate::parse(text)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A period whose ends may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

impl Period {
    /// Whether a day may lie in it; an unknown day may.
    pub fn may_hold(&self, day: Option<Date>) -> bool {
        let Some(day) = day else { return true };
        self.from.is_none_or(|from| from.first() <= day)
            && self.to.is_none_or(|to| day <= to.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_known_and_refuses_the_rest() {
        let cases = [
            ("1987", true),
            ("1987-12", true),
            ("1987-12-09", true),
            ("1987-13", false),
            ("87-1-1-1", false),
            ("", false),
            ("soon", false),
        ];
        for (text, good) in cases {
            assert_eq!(PartialDate::parse(text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn a_year_is_open_to_both_ends() {
        let period = Period {
            from: PartialDate::parse("1987"),
            to: PartialDate::parse("1990-02"),
        };
        assert!(period.may_hold(Some(date(1987, 1, 1))));
        assert!(period.may_hold(Some(date(1990, 2, 28))));
        assert!(!period.may_hold(Some(date(1990, 3, 1))));
        assert!(period.may_hold(None));
    }
}
