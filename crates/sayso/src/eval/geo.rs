//! Toponym resolution: gold names, resolved together as the names of one article.

use super::Run;
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_eval::Report;
use sayso_eval::geo::{
    Document, Predictions, Resolved, Toponym, load, score as score_answers, written_predictions,
};
use sayso_place::{Gazetteer, NameInText, ResolveContext, resolve_all};

/// What may stand between a name and the name of the place that holds it.
const HOLDS: [&str; 4] = [", ", " (", ", in ", " in "];

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let mut report = Report::default();
    for corpus in load(run.folder())?
        .iter()
        .filter(|corpus| run.wants(&corpus.name))
    {
        let answers = in_order(&corpus.documents, run.threads(), |document| {
            resolved(document, &run.stock.gazetteer)
        });
        let predictions: Predictions = corpus
            .documents
            .iter()
            .map(|document| document.id.clone())
            .zip(answers)
            .collect();
        run.write_predictions(
            &format!("geo-{}.xml", corpus.name),
            &written_predictions(corpus, &predictions),
        )?;
        report.append(score_answers(corpus, &predictions));
    }
    Ok(report)
}

fn resolved(document: &Document, gazetteer: &Gazetteer) -> Vec<Option<Resolved>> {
    let names: Vec<NameInText> = document
        .toponyms
        .iter()
        .map(|toponym| name(toponym, document))
        .collect();
    let context = ResolveContext {
        inherit: true,
        ..ResolveContext::default()
    };
    let answers = resolve_all(gazetteer, &names, &context);
    answers
        .into_iter()
        .map(|answer| {
            answer.map(|answer| Resolved {
                latitude: answer.point.latitude,
                longitude: answer.point.longitude,
                geonames_id: answer
                    .place
                    .id
                    .strip_prefix("geonames:")
                    .and_then(|id| id.parse().ok()),
            })
        })
        .collect()
}

/// The name as a reader of its sentence has it: with what follows after a comma, and the unit word beside it.
fn name(toponym: &Toponym, document: &Document) -> NameInText {
    let gap = |other: &&Toponym| {
        document
            .text
            .get(toponym.end..other.start)
            .is_some_and(|gap| HOLDS.contains(&gap))
    };
    let holder = document
        .toponyms
        .iter()
        .find(gap)
        .map(|other| other.words.clone());
    let after = document.text.get(toponym.end..).unwrap_or_default();
    let unit = after
        .strip_prefix(' ')
        .and_then(|after| after.split_whitespace().next());
    let unit = unit.map(|word| word.trim_matches(|c: char| !c.is_alphabetic()).to_owned());
    NameInText {
        name: toponym.words.clone(),
        holder,
        unit,
    }
}
