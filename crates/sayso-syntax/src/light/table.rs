//! The compact tables of the light model: word clusters and sparse rows of small integer weights.

/// Clusters of word forms by hash.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    /// Open addressing; a zero hash is an empty place.
    places: Vec<(u32, u16)>,
    /// The coarse cluster of every fine one.
    coarse: Vec<u8>,
}

impl Clusters {
    /// Builds the table; fine clusters count from 1.
    pub fn new(entries: &[(u32, u16)], coarse: Vec<u8>) -> Clusters {
        let size = (entries.len() * 2 + 1).next_power_of_two();
        let mut places = vec![(0, 0); size];
        for &(hash, fine) in entries.iter().filter(|entry| entry.0 != 0) {
            let mut at = spread(hash, size);
            while places[at].0 != 0 && places[at].0 != hash {
                at = (at + 1) & (size - 1);
            }
            places[at] = (hash, fine);
        }
        Clusters { places, coarse }
    }

    /// Fine and coarse cluster of a form's hash; zeros if unknown.
    pub fn of(&self, hash: u32) -> (u32, u32) {
        if self.places.is_empty() || hash == 0 {
            return (0, 0);
        }
        let mut at = spread(hash, self.places.len());
        loop {
            let (known, fine) = self.places[at];
            if known == hash {
                return (u32::from(fine), self.coarse.get(fine as usize).map_or(0, |&c| u32::from(c) + 1));
            }
            if known == 0 {
                return (0, 0);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }
}

fn spread(key: u32, size: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 7) as usize & (size - 1)
}

/// Sparse rows of weights by feature key.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Open addressing: key and where its row begins; a zero key is an empty place.
    places: Vec<(u32, u32)>,
    /// Every row: its length, then class and weight in turn.
    cells: Vec<u8>,
    /// Number of classes.
    pub classes: usize,
}

impl Rows {
    /// Builds the table from rows sorted by key.
    pub fn new(rows: &[(u32, Vec<(u8, i8)>)], classes: usize) -> Rows {
        let size = (rows.len() * 2 + 1).next_power_of_two();
        let mut places = vec![(0u32, 0u32); size];
        let mut cells = Vec::new();
        for (key, row) in rows.iter().filter(|row| row.0 != 0 && row.1.len() < 256) {
            let mut at = spread(*key, size);
            while places[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            places[at] = (*key, cells.len() as u32);
            cells.push(row.len() as u8);
            for &(class, weight) in row {
                cells.push(class);
                cells.push(weight as u8);
            }
        }
        Rows { places, cells, classes }
    }

    /// Adds the weights of the features to the scores.
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        if self.places.is_empty() {
            return;
        }
        let mask = self.places.len() - 1;
        for &key in keys {
            let mut at = spread(key, self.places.len());
            loop {
                let (known, start) = self.places[at];
                if known == key {
                    let start = start as usize;
                    let end = start + 1 + 2 * self.cells[start] as usize;
                    for cell in self.cells[start + 1..end].chunks_exact(2) {
                        if let Some(score) = scores.get_mut(cell[0] as usize) {
                            *score += i32::from(cell[1] as i8);
                        }
                    }
                    break;
                }
                if known == 0 {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
    }
}

/// Writes and reads whole numbers in as few bytes as they need.
pub(crate) fn push_number(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 128 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what [`push_number`] wrote.
pub(crate) fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 127).checked_shl(shift)?;
        if byte < 128 {
            return Some(number);
        }
    }
    None
}
