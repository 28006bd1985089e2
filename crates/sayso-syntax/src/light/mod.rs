//! The light provider: a small recurrent network, distilled from the accurate one, for crawls.
//!
//! Invariant: the same forms give the same analysis whatever the batch, the thread or the processor; see
//! [`crate::accurate`] for how. How the weights were trained: `training/light/README.md`.

mod cells;
mod labels;
mod network;
mod words;

use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::accurate::linear::Executor;
use crate::accurate::weights::{Weights, WeightsError};
use network::{Answer, Network, Room};
use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso_text::{Analyser, TokenAnalysis, Upos};
use words::Word;

static WEIGHTS: &[u8] = include_bytes!("../../weights/light.safetensors");

/// Words that are worked on together: enough for fast products, few enough for the cache.
const SLAB: usize = 384;
/// Longest piece of a sentence that is attached as one; attachment takes the square of it.
const LONGEST: usize = 256;

/// The fast provider of sentence analysis, for crawls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Light;

/// The weights and the labels they speak of.
struct Model {
    network: Network,
    upos: Vec<Upos>,
    xpos: Vec<&'static str>,
    deprel: Vec<&'static str>,
}

impl Model {
    fn read() -> Result<Model, WeightsError> {
        let weights = Weights::read(WEIGHTS)?;
        let names = |key: &str| {
            weights
                .metadata
                .get(key)
                .map(String::as_str)
                .unwrap_or_default()
                .split(' ')
        };
        let upos: Vec<Upos> = names("upos")
            .map(labels::upos_named)
            .collect::<Option<_>>()
            .ok_or(WeightsError::Mismatch("upos"))?;
        let xpos: Vec<&str> = names("xpos")
            .map(labels::xpos_named)
            .collect::<Option<_>>()
            .ok_or(WeightsError::Mismatch("xpos"))?;
        let deprel: Vec<&str> = names("deprel")
            .map(labels::relation_named)
            .collect::<Option<_>>()
            .ok_or(WeightsError::Mismatch("deprel"))?;
        let root = deprel
            .iter()
            .position(|name| *name == "root")
            .ok_or(WeightsError::Mismatch("deprel"))?;
        Ok(Model {
            network: Network::read(&weights, [upos.len(), xpos.len(), deprel.len()], root)?,
            upos,
            xpos,
            deprel,
        })
    }

    fn token(&self, answer: &Answer) -> TokenAnalysis {
        TokenAnalysis {
            upos: self.upos.get(answer.upos).copied().unwrap_or(Upos::X),
            xpos: self.xpos.get(answer.xpos).copied().unwrap_or("FW"),
            head: answer.head,
            deprel: self.deprel.get(answer.rel).copied().unwrap_or("dep"),
        }
    }

    fn run(&self, sentences: &[Vec<&str>], room: &mut Room) -> Vec<Vec<TokenAnalysis>> {
        let executor = Executor::new();
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for (number, forms) in sentences.iter().enumerate() {
            pieces.extend(cut(forms).into_iter().map(|range| (number, range)));
        }
        let mut answers: Vec<Vec<TokenAnalysis>> = sentences
            .iter()
            .map(|forms| Vec::with_capacity(forms.len()))
            .collect();
        let (mut words, mut lengths, mut lower): (Vec<Word>, Vec<usize>, String) =
            Default::default();
        let mut rest = &pieces[..];
        while !rest.is_empty() {
            let mut size = 0;
            let fits = rest.iter().take_while(|(_, range)| {
                size += range.len();
                size <= SLAB
            });
            let (slab, after) = rest.split_at(fits.count().max(1));
            words.clear();
            lengths.clear();
            for (number, range) in slab {
                self.network.vocabulary.words(
                    &sentences[*number][range.clone()],
                    &mut lower,
                    &mut words,
                );
                lengths.push(range.len());
            }
            for ((number, range), piece) in slab
                .iter()
                .zip(self.network.run(&executor, &words, &lengths, room))
            {
                self.glue(&mut answers[*number], range.start, &piece);
            }
            rest = after;
        }
        answers
    }

    /// Adds a piece of a sentence; the root of a later piece hangs from that of the first.
    fn glue(&self, tokens: &mut Vec<TokenAnalysis>, start: usize, piece: &[Answer]) {
        let root = tokens.iter().position(|token| token.head.is_none());
        for answer in piece {
            let mut token = self.token(answer);
            token.head = token.head.map(|head| head + start);
            if let (None, Some(root)) = (token.head, root) {
                token.head = Some(root);
                token.deprel = "parataxis";
            }
            tokens.push(token);
        }
    }
}

/// Pieces of a sentence that are short enough, cut after a comma or semicolon if one is in their second half.
fn cut(forms: &[&str]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while forms.len() - start > LONGEST {
        let half = start + LONGEST / 2;
        let end = (half..start + LONGEST)
            .rev()
            .find(|&i| matches!(forms[i], "," | ";" | ":"))
            .map_or(start + LONGEST, |i| i + 1);
        pieces.push(start..end);
        start = end;
    }
    if start < forms.len() {
        pieces.push(start..forms.len());
    }
    pieces
}

fn model() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    // A test reads the embedded weights, so that a release always has them.
    MODEL.get_or_init(|| Model::read().ok()).as_ref()
}

/// Working memory with a thread each; a call takes one, so calls run side by side and each on one thread.
static ROOMS: Mutex<Vec<(ThreadPool, Room)>> = Mutex::new(Vec::new());

impl Analyser for Light {
    fn name(&self) -> &str {
        "light-1"
    }

    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>> {
        let Some(model) = model() else {
            return Vec::new();
        };
        let free = ROOMS.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let thread = || {
            ThreadPoolBuilder::new()
                .num_threads(1)
                .build()
                .ok()
                .map(|pool| (pool, Room::default()))
        };
        let Some((pool, mut room)) = free.or_else(thread) else {
            return model.run(sentences, &mut Room::default());
        };
        let answers = pool.install(|| model.run(sentences, &mut room));
        ROOMS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((pool, room));
        answers
    }
}

#[cfg(test)]
mod tests;
