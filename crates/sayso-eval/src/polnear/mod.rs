//! PolNeAR: attributions in political news, each with source, cue and content, scored role by role.
//!
//! Readings: an article that two people annotated is two documents. A content in several pieces is one span. Spans
//! labelled `Discuss` or `Discard` are notes of the annotators and are left out. The headline is the F1 over sources
//! and contents with at least one word in common; the stricter grades stand beside it. The corpus also calls
//! attitudes ("supports", "wants") attributions.

#[cfg(test)]
mod tests;

use crate::error::{EvalError, read_text};
use crate::offsets::CharPositions;
use crate::report::{ErrorLine, Report, precision_recall_f1, table};
use crate::spans::{Tally, pair, words_in};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Who said what, in byte ranges; each role may be in pieces, and a source may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribution {
    pub source: Vec<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
}

/// One annotation of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// Sub-folder it comes from: `dev`, `train`.
    pub part: String,
    pub text: String,
    pub attributions: Vec<Attribution>,
}

/// The documents in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    pub documents: Vec<Document>,
}

/// Predicted attributions by document id.
pub type Predictions = BTreeMap<String, Vec<Attribution>>;

const ROLES: [&str; 3] = ["source", "cue", "content"];

impl Attribution {
    fn role(&self, role: &str) -> &[Range<usize>] {
        match role {
            "source" => &self.source,
            "cue" => &self.cue,
            _ => &self.content,
        }
    }
}

/// Reads each part, a folder with `text` and `attributions`: the folder itself, or those below it.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let mut parts = BTreeSet::new();
    if folder.join("attributions").is_dir() {
        parts.insert(folder.to_owned());
    } else {
        parts.extend(
            entries(folder)?
                .into_iter()
                .filter(|part| part.join("attributions").is_dir()),
        );
    }
    let mut documents = Vec::new();
    for part in &parts {
        let name = file_name(part);
        for annotation in entries(&part.join("attributions"))? {
            let id = annotation
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            // `ARTICLE_ANNOTATOR.ann`
            let article = id
                .rsplit_once('_')
                .map_or(id.as_str(), |(before, _)| before);
            let text = read_text(&part.join("text").join(format!("{article}.txt")))?;
            let attributions = attributions(&annotation, &text)?;
            documents.push(Document {
                id,
                part: name.clone(),
                text,
                attributions,
            });
        }
    }
    if documents.is_empty() {
        return Err(EvalError::format(folder, "no folder with attributions"));
    }
    Ok(Corpus { documents })
}

fn entries(folder: &Path) -> Result<BTreeSet<PathBuf>, EvalError> {
    let read = |source| EvalError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        found.insert(entry.map_err(read)?.path());
    }
    Ok(found)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Standoff lines: `T1<tab>Source 89 106;120 130<tab>words` and `E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1`.
fn attributions(path: &Path, text: &str) -> Result<Vec<Attribution>, EvalError> {
    let positions = CharPositions::new(text);
    let lines = read_text(path)?;
    let mut spans: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let mut events = Vec::new();
    for line in lines.lines() {
        let mut columns = line.split('\t');
        let (Some(key), Some(value)) = (columns.next(), columns.next()) else {
            continue;
        };
        if key.starts_with('T') {
            let pieces = value.split_once(' ').map_or("", |(_, pieces)| pieces);
            let ranges = pieces.split(';').filter_map(|piece| {
                let (start, end) = piece.trim().split_once(' ')?;
                positions.bytes(start.parse().ok()?, end.parse().ok()?)
            });
            spans.insert(key, ranges.collect());
        } else if key.starts_with('E') {
            events.push(value);
        }
    }
    let mut found = Vec::new();
    for event in events {
        let mut attribution = Attribution::default();
        for argument in event.split(' ') {
            let Some((role, span)) = argument.split_once(':') else {
                continue;
            };
            let Some(ranges) = spans.get(span) else {
                continue;
            };
            // A second argument of a role is numbered: `Content2`.
            match role.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
                "Source" => attribution.source.extend(ranges.iter().cloned()),
                "Cue" => attribution.cue.extend(ranges.iter().cloned()),
                "Content" => attribution.content.extend(ranges.iter().cloned()),
                _ => {}
            }
        }
        if !attribution.content.is_empty() {
            found.push(attribution);
        }
    }
    found.sort_by_key(|attribution| attribution.cue.first().map(|range| range.start));
    Ok(found)
}

/// Scores predicted attributions over all documents of the corpus.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for document in &corpus.documents {
        let own = predictions.get(&document.id).map_or(&[][..], Vec::as_slice);
        for role in ROLES {
            let spans = |attributions: &[Attribution]| -> Vec<(usize, BTreeSet<usize>)> {
                attributions
                    .iter()
                    .map(|attribution| words_in(&document.text, attribution.role(role)))
                    .enumerate()
                    .filter(|(_, words)| !words.is_empty())
                    .collect()
            };
            let (gold, predicted) = (spans(&document.attributions), spans(own));
            let words = |spans: &[(usize, BTreeSet<usize>)]| -> Vec<BTreeSet<usize>> {
                spans.iter().map(|(_, words)| words.clone()).collect()
            };
            let pairing = pair(&words(&gold), &words(&predicted));
            tallies.entry(role).or_default().add(pairing.tally);
            for ((index, _), _) in gold.iter().zip(&pairing.gold_found).filter(|(_, f)| !**f) {
                let (cue, said) = shown(document, &document.attributions[*index], role);
                report
                    .errors
                    .push(error("missed", role, document, cue, String::new(), said));
            }
            for ((index, _), _) in predicted
                .iter()
                .zip(&pairing.predicted_right)
                .filter(|(_, right)| !**right)
            {
                let (cue, said) = shown(document, &own[*index], role);
                report
                    .errors
                    .push(error("spurious", role, document, String::new(), cue, said));
            }
        }
    }
    let mut both = Tally::default();
    for role in ["source", "content"] {
        both.add(tallies.get(role).copied().unwrap_or_default());
    }
    let mut rows = Vec::new();
    for (name, tally) in ROLES
        .iter()
        .map(|role| (*role, tallies.get(role).copied().unwrap_or_default()))
        .chain([("source and content", both)])
    {
        let key = if name == "source and content" {
            "polnear".to_owned()
        } else {
            format!("polnear.{name}")
        };
        let grade = |right: usize| {
            precision_recall_f1(right as f64, tally.predicted as f64, tally.gold as f64)
        };
        let (precision, recall, partial) = grade(tally.partial);
        let (half, exact) = (grade(tally.half).2, grade(tally.exact).2);
        for (measure, value) in [
            ("partial_f1", partial),
            ("half_f1", half),
            ("exact_f1", exact),
        ] {
            report.measures.insert(format!("{key}.{measure}"), value);
        }
        let mut row = vec![
            name.to_owned(),
            tally.gold.to_string(),
            tally.predicted.to_string(),
        ];
        row.extend([precision, recall, partial, half, exact].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    let head = [
        "role",
        "gold",
        "predicted",
        "partial P",
        "partial R",
        "partial F1",
        "half F1",
        "exact F1",
    ];
    report.text = format!(
        "# PolNeAR ({} documents)\n\n{}",
        corpus.documents.len(),
        table(&head, &rows)
    );
    report.errors.sort();
    report
}

/// The cue with its source, and the words of a role.
fn shown(document: &Document, attribution: &Attribution, role: &str) -> (String, String) {
    let words = |pieces: &[Range<usize>]| {
        pieces
            .iter()
            .filter_map(|piece| document.text.get(piece.clone()))
            .collect::<Vec<_>>()
            .join(" … ")
    };
    let cue = format!(
        "{} [{}]",
        words(&attribution.cue),
        words(&attribution.source)
    );
    (cue, words(attribution.role(role)))
}

fn error(
    what: &str,
    role: &str,
    document: &Document,
    gold: String,
    predicted: String,
    words: String,
) -> ErrorLine {
    ErrorLine {
        class: format!("polnear-{what}-{role}"),
        document: document.id.clone(),
        gold,
        predicted,
        words,
    }
}

/// Predictions as JSON lines: document and the byte ranges of each role.
pub fn written_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::new();
    for document in &corpus.documents {
        for attribution in predictions.get(&document.id).into_iter().flatten() {
            let ranges = |pieces: &[Range<usize>]| -> Vec<[usize; 2]> {
                pieces
                    .iter()
                    .map(|piece| [piece.start, piece.end])
                    .collect()
            };
            let line = serde_json::json!({
                "document": document.id,
                "source": ranges(&attribution.source),
                "cue": ranges(&attribution.cue),
                "content": ranges(&attribution.content),
            });
            out.push_str(&line.to_string());
            out.push('\n');
        }
    }
    out
}
