//! Whose text a report is, and from whom a claim comes in the end.
//!
//! Three questions, three pure functions; none of them hangs on the order of what it is given:
//!
//! - [`copies`]: which reports are one text, however it was wrapped, re-titled, dated anew or lightly reworded.
//!   Releases made from one template tell of different things and are not copies.
//! - [`origins`]: for statements on one occurrence, from whom each comes in the end. Chains of quotation lead to their
//!   last link, outlets that quote each other in a circle count once, and copies count with their first text.
//! - [`stories`]: which reports tell one story in words of their own.
//!
//! Nothing here says whether a source is right.

mod blocks;
mod chains;
mod compare;
mod copies;
mod credit;
mod signature;
mod stories;
mod tokens;
mod union;
mod words;

pub use chains::{Origin, OriginKey, Route, Statement, Voice, origins};
pub use copies::{Copies, Copy, CopyGroup, KnownTexts, copies, copies_kept};
pub use credit::credit;
pub use stories::{Story, stories};
pub use words::OriginWords;

use jiff::civil::Date;
use sayso_model::{Report, ReportId};

/// What this crate looks at in a report.
#[derive(Debug, Clone, Copy)]
pub struct ReportText<'a> {
    pub id: &'a ReportId,
    pub outlet: Option<&'a str>,
    pub published: Option<Date>,
    pub title: Option<&'a str>,
    pub text: &'a str,
}

impl<'a> From<&'a Report> for ReportText<'a> {
    fn from(report: &'a Report) -> ReportText<'a> {
        ReportText {
            id: &report.id,
            outlet: report.outlet.as_deref(),
            published: report.published.date(),
            title: report.title.as_deref(),
            text: &report.text,
        }
    }
}
