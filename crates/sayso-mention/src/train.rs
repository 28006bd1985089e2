//! Training: logistic regression over the kinds, one pass after the other in the order given.

use crate::mention::{Mention, MentionKind, Scored};
use crate::model::{CLASSES, Model};
use sayso_model::Span;
use std::collections::BTreeMap;

/// The candidates of a document with what they are.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub candidates: Vec<Scored>,
    pub kinds: Vec<Option<MentionKind>>,
}

impl Labelled {
    /// Candidates with the kinds of the spans that are mentions.
    pub fn new(candidates: Vec<Scored>, mentions: &[(Span, MentionKind)]) -> Labelled {
        let kinds = candidates
            .iter()
            .map(|candidate| {
                let same = |mention: &&(Span, MentionKind)| mention.0 == candidate.span;
                mentions.iter().find(same).map(|(_, kind)| *kind)
            })
            .collect();
        Labelled { candidates, kinds }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub passes: usize,
    pub rate: f64,
    /// Pull of every weight to zero, spread over a feature's occurrences.
    pub shrink: f64,
    /// Features of fewer candidates are left out.
    pub least: usize,
    pub eagerness: i32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            passes: 30,
            rate: 0.05,
            shrink: 3.0,
            least: 2,
            eagerness: 1000,
        }
    }
}

/// Into how many parts cross-validation cuts the documents.
const FOLDS: usize = 5;

/// The mentions of each document by a model that has not seen it, nor the other documents of its part.
pub fn cross_validate(documents: &[Labelled], settings: Settings) -> Vec<Vec<Mention>> {
    let mut found: Vec<Vec<Mention>> = vec![Vec::new(); documents.len()];
    for fold in 0..FOLDS.min(documents.len()) {
        let others: Vec<&Labelled> = documents
            .iter()
            .enumerate()
            .filter(|(number, _)| number % FOLDS != fold)
            .map(|(_, document)| document)
            .collect();
        let model = train(&others, settings);
        for number in (fold..documents.len()).step_by(FOLDS) {
            found[number] = model.mentions(&documents[number].candidates);
        }
    }
    found
}

/// Trains a model; the same documents in the same order give the same model.
pub fn train(documents: &[&Labelled], settings: Settings) -> Model {
    let examples = || {
        documents
            .iter()
            .flat_map(|document| document.candidates.iter().zip(&document.kinds))
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in examples().flat_map(|(candidate, _)| &candidate.features) {
        *counts.entry(feature).or_default() += 1;
    }
    counts.retain(|_, count| *count >= settings.least);
    let ids: BTreeMap<&str, usize> = counts.keys().copied().zip(0..).collect();
    let pulls: Vec<f64> = counts
        .values()
        .map(|count| settings.shrink / *count as f64)
        .collect();
    let rows: Vec<(Vec<usize>, usize)> = examples()
        .map(|(candidate, kind)| {
            let features = candidate
                .features
                .iter()
                .filter_map(|feature| ids.get(feature.as_str()).copied())
                .collect();
            (features, kind.map_or(0, MentionKind::index))
        })
        .collect();
    let mut weights = vec![[0f64; CLASSES]; ids.len()];
    let mut squares = vec![[1e-6f64; CLASSES]; ids.len()];
    for _ in 0..settings.passes {
        for (features, class) in &rows {
            let mut errors = likelihoods(&weights, features);
            errors[*class] -= 1.0;
            for &feature in features {
                let (row, sums) = (&mut weights[feature], &mut squares[feature]);
                for class in 0..CLASSES {
                    let slope = errors[class] + pulls[feature] * row[class];
                    sums[class] += slope * slope;
                    row[class] -= settings.rate * slope / sums[class].sqrt();
                }
            }
        }
    }
    let weights = ids.into_keys().map(str::to_owned).zip(weights).collect();
    Model::from_weights(weights, settings.eagerness)
}

fn likelihoods(weights: &[[f64; CLASSES]], features: &[usize]) -> [f64; CLASSES] {
    let mut sums = [0f64; CLASSES];
    for &feature in features {
        for (sum, weight) in sums.iter_mut().zip(&weights[feature]) {
            *sum += weight;
        }
    }
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let powers = sums.map(|sum| (sum - most).exp());
    let total: f64 = powers.iter().sum();
    powers.map(|power| power / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::Candidate;
    use std::collections::BTreeSet;

    fn labelled(features: &[&str], kind: Option<MentionKind>) -> Labelled {
        let candidate = Scored {
            sentence: 0,
            candidate: Candidate {
                tokens: 0..1,
                head: 0,
                ways: BTreeSet::new(),
            },
            span: Span::new(0, 1),
            features: features.iter().map(|f| (*f).to_owned()).collect(),
            named: true,
            actor: None,
            located: false,
        };
        let gold: Vec<(Span, MentionKind)> = kind
            .into_iter()
            .map(|kind| (Span::new(0, 1), kind))
            .collect();
        Labelled::new(vec![candidate], &gold)
    }

    #[test]
    fn what_tells_kinds_apart_is_learned_the_same_way_twice() {
        let mut documents = Vec::new();
        for _ in 0..20 {
            documents.push(labelled(&["any", "titled"], Some(MentionKind::Person)));
            documents.push(labelled(&["any", "land"], Some(MentionKind::Location)));
            documents.push(labelled(&["any"], None));
        }
        let settings = Settings {
            eagerness: 0,
            ..Settings::default()
        };
        let all: Vec<&Labelled> = documents.iter().collect();
        let model = train(&all, settings);
        let kind = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            model.decide(&features).map(|(kind, _)| kind)
        };
        assert_eq!(kind(&["any", "titled"]), Some(MentionKind::Person));
        assert_eq!(kind(&["any", "land"]), Some(MentionKind::Location));
        assert_eq!(kind(&["any"]), None);
        assert_eq!(model.write(&[]), train(&all, settings).write(&[]));
        let unseen = cross_validate(&documents, settings);
        assert_eq!(unseen.len(), documents.len());
        assert_eq!(unseen[0].len(), 1);
    }
}
