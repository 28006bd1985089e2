//! Pages to records: main text by a kept library, paragraphs from its clean HTML, metadata from the page.

use crate::encoding::Decoded;
use crate::paragraphs::{Block, BlockKind, blocks};
use crate::prune::{Pruned, prune};
use crate::record::{Record, note};
use crate::{ReadError, boilerplate, metadata, published, words};
use sayso_model::{Published, ReadNote};

/// Larger trees and longer runs of text are not given to the libraries, whose time grows faster than the page.
const MOST_ELEMENTS: usize = 60_000;
const LONGEST_TEXT: usize = 256 << 10;
/// The libraries recurse; a page of [`prune`]'s depth needs a fraction of this.
const STACK_BYTES: usize = 64 << 20;
/// A shorter main text is taken as a sign that the engine missed the article.
const SHORTEST_BODY: usize = 200;

/// Reads one page.
pub(crate) fn read_page(page: Decoded, origin: &str, stem: &str) -> Result<Record, ReadError> {
    let Decoded {
        text,
        encoding,
        mut notes,
    } = page;
    let pruned = prune(&text);
    drop(text);
    let (input_id, origin) = (stem.to_owned(), origin.to_owned());
    // The libraries are others' code: a fault in them costs this page, not the run.
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || take_apart(pruned));
    let Some(parts) = worker.ok().and_then(|worker| worker.join().ok()) else {
        return Err(ReadError::NoText {
            origin,
            mend: "the page could not be taken apart; save its text as a plain text file",
        });
    };
    notes.extend(words::faults());
    notes.extend(parts.notes);
    let metadata::Metadata {
        title,
        outlet,
        url,
        published,
        modified,
        article_body: _,
    } = parts.metadata;
    let (body, boilerplate) = boilerplate::part(parts.blocks, title.as_deref(), parts.marked);
    let published = published.or(parts.seen_date);
    Ok(Record {
        input_id,
        origin,
        outlet,
        url,
        published,
        modified,
        title,
        text: body,
        boilerplate,
        encoding,
        notes,
    })
}

struct Parts {
    blocks: Vec<Block>,
    marked: Vec<sayso_model::Boilerplate>,
    metadata: metadata::Metadata,
    seen_date: Option<Published>,
    notes: Vec<ReadNote>,
}

fn take_apart(page: Pruned) -> Parts {
    let Pruned {
        html,
        json_ld,
        mut notes,
        elements,
        longest_text,
    } = page;
    let tree = scraper::Html::parse_document(&html);
    let metadata = metadata::of_page(&tree, &json_ld);
    let marked = boilerplate::marked(&tree);
    drop(tree);
    let bounded = elements <= MOST_ELEMENTS && longest_text <= LONGEST_TEXT;
    let mut body = if bounded {
        trafilatura_blocks(&html)
    } else {
        Vec::new()
    };
    if bounded && size(&body) < SHORTEST_BODY {
        let second = dom_smoothie_blocks(&html);
        if size(&second) > size(&body) {
            body = second;
        }
    }
    // The page's own words win; only where the body is built by script is there nothing better.
    if let Some(stated) = &metadata.article_body
        && stated.len() > 2 * size(&body).max(SHORTEST_BODY / 2)
    {
        body = stated_blocks(stated);
        notes.push(note(
            "body-from-json-ld",
            "The page shows little of the article; its text was read from the JSON-LD.".to_owned(),
        ));
    }
    let every = blocks(&html);
    let seen_date = every
        .iter()
        .take(60)
        .find_map(|block| published::from_line(&block.text));
    if body.is_empty() {
        body = every;
        notes.push(note("main-text-not-found", "The article could not be told from the rest of the page; all its paragraphs were read.".to_owned()));
    }
    Parts {
        blocks: body,
        marked,
        metadata,
        seen_date,
        notes,
    }
}

fn trafilatura_blocks(html: &str) -> Vec<Block> {
    let mut options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true);
    if !words::boilerplate().prune.is_empty() {
        options = options.with_prune_selector(words::boilerplate().prune.clone());
    }
    match trafilatura::extract(html, &options) {
        Ok(found) => blocks(&found.content_html),
        Err(_) => Vec::new(),
    }
}

fn dom_smoothie_blocks(html: &str) -> Vec<Block> {
    let article =
        dom_smoothie::Readability::new(html, None, None).and_then(|mut engine| engine.parse());
    article
        .map(|article| blocks(&article.content))
        .unwrap_or_default()
}

/// JSON-LD text is plain or HTML, by the outlet's habit.
fn stated_blocks(text: &str) -> Vec<Block> {
    if text.contains("</p>") || text.contains("<p>") || text.contains("<br") {
        return blocks(&prune(text).html);
    }
    let lines = text.lines().filter_map(crate::record::filled);
    lines
        .map(|text| Block {
            kind: BlockKind::Paragraph,
            text,
        })
        .collect()
}

fn size(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Boilerplate(_)))
        .map(|block| block.text.len())
        .sum()
}
