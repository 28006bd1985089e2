//! The GTT micro-F1: predicted templates are mapped to gold templates one to one so that the document's F1 is
//! greatest; incident types and entities of all documents are then counted together.
//!
//! - Two templates may be mapped when the predicted incident type is part of the gold type's string.
//! - A mapped pair earns its incident type; a predicted entity is right when all its mentions are mentions of one gold
//!   entity of the role; a gold entity is found when some predicted entity is right for it.
//! - Mentions are compared in lower case without punctuation and articles.

use super::problems::errors;
use super::words::words;
use super::{Corpus, Predictions, ROLES, Template};
use crate::assign::best_assignment;
use crate::report::{Report, precision_recall_f1, table};

/// Slots: the incident type, then the roles.
const SLOTS: usize = ROLES.len() + 1;

/// Above this many mappings the best one is sought by assignment instead of by trying all.
const MOST_MAPPINGS: u64 = 100_000;

/// Right and all, on the side of predictions and of the gold, per slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    predicted_right: [usize; SLOTS],
    predicted: [usize; SLOTS],
    gold_found: [usize; SLOTS],
    gold: [usize; SLOTS],
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        for slot in 0..SLOTS {
            self.predicted_right[slot] += other.predicted_right[slot];
            self.predicted[slot] += other.predicted[slot];
            self.gold_found[slot] += other.gold_found[slot];
            self.gold[slot] += other.gold[slot];
        }
    }

    fn scores(&self, slots: std::ops::Range<usize>) -> (f64, f64, f64) {
        let sum = |values: &[usize; SLOTS]| values[slots.clone()].iter().sum::<usize>() as f64;
        let (right, predicted) = (sum(&self.predicted_right), sum(&self.predicted));
        let (found, gold) = (sum(&self.gold_found), sum(&self.gold));
        if predicted == 0.0 && gold == 0.0 {
            return (0.0, 0.0, 0.0);
        }
        let precision = if predicted > 0.0 {
            right / predicted
        } else {
            0.0
        };
        let recall = if gold > 0.0 { found / gold } else { 0.0 };
        let sum = precision + recall;
        (
            precision,
            recall,
            if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        )
    }
}

type Entities = Vec<Vec<String>>;

/// A template with its mentions normalised.
pub(super) struct Normal {
    pub(super) incident_type: String,
    pub(super) roles: [Entities; 5],
}

fn normal(template: &Template) -> Normal {
    let entities = |list: &Entities| {
        list.iter()
            .map(|e| e.iter().map(|m| normal_mention(m)).collect())
            .collect()
    };
    Normal {
        incident_type: template.incident_type.to_lowercase(),
        roles: template.roles().map(entities),
    }
}

/// A mention as the measure compares it: lower case, without punctuation and articles.
pub fn normal_mention(mention: &str) -> String {
    let bare: String = mention
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_ascii_punctuation())
        .collect();
    let words: Vec<&str> = bare
        .split_whitespace()
        .filter(|word| !words().articles.contains(*word))
        .collect();
    words.join(" ")
}

/// What a mapped pair earns: per slot, predicted entities right and gold entities found; `None`: may not be mapped.
fn credit(predicted: &Normal, gold: &Normal) -> Option<Counts> {
    if !gold.incident_type.contains(&predicted.incident_type) {
        return None;
    }
    let mut counts = Counts::default();
    counts.predicted_right[0] = 1;
    counts.gold_found[0] = 1;
    let fits = |gold: &Vec<String>, predicted: &Vec<String>| {
        predicted.iter().all(|mention| gold.contains(mention))
    };
    for role in 0..ROLES.len() {
        let (own, others) = (&predicted.roles[role], &gold.roles[role]);
        counts.predicted_right[role + 1] = own
            .iter()
            .filter(|e| others.iter().any(|g| fits(g, e)))
            .count();
        counts.gold_found[role + 1] = others
            .iter()
            .filter(|g| own.iter().any(|e| fits(g, e)))
            .count();
    }
    Some(counts)
}

/// All slots of the templates, none right.
fn totals(predicted: &[Normal], gold: &[Normal]) -> Counts {
    let mut counts = Counts::default();
    for template in predicted {
        counts.predicted[0] += 1;
        template
            .roles
            .iter()
            .enumerate()
            .for_each(|(role, list)| counts.predicted[role + 1] += list.len());
    }
    for template in gold {
        counts.gold[0] += 1;
        template
            .roles
            .iter()
            .enumerate()
            .for_each(|(role, list)| counts.gold[role + 1] += list.len());
    }
    counts
}

/// The mapping (prediction → gold) with the greatest F1, and its counts.
fn best_mapping(predicted: &[Normal], gold: &[Normal]) -> (Vec<Option<usize>>, Counts) {
    let credits: Vec<Vec<Option<Counts>>> = predicted
        .iter()
        .map(|p| gold.iter().map(|g| credit(p, g)).collect())
        .collect();
    let base = totals(predicted, gold);
    let mappings = (gold.len() as u64 + 1).checked_pow(predicted.len() as u32);
    if mappings.is_some_and(|number| number <= MOST_MAPPINGS) {
        let mut search = Search {
            credits: &credits,
            best: None,
        };
        search.extend(&mut Vec::new(), &mut vec![false; gold.len()], base);
        return search.best.map_or(
            (vec![None; predicted.len()], base),
            |(_, mapping, counts)| (mapping, counts),
        );
    }
    let (all_predicted, all_gold) = (
        base.predicted.iter().sum::<usize>(),
        base.gold.iter().sum::<usize>(),
    );
    let weight = |credit: &Option<Counts>| {
        credit.map_or(0, |c| {
            let right: usize = c.predicted_right.iter().sum();
            let found: usize = c.gold_found.iter().sum();
            (right * all_gold + found * all_predicted) as i64
        })
    };
    let weights: Vec<Vec<i64>> = credits
        .iter()
        .map(|row| row.iter().map(weight).collect())
        .collect();
    let mapping = best_assignment(&weights);
    let mut counts = base;
    for (p, g) in mapping.iter().enumerate() {
        if let Some(credit) = g.and_then(|g| credits[p][g]) {
            counts.add(&credit);
        }
    }
    (mapping, counts)
}

struct Search<'a> {
    credits: &'a [Vec<Option<Counts>>],
    best: Option<(f64, Vec<Option<usize>>, Counts)>,
}

impl Search<'_> {
    fn extend(&mut self, mapping: &mut Vec<Option<usize>>, taken: &mut Vec<bool>, counts: Counts) {
        let Some(row) = self.credits.get(mapping.len()) else {
            let f1 = counts.scores(0..SLOTS).2;
            if self.best.as_ref().is_none_or(|(best, ..)| f1 > *best) {
                self.best = Some((f1, mapping.clone(), counts));
            }
            return;
        };
        for (gold, credit) in row.iter().enumerate() {
            let Some(credit) = credit.filter(|_| !taken[gold]) else {
                continue;
            };
            let mut with = counts;
            with.add(&credit);
            taken[gold] = true;
            mapping.push(Some(gold));
            self.extend(mapping, taken, with);
            mapping.pop();
            taken[gold] = false;
        }
        mapping.push(None);
        self.extend(mapping, taken, counts);
        mapping.pop();
    }
}

/// Scores templates on a split; documents without templates count.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let mut all = Counts::default();
    for document in &corpus.documents {
        let predicted = predictions
            .get(&document.id)
            .map_or(&[] as &[Template], Vec::as_slice);
        let own: Vec<Normal> = predicted.iter().map(normal).collect();
        let gold: Vec<Normal> = document.templates.iter().map(normal).collect();
        let (mapping, counts) = best_mapping(&own, &gold);
        all.add(&counts);
        errors(&document.id, &own, &gold, &mapping, &mut report.errors);
    }
    let mut put = |name: &str, value: f64| {
        report
            .measures
            .insert(format!("muc4.{}.{name}", corpus.name), value);
    };
    let mut rows = Vec::new();
    let slots = std::iter::once("incident_type")
        .chain(ROLES)
        .enumerate()
        .map(|(slot, name)| (name, slot..slot + 1));
    for (name, range) in slots.chain([("all (GTT micro)", 0..SLOTS)]) {
        let (precision, recall, f1) = all.scores(range.clone());
        if range.len() == 1 {
            put(&format!("{name}_f1"), f1);
        } else {
            put("gtt_precision", precision);
            put("gtt_recall", recall);
            put("gtt_f1", f1);
        }
        let sum = |values: &[usize; SLOTS]| values[range.clone()].iter().sum::<usize>().to_string();
        let mut row = vec![
            name.to_owned(),
            sum(&all.gold),
            sum(&all.predicted),
            sum(&all.predicted_right),
        ];
        row.extend([precision, recall, f1].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    let (precision, recall, f1) = precision_recall_f1(
        all.predicted_right[0] as f64,
        all.predicted[0] as f64,
        all.gold[0] as f64,
    );
    report.text = format!(
        "# MUC-4 {} ({} documents)\n\n{}\nTemplates: P {precision:.3} R {recall:.3} F1 {f1:.3}.\n",
        corpus.name,
        corpus.documents.len(),
        table(
            &["slot", "gold", "predicted", "right", "P", "R", "F1"],
            &rows
        )
    );
    report.errors.sort();
    report
}
