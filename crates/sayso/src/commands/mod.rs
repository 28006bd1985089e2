//! One file per command.

pub(crate) mod check;
pub(crate) mod code;
pub(crate) mod coverage;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod incident;
pub(crate) mod link;
pub(crate) mod mentions;
pub(crate) mod origins;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod tolls;
pub(crate) mod why_not;

use crate::arguments::Format;
use crate::refusal::Refusal;
use sayso_model::{Published, PublishedBasis};
use std::path::Path;

/// The form of output that the user chose.
fn export_format(format: Format) -> sayso_export::Format {
    match format {
        Format::Table => sayso_export::Format::Table,
        Format::Json => sayso_export::Format::Json,
        Format::Jsonl => sayso_export::Format::JsonLines,
        Format::Csv => sayso_export::Format::Csv,
        Format::Annotation => sayso_export::Format::Annotation,
    }
}

/// A publication date from the command line.
fn published(value: Option<&str>) -> Result<Option<Published>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    match sayso_read::parse_published(value, PublishedBasis::Metadata) {
        Some(published) => Ok(Some(published)),
        None => Err(Refusal::new(format!(
            "--published `{value}` is not a date; write it as 2024-08-22 or 2024-08-22T14:05+03:00"
        ))),
    }
}

/// Opens a ledger that must be there already.
fn open_ledger(path: &Path) -> Result<sayso_store::Ledger, Refusal> {
    if !path.exists() {
        let path = path.display();
        return Err(Refusal::new(format!(
            "{path}: there is no such ledger; make one with `sayso code INPUT --ledger {path}`"
        )));
    }
    // Opening an empty file would make a ledger of it.
    if std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
        let path = path.display();
        return Err(Refusal::new(format!(
            "{path}: is empty and no ledger; name another file, or fill it with `sayso code INPUT --ledger {path}`"
        )));
    }
    Ok(sayso_store::Ledger::open(path)?)
}
