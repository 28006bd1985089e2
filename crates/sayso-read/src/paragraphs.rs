//! Clean HTML to paragraphs: the text people see, one block per paragraph, heading, list item or table row.

use ego_tree::iter::Edge;
use sayso_model::BoilerplateKind;
use scraper::{Html, Node};

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Paragraph,
    Heading,
    ListItem,
    /// Known from its element not to be body.
    Boilerplate(BoilerplateKind),
}

const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "hi", "ref",
];
const SILENT: &[&str] = &[
    "head", "script", "style", "noscript", "template", "form", "button", "select", "svg", "iframe",
];

/// Splits HTML into blocks, in reading order; white space is collapsed as a browser does.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    let tree = Html::parse_document(html);
    let mut writer = Writer::default();
    let mut silent = 0usize;
    for edge in tree.root_element().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let name = element.name();
                    silent += usize::from(SILENT.contains(&name));
                    writer.open(name);
                }
                Node::Text(text) if silent == 0 => writer.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    let name = element.name();
                    silent -= usize::from(SILENT.contains(&name));
                    writer.close(name);
                }
            }
        }
    }
    writer.flush();
    writer.blocks
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    current: String,
    /// White space was seen and not yet written.
    space: bool,
    breaks: usize,
    /// The open elements that decide the kind of a block.
    kinds: Vec<(BlockKind, usize)>,
    depth: usize,
    cell: bool,
}

impl Writer {
    fn open(&mut self, name: &str) {
        self.depth += 1;
        match name {
            "br" => {
                self.breaks += 1;
                self.space = true;
                if self.breaks == 2 {
                    self.flush();
                }
            }
            "td" | "th" => {
                self.cell = !self.current.is_empty();
                self.space = true;
            }
            _ if INLINE.contains(&name) => {}
            _ => {
                self.flush();
                if let Some(kind) = kind_of(name) {
                    self.kinds.push((kind, self.depth));
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        if !INLINE.contains(&name) && !["br", "td", "th"].contains(&name) {
            self.flush();
            if self
                .kinds
                .last()
                .is_some_and(|(_, depth)| *depth == self.depth)
            {
                self.kinds.pop();
            }
        }
        self.depth -= 1;
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() && character != '\u{a0}' {
                self.space = true;
                continue;
            }
            if self.cell && !self.current.is_empty() {
                self.current.push_str(" |");
            }
            self.cell = false;
            if std::mem::take(&mut self.space) && !self.current.is_empty() {
                self.current.push(' ');
            }
            self.breaks = 0;
            self.current.push(character);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.current);
        (self.space, self.breaks, self.cell) = (false, 0, false);
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
        if !text.is_empty() {
            let kind = self
                .kinds
                .last()
                .map_or(BlockKind::Paragraph, |(kind, _)| *kind);
            self.blocks.push(Block {
                kind,
                text: text.to_owned(),
            });
        }
    }
}

fn kind_of(name: &str) -> Option<BlockKind> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
        "li" | "dd" | "dt" => BlockKind::ListItem,
        "p" | "blockquote" | "tr" | "ul" | "ol" => BlockKind::Paragraph,
        "figcaption" => BlockKind::Boilerplate(BoilerplateKind::Caption),
        "nav" | "header" | "footer" | "aside" => {
            BlockKind::Boilerplate(BoilerplateKind::Navigation)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_what_a_reader_sees() {
        for (html, want) in [
            (
                "<p>One\n  two <b>three</b>.</p><p>Four</p>",
                vec!["One two three.", "Four"],
            ),
            (
                "<div>One<br>two<br><br>three</div>",
                vec!["One two", "three"],
            ),
            ("<p>un<em>broken</em> word</p>", vec!["unbroken word"]),
            (
                "<ul><li>One</li><li>Two <a>three</a></li></ul>",
                vec!["One", "Two three"],
            ),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                vec!["a | b", "c"],
            ),
            ("<div>One<p>two</p>three</div>", vec!["One", "two", "three"]),
            ("<p>a &amp; b &lt; c</p>", vec!["a & b < c"]),
        ] {
            let found: Vec<String> = blocks(html).into_iter().map(|block| block.text).collect();
            assert_eq!(found, want, "{html}");
        }
    }
}
