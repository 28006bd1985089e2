//! Pass: who the victims are. Fighters, civilians or both, by the words a source has for them, else by what the report
//! says elsewhere of the same person or occurrence.

use crate::assertions::Assertion;
use crate::parties::Named;
use crate::scene::{Scene, of_sentence};
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_casualty::{CasualtyMention, Part, Scope};
use sayso_model::{EmptyReason, Field, Kind, Span, VictimStatus};
use sayso_text::Upos;
use std::collections::{BTreeMap, BTreeSet};

/// What the report says of persons it names: "the mayor, Ann Roe"; `None` where it says both.
pub(crate) struct Persons {
    /// By last name.
    told: BTreeMap<String, Option<Told>>,
    /// First names by last name: two people of one last name are not told apart.
    first: BTreeMap<String, BTreeSet<String>>,
}

/// Longer "sentences" are no prose; looking at every name's surroundings would take more than linear time.
const LONGEST_SENTENCE: usize = 300;

type Told = (VictimStatus, Span);

impl Persons {
    /// Reads the whole report.
    pub(crate) fn read(scene: &Scene) -> Persons {
        let mut persons = Persons {
            told: BTreeMap::new(),
            first: BTreeMap::new(),
        };
        for tree in scene
            .trees
            .iter()
            .filter(|tree| tree.sentence.analysed && tree.len() <= LONGEST_SENTENCE)
        {
            for name in 0..tree.len() {
                if tree.token(name).upos != Upos::Propn
                    || matches!(base(tree.deprel(name)), "flat" | "compound")
                        && tree
                            .head(name)
                            .is_some_and(|head| tree.token(head).upos == Upos::Propn)
                {
                    continue;
                }
                let names = full_name(tree, name);
                let (Some(&first), Some(&last)) = (names.first(), names.last()) else {
                    continue;
                };
                let last_name = tree.token(last).lower.clone();
                if first != last {
                    let first_name = tree.token(first).lower.clone();
                    let known = persons.first.entry(last_name.clone()).or_default();
                    known.insert(first_name);
                }
                if let Some(told) = described(scene, tree, name) {
                    persons.add(last_name, told);
                }
            }
        }
        persons
    }

    fn add(&mut self, name: String, told: Told) {
        self.told
            .entry(name)
            .and_modify(|known| {
                if known.is_some_and(|known| known.0 != told.0) {
                    *known = None;
                }
            })
            .or_insert(Some(told));
    }

    fn of(&self, name: &str) -> Option<Told> {
        if self.first.get(name).is_some_and(|first| first.len() > 1) {
            return None;
        }
        self.told.get(name).copied().flatten()
    }
}

/// The tokens of a personal name, titles left out.
fn full_name(tree: &Tree, name: usize) -> Vec<usize> {
    let mut names: Vec<usize> = tree
        .children(name)
        .iter()
        .copied()
        .filter(|&child| {
            matches!(base(tree.deprel(child)), "flat" | "compound")
                && tree.token(child).upos == Upos::Propn
                && child.abs_diff(name) <= 3
        })
        .collect();
    names.push(name);
    names.sort_unstable();
    names
}

/// What stands beside a name: a title before it, an apposition, or a predicate.
fn described(scene: &Scene, tree: &Tree, name: usize) -> Option<Told> {
    let own = tree.phrase(name);
    let titled = || {
        own.iter()
            .take_while(|&&token| token < name)
            .any(|&token| scene.people.names_people(tree.token(token)))
            .then(|| phrase_status(scene, tree, &own, name))
            .flatten()
    };
    let noun = |noun: usize| {
        (tree.token(noun).upos != Upos::Propn || scene.people.names_people(tree.token(noun)))
            .then(|| phrase_status(scene, tree, &tree.phrase(noun), noun))
            .flatten()
    };
    let apposed = || tree.with_relation(name, "appos").find_map(noun);
    let governed = || {
        let head = tree.head(name)?;
        let fits = match base(tree.deprel(name)) {
            "appos" | "flat" | "compound" => true,
            "nsubj" => tree.first(head, "cop").is_some(),
            _ => false,
        };
        fits.then(|| noun(head)).flatten()
    };
    titled().or_else(apposed).or_else(governed)
}

/// What a noun phrase says of its people.
fn phrase_status(scene: &Scene, tree: &Tree, tokens: &[usize], head: usize) -> Option<Told> {
    let (&first, &last) = (tokens.first()?, tokens.last()?);
    let words = tree.sentence.tokens.get(first..=last)?;
    let people = scene.people.names_people(tree.token(head))
        || tree.token(head).upos == Upos::Propn
            && words.iter().any(|word| scene.people.names_people(word));
    let status = people
        .then(|| scene.people.people_status(words, tree.token(head)))
        .flatten()?;
    Some((status, tree.span_of(tokens)))
}

/// The status of the victims of one claim.
pub(crate) fn victims(
    scene: &Scene,
    persons: &Persons,
    own: &[&Assertion],
    occurrence: &[&Assertion],
) -> Field<VictimStatus> {
    let figures = mentions(scene, own);
    if let Some(told) = of_figures(scene, &figures) {
        return known(told, "victims.words");
    }
    let hurt = figures.iter().any(|mention| hurts(mention));
    // The sides of a fight in which nobody is said to be hurt are no victims.
    let fight = own
        .iter()
        .all(|assertion| assertion.mention.kind == Kind::Clash);
    if (hurt || !fight)
        && let Some(told) = of_targets(scene, persons, own)
    {
        return known(told, "victims.target");
    }
    // Of a hijacked airliner the people aboard are meant, counted or not.
    let taken = own
        .iter()
        .any(|assertion| assertion.mention.kind == Kind::Abduction);
    if !hurt && !taken {
        return Field::empty(EmptyReason::NotStated);
    }
    if let Some(told) = of_sites(scene, own) {
        return known(told, "victims.site");
    }
    // One party's word for what was hit never tells who the dead of another's account were.
    let source = |assertion: &Assertion| crate::assemble::source_key(&assertion.chain);
    let shared: Vec<&Assertion> = occurrence
        .iter()
        .copied()
        .filter(|&other| {
            other.chain.is_empty() || own.iter().any(|&one| source(one) == source(other))
        })
        .collect();
    of_figures(scene, &mentions(scene, &shared))
        .or_else(|| of_targets(scene, persons, &shared))
        .or_else(|| of_sites(scene, &shared))
        .map_or(Field::empty(EmptyReason::NotStated), |told| {
            known(told, "victims.occurrence")
        })
}

/// The status of the people of a running toll.
pub(crate) fn of_toll(scene: &Scene, mentions: &[&CasualtyMention]) -> Field<VictimStatus> {
    of_figures(scene, mentions)
        .or_else(|| mentions.iter().find_map(|mention| below(scene, mention)))
        .map_or(Field::empty(EmptyReason::NotStated), |told| {
            known(told, "victims.words")
        })
}

/// "The number of citizens killed has reached 33": the people below the word that holds the number.
fn below(scene: &Scene, mention: &CasualtyMention) -> Option<Told> {
    let tree = &scene.trees[mention.sentence];
    let trigger = mention.trigger.filter(|&trigger| trigger < tree.len())?;
    let mut found = None;
    for token in tree.subtree(trigger) {
        if token == trigger || !scene.people.names_people(tree.token(token)) {
            continue;
        }
        match (
            found,
            phrase_status(scene, tree, &tree.phrase(token), token),
        ) {
            (Some((before, _)), Some((status, _))) if before != status => return None,
            (None, told) => found = told,
            _ => {}
        }
    }
    found
}

fn known((status, span): Told, rule: &str) -> Field<VictimStatus> {
    Field::known(status, vec![span], rule)
}

fn mentions<'s>(scene: &'s Scene, assertions: &[&Assertion]) -> Vec<&'s CasualtyMention> {
    let mut indexes: Vec<usize> = assertions
        .iter()
        .flat_map(|assertion| assertion.casualties.iter().copied())
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
        .into_iter()
        .map(|index| &scene.casualties[index])
        .filter(|mention| mention.scope != Scope::Cumulative && !mention.negated)
        .collect()
}

fn hurts(mention: &CasualtyMention) -> bool {
    mention.count.high != Some(0)
}

/// What the counted groups are called; parts speak where the whole does not.
fn of_figures(scene: &Scene, mentions: &[&CasualtyMention]) -> Option<Told> {
    let others = mentions
        .iter()
        .any(|mention| hurts(mention) && !mention.attackers);
    let counted = || {
        mentions
            .iter()
            .filter(|mention| hurts(mention) && !(others && mention.attackers))
    };
    let joined = |part: bool| {
        let mut found: Option<Told> = None;
        for mention in counted().filter(|mention| (mention.part == Part::Included) == part) {
            let told = mention.status.map(|status| (status, mention.span));
            found = match (found, told.or_else(|| own_losses(scene, mention))) {
                (Some((before, span)), Some((status, _))) if before != status => {
                    return Some((VictimStatus::Mixed, span));
                }
                (found, told) => found.or(told),
            };
        }
        found
    };
    joined(false).or_else(|| {
        joined(true).map(|(status, span)| match status {
            // "Nine people, including two guards": the others are something else.
            VictimStatus::Combatant => (VictimStatus::Mixed, span),
            other => (other, span),
        })
    })
}

/// "The army has lost 199 dead".
fn lost_by_a_force(scene: &Scene, tree: &Tree, mention: &CasualtyMention) -> bool {
    let words = [Some(mention.head), mention.trigger];
    words.into_iter().flatten().any(|word| {
        let verb = std::iter::once(word)
            .chain(tree.head(word))
            .find(|&verb| tree.is_verb(verb) && scene.vocabulary.token_in(Set::Losing, tree, verb));
        verb.and_then(|verb| tree.subject(verb))
            .is_some_and(|subject| {
                scene
                    .actor_at(tree, subject)
                    .is_some_and(|actor| scene.registry.is_force(&actor.id))
                    || scene.vocabulary.token_in(Set::Armed, tree, subject)
            })
    })
}

/// "188 of its own", "its dead", of an armed body: its fighters.
fn own_losses(scene: &Scene, mention: &CasualtyMention) -> Option<Told> {
    let tree = &scene.trees[mention.sentence];
    if lost_by_a_force(scene, tree, mention) {
        return Some((VictimStatus::Combatant, mention.span));
    }
    let near = (0..tree.len())
        .skip_while(|&index| tree.token(index).span.start < mention.span.start.saturating_sub(8))
        .take_while(|&index| index <= mention.head + 3)
        .find(|&index| {
            tree.grammar
                .body_pronouns
                .contains(&tree.token(index).lower)
        })?;
    let armed = scene.actors[of_sentence(&scene.actors, mention.sentence, |actor| actor.sentence)]
        .iter()
        .any(|actor| actor.tokens.start < near && scene.registry.is_force(&actor.id))
        || (0..near).any(|index| {
            let token = tree.token(index);
            matches!(token.upos, Upos::Noun | Upos::Propn)
                && scene
                    .people
                    .people_status(std::slice::from_ref(token), token)
                    == Some(VictimStatus::Combatant)
        });
    armed.then_some((VictimStatus::Combatant, mention.span))
}

/// What the targets are called: people by their words, a named person by what the report says of him, a force by its kind.
fn of_targets(scene: &Scene, persons: &Persons, assertions: &[&Assertion]) -> Option<Told> {
    let mut found: Option<Told> = None;
    for assertion in assertions {
        let told = assertion
            .target
            .as_ref()
            .and_then(|target| of_target(scene, persons, target));
        found = match (found, told) {
            (Some((before, span)), Some((status, _))) if before != status => {
                return Some((VictimStatus::Mixed, span));
            }
            (found, told) => found.or(told),
        };
    }
    found
}

fn of_target(scene: &Scene, persons: &Persons, target: &Named) -> Option<Told> {
    let by_name = || {
        let force = target
            .party
            .registry
            .as_deref()
            .is_some_and(|id| scene.registry.is_force(id));
        persons
            .of(&target.party.words.split_whitespace().last()?.to_lowercase())
            .or_else(|| force.then_some((VictimStatus::Combatant, target.span)))
            .filter(|(_, span)| !span.is_empty())
    };
    if target.rule == "party.pronoun" {
        return by_name();
    }
    let (tree, tokens) = tokens_of(scene, target.span)?;
    let heads: Vec<usize> = tokens
        .iter()
        .copied()
        .filter(|&token| {
            matches!(tree.token(token).upos, Upos::Noun | Upos::Propn)
                && (scene.people.names_people(tree.token(token))
                    || tree.head(token).is_none_or(|head| !tokens.contains(&head)))
                && !matches!(base(tree.deprel(token)), "compound" | "flat")
        })
        .collect();
    let mut found: Option<Told> = None;
    for head in heads {
        let phrase = tree.phrase(head);
        let Some((status, span)) = phrase_status(scene, tree, &phrase, head) else {
            continue;
        };
        // The noun that the phrase is about decides; only joined nouns make it mixed.
        match found {
            Some((before, span)) if before != status && base(tree.deprel(head)) == "conj" => {
                return Some((VictimStatus::Mixed, span));
            }
            Some(_) => {}
            None => found = Some((status, span)),
        }
    }
    found.or_else(by_name)
}

/// Whose the buildings and vehicles that were hit are.
fn of_sites(scene: &Scene, assertions: &[&Assertion]) -> Option<Told> {
    let mut found: Option<Told> = None;
    for assertion in assertions {
        // Without a target, what stands in the event's clause: "in a strike on the family home", "the strike hit a home".
        let told = match &assertion.target {
            Some(target) => tokens_of(scene, target.span)
                .and_then(|(tree, tokens)| of_site(scene, tree, &tokens)),
            None => {
                let tree = &scene.trees[assertion.mention.sentence];
                let trigger = assertion.mention.trigger;
                let verb = tree
                    .head(trigger)
                    .filter(|&head| base(tree.deprel(trigger)) == "nsubj" && tree.is_verb(head));
                [Some(trigger), verb]
                    .into_iter()
                    .flatten()
                    .flat_map(|above| {
                        ["obj", "nmod", "obl"]
                            .into_iter()
                            .flat_map(move |relation| tree.with_relation(above, relation))
                    })
                    .find_map(|noun| of_site(scene, tree, &tree.phrase(noun)))
            }
        };
        match (found, told) {
            (Some((before, _)), Some((status, _))) if before != status => return None,
            (None, told) => found = told,
            _ => {}
        }
    }
    found
}

fn of_site(scene: &Scene, tree: &Tree, tokens: &[usize]) -> Option<Told> {
    let (&first, &last) = (tokens.first()?, tokens.last()?);
    let words = tree.sentence.tokens.get(first..=last)?;
    let status = scene.people.site_status(words)?;
    Some((status, tree.span_of(tokens)))
}

/// The sentence and tokens of a span.
fn tokens_of<'t, 's>(scene: &'t Scene<'s>, span: Span) -> Option<(&'t Tree<'s>, Vec<usize>)> {
    let sentence = scene
        .document
        .sentences
        .partition_point(|sentence| sentence.span.end <= span.start);
    let tree = scene.trees.get(sentence)?;
    let tokens: Vec<usize> = (0..tree.len())
        .filter(|&index| span.overlaps(tree.token(index).span))
        .collect();
    (!tokens.is_empty()).then_some((tree, tokens))
}
