//! A claim as a reviewer has it, and the value of a field in one word for comparing.

use super::Word;
use crate::claim_view::{count_text, days_text};
use sayso_export::label;
use sayso_model::{Claim, Field, Party, SourceLink};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The claim with a reviewer's corrections; `None` if they reject it. A correction that cannot be read changes nothing.
pub(crate) fn apply(claim: &Claim, word: &Word) -> Option<Claim> {
    if word.rejected {
        return None;
    }
    let mut claim = claim.clone();
    for (field, after) in &word.corrections {
        match field.as_str() {
            "kind" => put(&mut claim.kind, after),
            "happened" => put(&mut claim.happened, after),
            "perpetrator" => put(&mut claim.perpetrator, after),
            "target" => put(&mut claim.target, after),
            "weapon" => put(&mut claim.weapon, after),
            "place" => put(&mut claim.place, after),
            "when" => put(&mut claim.when, after),
            "killed" => put(&mut claim.killed, after),
            "injured" => put(&mut claim.injured, after),
            "victims" => put(&mut claim.victims, after),
            "speaker" => match serde_json::from_value::<Option<SourceLink>>(after.clone()) {
                Ok(Some(link)) => {
                    claim.sources.pop();
                    claim.sources.push(link);
                }
                Ok(None) => claim.sources.clear(),
                Err(_) => {}
            },
            _ => {}
        }
    }
    Some(claim)
}

fn put<T: DeserializeOwned>(field: &mut T, after: &Value) {
    if let Ok(value) = serde_json::from_value(after.clone()) {
        *field = value;
    }
}

/// A field in the ledger's own form.
pub(crate) fn model_of(claim: &Claim, field: &str) -> Value {
    let value = match field {
        "kind" => serde_json::to_value(claim.kind),
        "happened" => serde_json::to_value(claim.happened),
        "perpetrator" => serde_json::to_value(&claim.perpetrator),
        "target" => serde_json::to_value(&claim.target),
        "weapon" => serde_json::to_value(&claim.weapon),
        "place" => serde_json::to_value(&claim.place),
        "when" => serde_json::to_value(&claim.when),
        "killed" => serde_json::to_value(&claim.killed),
        "injured" => serde_json::to_value(&claim.injured),
        "victims" => serde_json::to_value(&claim.victims),
        "speaker" => serde_json::to_value(claim.sources.last()),
        _ => Ok(Value::Null),
    };
    value.unwrap_or(Value::Null)
}

/// The value of a field as two reviewers would call it the same; the empty string for an empty field.
pub(crate) fn value_text(claim: &Claim, field: &str) -> String {
    let party = |field: &Field<Party>| {
        field
            .value()
            .map(|party| {
                party
                    .registry
                    .clone()
                    .unwrap_or_else(|| party.words.to_lowercase())
            })
            .unwrap_or_default()
    };
    match field {
        "kind" => label(&claim.kind),
        "happened" => label(&claim.happened),
        "perpetrator" => party(&claim.perpetrator),
        "target" => party(&claim.target),
        "weapon" => claim
            .weapon
            .value()
            .map(|weapon| label(&weapon.class))
            .unwrap_or_default(),
        "place" => claim
            .place
            .value()
            .and_then(|place| place.names.first())
            .map(|name| name.words.to_lowercase())
            .unwrap_or_default(),
        "when" => claim.when.value().map(days_text).unwrap_or_default(),
        "killed" => claim.killed.value().map(count_text).unwrap_or_default(),
        "injured" => claim.injured.value().map(count_text).unwrap_or_default(),
        "victims" => claim.victims.value().map(label).unwrap_or_default(),
        "speaker" => claim
            .sources
            .last()
            .map(|source| {
                source
                    .registry
                    .clone()
                    .unwrap_or_else(|| source.words.to_lowercase())
            })
            .unwrap_or_default(),
        _ => String::new(),
    }
}
