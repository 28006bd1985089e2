//! Which of the places of a name is meant, decided for all names of a document together.
//!
//! A name is weighed by how well known its places are, by what the document says around it (the country it is
//! about, "Vel, Dan Province"), and by the places already chosen. One name means one place throughout a
//! document unless its own words say otherwise.

use crate::company::Company;
use crate::entry::PlaceKind;
use crate::evidence::{Evidence, Senses};
use crate::gazetteer::{Candidate, Gazetteer, PlaceRef};
use crate::overlay::NONE;
use crate::packed::NameClass;
use sayso_model::Point;
use std::collections::BTreeMap;

/// A name in a document, before it is known which place it means.
#[derive(Debug, Clone, Default)]
pub(crate) struct Toponym {
    pub(crate) key: String,
    pub(crate) candidates: Vec<Candidate>,
    /// The kind a unit word beside the name makes it ("province").
    pub(crate) unit: Option<PlaceKind>,
    /// Another toponym named as holding this one ("Vel, Dan").
    pub(crate) holder: Option<usize>,
    /// How much the name says about where the document is set.
    pub(crate) weight: f64,
}

/// What is known of a document beside its names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setting {
    pub(crate) outlet_country: Option<u16>,
    /// Countries that words for their people name, with how often.
    pub(crate) demonyms: BTreeMap<u16, f64>,
}

/// The place chosen for a name and why.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) candidate: Candidate,
    pub(crate) reason: String,
}

/// Kilometres between two points on the globe.
pub fn kilometres(a: Point, b: Point) -> f64 {
    let (lat1, lat2) = (a.latitude.to_radians(), b.latitude.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (b.longitude - a.longitude).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

const PASSES: usize = 3;

/// Chooses a place for each toponym; `None` where it has no candidates.
pub(crate) fn choose(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    setting: &Setting,
) -> Vec<Option<Choice>> {
    let company = Company::of(toponyms);
    let mut chosen: Vec<Option<usize>> = (0..toponyms.len())
        .map(|i| {
            let toponym = &toponyms[i];
            best(&toponym.candidates, |c| {
                prior(c, toponym) + company.of_candidate(toponyms, i, c)
            })
        })
        .collect();
    let mut senses = Senses::of(toponyms);
    for _ in 0..PASSES {
        let evidence = Evidence::gather(toponyms, &chosen, setting);
        senses.clear();
        for (i, toponym) in toponyms.iter().enumerate() {
            for (c, candidate) in toponym.candidates.iter().enumerate() {
                let score = score(
                    gazetteer, toponyms, &chosen, &evidence, setting, i, candidate,
                ) + company.of_candidate(toponyms, i, candidate);
                senses.add(i, c, score);
            }
        }
        chosen = (0..toponyms.len()).map(|i| senses.winner(i)).collect();
    }
    let evidence = Evidence::gather(toponyms, &chosen, setting);
    (0..toponyms.len())
        .map(|i| {
            let candidate = *toponyms[i].candidates.get(chosen[i]?)?;
            let reason = reason(
                gazetteer, toponyms, &chosen, &evidence, setting, i, &candidate,
            );
            Some(Choice { candidate, reason })
        })
        .collect()
}

fn best(candidates: &[Candidate], score: impl Fn(&Candidate) -> f64) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (i, candidate) in candidates.iter().enumerate() {
        let score = score(candidate);
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
}

/// How well known a place is under the name, on a scale where a factor of ten in population is 1.3.
pub(crate) fn prior(candidate: &Candidate, toponym: &Toponym) -> f64 {
    let known = match (candidate.place, candidate.kind) {
        (PlaceRef::Own(_), _) => 14.0,
        (_, PlaceKind::Country) => 8.5 + f64::from(candidate.population.max(1)).log10() / 10.0,
        (_, PlaceKind::Continent) => 8.5,
        (PlaceRef::Packed(_), _) => {
            1.3 * f64::from(candidate.population + 60).log10()
                + if candidate.capital { 1.8 } else { 0.0 }
        }
        (_, PlaceKind::Province) => 6.6,
        (_, PlaceKind::Water) => 6.2,
        (_, PlaceKind::District) if candidate.population > 0 => {
            5.0 + 0.35 * f64::from(candidate.population).log10()
        }
        (_, PlaceKind::Area | PlaceKind::District) => 6.4,
        (_, _) => 5.6 + f64::from(candidate.population.max(1)).log10() / 3.0,
    };
    let class = match candidate.class {
        NameClass::Main => 0.0,
        NameClass::Spelling => -0.5,
        NameClass::Alternate => -1.6,
        NameClass::Derived => -2.4,
    };
    let unit = match toponym.unit {
        Some(PlaceKind::Province) if candidate.kind == PlaceKind::Province => 4.0,
        Some(PlaceKind::District) if candidate.kind == PlaceKind::District => 4.0,
        Some(PlaceKind::District) if candidate.kind == PlaceKind::Province => 0.8,
        Some(PlaceKind::Town) if candidate.kind == PlaceKind::Town => 3.0,
        Some(PlaceKind::Neighbourhood) if candidate.kind == PlaceKind::Neighbourhood => 4.0,
        Some(PlaceKind::Area)
            if matches!(
                candidate.kind,
                PlaceKind::Area | PlaceKind::Water | PlaceKind::Province
            ) =>
        {
            2.0
        }
        Some(PlaceKind::Site) if candidate.kind == PlaceKind::Site => 3.0,
        // A hand-kept name is a famous one; a small town of the same name is rarely meant.
        None if matches!(candidate.place, PlaceRef::Packed(_))
            && candidate.population < 50_000
            && (famous(toponym) || names_land(candidate, toponym)) =>
        {
            -2.5
        }
        None if candidate.kind == PlaceKind::Town
            && toponym
                .candidates
                .iter()
                .any(|c| c.kind == PlaceKind::Country) =>
        {
            // "Vel" for Vel City where Vel is a country: the country, unless the town bears the bare name itself.
            if candidate.class == NameClass::Main {
                -3.0
            } else {
                -9.0
            }
        }
        // The town of the same name is the likelier reading of a bare name.
        None if candidate.kind == PlaceKind::Province && shares_town(candidate, toponym) => -2.2,
        _ => 0.0,
    };
    known + class + unit
}

fn famous(toponym: &Toponym) -> bool {
    toponym
        .candidates
        .iter()
        .any(|c| !matches!(c.place, PlaceRef::Packed(_)) && c.kind != PlaceKind::Province)
}

/// A first-level area elsewhere bears the name: a small town of that name is rarely meant.
fn names_land(town: &Candidate, toponym: &Toponym) -> bool {
    let mut lands = toponym
        .candidates
        .iter()
        .filter(|c| c.kind == PlaceKind::Province)
        .peekable();
    lands.peek().is_some() && lands.all(|land| land.area != town.area)
}

fn shares_town(province: &Candidate, toponym: &Toponym) -> bool {
    toponym.candidates.iter().any(|c| {
        matches!(c.place, PlaceRef::Packed(_))
            && c.class <= NameClass::Spelling
            && c.country == province.country
            && (c.area == province.area || c.population > 1_000_000)
            && c.population > 20_000
    })
}

fn score(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    chosen: &[Option<usize>],
    evidence: &Evidence,
    setting: &Setting,
    i: usize,
    candidate: &Candidate,
) -> f64 {
    let toponym = &toponyms[i];
    let mut score = prior(candidate, toponym);
    let mine = chosen[i].and_then(|c| toponym.candidates.get(c));
    let own = |same: bool| if same { 0.45 * toponym.weight } else { 0.0 };
    if candidate.country != NONE {
        let share = evidence.country_share(
            candidate.country,
            own(mine.is_some_and(|m| m.country == candidate.country)),
        );
        score += if candidate.kind == PlaceKind::Country {
            2.0
        } else {
            3.4
        } * share.sqrt();
    }
    if candidate.area != NONE && candidate.kind != PlaceKind::Province {
        let share = evidence.area_share(
            candidate.area,
            own(mine.is_some_and(|m| m.area == candidate.area)),
        );
        score += 1.6 * share.sqrt();
    }
    if let Some(point) = candidate.point
        && candidate.kind != PlaceKind::Country
        && let Some((distance, _)) = evidence.nearest(toponyms, i, point)
    {
        score += match distance {
            d if d < 60.0 => 1.8,
            d if d < 161.0 => 1.2,
            d if d < 400.0 => 0.6,
            _ => 0.0,
        };
    }
    if candidate.country != NONE && setting.outlet_country == Some(candidate.country) {
        score += 0.6;
    }
    if let Some(holder) = toponym.holder
        && holds(gazetteer, toponyms, chosen, holder, candidate)
    {
        score += 6.0;
    }
    if holds_another(toponyms, chosen, i, candidate) {
        score += 4.0;
    }
    score
}

/// Whether a name is written as holding a place that lies in this reading of it: "Dan, Vel", where Vel is a town too.
fn holds_another(
    toponyms: &[Toponym],
    chosen: &[Option<usize>],
    i: usize,
    candidate: &Candidate,
) -> bool {
    let land = matches!(candidate.kind, PlaceKind::Province | PlaceKind::Country);
    land && toponyms.iter().zip(chosen).any(|(held, choice)| {
        held.holder
            .is_some_and(|holder| holder == i || toponyms[holder].key == toponyms[i].key)
            && choice
                .and_then(|c| held.candidates.get(c))
                .is_some_and(|held| match candidate.kind {
                    PlaceKind::Country => held.country == candidate.country,
                    _ => held.area == candidate.area && held.area != NONE,
                })
    })
}

/// Whether some reading of the holder's name holds the candidate; its chosen reading counts first.
fn holds(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    _chosen: &[Option<usize>],
    holder: usize,
    candidate: &Candidate,
) -> bool {
    let Some(toponym) = toponyms.get(holder) else {
        return false;
    };
    if gazetteer.parents(candidate.place).contains(&toponym.key) {
        return true;
    }
    toponym.candidates.iter().take(12).any(|h| match h.kind {
        PlaceKind::Country => h.country == candidate.country && candidate.kind != PlaceKind::Country,
        PlaceKind::Province => h.area == candidate.area && h.area != NONE && h.place != candidate.place,
        _ => {
            h.place != candidate.place
                && h.population >= candidate.population
                && matches!((h.point, candidate.point), (Some(a), Some(b)) if kilometres(a, b) < 40.0)
        }
    })
}

fn reason(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    chosen: &[Option<usize>],
    evidence: &Evidence,
    setting: &Setting,
    i: usize,
    candidate: &Candidate,
) -> String {
    let toponym = &toponyms[i];
    let name = gazetteer.name(candidate.place);
    let place = match gazetteer.country_title(candidate.country) {
        Some(country) if candidate.kind != PlaceKind::Country => {
            format!("{name} ({country}, {})", candidate.kind.word())
        }
        _ => format!("{name} ({})", candidate.kind.word()),
    };
    let others = toponym.candidates.len().saturating_sub(1);
    if matches!(candidate.place, PlaceRef::Own(_)) {
        return format!("{place}: from the places given by the user");
    }
    if others == 0 {
        return format!("{place}: the only place of that name in the gazetteer");
    }
    if let Some(holder) = toponym.holder
        && holds(gazetteer, toponyms, chosen, holder, candidate)
    {
        let holder = chosen[holder]
            .and_then(|c| toponyms[holder].candidates.get(c))
            .map_or("", |h| gazetteer.name(h.place));
        return format!("{place}: named as lying in {holder}; {others} other places of that name");
    }
    if candidate.kind == PlaceKind::Country {
        return format!("{place}: countries come first; {others} other places of that name");
    }
    let share = evidence.country_share(candidate.country, 0.0);
    if share > 0.34 {
        return format!(
            "{place}: the report is about that country; {others} other places of that name"
        );
    }
    if let Some((distance, j)) = candidate
        .point
        .and_then(|p| evidence.nearest(toponyms, i, p))
        && distance < 161.0
        && let Some(near) = chosen[j].and_then(|c| toponyms[j].candidates.get(c))
    {
        return format!(
            "{place}: {distance:.0} km from {}; {others} other places of that name",
            gazetteer.name(near.place)
        );
    }
    if setting.outlet_country == Some(candidate.country) {
        return format!("{place}: in the outlet's country; {others} other places of that name");
    }
    format!(
        "{place}: the best known of {} places of that name",
        others + 1
    )
}

/// How far the rest of a document speaks of a candidate's country: weight for it, and of all countries.
pub(crate) fn support(
    candidate: &Candidate,
    toponyms: &[Toponym],
    choices: &[Option<Choice>],
    setting: &Setting,
    i: usize,
) -> (f64, f64) {
    let mut here = setting
        .demonyms
        .get(&candidate.country)
        .copied()
        .unwrap_or_default();
    let mut all: f64 = setting.demonyms.values().sum();
    for (toponym, choice) in toponyms.iter().zip(choices) {
        let Some(choice) = choice else { continue };
        if toponym.key == toponyms[i].key || choice.candidate.country == NONE {
            continue;
        }
        all += toponym.weight;
        if choice.candidate.country == candidate.country {
            here += toponym.weight;
        }
    }
    (here, all)
}

/// Whether a place is so little known that its document must speak of its country.
pub(crate) fn little_known(candidate: &Candidate) -> bool {
    let kept = matches!(candidate.place, PlaceRef::Bundled(_)) && candidate.kind.is_local();
    (kept || matches!(candidate.place, PlaceRef::Packed(_)))
        && candidate.population <= 30_000
        && !candidate.capital
}

/// From this size on, a byname is known everywhere ("the Big Apple").
const BYNAME_OF_ALL: u32 = 500_000;

/// Whether a choice fits its document: a hamlet in a country that nothing else speaks of does not. A hand-kept
/// place whose name is nowhere else fits anywhere.
pub(crate) fn plausible(candidate: &Candidate, toponym: &Toponym, (here, all): (f64, f64)) -> bool {
    // A byname of a place in a country that nothing else speaks of is somebody's or something's own name.
    if candidate.class >= NameClass::Alternate
        && matches!(candidate.place, PlaceRef::Packed(_))
        && candidate.population < BYNAME_OF_ALL
        && here <= 0.0
        && all >= 1.5
    {
        return false;
    }
    let alone = matches!(candidate.place, PlaceRef::Bundled(_))
        && toponym
            .candidates
            .iter()
            .all(|c| c.country == candidate.country);
    !little_known(candidate) || alone || all < 1.5 || here / all > 0.08
}
