//! Resolving names that were found elsewhere, such as given toponyms: the whole name, its bare form, or the place within it.

use crate::choose::{Choice, Setting, Toponym, choose, kilometres, plausible, support};
use crate::entry::PlaceKind;
use crate::gazetteer::{Candidate, Gazetteer, PlaceInfo, PlaceRef};
use crate::key::key;
use crate::lexicon::PlaceLexicon;
use crate::packed::NameClass;
use sayso_model::Point;
use std::collections::BTreeMap;

/// What a name alone, with what is known of its document, resolves to.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub place: PlaceInfo,
    pub point: Point,
    /// Why this place, in words.
    pub reason: String,
    /// The name itself is not in the gazetteer; the point is that of the place the document is most about.
    pub inherited: bool,
}

/// A name for [`resolve_all`]: the words, and the words of the place named as holding it, if any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameInText {
    pub name: String,
    /// The name that follows after a comma or "in".
    pub holder: Option<String>,
    /// A unit word beside it ("province").
    pub unit: Option<String>,
}

/// What resolving names may use beside the names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResolveContext {
    /// The outlet's country, ISO code or name.
    pub outlet_country: Option<String>,
    /// Other names of the document, to set the scene.
    pub others: Vec<String>,
    /// Give a name that the gazetteer lacks the point of the place the document is most about.
    pub inherit: bool,
}

/// Resolves one name.
pub fn resolve(gazetteer: &Gazetteer, name: &str, context: &ResolveContext) -> Option<Resolved> {
    let name = NameInText {
        name: name.to_owned(),
        ..NameInText::default()
    };
    resolve_all(gazetteer, std::slice::from_ref(&name), context)
        .pop()
        .flatten()
}

/// Resolves the names of one document together; one answer per name.
pub fn resolve_all(
    gazetteer: &Gazetteer,
    names: &[NameInText],
    context: &ResolveContext,
) -> Vec<Option<Resolved>> {
    let lexicon = PlaceLexicon::builtin();
    let mut toponyms: Vec<Toponym> = Vec::new();
    let setting = Setting {
        outlet_country: context
            .outlet_country
            .as_deref()
            .and_then(|c| gazetteer.country_by_word(c)),
        ..Setting::default()
    };
    let others = context.others.iter().map(|name| NameInText {
        name: name.clone(),
        ..NameInText::default()
    });
    let all: Vec<NameInText> = names.iter().cloned().chain(others).collect();
    let mut parts: Vec<Vec<usize>> = Vec::with_capacity(all.len());
    for name in &all {
        let mut added = Vec::new();
        for (nth, part) in std::iter::once(name.name.as_str())
            .chain(name.holder.as_deref())
            .enumerate()
        {
            let mut toponym = toponym_of(gazetteer, lexicon, part);
            if nth == 0 {
                toponym.unit = toponym.unit.or(name
                    .unit
                    .as_deref()
                    .and_then(|u| lexicon.units.kind(&u.to_lowercase())));
            } else {
                toponym.weight = 0.2;
            }
            added.push(toponyms.len());
            toponyms.push(toponym);
        }
        if let [first, holder] = added.as_slice() {
            toponyms[*first].holder = Some(*holder);
        }
        parts.push(added);
    }
    let choices = choose(gazetteer, &toponyms, &setting);
    let focus = |near: usize| {
        context
            .inherit
            .then(|| focus(gazetteer, &toponyms, &choices, &setting, near))
            .flatten()
    };
    parts
        .iter()
        .take(names.len())
        .map(|added| {
            let i = *added.first()?;
            let fits = |choice: &&Choice| {
                plausible(
                    &choice.candidate,
                    &toponyms[i],
                    support(&choice.candidate, &toponyms, &choices, &setting, i),
                )
            };
            let elsewhere = |choice: &&Choice| {
                let holder = added.get(1).and_then(|h| choices[*h].as_ref());
                !holder.is_some_and(|holder| lies_elsewhere(choice, &toponyms[i], holder))
            };
            let found = choices[i]
                .as_ref()
                .filter(fits)
                .filter(elsewhere)
                .and_then(|choice| {
                    let place = gazetteer.info(choice.candidate.place);
                    let area = || {
                        gazetteer
                            .area_point(choice.candidate.area)
                            .filter(|_| context.inherit)
                    };
                    Some(Resolved {
                        point: place.point.or_else(area)?,
                        inherited: place.point.is_none(),
                        place,
                        reason: choice.reason.clone(),
                    })
                });
            found.or_else(|| {
                // Its own holder, as far as it is known, is a better guess than the document's focus.
                let holder = added
                    .get(1)
                    .and_then(|h| choices[*h].as_ref())
                    .map(|c| gazetteer.info(c.candidate.place));
                let place = holder
                    .filter(|_| context.inherit)
                    .or_else(|| {
                        context
                            .inherit
                            .then(|| owner(gazetteer, &toponyms[i].key))
                            .flatten()
                    })
                    .or_else(|| focus(i))?;
                let reason = format!(
                    "not in the gazetteer; placed at {}, which the report is most about",
                    place.name
                );
                Some(Resolved {
                    point: place.point?,
                    place,
                    reason,
                    inherited: true,
                })
            })
        })
        .collect()
}

/// A namesake far from the town that the text names as holding it: a small place, or one that is only part of the name.
fn lies_elsewhere(choice: &Choice, toponym: &Toponym, holder: &Choice) -> bool {
    let (held, holder) = (&choice.candidate, &holder.candidate);
    let slight = held.population < FAMOUS || toponym.weight < 1.0;
    slight
        && held.kind.is_local()
        && holder.kind.is_local()
        && matches!((held.point, holder.point), (Some(a), Some(b)) if kilometres(a, b) > FAR)
}

/// From this size on, a town named before another one may be one of a list.
const FAMOUS: u32 = 50_000;

/// Kilometres beyond which one place does not lie in another.
const FAR: f64 = 100.0;

/// The land whose body or thing a long name is: "Velan Central Bank", "VL Federal Reserve".
fn owner(gazetteer: &Gazetteer, key: &str) -> Option<PlaceInfo> {
    let (first, _) = key.split_once(' ')?;
    let land = gazetteer.demonym(first).or_else(|| {
        gazetteer
            .candidates(first)
            .into_iter()
            .find(|c| c.kind == PlaceKind::Country)
    })?;
    Some(gazetteer.info(land.place)).filter(|place| place.point.is_some())
}

/// The place that a document is most about around one of its names: the local place named most often and nearest to it,
/// else province, else country.
fn focus(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    choices: &[Option<Choice>],
    setting: &Setting,
    near: usize,
) -> Option<PlaceInfo> {
    let mut counts: BTreeMap<PlaceRef, (f64, Option<Point>)> = BTreeMap::new();
    for (i, (toponym, choice)) in toponyms.iter().zip(choices).enumerate() {
        let Some(choice) = choice else { continue };
        if choice.candidate.point.is_none()
            || !plausible(
                &choice.candidate,
                toponym,
                support(&choice.candidate, toponyms, choices, setting, i),
            )
        {
            continue;
        }
        let size = match choice.candidate.kind {
            kind if kind.is_local() => 1.0,
            PlaceKind::Province => 0.5,
            _ => 0.15,
        };
        let spot = choice
            .candidate
            .point
            .filter(|_| choice.candidate.kind.is_local());
        counts
            .entry(choice.candidate.place)
            .or_insert((0.0, spot))
            .0 += size * toponym.weight * (1.0 + NEARNESS / (1.0 + near.abs_diff(i) as f64));
    }
    // A place among others that the document names speaks louder than one that stands alone.
    let around = |place: &PlaceRef, point: Option<Point>| -> f64 {
        let Some(point) = point else { return 0.0 };
        let near = counts.iter().filter(|(other, (_, at))| {
            *other != place && at.is_some_and(|at| kilometres(point, at) < 80.0)
        });
        near.map(|(_, (count, _))| count.min(2.0)).sum()
    };
    let mut best: Option<(PlaceRef, f64)> = None;
    for (place, (count, point)) in counts.iter().take(FOCUS_PLACES) {
        let count = count + 0.8 * around(place, *point);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((*place, count));
        }
    }
    best.map(|(place, _)| gazetteer.info(place))
}

/// How much more the names right beside one say about where it lies than those far from it.
const NEARNESS: f64 = 3.0;

/// How many places of a document are weighed for its focus: keeps the work bounded.
const FOCUS_PLACES: usize = 150;

/// A toponym with its candidates: the name itself, without its article or unit word, or the place of a demonym.
pub(crate) fn toponym_of(gazetteer: &Gazetteer, lexicon: &PlaceLexicon, words: &str) -> Toponym {
    let full = key(words);
    let mut toponym = Toponym {
        key: full.clone(),
        weight: 1.0,
        ..Toponym::default()
    };
    toponym.candidates = named(gazetteer, &full);
    // A common word alone means a well-known place or none.
    if lexicon.common.words.has(&full) || lexicon.compass.has(&full) {
        toponym.candidates.retain(|c| {
            !matches!(c.place, PlaceRef::Packed(_))
                || (c.population >= 50_000 && c.class == NameClass::Main)
        });
    }
    if toponym.candidates.is_empty() {
        for (bare, unit) in barer_names(lexicon, &full) {
            toponym.candidates = gazetteer.candidates(&bare);
            if !toponym.candidates.is_empty() {
                toponym.key = bare;
                toponym.unit = unit;
                break;
            }
        }
    }
    if toponym.candidates.is_empty() {
        part_of(gazetteer, lexicon, &full, &mut toponym);
    }
    toponym
}

/// The places of a key; a word for a country's people means the country whatever town bears it.
fn named(gazetteer: &Gazetteer, key: &str) -> Vec<Candidate> {
    match gazetteer.demonym(key) {
        Some(place) => vec![place],
        None => gazetteer.candidates(key),
    }
}

/// A place named within a longer name ("Vel State University"): the longest one that is well known.
fn part_of(gazetteer: &Gazetteer, lexicon: &PlaceLexicon, full: &str, toponym: &mut Toponym) {
    let words: Vec<&str> = full.split(' ').collect();
    // A street bears the name of a place that it may lie far from.
    if words.len() > 1 && words.iter().any(|word| lexicon.streets.has(word)) {
        return;
    }
    for length in (1..words.len().min(6)).rev() {
        for part in words.windows(length) {
            let part = part.join(" ");
            let plain = |word: &str| {
                lexicon.common.words.has(word)
                    || lexicon.compass.has(word)
                    || lexicon.units.kind(word).is_some()
            };
            // Words for a people in a longer name tell whose it is, not where.
            if part.len() < 4
                || part.split(' ').all(plain)
                || plain(&part)
                || gazetteer.demonym(&part).is_some()
            {
                continue;
            }
            let known = gazetteer.candidates(&part).into_iter().filter(|c| {
                !matches!(c.place, PlaceRef::Packed(_))
                    || (c.population >= 60_000 && c.class == NameClass::Main)
            });
            toponym.candidates = known.collect();
            if !toponym.candidates.is_empty() {
                toponym.key = part;
                toponym.weight = 0.5;
                return;
            }
        }
    }
}

/// A name without its article, a compass word, or the unit word before or after it.
fn barer_names(lexicon: &PlaceLexicon, full: &str) -> Vec<(String, Option<PlaceKind>)> {
    let mut names = Vec::new();
    let words: Vec<&str> = full.split(' ').collect();
    let unit = |word: &str| lexicon.units.kind(word);
    if words.len() > 1 {
        let (first, last) = (words[0], words[words.len() - 1]);
        if lexicon.grammar.definite.has(first) || lexicon.compass.has(first) {
            names.push((words[1..].join(" "), None));
        }
        // A street or hospital named after a place need not lie in it.
        if let Some(kind) = unit(last).filter(|kind| *kind != PlaceKind::Site) {
            names.push((words[..words.len() - 1].join(" "), Some(kind)));
        }
        if let Some(kind) = unit(first) {
            let rest = if words.get(1).is_some_and(|w| lexicon.grammar.of.has(w)) {
                &words[2..]
            } else {
                &words[1..]
            };
            names.push((rest.join(" "), Some(kind)));
        }
    }
    names.retain(|(name, _)| name.len() > 1);
    names
}

#[cfg(test)]
mod tests;
