//! Crowded towns: of many claims of one town and day only the first are compared with all others.
//!
//! The first claims of a home (a cell of place and time, see `block`) are in the open: they are compared with everybody. The rest
//! are hidden: they are compared with those in the open, and among themselves only with the first that share what tells one
//! occurrence of a town from the next. Who is hidden hangs on the set of claims, never on the order in which they came, and
//! whether two claims meet does not depend on the side it is looked at from. A home with no more claims than `open` hides nobody.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

/// Nodes in the order of their first claims.
type Ranked = Vec<u32>;

/// Who is hidden, and under what the hidden meet.
#[derive(Debug, Default)]
pub(crate) struct Crowds {
    /// Nodes of one home that are compared with everybody.
    open: usize,
    /// Hidden nodes of one feature that are compared with all of that feature.
    first: usize,
    homes: HashMap<u64, Ranked>,
    within: HashMap<u64, Ranked>,
    hidden: BTreeSet<u32>,
}

/// What an insertion or removal changes for others.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    /// Was in the open and is hidden now.
    pub(crate) hid: Option<u32>,
    /// Was hidden and is in the open now.
    pub(crate) opened: Option<u32>,
}

impl Crowds {
    pub(crate) fn new(open: usize, first: usize) -> Crowds {
        Crowds {
            open: open.max(1),
            first: first.max(1),
            homes: HashMap::new(),
            within: HashMap::new(),
            hidden: BTreeSet::new(),
        }
    }

    pub(crate) fn is_hidden(&self, node: u32) -> bool {
        self.hidden.contains(&node)
    }

    pub(crate) fn set(&mut self, node: u32, hidden: bool) {
        if hidden {
            self.hidden.insert(node);
        } else {
            self.hidden.remove(&node);
        }
    }

    /// Puts a node into its home; tells who is hidden for it, which may be the node itself.
    pub(crate) fn put(
        &mut self,
        node: u32,
        home: u64,
        order: impl Fn(u32, u32) -> Ordering,
    ) -> Moved {
        let members = self.homes.entry(home).or_default();
        let at = members.partition_point(|other| order(*other, node).is_lt());
        members.insert(at, node);
        let hid = if at >= self.open {
            Some(node)
        } else {
            members.get(self.open).copied()
        };
        self.hidden.extend(hid);
        Moved { hid, opened: None }
    }

    /// Takes a node out of its home; tells who comes into the open for it.
    pub(crate) fn take(&mut self, node: u32, home: u64) -> Moved {
        let Some(members) = self.homes.get_mut(&home) else {
            return Moved::default();
        };
        let Some(at) = members.iter().position(|other| *other == node) else {
            return Moved::default();
        };
        members.remove(at);
        let opened = (at < self.open)
            .then(|| members.get(self.open - 1).copied())
            .flatten();
        self.hidden.remove(&node);
        if let Some(opened) = opened {
            self.hidden.remove(&opened);
        }
        Moved { hid: None, opened }
    }

    /// Puts a hidden node beside the hidden of its kind; gives those who are no longer among the first.
    pub(crate) fn hide(
        &mut self,
        node: u32,
        under: &[u64],
        order: impl Fn(u32, u32) -> Ordering,
    ) -> Vec<u32> {
        let mut displaced = Vec::new();
        for key in under {
            let members = self.within.entry(*key).or_default();
            let at = members.partition_point(|other| order(*other, node).is_lt());
            members.insert(at, node);
            if at < self.first {
                displaced.extend(members.get(self.first));
            }
        }
        displaced
    }

    /// Takes a node from beside the hidden; gives those who are among the first now.
    pub(crate) fn show(&mut self, node: u32, under: &[u64]) -> Vec<u32> {
        let mut advanced = Vec::new();
        for key in under {
            let Some(members) = self.within.get_mut(key) else {
                continue;
            };
            if let Some(at) = members.iter().position(|other| *other == node) {
                members.remove(at);
                if at < self.first {
                    advanced.extend(members.get(self.first - 1));
                }
            }
        }
        advanced
    }

    /// The hidden that a hidden node is compared with.
    pub(crate) fn beside(&self, node: u32, under: &[u64]) -> Vec<u32> {
        let mut found = Vec::new();
        for key in under {
            let members = self.within.get(key).map_or(&[][..], Vec::as_slice);
            let (first, _) = members.split_at(members.len().min(self.first));
            if first.contains(&node) {
                found.extend(members);
            } else {
                found.extend(first);
            }
        }
        found
    }
}
