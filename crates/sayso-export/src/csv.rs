//! CSV after RFC 4180: one row per claim, text cells safe to open in a spreadsheet.

use crate::{claim_ids, label, labels, safe, summary};
use sayso_model::{Claim, Count, Field, Party, Report};
use std::io::{self, Write};

const COLUMNS: &[&str] = &[
    "report",
    "claim_id",
    "same_incident",
    "outlet",
    "url",
    "published",
    "title",
    "kind",
    "happened",
    "summary",
    "sources",
    "source_cues",
    "source_ids",
    "perpetrator",
    "perpetrator_id",
    "target",
    "target_id",
    "weapon_class",
    "weapon_words",
    "place",
    "place_id",
    "place_precision",
    "latitude",
    "longitude",
    "date_start",
    "date_end",
    "date_precision",
    "date_basis",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_qualifier",
    "injured_low",
    "injured_best",
    "injured_high",
    "injured_qualifier",
    "killed_or_injured_low",
    "killed_or_injured_best",
    "killed_or_injured_high",
    "killed_or_injured_qualifier",
    "victims",
    "cumulative_since",
    "hedged",
    "self_claim",
    "aggregate",
    "evidence",
    "evidence_bytes",
    "report_hash",
];
/// Between the parts of a cell that holds several.
const SEPARATOR: &str = " > ";

pub(crate) fn head(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}\r\n", COLUMNS.join(","))
}

pub(crate) fn rows(out: &mut dyn Write, report: &Report, claims: &[Claim]) -> io::Result<()> {
    let ids = claim_ids(report, claims);
    for claim in claims {
        let mut row = Row::default();
        row.text(Some(report.input_id.as_str()));
        row.text(ids.get(&claim.id).map(String::as_str));
        row.text(
            claim
                .same_incident
                .as_ref()
                .and_then(|first| ids.get(first))
                .map(String::as_str),
        );
        row.text(report.outlet.as_deref());
        row.text(report.url.as_deref());
        row.text(labels::published(&report.published).as_deref());
        row.text(report.title.as_deref());
        row.text(Some(&label(&claim.kind)));
        row.text(Some(&label(&claim.happened)));
        row.text(Some(&summary(claim)));
        row.list(claim.sources.iter().map(|link| link.words.as_str()));
        row.list(
            claim
                .sources
                .iter()
                .map(|link| link.cue.as_deref().unwrap_or("")),
        );
        row.list(
            claim
                .sources
                .iter()
                .map(|link| link.registry.as_deref().unwrap_or("")),
        );
        row.party(&claim.perpetrator);
        row.party(&claim.target);
        let weapon = claim.weapon.value();
        row.text(weapon.map(|weapon| label(&weapon.class)).as_deref());
        row.text(weapon.map(|weapon| weapon.words.as_str()));
        let place = claim.place.value();
        row.list(
            place
                .iter()
                .flat_map(|place| &place.names)
                .map(|name| name.words.as_str()),
        );
        row.text(
            place.and_then(|place| place.names.iter().find_map(|name| name.registry.as_deref())),
        );
        row.text(place.map(|place| label(&place.precision)).as_deref());
        let point = place.and_then(|place| place.point);
        row.number(point.map(|point| point.latitude));
        row.number(point.map(|point| point.longitude));
        let when = claim.when.value();
        row.number(when.and_then(|when| when.start));
        row.number(when.and_then(|when| when.end));
        row.text(when.map(|when| label(&when.precision)).as_deref());
        row.text(when.map(|when| label(&when.basis)).as_deref());
        row.count(&claim.killed);
        row.count(&claim.injured);
        row.count(&claim.killed_or_injured);
        row.text(claim.victims.value().map(label).as_deref());
        row.number(claim.cumulative_since.value().copied());
        row.number(Some(claim.hedged));
        row.number(Some(claim.self_claim));
        row.number(Some(claim.aggregate));
        let evidence: Vec<&str> = claim
            .evidence
            .iter()
            .filter_map(|span| span.slice(&report.text))
            .collect();
        row.text(Some(&evidence.join("\n")));
        let bytes: Vec<String> = claim
            .evidence
            .iter()
            .map(|span| format!("{}..{}", span.start, span.end))
            .collect();
        row.text(Some(&bytes.join(" ")));
        row.text(Some(&report.id.0));
        write!(out, "{}\r\n", row.cells.join(","))?;
    }
    Ok(())
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
}

impl Row {
    fn text(&mut self, text: Option<&str>) {
        self.cells
            .push(text.map(safe::csv_cell).unwrap_or_default());
    }

    fn list<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        let parts: Vec<&str> = parts.collect();
        let joined = if parts.iter().all(|part| part.is_empty()) {
            String::new()
        } else {
            parts.join(SEPARATOR)
        };
        self.text(Some(&joined));
    }

    /// What the program itself writes: never taken for a formula, so that -33.5 stays a number.
    fn number(&mut self, value: Option<impl ToString>) {
        self.cells
            .push(value.map(|value| value.to_string()).unwrap_or_default());
    }

    fn party(&mut self, field: &Field<Party>) {
        self.text(field.value().map(|party| party.words.as_str()));
        self.text(field.value().and_then(|party| party.registry.as_deref()));
    }

    fn count(&mut self, field: &Field<Count>) {
        let count = field.value();
        self.number(count.and_then(|count| count.low));
        self.number(count.and_then(|count| count.best));
        self.number(count.and_then(|count| count.high));
        self.text(count.map(|count| label(&count.qualifier)).as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_once() {
        let mut names = COLUMNS.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
