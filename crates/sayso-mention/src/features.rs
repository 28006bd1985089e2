//! What a candidate looks like: classes of its words, its grammar, its surroundings, and what other stages found there.

use crate::candidates::Candidate;
use crate::document::NameSigns;
use crate::layers::{Layer, SentenceLayers};
use crate::words::WordClasses;
use sayso_text::{Sentence, Token, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// A sentence with what does not change between its candidates.
pub(crate) struct Describer<'s> {
    tokens: &'s [Token],
    layers: &'s SentenceLayers,
    signs: &'s NameSigns,
    classes: Vec<Vec<&'static str>>,
    weapons: Vec<Option<(&'static str, usize)>>,
}

impl<'s> Describer<'s> {
    pub(crate) fn new(
        sentence: &'s Sentence,
        layers: &'s SentenceLayers,
        signs: &'s NameSigns,
        classes: &WordClasses,
    ) -> Describer<'s> {
        Describer {
            tokens: &sentence.tokens,
            layers,
            signs,
            classes: (0..sentence.tokens.len())
                .map(|index| classes.of(sentence, index))
                .collect(),
            weapons: (0..sentence.tokens.len())
                .map(|end| classes.weapon(sentence, end))
                .collect(),
        }
    }

    /// The features of a candidate.
    pub(crate) fn features(&self, candidate: &Candidate) -> Vec<String> {
        let mut out = Vec::with_capacity(80);
        let view = View::new(self, candidate);
        view.form(&mut out);
        view.words(&mut out);
        view.grammar(&mut out);
        view.surroundings(&mut out);
        view.found(&mut out);
        out
    }
}

struct View<'v> {
    at: &'v Describer<'v>,
    span: Range<usize>,
    head: usize,
    ways: &'v BTreeSet<&'static str>,
    /// Part of speech of the head, in one letter.
    kind: char,
    /// Article or possessive at the beginning.
    article: &'v str,
    /// Relation of the words left and right of the span that belong to the same phrase.
    left: &'v str,
    right: &'v str,
}

/// One letter for a part of speech.
fn letter(upos: Upos) -> char {
    match upos {
        Upos::Propn => 'N',
        Upos::Noun => 'n',
        Upos::Det => 'd',
        Upos::Adj => 'j',
        Upos::Adp => 'p',
        Upos::Num => '9',
        Upos::Pron => 'o',
        Upos::Cconj => 'c',
        Upos::Punct => ',',
        Upos::Verb => 'v',
        Upos::Part => 't',
        _ => 'x',
    }
}

/// One letter for the shape of a word: capitals, a capital first, a digit first, anything else.
fn shape(form: &str) -> char {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            if form.chars().count() > 1 && letters.all(|letter| !letter.is_lowercase()) {
                'C'
            } else {
                'A'
            }
        }
        Some(first) if first.is_ascii_digit() => '9',
        _ => 'a',
    }
}

fn is_article(token: &Token) -> bool {
    token.upos == Upos::Det || matches!(token.xpos, "PRP$" | "DT" | "PDT")
}

impl<'v> View<'v> {
    fn new(at: &'v Describer<'v>, candidate: &'v Candidate) -> View<'v> {
        let (tokens, span) = (at.tokens, candidate.tokens.clone());
        let first = &tokens[span.start];
        let belongs = |token: &Token| token.head.is_some_and(|head| span.contains(&head));
        let left = span
            .start
            .checked_sub(1)
            .map(|before| &tokens[before])
            .filter(|token| {
                belongs(token)
                    && !matches!(
                        token.deprel,
                        "case" | "cc" | "punct" | "mark" | "advmod" | "nsubj" | "cop"
                    )
            })
            .map_or("", |token| token.deprel);
        let right = tokens
            .iter()
            .skip(span.end)
            .take(12)
            .find(|token| belongs(token) && token.deprel != "punct")
            .map_or("", |token| token.deprel);
        View {
            at,
            head: candidate.head,
            ways: &candidate.ways,
            kind: letter(tokens[candidate.head].upos),
            article: if is_article(first) {
                &first.lower
            } else if span.start < candidate.head {
                "-"
            } else {
                ""
            },
            left,
            right,
            span,
        }
    }

    /// The word as a feature: a name stands for every name, so that no party is known by its spelling.
    fn spelled(&self, index: usize) -> &'v str {
        let token = &self.at.tokens[index];
        let plain = |class: &&str| !matches!(*class, "given");
        if token.upos == Upos::Propn && !self.at.classes[index].iter().any(plain) {
            "*"
        } else {
            &token.lower
        }
    }

    fn token(&self) -> &'v Token {
        &self.at.tokens[self.head]
    }

    fn head_classes(&self) -> &'v [&'static str] {
        match self.at.classes[self.head].as_slice() {
            [] => &["none"],
            classes => classes,
        }
    }

    fn length(&self) -> usize {
        self.span.len().min(6)
    }

    /// How long it is, where it begins and ends, which parts of speech and shapes it has.
    fn form(&self, out: &mut Vec<String>) {
        let Self {
            kind, left, right, ..
        } = self;
        let tokens = &self.at.tokens[self.span.clone()];
        let begins = self.span.start == self.head;
        let ends = self.span.end == self.head + 1;
        out.push("any".to_owned());
        out.push(format!("kind={kind}"));
        out.push(format!("tag={kind}{}", self.token().xpos));
        out.push(format!("article={kind}{}", self.article));
        out.push(format!("length={kind}{}", self.length()));
        out.push(format!("left={kind}{left}"));
        out.push(format!("right={kind}{right}"));
        out.push(format!("around={kind}{left}|{right}"));
        out.push(format!("ends={kind}{begins}{ends}"));
        for way in self.ways {
            out.push(format!("way={kind}{way}"));
        }
        let shapes: String = tokens
            .iter()
            .take(6)
            .map(|token| shape(&token.form))
            .collect();
        out.push(format!("shapes={shapes}"));
        let letters: String = tokens
            .iter()
            .take(8)
            .map(|token| letter(token.upos))
            .collect();
        out.push(format!("letters={letters}"));
    }

    fn words(&self, out: &mut Vec<String>) {
        let (kind, head) = (self.kind, self.token());
        let lemma = match self.spelled(self.head) {
            "*" => "*".to_owned(),
            _ => head.lemma.to_lowercase(),
        };
        let begins = self.span.start == self.head;
        let ends = self.span.end == self.head + 1;
        out.push(format!("head={lemma}"));
        out.push(format!("head={lemma}|{begins}{ends}"));
        out.push(format!("shape={kind}{}", shape(&head.form)));
        for class in self.head_classes() {
            out.push(format!("class={kind}{class}"));
            out.push(format!("class={kind}{class}|{}", self.article));
            out.push(format!("class={kind}{class}|{}|{}", self.left, self.right));
            out.push(format!("class={kind}{class}|{}", self.length()));
        }
        let mut inner: BTreeSet<&str> = BTreeSet::new();
        for index in self.span.clone().filter(|&index| index != self.head) {
            out.push(format!("word={}", self.spelled(index)));
            inner.extend(self.at.classes[index].iter());
        }
        for class in inner {
            out.push(format!("inner={kind}{class}"));
        }
        for class in &self.at.classes[self.span.start] {
            out.push(format!("first={kind}{class}"));
        }
        out.push(format!("first={}", self.spelled(self.span.start)));
        out.push(format!("last={}", self.spelled(self.span.end - 1)));
        if head.upos == Upos::Propn {
            let signs: Vec<&str> = self.at.signs.of(&head.lower).collect();
            for sign in &signs {
                out.push(format!("sign={sign}|{}", self.left));
            }
            out.push(format!("signs={}", signs.join("+")));
        }
        if let Some((class, first)) = self.at.weapons[self.head] {
            let fits = match first.cmp(&self.span.start) {
                std::cmp::Ordering::Less => '<',
                std::cmp::Ordering::Equal => '=',
                std::cmp::Ordering::Greater => '>',
            };
            out.push(format!("weapon={class}"));
            out.push(format!("weapon={class}{fits}"));
        }
    }

    fn grammar(&self, out: &mut Vec<String>) {
        let (kind, head) = (self.kind, self.token());
        out.push(format!("relation={kind}{}", head.deprel));
        if let Some(above) = head.head.filter(|&above| above < self.at.tokens.len()) {
            let relation = head.deprel.split(':').next().unwrap_or_default();
            let word = match self.spelled(above) {
                "*" => "*".to_owned(),
                _ => self.at.tokens[above].lemma.to_lowercase(),
            };
            out.push(format!("above={word}|{relation}"));
            out.push(format!(
                "above={kind}{}",
                letter(self.at.tokens[above].upos)
            ));
        }
        let case = (self.head.saturating_sub(8)..self.head)
            .map(|index| &self.at.tokens[index])
            .find(|token| token.head == Some(self.head) && token.deprel == "case")
            .map_or("", |token| token.lower.as_str());
        out.push(format!("case={kind}{case}"));
    }

    fn surroundings(&self, out: &mut Vec<String>) {
        let kind = self.kind;
        let before = self.span.start.checked_sub(1);
        let after = Some(self.span.end).filter(|&after| after < self.at.tokens.len());
        let letter_at =
            |index: Option<usize>| index.map_or('^', |index| letter(self.at.tokens[index].upos));
        out.push(format!(
            "between={kind}{}{}",
            letter_at(before),
            letter_at(after)
        ));
        for (name, index) in [("before", before), ("after", after)] {
            out.push(format!("{name}={kind}{}", letter_at(index)));
            let Some(index) = index else {
                out.push(format!("{name}="));
                continue;
            };
            let token = &self.at.tokens[index];
            out.push(format!("{name}={}", self.spelled(index)));
            for class in &self.at.classes[index] {
                out.push(format!("{name}={kind}{}{class}", shape(&token.form)));
            }
        }
    }

    /// What other stages found in it, over it and inside it.
    fn found(&self, out: &mut Vec<String>) {
        let (kind, relation) = (self.kind, self.token().deprel);
        let heads = |layer: &Layer| layer.tokens.contains(&self.head);
        let layers = self.at.layers;
        let mut any = false;
        for (fit, layer) in self.overlapping(&layers.actors) {
            any = true;
            let Layer { label, detail, .. } = layer;
            out.push(format!("actor={fit}{label}"));
            out.push(format!("actor={fit}{label}{detail}"));
            out.push(format!("actor={fit}|{}", self.article));
            out.push(format!("actor={}{label}|{kind}", heads(layer)));
            out.push(format!("actor={fit}{label}|{relation}"));
        }
        if !any {
            out.push(format!("actor=none{kind}"));
        }
        any = false;
        for (fit, layer) in self.overlapping(&layers.places) {
            any = true;
            let Layer { label, detail, .. } = layer;
            out.push(format!("place={fit}{label}{kind}"));
            out.push(format!("place={fit}{detail}"));
            out.push(format!("place={}{label}{detail}", heads(layer)));
            out.push(format!("place={fit}{label}|{relation}"));
            out.push(format!("place={fit}|{}", self.article));
        }
        if !any {
            out.push(format!("place=none{kind}"));
        }
        for (fit, layer) in self.overlapping(&layers.numbers) {
            out.push(format!("number={fit}{}{kind}", layer.label));
            out.push(format!(
                "number={fit}{}|{}",
                layer.label,
                self.head_classes()[0]
            ));
        }
        for (fit, _) in self.overlapping(&layers.times) {
            out.push(format!("time={fit}{kind}"));
        }
    }

    /// The items that overlap the span without crossing it, with how they lie to it.
    fn overlapping<'l>(
        &self,
        items: &'l [Layer],
    ) -> impl Iterator<Item = (&'static str, &'l Layer)> {
        let span = self.span.clone();
        items.iter().filter_map(move |item| {
            let own = &item.tokens;
            let fit = if *own == span {
                "whole "
            } else if span.start <= own.start && own.end <= span.end {
                if own.end == span.end {
                    "at end "
                } else if own.start == span.start {
                    "at start "
                } else {
                    "within "
                }
            } else if own.start <= span.start && span.end <= own.end {
                "part of "
            } else {
                return None;
            };
            Some((fit, item))
        })
    }
}
