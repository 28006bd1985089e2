//! Verbs and phrases of killing and injuring: who they happen to, by the tree first and by neighbourhood second.

use crate::clause::{negated, passive, perfect, subject_group, subject_victims, with_left_chain};
use crate::group::Noun;
use crate::index::Set;
use crate::phrases::phrase_at;
use crate::scene::Scene;
use crate::words::{Needs, Outcome, VerbEntry, VictimRole};
use sayso_model::Count;
use sayso_text::Upos;

/// A casualty word tied to the groups it is about.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) trigger: usize,
    pub(crate) outcome: Outcome,
    /// Groups, from left to right; more than one is a sum.
    pub(crate) victims: Vec<usize>,
    /// Stands in for the groups' own counts.
    pub(crate) count: Option<Count>,
    pub(crate) rule: String,
    pub(crate) none_means_both: bool,
    pub(crate) negated: bool,
    /// What happened is only implied ("was shot").
    pub(crate) implied: bool,
    /// The tokens the hit rests on, if more than the trigger.
    pub(crate) tokens: std::ops::Range<usize>,
}

/// All hits of verbs and phrases, in the order of their triggers.
pub(crate) fn verb_hits(scene: &Scene) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut i = 0;
    while i < scene.tokens.len() {
        if let Some((end, mut found)) = phrase_at(scene, i) {
            hits.append(&mut found);
            i = end;
            continue;
        }
        if let Some(verb) = verb_at(scene, i) {
            hits.extend(link_verb(scene, i, verb));
        }
        i += 1;
    }
    hits
}

/// The verb entry of a token: a form of the verb, or its participle however it is tagged.
fn verb_at<'a>(scene: &'a Scene, i: usize) -> Option<&'a VerbEntry> {
    let token = scene.tokens.get(i)?;
    let index = &scene.lexicon.index;
    let entry = match token.upos {
        Upos::Verb | Upos::Aux => index
            .verbs
            .get(&token.lemma)
            .or_else(|| index.participles.get(&token.lower)),
        Upos::Propn
            if token.form.chars().next().is_some_and(char::is_uppercase)
                && token.form.chars().any(char::is_lowercase)
                && i > 0 =>
        {
            None
        }
        _ => index.participles.get(&token.lower),
    }?;
    let verb = scene.lexicon.words.verb.get(*entry)?;
    if verb.implied && token.upos != Upos::Verb {
        return None;
    }
    let barred = verb
        .not_before
        .iter()
        .any(|word| word == scene.lower(i + 1));
    (!barred).then_some(verb)
}

fn link_verb(scene: &Scene, i: usize, verb: &VerbEntry) -> Option<Hit> {
    let (mut victims, how) = match verb.victim {
        VictimRole::Subject => {
            subject_victims(scene, i, verb.needs).or_else(|| premodified(scene, i, verb.needs))
        }
        _ => object_victims(scene, i, verb.needs),
    }?;
    // "was killed along with his sons".
    if victims
        .iter()
        .all(|&victim| scene.groups[victim].tokens.end <= i)
        && let Some((end, ())) = scene.lexicon.index.company.at(scene.tokens, i + 1)
        && let Some(group) = scene
            .right_group(end)
            .filter(|&group| scene.acceptable(group, Needs::People))
    {
        victims.extend(scene.chain_right(group));
    }
    // A subject verb with an object is another verb ("fell trees"), a negated "lose" loses nobody.
    let mut hit = hit(
        scene,
        i,
        verb.outcome,
        victims,
        format!("casualty.{}.{how}", verb.id),
        verb.none_means_both,
    );
    hit.implied = verb.implied;
    Some(hit)
}

pub(crate) fn hit(
    scene: &Scene,
    trigger: usize,
    outcome: Outcome,
    victims: Vec<usize>,
    rule: String,
    none_means_both: bool,
) -> Hit {
    Hit {
        trigger,
        outcome,
        victims,
        count: None,
        rule,
        none_means_both,
        negated: negated(scene, trigger),
        implied: false,
        tokens: trigger..trigger + 1,
    }
}

pub(crate) type Victims = Option<(Vec<usize>, &'static str)>;

fn object_victims(scene: &Scene, i: usize, needs: Needs) -> Victims {
    premodified(scene, i, needs)
        .or_else(|| listed(scene, i, needs))
        .or_else(|| counted_left(scene, i, needs))
        .or_else(|| object(scene, i, needs))
        .or_else(|| passive_subject(scene, i, needs))
        .or_else(|| left(scene, i, needs))
}

/// "three injured people", "the wounded": the participle stands inside the group.
fn premodified(scene: &Scene, i: usize, needs: Needs) -> Victims {
    let at = scene.group_of(i)?;
    let group = &scene.groups[at];
    let nominal = group.head == i || group.noun == Noun::Bare;
    if transported(scene, at) {
        return Some((Vec::new(), "transported"));
    }
    if nominal && group.count.is_some() {
        // "the wounded" as a subject of its own is definite and uncounted; it stays the weakest kind of figure.
        return Some((vec![at], "nominal"));
    }
    scene
        .acceptable(at, needs)
        .then(|| (scene.chain_right(at), "premodifier"))
        .map(|(chain, how)| (chain.into_iter().take(1).collect(), how))
}

/// "an ambulance carrying wounded people", "while crews recover the martyrs": they were hurt before, and are not counted.
pub(crate) fn transported(scene: &Scene, group: usize) -> bool {
    let head = &scene.tokens[scene.groups[group].head];
    if !matches!(head.deprel, "obj" | "conj") {
        return false;
    }
    let object = head.head.filter(|_| head.deprel == "conj");
    let Some(verb) = object
        .map_or(Some(head), |object| scene.tokens.get(object))
        .and_then(|object| object.head)
    else {
        return false;
    };
    let token = &scene.tokens[verb];
    let told_by_the_way = match token.deprel {
        "advcl" | "xcomp" => !scene.groups[group].is_counted() && token.xpos != "VBD",
        relation => relation.starts_with("acl"),
    };
    told_by_the_way && scene.lexicon.in_set(Set::Transporting, &token.lemma)
}

/// "Neutralised: up to ten terrorists."
fn listed(scene: &Scene, i: usize, needs: Needs) -> Victims {
    if scene.lower(i + 1) != ":" {
        return None;
    }
    let group = scene.right_group(i + 2)?;
    scene
        .acceptable(group, needs)
        .then(|| (scene.chain_right(group), "listed"))
}

/// "12 killed", "four others injured": a counted group right before a participle without an object.
fn counted_left(scene: &Scene, i: usize, needs: Needs) -> Victims {
    let token = &scene.tokens[i];
    if !matches!(token.xpos, "VBN" | "VBD" | "JJ" | "NN")
        || !scene.lexicon.index.participles.contains_key(&token.lower)
    {
        return None;
    }
    let first = first_of_pair(scene, i);
    let group = scene.left_group(first)?;
    if !scene.groups[group].is_counted() || !scene.acceptable(group, needs) || perfect(scene, first)
    {
        return None;
    }
    let last = last_of_pair(scene, i);
    let object = scene
        .right_group(last + 1)
        .filter(|&right| scene.acceptable(right, needs) && !followed_by_participle(scene, right));
    if object.is_some() && token.xpos == "VBD" {
        return None;
    }
    Some((scene.chain_left(group), "counted"))
}

fn followed_by_participle(scene: &Scene, group: usize) -> bool {
    scene
        .lexicon
        .index
        .participles
        .contains_key(scene.lower(scene.groups[group].tokens.end))
}

/// The first word of "killed and wounded", "dead or wounded", if `i` is the second.
fn first_of_pair(scene: &Scene, i: usize) -> usize {
    let casualty = |at: usize| {
        verb_at(scene, at).is_some() || scene.lexicon.index.adjectives.contains_key(scene.lower(at))
    };
    if i >= 2 && scene.is(i - 1, Set::And) && casualty(i - 2) {
        i - 2
    } else {
        i
    }
}

fn last_of_pair(scene: &Scene, i: usize) -> usize {
    if scene.is(i + 1, Set::And) && verb_at(scene, i + 2).is_some() {
        i + 2
    } else {
        i
    }
}

fn object(scene: &Scene, i: usize, needs: Needs) -> Victims {
    if passive(scene, first_of_pair(scene, i)) {
        return None;
    }
    let last = last_of_pair(scene, i);
    let by_tree = |verb: usize| {
        scene
            .children_with(verb, |rel| rel == "obj")
            .and_then(|child| scene.group_of(child))
            .filter(|&group| scene.groups[group].tokens.start > verb)
    };
    let counted_next = scene
        .group_starting(last + 1)
        .is_some_and(|group| scene.groups[group].is_counted());
    let reduced =
        scene.tokens[i].xpos == "VBN" && !perfect(scene, first_of_pair(scene, i)) && !counted_next;
    let mut group = by_tree(i).or_else(|| by_tree(last));
    if group.is_none_or(|group| !scene.acceptable(group, needs)) && !reduced {
        group = scene
            .right_group(last + 1)
            .filter(|&group| scene.acceptable(group, needs))
            .or(group);
    }
    let group = group.filter(|&group| scene.acceptable(group, needs))?;
    if let Some(taken_up) = taken_up(scene, i, group) {
        return Some((vec![taken_up], "object"));
    }
    Some((scene.chain_right(group), "object"))
}

/// "took out six passengers and killed them": the counted people that the pronoun takes up.
fn taken_up(scene: &Scene, i: usize, group: usize) -> Option<usize> {
    if scene.groups[group].noun != Noun::Pronoun || scene.tokens[i].deprel != "conj" {
        return None;
    }
    let before = scene.children_with(scene.tokens[i].head?, |rel| rel == "obj")?;
    scene
        .group_of(before)
        .filter(|&named| scene.groups[named].is_counted() && scene.acceptable(named, Needs::People))
}

fn passive_subject(scene: &Scene, i: usize, needs: Needs) -> Victims {
    let first = first_of_pair(scene, i);
    if !passive(scene, first) && !passive(scene, i) && scene.tokens[i].xpos != "VBN" {
        return None;
    }
    subject_group(scene, i, needs)
        .or_else(|| subject_group(scene, first, needs))
        .map(|group| (with_left_chain(scene, group, i), "passive"))
}

/// Plain neighbourhood: the group before the verb group, or the noun a participle clause hangs on.
fn left(scene: &Scene, i: usize, needs: Needs) -> Victims {
    let first = first_of_pair(scene, i);
    let token = &scene.tokens[i];
    let participle = token.xpos == "VBN" || passive(scene, first);
    if !participle || perfect(scene, first) {
        return None;
    }
    if let Some(group) = scene
        .left_group(first)
        .filter(|&group| scene.acceptable(group, needs))
    {
        return Some((scene.chain_left(group), "left"));
    }
    if token.deprel.starts_with("acl") {
        let group = token
            .head
            .and_then(|head| scene.group_of(head))
            .filter(|&group| scene.acceptable(group, needs))?;
        return Some((scene.chain_left(group), "clause"));
    }
    None
}
