//! Speech acts that a noun names: "the column's claim that it …", "allegations by residents that …", "issued a denial".

use crate::scene::Scene;
use crate::speech::SpeechAct;
use crate::tree::{Tree, base};
use sayso_text::Upos;

/// The act of a noun of saying with a clause of its own and somebody who speaks it.
pub(crate) fn noun_act(scene: &Scene, tree: &Tree, noun: usize) -> Option<SpeechAct> {
    if tree.token(noun).upos != Upos::Noun {
        return None;
    }
    let found = scene.vocabulary.reporting_noun(tree, noun)?;
    let clause = tree.children(noun).iter().copied().find(|&child| {
        child > noun
            && matches!(tree.deprel(child), "acl" | "ccomp")
            && tree.first(child, "mark").is_some()
            && tree.own_subject(child).is_some()
    })?;
    let verb = tree.head(noun).filter(|&head| tree.is_verb(head));
    let by_agent = |head: usize| {
        tree.children(head).iter().copied().find(|&child| {
            matches!(base(tree.deprel(child)), "nmod" | "obl")
                && tree
                    .preposition(child)
                    .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
                && scene.is_party(tree, child)
        })
    };
    // "issued a denial": who issues it.
    let giver = || {
        verb.filter(|&verb| base(tree.deprel(noun)) == "obj" && !tree.is_passive(verb))
            .and_then(|verb| tree.subject(verb))
    };
    let speaker = tree
        .with_relation(noun, "nmod:poss")
        .next()
        .or_else(|| by_agent(noun))
        .or_else(giver)?;
    Some(SpeechAct {
        verb: noun,
        cue: tree.lemma(noun).to_owned(),
        rule: format!("attribution.{}", found.rule),
        stance: found.stance,
        mood: found.content,
        speaker: Some(speaker),
        blamed: None,
        content: tree.subtree(clause),
        negated: false,
    })
}
