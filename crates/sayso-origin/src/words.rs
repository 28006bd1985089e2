//! The words this crate needs, from `data/lang/en`: never in Rust.

use sayso_text::SegmentLexicon;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Words of one language by which texts are compared and unnamed sources known.
#[derive(Debug, Clone, Default)]
pub struct OriginWords {
    pub(crate) unnamed: BTreeSet<String>,
    /// Words that stand in reports of every story.
    pub(crate) common: BTreeSet<String>,
    pub(crate) credit_lead: Vec<String>,
    pub(crate) spelling: Vec<(String, String)>,
    pub(crate) calendar: BTreeSet<String>,
    pub(crate) numbers: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unnamed: BTreeSet<String>,
    common: BTreeSet<String>,
    credit_lead: Vec<String>,
    spelling: Vec<Spelling>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelling {
    from: String,
    to: String,
}

/// The part of `numbers.toml` that is needed here.
#[derive(Deserialize)]
struct Numbers {
    units: BTreeMap<String, u64>,
    multipliers: BTreeMap<String, u64>,
}

const FILE: &str = include_str!("../../../data/lang/en/origins.toml");
const NUMBERS: &str = include_str!("../../../data/lang/en/numbers.toml");

impl OriginWords {
    /// The words that come with the program.
    pub fn builtin() -> &'static OriginWords {
        static WORDS: OnceLock<OriginWords> = OnceLock::new();
        // A test parses the files, so that the default is never what a release runs on.
        WORDS.get_or_init(|| OriginWords::parse(FILE, NUMBERS).unwrap_or_default())
    }

    fn parse(file: &str, numbers: &str) -> Result<OriginWords, toml::de::Error> {
        let file: File = toml::from_str(file)?;
        let numbers: Numbers = toml::from_str(numbers)?;
        let segment = SegmentLexicon::builtin();
        Ok(OriginWords {
            unnamed: file.unnamed,
            common: file.common,
            credit_lead: file.credit_lead,
            spelling: file
                .spelling
                .into_iter()
                .map(|entry| (entry.from, entry.to))
                .collect(),
            calendar: [
                &segment.months,
                &segment.month_abbreviations,
                &segment.weekdays,
            ]
            .into_iter()
            .map(|set| set.iter().cloned().collect::<BTreeSet<String>>())
            .fold(BTreeSet::new(), |mut all, set| {
                all.extend(set);
                all
            }),
            // "One" is as often a pronoun as a number.
            numbers: numbers
                .units
                .into_iter()
                .chain(numbers.multipliers)
                .filter(|(_, value)| *value > 1)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_come_with_the_program_parse() {
        let words = OriginWords::parse(FILE, NUMBERS).expect("data/lang/en");
        assert!(words.unnamed.contains("officials") && words.calendar.contains("tuesday"));
        assert_eq!(words.numbers.get("seventeen"), Some(&17));
    }
}
