//! Pass: where. From the place names of a claim's assertions to its place, with precision and the reason.

use crate::assertions::Assertion;
use crate::scene::{Scene, of_sentence};
use crate::standing::{
    Standing, head_token, is_home_of_speaker, is_of_speaker, is_of_statement, standing, stands_free,
};
use crate::tree::base;
use crate::vocabulary::Set;
use sayso_model::{EmptyReason, Field, Place, PlaceName, PlacePrecision, Point};
use sayso_place::{PlaceKind, PlaceMention, PlaceRole, PlaceShift};

/// Coordinates of the place meant.
pub(crate) fn point(mention: &PlaceMention) -> Option<Point> {
    mention.place.as_ref().and_then(|place| place.point)
}

/// Places a claim: its own names, else those of its occurrence, else the place its sentence or paragraph is set in.
pub(crate) fn place(scene: &Scene, own: &[&Assertion], occurrence: &[&Assertion]) -> Field<Place> {
    let told = named(scene, own, "where.own");
    if let Some(entry) = of_entry(scene, own)
        && told.as_ref().is_none_or(|told| !is_beside(told, &entry))
    {
        return entry;
    }
    // "In northern Vel" where the report names the town elsewhere.
    if told.as_ref().is_some_and(|told| !fine(told))
        && let Some(finer) = named(scene, occurrence, "where.finer")
        && fine(&finer)
        && told.as_ref().and_then(|told| land(scene, told)) == land(scene, &finer)
    {
        return finer;
    }
    told.or_else(|| own_sentence(scene, own))
        .or_else(|| named(scene, occurrence, "where.occurrence"))
        .or_else(|| named_again(scene, own))
        .or_else(|| of_speaker(scene, own))
        .or_else(|| beside(scene, own))
        .or_else(|| of_target(scene, own))
        .unwrap_or(Field::empty(EmptyReason::NotStated))
}

/// The place that heads the entry of a bulletin.
fn of_entry(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let indexes = own
        .iter()
        .map(|assertion| crate::entries::places(scene, assertion))
        .find(|indexes| !indexes.is_empty())?;
    build(scene, indexes, "where.entry").filter(fine)
}

/// Kilometres within which a place told in an entry is in or beside that which heads it.
const AROUND_ENTRY: f64 = 100.0;

fn is_beside(told: &Field<Place>, entry: &Field<Place>) -> bool {
    let point = |place: &Field<Place>| place.value().and_then(|place| place.point);
    match (point(told), point(entry)) {
        (Some(a), Some(b)) => fine(told) && sayso_place::kilometres(a, b) <= AROUND_ENTRY,
        _ => false,
    }
}

fn fine(place: &Field<Place>) -> bool {
    place
        .value()
        .is_some_and(|place| is_local(place.precision) && place.point.is_some())
}

/// The country of the first name of a place.
fn land(scene: &Scene, place: &Field<Place>) -> Option<String> {
    let span = place.spans().first()?;
    let mention = scene.places.iter().find(|mention| mention.span == *span)?;
    mention.place.as_ref()?.country.clone()
}

/// Places a threat or plan: only what its own sentences name says where.
pub(crate) fn planned_place(
    scene: &Scene,
    own: &[&Assertion],
    occurrence: &[&Assertion],
) -> Field<Place> {
    named(scene, own, "where.own")
        .or_else(|| named(scene, occurrence, "where.occurrence"))
        .unwrap_or(Field::empty(EmptyReason::NotStated))
}

/// The place that some mentions name together; only those that say where.
pub(crate) fn of_mentions(scene: &Scene, indexes: &[usize], rule: &str) -> Field<Place> {
    let located = indexes
        .iter()
        .copied()
        .filter(|&index| standing(scene, &scene.places[index], None) != Standing::Elsewhere)
        .collect();
    build(scene, located, rule).unwrap_or(Field::empty(EmptyReason::NotStated))
}

/// "Vel's health ministry": the land that a count's issuer is named for.
pub(crate) fn of_issuer(scene: &Scene, assertion: &Assertion) -> Option<Field<Place>> {
    let issuer = assertion.chain.last()?.span;
    let land = scene.places.iter().position(|mention| {
        let kind = mention.place.as_ref().map(|place| place.kind);
        issuer.start <= mention.span.start
            && mention.span.end <= issuer.end
            && matches!(
                kind,
                Some(PlaceKind::Country | PlaceKind::Province | PlaceKind::Area)
            )
            && !mention.tokens.is_empty()
            && {
                let tree = &scene.trees[mention.sentence];
                base(tree.deprel(head_token(tree, mention))) == "nmod"
            }
    })?;
    build(scene, vec![land], "where.issuer")
}

/// Whether a place is fine enough to say where something happened.
pub(crate) fn is_local(precision: PlacePrecision) -> bool {
    precision <= PlacePrecision::NearTown
}

/// The names of the first sentence that names a local place, nearest to the event word first; failing that, the first
/// sentence that names any. "to" and "from" do not say where.
fn named(scene: &Scene, assertions: &[&Assertion], rule: &str) -> Option<Field<Place>> {
    let mut ranked: Vec<(usize, Standing, usize, usize)> = Vec::new();
    for assertion in assertions {
        for &index in &assertion.places {
            let mention = &scene.places[index];
            let trigger = assertion.mention.trigger;
            ranked.push((
                mention.sentence,
                standing(scene, mention, Some(trigger)),
                mention.tokens.start.abs_diff(trigger),
                index,
            ));
        }
    }
    ranked.retain(|(_, standing, ..)| *standing != Standing::Elsewhere);
    ranked.sort_unstable();
    let known = |index: usize| {
        let mention = &scene.places[index];
        is_local(mention.precision) && mention.place.is_some()
            || mention.precision == PlacePrecision::Unlocated && mention.within.is_some()
    };
    let anchor = ranked
        .iter()
        .find(|(.., index)| known(*index))
        .or(ranked.first())
        .map(|(sentence, ..)| *sentence)?;
    let mut indexes: Vec<usize> = Vec::new();
    for (sentence, _, _, index) in ranked {
        if sentence == anchor && !indexes.contains(&index) {
            indexes.push(index);
        }
    }
    build(scene, indexes, rule)
}

pub(crate) fn build(scene: &Scene, mut indexes: Vec<usize>, rule: &str) -> Option<Field<Place>> {
    // Most specific first; equal ones in text order.
    let all = indexes.clone();
    indexes.sort_by_key(|&index| {
        (
            is_reference(scene, &all, index),
            specificity(scene, &indexes_with(scene, index), index),
            // The two ends of a way stand as the text has them.
            match scene.places[index].shift {
                Some(PlaceShift::Beside) => scene.places[index].span.start,
                _ => 0,
            },
        )
    });
    let mut names: Vec<PlaceName> = Vec::new();
    let mut spans = Vec::new();
    for &index in &indexes {
        let mention = &scene.places[index];
        if names
            .iter()
            .any(|name| name.words.eq_ignore_ascii_case(&mention.words))
        {
            continue;
        }
        names.push(PlaceName {
            words: mention.words.clone(),
            registry: mention.place.as_ref().map(|place| place.id.clone()),
        });
        spans.push(mention.span);
    }
    let &first = indexes.first()?;
    // A name that the gazetteer lacks is as precise as the finest place named with it, or with it elsewhere.
    let own = Some(first).filter(|&first| point(&scene.places[first]).is_some());
    let pointed = own
        .or_else(|| {
            let others = indexes.iter().copied();
            others
                .filter(|&index| point(&scene.places[index]).is_some())
                .min_by_key(|&index| scene.places[index].precision)
        })
        .or_else(|| told_elsewhere(scene, first));
    let mention = &scene.places[pointed.unwrap_or(first)];
    let place = Place {
        names,
        point: point(mention),
        precision: mention.precision,
        reason: mention.reason.clone(),
    };
    Some(Field::known(place, spans, rule))
}

/// A name that the gazetteer lacks may stand elsewhere in the report with the place that holds it.
fn told_elsewhere(scene: &Scene, index: usize) -> Option<usize> {
    let mention = &scene.places[index];
    if mention.precision != PlacePrecision::Unlocated {
        return None;
    }
    scene
        .places
        .iter()
        .filter(|other| other.words.eq_ignore_ascii_case(&mention.words))
        .filter_map(|other| other.within)
        .find(|&holder| {
            is_local(scene.places[holder].precision) && point(&scene.places[holder]).is_some()
        })
}

/// A town from which another place named before it is told: "Vel, 80 km north of Dan".
fn is_reference(scene: &Scene, all: &[usize], index: usize) -> bool {
    let mention = &scene.places[index];
    let tree = &scene.trees[mention.sentence];
    let between = mention.tokens.start.saturating_sub(2)..mention.tokens.start;
    mention.shift == Some(PlaceShift::Compass)
        && between
            .filter(|&token| token < tree.len())
            .any(|token| tree.grammar.part.contains(&tree.token(token).lower))
        && !all
            .iter()
            .any(|&other| scene.places[other].within == Some(index))
        && all.iter().any(|&other| {
            let other = &scene.places[other];
            other.sentence == mention.sentence && other.tokens.start < mention.tokens.start
        })
}

/// The mention and those its words name as holding it.
fn indexes_with(scene: &Scene, index: usize) -> Vec<usize> {
    let mut chain = vec![index];
    while let Some(holder) = chain.last().and_then(|&last| scene.places[last].within)
        && chain.len() < 6
        && !chain.contains(&holder)
    {
        chain.push(holder);
    }
    chain
}

/// Finest first; a name within another stands before it, whatever is known of it.
fn specificity(scene: &Scene, chain: &[usize], index: usize) -> (u8, u8) {
    let grade = |precision: PlacePrecision| match precision {
        PlacePrecision::Site => 0,
        PlacePrecision::Neighbourhood => 1,
        PlacePrecision::Town => 3,
        PlacePrecision::NearTown => 4,
        PlacePrecision::District => 5,
        PlacePrecision::Province => 6,
        PlacePrecision::Area => 7,
        PlacePrecision::Water => 8,
        PlacePrecision::Country => 9,
        PlacePrecision::Unlocated => 2,
    };
    let own = grade(scene.places[index].precision);
    let finest = chain
        .iter()
        .map(|&one| grade(scene.places[one].precision))
        .min()
        .unwrap_or(own);
    (finest, u8::from(finest == own && chain.len() == 1))
}

/// The local place that the claim's first sentence is set in.
fn own_sentence(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let sentence = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let setting = setting(scene, sentence)?;
    let local = setting
        .iter()
        .any(|&index| is_local(scene.places[index].precision));
    local
        .then(|| build(scene, setting, "where.sentence"))
        .flatten()
}

/// "In the town", "in the same area": the last local place named before.
fn named_again(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let sentence = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let tree = &scene.trees[sentence];
    if !tree.sentence.analysed {
        return None;
    }
    let units = &sayso_place::PlaceLexicon::builtin().units;
    let again = (0..tree.len()).find(|&noun| {
        let local = matches!(
            units.kind(&tree.lemma(noun).to_lowercase()),
            Some(PlaceKind::Town | PlaceKind::Neighbourhood | PlaceKind::Area)
        );
        let placed = |word: &str| scene.vocabulary.has(Set::Location, word);
        local
            && matches!(base(tree.deprel(noun)), "obl" | "nmod")
            && tree.preposition(noun).is_some_and(placed)
            && tree
                .children(noun)
                .iter()
                .all(|&child| matches!(base(tree.deprel(child)), "det" | "case" | "amod" | "punct"))
            && tree.children(noun).iter().any(|&child| {
                base(tree.deprel(child)) == "det"
                    && tree.grammar.definite.contains(&tree.token(child).lower)
            })
    })?;
    let until = tree.token(again).span.start;
    let first = sentence.saturating_sub(AGAIN);
    let last = (0..scene.places.len()).rev().find(|&index| {
        let mention = &scene.places[index];
        mention.sentence >= first
            && mention.span.end <= until
            && mention.sentence <= sentence
            && is_local(mention.precision)
            && !matches!(mention.role, PlaceRole::Modifier)
            && !is_of_speaker(scene, mention)
            && !is_of_statement(scene, mention)
    })?;
    build(scene, indexes_with(scene, last), "where.again")
}

/// How many sentences back a place may stand that is named again by its kind.
const AGAIN: usize = 3;

/// "Residents of Vel said that shells had hit a bakery": where those live who tell of it.
fn of_speaker(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let sentence = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let home = of_sentence(&scene.places, sentence, |place| place.sentence).find(|&index| {
        let mention = &scene.places[index];
        is_local(mention.precision) && mention.place.is_some() && is_home_of_speaker(scene, mention)
    })?;
    build(scene, indexes_with(scene, home), "where.speaker")
}

/// "The mayor of Vel was shot dead": the town in the words for who was hit.
fn of_target(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    own.iter().find_map(|assertion| {
        let target = assertion.mention.roles.target?;
        let tree = &scene.trees[assertion.mention.sentence];
        let phrase = tree.subtree(target);
        let town = of_sentence(&scene.places, assertion.mention.sentence, |place| {
            place.sentence
        })
        .find(|&index| {
            let mention = &scene.places[index];
            is_local(mention.precision)
                && mention.place.is_some()
                && !mention.tokens.is_empty()
                && phrase.binary_search(&head_token(tree, mention)).is_ok()
        })?;
        build(scene, indexes_with(scene, town), "where.target")
    })
}

/// The place that the claim's first sentence is set in, else the last one named before it in its paragraph.
fn beside(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let sentence = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let paragraph = scene.trees[sentence].sentence.paragraph;
    (0..=sentence)
        .rev()
        .take_while(|&number| scene.trees[number].sentence.paragraph == paragraph)
        .find_map(|number| build(scene, setting(scene, number)?, "where.paragraph"))
}

/// The names that say where a sentence is set: the last local one behind a preposition of place with those that hold
/// it, else the last broad one.
pub(crate) fn setting(scene: &Scene, sentence: usize) -> Option<Vec<usize>> {
    let here = of_sentence(&scene.places, sentence, |place| place.sentence);
    let says_where = |index: &usize| {
        let mention = &scene.places[*index];
        if mention.role != PlaceRole::Location
            || mention.precision == PlacePrecision::Unlocated && mention.within.is_none()
            || is_of_statement(scene, mention)
            || is_of_speaker(scene, mention)
        {
            return false;
        }
        match standing(scene, mention, None) {
            Standing::Located => true,
            Standing::Elsewhere => false,
            Standing::Open => {
                is_local(mention.precision) && (mention.located || stands_free(scene, mention))
            }
        }
    };
    let usable: Vec<usize> = here.filter(says_where).collect();
    let held: Vec<usize> = usable
        .iter()
        .filter_map(|&index| scene.places[index].within)
        .collect();
    let fine = |index: &&usize| {
        let mention = &scene.places[**index];
        is_local(mention.precision) || mention.within.is_some()
    };
    let last = usable
        .iter()
        .rev()
        .filter(|index| !held.contains(index))
        .find(fine)
        .or(usable.iter().rev().find(|index| !held.contains(index)))?;
    Some(with_coordinated(scene, &usable, *last))
}

/// The local place at which a sentence says that something was said.
pub(crate) fn told_at(scene: &Scene, sentence: usize) -> Option<Vec<usize>> {
    of_sentence(&scene.places, sentence, |place| place.sentence)
        .find(|&index| {
            let mention = &scene.places[index];
            mention.role == PlaceRole::Location
                && is_local(mention.precision)
                && (is_of_statement(scene, mention) || is_of_speaker(scene, mention))
        })
        .map(|index| indexes_with(scene, index))
}

/// A name with those that hold it and those it is coordinated with ("between Vel and Dan"), in text order.
fn with_coordinated(scene: &Scene, usable: &[usize], last: usize) -> Vec<usize> {
    let mut all = indexes_with(scene, last);
    let tree = &scene.trees[scene.places[last].sentence];
    let mention = &scene.places[last];
    if tree.sentence.analysed && base(tree.deprel(head_token(tree, mention))) == "conj" {
        let head = tree.head(head_token(tree, mention));
        let first = usable
            .iter()
            .copied()
            .find(|&other| head.is_some_and(|head| scene.places[other].tokens.contains(&head)));
        for index in first.map_or(Vec::new(), |first| indexes_with(scene, first)) {
            if !all.contains(&index) {
                all.push(index);
            }
        }
    }
    all.sort_unstable();
    all
}
