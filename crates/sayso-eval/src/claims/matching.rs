//! Which prediction answers which gold line of a report.

use super::compare::{Comparer, Verdict};
use crate::annotation::AnnotationLine;
use crate::assign::best_assignment;
use sayso_model::Kind;
use std::ops::Range;

/// The lines of one report with their assignment.
pub(crate) struct Matched<'a> {
    pub(crate) gold: Vec<&'a AnnotationLine>,
    pub(crate) predicted: Vec<&'a AnnotationLine>,
    /// Gold position, prediction position, verdict.
    pub(crate) pairs: Vec<(usize, usize, Verdict)>,
    /// `overlaps[gold][prediction]`: their evidence overlaps.
    pub(crate) overlaps: Vec<Vec<bool>>,
    /// Evidence strings of predictions that are not in the text.
    pub(crate) evidence_not_found: usize,
}

impl Matched<'_> {
    pub(crate) fn gold_pair(&self, gold: usize) -> Option<&(usize, usize, Verdict)> {
        self.pairs.iter().find(|pair| pair.0 == gold)
    }

    pub(crate) fn prediction_pair(&self, predicted: usize) -> Option<&(usize, usize, Verdict)> {
        self.pairs.iter().find(|pair| pair.1 == predicted)
    }

    /// Whether an unassigned prediction overlaps optional lines and no required one.
    pub(crate) fn only_over_optional(&self, predicted: usize) -> bool {
        let over = |optional: bool| {
            self.gold
                .iter()
                .zip(&self.overlaps)
                .any(|(line, row)| line.optional == optional && row[predicted])
        };
        over(true) && !over(false)
    }

    /// Whether an unassigned prediction overlaps an optional line at all.
    pub(crate) fn touches_optional(&self, predicted: usize) -> bool {
        self.gold
            .iter()
            .zip(&self.overlaps)
            .any(|(line, row)| line.optional && row[predicted])
    }
}

/// Assigns predictions to gold lines so that the sum of similarities is greatest.
pub(crate) fn match_report<'a>(
    comparer: Comparer<'_>,
    gold: Vec<&'a AnnotationLine>,
    predicted: Vec<&'a AnnotationLine>,
) -> Matched<'a> {
    let text = comparer.report.text.as_str();
    let gold_ranges: Vec<_> = gold
        .iter()
        .map(|line| located(text, &line.evidence).0)
        .collect();
    let located_predictions: Vec<_> = predicted
        .iter()
        .map(|line| located(text, &line.evidence))
        .collect();
    let evidence_not_found = located_predictions.iter().map(|(_, missing)| missing).sum();
    let overlaps: Vec<Vec<bool>> = gold_ranges
        .iter()
        .map(|ranges| {
            located_predictions
                .iter()
                .map(|(others, _)| overlap(ranges, others))
                .collect()
        })
        .collect();
    let mut verdicts = Vec::new();
    let mut weights = Vec::new();
    for (line, row) in gold.iter().zip(&overlaps) {
        let verdict_row: Vec<Option<Verdict>> = predicted
            .iter()
            .zip(row)
            .map(|(other, overlaps)| {
                (*overlaps && same_group(line, other)).then(|| comparer.compare(line, other))
            })
            .collect();
        weights.push(
            verdict_row
                .iter()
                .map(|v| v.map_or(0, |v| v.similarity_doubled() * 1_000_000 + v.tie_break()))
                .collect::<Vec<i64>>(),
        );
        verdicts.push(verdict_row);
    }
    let pairs = best_assignment(&weights)
        .into_iter()
        .enumerate()
        .filter_map(|(g, p)| p.and_then(|p| verdicts[g][p].map(|verdict| (g, p, verdict))))
        .collect();
    Matched {
        gold,
        predicted,
        pairs,
        overlaps,
        evidence_not_found,
    }
}

/// Kind groups of the guide; see the module page for responsibility statements.
pub(crate) fn same_group(one: &AnnotationLine, other: &AnnotationLine) -> bool {
    let (a, b) = (group(one.kind), group(other.kind));
    if a != b {
        return false;
    }
    let statement = |line: &AnnotationLine| line.kind == Kind::StatementOfResponsibility;
    statement(one) == statement(other) || one.self_claim || other.self_claim
}

pub(crate) fn group(kind: Kind) -> u8 {
    match kind {
        Kind::Attack
        | Kind::Strike
        | Kind::Bombing
        | Kind::Clash
        | Kind::StatementOfResponsibility => 0,
        Kind::Interception => 1,
        Kind::Abduction | Kind::Detention => 2,
        Kind::Denial => 3,
        Kind::ThreatOrPlan => 4,
        Kind::TollCumulative => 5,
        Kind::Other => 6,
    }
}

/// Every place in the text where an evidence string stands, and how many strings stand nowhere.
fn located(text: &str, evidence: &[String]) -> (Vec<Range<usize>>, usize) {
    let mut ranges = Vec::new();
    let mut missing = 0;
    for words in evidence {
        let words = words.trim();
        let before = ranges.len();
        if !words.is_empty() {
            ranges.extend(
                text.match_indices(words)
                    .map(|(start, found)| start..start + found.len()),
            );
        }
        missing += usize::from(ranges.len() == before);
    }
    (ranges, missing)
}

fn overlap(one: &[Range<usize>], other: &[Range<usize>]) -> bool {
    one.iter()
        .any(|a| other.iter().any(|b| a.start < b.end && b.start < a.end))
}
