//! Claims in nodes: those that say the same in the same words, from several reports, are compared once.

use crate::item::Item;
use sayso_model::ClaimId;
use std::cmp::Ordering;
use std::collections::HashMap;

/// All items of an archive with their nodes.
#[derive(Default)]
pub(crate) struct Nodes {
    items: Vec<Item>,
    by_claim: HashMap<ClaimId, u32>,
    node_of: Vec<u32>,
    /// Items of each node; the first comes first.
    members: Vec<Vec<u32>>,
    by_signature: HashMap<u64, u32>,
}

/// What an added item did to its node.
pub(crate) enum Added {
    /// It is the first of a node that was not there.
    Opens,
    /// It is the first of a node that had another first, or none any more.
    Leads,
    /// It follows others.
    Follows,
}

impl Nodes {
    pub(crate) fn items(&self) -> usize {
        self.by_claim.len()
    }

    /// Whether all of a node's items were taken out.
    pub(crate) fn is_empty(&self, node: u32) -> bool {
        self.members[node as usize].is_empty()
    }

    /// Takes an item out; gives its node.
    pub(crate) fn remove(&mut self, claim: &ClaimId) -> Option<u32> {
        let number = self.by_claim.remove(claim)?;
        let node = self.node_of[number as usize];
        self.members[node as usize].retain(|member| *member != number);
        Some(node)
    }

    /// The node of an item yet to be added.
    pub(crate) fn with_signature(&self, signature: u64) -> Option<u32> {
        self.by_signature.get(&signature).copied()
    }

    /// Adds an item; `None` if its claim is there already.
    pub(crate) fn add(&mut self, item: Item) -> Option<(u32, Added)> {
        if self.by_claim.contains_key(&item.claim) {
            return None;
        }
        let number = self.items.len() as u32;
        self.by_claim.insert(item.claim.clone(), number);
        let fresh = self.members.len() as u32;
        let node = *self.by_signature.entry(item.signature).or_insert(fresh);
        self.items.push(item);
        self.node_of.push(node);
        if node == fresh {
            self.members.push(vec![number]);
            return Some((node, Added::Opens));
        }
        let mut members = std::mem::take(&mut self.members[node as usize]);
        let at = members.partition_point(|other| self.by_place(*other, number).is_lt());
        members.insert(at, number);
        self.members[node as usize] = members;
        Some((
            node,
            if at == 0 {
                Added::Leads
            } else {
                Added::Follows
            },
        ))
    }

    fn by_place(&self, one: u32, other: u32) -> Ordering {
        let (a, b) = (&self.items[one as usize], &self.items[other as usize]);
        (&a.order, &a.claim).cmp(&(&b.order, &b.claim))
    }

    pub(crate) fn of(&self, claim: &ClaimId) -> Option<u32> {
        let item = self.by_claim.get(claim)?;
        Some(self.node_of[*item as usize])
    }

    pub(crate) fn item(&self, claim: &ClaimId) -> Option<&Item> {
        let item = self.by_claim.get(claim)?;
        Some(&self.items[*item as usize])
    }

    pub(crate) fn contains(&self, claim: &ClaimId) -> bool {
        self.by_claim.contains_key(claim)
    }

    pub(crate) fn first(&self, node: u32) -> &Item {
        let number = self.members[node as usize].first().copied().unwrap_or(0);
        &self.items[number as usize]
    }

    pub(crate) fn members(&self, node: u32) -> impl Iterator<Item = &Item> {
        self.members[node as usize]
            .iter()
            .map(|number| &self.items[*number as usize])
    }

    /// By their first claims.
    pub(crate) fn order(&self, one: u32, other: u32) -> Ordering {
        let (a, b) = (self.first(one), self.first(other));
        (&a.order, &a.claim).cmp(&(&b.order, &b.claim))
    }
}
