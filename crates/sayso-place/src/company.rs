//! Which readings of a document's names lie near one another, before any is chosen: two small towns side by side speak
//! for each other, even where each has a larger namesake far away.

use crate::choose::{Toponym, kilometres, prior};
use crate::gazetteer::Candidate;
use sayso_model::Point;
use std::collections::BTreeMap;

/// How many names of a document and how many readings of each are weighed: keeps the work bounded.
const NAMES: usize = 60;
const READINGS: usize = 6;
/// How far below its likeliest reading another one may lie to count at all.
const FAR_BELOW: f64 = 5.0;
/// The most that neighbours add.
const MOST: f64 = 2.0;

/// The readings of a document's names with a weight each.
pub(crate) struct Company {
    /// For each name: its toponym and its likeliest readings as point and weight.
    names: Vec<(String, Vec<(Point, f64)>)>,
    keys: Vec<String>,
}

impl Company {
    pub(crate) fn of(toponyms: &[Toponym]) -> Company {
        let mut first: BTreeMap<&str, &Toponym> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for toponym in toponyms {
            if first.insert(&toponym.key, toponym).is_none() {
                order.push(&toponym.key);
            }
        }
        let names = order
            .iter()
            .take(NAMES)
            .filter_map(|key| {
                let readings = readings(first.get(key)?);
                (!readings.is_empty()).then(|| ((*key).to_owned(), readings))
            })
            .collect();
        Company {
            names,
            keys: toponyms.iter().map(|toponym| toponym.key.clone()).collect(),
        }
    }

    /// What the neighbours of one reading of a toponym speak for it. A land has no neighbours of this kind: it gets
    /// what the best of its namesakes gets, so that it stands to them as before.
    pub(crate) fn of_candidate(
        &self,
        toponyms: &[Toponym],
        i: usize,
        candidate: &Candidate,
    ) -> f64 {
        if is_spot(candidate) {
            return self.of_spot(i, candidate);
        }
        let namesakes = toponyms[i].candidates.iter().filter(|c| is_spot(c));
        namesakes
            .take(4 * READINGS)
            .map(|namesake| self.of_spot(i, namesake))
            .fold(0.0, f64::max)
    }

    fn of_spot(&self, i: usize, candidate: &Candidate) -> f64 {
        let Some(point) = candidate.point else {
            return 0.0;
        };
        let mut sum = 0.0;
        for (key, readings) in &self.names {
            if *key == self.keys[i] {
                continue;
            }
            let nearest = readings
                .iter()
                .map(|(other, weight)| weight * closeness(kilometres(point, *other)))
                .fold(0.0, f64::max);
            sum += nearest;
        }
        // Each further neighbour says less than the one before it.
        (MOST * (1.0 - (-sum).exp())).min(MOST)
    }
}

fn is_spot(candidate: &Candidate) -> bool {
    candidate.kind.is_local()
}

fn readings(toponym: &Toponym) -> Vec<(Point, f64)> {
    let mut ranked: Vec<(f64, Point)> = toponym
        .candidates
        .iter()
        .filter(|candidate| is_spot(candidate))
        .filter_map(|candidate| Some((prior(candidate, toponym), candidate.point?)))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = toponym
        .candidates
        .iter()
        .map(|candidate| prior(candidate, toponym))
        .fold(f64::MIN, f64::max);
    ranked
        .into_iter()
        .take(READINGS)
        .filter(|(score, _)| best - score <= FAR_BELOW)
        .map(|(score, point)| (point, ((score - best) / 2.0).exp()))
        .collect()
}

fn closeness(distance: f64) -> f64 {
    match distance {
        d if d < 25.0 => 1.0,
        d if d < 60.0 => 0.7,
        d if d < 120.0 => 0.4,
        d if d < 250.0 => 0.15,
        _ => 0.0,
    }
}
