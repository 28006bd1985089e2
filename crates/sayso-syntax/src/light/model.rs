//! The light model: reading and writing its file, and analysing a sentence with it.

use super::features::{parse_features, tag_features};
use super::labels::{RELATIONS, upos_named, xpos_named};
use super::state::{Move, State};
use super::table::{Clusters, Rows, push_number, take_number};
use super::words::{Word, words};
use sayso_text::{TokenAnalysis, Upos};

const MAGIC: &[u8; 8] = b"sayso-l1";

/// Tag outside the sentence.
pub const EDGE_TAG: u32 = 253;

/// Weights, clusters and tags.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Part of speech and Penn tag of every tag class.
    pub tags: Vec<(Upos, &'static str)>,
    pub tagger: Rows,
    pub parser: Rows,
    pub clusters: Clusters,
}

/// Sparse rows as they are written: sorted by key.
pub type PlainRows = Vec<(u32, Vec<(u8, i8)>)>;

/// Memory used from sentence to sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    keys: Vec<u32>,
    scores: Vec<i32>,
    state: State,
    tags: Vec<u32>,
}

impl Model {
    /// Tags and parses one sentence.
    pub fn analyse(&self, forms: &[&str], scratch: &mut Scratch) -> Vec<TokenAnalysis> {
        if forms.is_empty() {
            return Vec::new();
        }
        let words = words(forms, &self.clusters);
        self.tag(&words, scratch);
        self.parse(&words, scratch);
        let state = &scratch.state;
        (0..forms.len())
            .map(|i| {
                let (upos, xpos) = self.tags.get(scratch.tags[i] as usize).copied().unwrap_or((Upos::X, "FW"));
                let head = (state.heads[i] < forms.len()).then_some(state.heads[i]);
                TokenAnalysis { upos, xpos, head, deprel: RELATIONS.get(state.labels[i] as usize).copied().unwrap_or("dep") }
            })
            .collect()
    }

    /// Fills `scratch.tags`.
    fn tag(&self, words: &[Word], scratch: &mut Scratch) {
        let Scratch { keys, scores, tags, .. } = scratch;
        tags.clear();
        for i in 0..words.len() {
            let before = if i > 0 { tags[i - 1] } else { EDGE_TAG };
            let before_that = if i > 1 { tags[i - 2] } else { EDGE_TAG };
            tag_features(words, i, before, before_that, keys);
            scores.clear();
            scores.resize(self.tagger.classes, 0);
            self.tagger.add(keys, scores);
            tags.push(best(scores, |_| true) as u32);
        }
    }

    /// Fills `scratch.state` with a complete parse.
    fn parse(&self, words: &[Word], scratch: &mut Scratch) {
        let Scratch { keys, scores, state, tags } = scratch;
        state.reset(words.len());
        while !state.finished() {
            scores.clear();
            scores.resize(self.parser.classes.max(2 * RELATIONS.len() + 1), 0);
            let forced = state.stack.is_empty() || (state.next == state.length && state.stack.len() == 1);
            if forced {
                state.take(if state.stack.is_empty() { Move::Shift } else { Move::Left(0) });
                continue;
            }
            parse_features(words, tags, state, keys);
            self.parser.add(keys, scores);
            let class = best(scores, |class| state.allows(Move::numbered(class)));
            state.take(Move::numbered(class));
        }
    }

    /// Writes a model file.
    pub fn write(tags: &[(String, String)], tagger: &PlainRows, parser: &PlainRows, clusters: &[(u32, u16)], coarse: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        push_number(tags.len() as u32, &mut bytes);
        for (upos, xpos) in tags {
            for name in [upos, xpos] {
                push_number(name.len() as u32, &mut bytes);
                bytes.extend_from_slice(name.as_bytes());
            }
        }
        push_number(coarse.len() as u32, &mut bytes);
        bytes.extend_from_slice(coarse);
        push_number(clusters.len() as u32, &mut bytes);
        let mut last = 0;
        for &(hash, fine) in clusters {
            push_number(hash.wrapping_sub(last), &mut bytes);
            push_number(u32::from(fine), &mut bytes);
            last = hash;
        }
        for rows in [tagger, parser] {
            push_number(rows.len() as u32, &mut bytes);
            let mut last = 0;
            for (key, row) in rows {
                push_number(key.wrapping_sub(last), &mut bytes);
                last = *key;
                bytes.push(row.len() as u8);
                for &(class, weight) in row {
                    bytes.push(class);
                    bytes.push(weight as u8);
                }
            }
        }
        bytes
    }

    /// Reads a model file; `None` if it is none.
    pub fn read(bytes: &[u8]) -> Option<Model> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let rest = &mut rest;
        let mut tags = Vec::new();
        for _ in 0..take_number(rest)? {
            let upos = upos_named(take_text(rest)?)?;
            tags.push((upos, xpos_named(take_text(rest)?)?));
        }
        let count = take_number(rest)? as usize;
        let coarse = take_bytes(rest, count)?.to_vec();
        let mut entries = Vec::new();
        let mut last = 0u32;
        for _ in 0..take_number(rest)? {
            last = last.wrapping_add(take_number(rest)?);
            entries.push((last, take_number(rest)? as u16));
        }
        let tagger = take_rows(rest)?;
        let parser = take_rows(rest)?;
        Some(Model {
            tagger: Rows::new(&tagger, tags.len()),
            parser: Rows::new(&parser, 2 * RELATIONS.len() + 1),
            clusters: Clusters::new(&entries, coarse),
            tags,
        })
    }
}

/// The allowed class with the highest score; of equals the first.
pub fn best<S: PartialOrd + Copy>(scores: &[S], allowed: impl Fn(usize) -> bool) -> usize {
    let mut best: Option<usize> = None;
    for class in 0..scores.len() {
        if best.is_none_or(|best| scores[class] > scores[best]) && allowed(class) {
            best = Some(class);
        }
    }
    best.unwrap_or(0)
}

fn take_bytes<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let count = take_number(bytes)? as usize;
    std::str::from_utf8(take_bytes(bytes, count)?).ok()
}

fn take_rows(bytes: &mut &[u8]) -> Option<PlainRows> {
    let mut rows = PlainRows::new();
    let mut last = 0u32;
    for _ in 0..take_number(bytes)? {
        last = last.wrapping_add(take_number(bytes)?);
        let length = *take_bytes(bytes, 1)?.first()? as usize;
        let cells = take_bytes(bytes, 2 * length)?;
        rows.push((last, cells.chunks_exact(2).map(|cell| (cell[0], cell[1] as i8)).collect()));
    }
    Some(rows)
}
