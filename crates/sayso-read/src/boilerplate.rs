//! What of a page's main text is body, and what only stands beside it.

use crate::paragraphs::{Block, BlockKind};
use crate::words;
use sayso_model::{Boilerplate, BoilerplateKind};
use std::collections::{BTreeMap, BTreeSet};

/// Longer paragraphs are body whatever they look like.
const LONGEST_LINE: usize = 600;

/// Parts of the page that its elements mark as not the body, e.g. captions.
pub(crate) fn marked(tree: &scraper::Html) -> Vec<Boilerplate> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (kind, selector) in &words::boilerplate().elements {
        for element in tree.select(selector) {
            let text =
                crate::record::filled(element.text().collect::<String>()).unwrap_or_default();
            if !text.is_empty() && seen.insert(text.clone()) {
                found.push(Boilerplate { kind: *kind, text });
            }
        }
    }
    found
}

/// Parts blocks into the body's text and the boilerplate among them; `marked` is what the page itself marks.
pub(crate) fn part(
    blocks: Vec<Block>,
    title: Option<&str>,
    marked: Vec<Boilerplate>,
) -> (String, Vec<Boilerplate>) {
    let marked_kinds: BTreeMap<String, BoilerplateKind> = marked
        .iter()
        .map(|part| (part.text.clone(), part.kind))
        .collect();
    let mut boilerplate = marked;
    let mut body = String::new();
    let mut previous: Option<String> = None;
    for block in blocks {
        let kind = match block.kind {
            BlockKind::Boilerplate(kind) => Some(kind),
            _ => marked_kinds
                .get(&block.text)
                .copied()
                .or_else(|| line_kind(&block.text)),
        };
        let repeats_title =
            body.is_empty() && title.is_some_and(|title| same_words(title, &block.text));
        match kind {
            Some(kind) => {
                let part = Boilerplate {
                    kind,
                    text: block.text,
                };
                if !boilerplate.contains(&part) {
                    boilerplate.push(part);
                }
            }
            None if repeats_title || previous.as_deref() == Some(&block.text) => {}
            None => {
                if !body.is_empty() {
                    body.push_str("\n\n");
                }
                if block.kind == BlockKind::ListItem
                    && !block.text.starts_with(['-', '•', '–', '*'])
                {
                    body.push_str("- ");
                }
                body.push_str(&block.text);
                previous = Some(block.text);
            }
        }
    }
    (body, boilerplate)
}

fn line_kind(line: &str) -> Option<BoilerplateKind> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    words::boilerplate()
        .lines
        .iter()
        .find(|(_, pattern)| pattern.is_match(line))
        .map(|(kind, _)| *kind)
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    words(one) == words(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_and_boilerplate_part() {
        let block = |kind, text: &str| Block {
            kind,
            text: text.to_owned(),
        };
        let blocks = vec![
            block(BlockKind::Heading, "Shells fall on Port Ella"),
            block(BlockKind::Paragraph, "Share on Facebook"),
            block(BlockKind::Paragraph, "Three shells fell."),
            block(BlockKind::Paragraph, "A street in the port."),
            block(BlockKind::Boilerplate(BoilerplateKind::Caption), "Smoke."),
            block(BlockKind::ListItem, "one man died"),
            block(
                BlockKind::Paragraph,
                "Example TV's website can also be accessed at the following alternate addresses:",
            ),
            block(BlockKind::Paragraph, "www.example.co.uk"),
        ];
        let marked = vec![Boilerplate {
            kind: BoilerplateKind::Caption,
            text: "A street in the port.".to_owned(),
        }];
        let (body, apart) = part(blocks, Some("Shells fall on Port Ella"), marked);
        assert_eq!(body, "Three shells fell.\n\n- one man died");
        assert_eq!(apart.len(), 5);
    }
}
