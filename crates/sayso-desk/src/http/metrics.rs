//! Counts of what was asked and how long it took, in the text form of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

/// Upper bounds of the durations' bins, in milliseconds.
const BINS: [u64; 9] = [1, 5, 10, 25, 50, 100, 150, 500, 2000];

#[derive(Debug, Default, Clone)]
struct Durations {
    bins: [u64; BINS.len()],
    sum_micros: u64,
    count: u64,
}

/// By route and status; and by route.
type Counts = (BTreeMap<(String, u16), u64>, BTreeMap<String, Durations>);

/// Requests by route and status, and their durations by route.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    inner: Mutex<Counts>,
}

impl Metrics {
    pub(crate) fn count(&self, route: &str, status: u16, micros: u64) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *inner.0.entry((route.to_owned(), status)).or_insert(0) += 1;
        let durations = inner.1.entry(route.to_owned()).or_default();
        for (bin, bound) in durations.bins.iter_mut().zip(BINS) {
            *bin += u64::from(micros <= bound * 1000);
        }
        durations.sum_micros += micros;
        durations.count += 1;
    }

    pub(crate) fn text(&self) -> String {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::from("# TYPE sayso_desk_requests_total counter\n");
        for ((route, status), count) in &inner.0 {
            let _ = writeln!(
                out,
                "sayso_desk_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        out.push_str("# TYPE sayso_desk_request_seconds histogram\n");
        for (route, durations) in &inner.1 {
            for (bin, bound) in durations.bins.iter().zip(BINS) {
                let _ = writeln!(
                    out,
                    "sayso_desk_request_seconds_bucket{{route=\"{route}\",le=\"{}\"}} {bin}",
                    bound as f64 / 1000.0
                );
            }
            let count = durations.count;
            let _ = writeln!(
                out,
                "sayso_desk_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"
            );
            let sum = durations.sum_micros as f64 / 1e6;
            let _ = writeln!(
                out,
                "sayso_desk_request_seconds_sum{{route=\"{route}\"}} {sum}"
            );
            let _ = writeln!(
                out,
                "sayso_desk_request_seconds_count{{route=\"{route}\"}} {count}"
            );
        }
        out
    }
}
