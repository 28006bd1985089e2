//! The open elements of a page while its tags are written again, with constant-time answers.

use std::collections::BTreeMap;

pub(crate) const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
pub(crate) const INLINE: &[&str] = &[
    "a", "abbr", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "q",
    "samp", "span", "sub", "sup", "time", "var",
];
const CELLS: &[&str] = &["td", "th", "caption"];
const TABLE_PARTS: &[&str] = &[
    "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
];

/// The open elements.
#[derive(Default)]
pub(crate) struct OpenElements<'a> {
    pub(crate) open: Vec<(&'a str, bool)>,
    pub(crate) positions: BTreeMap<&'a str, Vec<usize>>,
    blocks: Vec<usize>,
    cells: Vec<usize>,
    pub(crate) formatting: usize,
    pub(crate) depth: usize,
}

impl<'a> OpenElements<'a> {
    pub(crate) fn push(&mut self, name: &'a str, emitted: bool, block: bool, formatting: bool) {
        let position = self.open.len();
        self.open.push((name, emitted));
        self.positions.entry(name).or_default().push(position);
        if block {
            self.blocks.push(position);
        }
        if CELLS.contains(&name) {
            self.cells.push(position);
        }
        self.formatting += usize::from(formatting);
        self.depth += usize::from(emitted);
    }

    pub(crate) fn pop(&mut self) -> Option<(&'a str, bool)> {
        let (name, emitted) = self.open.pop()?;
        let position = self.open.len();
        if let Some(positions) = self.positions.get_mut(name) {
            positions.pop();
            if positions.is_empty() {
                self.positions.remove(name);
            }
        }
        for stack in [&mut self.blocks, &mut self.cells] {
            if stack.last() == Some(&position) {
                stack.pop();
            }
        }
        self.formatting -= usize::from(FORMATTING.contains(&name));
        self.depth -= usize::from(emitted);
        Some((name, emitted))
    }

    /// Whether an end tag has an open element to close: an inline one not across a block, a block not out of its table cell.
    pub(crate) fn may_close(&self, name: &str) -> bool {
        let Some(&position) = self
            .positions
            .get(name)
            .and_then(|positions| positions.last())
        else {
            return false;
        };
        if !is_block(name) {
            return self.blocks.last().is_none_or(|block| *block < position);
        }
        TABLE_PARTS.contains(&name) || self.cells.last().is_none_or(|cell| *cell < position)
    }
}

pub(crate) fn is_block(name: &str) -> bool {
    !FORMATTING.contains(&name) && !INLINE.contains(&name)
}
