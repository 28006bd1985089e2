//! Names that stand where a place stands but are not found as written, and the names of datelines.

use crate::choose::Toponym;
use crate::entry::PlaceKind;
use crate::finder::{Finder, Found};
use crate::gazetteer::Candidate;
use crate::key::key;
use crate::packed::NameClass;
use crate::spot::{Spot, Words};
use sayso_model::Span;
use sayso_text::{Token, Upos};

impl Finder<'_> {
    /// After a preposition of place, a capitalised run that the gazetteer lacks; returns where to go on.
    pub(crate) fn unknown(
        &self,
        number: usize,
        words: &Words,
        start: usize,
        found: &mut Vec<Found>,
    ) -> usize {
        let lexicon = self.lexicon;
        let ordinary = |i: usize| {
            let lower = words.lower(i);
            lexicon.common.words.has(lower)
                || lexicon.never.words.has(lower)
                || lexicon.people.titles.has(lower)
                || lexicon.compass.has(lower)
                || lexicon.locative.has(lower)
                || lexicon.connectors.has(lower)
        };
        // A code or an acronym is no place.
        let code = words.token(start).is_some_and(|t| {
            let acronym =
                !words.capitals && t.form.len() <= 6 && !t.form.chars().any(char::is_lowercase);
            acronym || t.form.chars().any(|c| c.is_ascii_digit() || c == '.')
        });
        let named_after = if words.lower(start + 1) == "-" {
            start + 2
        } else {
            start + 1
        };
        let article = lexicon.articles.has(words.lower(start))
            && !lexicon.locative.has(words.lower(start))
            && self.is_unknown_name(words, named_after)
            && (words.is_name(start) || named_after == start + 2);
        if !article && (code || !self.is_unknown_name(words, start) || ordinary(start)) {
            return start + 1;
        }
        let mut end = if article { named_after + 1 } else { start + 1 };
        while end < start + 8 {
            let goes_on =
                self.is_unknown_name(words, end) && !lexicon.never.words.has(words.lower(end));
            let inner = words.lower(end) == "-"
                || (words.capitals && lexicon.connectors.has(words.lower(end)));
            if !(goes_on || inner && self.is_unknown_name(words, end + 1)) {
                break;
            }
            end += 1;
        }
        let spot = words.spot(self.gazetteer, number, start..end, String::new());
        let before = (start.saturating_sub(6)..start)
            .rev()
            .map(|i| words.lower(i))
            .find(|w| {
                !lexicon.grammar.determiners.has(w)
                    && !lexicon.compass.has(w)
                    && lexicon.units.kind(w).is_none()
                    && !lexicon.grammar.of.has(w)
                    && *w != "-"
            });
        let organisation = (start..end).any(|i| {
            lexicon.organisations.heads.has(words.lower(i))
                && lexicon.units.kind(words.lower(i)).is_none()
        });
        let person = (if article { named_after } else { start }..end).any(|i| {
            let lower = words.lower(i);
            self.people.contains(lower)
                || lexicon.people.given.has(lower)
                || lexicon.people.titles.has(lower)
        });
        let after_name = start > 1 && self.is_unknown_name(words, start - 1);
        let sited = spot.unit.is_some()
            && spot.wide.end > end
            && before.is_some_and(|w| lexicon.locative.has(w));
        // "the village of Vel", after whatever verb.
        let called = matches!(
            spot.unit,
            Some(PlaceKind::Town | PlaceKind::Neighbourhood | PlaceKind::District)
        ) && start >= 2
            && lexicon.grammar.of.has(words.lower(start - 1))
            && lexicon.units.kind(words.lower(start - 2)) == spot.unit
            && (words.capitals || !words.is_name(start - 2));
        // "Vel, a northern village, was attacked".
        let explained = words.lower(end) == ","
            && lexicon.grammar.determiners.has(words.lower(end + 1))
            && (end + 2..end + 5)
                .take_while(|&at| !words.is_name(at) && words.lower(at) != ",")
                .any(|at| lexicon.units.kind(words.lower(at)) == Some(PlaceKind::Town));
        let placed = !after_name
            && !self.modifies(words, start..end)
            && ((spot.located && before.is_some_and(|w| lexicon.names_place.has(w)))
                || sited
                || called
                || explained);
        if !placed || organisation || person || spot.signs.modifier || spot.signs.not_a_name {
            return start + 1;
        }
        let forms: Vec<&str> = words.sentence.tokens[start..end]
            .iter()
            .map(|t| t.form.as_str())
            .collect();
        let name = key(&forms.join(" "));
        let candidates = self.other_spellings(&name);
        let weight = if candidates.is_empty() { 0.0 } else { 0.4 };
        let toponym = Toponym {
            key: name.clone(),
            candidates,
            unit: spot.unit,
            weight,
            ..Toponym::default()
        };
        found.push(Found {
            spot: Spot {
                key: name,
                located: spot.located || explained,
                ..spot
            },
            toponym,
            span: None,
        });
        end
    }

    /// Whether a name only tells which one of the thing behind it ("the Vel family home", "Vel 9").
    fn modifies(&self, words: &Words, name: std::ops::Range<usize>) -> bool {
        let Some(next) = words.token(name.end) else {
            return false;
        };
        if next.form.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let named = self.lexicon.units.kind(&next.lower).is_some()
            || self.lexicon.parts.has(&next.lower)
            || self.lexicon.after_surroundings.has(&next.lower)
            || self.lexicon.after_stretch.has(&next.lower);
        if !words.sentence.analysed || words.capitals || named {
            return false;
        }
        next.upos == Upos::Noun
            && words.sentence.tokens[name.clone()]
                .iter()
                .any(|token| token.head.is_some_and(|head| head >= name.end))
            && words.sentence.tokens[name.clone()].iter().all(|token| {
                token.head.is_none_or(|head| {
                    name.contains(&head)
                        || head >= name.end
                            && words.token(head).is_some_and(|t| t.upos == Upos::Noun)
                })
            })
    }

    /// Whether a token can belong to a name that the gazetteer lacks: by its capital, or by the analysis where all are capitals.
    fn is_unknown_name(&self, words: &Words, i: usize) -> bool {
        if !words.capitals {
            return words.is_name(i);
        }
        let common = |token: &Token| {
            self.lexicon.common.words.has(&token.lower)
                || self.lexicon.units.kind(&token.lower).is_some()
        };
        words.sentence.analysed
            && words
                .token(i)
                .is_some_and(|t| t.upos == Upos::Propn && !common(t))
    }

    /// Places whose name differs from a name not found only in letters that transliterations exchange.
    fn other_spellings(&self, name: &str) -> Vec<Candidate> {
        if name.len() < 5 || name.len() > 40 {
            return Vec::new();
        }
        for [a, b] in &self.lexicon.spellings {
            for (from, to) in [(a, b), (b, a)] {
                if from.is_empty() || !name.contains(from.as_str()) {
                    continue;
                }
                let other = name.replace(from.as_str(), to);
                let mut found = self.gazetteer.candidates(&other);
                found.retain(|c| c.class <= NameClass::Spelling && c.kind != PlaceKind::Country);
                if !found.is_empty() {
                    found.iter_mut().for_each(|c| c.class = NameClass::Derived);
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// The places of a dateline: the words up to the first bracket, dash or date.
    pub(crate) fn dateline(&mut self, number: usize, span: Span, text: &str) -> Vec<Found> {
        let words = span.slice(text).unwrap_or("");
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        let mut bracketed = false;
        for part in words.split_inclusive([',', '(', '/', '—', '–', ':']) {
            let name = part
                .trim_end_matches([',', '(', '/', '—', '–', ':', ' ', '-'])
                .trim_start();
            let start = span.start as usize + at + (part.len() - part.trim_start().len());
            at += part.len();
            // Behind the places, brackets hold the agency.
            let ends = part.ends_with('(') && !name.is_empty();
            if bracketed {
                break;
            }
            bracketed = ends;
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
                struck: false,
                signs: Default::default(),
            };
            let holder = None;
            if let Some(last) = found.last_mut() {
                last.toponym.holder = Some(usize::MAX);
            }
            let toponym = Toponym {
                key: name_key,
                candidates,
                unit: None,
                holder,
                weight: 1.5,
            };
            found.push(Found {
                spot,
                toponym,
                span: Some(Span::new(start, start + name.len())),
            });
        }
        found
    }
}
