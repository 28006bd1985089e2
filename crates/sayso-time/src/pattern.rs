//! The pattern language of `time.toml`: parsing. What the signs mean is said at the head of that file.

use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Word(String),
    /// A class by name, and the name it is captured under.
    Class {
        class: String,
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

/// Parses a pattern; `fragments` are put in by name.
pub(crate) fn parse(pattern: &str, fragments: &BTreeMap<String, String>) -> Result<Vec<Node>, String> {
    let expanded = expand(pattern, fragments)?;
    let chars: Vec<char> = expanded.chars().collect();
    let mut at = 0;
    let nodes = sequence(&chars, &mut at, 0)?;
    if at < chars.len() {
        return Err(format!("unexpected `{}` in pattern `{pattern}`", chars[at]));
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

fn sequence(chars: &[char], at: &mut usize, depth: usize) -> Result<Vec<Node>, String> {
    if depth > 16 {
        return Err("pattern nested too deep".to_owned());
    }
    let mut nodes = Vec::new();
    while let Some(&c) = chars.get(*at) {
        let node = match c {
            _ if c.is_whitespace() => {
                *at += 1;
                continue;
            }
            ')' | '|' => break,
            '[' => {
                *at += 1;
                nodes.push(Node::Open);
                continue;
            }
            ']' => {
                *at += 1;
                nodes.push(Node::Close);
                continue;
            }
            '^' | '$' => {
                *at += 1;
                nodes.push(if c == '^' { Node::First } else { Node::Last });
                continue;
            }
            '~' => {
                *at += 1;
                nodes.push(Node::Tight);
                continue;
            }
            '!' => {
                *at += 1;
                if chars.get(*at) != Some(&'(') {
                    return Err("`!` must stand before a group".to_owned());
                }
                Node::Not(vec![group(chars, at, depth)?])
            }
            '(' => group(chars, at, depth)?,
            '{' => class(chars, at)?,
            '?' => return Err("`?` stands after nothing".to_owned()),
            _ => Node::Word(literal(chars, at)),
        };
        if chars.get(*at) == Some(&'?') {
            *at += 1;
            nodes.push(Node::Optional(vec![node]));
        } else {
            nodes.push(node);
        }
    }
    Ok(nodes)
}

fn group(chars: &[char], at: &mut usize, depth: usize) -> Result<Node, String> {
    *at += 1;
    let mut parts = Vec::new();
    loop {
        parts.push(sequence(chars, at, depth + 1)?);
        match chars.get(*at) {
            Some('|') => *at += 1,
            Some(')') => {
                *at += 1;
                return Ok(Node::Alternatives(parts));
            }
            _ => return Err("`(` without `)`".to_owned()),
        }
    }
}

fn class(chars: &[char], at: &mut usize) -> Result<Node, String> {
    let body: String = chars[*at + 1..].iter().take_while(|c| **c != '}').collect();
    *at += body.chars().count() + 2;
    if *at > chars.len() {
        return Err("`{` without `}`".to_owned());
    }
    let (class, capture) = match body.split_once('=') {
        Some((class, capture)) => (class.to_owned(), capture.to_owned()),
        None => (body.clone(), body.trim_end_matches("_any").trim_end_matches("_strict").to_owned()),
    };
    Ok(Node::Class { class, capture })
}

fn literal(chars: &[char], at: &mut usize) -> String {
    let first = chars[*at];
    let mut word = String::from(first);
    *at += 1;
    if first.is_alphanumeric() {
        while let Some(&c) = chars.get(*at) {
            if !c.is_alphanumeric() {
                break;
            }
            word.push(c);
            *at += 1;
        }
    }
    word.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_pattern() {
        let fragments = BTreeMap::from([("f".to_owned(), "a|b".to_owned())]);
        for (pattern, good) in [
            ("[{month} <f>?]", true),
            ("in [a] !(b|c)", true),
            ("[a", false),
            ("(a [b]", false),
            ("[?]", false),
            ("[<unknown>]", false),
            ("[{month]", false),
            ("[a]) b", false),
            ("![a]", false),
        ] {
            assert_eq!(parse(pattern, &fragments).is_ok(), good, "{pattern}");
        }
    }
}
