//! Ranges: the year that one of two coordinated dates lends to the other, and the joining of two dates into one stretch.

use crate::atoms::Atoms;
use crate::calendar::{self, Interval, day_code};
use crate::fields::Fields;
use crate::file::Operation;
use crate::lexicon::TimeLexicon;
use crate::matching::Match;
use crate::resolve::Outcome;
use crate::scan::Found;
use crate::{Role, TimeExpression, TimeKind};
use sayso_model::Span;
use std::ops::Range;

/// The year and month of the date that the first of these matches is coordinated with ("in May and June 1915").
pub(crate) fn coupled(
    lexicon: &TimeLexicon,
    atoms: &Atoms,
    matches: &[Match<'_>],
) -> Option<(i16, i8)> {
    for pair in matches.windows(2).take(6) {
        let [left, right] = pair else { return None };
        let calendar = |found: &Match<'_>| {
            matches!(
                lexicon.rules[found.rule].entry.op,
                Operation::Calendar | Operation::DayRange
            )
        };
        if !calendar(left)
            || !calendar(right)
            || !joined(lexicon, atoms, left.end, right.start, "join")
        {
            return None;
        }
        let fields = Fields::read(lexicon, right);
        if let Some(year) = fields.calendar_year(None) {
            return Some((year, fields.month?));
        }
    }
    None
}

/// Only words of a list, at most three, stand between two places.
fn joined(lexicon: &TimeLexicon, atoms: &Atoms, mut from: usize, to: usize, list: &str) -> bool {
    if from >= to || to - from > 3 {
        return false;
    }
    while from < to {
        match lexicon.in_list(list, atoms, from) {
            Some(end) if end > from => from = end,
            _ => return false,
        }
    }
    from == to
}

/// One end of a range that the text shortened.
pub(crate) fn end_of(
    mut end: TimeExpression,
    interval: Interval,
    range: &Outcome,
) -> TimeExpression {
    end.value.start = Some(interval.0);
    end.value.end = Some(interval.1);
    end.value.precision = Some(calendar::precision(interval));
    end.timex2_value = if interval.0 == interval.1 {
        day_code(interval.0)
    } else {
        calendar::year_code(interval.0.year())
    };
    end.basis = range.basis;
    end
}

/// Joins "from 3 May to 7 May", "14 August - 24 August", "between March and June" into one expression with two ends.
pub(crate) fn join(
    lexicon: &TimeLexicon,
    atoms: &Atoms,
    found: Vec<Found>,
    tokens: impl Fn(Span) -> Range<usize>,
) -> Vec<TimeExpression> {
    let mut out: Vec<Found> = Vec::new();
    for (next, range) in found {
        if let Some((last, last_range)) = out.last_mut() {
            let between = last.role == Role::Between
                && joined(lexicon, atoms, last_range.end, range.start, "list");
            let bounds = (last.value.interval(), next.value.interval());
            if let (Some((start, first_end)), Some((second_start, end))) = bounds
                && matches!(last.kind, TimeKind::Date | TimeKind::Time)
                && matches!(next.kind, TimeKind::Date | TimeKind::Time)
                && last.ends.is_empty()
                && next.ends.is_empty()
                && first_end <= second_start
                && (between || joined(lexicon, atoms, last_range.end, range.start, "to"))
            {
                let mut whole = last.clone();
                whole.span = last.span.cover(next.span);
                whole.tokens = tokens(whole.span);
                whole.value.end = Some(end);
                whole.value.modifier = None;
                whole.value.precision = Some(calendar::precision((start, end)));
                whole.timex2_value.clear();
                whole.ends = vec![last.clone(), next];
                *last_range = last_range.start..range.end;
                *last = whole;
                continue;
            }
        }
        out.push((next, range));
    }
    out.into_iter().map(|(expression, _)| expression).collect()
}
