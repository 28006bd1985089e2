//! Coding many reports on several threads: the answers come in the order of the reports, whatever the threads do.

use sayso_code::{Coder, Coding};
use sayso_model::{ReadNote, Report};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads code; the output does not depend on it.
pub(crate) fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked
        .or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
}

/// Codes reports, one answer per report in their order.
pub(crate) fn code_all(coder: &Coder, reports: &[Report], threads: usize) -> Vec<Coding> {
    in_order(reports, threads, |report| code_one(coder, report))
}

/// Codes one report; a fault of the coder costs that report only, and is told.
fn code_one(coder: &Coder, report: &Report) -> Coding {
    catch_unwind(AssertUnwindSafe(|| coder.code(report))).unwrap_or_else(|_| Coding {
        claims: Vec::new(),
        not_coded: Vec::new(),
        notes: vec![ReadNote {
            code: "coder-fault".to_owned(),
            message: "a fault of the coder stopped this report, the others go on; please send us its text"
                .to_owned(),
        }],
    })
}

/// Maps items on several threads, keeping their order.
pub(crate) fn in_order<T: Sync, U: Send>(
    items: &[T],
    threads: usize,
    map: impl Fn(&T) -> U + Sync,
) -> Vec<U> {
    let threads = threads.min(items.len()).max(1);
    if threads == 1 {
        return items.iter().map(map).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, map(item)));
        }
    };
    let mut all: Vec<(usize, U)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .flat_map(|handle| match handle.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn the_order_is_that_of_the_items_for_every_number_of_threads() {
        let items: Vec<u64> = (0..500).collect();
        for threads in [1, 2, 3, 7, 600] {
            let squares = in_order(&items, threads, |item| item * item);
            assert!(
                squares
                    .iter()
                    .enumerate()
                    .all(|(index, square)| *square == (index * index) as u64),
                "{threads} threads"
            );
        }
        assert!(in_order(&[] as &[u8], 4, |item| *item).is_empty());
    }
}
