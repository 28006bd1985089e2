//! The index of nodes by their keys: who is compared with whom.

use crate::block::{Keys, keys, within_home};
use crate::crowd::{Crowds, Moved};
use crate::nodes::Nodes;
use std::collections::{BTreeSet, HashMap};

/// Nodes under each key, by side.
type Sides = [HashMap<u64, Vec<u32>>; 2];

#[derive(Default)]
pub(crate) struct Index {
    /// A key that more nodes share brings nobody together, where it is one of those that can be crowded.
    crowd: usize,
    seen: Sides,
    /// As `seen`, of those hidden in crowded homes.
    hidden: Sides,
    /// Keys under which nobody is hidden.
    open: HashMap<u64, Vec<u32>>,
    crowds: Crowds,
}

/// What a node was put under before its first claim changed.
pub(crate) struct Former {
    keys: Keys,
    within: Vec<u64>,
}

/// Nodes under a key that just became crowded, or is no longer.
pub(crate) struct Turned {
    pub(crate) members: Vec<u32>,
}

impl Index {
    pub(crate) fn new(crowd: usize, open: usize, first: usize) -> Index {
        Index {
            crowd,
            crowds: Crowds::new(open, first),
            ..Index::default()
        }
    }

    pub(crate) fn is_hidden(&self, node: u32) -> bool {
        self.crowds.is_hidden(node)
    }

    pub(crate) fn former(&self, nodes: &Nodes, node: u32) -> Former {
        let keys = keys(nodes.first(node));
        let within = within(nodes, node, &keys);
        Former { keys, within }
    }

    /// Takes a node out from under the keys of its former first claim; gives the members of keys that are no longer crowded.
    pub(crate) fn withdraw(
        &mut self,
        nodes: &Nodes,
        node: u32,
        former: &Former,
        dirty: &mut BTreeSet<u32>,
    ) -> Vec<Turned> {
        for key in &former.keys.open {
            if let Some(members) = self.open.get_mut(key) {
                members.retain(|other| *other != node);
            }
        }
        let crowded = self.of_size(&former.keys, self.crowd + 1);
        self.move_out(node, &former.keys);
        if self.is_hidden(node) {
            dirty.extend(self.crowds.show(node, &former.within));
        }
        if let Some(home) = former.keys.home {
            let moved = self.crowds.take(node, home);
            self.follow(nodes, node, moved, dirty);
        }
        crowded
            .into_iter()
            .filter(|(side, key)| self.size(*side, *key) == self.crowd)
            .map(|(_, key)| self.under(key))
            .collect()
    }

    /// The keys, by side, that so many nodes share.
    fn of_size(&self, keys: &Keys, size: usize) -> Vec<(usize, u64)> {
        let all = keys
            .put
            .iter()
            .enumerate()
            .flat_map(|(side, keys)| keys.iter().map(move |key| (side, *key)));
        all.filter(|(side, key)| self.size(*side, *key) == size)
            .collect()
    }

    /// All nodes under a key.
    fn under(&self, key: u64) -> Turned {
        let members = [&self.seen, &self.hidden]
            .into_iter()
            .flatten()
            .filter_map(|side| side.get(&key))
            .flatten()
            .copied()
            .collect();
        Turned { members }
    }

    /// Puts a node under its keys; gives the members of keys that became crowded.
    pub(crate) fn put(
        &mut self,
        nodes: &Nodes,
        node: u32,
        dirty: &mut BTreeSet<u32>,
    ) -> Vec<Turned> {
        let keys = keys(nodes.first(node));
        for key in &keys.open {
            self.open.entry(*key).or_default().push(node);
        }
        if let Some(home) = keys.home {
            let moved = self.crowds.put(node, home, |a, b| nodes.order(a, b));
            self.follow(nodes, node, moved, dirty);
        }
        self.move_in(node, &keys);
        if self.is_hidden(node) {
            let within = within(nodes, node, &keys);
            dirty.extend(self.crowds.hide(node, &within, |a, b| nodes.order(a, b)));
        }
        let turned = self.of_size(&keys, self.crowd + 1);
        turned.into_iter().map(|(_, key)| self.under(key)).collect()
    }

    /// Nodes that share a block with a node.
    pub(crate) fn candidates(&self, nodes: &Nodes, node: u32) -> Vec<u32> {
        let keys = keys(nodes.first(node));
        let hidden = self.is_hidden(node);
        let mut found: Vec<u32> = Vec::new();
        for key in &keys.open {
            found.extend(self.open.get(key).into_iter().flatten());
        }
        for (side, keys) in keys.look.iter().enumerate() {
            for key in keys {
                found.extend(self.seen[side].get(key).into_iter().flatten());
                if !hidden {
                    found.extend(self.hidden[side].get(key).into_iter().flatten());
                }
            }
        }
        for (side, keys) in keys.look_unless_crowded.iter().enumerate() {
            for key in keys {
                if [0, 1]
                    .iter()
                    .all(|side| self.size(*side, *key) <= self.crowd)
                {
                    found.extend(self.seen[side].get(key).into_iter().flatten());
                    found.extend(self.hidden[side].get(key).into_iter().flatten());
                }
            }
        }
        if hidden {
            found.extend(self.crowds.beside(node, &within(nodes, node, &keys)));
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != node);
        found
    }

    fn size(&self, side: usize, key: u64) -> usize {
        [&self.seen, &self.hidden]
            .map(|index| index[side].get(&key).map_or(0, Vec::len))
            .iter()
            .sum()
    }

    fn move_out(&mut self, node: u32, keys: &Keys) {
        for (side, keys) in self.sides(node).iter_mut().zip(&keys.put) {
            for key in keys {
                if let Some(members) = side.get_mut(key) {
                    members.retain(|other| *other != node);
                }
            }
        }
    }

    fn move_in(&mut self, node: u32, keys: &Keys) {
        for (side, keys) in self.sides(node).iter_mut().zip(&keys.put) {
            for key in keys {
                side.entry(*key).or_default().push(node);
            }
        }
    }

    fn sides(&mut self, node: u32) -> &mut Sides {
        if self.is_hidden(node) {
            &mut self.hidden
        } else {
            &mut self.seen
        }
    }

    /// Who was hidden or came into the open for `node` changes places.
    fn follow(&mut self, nodes: &Nodes, node: u32, moved: Moved, dirty: &mut BTreeSet<u32>) {
        for (other, hides) in [(moved.hid, true), (moved.opened, false)] {
            let Some(other) = other.filter(|other| *other != node) else {
                continue;
            };
            let keys = keys(nodes.first(other));
            let within = within(nodes, other, &keys);
            self.crowds.set(other, !hides);
            self.move_out(other, &keys);
            self.crowds.set(other, hides);
            self.move_in(other, &keys);
            let touched = if hides {
                self.crowds.hide(other, &within, |a, b| nodes.order(a, b))
            } else {
                self.crowds.show(other, &within)
            };
            dirty.extend(touched);
            dirty.insert(other);
        }
    }
}

/// The keys under which a node meets others of its crowded home.
fn within(nodes: &Nodes, node: u32, keys: &Keys) -> Vec<u64> {
    keys.home
        .map_or_else(Vec::new, |home| within_home(home, nodes.first(node)))
}
