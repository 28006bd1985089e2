//! Fitted weights of the mapping from claims to templates, from `data/muc4_weights.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a chance is asked of: whether an occurrence is an incident of the task, or whether words fill a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Slot {
    Template,
    PerpInd,
    PerpOrg,
    Target,
    Victim,
    Weapon,
}

/// Weights in hundredths of a natural logarithm of odds, by slot and feature.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Hundredths: words of a template whose chance is not below are kept,
    fill_above: u32,
    /// so are templates whose slots are right by this mean chance,
    keep_above: u32,
    /// and two occurrences that share words of this chance are one.
    shared_above: u32,
    always: BTreeMap<Slot, i32>,
    weights: BTreeMap<Slot, BTreeMap<String, i32>>,
}

impl Weights {
    /// The chance that something with these features is right.
    pub fn chance<'f>(&self, slot: Slot, features: impl Iterator<Item = &'f String>) -> f64 {
        let own = self.weights.get(&slot);
        let mut seen: Vec<&String> = features.collect();
        seen.sort_unstable();
        seen.dedup();
        let sum: i32 = seen
            .into_iter()
            .filter_map(|feature| own?.get(feature))
            .sum();
        let sum = sum + self.always.get(&slot).copied().unwrap_or_default();
        1.0 / (1.0 + (-f64::from(sum) / 100.0).exp())
    }

    pub fn fill_above(&self) -> f64 {
        f64::from(self.fill_above) / 100.0
    }

    pub fn keep_above(&self) -> f64 {
        f64::from(self.keep_above) / 100.0
    }

    pub fn shared_above(&self) -> f64 {
        f64::from(self.shared_above) / 100.0
    }
}

/// The weights of `data/muc4_weights.toml`.
pub fn weights() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
        toml::from_str(include_str!("../../data/muc4_weights.toml"))
            .expect("the built-in weights are well formed")
    });
    &WEIGHTS
}
