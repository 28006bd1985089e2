//! Readers of `TR-News.xml` and `GWN.xml`.

use super::{Corpus, Document, Toponym};
use crate::error::{EvalError, read_text};
use crate::offsets::{CharPositions, nearest};
use roxmltree::Node;
use std::path::Path;

/// Reads the sets that the folder has: `trnews`, then `gwn`.
pub fn load(folder: &Path) -> Result<Vec<Corpus>, EvalError> {
    let mut corpora = Vec::new();
    for (name, file) in [("trnews", "TR-News.xml"), ("gwn", "GWN.xml")] {
        let path = folder.join(file);
        if path.exists() {
            let documents =
                parse(&read_text(&path)?).map_err(|fault| EvalError::format(&path, fault))?;
            corpora.push(Corpus {
                name: name.to_owned(),
                documents,
            });
        }
    }
    if corpora.is_empty() {
        return Err(EvalError::format(folder, "no TR-News.xml or GWN.xml"));
    }
    Ok(corpora)
}

/// Both sets differ in the names of the elements only.
pub(super) fn parse(source: &str) -> Result<Vec<Document>, String> {
    let tree = roxmltree::Document::parse(source).map_err(|fault| fault.to_string())?;
    let articles = tree
        .descendants()
        .filter(|node| node.has_tag_name("article"));
    Ok(articles.map(article).collect())
}

fn article(node: Node<'_, '_>) -> Document {
    let text = child_text(node, "text").unwrap_or_default();
    let positions = CharPositions::new(&text);
    let toponyms = node
        .descendants()
        .filter(|node| node.has_tag_name("toponym"))
        .filter_map(|node| toponym(node, &text, &positions))
        .collect();
    Document {
        id: node
            .attribute("docid")
            .or_else(|| node.attribute("file"))
            .unwrap_or_default()
            .to_owned(),
        title: child_text(node, "title")
            .unwrap_or_default()
            .trim()
            .to_owned(),
        text,
        toponyms,
    }
}

/// `None` for a toponym without coordinates, or whose words are not in the text.
fn toponym(node: Node<'_, '_>, text: &str, positions: &CharPositions) -> Option<Toponym> {
    let words = child_text(node, "phrase").or_else(|| child_text(node, "extractedName"))?;
    let number = |names: [&str; 2]| -> Option<f64> {
        let found = node
            .descendants()
            .find(|n| names.iter().any(|name| n.has_tag_name(*name)))?;
        found.text()?.trim().parse().ok()
    };
    let (latitude, longitude) = (number(["lat", "latitude"])?, number(["lon", "longitude"])?);
    let offset = |name| child_text(node, name)?.trim().parse::<usize>().ok();
    let (start, end) = (offset("start")?, offset("end")?);
    let stated = positions
        .bytes(start, end)
        .filter(|range| text.get(range.clone()) == Some(words.as_str()));
    let near = positions
        .bytes(start, start)
        .map_or(text.len(), |range| range.start);
    let range = stated.or_else(|| nearest(text, &words, near))?;
    let tag = node.descendants().find(|n| n.has_tag_name("gaztag"));
    let id = tag.and_then(|tag| tag.attribute("geonameid").map(str::to_owned));
    let id = id.or_else(|| child_text(node, "geonamesID"));
    let geonames_id = id.and_then(|id| id.trim().parse().ok());
    Some(Toponym {
        start: range.start,
        end: range.end,
        words,
        latitude,
        longitude,
        geonames_id,
    })
}

fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.has_tag_name(name))?;
    let text: String = child.children().filter_map(|part| part.text()).collect();
    (!text.is_empty()).then_some(text)
}
