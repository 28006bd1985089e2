//! Matrix products with 8-bit integers: exact, so the same on every processor and in every batch.
//!
//! Weights are whole numbers from -64 to 64 with one scale for each output; inputs are bytes with one scale for each
//! row. 255 x 64 x 2 fits 16 bits, so no processor's instructions saturate, and the sums are exact in 32 bits.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use super::math::{self, Activation, Columns};
use super::weights::{Weights, WeightsError};

/// Greatest size of a weight; more could saturate on processors without an 8-bit dot product.
const MAX_WEIGHT: i8 = 64;

pub(crate) type Executor = GemmExecutor<u8, i8, i32>;

/// Rows of floats rounded to bytes.
#[derive(Debug, Default)]
pub(crate) struct Bytes {
    rows: usize,
    width: usize,
    bytes: Vec<u8>,
    zeros: Vec<u8>,
    scales: Vec<f32>,
    acc: Vec<i32>,
}

impl Bytes {
    /// Rounds the rows of `x`, each `width` wide.
    pub(crate) fn set(&mut self, x: &[f32], width: usize) {
        self.rows = x.len() / width;
        self.width = width;
        self.bytes.resize(x.len(), 0);
        self.zeros.resize(self.rows, 0);
        self.scales.resize(self.rows, 0.0);
        math::quantise(x, width, &mut self.bytes, &mut self.zeros, &mut self.scales);
    }
}

/// An affine map with integer weights.
pub(crate) struct Linear {
    packed: PackedBMatrix<i8>,
    /// Sum of each output's weights: what an input's zero point adds to the product for each unit.
    sums: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads `name.q` (outputs x inputs), `name.s` and `name.b`.
    pub(crate) fn read(
        weights: &Weights,
        executor: &Executor,
        name: &str,
        inputs: usize,
    ) -> Result<Self, WeightsError> {
        let (outputs, bytes) = weights.bytes(&format!("{name}.q"), inputs)?;
        let bytes: Vec<i8> = bytes.iter().map(|b| b.cast_signed()).collect();
        if bytes
            .iter()
            .any(|w| w.unsigned_abs() > MAX_WEIGHT.unsigned_abs())
        {
            return Err(WeightsError::Tensor(format!("{name}.q")));
        }
        let matrix = NdTensorView::from_data([outputs, inputs], &bytes[..]);
        let map = Linear {
            sums: column_sums(&bytes, inputs),
            packed: executor.prepack_b(matrix.transposed()),
            scales: weights.floats(&format!("{name}.s"), outputs)?,
            bias: weights.floats(&format!("{name}.b"), outputs)?,
        };
        if map.exact(executor, inputs) {
            Ok(map)
        } else {
            Err(WeightsError::SelfCheck(name.to_owned()))
        }
    }

    /// Whether this processor's instructions give the exact sums for the greatest input.
    fn exact(&self, executor: &Executor, inputs: usize) -> bool {
        let (row, mut got) = (vec![u8::MAX; inputs], vec![0; self.outputs()]);
        let input = GemmInputA::Unpacked(NdTensorView::from_data([1, inputs], &row[..]));
        let done = executor.gemm(
            &mut got,
            input,
            GemmInputB::Packed(&self.packed),
            GemmOptions::default(),
        );
        done.is_ok()
            && got
                .iter()
                .zip(&self.sums)
                .all(|(got, sum)| *got == 255 * sum)
    }

    pub(crate) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// `out` becomes the map of every row of `x`.
    pub(crate) fn apply(
        &self,
        executor: &Executor,
        x: &mut Bytes,
        act: Activation,
        out: &mut Vec<f32>,
    ) {
        let n = self.outputs();
        out.resize(x.rows * n, 0.0);
        x.acc.resize(x.rows * n, 0);
        let input = NdTensorView::from_data([x.rows, x.width], &x.bytes[..]);
        let (a, b) = (
            GemmInputA::Unpacked(input),
            GemmInputB::Packed(&self.packed),
        );
        // The zero points are taken off here: rten-gemm 0.27 gives every block of rows those of the first.
        let done = executor.gemm(&mut x.acc, a, b, GemmOptions::default());
        if done.is_err() {
            // Cannot happen: shapes agree, and the product was tried when the weights were read.
            x.acc.fill(0);
        }
        let columns = Columns {
            sums: &self.sums,
            scales: &self.scales,
            bias: &self.bias,
        };
        math::dequantise(&x.acc, &x.zeros, &x.scales, &columns, act, out);
    }
}

fn column_sums(weights: &[i8], inputs: usize) -> Vec<i32> {
    weights
        .chunks_exact(inputs)
        .map(|row| row.iter().map(|w| i32::from(*w)).sum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The extremes of both ranges, against whole-number arithmetic written out.
    #[test]
    fn products_are_exact_on_this_processor() {
        for (rows, inputs, outputs) in [
            (1usize, 384usize, 67usize),
            (7, 388, 19),
            (70, 388, 384),
            (70, 1536, 384),
        ] {
            check(rows, inputs, outputs);
        }
    }

    fn check(rows: usize, inputs: usize, outputs: usize) {
        let executor = Executor::new();
        let a: Vec<u8> = (0..rows * inputs)
            .map(|i| {
                if i % 3 == 0 {
                    255
                } else {
                    (i * 89 % 256) as u8
                }
            })
            .collect();
        let weight = |i: usize| {
            if (i / inputs).is_multiple_of(2) {
                64
            } else {
                (64 - (i * 31 % 129) as i32) as i8
            }
        };
        let b: Vec<i8> = (0..outputs * inputs).map(weight).collect();
        let packed =
            executor.prepack_b(NdTensorView::from_data([outputs, inputs], &b[..]).transposed());
        let mut got = vec![0i32; rows * outputs];
        let input = GemmInputA::Unpacked(NdTensorView::from_data([rows, inputs], &a[..]));
        executor
            .gemm(
                &mut got,
                input,
                GemmInputB::Packed(&packed),
                GemmOptions::default(),
            )
            .unwrap();
        for r in 0..rows {
            for o in 0..outputs {
                let pairs = a[r * inputs..][..inputs]
                    .iter()
                    .zip(&b[o * inputs..][..inputs]);
                let want: i32 = pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
                assert_eq!(
                    got[r * outputs + o],
                    want,
                    "{rows} x {inputs} x {outputs}: row {r}, output {o}"
                );
            }
        }
    }
}
