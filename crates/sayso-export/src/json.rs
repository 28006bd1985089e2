//! JSON: one document with whole reports, or one object per claim.

use crate::{claim_ids, labels, safe, summary};
use sayso_model::{Claim, LEDGER_FORMAT_VERSION, Report};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(crate) fn begin(out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\"format\":\"sayso-ledger\",\"version\":{LEDGER_FORMAT_VERSION},\"reports\":["
    )
}

/// One report with its claims; the report's text is in it, so that every span can be followed.
pub(crate) fn report(
    out: &mut dyn Write,
    report: &Report,
    claims: &[Claim],
    first: bool,
) -> io::Result<()> {
    let value = json!({ "report": report, "claims": claims });
    write!(
        out,
        "{}\n{}",
        if first { "" } else { "," },
        safe::safe_json(&value.to_string())
    )
}

pub(crate) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n]}}")
}

/// One line per claim, with what a reader needs of its report and with the words of its evidence.
pub(crate) fn lines(out: &mut dyn Write, report: &Report, claims: &[Claim]) -> io::Result<()> {
    let ids = claim_ids(report, claims);
    for claim in claims {
        let evidence: Value = claim
            .evidence
            .iter()
            .filter_map(|span| span.slice(&report.text))
            .map(|words| json!(words))
            .collect();
        let value = json!({
            "version": LEDGER_FORMAT_VERSION,
            "claim_id": ids.get(&claim.id),
            "summary": summary(claim),
            "evidence_words": evidence,
            "claim": claim,
            "report": {
                "id": report.id,
                "input_id": report.input_id,
                "origin": report.origin,
                "outlet": report.outlet,
                "url": report.url,
                "published": labels::published(&report.published),
                "title": report.title,
            },
        });
        writeln!(out, "{}", safe::safe_json(&value.to_string()))?;
    }
    Ok(())
}
