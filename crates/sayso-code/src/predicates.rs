//! Speech acts without a verb of saying: predicates that call an account false, disclaim an act, or own up to one.

use crate::scene::Scene;
use crate::speech::SpeechAct;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_model::Stance;
use sayso_text::Upos;

/// A denial without a verb of denying: "The report of an air raid is false", "does not correspond to the facts", "had no
/// part in the attack". The speaker is whoever says the sentence.
pub(crate) fn predicate_act(scene: &Scene, tree: &Tree, index: usize) -> Option<SpeechAct> {
    false_report(scene, tree, index)
        .map(|content| ("attribution.denial-predicate", content))
        .or_else(|| {
            disclaimed_act(scene, tree, index)
                .map(|content| ("attribution.disclaimed-act", content))
        })
        .or_else(|| {
            did_not_happen(scene, tree, index)
                .map(|content| ("attribution.denial-predicate", content))
        })
        .map_or_else(
            || owned_act(scene, tree, index),
            |(rule, content)| Some(denial(tree, index, rule, content)),
        )
}

fn denial(tree: &Tree, index: usize, rule: &str, content: Vec<usize>) -> SpeechAct {
    SpeechAct {
        verb: index,
        cue: tree.lemma(index).to_owned(),
        rule: rule.to_owned(),
        stance: Stance::Denies,
        mood: ContentMood::Denied,
        speaker: None,
        blamed: None,
        content,
        negated: false,
    }
}

/// What is called false, or not true.
fn false_report(scene: &Scene, tree: &Tree, index: usize) -> Option<Vec<usize>> {
    let negated = scene.is_negated(tree, index);
    if scene
        .vocabulary
        .token_in(Set::DenialPredicates, tree, index)
    {
        let called = || called_so(scene, tree, index).map(|account| tree.subtree(account));
        return (!negated)
            .then(|| tree.own_subject(index).map(|subject| tree.subtree(subject)))
            .flatten()
            .or_else(|| called().filter(|_| !negated));
    }
    if !scene.vocabulary.token_in(Set::TruthPredicates, tree, index) {
        return None;
    }
    // "is not true", "does not correspond to the facts"
    let verb = if base(tree.deprel(index)) == "obl" {
        tree.head(index)?
    } else {
        index
    };
    if !negated && !scene.is_negated(tree, verb) {
        return None;
    }
    let mut content = tree
        .own_subject(verb)
        .map(|subject| tree.subtree(subject))
        .unwrap_or_default();
    for clause in tree.with_relation(verb, "ccomp") {
        content.extend(tree.subtree(clause));
    }
    content.sort_unstable();
    content.dedup();
    (!content.is_empty()).then_some(content)
}

/// "called the report false", "described the claim as baseless": the object of the verb of saying.
fn called_so(scene: &Scene, tree: &Tree, index: usize) -> Option<usize> {
    let verb = tree.head(index)?;
    let said = matches!(base(tree.deprel(index)), "xcomp" | "obl" | "advcl")
        && scene
            .vocabulary
            .reporting_at(tree, verb)
            .is_some_and(|found| found.content == ContentMood::Asserted);
    said.then(|| tree.first(verb, "obj")).flatten()
}

/// "played no part in the attack": the whole clause.
fn disclaimed_act(scene: &Scene, tree: &Tree, index: usize) -> Option<Vec<usize>> {
    // "had nothing to do with it"
    if scene
        .vocabulary
        .has(Set::Disclaimers, &tree.token(index).lower)
        && base(tree.deprel(index)) == "obj"
        && tree
            .with_relation(index, "acl")
            .any(|clause| scene.vocabulary.token_in(Set::Doing, tree, clause))
    {
        return tree.head(index).map(|verb| tree.subtree(verb));
    }
    if !scene.vocabulary.token_in(Set::OwnAct, tree, index)
        || base(tree.deprel(index)) != "obj"
        || !tree
            .with_relation(index, "det")
            .any(|word| scene.vocabulary.has(Set::Negation, &tree.token(word).lower))
    {
        return None;
    }
    let verb = tree.head(index).filter(|&verb| tree.is_verb(verb))?;
    // "claimed no responsibility", "found no link": another says nothing of its own part.
    if scene.vocabulary.reporting_at(tree, verb).is_some() {
        return None;
    }
    Some(tree.subtree(verb))
}

/// "said that no such thing happened": nothing of what was told. With an act named, the act's own words deny it.
fn did_not_happen(scene: &Scene, tree: &Tree, index: usize) -> Option<Vec<usize>> {
    if !tree.is_verb(index)
        || !scene.vocabulary.token_in(Set::Happening, tree, index)
        || base(tree.deprel(index)) != "ccomp"
    {
        return None;
    }
    let subject = tree.own_subject(index)?;
    let such = tree
        .children(subject)
        .iter()
        .any(|&child| tree.grammar.definite.contains(&tree.token(child).lower));
    let denied = such && scene.is_negated(tree, subject)
        || is_told(tree, subject) && scene.is_negated(tree, index);
    (denied && !crate::roles::is_event_noun(scene, tree, subject)).then(|| tree.subtree(index))
}

/// "were behind the raid", "was responsible for it", "the raid was its work", "did it": whose act it was, in the words
/// of whoever says the sentence. Of itself that is an admission, of another a blame.
fn owned_act(scene: &Scene, tree: &Tree, index: usize) -> Option<SpeechAct> {
    let (doer, rule) = behind(scene, tree, index)
        .or_else(|| owning(scene, tree, index))
        .or_else(|| doing(scene, tree, index))?;
    let word = &tree.token(doer).lower;
    let grammar = tree.grammar;
    let of_speaker = |word: &String| {
        [
            &grammar.body_pronouns,
            &grammar.group_pronouns,
            &grammar.speaker_pronouns,
        ]
        .into_iter()
        .any(|pronouns| pronouns.contains(word))
    };
    // "it", "we", "its fighters"
    let own = tree.token(doer).upos == Upos::Pron && of_speaker(word)
        || tree
            .with_relation(doer, "nmod")
            .any(|child| tree.deprel(child) == "nmod:poss" && of_speaker(&tree.token(child).lower));
    let content = tree.subtree(index);
    let rule = format!("attribution.{rule}");
    if scene.is_negated(tree, index) {
        return own.then(|| denial(tree, index, &rule, content));
    }
    Some(SpeechAct {
        verb: index,
        cue: tree.lemma(index).to_owned(),
        rule,
        stance: Stance::Claims,
        mood: if own {
            ContentMood::Responsibility
        } else {
            ContentMood::Blamed
        },
        speaker: None,
        blamed: (!own).then_some(doer),
        content,
        negated: false,
    })
}

/// An event noun or a pronoun for what was told.
fn is_act(scene: &Scene, tree: &Tree, index: usize) -> bool {
    crate::roles::is_event_noun(scene, tree, index) || is_told(tree, index)
}

fn is_told(tree: &Tree, index: usize) -> bool {
    let token = tree.token(index);
    matches!(token.upos, Upos::Pron | Upos::Det)
        && (tree.grammar.body_pronouns.contains(&token.lower)
            || tree.grammar.definite.contains(&token.lower))
}

/// "they were behind the raid"
fn behind(scene: &Scene, tree: &Tree, index: usize) -> Option<(usize, &'static str)> {
    let stands = tree
        .preposition(index)
        .is_some_and(|word| scene.vocabulary.has(Set::Behind, word));
    if !stands || tree.first(index, "cop").is_none() || !is_act(scene, tree, index) {
        return None;
    }
    Some((tree.own_subject(index)?, "behind"))
}

/// "the front is responsible for the raid", "the raid was the work of the front"
fn owning(scene: &Scene, tree: &Tree, index: usize) -> Option<(usize, &'static str)> {
    if !scene.vocabulary.token_in(Set::Owning, tree, index) || tree.first(index, "cop").is_none() {
        return None;
    }
    let subject = tree.own_subject(index)?;
    if is_act(scene, tree, subject) && tree.token(index).upos == Upos::Noun {
        let of = |child: usize| {
            tree.deprel(child) == "nmod:poss"
                || tree
                    .preposition(child)
                    .is_some_and(|word| tree.grammar.part.iter().any(|part| part == word))
        };
        let doer = tree.with_relation(index, "nmod").find(|&child| of(child))?;
        return Some((doer, "owning"));
    }
    let behind: Vec<usize> = tree
        .children(index)
        .iter()
        .copied()
        .filter(|&child| child > index && tree.is_nominal(child))
        .collect();
    // "said that its fighters were responsible": for what was told.
    let act = behind.iter().any(|&child| is_act(scene, tree, child))
        || behind.is_empty() && base(tree.deprel(index)) == "ccomp";
    (act && tree.token(index).upos == Upos::Adj).then_some((subject, "owning"))
}

/// "said it did it"
fn doing(scene: &Scene, tree: &Tree, index: usize) -> Option<(usize, &'static str)> {
    if !tree.is_verb(index)
        || !scene.vocabulary.token_in(Set::Doing, tree, index)
        || base(tree.deprel(index)) != "ccomp"
    {
        return None;
    }
    let object = tree.first(index, "obj")?;
    (tree.token(object).upos == Upos::Pron && is_told(tree, object))
        .then(|| tree.own_subject(index))
        .flatten()
        .map(|doer| (doer, "doing"))
}
