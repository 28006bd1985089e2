//! What the claims on one occurrence offer for a template, each with features.

use sayso_eval::muc4::{Slot, normal_mention};
use std::collections::{BTreeMap, BTreeSet};

/// The roles of the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    PerpInd,
    PerpOrg,
    Target,
    Victim,
    Weapon,
}

impl Role {
    pub(super) const ALL: [Role; 5] = [
        Role::PerpInd,
        Role::PerpOrg,
        Role::Target,
        Role::Victim,
        Role::Weapon,
    ];

    pub(super) fn slot(self) -> Slot {
        match self {
            Role::PerpInd => Slot::PerpInd,
            Role::PerpOrg => Slot::PerpOrg,
            Role::Target => Slot::Target,
            Role::Victim => Slot::Victim,
            Role::Weapon => Slot::Weapon,
        }
    }

    /// The field of a claim whose words fill the role.
    fn field(self) -> &'static str {
        match self {
            Role::PerpInd | Role::PerpOrg => "field=perpetrator",
            Role::Target | Role::Victim => "field=target",
            Role::Weapon => "field=weapon",
        }
    }
}

/// Features that also speak together.
const TOGETHER: [(&str, &str); 4] = [
    ("form", "class"),
    ("field", "way"),
    ("class", "field"),
    ("have", "field"),
];

/// Words that may fill a role; equal words are one filler, with all that speaks for them.
#[derive(Debug, Clone)]
pub(super) struct Filler {
    pub(super) words: String,
    pub(super) features: BTreeSet<String>,
    mentions: BTreeSet<usize>,
}

/// An occurrence that may be an incident of the task.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) incident_type: &'static str,
    /// Which of the report's occurrences.
    pub(super) occurrence: usize,
    /// Whether the type is that of the claims; others may fit as well.
    pub(super) given: bool,
    /// A bomb or the like is named.
    pub(super) explosive: bool,
    pub(super) features: Vec<String>,
    pub(super) fillers: BTreeMap<(Role, String), Filler>,
    /// Features of the words that are being read.
    pub(super) told: Vec<String>,
    added: Vec<(Role, String, usize, Vec<String>)>,
    mention: usize,
}

impl Candidate {
    pub(super) fn new(incident_type: &'static str) -> Candidate {
        Candidate {
            incident_type,
            occurrence: 0,
            given: true,
            explosive: false,
            features: Vec::new(),
            fillers: BTreeMap::new(),
            told: Vec::new(),
            added: Vec::new(),
            mention: 0,
        }
    }

    /// What is added next is another mention.
    pub(super) fn next(&mut self) {
        self.mention += 1;
    }

    /// Adds a form of the words that are being read.
    pub(super) fn add(&mut self, role: Role, words: String, more: &[&str]) {
        let features = self.told.iter().cloned();
        let features = features.chain(more.iter().map(|&more| more.to_owned()));
        self.added
            .push((role, words, self.mention, features.collect()));
    }

    /// Joins equal words and makes the features that speak together.
    pub(super) fn close(&mut self) {
        let told: Vec<bool> = Role::ALL
            .iter()
            .map(|role| {
                self.added.iter().any(|(own, _, _, features)| {
                    own == role && features.iter().any(|f| f == role.field())
                })
            })
            .collect();
        for (role, words, mention, mut features) in std::mem::take(&mut self.added) {
            let normal = normal_mention(&words);
            if normal.is_empty() {
                continue;
            }
            features.push(format!("type={}", self.incident_type));
            features.push(format!("have={}", told[role as usize]));
            let together: Vec<String> = TOGETHER
                .iter()
                .flat_map(|(one, other)| pairs(&features, one, other))
                .collect();
            let filler = self
                .fillers
                .entry((role, normal))
                .or_insert_with(|| Filler {
                    words,
                    features: BTreeSet::new(),
                    mentions: BTreeSet::new(),
                });
            filler.features.extend(features);
            filler.features.extend(together);
            filler.mentions.insert(mention);
        }
        for filler in self.fillers.values_mut() {
            let times = filler.mentions.len().min(4);
            filler.features.insert(format!("mentions={times}"));
        }
    }

    /// Adds what the report's other candidates say of this one.
    pub(super) fn among(candidates: &mut [Candidate]) {
        let given: Vec<(usize, &str)> = candidates
            .iter()
            .filter(|own| own.given)
            .map(|own| (own.occurrence, own.incident_type))
            .collect();
        for candidate in candidates {
            let own = (candidate.occurrence, candidate.incident_type);
            let others = given
                .iter()
                .filter(|other| other.1 == own.1 && other.0 != own.0);
            let same = 1 + others.clone().count();
            let before = others.filter(|other| other.0 < own.0).count();
            let mut more = vec![
                format!("occurrences={}", given.len().min(8)),
                format!("same-type={}", same.min(5)),
                format!("same-before={}", before.min(3)),
            ];
            for role in Role::ALL {
                let has = candidate.fillers.keys().any(|(own, _)| *own == role);
                more.push(format!("has-{role:?}={has}"));
            }
            candidate.features.extend(more);
            let own = &candidate.features;
            let mut together: Vec<String> = [
                "first",
                "aim",
                "doer",
                "given",
                "explosive",
                "weapon",
                "frame",
            ]
            .iter()
            .flat_map(|name| pairs(own, "type", name))
            .collect();
            let doers = values(own, "doer");
            let aims = pairs(own, "type", "aim");
            together.extend(
                aims.iter()
                    .flat_map(|aim| doers.iter().map(move |doer| format!("{aim}&{doer}"))),
            );
            together.extend(pairs(own, "same-type", "same-before"));
            candidate.features.extend(together);
        }
    }
}

/// The features of a name; one that says so where there is none.
fn values(features: &[String], name: &str) -> Vec<String> {
    let named = |feature: &&String| {
        feature
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('='))
    };
    let found: Vec<String> = features.iter().filter(named).cloned().collect();
    if found.is_empty() {
        vec![format!("{name}=-")]
    } else {
        found
    }
}

fn pairs(features: &[String], one: &str, other: &str) -> Vec<String> {
    let others = values(features, other);
    values(features, one)
        .iter()
        .flat_map(|one| others.iter().map(move |other| format!("{one}&{other}")))
        .collect()
}
