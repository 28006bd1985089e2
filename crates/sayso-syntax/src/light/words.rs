//! What the network sees of a word: its number in the vocabulary, the buckets of its affixes, and its shape.
//!
//! The same definitions as in `training/light/light_model.py`.

use crate::accurate::weights::{Weights, WeightsError};

/// Buckets of affixes.
pub(super) const BUCKETS: usize = 16384;
/// Affixes of one word.
pub(super) const AFFIXES: usize = 9;
/// Shapes of a word.
pub(super) const SHAPES: usize = 64;

/// One word, ready for the network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Row of the vocabulary; 0 is an unknown word.
    pub(super) row: u32,
    pub(super) affixes: [u16; AFFIXES],
    pub(super) shape: u8,
}

/// The known forms by their hash.
pub(super) struct Vocabulary {
    /// Open addressing; row 0 is an empty place.
    places: Vec<(u32, u32)>,
    pub(super) size: usize,
}

impl Vocabulary {
    /// Reads the hashes of the forms, the first for row 1.
    pub(super) fn read(weights: &Weights) -> Result<Self, WeightsError> {
        let (size, bytes) = weights.bytes("words", 4)?;
        let length = (2 * size + 1).next_power_of_two();
        let mut places = vec![(0, 0); length];
        for (i, hash) in bytes.chunks_exact(4).enumerate() {
            let hash = <[u8; 4]>::try_from(hash)
                .map(u32::from_le_bytes)
                .unwrap_or_default();
            let mut at = hash as usize & (length - 1);
            while places[at].1 != 0 && places[at].0 != hash {
                at = (at + 1) & (length - 1);
            }
            if places[at].1 == 0 {
                places[at] = (hash, i as u32 + 1);
            }
        }
        Ok(Vocabulary { places, size })
    }

    fn row(&self, hash: u32) -> u32 {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (known, row) = self.places[at];
            if row == 0 || known == hash {
                return row;
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds the words of one sentence; `lower` is scratch.
    pub(super) fn words(&self, forms: &[&str], lower: &mut String, out: &mut Vec<Word>) {
        let mut capitals = 0;
        let mut small = false;
        for c in forms.iter().flat_map(|form| form.chars()) {
            small |= c.is_lowercase();
            capitals += usize::from(c.is_uppercase());
        }
        let capitals = !small && capitals >= 2;
        for (i, form) in forms.iter().enumerate() {
            normal(form, lower);
            let bytes = lower.as_bytes();
            let n = bytes.len();
            let mut affixes = [0; AFFIXES];
            for (k, slot) in affixes.iter_mut().enumerate() {
                // Affixes by bytes: they are only hashed, so that a cut character does no harm.
                let (kind, part) = match k {
                    0..5 => (b's', &bytes[n.saturating_sub(k + 1)..]),
                    5..8 => (b'p', &bytes[..n.min(k - 4)]),
                    _ => (b'w', bytes),
                };
                *slot = (hash(std::iter::once(kind).chain(part.iter().copied())) as usize % BUCKETS)
                    as u16;
            }
            out.push(Word {
                row: self.row(hash(bytes.iter().copied())),
                affixes,
                shape: shape(form, i == 0, capitals),
            });
        }
    }
}

/// FNV-1a with a last mix; the same everywhere.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let state = bytes.fold(0xcbf2_9ce4_8422_2325u64, |h, byte| {
        (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ((state ^ (state >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Lower-case form with every digit as 0.
fn normal(form: &str, lower: &mut String) {
    lower.clear();
    for c in form.chars() {
        if c.is_ascii() {
            lower.push(if c.is_ascii_digit() {
                '0'
            } else {
                c.to_ascii_lowercase()
            });
        } else if c.is_numeric() {
            lower.push('0');
        } else {
            lower.extend(c.to_lowercase());
        }
    }
}

/// Letters, digits and capitals of a word; in a sentence in capitals they say nothing and are left aside.
fn shape(form: &str, first: bool, capitals: bool) -> u8 {
    let (mut upper, mut lower, mut digit, mut other) = (0, 0, 0, 0);
    let mut initial = false;
    for (i, c) in form.chars().enumerate() {
        if c.is_uppercase() {
            upper += 1;
            initial |= i == 0;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if c.is_numeric() {
            digit += 1;
        } else {
            other += 1;
        }
    }
    let class = match (upper, lower, digit, other) {
        (0, 0, 0, _) => 1,
        (0, 0, 1, 0) => 2,
        (0, 0, 2, 0) => 3,
        (0, 0, 4, 0) => 4,
        (0, 0, _, 0) => 5,
        (0, 0, _, _) => 6,
        (_, _, 0, 0) if capitals => 7,
        (_, _, 0, _) if capitals => 9,
        _ if capitals => 8,
        (0, _, 0, 0) => 10,
        (0, _, 0, _) => 11,
        (0, _, _, _) => 17,
        (1, 0, 0, 0) => 12,
        (_, 0, 0, 0) => 13,
        (_, 0, 0, _) => 14,
        (_, 0, _, _) => 18,
        (1, _, 0, 0) if initial => 15,
        (_, _, 0, _) if initial => 16,
        _ => 17,
    };
    class + if first { 32 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_forms() {
        for (form, first, capitals, class) in [
            (",", false, false, 1),
            ("5", false, false, 2),
            ("12,000", false, false, 6),
            ("army", false, false, 10),
            ("n't", false, false, 11),
            ("Veldan", true, false, 47),
            ("VELDAN", false, true, 7),
            ("VLF", false, false, 13),
            ("U.S.", false, false, 14),
            ("McCorr", false, false, 16),
            ("3D", false, false, 18),
            ("1990s", false, false, 17),
        ] {
            assert_eq!(shape(form, first, capitals), class, "{form}");
        }
        let mut lower = String::new();
        normal("M-72", &mut lower);
        assert_eq!(lower, "m-00");
        // Pinned against the training script.
        assert_eq!(hash(b"the".iter().copied()), HASH_OF_THE);
    }

    const HASH_OF_THE: u32 = 2_670_706_417;
}
