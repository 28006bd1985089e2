//! What the words around a running toll tell: who counts, whom, where, from when, and for which day the count stood so.

use crate::assertions::Assertion;
use crate::scene::Scene;
use crate::sources::{Speaker, body};
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use jiff::civil::Date;
use sayso_casualty::CasualtyMention;
use sayso_model::{SourceLink, Span, Stance};
use sayso_text::Upos;
use sayso_time::{Role, TimeExpression, since_date};

/// "the army's own count", "the ministry … its overall count": whose count it is.
///
/// Only where nobody is cited for the figure anyway; a body that publishes the report itself needs no citation.
pub(crate) fn counter(
    scene: &Scene,
    sentence: usize,
    publisher: Option<&str>,
) -> Option<SourceLink> {
    let tree = &scene.trees[sentence];
    (0..tree.len())
        .filter(|&noun| tree.is_nominal(noun))
        .filter(|&noun| scene.vocabulary.token_in(Set::Counts, tree, noun))
        .find_map(|noun| {
            let speaker = owner(scene, tree, noun)?;
            let own = publisher.is_some() && speaker.registry.as_deref() == publisher
                || speaker.registry.is_none() && is_short_for_outlet(scene, &speaker.words);
            (!own).then(|| SourceLink {
                words: speaker.words,
                registry: speaker.registry,
                cue: Some(tree.lemma(noun).to_owned()),
                stance: Stance::Says,
                span: speaker.span,
                rule: "attribution.count".into(),
            })
        })
}

/// The body whose count a noun names: its possessor, or the subject that a possessive pronoun takes up.
fn owner(scene: &Scene, tree: &Tree, noun: usize) -> Option<Speaker> {
    let owner = tree.first(noun, "nmod:poss")?;
    let owner = if tree.token(owner).upos == Upos::Pron {
        tree.ancestors(noun)
            .into_iter()
            .filter(|&above| tree.is_verb(above))
            .filter_map(|verb| tree.subject(verb))
            .find(|&subject| subject != noun)?
    } else {
        owner
    };
    let known = scene.actor_at(tree, owner).is_some();
    let place =
        scene.is_place(tree, owner) && !scene.vocabulary.token_in(Set::ShortForms, tree, owner);
    if place && !known {
        return None;
    }
    let mut speaker = body(scene, tree, owner).filter(|speaker| !speaker.person)?;
    // A possessor ends before its mark.
    let words: Vec<usize> = tree
        .phrase(owner)
        .into_iter()
        .filter(|&token| token <= owner)
        .collect();
    speaker.words = scene.words(tree, &words);
    speaker.span = tree.span_of(&words);
    Some(speaker)
}

/// "the Centre" in what a centre publishes itself.
fn is_short_for_outlet(scene: &Scene, words: &str) -> bool {
    scene.report.outlet.as_deref().is_some_and(|outlet| {
        words.split_whitespace().count() == 1
            && outlet
                .split_whitespace()
                .skip(1)
                .any(|word| word.eq_ignore_ascii_case(words))
    })
}

/// The body whose people a toll counts, where the words name it: "the society's staff" after "the White Oar Society".
pub(crate) fn members_of(scene: &Scene, sentence: usize, counted: Span) -> Option<String> {
    let tree = &scene.trees[sentence];
    let inside = |token: usize| counted.contains(tree.token(token).span);
    let owner = (0..tree.len()).find(|&token| {
        inside(token)
            && tree.token(token).upos != Upos::Pron
            && (base(tree.deprel(token)) == "nmod" && tree.head(token).is_some_and(inside))
    })?;
    if let Some(actor) = scene.actor_at(tree, owner) {
        return Some(actor.id.clone());
    }
    if !scene.vocabulary.token_in(Set::ShortForms, tree, owner) {
        return None;
    }
    let word = &tree.token(owner).lower;
    scene
        .actors
        .iter()
        .filter(|actor| actor.sentence <= sentence && !actor.person)
        .rfind(|actor| {
            let of_actor = &scene.trees[actor.sentence];
            actor
                .tokens
                .clone()
                .any(|token| of_actor.token(token).lower == *word)
        })
        .map(|actor| actor.id.clone())
}

/// The people a count noun names: "the number of citizens killed … reached 33".
pub(crate) fn counted(scene: &Scene, mention: &CasualtyMention) -> Option<Span> {
    let tree = &scene.trees[mention.sentence];
    let noun = mention.trigger?;
    if !scene.vocabulary.token_in(Set::Counts, tree, noun) {
        return None;
    }
    let people = tree.with_relation(noun, "nmod").find(|&child| {
        tree.preposition(child).is_some()
            && tree.is_nominal(child)
            && child != mention.head
            && tree.token(child).upos != Upos::Num
            && !scene.is_time(tree, child)
            && !scene.is_place(tree, child)
    })?;
    Some(tree.span_of(&tree.phrase(people)))
}

/// The places of a toll: those inside the words of the count itself, not of its issuer, of a part, or of another clause.
pub(crate) fn places(scene: &Scene, together: &[&Assertion]) -> Vec<usize> {
    let mut near: Vec<usize> = Vec::new();
    let mut far: Vec<usize> = Vec::new();
    for assertion in together {
        let tree = &scene.trees[assertion.mention.sentence];
        let trigger = assertion.mention.trigger;
        for &index in &assertion.places {
            let mention = &scene.places[index];
            if mention.sentence != assertion.mention.sentence
                || near.contains(&index)
                || far.contains(&index)
            {
                continue;
            }
            match route(scene, tree, assertion, mention.tokens.start, trigger) {
                Some(true) => near.push(index),
                Some(false) => far.push(index),
                None => {}
            }
        }
    }
    if near.is_empty() { far } else { near }
}

/// Whether a token hangs on the trigger (`true`) or on what the trigger hangs on (`false`); `None` if on something else.
fn route(
    scene: &Scene,
    tree: &Tree,
    assertion: &Assertion,
    token: usize,
    trigger: usize,
) -> Option<bool> {
    let over_trigger = tree.ancestors(trigger);
    let is_part = |at: usize| {
        assertion.casualties.iter().any(|&index| {
            let casualty = &scene.casualties[index];
            casualty.part_of.is_some() && casualty.head == at
        })
    };
    let mut below = token;
    for at in std::iter::once(token).chain(tree.ancestors(token)) {
        if at == trigger {
            return Some(true);
        }
        if at != token && over_trigger.contains(&at) {
            // A clause beside the count's own.
            let clause = matches!(
                base(tree.deprel(below)),
                "parataxis" | "advcl" | "ccomp" | "acl"
            ) || tree.deprel(below) == "conj" && tree.is_verb(below);
            return (!clause).then_some(false);
        }
        let span = tree.token(at).span;
        let of_source = assertion.chain.iter().any(|link| link.span.overlaps(span));
        if of_source || is_part(at) || tree.deprel(at) == "parataxis" {
            return None;
        }
        below = at;
    }
    None
}

/// The start that a toll's own words give: a named operation, or a day.
pub(crate) fn since(scene: &Scene, mentions: &[&CasualtyMention]) -> Option<(Date, Span)> {
    mentions
        .iter()
        .filter_map(|mention| mention.since)
        .find_map(|span| {
            operation(scene, span).or_else(|| {
                scene
                    .times
                    .iter()
                    .filter(|time| span.overlaps(time.span) && !is_last_update(scene, time))
                    .find_map(|time| since_date(time).map(|day| (day, time.span)))
            })
        })
}

/// A named operation or day within some words: "since First Light".
fn operation(scene: &Scene, within: Span) -> Option<(Date, Span)> {
    let words = within.slice(&scene.report.text)?;
    scene
        .operations
        .iter()
        .flat_map(|operation| {
            std::iter::once(&operation.name)
                .chain(&operation.aliases)
                .map(move |name| (name, operation.date.first()))
        })
        .filter_map(|(name, day)| {
            let at = words.find(name.as_str())?;
            let before = words[..at].ends_with(char::is_alphanumeric);
            let after = words[at + name.len()..].starts_with(char::is_alphanumeric);
            let start = within.start as usize + at;
            (!before && !after).then(|| (Span::new(start, start + name.len()), day))
        })
        .max_by_key(|(span, day)| (span.len(), *day))
        .map(|(span, day)| (day, span))
}

/// "has not updated its count since Saturday": the day of the last count, not the first day it covers.
fn is_last_update(scene: &Scene, time: &TimeExpression) -> bool {
    let tree = &scene.trees[time.sentence];
    time.role == Role::Since
        && !time.tokens.is_empty()
        && tree
            .ancestors(time.tokens.start)
            .into_iter()
            .find(|&above| tree.is_verb(above))
            .is_some_and(|verb| scene.is_negated(tree, verb))
}

/// "as of Monday", "stood at … on Saturday": the day of the count. Days of other clauses do not date it.
pub(crate) fn as_of(scene: &Scene, together: &[&Assertion]) -> Option<Date> {
    together.iter().find_map(|assertion| {
        let sentence = assertion.mention.sentence;
        let tree = &scene.trees[sentence];
        let trigger = assertion.mention.trigger;
        let over_trigger = tree.ancestors(trigger);
        let dates_it = |time: &TimeExpression| {
            time.sentence != sentence
                || time.tokens.is_empty()
                || tree
                    .ancestors(time.tokens.start)
                    .into_iter()
                    .find(|&above| tree.is_verb(above))
                    .is_none_or(|verb| verb == trigger || over_trigger.contains(&verb))
        };
        let here = scene
            .times
            .iter()
            .filter(|time| time.sentence == sentence && is_last_update(scene, time))
            .find_map(since_date);
        here.or_else(|| {
            assertion.times.iter().find_map(|&index| {
                let time = &scene.times[index];
                if time.role == Role::Since || !dates_it(time) {
                    return None;
                }
                let (start, end) = crate::times::occurrence_interval(time)?;
                (start == end).then_some(end)
            })
        })
    })
}
