//! What stands between the groups of one component: a table where they are few, sorted lists where they are many.

/// Up to so many groups each has a row with a cell for every other; above, a row has only those it is tied to.
const FEW: usize = 300;

/// Something between each two groups of a component, the same from both sides.
pub(crate) struct Pairs<T>(Rows<T>);

enum Rows<T> {
    Few { size: usize, cells: Vec<Option<T>> },
    Many(Vec<Vec<(usize, T)>>),
}

impl<T: Copy> Pairs<T> {
    /// Nothing between `size` groups yet.
    pub(crate) fn new(size: usize) -> Pairs<T> {
        Pairs(if size <= FEW {
            let cells = vec![None; size * size];
            Rows::Few { size, cells }
        } else {
            Rows::Many(vec![Vec::new(); size])
        })
    }

    pub(crate) fn get(&self, a: usize, b: usize) -> Option<&T> {
        match &self.0 {
            Rows::Few { size, cells } => cells.get(a * size + b)?.as_ref(),
            Rows::Many(rows) => {
                let row = rows.get(a)?;
                let at = row.binary_search_by_key(&b, |(other, _)| *other).ok()?;
                row.get(at).map(|(_, value)| value)
            }
        }
    }

    /// Sets what stands between two groups; `None` takes it out.
    pub(crate) fn set(&mut self, a: usize, b: usize, value: Option<T>) {
        for (from, to) in [(a, b), (b, a)] {
            match &mut self.0 {
                Rows::Few { size, cells } => {
                    if let Some(cell) = cells.get_mut(from * *size + to) {
                        *cell = value;
                    }
                }
                Rows::Many(rows) => {
                    let Some(row) = rows.get_mut(from) else {
                        continue;
                    };
                    match (row.binary_search_by_key(&to, |(other, _)| *other), value) {
                        (Ok(at), Some(value)) => row[at].1 = value,
                        (Ok(at), None) => drop(row.remove(at)),
                        (Err(at), Some(value)) => row.insert(at, (to, value)),
                        (Err(_), None) => {}
                    }
                }
            }
        }
    }

    /// The groups that something stands between and this one, in their order.
    pub(crate) fn beside(&self, a: usize) -> Vec<usize> {
        match &self.0 {
            Rows::Few { size, cells } => {
                let row = cells.iter().skip(a * size).take(*size).enumerate();
                row.filter(|(_, cell)| cell.is_some())
                    .map(|(other, _)| other)
                    .collect()
            }
            Rows::Many(rows) => {
                let row = rows.get(a).into_iter().flatten();
                row.map(|(other, _)| *other).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn few_and_many_are_the_same_to_those_who_ask() {
        for size in [7, FEW, FEW + 1] {
            let mut pairs = Pairs::new(size);
            let mut want: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            for step in 0..2_000_usize {
                let (a, b) = (step * 37 % size, (step * 101 + 3) % size);
                if a == b {
                    continue;
                }
                let value = (step % 3 != 0).then_some(step);
                pairs.set(a, b, value);
                for pair in [(a, b), (b, a)] {
                    match value {
                        Some(value) => want.insert(pair, value),
                        None => want.remove(&pair),
                    };
                }
            }
            for a in 0..size {
                let row: Vec<usize> = want
                    .range((a, 0)..(a + 1, 0))
                    .map(|((_, other), _)| *other)
                    .collect();
                assert_eq!(pairs.beside(a), row, "{size}");
                for b in 0..size {
                    assert_eq!(pairs.get(a, b), want.get(&(a, b)), "{size}");
                }
            }
        }
    }
}
