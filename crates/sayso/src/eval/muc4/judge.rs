//! Which occurrences become templates, and which words fill their roles: by the fitted chances of both.
//!
//! What raises the expected F1 is kept: words, and templates, whose chance of being right is above about half of it.

use super::candidate::{Candidate, Role};
use sayso_eval::muc4::{Slot, Template, Weights};
use std::collections::{BTreeMap, BTreeSet};

/// An occurrence, or several that are one, with the chances of what it offers.
struct Judged {
    incident_type: &'static str,
    chance: f64,
    /// Chance and words by role and normalised words.
    fillers: BTreeMap<(Role, String), (f64, String)>,
}

/// The templates of one report.
pub(super) fn templates(candidates: &[Candidate], weights: &Weights) -> Vec<Template> {
    let mut judged: Vec<(Judged, BTreeSet<(Role, String)>)> = Vec::new();
    for (candidate, chance) in likeliest(candidates, weights) {
        let own = Judged {
            incident_type: candidate.incident_type,
            chance,
            fillers: candidate
                .fillers
                .iter()
                .map(|(key, filler)| {
                    let chance = weights.chance(key.0.slot(), filler.features.iter());
                    (key.clone(), (chance, filler.words.clone()))
                })
                .collect(),
        };
        // Occurrences of one type that share a victim or a thing hit are told twice.
        let aims: BTreeSet<(Role, String)> = own
            .fillers
            .iter()
            .filter(|((role, _), (chance, _))| {
                matches!(role, Role::Target | Role::Victim) && *chance >= weights.shared_above()
            })
            .map(|(key, _)| key.clone())
            .collect();
        let known = judged.iter_mut().find(|(known, others)| {
            known.incident_type == own.incident_type && !others.is_disjoint(&aims)
        });
        match known {
            Some((known, others)) => {
                known.join(own);
                others.extend(aims);
            }
            None => judged.push((own, aims)),
        }
    }
    judged
        .iter()
        .filter_map(|(judged, _)| judged.template(weights))
        .collect()
}

/// Each occurrence as the type that is likeliest, with its chance.
fn likeliest<'c>(candidates: &'c [Candidate], weights: &Weights) -> Vec<(&'c Candidate, f64)> {
    let mut kept: Vec<(&Candidate, f64)> = Vec::new();
    for candidate in candidates {
        let chance = weights.chance(Slot::Template, candidate.features.iter());
        match kept.last_mut() {
            Some(last) if last.0.occurrence == candidate.occurrence => {
                if chance > last.1 {
                    *last = (candidate, chance);
                }
            }
            _ => kept.push((candidate, chance)),
        }
    }
    kept
}

impl Judged {
    fn join(&mut self, other: Judged) {
        self.chance = self.chance.max(other.chance);
        for (key, filler) in other.fillers {
            let own = self.fillers.entry(key).or_insert_with(|| filler.clone());
            if filler.0 > own.0 {
                *own = filler;
            }
        }
    }

    fn template(&self, weights: &Weights) -> Option<Template> {
        let mut template = Template {
            incident_type: self.incident_type.to_owned(),
            ..Template::default()
        };
        let (mut expected, mut slots) = (self.chance, 1.0);
        for role in Role::ALL {
            let list = match role {
                Role::PerpInd => &mut template.perpetrator_individuals,
                Role::PerpOrg => &mut template.perpetrator_organisations,
                Role::Target => &mut template.targets,
                Role::Victim => &mut template.victims,
                Role::Weapon => &mut template.weapons,
            };
            let mut offered: Vec<(&String, &(f64, String))> = self
                .fillers
                .iter()
                .filter(|((own, _), _)| *own == role)
                .map(|((_, normal), filler)| (normal, filler))
                .collect();
            offered.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
            let mut taken: Vec<BTreeSet<&str>> = Vec::new();
            for (normal, (chance, words)) in offered {
                if chance * self.chance < weights.fill_above() {
                    break;
                }
                let own: BTreeSet<&str> = normal.split(' ').collect();
                if taken
                    .iter()
                    .any(|other| own.is_subset(other) || other.is_subset(&own))
                {
                    continue;
                }
                taken.push(own);
                list.push(vec![words.clone()]);
                expected += chance * self.chance;
                slots += 1.0;
            }
        }
        (expected / slots >= weights.keep_above()).then_some(template)
    }
}
