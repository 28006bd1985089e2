//! Signatures of texts: the smallest hashes of their runs of words, so that texts with much in common meet in a bucket.

use crate::tokens::Token;
use siphasher::sip::SipHasher13;
use std::collections::BTreeSet;
use std::hash::Hasher;

/// Buckets per text; each is made of [`ROWS`] hashes. Two texts that share a fifth of their runs meet in one of them
/// in nine cases of ten, two that share a third practically always.
pub(crate) const BANDS: usize = 64;
const ROWS: usize = 2;
/// Words in a run.
pub(crate) const RUN: usize = 3;

/// Smallest hash of all runs, per hash function.
#[derive(Debug, Clone)]
pub(crate) struct Signature(Vec<u32>);

pub(crate) fn hash(parts: &[Token]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x7361_7973_6f00, 0x6f72_6967_696e);
    for part in parts {
        hasher.write(part.key.as_bytes());
        hasher.write_u8(0);
    }
    hasher.finish()
}

impl Signature {
    pub(crate) fn of(tokens: &[Token]) -> Signature {
        let runs: BTreeSet<u64> = if tokens.len() < RUN {
            BTreeSet::from([hash(tokens)])
        } else {
            tokens.windows(RUN).map(hash).collect()
        };
        let mut least = vec![u32::MAX; BANDS * ROWS];
        for run in runs {
            for (function, least) in least.iter_mut().enumerate() {
                *least = (*least).min((mix(run ^ mix(function as u64 + 1)) >> 32) as u32);
            }
        }
        Signature(least)
    }

    /// The bucket of a band.
    pub(crate) fn bucket(&self, band: usize) -> u64 {
        self.0[band * ROWS..(band + 1) * ROWS]
            .iter()
            .fold(0, |all, least| mix(all ^ u64::from(*least)))
    }

    /// In how many functions two signatures agree: an estimate of the share of common runs.
    pub(crate) fn agreement(&self, other: &Signature) -> usize {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count()
    }
}

/// A bijection of 64 bits that leaves no pattern (the finaliser of splitmix64).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
