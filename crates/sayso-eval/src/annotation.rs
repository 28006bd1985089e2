//! The annotation line: one claim in the form of the corpora's `gold.jsonl`, gold and prediction alike.
//!
//! Field names and their order are those of the gold lines. Kinds, dates and classes are typed, so that a line
//! outside the definition is refused when it is read, with its line number.

use crate::error::{EvalError, read_json_lines};
use jiff::civil::Date;
use sayso_model::{DateBasis, Happened, Kind, VictimStatus, WeaponClass};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One claim of one report, as annotated by a person or printed by a coder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotationLine {
    /// The report's `id` in the input.
    pub report: String,
    #[serde(default)]
    pub claim_id: String,
    /// `claim_id` of the first line on the same occurrence in the report.
    #[serde(default)]
    pub same_incident: Option<String>,
    #[serde(default)]
    pub incident_id: Option<String>,
    pub kind: Kind,
    #[serde(default)]
    pub summary: String,
    #[serde(default = "asserted")]
    pub happened: Happened,
    /// Attribution chain, outermost first; empty is the outlet's own voice.
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    pub perpetrator: Option<String>,
    #[serde(default)]
    pub target: Option<String>,
    /// `None` is written `none`.
    #[serde(default, with = "weapon_or_none")]
    pub weapon_class: Option<WeaponClass>,
    #[serde(default)]
    pub place: Vec<String>,
    #[serde(default, rename = "place_precise_latlon_or_null")]
    pub place_point: Option<(f64, f64)>,
    #[serde(default)]
    pub date_start: Option<Date>,
    #[serde(default)]
    pub date_end: Option<Date>,
    #[serde(default)]
    pub date_basis: Option<DateBasis>,
    #[serde(default)]
    pub killed: Option<Figure>,
    #[serde(default)]
    pub injured: Option<Figure>,
    /// `None` is written `unknown`.
    #[serde(default, with = "victims_or_unknown")]
    pub victims_type: Option<VictimStatus>,
    #[serde(default)]
    pub cumulative_since: Option<Date>,
    /// Whole sentences, exact substrings of the report's text; the first is the best single one.
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub hedged: bool,
    #[serde(default)]
    pub self_claim: bool,
    #[serde(default)]
    pub aggregate: bool,
    /// Borderline gold line: neither rewarded nor punished.
    #[serde(default)]
    pub optional: bool,
    /// Other chains that are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources_alt: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll_series: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed_or_injured: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed_split: Option<BTreeMap<String, u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A casualty figure with open bounds as `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
}

impl AnnotationLine {
    /// A line with only what every claim has; the rest is empty.
    pub fn new(report: impl Into<String>, kind: Kind, evidence: Vec<String>) -> AnnotationLine {
        AnnotationLine {
            report: report.into(),
            claim_id: String::new(),
            same_incident: None,
            incident_id: None,
            kind,
            summary: String::new(),
            happened: Happened::Asserted,
            sources: Vec::new(),
            perpetrator: None,
            target: None,
            weapon_class: None,
            place: Vec::new(),
            place_point: None,
            date_start: None,
            date_end: None,
            date_basis: None,
            killed: None,
            injured: None,
            victims_type: None,
            cumulative_since: None,
            evidence,
            hedged: false,
            self_claim: false,
            aggregate: false,
            optional: false,
            sources_alt: Vec::new(),
            toll_series: None,
            killed_or_injured: None,
            killed_split: None,
            note: None,
        }
    }

    /// The line as one line of JSON, without the line end.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Reads annotation lines from a JSON-lines file.
pub fn read_annotation_lines(path: &Path) -> Result<Vec<AnnotationLine>, EvalError> {
    read_json_lines(path)
}

fn asserted() -> Happened {
    Happened::Asserted
}

/// `Option` whose `None` has a word of its own in the format.
macro_rules! option_with_word {
    ($module:ident, $type:ty, $word:literal) => {
        mod $module {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            #[derive(Serialize, Deserialize)]
            #[serde(untagged)]
            enum Either {
                Value($type),
                Word(String),
            }

            pub(super) fn serialize<S: Serializer>(
                value: &Option<$type>,
                out: S,
            ) -> Result<S::Ok, S::Error> {
                match value {
                    Some(value) => value.serialize(out),
                    None => out.serialize_str($word),
                }
            }

            pub(super) fn deserialize<'de, D: Deserializer<'de>>(
                input: D,
            ) -> Result<Option<$type>, D::Error> {
                match Option::<Either>::deserialize(input)? {
                    None => Ok(None),
                    Some(Either::Value(value)) => Ok(Some(value)),
                    Some(Either::Word(word)) if word == $word => Ok(None),
                    Some(Either::Word(word)) => Err(serde::de::Error::custom(format!(
                        "unknown {} `{word}`",
                        stringify!($type)
                    ))),
                }
            }
        }
    };
}

option_with_word!(weapon_or_none, sayso_model::WeaponClass, "none");
option_with_word!(victims_or_unknown, sayso_model::VictimStatus, "unknown");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_come_back_as_they_went() {
        let line = AnnotationLine::new("x1", Kind::Strike, vec!["A shell fell.".to_owned()]);
        let json = line.to_json();
        assert!(json.contains(r#""weapon_class":"none""#), "{json}");
        assert!(json.contains(r#""victims_type":"unknown""#), "{json}");
        assert!(
            json.contains(r#""place_precise_latlon_or_null":null"#),
            "{json}"
        );
        let back: AnnotationLine = serde_json::from_str(&json).expect("own output is read");
        assert_eq!(back, line);
    }

    #[test]
    fn a_word_outside_the_definition_is_refused() {
        for bad in [
            r#"{"report":"x1","kind":"raid"}"#,
            r#"{"report":"x1","kind":"strike","weapon_class":"club"}"#,
            r#"{"report":"x1","kind":"strike","date_start":"May 2"}"#,
        ] {
            assert!(
                serde_json::from_str::<AnnotationLine>(bad).is_err(),
                "{bad}"
            );
        }
        let short: AnnotationLine =
            serde_json::from_str(r#"{"report":"x1","kind":"strike"}"#).expect("rest is optional");
        assert_eq!(short.happened, Happened::Asserted);
    }
}
