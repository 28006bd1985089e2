//! Finding the names in a sentence that may be places, with the signs around each that tell what it is.

use crate::entry::PlaceKind;
use crate::gazetteer::Gazetteer;
use crate::key::push_key;
use crate::lexicon::PlaceLexicon;
use sayso_text::{Sentence, Token, Upos};
use std::ops::Range;

/// How the words before or after a name shift the place meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceShift {
    /// "near Vel", "outskirts of Vel", "the Vel area".
    Beside,
    /// "northern Vel", "north of Vel".
    Compass,
    /// "the Vel border", "the road to Vel".
    Stretch,
}

/// A run of tokens that bears a name.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) sentence: usize,
    /// The tokens of the name; empty for a dateline.
    pub(crate) tokens: Range<usize>,
    /// The tokens of the name with the words that shift or classify it.
    pub(crate) wide: Range<usize>,
    pub(crate) key: String,
    pub(crate) unit: Option<PlaceKind>,
    pub(crate) shift: Option<PlaceShift>,
    /// A preposition of place, or a unit word with "of", stands before it.
    pub(crate) located: bool,
    /// Something is done to it that is done to places.
    pub(crate) struck: bool,
    pub(crate) signs: Signs,
}

/// What the words around a name say of its nature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// Part of an organisation's name, or the holder of an office ("Vel police").
    pub(crate) modifier: bool,
    /// Part of a person's name.
    pub(crate) person: bool,
    /// Other capitalised words before it belong to the same name.
    pub(crate) ends_name: bool,
    /// Other capitalised words after it belong to the same name.
    pub(crate) begins_name: bool,
    /// The sentence's first word.
    pub(crate) first: bool,
    /// The whole sentence is in capitals, so that they say nothing.
    pub(crate) capitals: bool,
    /// The analysis says that it is no name.
    pub(crate) not_a_name: bool,
    /// Subject of a verb that only people or governments do.
    pub(crate) speaks: bool,
    /// In the possessive.
    pub(crate) possessive: bool,
}

/// A sentence with what spotting needs to ask of its tokens.
pub(crate) struct Words<'a> {
    pub(crate) sentence: &'a Sentence,
    pub(crate) lexicon: &'a PlaceLexicon,
    pub(crate) capitals: bool,
}

impl<'a> Words<'a> {
    pub(crate) fn new(sentence: &'a Sentence, lexicon: &'a PlaceLexicon) -> Words<'a> {
        let letters = |t: &&Token| t.form.chars().any(char::is_alphabetic);
        let words = sentence.tokens.iter().filter(letters).count();
        let upper = sentence
            .tokens
            .iter()
            .filter(letters)
            .filter(|t| !t.form.chars().any(char::is_lowercase))
            .count();
        Words {
            sentence,
            lexicon,
            capitals: words >= 3 && upper * 10 >= words * 8,
        }
    }

    pub(crate) fn token(&self, i: usize) -> Option<&'a Token> {
        self.sentence.tokens.get(i)
    }

    pub(crate) fn lower(&self, i: usize) -> &'a str {
        self.token(i).map_or("", |t| t.lower.as_str())
    }

    pub(crate) fn before(&self, i: usize, back: usize) -> &'a str {
        i.checked_sub(back).map_or("", |at| self.lower(at))
    }

    /// Whether the token may be part of a name by its letters.
    pub(crate) fn is_name(&self, i: usize) -> bool {
        let Some(token) = self.token(i) else {
            return false;
        };
        if self.capitals {
            return token.form.chars().any(char::is_alphabetic) && !token.form.starts_with('\'');
        }
        let mut letters = token.form.chars();
        if letters.next().is_some_and(char::is_uppercase) {
            return true;
        }
        // "al-Shifa" kept as one token.
        token.form.split_once('-').is_some_and(|(article, rest)| {
            self.lexicon.articles.has(article)
                && rest.chars().next().is_some_and(char::is_uppercase)
        })
    }

    fn is_article(&self, i: usize) -> bool {
        self.lexicon.articles.has(self.lower(i))
    }

    pub(crate) fn is_dash(&self, i: usize) -> bool {
        matches!(self.lower(i), "-" | "–")
    }

    /// The longest name of the gazetteer that starts at a token: its end and key.
    pub(crate) fn longest(&self, gazetteer: &Gazetteer, start: usize) -> Option<(usize, String)> {
        let word = self.lower(start);
        let ordinary = self.lexicon.locative.has(word) || self.lexicon.common.words.has(word);
        let from_article = self.is_article(start)
            && ((self.is_name(start + 1) && !ordinary)
                || (self.is_dash(start + 1) && self.is_name(start + 2)));
        if !self.is_name(start) && !from_article {
            return None;
        }
        if let Some(found) = self.walk(gazetteer, start) {
            return Some(found);
        }
        // Another spelling may lack the article.
        if from_article {
            let next = if self.is_dash(start + 1) {
                start + 2
            } else {
                start + 1
            };
            return self.walk(gazetteer, next);
        }
        let form = self.token(start)?.form.as_str();
        let (article, rest) = form.split_once('-')?;
        if !self.lexicon.articles.has(&article.to_lowercase()) {
            return None;
        }
        let key = crate::key::key(rest);
        gazetteer.has(&key).then_some((start + 1, key))
    }

    fn walk(&self, gazetteer: &Gazetteer, start: usize) -> Option<(usize, String)> {
        let mut key = String::new();
        let mut best = None;
        for at in start..self.sentence.tokens.len().min(start + 9) {
            let token = &self.sentence.tokens[at];
            if at > start && self.is_dash(at) {
                continue;
            }
            let inner =
                at > start && (self.lexicon.connectors.has(&token.lower) || token.form == "'");
            let name = self.is_name(at) || (at == start && self.is_article(at));
            if !name && !inner {
                break;
            }
            let before = key.len();
            if at > start && !key.ends_with(' ') {
                key.push(' ');
            }
            push_key(&mut key, &token.form);
            while key.ends_with(' ') {
                key.pop();
            }
            if key.len() <= before {
                continue;
            }
            if name && (at > start || !self.is_article(at)) && gazetteer.has(&key) {
                best = Some((at + 1, key.clone()));
            }
            if !gazetteer.continues(&key) {
                break;
            }
        }
        best
    }

    /// The capitalised words that stand directly around a name, without boundaries such as compass words.
    fn run(&self, gazetteer: &Gazetteer, name: &Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (name.start, name.end);
        if self.capitals {
            return name.clone();
        }
        while start > 0 && self.is_name(start - 1) && !self.ends_run(gazetteer, start - 1) {
            start -= 1;
        }
        while self.is_name(end) && !self.ends_run(gazetteer, end) {
            end += 1;
        }
        start..end
    }

    fn ends_run(&self, gazetteer: &Gazetteer, i: usize) -> bool {
        let lower = self.lower(i);
        let ordinary = i == 0
            && (self.lexicon.common.words.has(lower)
                || self.token(i).is_some_and(|t| is_no_name(self.sentence, t)));
        ordinary
            || self.lexicon.compass.has(lower)
            || self.lexicon.locative.has(lower)
            || self.lexicon.articles.has(lower)
            || gazetteer.demonym(lower).is_some()
            || self.lexicon.grammar.definite.has(lower)
    }

    /// Collects the signs around a name.
    pub(crate) fn spot(
        &self,
        gazetteer: &Gazetteer,
        sentence: usize,
        tokens: Range<usize>,
        key: String,
    ) -> Spot {
        let lexicon = self.lexicon;
        let mut spot = Spot {
            sentence,
            wide: tokens.clone(),
            tokens: tokens.clone(),
            key,
            unit: None,
            shift: None,
            located: false,
            struck: false,
            signs: Signs {
                first: tokens.start == 0,
                capitals: self.capitals,
                ..Signs::default()
            },
        };
        self.signs_of_name(gazetteer, &mut spot);
        self.words_after(&mut spot);
        self.words_before(&mut spot);
        if self.sentence.analysed && !self.capitals {
            let head = &self.sentence.tokens[tokens.end - 1];
            spot.signs.not_a_name = tokens.len() == 1 && is_no_name(self.sentence, head);
        } else if self.sentence.analysed {
            spot.signs.not_a_name = !self.sentence.tokens[tokens.clone()]
                .iter()
                .any(|t| t.upos == Upos::Propn);
        }
        let mut next = tokens.end;
        if self.token(next).is_some_and(|t| t.upos == Upos::Adv) {
            next += 1;
        }
        spot.signs.speaks = !spot.located && lexicon.people.speaking.has(self.lower(next));
        spot
    }

    fn signs_of_name(&self, gazetteer: &Gazetteer, spot: &mut Spot) {
        let lexicon = self.lexicon;
        let run = self.run(gazetteer, &spot.tokens);
        let left = run.start..spot.tokens.start;
        let right = spot.tokens.end..run.end;
        if let Some(last) = left.clone().last() {
            let word = self.lower(last);
            if lexicon.people.titles.has(word) {
                spot.signs.person = true;
            } else if let Some(kind) = lexicon.units.kind(word) {
                spot.unit = Some(kind);
                spot.wide.start = last;
            } else if lexicon.people.given.has(word) {
                spot.signs.person = true;
            } else if !lexicon.organisations.heads.has(word) {
                spot.signs.ends_name = true;
            }
        } else if self.capitals && lexicon.people.titles.has(self.before(spot.tokens.start, 1)) {
            spot.signs.person = true;
        }
        if let Some(last) = right.clone().last() {
            let word = self.lower(last);
            let office = right.len() > 1 && lexicon.organisations.heads.has(word);
            if let Some(kind) = lexicon.units.kind(word).filter(|_| !office) {
                spot.unit = Some(kind);
                spot.wide.end = last + 1;
            } else if right.clone().any(|i| {
                lexicon.organisations.heads.has(self.lower(i))
                    || lexicon.people.titles.has(self.lower(i))
            }) {
                spot.signs.modifier = true;
            } else if let Some(kind) = lexicon.units.kind(self.lower(spot.tokens.end)) {
                spot.unit = Some(kind);
                spot.wide.end = spot.tokens.end + 1;
            } else {
                spot.signs.begins_name = true;
                if spot.tokens.len() == 1 && lexicon.people.given.has(self.lower(spot.tokens.start))
                {
                    spot.signs.person = true;
                }
            }
        }
    }
}

/// Whether the analysis says that a token is no proper name.
pub(crate) fn is_no_name(sentence: &Sentence, token: &Token) -> bool {
    sentence.analysed && !matches!(token.upos, Upos::Propn | Upos::X | Upos::Noun | Upos::Adj)
}
