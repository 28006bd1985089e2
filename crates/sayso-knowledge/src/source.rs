//! Where knowledge comes from: the embedded stock, and overlays as folders or single files.

use crate::fault::{At, Faults};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The stock, embedded at build time: path under `data/` and text, sorted by path.
const STOCK: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/stock.rs"));

/// One knowledge file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path within its layer, with `/`: decides which section reads it.
    pub path: String,
    /// How faults name it.
    pub shown: Arc<str>,
    pub text: String,
}

/// One layer of knowledge: the stock is layer 0, overlays follow; a later layer goes before an earlier one.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    pub name: String,
    pub files: Vec<SourceFile>,
}

impl Layer {
    /// The stock.
    pub fn builtin() -> Layer {
        let files = STOCK
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                shown: format!("data/{path}").into(),
                text: (*text).to_owned(),
            })
            .collect();
        Layer {
            name: "stock".to_owned(),
            files,
        }
    }

    /// Reads an overlay: a folder of TOML and JSON files, or one such file; a `.txt` file given by itself or under
    /// `places/` is a dump in the form of GeoNames.
    pub fn read(path: &Path, faults: &mut Faults) -> Layer {
        let shown = path.display().to_string();
        let mut layer = Layer {
            name: shown.clone(),
            files: Vec::new(),
        };
        let mut found = Vec::new();
        if path.is_dir() {
            collect(path, &mut found, faults);
            found.sort();
        } else if !path.exists() {
            faults.error(
                &At::new(&shown.into(), 0),
                "there is no such file or folder",
                "give a folder of knowledge files, or one TOML or JSON file",
            );
            return layer;
        } else {
            found.push(path.to_owned());
        }
        let mut other = 0;
        for file in found {
            let at = At::new(&file.display().to_string().into(), 0);
            if !file.extension().is_some_and(|e| {
                e == "toml"
                    || e == "json"
                    || e == "txt" && (!path.is_dir() || in_places(path, &file))
            }) {
                other += 1;
                continue;
            }
            match std::fs::read(&file).map(String::from_utf8) {
                Ok(Ok(text)) => layer.files.push(SourceFile {
                    path: relative(path, &file),
                    shown: at.file.clone(),
                    text: text
                        .strip_prefix('\u{feff}')
                        .map(str::to_owned)
                        .unwrap_or(text),
                }),
                Ok(Err(error)) => {
                    let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
                        .iter()
                        .filter(|b| **b == b'\n')
                        .count();
                    faults.error(
                        &At::new(&at.file, line),
                        "the file is not UTF-8",
                        "save it as UTF-8 text",
                    );
                }
                Err(error) => faults.error(
                    &at,
                    format!("cannot read the file ({error})"),
                    "name a folder of knowledge files, or one TOML or JSON file",
                ),
            }
        }
        if layer.files.is_empty() && !faults.has_errors() {
            let what = if other > 0 {
                "no knowledge file among its files"
            } else {
                "it holds no files"
            };
            faults.error(
                &At::new(&shown.into(), 0),
                what,
                "give a folder with .toml files laid out like data/, or one .json file",
            );
        }
        layer
    }
}

/// Whether a file of an overlay stands under its `places/`.
fn in_places(root: &Path, file: &Path) -> bool {
    relative(root, file).starts_with("places/")
}

fn relative(root: &Path, file: &Path) -> String {
    match file.strip_prefix(root) {
        Ok(path) if !path.as_os_str().is_empty() => path.to_string_lossy().replace('\\', "/"),
        // A file given by itself.
        _ => file
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>, faults: &mut Faults) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let at = At::new(&folder.display().to_string().into(), 0);
            faults.error(
                &at,
                format!("cannot read the folder ({error})"),
                "check its permissions",
            );
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link to a folder could lead back up: only real folders are entered.
        let real_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if real_folder && !hidden {
            collect(&path, found, faults);
        } else if !hidden && path.is_file() {
            found.push(path);
        }
    }
}

/// Turns byte offsets of a text into line numbers.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Lines {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Lines { starts }
    }

    /// Line number, from 1, of a byte offset.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }
}
