//! The words before and after a name: prepositions, compass words, unit words, holders of an office.

use crate::entry::PlaceKind;
use crate::spot::{PlaceShift, Spot, Words};

impl Words<'_> {
    pub(crate) fn words_after(&self, spot: &mut Spot) {
        let lexicon = self.lexicon;
        let mut at = spot.wide.end;
        if self.lower(at) == "'s" || (self.lower(at) == "'" && self.before(at, 1).ends_with('s')) {
            spot.signs.possessive = true;
            let holder = (at + 1..at + 4).any(|i| {
                let word = self.lower(i);
                lexicon.people.holders.has(word)
                    || (self.is_name(i) && lexicon.organisations.heads.has(word))
            });
            spot.signs.modifier |= holder;
            return;
        }
        if self.is_dash(at) && matches!(spot.unit, None | Some(PlaceKind::Area)) {
            // "Vel-based", "Vel-backed": about the place's people.
            if self
                .token(at + 1)
                .is_some_and(|t| t.form.chars().next().is_some_and(char::is_lowercase))
            {
                spot.signs.modifier = true;
            }
            return;
        }
        if lexicon.compass.has(self.lower(at)) && !self.capitals {
            at += 1;
        }
        let word = self.lower(at);
        if spot.unit.is_none()
            && let Some(kind) = lexicon.units.kind(word)
            && !word.ends_with('s')
        {
            spot.unit = Some(kind);
            spot.wide.end = at + 1;
            at += 1;
        }
        let word = self.lower(at);
        if lexicon.after_surroundings.has(word) || lexicon.after_way.has(word) {
            spot.shift = Some(PlaceShift::Beside);
            spot.wide.end = at + 1;
        } else if lexicon.after_stretch.has(word) {
            spot.shift = Some(PlaceShift::Stretch);
            spot.wide.end = at + 1;
        } else {
            let heads = &lexicon.organisations.heads;
            let organisation =
                heads.has(word) || (heads.has(self.lower(at + 1)) && self.is_plain(at));
            spot.signs.modifier |=
                lexicon.people.holders.has(word) || (self.capitals && organisation);
        }
    }

    fn is_plain(&self, i: usize) -> bool {
        self.token(i)
            .is_some_and(|t| t.form.chars().all(char::is_alphabetic))
            && !self.lexicon.locative.has(self.lower(i))
            && !self.lexicon.common.words.has(self.lower(i))
    }

    pub(crate) fn words_before(&self, spot: &mut Spot) {
        let lexicon = self.lexicon;
        let mut at = spot.wide.start;
        let back = |at: usize, n: usize| self.before(at, n);
        if lexicon.grammar.definite.has(back(at, 1)) {
            at -= 1;
        }
        let mut compass = false;
        while at > 0
            && (lexicon.compass.has(back(at, 1))
                || (self.is_dash(at - 1) && lexicon.compass.has(back(at, 2))))
        {
            at -= 1;
            compass = true;
        }
        if compass {
            spot.shift = spot.shift.or(Some(PlaceShift::Compass));
            spot.wide.start = at;
            if lexicon.grammar.definite.has(back(at, 1)) {
                at -= 1;
            }
        }
        if lexicon.grammar.of.has(back(at, 1)) && at >= 2 {
            let word = back(at, 2);
            if lexicon.organisations.before_of.has(word) {
                spot.signs.modifier = true;
            } else if lexicon.grammar.out_of.has(word) {
                spot.located = true;
            } else if lexicon.compass.has(word) {
                spot.shift = Some(PlaceShift::Compass);
                spot.located = true;
                spot.wide.start = at - 2;
            } else if lexicon.surroundings.has(word) {
                spot.shift = Some(PlaceShift::Beside);
                spot.located = true;
                spot.wide.start = at - 2;
            } else if let Some(kind) = lexicon.units.kind(word) {
                spot.unit = spot.unit.or(Some(kind));
                spot.located = true;
                at -= 2;
                if lexicon.grammar.determiners.has(back(at, 1)) {
                    at -= 1;
                }
            } else if lexicon.parts.has(word) {
                spot.located = true;
                if lexicon.compass.has(back(at, 3)) {
                    spot.shift = Some(PlaceShift::Compass);
                    spot.wide.start = at - 3;
                }
            }
        } else if let Some(kind) = lexicon.units.kind(back(at, 1)) {
            // "the town Vel", "Camp Vel", "Vel's border town of".
            if !back(at, 1).ends_with('s') {
                spot.unit = spot.unit.or(Some(kind));
                at -= 1;
                spot.located |= kind != PlaceKind::Site;
            }
        }
        self.preposition_before(spot, at);
    }

    /// One of the two ends of a way: "the road from Vel to Dan", "the road between Vel and Dan".
    fn is_end_of_way(&self, at: usize) -> bool {
        let grammar = &self.lexicon.grammar;
        let opens = |at: usize| {
            grammar.way_from.has(self.before(at, 1))
                && self.lexicon.after_way.has(self.before(at, 2))
        };
        let second = grammar.way_to.has(self.before(at, 1));
        let name = |back: &usize| {
            self.is_name(*back) || self.lexicon.grammar.determiners.has(self.lower(*back))
        };
        opens(at)
            || second
                && (at.saturating_sub(WAY)..at.saturating_sub(1))
                    .rev()
                    .take_while(name)
                    .any(opens)
    }

    fn preposition_before(&self, spot: &mut Spot, at: usize) {
        let lexicon = self.lexicon;
        let beside = lexicon.beside.has(self.before(at, 1))
            || lexicon.beside.phrases().any(|phrase| {
                let words = phrase.split(' ').count();
                at >= words
                    && phrase
                        .split(' ')
                        .enumerate()
                        .all(|(i, word)| self.lower(at - words + i) == word)
            })
            || (lexicon.grammar.from.has(self.before(at, 1))
                && lexicon.distances.has(self.before(at, 2)))
            || self.is_end_of_way(at);
        if beside {
            spot.shift = spot.shift.or(Some(PlaceShift::Beside));
            spot.located = true;
        } else if lexicon.locative.has(self.before(at, 1)) {
            spot.located = true;
        }
    }
}

/// How many tokens back the first end of a way is looked for from the second.
const WAY: usize = 6;
