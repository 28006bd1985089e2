//! re3d: entities in documents on Syria and Iraq, scored as exact spans with their type.
//!
//! The overall F1 is micro over [`TYPES`]; other types of the corpus are neither asked for nor counted. Spans inside
//! spans count like any other; the corpus's character offsets become byte spans.

#[cfg(test)]
mod tests;

use crate::error::{EvalError, read_json_lines};
use crate::offsets::CharPositions;
use crate::report::{ErrorLine, Report, precision_recall_f1, table};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The types in the overall measure.
pub const TYPES: [&str; 7] = [
    "Organisation",
    "Location",
    "Weapon",
    "MilitaryPlatform",
    "Temporal",
    "Quantity",
    "Person",
];

/// An entity: byte span and type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity {
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

/// One document with its entities of the scored types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// Sub-folder it comes from.
    pub part: String,
    pub title: String,
    pub text: String,
    pub entities: Vec<Entity>,
}

/// All documents, by sub-folder and in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    pub documents: Vec<Document>,
}

/// Predicted entities by document id.
pub type Predictions = BTreeMap<String, Vec<Entity>>;

#[derive(Deserialize)]
struct DocumentLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntityLine {
    document_id: String,
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads every sub-folder with `documents.json` and `entities.json`.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let read = |source| EvalError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut parts = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        parts.insert(entry.map_err(read)?.path());
    }
    let mut documents = Vec::new();
    for part in parts
        .iter()
        .filter(|part| part.join("documents.json").exists())
    {
        let lines: Vec<DocumentLine> = read_json_lines(&part.join("documents.json"))?;
        let entities: Vec<EntityLine> = read_json_lines(&part.join("entities.json"))?;
        let name = part
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        documents.extend(
            lines
                .into_iter()
                .map(|line| document(line, &name, &entities)),
        );
    }
    if documents.is_empty() {
        return Err(EvalError::format(
            folder,
            "no documents.json in a folder below",
        ));
    }
    Ok(Corpus { documents })
}

fn document(line: DocumentLine, part: &str, entities: &[EntityLine]) -> Document {
    let positions = CharPositions::new(&line.text);
    let entities: BTreeSet<Entity> = entities
        .iter()
        .filter(|entity| entity.document_id == line.id && TYPES.contains(&entity.kind.as_str()))
        .filter_map(|entity| {
            let range = positions.bytes(entity.begin, entity.end)?;
            Some(Entity {
                start: range.start,
                end: range.end,
                kind: entity.kind.clone(),
            })
        })
        .collect();
    Document {
        id: line.id,
        part: part.to_owned(),
        title: line.title,
        text: line.text,
        entities: entities.into_iter().collect(),
    }
}

/// Scores predicted entities; predictions of types outside [`TYPES`] are left out.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    // Per type: right, predicted, gold.
    let mut counts: BTreeMap<&str, [usize; 3]> = TYPES.iter().map(|kind| (*kind, [0; 3])).collect();
    for document in &corpus.documents {
        let own: BTreeSet<&Entity> = predictions
            .get(&document.id)
            .into_iter()
            .flatten()
            .collect();
        let gold: BTreeSet<&Entity> = document.entities.iter().collect();
        for entity in &own {
            if let Some(count) = counts.get_mut(entity.kind.as_str()) {
                count[1] += 1;
                count[0] += usize::from(gold.contains(*entity));
            }
        }
        for entity in &gold {
            if let Some(count) = counts.get_mut(entity.kind.as_str()) {
                count[2] += 1;
            }
        }
        errors(document, &own, &gold, &mut report.errors);
    }
    let mut rows = Vec::new();
    let mut all = [0usize; 3];
    for kind in TYPES {
        let count = counts.get(kind).copied().unwrap_or_default();
        all.iter_mut()
            .zip(count)
            .for_each(|(sum, part)| *sum += part);
        rows.push((kind, count));
    }
    rows.push(("all", all));
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(kind, [right, predicted, gold])| {
            let (precision, recall, f1) =
                precision_recall_f1(right as f64, predicted as f64, gold as f64);
            report.measures.insert(format!("re3d.{kind}.f1"), f1);
            let mut row = vec![
                kind.to_owned(),
                gold.to_string(),
                predicted.to_string(),
                right.to_string(),
            ];
            row.extend([precision, recall, f1].map(|v| format!("{v:.3}")));
            row
        })
        .collect();
    let head = ["type", "gold", "predicted", "right", "P", "R", "F1"];
    report.text = format!(
        "# re3d ({} documents)\n\n{}",
        corpus.documents.len(),
        table(&head, &rows)
    );
    report.errors.sort();
    report
}

fn errors(
    document: &Document,
    own: &BTreeSet<&Entity>,
    gold: &BTreeSet<&Entity>,
    out: &mut Vec<ErrorLine>,
) {
    let words = |e: &Entity| {
        document
            .text
            .get(e.start..e.end)
            .unwrap_or_default()
            .to_owned()
    };
    let known = |e: &&&Entity| TYPES.contains(&e.kind.as_str());
    let mut put = |class: String, gold: String, predicted: String, words: String| {
        out.push(ErrorLine {
            class,
            document: document.id.clone(),
            gold,
            predicted,
            words,
        });
    };
    let overlap = |a: &Entity, b: &Entity| a.start < b.end && b.start < a.end;
    for entity in own.difference(gold).filter(known) {
        let typed = gold
            .iter()
            .find(|g| g.start == entity.start && g.end == entity.end);
        let near = gold
            .iter()
            .find(|g| g.kind == entity.kind && overlap(g, entity));
        match (typed, near) {
            (Some(other), _) => put(
                "wrong-type".into(),
                other.kind.clone(),
                entity.kind.clone(),
                words(entity),
            ),
            (None, Some(other)) => {
                put(
                    format!("wrong-span-{}", entity.kind),
                    words(other),
                    words(entity),
                    String::new(),
                );
            }
            (None, None) => put(
                format!("spurious-{}", entity.kind),
                String::new(),
                words(entity),
                String::new(),
            ),
        }
    }
    for entity in gold.difference(own).filter(known) {
        if !own
            .iter()
            .any(|e| e.kind == entity.kind && overlap(e, entity))
        {
            put(
                format!("missed-{}", entity.kind),
                words(entity),
                String::new(),
                String::new(),
            );
        }
    }
}

/// Predictions as JSON lines in the form of `entities.json`.
pub fn written_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::new();
    for document in &corpus.documents {
        let positions = CharPositions::new(&document.text);
        let own: BTreeSet<&Entity> = predictions
            .get(&document.id)
            .into_iter()
            .flatten()
            .collect();
        for entity in own {
            let (begin, end) = (
                positions.character(entity.start),
                positions.character(entity.end),
            );
            let line = serde_json::json!({
                "_id": format!("{}-0-{begin}-{end}-{}", document.id, entity.kind),
                "begin": begin,
                "end": end,
                "type": entity.kind,
                "value": document.text.get(entity.start..entity.end).unwrap_or_default(),
                "documentId": document.id,
                "confidence": 1,
            });
            out.push_str(&line.to_string());
            out.push('\n');
        }
    }
    out
}
