//! The accurate provider: a small transformer encoder fine-tuned on UD English EWT, run with 8-bit integer products.
//!
//! Invariant: the same forms give the same analysis whatever the batch, the thread or the processor. Products are
//! exact integers with scales of one row; float sums have a fixed order and stay inside a sentence (see `math`).
//! The weights and how they were trained: `training/README.md`.

mod attention;
mod labels;
pub(crate) mod linear;
pub(crate) mod math;
mod network;
mod pieces;
pub(crate) mod tree;
pub(crate) mod weights;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso_text::{Analyser, TokenAnalysis, Upos};

use linear::Executor;
use network::{Input, MAX_PIECES, Network, Room, Word};
use pieces::WordPiece;
use weights::Weights;
pub use weights::WeightsError;

static WEIGHTS: &[u8] = include_bytes!("../../weights/accurate.safetensors");
static VOCABULARY: &str = include_str!("../../weights/accurate.vocab.txt");

/// Pieces that are worked on together: enough for fast products, few enough for the cache.
const SLAB: usize = 128;
/// A long sentence is cut in its second half only, so that few pieces are left over.
const EARLIEST_CUT: usize = MAX_PIECES / 2;

/// The accurate analyser: tags and trees by a neural network, about 5,000 words a second and core.
pub struct Accurate {
    pieces: WordPiece,
    network: Network,
    name: String,
    /// Working memory with a thread each; a call takes one, so calls run side by side and each on one thread.
    rooms: Mutex<Vec<(ThreadPool, Room)>>,
}

impl std::fmt::Debug for Accurate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accurate")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Accurate {
    /// Reads the embedded weights.
    pub fn new() -> Result<Self, WeightsError> {
        let weights = Weights::read(WEIGHTS)?;
        let text = |key: &str| {
            weights
                .metadata
                .get(key)
                .map(String::as_str)
                .unwrap_or_default()
        };
        for (key, table) in [
            ("upos", &labels::UPOS_NAMES[..]),
            ("xpos", &labels::XPOS),
            ("deprel", &labels::DEPREL),
        ] {
            if !text(key).split(' ').eq(table.iter().copied()) {
                return Err(WeightsError::Mismatch(key_name(key)));
            }
        }
        let pieces = WordPiece::read(VOCABULARY)?;
        let root = labels::DEPREL
            .iter()
            .position(|r| *r == "root")
            .ok_or(WeightsError::Mismatch("deprel"))?;
        let sizes = [labels::UPOS.len(), labels::XPOS.len(), labels::DEPREL.len()];
        let network = Network::read(&weights, pieces.size, sizes, root)?;
        let name = format!("accurate-{}", text("version"));
        Ok(Accurate {
            pieces,
            network,
            name,
            rooms: Mutex::new(Vec::new()),
        })
    }

    /// A sentence as one input, or as several where it is too long for the encoder.
    fn inputs(&self, forms: &[&str], out: &mut Vec<Input>) -> Vec<Range<usize>> {
        let shapes = pieces::shapes(forms);
        let mut words: Vec<Vec<u32>> = Vec::with_capacity(forms.len());
        for form in forms {
            let mut pieces = Vec::new();
            self.pieces.word(form, &mut pieces);
            words.push(pieces);
        }
        let lengths: Vec<usize> = words.iter().map(Vec::len).collect();
        let parts = cut(forms, &lengths);
        for part in &parts {
            let mut input = Input {
                pieces: vec![self.pieces.start],
                first: Vec::new(),
                shapes: Vec::new(),
            };
            for (pieces, shape) in words[part.clone()].iter().zip(&shapes[part.clone()]) {
                input.first.push(input.pieces.len());
                input.pieces.extend_from_slice(pieces);
                input.shapes.push(*shape);
            }
            input.pieces.push(self.pieces.end);
            out.push(input);
        }
        parts
    }

    fn run(&self, sentences: &[Vec<&str>], room: &mut Room) -> Vec<Vec<TokenAnalysis>> {
        let mut inputs = Vec::new();
        let parts: Vec<Vec<Range<usize>>> = sentences
            .iter()
            .map(|forms| self.inputs(forms, &mut inputs))
            .collect();
        let mut words = Vec::with_capacity(inputs.len());
        let mut rest = &inputs[..];
        let executor = Executor::new();
        while !rest.is_empty() {
            let mut size = 0;
            let fits = rest.iter().take_while(|input| {
                size += input.pieces.len();
                size <= SLAB
            });
            let (slab, after) = rest.split_at(fits.count().max(1));
            words.extend(self.network.run(&executor, slab, room));
            rest = after;
        }
        let mut words = words.into_iter();
        parts
            .iter()
            .map(|parts| glue(words.by_ref().take(parts.len()).zip(parts)))
            .collect()
    }
}

fn key_name(key: &str) -> &'static str {
    match key {
        "upos" => "upos",
        "xpos" => "xpos",
        _ => "deprel",
    }
}

/// Where a sentence is cut so that each part fits the encoder: after the last comma or semicolon that is not early.
fn cut(forms: &[&str], lengths: &[usize]) -> Vec<Range<usize>> {
    let limit = MAX_PIECES - 2;
    let (mut parts, mut start, mut size, mut last) = (Vec::new(), 0, 0, None);
    let mut i = start;
    while i < forms.len() {
        if size + lengths[i] > limit {
            let end = last.unwrap_or(i);
            parts.push(start..end);
            (start, i, size, last) = (end, end, 0, None);
            continue;
        }
        size += lengths[i];
        i += 1;
        if size >= EARLIEST_CUT && matches!(forms[i - 1], "," | ";" | ":") {
            last = Some(i);
        }
    }
    if start < forms.len() {
        parts.push(start..forms.len());
    }
    parts
}

/// Joins the parts of a sentence: the root of each later part hangs from the root of the first.
fn glue<'a>(parts: impl Iterator<Item = (Vec<Word>, &'a Range<usize>)>) -> Vec<TokenAnalysis> {
    let mut out: Vec<TokenAnalysis> = Vec::new();
    let mut root = None;
    for (words, part) in parts {
        for (i, word) in words.iter().enumerate() {
            let first_root = word.head.is_none() && root.is_none();
            out.push(TokenAnalysis {
                upos: labels::UPOS.get(word.upos).copied().unwrap_or(Upos::X),
                xpos: labels::XPOS.get(word.xpos).copied().unwrap_or("FW"),
                head: word.head.map(|h| h + part.start).or(root),
                deprel: match (word.head, first_root) {
                    (None, false) => "parataxis",
                    _ => labels::DEPREL.get(word.rel).copied().unwrap_or("dep"),
                },
            });
            if first_root {
                root = Some(i + part.start);
            }
        }
    }
    out
}

impl Analyser for Accurate {
    fn name(&self) -> &str {
        &self.name
    }

    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>> {
        let held = self
            .rooms
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let one_thread = || {
            ThreadPoolBuilder::new()
                .num_threads(1)
                .build()
                .ok()
                .map(|pool| (pool, Room::default()))
        };
        match held.or_else(one_thread) {
            Some((pool, mut room)) => {
                let result = pool.install(|| self.run(sentences, &mut room));
                self.rooms
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((pool, room));
                result
            }
            // No thread to be had: the same work here, perhaps spread over the program's threads.
            None => self.run(sentences, &mut Room::default()),
        }
    }
}

#[cfg(test)]
mod tests;
