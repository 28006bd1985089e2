//! The float arithmetic of the network, the same to the last bit on every processor.
//!
//! Only IEEE additions, multiplications, divisions and square roots, each sum in a fixed order (16 lanes, then a
//! fixed tree), no fused multiply-add and no function of the platform's mathematics library. `each_isa` compiles
//! the loops for the processor's vector instructions, which changes their speed and not their result.

use rten_simd::{Isa, SimdOp};

/// Lanes of a sum; row lengths are multiples of it.
pub(crate) const LANES: usize = 16;
/// Adding and taking away this number rounds a small float to the nearest integer, ties to even.
const ROUND: f32 = 12_582_912.0;

/// Defines a function whose loops are compiled for each instruction set, the processor's best one chosen at run time.
macro_rules! each_isa {
    ($(#[$doc:meta])* fn $name:ident<$isa:ident>($($arg:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        pub(crate) fn $name<'a>($($arg: $kind),*) {
            struct Op<'a> {
                $($arg: $kind),*
            }
            impl SimdOp for Op<'_> {
                type Output = ();

                // Without inlining the loops would be compiled for the oldest processor.
                #[inline(always)]
                fn eval<I: Isa>(self, $isa: I) {
                    let Op { $($arg),* } = self;
                    $body
                }
            }
            Op { $($arg),* }.dispatch();
        }
    };
}

pub(crate) use each_isa;

#[inline(always)]
fn fold(lanes: [f32; LANES], op: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = lanes;
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = op(lanes[i], lanes[i + width]);
        }
        width /= 2;
    }
    lanes[0]
}

/// Reduces a row whose length is a multiple of [`LANES`].
#[inline(always)]
pub(crate) fn reduce(
    row: &[f32],
    start: f32,
    map: impl Fn(f32) -> f32,
    op: impl Fn(f32, f32) -> f32,
) -> f32 {
    let mut lanes = [start; LANES];
    for chunk in row.chunks_exact(LANES) {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = op(*lane, map(*x));
        }
    }
    fold(lanes, op)
}

#[inline(always)]
pub(crate) fn sum(a: f32, b: f32) -> f32 {
    a + b
}

#[inline(always)]
pub(crate) fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// e to the `x`, for `x` at most a little above zero, to about seven digits.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = larger(x, -87.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    for c in [
        1.398_2e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        1.666_666_5e-1,
        0.5,
        1.0,
        1.0,
    ] {
        p = p * r + c;
    }
    let bits = ((n + ROUND).to_bits() & 0xff).wrapping_add(127) & 0xff;
    p * f32::from_bits(bits << 23)
}

#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let mut p = 1.061_405_4;
    for c in [-1.453_152, 1.421_413_8, -0.284_496_74, 0.254_829_6] {
        p = p * t + c;
    }
    let tail = p * t * exp(-(z * z)) * 0.5;
    let half = if x < 0.0 { tail } else { 1.0 - tail };
    x * half
}

/// What follows a matrix product, in the same pass over its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    None,
    Gelu,
    LeakyRelu,
}

/// What belongs to each output of a matrix product.
pub(crate) struct Columns<'a> {
    pub(crate) sums: &'a [i32],
    pub(crate) scales: &'a [f32],
    pub(crate) bias: &'a [f32],
}

each_isa! {
    /// Turns integer products into floats: zero point taken off, scale of the row times scale of the column, bias
    /// added, activation applied.
    fn dequantise<_isa>(
        acc: &'a [i32],
        zeros: &'a [u8],
        scales: &'a [f32],
        columns: &'a Columns<'a>,
        act: Activation,
        out: &'a mut [f32],
    ) {
        let Columns { sums, scales: of_column, bias } = *columns;
        let n = bias.len();
        for (((acc, out), scale), zero) in acc.chunks_exact(n).zip(out.chunks_exact_mut(n)).zip(scales).zip(zeros) {
            let zero = i32::from(*zero);
            for ((((o, a), s), c), b) in out.iter_mut().zip(acc).zip(sums).zip(of_column).zip(bias) {
                *o = a.wrapping_sub(zero.wrapping_mul(*s)) as f32 * (*scale * *c) + *b;
            }
            match act {
                Activation::None => {}
                Activation::Gelu => out.iter_mut().for_each(|x| *x = gelu(*x)),
                Activation::LeakyRelu => out.iter_mut().for_each(|x| *x = larger(*x, 0.1 * *x)),
            }
        }
    }
}

each_isa! {
    /// Rounds each row of `x` to bytes between its own least and greatest value: a row's bytes depend on it alone.
    fn quantise<_isa>(x: &'a [f32], width: usize, bytes: &'a mut [u8], zeros: &'a mut [u8], scales: &'a mut [f32]) {
        let rows = x.chunks_exact(width).zip(bytes.chunks_exact_mut(width));
        for (((row, bytes), zero), scale) in rows.zip(zeros).zip(scales) {
            let low = reduce(row, 0.0, |v| v, smaller);
            let high = reduce(row, 0.0, |v| v, larger);
            let step = if high > low { (high - low) / 255.0 } else { 1.0 };
            let offset = ((-low / step) + ROUND) - ROUND;
            let inverse = 1.0 / step;
            for (b, v) in bytes.iter_mut().zip(row) {
                let q = larger(smaller(*v * inverse + offset, 255.0), 0.0);
                *b = ((q + ROUND).to_bits() & 0xff) as u8;
            }
            *zero = ((offset + ROUND).to_bits() & 0xff) as u8;
            *scale = step;
        }
    }
}

each_isa! {
    /// Layer normalisation of `x + delta`, row by row, into `x`.
    fn add_norm<_isa>(x: &'a mut [f32], delta: Option<&'a [f32]>, weight: &'a [f32], bias: &'a [f32]) {
        let n = weight.len();
        if let Some(delta) = delta {
            for (x, d) in x.iter_mut().zip(delta) {
                *x += *d;
            }
        }
        for row in x.chunks_exact_mut(n) {
            let mean = reduce(row, 0.0, |v| v, sum) / n as f32;
            let variance = reduce(row, 0.0, |v| (v - mean) * (v - mean), sum) / n as f32;
            let inverse = 1.0 / (variance + 1e-12).sqrt();
            for ((v, w), b) in row.iter_mut().zip(weight).zip(bias) {
                *v = (*v - mean) * inverse * *w + *b;
            }
        }
    }
}

each_isa! {
    /// Scores of every pair: row `i` of `arcs` times row `j` of `sides`, plus that row times `bias`, at `i * rows + j`.
    fn pairs<_isa>(arcs: &'a [f32], sides: &'a [f32], bias: &'a [f32], out: &'a mut [f32]) {
        let width = bias.len();
        let rows = arcs.len() / width;
        for (head, side) in sides.chunks_exact(width).enumerate() {
            let of_head = dot(side, bias);
            for (arc, out) in arcs.chunks_exact(width).zip(out.chunks_exact_mut(rows)) {
                out[head] = dot(arc, side) + of_head;
            }
        }
    }
}

each_isa! {
    /// Adds to each number of `out` the product of the next row of `rows` with `side`.
    fn add_dots<_isa>(rows: &'a [f32], side: &'a [f32], out: &'a mut [f32]) {
        for (row, out) in rows.chunks_exact(side.len()).zip(out) {
            *out += dot(row, side);
        }
    }
}

/// The product of two vectors whose length is a multiple of [`LANES`].
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += *a * *b;
        }
    }
    fold(lanes, sum)
}

#[cfg(test)]
mod tests {
    use super::super::attention::{AttentionRoom, attention};
    use super::*;

    #[test]
    fn functions_agree_with_the_library() {
        for i in 0..2000 {
            let x = (i as f32 - 1500.0) / 100.0;
            if x <= 0.0 {
                assert!(
                    (exp(x) - x.exp()).abs() <= 3e-7 * x.exp().max(1e-30),
                    "exp {x}: {} {}",
                    exp(x),
                    x.exp()
                );
            }
        }
        for (x, want) in [
            (0.0, 0.0),
            (1.0, 0.841_344_8),
            (-1.0, -0.158_655_2),
            (3.0, 2.995_950_2),
            (-8.0, 0.0),
        ] {
            assert!(
                (gelu(x) - want).abs() < 1e-6,
                "gelu {x}: {} {want}",
                gelu(x)
            );
        }
    }

    #[test]
    fn results_are_pinned_to_the_bit() {
        let x: Vec<f32> = (0..96u16)
            .map(|i| f32::from(i * 37 % 97) / 9.0 - 5.0)
            .collect();
        let mut normed = x.clone();
        add_norm(&mut normed, Some(&x), &[0.5; 32], &[0.25; 32]);
        let mut attended = vec![0.0; 32];
        attention(&normed, 32, &mut AttentionRoom::default(), &mut attended);
        let mut out = vec![0.0; 32];
        let columns = Columns {
            sums: &[5; 32],
            scales: &normed[..32],
            bias: &x[..32],
        };
        dequantise(
            &[777; 32],
            &[7],
            &[0.01],
            &columns,
            Activation::Gelu,
            &mut out,
        );
        let digest = normed
            .iter()
            .chain(&attended)
            .chain(&out)
            .fold(17u32, |h, v| h.rotate_left(5) ^ v.to_bits());
        assert_eq!(digest, PINNED, "{digest:#x}");
    }

    /// Holds on every processor; a change here changes the provider's version.
    const PINNED: u32 = 0x382c_36d7;
}
