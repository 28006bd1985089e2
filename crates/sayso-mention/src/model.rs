//! The linear model: whole-number weights of features, read from a text file.

use crate::mention::MentionKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// Nothing, and each kind.
pub(crate) const CLASSES: usize = 1 + MentionKind::ALL.len();
/// One in the file's whole numbers.
pub(crate) const ONE: f64 = 1000.0;

const SHIPPED: &str = include_str!("../weights/mentions.tsv");

/// Weights that say what a candidate is.
#[derive(Debug, Clone, Default)]
pub struct Model {
    weights: HashMap<String, [i32; CLASSES]>,
    /// Added to every kind: how little evidence is enough.
    pub eagerness: i32,
    /// The documents it was trained on, by id.
    pub trained_on: BTreeSet<String>,
}

/// Why a weights file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the weights is not `feature<TAB>{CLASSES} whole numbers`")]
pub struct ModelError {
    pub line: usize,
}

/// A feature that spoke for a decision, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub feature: String,
    pub weight: i32,
}

impl Model {
    /// The weights that come with the program.
    pub fn shipped() -> Result<Model, ModelError> {
        Model::parse(SHIPPED)
    }

    pub fn parse(text: &str) -> Result<Model, ModelError> {
        let mut model = Model::default();
        for (number, line) in text.lines().enumerate() {
            let fault = ModelError { line: number + 1 };
            if let Some(note) = line.strip_prefix('#') {
                if let Some(ids) = note.trim().strip_prefix("trained on:") {
                    model
                        .trained_on
                        .extend(ids.split_whitespace().map(str::to_owned));
                } else if let Some(value) = note.trim().strip_prefix("eagerness:") {
                    model.eagerness = value.trim().parse().map_err(|_| fault)?;
                }
                continue;
            }
            let Some((feature, values)) = line.rsplit_once('\t') else {
                return Err(fault);
            };
            let mut weights = [0; CLASSES];
            let mut values = values.split(' ');
            for weight in &mut weights {
                match values.next().map(str::parse) {
                    Some(Ok(value)) => *weight = value,
                    _ => return Err(fault),
                }
            }
            model.weights.insert(feature.to_owned(), weights);
        }
        Ok(model)
    }

    pub(crate) fn from_weights(weights: BTreeMap<String, [f64; CLASSES]>, eagerness: i32) -> Model {
        let round = |values: [f64; CLASSES]| values.map(|value| (value * ONE).round() as i32);
        Model {
            weights: weights
                .into_iter()
                .map(|(feature, values)| (feature, round(values)))
                .filter(|(_, values)| values.iter().any(|value| value.abs() >= 20))
                .collect(),
            eagerness,
            trained_on: BTreeSet::new(),
        }
    }

    /// The weights file, in the order of the features.
    pub fn write(&self, notes: &[&str]) -> String {
        let mut text = String::new();
        for note in notes {
            let _ = writeln!(text, "# {note}");
        }
        let ids: Vec<&str> = self.trained_on.iter().map(String::as_str).collect();
        let _ = writeln!(text, "# eagerness: {}", self.eagerness);
        let _ = writeln!(text, "# trained on: {}", ids.join(" "));
        let sorted: BTreeMap<&String, &[i32; CLASSES]> = self.weights.iter().collect();
        for (feature, weights) in sorted {
            let weights: Vec<String> = weights.iter().map(i32::to_string).collect();
            let _ = writeln!(text, "{feature}\t{}", weights.join(" "));
        }
        text
    }

    /// The kind that the features say, and by how much it beats "nothing"; `None` for nothing.
    pub fn decide(&self, features: &[String]) -> Option<(MentionKind, i32)> {
        let mut sums = [0i32; CLASSES];
        for weights in features
            .iter()
            .filter_map(|feature| self.weights.get(feature))
        {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum = sum.saturating_add(*weight);
            }
        }
        let nothing = sums[0].saturating_sub(self.eagerness);
        let mut best: Option<(MentionKind, i32)> = None;
        for (kind, sum) in MentionKind::ALL.into_iter().zip(&sums[1..]) {
            let margin = sum.saturating_sub(nothing);
            if margin > 0 && best.is_none_or(|(_, most)| margin > most) {
                best = Some((kind, margin));
            }
        }
        best
    }

    /// The features that spoke most for a kind and against nothing, strongest first.
    pub fn reasons(&self, features: &[String], kind: MentionKind) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = features
            .iter()
            .filter_map(|feature| {
                let weights = self.weights.get(feature)?;
                Some(Reason {
                    feature: feature.clone(),
                    weight: weights[kind.index()] - weights[0],
                })
            })
            .collect();
        reasons.sort_by(|a, b| {
            b.weight
                .cmp(&a.weight)
                .then_with(|| a.feature.cmp(&b.feature))
        });
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_read_and_written_alike() {
        let model = Model::shipped().expect("the weights parse");
        let again = Model::parse(&model.write(&[])).expect("what is written parses");
        assert!(model.weights.len() > 1000 && !model.trained_on.is_empty());
        assert_eq!(model.weights, again.weights);
        assert_eq!(model.eagerness, again.eagerness);
        assert_eq!(model.trained_on, again.trained_on);
    }

    #[test]
    fn a_broken_line_is_named() {
        let fault = Model::parse("a\t1 2 3 4 5 6 7 8\nb\t1 2").expect_err("line 2 is short");
        assert_eq!(fault.line, 2);
        assert!(Model::parse("b\t1 2 3 4 5 6 7 x").is_err());
        assert!(Model::parse("# eagerness: much").is_err());
    }

    #[test]
    fn a_decision_needs_more_evidence_than_there_is_for_nothing() {
        let text = "a\t10 30 0 0 0 0 0 0\nb\t90 0 20 0 0 0 0 0";
        let model = Model::parse(text).expect("weights");
        let of = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            model.decide(&features)
        };
        assert_eq!(of(&["a"]), Some((MentionKind::Organisation, 20)));
        assert_eq!(of(&["a", "b"]), None);
        assert_eq!(of(&["unknown"]), None);
    }
}
