//! What a coder asks of a sentence: children, subtrees, the words of a range.

use crate::{Document, Sentence, Token};
use sayso_model::Span;
use std::ops::Range;

impl Sentence {
    /// Indexes of the tokens governed by token `i`, in order.
    pub fn children(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, token)| token.head == Some(i))
            .map(|(child, _)| child)
    }

    /// The first child of `i` with this relation; `relation` is matched whole, subtype included.
    pub fn child(&self, i: usize, relation: &str) -> Option<usize> {
        self.children(i)
            .find(|&child| self.tokens[child].deprel == relation)
    }

    /// The token without a head; `None` until analysed.
    pub fn root(&self) -> Option<usize> {
        if self.analysed {
            self.tokens.iter().position(|token| token.head.is_none())
        } else {
            None
        }
    }

    /// The smallest token range that holds `i` and everything below it.
    pub fn subtree(&self, i: usize) -> Range<usize> {
        self.subtree_without(i, |_| false)
    }

    /// Like [`Sentence::subtree`], but leaves out the children (of any level) for which `skip` says so, with all below.
    pub fn subtree_without(&self, i: usize, skip: impl Fn(usize) -> bool) -> Range<usize> {
        let members = self.descendants(i, skip);
        match (members.first(), members.last()) {
            (Some(&first), Some(&last)) => first..last + 1,
            _ => i..i + 1,
        }
    }

    /// Token `i` and everything below it, in order, without the children that `skip` names and all below those.
    pub fn descendants(&self, i: usize, skip: impl Fn(usize) -> bool) -> Vec<usize> {
        if i >= self.tokens.len() {
            return Vec::new();
        }
        let mut inside: Vec<Option<bool>> = vec![None; self.tokens.len()];
        inside[i] = Some(true);
        let mut path = Vec::new();
        for start in 0..self.tokens.len() {
            let mut at = start;
            // Each token is decided once; the path bound keeps a broken tree from looping.
            let verdict = loop {
                if let Some(known) = inside[at] {
                    break known;
                }
                if path.len() > self.tokens.len() || skip(at) {
                    path.push(at);
                    break false;
                }
                path.push(at);
                match self.tokens[at].head {
                    Some(head) if head < self.tokens.len() => at = head,
                    _ => break false,
                }
            };
            for token in path.drain(..) {
                inside[token] = Some(verdict);
            }
        }
        (0..self.tokens.len())
            .filter(|&token| inside[token] == Some(true))
            .collect()
    }

    /// The bytes a token range covers; an empty range gives an empty span at the sentence's start.
    pub fn range_span(&self, range: Range<usize>) -> Span {
        match self
            .tokens
            .get(range)
            .and_then(|tokens| tokens.first().zip(tokens.last()))
        {
            Some((first, last)) => first.span.cover(last.span),
            None => Span {
                start: self.span.start,
                end: self.span.start,
            },
        }
    }

    /// The bytes token `i` and everything below it cover.
    pub fn subtree_span(&self, i: usize) -> Span {
        self.range_span(self.subtree(i))
    }

    /// The words of a token range as they stand in `text`, the text the document was made of.
    pub fn words<'t>(&self, text: &'t str, range: Range<usize>) -> &'t str {
        self.range_span(range).slice(text).unwrap_or("")
    }

    /// Whether the sentence is written in capitals throughout: letters enough, and none of them small.
    pub fn is_upper_case(&self) -> bool {
        let mut capitals = 0;
        for c in self
            .tokens
            .iter()
            .flat_map(|token: &Token| token.form.chars())
        {
            if c.is_lowercase() {
                return false;
            }
            capitals += usize::from(c.is_uppercase());
        }
        capitals >= 4
    }

    /// The token that covers the byte, if one does.
    pub fn token_at(&self, byte: u32) -> Option<usize> {
        let i = self.tokens.partition_point(|token| token.span.end <= byte);
        (i < self.tokens.len() && self.tokens[i].span.start <= byte).then_some(i)
    }
}

impl Document {
    /// Index of the sentence whose tokens reach over the byte, if one does.
    pub fn sentence_at(&self, byte: u32) -> Option<usize> {
        let i = self
            .sentences
            .partition_point(|sentence| sentence.span.end <= byte);
        (i < self.sentences.len() && self.sentences[i].span.start <= byte).then_some(i)
    }
}
