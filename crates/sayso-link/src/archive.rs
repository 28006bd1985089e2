//! All items with their links: claims are added in any order and in batches of any size, and only what they touch is grouped anew.

use crate::LinkError;
use crate::attach::attach;
use crate::cluster::{Component, Groups, Rule, Tie, group};
use crate::compare::{Levels, Reason, Score, compare};
use crate::incident::{Decision, Incident, Verdict};
use crate::index::{Former, Index, Turned};
use crate::item::{Item, Itemiser};
use crate::nodes::{Added, Nodes};
use crate::weights::Weights;
use crate::words::LinkWords;
use sayso_knowledge::Knowledge;
use sayso_model::{ClaimId, PlacePrecision};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Components up to this many nodes are compared pair by pair; in larger ones only pairs of one block are.
const SMALL: usize = 300;
/// What a pair counts that shares no block, in a large component.
const UNTIED: i32 = -300;

/// Weights and word lists.
#[derive(Debug, Clone)]
pub struct Linker {
    pub weights: Weights,
    lists: LinkWords,
}

impl Linker {
    pub fn new(weights: Weights) -> Result<Linker, LinkError> {
        Ok(Linker {
            weights,
            lists: LinkWords::builtin()?,
        })
    }

    /// What turns claims into items.
    pub fn itemiser<'k>(&'k self, knowledge: &'k Knowledge) -> Itemiser<'k> {
        Itemiser::new(knowledge, &self.lists, self.weights.limits.undated_days)
    }

    /// Links a set of items at once.
    pub fn link(&self, items: Vec<Item>, decisions: &[Decision], threads: usize) -> Vec<Incident> {
        let mut archive = Archive::new(self, threads);
        archive.decide(decisions);
        archive.add(items);
        archive.incidents()
    }
}

/// A set of items with the incidents they make.
pub struct Archive<'l> {
    linker: &'l Linker,
    threads: usize,
    nodes: Nodes,
    index: Index,
    /// Nodes linked to each node.
    links: Vec<BTreeSet<u32>>,
    /// Nodes in one group with each node, and whether it is undecided.
    groups: Vec<Vec<u32>>,
    group_of: Vec<u32>,
    undecided: BTreeSet<u32>,
    decisions: BTreeMap<(ClaimId, ClaimId), Verdict>,
    /// Nodes whose incident may be another since [`Archive::changed`] was last asked.
    changed: BTreeSet<u32>,
}

impl<'l> Archive<'l> {
    pub fn new(linker: &'l Linker, threads: usize) -> Archive<'l> {
        let limits = &linker.weights.limits;
        Archive {
            linker,
            threads: threads.max(1),
            nodes: Nodes::default(),
            index: Index::new(limits.crowd, limits.open, limits.first),
            links: Vec::new(),
            groups: Vec::new(),
            group_of: Vec::new(),
            undecided: BTreeSet::new(),
            decisions: BTreeMap::new(),
            changed: BTreeSet::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.items()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in decisions, the earliest first; what they touch is grouped anew.
    pub fn decide(&mut self, decisions: &[Decision]) {
        let mut touched = Vec::new();
        for decision in decisions {
            let (one, other) = (decision.one.clone(), decision.other.clone());
            touched.extend(
                [&one, &other]
                    .into_iter()
                    .filter_map(|claim| self.nodes.of(claim)),
            );
            let pair = if one <= other {
                (one, other)
            } else {
                (other, one)
            };
            self.decisions.insert(pair, decision.verdict);
        }
        self.regroup(touched);
    }

    /// Adds items; those whose claim is there already are passed over.
    pub fn add(&mut self, items: Vec<Item>) {
        let (mut fresh, mut dirty) = (BTreeSet::new(), BTreeSet::new());
        for item in items {
            if self.nodes.contains(&item.claim) {
                continue;
            }
            let former = self
                .nodes
                .with_signature(item.signature)
                .filter(|node| !self.nodes.is_empty(*node))
                .map(|node| self.index.former(&self.nodes, node));
            let Some((node, added)) = self.nodes.add(item) else {
                continue;
            };
            match added {
                Added::Opens => {
                    self.links.push(BTreeSet::new());
                    self.groups.push(Vec::new());
                    self.group_of.push(node);
                    fresh.insert(node);
                }
                Added::Leads => {
                    if let Some(former) = former {
                        self.withdraw(node, &former, &mut dirty);
                    }
                    fresh.insert(node);
                }
                Added::Follows => {}
            }
            self.changed.insert(node);
        }
        self.put(fresh, &mut dirty);
        self.relink(dirty);
    }

    /// Takes claims out again; what they touched is grouped as if they had never been there.
    pub fn remove(&mut self, claims: &[ClaimId]) {
        let (mut fresh, mut dirty) = (BTreeSet::new(), BTreeSet::new());
        let mut touched: Vec<u32> = Vec::new();
        let decided = self.decided();
        for claim in claims {
            let Some(node) = self.nodes.of(claim) else {
                continue;
            };
            touched.extend(decided.get(&node).into_iter().flatten());
            let leads = self.first(node).claim == *claim;
            let former = leads.then(|| self.index.former(&self.nodes, node));
            self.nodes.remove(claim);
            self.changed.insert(node);
            if let Some(former) = former {
                // A node that waits to be put under new keys is under none.
                if !fresh.remove(&node) {
                    self.withdraw(node, &former, &mut dirty);
                }
                dirty.insert(node);
                if !self.nodes.is_empty(node) {
                    fresh.insert(node);
                }
            }
        }
        self.put(fresh, &mut dirty);
        self.relink(dirty);
        self.regroup(touched);
    }

    fn withdraw(&mut self, node: u32, former: &Former, dirty: &mut BTreeSet<u32>) {
        let turned = self.index.withdraw(&self.nodes, node, former, dirty);
        self.look_again(turned, dirty);
    }

    /// Puts nodes under the keys of their first claims.
    fn put(&mut self, fresh: BTreeSet<u32>, dirty: &mut BTreeSet<u32>) {
        let mut fresh: Vec<u32> = fresh.into_iter().collect();
        fresh.sort_by(|a, b| self.nodes.order(*a, *b));
        dirty.extend(&fresh);
        for node in fresh {
            let turned = self.index.put(&self.nodes, node, dirty);
            self.look_again(turned, dirty);
        }
    }

    /// A key that became crowded brings nobody together from here on, one that no longer is does again: those under it are looked
    /// at again. Who only looks under the key is found by its links.
    fn look_again(&self, turned: Vec<Turned>, dirty: &mut BTreeSet<u32>) {
        for member in turned.into_iter().flat_map(|turned| turned.members) {
            dirty.insert(member);
            dirty.extend(&self.links[member as usize]);
        }
    }

    fn first(&self, node: u32) -> &Item {
        self.nodes.first(node)
    }

    fn candidates(&self, node: u32) -> Vec<u32> {
        self.index.candidates(&self.nodes, node)
    }

    fn levels(&self, one: u32, other: u32) -> Levels {
        compare(
            self.first(one),
            self.first(other),
            &self.linker.weights.limits,
        )
    }

    fn score(&self, one: u32, other: u32) -> Score {
        self.levels(one, other).score(&self.linker.weights)
    }

    fn linked(&self, score: Score) -> bool {
        !score.parts && score.sum >= self.linker.weights.join
    }

    /// Finds the links of nodes anew and groups what they touch.
    fn relink(&mut self, dirty: BTreeSet<u32>) {
        let dirty: Vec<u32> = dirty.into_iter().collect();
        let found: Vec<Vec<u32>> = in_order(&dirty, self.threads, |node| {
            if self.nodes.is_empty(*node) {
                return Vec::new();
            }
            self.candidates(*node)
                .into_iter()
                .filter(|other| self.linked(self.score(*node, *other)))
                .collect()
        });
        let mut touched: Vec<u32> = Vec::new();
        for (node, others) in dirty.into_iter().zip(found) {
            let before = std::mem::take(&mut self.links[node as usize]);
            for other in before {
                self.links[other as usize].remove(&node);
                touched.push(other);
            }
            for other in others {
                self.links[other as usize].insert(node);
                self.links[node as usize].insert(other);
            }
            touched.push(node);
        }
        self.regroup(touched);
    }

    /// Groups the components of these nodes anew.
    fn regroup(&mut self, touched: Vec<u32>) {
        let decided = self.decided();
        let mut seen = BTreeSet::new();
        let mut components: Vec<Vec<u32>> = Vec::new();
        for start in touched {
            if !seen.insert(start) {
                continue;
            }
            self.changed.insert(start);
            if self.nodes.is_empty(start) {
                self.groups[start as usize].clear();
                self.undecided.remove(&start);
                continue;
            }
            let mut component = vec![start];
            let mut open = vec![start];
            while let Some(node) = open.pop() {
                let linked = self.links[node as usize].iter();
                let ruled = decided.get(&node).into_iter().flatten();
                for other in linked.chain(ruled) {
                    if seen.insert(*other) {
                        component.push(*other);
                        open.push(*other);
                    }
                }
            }
            components.push(component);
        }
        for component in &mut components {
            component.sort_by(|a, b| self.nodes.order(*a, *b));
        }
        let grouped = in_order(&components, self.threads, |component| {
            if component.len() == 1 {
                Groups {
                    groups: vec![vec![0]],
                    undecided: Vec::new(),
                }
            } else {
                self.group(component)
            }
        });
        for (component, found) in components.into_iter().zip(grouped) {
            self.changed.extend(&component);
            for node in &component {
                self.groups[*node as usize].clear();
                self.undecided.remove(node);
            }
            for members in found.groups {
                let nodes: Vec<u32> = members.iter().map(|at| component[*at]).collect();
                if let Some(first) = nodes.first().copied() {
                    for node in &nodes {
                        self.group_of[*node as usize] = first;
                    }
                    self.groups[first as usize] = nodes;
                }
            }
            self.undecided
                .extend(found.undecided.into_iter().map(|at| component[at]));
        }
    }

    /// Groups a component: those in the open all together, then those hidden in crowded towns.
    fn group(&self, component: &[u32]) -> Groups {
        let decided: BTreeSet<u32> = self
            .decisions
            .keys()
            .flat_map(|(one, other)| [one, other])
            .filter_map(|claim| self.nodes.of(claim))
            .collect();
        let (hidden, open): (Vec<usize>, Vec<usize>) = (0..component.len()).partition(|at| {
            self.index.is_hidden(component[*at]) && !decided.contains(&component[*at])
        });
        if hidden.is_empty() {
            return self.group_open(component);
        }
        let nodes: Vec<u32> = open.iter().map(|at| component[*at]).collect();
        let found = self.group_open(&nodes);
        let place = |members: Vec<usize>| members.into_iter().map(|at| open[at]).collect();
        let mut groups = Groups {
            groups: found.groups.into_iter().map(place).collect(),
            undecided: place(found.undecided),
        };
        let place_of = places(component);
        attach(
            &mut groups,
            &hidden,
            self.rule(),
            |at| is_coarse(self.first(component[at])),
            |at| {
                let node = component[at];
                let others = self.candidates(node).into_iter();
                others
                    .filter_map(|other| {
                        Some((*place_of.get(&other)?, self.score(node, other).tie()))
                    })
                    .collect()
            },
        );
        groups
    }

    fn rule(&self) -> Rule {
        let weights = &self.linker.weights;
        Rule {
            join: weights.join,
            margin: weights.margin,
            strongest: weights.strongest,
        }
    }

    fn group_open(&self, component: &[u32]) -> Groups {
        let place_of = places(component);
        let mut ties = BTreeMap::new();
        let small = component.len() <= SMALL;
        for (at, node) in component.iter().enumerate() {
            let others: Vec<usize> = if small {
                (at + 1..component.len()).collect()
            } else {
                self.candidates(*node)
                    .into_iter()
                    .filter_map(|other| place_of.get(&other).copied())
                    .filter(|other| *other > at)
                    .collect()
            };
            for other in others {
                let score = self.score(*node, component[other]);
                ties.insert((at, other), score.tie());
            }
        }
        let mut together = BTreeSet::new();
        let mut separate = BTreeSet::new();
        for ((one, other), verdict) in &self.decisions {
            let at = [one, other].map(|claim| place_of.get(&self.nodes.of(claim)?).copied());
            let [Some(a), Some(b)] = at else { continue };
            let pair = (a.min(b), a.max(b));
            if a == b {
                continue;
            }
            match verdict {
                Verdict::Together => together.insert(pair),
                Verdict::Separate => separate.insert(pair),
                Verdict::Open => false,
            };
            ties.entry(pair).or_insert(Tie {
                sum: UNTIED,
                parts: false,
                counts: 100,
            });
        }
        let coarse = component
            .iter()
            .map(|node| is_coarse(self.first(*node)))
            .collect();
        group(
            &Component {
                coarse,
                ties,
                untied: UNTIED,
                together,
                separate,
            },
            self.rule(),
        )
    }

    /// Nodes that a reviewer put together, both ways.
    fn decided(&self) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut decided: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for ((one, other), verdict) in &self.decisions {
            if *verdict == Verdict::Together
                && let (Some(a), Some(b)) = (self.nodes.of(one), self.nodes.of(other))
            {
                decided.entry(a).or_default().insert(b);
                decided.entry(b).or_default().insert(a);
            }
        }
        decided
    }

    /// All incidents, in the order of their first claims.
    pub fn incidents(&self) -> Vec<Incident> {
        self.made(self.groups.iter())
    }

    /// The incidents that may be others than when this was last asked, at first all, in the order of their first claims. A claim
    /// that changed its incident is in one of them, if it is in any; so is what is left of its former incident.
    pub fn changed(&mut self) -> Vec<Incident> {
        let firsts: BTreeSet<u32> = std::mem::take(&mut self.changed)
            .into_iter()
            .map(|node| self.group_of[node as usize])
            .collect();
        self.made(firsts.iter().map(|first| &self.groups[*first as usize]))
    }

    fn made<'g>(&'g self, groups: impl Iterator<Item = &'g Vec<u32>>) -> Vec<Incident> {
        let mut incidents: Vec<(&Item, Incident)> = Vec::new();
        for group in groups.filter(|group| !group.is_empty()) {
            let mut members: Vec<&Item> = group
                .iter()
                .flat_map(|node| self.nodes.members(*node))
                .collect();
            members.sort_by(|a, b| (&a.order, &a.claim).cmp(&(&b.order, &b.claim)));
            let Some(first) = members.first() else {
                continue;
            };
            let incident = Incident {
                id: first.anchor.clone(),
                claims: members.iter().map(|item| item.claim.clone()).collect(),
                undecided: group.iter().any(|node| self.undecided.contains(node)),
            };
            incidents.push((first, incident));
        }
        incidents.sort_by(|(a, _), (b, _)| (&a.order, &a.claim).cmp(&(&b.order, &b.claim)));
        incidents
            .into_iter()
            .map(|(_, incident)| incident)
            .collect()
    }

    /// Two claims side by side; `None` if one of them is in no incident.
    pub fn tied(&self, one: &ClaimId, other: &ClaimId) -> Option<Tied> {
        let [a, b] = [one, other].map(|claim| self.nodes.item(claim));
        let levels = compare(a?, b?, &self.linker.weights.limits);
        let score = levels.score(&self.linker.weights);
        Some(Tied {
            one: one.clone(),
            other: other.clone(),
            score: score.sum,
            parted: score.parts,
            reasons: levels.reasons(&self.linker.weights),
        })
    }

    /// For each claim of an incident but the first, its strongest tie to one before it.
    pub fn links(&self, incident: &Incident) -> Vec<Tied> {
        let mut links = Vec::new();
        for (at, claim) in incident.claims.iter().enumerate().skip(1) {
            let best = incident.claims[..at]
                .iter()
                .filter_map(|other| self.tied(claim, other))
                .max_by(|a, b| a.score.cmp(&b.score).then_with(|| b.other.cmp(&a.other)));
            links.extend(best);
        }
        links
    }

    /// The claims outside an incident that come nearest to one of its own, the nearest first.
    pub fn nearest_others(&self, incident: &Incident, most: usize) -> Vec<Tied> {
        let own: BTreeSet<u32> = incident
            .claims
            .iter()
            .filter_map(|claim| self.nodes.of(claim))
            .collect();
        let mut best: BTreeMap<u32, (i32, u32)> = BTreeMap::new();
        for node in &own {
            for other in self.candidates(*node) {
                if own.contains(&other) {
                    continue;
                }
                let score = self.score(*node, other);
                let entry = best.entry(other).or_insert((score.sum, *node));
                if score.sum > entry.0 {
                    *entry = (score.sum, *node);
                }
            }
        }
        let mut near: Vec<Tied> = best
            .into_iter()
            .filter_map(|(other, (_, node))| {
                self.tied(&self.first(node).claim, &self.first(other).claim)
            })
            .collect();
        near.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.other.cmp(&b.other)));
        near.truncate(most);
        near
    }
}

/// Two claims with what their comparisons add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tied {
    pub one: ClaimId,
    pub other: ClaimId,
    pub score: i32,
    /// A level parts them for good.
    pub parted: bool,
    pub reasons: Vec<Reason>,
}

/// Where each node of a component stands in it.
fn places(component: &[u32]) -> HashMap<u32, usize> {
    let numbered = component.iter().enumerate();
    numbered.map(|(at, node)| (*node, at)).collect()
}

/// Without a day, or without a place of its own.
fn is_coarse(item: &Item) -> bool {
    let place = item.place.as_ref().is_none_or(|place| {
        place.precision >= PlacePrecision::Province && place.precision != PlacePrecision::Unlocated
    });
    let time = item.time.is_none_or(|time| time.assumed || !time.precise);
    place || time
}

/// Maps items on several threads, keeping their order.
fn in_order<T: Sync, U: Send>(items: &[T], threads: usize, map: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let threads = threads.min(items.len()).max(1);
    if threads == 1 {
        return items.iter().map(map).collect();
    }
    let chunk = items.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let map = &map;
        let handles: Vec<_> = items
            .chunks(chunk)
            .map(|part| scope.spawn(move || part.iter().map(map).collect::<Vec<U>>()))
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| match handle.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}
