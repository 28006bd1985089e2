//! The name index: a trie over comparable words, so that all names in a text are found in one pass.

use crate::actor::{Actor, ActorId, NameUse};
use crate::draft::DraftName;
use crate::fault::Faults;
use crate::names::{Atom, Case, NameWords};
use std::collections::HashMap;

/// How a name must be written to be meant, where the text tells case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Lower case in the knowledge: any way.
    AnyWay,
    /// Some word with an upper-case letter.
    Capital,
    /// A short form of upper-case letters only.
    Upper,
}

#[derive(Debug, Clone)]
pub(crate) struct NameRef {
    pub(crate) actor: ActorId,
    pub(crate) usage: NameUse,
    pub(crate) written: Written,
    pub(crate) layer: usize,
    /// One word that is also an ordinary word.
    pub(crate) ordinary: bool,
    /// One word that is a name only after its article.
    pub(crate) needs_article: bool,
}

/// A name of a compiled actor with the draft it comes from.
#[derive(Debug)]
pub(crate) struct Listed<'d> {
    pub(crate) actor: ActorId,
    pub(crate) name: &'d DraftName,
    pub(crate) usage: NameUse,
}

/// Names as paths of interned words.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameIndex {
    words: HashMap<String, u32>,
    edges: HashMap<(u32, u32), u32>,
    ends: HashMap<u32, Vec<NameRef>>,
    nodes: u32,
}

impl NameIndex {
    pub(crate) fn build(
        actors: &[Actor],
        listed: &[Listed<'_>],
        words: &NameWords,
        faults: &mut Faults,
    ) -> NameIndex {
        let mut index = NameIndex::default();
        // Plain names by layer: one name, one actor.
        let mut plain: HashMap<(usize, u32), &Listed<'_>> = HashMap::new();
        for entry in listed {
            let (id, name) = (entry.actor, entry.name);
            if name.atoms.is_empty() {
                faults.error(
                    &name.at,
                    format!("the name {:?} holds no letters", name.text),
                    "write the name or take it out",
                );
                continue;
            }
            let node = index.path(&name.atoms);
            if matches!(
                entry.usage,
                NameUse::Full | NameUse::Alias | NameUse::Adjective | NameUse::Metonym
            ) {
                let bearer = *plain.entry((name.layer, node)).or_insert(entry);
                if bearer.actor != id && name.generated && !bearer.name.generated {
                    continue;
                }
                if bearer.actor != id && bearer.name.generated && !name.generated {
                    plain.insert((name.layer, node), entry);
                    if let Some(ends) = index.ends.get_mut(&node) {
                        ends.retain(|other| {
                            other.actor != bearer.actor || other.layer != name.layer
                        });
                    }
                } else if bearer.actor != id {
                    let (this, other) = (&actors[id.0 as usize], &actors[bearer.actor.0 as usize]);
                    let what = format!(
                        "the name {:?} of {} is also a name of {} ({})",
                        name.text, this.id, other.id, bearer.name.at
                    );
                    faults.error(
                        &name.at,
                        what,
                        "list it under `shared` of both, or take it from one",
                    );
                }
            }
            let one_word = name.atoms.len() == 1;
            let reference = NameRef {
                actor: id,
                usage: entry.usage.clone(),
                written: written(&name.atoms),
                layer: name.layer,
                ordinary: one_word && words.ordinary_words.contains(&name.atoms[0].text),
                // Overlays name what is in the news at hand: their short names count without the article.
                needs_article: one_word && name.layer == 0 && words.has_own_article(&name.text),
            };
            let ends = index.ends.entry(node).or_default();
            // An actor's entries follow each other: the plainest use of a name counts, a side's use stands beside it.
            let same = |other: &&mut NameRef| {
                other.layer == name.layer && is_by_side(&other.usage) == is_by_side(&entry.usage)
            };
            match ends
                .iter_mut()
                .rev()
                .take_while(|other| other.actor == id)
                .find(same)
            {
                Some(other) if !is_by_side(&other.usage) => {
                    if entry.usage < other.usage {
                        *other = reference;
                    }
                }
                _ => ends.push(reference),
            }
        }
        index
    }

    fn path(&mut self, atoms: &[Atom]) -> u32 {
        let mut node = 0;
        for atom in atoms {
            let fresh = self.words.len() as u32;
            let word = *self.words.entry(atom.text.clone()).or_insert(fresh);
            let nodes = &mut self.nodes;
            node = *self.edges.entry((node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        node
    }

    pub(crate) fn word(&self, atom: &str) -> Option<u32> {
        self.words.get(atom).copied()
    }

    /// From a node along a word; the root is node 0.
    pub(crate) fn step(&self, node: u32, word: u32) -> Option<u32> {
        self.edges.get(&(node, word)).copied()
    }

    pub(crate) fn ends(&self, node: u32) -> &[NameRef] {
        self.ends.get(&node).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn exact(&self, atoms: &[Atom]) -> &[NameRef] {
        let mut node = 0;
        for atom in atoms {
            match self.word(&atom.text).and_then(|word| self.step(node, word)) {
                Some(next) => node = next,
                None => return &[],
            }
        }
        self.ends(node)
    }

    /// Actors that bear exactly these words as a plain name, later layers first.
    pub(crate) fn plain(&self, atoms: &[Atom], actors: &[Actor]) -> Vec<ActorId> {
        let mut found: Vec<&NameRef> = self
            .exact(atoms)
            .iter()
            .filter(|name| matches!(name.usage, NameUse::Full | NameUse::Alias | NameUse::Shared))
            .collect();
        found.sort_by_key(|name| {
            (
                std::cmp::Reverse(name.layer),
                name.usage.clone(),
                !actors[name.actor.0 as usize].publishes,
                name.actor,
            )
        });
        found.into_iter().map(|name| name.actor).collect()
    }
}

fn is_by_side(usage: &NameUse) -> bool {
    matches!(usage, NameUse::BySide(_))
}

fn written(atoms: &[Atom]) -> Written {
    let cases = || atoms.iter().map(|atom| atom.case);
    if let [only] = atoms
        && only.case == Case::Upper
        && only.text.chars().count() <= 6
    {
        return Written::Upper;
    }
    if cases().any(|case| matches!(case, Case::Capital | Case::Upper)) {
        Written::Capital
    } else {
        Written::AnyWay
    }
}
