//! Days of two claims, each as precise as it is.

use crate::item::{Days, Item};
use crate::weights::time as at;

pub(super) fn level(one: &Item, other: &Item) -> u8 {
    match (one.time, other.time) {
        (Some(one), Some(other)) => days(one, other),
        _ => at::NOT_STATED,
    }
}

fn days(one: Days, other: Days) -> u8 {
    let gap = if one.end < other.start {
        other.start - one.end
    } else if other.end < one.start {
        one.start - other.end
    } else {
        0
    };
    if one.assumed || other.assumed {
        return if gap == 0 {
            at::NOT_STATED
        } else {
            at::APART_LOOSE
        };
    }
    if gap == 0 {
        return match (one.precise, other.precise) {
            (true, true) if one.start == other.start && one.end == other.end => {
                if one.start == one.end {
                    at::SAME_DAY
                } else {
                    at::SAME_DAYS
                }
            }
            (true, true) => at::OVERLAP,
            _ => at::WITHIN,
        };
    }
    let stated = one.stated && other.stated;
    match gap {
        1 => at::NEXT_DAY,
        2 | 3 if stated => at::DAYS_APART,
        2 | 3 => at::DAYS_LOOSE,
        4..=8 if !stated => at::APART_LOOSE,
        _ => at::APART,
    }
}
