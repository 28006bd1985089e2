//! What reviewers do: acts appended to the ledger, never changed.

use crate::error::DeskError;
use crate::project::Project;
use serde::Serialize;

/// What one reviewer says of a claim, all acts taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    pub by: String,
    pub verdict: String,
    pub fields: Vec<String>,
}

impl Project {
    /// Takes new acts into the index.
    pub(crate) fn take_acts(&self) -> Result<(), DeskError> {
        Ok(())
    }

    /// What reviewers say of a claim.
    pub(crate) fn judgements(&self, _claim: &str) -> Result<Vec<Judgement>, DeskError> {
        Ok(Vec::new())
    }

    /// What reviewers did with an incident and its claims.
    pub(crate) fn acts_of_incident(
        &self,
        _id: &str,
        _claims: &[sayso_model::ClaimId],
    ) -> Result<Vec<crate::pages::incident::Event>, DeskError> {
        Ok(Vec::new())
    }

    /// Incidents that a publisher has put out.
    pub(crate) fn published(&self) -> Result<Vec<String>, DeskError> {
        Ok(Vec::new())
    }
}
