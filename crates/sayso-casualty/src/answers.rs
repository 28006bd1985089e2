//! Bare numbers that answer a figure told just before: "the monitor said there were six", "the agency reported seven".

use crate::group::Noun;
use crate::index::Set;
use crate::number::NumberKind;
use crate::scene::Scene;
use crate::verbs::Hit;
use crate::words::Outcome;
use sayso_text::Upos;

/// Rule of a bare number that answers a figure told before.
pub const ANSWER_RULE: &str = "casualty.answer";

/// Hits of numbers without a noun that a verb of saying governs, given the hits found so far and what the last figure
/// of the sentences before told.
pub(crate) fn answer_hits(scene: &Scene, known: &[Hit], told: Option<Outcome>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, group) in scene.groups.iter().enumerate() {
        let taken = known.iter().any(|hit| hit.victims.contains(&at));
        if taken
            || group.noun != Noun::Bare
            || !matches!(group.number, Some(NumberKind::Numeral | NumberKind::Vague))
            || scene.in_part(group.head)
        {
            continue;
        }
        let Some(verb) = answering_verb(scene, group.head) else {
            continue;
        };
        let before = known
            .iter()
            .filter(|hit| hit.trigger < group.tokens.start && !hit.implied)
            .max_by_key(|hit| hit.trigger)
            .map(|hit| hit.outcome);
        // A figure of the same verb belongs to it: "said 12 were killed".
        if known.iter().any(|hit| hit.trigger == verb) {
            continue;
        }
        if let Some(outcome) = before.or(told) {
            hits.push(Hit {
                trigger: verb,
                outcome,
                victims: vec![at],
                count: None,
                rule: ANSWER_RULE.to_owned(),
                none_means_both: false,
                negated: false,
                implied: false,
                tokens: verb..verb + 1,
            });
        }
    }
    hits
}

/// "reported seven": the object's verb; "said there were six": the verb above "there were".
fn answering_verb(scene: &Scene, number: usize) -> Option<usize> {
    let token = &scene.tokens[number];
    let head = token.head.filter(|&head| head < number)?;
    let answers = |verb: usize| {
        scene
            .lexicon
            .in_set(Set::AnswerVerb, &scene.tokens[verb].lemma)
    };
    match token.deprel {
        "obj" => answers(head).then_some(head),
        "nsubj" | "root" | "ccomp" => {
            let there =
                scene.tokens.iter().enumerate().any(|(i, other)| {
                    other.deprel == "expl" && other.head == Some(head) && i < head
                });
            let be = scene.upos(head) == Some(Upos::Verb) && scene.is(head, Set::Be)
                || scene.lexicon.in_set(Set::Be, &scene.tokens[head].lemma);
            let above = scene.tokens[head].head?;
            (there && be && answers(above)).then_some(above)
        }
        _ => None,
    }
}
