//! Groups joined by "and" and commas, names told in apposition left out.

use crate::group::Noun;
use crate::index::Set;
use crate::scene::Scene;
use crate::words::Needs;
use sayso_text::Upos;

impl Scene<'_> {
    /// Groups joined to `first` by "and" or commas, towards the right: the objects of one verb.
    pub(crate) fn chain_right(&self, first: usize) -> Vec<usize> {
        let mut chain = vec![first];
        let mut last = first;
        while let Some(next) = self.joined_after(last) {
            let tree_joins = self.tokens[self.groups[next].head].deprel == "conj"
                && self.tokens[self.groups[next].head]
                    .head
                    .is_some_and(|head| {
                        chain
                            .iter()
                            .any(|&at| self.groups[at].tokens.contains(&head))
                    });
            // "killing two, and others were hurt": the next group has its own verb.
            if self.has_own_predicate(next) && !tree_joins
                || !self.acceptable(next, Needs::Any)
                || self.is(self.groups[next].head, Set::OneMore)
            {
                break;
            }
            chain.push(next);
            last = next;
        }
        self.without_appositions(chain)
    }

    /// Drops the names that tell who a group is ("his two sons Ali and Omar"; "the chief, Ann Roe, and a guard").
    fn without_appositions(&self, chain: Vec<usize>) -> Vec<usize> {
        let mut kept: Vec<usize> = Vec::new();
        let mut named = 0u64;
        for at in chain {
            let group = &self.groups[at];
            let head = &self.tokens[group.head];
            let Some(&before) = kept.last() else {
                named = self.names_inside(at);
                kept.push(at);
                continue;
            };
            let name = head.upos == Upos::Propn
                && group
                    .count
                    .as_ref()
                    .is_some_and(|count| count.best == Some(1));
            if name
                && self.groups[before].noun == Noun::Person
                && self.tokens[self.groups[before].head].upos != Upos::Propn
                && self.only_comma_between(before, at)
            {
                // "the chief, Ann Roe, and a guard"; "two sons, Ali and Omar".
                named = self.groups[before]
                    .count
                    .as_ref()
                    .and_then(|count| count.best)
                    .unwrap_or(0)
                    .saturating_sub(1);
                continue;
            }
            if name && named > 0 && self.groups[before].is_counted() {
                named -= 1;
                continue;
            }
            if head.deprel == "appos"
                && head
                    .head
                    .and_then(|of| self.group_of(of))
                    .is_some_and(|of| kept.contains(&of))
            {
                continue;
            }
            named = self.names_inside(at);
            kept.push(at);
        }
        kept
    }

    fn only_comma_between(&self, before: usize, after: usize) -> bool {
        let gap = self.groups[before].tokens.end..self.groups[after].tokens.start;
        gap.len() == 1 && self.lower(gap.start) == ","
    }

    /// How many more names follow a counted group that already holds one ("their two sons Ali").
    fn names_inside(&self, at: usize) -> u64 {
        let group = &self.groups[at];
        let named = self.tokens[group.head].upos == Upos::Propn
            && group.noun == Noun::Person
            && group.is_counted();
        if named {
            group
                .count
                .as_ref()
                .and_then(|count| count.best)
                .unwrap_or(0)
                .saturating_sub(1)
        } else {
            0
        }
    }

    /// Groups joined to `last` towards the left: the subjects of one verb.
    pub(crate) fn chain_left(&self, last: usize) -> Vec<usize> {
        let mut chain = vec![last];
        let mut first = last;
        while let Some(previous) = (first.saturating_sub(5)..first)
            .rev()
            .find(|&previous| self.joined_after(previous) == Some(first))
        {
            let start = self.groups[previous].tokens.start;
            let led_by_preposition = start.checked_sub(1).and_then(|at| self.upos(at))
                == Some(Upos::Adp)
                && self
                    .lexicon
                    .index
                    .joining
                    .ending_at(self.tokens, start)
                    .is_none();
            if led_by_preposition
                || !self.acceptable(previous, Needs::Any)
                || self.in_part(self.groups[previous].head)
            {
                break;
            }
            chain.insert(0, previous);
            first = previous;
        }
        self.without_appositions(chain)
    }

    /// The group joined behind this one with nothing between but "and", commas and brackets.
    fn joined_after(&self, group: usize) -> Option<usize> {
        let next = self.next_outside_brackets(group)?;
        let gap = self.groups[group].tokens.end..self.groups.get(next)?.tokens.start;
        if gap.len() > 24
            || gap.is_empty()
            || self.in_part(self.groups[next].head) != self.in_part(self.groups[group].head)
        {
            return None;
        }
        let mut joined = false;
        let mut at = gap.start;
        while at < gap.end {
            if let Some((end, ())) = self.lexicon.index.joining.at(self.tokens, at) {
                joined = true;
                at = end;
            } else if self.is(at, Set::And) {
                if self.joins_clauses(at, next) {
                    return None;
                }
                joined = true;
                at += 1;
            } else if self.lower(at) == "(" {
                at = (at..gap.end).find(|&k| self.lower(k) == ")")? + 1;
            } else if self.lower(at) == "," {
                at += 1;
            } else if self.upos(at) == Some(Upos::Num) && self.lower(at + 1) == "," {
                // "Ann Roe, 33, and Jan Doe": an age.
                at += 1;
            } else if self.upos(at) == Some(Upos::Adv) {
                at += 1;
            } else {
                return None;
            }
        }
        // Commas alone join only where "and" closes the list.
        (joined || self.joined_by_and_later(next)).then_some(next)
    }

    /// "He was killed and two guards were hurt": the word joins the verbs, not the people.
    fn joins_clauses(&self, and: usize, next: usize) -> bool {
        let token = &self.tokens[and];
        let Some(verb) = token
            .head
            .filter(|&verb| self.upos(verb) == Some(Upos::Verb))
        else {
            return false;
        };
        token.deprel == "cc"
            && self.groups[next].tokens.clone().any(|inner| {
                self.tokens[inner].head == Some(verb)
                    && self.tokens[inner].deprel.starts_with("nsubj")
            })
    }

    fn joined_by_and_later(&self, group: usize) -> bool {
        let mut at = group;
        for _ in 0..8 {
            let Some(next) = self.next_outside_brackets(at) else {
                return false;
            };
            let gap = self.groups[at].tokens.end..self.groups[next].tokens.start;
            let mut depth = 0usize;
            let (mut and, mut other) = (false, gap.is_empty());
            for k in gap {
                match self.lower(k) {
                    "(" => depth += 1,
                    ")" => depth = depth.saturating_sub(1),
                    "," => {}
                    _ if depth > 0 => {}
                    _ => {
                        and |= self.is(k, Set::And);
                        other |= !self.is(k, Set::And);
                    }
                }
            }
            if other {
                return false;
            }
            if and {
                return true;
            }
            at = next;
        }
        false
    }

    /// The next group, those in brackets that open behind this one left out.
    fn next_outside_brackets(&self, group: usize) -> Option<usize> {
        let end = self.groups.get(group)?.tokens.end;
        let mut next = group + 1;
        for _ in 0..4 {
            let start = self.groups.get(next)?.tokens.start;
            if start > end + 24 {
                return Some(next);
            }
            let depth = (end..start).fold(0i32, |depth, k| match self.lower(k) {
                "(" => depth + 1,
                ")" => depth - 1,
                _ => depth,
            });
            if depth <= 0 {
                return Some(next);
            }
            next += 1;
        }
        Some(next).filter(|&next| next < self.groups.len())
    }

    /// Whether a verb or casualty participle of its own follows the group ("... and 30 wounded").
    pub(crate) fn has_own_predicate(&self, group: usize) -> bool {
        let mut at = self.groups[group].tokens.end;
        while self.upos(at) == Some(Upos::Adv) {
            at += 1;
        }
        match self.upos(at) {
            Some(Upos::Aux) => true,
            Some(Upos::Verb) => self.tokens[at].xpos != "VBG",
            Some(Upos::Adj) => {
                self.lexicon.index.adjectives.contains_key(self.lower(at))
                    || self.lexicon.index.participles.contains_key(self.lower(at))
            }
            _ => self.lexicon.index.participles.contains_key(self.lower(at)),
        }
    }
}
