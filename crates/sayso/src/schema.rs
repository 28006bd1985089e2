//! The JSON schema of what `sayso code --format json` writes, generated from the model's types.

use sayso_model::{Claim, Report};
use schemars::JsonSchema;

/// A ledger as one JSON document.
#[derive(JsonSchema)]
#[allow(dead_code)]
#[schemars(title = "sayso ledger")]
struct LedgerDocument {
    /// Always `sayso-ledger`.
    format: String,
    /// Version of the form; see the change log.
    version: u32,
    /// Reports in the order they were read.
    reports: Vec<CodedReport>,
}

/// One report with the claims it makes, in the order of its text.
#[derive(JsonSchema)]
#[allow(dead_code)]
struct CodedReport {
    report: Report,
    claims: Vec<Claim>,
}

/// The schema as JSON text; `docs/schema/` holds a copy for each version of the form.
pub fn ledger_schema() -> String {
    let schema = schemars::schema_for!(LedgerDocument);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checked_in_schema_is_the_generated_one() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../docs/schema/ledger-v1.json");
        if std::env::var_os("SAYSO_BLESS").is_some() {
            std::fs::write(&path, super::ledger_schema()).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == super::ledger_schema(),
            "{}: not up to date; run the tests once with SAYSO_BLESS=1",
            path.display()
        );
    }
}
