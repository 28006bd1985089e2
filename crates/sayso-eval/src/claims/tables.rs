//! The claims report as text: tables, and one line per error.

use super::compare::Comparer;
use super::matching::Matched;
use super::score::{FIELDS, Tally};
use crate::annotation::{AnnotationLine, Figure};
use crate::report::{ErrorLine, share, table};
use std::fmt::Write as _;

/// All tables as Markdown.
pub(crate) fn text(all: &Tally, sets: &[(String, Tally)], elsewhere: usize) -> String {
    let mut out = String::from("# Claims\n\n");
    let rows: Vec<Vec<String>> = std::iter::once(("all", all))
        .chain(sets.iter().map(|(name, tally)| (name.as_str(), tally)))
        .map(|(name, tally)| set_row(name, tally))
        .collect();
    let head = [
        "set",
        "reports",
        "required",
        "counted",
        "matched",
        "det P",
        "det R",
        "det F1",
        "strict P",
        "strict R",
        "strict F1",
        "toll conf.",
        "inventions",
        "non-events",
    ];
    out.push_str(&table(&head, &rows));
    out.push_str("\n## Fields on matched required claims (accuracy where the gold states it; false fills where not)\n\n");
    let mut head = vec![
        "field",
        "stated",
        "right",
        "accuracy",
        "left empty",
        "unstated",
        "false fills",
        "rate",
    ];
    head.extend(sets.iter().map(|(name, _)| name.as_str()));
    out.push_str(&table(&head, &field_rows(all, sets)));
    out.push_str(
        "\n## Kinds (gold kind; spurious = predictions of this kind that answer nothing)\n\n",
    );
    let rows: Vec<Vec<String>> = all
        .kinds
        .iter()
        .map(|(kind, count)| {
            vec![
                name_of(kind),
                count.gold.to_string(),
                count.matched.to_string(),
                share(count.matched, count.gold),
                share(count.kind_right, count.matched),
                count.strict.to_string(),
                share(count.strict, count.gold),
                count.spurious.to_string(),
            ]
        })
        .collect();
    out.push_str(&table(
        &[
            "kind",
            "gold",
            "matched",
            "recall",
            "kind right",
            "strict",
            "strict R",
            "spurious",
        ],
        &rows,
    ));
    out.push_str("\n## What keeps matched claims from being strictly right\n\n");
    let rows: Vec<Vec<String>> = all
        .blockers
        .iter()
        .map(|(name, (any, alone))| vec![(*name).to_owned(), any.to_string(), alone.to_string()])
        .collect();
    out.push_str(&table(&["wrong part", "claims", "alone"], &rows));
    let _ = writeln!(
        out,
        "\nPredictions ignored over optional lines: {}; spurious ones that touch an optional line: {}; evidence not in \
         the text: {}; predictions on reports that are not annotated here: {elsewhere}.",
        all.ignored, all.spurious_touching_optional, all.evidence_not_found
    );
    out
}

fn set_row(name: &str, tally: &Tally) -> Vec<String> {
    let (det_p, det_r, det_f) = tally.detection();
    let (strict_p, strict_r, strict_f) = tally.strict_f1();
    let three = |value: f64| format!("{value:.3}");
    vec![
        name.to_owned(),
        tally.reports.to_string(),
        tally.required.to_string(),
        tally.counted().to_string(),
        tally.matched.to_string(),
        three(det_p),
        three(det_r),
        three(det_f),
        three(strict_p),
        three(strict_r),
        three(strict_f),
        tally.problems.toll_confusions.to_string(),
        tally.problems.inventions.to_string(),
        format!(
            "{}/{}",
            tally.problems.non_events, tally.problems.non_event_lines
        ),
    ]
}

fn field_rows(all: &Tally, sets: &[(String, Tally)]) -> Vec<Vec<String>> {
    FIELDS
        .iter()
        .map(|field| {
            let count = all.fields.get(field.name).copied().unwrap_or_default();
            let mut row = vec![
                field.name.to_owned(),
                count.stated.to_string(),
                count.right.to_string(),
                share(count.right, count.stated),
                count.left_empty.to_string(),
                count.unstated.to_string(),
                count.false_fills.to_string(),
                share(count.false_fills, count.unstated),
            ];
            row.extend(sets.iter().map(|(_, tally)| {
                let count = tally.fields.get(field.name).copied().unwrap_or_default();
                share(count.right, count.stated)
            }));
            row
        })
        .collect()
}

/// The errors of one report: missed, spurious, grave ones, and every wrong field of a matched pair.
pub(crate) fn errors(matched: &Matched<'_>, comparer: Comparer<'_>) -> Vec<ErrorLine> {
    let mut out = Vec::new();
    let document = &comparer.report.id;
    let mut put = |class: String, gold: String, predicted: String, words: &str| {
        out.push(ErrorLine {
            class,
            document: document.clone(),
            gold,
            predicted,
            words: words.to_owned(),
        });
    };
    for (g, gold) in matched
        .gold
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.optional)
    {
        let Some((_, p, verdict)) = matched.gold_pair(g) else {
            let near = (0..matched.predicted.len()).find(|p| matched.overlaps[g][*p]);
            let near = near.map_or_else(
                || "nothing over this evidence".to_owned(),
                |p| format!("(over this evidence) {}", summary(matched.predicted[p])),
            );
            put(
                "missed".to_owned(),
                format!("{} {}", gold.claim_id, summary(gold)),
                near,
                first(gold),
            );
            continue;
        };
        let predicted = matched.predicted[*p];
        let gold = comparer.oriented(gold, predicted);
        for field in FIELDS {
            if (field.right)(verdict) || matches!(field.name, "named_source" | "place_any") {
                continue;
            }
            // A wrong innermost source is reported once.
            if field.name == "source_chain" && !verdict.innermost {
                continue;
            }
            let class = match ((field.stated)(&gold), (field.stated)(predicted)) {
                (true, false) => "empty",
                (false, true) => "filled",
                _ => "wrong",
            };
            let (value, other) = (show(field.name, &gold), show(field.name, predicted));
            put(
                format!("{class}-{}", field.name),
                format!("{} {value}", gold.claim_id),
                other,
                first(&gold),
            );
        }
    }
    for (p, predicted) in matched.predicted.iter().enumerate() {
        if matched.prediction_pair(p).is_none() && !matched.only_over_optional(p) {
            let near = (0..matched.gold.len()).find(|g| matched.overlaps[*g][p]);
            let near = near.map_or_else(
                || "nothing over this evidence".to_owned(),
                |g| {
                    format!(
                        "(over this evidence) {} {}",
                        matched.gold[g].claim_id,
                        summary(matched.gold[g])
                    )
                },
            );
            put(
                "spurious".to_owned(),
                near,
                summary(predicted),
                first(predicted),
            );
        }
    }
    for (class, gold, predicted) in &super::problems::problems(matched).found {
        let predicted = matched.predicted[*predicted];
        let gold = gold.map_or_else(String::new, |g| {
            format!("{} {}", matched.gold[g].claim_id, summary(matched.gold[g]))
        });
        put(
            (*class).to_owned(),
            gold,
            summary(predicted),
            first(predicted),
        );
    }
    out
}

fn first(line: &AnnotationLine) -> &str {
    line.evidence.first().map_or("", String::as_str)
}

fn summary(line: &AnnotationLine) -> String {
    format!(
        "{} [{}] {} > {} killed {} injured {}",
        name_of(&line.kind),
        line.sources.join(" > "),
        line.perpetrator.as_deref().unwrap_or("-"),
        line.target.as_deref().unwrap_or("-"),
        figure(line.killed),
        figure(line.injured)
    )
}

fn show(field: &str, line: &AnnotationLine) -> String {
    let words = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let day =
        |value: Option<jiff::civil::Date>| value.map_or_else(|| "-".to_owned(), |d| d.to_string());
    match field {
        "kind" => name_of(&line.kind),
        "happened" => name_of(&line.happened),
        "source_chain" | "innermost_source" => format!("[{}]", line.sources.join(" > ")),
        "self_claim" => line.self_claim.to_string(),
        "hedged" => line.hedged.to_string(),
        "perpetrator" => words(&line.perpetrator),
        "target" => words(&line.target),
        "weapon" => line
            .weapon_class
            .as_ref()
            .map_or_else(|| "-".to_owned(), name_of),
        "place" => format!("[{}]", line.place.join(", ")),
        "place_25km" => line
            .place_point
            .map_or_else(|| "-".to_owned(), |(lat, lon)| format!("{lat:.3},{lon:.3}")),
        "date" => {
            let basis = line
                .date_basis
                .as_ref()
                .map_or_else(|| "-".to_owned(), name_of);
            format!("{}..{} ({basis})", day(line.date_start), day(line.date_end))
        }
        "killed" => figure(line.killed),
        "injured" => figure(line.injured),
        "killed_or_injured" => figure(line.killed_or_injured),
        "victims_type" => line
            .victims_type
            .as_ref()
            .map_or_else(|| "-".to_owned(), name_of),
        "cumulative_since" => day(line.cumulative_since),
        _ => String::new(),
    }
}

fn figure(figure: Option<Figure>) -> String {
    let bound = |value: Option<u64>| value.map_or_else(|| "?".to_owned(), |v| v.to_string());
    match figure {
        None => "-".to_owned(),
        Some(f) if f.low == f.best && f.best == f.high => bound(f.best),
        Some(f) => format!("{}/{}/{}", bound(f.low), bound(f.best), bound(f.high)),
    }
}

/// The name of an enumerated value as the format writes it.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
