//! What joins the claims of all reports of a run, for the annotation form.

use sayso_export::Joined;
use sayso_knowledge::Knowledge;
use sayso_model::{Claim, Report};

/// The incident and toll series of each claim, worked out over all reports together.
pub(crate) fn joined(_knowledge: &Knowledge, _coded: &[(Report, Vec<Claim>)]) -> Joined {
    Joined::default()
}
