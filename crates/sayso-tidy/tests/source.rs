//! Reading the repository: files, Rust source without its tests, string literals, lists of TOML files.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder that holds `crates` and `data`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder as paths from the root, sorted; build output and hidden folders left out.
pub(crate) fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() && name != "target" && !name.to_string_lossy().starts_with('.') {
                open.push(path);
            } else if path.is_file() {
                let path = path.strip_prefix(root()).unwrap_or(&path).to_owned();
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// Rust files under `crates/*/src` that are part of the program, without the tests at their end.
pub(crate) fn program() -> Vec<(String, String)> {
    files("crates")
        .into_iter()
        .filter(|path| path.ends_with(".rs") && path.split('/').nth(2) == Some("src"))
        .filter(|path| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name != "testing.rs" && name != "tests.rs" && !name.starts_with("tests_")
        })
        .map(|path| {
            let text = read(&path);
            let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
            (path, text[..end].to_owned())
        })
        .collect()
}

/// A source text with every comment and literal blanked, and its string literals with their lines.
pub(crate) fn take_apart(source: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = source.chars().collect();
    let (mut code, mut literals) = (String::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    let has = |at: usize, text: &str| {
        text.chars()
            .enumerate()
            .all(|(k, c)| chars.get(at + k) == Some(&c))
    };
    while at < chars.len() {
        let start = at;
        let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
        let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
        if has(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if chars[at] == 'r' && !word_before && has(at + 1 + hashes, "\"") {
            let close = format!("\"{}", "#".repeat(hashes));
            let from = at + hashes + 2;
            at = from;
            while at < chars.len() && !has(at, &close) {
                at += 1;
            }
            literals.push((line, chars[from..at.min(chars.len())].iter().collect()));
            at += close.len();
        } else if chars[at] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            literals.push((line, chars[start + 1..at.min(chars.len())].iter().collect()));
            at += 1;
        } else if has(at, "'\\") {
            at += 3;
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            at += 1;
        } else if chars[at] == '\'' && chars.get(at + 2) == Some(&'\'') {
            at += 3;
        } else {
            code.push(chars[at]);
            line += usize::from(chars[at] == '\n');
            at += 1;
            continue;
        }
        for c in &chars[start..at.min(chars.len())] {
            line += usize::from(*c == '\n');
            code.push(if *c == '\n' { '\n' } else { ' ' });
        }
    }
    (code, literals)
}

/// The strings that stand under some keys of a TOML text, be they alone or in a list.
pub(crate) fn values(toml: &str, keys: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for key in keys {
        let mut rest = toml;
        while let Some(at) = rest.find(&format!("{key} = ")) {
            let whole = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            rest = &rest[at + key.len() + 3..];
            if !whole {
                continue;
            }
            let list = rest.starts_with('[');
            let mut parts = rest.split('"');
            let mut between = parts.next().unwrap_or_default();
            while let Some(value) = parts.next() {
                if between.contains(if list { ']' } else { '\n' }) {
                    break;
                }
                found.push(value.to_owned());
                between = if list {
                    parts.next().unwrap_or("]")
                } else {
                    "\n"
                };
            }
        }
    }
    found
}

#[test]
fn source_is_taken_apart() {
    let (code, literals) =
        take_apart("a(\"x\\\"y\") // \"no\"\n'\"' r#\"raw \"q\"\"# \"\nz\" .unwrap() &'a str");
    let words: Vec<&str> = literals.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(words, ["x\\\"y", "raw \"q\"", "\nz"]);
    assert_eq!(literals[1].0, 2);
    assert!(code.contains(".unwrap()") && code.contains("&'a str") && !code.contains("no"));
    assert_eq!(
        values(
            "id = \"i\"\nname = \"A\"\naliases = [\n \"B\", \"C\",\n]\nx_name = \"D\"",
            &["name", "aliases"]
        ),
        ["A", "B", "C"]
    );
}
