//! CAMEO and PLOVER: the main clause of each sentence as source and target, with a class from a table of words.
//!
//! The table is the scorer's own (`roles.toml`): the coder has no use for politics without violence.

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_code::{Coder, Deed, Other};
use sayso_eval::Report;
use sayso_eval::roles::{
    Corpus, Predictions, Roles, Sentence, load_cameo, load_plover, score as score_roles,
    written_predictions,
};
use sayso_model::Span;
use sayso_read::ReadOptions;
use serde::Deserialize;
use std::ops::Range;

#[derive(Deserialize)]
struct Labels {
    /// Predicates whose parties have no direction.
    together: Vec<String>,
    /// Prepositions before the other party of these.
    beside: Vec<String>,
    /// Predicates whose target stands behind a preposition.
    giving: Vec<String>,
    class: Vec<Class>,
}

#[derive(Deserialize)]
struct Class {
    name: String,
    words: Vec<String>,
}

pub(super) fn score_cameo(run: &Run) -> Result<Report, Refusal> {
    score(run, load_cameo(run.folder())?)
}

pub(super) fn score_plover(run: &Run) -> Result<Report, Refusal> {
    score(run, load_plover(run.folder())?)
}

fn score(run: &Run, corpus: Corpus) -> Result<Report, Refusal> {
    let labels: Labels = toml::from_str(include_str!("roles.toml")).map_err(Refusal::new)?;
    let coder = run.stock.coder();
    let said = in_order(&corpus.sentences, run.threads(), |sentence| {
        roles(&coder, &labels, sentence)
    });
    let mut predictions = Predictions::new();
    for (sentence, said) in corpus.sentences.iter().zip(said) {
        predictions.insert(sentence.id.clone(), said?);
    }
    run.write_predictions(
        &format!("{}.jsonl", corpus.name),
        &written_predictions(&corpus, &predictions),
    )?;
    Ok(score_roles(&corpus, &predictions))
}

fn roles(coder: &Coder, labels: &Labels, sentence: &Sentence) -> Result<Roles, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let mut report = read_one(sentence.text.as_bytes(), &sentence.id, &options)?;
    report.text.clone_from(&sentence.text);
    let deeds = coder.deeds(&report);
    let Some(deed) = deeds.first() else {
        return Ok(Roles::default());
    };
    let mut roles = Roles {
        sources: deed.doers.iter().map(|span| range(*span)).collect(),
        targets: targets(labels, deed),
        related: Vec::new(),
        class: class(labels, deed),
    };
    let together = deed
        .lemmas
        .first()
        .is_some_and(|lemma| labels.together.contains(lemma));
    let partner = partner(labels, deed);
    if together && (roles.sources.len() > 1 || partner.is_some()) {
        let sources = std::mem::take(&mut roles.sources);
        if let (Some(first), Some(last)) = (sources.first(), sources.last()) {
            roles.related.push(first.start..last.end);
        }
        roles.related.extend(partner.map(|other| range(other.span)));
        roles.targets.clear();
    }
    Ok(roles)
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// Whom it is done with: "met with the envoy", "met the envoy".
fn partner<'a>(labels: &Labels, deed: &'a Deed) -> Option<&'a Other> {
    deed.others.iter().find(|other| {
        other.party
            && other.depth <= 2
            && other
                .preposition
                .as_ref()
                .is_none_or(|word| labels.beside.contains(word))
    })
}

/// The nearest party of the clause, with what is joined to it; the object where no party is named.
fn targets(labels: &Labels, deed: &Deed) -> Vec<Range<usize>> {
    let gives = deed
        .lemmas
        .first()
        .is_some_and(|lemma| labels.giving.contains(lemma));
    let parties = || {
        deed.others
            .iter()
            .enumerate()
            .filter(|(_, other)| other.party)
    };
    let behind = parties()
        .filter(|(_, other)| gives && other.preposition.is_some())
        .min_by_key(|(_, other)| (other.depth, other.span.start));
    let nearest = behind
        .or_else(|| {
            parties().min_by_key(|(_, other)| {
                (other.depth, other.preposition.is_some(), other.span.start)
            })
        })
        .or_else(|| {
            deed.others
                .iter()
                .enumerate()
                .find(|(_, other)| !gives && other.preposition.is_none())
        });
    let Some((index, other)) = nearest else {
        return Vec::new();
    };
    let mut found = vec![range(other.span)];
    found.extend(
        deed.others[index + 1..]
            .iter()
            .take_while(|other| other.joined)
            .map(|other| range(other.span)),
    );
    found
}

/// The first class of the table with a word of the predicate; words that the predicate governs come after it.
fn class(labels: &Labels, deed: &Deed) -> Option<String> {
    deed.lemmas
        .iter()
        .find_map(|lemma| {
            labels
                .class
                .iter()
                .find(|class| class.words.contains(lemma))
        })
        .map(|class| class.name.clone())
}
