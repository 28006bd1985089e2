//! Shared by the measuring examples: corpora, the provider of analysis, and a cache of analyses.
#![allow(dead_code)]

use sayso_casualty::{CasualtyLexicon, CasualtyMention, casualties};
use sayso_text::{Document, SegmentLexicon, analyse, segment};
use std::path::PathBuf;

/// The corpora's folder, or None with a word about it.
pub(crate) fn corpora() -> Option<PathBuf> {
    let folder = std::env::var("SAYSO_CORPORA").unwrap_or_else(|_| "../shared/corpora".to_owned());
    let folder = PathBuf::from(folder);
    if !folder.is_dir() {
        println!("no corpora at {}: nothing measured", folder.display());
        return None;
    }
    Some(folder)
}

/// Reads a JSON-lines file.
pub(crate) fn lines(path: &std::path::Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// The provider named by SAYSO_PROVIDER (accurate or light).
pub(crate) fn provider() -> Box<dyn sayso_text::Analyser> {
    match std::env::var("SAYSO_PROVIDER").as_deref() {
        Ok("accurate") => Box::new(sayso_syntax::Accurate::new().expect("weights load")),
        _ => Box::new(sayso_syntax::Light),
    }
}

/// Segments, analyses and reads the figures of one text.
pub(crate) fn read(
    text: &str,
    provider: &dyn sayso_text::Analyser,
    lexicon: &CasualtyLexicon,
) -> (Document, Vec<CasualtyMention>) {
    let mut document = segment(text, SegmentLexicon::builtin());
    analyse(&mut document, provider, |sentence| {
        lexicon.may_hold_casualties(sentence)
    });
    let mentions = casualties(&document, text, lexicon);
    (document, mentions)
}
