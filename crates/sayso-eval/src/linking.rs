//! Linking: B-cubed of incidents, of the linker alone on gold claims and end to end on a coder's claims.
//!
//! The gold incidents are those of a set's `links.json`, else the `incident_id` of its gold lines. Only claims that have one
//! are counted. *On gold claims*: every such claim with the incident the linker gave it. *End to end*: each gold claim with the
//! incident of the predicted claim that answers it (the assignment of the claims scorer); a required gold claim that none
//! answers stands alone (`end_to_end`) or is left out (`matched`), an optional one is left out of both.

use crate::annotation::AnnotationLine;
use crate::bcubed::bcubed;
use crate::claims::{ClaimSet, matched_lines};
use crate::error::{EvalError, read_text};
use crate::names::Resolver;
use crate::report::{ErrorLine, Report, table};
use std::collections::{BTreeMap, BTreeSet};

/// The gold incident of each claim of a set.
pub fn gold_incidents(set: &ClaimSet) -> Result<BTreeMap<String, String>, EvalError> {
    if let Some(path) = &set.links_path {
        let links: BTreeMap<String, Vec<String>> = serde_json::from_str(&read_text(path)?)
            .map_err(|fault| EvalError::format(path, fault))?;
        return Ok(links
            .into_iter()
            .flat_map(|(incident, claims)| {
                claims
                    .into_iter()
                    .map(move |claim| (claim, incident.clone()))
            })
            .collect());
    }
    Ok(set
        .gold
        .iter()
        .filter_map(|line| Some((line.claim_id.clone(), line.incident_id.clone()?)))
        .collect())
}

/// Scores sets: `on_gold` holds the linker's incident of each gold claim, `predicted` a coder's linked lines.
pub fn score(
    sets: &[ClaimSet],
    on_gold: &BTreeMap<String, String>,
    predicted: &[AnnotationLine],
    resolver: Resolver<'_>,
) -> Result<Report, EvalError> {
    let mut report = Report::default();
    let mut rows = Vec::new();
    for set in sets {
        let gold = gold_incidents(set)?;
        if gold.is_empty() {
            continue;
        }
        let answered = matched_lines(set, predicted, resolver);
        let mut end_to_end = BTreeMap::new();
        let mut matched = BTreeMap::new();
        let optional: BTreeSet<&String> = set
            .gold
            .iter()
            .filter(|line| line.optional)
            .map(|line| &line.claim_id)
            .collect();
        for claim in gold.keys() {
            if optional.contains(claim) && !answered.contains_key(claim.as_str()) {
                continue;
            }
            let incident = match answered.get(claim.as_str()) {
                Some(line) => line
                    .incident_id
                    .clone()
                    .unwrap_or_else(|| format!("alone {}", line.claim_id)),
                None => format!("none {claim}"),
            };
            if answered.contains_key(claim.as_str()) {
                matched.insert(claim.clone(), incident.clone());
            }
            end_to_end.insert(claim.clone(), incident);
        }
        for (name, partition) in [
            ("gold", on_gold),
            ("end_to_end", &end_to_end),
            ("matched", &matched),
        ] {
            let items: Vec<(String, String)> = gold
                .iter()
                .filter_map(|(claim, incident)| {
                    Some((incident.clone(), partition.get(claim)?.clone()))
                })
                .collect();
            let (precision, recall, f1) = bcubed(&items);
            let measure = |what: &str| format!("linking.{}.{name}_{what}", set.name);
            report.measures.insert(measure("precision"), precision);
            report.measures.insert(measure("recall"), recall);
            report.measures.insert(measure("f1"), f1);
            let claims = gold
                .keys()
                .filter(|claim| partition.contains_key(*claim))
                .count();
            rows.push(vec![
                set.name.clone(),
                name.replace('_', " "),
                claims.to_string(),
                format!("{precision:.3}"),
                format!("{recall:.3}"),
                format!("{f1:.3}"),
            ]);
            if name != "matched" {
                let answers = (name == "end_to_end").then_some(&answered);
                report
                    .errors
                    .extend(errors(set, name, &gold, partition, answers));
            }
        }
    }
    report.text = format!(
        "# Linking (B-cubed)\n\n{}",
        table(&["set", "claims of", "claims", "P", "R", "F1"], &rows)
    );
    Ok(report)
}

/// Incidents that were cut and those that were joined, each gold claim with the coder's claim that answers it.
fn errors(
    set: &ClaimSet,
    name: &str,
    gold: &BTreeMap<String, String>,
    predicted: &BTreeMap<String, String>,
    answers: Option<&BTreeMap<&str, &AnnotationLine>>,
) -> Vec<ErrorLine> {
    let mut by_gold: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let mut by_predicted: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (claim, incident) in gold {
        let Some(other) = predicted.get(claim) else {
            continue;
        };
        by_gold
            .entry(incident)
            .or_default()
            .entry(other)
            .or_default()
            .push(claim);
        by_predicted
            .entry(other)
            .or_default()
            .entry(incident)
            .or_default()
            .push(claim);
    }
    let answered = |claim: &str| match answers.and_then(|answers| answers.get(claim)) {
        Some(line) => format!("{claim}={}", line.claim_id),
        None => claim.to_owned(),
    };
    let told = |parts: &BTreeMap<&str, Vec<&str>>| {
        parts
            .iter()
            .map(|(part, claims)| {
                let claims: Vec<String> = claims.iter().map(|claim| answered(claim)).collect();
                format!("{part}: {}", claims.join(" "))
            })
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let line = |class: &str, incident: &str, parts: &BTreeMap<&str, Vec<&str>>| ErrorLine {
        class: format!("linking-{}-{class}", name.replace('_', "-")),
        document: set.name.clone(),
        gold: incident.to_owned(),
        predicted: told(parts),
        words: String::new(),
    };
    let cut = by_gold
        .iter()
        .filter(|(_, parts)| parts.len() > 1)
        .map(|(incident, parts)| line("cut", incident, parts));
    let joined = by_predicted
        .iter()
        .filter(|(_, parts)| parts.len() > 1)
        .map(|(incident, parts)| line("joined", incident, parts));
    cut.chain(joined).collect()
}
