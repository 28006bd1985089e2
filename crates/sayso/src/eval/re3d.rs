//! re3d: the mentions that `sayso mentions` finds, as typed spans.
//!
//! The model of mentions is trained on this corpus. A document that the shipped weights have seen is therefore given to
//! a model trained anew without it (cross-validation by document); any other document is given to the shipped weights.

use super::Run;
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_eval::Report;
use sayso_eval::re3d::{
    Document, Entity, Predictions, load, score as score_entities, written_predictions,
};
use sayso_mention::{
    Finder, Labelled, Mention, MentionKind, Model, Scored, Settings, cross_validate,
};
use sayso_model::Span;

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let corpus = load(run.folder())?;
    let model = Model::shipped().map_err(Refusal::new)?;
    let candidates = in_order(&corpus.documents, run.threads(), |document| {
        candidates(run, document)
    });
    let mut predictions = Predictions::new();
    let mut seen: Vec<(&Document, Labelled)> = Vec::new();
    for (document, candidates) in corpus.documents.iter().zip(candidates) {
        if model.trained_on.contains(&document.id) {
            seen.push((document, Labelled::new(candidates, &gold(document))));
        } else {
            predictions.insert(document.id.clone(), entities(&model.mentions(&candidates)));
        }
    }
    let unseen = predictions.len();
    let (documents, labelled): (Vec<&Document>, Vec<Labelled>) = seen.into_iter().unzip();
    for (document, mentions) in documents
        .iter()
        .zip(cross_validate(&labelled, Settings::default()))
    {
        predictions.insert(document.id.clone(), entities(&mentions));
    }
    run.write_predictions(
        "re3d-entities.jsonl",
        &written_predictions(&corpus, &predictions),
    )?;
    let mut report = score_entities(&corpus, &predictions);
    report.text.push_str(&format!(
        "\n{} documents by cross-validation, {unseen} that the shipped weights have not seen.\n",
        documents.len()
    ));
    Ok(report)
}

fn candidates(run: &Run, input: &Document) -> Vec<Scored> {
    let knowledge = &run.stock.knowledge;
    let mut document = sayso_text::segment(&input.text, &knowledge.words.segment);
    sayso_text::analyse(&mut document, run.stock.analyser.as_ref(), |_| true);
    Finder::new(knowledge, &run.stock.gazetteer).candidates(
        &document,
        &input.text,
        knowledge.actors.context(None, None),
    )
}

fn gold(document: &Document) -> Vec<(Span, MentionKind)> {
    document
        .entities
        .iter()
        .filter_map(|entity| {
            let kind = MentionKind::named(&entity.kind)?;
            Some((Span::new(entity.start, entity.end), kind))
        })
        .collect()
}

fn entities(mentions: &[Mention]) -> Vec<Entity> {
    mentions
        .iter()
        .map(|mention| Entity {
            start: mention.span.start as usize,
            end: mention.span.end as usize,
            kind: mention.kind.name().to_owned(),
        })
        .collect()
}
