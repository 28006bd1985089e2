//! Maximum-weight assignment of rows to columns (Hungarian method with potentials, O(n²m)).

/// For each row the column that a maximum-sum assignment gives it, if any.
///
/// `weights[row][column]` of zero or less means that the two may not be paired. Ties are broken by position,
/// so that the result is the same on every run.
pub fn best_assignment(weights: &[Vec<i64>]) -> Vec<Option<usize>> {
    let rows = weights.len();
    let columns = weights.iter().map(Vec::len).max().unwrap_or(0);
    if rows == 0 || columns == 0 {
        return vec![None; rows];
    }
    // A square cost matrix: missing cells and forbidden pairs cost nothing gained (zero weight).
    let size = rows.max(columns);
    let weight = |row: usize, column: usize| {
        weights
            .get(row)
            .and_then(|r| r.get(column))
            .map_or(0, |w| (*w).max(0))
    };
    let mut row_potential = vec![0i64; size + 1];
    let mut column_potential = vec![0i64; size + 1];
    let mut row_of = vec![0usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![i64::MAX; size + 1];
        let mut came_from = vec![0usize; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let current = row_of[column];
            let mut delta = i64::MAX;
            let mut next = 0;
            for candidate in 1..=size {
                if used[candidate] {
                    continue;
                }
                let reduced = -weight(current - 1, candidate - 1)
                    - row_potential[current]
                    - column_potential[candidate];
                if reduced < slack[candidate] {
                    slack[candidate] = reduced;
                    came_from[candidate] = column;
                }
                if slack[candidate] < delta {
                    delta = slack[candidate];
                    next = candidate;
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else if slack[other] != i64::MAX {
                    slack[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let previous = came_from[column];
            row_of[column] = row_of[previous];
            column = previous;
        }
    }
    let mut result = vec![None; rows];
    for (column, row) in row_of.into_iter().enumerate().skip(1) {
        if row >= 1 && row <= rows && weight(row - 1, column - 1) > 0 {
            result[row - 1] = Some(column - 1);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Best sum by trying every assignment.
    fn brute(weights: &[Vec<i64>], row: usize, taken: &mut Vec<bool>) -> i64 {
        if row == weights.len() {
            return 0;
        }
        let mut best = brute(weights, row + 1, taken);
        for column in 0..weights[row].len() {
            if !taken[column] && weights[row][column] > 0 {
                taken[column] = true;
                best = best.max(weights[row][column] + brute(weights, row + 1, taken));
                taken[column] = false;
            }
        }
        best
    }

    #[test]
    fn a_greedy_choice_is_given_up_for_a_better_sum() {
        let weights = vec![vec![10, 9], vec![9, 0]];
        assert_eq!(best_assignment(&weights), vec![Some(1), Some(0)]);
    }

    #[test]
    fn forbidden_pairs_stay_unpaired_and_shapes_may_differ() {
        assert_eq!(best_assignment(&[]), Vec::<Option<usize>>::new());
        assert_eq!(best_assignment(&[vec![]]), vec![None]);
        assert_eq!(
            best_assignment(&[vec![0, 0], vec![0, 3], vec![0, 5]]),
            vec![None, None, Some(1)]
        );
    }

    #[test]
    fn the_sum_equals_that_of_trying_everything() {
        let mut state = 7u64;
        for trial in 0..200 {
            let (rows, columns) = (1 + trial % 5, 1 + (trial / 5) % 6);
            let weights: Vec<Vec<i64>> = (0..rows)
                .map(|_| {
                    (0..columns)
                        .map(|_| {
                            state = state
                                .wrapping_mul(6364136223846793005)
                                .wrapping_add(1442695040888963407);
                            ((state >> 33) % 9) as i64 - 2
                        })
                        .collect()
                })
                .collect();
            let got: i64 = best_assignment(&weights)
                .iter()
                .enumerate()
                .filter_map(|(r, c)| c.map(|c| weights[r][c]))
                .sum();
            assert_eq!(
                got,
                brute(&weights, 0, &mut vec![false; columns]),
                "{weights:?}"
            );
        }
    }
}
