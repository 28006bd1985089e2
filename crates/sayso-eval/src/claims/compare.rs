//! One gold line beside one predicted line, field by field.

use super::load::ReportInput;
use crate::annotation::{AnnotationLine, Figure};
use crate::geo::kilometres;
use crate::names::{Resolver, parties_match, places_match, targets_match};
use jiff::civil::Date;
use sayso_model::{DateBasis, Kind};
use std::borrow::Cow;

/// Which fields of a pair are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) kind: bool,
    pub(crate) happened: bool,
    pub(crate) chain: bool,
    pub(crate) innermost: bool,
    pub(crate) self_claim: bool,
    pub(crate) perpetrator: bool,
    pub(crate) target: bool,
    pub(crate) weapon: bool,
    pub(crate) place: bool,
    pub(crate) place_any: bool,
    pub(crate) within_25_km: bool,
    pub(crate) date: bool,
    pub(crate) killed: bool,
    pub(crate) injured: bool,
    pub(crate) killed_or_injured: bool,
    pub(crate) victims: bool,
    pub(crate) since: bool,
    pub(crate) hedged: bool,
}

impl Verdict {
    /// The headline: what must be right besides the kind group.
    pub(crate) fn strict(&self) -> bool {
        self.happened && self.innermost && self.perpetrator && self.killed && self.injured
    }

    /// The guide's similarity, doubled so that it is whole.
    pub(crate) fn similarity_doubled(&self) -> i64 {
        let whole = |right: bool| if right { 2 } else { 0 };
        let half = |right: bool| i64::from(right);
        2 + whole(self.innermost)
            + whole(self.perpetrator)
            + half(self.target)
            + half(self.place)
            + half(self.weapon)
            + half(self.date)
            + half(self.killed && self.injured)
    }

    /// Decides between assignments of equal similarity.
    pub(crate) fn tie_break(&self) -> i64 {
        [
            self.kind,
            self.happened,
            self.chain,
            self.victims,
            self.within_25_km,
            self.since,
            self.self_claim,
            self.hedged,
        ]
        .into_iter()
        .map(i64::from)
        .sum()
    }
}

/// Compares names by registries, asked in order, then by their words.
#[derive(Clone, Copy)]
pub(crate) struct Comparer<'a> {
    pub(crate) report: &'a ReportInput,
    /// Each has ids of its own: only two answers of one registry are compared.
    pub(crate) resolvers: [Resolver<'a>; 2],
}

impl Comparer<'_> {
    pub(crate) fn compare(&self, gold: &AnnotationLine, predicted: &AnnotationLine) -> Verdict {
        let gold = self.oriented(gold, predicted);
        let chains = || std::iter::once(&gold.sources).chain(&gold.sources_alt);
        let first_place = predicted.place.first();
        Verdict {
            kind: gold.kind == predicted.kind,
            happened: gold.happened == predicted.happened,
            chain: chains().any(|chain| self.chains_match(chain, &predicted.sources)),
            innermost: chains().any(|chain| match (chain.last(), predicted.sources.last()) {
                (None, None) => true,
                (Some(one), Some(other)) => self.names_match(one, other, parties_match),
                _ => false,
            }),
            self_claim: gold.self_claim == predicted.self_claim,
            perpetrator: self.optional_match(
                &gold.perpetrator,
                &predicted.perpetrator,
                parties_match,
            ),
            target: self.optional_match(&gold.target, &predicted.target, targets_match),
            weapon: gold.weapon_class == predicted.weapon_class,
            place: match first_place {
                None => gold.place.is_empty(),
                Some(first) => gold.place.iter().any(|name| places_match(name, first)),
            },
            place_any: match first_place {
                None => gold.place.is_empty(),
                Some(_) => predicted
                    .place
                    .iter()
                    .any(|p| gold.place.iter().any(|name| places_match(name, p))),
            },
            within_25_km: match (gold.place_point, predicted.place_point) {
                (None, None) => true,
                (Some(one), Some(other)) => kilometres(one, other) <= 25.0,
                _ => false,
            },
            date: dates_match(&gold, predicted),
            killed: figures_match(gold.killed, predicted.killed),
            injured: figures_match(gold.injured, predicted.injured),
            killed_or_injured: figures_match(gold.killed_or_injured, predicted.killed_or_injured),
            victims: gold.victims_type == predicted.victims_type,
            since: days_apart(gold.cumulative_since, predicted.cumulative_since, 10),
            hedged: gold.hedged == predicted.hedged,
        }
    }

    /// The gold line with the sides of a clash in the order that fits the prediction better.
    pub(crate) fn oriented<'g>(
        &self,
        gold: &'g AnnotationLine,
        predicted: &AnnotationLine,
    ) -> Cow<'g, AnnotationLine> {
        if gold.kind != Kind::Clash {
            return Cow::Borrowed(gold);
        }
        let fits = |one: &Option<String>, other: &Option<String>| {
            // The perpetrator weighs more, as in the similarity.
            2 * usize::from(self.optional_match(one, &predicted.perpetrator, parties_match))
                + usize::from(self.optional_match(other, &predicted.target, targets_match))
        };
        if fits(&gold.target, &gold.perpetrator) <= fits(&gold.perpetrator, &gold.target) {
            return Cow::Borrowed(gold);
        }
        let mut turned = gold.clone();
        std::mem::swap(&mut turned.perpetrator, &mut turned.target);
        Cow::Owned(turned)
    }

    fn chains_match(&self, one: &[String], other: &[String]) -> bool {
        one.len() == other.len()
            && one
                .iter()
                .zip(other)
                .all(|(a, b)| self.names_match(a, b, parties_match))
    }

    fn optional_match(
        &self,
        one: &Option<String>,
        other: &Option<String>,
        words: fn(&str, &str) -> bool,
    ) -> bool {
        match (one, other) {
            (None, None) => true,
            (Some(one), Some(other)) => self.names_match(one, other, words),
            _ => false,
        }
    }

    fn names_match(&self, one: &str, other: &str, words: fn(&str, &str) -> bool) -> bool {
        if one == other {
            return true;
        }
        let decided = self.resolvers.iter().find_map(|resolver| {
            let (one, other) = (resolver(self.report, one)?, resolver(self.report, other)?);
            Some(one == other)
        });
        decided.unwrap_or_else(|| words(one, other))
    }
}

fn figures_match(gold: Option<Figure>, predicted: Option<Figure>) -> bool {
    match (gold, predicted) {
        (None, None) => true,
        (Some(gold), Some(predicted)) => match (gold.best, predicted.best) {
            (Some(one), Some(other)) => one == other,
            _ => gold.low == predicted.low && gold.high == predicted.high,
        },
        _ => false,
    }
}

fn dates_match(gold: &AnnotationLine, predicted: &AnnotationLine) -> bool {
    let end_matches = |gold_day: Option<Date>, day: Option<Date>| {
        (day.is_none() && gold.date_basis == Some(DateBasis::Reporting))
            || days_apart(gold_day, day, 1)
    };
    end_matches(gold.date_start, predicted.date_start)
        && end_matches(gold.date_end, predicted.date_end)
}

fn days_apart(one: Option<Date>, other: Option<Date>, most: i32) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => (other - one).get_days().abs() <= most,
        _ => false,
    }
}
