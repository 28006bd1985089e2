//! Stretches of a sentence that name some of the people of a figure.

use crate::group::Noun;
use crate::index::Set;
use crate::scene::Scene;
use sayso_text::Upos;
use std::ops::Range;

impl Scene<'_> {
    /// "including five children", "among them a guard", "two of them women": from the opener to the next comma or verb.
    pub(crate) fn find_parts(&self) -> Vec<Range<usize>> {
        let index = &self.lexicon.index;
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut i = 0;
        while i < self.tokens.len() {
            let opened = index
                .part_openers
                .at(self.tokens, i)
                .map(|(end, ())| (i, end));
            let shared = index.part_of.at(self.tokens, i).and_then(|(end, ())| {
                let group = self
                    .group_of(i.checked_sub(1)?)
                    .or_else(|| self.group_of(i))?;
                let start = self.groups[group].tokens.start;
                (self.groups[group].is_counted() || self.is(start, Set::Share))
                    .then_some((start, end))
            });
            let share = self.is(i, Set::Share)
                && i > 0
                && self.lower(i - 1) == ","
                && index.part_of.at(self.tokens, i + 1).is_some();
            let found = if share {
                Some((i, i + 1))
            } else {
                shared.or(opened)
            };
            // "one of them died": a subject of its own, not a part told in passing.
            let passing = |start: usize| {
                start.checked_sub(1).is_some_and(|before| {
                    matches!(self.upos(before), Some(Upos::Punct | Upos::Cconj))
                        && self.lower(before) != "\""
                })
            };
            let found = found.filter(|&(start, _)| {
                Some(start) == opened.map(|(start, _)| start) || passing(start)
            });
            let Some((start, open_end)) = found else {
                i += 1;
                continue;
            };
            let end = self.part_end(open_end);
            parts.push(start..end);
            i = end.max(i + 1);
        }
        parts
    }

    fn part_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(token) = self.tokens.get(at) {
            let stop = match token.upos {
                Upos::Aux => true,
                Upos::Verb => {
                    token.xpos != "VBG" || self.lexicon.index.verbs.contains_key(&token.lemma)
                }
                Upos::Punct => match token.lower.as_str() {
                    // A comma inside a list of groups goes on.
                    "," => !self.list_goes_on(at),
                    ";" | ":" | ")" | "." | "--" => true,
                    _ => false,
                },
                Upos::Sconj => true,
                _ => {
                    self.lexicon.index.participles.contains_key(&token.lower)
                        && self.group_of(at).is_none()
                }
            };
            if stop {
                break;
            }
            at += 1;
        }
        // "including two children and wounding 30": the conjunction belongs to what follows.
        while at > from && (self.is(at - 1, Set::And) || self.lower(at - 1) == ",") {
            at -= 1;
        }
        at
    }

    fn list_goes_on(&self, comma: usize) -> bool {
        let Some(group) = self.group_ending(comma) else {
            return false;
        };
        let Some(next) = self.groups.get(group + 1) else {
            return false;
        };
        let lists =
            next.tokens.start == comma + 1 && matches!(next.noun, Noun::Person | Noun::Named);
        lists
            && (self.is(next.tokens.end, Set::And) || self.lower(next.tokens.end) == ",")
            && !self.has_own_predicate(group + 1)
    }
}
