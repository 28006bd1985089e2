//! The committed assets are those that Vite makes of the committed sources: held by hashes, without npm.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Sources are those that `desk/build/manifest.js` lists.
const SOURCES: [&str; 6] = [
    "src",
    "build",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
];
const MEND: &str = "run `npm ci && npm run build` in desk/ and commit crates/sayso-desk/assets";

fn hashes(root: &Path, path: &str, found: &mut BTreeMap<String, String>) {
    let whole: PathBuf = root.join(path);
    if whole.is_dir() {
        for entry in fs::read_dir(&whole)
            .expect("a folder of the repository")
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            let below = if path.is_empty() {
                name
            } else {
                format!("{path}/{name}")
            };
            hashes(root, &below, found);
        }
    } else {
        let bytes = fs::read(&whole).unwrap_or_else(|error| panic!("{}: {error}", whole.display()));
        let hash = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        found.insert(path.to_owned(), hash);
    }
}

fn manifest() -> BTreeMap<String, BTreeMap<String, String>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/manifest.json");
    serde_json::from_str(&fs::read_to_string(file).expect("the manifest"))
        .expect("the manifest's form")
}

#[test]
fn assets_are_built_from_the_sources_that_are_there() {
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../desk");
    let mut found = BTreeMap::new();
    for source in SOURCES {
        hashes(&desk, source, &mut found);
    }
    assert_eq!(manifest()["sources"], found, "{MEND}");
}

#[test]
fn no_asset_was_changed_added_or_left_out_by_hand() {
    let mut found = BTreeMap::new();
    hashes(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"),
        "",
        &mut found,
    );
    found.remove("manifest.json");
    assert_eq!(manifest()["assets"], found, "{MEND}");
}

#[test]
fn assets_name_no_other_host() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    for name in ["desk.js", "desk.css"] {
        let text = fs::read_to_string(folder.join(name)).expect("an asset");
        let hosts: Vec<&str> = text
            .match_indices("://")
            .map(|(at, _)| &text[at.saturating_sub(5)..(at + 20).min(text.len())])
            .collect();
        assert!(
            hosts.iter().all(|host| host.contains("www.w3.org")),
            "{name}: {hosts:?}"
        );
    }
}

#[test]
fn what_every_page_loads_is_light() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let bytes: u64 = ["desk.js", "desk.css"]
        .iter()
        .map(|name| fs::metadata(folder.join(name)).expect("an asset").len())
        .sum();
    assert!(
        bytes <= 60_000,
        "desk.js and desk.css together take {bytes} bytes"
    );
}
