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

struct Chunker<'a> {
    tokens: &'a [Token],
    numbers: &'a [NumberMention],
    lexicon: &'a CasualtyLexicon,
}

/// The nominal part of a chunk.
struct Body {
    end: usize,
    head: Option<usize>,
    possessor: Option<usize>,
}

impl Chunker<'_> {
    fn number_at(&self, i: usize) -> Option<&NumberMention> {
        let at = self
            .numbers
            .partition_point(|number| number.tokens.start < i);
        self.numbers
            .get(at)
            .filter(|number| number.tokens.start == i)
    }

    fn is(&self, i: usize, set: Set) -> bool {
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

    pub(crate) fn is_plural(&self, token: &Token) -> bool {
        if self.lexicon.in_set(Set::PluralForm, &token.lower) {
            return true;
        }
        match token.xpos {
            "NNS" | "NNPS" => true,
            // Capitals mislead the tagger: a known people noun with a plural ending is plural whatever the tag.
            _ => {
                token.lower.ends_with('s')
                    && token.lemma != token.lower
                    && self.lexicon.is_people_word(token)
                    || token.upos == Upos::Propn
                        && token.lower.ends_with('s')
                        && self.lexicon.is_people_word(token)
            }
        }
    }

    fn body(&self, start: usize) -> Body {
        let mut body = Body {
            end: start,
            head: None,
            possessor: None,
        };
        let mut i = start;
        while let Some(token) = self.tokens.get(i) {
            let next = self.tokens.get(i + 1).map(|token| token.upos);
            let nominal_next = matches!(next, Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::X));
            let accepted = match token.upos {
                Upos::Noun | Upos::Propn | Upos::X => {
                    // A second number mention inside a chunk starts a new one ("one killed others wounded").
                    if i > start
                        && self
                            .number_at(i)
                            .is_some_and(|number| number.kind != NumberKind::Ordinal)
                    {
                        break;
                    }
                    body.head = Some(i);
                    true
                }
                Upos::Adj => body.head.is_none() || nominal_next || self.tokens[i - 1].lower == "-",
                Upos::Verb => {
                    body.head.is_none()
                        && matches!(next, Some(Upos::Noun | Upos::Propn))
                        && (token.deprel == "amod"
                            || (i > self.chunk_start(start) && matches!(token.xpos, "VBN" | "JJ")))
                }
                Upos::Adv => {
                    body.head.is_none() && matches!(next, Some(Upos::Adj | Upos::Verb)) && i > start
                }
                Upos::Num => next == Some(Upos::Punct) && self.tokens[i + 1].lower == "-",
                Upos::Part if token.xpos == "POS" && body.head.is_some() => {
                    body.possessor = body.head.take();
                    true
                }
                Upos::Punct if token.lower == "-" => {
                    i > start && nominal_next || (i > start && next == Some(Upos::Verb))
                }
                // Two spellings of one name: "Omar/Umar".
                Upos::Punct | Upos::Sym if token.lower == "/" => {
                    body.head.is_some() && next == Some(Upos::Propn)
                }
                Upos::Punct if token.lower == "\"" => body.head.is_none() && nominal_next,
                // "the National Front (NF) guerrillas": an abbreviation inside the name.
                Upos::Punct if token.lower == "(" => body.head.is_some() && self.abbreviation_at(i),
                Upos::Punct if token.lower == ")" => {
                    i >= 2 && self.tokens[i - 2].lower == "(" && self.abbreviation_at(i - 2)
                }
                _ => false,
            };
            if !accepted {
                break;
            }
            i += 1;
            body.end = i;
        }
        if body.head.is_none() && body.possessor.is_some() {
            body.head = body.possessor.take();
        }
        if body.head.is_none()
            && self.tokens[start..body.end]
                .iter()
                .any(|token| !matches!(token.upos, Upos::Adj | Upos::Adv))
        {
            body.end = start;
        }
        body
    }

    /// Where the chunk whose nominal part begins at `start` begins: behind a number or determiner it is earlier.
    fn chunk_start(&self, start: usize) -> usize {
        let Some(before) = start.checked_sub(1) else {
            return start;
        };
        let leads = matches!(self.tokens[before].upos, Upos::Det | Upos::Num)
            || self.tokens[before].xpos.ends_with('$')
            || self.numbers.iter().any(|number| number.tokens.end == start);
        if leads { before } else { start }
    }

    /// "(NF)" with a noun behind it.
    fn abbreviation_at(&self, i: usize) -> bool {
        let capitals = self.tokens.get(i + 1).is_some_and(|token| {
            token.form.len() > 1
                && token
                    .form
                    .chars()
                    .all(|c| c.is_uppercase() || c == '.' || c == '-')
        });
        capitals
            && self
                .tokens
                .get(i + 2)
                .is_some_and(|token| token.lower == ")")
            && self
                .tokens
                .get(i + 3)
                .is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn))
    }

    /// Takes "of ..." behind a people noun into the group: "members of the crew", "a family of five".
    fn extend(&self, group: &mut Group) {
        if !matches!(group.noun, Noun::Person) || !self.is(group.tokens.end, Set::Of) {
            return;
        }
        let inner = group.tokens.end + 1;
        if let Some(number) = self.number_at(inner) {
            let collective = self
                .lexicon
                .holds(Set::Collective, &self.tokens[group.head]);
            let body = self.body(number.tokens.end);
            if !group.is_counted() && collective {
                group.count = Some(number.count.clone());
                group.number = Some(number.kind);
                group.number_tokens = number.tokens.clone();
                group.tokens.end = body.end;
                if let Some(head) = body.head {
                    let status = self.status(number.tokens.end..body.end, head);
                    group.status = group.status.or(status);
                }
            }
            return;
        }
        let skip = self
            .tokens
            .get(inner)
            .is_some_and(|token| token.upos == Upos::Det || token.xpos == "PRP$");
        let nested = inner + usize::from(skip);
        let nested = self
            .number_at(nested)
            .map_or(nested, |number| number.tokens.end);
        let body = self.body(nested);
        if let Some(head) = body.head {
            let status = self.status(inner..body.end, head);
            group.status = group.status.or(status);
            group.tokens.end = body.end;
        }
    }

    fn classify(&self, group: &mut Group, from: usize) {
        let head = &self.tokens[group.head];
        let range = from.min(group.head)..group.tokens.end;
        group.status = self.status(range.clone(), group.head);
        group.attackers = self.lexicon.holds(Set::Attacker, head)
            || (head.upos == Upos::Propn
                && self.tokens[range.clone()]
                    .iter()
                    .any(|token| self.lexicon.holds(Set::Attacker, token)));
        let casualty = self
            .lexicon
            .index
            .nouns
            .get(&head.lower)
            .map(|&(entry, _)| entry);
        let people_before = || {
            self.tokens[range.clone()]
                .iter()
                .any(|token| token.upos != Upos::Propn && self.lexicon.is_people_word(token))
        };
        group.noun = if let Some(entry) = casualty {
            Noun::Casualty(entry)
        } else if self.lexicon.is_people_word(head) || self.lexicon.holds(Set::Collective, head) {
            Noun::Person
        } else if self.lexicon.holds(Set::Thing, head) {
            Noun::Thing
        } else if head.upos == Upos::Propn {
            if people_before() {
                Noun::Person
            } else {
                Noun::Named
            }
        } else {
            Noun::Unknown
        };
    }

    fn status(&self, range: Range<usize>, head: usize) -> Option<VictimStatus> {
        let head = self.tokens.get(head)?;
        if self.lexicon.holds(Set::Combatant, head) {
            return Some(VictimStatus::Combatant);
        }
        let words = self.tokens.get(range)?;
        let any = |set: Set| words.iter().any(|token| self.lexicon.holds(set, token));
        if self.lexicon.holds(Set::Civilian, head) {
            return Some(VictimStatus::Civilian);
        }
        if any(Set::CivilianModifier) || any(Set::Civilian) {
            return Some(VictimStatus::Civilian);
        }
        (any(Set::CombatantModifier) || any(Set::Combatant)).then_some(VictimStatus::Combatant)
    }
}
