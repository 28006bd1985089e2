//! Self-attention within one sentence, in the fixed order of [`math`](super::math).

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

use super::math::{LANES, each_isa, exp, larger, reduce, sum};

/// Scratch of [`attention`], kept between calls.
#[derive(Debug, Default)]
pub(super) struct AttentionRoom {
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
}

/// Dimensions of one attention head.
pub(super) const HEAD: usize = 32;

each_isa! {
    /// Self-attention of one sentence: `qkv` has its rows of queries, keys and values side by side, each `width` wide.
    fn attention<isa>(qkv: &'a [f32], width: usize, room: &'a mut AttentionRoom, out: &'a mut [f32]) {
        let n = out.len() / width;
        let padded = n.next_multiple_of(2 * LANES);
        room.keys.resize(HEAD * padded, 0.0);
        room.values.resize(HEAD * padded, 0.0);
        room.scores.resize(padded, 0.0);
        let AttentionRoom { keys, values, scores } = room;
        for start in (0..width).step_by(HEAD) {
            for (j, row) in qkv.chunks_exact(3 * width).enumerate() {
                for (d, v) in row[width + start..width + start + HEAD].iter().enumerate() {
                    keys[d * padded + j] = *v;
                }
                values[j * HEAD..(j + 1) * HEAD].copy_from_slice(&row[2 * width + start..2 * width + start + HEAD]);
            }
            for (row, out) in qkv.chunks_exact(3 * width).zip(out.chunks_exact_mut(width)) {
                products(isa, &row[start..start + HEAD], keys, scores);
                softmax(scores, n);
                weighted(isa, &scores[..n], values, &mut out[start..start + HEAD]);
            }
        }
    }
}

/// `out[j]` = sum over d of `query[d]` times `keys[d][j]`; the length of `out` is a multiple of two [`LANES`].
#[inline(always)]
fn products<I: Isa>(isa: I, query: &[f32], keys: &[f32], out: &mut [f32]) {
    let ops = isa.f32();
    let step = ops.len();
    let width = out.len();
    for from in (0..width).step_by(2 * step) {
        let (mut a, mut b) = (ops.zero(), ops.zero());
        for (q, row) in query.iter().zip(keys.chunks_exact(width)) {
            let q = ops.splat(*q);
            let row = &row[from..from + 2 * step];
            a = ops.add(a, ops.mul(q, ops.load(&row[..step])));
            b = ops.add(b, ops.mul(q, ops.load(&row[step..])));
        }
        ops.store(a, &mut out[from..from + step]);
        ops.store(b, &mut out[from + step..from + 2 * step]);
    }
}

/// Softmax of the first `n` scores over the square root of [`HEAD`]; the padding becomes zero.
#[inline(always)]
fn softmax(scores: &mut [f32], n: usize) {
    const SCALE: f32 = 0.176_776_7;
    scores[n..].fill(f32::NEG_INFINITY);
    let top = reduce(scores, f32::NEG_INFINITY, |v| v, larger);
    for s in scores.iter_mut() {
        *s = exp((*s - top) * SCALE);
    }
    scores[n..].fill(0.0);
    let total = reduce(scores, 0.0, |v| v, sum);
    let inverse = 1.0 / total;
    for s in scores.iter_mut() {
        *s *= inverse;
    }
}

/// The sum of the rows of `values`, each [`HEAD`] wide, times their weights.
#[inline(always)]
fn weighted<I: Isa>(isa: I, weights: &[f32], values: &[f32], out: &mut [f32]) {
    let ops = isa.f32();
    let step = ops.len();
    for from in (0..HEAD).step_by(2 * step) {
        let (mut a, mut b) = (ops.zero(), ops.zero());
        for (w, row) in weights.iter().zip(values.chunks_exact(HEAD)) {
            let w = ops.splat(*w);
            let row = &row[from..from + 2 * step];
            a = ops.add(a, ops.mul(w, ops.load(&row[..step])));
            b = ops.add(b, ops.mul(w, ops.load(&row[step..])));
        }
        ops.store(a, &mut out[from..from + step]);
        ops.store(b, &mut out[from + step..from + 2 * step]);
    }
}
