//! Which reports tell one story in words of their own.

use crate::ReportText;
use crate::words::OriginWords;
use sayso_model::ReportId;
use serde::Serialize;

/// Reports of one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// By day and id.
    pub reports: Vec<ReportId>,
}

/// Groups reports by story. The same reports in any order give the same stories.
pub fn stories(_reports: &[ReportText<'_>], _words: &OriginWords) -> Vec<Story> {
    Vec::new()
}
