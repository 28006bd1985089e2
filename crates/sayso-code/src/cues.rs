//! Sources behind a cue: "according to X", "citing X", "in the view of X", with the clause that they cover.

use crate::scene::Scene;
use crate::speech::SpeechAct;
use crate::tree::{Tree, base};
use sayso_knowledge::events::ContentMood;
use sayso_model::Stance;
use sayso_text::Upos;
use std::collections::BTreeSet;

/// "according to X": covers the clause it hangs on, or the whole sentence from the root.
pub(crate) fn cue_act(scene: &Scene, tree: &Tree, index: usize) -> Option<SpeechAct> {
    let (cue, stance, words) = scene.vocabulary.cue_at(tree, index)?;
    let last = index + words - 1;
    // The source is the nominal the cue words are hung on, or the next nominal that has a governor outside.
    let speaker = if words > 1 || base(tree.deprel(index)) == "case" || !tree.is_verb(index) {
        tree.head(index)
            .filter(|&head| head > last && tree.is_nominal(head))
            .or_else(|| {
                (last + 1..tree.len().min(last + 12)).find(|&next| {
                    tree.is_nominal(next)
                        && tree
                            .head(next)
                            .is_none_or(|head| head <= last || head > next + 12)
                })
            })
            .or_else(|| (last + 1..tree.len().min(last + 6)).find(|&next| tree.is_nominal(next)))
    } else {
        tree.first(index, "obj")
    }?;
    let anchor = if tree.head(speaker) == Some(index) {
        tree.head(index)
    } else {
        tree.head(speaker)
            .filter(|&head| head != index)
            .or(tree.head(index))
    };
    let own: Vec<usize> = tree.subtree(speaker);
    let mut clause = anchor.map(|anchor| clause_head(tree, anchor));
    // "The column attacked, and one guard died, according to the police": a source at the end covers the joined
    // clauses before it, where none of them has its own.
    let closes = own.last().is_some_and(|&end| {
        (end + 1..tree.len()).all(|after| tree.token(after).upos == Upos::Punct)
    });
    if closes {
        while let Some(head) = clause
            .filter(|&joined| base(tree.deprel(joined)) == "conj")
            .and_then(|joined| tree.head(joined))
            .filter(|&head| {
                !tree.subtree(head).into_iter().any(|inner| {
                    scene.vocabulary.reporting_at(tree, inner).is_some() && tree.is_verb(inner)
                })
            })
        {
            clause = Some(head);
        }
    }
    let content: Vec<usize> = match clause {
        Some(clause) => tree.subtree(clause),
        None => (0..tree.len()).collect(),
    };
    // "X, citing Y, reported that …": Y says what X reports.
    let reported = clause
        .filter(|_| stance == Stance::Quotes)
        .and_then(|clause| tree.first(clause, "ccomp"));
    let content = reported.map_or(content, |reported| tree.subtree(reported));
    // "According to A, …, but according to B, …": the joined clause has a source of its own.
    let of_another: BTreeSet<usize> = clause
        .map(|clause| tree.with_relation(clause, "conj").collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .map(|joined| tree.subtree(joined))
        .filter(|joined| {
            joined
                .iter()
                .any(|&inner| inner > last && scene.vocabulary.cue_at(tree, inner).is_some())
        })
        .flatten()
        .collect();
    let content = content
        .into_iter()
        .filter(|token| {
            !own.contains(token) && !(index..=last).contains(token) && !of_another.contains(token)
        })
        .collect();
    Some(SpeechAct {
        verb: index,
        cue: cue.to_owned(),
        rule: "attribution.cue".to_owned(),
        stance,
        mood: ContentMood::Asserted,
        speaker: Some(speaker),
        blamed: None,
        content,
        negated: false,
    })
}

fn clause_head(tree: &Tree, index: usize) -> usize {
    let mut current = index;
    loop {
        let relation = base(tree.deprel(current));
        if tree.is_verb(current) && !matches!(relation, "amod" | "acl" | "xcomp" | "advcl")
            || matches!(relation, "root" | "ccomp" | "parataxis")
        {
            // Joined main clauses share the cue only in one direction: the clause it stands in.
            if relation == "conj" && tree.own_subject(current).is_none() {
                match tree.head(current) {
                    Some(head) => {
                        current = head;
                        continue;
                    }
                    None => return current,
                }
            }
            return current;
        }
        match tree.head(current) {
            Some(head) => current = head,
            None => return current,
        }
    }
}
