//! The recurrent cells of the light network: additions, multiplications and divisions alone, in a fixed order.

use rten_simd::ops::{BitOps, FloatOps, NumOps};
use rten_simd::{Isa, SimdOp};

/// Beyond this the quotient of polynomials is 1 to four digits.
const LIMIT: f32 = 4.97;

/// Hyperbolic tangent to four digits, as the two parts of a quotient.
#[inline(always)]
fn tanh<S: Copy>(ops: impl FloatOps<f32, Simd = S>, x: S) -> (S, S) {
    let constant = |c: f32| ops.splat(c);
    let x = ops.min(ops.max(x, constant(-LIMIT)), constant(LIMIT));
    let square = ops.mul(x, x);
    let up = ops.add(
        ops.mul(ops.add(square, constant(378.0)), square),
        constant(17_325.0),
    );
    let up = ops.mul(ops.add(ops.mul(up, square), constant(135_135.0)), x);
    let down = ops.add(
        ops.mul(
            ops.add(ops.mul(square, constant(28.0)), constant(3150.0)),
            square,
        ),
        constant(62_370.0),
    );
    (up, ops.add(ops.mul(down, square), constant(135_135.0)))
}

/// Runs the cells over one sentence.
///
/// `gates` has for every word its candidate, forget and output values, each `width` wide, a multiple of 32; the first
/// half of the units runs forwards, the second backwards. `x` goes in as the layer's input and comes out as its output.
pub(super) fn run(gates: &[f32], x: &mut [f32], width: usize, memory: &mut Vec<f32>) {
    memory.clear();
    memory.resize(width, 0.0);
    Cells {
        gates,
        x,
        width,
        memory,
    }
    .dispatch();
}

struct Cells<'a> {
    gates: &'a [f32],
    x: &'a mut [f32],
    width: usize,
    memory: &'a mut [f32],
}

impl SimdOp for Cells<'_> {
    type Output = ();

    // Without inlining the loops would be compiled for the oldest processor.
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Cells {
            gates,
            x,
            width,
            memory,
        } = self;
        let half = width / 2;
        let words = x.len() / width;
        let (forwards, backwards) = memory.split_at_mut(half);
        for t in 0..words {
            step(
                isa,
                &gates[t * 3 * width..(t + 1) * 3 * width],
                &mut x[t * width..t * width + half],
                0,
                forwards,
            );
        }
        for t in (0..words).rev() {
            step(
                isa,
                &gates[t * 3 * width..(t + 1) * 3 * width],
                &mut x[t * width + half..(t + 1) * width],
                half,
                backwards,
            );
        }
    }
}

/// One word, the units from `from` on.
#[inline(always)]
fn step<I: Isa>(isa: I, gates: &[f32], x: &mut [f32], from: usize, memory: &mut [f32]) {
    let ops = isa.f32();
    let lanes = ops.len();
    let width = gates.len() / 3;
    let half = ops.splat(0.5);
    let one = ops.splat(1.0);
    for (k, (c, x)) in memory
        .chunks_exact_mut(lanes)
        .zip(x.chunks_exact_mut(lanes))
        .enumerate()
    {
        let at = from + k * lanes;
        let (z_up, z_down) = tanh(ops, ops.load(&gates[at..at + lanes]));
        let (f_up, f_down) = tanh(
            ops,
            ops.mul(ops.load(&gates[width + at..width + at + lanes]), half),
        );
        let (r_up, r_down) = tanh(
            ops,
            ops.mul(
                ops.load(&gates[2 * width + at..2 * width + at + lanes]),
                half,
            ),
        );
        // One division for the three quotients.
        let f_r = ops.mul(f_down, r_down);
        let inverse = ops.div(one, ops.mul(z_down, f_r));
        let z = ops.mul(z_up, ops.mul(f_r, inverse));
        let with_z = ops.mul(z_down, inverse);
        let forget = ops.add(ops.mul(ops.mul(f_up, ops.mul(with_z, r_down)), half), half);
        let out = ops.add(ops.mul(ops.mul(r_up, ops.mul(with_z, f_down)), half), half);
        let old = ops.load(c);
        let new = ops.add(z, ops.mul(forget, ops.sub(old, z)));
        let input = ops.load(x);
        ops.store(new, c);
        ops.store(ops.add(input, ops.mul(out, ops.sub(new, input))), x);
    }
}

/// `out` = `x` + `y`, negative numbers a tenth.
pub(super) fn add_leaky(x: &[f32], y: &[f32], out: &mut Vec<f32>) {
    out.extend(x.iter().zip(y).map(|(x, y)| {
        let sum = x + y;
        if sum > 0.0 { sum } else { 0.1 * sum }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_do_what_their_formulas_say() {
        let width = 32;
        let number = |i: usize| ((i * 37 % 97) as f32) / 9.0 - 5.0;
        let words = 4;
        let gates: Vec<f32> = (0..words * 3 * width).map(number).collect();
        let input: Vec<f32> = (0..words * width).map(|i| number(i + 11)).collect();
        let mut x = input.clone();
        run(&gates, &mut x, width, &mut Vec::new());
        let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
        for unit in 0..width {
            let mut c = 0.0;
            let order: Vec<usize> = if unit < width / 2 {
                (0..words).collect()
            } else {
                (0..words).rev().collect()
            };
            for t in order {
                let gate = |k: usize| gates[t * 3 * width + k * width + unit];
                let forget = sigmoid(gate(1));
                c = forget * c + (1.0 - forget) * gate(0).tanh();
                let out = sigmoid(gate(2));
                let want = out * c + (1.0 - out) * input[t * width + unit];
                assert!(
                    (x[t * width + unit] - want).abs() < 2e-3,
                    "unit {unit} of word {t}: {} {want}",
                    x[t * width + unit]
                );
            }
        }
        let digest = x.iter().fold(17u32, |h, v| h.rotate_left(5) ^ v.to_bits());
        assert_eq!(digest, PINNED, "{digest:#x}");
    }

    /// Holds on every processor; a change here changes the provider's version.
    const PINNED: u32 = 0xd30f13dd;
}
