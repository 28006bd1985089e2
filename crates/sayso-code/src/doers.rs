//! Doers that grammar hangs elsewhere than on the event word: behind a copula ("was behind the raid"), at somebody's
//! hands, on both sides of a clash, tied to it by a word ("suspected of the raid").

use crate::armaments::head_weapon;
use crate::roles::{Roles, antecedent, is_event_noun, verb_arguments};
use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::{SubjectRole, Tied};
use sayso_text::Upos;

/// The word that stands for an event noun in its clause: "a series" of "a series of raids".
pub(crate) fn counted_as(scene: &Scene, tree: &Tree, noun: usize) -> usize {
    let mut current = noun;
    for _ in 0..2 {
        let above = (base(tree.deprel(current)) == "nmod")
            .then(|| tree.head(current))
            .flatten()
            .filter(|&head| {
                head < current && scene.vocabulary.token_in(Set::Collectives, tree, head)
            });
        match above {
            Some(head) => current = head,
            None => break,
        }
    }
    current
}

/// "X was behind the raid", "X is responsible for the raid", "X is involved in raids": the subject, with its role in
/// the event noun.
pub(crate) fn copular(scene: &Scene, tree: &Tree, noun: usize) -> Option<(usize, SubjectRole)> {
    let preposition = tree.preposition(noun).or_else(|| {
        let mark = tree.first(noun, "mark")?;
        Some(tree.token(mark).lower.as_str())
    })?;
    let role = |words: &[&str]| scene.vocabulary.copular_phrase(words);
    if tree.first(noun, "cop").is_some() {
        return Some((tree.own_subject(noun)?, role(&[preposition])?));
    }
    let head = tree.head(noun)?;
    let predicate = matches!(base(tree.deprel(noun)), "obl" | "nmod" | "advcl")
        && (tree.first(head, "cop").is_some()
            || tree.first(head, "aux").is_some()
            || base(tree.deprel(head)) == "amod"
            || tree.deprel(head).starts_with("acl"));
    if !predicate {
        return None;
    }
    let role = role(&[tree.token(head).lower.as_str(), preposition])?;
    let subject = tree
        .own_subject(head)
        .map(|subject| antecedent(tree, head, subject))
        .or_else(|| {
            tree.head(head)
                .filter(|_| tree.deprel(head).starts_with("acl"))
        })?;
    Some((subject, role))
}

/// "died at the hands of the guard": whose hands.
pub(crate) fn at_hands_of(tree: &Tree, verb: usize) -> Option<usize> {
    let hands = tree.with_relation(verb, "obl").find(|&child| {
        let lemma = tree.lemma(child);
        tree.grammar.agent_nouns.iter().any(|noun| noun == lemma)
    })?;
    tree.with_relation(hands, "nmod").next()
}

/// The sides of a clash that one phrase joins: "between X and Y", "X and Y clashed". Two names, no more.
/// "Karsian and Veldan troops": two armies in one noun phrase; the modifier that names the first.
pub(crate) fn first_of_joined_modifiers(scene: &Scene, tree: &Tree, head: usize) -> Option<usize> {
    let modifies = |child: usize| {
        child < head
            && matches!(base(tree.deprel(child)), "compound" | "amod")
            && tree.token(child).form.starts_with(char::is_uppercase)
    };
    let first = tree
        .children(head)
        .iter()
        .copied()
        .find(|&child| modifies(child))?;
    let second = second_of_joined_modifiers(tree, head, first)?;
    (tree.token(head).xpos.ends_with('S')
        && scene.is_armed_party(tree, head)
        && tree.token(second).form.starts_with(char::is_uppercase))
    .then_some(first)
}

/// The modifier that "and" joins to the first one.
pub(crate) fn second_of_joined_modifiers(tree: &Tree, head: usize, first: usize) -> Option<usize> {
    (first + 2 < head && tree.token(first + 1).xpos == "CC")
        .then_some(first + 2)
        .filter(|&second| {
            let joined = tree.head(second);
            joined == Some(first) && base(tree.deprel(second)) == "conj" || joined == Some(head)
        })
}

fn two_sides(tree: &Tree, head: usize) -> Option<(usize, usize)> {
    match tree.conjuncts(head)[..] {
        [first, second] => Some((first, second)),
        _ => None,
    }
}

/// Reads a doer: a party, a weapon ("a missile hit"), or a weapon with its party ("Karsian jets bombed").
pub(crate) fn read_doer(scene: &Scene, tree: &Tree, doer: Option<usize>, roles: &mut Roles) {
    let Some(doer) = doer else { return };
    if is_event_noun(scene, tree, doer) {
        return;
    }
    // The registry knows the whole phrase: "the air force".
    let owned = head_weapon(scene, tree, doer).is_some_and(|weapon| !weapon.party)
        && tree.with_relation(doer, "nmod").any(|child| {
            tree.preposition(child)
                .is_some_and(|word| tree.grammar.owner.iter().any(|owner| owner == word))
                && scene.is_party(tree, child)
        });
    if !owned
        && scene
            .actor_at(tree, doer)
            .is_some_and(|actor| actor.armed && !actor.modifier)
    {
        roles.perpetrator = Some(doer);
        roles.perpetrator_is_modifier = false;
        roles.weapon = roles
            .weapon
            .take()
            .or_else(|| head_weapon(scene, tree, doer));
        return;
    }
    if let Some(weapon) = head_weapon(scene, tree, doer) {
        let owner =
            tree.children(doer)
                .iter()
                .copied()
                // "Karsian air force helicopters": the name may stand on a word of the compound.
                .flat_map(|child| {
                    let inner =
                        tree.children(child).iter().copied().filter(move |_| {
                            weapon.vehicle && base(tree.deprel(child)) == "compound"
                        });
                    std::iter::once(child).chain(inner)
                })
                .find(|&child| match base(tree.deprel(child)) {
                    "amod" | "compound" => scene.is_actor_modifier(tree, child),
                    "nmod" => {
                        tree.deprel(child) == "nmod:poss" && tree.token(child).upos != Upos::Pron
                            || tree.preposition(child).is_some_and(|word| {
                                tree.grammar.owner.iter().any(|owner| owner == word)
                                    && !(scene.is_place(tree, child)
                                        && tree.grammar.course.iter().any(|way| way == word))
                            }) && scene.is_party(tree, child)
                    }
                    _ => false,
                });
        if let Some(owner) = owner {
            roles.perpetrator = Some(owner);
            roles.perpetrator_is_modifier = base(tree.deprel(owner)) != "nmod";
        } else if weapon.party
            || tree
                .with_relation(doer, "nmod")
                .any(|child| tree.deprel(child) == "nmod:poss")
        {
            // "its aircraft", "our air force": whose they are is read from the pronoun.
            roles.perpetrator = Some(doer);
        }
        roles.weapon = roles.weapon.take().or(Some(weapon));
    } else {
        roles.perpetrator = Some(doer);
    }
}

/// Who does what a verb without a frame tells: "rebel rockets have taken the lives of 34 people".
pub(crate) fn doer_of(scene: &Scene, tree: &Tree, verb: usize) -> Roles {
    let mut roles = Roles::default();
    let doer = verb_arguments(tree, verb).doer;
    // "Its bombardment has killed 3,000": whose bombardment.
    roles.perpetrator = doer
        .filter(|&doer| is_event_noun(scene, tree, doer))
        .and_then(|doer| tree.with_relation(doer, "nmod:poss").next());
    read_doer(scene, tree, doer, &mut roles);
    if roles.perpetrator.is_none() {
        read_doer(scene, tree, at_hands_of(tree, verb), &mut roles);
    }
    roles
}

/// A clash of which one phrase names both sides: the first is read as the doer, the second as the target.
pub(crate) fn part_sides(scene: &Scene, tree: &Tree, roles: &mut Roles) {
    let one = match (roles.perpetrator, roles.target) {
        (Some(head), None) | (None, Some(head)) => Some(head),
        _ => None,
    };
    if let Some(head) = one
        && let Some(first) = first_of_joined_modifiers(scene, tree, head)
    {
        roles.perpetrator = Some(first);
        roles.perpetrator_is_modifier = true;
        roles.target = Some(head);
        return;
    }
    let joined = one.and_then(|head| two_sides(tree, head));
    if let Some((first, second)) = joined {
        roles.perpetrator = Some(first);
        roles.perpetrator_is_modifier = false;
        roles.target = Some(second);
    }
}

/// "two men suspected of the attack": whom the word that governs the event noun ties to it.
pub(crate) fn tied_doer(scene: &Scene, tree: &Tree, noun: usize) -> Option<usize> {
    let preposition = tree.preposition(noun)?;
    let governor = tree.head(noun)?;
    let done_to = tree.is_done_to(governor);
    let subject = || {
        let owner = || {
            tree.head(governor)
                .filter(|_| tree.deprel(governor) == "acl")
        };
        tree.own_subject(governor)
            .map(|subject| antecedent(tree, governor, subject))
            .or_else(owner)
    };
    let doer = |who: Tied| match who {
        Tied::Subject => subject(),
        Tied::Object if done_to => subject(),
        Tied::Object => tree.with_relation(governor, "obj").next(),
        Tied::Word if !tree.is_nominal(governor) => None,
        Tied::Word if base(tree.deprel(governor)) == "appos" => tree.head(governor),
        Tied::Word => subject().or(Some(governor)),
    };
    let acts = |&doer: &usize| scene.is_person(tree, doer) || scene.is_party(tree, doer);
    let lemma = tree.lemma(governor).to_lowercase();
    let form = &tree.token(governor).lower;
    let ties = scene.vocabulary.knowledge().events.ties.iter();
    ties.filter(|tie| tie.words.contains(&lemma) || tie.words.contains(form))
        .filter(|tie| tie.with.iter().any(|word| word == preposition))
        .find_map(|tie| doer(tie.who).filter(acts))
}

/// The noun of planning that an infinitive says more of: "a plot to bomb the market", "foiled a plot by the front to
/// bomb it".
pub(crate) fn plan_of(scene: &Scene, tree: &Tree, verb: usize) -> Option<usize> {
    if !tree.is_verb(verb) || tree.token(verb).xpos != "VB" || tree.own_subject(verb).is_some() {
        return None;
    }
    let head = tree.head(verb)?;
    let noun = match base(tree.deprel(verb)) {
        "acl" => Some(head),
        "advcl" | "xcomp" => tree.first(head, "obj"),
        _ => None,
    }?;
    (noun < verb
        && scene
            .vocabulary
            .has(Set::PlanNouns, &tree.lemma(noun).to_lowercase()))
    .then_some(noun)
}

/// Whose plan it is: "the front's plan", "a plot by the front", "a front plot"; else who plans.
pub(crate) fn planner(scene: &Scene, tree: &Tree, plan: usize) -> Option<usize> {
    let of = |child: usize| {
        tree.deprel(child) == "nmod:poss"
            || matches!(base(tree.deprel(child)), "nmod")
                && tree
                    .preposition(child)
                    .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
            || matches!(base(tree.deprel(child)), "amod" | "compound")
                && child < plan
                && scene.is_actor_modifier(tree, child)
    };
    tree.children(plan).iter().copied().find(|&child| of(child))
}
