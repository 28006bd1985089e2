//! Grave errors that the guide counts on their own: toll confusions, inventions, non-events coded as occurrences.

use super::matching::{Matched, group};
use crate::annotation::{AnnotationLine, Figure};
use sayso_model::{Happened, Kind};

/// Counts of grave errors, with the positions of those of one report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems {
    /// Incident tolls coded as cumulative or the reverse.
    pub(crate) toll_confusions: usize,
    /// Claims on reports without gold lines.
    pub(crate) inventions: usize,
    /// Gold denials, threats and hypotheses (required) that came out as occurrences.
    pub(crate) non_events: usize,
    /// Required gold denials, threats and hypotheses.
    pub(crate) non_event_lines: usize,
    /// (class, gold position, prediction position).
    pub(crate) found: Vec<(&'static str, Option<usize>, usize)>,
}

impl Problems {
    pub(crate) fn add(&mut self, other: &Problems) {
        self.toll_confusions += other.toll_confusions;
        self.inventions += other.inventions;
        self.non_events += other.non_events;
        self.non_event_lines += other.non_event_lines;
    }
}

/// The grave errors of one report.
///
/// A toll confusion is an unassigned prediction over the evidence of an unassigned gold line with the same killed or
/// injured figure, exactly one of the two being a cumulative toll. A non-event coded as an occurrence is a required
/// denial, threat or hypothesis that is matched by a line saying `asserted`, or is unmatched while an unassigned
/// asserted physical act lies over its evidence and over no other gold line of that act's group.
pub(crate) fn problems(matched: &Matched<'_>) -> Problems {
    let mut out = Problems::default();
    if matched.gold.is_empty() {
        out.inventions = matched.predicted.len();
        out.found
            .extend((0..matched.predicted.len()).map(|p| ("invention", None, p)));
    }
    let free: Vec<usize> = (0..matched.predicted.len())
        .filter(|p| matched.prediction_pair(*p).is_none())
        .collect();
    for (p, predicted) in free.iter().map(|p| (*p, matched.predicted[*p])) {
        let confused = (0..matched.gold.len()).find(|g| {
            let gold = matched.gold[*g];
            matched.overlaps[*g][p]
                && matched.gold_pair(*g).is_none()
                && (gold.kind == Kind::TollCumulative) != (predicted.kind == Kind::TollCumulative)
                && (same(gold.killed, predicted.killed) || same(gold.injured, predicted.injured))
        });
        if let Some(gold) = confused {
            out.toll_confusions += 1;
            out.found.push(("toll-confusion", Some(gold), p));
        }
    }
    for (g, gold) in matched.gold.iter().enumerate() {
        if gold.optional || gold.happened == Happened::Asserted {
            continue;
        }
        out.non_event_lines += 1;
        let culprit = match matched.gold_pair(g) {
            Some((_, p, _)) => {
                Some(*p).filter(|p| matched.predicted[*p].happened == Happened::Asserted)
            }
            None => free.iter().copied().find(|p| {
                physical(matched.predicted[*p])
                    && matched.overlaps[g][*p]
                    && !explained(matched, g, *p)
            }),
        };
        if let Some(p) = culprit {
            out.non_events += 1;
            out.found.push(("non-event-as-occurrence", Some(g), p));
        }
    }
    out
}

fn physical(line: &AnnotationLine) -> bool {
    line.happened == Happened::Asserted && group(line.kind) <= group(Kind::Detention)
}

/// Whether another gold line of the prediction's group has the same evidence, so that the prediction may mean that.
fn explained(matched: &Matched<'_>, not: usize, predicted: usize) -> bool {
    let kind = group(matched.predicted[predicted].kind);
    (0..matched.gold.len())
        .any(|g| g != not && matched.overlaps[g][predicted] && group(matched.gold[g].kind) == kind)
}

fn same(one: Option<Figure>, other: Option<Figure>) -> bool {
    let number = |figure: Figure| figure.best.or(figure.low).or(figure.high);
    matches!((one.and_then(number), other.and_then(number)), (Some(a), Some(b)) if a == b)
}
