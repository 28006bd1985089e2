//! The line that answers each gold line, for scorers of what joins claims.

use super::compare::Comparer;
use super::load::{ClaimSet, ReportInput};
use super::matching::match_report;
use crate::annotation::AnnotationLine;
use crate::names::Resolver;
use std::collections::BTreeMap;

/// For each gold `claim_id` of a set the line that the assignment of the guide gives it, if any.
pub fn matched_lines<'a>(
    set: &'a ClaimSet,
    lines: &'a [AnnotationLine],
    resolver: Resolver<'_>,
) -> BTreeMap<&'a str, &'a AnnotationLine> {
    let mut by_report: BTreeMap<&str, Vec<&AnnotationLine>> = BTreeMap::new();
    for line in lines {
        by_report.entry(&line.report).or_default().push(line);
    }
    let world = |input: &ReportInput, name: &str| set.world.resolve(input, name);
    let mut found = BTreeMap::new();
    for input in &set.reports {
        let comparer = Comparer {
            report: input,
            resolvers: [&world, resolver],
        };
        let gold: Vec<&'a AnnotationLine> = set
            .gold
            .iter()
            .filter(|line| line.report == input.id)
            .collect();
        let predicted = by_report
            .get(input.id.as_str())
            .cloned()
            .unwrap_or_default();
        let matched = match_report(comparer, gold, predicted);
        for (gold, predicted, _) in &matched.pairs {
            found.insert(
                matched.gold[*gold].claim_id.as_str(),
                matched.predicted[*predicted],
            );
        }
    }
    found
}
