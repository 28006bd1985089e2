//! Claims to the forms that people and tools read: table, JSON, JSON lines, CSV, annotation lines.
//!
//! One file per form. What comes from reports is untrusted text: the table shows control and direction
//! characters as escapes, JSON escapes them, and CSV cells cannot become formulas. The same claims give the
//! same bytes on every run. Wording is neutral: labels and summaries use only the kinds and classes of the
//! model and the report's own words.

mod annotation;
mod csv;
mod joined;
mod json;
mod labels;
mod safe;
mod summary;
mod table;

pub use annotation::claim_ids;
pub use joined::Joined;
pub use labels::{label, reason, spoken};
pub use safe::{csv_cell, safe_json, visible};
pub use summary::summary;

use sayso_model::{Claim, Report};
use std::io::{self, Write};

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A readable block per claim.
    Table,
    /// One JSON document with whole reports and claims.
    Json,
    /// One JSON object per claim.
    JsonLines,
    /// One row per claim (RFC 4180), safe to open in a spreadsheet.
    Csv,
    /// One JSON object per claim with the field names of the annotation guide.
    Annotation,
}

impl Format {
    /// All forms with their names on the command line.
    pub const ALL: [(&'static str, Format); 5] = [
        ("table", Format::Table),
        ("json", Format::Json),
        ("jsonl", Format::JsonLines),
        ("csv", Format::Csv),
        ("annotation", Format::Annotation),
    ];

    /// The form of that name, e.g. `jsonl`.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, format)| *format)
    }
}

/// Writes reports with their claims in one form, one report at a time.
pub struct Exporter<W: Write> {
    format: Format,
    out: W,
    reports: usize,
    joined: Joined,
}

impl<W: Write> Exporter<W> {
    /// Begins the output; forms with a head write it now.
    pub fn new(format: Format, mut out: W) -> io::Result<Exporter<W>> {
        match format {
            Format::Json => json::begin(&mut out)?,
            Format::Csv => csv::head(&mut out)?,
            Format::Table | Format::JsonLines | Format::Annotation => {}
        }
        Ok(Exporter {
            format,
            out,
            reports: 0,
            joined: Joined::default(),
        })
    }

    /// Tells what joins the claims of all reports that follow; only the annotation form writes it.
    pub fn join(&mut self, joined: Joined) {
        self.joined = joined;
    }

    /// Writes one report and its claims, in the order given.
    pub fn add(&mut self, report: &Report, claims: &[Claim]) -> io::Result<()> {
        let first = self.reports == 0;
        self.reports += 1;
        let out = &mut self.out;
        match self.format {
            Format::Table => table::report(out, report, claims),
            Format::Json => json::report(out, report, claims, first),
            Format::JsonLines => json::lines(out, report, claims),
            Format::Csv => csv::rows(out, report, claims),
            Format::Annotation => annotation::lines(out, report, claims, &self.joined),
        }
    }

    /// Ends the output and gives the writer back.
    pub fn finish(mut self) -> io::Result<W> {
        if self.format == Format::Json {
            json::end(&mut self.out)?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}
