//! Groups of people (and other noun phrases) with their counts, chunked from parts of speech.
//!
//! Chunks are made from tags, not from the tree, so that a wrong attachment never loses a figure; the tree is used
//! later, to tie groups to the words that say what happened to them.

use crate::index::Set;
use crate::lexicon::CasualtyLexicon;
use crate::number::{NumberKind, NumberMention, plural_count};
use sayso_model::{Count, Qualifier, VictimStatus};
use sayso_text::{Token, Upos};
use std::ops::Range;

/// A noun phrase with what it says of a number of people.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) tokens: Range<usize>,
    pub(crate) head: usize,
    pub(crate) count: Option<Count>,
    pub(crate) number: Option<NumberKind>,
    /// The tokens of the number with its qualifiers; empty if there is none.
    pub(crate) number_tokens: Range<usize>,
    pub(crate) noun: Noun,
    pub(crate) status: Option<VictimStatus>,
    pub(crate) attackers: bool,
    pub(crate) definite: bool,
    /// A possessive pronoun, or the noun before a possessive mark.
    pub(crate) possessor: Option<usize>,
    /// "two of them": a share of people named before.
    pub(crate) partitive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Person,
    /// A name without a people noun.
    Named,
    /// A number alone.
    Bare,
    Pronoun,
    /// A casualty noun: "deaths", "martyrs"; the index of its entry.
    Casualty(usize),
    Thing,
    Unknown,
}

impl Group {
    pub(crate) fn is_counted(&self) -> bool {
        self.number.is_some_and(|kind| kind != NumberKind::Ordinal)
    }
}

/// All groups of an analysed sentence, from left to right, not overlapping.
pub(crate) fn groups(
    tokens: &[Token],
    numbers: &[NumberMention],
    lexicon: &CasualtyLexicon,
) -> Vec<Group> {
    let chunker = Chunker {
        tokens,
        numbers,
        lexicon,
    };
    let mut found: Vec<Group> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match chunker.group_at(i) {
            Some(group) => {
                i = group.tokens.end.max(i + 1);
                found.push(group);
            }
            None => i += 1,
        }
    }
    found
}

pub(crate) struct Chunker<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) numbers: &'a [NumberMention],
    pub(crate) lexicon: &'a CasualtyLexicon,
}

impl Chunker<'_> {
    pub(crate) fn number_at(&self, i: usize) -> Option<&NumberMention> {
        let at = self
            .numbers
            .partition_point(|number| number.tokens.start < i);
        self.numbers
            .get(at)
            .filter(|number| number.tokens.start == i)
    }

    pub(crate) fn is(&self, i: usize, set: Set) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|token| self.lexicon.in_set(set, &token.lower))
    }

    fn group_at(&self, i: usize) -> Option<Group> {
        let token = self.tokens.get(i)?;
        let mut at = i;
        let mut definite = false;
        let mut possessive = None;
        if self.number_at(i).is_none() {
            if token.upos == Upos::Pron && !token.xpos.ends_with('$') {
                return self.pronoun(i);
            }
            if token.xpos.ends_with('$') && token.xpos != "$" {
                possessive = Some(i);
                definite = true;
                at += 1;
            } else if token.upos == Upos::Det && !self.is(i, Set::Article) {
                definite = self.is(i, Set::Definite);
                at += 1;
                if self.is(i, Set::OneMore)
                    && self.number_at(at).is_none()
                    && self.body(at).head.is_none()
                {
                    return Some(self.bare(i..i + 1, i, Count::exact(1), NumberKind::Numeral));
                }
            } else if self.is(i, Set::Article) {
                at += 1;
                if self
                    .number_at(at)
                    .is_some_and(|number| number.kind != NumberKind::Ordinal)
                {
                    // "a 12 ...": the article belongs to something else.
                    return None;
                }
            }
        }
        // "the last two", "his first three": adjectives between the determiner and the number.
        let mut number = self.number_at(at);
        if number.is_none() && at > i {
            let skip = (at..(at + 2).min(self.tokens.len()))
                .take_while(|&k| self.tokens[k].upos == Upos::Adj)
                .count();
            if let Some(later) = self.number_at(at + skip).filter(|_| skip > 0) {
                number = Some(later);
                at += skip;
            }
        }
        match number {
            Some(number) => self.counted(i, number, definite, possessive),
            None => self.uncounted(i, at, definite, possessive),
        }
    }

    fn pronoun(&self, i: usize) -> Option<Group> {
        let lower = &self.tokens[i].lower;
        let count = if self.lexicon.in_set(Set::SingularPronoun, lower) {
            Count::exact(1)
        } else if self.lexicon.in_set(Set::PluralPronoun, lower) {
            plural_count()
        } else if self.is(i, Set::OneMore) {
            return Some(self.bare(i..i + 1, i, Count::exact(1), NumberKind::Numeral));
        } else {
            return None;
        };
        Some(Group {
            noun: Noun::Pronoun,
            number: None,
            number_tokens: i..i,
            definite: true,
            ..self.bare(i..i + 1, i, count, NumberKind::Plural)
        })
    }

    fn bare(&self, tokens: Range<usize>, head: usize, count: Count, kind: NumberKind) -> Group {
        let number_tokens = tokens.clone();
        Group {
            tokens,
            head,
            count: Some(count),
            number: Some(kind),
            number_tokens,
            noun: Noun::Bare,
            status: None,
            attackers: false,
            definite: false,
            possessor: None,
            partitive: false,
        }
    }

    /// A chunk with a number in front.
    fn counted(
        &self,
        start: usize,
        number: &NumberMention,
        definite: bool,
        possessive: Option<usize>,
    ) -> Option<Group> {
        let at = number.tokens.end;
        let mut group = self.bare(
            start..at,
            number.numeral.end.saturating_sub(1),
            number.count.clone(),
            number.kind,
        );
        group.number_tokens = number.tokens.clone();
        group.definite = definite;
        group.possessor = possessive;
        let mut body = self.body(at);
        let of = at + usize::from(self.tokens.get(at).is_some_and(|token| token.lower == "\""));
        if body.head.is_none() && self.is(of, Set::Of) {
            // "dozens of people", "three of the crew", "two of them".
            let inner = of + 1;
            if self
                .tokens
                .get(inner)
                .is_some_and(|token| token.upos == Upos::Pron && !token.xpos.ends_with('$'))
            {
                group.tokens.end = inner + 1;
                group.partitive = true;
                return Some(group);
            }
            let skip = self
                .tokens
                .get(inner)
                .is_some_and(|token| token.upos == Upos::Det || token.xpos == "PRP$");
            let nested = inner + usize::from(skip);
            let nested_number = self
                .number_at(nested)
                .filter(|number| number.kind == NumberKind::Numeral)
                .map_or(nested, |number| number.tokens.end);
            body = self.body(nested_number);
            group.partitive = skip && body.head.is_some();
        }
        if let Some(head) = body.head {
            group.tokens.end = body.end;
            group.head = head;
            group.possessor = group.possessor.or(body.possessor);
            self.classify(&mut group, at);
            self.extend(&mut group);
            if number.kind == NumberKind::Ordinal {
                // "a fourth guard died" counts four so far; "a second" tells of one more.
                let person = matches!(group.noun, Noun::Person);
                let high = number.count.best.unwrap_or(1);
                group.count = Some(Count::exact(if person && high > 2 { high } else { 1 }));
            }
        } else {
            group.tokens.end = group.tokens.end.max(body.end);
            if number.kind == NumberKind::Ordinal {
                group.count = Some(Count::exact(1));
            }
        }
        Some(group)
    }

    /// A chunk without a number.
    fn uncounted(
        &self,
        start: usize,
        at: usize,
        definite: bool,
        possessive: Option<usize>,
    ) -> Option<Group> {
        let body = self.body(at);
        let end = body.end;
        // "the dead", "the wounded": an adjective or participle as head.
        let head = match body.head {
            Some(head) => head,
            None if definite && end > at => end - 1,
            None if self.joined_nominal(at) => {
                return Some(Group {
                    number: None,
                    number_tokens: at..at,
                    ..self.bare(at..at + 1, at, plural_count(), NumberKind::Plural)
                });
            }
            None => return None,
        };
        let mut group = Group {
            tokens: start..end,
            head,
            count: None,
            number: None,
            number_tokens: start..start,
            noun: Noun::Unknown,
            status: None,
            attackers: false,
            definite,
            possessor: possessive.or(body.possessor),
            partitive: false,
        };
        self.classify(&mut group, at);
        let lower = &self.tokens[head].lower;
        let index = &self.lexicon.index;
        if body.head.is_none()
            || (definite
                && (index.adjectives.contains_key(lower) || index.participles.contains_key(lower)))
        {
            group.count = definite.then(plural_count);
            return Some(group);
        }
        group.count = self.implied_count(&group, self.is(start, Set::Article));
        self.extend(&mut group);
        Some(group)
    }

    /// "martyrs and wounded": a casualty adjective joined to a casualty noun.
    fn joined_nominal(&self, i: usize) -> bool {
        let index = &self.lexicon.index;
        let Some(token) = self.tokens.get(i) else {
            return false;
        };
        let casualty = index.participles.contains_key(&token.lower)
            || index.adjectives.contains_key(&token.lower);
        casualty
            && i >= 2
            && self.is(i - 1, Set::And)
            && index.nouns.contains_key(&self.tokens[i - 2].lower)
    }

    /// What a noun phrase without a number says of how many: one, or more than one.
    fn implied_count(&self, group: &Group, article: bool) -> Option<Count> {
        let head = &self.tokens[group.head];
        let collective = self.lexicon.holds(Set::Collective, head);
        if self.lexicon.holds(Set::Pair, head) {
            return Some(Count {
                low: Some(2),
                best: Some(2),
                high: Some(2),
                qualifier: Qualifier::Exact,
            });
        }
        if self.is_plural(head) || collective {
            return Some(plural_count());
        }
        let single = article || matches!(group.noun, Noun::Person | Noun::Named);
        (single && group.noun != Noun::Thing).then(|| Count::exact(1))
    }
}
