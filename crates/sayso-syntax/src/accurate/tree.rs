//! Scores of attachments to the best tree with one root.

/// Scores are kept between this and its opposite.
const LEAST: f32 = -1e6;

/// Heads of `n` words from scores `[word][head]`, a row and a column of `n + 1` with the root at 0; row 0 is not read.
///
/// Greedy where that gives a tree with one root (nearly always), else the best tree by Chu-Liu and Edmonds.
pub(crate) fn decode(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let score = |word: usize, head: usize| -> f64 {
        let s = scores.get(word * width + head).copied().unwrap_or(LEAST);
        f64::from(if s.is_finite() {
            s.clamp(LEAST, -LEAST)
        } else {
            LEAST
        })
    };
    let mut heads = vec![0; width];
    for (word, best) in heads.iter_mut().enumerate().skip(1) {
        *best = argmax(
            (0..width)
                .filter(|h| *h != word)
                .map(|h| (h, score(word, h))),
        );
    }
    if heads.iter().skip(1).filter(|h| **h == 0).count() == 1 && cycle(&heads).is_none() {
        return heads;
    }
    // A second root is never worth its price: the best tree then has one.
    let finite = (1..width).flat_map(|w| {
        (0..width)
            .filter(move |h| *h != w)
            .map(move |h| score(w, h))
    });
    let (low, high) = finite.fold((0.0f64, 0.0f64), |(l, h), s| (l.min(s), h.max(s)));
    let price = (high - low + 1.0) * width as f64;
    let matrix = (0..width).map(|w| {
        (0..width)
            .map(|h| score(w, h) - if h == 0 { price } else { 0.0 })
            .collect()
    });
    arborescence(matrix.collect())
}

fn argmax(items: impl Iterator<Item = (usize, f64)>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for item in items {
        if item.1 > best.1 {
            best = item;
        }
    }
    best.0
}

/// The words of a cycle among `heads`, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut members = vec![at];
            let mut next = heads[at];
            while next != at {
                members.push(next);
                next = heads[next];
            }
            return Some(members);
        }
    }
    None
}

/// A contracted cycle: for each member its words and the attachment that it has inside the cycle.
type Contraction = Vec<(Vec<usize>, (usize, usize))>;

/// The best arborescence from node 0 (Chu-Liu and Edmonds), contracting one cycle at a time.
fn arborescence(mut scores: Vec<Vec<f64>>) -> Vec<usize> {
    let width = scores.len();
    // The attachment of one word to another that an arc between contracted nodes stands for.
    let mut origin: Vec<Vec<(usize, usize)>> = (0..width)
        .map(|w| (0..width).map(|h| (w, h)).collect())
        .collect();
    let mut inside: Vec<Vec<usize>> = (0..width).map(|w| vec![w]).collect();
    let mut alive: Vec<usize> = (0..width).collect();
    let mut contractions: Vec<Contraction> = Vec::new();
    let mut heads = vec![0; width];
    loop {
        heads.fill(0);
        for &w in alive.iter().filter(|w| **w != 0) {
            heads[w] = argmax(
                alive
                    .iter()
                    .filter(|h| **h != w)
                    .map(|h| (*h, scores[w][*h])),
            );
        }
        let Some(members) = cycle(&heads) else { break };
        let node = members[0];
        let within: Vec<f64> = members.iter().map(|&m| scores[m][heads[m]]).collect();
        let arcs: Vec<(usize, usize)> = members.iter().map(|&m| origin[m][heads[m]]).collect();
        alive.retain(|w| !members.contains(w));
        for &o in &alive {
            let gain = |i: usize| scores[members[i]][o] - within[i];
            let into = argmax((0..members.len()).map(|i| (i, gain(i))));
            let (value, from) = (gain(into), origin[members[into]][o]);
            scores[node][o] = value;
            origin[node][o] = from;
            if o != 0 {
                let out = argmax(members.iter().map(|m| (*m, scores[o][*m])));
                scores[o][node] = scores[o][out];
                origin[o][node] = origin[o][out];
            }
        }
        let words: Vec<Vec<usize>> = members
            .iter()
            .map(|m| std::mem::take(&mut inside[*m]))
            .collect();
        inside[node] = words.concat();
        contractions.push(words.into_iter().zip(arcs).collect());
        alive.push(node);
        alive.sort_unstable();
    }
    let mut result = vec![0; width];
    let mut placed = vec![false; width];
    for &w in alive.iter().filter(|w| **w != 0) {
        let (word, head) = origin[w][heads[w]];
        (result[word], placed[word]) = (head, true);
    }
    // Last contraction first: of each cycle every arc stands but that of the member which an arc enters from outside.
    for contraction in contractions.iter().rev() {
        let entered: Vec<bool> = contraction
            .iter()
            .map(|(words, _)| words.iter().any(|w| placed[*w]))
            .collect();
        for ((_, (word, head)), _) in contraction
            .iter()
            .zip(entered)
            .filter(|(_, entered)| !entered)
        {
            (result[*word], placed[*word]) = (*head, true);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(seed: &mut u64) -> f32 {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f32::from((*seed >> 48) as u16) / 6553.6 - 5.0
    }

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().skip(1).filter(|h| **h == 0).count() == 1 && cycle(heads).is_none()
    }

    #[test]
    fn finds_the_best_tree_with_one_root() {
        let mut seed = 3;
        for round in 0..400 {
            let n = 1 + round % 5;
            let width = n + 1;
            let scores: Vec<f32> = (0..width * width).map(|_| numbers(&mut seed)).collect();
            let total = |heads: &[usize]| {
                (1..width)
                    .map(|w| f64::from(scores[w * width + heads[w]]))
                    .sum::<f64>()
            };
            let all = (0..width.pow(n as u32)).map(|code| {
                let digit = |w: usize| {
                    if w == 0 {
                        0
                    } else {
                        code / width.pow(w as u32 - 1) % width
                    }
                };
                (0..width).map(digit).collect::<Vec<_>>()
            });
            let valid = all.filter(|h| is_tree(h) && (1..width).all(|w| h[w] != w));
            let best = valid.map(|h| total(&h)).fold(f64::NEG_INFINITY, f64::max);
            let got = decode(&scores, n);
            assert!(
                is_tree(&got) && (total(&got) - best).abs() < 1e-6,
                "{n} words: {got:?}"
            );
        }
    }

    #[test]
    fn any_scores_give_a_tree() {
        let mut seed = 8;
        for n in [1, 2, 17, 120] {
            let mut scores: Vec<f32> = (0..(n + 1) * (n + 1)).map(|_| numbers(&mut seed)).collect();
            assert!(is_tree(&decode(&scores, n)));
            scores.iter_mut().step_by(3).for_each(|s| *s = f32::NAN);
            assert!(is_tree(&decode(&scores, n)));
            assert!(is_tree(&decode(&vec![0.0; scores.len()], n)) && is_tree(&decode(&[], n)));
        }
        assert_eq!(decode(&[], 0), [0]);
    }
}
