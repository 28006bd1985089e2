//! The place mentions of a document: names found, judged and resolved together.

use crate::choose::{
    Choice, Setting, Toponym, choose, kilometres, little_known, plausible, support,
};
use crate::entry::PlaceKind;
use crate::finder::{Finder, Found};
use crate::gazetteer::{Candidate, Gazetteer, PlaceInfo};
use crate::key::key;
use crate::lexicon::PlaceLexicon;
use crate::spot::{PlaceShift, Words};
use sayso_model::{PlacePrecision, Span};
use sayso_text::Document;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a place name does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceRole {
    /// It may say where something happened.
    Location,
    /// It is part of the name of an organisation, or says whose office or people: "Vel Health Ministry", "Vel police".
    Modifier,
    /// It stands for a government: "Vel said".
    Metonym,
    /// It stands in the dateline: where the report was filed.
    Dateline,
}

/// A place named in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// The tokens of the name; empty for a dateline.
    pub tokens: Range<usize>,
    /// The name.
    pub span: Span,
    /// The name with the words that shift or classify it ("north of Vel", "Vel province").
    pub wide: Span,
    /// The words of `span`.
    pub words: String,
    pub role: PlaceRole,
    /// The place meant; `None` if the gazetteer does not know it.
    pub place: Option<PlaceInfo>,
    /// How precisely the words locate something; [`PlacePrecision::Unlocated`] without a place.
    pub precision: PlacePrecision,
    pub shift: Option<PlaceShift>,
    /// A preposition of place, or a unit word with "of", stands before it.
    pub located: bool,
    /// Index of the mention that the words name as holding this one ("Vel, Dan Province").
    pub within: Option<usize>,
    /// Other places the name could mean, likeliest first, at most four.
    pub alternatives: Vec<PlaceInfo>,
    /// Why this place, in words.
    pub reason: String,
}

/// What is known of a document beside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceContext {
    /// The outlet's country, as ISO code or name.
    pub outlet_country: Option<String>,
    /// Spans known to be names of actors: places inside them are parts of those names.
    pub actor_spans: Vec<Span>,
    /// First tokens of names that something is done to which is done to places ("struck Vel"): as good as a preposition.
    pub struck: Vec<Span>,
}

/// Finds and resolves the places a document names, in the order of the text.
pub fn place_mentions(
    document: &Document,
    text: &str,
    gazetteer: &Gazetteer,
    lexicon: &PlaceLexicon,
    context: &PlaceContext,
) -> Vec<PlaceMention> {
    let outlet_country = context
        .outlet_country
        .as_deref()
        .and_then(|c| gazetteer.country_by_word(c));
    let mut finder = Finder::new(
        &context.struck,
        gazetteer,
        lexicon,
        Setting {
            outlet_country,
            ..Setting::default()
        },
    );
    let mut found: Vec<Found> = Vec::new();
    finder.learn_words(document);
    for (number, sentence) in document.sentences.iter().enumerate() {
        if let Some(span) = sentence.dateline {
            found.extend(finder.dateline(number, span, text));
        }
        let words = Words::new(sentence, lexicon);
        found.extend(finder.sentence(number, &words));
    }
    link_holders(document, lexicon, &mut found);
    let toponyms: Vec<Toponym> = found.iter().map(|f| f.toponym.clone()).collect();
    let choices = choose(gazetteer, &toponyms, &finder.setting);
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut mentions = Vec::new();
    for (i, one) in found.iter().enumerate() {
        let choice = choices[i].as_ref().filter(|choice| {
            let support = support(&choice.candidate, &toponyms, &choices, &finder.setting, i);
            plausible(&choice.candidate, &toponyms[i], support)
                && believes(lexicon, one, &choice.candidate, support)
        });
        if choice.is_none() && !finder.stands_as_unknown(document, one) {
            continue;
        }
        kept.insert(i, mentions.len());
        mentions.push(mention(gazetteer, document, text, context, one, choice));
    }
    for (i, one) in found.iter().enumerate() {
        let Some(mention) = kept.get(&i) else {
            continue;
        };
        let holder = one
            .toponym
            .holder
            .filter(|h| holds(gazetteer, choices[*h].as_ref(), choices[i].as_ref()));
        mentions[*mention].within = holder.and_then(|h| kept.get(&h).copied());
    }
    mentions
}

/// Puts a mention together from its spot and the place chosen for it.
fn mention(
    gazetteer: &Gazetteer,
    document: &Document,
    text: &str,
    context: &PlaceContext,
    found: &Found,
    choice: Option<&Choice>,
) -> PlaceMention {
    let spot = &found.spot;
    let sentence = document.sentences.get(spot.sentence);
    let range =
        |tokens: &Range<usize>| sentence.map_or(Span::new(0, 0), |s| s.range_span(tokens.clone()));
    let span = found.span.unwrap_or_else(|| range(&spot.tokens));
    let wide = found.span.unwrap_or_else(|| range(&spot.wide).cover(span));
    let in_actor = context
        .actor_spans
        .iter()
        .any(|actor| actor.contains(span) && actor.len() > span.len());
    let country = choice.is_some_and(|c| c.candidate.kind == PlaceKind::Country);
    let government = country || choice.is_some_and(|c| c.candidate.capital);
    let role = if found.span.is_some() {
        PlaceRole::Dateline
    } else if spot.signs.modifier
        || in_actor
        || (country && (spot.signs.possessive || spot.unit == Some(PlaceKind::Site)))
    {
        PlaceRole::Modifier
    } else if spot.signs.speaks && government {
        PlaceRole::Metonym
    } else {
        PlaceRole::Location
    };
    let precision = choice.map_or(PlacePrecision::Unlocated, |c| {
        precision(c.candidate.kind, spot.unit, spot.shift)
    });
    let reason = choice.map_or_else(
        || "not in the gazetteer, named as a place".to_owned(),
        |c| c.reason.clone(),
    );
    let alternatives = choice.map_or_else(Vec::new, |c| {
        let others = found
            .toponym
            .candidates
            .iter()
            .filter(|o| o.place != c.candidate.place);
        others.take(4).map(|o| gazetteer.info(o.place)).collect()
    });
    PlaceMention {
        sentence: spot.sentence,
        tokens: spot.tokens.clone(),
        span,
        wide,
        words: span.slice(text).unwrap_or("").to_owned(),
        role,
        place: choice.map(|c| gazetteer.info(c.candidate.place)),
        precision,
        shift: spot.shift,
        located: spot.located,
        within: None,
        alternatives,
        reason,
    }
}

/// Whether the signs around a name allow a place so little known.
fn believes(
    lexicon: &PlaceLexicon,
    found: &Found,
    candidate: &Candidate,
    (here, all): (f64, f64),
) -> bool {
    let spot = &found.spot;
    // Capitals throughout say nothing of names: without a sign, a place that the rest speaks against is none.
    if spot.signs.capitals
        && !spot.located
        && found.toponym.holder.is_none()
        && candidate.kind != PlaceKind::Country
        && here <= 0.0
        && all >= 1.5
    {
        return false;
    }
    // "Southern District", "Central Region": many countries have one.
    let plain = |word: &str| lexicon.compass.has(word) || lexicon.units.kind(word).is_some();
    if spot.key.split(' ').all(plain) && spot.key.contains(' ') && here <= 0.3 * all {
        return false;
    }
    !little_known(candidate)
        || spot.located
        || spot.unit.is_some()
        || found.toponym.holder.is_some()
        || spot.tokens.len() > 1
        || here > 0.0
}

/// How precisely a name with the words beside it locates: the far side of a town is not the town.
fn precision(
    kind: PlaceKind,
    unit: Option<PlaceKind>,
    shift: Option<PlaceShift>,
) -> PlacePrecision {
    let kind = match (unit, kind) {
        (Some(PlaceKind::Province | PlaceKind::District), PlaceKind::Country | PlaceKind::Area) => {
            kind
        }
        (Some(PlaceKind::District), PlaceKind::Province) => PlaceKind::District,
        (Some(PlaceKind::Town), _) => kind,
        (Some(unit), PlaceKind::Town | PlaceKind::Neighbourhood) => unit,
        _ => kind,
    };
    match shift {
        None => kind.precision(),
        Some(PlaceShift::Stretch) => PlacePrecision::Area,
        Some(_) if kind.is_local() => PlacePrecision::NearTown,
        Some(_) if kind == PlaceKind::Water => PlacePrecision::Water,
        Some(_) => PlacePrecision::Area,
    }
}

/// Links names that stand as "Vel, Dan Province", "Vel in Dan" and "Dan's Vel region".
fn link_holders(document: &Document, lexicon: &PlaceLexicon, found: &mut [Found]) {
    for i in 0..found.len() {
        if found[i].toponym.holder == Some(usize::MAX) {
            found[i].toponym.holder =
                (i + 1 < found.len() && found[i + 1].span.is_some()).then_some(i + 1);
            continue;
        }
        let Some(next) = found.get(i + 1) else {
            continue;
        };
        if next.spot.sentence != found[i].spot.sentence || found[i].span.is_some() {
            continue;
        }
        let Some(sentence) = document.sentences.get(found[i].spot.sentence) else {
            continue;
        };
        let gap: Vec<&str> = sentence
            .tokens
            .get(found[i].spot.tokens.end..next.spot.tokens.start)
            .unwrap_or_default()
            .iter()
            .map(|t| t.lower.as_str())
            .collect();
        if gap.first() == Some(&"'s")
            && gap
                .iter()
                .skip(1)
                .all(|w| passes(lexicon, w) && *w != "," && !lexicon.grammar.within.has(w))
        {
            found[i + 1].toponym.holder = Some(i);
            continue;
        }
        let linked = gap.iter().any(|w| {
            matches!(*w, "," | "(") || lexicon.grammar.within.has(w) || lexicon.grammar.of.has(w)
        }) && gap.len() <= 9
            && gap.iter().all(|w| passes(lexicon, w));
        if linked && found[i].toponym.holder.is_none() {
            found[i].toponym.holder = Some(i + 1);
        }
    }
}

fn passes(lexicon: &PlaceLexicon, word: &str) -> bool {
    let grammar = &lexicon.grammar;
    matches!(word, "," | "(" | "-" | "'s")
        || [&grammar.within, &grammar.of, &grammar.determiners]
            .iter()
            .any(|words| words.has(word))
        || lexicon.compass.has(word)
        || lexicon.units.kind(word).is_some()
        || lexicon.parts.has(word)
}

/// Whether one chosen place holds another.
fn holds(gazetteer: &Gazetteer, holder: Option<&Choice>, held: Option<&Choice>) -> bool {
    let Some(holder) = holder.map(|c| c.candidate) else {
        return false;
    };
    let Some(held) = held.map(|c| c.candidate) else {
        return true;
    };
    if holder.place == held.place {
        return false;
    }
    if gazetteer
        .parents(held.place)
        .iter()
        .any(|p| *p == key(gazetteer.name(holder.place)))
    {
        return true;
    }
    match holder.kind {
        PlaceKind::Country => holder.country == held.country && held.kind != PlaceKind::Country,
        PlaceKind::Province => holder.area == held.area && held.kind != PlaceKind::Country,
        PlaceKind::Continent => false,
        PlaceKind::Area | PlaceKind::District => held.kind.is_local() && near(holder, held, 150.0),
        _ => {
            matches!(held.kind, PlaceKind::Site | PlaceKind::Neighbourhood)
                && near(holder, held, 30.0)
        }
    }
}

fn near(a: Candidate, b: Candidate, limit: f64) -> bool {
    matches!((a.point, b.point), (Some(a), Some(b)) if kilometres(a, b) <= limit)
}

#[cfg(test)]
mod tests;
