//! What the features see of a word: hashes of its form, affixes, shape and cluster.

use super::table::Clusters;

/// One word as the feature templates see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    pub form: u32,
    pub suffixes: [u32; 4],
    pub prefixes: [u32; 3],
    pub shape: u32,
    /// Cluster of the form, fine and coarse; 0 if unknown.
    pub fine: u32,
    pub coarse: u32,
}

/// A hash of bytes that is the same everywhere.
pub fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    ((state ^ (state >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Lower-case form with every digit as 0.
pub fn normal(form: &str) -> String {
    let mut lower = String::with_capacity(form.len());
    for c in form.chars() {
        if c.is_ascii() {
            lower.push(if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() });
        } else if c.is_numeric() {
            lower.push('0');
        } else {
            lower.extend(c.to_lowercase());
        }
    }
    lower
}

/// The words of a sentence; a sentence in capitals has one shape for all its words.
pub fn words(forms: &[&str], clusters: &Clusters) -> Vec<Word> {
    let small = forms.iter().flat_map(|form| form.chars()).any(char::is_lowercase);
    let capitals = !small && forms.iter().flat_map(|form| form.chars()).filter(|c| c.is_uppercase()).count() >= 2;
    forms
        .iter()
        .enumerate()
        .map(|(i, form)| {
            let lower = normal(form);
            let bytes = lower.as_bytes();
            let n = bytes.len();
            // Affixes by bytes: they are only hashed, so that a cut character does no harm.
            let suffix = |k: usize| hash(bytes[n.saturating_sub(k)..].iter().copied());
            let prefix = |k: usize| hash(bytes[..k.min(n)].iter().copied());
            let form_hash = hash(bytes.iter().copied());
            let (fine, coarse) = clusters.of(form_hash);
            Word {
                form: form_hash,
                suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
                prefixes: [prefix(1), prefix(2), prefix(3)],
                shape: shape(form, i == 0, capitals),
                fine,
                coarse,
            }
        })
        .collect()
}

fn shape(form: &str, first: bool, capitals: bool) -> u32 {
    let mut upper = 0;
    let mut lower = 0;
    let mut digit = 0;
    let mut other = 0;
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
        _ if capitals => if digit > 0 { 8 } else if other > 0 { 9 } else { 7 },
        (0, _, 0, 0) => 10,
        (0, _, 0, _) => 11,
        (_, 0, 0, 0) if upper == 1 => 12,
        (_, 0, 0, 0) => 13,
        (_, 0, 0, _) => 14,
        (_, _, 0, 0) if initial && upper == 1 => 15,
        (_, _, 0, _) if initial => 16,
        (_, _, 0, _) => 17,
        _ => 18,
    };
    class + if first { 32 } else { 0 }
}
