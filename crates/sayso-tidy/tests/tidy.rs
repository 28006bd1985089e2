//! What `ARCHITECTURE.md` and `CONTRIBUTING.md` promise of the repository, checked against the repository.
//!
//! `allowed.txt` lists what is let pass, each with its reason; a line that lets nothing pass has to go.

mod source;

use serde_json::Value;
use source::{files, program, read, take_apart, values};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const PAGES: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "DESIGN.md"];
const MOST_LINES: usize = 600;

/// Finds of one check that `allowed.txt` does not let pass, and lines of it that let nothing pass.
fn against_allowed(check: &str, finds: &BTreeMap<(String, String), usize>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut left = finds.clone();
    for line in read("crates/sayso-tidy/tests/allowed.txt").lines() {
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [kind, path, what, reason] = parts[..] else {
            assert!(
                line.is_empty() || line.starts_with('#'),
                "allowed.txt: `{line}` is not `check | path | what | reason`"
            );
            continue;
        };
        assert!(!reason.is_empty(), "allowed.txt: `{line}` has no reason");
        let before = left.len();
        left.retain(|(at, found), _| !(found == what && (path == "*" || at == path)));
        if kind == check && left.len() == before {
            faults.push(format!(
                "allowed.txt: `{line}` lets nothing pass: delete it"
            ));
        }
    }
    faults.extend(
        left.iter()
            .map(|((path, what), line)| format!("{path}:{line}: {what}")),
    );
    faults
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Crate, what it is built from, what its tests add: as cargo has it.
fn arrows() -> BTreeSet<(String, String, String)> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(source::root())
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON of cargo metadata");
    let list = |package: &Value, dev: bool| {
        let mut names: Vec<&str> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["path"].is_string())
            .filter(|dependency| (dependency["kind"] == "dev") == dev)
            .filter_map(|dependency| dependency["name"].as_str())
            .map(|name| name.strip_prefix("sayso-").unwrap_or(name))
            .collect();
        names.sort_unstable();
        names.join(" ")
    };
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .map(|package| {
            let name = package["name"].as_str().unwrap_or_default().to_owned();
            (name, list(package, false), list(package, true))
        })
        .collect()
}

#[test]
fn arrows_between_crates_are_those_of_the_table() {
    let page = read("ARCHITECTURE.md");
    let table: BTreeSet<_> = page
        .lines()
        .filter(|line| line.starts_with("| `sayso"))
        .filter_map(|line| {
            let cells: Vec<String> = line
                .split('|')
                .map(|cell| cell.trim().replace(['`', '–'], ""))
                .collect();
            match &cells[..] {
                [_, name, built_from, tests_add, _] => {
                    Some((name.clone(), built_from.clone(), tests_add.clone()))
                }
                _ => None,
            }
        })
        .collect();
    let is = arrows();
    let missing = is
        .difference(&table)
        .map(|row| format!("not in the table: {row:?}"));
    let wrong = table.difference(&is).map(|row| format!("not so: {row:?}"));
    none(&missing.chain(wrong).collect::<Vec<_>>());
}

#[test]
fn paths_tests_and_crates_that_pages_name_exist() {
    let all = files("");
    let rust: String = all
        .iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| read(path))
        .collect();
    let lints = read("Cargo.toml");
    let mut faults = Vec::new();
    for page in PAGES {
        let text = read(page);
        let words: Vec<&str> = text.split_whitespace().collect();
        for pair in words.windows(2).filter(|pair| pair[0] == "-p") {
            let name = pair[1].trim_matches(|c: char| !c.is_alphanumeric());
            if !source::root().join("crates").join(name).is_dir() {
                faults.push(format!("{page}: no crate `{name}`"));
            }
        }
        for (index, word) in text.split('`').enumerate() {
            if index % 2 == 0
                || word.contains(char::is_whitespace)
                || word.contains(['<', '*', '…', '='])
            {
                continue;
            }
            let extension = word.rsplit('.').next().unwrap_or_default();
            let is_file = ["rs", "toml", "md", "txt", "json", "html"].contains(&extension);
            let is_test = word.matches('_').count() >= 2
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            let known = if is_test {
                rust.contains(&format!("fn {word}(")) || lints.contains(&format!("\n{word} = "))
            } else if word.contains('/') && !word.starts_with("..") {
                source::root().join(word).exists()
            } else if is_file {
                all.iter()
                    .any(|path| path == word || path.ends_with(&format!("/{word}")))
            } else if word.starts_with("sayso-") {
                source::root().join("crates").join(word).is_dir()
            } else {
                continue;
            };
            if !known {
                faults.push(format!("{page}: `{word}` does not exist"));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_name_or_word_of_the_data_stands_in_source() {
    let mut known = BTreeSet::new();
    let mut take = |folder: &str, keys: &[&str], least: usize| {
        for path in files(folder).iter().filter(|path| path.ends_with(".toml")) {
            let long = |word: &String| word.chars().filter(|c| c.is_alphabetic()).count() >= least;
            known.extend(
                values(&read(path), keys)
                    .into_iter()
                    .filter(long)
                    .map(|word| word.to_lowercase()),
            );
        }
    };
    take("data/actors", &["name", "aliases", "adjectives"], 6);
    take("data/outlets", &["name", "aliases"], 6);
    take("data/places", &["name", "aka", "demonyms"], 6);
    let events = read("data/lang/en/events.toml");
    let keys = [
        "verbs",
        "nouns",
        "definite",
        "person_pronouns",
        "group_pronouns",
        "speaker_pronouns",
    ];
    known.extend(
        values(&events, &keys)
            .into_iter()
            .map(|word| word.to_lowercase()),
    );
    assert!(
        known.len() > 2000,
        "only {} names and words were read",
        known.len()
    );
    let mut finds = BTreeMap::new();
    for (path, text) in program() {
        for (line, literal) in take_apart(&text).1 {
            if known.contains(&literal.to_lowercase()) {
                finds.entry((path.clone(), literal)).or_insert(line);
            }
        }
    }
    none(&against_allowed("word", &finds));
}

#[test]
fn files_are_short_enough_to_read() {
    let mut faults = Vec::new();
    for (path, text) in program() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!(
                "{path}: {lines} lines without tests; at most {MOST_LINES}"
            ));
        }
    }
    none(&faults);
}

#[test]
fn nothing_panics_on_purpose_without_a_reason() {
    let calls = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    let mut finds = BTreeMap::new();
    for (path, text) in program() {
        for (index, line) in take_apart(&text).0.lines().enumerate() {
            for call in calls.iter().filter(|call| line.contains(**call)) {
                finds
                    .entry((path.clone(), (*call).to_owned()))
                    .or_insert(index + 1);
            }
        }
    }
    none(&against_allowed("panic", &finds));
}

#[test]
fn every_dependency_has_its_reason_in_one_place() {
    let mut faults = Vec::new();
    let workspace = read("Cargo.toml");
    let section = workspace
        .split("[workspace.dependencies]")
        .nth(1)
        .unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let mut before = "";
    let mut named = BTreeSet::new();
    for line in section.lines() {
        if let Some((name, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            named.insert(name);
            if !value.contains("path = ") && !before.starts_with("# ") {
                faults.push(format!(
                    "Cargo.toml: `{name}` has no comment above it that says why"
                ));
            }
        }
        before = line;
    }
    for path in files("crates")
        .iter()
        .filter(|path| path.ends_with("/Cargo.toml"))
    {
        let mut inside = false;
        for line in read(path).lines() {
            if line.starts_with('[') {
                inside = line.ends_with("dependencies]");
            } else if let Some((name, value)) = line.split_once(" = ").filter(|_| inside)
                && !line.starts_with('#')
                && !(value.contains("workspace = true") && named.contains(name))
            {
                faults.push(format!("{path}: `{name}`: not from the workspace's list"));
            }
        }
    }
    assert!(
        named.len() > 20,
        "only {} dependencies were read",
        named.len()
    );
    none(&faults);
}

#[test]
fn nothing_reaches_for_a_network() {
    let clients = [
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "native-tls",
        "rustls",
        "attohttpc",
    ];
    let lock = read("Cargo.lock");
    let mut faults: Vec<String> = clients
        .iter()
        .filter(|name| lock.contains(&format!("name = \"{name}\"\n")))
        .map(|name| format!("Cargo.lock: `{name}` can reach a network"))
        .collect();
    // The desk listens and answers; nothing else has a socket, and nothing at all opens a connection.
    let listens = "crates/sayso-desk/src/serve.rs";
    for path in files("crates")
        .iter()
        .filter(|path| path.ends_with("/Cargo.toml"))
    {
        let manifest = read(path);
        for name in ["axum", "hyper", "tokio"] {
            if manifest.contains(&format!("\n{name} = ")) && path != "crates/sayso-desk/Cargo.toml"
            {
                faults.push(format!("{path}: `{name}` is for the desk alone"));
            }
        }
    }
    for (path, text) in program() {
        let code = take_apart(&text).0;
        for socket in ["TcpStream", "UdpSocket", "UnixStream", "::connect("] {
            if code.contains(socket) {
                faults.push(format!("{path}: `{socket}` uses the network"));
            }
        }
        if code.contains("TcpListener") && path != listens {
            faults.push(format!("{path}: listens, and only {listens} may"));
        }
    }
    none(&faults);
}
