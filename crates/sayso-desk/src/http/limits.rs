//! How many requests one address may send.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Addresses kept at a time.
const KEPT: usize = 10_000;

/// A bucket per address: it fills by `per_second` and holds ten seconds' worth.
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_second: f64,
    buckets: Mutex<BTreeMap<String, (f64, f64)>>,
}

impl RateLimit {
    pub(crate) fn new(per_second: u32) -> RateLimit {
        RateLimit {
            per_second: f64::from(per_second),
            buckets: Mutex::new(BTreeMap::new()),
        }
    }

    /// Takes one request at a time of the clock in seconds; gives the seconds to wait if there is none left.
    pub(crate) fn take(&self, address: &str, now: f64) -> Result<(), u64> {
        let most = self.per_second * 10.0;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEPT {
            buckets.retain(|_, (left, at)| *left + (now - *at) * self.per_second < most);
        }
        let (left, at) = buckets.entry(address.to_owned()).or_insert((most, now));
        *left = (*left + (now - *at).max(0.0) * self.per_second).min(most);
        *at = now;
        if *left >= 1.0 {
            *left -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - *left) / self.per_second).ceil().max(1.0) as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limit = RateLimit::new(2);
        for _ in 0..20 {
            assert_eq!(limit.take("a", 5.0), Ok(()));
        }
        assert_eq!(limit.take("a", 5.0), Err(1));
        assert_eq!(limit.take("b", 5.0), Ok(()));
        assert_eq!(limit.take("a", 5.6), Ok(()));
    }
}
