//! Days of two claims, each as precise as it is.

use crate::item::{Days, Item};
use crate::weights::time as at;

pub(super) fn level(one: &Item, other: &Item) -> u8 {
    match (one.time, other.time) {
        (Some(a), Some(b)) => match days(a, b) {
            at::DAYS_LOOSE | at::APART_LOOSE | at::FAR_LOOSE
                if one.text == other.text && !a.assumed && !b.assumed =>
            {
                at::LOOSE_HERE
            }
            level => level,
        },
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
    let stated = one.stated && other.stated;
    if gap == 0 {
        return match (one.precise, other.precise) {
            (true, true) if one.start == other.start && one.end == other.end => {
                if one.start == one.end && stated {
                    at::SAME_DAY
                } else if one.start == one.end {
                    at::SAME_DAY_LOOSE
                } else {
                    at::SAME_DAYS
                }
            }
            (true, true) => at::OVERLAP,
            _ => at::WITHIN,
        };
    }
    match gap {
        1 if stated => at::NEXT_DAY,
        1 => at::NEXT_DAY_LOOSE,
        2 | 3 if stated => at::DAYS_APART,
        2 | 3 => at::DAYS_LOOSE,
        4..=8 if !stated => at::APART_LOOSE,
        _ if !stated => at::FAR_LOOSE,
        _ => at::APART,
    }
}
