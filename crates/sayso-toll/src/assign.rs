//! Which figures are of one series.
//!
//! Figures with an issuer come first, by their day; each joins the series it goes with best, or begins one. Then those
//! that media give in their own voice: they join the series whose count they can only have from there, or make series
//! of their own. The order of the input decides nothing.

use crate::counted::Counted;
use crate::curve::Series;
use crate::figure::{Relations, TollFigure};
use crate::score::{ENOUGH, Read, Scorer};
use crate::words::TollWords;
use jiff::civil::Date;

/// Puts figures into series, sorted by their ids.
pub fn series(figures: &[TollFigure], relations: &dyn Relations, words: &TollWords) -> Vec<Series> {
    let mut order: Vec<&TollFigure> = figures.iter().collect();
    let day = |day: Option<Date>| day.unwrap_or(Date::MAX);
    order.sort_by(|a, b| {
        (a.issuer.is_none(), day(a.as_of), day(a.published), *a).cmp(&(
            b.issuer.is_none(),
            day(b.as_of),
            day(b.published),
            *b,
        ))
    });
    order.dedup_by(|a, b| (&a.report, &a.claim) == (&b.report, &b.claim));
    let scorer = Scorer { words, relations };
    let mut groups: Vec<Vec<Read<'_>>> = Vec::new();
    for figure in order {
        let read = Read {
            figure,
            counted: Counted::of(figure, words),
        };
        let best = groups
            .iter()
            .enumerate()
            .map(|(at, group)| (scorer.score(&read, group), std::cmp::Reverse(at)))
            .max();
        match best {
            Some((score, std::cmp::Reverse(at))) if score >= ENOUGH => groups[at].push(read),
            _ => groups.push(vec![read]),
        }
    }
    Series::of_groups(&groups)
}
