//! Counting over reports and sets.

use super::compare::{Comparer, Verdict};
use super::load::{ClaimSet, ReportInput};
use super::matching::{Matched, match_report};
use super::problems::{Problems, problems};
use super::tables;
use crate::annotation::AnnotationLine;
use crate::names::Resolver;
use crate::report::{Report, precision_recall_f1};
use sayso_model::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// One scored field: its name, whether a line states it, whether a pair has it right.
pub(crate) struct FieldDef {
    pub(crate) name: &'static str,
    pub(crate) stated: fn(&AnnotationLine) -> bool,
    pub(crate) right: fn(&Verdict) -> bool,
}

/// The fields in the order of the tables.
pub(crate) const FIELDS: &[FieldDef] = &[
    FieldDef {
        name: "kind",
        stated: |_| true,
        right: |v| v.kind,
    },
    FieldDef {
        name: "happened",
        stated: |_| true,
        right: |v| v.happened,
    },
    FieldDef {
        name: "source_chain",
        stated: |_| true,
        right: |v| v.chain,
    },
    FieldDef {
        name: "innermost_source",
        stated: |_| true,
        right: |v| v.innermost,
    },
    FieldDef {
        name: "named_source",
        stated: |l| !l.sources.is_empty(),
        right: |v| v.innermost,
    },
    FieldDef {
        name: "self_claim",
        stated: |_| true,
        right: |v| v.self_claim,
    },
    FieldDef {
        name: "hedged",
        stated: |_| true,
        right: |v| v.hedged,
    },
    FieldDef {
        name: "perpetrator",
        stated: |l| l.perpetrator.is_some(),
        right: |v| v.perpetrator,
    },
    FieldDef {
        name: "target",
        stated: |l| l.target.is_some(),
        right: |v| v.target,
    },
    FieldDef {
        name: "weapon",
        stated: |l| l.weapon_class.is_some(),
        right: |v| v.weapon,
    },
    FieldDef {
        name: "place",
        stated: |l| !l.place.is_empty(),
        right: |v| v.place,
    },
    FieldDef {
        name: "place_any",
        stated: |l| !l.place.is_empty(),
        right: |v| v.place_any,
    },
    FieldDef {
        name: "place_25km",
        stated: |l| l.place_point.is_some(),
        right: |v| v.within_25_km,
    },
    FieldDef {
        name: "date",
        stated: |l| l.date_start.is_some() || l.date_end.is_some(),
        right: |v| v.date,
    },
    FieldDef {
        name: "killed",
        stated: |l| l.killed.is_some(),
        right: |v| v.killed,
    },
    FieldDef {
        name: "injured",
        stated: |l| l.injured.is_some(),
        right: |v| v.injured,
    },
    FieldDef {
        name: "killed_or_injured",
        stated: |l| l.killed_or_injured.is_some(),
        right: |v| v.killed_or_injured,
    },
    FieldDef {
        name: "victims_type",
        stated: |l| l.victims_type.is_some(),
        right: |v| v.victims,
    },
    FieldDef {
        name: "cumulative_since",
        stated: |l| l.cumulative_since.is_some(),
        right: |v| v.since,
    },
];

/// Counts of one field over matched pairs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FieldCount {
    pub(crate) stated: usize,
    pub(crate) right: usize,
    /// Stated by the gold line, left empty by the prediction.
    pub(crate) left_empty: usize,
    pub(crate) unstated: usize,
    pub(crate) false_fills: usize,
}

/// Counts of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KindCount {
    pub(crate) gold: usize,
    pub(crate) matched: usize,
    pub(crate) kind_right: usize,
    pub(crate) strict: usize,
    /// Spurious predictions of this kind.
    pub(crate) spurious: usize,
}

/// Counts of one set, or of all together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) reports: usize,
    pub(crate) required: usize,
    pub(crate) matched: usize,
    pub(crate) strict: usize,
    pub(crate) spurious: usize,
    pub(crate) ignored: usize,
    pub(crate) spurious_touching_optional: usize,
    pub(crate) evidence_not_found: usize,
    pub(crate) problems: Problems,
    pub(crate) fields: BTreeMap<&'static str, FieldCount>,
    pub(crate) kinds: BTreeMap<Kind, KindCount>,
    /// Matched pairs that miss the strict measure: by the wrong part, all and those with nothing else wrong.
    pub(crate) blockers: BTreeMap<&'static str, (usize, usize)>,
}

impl Tally {
    fn add_report(&mut self, matched: &Matched<'_>, comparer: Comparer<'_>) {
        self.reports += 1;
        self.evidence_not_found += matched.evidence_not_found;
        for (position, line) in matched
            .gold
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.optional)
        {
            self.required += 1;
            let kind = self.kinds.entry(line.kind).or_default();
            kind.gold += 1;
            let Some((_, predicted, verdict)) = matched.gold_pair(position) else {
                continue;
            };
            kind.matched += 1;
            kind.kind_right += usize::from(verdict.kind);
            kind.strict += usize::from(verdict.strict());
            self.matched += 1;
            self.strict += usize::from(verdict.strict());
            let predicted = matched.predicted[*predicted];
            self.add_fields(&comparer.oriented(line, predicted), predicted, verdict);
        }
        for position in 0..matched.predicted.len() {
            match matched.prediction_pair(position) {
                Some((gold, ..)) => self.ignored += usize::from(matched.gold[*gold].optional),
                None if matched.only_over_optional(position) => self.ignored += 1,
                None => {
                    self.spurious += 1;
                    self.spurious_touching_optional +=
                        usize::from(matched.touches_optional(position));
                    self.kinds
                        .entry(matched.predicted[position].kind)
                        .or_default()
                        .spurious += 1;
                }
            }
        }
        self.problems.add(&problems(matched));
    }

    fn add_fields(&mut self, gold: &AnnotationLine, predicted: &AnnotationLine, verdict: &Verdict) {
        for field in FIELDS {
            let count = self.fields.entry(field.name).or_default();
            let filled = (field.stated)(predicted);
            if (field.stated)(gold) {
                count.stated += 1;
                count.right += usize::from((field.right)(verdict));
                count.left_empty += usize::from(!filled);
            } else {
                count.unstated += 1;
                count.false_fills += usize::from(filled && !(field.right)(verdict));
            }
        }
        let parts = [
            ("happened", verdict.happened),
            ("innermost_source", verdict.innermost),
            ("perpetrator", verdict.perpetrator),
            ("killed", verdict.killed),
            ("injured", verdict.injured),
        ];
        let wrong: Vec<&'static str> = parts
            .into_iter()
            .filter(|(_, right)| !right)
            .map(|(name, _)| name)
            .collect();
        for name in &wrong {
            let blocker = self.blockers.entry(name).or_default();
            blocker.0 += 1;
            blocker.1 += usize::from(wrong.len() == 1);
        }
    }

    /// Predictions that count: those that answer a required line and the spurious ones.
    pub(crate) fn counted(&self) -> usize {
        self.matched + self.spurious
    }

    pub(crate) fn detection(&self) -> (f64, f64, f64) {
        precision_recall_f1(
            self.matched as f64,
            self.counted() as f64,
            self.required as f64,
        )
    }

    pub(crate) fn strict_f1(&self) -> (f64, f64, f64) {
        precision_recall_f1(
            self.strict as f64,
            self.counted() as f64,
            self.required as f64,
        )
    }

    fn measures(&self, set: &str, out: &mut BTreeMap<String, f64>) {
        let mut put = |name: &str, value: f64| {
            out.insert(format!("claims.{set}.{name}"), value);
        };
        let (precision, recall, f1) = self.detection();
        put("detection_precision", precision);
        put("detection_recall", recall);
        put("detection_f1", f1);
        let (precision, recall, f1) = self.strict_f1();
        put("strict_precision", precision);
        put("strict_recall", recall);
        put("strict_f1", f1);
        for (name, count) in &self.fields {
            if count.stated > 0 {
                put(name, count.right as f64 / count.stated as f64);
            }
            if count.unstated > 0 {
                put(
                    &format!("{name}_false_fill"),
                    count.false_fills as f64 / count.unstated as f64,
                );
            }
        }
        put("required", self.required as f64);
        put("matched", self.matched as f64);
        put("spurious", self.spurious as f64);
        put("toll_confusions", self.problems.toll_confusions as f64);
        put("inventions", self.problems.inventions as f64);
        put("non_events_as_occurrences", self.problems.non_events as f64);
        if self.problems.non_event_lines > 0 {
            let share = self.problems.non_events as f64 / self.problems.non_event_lines as f64;
            put("non_events_as_occurrences_share", share);
        }
        put("evidence_not_found", self.evidence_not_found as f64);
    }
}

/// Scores predictions on the annotated reports of the sets.
///
/// Names are compared with each set's own `world.json` first, then with `resolver`. Predictions on other reports
/// are left out and counted in the text.
pub fn score(sets: &[ClaimSet], predictions: &[AnnotationLine], resolver: Resolver<'_>) -> Report {
    let mut by_report: BTreeMap<&str, Vec<&AnnotationLine>> = BTreeMap::new();
    for line in predictions {
        by_report
            .entry(line.report.as_str())
            .or_default()
            .push(line);
    }
    let mut report = Report::default();
    let mut all = Tally::default();
    let mut tallies: Vec<(String, Tally)> = Vec::new();
    let mut scored: BTreeSet<&str> = BTreeSet::new();
    for set in sets {
        let world = |input: &ReportInput, name: &str| set.world.resolve(input, name);
        let mut tally = Tally::default();
        for input in set
            .reports
            .iter()
            .filter(|input| set.annotated.contains(&input.id))
        {
            scored.insert(&input.id);
            let comparer = Comparer {
                report: input,
                resolvers: [&world, resolver],
            };
            let gold = set
                .gold
                .iter()
                .filter(|line| line.report == input.id)
                .collect();
            let predicted = by_report
                .get(input.id.as_str())
                .cloned()
                .unwrap_or_default();
            let matched = match_report(comparer, gold, predicted);
            tally.add_report(&matched, comparer);
            all.add_report(&matched, comparer);
            report.errors.extend(tables::errors(&matched, comparer));
        }
        tallies.push((set.name.clone(), tally));
    }
    all.measures("all", &mut report.measures);
    for (name, tally) in &tallies {
        tally.measures(name, &mut report.measures);
    }
    let elsewhere = predictions
        .iter()
        .filter(|line| !scored.contains(line.report.as_str()))
        .count();
    report.text = tables::text(&all, &tallies, elsewhere);
    report.errors.sort();
    report
}
