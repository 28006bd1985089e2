//! The weights of the comparisons, read from `data/linking/weights.toml`.
//!
//! The program decides which level of a comparison holds for two claims; how much a level weighs and what is told of it
//! is the file's. A file must name every level, and no other.

use crate::LinkError;
use serde::Deserialize;
use std::collections::BTreeMap;

const WEIGHTS_FILE: &str = include_str!("../../../data/linking/weights.toml");

/// Declares each comparison with its levels, as constants and as names for the file.
macro_rules! comparisons {
    ($($index:literal $module:ident { $($level:literal $constant:ident $name:literal),* $(,)? })*) => {
        $(
            pub(crate) mod $module {
                //! Levels of one comparison.
                #![allow(dead_code, reason = "killed and injured have the same levels")]
                pub(crate) const INDEX: usize = $index;
                $(pub(crate) const $constant: u8 = $level;)*
            }
        )*
        /// Comparisons in their order, with the names of their levels.
        pub(crate) const COMPARISONS: &[(&str, &[&str])] = &[$((stringify!($module), &[$($name),*])),*];
    };
}

comparisons! {
    0 place { 0 SAME_SITE "same_site", 1 SAME_PLACE "same_place", 2 SAME_NAME "same_name", 3 WITHIN "within", 4 NEAR "near",
        5 COARSE "coarse", 6 NOT_STATED "not_stated", 7 OTHER_NAME "other_name", 8 OFF "off", 9 OTHER_SITE "other_site", 10 APART "apart",
        11 TAKEN_SAME "taken_same", 12 TAKEN_NEAR "taken_near", 13 TAKEN_OTHER "taken_other", 14 TAKEN_APART "taken_apart",
        15 TAKEN_HERE "taken_here" }
    1 time { 0 SAME_DAY "same_day", 1 SAME_DAYS "same_days", 2 OVERLAP "overlap", 3 NEXT_DAY "next_day", 4 WITHIN "within",
        5 NOT_STATED "not_stated", 6 DAYS_LOOSE "days_loose", 7 DAYS_APART "days_apart", 8 APART_LOOSE "apart_loose", 9 APART "apart",
        10 SAME_DAY_LOOSE "same_day_loose", 11 NEXT_DAY_LOOSE "next_day_loose", 12 FAR_LOOSE "far_loose", 13 LOOSE_HERE "loose_here" }
    2 kind { 0 SAME "same", 1 AKIN "akin", 2 ANSWER "answer", 3 DOWNED "downed", 4 UNLIKE "unlike", 5 FOREIGN "foreign" }
    3 weapon { 0 SAME "same", 1 AKIN "akin", 2 NOT_STATED "not_stated", 3 OTHER "other" }
    4 perpetrator { 0 SAME "same", 1 RELATED "related", 2 SAME_SIDE "same_side", 3 SAME_WORDS "same_words", 4 NOT_STATED "not_stated",
        5 OTHER_BLAMED "other_blamed", 6 OTHER "other" }
    5 target { 0 SAME "same", 1 RELATED "related", 2 SAME_WORDS "same_words", 3 NOT_STATED "not_stated", 4 OTHER_WORDS "other_words",
        5 OTHER_SIDE "other_side", 6 NAMED "named" }
    6 site { 0 SAME "same", 1 SAME_NAMED "same_named", 2 NOT_STATED "not_stated", 3 OTHER "other", 4 OTHER_VERSION "other_version", 5 BESIDE "beside" }
    7 killed { 0 EQUAL_LARGE "equal_large", 1 EQUAL "equal", 2 EQUAL_SMALL "equal_small", 3 EQUAL_NONE "equal_none", 4 FITS "fits", 5 CLOSE "close",
        6 NOT_STATED "not_stated", 7 DIFFERS "differs", 8 NONE_OR_SOME "none_or_some", 9 FAR "far" }
    8 injured { 0 EQUAL_LARGE "equal_large", 1 EQUAL "equal", 2 EQUAL_SMALL "equal_small", 3 EQUAL_NONE "equal_none", 4 FITS "fits", 5 CLOSE "close",
        6 NOT_STATED "not_stated", 7 DIFFERS "differs", 8 NONE_OR_SOME "none_or_some", 9 FAR "far" }
    9 words { 0 COPY "copy", 1 MANY "many", 2 THREE "three", 3 TWO "two", 4 ONE "one", 5 FEW "few", 6 NONE "none", 7 NONE_HERE "none_here", 8 BOILERPLATE "boilerplate" }
    10 operation { 0 SAME "same", 1 NOT_STATED "not_stated", 2 OTHER "other" }
    11 report { 0 ONE_SENTENCE "one_sentence", 1 NEXT_SENTENCE "next_sentence", 2 NEAR "near", 3 OTHER_REPORT "other_report",
        4 FAR "far", 5 SET_APART "set_apart" }
    12 voice { 0 TWICE "twice", 1 OTHER "other", 2 TWO_SITES "two_sites" }
    13 coder { 0 JOINED "joined", 1 NOT_TOLD "not_told", 2 PARTED "parted", 3 JOINED_UNLIKE "joined_unlike", 4 SET_APART "set_apart" }
}

/// Number of comparisons.
pub(crate) const COMPARED: usize = 14;

/// What one level of a comparison does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub weight: i32,
    /// One phrase for people.
    pub means: String,
    /// Two claims at this level are never in one incident.
    #[serde(default)]
    pub parts: bool,
    /// How much a pair at this level counts in the mean of two groups, in hundredths.
    #[serde(default = "whole")]
    pub counts: u8,
}

fn whole() -> u8 {
    100
}

/// Distances and sizes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub same_km: f64,
    pub near_km: f64,
    pub apart_km: f64,
    pub district_km: f64,
    pub province_km: f64,
    pub area_km: f64,
    pub water_km: f64,
    pub country_km: f64,
    pub undated_days: i32,
    pub crowd: usize,
    pub open: usize,
    pub first: usize,
}

/// All weights of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub prior: i32,
    pub join: i32,
    pub margin: i32,
    pub strongest: u8,
    pub most: i32,
    pub least: i32,
    pub limits: Limits,
    pub(crate) levels: Vec<Vec<Level>>,
}

#[derive(Deserialize)]
struct Head {
    prior: i32,
    join: i32,
    margin: i32,
    strongest: u8,
    most: i32,
    least: i32,
    limits: Limits,
    #[serde(flatten)]
    comparisons: BTreeMap<String, BTreeMap<String, Level>>,
}

impl Weights {
    /// The weights that come with the program.
    pub fn builtin() -> Result<Weights, LinkError> {
        Weights::parse(WEIGHTS_FILE, "data/linking/weights.toml")
    }

    /// Reads a file of weights; every fault is told at once.
    pub fn parse(text: &str, shown: &str) -> Result<Weights, LinkError> {
        let refuse = |what: String| LinkError::Weights { what };
        let head: Head = toml::from_str(text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| line_at(text, span.start));
            let what = fault.message().trim_end().replace('\n', "; ");
            refuse(format!(
                "{shown}:{line}: {what} (a level is written `name = {{ weight = 100, means = \"words\" }}`)"
            ))
        })?;
        let mut faults: Vec<(usize, String)> = Vec::new();
        for (name, levels) in &head.comparisons {
            match COMPARISONS.iter().find(|(known, _)| known == name) {
                None => {
                    let known: Vec<&str> = COMPARISONS.iter().map(|(name, _)| *name).collect();
                    let what = format!(
                        "no comparison is called [{name}]; there are {}",
                        known.join(", ")
                    );
                    faults.push((line_of(text, name, None), what));
                }
                Some((_, known)) => {
                    let unknown = levels
                        .keys()
                        .filter(|level| !known.contains(&level.as_str()));
                    faults.extend(unknown.map(|level| {
                        let what = format!(
                            "[{name}] has no level `{level}`; its levels are {}",
                            known.join(", ")
                        );
                        (line_of(text, name, Some(level)), what)
                    }));
                }
            }
        }
        let mut table = Vec::with_capacity(COMPARED);
        for (name, levels) in COMPARISONS {
            let given = head.comparisons.get(*name);
            let mut row = Vec::with_capacity(levels.len());
            for level in *levels {
                match given.and_then(|given| given.get(*level)) {
                    Some(level) => row.push(level.clone()),
                    None => faults.push((
                        line_of(text, name, None),
                        format!("[{name}] lacks the level `{level}`: copy its line from data/linking/weights.toml"),
                    )),
                }
            }
            table.push(row);
        }
        if faults.is_empty() {
            Ok(Weights {
                prior: head.prior,
                join: head.join,
                margin: head.margin,
                strongest: head.strongest.min(100),
                most: head.most,
                least: head.least,
                limits: head.limits,
                levels: table,
            })
        } else {
            faults.sort();
            let told: Vec<String> = faults
                .into_iter()
                .map(|(line, what)| format!("{shown}:{line}: {what}"))
                .collect();
            Err(refuse(told.join("\n")))
        }
    }

    pub(crate) fn level(&self, comparison: usize, level: u8) -> Option<&Level> {
        self.levels.get(comparison)?.get(usize::from(level))
    }
}

/// The line of a byte, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// The line of a table's head, or of a key in it; the last line where the table is not there.
fn line_of(text: &str, table: &str, key: Option<&str>) -> usize {
    let lines = || {
        text.lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim()))
    };
    let head = format!("[{table}]");
    let last = lines().last().map_or(1, |(number, _)| number);
    let Some((start, _)) = lines().find(|(_, line)| line.starts_with(&head)) else {
        return last;
    };
    let Some(key) = key else { return start };
    lines()
        .skip(start)
        .take_while(|(_, line)| !line.starts_with('['))
        .find(|(_, line)| {
            line.split('=')
                .next()
                .is_some_and(|name| name.trim() == key)
        })
        .map_or(start, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stock_has_every_level_and_all_faults_of_a_file_are_told() {
        let stock = Weights::builtin().expect("the stock is well formed");
        assert_eq!(stock.levels.len(), COMPARED);
        let bad = WEIGHTS_FILE
            .replace("same_site ", "same_spot ")
            .replace("[voice]", "[tone]");
        let told = Weights::parse(&bad, "mine.toml")
            .expect_err("two faults")
            .to_string();
        for part in [
            "mine.toml",
            "same_spot",
            "same_site",
            "[tone]",
            "[voice] lacks",
            "copy its line",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let at = |needle: &str| {
            bad.lines()
                .position(|line| line.starts_with(needle))
                .map(|at| at + 1)
        };
        for needle in ["same_spot", "[tone]"] {
            let line = format!("mine.toml:{}:", at(needle).expect("in the file"));
            assert!(told.contains(&line), "{line} {told}");
        }
        let broken = Weights::parse("prior = -800\njoin = \"no\"\n", "mine.toml")
            .expect_err("no number")
            .to_string();
        assert!(broken.contains("mine.toml:2:"), "{broken}");
    }
}
