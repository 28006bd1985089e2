//! Spans that may be a mention: for each noun its name, its phrase with and without article, with what hangs on it.

use crate::layers::SentenceLayers;
use crate::words::WordClasses;
use sayso_text::{Sentence, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longer spans are no mentions; the bound keeps the work linear.
pub(crate) const LONGEST: usize = 40;
/// Runs of more names than this are lists or headings.
const LONGEST_RUN: usize = 9;

/// A span, the noun it stands on, and the ways in which it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub tokens: Range<usize>,
    pub head: usize,
    pub ways: BTreeSet<&'static str>,
}

/// All candidates of a sentence, in text order.
pub(crate) fn candidates(
    sentence: &Sentence,
    layers: &SentenceLayers,
    classes: &WordClasses,
) -> Vec<Candidate> {
    let mut search = Search::new(sentence, classes);
    for head in 0..sentence.tokens.len() {
        if search.may_stand(head) {
            search.phrase(head);
        }
    }
    search.name_runs();
    search.layers(layers);
    search
        .found
        .into_iter()
        .map(|((start, end), (head, ways))| Candidate {
            tokens: start..end,
            head,
            ways,
        })
        .collect()
}

struct Search<'s> {
    tokens: &'s [Token],
    classes: &'s WordClasses,
    children: Vec<Vec<usize>>,
    /// Extent of each token's subtree.
    extents: Vec<Range<usize>>,
    found: BTreeMap<(usize, usize), (usize, BTreeSet<&'static str>)>,
}

fn is_name(token: &Token) -> bool {
    token.upos == Upos::Propn || token.xpos.starts_with("NNP")
}

impl<'s> Search<'s> {
    fn new(sentence: &'s Sentence, classes: &'s WordClasses) -> Search<'s> {
        let tokens = &sentence.tokens;
        let mut children = vec![Vec::new(); tokens.len()];
        for (index, token) in tokens.iter().enumerate() {
            if let Some(list) = token.head.and_then(|head| children.get_mut(head)) {
                list.push(index);
            }
        }
        let extents = extents(tokens, &children);
        Search {
            tokens,
            classes,
            children,
            extents,
            found: BTreeMap::new(),
        }
    }

    fn add(&mut self, start: usize, end: usize, head: usize, way: &'static str) {
        if start < end && end <= self.tokens.len() && end - start <= LONGEST {
            self.found
                .entry((start, end))
                .or_insert_with(|| (head, BTreeSet::new()))
                .1
                .insert(way);
        }
    }

    fn may_stand(&self, head: usize) -> bool {
        let token = &self.tokens[head];
        match token.upos {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X => true,
            Upos::Adj => matches!(token.deprel, "nsubj" | "obj" | "obl" | "nmod" | "conj"),
            _ => false,
        }
    }

    /// Whether a token hangs on `head`, directly or not.
    fn under(&self, token: usize, head: usize) -> bool {
        let mut at = Some(token);
        for _ in 0..LONGEST {
            match at {
                Some(here) if here == head => return true,
                Some(here) => at = self.tokens.get(here).and_then(|token| token.head),
                None => return false,
            }
        }
        false
    }

    /// The candidates that stand on one noun.
    fn phrase(&mut self, head: usize) {
        self.add(head, head + 1, head, "head");
        let left = self.left_end(head);
        let bare = self.without_article(left, head);
        self.add(left, head + 1, head, "phrase");
        self.add(bare, head + 1, head, "bare");
        self.compounds(left, head);
        let right = self.flat_end(head);
        if right > head + 1 {
            self.add(left, right, head, "flat");
            self.add(bare, right, head, "flat.bare");
            self.add(head, right, head, "flat.head");
            for start in head + 1..right {
                self.add(start, right, right - 1, "flat.rest");
            }
        }
        self.complements(head, left, bare, right);
        self.whole(head, left);
    }

    /// Where the words before the noun that belong to it begin.
    fn left_end(&self, head: usize) -> usize {
        let tokens = self.tokens;
        let mut left = head;
        while left > 0
            && head - left < LONGEST
            && self.under(left - 1, head)
            && !matches!(tokens[left - 1].upos, Upos::Adp | Upos::Verb)
        {
            left -= 1;
            if tokens[left].deprel == "case" && tokens[left].upos != Upos::Part {
                left += 1;
                break;
            }
        }
        let leads = |token: &Token| {
            token.upos == Upos::Punct
                || token.head == Some(head)
                    && matches!(token.upos, Upos::Adp | Upos::Cconj | Upos::Sconj)
                    && matches!(token.deprel, "case" | "cc" | "mark" | "advmod")
        };
        while left < head && leads(&tokens[left]) {
            left += 1;
        }
        left
    }

    fn without_article(&self, left: usize, head: usize) -> usize {
        (left..head)
            .find(|&at| {
                let token = &self.tokens[at];
                token.upos != Upos::Det && !matches!(token.xpos, "PRP$" | "PDT" | "DT")
            })
            .unwrap_or(head)
    }

    fn compounds(&mut self, left: usize, head: usize) {
        let mut start = head;
        while start > left
            && matches!(self.tokens[start - 1].upos, Upos::Propn | Upos::Noun)
            && matches!(
                self.tokens[start - 1].deprel,
                "compound" | "flat" | "nmod:desc"
            )
        {
            start -= 1;
        }
        self.add(start, head + 1, head, "compound");
        let mut start = head;
        while start > 0
            && head - start < LONGEST
            && self.tokens[start - 1].upos == Upos::Propn
            && self.under(start - 1, head)
        {
            start -= 1;
            self.add(start, head + 1, head, "name");
        }
    }

    /// Where the name parts that hang on the noun from the right end.
    fn flat_end(&self, head: usize) -> usize {
        let tokens = self.tokens;
        let hangs = |token: &Token, end: usize| {
            token.head.is_some_and(|above| (head..end).contains(&above))
        };
        let mut right = head + 1;
        while let Some(token) = tokens.get(right)
            && right - head < LONGEST
        {
            let part = hangs(token, right)
                && (matches!(token.deprel, "flat" | "nummod" | "goeswith" | "compound")
                    || token.upos == Upos::Propn && token.deprel == "appos");
            let joint = matches!(token.form.as_str(), "-" | "'")
                && tokens
                    .get(right + 1)
                    .is_some_and(|next| hangs(next, right + 2));
            if !part && !joint {
                break;
            }
            right += 1;
        }
        right
    }

    /// The noun with one, two … complements: "brigade of Vel", "brigade of the army in Vel".
    fn complements(&mut self, head: usize, left: usize, bare: usize, right: usize) {
        let mut end = right;
        for child in self.children[head].clone() {
            if child < right {
                continue;
            }
            let extent = self.extents[child].clone();
            if !self.tokens[child].deprel.starts_with("nmod") || extent.start > end {
                break;
            }
            self.add(left, child + 1, head, "complement.short");
            self.add(bare, child + 1, head, "complement.short.bare");
            self.add(left, extent.end, head, "complement");
            self.add(bare, extent.end, head, "complement.bare");
            end = extent.end;
        }
    }

    /// All that hangs on the noun, and all but clauses, appositions and further members.
    fn whole(&mut self, head: usize, left: usize) {
        let Range { mut start, end } = self.extents[head].clone();
        while start < head
            && (matches!(self.tokens[start].deprel, "case" | "cc" | "mark" | "punct")
                || matches!(
                    self.tokens[start].upos,
                    Upos::Punct | Upos::Adp | Upos::Cconj
                ))
        {
            start += 1;
        }
        self.add(start, end, head, "whole");
        let mut trimmed = end;
        for child in self.children[head].clone() {
            if child < head {
                continue;
            }
            match self.tokens[child].deprel {
                "acl:relcl" | "acl" | "appos" | "parataxis" | "advcl" => {
                    trimmed = trimmed.min(self.extents[child].start);
                }
                "conj" => {
                    trimmed = trimmed.min(self.extents[child].start);
                    self.add(left, child + 1, head, "members.short");
                    self.add(left, self.extents[child].end, head, "members");
                }
                _ => {}
            }
        }
        while trimmed > head + 1
            && matches!(self.tokens[trimmed - 1].upos, Upos::Punct | Upos::Cconj)
        {
            trimmed -= 1;
        }
        self.add(start, trimmed, head, "trimmed");
    }

    /// The token of a span that hangs on something outside it.
    fn top(&self, start: usize, end: usize) -> usize {
        (start..end)
            .find(|&at| {
                self.tokens[at]
                    .head
                    .is_none_or(|head| !(start..end).contains(&head))
            })
            .unwrap_or(end - 1)
    }

    /// Every stretch of a run of names, whatever the grammar says of it.
    fn name_runs(&mut self) {
        let tokens = self.tokens;
        let mut start = 0;
        while start < tokens.len() {
            if !is_name(&tokens[start]) {
                let capital = tokens[start]
                    .form
                    .chars()
                    .next()
                    .is_some_and(char::is_uppercase);
                if start > 0 && capital {
                    self.add(start, start + 1, start, "capital");
                }
                start += 1;
                continue;
            }
            let mut end = start + 1;
            while let Some(token) = tokens.get(end) {
                let joins = self.classes.connects(token)
                    && tokens.iter().skip(end + 1).take(2).any(is_name);
                if !is_name(token) && !joins {
                    break;
                }
                end += 1;
            }
            let names: Vec<usize> = (start..end).filter(|&at| is_name(&tokens[at])).collect();
            if names.len() <= LONGEST_RUN {
                let article = start > 0 && tokens[start - 1].upos == Upos::Det;
                for (nth, &first) in names.iter().enumerate() {
                    for &last in &names[nth..] {
                        self.add(first, last + 1, self.top(first, last + 1), "run");
                    }
                    if article {
                        self.add(
                            start - 1,
                            first + 1,
                            self.top(start, first + 1),
                            "run.article",
                        );
                    }
                }
            }
            start = end;
        }
    }

    fn layers(&mut self, layers: &SentenceLayers) {
        for (items, way, with_article) in [
            (&layers.actors, "actor", Some("actor.article")),
            (&layers.places, "place", Some("place.article")),
            (&layers.numbers, "number", None),
            (&layers.times, "time", None),
        ] {
            for item in items {
                let (start, end) = (item.tokens.start, item.tokens.end);
                if start >= end || end > self.tokens.len() {
                    continue;
                }
                let head = self.top(start, end);
                self.add(start, end, head, way);
                if let Some(way) = with_article
                    && start > 0
                    && self.tokens[start - 1].upos == Upos::Det
                {
                    self.add(start - 1, end, head, way);
                }
            }
        }
    }
}

/// First token and end of every subtree, deepest tokens first.
fn extents(tokens: &[Token], children: &[Vec<usize>]) -> Vec<Range<usize>> {
    let mut extents: Vec<Range<usize>> = (0..tokens.len()).map(|at| at..at + 1).collect();
    let mut order: Vec<usize> = (0..tokens.len())
        .filter(|&at| tokens[at].head.is_none_or(|head| head >= tokens.len()))
        .collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        order.extend(&children[at]);
    }
    for &at in order.iter().rev() {
        if let Some(head) = tokens[at].head.filter(|&head| head < tokens.len()) {
            let own = extents[at].clone();
            extents[head].start = extents[head].start.min(own.start);
            extents[head].end = extents[head].end.max(own.end);
        }
    }
    extents
}
