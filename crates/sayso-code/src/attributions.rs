//! Who says or thinks what, over a whole report: the speech acts as spans, attitudes with them.
//!
//! The claims' chains use the same acts ([`crate::speech`]). Attitudes ("supports", "wants", "criticism of") are read
//! here only: they say nothing about whether something happened.

use crate::attitudes::attitude_acts;
use crate::coder::Coder;
use crate::scene::Scene;
use crate::speech::speech_acts;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_model::{Report, Span};
use sayso_text::Upos;
use std::collections::BTreeSet;

/// One act of saying or thinking, in spans of the report's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The speaker's whole noun phrase; missing where none is named ("It was reported that").
    pub source: Option<Span>,
    /// The verb with its auxiliaries, the noun, or the "according to".
    pub cue: Span,
    /// What is said or thought, in text order; further sentences of a quotation are pieces of their own.
    pub content: Vec<Span>,
    /// An attitude, not an act of speech.
    pub attitude: bool,
    /// The cue itself stands in a quotation: somebody quoted says it.
    pub quoted: bool,
    pub rule: String,
}

/// An attribution before it is turned into spans: token indexes of one sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Act {
    pub(crate) cue: Vec<usize>,
    pub(crate) source: Vec<usize>,
    pub(crate) content: Vec<usize>,
    pub(crate) attitude: bool,
    pub(crate) rule: String,
}

impl Coder<'_> {
    /// Every attribution of a report, in text order; inner ones ("he said that she said") beside the outer.
    pub fn attributions(&self, report: &Report) -> Vec<Attribution> {
        let document = self.whole_document(report);
        let scene = self.scene(report, &document);
        let mut found: Vec<Attribution> = Vec::new();
        // Per sentence of pure quotation: the attribution that speaks it.
        let mut spoken: Vec<Option<usize>> = vec![None; scene.trees.len()];
        let mut last: Option<usize> = None;
        for (sentence, tree) in scene.trees.iter().enumerate() {
            if is_all_quoted(tree) {
                spoken[sentence] = last;
            }
            let mut speaks = None;
            for act in acts_of(&scene, tree, sentence) {
                let quoted = act.cue.iter().any(|&token| tree.token(token).quoted);
                let takes_quote = !quoted
                    && (speaks.is_none() || !act.attitude)
                    && act.content.iter().any(|&token| tree.token(token).quoted);
                found.push(Attribution {
                    source: pieces(tree, &act.source).first().copied(),
                    cue: tree.span_of(&act.cue),
                    content: pieces(tree, &act.content),
                    attitude: act.attitude,
                    quoted,
                    rule: act.rule,
                });
                if takes_quote || !quoted && !act.attitude && speaks.is_none() {
                    speaks = Some((found.len() - 1, takes_quote));
                }
            }
            // "A. B," she said: the quotation began in an earlier sentence.
            if let Some((act, true)) = speaks {
                let mut first = sentence;
                while first > 0
                    && scene.trees[first].sentence.starts_in_quote
                    && is_all_quoted(&scene.trees[first - 1])
                {
                    first -= 1;
                    spoken[first] = Some(act);
                }
            }
            if !is_all_quoted(tree) && tree.len() > 0 {
                last = speaks.map(|(act, _)| act);
            }
        }
        for (sentence, act) in spoken.iter().enumerate() {
            if let Some(attribution) = act.and_then(|act| found.get_mut(act)) {
                attribution
                    .content
                    .push(scene.trees[sentence].sentence.span);
                attribution.content.sort();
            }
        }
        found.sort_by_key(|attribution| (attribution.cue.start, attribution.cue.end));
        found
    }
}

/// The acts of one sentence, without those that are the same words twice.
fn acts_of(scene: &Scene, tree: &Tree, sentence: usize) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    acts.extend(label(tree));
    for act in speech_acts(scene, sentence) {
        if lacks_clause(scene, tree, act.verb, &act.content) {
            continue;
        }
        let cue = cue_of(tree, act.verb);
        let source = act
            .speaker
            .map_or_else(Vec::new, |head| source_of(tree, head, act.verb));
        let mut content = act.content;
        // "told the council that": whom it is told is no part of what is told.
        if let Some(clause) = tree.first(act.verb, "ccomp") {
            for object in tree
                .with_relation(act.verb, "obj")
                .chain(tree.with_relation(act.verb, "iobj"))
                .filter(|&object| object != clause)
            {
                let own = tree.subtree(object);
                content.retain(|token| !own.contains(token));
            }
        }
        push(
            &mut acts,
            Act {
                cue,
                source,
                content,
                attitude: false,
                rule: act.rule,
            },
        );
    }
    for act in attitude_acts(scene, tree) {
        let bare = act
            .cue
            .iter()
            .any(|&token| lacks_clause(scene, tree, token, &act.content));
        if !bare {
            push(&mut acts, act);
        }
    }
    acts
}

/// A verb that is no act of saying or thinking where only a noun follows it: "put the toll", "found a house".
fn lacks_clause(scene: &Scene, tree: &Tree, verb: usize, content: &[usize]) -> bool {
    tree.is_verb(verb)
        && scene.vocabulary.token_in(Set::ClauseOnly, tree, verb)
        && !content.iter().any(|&token| tree.token(token).quoted)
        && !tree.children(verb).iter().any(|&child| {
            matches!(base(tree.deprel(child)), "ccomp" | "parataxis")
                || tree.deprel(child) == "xcomp" && tree.is_verb(child)
        })
        && !matches!(base(tree.deprel(verb)), "parataxis" | "ccomp")
        && !tree
            .own_subject(verb)
            .is_some_and(|subject| scene.vocabulary.token_in(Set::Documents, tree, subject))
}

/// "NAME: words" at the head of a sentence.
fn label(tree: &Tree) -> Option<Act> {
    let colon = (1..tree.len().min(10)).find(|&index| tree.token(index).form == ":")?;
    let speaks = (0..colon).any(|index| tree.token(index).upos == Upos::Propn)
        && (0..colon).all(|index| {
            !tree.is_verb(index) && !matches!(tree.token(index).upos, Upos::Num | Upos::Aux)
        });
    (speaks && colon + 3 < tree.len()).then(|| Act {
        cue: vec![colon],
        source: (0..colon).collect(),
        content: (colon + 1..tree.len()).collect(),
        attitude: false,
        rule: "attribution.label".to_owned(),
    })
}

fn push(acts: &mut Vec<Act>, mut act: Act) {
    act.content
        .retain(|token| !act.cue.contains(token) && !act.source.contains(token));
    act.content.sort_unstable();
    act.content.dedup();
    if act.content.is_empty()
        || acts
            .iter()
            .any(|other| other.cue.iter().any(|token| act.cue.contains(token)))
    {
        return;
    }
    acts.push(act);
}

/// The verb with its auxiliaries and adverbs, as far as they stand in one run.
pub(crate) fn cue_of(tree: &Tree, verb: usize) -> Vec<usize> {
    let own: BTreeSet<usize> = tree
        .children(verb)
        .iter()
        .copied()
        .filter(|&child| matches!(base(tree.deprel(child)), "aux" | "advmod" | "compound"))
        .chain([verb])
        .collect();
    let mut first = verb;
    while first > 0 && own.contains(&(first - 1)) {
        first -= 1;
    }
    let mut last = verb;
    while own.contains(&(last + 1)) && base(tree.deprel(last + 1)) == "compound" {
        last += 1;
    }
    (first..=last).collect()
}

/// The whole noun phrase of a speaker, with title, apposition and relative clause, without the clause that it heads.
pub(crate) fn source_of(tree: &Tree, head: usize, verb: usize) -> Vec<usize> {
    let tokens = tree.subtree(head);
    // The speaker of a relative clause is the phrase before it.
    let mut own: Vec<usize> = if tokens.contains(&verb) {
        let end = tree
            .children(head)
            .iter()
            .copied()
            .filter(|&child| tree.subtree(child).contains(&verb))
            .map(|child| tree.subtree(child).first().copied().unwrap_or(child))
            .min()
            .unwrap_or(verb)
            .min(verb);
        // With its pronoun: "the mayor, who".
        let end = end + usize::from(tree.token(end).upos == Upos::Pron && end < verb);
        tokens
            .into_iter()
            .filter(|&token| token < end || token == head)
            .collect()
    } else {
        tokens
    };
    let cases: Vec<usize> = tree.with_relation(head, "case").collect();
    own.retain(|token| !cases.contains(token) || *token > head);
    own
}

/// Runs of tokens as spans; punctuation between two runs joins them, at the ends of one it is left out.
fn pieces(tree: &Tree, tokens: &[usize]) -> Vec<Span> {
    let is_mark = |index: usize| tree.token(index).upos == Upos::Punct;
    let is_quote = |index: usize| matches!(tree.token(index).form.as_str(), "\"" | "'");
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &token in tokens {
        match runs.last_mut() {
            Some((_, last)) if (*last + 1..token).all(is_mark) => *last = token,
            _ => runs.push((token, token)),
        }
    }
    runs.into_iter()
        .filter_map(|(mut first, mut last)| {
            while first < last && is_mark(first) && !is_quote(first) {
                first += 1;
            }
            while last > first && is_mark(last) && !is_quote(last) {
                last -= 1;
            }
            (first < last || !is_mark(first))
                .then(|| tree.token(first).span.cover(tree.token(last).span))
        })
        .collect()
}

/// A sentence that is nothing but quotation.
fn is_all_quoted(tree: &Tree) -> bool {
    let mut words = (0..tree.len()).filter(|&index| tree.token(index).upos != Upos::Punct);
    tree.len() > 0 && words.all(|index| tree.token(index).quoted)
}
