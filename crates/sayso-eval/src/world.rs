//! The names of a `world.json`: which party or outlet a name means in a report of a given side.

use crate::claims::ReportInput;
use crate::error::{EvalError, read_text};
use crate::names::is_article;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Party and outlet names of a claims folder, for matching names in scoring.
#[derive(Debug, Clone, Default)]
pub struct World {
    parties: Vec<Party>,
    /// Folded name → positions in `parties` with the side whose outlets use it (`None`: everybody).
    names: BTreeMap<String, BTreeSet<(Option<String>, usize)>>,
}

#[derive(Debug, Clone, Deserialize)]
struct Party {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    aliases_by_side: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct WorldFile {
    #[serde(default)]
    parties: Vec<Party>,
    #[serde(default)]
    outlets: Vec<Party>,
}

impl World {
    /// Reads the parties and outlets of a `world.json`.
    pub fn load(path: &Path) -> Result<World, EvalError> {
        let file: WorldFile = serde_json::from_str(&read_text(path)?)
            .map_err(|fault| EvalError::format(path, fault))?;
        let mut world = World::default();
        for party in file.parties.into_iter().chain(file.outlets) {
            world.add(party);
        }
        Ok(world)
    }

    fn add(&mut self, party: Party) {
        // An outlet that is also a party is one actor.
        let known = self
            .names
            .get(&fold(&party.name))
            .into_iter()
            .flatten()
            .find(|(side, _)| side.is_none());
        let position = known.map_or(self.parties.len(), |(_, position)| *position);
        for name in std::iter::once(&party.name).chain(&party.aliases) {
            self.names
                .entry(fold(name))
                .or_default()
                .insert((None, position));
        }
        for (side, aliases) in &party.aliases_by_side {
            for name in aliases {
                self.names
                    .entry(fold(name))
                    .or_default()
                    .insert((Some(side.clone()), position));
            }
        }
        if position == self.parties.len() {
            self.parties.push(party);
        }
    }

    /// The party a name means in this report: names that the outlet's side uses first, then names for all,
    /// then names that only others use; `None` when several parties remain.
    pub fn resolve(&self, report: &ReportInput, name: &str) -> Option<String> {
        let found = self.names.get(&fold(name))?;
        let side = report
            .outlet_side
            .as_deref()
            .map(|outlet_side| self.side_of(outlet_side));
        let own: BTreeSet<usize> = found
            .iter()
            .filter(|(s, _)| s.is_some() && *s == side)
            .map(|(_, position)| *position)
            .collect();
        let common: BTreeSet<usize> = found
            .iter()
            .filter(|(s, _)| s.is_none())
            .map(|(_, position)| *position)
            .collect();
        let others: BTreeSet<usize> = found.iter().map(|(_, position)| *position).collect();
        let candidates = [own, common, others]
            .into_iter()
            .find(|set| !set.is_empty())?;
        match candidates.iter().collect::<Vec<_>>().as_slice() {
            [only] => self.parties.get(**only).map(|party| party.name.clone()),
            _ => None,
        }
    }

    /// An outlet's side is a party; that party's own side is the key of `aliases_by_side`.
    fn side_of(&self, outlet_side: &str) -> String {
        self.parties
            .iter()
            .find(|party| fold(&party.name) == fold(outlet_side))
            .and_then(|party| party.side.clone())
            .unwrap_or_else(|| outlet_side.to_owned())
    }
}

/// Lower case, straight apostrophes, single blanks, no leading article.
fn fold(name: &str) -> String {
    let lower = name.replace('’', "'").to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        [first, rest @ ..] if !rest.is_empty() && is_article(first) => rest.join(" "),
        all => all.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world() -> World {
        let file: WorldFile = serde_json::from_str(
            r#"{"parties": [
                {"name": "Norland", "side": "N", "aliases_by_side": {"S": ["the regime"]}},
                {"name": "Norland Army", "aliases": ["the army"], "side": "N"},
                {"name": "South Front", "side": "S", "aliases_by_side": {"N": ["the gangs"]}},
                {"name": "South Brigades", "side": "S", "aliases_by_side": {"N": ["the gangs"]}}],
               "outlets": [{"name": "Norland Army", "side": "N", "aliases": ["Army Radio"]},
                           {"name": "The Army", "side": "N"}]}"#,
        )
        .expect("well formed");
        let mut world = World::default();
        file.parties
            .into_iter()
            .chain(file.outlets)
            .for_each(|party| world.add(party));
        world
    }

    #[test]
    fn names_follow_the_side_of_the_outlet() {
        let world = world();
        let report = |side: Option<&str>| ReportInput {
            outlet_side: side.map(str::to_owned),
            ..ReportInput::default()
        };
        let cases = [
            (Some("South Front"), "The regime", Some("Norland")),
            (None, "the regime", Some("Norland")),
            (Some("Norland"), "the gangs", None),
            (None, "Army Radio", Some("Norland Army")),
            (None, "the army", Some("Norland Army")),
            (None, "nobody known", None),
            (None, "", None),
        ];
        for (side, name, expected) in cases {
            assert_eq!(
                world.resolve(&report(side), name).as_deref(),
                expected,
                "{side:?} {name}"
            );
        }
    }
}
