//! JSON lines with the field names of the annotation guide's gold lines.

use crate::{Joined, label, safe, summary};
use sayso_model::{Claim, ClaimId, Count, Field, Party, PlacePrecision, Report};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The guide's claim ids for the claims of one report: `<report>-c01`, `-c02` … in the order given.
pub fn claim_ids(report: &Report, claims: &[Claim]) -> BTreeMap<ClaimId, String> {
    claims
        .iter()
        .enumerate()
        .map(|(index, claim)| {
            (
                claim.id.clone(),
                format!("{}-c{:02}", report.input_id, index + 1),
            )
        })
        .collect()
}

pub(crate) fn lines(
    out: &mut dyn Write,
    report: &Report,
    claims: &[Claim],
    joined: &Joined,
) -> io::Result<()> {
    let ids = claim_ids(report, claims);
    let mut first_of: BTreeMap<&str, &ClaimId> = BTreeMap::new();
    for claim in claims {
        // Where incidents are known, they tell what is one occurrence within a report too.
        let first = match joined.incident(claim) {
            Some(incident) => {
                let first = *first_of.entry(incident).or_insert(&claim.id);
                (first != &claim.id).then_some(first)
            }
            None => claim.same_incident.as_ref(),
        };
        let same = first.and_then(|first| ids.get(first)).map(String::as_str);
        writeln!(
            out,
            "{}",
            safe::safe_json(&line(report, claim, ids.get(&claim.id), same, joined).to_string())
        )?;
    }
    Ok(())
}

fn line(
    report: &Report,
    claim: &Claim,
    id: Option<&String>,
    same_incident: Option<&str>,
    joined: &Joined,
) -> Value {
    let place = claim.place.value();
    let point = place
        .filter(|place| located(place.precision))
        .and_then(|place| place.point);
    let when = claim.when.value();
    let dated = when.filter(|when| when.start.is_some() || when.end.is_some());
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| {
        line.insert(name.to_owned(), value);
    };
    put("report", json!(report.input_id));
    put("claim_id", json!(id));
    put("same_incident", json!(same_incident));
    put("incident_id", json!(joined.incident(claim)));
    put("kind", json!(claim.kind));
    put("summary", json!(summary(claim)));
    put("happened", json!(claim.happened));
    put(
        "sources",
        claim.sources.iter().map(|link| json!(link.words)).collect(),
    );
    put("perpetrator", party(&claim.perpetrator));
    put("target", party(&claim.target));
    put(
        "weapon_class",
        claim
            .weapon
            .value()
            .map_or(json!("none"), |weapon| json!(weapon.class)),
    );
    put(
        "place",
        place.map_or(json!([]), |place| {
            place.names.iter().map(|name| json!(name.words)).collect()
        }),
    );
    put(
        "place_precise_latlon_or_null",
        point.map_or(Value::Null, |point| {
            json!([rounded(point.latitude), rounded(point.longitude)])
        }),
    );
    put(
        "date_start",
        json!(
            when.and_then(|when| when.start)
                .map(|date| date.to_string())
        ),
    );
    put(
        "date_end",
        json!(when.and_then(|when| when.end).map(|date| date.to_string())),
    );
    put("date_basis", json!(dated.map(|when| label(&when.basis))));
    put("killed", count(&claim.killed));
    put("injured", count(&claim.injured));
    put(
        "victims_type",
        claim
            .victims
            .value()
            .map_or(json!("unknown"), |status| json!(status)),
    );
    put(
        "cumulative_since",
        json!(claim.cumulative_since.value().map(|date| date.to_string())),
    );
    put(
        "evidence",
        claim
            .evidence
            .iter()
            .filter_map(|span| span.slice(&report.text))
            .map(|words| json!(words))
            .collect(),
    );
    put("hedged", json!(claim.hedged));
    put("self_claim", json!(claim.self_claim));
    put("aggregate", json!(claim.aggregate));
    put("optional", json!(false));
    if let Some(series) = joined.toll_series(claim) {
        put("toll_series", json!(series));
    }
    if claim.killed_or_injured.is_known() {
        put("killed_or_injured", count(&claim.killed_or_injured));
    }
    Value::Object(line)
}

/// Coarser places have a centre, but it does not say where the claim's occurrence was.
fn located(precision: PlacePrecision) -> bool {
    precision <= PlacePrecision::District
}

fn party(field: &Field<Party>) -> Value {
    json!(field.value().map(|party| &party.words))
}

fn count(field: &Field<Count>) -> Value {
    match field.value() {
        Some(count) => json!({ "low": count.low, "best": count.best, "high": count.high }),
        None => Value::Null,
    }
}

/// Four decimals: ten metres, finer than any gazetteer point.
fn rounded(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}
