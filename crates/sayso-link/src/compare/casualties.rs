//! Casualty figures of two claims.

use crate::item::{Item, Range};
use crate::weights::{injured as at_injured, killed as at};

pub(super) fn killed(one: &Item, other: &Item) -> u8 {
    level(one.killed, other.killed)
}

pub(super) fn injured(one: &Item, other: &Item) -> u8 {
    // Both tables have the same levels in the same order.
    const { assert!(at::FAR == at_injured::FAR && at::NOT_STATED == at_injured::NOT_STATED) };
    level(one.injured, other.injured)
}

fn level(one: Option<Range>, other: Option<Range>) -> u8 {
    let (Some(one), Some(other)) = (one, other) else {
        return at::NOT_STATED;
    };
    if let (Some(a), Some(b)) = (one.best, other.best)
        && a == b
    {
        return match a {
            0 => at::EQUAL_NONE,
            1 | 2 => at::EQUAL_SMALL,
            3..=9 => at::EQUAL,
            _ => at::EQUAL_LARGE,
        };
    }
    if (one.high == 0) != (other.high == 0) {
        return at::NONE_OR_SOME;
    }
    if one.low <= other.high && other.low <= one.high {
        return at::FITS;
    }
    // The gap between the two ranges.
    let (low, high) = if one.high < other.low {
        (one.high, other.low)
    } else {
        (other.high, one.low)
    };
    if high - low <= 2 || high.saturating_mul(2) <= low.saturating_mul(3) {
        at::CLOSE
    } else if high <= low.saturating_mul(3) {
        at::DIFFERS
    } else {
        at::FAR
    }
}
