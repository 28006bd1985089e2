//! What the desk needs of the coder and the linker, without knowing either: whoever starts the desk brings it along.

use sayso_knowledge::Knowledge;
use sayso_link::{Decision, Incident, OriginOf};
use sayso_model::{Claim, Place, ReadNote, Report, ReportId, Span};
use sayso_store::Generation;

/// Bytes to read reports from, with what the person who brings them says of them.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// File name, or what stands for one.
    pub name: String,
    pub bytes: Vec<u8>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// As typed, e.g. `2024-08-22`.
    pub published: Option<String>,
    /// For a text that has none of its own.
    pub title: Option<String>,
}

/// A word that was not coded, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NotCoded {
    pub words: Span,
    pub sentence: Span,
    pub rule: String,
    /// Stable code, e.g. `mood.conditional`.
    pub reason: String,
}

/// What coding a report gives.
#[derive(Debug, Clone, Default)]
pub struct Coding {
    pub claims: Vec<Claim>,
    pub not_coded: Vec<NotCoded>,
    /// Names of persons whom the knowledge does not have.
    pub private: Vec<Span>,
    pub notes: Vec<ReadNote>,
}

/// Reads, codes and links; the same input gives the same output.
pub trait Engine: Send + Sync {
    fn knowledge(&self) -> &Knowledge;

    /// Who codes, for the ledger.
    fn generation(&self) -> Generation;

    /// Reads every report of an input; what cannot be read comes as a message.
    fn read(&self, input: &Input) -> Vec<Result<Report, String>>;

    fn code(&self, report: &Report) -> Coding;

    /// The place that a name means in a report, as coding finds it; `None` where it means none.
    fn place(&self, name: &str, report: &Report) -> Option<Place>;

    /// A linking that claims are added to.
    fn links(&self) -> Box<dyn Links + Send + '_>;

    /// From whom each claim comes in the end; one answer per claim, in their order. All are of one incident.
    fn origins(&self, claims: &[&Claim], reports: &[&Report]) -> Vec<OriginOf>;

    /// Running tolls joined into series.
    fn tolls(&self, coded: &[(Report, Vec<Claim>)]) -> Vec<sayso_toll::Series>;
}

/// A report with its claims.
pub type CodedReport = (Report, Vec<Claim>);

/// Claims joined into incidents, in any order and in batches of any size.
pub trait Links {
    /// Takes reports in, each with all its claims in the place of those it had before. `there` gives a report that was put before.
    fn put(&mut self, coded: &[CodedReport], there: &dyn Fn(&ReportId) -> Option<CodedReport>);

    /// Takes in decisions of reviewers; a later word on a pair holds.
    fn decide(&mut self, decisions: &[Decision]);

    /// The incidents that may be others than when this was last asked, at first all.
    fn changed(&mut self) -> Vec<Incident>;
}
