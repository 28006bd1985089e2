//! The place mentions of a document: names found, judged and resolved together.

use crate::entry::PlaceKind;
use crate::gazetteer::{Candidate, Gazetteer, PlaceInfo, PlaceRef};
use crate::key::key;
use crate::lexicon::PlaceLexicon;
use crate::overlay::NONE;
use crate::resolve::{Choice, Setting, Toponym, choose, little_known, plausible, support};
use crate::spot::{PlaceShift, Spot, Words};
use sayso_model::{PlacePrecision, Span};
use sayso_text::Document;
use std::collections::{BTreeMap, BTreeSet};
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
}

/// Finds and resolves the places a document names, in the order of the text.
pub fn place_mentions(
    document: &Document,
    text: &str,
    gazetteer: &Gazetteer,
    lexicon: &PlaceLexicon,
    context: &PlaceContext,
) -> Vec<PlaceMention> {
    let mut finder = Finder { gazetteer, lexicon, setting: Setting::default(), people: BTreeSet::new(), lower_words: BTreeSet::new() };
    finder.setting.outlet_country = context.outlet_country.as_deref().and_then(|c| gazetteer.country_by_word(c));
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
            plausible(&choice.candidate, support) && believes(one, &choice.candidate, support.0)
        });
        if choice.is_none() && !finder.stands_as_unknown(document, one) {
            continue;
        }
        kept.insert(i, mentions.len());
        mentions.push(finder.mention(document, text, context, one, choice));
    }
    for (i, one) in found.iter().enumerate() {
        let Some(mention) = kept.get(&i) else { continue };
        let holder = one.toponym.holder.filter(|h| holds(gazetteer, choices[*h].as_ref(), choices[i].as_ref()));
        mentions[*mention].within = holder.and_then(|h| kept.get(&h).copied());
    }
    mentions
}

/// A spot with its candidates.
struct Found {
    spot: Spot,
    toponym: Toponym,
    span: Option<Span>,
}

struct Finder<'a> {
    gazetteer: &'a Gazetteer,
    lexicon: &'a PlaceLexicon,
    setting: Setting,
    /// Last names of people named in full.
    people: BTreeSet<String>,
    /// Words that the document also has in lower case.
    lower_words: BTreeSet<String>,
}

impl Finder<'_> {
    /// Learns which words are also ordinary words here, and which are the last names of people.
    fn learn_words(&mut self, document: &Document) {
        for sentence in &document.sentences {
            let words = Words::new(sentence, self.lexicon);
            if words.capitals {
                continue;
            }
            for (i, token) in sentence.tokens.iter().enumerate() {
                if token.form.len() > 2 && token.form.chars().all(|c| c.is_lowercase()) {
                    self.lower_words.insert(token.form.clone());
                }
                let people = &self.lexicon.people;
                if (people.titles.has(&token.lower) || people.given.has(&token.lower)) && words.is_name(i) {
                    let mut last = i + 1;
                    while last < i + 4 && words.is_name(last) && self.lexicon.units.kind(words.lower(last)).is_none() {
                        last += 1;
                    }
                    let name = last - 1;
                    if name > i && !self.lexicon.organisations.heads.has(words.lower(name)) && self.gazetteer.demonym(words.lower(name)).is_none() {
                        self.people.insert(words.lower(name).to_owned());
                    }
                }
            }
        }
    }

    fn sentence(&mut self, number: usize, words: &Words) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        let length = words.sentence.tokens.len();
        while i < length {
            if let Some((end, name)) = words.longest(self.gazetteer, i) {
                let spot = words.spot(self.gazetteer, number, i..end, name);
                i = self.keep(words, spot, &mut found);
            } else {
                i = self.unknown(number, words, i, &mut found);
            }
        }
        found
    }

    /// Keeps a spot if the signs speak for a place; returns where to go on.
    fn keep(&mut self, words: &Words, spot: Spot, found: &mut Vec<Found>) -> usize {
        let next = spot.tokens.end;
        if let Some(people) = self.gazetteer.demonym(&spot.key)
            && !(spot.located && spot.tokens.len() > 1)
        {
            *self.setting.demonyms.entry(people.country).or_default() += if people.country == NONE { 0.0 } else { 0.6 };
            return next;
        }
        let toponym = Toponym {
            candidates: self.gazetteer.candidates(&spot.key),
            key: spot.key.clone(),
            unit: spot.unit,
            holder: None,
            weight: if spot.signs.modifier { 0.7 } else { 1.0 },
        };
        let mut spot = spot;
        let (listed, held) = self.after_another(words, &mut spot, found);
        if self.accepts(words, &spot, &toponym, listed, held) {
            found.push(Found { spot, toponym, span: None });
            return next;
        }
        if spot.signs.person || spot.signs.ends_name || spot.signs.begins_name {
            return next;
        }
        self.unknown(spot.sentence, words, spot.tokens.start, found).max(next)
    }

    /// A name listed after a located one is located alike; one after a name and a comma may hold it.
    fn after_another(&self, words: &Words, spot: &mut Spot, found: &[Found]) -> (bool, bool) {
        let Some(last) = found.last().filter(|last| last.span.is_none() && last.spot.sentence == spot.sentence) else { return (false, false) };
        let gap: Vec<&str> = (last.spot.wide.end..spot.wide.start).map(|i| words.lower(i)).collect();
        let listed = !gap.is_empty() && gap.len() <= 3 && gap.iter().all(|w| matches!(*w, "," | "and" | "or" | "the" | "&"));
        if listed && last.spot.located && !last.spot.signs.modifier {
            spot.located = true;
            spot.shift = spot.shift.or(last.spot.shift.filter(|s| *s == PlaceShift::Beside));
        }
        (listed, gap == [","])
    }

    /// Weighs the signs for and against a place.
    fn accepts(&self, words: &Words, spot: &Spot, toponym: &Toponym, listed: bool, held: bool) -> bool {
        let lexicon = self.lexicon;
        let signs = spot.signs;
        let single = spot.tokens.len() == 1;
        let lower = words.lower(spot.tokens.start);
        if signs.person && !(spot.located && self.renown(toponym) >= 3.0) {
            return false;
        }
        if single && (lexicon.never.words.has(&spot.key) || lexicon.people.titles.has(lower)) && !self.is_own(toponym) {
            return false;
        }
        let bound = signs.ends_name || (signs.begins_name && !(spot.located && self.renown(toponym) >= 1.0));
        if bound && !self.is_own(toponym) && self.renown(toponym) < 2.5 {
            return false;
        }
        if signs.capitals && !self.is_own(toponym) && spot.tokens.clone().all(|i| self.plain_in_capitals(words.lower(i))) {
            return false;
        }
        let dotted = words.token(spot.tokens.start).is_some_and(|t| t.form.ends_with('.'));
        let mut score = self.renown(toponym);
        if held || (single && dotted) {
            score += 2.0;
        }
        if listed {
            score += 0.5;
        }
        if spot.located {
            score += 2.0;
        }
        if spot.unit.is_some() {
            score += 2.0;
        }
        if !single {
            score += 1.0;
        }
        if single && self.people.contains(lower) {
            score -= if spot.located { 2.0 } else { 4.0 };
        }
        if single && lexicon.people.given.has(lower) {
            score -= 1.5;
        }
        if single && lexicon.common.words.has(lower) {
            score -= if signs.first || signs.capitals { 4.5 } else { 3.0 };
        }
        if single && !signs.capitals && self.lower_words.contains(lower) {
            score -= 1.5;
        }
        if signs.first && !spot.located {
            score -= 0.5;
        }
        if signs.capitals && !spot.located {
            score -= 1.0;
        }
        if signs.not_a_name {
            score -= 3.0;
        }
        if single && spot.key.chars().count() <= 3 {
            score -= 1.0;
        }
        score >= 2.0
    }

    /// Whether a word, written in capitals, is more likely the common word than the name.
    fn plain_in_capitals(&self, lower: &str) -> bool {
        self.lexicon.units.kind(lower).is_some() || self.lexicon.never.words.has(lower) || self.lexicon.articles.has(lower) || lower == "the"
    }

    fn is_own(&self, toponym: &Toponym) -> bool {
        toponym.candidates.iter().any(|c| matches!(c.place, PlaceRef::Own(_)))
    }

    /// How well known the best-known place of the name is: 0 a hamlet, 3 a country.
    fn renown(&self, toponym: &Toponym) -> f64 {
        let mut most = 0.0_f64;
        for candidate in &toponym.candidates {
            let class = f64::from(candidate.class as u8) * 0.5;
            let known = match candidate.place {
                PlaceRef::Own(_) => 4.0,
                PlaceRef::Bundled(_) if candidate.kind.is_local() && candidate.population < 1_000_000 => 1.6,
                PlaceRef::Bundled(_) => 3.0,
                PlaceRef::Packed(_) => match candidate.population {
                    1_000_000.. => 2.7 - class,
                    200_000.. => 2.0 - class,
                    50_000.. => 1.2 - class,
                    10_000.. => 0.6 - class,
                    _ => 0.2 - class,
                },
            };
            most = most.max(known);
        }
        most
    }

    /// After a preposition of place, a capitalised run that the gazetteer lacks; returns where to go on.
    fn unknown(&self, number: usize, words: &Words, start: usize, found: &mut Vec<Found>) -> usize {
        let lexicon = self.lexicon;
        let ordinary = |i: usize| {
            let lower = words.lower(i);
            lexicon.common.words.has(lower) || lexicon.never.words.has(lower) || lexicon.people.titles.has(lower)
                || lexicon.compass.has(lower)
                || lexicon.locative.has(lower)
                || lexicon.connectors.has(lower)
        };
        // A code or an acronym is no place.
        let code = words.token(start).is_some_and(|t| {
            t.form.chars().any(|c| c.is_ascii_digit() || c == '.') || (t.form.len() <= 6 && !t.form.chars().any(char::is_lowercase))
        });
        if code || words.capitals || !words.is_name(start) || ordinary(start) || self.gazetteer.demonym(&key(words.lower(start))).is_some() {
            return start + 1;
        }
        let mut end = start + 1;
        while (words.is_name(end) && !lexicon.never.words.has(words.lower(end))) || (words.lower(end) == "-" && words.is_name(end + 1)) {
            end += 1;
        }
        let spot = words.spot(self.gazetteer, number, start..end, String::new());
        let before = (start.saturating_sub(6)..start).rev().map(|i| words.lower(i)).find(|w| {
            *w != "the" && !lexicon.compass.has(w) && lexicon.units.kind(w).is_none() && *w != "of" && *w != "a" && *w != "-"
        });
        let organisation = (start..end).any(|i| lexicon.organisations.heads.has(words.lower(i)) && lexicon.units.kind(words.lower(i)).is_none());
        let person = (start..end).any(|i| {
            let lower = words.lower(i);
            self.people.contains(lower) || lexicon.people.given.has(lower) || lexicon.people.titles.has(lower)
        });
        let placed = spot.located && before.is_some_and(|w| lexicon.names_place.has(w)) && (start == 0 || !words.is_name(start - 1) || start == 1);
        if !placed || organisation || person || spot.signs.modifier || spot.signs.not_a_name {
            return start + 1;
        }
        let forms: Vec<&str> = words.sentence.tokens[start..end].iter().map(|t| t.form.as_str()).collect();
        let name = key(&forms.join(" "));
        let toponym = Toponym { key: name.clone(), unit: spot.unit, weight: 0.0, ..Toponym::default() };
        found.push(Found { spot: Spot { key: name, ..spot }, toponym, span: None });
        end
    }

    /// The places of a dateline: the words up to the first bracket, dash or date.
    fn dateline(&mut self, number: usize, span: Span, text: &str) -> Vec<Found> {
        let words = span.slice(text).unwrap_or("");
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        for part in words.split_inclusive([',', '(', '/', '—', '–', ':']) {
            let name = part.trim_end_matches([',', '(', '/', '—', '–', ':', ' ', '-']).trim_start();
            let start = span.start as usize + at + (part.len() - part.trim_start().len());
            at += part.len();
            let name_key = key(name);
            let candidates = self.gazetteer.candidates(&name_key);
            if candidates.is_empty() || self.lexicon.never.words.has(&name_key) {
                continue;
            }
            let spot = Spot {
                sentence: number,
                tokens: 0..0,
                wide: 0..0,
                key: name_key.clone(),
                unit: None,
                shift: None,
                located: true,
                signs: Default::default(),
            };
            let holder = None;
            if let Some(last) = found.last_mut() {
                last.toponym.holder = Some(usize::MAX);
            }
            let toponym = Toponym { key: name_key, candidates, unit: None, holder, weight: 1.5 };
            found.push(Found { spot, toponym, span: Some(Span::new(start, start + name.len())) });
        }
        found
    }

    /// Whether a name without a place in the gazetteer is still worth naming.
    fn stands_as_unknown(&self, document: &Document, found: &Found) -> bool {
        let Some(sentence) = document.sentences.get(found.spot.sentence) else { return false };
        let words = Words::new(sentence, self.lexicon);
        let first = words.lower(found.spot.tokens.start);
        found.spot.located
            && !found.spot.tokens.is_empty()
            && !found.spot.signs.capitals
            && !found.spot.signs.modifier
            && !found.spot.signs.person
            && !found.spot.signs.ends_name
            && !found.spot.signs.begins_name
            && !self.people.contains(first)
            && !self.lexicon.common.words.has(first)
    }

    fn mention(&self, document: &Document, text: &str, context: &PlaceContext, found: &Found, choice: Option<&Choice>) -> PlaceMention {
        let spot = &found.spot;
        let sentence = document.sentences.get(spot.sentence);
        let range = |tokens: &Range<usize>| sentence.map_or(Span::new(0, 0), |s| s.range_span(tokens.clone()));
        let span = found.span.unwrap_or_else(|| range(&spot.tokens));
        let wide = found.span.unwrap_or_else(|| range(&spot.wide).cover(span));
        let in_actor = context.actor_spans.iter().any(|actor| actor.contains(span) && actor.len() > span.len());
        let government = choice.is_some_and(|c| c.candidate.capital || matches!(c.candidate.kind, PlaceKind::Country));
        let role = if found.span.is_some() {
            PlaceRole::Dateline
        } else if spot.signs.modifier || in_actor || (spot.signs.possessive && choice.is_some_and(|c| c.candidate.kind == PlaceKind::Country)) {
            PlaceRole::Modifier
        } else if spot.signs.speaks && government {
            PlaceRole::Metonym
        } else {
            PlaceRole::Location
        };
        let precision = choice.map_or(PlacePrecision::Unlocated, |c| precision(c.candidate.kind, spot.unit, spot.shift));
        let reason = choice.map_or_else(|| "not in the gazetteer, named as a place".to_owned(), |c| c.reason.clone());
        let alternatives = choice.map_or_else(Vec::new, |c| {
            let others = found.toponym.candidates.iter().filter(|o| o.place != c.candidate.place);
            others.take(4).map(|o| self.gazetteer.info(o.place)).collect()
        });
        PlaceMention {
            sentence: spot.sentence,
            tokens: spot.tokens.clone(),
            span,
            wide,
            words: span.slice(text).unwrap_or("").to_owned(),
            role,
            place: choice.map(|c| self.gazetteer.info(c.candidate.place)),
            precision,
            shift: spot.shift,
            within: None,
            alternatives,
            reason,
        }
    }
}

/// Whether the signs around a name allow a place so little known.
fn believes(found: &Found, candidate: &Candidate, support: f64) -> bool {
    let spot = &found.spot;
    !little_known(candidate) || spot.located || spot.unit.is_some() || found.toponym.holder.is_some() || spot.tokens.len() > 1 || support > 0.0
}

/// How precisely a name with the words beside it locates: the far side of a town is not the town.
fn precision(kind: PlaceKind, unit: Option<PlaceKind>, shift: Option<PlaceShift>) -> PlacePrecision {
    let kind = match (unit, kind) {
        (Some(PlaceKind::Province | PlaceKind::District), PlaceKind::Country | PlaceKind::Area) => kind,
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
            found[i].toponym.holder = (i + 1 < found.len() && found[i + 1].span.is_some()).then_some(i + 1);
            continue;
        }
        let Some(next) = found.get(i + 1) else { continue };
        if next.spot.sentence != found[i].spot.sentence || found[i].span.is_some() {
            continue;
        }
        let Some(sentence) = document.sentences.get(found[i].spot.sentence) else { continue };
        let gap: Vec<&str> = sentence.tokens.get(found[i].spot.tokens.end..next.spot.tokens.start).unwrap_or_default().iter().map(|t| t.lower.as_str()).collect();
        if gap.first() == Some(&"'s") && gap.iter().skip(1).all(|w| passes(lexicon, w) && *w != "," && *w != "in") {
            found[i + 1].toponym.holder = Some(i);
            continue;
        }
        let linked = gap.iter().any(|w| matches!(*w, "," | "(" | "in" | "of")) && gap.len() <= 9 && gap.iter().all(|w| passes(lexicon, w));
        if linked && found[i].toponym.holder.is_none() {
            found[i].toponym.holder = Some(i + 1);
        }
    }
}

fn passes(lexicon: &PlaceLexicon, word: &str) -> bool {
    matches!(word, "," | "(" | "in" | "of" | "the" | "a" | "-" | "'s") || lexicon.compass.has(word) || lexicon.units.kind(word).is_some() || lexicon.parts.has(word)
}

/// Whether one chosen place holds another.
fn holds(gazetteer: &Gazetteer, holder: Option<&Choice>, held: Option<&Choice>) -> bool {
    let Some(holder) = holder.map(|c| c.candidate) else { return false };
    let Some(held) = held.map(|c| c.candidate) else { return true };
    if holder.place == held.place {
        return false;
    }
    if gazetteer.parents(held.place).iter().any(|p| *p == key(gazetteer.name(holder.place))) {
        return true;
    }
    match holder.kind {
        PlaceKind::Country => holder.country == held.country && held.kind != PlaceKind::Country,
        PlaceKind::Province => holder.area == held.area && held.kind != PlaceKind::Country,
        PlaceKind::Continent => false,
        PlaceKind::Area | PlaceKind::District => held.kind.is_local() && near(holder, held, 150.0),
        _ => matches!(held.kind, PlaceKind::Site | PlaceKind::Neighbourhood) && near(holder, held, 30.0),
    }
}

fn near(a: Candidate, b: Candidate, limit: f64) -> bool {
    matches!((a.point, b.point), (Some(a), Some(b)) if crate::resolve::kilometres(a, b) <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::PlaceEntry;
    use sayso_model::Point;
    use sayso_text::{SegmentLexicon, segment};

    fn world() -> Gazetteer {
        let place = |name: &str, kind, parent: Option<&str>, at: (f64, f64)| {
            let mut entry = PlaceEntry::new(name, kind);
            entry.parent = parent.map(str::to_owned);
            entry.point = Some(Point { latitude: at.0, longitude: at.1 });
            entry
        };
        let mut country = place("Velland", PlaceKind::Country, None, (-40.0, -120.0));
        country.demonyms = vec!["Vellish".into()];
        let entries = vec![
            country,
            place("Dorrow", PlaceKind::Province, Some("Velland"), (-40.5, -120.5)),
            place("Brannuck", PlaceKind::Town, Some("Dorrow"), (-40.6, -120.6)),
            place("Al-Sherwin", PlaceKind::Neighbourhood, Some("Brannuck"), (-40.61, -120.61)),
            place("Sea of Mirth", PlaceKind::Water, None, (-45.0, -125.0)),
        ];
        Gazetteer::bundled().expect("bundled data opens").with_extra(entries)
    }

    fn mentions(text: &str) -> Vec<PlaceMention> {
        let document = segment(text, SegmentLexicon::builtin());
        place_mentions(&document, text, &world(), PlaceLexicon::builtin(), &PlaceContext::default())
    }

    /// words | role | precision, one per mention.
    fn check(text: &str, expected: &[(&str, PlaceRole, PlacePrecision)]) {
        let found: Vec<_> = mentions(text).into_iter().map(|m| (m.words, m.role, m.precision)).collect();
        let expected: Vec<_> = expected.iter().map(|(w, r, p)| ((*w).to_owned(), *r, *p)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_are_found_with_their_role_and_precision() {
        use PlacePrecision as P;
        use PlaceRole as R;
        check("Two shells hit a market in Brannuck on Monday.", &[("Brannuck", R::Location, P::Town)]);
        check("Two shells hit a field near Brannuck on Monday.", &[("Brannuck", R::Location, P::NearTown)]);
        check("Fighting went on 12 km north of Brannuck.", &[("Brannuck", R::Location, P::NearTown)]);
        check("Fighting went on in the outskirts of Brannuck.", &[("Brannuck", R::Location, P::NearTown)]);
        check("Clashes broke out in eastern Brannuck.", &[("Brannuck", R::Location, P::NearTown)]);
        check("Clashes broke out in northern Velland.", &[("Velland", R::Location, P::Area)]);
        check("A drone fell in the Brannuck area.", &[("Brannuck", R::Location, P::NearTown)]);
        check("A drone fell in Dorrow province.", &[("Dorrow", R::Location, P::Province)]);
        check("A ship was hit in the Sea of Mirth.", &[("Sea of Mirth", R::Location, P::Water)]);
        check("The Brannuck Health Ministry said three died.", &[("Brannuck", R::Modifier, P::Town)]);
        check("Brannuck police said three died.", &[("Brannuck", R::Modifier, P::Town)]);
        check("Velland denied the report.", &[("Velland", R::Metonym, P::Country)]);
        check("Shells fell on Brannuck, Dorrow.", &[("Brannuck", R::Location, P::Town), ("Dorrow", R::Location, P::Province)]);
    }

    #[test]
    fn spellings_of_articles_and_capitals_are_one_name() {
        for text in ["A shell hit al-Sherwin.", "A shell hit Al Sherwin.", "A shell hit Sherwin in Brannuck.", "A SHELL HIT A HOUSE IN AL-SHERWIN ON MONDAY."] {
            let found = mentions(text);
            let place = found.first().and_then(|m| m.place.clone()).map(|p| p.name);
            assert_eq!(place.as_deref(), Some("Al-Sherwin"), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_holder_named_after_a_comma_is_linked() {
        let found = mentions("Shells fell on Brannuck, Dorrow.");
        assert_eq!(found.first().and_then(|m| m.within), Some(1), "{found:?}");
    }

    #[test]
    fn an_unknown_name_in_place_position_is_kept_without_a_place() {
        let found = mentions("Three people were killed in Quennagh on Friday.");
        assert_eq!(found.iter().map(|m| (m.words.as_str(), m.precision)).collect::<Vec<_>>(), [("Quennagh", PlacePrecision::Unlocated)]);
    }

    #[test]
    fn people_and_common_words_are_no_places() {
        for text in [
            "Mr. Brantley said nothing.",
            "Reading the list took an hour.",
            "Police came late.",
            "Nice words were said in May.",
            "President Washingham spoke.",
        ] {
            assert_eq!(mentions(text), vec![], "{text}");
        }
    }

    #[test]
    fn any_text_is_read_without_panic() {
        for text in ["", "\n\n", "''''", "in In IN", "— , ( north of", "al- Al-", "\u{202e}in \u{301}\u{301}", "of of of of"] {
            mentions(text);
        }
        mentions(&"Brannuck, ".repeat(3000));
    }

    #[test]
    fn every_span_slices_to_its_words() {
        let text = "BRANNUCK, Velland — Shells fell north-east of Brannuck, in the Dorrow region, and on al-Sherwin.";
        for mention in mentions(text) {
            assert_eq!(mention.span.slice(text), Some(mention.words.as_str()));
            assert!(mention.wide.contains(mention.span));
        }
    }
}
