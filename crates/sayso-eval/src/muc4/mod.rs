//! MUC-4: reports with incident templates of five roles, scored by the measure of "Template Filling with Generative
//! Transformers" (Du et al., 2021).
//!
//! Gold templates come from `processed/` (lower-cased text, entities as mention lists), the text given to a coder
//! from the raw files (upper case, with dateline). `processed/dev.json` is TST1+TST2, `train.json` the 1,300 dev texts.

mod problems;
mod score;
#[cfg(test)]
mod tests;
mod weights;
mod words;

pub use score::{normal_mention, score};
pub use weights::{Slot, Weights, weights};
pub use words::{Words, words};

use crate::error::{EvalError, read_json_lines};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One incident: its type and, per role, entities as lists of mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// `attack`, `bombing`, `kidnapping`, `arson`, `robbery` or `forced work stoppage`.
    pub incident_type: String,
    #[serde(rename = "PerpInd", default)]
    pub perpetrator_individuals: Vec<Vec<String>>,
    #[serde(rename = "PerpOrg", default)]
    pub perpetrator_organisations: Vec<Vec<String>>,
    #[serde(rename = "Target", default)]
    pub targets: Vec<Vec<String>>,
    #[serde(rename = "Victim", default)]
    pub victims: Vec<Vec<String>>,
    #[serde(rename = "Weapon", default)]
    pub weapons: Vec<Vec<String>>,
}

/// The roles in the order of the tables.
pub const ROLES: [&str; 5] = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"];

impl Template {
    /// Entities by role, in the order of [`ROLES`].
    pub fn roles(&self) -> [&Vec<Vec<String>>; 5] {
        [
            &self.perpetrator_individuals,
            &self.perpetrator_organisations,
            &self.targets,
            &self.victims,
            &self.weapons,
        ]
    }
}

/// One report with its gold templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// The raw report (upper case, with dateline), or the processed text where no raw file has it.
    pub text: String,
    /// The lower-cased text of the processed file.
    pub processed_text: String,
    pub templates: Vec<Template>,
}

/// One split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// `tst1_tst2` or `dev1300`; measures carry it.
    pub name: String,
    pub documents: Vec<Document>,
}

/// Templates by document id; a document without an entry has none.
pub type Predictions = BTreeMap<String, Vec<Template>>;

#[derive(Deserialize)]
struct ProcessedLine {
    docid: String,
    #[serde(default)]
    doctext: String,
    templates: Vec<ProcessedTemplate>,
}

type ProcessedEntities = Vec<Vec<(String, i64)>>;

#[derive(Serialize, Deserialize)]
struct ProcessedTemplate {
    incident_type: String,
    #[serde(rename = "PerpInd")]
    perpetrator_individuals: ProcessedEntities,
    #[serde(rename = "PerpOrg")]
    perpetrator_organisations: ProcessedEntities,
    #[serde(rename = "Target")]
    targets: ProcessedEntities,
    #[serde(rename = "Victim")]
    victims: ProcessedEntities,
    #[serde(rename = "Weapon")]
    weapons: ProcessedEntities,
}

/// Reads the splits that are there: `tst1_tst2`, then `dev1300`.
pub fn load(folder: &Path) -> Result<Vec<Corpus>, EvalError> {
    let raw = raw_texts(folder)?;
    let mut corpora = Vec::new();
    for (name, file) in [("tst1_tst2", "dev.json"), ("dev1300", "train.json")] {
        let path = folder.join("processed").join(file);
        if path.exists() {
            let lines: Vec<ProcessedLine> = read_json_lines(&path)?;
            let documents = lines.into_iter().map(|line| document(line, &raw)).collect();
            corpora.push(Corpus {
                name: name.to_owned(),
                documents,
            });
        }
    }
    if corpora.is_empty() {
        return Err(EvalError::format(
            folder,
            "no processed/dev.json or processed/train.json",
        ));
    }
    Ok(corpora)
}

fn document(line: ProcessedLine, raw: &BTreeMap<String, String>) -> Document {
    let mut templates: Vec<Template> = Vec::new();
    for template in line.templates.into_iter().map(template) {
        // The measure counts equal gold templates once.
        if !templates.contains(&template) {
            templates.push(template);
        }
    }
    let text = raw
        .get(&line.docid)
        .cloned()
        .unwrap_or_else(|| line.doctext.clone());
    Document {
        id: line.docid,
        text,
        processed_text: line.doctext,
        templates,
    }
}

fn template(line: ProcessedTemplate) -> Template {
    let strip = |entities: ProcessedEntities| -> Vec<Vec<String>> {
        let words =
            |mentions: Vec<(String, i64)>| mentions.into_iter().map(|(words, _)| words).collect();
        entities
            .into_iter()
            .map(words)
            .filter(|mentions: &Vec<String>| !mentions.is_empty())
            .collect()
    };
    Template {
        incident_type: line.incident_type,
        perpetrator_individuals: strip(line.perpetrator_individuals),
        perpetrator_organisations: strip(line.perpetrator_organisations),
        targets: strip(line.targets),
        victims: strip(line.victims),
        weapons: strip(line.weapons),
    }
}

/// Reads predictions from JSON lines in the form of the processed files (offsets and texts are not looked at).
pub fn read_predictions(path: &Path) -> Result<Predictions, EvalError> {
    let lines: Vec<ProcessedLine> = read_json_lines(path)?;
    let templates = |line: ProcessedLine| line.templates.into_iter().map(template).collect();
    Ok(lines
        .into_iter()
        .map(|line| (line.docid.clone(), templates(line)))
        .collect())
}

/// Raw reports by id from `dev/`, `tst1/` and `tst2/`: every file that is not a key.
fn raw_texts(folder: &Path) -> Result<BTreeMap<String, String>, EvalError> {
    let mut texts = BTreeMap::new();
    for part in ["dev", "tst1", "tst2"] {
        let Ok(entries) = std::fs::read_dir(folder.join(part)) else {
            continue;
        };
        let mut paths: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        for path in paths {
            let bytes = std::fs::read(&path).map_err(|source| EvalError::Read {
                path: path.clone(),
                source,
            })?;
            let mut current: Option<(String, String)> = None;
            for line in String::from_utf8_lossy(&bytes).lines() {
                if let Some(id) = message_id(line) {
                    texts.extend(
                        current
                            .take()
                            .map(|(id, text)| (id, text.trim().to_owned())),
                    );
                    current = Some((id.to_owned(), String::new()));
                } else if let Some((_, text)) = &mut current {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            texts.extend(
                current
                    .take()
                    .map(|(id, text)| (id, text.trim().to_owned())),
            );
        }
    }
    Ok(texts)
}

/// The id of a line such as `TST1-MUC3-0001` or `DEV-MUC3-0001 (SITE)`, which opens a message.
fn message_id(line: &str) -> Option<&str> {
    let id = line
        .split_whitespace()
        .next()
        .filter(|id| line.starts_with(id))?;
    let mut parts = id.split('-');
    let (split, muc, number) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = (split == "DEV" || split.starts_with("TST"))
        && muc.starts_with("MUC")
        && number.len() == 4
        && number.bytes().all(|b| b.is_ascii_digit())
        && parts.next().is_none();
    fits.then_some(id)
}

/// Predictions as JSON lines in the form of the processed files.
pub fn processed_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::new();
    for document in &corpus.documents {
        let with_offsets = |entities: &Vec<Vec<String>>| -> ProcessedEntities {
            let fold = |words: &str| {
                words
                    .to_lowercase()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let offset = |folded: &str| {
                let found = document.processed_text.find(folded);
                found.map_or(-1, |byte| {
                    document.processed_text[..byte].chars().count() as i64
                })
            };
            entities
                .iter()
                .map(|e| {
                    e.iter()
                        .map(|m| fold(m))
                        .map(|m| (m.clone(), offset(&m)))
                        .collect()
                })
                .collect()
        };
        let templates: Vec<ProcessedTemplate> = predictions
            .get(&document.id)
            .into_iter()
            .flatten()
            .map(|template| ProcessedTemplate {
                incident_type: template.incident_type.clone(),
                perpetrator_individuals: with_offsets(&template.perpetrator_individuals),
                perpetrator_organisations: with_offsets(&template.perpetrator_organisations),
                targets: with_offsets(&template.targets),
                victims: with_offsets(&template.victims),
                weapons: with_offsets(&template.weapons),
            })
            .collect();
        let line = serde_json::json!({
            "docid": document.id, "doctext": document.processed_text, "templates": templates,
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}

/// Predictions as the one JSON object that the published scorer reads (`--pred_file`).
///
/// Its document ids are numbers: split digit times 10,000 plus message number.
pub fn gtt_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut object = serde_json::Map::new();
    for document in &corpus.documents {
        let split = document
            .id
            .split('-')
            .next()
            .and_then(|s| s.chars().last())
            .and_then(|c| c.to_digit(10));
        let number = document
            .id
            .rsplit('-')
            .next()
            .and_then(|n| n.parse::<u32>().ok());
        let (Some(split), Some(number)) = (split, number) else {
            continue;
        };
        let templates = predictions.get(&document.id).cloned().unwrap_or_default();
        let value =
            serde_json::json!({ "doctext": document.processed_text, "pred_templates": templates });
        object.insert((split * 10_000 + number).to_string(), value);
    }
    serde_json::Value::Object(object).to_string()
}
