//! The pattern language of `time.toml`: parsing. What the signs mean is said at the head of that file.

use crate::numeric::Numeric;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Word(String),
    /// A class, and the name it is captured under.
    Class {
        class: Class,
        capture: String,
    },
    Optional(Vec<Node>),
    Alternatives(Vec<Vec<Node>>),
    Not(Vec<Node>),
    /// No white space before what comes next.
    Tight,
    /// Start and end of the sentence.
    First,
    Last,
    /// Start and end of the expression proper.
    Open,
    Close,
}

/// A class of the pattern language, looked up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Class {
    Numeric(Numeric),
    /// A word class or list by its index; `strict`: without short forms and doubtful names.
    Words {
        class: usize,
        strict: bool,
    },
}

/// Parses a pattern; `fragments` are put in by name, word classes are found by name among `classes`.
pub(crate) fn parse(
    pattern: &str,
    fragments: &BTreeMap<String, String>,
    classes: &BTreeMap<String, usize>,
) -> Result<Vec<Node>, String> {
    let expanded = expand(pattern, fragments)?;
    let mut parser = Parser {
        chars: expanded.chars().collect(),
        at: 0,
        classes,
    };
    let nodes = parser.sequence(0)?;
    if let Some(c) = parser.chars.get(parser.at) {
        return Err(format!("unexpected `{c}` in pattern `{pattern}`"));
    }
    if !contains(&nodes, &Node::Open) || !contains(&nodes, &Node::Close) {
        return Err(format!("pattern `{pattern}` marks no expression with [ ]"));
    }
    Ok(nodes)
}

fn contains(nodes: &[Node], wanted: &Node) -> bool {
    nodes.iter().any(|node| match node {
        Node::Optional(inner) | Node::Not(inner) => contains(inner, wanted),
        Node::Alternatives(parts) => parts.iter().any(|part| contains(part, wanted)),
        node => node == wanted,
    })
}

fn expand(pattern: &str, fragments: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>') else {
            return Err(format!("`<` without `>` in pattern `{pattern}`"));
        };
        let name = &rest[open + 1..open + close];
        let Some(body) = fragments.get(name) else {
            return Err(format!("unknown fragment `{name}` in pattern `{pattern}`"));
        };
        out.push_str(&rest[..open]);
        out.push('(');
        out.push_str(body);
        out.push(')');
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    classes: &'a BTreeMap<String, usize>,
}

impl Parser<'_> {
    fn sequence(&mut self, depth: usize) -> Result<Vec<Node>, String> {
        if depth > 16 {
            return Err("pattern nested too deep".to_owned());
        }
        let mut nodes = Vec::new();
        while let Some(&c) = self.chars.get(self.at) {
            let sign = match c {
                '[' => Some(Node::Open),
                ']' => Some(Node::Close),
                '^' => Some(Node::First),
                '$' => Some(Node::Last),
                '~' => Some(Node::Tight),
                _ => None,
            };
            if c.is_whitespace() || sign.is_some() {
                self.at += 1;
                nodes.extend(sign);
                continue;
            }
            let node = match c {
                ')' | '|' => break,
                '!' => {
                    self.at += 1;
                    if self.chars.get(self.at) != Some(&'(') {
                        return Err("`!` must stand before a group".to_owned());
                    }
                    Node::Not(vec![self.group(depth)?])
                }
                '(' => self.group(depth)?,
                '{' => self.class()?,
                '?' => return Err("`?` stands after nothing".to_owned()),
                _ => Node::Word(self.literal(c)),
            };
            if self.chars.get(self.at) == Some(&'?') {
                self.at += 1;
                nodes.push(Node::Optional(vec![node]));
            } else {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    fn group(&mut self, depth: usize) -> Result<Node, String> {
        self.at += 1;
        let mut parts = Vec::new();
        loop {
            parts.push(self.sequence(depth + 1)?);
            match self.chars.get(self.at) {
                Some('|') => self.at += 1,
                Some(')') => {
                    self.at += 1;
                    return Ok(Node::Alternatives(parts));
                }
                _ => return Err("`(` without `)`".to_owned()),
            }
        }
    }

    fn class(&mut self) -> Result<Node, String> {
        let body: String = self.chars[self.at + 1..]
            .iter()
            .take_while(|c| **c != '}')
            .collect();
        self.at += body.chars().count() + 2;
        if self.at > self.chars.len() {
            return Err("`{` without `}`".to_owned());
        }
        let (name, capture) = body
            .split_once('=')
            .map_or((body.as_str(), None), |(name, as_name)| {
                (name, Some(as_name))
            });
        if let Some(numeric) = Numeric::of_name(name) {
            return Ok(Node::Class {
                class: Class::Numeric(numeric),
                capture: capture.unwrap_or(name).to_owned(),
            });
        }
        let plain = name
            .strip_suffix("_any")
            .or(name.strip_suffix("_strict"))
            .unwrap_or(name);
        let Some(&class) = self.classes.get(plain) else {
            return Err(format!("unknown class `{name}`"));
        };
        let strict = name.ends_with("_strict")
            || !name.ends_with("_any") && matches!(plain, "month" | "weekday");
        Ok(Node::Class {
            class: Class::Words { class, strict },
            capture: capture.unwrap_or(plain).to_owned(),
        })
    }

    fn literal(&mut self, first: char) -> String {
        let mut word = String::from(first);
        self.at += 1;
        while let Some(&c) = self
            .chars
            .get(self.at)
            .filter(|c| first.is_alphanumeric() && c.is_alphanumeric())
        {
            word.push(c);
            self.at += 1;
        }
        word.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_pattern() {
        let fragments = BTreeMap::from([("f".to_owned(), "a|b".to_owned())]);
        let classes = BTreeMap::from([("month".to_owned(), 0)]);
        for (pattern, good) in [
            ("[{month} <f>?]", true),
            ("in [a] !(b|c)", true),
            ("[a", false),
            ("(a [b]", false),
            ("[?]", false),
            ("[<unknown>]", false),
            ("[{month]", false),
            ("[{moth}]", false),
            ("[a]) b", false),
            ("![a]", false),
        ] {
            assert_eq!(
                parse(pattern, &fragments, &classes).is_ok(),
                good,
                "{pattern}"
            );
        }
    }
}
