//! The nominal part of a group: where it ends, its head, and what kind of people it names.

use crate::group::{Chunker, Group, Noun};
use crate::index::Set;
use crate::number::NumberKind;
use sayso_model::VictimStatus;
use sayso_text::{Token, Upos};
use std::ops::Range;

/// The nominal part of a chunk.
pub(crate) struct Body {
    pub(crate) end: usize,
    pub(crate) head: Option<usize>,
    pub(crate) possessor: Option<usize>,
}

impl Chunker<'_> {
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

    pub(crate) fn body(&self, start: usize) -> Body {
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
                    i > start && (nominal_next || next == Some(Upos::Verb))
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
            && self.tokens.get(start..body.end).is_none_or(|inside| {
                inside
                    .iter()
                    .any(|token| !matches!(token.upos, Upos::Adj | Upos::Adv))
            })
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
    pub(crate) fn extend(&self, group: &mut Group) {
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

    pub(crate) fn classify(&self, group: &mut Group, from: usize) {
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
        self.lexicon
            .people_status(self.tokens.get(range)?, self.tokens.get(head)?)
    }
}
