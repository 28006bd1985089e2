//! Attitudes: verbs, nouns and adjectives of thinking, wishing, judging, with who holds them and towards what.

use crate::attributions::{Act, cue_of, source_of};
use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Attitude;
use sayso_text::Upos;

/// The attitudes of one sentence, in text order.
pub(crate) fn attitude_acts(scene: &Scene, tree: &Tree) -> Vec<Act> {
    if !tree.sentence.analysed {
        return Vec::new();
    }
    (0..tree.len())
        .filter_map(|index| {
            let found = scene.vocabulary.attitudes_at(tree, index);
            found.into_iter().find_map(|(attitude, words)| {
                let act = match attitude {
                    Attitude::Verb if tree.is_verb(index) => verb(tree, index, words),
                    Attitude::Impression if tree.is_verb(index) => impression(tree, index),
                    Attitude::Noun if tree.token(index).upos == Upos::Noun => noun(tree, index),
                    Attitude::Adjective if tree.first(index, "cop").is_some() => {
                        adjective(tree, index)
                    }
                    _ => None,
                }?;
                (!act.content.is_empty()).then_some(act)
            })
        })
        .collect()
}

/// What a verb of attitude is about: object, clause, or the first prepositional phrase.
fn about(tree: &Tree, verb: usize, words: usize) -> Vec<usize> {
    let mut content = Vec::new();
    let mut core = false;
    for &child in tree.children(verb) {
        match base(tree.deprel(child)) {
            "obj" | "ccomp" | "xcomp" => {
                core = true;
                content.extend(tree.subtree(child));
            }
            "parataxis" if tree.token(child).quoted => content.extend(tree.subtree(child)),
            _ => {}
        }
    }
    // "called for an inquiry", "hopes for rain"; "praised him for his speech"
    let mut phrases = tree
        .with_relation(verb, "obl")
        .chain(tree.with_relation(verb, "advcl"))
        .filter(|&child| child > verb)
        .collect::<Vec<_>>();
    phrases.sort_unstable();
    for child in phrases {
        let agent = tree
            .preposition(child)
            .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word));
        let clause = base(tree.deprel(child)) == "advcl";
        // "have not said when they would"
        let asks = tree
            .children(child)
            .iter()
            .any(|&word| word < child && tree.token(word).xpos == "WRB");
        if clause && (core || words == 1 && !asks) || agent {
            continue;
        }
        if !core || words > 1 {
            content.extend(tree.subtree(child));
            break;
        }
    }
    content
}

fn verb(tree: &Tree, verb: usize, words: usize) -> Option<Act> {
    if base(tree.deprel(verb)) == "amod" {
        return None;
    }
    // "I think", "you want": nobody is named; "a law that supports": nobody holds it.
    if tree.own_subject(verb).is_some_and(|subject| {
        let token = tree.token(subject);
        tree.grammar.speaker_pronouns.contains(&token.lower) || token.xpos == "WDT"
    }) {
        return None;
    }
    let passive = tree.is_done_to(verb);
    let mut content = about(tree, verb, words);
    let source = if passive {
        if let Some(subject) = tree.own_subject(verb) {
            content.extend(tree.subtree(subject));
        }
        tree.children(verb)
            .iter()
            .copied()
            .find(|&child| {
                base(tree.deprel(child)) == "obl"
                    && tree
                        .preposition(child)
                        .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
            })
            .map(|head| source_of(tree, head, verb))
    } else {
        tree.subject(verb).map(|head| source_of(tree, head, verb))
    };
    if passive && source.is_none() {
        return None;
    }
    let cue = cue_of(tree, verb);
    Some(Act {
        cue,
        source: source.unwrap_or_default(),
        content,
        attitude: true,
        rule: "attitude.verb".to_owned(),
    })
}

/// "The talks seem to have failed", "He is expected to resign": somebody's view, nobody is named.
fn impression(tree: &Tree, verb: usize) -> Option<Act> {
    let subject = tree.own_subject(verb)?;
    let clause = tree
        .first(verb, "xcomp")
        .or_else(|| tree.first(verb, "ccomp"))?;
    let mut content = tree.subtree(clause);
    content.extend(tree.subtree(subject));
    Some(Act {
        cue: cue_of(tree, verb),
        source: Vec::new(),
        content,
        attitude: true,
        rule: "attitude.impression".to_owned(),
    })
}

/// "the mayor's criticism of the plan", "voiced doubts about the figures".
fn noun(tree: &Tree, noun: usize) -> Option<Act> {
    let mut content = Vec::new();
    let mut source = Vec::new();
    for &child in tree.children(noun) {
        let relation = tree.deprel(child);
        let agent = tree
            .preposition(child)
            .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word));
        if relation == "nmod:poss" || child > noun && base(relation) == "nmod" && agent {
            source = source_of(tree, child, noun);
        } else if child > noun && matches!(base(relation), "nmod" | "acl" | "ccomp") {
            content.extend(tree.subtree(child));
        }
    }
    if source.is_empty()
        && base(tree.deprel(noun)) == "obj"
        && let Some(verb) = tree.head(noun)
        && let Some(subject) = tree.subject(verb)
    {
        source = source_of(tree, subject, verb);
    }
    Some(Act {
        cue: vec![noun],
        source,
        content,
        attitude: true,
        rule: "attitude.noun".to_owned(),
    })
}

/// "is confident that", "was willing to".
fn adjective(tree: &Tree, adjective: usize) -> Option<Act> {
    let subject = tree.own_subject(adjective)?;
    let content: Vec<usize> = tree
        .children(adjective)
        .iter()
        .copied()
        .filter(|&child| {
            child > adjective
                && matches!(
                    base(tree.deprel(child)),
                    "ccomp" | "xcomp" | "obl" | "advcl"
                )
        })
        .take(1)
        .flat_map(|child| tree.subtree(child))
        .collect();
    Some(Act {
        cue: vec![adjective],
        source: source_of(tree, subject, adjective),
        content,
        attitude: true,
        rule: "attitude.adjective".to_owned(),
    })
}
