//! Judging the names found in a document: which are places, which are people, organisations or common words.

use crate::choose::{Setting, Toponym};
use crate::entry::PlaceKind;
use crate::gazetteer::{Candidate, Gazetteer, PlaceRef};
use crate::key::key;
use crate::lexicon::PlaceLexicon;
use crate::overlay::NONE;
use crate::spot::{PlaceShift, Spot, Words};
use sayso_model::Span;
use sayso_text::Document;
use std::collections::BTreeSet;
use std::ops::Range;

/// A spot with its candidates.
pub(crate) struct Found {
    pub(crate) spot: Spot,
    pub(crate) toponym: Toponym,
    /// Set for a dateline only.
    pub(crate) span: Option<Span>,
}

/// Reads a document's sentences one after the other and keeps what may be a place.
pub(crate) struct Finder<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) lexicon: &'a PlaceLexicon,
    pub(crate) setting: Setting,
    struck: &'a [Span],
    /// Last names of people named in full.
    pub(crate) people: BTreeSet<String>,
    /// Words that the document also has in lower case.
    lower_words: BTreeSet<String>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(
        struck: &'a [Span],
        gazetteer: &'a Gazetteer,
        lexicon: &'a PlaceLexicon,
        setting: Setting,
    ) -> Finder<'a> {
        Finder {
            gazetteer,
            lexicon,
            setting,
            struck,
            people: BTreeSet::new(),
            lower_words: BTreeSet::new(),
        }
    }

    /// Learns which words are also ordinary words here, and which are the last names of people.
    pub(crate) fn learn_words(&mut self, document: &Document) {
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
                let titled = people.titles.has(&token.lower) || people.given.has(&token.lower);
                if titled {
                    self.learn_person(&words, i, words.is_name(i));
                }
            }
        }
    }

    /// The last of the names behind a title or given name; behind a title in lower case only a full name counts.
    fn learn_person(&mut self, words: &Words, title: usize, capital: bool) {
        let mut last = title + 1;
        while last < title + 4
            && words.is_name(last)
            && self.lexicon.units.kind(words.lower(last)).is_none()
        {
            last += 1;
        }
        let name = last - 1;
        let least = if capital { title + 1 } else { title + 2 };
        if name >= least
            && !self.lexicon.organisations.heads.has(words.lower(name))
            && self.gazetteer.demonym(words.lower(name)).is_none()
        {
            self.people.insert(words.lower(name).to_owned());
        }
    }

    pub(crate) fn sentence(&mut self, number: usize, words: &Words) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        let length = words.sentence.tokens.len();
        while i < length {
            let name = words.longest(self.gazetteer, i);
            if let Some((end, people)) = self
                .people_word(words, i)
                .filter(|(end, _)| name.as_ref().is_none_or(|(other, _)| other <= end))
            {
                i = self.keep_people(words, number, i..end, people.country, &mut found);
            } else if let Some((end, name)) = name {
                let mut spot = words.spot(self.gazetteer, number, i..end, name);
                let here = words.sentence.tokens[i].span;
                spot.struck = self.struck.contains(&here);
                i = self.keep(words, spot, &mut found);
            } else {
                i = self.unknown(number, words, i, &mut found);
            }
        }
        found
    }

    /// A word for the people of a country or region at a token: its end and the place.
    fn people_word(&self, words: &Words, start: usize) -> Option<(usize, Candidate)> {
        if !words.is_name(start) {
            return None;
        }
        let one = key(words.lower(start));
        if words.is_name(start + 1)
            && let Some(people) = self
                .gazetteer
                .demonym(&format!("{one} {}", words.lower(start + 1)))
        {
            return Some((start + 2, people));
        }
        self.gazetteer
            .demonym(&one)
            .map(|people| (start + 1, people))
    }

    /// A word for people speaks for their country; with a site after it, it names the site ("the Vellish hospital").
    fn keep_people(
        &mut self,
        words: &Words,
        number: usize,
        tokens: Range<usize>,
        country: u16,
        found: &mut Vec<Found>,
    ) -> usize {
        if country != NONE {
            *self.setting.demonyms.entry(country).or_default() += 0.6;
        }
        let site = matches!(
            self.lexicon.units.kind(words.lower(tokens.end)),
            Some(PlaceKind::Site | PlaceKind::Neighbourhood)
        );
        let end = tokens.end;
        if site && !words.capitals && !words.lower(end).ends_with('s') {
            let spot = words.spot(self.gazetteer, number, tokens.start..end + 1, String::new());
            if spot.located && !spot.signs.modifier {
                let forms: Vec<&str> = words.sentence.tokens[tokens.start..end + 1]
                    .iter()
                    .map(|t| t.form.as_str())
                    .collect();
                let name = key(&forms.join(" "));
                let toponym = Toponym {
                    key: name.clone(),
                    unit: Some(PlaceKind::Site),
                    ..Toponym::default()
                };
                let signs = Default::default();
                found.push(Found {
                    spot: Spot {
                        key: name,
                        signs,
                        unit: Some(PlaceKind::Site),
                        ..spot
                    },
                    toponym,
                    span: None,
                });
                return end + 1;
            }
        }
        end
    }

    /// Keeps a spot if the signs speak for a place; returns where to go on.
    fn keep(&mut self, words: &Words, spot: Spot, found: &mut Vec<Found>) -> usize {
        let next = spot.tokens.end;
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
            found.push(Found {
                spot,
                toponym,
                span: None,
            });
            return next;
        }
        if spot.signs.person || spot.signs.ends_name || spot.signs.begins_name {
            return next;
        }
        self.unknown(spot.sentence, words, spot.tokens.start, found)
            .max(next)
    }

    /// A name listed after a located one is located alike; one after a name and a comma may hold it.
    fn after_another(&self, words: &Words, spot: &mut Spot, found: &[Found]) -> (bool, bool) {
        let Some(last) = found
            .last()
            .filter(|last| last.span.is_none() && last.spot.sentence == spot.sentence)
        else {
            return (false, false);
        };
        let gap: Vec<&str> = (last.spot.wide.end..spot.wide.start)
            .map(|i| words.lower(i))
            .collect();
        let grammar = &self.lexicon.grammar;
        let listed = !gap.is_empty()
            && gap.len() <= 3
            && gap.iter().all(|w| {
                matches!(*w, "," | "&") || grammar.listing.has(w) || grammar.definite.has(w)
            });
        if listed && last.spot.located && !last.spot.signs.modifier {
            spot.located = true;
            spot.shift = spot
                .shift
                .or(last.spot.shift.filter(|s| *s == PlaceShift::Beside));
        }
        (listed, gap == [","])
    }

    /// Weighs the signs for and against a place.
    fn accepts(
        &self,
        words: &Words,
        spot: &Spot,
        toponym: &Toponym,
        listed: bool,
        held: bool,
    ) -> bool {
        let lexicon = self.lexicon;
        let signs = spot.signs;
        let single = spot.tokens.len() == 1;
        let lower = words.lower(spot.tokens.start);
        if signs.person && !(spot.located && self.renown(toponym) >= 3.0) {
            return false;
        }
        if single
            && (lexicon.never.words.has(&spot.key) || lexicon.people.titles.has(lower))
            && !self.is_own(toponym)
        {
            return false;
        }
        let bound = signs.ends_name
            || (signs.begins_name && !(spot.located && self.renown(toponym) >= 1.0));
        // "Front Southern District": the plain words belong to the name before them.
        let plain = (spot.tokens.clone()).all(|i| {
            lexicon.compass.has(words.lower(i)) || lexicon.units.kind(words.lower(i)).is_some()
        });
        if bound && !self.is_own(toponym) && (plain || self.renown(toponym) < 2.5) {
            return false;
        }
        if signs.capitals
            && !self.is_own(toponym)
            && spot
                .tokens
                .clone()
                .all(|i| self.plain_in_capitals(words.lower(i)))
        {
            return false;
        }
        let dotted = words
            .token(spot.tokens.start)
            .is_some_and(|t| t.form.ends_with('.'));
        let mut score = self.renown(toponym);
        if held || (single && dotted) {
            score += 2.0;
        }
        if listed {
            score += 0.5;
        }
        if spot.located || spot.struck {
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
            score -= if signs.first || signs.capitals {
                4.5
            } else {
                3.0
            };
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
        self.lexicon.units.kind(lower).is_some()
            || self.lexicon.never.words.has(lower)
            || self.lexicon.articles.has(lower)
            || self.lexicon.grammar.definite.has(lower)
    }

    fn is_own(&self, toponym: &Toponym) -> bool {
        toponym
            .candidates
            .iter()
            .any(|c| matches!(c.place, PlaceRef::Own(_)))
    }

    /// How well known the best-known place of the name is: 0 a hamlet, 3 a country.
    fn renown(&self, toponym: &Toponym) -> f64 {
        let mut most = 0.0_f64;
        for candidate in &toponym.candidates {
            let class = f64::from(candidate.class as u8) * 0.5;
            let known = match candidate.place {
                PlaceRef::Own(_) => 4.0,
                PlaceRef::Bundled(_)
                    if candidate.kind.is_local() && candidate.population < 1_000_000 =>
                {
                    1.6
                }
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

    /// Whether a name without a place in the gazetteer is still worth naming.
    pub(crate) fn stands_as_unknown(&self, document: &Document, found: &Found) -> bool {
        let Some(sentence) = document.sentences.get(found.spot.sentence) else {
            return false;
        };
        let words = Words::new(sentence, self.lexicon);
        let first = words.lower(found.spot.tokens.start);
        found.spot.located
            && !found.spot.tokens.is_empty()
            && (!found.spot.signs.capitals || found.toponym.weight < 0.5)
            && !found.spot.signs.modifier
            && !found.spot.signs.person
            && !found.spot.signs.ends_name
            && !found.spot.signs.begins_name
            && !self.people.contains(first)
            && (found.spot.tokens.len() > 1 || !self.lexicon.common.words.has(first))
    }
}
