//! Airwars: one incident per narrative, so that what its sources say is folded into one range, place and belligerent.

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_casualty::{Outcome, casualties, document_range};
use sayso_code::Coder;
use sayso_eval::Report;
use sayso_eval::airwars::{
    Incident, Prediction, Predictions, Range, load, score as score_incidents, written_predictions,
};
use sayso_knowledge::{ActorId, ActorRegistry};
use sayso_model::{Claim, Happened, Kind, Published, PublishedBasis};
use sayso_read::ReadOptions;
use std::collections::BTreeMap;

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let corpus = load(run.folder())?;
    let coder = run.stock.coder();
    let said = in_order(&corpus.incidents, run.threads(), |incident| {
        predict(run, &coder, incident)
    });
    let mut predictions = Predictions::new();
    for (incident, said) in corpus.incidents.iter().zip(said) {
        predictions.insert(incident.code.clone(), said?);
    }
    run.write_predictions("airwars.jsonl", &written_predictions(&corpus, &predictions))?;
    let actors = &run.stock.knowledge.actors;
    // A state and its forces are one belligerent.
    let resolver = |name: &str| {
        let actor = actors.resolve_phrase(name, &actors.context(None, None))?;
        Some(actors.key(state_of(actors, actor)).to_owned())
    };
    Ok(score_incidents(&corpus, &predictions, &resolver))
}

fn predict(run: &Run, coder: &Coder, incident: &Incident) -> Result<Prediction, Refusal> {
    let published = incident.date.map(|date| Published::Known {
        date,
        time: None,
        offset_seconds: None,
        basis: PublishedBasis::Metadata,
    });
    let options = ReadOptions {
        published,
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let report = read_one(incident.text.as_bytes(), &incident.code, &options)?;
    let document = coder.document(&report);
    let figures = casualties(
        &document,
        &report.text,
        &run.stock.knowledge.words.casualties,
    );
    let range = |outcome| document_range(&figures, outcome).map(|(min, max)| Range { min, max });
    let claims: Vec<Claim> = coder
        .code(&report)
        .claims
        .into_iter()
        .filter(|claim| claim.happened == Happened::Asserted && claim.kind != Kind::TollCumulative)
        .collect();
    Ok(Prediction {
        killed: range(Outcome::Killed),
        injured: range(Outcome::Injured),
        point: point(&claims),
        belligerent: belligerent(&run.stock.knowledge.actors, &claims),
    })
}

/// The point of the most precise place, of the claim told first where several are as precise.
fn point(claims: &[Claim]) -> Option<(f64, f64)> {
    let places = claims
        .iter()
        .filter_map(|claim| claim.place.value())
        .filter(|place| place.point.is_some());
    let best = places.min_by_key(|place| place.precision)?;
    best.point.map(|point| (point.latitude, point.longitude))
}

/// The doer that most claims name.
fn belligerent(actors: &ActorRegistry, claims: &[Claim]) -> Option<String> {
    let mut named: BTreeMap<ActorId, usize> = BTreeMap::new();
    for id in claims
        .iter()
        .filter_map(|claim| claim.perpetrator.value()?.registry.as_deref())
    {
        if let Some(actor) = actors
            .by_id(id)
            .filter(|actor| actors.kind(*actor).is_armed() || actors.kind(*actor).is_official())
        {
            *named.entry(state_of(actors, actor)).or_default() += 1;
        }
    }
    let most = named
        .iter()
        .max_by_key(|(actor, count)| (**count, std::cmp::Reverse(**actor)))?;
    Some(actors.actor(*most.0).name.clone())
}

/// The state whose forces an actor is; anybody else is himself.
fn state_of(actors: &ActorRegistry, actor: ActorId) -> ActorId {
    let official = actors.kind(actor).is_official();
    official
        .then(|| {
            actors
                .actor(actor)
                .country
                .as_deref()
                .and_then(|country| actors.state(country))
        })
        .flatten()
        .unwrap_or(actor)
}
