//! What a reviewer writes, as values in the ledger's own form.

use super::make::RULE;
use crate::http::Problem;
use crate::project::Project;
use sayso_model::{
    Claim, Count, DateBasis, DatePrecision, EmptyReason, Field, Happened, Kind, Party, Place,
    PlaceName, PlacePrecision, Qualifier, Report, RuleId, SourceLink, Span, Stance, Weapon,
    WeaponClass, When,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(super) fn named<T: DeserializeOwned>(label: &str, what: &str) -> Result<T, Problem> {
    serde_json::from_value(Value::String(label.trim().replace(' ', "_")))
        .map_err(|_| Problem::bad(format!("`{label}` is no {what}")))
}

fn json<T: Serialize>(value: &T) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|fault| Problem::fault(&fault))
}

/// A field as the reviewer has it, in the ledger's form.
pub(super) fn corrected(
    project: &Project,
    claim: &Claim,
    report: &Report,
    field: &str,
    spans: &[Span],
    value: Option<&str>,
    reason: Option<&str>,
) -> Result<Value, Problem> {
    let picked = |former: &[Span]| -> Vec<Span> {
        if !spans.is_empty() {
            spans.to_vec()
        } else if !former.is_empty() {
            former.to_vec()
        } else {
            claim.evidence.clone()
        }
    };
    let words = spans
        .iter()
        .filter_map(|span| span.slice(&report.text))
        .collect::<Vec<_>>()
        .join(" ");
    let given = value
        .map(str::to_owned)
        .or_else(|| (!words.is_empty()).then(|| words.clone()));
    let Some(given) = given else {
        if ["kind", "happened"].contains(&field) {
            return Err(Problem::bad(format!("`{field}` is never empty")));
        }
        if field == "speaker" {
            return Ok(Value::Null);
        }
        let reason: EmptyReason = named(reason.unwrap_or("not_stated"), "reason")?;
        return json(&Field::<Party>::empty(reason));
    };
    let actors = &project.engine.knowledge().actors;
    let registry = |words: &str| {
        let outlet = actors.outlet(report.outlet.as_deref(), report.url.as_deref());
        let context = actors.context(outlet, report.published.date());
        let known = actors
            .by_id(words)
            .or_else(|| actors.resolve_phrase(words, &context));
        known.map(|id| actors.key(id).to_owned())
    };
    match field {
        "kind" => json(&named::<Kind>(&given, "kind")?),
        "happened" => json(&named::<Happened>(&given, "value of this field")?),
        "perpetrator" | "target" => {
            let former = if field == "target" {
                &claim.target
            } else {
                &claim.perpetrator
            };
            let shown = if words.is_empty() {
                given.clone()
            } else {
                words
            };
            let party = Party {
                registry: registry(&given),
                words: shown,
            };
            json(&Field::known(party, picked(former.spans()), RULE))
        }
        "speaker" => {
            let former = claim.sources.last();
            let span = spans
                .first()
                .copied()
                .or_else(|| former.map(|link| link.span))
                .or_else(|| claim.evidence.first().copied());
            let shown = if words.is_empty() {
                given.clone()
            } else {
                words
            };
            json(&SourceLink {
                registry: registry(&given),
                words: shown,
                cue: former.and_then(|link| link.cue.clone()),
                stance: former.map_or(Stance::Says, |link| link.stance),
                span: span.ok_or_else(|| Problem::bad("pick the words of the source"))?,
                rule: RuleId::from(RULE),
            })
        }
        "weapon" => {
            let class: WeaponClass = named(
                value.ok_or_else(|| Problem::bad("a weapon needs its class as `value`"))?,
                "class of weapon",
            )?;
            let spans = picked(claim.weapon.spans());
            let words = spans
                .iter()
                .filter_map(|span| span.slice(&report.text))
                .collect::<Vec<_>>()
                .join(" ");
            json(&Field::known(Weapon { class, words }, spans, RULE))
        }
        "place" => {
            let spans = picked(claim.place.spans());
            let place = project.engine.place(&given, report).unwrap_or(Place {
                names: vec![PlaceName {
                    words: given,
                    registry: None,
                }],
                point: None,
                precision: PlacePrecision::Unlocated,
                reason: "named by a reviewer".to_owned(),
            });
            json(&Field::known(place, spans, RULE))
        }
        "when" => {
            let value = value.ok_or_else(|| {
                Problem::bad("a day is written as 2024-05-14 or 2024-05-10..2024-05-14")
            })?;
            let basis = if spans.is_empty() {
                DateBasis::Context
            } else {
                DateBasis::Explicit
            };
            json(&Field::known(
                when(value, basis)?,
                picked(claim.when.spans()),
                RULE,
            ))
        }
        "killed" => json(&Field::known(
            count(&given)?,
            picked(claim.killed.spans()),
            RULE,
        )),
        "injured" => json(&Field::known(
            count(&given)?,
            picked(claim.injured.spans()),
            RULE,
        )),
        "victims" => {
            let status: sayso_model::VictimStatus = named(&given, "status")?;
            json(&Field::known(status, picked(claim.victims.spans()), RULE))
        }
        other => Err(Problem::bad(format!("there is no field `{other}`"))),
    }
}

fn when(text: &str, basis: DateBasis) -> Result<When, Problem> {
    let day = |text: &str| -> Result<Option<jiff::civil::Date>, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse()
            .map(Some)
            .map_err(|_| Problem::bad(format!("`{text}` is not a day; write it as 2024-05-14")))
    };
    let (start, end) = match text.split_once("..") {
        Some((start, end)) => (day(start)?, day(end)?),
        None => (day(text)?, day(text)?),
    };
    let days = start.zip(end).map(|(start, end)| (end - start).get_days());
    if days.is_some_and(|days| days < 0) || (start, end) == (None, None) {
        return Err(Problem::bad("the first day comes before the last"));
    }
    let precision = match days {
        Some(0) => DatePrecision::Day,
        Some(1..=4) => DatePrecision::FewDays,
        Some(5..=7) => DatePrecision::Week,
        Some(8..=31) => DatePrecision::Month,
        Some(32..=93) => DatePrecision::Season,
        Some(94..=366) => DatePrecision::Year,
        _ => DatePrecision::Longer,
    };
    Ok(When {
        start,
        end,
        precision,
        basis,
    })
}

/// `9`, `9+`, `9-12`, `<12`, `~40`.
fn count(text: &str) -> Result<Count, Problem> {
    let text = text.trim();
    let number = |text: &str| {
        text.trim().parse::<u64>().map_err(|_| {
            Problem::bad(format!(
                "`{text}` is no figure; write 9, 9+, 9-12, <12 or ~40"
            ))
        })
    };
    if let Some(low) = text.strip_suffix('+') {
        let low = number(low)?;
        return Ok(Count {
            low: Some(low),
            best: Some(low),
            high: None,
            qualifier: Qualifier::AtLeast,
        });
    }
    if let Some(high) = text.strip_prefix('<') {
        let high = number(high)?;
        return Ok(Count {
            low: None,
            best: None,
            high: Some(high),
            qualifier: Qualifier::UpTo,
        });
    }
    if let Some(about) = text.strip_prefix('~') {
        let about = number(about)?;
        return Ok(Count {
            low: None,
            best: Some(about),
            high: None,
            qualifier: Qualifier::About,
        });
    }
    if let Some((low, high)) = text.split_once('-') {
        let (low, high) = (number(low)?, number(high)?);
        if low > high {
            return Err(Problem::bad("the lower figure comes first"));
        }
        return Ok(Count {
            low: Some(low),
            best: None,
            high: Some(high),
            qualifier: Qualifier::Range,
        });
    }
    match number(text)? {
        0 => Ok(Count {
            low: Some(0),
            best: Some(0),
            high: Some(0),
            qualifier: Qualifier::None,
        }),
        exact => Ok(Count::exact(exact)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_days_are_read_as_people_write_them() {
        for (text, low, best, high) in [
            ("9", Some(9), Some(9), Some(9)),
            ("0", Some(0), Some(0), Some(0)),
            ("9+", Some(9), Some(9), None),
            ("9-12", Some(9), None, Some(12)),
            ("<12", None, None, Some(12)),
            ("~40", None, Some(40), None),
        ] {
            let count = count(text).expect("a figure");
            assert_eq!(
                (count.low, count.best, count.high),
                (low, best, high),
                "{text}"
            );
        }
        for text in ["", "many", "12-9", "-3", "99999999999999999999999"] {
            assert!(count(text).is_err(), "{text}");
        }
        let week = when("2024-05-10..2024-05-14", DateBasis::Explicit).expect("days");
        assert_eq!(week.precision, DatePrecision::FewDays);
        for text in ["2024-05-14..2024-05-10", "..", "yesterday", "2024-02-30"] {
            assert!(when(text, DateBasis::Explicit).is_err(), "{text}");
        }
    }
}
