//! A linear pass over a page's tags before any library sees them.
//!
//! HTML tree builders are quadratic in nesting depth and in the number of attributes, and scripts and comments
//! only cost time. This pass writes the page again, well nested, with depth, attributes and formatting
//! bounded, and without losing text: elements that lie too deep become siblings. It takes JSON-LD out on the way.

use crate::elements::{FORMATTING, OpenElements, is_block};
use crate::record::note;
use crate::tags::{self, Tag};
use sayso_model::ReadNote;
use std::collections::BTreeSet;

/// Deeper elements are flattened; real pages stay below 60, browsers stop at 512.
const MAX_DEPTH: usize = 100;
/// Open formatting elements; a tree builder copies all of them into every paragraph.
const MAX_FORMATTING: usize = 8;
/// A `noscript` longer than this is read; shorter ones hold counters and requests to turn scripts on.
const SHORTEST_NOSCRIPT: usize = 1_500;

/// A page made safe for the libraries.
#[derive(Default)]
pub(crate) struct Pruned {
    pub(crate) html: String,
    pub(crate) json_ld: Vec<String>,
    pub(crate) notes: Vec<ReadNote>,
    pub(crate) elements: usize,
    /// Bytes of the longest run of text without a tag.
    pub(crate) longest_text: usize,
}

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose content is never the report.
const SKIPPED: &[&str] = &[
    "script", "style", "svg", "math", "template", "noscript", "iframe", "noframes", "noembed",
    "select", "textarea", "object",
];
/// Elements that would make a tree builder take the rest of the page as raw text, or throw it away.
const UNWRAPPED: &[&str] = &[
    "plaintext",
    "xmp",
    "frameset",
    "frame",
    "listing",
    "marquee",
    "applet",
];
/// Elements that end an open element of their own family when that is innermost.
const FAMILIES: &[&[&str]] = &[
    &["li"],
    &["dt", "dd"],
    &["td", "th"],
    &["tr"],
    &["tbody", "thead", "tfoot"],
    &["option", "optgroup"],
    &["p"],
    &["a"],
];

/// Writes a page again so that its tree is shallow and cheap to build.
pub(crate) fn prune(page: &str) -> Pruned {
    let lower = page.to_ascii_lowercase();
    let mut pass = Pass {
        page,
        lower: &lower,
        at: 0,
        out: Pruned::default(),
        tree: OpenElements::default(),
        absent: BTreeSet::new(),
        said: BTreeSet::new(),
        break_due: false,
    };
    pass.out.html.reserve(page.len());
    pass.out.html.push_str("<!DOCTYPE html>");
    pass.run();
    pass.out
}

struct Pass<'a> {
    page: &'a str,
    lower: &'a str,
    at: usize,
    out: Pruned,
    tree: OpenElements<'a>,
    /// Closing tags known not to come any more, so that each is searched for in vain only once.
    absent: BTreeSet<&'a str>,
    said: BTreeSet<&'static str>,
    /// Text was written since the last break in place of a flattened element.
    break_due: bool,
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        while self.at < self.page.len() {
            let rest = &self.page[self.at..];
            let Some(found) = rest.find('<') else {
                self.text(rest);
                break;
            };
            if found > 0 {
                self.text(&rest[..found]);
                self.at += found;
            }
            self.markup();
        }
        while let Some(name) = self.tree.pop() {
            self.close(name);
        }
    }

    fn text(&mut self, text: &str) {
        self.out.longest_text = self.out.longest_text.max(text.len());
        self.break_due |= text.bytes().any(|byte| !byte.is_ascii_whitespace());
        self.out.html.push_str(text);
    }

    /// Handles what begins with `<` at the present place, and moves past it.
    fn markup(&mut self) {
        let rest = &self.page[self.at..];
        if rest.starts_with("<!--") {
            return match rest[2..].find("-->") {
                Some(end) => self.at += 2 + end + 3,
                None => self.truncated(),
            };
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return match rest.find('>') {
                Some(end) => self.at += end + 1,
                None => self.truncated(),
            };
        }
        let name_at = if rest.starts_with("</") { 2 } else { 1 };
        if !rest[name_at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.out.html.push_str("&lt;");
            self.at += 1;
            return;
        }
        let Some(tag) = tags::read(self.page, self.lower, self.at + name_at, name_at == 2) else {
            return self.truncated();
        };
        self.at = tag.end;
        if tag.dropped_attributes {
            self.say(
                "attributes-dropped",
                "A tag with very many or very long attributes was cut.",
            );
        }
        match tag.closing {
            true => self.end_tag(tag.name),
            false => self.start_tag(&tag),
        }
    }

    fn start_tag(&mut self, tag: &Tag<'a>) {
        let name = tag.name;
        if UNWRAPPED.contains(&name) {
            return;
        }
        if SKIPPED.contains(&name) {
            return self.skip(tag);
        }
        if name == "title" {
            return self.title();
        }
        if ["html", "head", "body"].contains(&name) || VOID.contains(&name) {
            return self.write(tag);
        }
        let block = is_block(name);
        if let Some(&(top, _)) = self.tree.open.last() {
            let family = FAMILIES
                .iter()
                .any(|family| family.contains(&name) && family.contains(&top));
            if family || (block && top == "p") {
                let popped = self.tree.pop();
                if let Some(popped) = popped {
                    self.close(popped);
                }
            }
        }
        let formatting = FORMATTING.contains(&name);
        let too_deep = self.tree.depth >= MAX_DEPTH;
        let emitted = !(too_deep || formatting && self.tree.formatting >= MAX_FORMATTING);
        if too_deep {
            self.say("nesting-flattened", "The page nests its elements very deeply; the deepest were read as neighbours, with all their text.");
            if block && std::mem::take(&mut self.break_due) {
                self.out.html.push_str("<br><br>");
            }
        }
        self.tree.push(name, emitted, block, formatting);
        if emitted {
            self.write(tag);
        }
    }

    fn end_tag(&mut self, name: &'a str) {
        if name == "br" || name == "p" && !self.tree.positions.contains_key("p") {
            return self.out.html.push_str("<br>");
        }
        if !self.tree.may_close(name) {
            return;
        }
        while let Some((open, emitted)) = self.tree.pop() {
            self.close((open, emitted));
            if open == name {
                return;
            }
        }
    }

    fn close(&mut self, (name, emitted): (&str, bool)) {
        if emitted {
            self.out.html.push_str("</");
            self.out.html.push_str(name);
            self.out.html.push('>');
        } else if is_block(name) && std::mem::take(&mut self.break_due) {
            self.out.html.push_str("<br><br>");
        }
    }

    /// Passes over an element with all its content; keeps JSON-LD.
    fn skip(&mut self, tag: &Tag<'a>) {
        let Some(content_end) = self.find_close(tag.name) else {
            if tag.name == "script" || tag.name == "style" {
                self.truncated();
            }
            return;
        };
        // Some content systems put the article there, and scripts in its place.
        if tag.name == "noscript" && content_end - self.at > SHORTEST_NOSCRIPT {
            return;
        }
        let linked_data = tag.attributes.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("type") && value.to_ascii_lowercase().contains("ld+json")
        });
        if tag.name == "script" && linked_data {
            self.out
                .json_ld
                .push(self.page[self.at..content_end].to_owned());
        }
        self.at = self.page[content_end..]
            .find('>')
            .map_or(self.page.len(), |end| content_end + end + 1);
    }

    fn title(&mut self) {
        let Some(content_end) = self.find_close("title") else {
            return;
        };
        let title = self.page[self.at..content_end].replace('<', "&lt;");
        // Titles of drawings and the like also come here; only the first is the page's.
        if self.said.insert("title") {
            self.out.html.push_str("<title>");
            self.out.html.push_str(&title);
            self.out.html.push_str("</title>");
        }
        self.at = self.page[content_end..]
            .find('>')
            .map_or(self.page.len(), |end| content_end + end + 1);
    }

    fn find_close(&mut self, name: &'a str) -> Option<usize> {
        if self.absent.contains(name) {
            return None;
        }
        let found = self.lower[self.at..]
            .find(&format!("</{name}"))
            .map(|offset| self.at + offset);
        if found.is_none() {
            self.absent.insert(name);
        }
        found
    }

    fn write(&mut self, tag: &Tag<'_>) {
        self.out.elements += 1;
        if tag.name == "br" {
            self.break_due = false;
        }
        let html = &mut self.out.html;
        html.push('<');
        html.push_str(tag.name);
        for (name, value) in &tag.attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            html.push_str(&value.replace('"', "&quot;"));
            html.push('"');
        }
        html.push('>');
    }

    fn truncated(&mut self) {
        self.say("page-truncated", "The page ends inside a tag, a comment or a script; what follows its beginning was not read.");
        self.at = self.page.len();
    }

    fn say(&mut self, code: &'static str, message: &str) {
        if self.said.insert(code) {
            self.out.notes.push(note(code, message.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pruned(page: &str) -> String {
        prune(page)
            .html
            .trim_start_matches("<!DOCTYPE html>")
            .to_owned()
    }

    #[test]
    fn sound_pages_come_out_alike() {
        for (page, want) in [
            (
                "<div class=a><p>One<p>Two</div>",
                "<div class=\"a\"><p>One</p><p>Two</p></div>",
            ),
            (
                "<ul><li>One<li>Two</ul>",
                "<ul><li>One</li><li>Two</li></ul>",
            ),
            (
                "<p title='say \"so\"'>a &amp; b",
                "<p title=\"say &quot;so&quot;\">a &amp; b</p>",
            ),
            ("<p>1 < 2 <3", "<p>1 &lt; 2 &lt;3</p>"),
            ("<a><i>x</a></i>y", "<a><i>x</i></a>y"),
            (
                "<div><a><div>x</a>y</div>z</div>",
                "<div><a><div>xy</div>z</a></div>",
            ),
            (
                "<div><table><tr><td>x</div>y</table></div>",
                "<div><table><tr><td>xy</td></tr></table></div>",
            ),
            (
                "a<!-- b -->c<script>if (a < b) {}</script>d<STYLE>e</STYLE>f",
                "acdf",
            ),
            ("<svg><title>x</title></svg>y", "y"),
            ("<p>x<plaintext>y", "<p>xy</p>"),
        ] {
            assert_eq!(pruned(page), want, "{page}");
        }
    }

    #[test]
    fn json_ld_is_taken_out() {
        let page = prune("<script type='application/ld+json'>{\"a\": \"<b>\"}</script><p>x");
        assert_eq!(page.json_ld, ["{\"a\": \"<b>\"}"]);
    }

    #[test]
    fn unclosed_things_are_noted_and_end() {
        for page in [
            "<p>text</p><!-- to the end",
            "<p>text</p><script>to the end",
            "<p>text</p><a href=\"to the end",
            "<p>text</p><a",
            "<p>text</p><",
        ] {
            let pruned = prune(page);
            assert!(pruned.html.contains("<p>text</p>"), "{page}");
            assert!(pruned.notes.len() == 1 || page.ends_with("</p><"), "{page}");
        }
    }

    #[test]
    fn depth_attributes_and_formatting_are_bounded_without_losing_text() {
        let deep = prune(&format!(
            "{}<p>kept</p>{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        ));
        assert!(
            deep.html.contains("kept") && deep.elements <= MAX_DEPTH + 1,
            "{}",
            deep.elements
        );
        assert_eq!(deep.notes.len(), 1);
        let wide = prune(&format!("<p {}>kept</p>", "a=b ".repeat(200_000)));
        assert!(wide.html.contains("kept") && wide.html.len() < 1_000);
        let bold: String = (0..10_000)
            .map(|number| format!("<b id={number}><p>kept{number}"))
            .collect();
        assert!(prune(&bold).html.len() < 10 * bold.len());
    }
}
