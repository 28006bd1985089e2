//! How well a figure goes with a series, in tenths: each comparison by itself, so that a reader can follow the sum.

use crate::counted::Counted;
use crate::figure::{Body, Relations, TollFigure, number};
use crate::words::TollWords;
use jiff::civil::Date;
use sayso_model::Count;

/// From this sum on a figure joins a series.
pub(crate) const ENOUGH: i32 = 20;
/// Two figures cannot be of one series.
pub(crate) const NEVER: i32 = -1000;

/// A figure with what its words mean.
#[derive(Debug, Clone)]
pub(crate) struct Read<'a> {
    pub(crate) figure: &'a TollFigure,
    pub(crate) counted: Counted,
}

/// What is compared: the words and the relations of parties.
pub(crate) struct Scorer<'a> {
    pub(crate) words: &'a TollWords,
    pub(crate) relations: &'a dyn Relations,
}

impl Scorer<'_> {
    /// All comparisons of a figure with the figures of a series.
    pub(crate) fn score(&self, figure: &Read<'_>, series: &[Read<'_>]) -> i32 {
        let issuer = series
            .iter()
            .map(|other| self.issuers(figure, other))
            .max()
            .unwrap_or(NEVER);
        let counted = self.counted(figure, series);
        let place = series
            .iter()
            .filter_map(|other| places(figure.figure, other.figure))
            .max()
            .unwrap_or(0);
        let start = series
            .iter()
            .filter_map(|other| starts(figure.figure.since, other.figure.since))
            .min()
            .unwrap_or(0);
        let by = series
            .iter()
            .any(|other| self.both(&figure.figure.by, &other.figure.by) == Some(true));
        issuer + counted + place + start + 5 * i32::from(by) + size(figure, series)
    }

    /// Whether two named bodies are related; `None` where one is not known.
    fn both(&self, a: &Option<String>, b: &Option<String>) -> Option<bool> {
        Some(self.relations.related(a.as_deref()?, b.as_deref()?))
    }

    fn issuers(&self, figure: &Read<'_>, other: &Read<'_>) -> i32 {
        let (Some(a), Some(b)) = (&figure.figure.issuer, &other.figure.issuer) else {
            return 0;
        };
        match (&a.registry, &b.registry) {
            (Some(x), Some(y)) if x == y => 30,
            (Some(x), Some(y)) if self.relations.related(x, y) => 25,
            (Some(x), Some(y)) => {
                // Somebody neutral who gives a body's count of its own people.
                let own = |read: &Read<'_>, issuer: &str| {
                    read.figure
                        .members_of
                        .as_deref()
                        .is_some_and(|of| self.relations.related(of, issuer))
                };
                let cited = own(figure, x) && own(other, x) || own(figure, y) && own(other, y);
                if cited && !self.relations.opposed(x, y) {
                    10
                } else {
                    NEVER
                }
            }
            (None, None) if a.words.to_lowercase() == b.words.to_lowercase() => 30,
            _ if self.share_word(a, b) => 10,
            (None, None) => NEVER,
            _ => -15,
        }
    }

    /// Whether two names share a word that tells issuers apart.
    fn share_word(&self, a: &Body, b: &Body) -> bool {
        let telling = |body: &Body| -> Vec<String> {
            body.words
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_lowercase)
                .filter(|word| word.chars().count() > 2 && !self.words.common.contains(word))
                .collect()
        };
        let b = telling(b);
        telling(a).iter().any(|word| b.contains(word))
    }

    fn counted(&self, figure: &Read<'_>, series: &[Read<'_>]) -> i32 {
        let group = series
            .iter()
            .map(|other| figure.counted.agreement(&other.counted))
            .min_by_key(|score| (*score > -100, -*score))
            .unwrap_or(0);
        let mut members = 0;
        for other in series {
            let (a, b) = (&figure.figure.members_of, &other.figure.members_of);
            match (a, b, self.both(a, b)) {
                (_, _, Some(true)) => members = members.max(15),
                (Some(a), Some(b), Some(false)) => {
                    return if self.relations.opposed(a, b) {
                        NEVER
                    } else {
                        group - 15
                    };
                }
                _ => {}
            }
        }
        group + members
    }
}

/// Names of places: one in common, or none although both have some.
fn places(a: &TollFigure, b: &TollFigure) -> Option<i32> {
    if a.places.is_empty() || b.places.is_empty() {
        return None;
    }
    let same = |x: &Body, y: &Body| {
        x.words.to_lowercase() == y.words.to_lowercase()
            || x.registry.is_some() && x.registry == y.registry
    };
    let common = a.places.iter().any(|x| b.places.iter().any(|y| same(x, y)));
    Some(if common { 10 } else { -10 })
}

/// Starts of the period: the first of a month also stands for the month.
fn starts(a: Option<Date>, b: Option<Date>) -> Option<i32> {
    let (a, b) = (a?, b?);
    let apart = days(a, b).abs();
    let month = (a.day() == 1 || b.day() == 1) && (a.year(), a.month()) == (b.year(), b.month());
    Some(if apart <= 10 || month {
        5
    } else if apart <= 45 {
        -5
    } else {
        NEVER
    })
}

pub(crate) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Size against the series' figures nearest in time.
fn size(figure: &Read<'_>, series: &[Read<'_>]) -> i32 {
    let measures: [fn(&TollFigure) -> Option<&Count>; 3] = [
        |figure| figure.killed.as_ref(),
        |figure| figure.injured.as_ref(),
        |figure| figure.together.as_ref(),
    ];
    let given = |figure: &TollFigure| measures.map(|measure| measure(figure).is_some());
    let [killed, injured, together] = given(figure.figure);
    let only_together = together && !killed && !injured;
    let others_together = series.iter().all(|other| {
        let [killed, injured, together] = given(other.figure);
        together && !killed && !injured
    });
    if only_together != others_together {
        return NEVER;
    }
    for measure in measures {
        let Some(value) = measure(figure.figure).and_then(number) else {
            continue;
        };
        let value_apart = |other: u64| value.abs_diff(other);
        let mut known: Vec<(i32, u64)> = series
            .iter()
            .filter_map(|other| {
                let value = measure(other.figure).and_then(number)?;
                let apart = match (other.figure.as_of, figure.figure.as_of) {
                    (Some(then), Some(now)) => days(then, now),
                    _ => 0,
                };
                Some((apart, value))
            })
            .collect();
        known.sort_by_key(|(apart, value)| (apart.abs(), value_apart(*value)));
        // The nearest on either side.
        let before = known.iter().find(|(apart, _)| *apart >= 0);
        let after = known.iter().find(|(apart, _)| *apart < 0);
        let fits = [
            before.map(|(apart, then)| step(*then, value, *apart)),
            after.map(|(apart, later)| step(value, *later, -*apart)),
        ];
        if let Some(best) = fits.into_iter().flatten().max() {
            return best;
        }
    }
    0
}

/// How well a count goes from one number to the next in so many days.
fn step(from: u64, to: u64, days: i32) -> i32 {
    let ratio = |a: u64, b: u64| a.max(1) as f64 / b.max(1) as f64;
    if from.abs_diff(to) <= 3 {
        return 10;
    }
    if to < from {
        return match ratio(from, to) {
            fall if fall <= 1.03 => 10,
            fall if fall <= 1.1 => 5,
            fall if fall <= 1.5 => -5,
            fall if fall <= 2.2 => -15,
            _ => -40,
        };
    }
    let (rise, days) = (ratio(to, from), f64::from(days));
    if rise <= 1.05 + 0.02 * days {
        10
    } else if rise <= 1.2 + 0.1 * days {
        5
    } else if rise <= 2.0 + 0.5 * days {
        -5
    } else {
        -30
    }
}
