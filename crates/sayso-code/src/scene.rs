//! Everything the passes know of one report: its document, trees and the mentions found before them.

use crate::tree::{Tree, base};
use crate::vocabulary::{Set, Vocabulary};
use sayso_casualty::{CasualtyLexicon, CasualtyMention};
use sayso_knowledge::{ActorRegistry, Operation};
use sayso_model::Report;
use sayso_place::PlaceMention;
use sayso_text::{Document, Upos};
use sayso_time::TimeExpression;
use std::ops::Range;

/// A registry name found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActorSpan {
    pub(crate) sentence: usize,
    pub(crate) tokens: Range<usize>,
    pub(crate) id: String,
    /// Only an adjective of the actor: "Karsian".
    pub(crate) modifier: bool,
    /// A seat of power that stands for its party; before an event noun it is only a place.
    pub(crate) metonym: bool,
    /// A party that can use force (a state, a force, an armed group), not an outlet or a monitor.
    pub(crate) armed: bool,
    /// A body that fights: no state as a whole, no police.
    pub(crate) fights: bool,
    /// A person with an office, not a body.
    pub(crate) person: bool,
}

/// Indexes of the items of one sentence, in a list that is in the order of sentences.
pub(crate) fn of_sentence<T>(
    items: &[T],
    sentence: usize,
    key: impl Fn(&T) -> usize,
) -> Range<usize> {
    let start = items.partition_point(|item| key(item) < sentence);
    let end = items.partition_point(|item| key(item) <= sentence);
    start..end
}

/// Relations between registry ids.
pub(crate) struct Registry<'a>(pub(crate) &'a ActorRegistry);

impl Registry<'_> {
    /// One is the other, or part of it.
    pub(crate) fn related(&self, a: &str, b: &str) -> bool {
        match (self.0.by_id(a), self.0.by_id(b)) {
            (Some(a), Some(b)) => self.0.is_related(a, b, None),
            _ => a == b,
        }
    }

    /// An outlet, an agency or a monitor: it reports and does nothing itself.
    pub(crate) fn is_medium(&self, id: &str) -> bool {
        use sayso_knowledge::ActorKind::{Agency, Humanitarian, Monitor, Outlet};
        self.0.by_id(id).is_some_and(|actor| {
            matches!(self.0.kind(actor), Agency | Outlet | Monitor | Humanitarian)
        })
    }

    /// An armed group, movement or party of no state.
    pub(crate) fn is_group(&self, id: &str) -> bool {
        use sayso_knowledge::ActorKind::{
            ArmedGroup, CriminalGroup, Militia, Movement, PoliticalParty, Umbrella,
        };
        self.0.by_id(id).is_some_and(|actor| {
            matches!(
                self.0.kind(actor),
                ArmedGroup | Militia | Umbrella | Movement | CriminalGroup | PoliticalParty
            )
        })
    }

    /// A force or armed group, not a state or a political party.
    pub(crate) fn is_force(&self, id: &str) -> bool {
        use sayso_knowledge::ActorKind::{
            ArmedGroup, CriminalGroup, Militia, Mission, Movement, Police, StateForce, Umbrella,
        };
        self.0.by_id(id).is_some_and(|actor| {
            matches!(
                self.0.kind(actor),
                StateForce
                    | Police
                    | ArmedGroup
                    | Militia
                    | Umbrella
                    | Mission
                    | Movement
                    | CriminalGroup
            )
        })
    }
}

pub(crate) struct Scene<'a> {
    pub(crate) report: &'a Report,
    pub(crate) document: &'a Document,
    pub(crate) trees: Vec<Tree<'a>>,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) registry: Registry<'a>,
    /// Named operations, by which periods are told.
    pub(crate) operations: &'a [Operation],
    /// What words say of people.
    pub(crate) people: &'a CasualtyLexicon,
    pub(crate) actors: Vec<ActorSpan>,
    pub(crate) places: Vec<PlaceMention>,
    pub(crate) times: Vec<TimeExpression>,
    pub(crate) casualties: Vec<CasualtyMention>,
    /// By paragraph, the sentence that is only its place and day.
    pub(crate) entries: std::collections::BTreeMap<usize, usize>,
}

impl Scene<'_> {
    pub(crate) fn index_of(&self, tree: &Tree) -> usize {
        // Sentences are in text order, so their start finds them.
        self.document
            .sentences
            .partition_point(|sentence| sentence.span.start < tree.sentence.span.start)
    }

    pub(crate) fn actor_at(&self, tree: &Tree, index: usize) -> Option<&ActorSpan> {
        let sentence = self.index_of(tree);
        self.actors[of_sentence(&self.actors, sentence, |actor| actor.sentence)]
            .iter()
            .find(|actor| actor.tokens.contains(&index))
    }

    /// A modifier that names a party: a registry adjective or name, or an armed noun before the head.
    pub(crate) fn is_actor_modifier(&self, tree: &Tree, index: usize) -> bool {
        if self.vocabulary.weapon_at(tree, index).is_some() && self.actor_at(tree, index).is_none()
        {
            return false;
        }
        self.actor_at(tree, index)
            .is_some_and(|actor| actor.armed && !actor.metonym)
            || (!matches!(tree.token(index).upos, Upos::Propn)
                || base(tree.deprel(index)) == "compound"
                    && tree.with_relation(index, "compound").next().is_some())
                && self.vocabulary.token_in(Set::Armed, tree, index)
            || self.is_demonym(tree, index)
    }

    /// A capitalised adjective in mixed-case text: "Karsian".
    fn is_demonym(&self, tree: &Tree, index: usize) -> bool {
        let token = tree.token(index);
        let head_is_weapon = || {
            tree.head(index)
                .is_some_and(|head| self.vocabulary.weapon_at(tree, head).is_some())
        };
        (token.upos == Upos::Adj
            || token.upos == Upos::Propn && head_is_weapon() && !self.is_place(tree, index))
            && !tree.sentence.is_upper_case()
            && (index > 0 || token.xpos.starts_with("NNP"))
            && token.form.chars().next().is_some_and(char::is_uppercase)
            && token.form.chars().skip(1).any(char::is_lowercase)
    }

    /// Somebody who can act or be named: a name, an armed or other person noun, a pronoun for them.
    pub(crate) fn is_party(&self, tree: &Tree, head: usize) -> bool {
        self.actor_at(tree, head).is_some()
            || tree.token(head).upos == Upos::Propn
            || self.vocabulary.token_in(Set::Armed, tree, head)
            || self.vocabulary.token_in(Set::People, tree, head)
    }

    pub(crate) fn is_armed_party(&self, tree: &Tree, head: usize) -> bool {
        if self.actor_at(tree, head).is_some_and(|actor| actor.armed)
            || self.vocabulary.token_in(Set::Armed, tree, head)
        {
            return true;
        }
        let token = tree.token(head);
        if token.upos == Upos::Pron {
            return tree.grammar.group_pronouns.contains(&token.lower)
                || tree.grammar.body_pronouns.contains(&token.lower)
                || tree.grammar.speaker_pronouns.contains(&token.lower);
        }
        token.upos == Upos::Propn && !self.is_time(tree, head)
            || self.vocabulary.token_in(Set::Collectives, tree, head)
                && tree
                    .with_relation(head, "nmod")
                    .any(|child| self.vocabulary.token_in(Set::Armed, tree, child))
            || tree
                .with_relation(head, "amod")
                .chain(tree.with_relation(head, "compound"))
                .any(|child| self.actor_at(tree, child).is_some_and(|actor| actor.armed))
                && self.vocabulary.weapon_at(tree, head).is_some()
    }

    pub(crate) fn is_person(&self, tree: &Tree, head: usize) -> bool {
        let token = tree.token(head);
        if self.vocabulary.token_in(Set::People, tree, head)
            || self.vocabulary.token_in(Set::Armed, tree, head)
        {
            return true;
        }
        match token.upos {
            Upos::Pron => {
                !matches!(token.xpos, "WDT") && !tree.grammar.body_pronouns.contains(&token.lower)
            }
            Upos::Propn => !self.is_place(tree, head) || tree.first(head, "flat").is_some(),
            Upos::Num => !self.is_time(tree, head),
            // "several of the passengers"
            Upos::Adj | Upos::Det => tree.children(head).iter().any(|&child| {
                matches!(base(tree.deprel(child)), "nmod" | "obl")
                    && tree
                        .preposition(child)
                        .is_some_and(|word| tree.grammar.part.iter().any(|part| part == word))
                    && tree.token(child).upos != Upos::Pron
                    && self.is_person(tree, child)
            }),
            _ => {
                let sentence = self.index_of(tree);
                self.casualties
                    [of_sentence(&self.casualties, sentence, |casualty| casualty.sentence)]
                .iter()
                .any(|casualty| casualty.head == head)
                    || self.vocabulary.token_in(Set::Collectives, tree, head)
                        && tree
                            .with_relation(head, "nmod")
                            .any(|child| self.is_person(tree, child))
            }
        }
    }

    pub(crate) fn is_place(&self, tree: &Tree, index: usize) -> bool {
        let sentence = self.index_of(tree);
        self.places[of_sentence(&self.places, sentence, |place| place.sentence)]
            .iter()
            .any(|place| place.tokens.contains(&index))
    }

    pub(crate) fn is_time(&self, tree: &Tree, index: usize) -> bool {
        let sentence = self.index_of(tree);
        self.times[of_sentence(&self.times, sentence, |time| time.sentence)]
            .iter()
            .any(|time| time.tokens.contains(&index))
    }

    /// A rocket, drone or aircraft is named in the sentence or the one before it.
    pub(crate) fn names_vehicle(&self, tree: &Tree) -> bool {
        let named = |tree: &Tree| {
            (0..tree.len()).any(|index| self.vocabulary.vehicle_class(tree, index).is_some())
        };
        let sentence = self.index_of(tree);
        named(tree) || sentence > 0 && self.trees.get(sentence - 1).is_some_and(named)
    }

    pub(crate) fn has_casualties(&self, tree: &Tree) -> bool {
        let sentence = self.index_of(tree);
        !of_sentence(&self.casualties, sentence, |casualty| casualty.sentence).is_empty()
    }

    /// Whether the sentence speaks of violence beside the trigger itself: a weapon, an armed noun, a plain event word.
    pub(crate) fn has_violence_beside(&self, tree: &Tree, trigger: usize) -> bool {
        (0..tree.len()).any(|index| {
            index != trigger
                && (self.vocabulary.weapon_at(tree, index).is_some()
                    || matches!(tree.token(index).upos, Upos::Noun | Upos::Propn)
                        && self.vocabulary.token_in(Set::Armed, tree, index)
                    || self.vocabulary.is_plain_event_word(tree, index))
        })
    }

    /// The tokens with all of the registry name at `head`: "the Islamic Front in X" is not cut at its preposition.
    pub(crate) fn with_whole_name(&self, tree: &Tree, tokens: &[usize], head: usize) -> Vec<usize> {
        let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else {
            return tokens.to_vec();
        };
        match self.actor_at(tree, head) {
            Some(actor) => {
                let start = actor.tokens.start;
                // Its first words too, if the parser hung them elsewhere: no "units of" that only leads up to it.
                let of_name = start < first
                    && (start..first).all(|token| {
                        matches!(
                            tree.token(token).upos,
                            Upos::Propn | Upos::Noun | Upos::Adj | Upos::Punct
                        )
                    });
                let first = if of_name { start } else { first };
                (first..actor.tokens.end.max(last + 1)).collect()
            }
            _ => tokens.to_vec(),
        }
    }

    /// Plain text of a token run.
    pub(crate) fn words(&self, tree: &Tree, tokens: &[usize]) -> String {
        let span = tree.span_of(tokens);
        span.slice(&self.report.text)
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether the token is negated: a negation word hangs on it or on its auxiliary.
    pub(crate) fn is_negated(&self, tree: &Tree, index: usize) -> bool {
        tree.children(index).iter().any(|&child| {
            matches!(
                base(tree.deprel(child)),
                "advmod" | "det" | "aux" | "case" | "cc" | "mark"
            ) && self.vocabulary.has(Set::Negation, &tree.token(child).lower)
        })
    }
}
