//! The light network: words as sums of small vectors, simple recurrent units over them, tags, attachments and labels.

use super::cells;
use super::words::{BUCKETS, SHAPES, Vocabulary, Word};
use crate::accurate::linear::{Bytes, Executor, Linear};
use crate::accurate::math::{self, Activation};
use crate::accurate::tree;
use crate::accurate::weights::{Weights, WeightsError};

/// Length of the vectors that were learnt before, and of those learnt on the treebank.
const FROZEN: usize = 96;
const LEARNT: usize = 64;
const INPUT: usize = FROZEN + LEARNT;
const ARC: usize = 128;
const REL: usize = 128;

/// A word's analysis, as indexes into the label tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) upos: usize,
    pub(super) xpos: usize,
    /// The head's index; `None` for the root.
    pub(super) head: Option<usize>,
    pub(super) rel: usize,
}

/// Rows of whole numbers, each row with a scale.
struct Table {
    numbers: &'static [u8],
    scales: Vec<f32>,
    width: usize,
}

impl Table {
    fn read(weights: &Weights<'static>, name: &str, width: usize) -> Result<Self, WeightsError> {
        let (rows, numbers) = weights.bytes(&format!("{name}.q"), width)?;
        Ok(Table {
            numbers,
            scales: weights.floats(&format!("{name}.s"), rows)?,
            width,
        })
    }

    /// Adds a row to `out`; a row that is not there is nothing.
    fn add(&self, row: usize, out: &mut [f32]) {
        let (Some(scale), Some(numbers)) = (
            self.scales.get(row),
            self.numbers.get(row * self.width..(row + 1) * self.width),
        ) else {
            return;
        };
        for (out, number) in out.iter_mut().zip(numbers) {
            *out += f32::from(number.cast_signed()) * scale;
        }
    }
}

/// Buffers of one run.
#[derive(Default)]
pub(super) struct Room {
    bytes: Bytes,
    inputs: Vec<f32>,
    windows: Vec<f32>,
    x: Vec<f32>,
    gates: Vec<f32>,
    memory: Vec<f32>,
    tags: Vec<f32>,
    mlp: Vec<f32>,
    part: Vec<f32>,
    arcs: Vec<f32>,
    rels: Vec<f32>,
    scores: Vec<f32>,
    rows: Vec<f32>,
    sides: Vec<f32>,
}

/// The network's weights, packed for this processor.
pub(super) struct Network {
    pub(super) vocabulary: Vocabulary,
    frozen: Table,
    learnt: Table,
    affix: Table,
    shape: Vec<f32>,
    input: Linear,
    layers: Vec<Linear>,
    width: usize,
    tags: Linear,
    mlp: Linear,
    arc: Linear,
    root_arc: Vec<f32>,
    root_rel: Vec<f32>,
    rel: Linear,
    no_bias: Vec<f32>,
    n_upos: usize,
    root: usize,
}

impl Network {
    /// Reads the weights for label tables of these sizes; `root` is the index of the root's label.
    pub(super) fn read(
        weights: &Weights<'static>,
        [n_upos, n_xpos, n_rel]: [usize; 3],
        root: usize,
    ) -> Result<Self, WeightsError> {
        let executor = Executor::new();
        let vocabulary = Vocabulary::read(weights)?;
        let linear = |name: &str, inputs: usize, outputs: usize| {
            let map = Linear::read(weights, &executor, name, inputs)?;
            if map.outputs() == outputs {
                Ok(map)
            } else {
                Err(WeightsError::Tensor(name.to_owned()))
            }
        };
        let width = weights.count("input.b")?;
        let layers = weights
            .metadata
            .get("layers")
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        let frozen = Table::read(weights, "frozen", FROZEN)?;
        let affix = Table::read(weights, "affix", LEARNT)?;
        if frozen.scales.len() != vocabulary.size + 1
            || affix.scales.len() != BUCKETS
            || width % 32 != 0
            || width == 0
        {
            return Err(WeightsError::Tensor("frozen.q".to_owned()));
        }
        Ok(Network {
            vocabulary,
            frozen,
            learnt: Table::read(weights, "learnt", LEARNT)?,
            affix,
            shape: weights.floats("shape", SHAPES * LEARNT)?,
            input: linear("input", 3 * INPUT, width)?,
            layers: (0..layers)
                .map(|i| linear(&format!("layers.{i}"), width, 3 * width))
                .collect::<Result<_, _>>()?,
            width,
            tags: linear("tags", width, n_upos + n_xpos)?,
            mlp: linear("mlp", width, 2 * ARC + 2 * REL)?,
            arc: linear("arc", ARC, ARC)?,
            root_arc: weights.floats("root_arc", ARC)?,
            root_rel: weights.floats("root_rel", REL)?,
            rel: linear("rel", REL, n_rel)?,
            no_bias: vec![0.0; ARC],
            n_upos,
            root,
        })
    }

    /// Analyses the sentences whose words stand one after the other, `lengths` words each.
    pub(super) fn run(
        &self,
        exe: &Executor,
        words: &[Word],
        lengths: &[usize],
        room: &mut Room,
    ) -> Vec<Vec<Answer>> {
        self.encode(exe, words, lengths, room);
        room.bytes.set(&room.x, self.width);
        self.tags
            .apply(exe, &mut room.bytes, Activation::None, &mut room.tags);
        self.mlp
            .apply(exe, &mut room.bytes, Activation::LeakyRelu, &mut room.mlp);
        let heads = self.attach(exe, lengths, room);
        self.label(exe, &heads, lengths, room);
        self.answers(&heads, lengths, room)
    }

    fn encode(&self, exe: &Executor, words: &[Word], lengths: &[usize], room: &mut Room) {
        room.inputs.clear();
        room.inputs.resize(words.len() * INPUT, 0.0);
        for (word, out) in words.iter().zip(room.inputs.chunks_exact_mut(INPUT)) {
            let (frozen, own) = out.split_at_mut(FROZEN);
            let row = word.row as usize;
            self.frozen.add(row, frozen);
            self.learnt.add(
                if row < self.learnt.scales.len() {
                    row
                } else {
                    0
                },
                own,
            );
            for affix in word.affixes {
                self.affix.add(affix as usize, own);
            }
            let shape = word.shape as usize % SHAPES * LEARNT;
            own.iter_mut()
                .zip(&self.shape[shape..shape + LEARNT])
                .for_each(|(own, shape)| *own += shape);
        }
        // Each word with its neighbours; nothing stands before the first and after the last.
        room.windows.clear();
        let mut start = 0;
        for length in lengths {
            let rows = &room.inputs[start * INPUT..(start + length) * INPUT];
            for i in 0..*length {
                if i == 0 {
                    room.windows.extend_from_slice(&[0.0; INPUT]);
                }
                let from = i.saturating_sub(1) * INPUT;
                let to = (i + 2).min(*length) * INPUT;
                room.windows.extend_from_slice(&rows[from..to]);
                if i + 1 == *length {
                    room.windows.extend_from_slice(&[0.0; INPUT]);
                }
            }
            start += length;
        }
        room.bytes.set(&room.windows, 3 * INPUT);
        self.input
            .apply(exe, &mut room.bytes, Activation::LeakyRelu, &mut room.x);
        for layer in &self.layers {
            room.bytes.set(&room.x, self.width);
            layer.apply(exe, &mut room.bytes, Activation::None, &mut room.gates);
            let mut start = 0;
            for length in lengths {
                let end = start + length;
                let gates = &room.gates[start * 3 * self.width..end * 3 * self.width];
                cells::run(
                    gates,
                    &mut room.x[start * self.width..end * self.width],
                    self.width,
                    &mut room.memory,
                );
                start = end;
            }
        }
    }

    /// The head of every word, its sentence's root at 0.
    fn attach(&self, exe: &Executor, lengths: &[usize], room: &mut Room) -> Vec<usize> {
        const ROW: usize = 2 * ARC + 2 * REL;
        room.part.clear();
        room.mlp
            .chunks_exact(ROW)
            .for_each(|row| room.part.extend_from_slice(&row[..ARC]));
        room.bytes.set(&room.part, ARC);
        self.arc
            .apply(exe, &mut room.bytes, Activation::None, &mut room.arcs);
        let mut heads = Vec::with_capacity(room.arcs.len() / ARC);
        let mut start = 0;
        for length in lengths {
            let end = start + length;
            room.rows.clear();
            room.rows.resize(ARC, 0.0);
            room.rows
                .extend_from_slice(&room.arcs[start * ARC..end * ARC]);
            room.sides.clear();
            room.sides.extend_from_slice(&self.root_arc);
            room.mlp[start * ROW..end * ROW]
                .chunks_exact(ROW)
                .for_each(|row| room.sides.extend_from_slice(&row[ARC..2 * ARC]));
            room.scores.clear();
            room.scores.resize((length + 1) * (length + 1), 0.0);
            math::pairs(&room.rows, &room.sides, &self.no_bias, &mut room.scores);
            heads.extend(tree::decode(&room.scores, *length).into_iter().skip(1));
            start = end;
        }
        heads
    }

    /// Fills `room.rels` with the scores of the labels of every word's attachment.
    fn label(&self, exe: &Executor, heads: &[usize], lengths: &[usize], room: &mut Room) {
        const ROW: usize = 2 * ARC + 2 * REL;
        room.part.clear();
        let mut rows = room.mlp.chunks_exact(ROW).zip(heads);
        let mut start = 0;
        for length in lengths {
            for (row, head) in rows.by_ref().take(*length) {
                let side = match head.checked_sub(1) {
                    Some(head) => &room.mlp[(start + head + 1) * ROW - REL..][..REL],
                    None => &self.root_rel,
                };
                cells::add_leaky(&row[2 * ARC..2 * ARC + REL], side, &mut room.part);
            }
            start += length;
        }
        room.bytes.set(&room.part, REL);
        self.rel
            .apply(exe, &mut room.bytes, Activation::None, &mut room.rels);
    }

    fn answers(&self, heads: &[usize], lengths: &[usize], room: &Room) -> Vec<Vec<Answer>> {
        let (tags, rels) = (self.tags.outputs(), self.rel.outputs());
        let mut rows = room
            .tags
            .chunks_exact(tags)
            .zip(room.rels.chunks_exact(rels))
            .zip(heads);
        lengths
            .iter()
            .map(|length| {
                rows.by_ref()
                    .take(*length)
                    .map(|((tags, rels), head)| Answer {
                        upos: best(&tags[..self.n_upos], usize::MAX),
                        xpos: best(&tags[self.n_upos..], usize::MAX),
                        head: head.checked_sub(1),
                        rel: if *head == 0 {
                            self.root
                        } else {
                            best(rels, self.root)
                        },
                    })
                    .collect()
            })
            .collect()
    }
}

/// The index of the greatest score other than `but`, the first of equals.
fn best(scores: &[f32], but: usize) -> usize {
    let mut top = (0, f32::NEG_INFINITY);
    for (i, score) in scores.iter().enumerate() {
        if *score > top.1 && i != but {
            top = (i, *score);
        }
    }
    top.0
}
