//! Reads the weights file: the safetensors layout, read with checks and without trust.

use std::collections::BTreeMap;

use serde_json::Value;

/// Why the embedded weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    #[error("the weights file is cut short or its header is damaged")]
    Damaged,
    #[error("the weights file lacks {0}, or its shape or type is not the expected one")]
    Tensor(String),
    #[error(
        "the weights file was made for other labels or another vocabulary than the program's: {0}"
    )]
    Mismatch(&'static str),
    #[error("the whole-number products of {0} come out wrong on this processor")]
    SelfCheck(String),
}

/// The tensors of a weights file, by name.
pub(crate) struct Weights<'a> {
    entries: BTreeMap<String, Entry<'a>>,
    pub(crate) metadata: BTreeMap<String, String>,
}

struct Entry<'a> {
    kind: String,
    shape: Vec<usize>,
    bytes: &'a [u8],
}

impl<'a> Weights<'a> {
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, WeightsError> {
        let (length, rest) = file.split_first_chunk::<8>().ok_or(WeightsError::Damaged)?;
        let length =
            usize::try_from(u64::from_le_bytes(*length)).map_err(|_| WeightsError::Damaged)?;
        let (header, data) = rest.split_at_checked(length).ok_or(WeightsError::Damaged)?;
        let header: Value = serde_json::from_slice(header).map_err(|_| WeightsError::Damaged)?;
        let mut weights = Weights {
            entries: BTreeMap::new(),
            metadata: BTreeMap::new(),
        };
        for (name, value) in header.as_object().ok_or(WeightsError::Damaged)? {
            if name == "__metadata__" {
                let pairs = value.as_object().ok_or(WeightsError::Damaged)?;
                let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
                weights.metadata = pairs.iter().map(|(k, v)| (k.clone(), text(v))).collect();
                continue;
            }
            let numbers = |key: &str| -> Option<Vec<usize>> {
                let list = value.get(key)?.as_array()?;
                list.iter()
                    .map(|n| n.as_u64().and_then(|n| usize::try_from(n).ok()))
                    .collect()
            };
            let entry = (|| {
                let offsets = numbers("data_offsets")?;
                let (from, to) = (*offsets.first()?, *offsets.get(1)?);
                let kind = value.get("dtype")?.as_str()?.to_owned();
                Some(Entry {
                    kind,
                    shape: numbers("shape")?,
                    bytes: data.get(from..to)?,
                })
            })();
            weights
                .entries
                .insert(name.clone(), entry.ok_or(WeightsError::Damaged)?);
        }
        Ok(weights)
    }

    fn entry(
        &self,
        name: &str,
        kind: &str,
        size: usize,
    ) -> Result<(&Entry<'a>, usize), WeightsError> {
        let entry = self.entries.get(name).filter(|e| e.kind == kind);
        let entry = entry.ok_or_else(|| WeightsError::Tensor(name.to_owned()))?;
        let count = entry
            .shape
            .iter()
            .try_fold(1usize, |n, d| n.checked_mul(*d));
        match count {
            Some(count) if count.checked_mul(size) == Some(entry.bytes.len()) => Ok((entry, count)),
            _ => Err(WeightsError::Tensor(name.to_owned())),
        }
    }

    /// A tensor of 32-bit floats with `count` numbers.
    pub(crate) fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, WeightsError> {
        let (entry, n) = self.entry(name, "F32", 4)?;
        if n != count {
            return Err(WeightsError::Tensor(name.to_owned()));
        }
        let number = |c: &[u8]| {
            <[u8; 4]>::try_from(c)
                .map(f32::from_le_bytes)
                .unwrap_or_default()
        };
        Ok(entry.bytes.chunks_exact(4).map(number).collect())
    }

    /// How many numbers the tensor of 32-bit floats has.
    pub(crate) fn count(&self, name: &str) -> Result<usize, WeightsError> {
        self.entry(name, "F32", 4).map(|(_, count)| count)
    }

    /// A matrix of bytes with `columns` columns: its rows and its numbers.
    pub(crate) fn bytes(
        &self,
        name: &str,
        columns: usize,
    ) -> Result<(usize, &'a [u8]), WeightsError> {
        let (entry, _) = self.entry(name, "I8", 1)?;
        match entry.shape[..] {
            [rows, c] if c == columns => Ok((rows, entry.bytes)),
            _ => Err(WeightsError::Tensor(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut out = (header.len() as u64).to_le_bytes().to_vec();
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(data);
        out
    }

    #[test]
    fn reads_tensors_and_refuses_damage() {
        let header = r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[1,2],"data_offsets":[8,10]}}"#;
        let mut data = [1.5f32.to_le_bytes(), (-2.0f32).to_le_bytes()].concat();
        data.extend([7, 255]);
        let good = file(header, &data);
        let weights = Weights::read(&good).unwrap();
        assert_eq!(weights.floats("a", 2).unwrap(), [1.5, -2.0]);
        assert_eq!(weights.bytes("b", 2).unwrap(), (1, &[7u8, 255][..]));
        assert!(
            weights.floats("a", 3).is_err()
                && weights.floats("b", 2).is_err()
                && weights.bytes("b", 1).is_err()
        );
        for cut in 0..good.len() {
            assert!(Weights::read(&good[..cut]).is_err(), "cut at {cut}");
        }
        assert!(Weights::read(&file("[1]", &[])).is_err());
    }
}
