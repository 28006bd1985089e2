//! The feature templates of the light tagger and parser; training and use share them.

use super::state::{NONE, State};
use super::words::Word;

/// A feature's key: template and up to three values.
#[inline]
fn key(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut h = (u64::from(a) | (u64::from(template) << 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h = (h.rotate_left(29) ^ u64::from(b)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h.rotate_left(31) ^ u64::from(c)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((h >> 32) as u32).max(1)
}

const EDGE: Word = Word { form: 1, suffixes: [1; 4], prefixes: [1; 3], shape: 63, fine: 0xffff, coarse: 0xff };

fn word(words: &[Word], i: usize) -> &Word {
    words.get(i).unwrap_or(&EDGE)
}

/// Features of token `i` given the tags before it.
pub fn tag_features(words: &[Word], i: usize, before: u32, before_that: u32, keys: &mut Vec<u32>) {
    keys.clear();
    let w = word(words, i);
    let p = word(words, i.wrapping_sub(1));
    let pp = word(words, i.wrapping_sub(2));
    let n = word(words, i + 1);
    let nn = word(words, i + 2);
    let mut t = 0;
    let mut push = |a: u32, b: u32, c: u32| {
        t += 1;
        keys.push(key(t, a, b, c));
    };
    push(0, 0, 0);
    push(w.form, 0, 0);
    push(p.form, 0, 0);
    push(n.form, 0, 0);
    push(pp.form, 0, 0);
    push(nn.form, 0, 0);
    push(w.suffixes[0], w.shape, 0);
    push(w.suffixes[1], 0, 0);
    push(w.suffixes[2], 0, 0);
    push(w.suffixes[3], 0, 0);
    push(w.prefixes[0], 0, 0);
    push(w.prefixes[1], 0, 0);
    push(w.prefixes[2], 0, 0);
    push(w.shape, 0, 0);
    push(w.shape, p.shape, n.shape);
    push(w.shape, w.suffixes[2], 0);
    push(before, 0, 0);
    push(before, before_that, 0);
    push(before, w.form, 0);
    push(before, n.form, 0);
    push(before, w.suffixes[2], 0);
    push(p.form, w.form, 0);
    push(w.form, n.form, 0);
    push(p.suffixes[2], 0, 0);
    push(n.suffixes[2], 0, 0);
    push(n.suffixes[2], w.suffixes[2], 0);
    push(w.fine, 0, 0);
    push(w.coarse, before, 0);
    push(p.fine, 0, 0);
    push(n.fine, 0, 0);
    push(w.fine, n.coarse, 0);
    push(before, w.coarse, n.coarse);
    push(before, before_that, w.fine);
    push(nn.coarse, n.coarse, w.coarse);
}

/// Features of a parser state.
pub fn parse_features(words: &[Word], tags: &[u32], state: &State, keys: &mut Vec<u32>) {
    keys.clear();
    let s0 = state.stack_at(0);
    let s1 = state.stack_at(1);
    let s2 = state.stack_at(2);
    let b0 = state.next;
    let b1 = b0 + 1;
    let b2 = b0 + 2;
    let s0l = state.left(s0, 0);
    let s0l2 = state.left(s0, 1);
    let s0r = state.right(s0, 0);
    let s0r2 = state.right(s0, 1);
    let s1r = state.right(s1, 0);
    let s1l = state.left(s1, 0);
    let s1r2 = state.right(s1, 1);
    let b0l = state.left(b0, 0);
    let b0l2 = state.left(b0, 1);
    let w = |i: usize| word(words, i).form;
    let c = |i: usize| word(words, i).fine;
    let cc = |i: usize| word(words, i).coarse;
    let p = |i: usize| tags.get(i).copied().unwrap_or(if i == NONE { 254 } else { 255 });
    let l = |i: usize| state.label(i);
    let dist = if s0 == NONE { 0 } else { (b0 - s0).min(9) as u32 };
    let dist1 = if s1 == NONE || s0 == NONE { 0 } else { (s0 - s1).min(9) as u32 };
    let vl0 = state.left_count(s0);
    let vr0 = state.right_count(s0);
    let vlb = state.left_count(b0);
    let vr1 = state.right_count(s1);
    let mut t = 100;
    let mut push = |x: u32, y: u32, z: u32| {
        t += 1;
        keys.push(key(t, x, y, z));
    };
    push(0, 0, 0);
    // Single words.
    push(w(s0), p(s0), 0);
    push(w(s0), 0, 0);
    push(p(s0), cc(s0), 0);
    push(w(s1), p(s1), 0);
    push(p(s1), 0, 0);
    push(w(b0), p(b0), 0);
    push(w(b0), 0, 0);
    push(p(b0), cc(b0), 0);
    push(w(b1), p(b1), 0);
    push(p(b1), 0, 0);
    push(w(b2), p(b2), 0);
    push(p(b2), 0, 0);
    push(w(s2), p(s2), 0);
    // Pairs.
    push(w(s0), w(b0), 0);
    push(w(s0), p(b0), p(s0));
    push(p(s0), w(b0), p(b0));
    push(p(s0), p(b0), dist);
    push(w(s1), w(s0), 0);
    push(w(s1), p(s0), p(s1));
    push(p(s1), w(s0), p(s0));
    push(p(s1), p(s0), dist1);
    push(w(s1), p(b0), p(s0));
    push(c(s0), c(b0), 0);
    push(c(s1), c(s0), 0);
    push(c(s0), p(b0), 0);
    push(p(s0), c(b0), 0);
    push(c(s1), p(s0), 0);
    push(p(b0), p(b1), p(s0));
    push(w(b0), p(b1), 0);
    push(p(b0), p(b1), p(b2));
    // Triples.
    push(p(s0), p(s1), p(b0));
    push(p(s0), p(s1), p(s2));
    push(p(s1), p(s0), p(b0) << 16 | p(b1));
    push(p(s0), p(b0), p(b1) << 16 | p(b2));
    push(w(s0), p(s1), p(b0));
    push(p(s0), w(b0), p(s1));
    // Children.
    push(p(s0), p(s0r), p(b0));
    push(p(s0), p(s0l), p(b0));
    push(p(s0), p(b0l), p(b0));
    push(p(s1), p(s0), p(s1r));
    push(p(s1), p(s0), p(s0l));
    push(p(s1), p(s0), p(s0r));
    push(p(s1), p(s1l), p(s0));
    push(w(s0), p(s0l), l(s0l));
    push(w(s0), p(s0r), l(s0r));
    push(w(b0), p(b0l), l(b0l));
    push(p(s0), l(s0l), l(s0l2));
    push(p(s0), l(s0r), l(s0r2));
    push(p(b0), l(b0l), l(b0l2));
    push(p(s1), l(s1r), l(s1r2));
    push(l(s0l), l(s0r), p(s0) << 16 | p(b0));
    push(w(s0r), p(s0), 0);
    push(w(s1r), p(s1), p(s0));
    push(w(s0l), p(s0), p(b0));
    push(w(b0l), p(b0), p(s0));
    push(w(s1), l(s1r), p(s0));
    push(l(s1l), l(s1r), p(s1) << 16 | p(s0));
    // Valency and distance.
    push(w(s0), vr0, 0);
    push(w(s0), vl0, 0);
    push(p(s0), vr0, vl0);
    push(p(b0), vlb, p(s0));
    push(p(s1), vr1, p(s0));
    push(w(s0), dist, 0);
    push(w(b0), dist, 0);
    push(p(s1), dist1, dist);
    push(w(s1), w(b0), 0);
    push(w(s2), p(s1), p(s0));
    push(p(s2), p(s1), p(b0));
    push(w(b0), w(b1), 0);
    push(w(s0), p(b0), p(b1));
    push(c(s1), c(b0), p(s0));
    push(w(s0), l(s0l), p(b0));
    push(w(s1), p(s0), p(s0l));
    // The case of an oblique or the marker of a clause with both heads it may have.
    push(w(s0l), w(s1), p(s0));
    push(w(s0l), c(s1), c(s0));
    push(w(b0l), w(s0), p(b0));
}
