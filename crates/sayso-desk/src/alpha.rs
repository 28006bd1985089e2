//! Agreement of reviewers: Krippendorff's alpha for names that have no order.

use std::collections::BTreeMap;

/// Alpha over units, each with the values that its reviewers gave; units with fewer than two values do not count.
///
/// `None` where nothing can differ: no unit with two values, or the same value everywhere.
pub fn alpha(units: &[Vec<String>]) -> Option<f64> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let mut observed = 0.0;
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for value in unit {
            *counts.entry(value).or_insert(0.0) += 1.0;
        }
        let size = unit.len() as f64;
        let same: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
        observed += (size * (size - 1.0) - same) / (size - 1.0);
        for (value, count) in counts {
            *totals.entry(value).or_insert(0.0) += count;
        }
    }
    let all: f64 = totals.values().sum();
    let same: f64 = totals.values().map(|count| count * (count - 1.0)).sum();
    let expected = (all * (all - 1.0) - same) / (all - 1.0);
    (all > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<Vec<String>> {
        text.split(' ')
            .map(|unit| {
                unit.chars()
                    .filter(|c| *c != '-')
                    .map(String::from)
                    .collect()
            })
            .collect()
    }

    /// The worked example of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, nominal data.
    #[test]
    fn the_published_example_comes_out() {
        let data = units("11-1 2232 3333 3333 2222 1234 4444 1121 2222 -555 --11 -3--");
        let found = alpha(&data).expect("alpha");
        assert!((found - 0.743).abs() < 0.001, "{found}");
    }

    #[test]
    fn perfect_and_impossible_agreement() {
        assert_eq!(alpha(&units("aa bb cc")), Some(1.0));
        assert_eq!(alpha(&units("aa aa")), None, "nothing differs anywhere");
        assert_eq!(alpha(&units("a b")), None, "nobody was read twice");
        assert!(alpha(&units("ab ba ab")).expect("alpha") < 0.0);
        assert_eq!(alpha(&[]), None);
    }
}
