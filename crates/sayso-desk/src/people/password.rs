//! Passwords as argon2id hashes.

use super::secret::{random, same};
use crate::error::DeskError;
use argon2::Argon2;

/// Fewest characters of a password.
pub(crate) const SHORTEST: usize = 12;
/// Longest password that is hashed, in bytes.
const LONGEST: usize = 1024;

/// `salt$hash` in hexadecimal digits.
pub(crate) fn hashed(password: &str) -> Result<String, DeskError> {
    let mut salt = [0_u8; 16];
    random(&mut salt)?;
    Ok(format!("{}${}", hex(&salt), hash(password, &salt)))
}

/// Whether a password is the one that was hashed.
pub(crate) fn fits(password: &str, kept: &str) -> bool {
    let Some((salt, kept)) = kept.split_once('$') else {
        return false;
    };
    let salt: Vec<u8> = (0..salt.len() / 2)
        .filter_map(|at| u8::from_str_radix(salt.get(2 * at..2 * at + 2)?, 16).ok())
        .collect();
    password.len() <= LONGEST && same(&hash(password, &salt), kept)
}

fn hash(password: &str, salt: &[u8]) -> String {
    let mut out = [0_u8; 32];
    match Argon2::default().hash_password_into(password.as_bytes(), salt, &mut out) {
        Ok(()) => hex(&out),
        // A salt too short: no password fits it.
        Err(_) => String::new(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits() {
        let kept = hashed("a long enough phrase").expect("a hash");
        assert!(fits("a long enough phrase", &kept));
        assert_ne!(kept, hashed("a long enough phrase").expect("a hash"));
        for wrong in ["a long enough phrasE", "", "a long enough phrase "] {
            assert!(!fits(wrong, &kept), "{wrong:?}");
        }
        for broken in ["", "$", "00$", "zz$00"] {
            assert!(!fits("a long enough phrase", broken), "{broken:?}");
        }
    }
}
