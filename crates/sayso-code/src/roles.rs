//! Who does what to whom in one event mention: from the grammar around the trigger to role heads.

use crate::armaments::{fired_weapon, head_weapon};
use crate::doers::{
    at_hands_of, copular, counted_as, first_of_joined_modifiers, part_sides, plan_of, planner,
    read_doer, tied_doer,
};
use crate::needs::needs_met;
use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::{FrameMatch, Set, WeaponMatch};
use sayso_knowledge::events::{Frame, ObjectRole, SubjectRole};
use sayso_model::Kind;
use sayso_text::Upos;

/// Role heads of one event mention, as token indexes in its sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    pub(crate) perpetrator: Option<usize>,
    /// The perpetrator is only a modifier of the weapon or of the event noun ("Karsian drone").
    pub(crate) perpetrator_is_modifier: bool,
    pub(crate) target: Option<usize>,
    pub(crate) weapon: Option<WeaponMatch>,
}

/// Grammatical arguments of a trigger before they are read as roles.
pub(crate) struct Arguments {
    pub(crate) doer: Option<usize>,
    pub(crate) done_to: Option<usize>,
    /// Heads of prepositional phrases with their preposition.
    obliques: Vec<(String, usize)>,
}

/// Reads the roles of a verb frame; `None` if the frame's needs are not met.
pub(crate) fn verb_roles(
    scene: &Scene,
    tree: &Tree,
    verb: usize,
    found: FrameMatch,
) -> Option<Roles> {
    let frame = found.frame;
    let mut arguments = verb_arguments(tree, verb);
    if let Some(plan) = plan_of(scene, tree, verb) {
        arguments.doer = planner(scene, tree, plan);
    }
    // "opened fire on a bus": the object belongs to the verb.
    if arguments.done_to.is_some_and(|object| {
        found
            .rest
            .iter()
            .any(|word| tree.lemma(object).eq_ignore_ascii_case(word))
            && !scene.vocabulary.token_in(Set::Objects, tree, object)
            // "took 25 prisoners": they are whom it befell.
            && !(scene.is_person(tree, object) && tree.first(object, "nummod").is_some())
    }) {
        // "took the lives of six": whose they were.
        arguments.done_to = arguments.done_to.and_then(|object| {
            tree.with_relation(object, "nmod").find(|&child| {
                tree.preposition(child)
                    .is_some_and(|word| tree.grammar.part.iter().any(|part| part == word))
                    && scene.is_person(tree, child)
            })
        });
    }
    let mut roles = Roles::default();
    match frame.subject {
        SubjectRole::Perpetrator => read_doer(scene, tree, arguments.doer, &mut roles),
        SubjectRole::Target => {
            roles.target = arguments.doer.or(arguments.done_to);
        }
        SubjectRole::Weapon => {
            // "A bomb exploded", but also "Rebels exploded a bomb", "The bridge was blown up".
            let subject = arguments
                .doer
                .filter(|&head| head_weapon(scene, tree, head).is_none());
            read_doer(scene, tree, subject.or(arguments.doer), &mut roles);
        }
        SubjectRole::None => {}
    }
    match frame.object {
        ObjectRole::Target => roles.target = roles.target.or(arguments.done_to),
        ObjectRole::Weapon => {
            // "drove a lorry packed with explosives into": the parser hangs the end on the participle.
            if let Some(object) = arguments.done_to {
                for clause in tree.with_relation(object, "acl") {
                    collect_obliques(tree, clause, &mut arguments);
                }
            }
            roles.weapon = roles.weapon.take().or_else(|| {
                arguments
                    .done_to
                    .and_then(|object| fired_weapon(scene, tree, object))
            });
        }
        ObjectRole::Perpetrator => roles.perpetrator = roles.perpetrator.or(arguments.done_to),
        ObjectRole::None => {}
    }
    // A bomb that somebody sets off is the weapon, not the target.
    if frame.subject == SubjectRole::Weapon
        && let Some(object) = roles.target
        && let Some(weapon) = head_weapon(scene, tree, object)
    {
        roles.weapon = roles.weapon.take().or(Some(weapon));
        roles.target = None;
    }
    if roles.target.is_none() || frame.object == ObjectRole::Weapon {
        let mut behind: Option<usize> = None;
        for (preposition, head) in &arguments.obliques {
            let better = behind.is_none_or(|earlier| {
                place_like(scene, tree, earlier)
                    && scene.vocabulary.token_in(Set::Objects, tree, *head)
            });
            if frame.target.iter().any(|wanted| wanted == preposition)
                && !scene.is_time(tree, *head)
                && !scene.vocabulary.token_in(Set::NoTargets, tree, *head)
                && better
            {
                behind = Some(*head);
            }
        }
        roles.target = if frame.object == ObjectRole::Weapon {
            behind
        } else {
            roles.target.or(behind)
        };
    }
    if roles.weapon.is_none() {
        roles.weapon = instrument(scene, tree, &arguments);
    }
    // "was taken into police custody": whose custody.
    if roles.perpetrator.is_none() && frame.kind == Kind::Detention {
        let custody = arguments.obliques.iter().find(|(_, head)| {
            found
                .rest
                .iter()
                .any(|word| tree.lemma(*head).eq_ignore_ascii_case(word))
        });
        let holder = custody.and_then(|&(_, head)| {
            tree.children(head).iter().copied().find(|&child| {
                matches!(base(tree.deprel(child)), "compound" | "amod" | "nmod")
                    && child < head
                    && scene.is_armed_party(tree, child)
            })
        });
        read_doer(scene, tree, holder, &mut roles);
    }
    // "surrendered to the police": who takes him.
    if roles.perpetrator.is_none() && !frame.doer.is_empty() {
        let doer = arguments.obliques.iter().find(|(preposition, head)| {
            frame.doer.contains(preposition) && scene.is_party(tree, *head)
        });
        read_doer(scene, tree, doer.map(|(_, head)| *head), &mut roles);
    }
    if roles.perpetrator.is_none() && frame.object != ObjectRole::Perpetrator {
        read_doer(scene, tree, at_hands_of(tree, verb), &mut roles);
    }
    if frame.kind == Kind::Clash {
        part_sides(scene, tree, &mut roles);
    }
    needs_met(scene, tree, verb, frame, &roles, &arguments).then_some(roles)
}

/// Reads the roles of a noun frame; `None` if the frame's needs are not met.
pub(crate) fn noun_roles(
    scene: &Scene,
    tree: &Tree,
    noun: usize,
    found: FrameMatch,
) -> Option<Roles> {
    let frame = found.frame;
    let mut roles = Roles::default();
    let mut arguments = Arguments {
        doer: None,
        done_to: None,
        obliques: Vec::new(),
    };
    for &child in tree.children(noun) {
        match base(tree.deprel(child)) {
            _ if is_possessor(tree, child) => {
                arguments.doer = arguments.doer.or(Some(child));
            }
            "nmod" | "obl" => {
                if let Some(preposition) = tree.preposition(child) {
                    arguments.obliques.push((preposition.to_owned(), child));
                }
                // "the shooting of two men by the police": the doer often hangs on the target.
                for inner in tree.with_relation(child, "nmod") {
                    if let Some(preposition) = tree
                        .preposition(inner)
                        .filter(|word| tree.grammar.agent.iter().any(|agent| agent == word))
                    {
                        arguments.obliques.push((preposition.to_owned(), inner));
                    }
                }
            }
            "acl" => collect_obliques(tree, child, &mut arguments),
            "amod" | "compound" if child < found.first || child < noun => {
                if scene.is_actor_modifier(tree, child) && roles.perpetrator.is_none() {
                    roles.perpetrator = Some(child);
                    roles.perpetrator_is_modifier = true;
                } else if let Some(weapon) = scene.vocabulary.weapon_at(tree, child) {
                    roles.weapon = roles.weapon.or(Some(weapon));
                }
            }
            _ => {}
        }
    }
    by_phrase_behind(scene, tree, noun, frame, &mut arguments);
    // "the front's wave of attacks": whose wave it is.
    if arguments.doer.is_none()
        && base(tree.deprel(noun)) == "nmod"
        && let Some(head) = tree.head(noun).filter(|&head| !tree.is_verb(head))
    {
        arguments.doer = tree
            .with_relation(head, "nmod:poss")
            .find(|&child| scene.is_armed_party(tree, child));
    }
    let standing = counted_as(scene, tree, noun);
    // "Clashes erupted between X and Y": the sides hang on the verb.
    if frame.kind == Kind::Clash
        && base(tree.deprel(standing)) == "nsubj"
        && let Some(verb) = tree.head(standing).filter(|&head| tree.is_verb(head))
        && tree.first(verb, "obj").is_none()
    {
        collect_obliques(tree, verb, &mut arguments);
    }
    let mut behind: Option<usize> = None;
    let mut between = Vec::new();
    for (preposition, head) in &arguments.obliques {
        if scene.is_time(tree, *head) {
            continue;
        }
        if tree.grammar.agent.contains(preposition) {
            arguments.doer = arguments.doer.or(Some(*head));
        } else if frame.target.iter().any(|wanted| wanted == preposition) {
            if frame.kind == Kind::Clash {
                between.extend(tree.conjuncts(*head));
            } else if behind.is_none_or(|earlier| {
                place_like(scene, tree, earlier) && !place_like(scene, tree, *head)
            }) {
                behind = Some(*head);
            }
        }
    }
    // "the mayor's killing": whom it befell, unless it is the doing of a body: "the front's killing of two men".
    let mut possessed = false;
    if frame.outcome.is_some()
        && behind.is_none()
        && let Some(owner) = arguments.doer.filter(|&owner| {
            is_possessor(tree, owner)
                && tree.token(owner).upos != Upos::Pron
                && !scene.actor_at(tree, owner).is_some_and(|actor| actor.armed)
                && !scene.vocabulary.token_in(Set::Armed, tree, owner)
                && (scene.is_person(tree, owner)
                    || tree.token(owner).upos == Upos::Propn
                        && !scene.is_place(tree, owner)
                        && !scene.is_time(tree, owner)
                        && scene.actor_at(tree, owner).is_none())
        })
    {
        behind = Some(owner);
        arguments.doer = None;
        // A killing that somebody has is a person's.
        possessed = true;
    }
    // A light verb lends its subject: "carried out an attack", "came under attack".
    if let Some(verb) = tree.head(standing).filter(|&head| tree.is_verb(head))
        && let Some(role) = scene.vocabulary.light_verb(tree, verb)
    {
        let relation = base(tree.deprel(standing));
        let passive = tree.is_passive(verb);
        // "was subjected to shelling"
        if relation == "obl" && passive && role == SubjectRole::Target {
            behind = behind.or(verb_arguments(tree, verb).done_to);
        }
        if matches!(relation, "obj" | "obl") && !passive || relation == "nsubj" && passive {
            let lender = verb_arguments(tree, verb);
            // "led fighters in the attack": those led carry it out.
            let led = lender.done_to.filter(|&object| {
                relation == "obl" && object != standing && scene.is_armed_party(tree, object)
            });
            match role {
                SubjectRole::Perpetrator => arguments.doer = arguments.doer.or(led).or(lender.doer),
                SubjectRole::Target => {
                    behind = behind.or(lender.doer);
                    // "came under attack from the front"
                    let from = lender.obliques.iter().find(|(preposition, head)| {
                        *head != standing
                            && tree.grammar.owner.contains(preposition)
                            && scene.is_armed_party(tree, *head)
                    });
                    arguments.doer = arguments.doer.or(from.map(|(_, head)| *head));
                }
                _ => {}
            }
            for (preposition, head) in lender.obliques {
                // "carried out by men in a car": what stands behind the doer and may be a place tells of the doer.
                let of_doer = arguments.doer.is_some_and(|doer| doer < head)
                    && scene.vocabulary.has(Set::Location, &preposition)
                    && !place_like(scene, tree, head)
                    && passive;
                if frame.target.contains(&preposition)
                    && behind.is_none()
                    && !of_doer
                    && !scene.is_time(tree, head)
                {
                    behind = Some(head);
                }
            }
        }
    }
    // "is preparing an assault": who prepares it is to carry it out.
    if arguments.doer.is_none()
        && (base(tree.deprel(standing)) == "obj"
            || possessed && base(tree.deprel(standing)) == "xcomp")
        && let Some(verb) = tree.head(standing).filter(|&head| {
            scene
                .vocabulary
                .has(Set::Planned, &tree.lemma(head).to_lowercase())
        })
    {
        arguments.doer = tree.subject(verb);
    }
    // "The army freed two hostages in a raid on a farm": who frees them raids it.
    if arguments.doer.is_none()
        && base(tree.deprel(standing)) == "obl"
        && tree
            .preposition(standing)
            .is_some_and(|word| tree.grammar.within_act.iter().any(|within| within == word))
        && let Some(verb) = tree.head(standing).filter(|&head| {
            tree.is_verb(head) && !tree.is_passive(head) && tree.first(head, "obj").is_some()
        })
        && scene
            .vocabulary
            .verb_frames(tree, verb)
            .iter()
            .any(|found| found.frame.subject == SubjectRole::Perpetrator)
    {
        arguments.doer = tree
            .subject(verb)
            .filter(|&subject| scene.is_armed_party(tree, subject));
    }
    // "the raid was a provocation by the army"
    if arguments.doer.is_none()
        && base(tree.deprel(standing)) == "nsubj"
        && let Some(predicate) = tree
            .head(standing)
            .filter(|&head| tree.is_nominal(head) && tree.first(head, "cop").is_some())
    {
        arguments.doer = tree.children(predicate).iter().copied().find(|&child| {
            matches!(base(tree.deprel(child)), "nmod" | "obl")
                && tree
                    .preposition(child)
                    .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
                && scene.is_party(tree, child)
        });
    }
    if let Some((subject, role)) = copular(scene, tree, standing) {
        match role {
            SubjectRole::Perpetrator => arguments.doer = arguments.doer.or(Some(subject)),
            SubjectRole::Target => behind = behind.or(Some(subject)),
            _ => {}
        }
    }
    behind = undergoer(tree, noun)
        .filter(|_| behind.is_none_or(|head| place_like(scene, tree, head)))
        .or(behind);
    arguments.doer = arguments.doer.or_else(|| tied_doer(scene, tree, noun));
    if let [first, second, ..] = between[..] {
        arguments.doer = arguments.doer.or(Some(first));
        behind = Some(second);
    } else if let [only] = between[..] {
        behind = behind.or(Some(only));
    }
    {
        let mut from_words = Roles {
            perpetrator: None,
            ..roles.clone()
        };
        read_doer(scene, tree, arguments.doer, &mut from_words);
        if from_words.perpetrator.is_some() {
            roles.perpetrator = from_words.perpetrator;
            roles.perpetrator_is_modifier = from_words.perpetrator_is_modifier;
        }
        roles.weapon = roles.weapon.or(from_words.weapon);
    }
    roles.target = behind.or(arguments.done_to);
    arguments.done_to = roles.target;
    if frame.kind == Kind::Clash
        && let [only] = between[..]
        && let Some(first) = first_of_joined_modifiers(scene, tree, only)
    {
        roles.perpetrator = Some(first);
        roles.perpetrator_is_modifier = true;
    }
    if roles.weapon.is_none() {
        roles.weapon = instrument(scene, tree, &arguments);
    }
    (possessed || needs_met(scene, tree, noun, frame, &roles, &arguments)).then_some(roles)
}

/// "the mayor's killing", also where the parser takes the noun for a verb and its owner for a subject.
fn is_possessor(tree: &Tree, child: usize) -> bool {
    tree.deprel(child) == "nmod:poss"
        || base(tree.deprel(child)) == "nsubj"
            && tree
                .with_relation(child, "case")
                .any(|mark| tree.token(mark).xpos == "POS")
}

/// "The editor was the victim of a grenade attack."
fn undergoer(tree: &Tree, noun: usize) -> Option<usize> {
    let role = tree.head(noun).filter(|&head| {
        base(tree.deprel(noun)) == "nmod"
            && tree
                .grammar
                .undergoer
                .contains(&tree.lemma(head).to_lowercase())
    })?;
    match tree.first(role, "cop") {
        Some(_) => tree.own_subject(role),
        // "The editor, victim of a grenade attack,"
        None => tree
            .head(role)
            .filter(|_| base(tree.deprel(role)) == "appos"),
    }
}

/// "died in raids by the militia on the town": the parser hangs the doer on the verb, and the target on the doer.
fn by_phrase_behind(
    scene: &Scene,
    tree: &Tree,
    noun: usize,
    frame: &Frame,
    arguments: &mut Arguments,
) {
    let is_agent = |child: usize| {
        tree.preposition(child)
            .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
            && !scene.is_time(tree, child)
            && scene.is_party(tree, child)
    };
    let own = tree
        .with_relation(noun, "nmod")
        .find(|&child| is_agent(child));
    let behind = || {
        let verb = tree.head(noun).filter(|&head| tree.is_verb(head))?;
        let last = *tree.subtree(noun).last()?;
        tree.with_relation(verb, "obl").find(|&child| {
            is_agent(child)
                && tree.own_subject(verb).is_some()
                && !tree.is_passive(verb)
                && tree.subtree(child).first() == Some(&(last + 1))
        })
    };
    let Some(agent) = own.or_else(behind) else {
        return;
    };
    arguments.doer = arguments.doer.or(Some(agent));
    for inner in tree.with_relation(agent, "nmod") {
        if let Some(preposition) = tree.preposition(inner)
            && frame.target.iter().any(|wanted| wanted == preposition)
            && !scene.vocabulary.has(Set::Location, preposition)
        {
            arguments.obliques.push((preposition.to_owned(), inner));
        }
    }
}

pub(crate) fn verb_arguments(tree: &Tree, verb: usize) -> Arguments {
    let mut arguments = Arguments {
        doer: None,
        done_to: None,
        obliques: Vec::new(),
    };
    let passive = tree.is_done_to(verb);
    let subject = tree
        .subject(verb)
        .map(|subject| antecedent(tree, verb, subject));
    if passive {
        arguments.done_to = if tree.own_subject(verb).is_none() && tree.deprel(verb) == "acl" {
            tree.head(verb)
        } else {
            subject
        };
    } else {
        arguments.doer = subject;
        arguments.done_to = tree
            .with_relation(verb, "obj")
            .find(|&child| tree.deprel(child) != "obj:tmod")
            .map(|object| antecedent(tree, verb, object));
    }
    collect_obliques(tree, verb, &mut arguments);
    if let Some(object) = arguments.done_to {
        // The parser often hangs "at the city" on the object of "fired rockets at the city".
        for child in tree.with_relation(object, "nmod") {
            if child > verb
                && let Some(preposition) = tree.preposition(child).filter(|word| *word != "of")
            {
                arguments.obliques.push((preposition.to_owned(), child));
            }
        }
    }
    arguments
}

fn collect_obliques(tree: &Tree, verb: usize, arguments: &mut Arguments) {
    // "ten people died in raids by the militia": who died is not the militia.
    let has_doer = tree.own_subject(verb).is_some() && !tree.is_passive(verb);
    for &child in tree.children(verb) {
        if base(tree.deprel(child)) != "obl" {
            continue;
        }
        match tree.preposition(child) {
            Some(preposition)
                if tree.grammar.agent.iter().any(|word| word == preposition)
                    && tree.is_nominal(child)
                    && !has_doer =>
            {
                arguments.doer = Some(child);
            }
            Some(preposition) => arguments.obliques.push((preposition.to_owned(), child)),
            None => {}
        }
    }
}

/// The noun a relative pronoun stands for.
pub(crate) fn antecedent(tree: &Tree, verb: usize, subject: usize) -> usize {
    let relative = matches!(tree.token(subject).xpos, "WDT" | "WP")
        || (tree.token(subject).upos == Upos::Pron
            && tree
                .grammar
                .relative
                .iter()
                .any(|word| word == tree.lemma(subject)));
    if !relative {
        return subject;
    }
    let mut current = verb;
    for _ in 0..4 {
        let Some(head) = tree.head(current) else {
            return subject;
        };
        if base(tree.deprel(current)) == "acl" {
            return head;
        }
        current = head;
    }
    subject
}

/// A noun that names an occurrence itself: "the blast", "an air strike".
pub(crate) fn is_event_noun(scene: &Scene, tree: &Tree, index: usize) -> bool {
    tree.token(index).upos != sayso_text::Upos::Pron
        && scene.actor_at(tree, index).is_none()
        && !scene.vocabulary.noun_frames(tree, index).is_empty()
}

/// "with a drone", "by rocket", "using mortars", "from a helicopter".
fn instrument(scene: &Scene, tree: &Tree, arguments: &Arguments) -> Option<WeaponMatch> {
    arguments
        .obliques
        .iter()
        .filter(|(preposition, _)| tree.grammar.instrument.contains(preposition))
        .find_map(|(_, head)| {
            tree.conjuncts(*head)
                .into_iter()
                .find_map(|head| head_weapon(scene, tree, head))
        })
}

fn place_like(scene: &Scene, tree: &Tree, head: usize) -> bool {
    scene.is_place(tree, head)
}
