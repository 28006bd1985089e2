//! Predictions in the form of the corpora.

use super::{Corpus, Predictions};
use crate::offsets::CharPositions;
use std::fmt::Write as _;

/// Predictions as XML with the elements of `TR-News.xml` (articles, toponyms with character offsets, gazetteer tags).
pub fn written_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<articles>\n");
    for document in &corpus.documents {
        let positions = CharPositions::new(&document.text);
        let answers = predictions
            .get(&document.id)
            .map_or(&[] as &[_], Vec::as_slice);
        let _ = writeln!(
            out,
            "<article docid=\"{}\">\n<text>{}</text>\n<toponyms>",
            escaped(&document.id),
            escaped(&document.text)
        );
        for (position, toponym) in document.toponyms.iter().enumerate() {
            let (start, end) = (
                positions.character(toponym.start),
                positions.character(toponym.end),
            );
            let words = escaped(&toponym.words);
            let _ = write!(
                out,
                "<toponym><phrase>{words}</phrase><start>{start}</start><end>{end}</end>"
            );
            if let Some(answer) = answers.get(position).copied().flatten() {
                let id = answer
                    .geonames_id
                    .map_or_else(String::new, |id| format!(" geonameid=\"{id}\""));
                let _ = write!(
                    out,
                    "<gaztag{id}><lat>{}</lat><lon>{}</lon></gaztag>",
                    answer.latitude, answer.longitude
                );
            }
            out.push_str("</toponym>\n");
        }
        out.push_str("</toponyms>\n</article>\n");
    }
    out.push_str("</articles>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\r', "&#13;")
}
