//! Predictions in the corpus's own form.

use super::{Corpus, Predictions, TimeExpression};

/// Predictions as documents in the form of the corpus: the text with an inline tag around every expression.
///
/// Expressions that cross another one are left out; returns document id and file content.
pub fn tagged_documents(corpus: &Corpus, predictions: &Predictions) -> Vec<(String, String)> {
    let attribute = if corpus.tag == "TIMEX3" {
        "value"
    } else {
        "val"
    };
    corpus
        .documents
        .iter()
        .map(|document| {
            let mut own: Vec<&TimeExpression> = predictions
                .get(&document.id)
                .into_iter()
                .flatten()
                .collect();
            own.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
            let mut out = format!("<DOC>\n<DOCID>{}</DOCID>\n<TEXT>", document.id);
            let mut open: Vec<usize> = Vec::new();
            let mut at = 0;
            let copy = |to: usize, at: &mut usize, out: &mut String| {
                out.push_str(&escaped(document.text.get(*at..to).unwrap_or_default()));
                *at = to;
            };
            for expression in own {
                let (start, end) = (expression.start, expression.end);
                while let Some(close) = open.last().copied().filter(|close| *close <= start) {
                    copy(close, &mut at, &mut out);
                    out.push_str(&format!("</{}>", corpus.tag));
                    open.pop();
                }
                let crosses = open.last().is_some_and(|close| end > *close);
                if crosses || start >= end || start < at || document.text.get(start..end).is_none()
                {
                    continue;
                }
                copy(start, &mut at, &mut out);
                out.push_str(&format!(
                    "<{} {attribute}=\"{}\">",
                    corpus.tag,
                    escaped(&expression.value)
                ));
                open.push(end);
            }
            while let Some(close) = open.pop() {
                copy(close, &mut at, &mut out);
                out.push_str(&format!("</{}>", corpus.tag));
            }
            copy(document.text.len(), &mut at, &mut out);
            out.push_str("</TEXT>\n</DOC>\n");
            (document.id.clone(), out)
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
