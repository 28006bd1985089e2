//! The network: a six-layer encoder over the pieces of several sentences at once, tags, attachments and labels.
//!
//! Sentences stand one after the other without padding; every product is exact and every float sum stays inside a
//! row or a sentence, so a sentence's result does not depend on its neighbours.

use super::attention::{self, AttentionRoom, attention};
use super::linear::{Bytes, Executor, Linear};
use super::math::{self, Activation};
use super::pieces::SHAPES;
use super::tree;
use super::weights::{Weights, WeightsError};

const SHAPE: usize = 32;
const ARC: usize = 256;
const REL: usize = 96;
/// Positions that the encoder knows.
pub(super) const MAX_PIECES: usize = 256;

/// One sentence (or a part of a long one), ready for the network.
pub(super) struct Input {
    /// Start piece, the words' pieces, end piece.
    pub(super) pieces: Vec<u32>,
    /// Each word's first piece.
    pub(super) first: Vec<usize>,
    pub(super) shapes: Vec<[f32; SHAPES]>,
}

/// A word's analysis, as indexes into the label tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) upos: usize,
    pub(super) xpos: usize,
    /// The head's index; `None` for the root.
    pub(super) head: Option<usize>,
    pub(super) rel: usize,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn read(weights: &Weights, name: &str, width: usize) -> Result<Self, WeightsError> {
        let weight = weights.floats(&format!("{name}.w"), width)?;
        Ok(Norm {
            weight,
            bias: weights.floats(&format!("{name}.b"), width)?,
        })
    }

    fn apply(&self, x: &mut [f32], delta: Option<&[f32]>) {
        math::add_norm(x, delta, &self.weight, &self.bias);
    }
}

struct Block {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Buffers of one run.
#[derive(Default)]
pub(super) struct Room {
    bytes: Bytes,
    attention: AttentionRoom,
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    words: Vec<f32>,
    tags: Vec<f32>,
    mlp: Vec<f32>,
    part: Vec<f32>,
    arcs: Vec<f32>,
    arc_heads: Vec<f32>,
    rel_heads: Vec<f32>,
    rels: Vec<f32>,
    rel_dep: Vec<f32>,
    rel_head: Vec<f32>,
}

/// The network's weights, packed for this processor.
pub(super) struct Network {
    width: usize,
    embeddings: &'static [u8],
    embedding_scales: Vec<f32>,
    positions: Vec<f32>,
    norm: Norm,
    blocks: Vec<Block>,
    shape: Vec<f32>,
    shape_bias: Vec<f32>,
    tags: Linear,
    mlp: Linear,
    arc: Linear,
    arc_bias: Vec<f32>,
    rel: Linear,
    rel_dep: Linear,
    rel_head: Linear,
    n_upos: usize,
    root: usize,
}

impl Network {
    /// Reads the weights for label tables of these sizes; `root` is the index of the root's label.
    pub(super) fn read(
        weights: &Weights<'static>,
        vocabulary: usize,
        [n_upos, n_xpos, n_rel]: [usize; 3],
        root: usize,
    ) -> Result<Self, WeightsError> {
        let executor = Executor::new();
        let embedding_scales = weights.floats("words.s", vocabulary)?;
        let width = weights.count("norm.w")?;
        let (_, embeddings) = weights.bytes("words.q", width)?;
        let linear = |name: &str, inputs: usize, outputs: usize| {
            let map = Linear::read(weights, &executor, name, inputs)?;
            if map.outputs() == outputs {
                Ok(map)
            } else {
                Err(WeightsError::Tensor(name.to_owned()))
            }
        };
        let block = |i: usize| -> Result<Block, WeightsError> {
            let name = |part: &str| format!("blocks.{i}.{part}");
            Ok(Block {
                qkv: linear(&name("qkv"), width, 3 * width)?,
                out: linear(&name("out"), width, width)?,
                norm1: Norm::read(weights, &name("norm1"), width)?,
                up: linear(&name("up"), width, 4 * width)?,
                down: linear(&name("down"), 4 * width, width)?,
                norm2: Norm::read(weights, &name("norm2"), width)?,
            })
        };
        let layers = weights
            .metadata
            .get("layers")
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        let word = width + SHAPE;
        if width % attention::HEAD != 0 || embeddings.len() != vocabulary * width {
            return Err(WeightsError::Tensor("words.q".to_owned()));
        }
        Ok(Network {
            width,
            embeddings,
            embedding_scales,
            positions: weights.floats("positions", MAX_PIECES * width)?,
            norm: Norm::read(weights, "norm", width)?,
            blocks: (0..layers).map(block).collect::<Result<_, _>>()?,
            shape: weights.floats("shape.w", SHAPE * SHAPES)?,
            shape_bias: weights.floats("shape.b", SHAPE)?,
            tags: linear("tags", word, n_upos + n_xpos)?,
            mlp: linear("mlp", word, 2 * ARC + 2 * REL)?,
            arc: linear("arc", ARC, ARC)?,
            arc_bias: weights.floats("arc_bias", ARC)?,
            rel: linear("rel", REL, REL * n_rel)?,
            rel_dep: linear("rel_dep", REL, n_rel)?,
            rel_head: linear("rel_head", REL, n_rel)?,
            n_upos,
            root,
        })
    }

    /// Analyses sentences together; each result is the same as alone.
    pub(super) fn run(&self, exe: &Executor, inputs: &[Input], room: &mut Room) -> Vec<Vec<Word>> {
        self.encode(exe, inputs, room);
        self.score(exe, inputs, room);
        let mut from = 0;
        inputs
            .iter()
            .map(|input| {
                let rows = input.first.len() + 1;
                let words = self.decode(from, rows, room);
                from += rows;
                words
            })
            .collect()
    }

    fn encode(&self, exe: &Executor, inputs: &[Input], room: &mut Room) {
        let width = self.width;
        room.x.clear();
        for input in inputs {
            for (piece, position) in input.pieces.iter().zip(self.positions.chunks_exact(width)) {
                let at = *piece as usize * width;
                let row = self.embeddings.get(at..at + width).unwrap_or_default();
                let scale = self
                    .embedding_scales
                    .get(*piece as usize)
                    .copied()
                    .unwrap_or_default();
                room.x.extend(
                    row.iter()
                        .zip(position)
                        .map(|(q, p)| f32::from(q.cast_signed()) * scale + *p),
                );
            }
        }
        self.norm.apply(&mut room.x, None);
        for block in &self.blocks {
            room.bytes.set(&room.x, width);
            block
                .qkv
                .apply(exe, &mut room.bytes, Activation::None, &mut room.wide);
            room.narrow.resize(room.x.len(), 0.0);
            let (mut qkv, mut out) = (&room.wide[..], &mut room.narrow[..]);
            for input in inputs {
                let (these, rest) = qkv.split_at(3 * width * input.pieces.len());
                let (target, rest_out) = out.split_at_mut(width * input.pieces.len());
                attention(these, width, &mut room.attention, target);
                (qkv, out) = (rest, rest_out);
            }
            room.bytes.set(&room.narrow, width);
            block
                .out
                .apply(exe, &mut room.bytes, Activation::None, &mut room.narrow);
            block.norm1.apply(&mut room.x, Some(&room.narrow));
            room.bytes.set(&room.x, width);
            block
                .up
                .apply(exe, &mut room.bytes, Activation::Gelu, &mut room.wide);
            room.bytes.set(&room.wide, 4 * width);
            block
                .down
                .apply(exe, &mut room.bytes, Activation::None, &mut room.narrow);
            block.norm2.apply(&mut room.x, Some(&room.narrow));
        }
    }

    /// Tags and biaffine factors of every word, each sentence's root (its start piece) in front.
    fn score(&self, exe: &Executor, inputs: &[Input], room: &mut Room) {
        let width = self.width;
        room.words.clear();
        let mut start = 0;
        for input in inputs {
            let no_shape = [0.0; SHAPES];
            let firsts = std::iter::once(0).chain(input.first.iter().copied());
            for (piece, shape) in firsts.zip(std::iter::once(&no_shape).chain(&input.shapes)) {
                room.words.extend_from_slice(
                    &room.x[(start + piece) * width..(start + piece + 1) * width],
                );
                let weights = self.shape.chunks_exact(SHAPES).zip(&self.shape_bias);
                room.words.extend(
                    weights.map(|(w, b)| w.iter().zip(shape).fold(*b, |sum, (w, s)| sum + w * s)),
                );
            }
            start += input.pieces.len();
        }
        room.bytes.set(&room.words, width + SHAPE);
        self.tags
            .apply(exe, &mut room.bytes, Activation::None, &mut room.tags);
        self.mlp
            .apply(exe, &mut room.bytes, Activation::LeakyRelu, &mut room.mlp);
        let slice = |mlp: &[f32], part: &mut Vec<f32>, from: usize, n: usize| {
            part.clear();
            mlp.chunks_exact(2 * ARC + 2 * REL)
                .for_each(|row| part.extend_from_slice(&row[from..from + n]));
        };
        slice(&room.mlp, &mut room.part, 0, ARC);
        slice(&room.mlp, &mut room.arc_heads, ARC, ARC);
        slice(&room.mlp, &mut room.rel_heads, 2 * ARC + REL, REL);
        room.bytes.set(&room.part, ARC);
        self.arc
            .apply(exe, &mut room.bytes, Activation::None, &mut room.arcs);
        slice(&room.mlp, &mut room.part, 2 * ARC, REL);
        room.bytes.set(&room.part, REL);
        self.rel
            .apply(exe, &mut room.bytes, Activation::None, &mut room.rels);
        self.rel_dep
            .apply(exe, &mut room.bytes, Activation::None, &mut room.rel_dep);
        room.bytes.set(&room.rel_heads, REL);
        self.rel_head
            .apply(exe, &mut room.bytes, Activation::None, &mut room.rel_head);
    }

    /// The words of the sentence whose `rows` rows begin at `from`.
    fn decode(&self, from: usize, rows: usize, room: &Room) -> Vec<Word> {
        let (n_tags, n_rel) = (self.tags.outputs(), self.rel_dep.outputs());
        let row = |x: &'_ [f32], width: usize, i: usize| {
            x[(from + i) * width..(from + i + 1) * width].to_vec()
        };
        let mut scores = vec![0.0; rows * rows];
        let of_sentence = from * ARC..(from + rows) * ARC;
        let (arcs, sides) = (
            &room.arcs[of_sentence.clone()],
            &room.arc_heads[of_sentence],
        );
        math::pairs(arcs, sides, &self.arc_bias, &mut scores);
        let heads = tree::decode(&scores, rows - 1);
        let mut words = Vec::with_capacity(rows - 1);
        for (word, head) in heads.iter().enumerate().skip(1) {
            let tags = row(&room.tags, n_tags, word);
            let mut labels = row(&room.rel_dep, n_rel, word);
            labels
                .iter_mut()
                .zip(row(&room.rel_head, n_rel, *head))
                .for_each(|(l, h)| *l += h);
            let factors = &room.rels[(from + word) * n_rel * REL..(from + word + 1) * n_rel * REL];
            math::add_dots(
                factors,
                &room.rel_heads[(from + head) * REL..(from + head + 1) * REL],
                &mut labels,
            );
            words.push(Word {
                upos: best(tags[..self.n_upos].iter().copied().enumerate()),
                xpos: best(tags[self.n_upos..].iter().copied().enumerate()),
                head: head.checked_sub(1),
                rel: match head {
                    0 => self.root,
                    _ => best(
                        labels
                            .into_iter()
                            .enumerate()
                            .filter(|(i, _)| *i != self.root),
                    ),
                },
            });
        }
        words
    }
}

/// The index of the greatest score, the first of equals.
fn best(scores: impl Iterator<Item = (usize, f32)>) -> usize {
    let mut top = (0, f32::NEG_INFINITY);
    for item in scores {
        if item.1 > top.1 {
            top = item;
        }
    }
    top.0
}
