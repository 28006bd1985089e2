//! One sentence as the patterns see it: tokens, groups, parts of groups, and walks over the tree.

use crate::group::{Group, Noun, groups};
use crate::index::Set;
use crate::lexicon::CasualtyLexicon;
use crate::number::numbers;
use crate::words::{Needs, NounKind};
use sayso_model::VictimStatus;
use sayso_text::{Sentence, Token, Upos};
use std::ops::Range;

pub(crate) struct Scene<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) groups: Vec<Group>,
    pub(crate) lexicon: &'a CasualtyLexicon,
    /// Children of each token in the tree.
    children: Vec<Vec<usize>>,
    /// Stretches that name a part of a group ("including five children").
    pub(crate) parts: Vec<Range<usize>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(sentence: &'a Sentence, lexicon: &'a CasualtyLexicon) -> Scene<'a> {
        let tokens = &sentence.tokens;
        let groups = groups(tokens, &numbers(sentence, lexicon), lexicon);
        let mut children = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(list) = token.head.and_then(|head| children.get_mut(head)) {
                list.push(i);
            }
        }
        let mut scene = Scene {
            tokens,
            groups,
            lexicon,
            children,
            parts: Vec::new(),
        };
        scene.parts = scene.find_parts();
        scene
    }

    pub(crate) fn is(&self, i: usize, set: Set) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|token| self.lexicon.in_set(set, &token.lower))
    }

    pub(crate) fn lower(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| token.lower.as_str())
    }

    pub(crate) fn upos(&self, i: usize) -> Option<Upos> {
        self.tokens.get(i).map(|token| token.upos)
    }

    /// The group that holds a token.
    pub(crate) fn group_of(&self, i: usize) -> Option<usize> {
        let after = self.groups.partition_point(|group| group.tokens.start <= i);
        let at = after.checked_sub(1)?;
        self.groups[at].tokens.contains(&i).then_some(at)
    }

    pub(crate) fn group_starting(&self, i: usize) -> Option<usize> {
        let at = self.groups.partition_point(|group| group.tokens.start < i);
        (self.groups.get(at)?.tokens.start == i).then_some(at)
    }

    pub(crate) fn group_ending(&self, end: usize) -> Option<usize> {
        let at = self.group_of(end.checked_sub(1)?)?;
        (self.groups[at].tokens.end == end).then_some(at)
    }

    pub(crate) fn children_with(&self, i: usize, fits: impl Fn(&str) -> bool) -> Option<usize> {
        self.children
            .get(i)?
            .iter()
            .copied()
            .find(|&child| fits(self.tokens[child].deprel))
    }

    pub(crate) fn children(&self, i: usize) -> &[usize] {
        self.children.get(i).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn in_part(&self, i: usize) -> bool {
        self.parts.iter().any(|part| part.contains(&i))
    }

    /// Whether a group can be the people that a casualty word of this strength is about.
    pub(crate) fn acceptable(&self, group: usize, needs: Needs) -> bool {
        let Some(group) = self.groups.get(group) else {
            return false;
        };
        match (group.noun, needs) {
            (Noun::Thing, _) => false,
            (Noun::Casualty(entry), Needs::Any | Needs::People | Needs::PersonNoun) => {
                self.lexicon
                    .words
                    .noun
                    .get(entry)
                    .is_some_and(|noun| matches!(noun.kind, NounKind::People | NounKind::NoneOnly))
                    && group.count.is_some()
            }
            (Noun::Person, Needs::Combatant) => group.status == Some(VictimStatus::Combatant),
            (Noun::Casualty(_), Needs::Combatant) => group.status == Some(VictimStatus::Combatant),
            (Noun::Person, _) => group.count.is_some(),
            (Noun::Named, Needs::Any | Needs::People) => true,
            (Noun::Bare | Noun::Pronoun, Needs::Any | Needs::People) => true,
            (Noun::Bare, Needs::PersonNoun) => group.tokens.end > group.number_tokens.end,
            (Noun::Unknown, Needs::Any) => {
                group.is_counted()
                    || (group.definite
                        && self
                            .lexicon
                            .index
                            .participles
                            .contains_key(self.lower(group.head)))
                    || self.tokens[group.head].xpos == "NNS"
            }
            _ => false,
        }
    }

    /// The last group that ends right before `i`, skipping auxiliaries, adverbs, relative pronouns, brackets and
    /// parts of the group itself ("12 people, including five children, were also").
    pub(crate) fn left_group(&self, i: usize) -> Option<usize> {
        let mut end = i;
        for _ in 0..24 {
            let before = end.checked_sub(1)?;
            if let Some(part) = self
                .parts
                .iter()
                .find(|part| part.contains(&before) && !part.contains(&i))
            {
                if part.end == i && end == i {
                    // "including three guards killed in": the participle belongs to the part.
                    if let Some(group) = self.group_ending(end) {
                        return Some(group);
                    }
                }
                end = part.start;
                continue;
            }
            if let Some(group) = self.group_ending(end) {
                return Some(group);
            }
            let token = &self.tokens[before];
            match token.upos {
                Upos::Aux | Upos::Adv => end = before,
                Upos::Part if token.xpos != "TO" => end = before,
                Upos::Pron | Upos::Det if token.xpos.starts_with('W') => end = before,
                Upos::Punct
                    if token.lower == ","
                        && self
                            .parts
                            .iter()
                            .any(|part| part.end == before || part.start == end) =>
                {
                    end = before
                }
                Upos::Punct if token.lower == ")" => {
                    let open = (before.saturating_sub(12)..before)
                        .rev()
                        .find(|&k| self.lower(k) == "(")?;
                    end = open;
                }
                _ => return None,
            }
        }
        None
    }

    /// The group that begins at `i`, or behind adverbs there.
    pub(crate) fn right_group(&self, i: usize) -> Option<usize> {
        let mut at = i;
        for _ in 0..4 {
            if let Some(group) = self.group_starting(at) {
                return Some(group);
            }
            match self.upos(at)? {
                Upos::Adv => at += 1,
                _ => return None,
            }
        }
        None
    }

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
    fn has_own_predicate(&self, group: usize) -> bool {
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

    /// "including five children", "among them a guard", "two of them women": from the opener to the next comma or verb.
    fn find_parts(&self) -> Vec<Range<usize>> {
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
