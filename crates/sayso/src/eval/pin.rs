//! Pinning: floors and ceilings that follow what is measured, and never loosen.

use super::markdown::SUMMARY;
use crate::refusal::Refusal;
use sayso_eval::Floors;
use sayso_eval::floors::Bound;
use sayso_eval::report::Measures;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "\
# What may not be lost: `sayso eval all --floors eval/floors.toml` fails where a measure is worse than its bound here.
# Measured with the provider `accurate`, rounded down a little. Written by `sayso eval all --pin eval/floors.toml`, which
# only ever tightens a bound; to loosen one is a decision, made by hand, with its reason in the entry's `note`.
";

/// Room for the arithmetic of other processors.
const SLACK: f64 = 0.005;

/// Writes the bounds of a file anew, each at least as tight as it was.
pub(super) fn raise(path: &Path, measures: &Measures) -> Result<(), Refusal> {
    let old = if path.exists() {
        Floors::load(path)?
    } else {
        Floors::default()
    };
    let text = bounds(&old, measures);
    std::fs::write(path, text)
        .map_err(|cause| Refusal::new(format!("{}: cannot be written ({cause})", path.display())))
}

fn bounds(old: &Floors, measures: &Measures) -> String {
    let mut floors: BTreeMap<&str, Bound> = old
        .floor
        .iter()
        .map(|bound| (bound.measure.as_str(), bound.clone()))
        .collect();
    let mut ceilings: BTreeMap<&str, Bound> = old
        .ceiling
        .iter()
        .map(|bound| (bound.measure.as_str(), bound.clone()))
        .collect();
    for row in SUMMARY {
        let Some(&measured) = measures.get(row.measure) else {
            continue;
        };
        let fresh = |value| Bound {
            measure: row.measure.to_owned(),
            value,
            note: None,
        };
        if row.is_count {
            let bound = ceilings
                .entry(row.measure)
                .or_insert_with(|| fresh(measured));
            bound.value = bound.value.min(measured);
        } else {
            let low = (((measured - SLACK) * 100.0).floor() / 100.0).max(0.0);
            let bound = floors.entry(row.measure).or_insert_with(|| fresh(low));
            bound.value = bound.value.max(low);
        }
    }
    let mut text = HEAD.to_owned();
    for (name, list) in [("floor", floors), ("ceiling", ceilings)] {
        for bound in list.values() {
            let _ = write!(
                text,
                "\n[[{name}]]\nmeasure = \"{}\"\nvalue = {:?}\n",
                bound.measure, bound.value
            );
            if let Some(note) = &bound.note {
                let _ = writeln!(text, "note = {note:?}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_follow_upwards_and_never_loosen() {
        let measured = |strict: f64, confusions: f64| -> Measures {
            [
                ("claims.all.strict_f1".to_owned(), strict),
                ("claims.all.toll_confusions".to_owned(), confusions),
            ]
            .into()
        };
        let file = |text: &str| {
            let path = std::env::temp_dir().join(format!("sayso-pin-{}.toml", text.len()));
            std::fs::write(&path, text).expect("written");
            Floors::load(&path).expect("own output is read")
        };
        let first = file(&bounds(&Floors::default(), &measured(0.487, 2.0)));
        assert_eq!((first.floor[0].value, first.ceiling[0].value), (0.48, 2.0));
        let worse = file(&bounds(&first, &measured(0.3, 5.0)));
        assert_eq!((worse.floor[0].value, worse.ceiling[0].value), (0.48, 2.0));
        let better = file(&bounds(&first, &measured(0.52, 0.0)));
        assert_eq!(
            (better.floor[0].value, better.ceiling[0].value),
            (0.51, 0.0)
        );
    }
}
