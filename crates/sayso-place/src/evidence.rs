//! What the places chosen so far say about a document, and one sense for each of its names.

use crate::choose::{Setting, Toponym, kilometres};
use crate::entry::PlaceKind;
use crate::overlay::NONE;
use sayso_model::Point;
use std::collections::BTreeMap;

/// What the places chosen so far say about where the document is set.
pub(crate) struct Evidence {
    countries: BTreeMap<u16, f64>,
    areas: BTreeMap<u16, f64>,
    country_total: f64,
    area_total: f64,
    points: Vec<(usize, Point, f64)>,
}

impl Evidence {
    pub(crate) fn gather(
        toponyms: &[Toponym],
        chosen: &[Option<usize>],
        setting: &Setting,
    ) -> Evidence {
        let mut evidence = Evidence {
            countries: setting.demonyms.clone(),
            areas: BTreeMap::new(),
            country_total: 0.0,
            area_total: 0.0,
            points: Vec::new(),
        };
        for (i, toponym) in toponyms.iter().enumerate() {
            let Some(candidate) = chosen[i].and_then(|c| toponym.candidates.get(c)) else {
                continue;
            };
            let one_country = toponym
                .candidates
                .iter()
                .all(|c| c.country == candidate.country);
            let sure = if candidate.kind == PlaceKind::Country || one_country {
                1.0
            } else {
                0.45
            };
            let weight = sure * toponym.weight;
            if candidate.country != NONE {
                *evidence.countries.entry(candidate.country).or_default() += weight;
            }
            if candidate.area != NONE {
                *evidence.areas.entry(candidate.area).or_default() += weight;
            }
            if let Some(point) = candidate.point
                && (candidate.kind.is_local() || candidate.kind == PlaceKind::Province)
            {
                evidence.points.push((i, point, sure));
            }
        }
        // A long document names many places; the most weighty ones speak for it, and time stays linear.
        evidence.points.truncate(200);
        evidence.country_total = evidence.countries.values().sum();
        evidence.area_total = evidence.areas.values().sum();
        evidence
    }

    /// Share of the votes for a country, without the toponym's own.
    pub(crate) fn country_share(&self, country: u16, own: f64) -> f64 {
        let votes = self.countries.get(&country).copied().unwrap_or_default() - own;
        let total = self.country_total - own;
        if total < 0.3 {
            0.0
        } else {
            (votes / total).max(0.0)
        }
    }

    pub(crate) fn area_share(&self, area: u16, own: f64) -> f64 {
        let votes = self.areas.get(&area).copied().unwrap_or_default() - own;
        let total = self.area_total - own;
        if total < 0.3 {
            0.0
        } else {
            (votes / total).max(0.0)
        }
    }

    /// Distance to the nearest other place chosen.
    pub(crate) fn nearest(
        &self,
        toponyms: &[Toponym],
        i: usize,
        point: Point,
    ) -> Option<(f64, usize)> {
        let mut nearest: Option<(f64, usize)> = None;
        for (j, other, _) in &self.points {
            if *j == i || toponyms[*j].key == toponyms[i].key {
                continue;
            }
            let distance = kilometres(point, *other);
            if nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, *j));
            }
        }
        nearest
    }
}

/// One sense per name in a document: scores of equal names without a holder of their own are summed.
pub(crate) struct Senses {
    group: Vec<usize>,
    scores: Vec<BTreeMap<usize, f64>>,
}

impl Senses {
    pub(crate) fn of(toponyms: &[Toponym]) -> Senses {
        let mut groups: BTreeMap<(&str, Option<&str>, Option<PlaceKind>), usize> = BTreeMap::new();
        let mut group = Vec::with_capacity(toponyms.len());
        for toponym in toponyms {
            let holder = toponym
                .holder
                .and_then(|h| toponyms.get(h))
                .map(|h| h.key.as_str());
            let next = groups.len();
            group.push(
                *groups
                    .entry((toponym.key.as_str(), holder, toponym.unit))
                    .or_insert(next),
            );
        }
        // A name that stands once with its holder and often without means the same place throughout.
        let mut with_holder: BTreeMap<&str, usize> = BTreeMap::new();
        for (toponym, g) in toponyms.iter().zip(&group) {
            if toponym.holder.is_some() && toponym.unit.is_none() {
                with_holder.entry(toponym.key.as_str()).or_insert(*g);
            }
        }
        for (i, toponym) in toponyms.iter().enumerate() {
            if toponym.holder.is_none()
                && toponym.unit.is_none()
                && let Some(g) = with_holder.get(toponym.key.as_str())
            {
                group[i] = *g;
            }
        }
        Senses {
            scores: vec![BTreeMap::new(); groups.len()],
            group,
        }
    }

    pub(crate) fn clear(&mut self) {
        self.scores.iter_mut().for_each(BTreeMap::clear);
    }

    pub(crate) fn add(&mut self, i: usize, candidate: usize, score: f64) {
        *self.scores[self.group[i]].entry(candidate).or_default() += score;
    }

    pub(crate) fn winner(&self, i: usize) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (candidate, score) in &self.scores[self.group[i]] {
            if best.is_none_or(|(_, most)| *score > most) {
                best = Some((*candidate, *score));
            }
        }
        best.map(|(candidate, _)| candidate)
    }
}
