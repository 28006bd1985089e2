//! Slowing down whoever guesses passwords.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Failures that cost nothing yet.
const FREE: u32 = 5;
/// Longest wait in seconds.
const LONGEST: u64 = 900;
/// Names kept at a time.
const KEPT: usize = 10_000;

/// Failures by name and by address; each failure above the free ones doubles the wait.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<BTreeMap<String, (u32, i64)>>,
}

impl Throttle {
    /// Seconds to wait before the next try, at a second of the clock.
    pub(crate) fn wait(&self, key: &str, now: i64) -> Option<u64> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, last) = failures.get(key)?;
        let over = count.checked_sub(FREE)?;
        let wait = 2_u64.saturating_pow(over + 1).min(LONGEST);
        let past = u64::try_from(now - last).unwrap_or(0);
        wait.checked_sub(past).filter(|left| *left > 0)
    }

    pub(crate) fn failed(&self, key: &str, now: i64) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= KEPT && !failures.contains_key(key) {
            failures.retain(|_, (_, last)| now - *last < LONGEST as i64);
        }
        let entry = failures.entry(key.to_owned()).or_insert((0, now));
        *entry = (entry.0.saturating_add(1), now);
    }

    pub(crate) fn succeeded(&self, key: &str) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_after_the_free_tries_and_ends_with_success() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            throttle.failed("a", 100);
        }
        assert_eq!(throttle.wait("a", 100), None);
        throttle.failed("a", 100);
        assert_eq!(throttle.wait("a", 100), Some(2));
        throttle.failed("a", 100);
        assert_eq!(throttle.wait("a", 101), Some(3));
        assert_eq!(throttle.wait("a", 104), None);
        for _ in 0..60 {
            throttle.failed("a", 200);
        }
        assert_eq!(throttle.wait("a", 200), Some(900));
        assert_eq!(throttle.wait("b", 200), None);
        throttle.succeeded("a");
        assert_eq!(throttle.wait("a", 200), None);
    }
}
