//! Numeric classes of the pattern language: what digits and number words can stand for.

use crate::atoms::Atoms;
use crate::lexicon::TimeLexicon;
use crate::matching::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numeric {
    Day,
    DayOrdinal,
    Ordinal,
    MonthNumber,
    Year,
    /// A year that stands without much to show that it is one.
    ModernYear,
    AnyYear,
    YearShort,
    YearEnd,
    Hour,
    Minute,
    Clock4,
    /// A clock time in four digits that no year looks like: 0730.
    ClockZero,
    /// 5.30
    ClockDot,
    Count,
    Number,
    Decade,
    DecadeShort,
    /// Any word, and any capitalised word: for "not followed by".
    Letter,
    Capital,
}

impl Numeric {
    pub(crate) fn of_name(class: &str) -> Option<Numeric> {
        Some(match class {
            "day" => Numeric::Day,
            "day_ordinal" => Numeric::DayOrdinal,
            "ordinal" => Numeric::Ordinal,
            "month_number" => Numeric::MonthNumber,
            "year" => Numeric::Year,
            "modern_year" => Numeric::ModernYear,
            "any_year" => Numeric::AnyYear,
            "year_short" => Numeric::YearShort,
            "year_end" => Numeric::YearEnd,
            "hour" => Numeric::Hour,
            "minute" => Numeric::Minute,
            "clock4" => Numeric::Clock4,
            "clock_zero" => Numeric::ClockZero,
            "clock_dot" => Numeric::ClockDot,
            "count" => Numeric::Count,
            "number" => Numeric::Number,
            "decade" => Numeric::Decade,
            "decade_short" => Numeric::DecadeShort,
            "letter" => Numeric::Letter,
            "capital" => Numeric::Capital,
            _ => return None,
        })
    }

    /// Word classes whose phrases can begin one.
    pub(crate) fn phrase_classes(self) -> Vec<&'static str> {
        match self {
            Numeric::Count => vec!["number", "one", "vague"],
            Numeric::Number => vec!["number"],
            Numeric::Ordinal => vec!["ordinal"],
            _ => vec![],
        }
    }

    pub(crate) fn digits(self) -> bool {
        !matches!(self, Numeric::Letter | Numeric::Capital)
    }

    /// All ways the class can match at `at`: the atom after it, and the value.
    pub(crate) fn matches(
        self,
        lexicon: &TimeLexicon,
        atoms: &Atoms,
        at: usize,
    ) -> Vec<(usize, Value)> {
        let Some(atom) = atoms.get(at) else {
            return Vec::new();
        };
        match self {
            Numeric::Letter => {
                return if atom.word {
                    vec![(at + 1, Value::Word)]
                } else {
                    Vec::new()
                };
            }
            Numeric::Capital => {
                return if atom.word && atom.capital {
                    vec![(at + 1, Value::Word)]
                } else {
                    Vec::new()
                };
            }
            Numeric::Count | Numeric::Number => return counts(self, lexicon, atoms, at),
            _ => {}
        }
        let ordinal_end = || {
            let next = atoms.get(at + 1)?;
            let tight =
                !next.space && lexicon.in_list("ordinal_suffix", atoms, at + 1) == Some(at + 2);
            tight.then_some(at + 2)
        };
        let Some((value, digits)) = atom.number else {
            if self == Numeric::Ordinal {
                return lexicon
                    .phrases_at(lexicon.class("ordinal"), atoms, at)
                    .map(|(end, phrase)| {
                        (end, Value::Number(lexicon.file.ordinal[phrase.entry].value))
                    })
                    .collect();
            }
            return Vec::new();
        };
        if self == Numeric::ClockDot {
            let good = atom
                .lower
                .split_once('.')
                .is_some_and(|(hour, minute)| hour.len() <= 2 && minute.len() == 2);
            return if good {
                vec![(at + 1, Value::Number((value * 100.0).round()))]
            } else {
                Vec::new()
            };
        }
        if value.fract() != 0.0 || atom.lower.contains(['.', ',']) {
            return Vec::new();
        }
        let number = value as i64;
        let plain = |good: bool| {
            if good {
                vec![(at + 1, Value::Number(value))]
            } else {
                Vec::new()
            }
        };
        match self {
            Numeric::Day if digits <= 2 && (1..=31).contains(&number) => {
                let mut ends = vec![(at + 1, Value::Number(value))];
                ends.extend(ordinal_end().map(|end| (end, Value::Number(value))));
                ends
            }
            Numeric::DayOrdinal if digits <= 2 && (1..=31).contains(&number) => ordinal_end()
                .map(|end| (end, Value::Number(value)))
                .into_iter()
                .collect(),
            Numeric::Ordinal => ordinal_end()
                .map(|end| (end, Value::Number(value)))
                .into_iter()
                .collect(),
            Numeric::MonthNumber => plain(digits <= 2 && (1..=12).contains(&number)),
            Numeric::Year => plain(digits == 4 && (1000..2200).contains(&number)),
            Numeric::ModernYear => plain(digits == 4 && (1600..2100).contains(&number)),
            Numeric::AnyYear => plain(digits <= 4 && number > 0),
            Numeric::YearShort | Numeric::YearEnd => plain(digits == 2),
            Numeric::Hour => plain(digits <= 2 && number <= 24),
            Numeric::Minute => plain(digits == 2 && number < 60),
            Numeric::Clock4 => plain(digits == 4 && number <= 2400 && number % 100 < 60),
            Numeric::ClockZero => plain(digits == 4 && number < 1000 && number % 100 < 60),
            Numeric::Decade => plain((3..=4).contains(&digits) && number % 10 == 0),
            Numeric::DecadeShort => plain(digits == 2 && number % 10 == 0),
            _ => Vec::new(),
        }
    }
}

/// Digits, number words with their compounds ("twenty-five", "two hundred and six"), "a", and vague amounts.
fn counts(class: Numeric, lexicon: &TimeLexicon, atoms: &Atoms, at: usize) -> Vec<(usize, Value)> {
    if let Some((value, _)) = atoms.get(at).and_then(|atom| atom.number) {
        return vec![(at + 1, Value::Number(value))];
    }
    let mut found = Vec::new();
    let class_of_numbers = lexicon.class("number");
    let word = |at: usize| {
        lexicon
            .phrases_at(class_of_numbers, atoms, at)
            .map(|(end, phrase)| (end, lexicon.file.number[phrase.entry].value))
            .max_by_key(|(end, _)| *end)
    };
    if let Some((mut end, mut value)) = word(at) {
        // A smaller number after a larger one adds, a hundred after a smaller one multiplies.
        for _ in 0..3 {
            let gap = end
                + usize::from(
                    atoms
                        .get(end)
                        .is_some_and(|atom| atom.lower == "-" && !atom.space),
                );
            let Some((next_end, next)) = word(gap) else {
                break;
            };
            if (20.0..100.0).contains(&value) && value % 10.0 == 0.0 && (1.0..10.0).contains(&next)
            {
                value += next;
            } else if next == 100.0 && (1.0..10.0).contains(&value) {
                value *= next;
            } else {
                break;
            }
            end = next_end;
        }
        found.push((end, Value::Number(value)));
    }
    if class == Numeric::Count {
        found.extend(
            lexicon
                .phrases_at(lexicon.class("one"), atoms, at)
                .map(|(end, _)| (end, Value::Number(1.0))),
        );
        found.extend(
            lexicon
                .phrases_at(lexicon.class("vague"), atoms, at)
                .map(|(end, phrase)| (end, Value::Vague(phrase.entry))),
        );
    }
    found
}
