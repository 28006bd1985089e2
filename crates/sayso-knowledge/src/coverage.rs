//! What the stock covers: its actors counted by region, country and kind, and the conflicts whose parties it knows.

use crate::actor::Actor;
use crate::kind::ActorKind;
use crate::{ActorId, Knowledge};
use serde::Deserialize;
use std::collections::BTreeMap;

const COVERAGE_FILE: &str = include_str!("../../../data/coverage/coverage.toml");

/// Where the entries stand that the templates of each country make.
const MADE: &str = "actors/countries-";

/// `data/coverage/coverage.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverageFile {
    #[serde(default, rename = "region")]
    regions: Vec<RegionForm>,
    #[serde(default, rename = "conflict")]
    conflicts: Vec<ConflictForm>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionForm {
    name: String,
    countries: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConflictForm {
    name: String,
    from: i16,
    to: Option<i16>,
    parties: Vec<String>,
}

/// What the actors written by hand are, in the columns of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Armies, police, intelligence services, missions.
    pub official_forces: usize,
    /// Rebel groups, militias, movements, umbrellas, gangs, private forces.
    pub armed_groups: usize,
    pub authorities: usize,
    pub monitors: usize,
    pub media: usize,
    pub other: usize,
}

impl Counts {
    fn add(&mut self, kind: ActorKind) {
        let column = match kind {
            ActorKind::Mission => &mut self.official_forces,
            _ if kind.is_medium() => &mut self.media,
            ActorKind::Monitor | ActorKind::Humanitarian => &mut self.monitors,
            _ if kind.is_armed() && kind.is_official() => &mut self.official_forces,
            _ if kind.is_armed() => &mut self.armed_groups,
            _ if kind.is_official() => &mut self.authorities,
            _ => &mut self.other,
        };
        *column += 1;
    }

    /// Organisations with arms.
    pub fn armed(self) -> usize {
        self.official_forces + self.armed_groups
    }

    /// All columns.
    pub fn all(self) -> usize {
        self.armed() + self.authorities + self.monitors + self.media + self.other
    }
}

/// One region with its countries; the last has no country.
#[derive(Debug, Clone)]
pub struct Region {
    pub name: Option<String>,
    pub counts: Counts,
    /// Name of the country and its counts.
    pub countries: Vec<(String, Counts)>,
}

/// One conflict with those of its parties that the stock knows.
#[derive(Debug, Clone)]
pub struct Conflict {
    pub name: String,
    pub from: i16,
    pub to: Option<i16>,
    pub parties: Vec<String>,
    /// Ids that no entry has: a fault of the list.
    pub unknown: Vec<String>,
}

/// What the knowledge covers.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// Entries written by hand.
    pub by_hand: Counts,
    /// Entries that the templates make for each country.
    pub made: usize,
    pub names: usize,
    pub operations: usize,
    pub regions: Vec<Region>,
    pub conflicts: Vec<Conflict>,
}

impl Coverage {
    /// Counts the loaded knowledge.
    pub fn of(knowledge: &Knowledge) -> Coverage {
        // Compiled in; the test below parses it.
        let file: CoverageFile = toml::from_str(COVERAGE_FILE).unwrap_or_default();
        let mut by_hand = Counts::default();
        let mut made = 0;
        let mut names = 0;
        let mut by_country: BTreeMap<Option<String>, Counts> = BTreeMap::new();
        for (_, actor) in knowledge.actors.actors() {
            names += actor.names.len();
            if is_made(actor) {
                made += 1;
                continue;
            }
            by_hand.add(actor.kind);
            let country = actor.country.as_ref().map(|code| code.to_uppercase());
            by_country.entry(country).or_default().add(actor.kind);
        }
        let name_of = |code: &str| {
            let state = knowledge
                .actors
                .state(code)
                .map(|id: ActorId| knowledge.actors.actor(id));
            state.map_or_else(|| code.to_owned(), |state| state.name.clone())
        };
        let mut regions: Vec<Region> = file
            .regions
            .iter()
            .map(|form| {
                let countries = form
                    .countries
                    .split_whitespace()
                    .filter_map(|code| {
                        Some((name_of(code), by_country.remove(&Some(code.to_owned()))?))
                    })
                    .collect();
                Region::of(Some(form.name.clone()), countries)
            })
            .collect();
        let rest: Vec<(String, Counts)> = by_country
            .into_iter()
            .map(|(code, counts)| (code.unwrap_or_default(), counts))
            .collect();
        regions.push(Region::of(None, rest));
        Coverage {
            by_hand,
            made,
            names,
            operations: knowledge.operations.len(),
            regions,
            conflicts: file
                .conflicts
                .into_iter()
                .map(|form| conflict(knowledge, form))
                .collect(),
        }
    }
}

impl Region {
    fn of(name: Option<String>, mut countries: Vec<(String, Counts)>) -> Region {
        countries.sort_by(|a, b| a.0.cmp(&b.0));
        let mut counts = Counts::default();
        for (_, one) in &countries {
            counts.official_forces += one.official_forces;
            counts.armed_groups += one.armed_groups;
            counts.authorities += one.authorities;
            counts.monitors += one.monitors;
            counts.media += one.media;
            counts.other += one.other;
        }
        Region {
            name,
            counts,
            countries,
        }
    }
}

fn is_made(actor: &Actor) -> bool {
    actor.at.file.contains(MADE)
}

fn conflict(knowledge: &Knowledge, form: ConflictForm) -> Conflict {
    let (mut parties, mut unknown) = (Vec::new(), Vec::new());
    for id in form.parties {
        match knowledge.actors.by_id(&id) {
            Some(actor) => parties.push(knowledge.actors.actor(actor).name.clone()),
            None => unknown.push(id),
        }
    }
    Conflict {
        name: form.name,
        from: form.from,
        to: form.to,
        parties,
        unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parties_of_every_conflict_are_known() {
        let file: CoverageFile = toml::from_str(COVERAGE_FILE).expect("coverage.toml parses");
        assert!(file.conflicts.len() >= 100);
        let knowledge = Knowledge::builtin().expect("the stock");
        let coverage = Coverage::of(&knowledge);
        let unknown: Vec<&String> = coverage
            .conflicts
            .iter()
            .flat_map(|one| &one.unknown)
            .collect();
        assert_eq!(unknown, Vec::<&String>::new());
    }

    #[test]
    fn the_stock_is_as_large_as_promised() {
        let knowledge = Knowledge::builtin().expect("the stock");
        let counts = Coverage::of(&knowledge).by_hand;
        assert!(
            counts.armed() >= 1_200,
            "{} organisations with arms",
            counts.armed()
        );
        assert!(counts.media + counts.monitors >= 600);
    }
}
