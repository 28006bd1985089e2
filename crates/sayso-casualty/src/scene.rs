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
}
