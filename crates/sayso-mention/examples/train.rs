//! Trains the mention model on re3d and measures it by cross-validation over documents.
//!
//! `cargo run -p sayso-mention --example train -- FOLDER [--write FILE]` prints the scores of documents that each model
//! has not seen; with `--write`, the model of all documents is written.

use sayso_eval::re3d::{Document, Entity, load, score};
use sayso_knowledge::Knowledge;
use sayso_mention::{Finder, Labelled, Mention, MentionKind, Settings, cross_validate, train};
use sayso_model::Span;
use sayso_place::Gazetteer;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("which folder?")?;
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let number = |name: &str, otherwise: f64| {
        value(name).map_or(Ok(otherwise), |value| value.parse::<f64>())
    };
    let base = Settings::default();
    let settings = Settings {
        passes: number("--passes", base.passes as f64)? as usize,
        rate: number("--rate", base.rate)?,
        shrink: number("--shrink", base.shrink)?,
        least: number("--least", base.least as f64)? as usize,
        eagerness: number("--eagerness", f64::from(base.eagerness))? as i32,
    };
    let corpus = load(Path::new(folder))?;
    let knowledge = Knowledge::load(&[]).map_err(|faults| format!("{faults:?}"))?;
    let gazetteer = Gazetteer::bundled()?.with_extra(knowledge.place_entries.clone());
    let analyser = sayso_syntax::Accurate::new()?;
    let finder = Finder::new(&knowledge, &gazetteer);
    let documents: Vec<Labelled> = corpus
        .documents
        .iter()
        .map(|document| {
            let mut read = sayso_text::segment(&document.text, &knowledge.words.segment);
            sayso_text::analyse(&mut read, &analyser, |_| true);
            let context = knowledge.actors.context(None, None);
            let candidates = finder.candidates(&read, &document.text, context);
            Labelled::new(candidates, &mentions(document))
        })
        .collect();
    let predictions = corpus
        .documents
        .iter()
        .zip(cross_validate(&documents, settings))
        .map(|(document, mentions)| (document.id.clone(), mentions.iter().map(entity).collect()))
        .collect();
    println!("{}", score(&corpus, &predictions).text);
    if let Some(file) = value("--write") {
        let all: Vec<&Labelled> = documents.iter().collect();
        let mut model = train(&all, settings);
        model.trained_on = corpus
            .documents
            .iter()
            .map(|document| document.id.clone())
            .collect();
        std::fs::write(file, model.write(NOTES))?;
    }
    Ok(())
}

const NOTES: &[&str] = &[
    "Weights of sayso-mention, in thousandths: nothing, then the kinds in the order of MentionKind::ALL.",
    "Trained on re3d; notices and licences in data/LICENSES.md. Made by `cargo run -p sayso-mention --example train`.",
];

fn mentions(document: &Document) -> Vec<(Span, MentionKind)> {
    document
        .entities
        .iter()
        .filter_map(|entity| {
            Some((
                Span::new(entity.start, entity.end),
                MentionKind::named(&entity.kind)?,
            ))
        })
        .collect()
}

fn entity(mention: &Mention) -> Entity {
    Entity {
        start: mention.span.start as usize,
        end: mention.span.end as usize,
        kind: mention.kind.name().to_owned(),
    }
}
