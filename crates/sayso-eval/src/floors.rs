//! Floors and ceilings for measures, read from TOML.
//!
//! ```toml
//! [[floor]]
//! measure = "claims.all.strict_f1"
//! value = 0.40
//! [[ceiling]]
//! measure = "claims.all.toll_confusions"
//! value = 3
//! ```

use crate::error::{EvalError, read_text};
use crate::report::Measures;
use serde::Deserialize;
use std::fmt;
use std::path::Path;

/// The bounds of a floors file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Measures that must be at least this.
    #[serde(default)]
    pub floor: Vec<Bound>,
    /// Measures that must be at most this.
    #[serde(default)]
    pub ceiling: Vec<Bound>,
}

/// One bound of one measure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    pub measure: String,
    pub value: f64,
    /// Where the bound comes from, for the reader.
    #[serde(default)]
    pub note: Option<String>,
}

/// A bound that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    pub measure: String,
    pub bound: f64,
    /// The measured value; `None` when the run did not measure it.
    pub got: Option<f64>,
    pub ceiling: bool,
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = if self.ceiling {
            "above the ceiling"
        } else {
            "below the floor"
        };
        match self.got {
            Some(got) => write!(
                out,
                "{}: {got:.4} is {side} {:.4}",
                self.measure, self.bound
            ),
            None => write!(
                out,
                "{}: not measured (bound {:.4})",
                self.measure, self.bound
            ),
        }
    }
}

impl Floors {
    /// Reads a floors file; unknown keys are refused.
    pub fn load(path: &Path) -> Result<Floors, EvalError> {
        toml::from_str(&read_text(path)?).map_err(|fault| EvalError::format(path, fault))
    }

    /// The bounds that do not hold, in the order of the file. A measure that is missing or not a number is a breach.
    pub fn check(&self, measures: &Measures) -> Vec<Breach> {
        let breach = |bound: &Bound, ceiling: bool| {
            let got = measures.get(&bound.measure).copied();
            let holds = got.is_some_and(|got| {
                if ceiling {
                    got <= bound.value
                } else {
                    got >= bound.value
                }
            });
            (!holds).then(|| Breach {
                measure: bound.measure.clone(),
                bound: bound.value,
                got,
                ceiling,
            })
        };
        let floors = self.floor.iter().filter_map(|bound| breach(bound, false));
        floors
            .chain(self.ceiling.iter().filter_map(|bound| breach(bound, true)))
            .collect()
    }

    /// Only the bounds on measures of the corpora that were run, named by the measures' first part (`claims`, `muc4`).
    pub fn restricted_to(&self, corpora: &[&str]) -> Floors {
        let keep = |bounds: &[Bound]| -> Vec<Bound> {
            let first = |measure: &str| measure.split('.').next().unwrap_or_default().to_owned();
            bounds
                .iter()
                .filter(|bound| corpora.contains(&first(&bound.measure).as_str()))
                .cloned()
                .collect()
        };
        Floors {
            floor: keep(&self.floor),
            ceiling: keep(&self.ceiling),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_at_their_value_and_missing_measures_fail() {
        let floors: Floors = toml::from_str(
            "[[floor]]\nmeasure = 'a.x'\nvalue = 0.5\n[[floor]]\nmeasure = 'a.y'\nvalue = 0.5\n\
             [[floor]]\nmeasure = 'b.none'\nvalue = 0.1\n[[ceiling]]\nmeasure = 'a.n'\nvalue = 3\n\
             [[ceiling]]\nmeasure = 'a.m'\nvalue = 3",
        )
        .expect("well formed");
        let measures: Measures = [("a.x", 0.5), ("a.y", 0.49), ("a.n", 3.0), ("a.m", 4.0)]
            .map(|(k, v)| (k.to_owned(), v))
            .into();
        let names: Vec<String> = floors
            .check(&measures)
            .into_iter()
            .map(|b| b.measure)
            .collect();
        assert_eq!(names, ["a.y", "b.none", "a.m"]);
        assert_eq!(floors.restricted_to(&["a"]).check(&measures).len(), 2);
        assert!(
            floors.check(&measures)[0]
                .to_string()
                .contains("0.4900 is below the floor 0.5000")
        );
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        assert!(toml::from_str::<Floors>("[[flor]]\nmeasure = 'a'\nvalue = 1").is_err());
        assert!(toml::from_str::<Floors>("[[floor]]\nmeasure = 'a'\nvalu = 1").is_err());
    }
}
