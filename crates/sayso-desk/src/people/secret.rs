//! Random tokens, and comparing secrets without telling how much of them fits.

use crate::error::DeskError;
use sayso_model::sha256_hex;

/// 32 random bytes as hexadecimal digits.
pub(crate) fn random_token() -> Result<String, DeskError> {
    let mut bytes = [0_u8; 32];
    random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(crate) fn random(bytes: &mut [u8]) -> Result<(), DeskError> {
    getrandom::fill(bytes).map_err(|cause| DeskError::Random(cause.to_string()))
}

/// Whether two secrets are equal; both are hashed first, so that the time tells nothing of either.
pub(crate) fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && sha256_hex(one.as_bytes()) == sha256_hex(other.as_bytes())
}

/// What is kept of a token: its hash.
pub(crate) fn kept(token: &str) -> String {
    sha256_hex(token.as_bytes())
}
