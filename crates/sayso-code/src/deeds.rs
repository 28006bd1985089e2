//! Who does what to whom, sentence by sentence: what a sentence's main clause tells, and each event word with its roles.
//!
//! Both are raw readings of the grammar: nothing is resolved, dropped or grouped, as claims are.

use crate::coder::Coder;
use crate::events::event_mentions;
use crate::mood::{Reading, reading};
use crate::roles::is_event_noun;
use crate::scene::Scene;
use crate::sources::Speech;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_model::{Kind, Report, Span};
use sayso_text::Upos;

/// What the main clause of a sentence tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub sentence: Span,
    /// Lemmas of the predicate, of its particle and objects, and of the verb it governs, in lower case.
    pub lemmas: Vec<String>,
    pub negated: bool,
    /// Phrases of the subject, one per co-ordinated noun.
    pub doers: Vec<Span>,
    /// All other nominal phrases of the clause, in text order.
    pub others: Vec<Other>,
}

/// A nominal phrase that is not the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub span: Span,
    /// `None` for an object.
    pub preposition: Option<String>,
    /// Steps from the predicate.
    pub depth: usize,
    /// It names or describes somebody, a body or a place.
    pub party: bool,
    /// It stands in the same co-ordination as the one before.
    pub joined: bool,
}

/// One event word with its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventWord {
    pub sentence: Span,
    pub words: Span,
    /// Id of the frame.
    pub rule: String,
    pub kind: Kind,
    pub doer: Option<Span>,
    pub target: Option<Span>,
    /// It is told as done: not denied, threatened, planned or supposed.
    pub done: bool,
}

impl Coder<'_> {
    /// The main clause of each sentence that has a subject and a predicate.
    pub fn deeds(&self, report: &Report) -> Vec<Deed> {
        let document = self.whole_document(report);
        let scene = self.scene(report, &document);
        scene
            .trees
            .iter()
            .filter_map(|tree| deed(&scene, tree))
            .collect()
    }

    /// Every event word of the report with its roles, in text order.
    pub fn event_words(&self, report: &Report) -> Vec<EventWord> {
        let document = self.document(report);
        let scene = self.scene(report, &document);
        let speech = Speech::read(&scene);
        event_mentions(&scene)
            .into_iter()
            .map(|mention| {
                let covering = speech.covering(&scene, mention.sentence, mention.trigger);
                let done = matches!(
                    reading(&scene, &mention, &covering),
                    Reading::Asserted
                        | Reading::Responsibility
                        | Reading::Dropped("mood.judged-only")
                );
                let tree = &scene.trees[mention.sentence];
                let span = |head: usize| tree.span_of(&tree.phrase(head));
                EventWord {
                    sentence: tree.sentence.span,
                    words: tree.token(mention.trigger).span,
                    rule: mention.frame.id.clone(),
                    kind: mention.kind,
                    doer: mention.roles.perpetrator.map(span),
                    target: mention.roles.target.map(span),
                    done,
                }
            })
            .collect()
    }
}

fn deed(scene: &Scene, tree: &Tree) -> Option<Deed> {
    let root = (0..tree.len()).find(|&index| tree.deprel(index) == "root")?;
    let mut predicate = root;
    let mut subject = tree.own_subject(root);
    // "The ministry said that X did it": X's deed; "said that it would": the ministry's.
    for _ in 0..3 {
        let reports = scene
            .vocabulary
            .reporting_at(tree, predicate)
            .is_some_and(|found| matches!(found.content, ContentMood::Asserted));
        let Some(clause) = tree
            .first(predicate, "ccomp")
            .or_else(|| {
                tree.first(predicate, "parataxis")
                    .filter(|_| subject.is_none())
            })
            .filter(|_| reports)
        else {
            break;
        };
        let inner = tree.own_subject(clause);
        if let Some(inner) = inner.filter(|&inner| tree.token(inner).upos != Upos::Pron) {
            subject = Some(inner);
        } else if subject.is_none() {
            subject = inner;
        }
        predicate = clause;
    }
    let passive = tree.is_passive(predicate);
    let agent = tree.with_relation(predicate, "obl").find(|&child| {
        tree.preposition(child)
            .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
    });
    let subject = subject?;
    let mut others = Vec::new();
    let (doer, undergoer) = match (passive, agent) {
        (true, Some(agent)) => (Some(agent), Some(subject)),
        (true, None) => (None, Some(subject)),
        (false, _) => (Some(subject), None),
    };
    if let Some(undergoer) = undergoer {
        add_phrases(scene, tree, undergoer, None, 1, &mut others);
    }
    let mut lemmas = vec![tree.lemma(predicate).to_lowercase()];
    let skipped: Vec<usize> = doer.into_iter().chain(undergoer).collect();
    collect(
        scene,
        tree,
        predicate,
        &skipped,
        1,
        &mut lemmas,
        &mut others,
    );
    others.sort_by_key(|other| (other.span.start, other.span.end));
    Some(Deed {
        sentence: tree.sentence.span,
        lemmas,
        negated: scene.is_negated(tree, predicate),
        doers: doer.map_or_else(Vec::new, |doer| {
            tree.conjuncts(doer)
                .into_iter()
                .map(|head| full_phrase(tree, head))
                .collect()
        }),
        others,
    })
}

/// The nominals below a predicate, through the verbs and nouns it governs.
fn collect(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    skipped: &[usize],
    depth: usize,
    lemmas: &mut Vec<String>,
    others: &mut Vec<Other>,
) {
    if depth > 6 {
        return;
    }
    for &child in tree.children(head) {
        if skipped.contains(&child) {
            continue;
        }
        match base(tree.deprel(child)) {
            "compound" if tree.is_verb(head) => lemmas.push(tree.lemma(child).to_lowercase()),
            "obj" | "iobj" | "obl" | "nmod" => {
                if scene.is_time(tree, child) || tree.deprel(child) == "nmod:poss" {
                    continue;
                }
                if tree.deprel(child).starts_with("obj") || base(tree.deprel(child)) == "obl" {
                    lemmas.push(tree.lemma(child).to_lowercase());
                }
                let preposition = tree.preposition(child).map(str::to_owned);
                add_phrases(scene, tree, child, preposition, depth, others);
                collect(scene, tree, child, skipped, depth + 1, lemmas, others);
            }
            "xcomp" | "ccomp" | "acl" if tree.deprel(child) != "acl:relcl" => {
                lemmas.push(tree.lemma(child).to_lowercase());
                collect(scene, tree, child, skipped, depth + 1, lemmas, others);
                if let Some(own) = tree.own_subject(child).filter(|own| !skipped.contains(own)) {
                    add_phrases(scene, tree, own, None, depth + 1, others);
                }
            }
            _ => {}
        }
    }
}

fn add_phrases(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    preposition: Option<String>,
    depth: usize,
    others: &mut Vec<Other>,
) {
    for (number, head) in tree.conjuncts(head).into_iter().enumerate() {
        let named = |child: usize| {
            child < head
                && (scene.actor_at(tree, child).is_some()
                    || scene.is_actor_modifier(tree, child)
                        && tree.token(child).xpos.starts_with("JJ")
                        && tree.token(child).form.starts_with(char::is_uppercase))
        };
        let party = scene.is_party(tree, head)
            || scene.is_place(tree, head)
            || scene.is_person(tree, head)
            || [Set::Speakers, Set::Objects]
                .into_iter()
                .any(|set| scene.vocabulary.token_in(set, tree, head))
            || tree.children(head).iter().any(|&child| named(child))
                && !is_event_noun(scene, tree, head);
        others.push(Other {
            span: full_phrase(tree, head),
            preposition: preposition.clone(),
            depth,
            party: party && !matches!(tree.token(head).upos, Upos::Pron | Upos::Num),
            joined: number > 0,
        });
    }
}

/// The whole phrase with articles and what follows the noun, without relative clauses, appositions behind a comma and
/// co-ordinated phrases.
fn full_phrase(tree: &Tree, head: usize) -> Span {
    let mut tokens = vec![head];
    for &child in tree.children(head) {
        let apart = match base(tree.deprel(child)) {
            "case" | "conj" | "cc" | "punct" | "parataxis" | "mark" | "cop" => true,
            "appos" => child > head + 1,
            // "the men held there" is one phrase, "its plan to leave" is not.
            "acl" => tree.deprel(child) == "acl:relcl" || tree.token(child).xpos != "VBN",
            _ => false,
        };
        if !apart {
            tokens.extend(tree.subtree(child));
        }
    }
    tokens.sort_unstable();
    // One run around the head: what a comma cuts off is no part of it.
    let mut first = head;
    while first > 0 && tokens.contains(&(first - 1)) {
        first -= 1;
    }
    let mut last = head;
    while tokens.contains(&(last + 1)) {
        last += 1;
    }
    tree.token(first).span.cover(tree.token(last).span)
}
