//! Names and noun groups in the analysed text.

use super::incident::Reader;
use sayso_knowledge::ActorKind;
use sayso_model::Span;
use sayso_text::{Token, Upos};

impl Reader<'_> {
    /// The people named by a phrase: its head, what stands in apposition to it and what is joined to it.
    pub(super) fn persons(&self, spans: &[Span]) -> Vec<String> {
        let tokens = self.tokens(spans);
        let Some(head) = head(&tokens) else {
            return Vec::new();
        };
        let Some(sentence) = self
            .segmented
            .sentences
            .iter()
            .find(|sentence| sentence.span.contains(head.span))
        else {
            return Vec::new();
        };
        let Some(start) = sentence
            .tokens
            .iter()
            .position(|token| token.span == head.span)
        else {
            return Vec::new();
        };
        let mut nuclei = vec![start];
        let mut next = 0;
        while let Some(&governor) = nuclei.get(next) {
            next += 1;
            for (index, token) in sentence.tokens.iter().enumerate() {
                let joined = ["appos", "conj", "flat", "list"]
                    .iter()
                    .any(|relation| token.deprel.starts_with(relation));
                if token.head == Some(governor) && joined && !nuclei.contains(&index) {
                    nuclei.push(index);
                }
            }
        }
        let mut names = Vec::new();
        for nucleus in nuclei {
            let name = self
                .name_around(&sentence.tokens, nucleus)
                .map(|words| self.fullest(&words))
                .filter(|name| self.is_person(name));
            names.extend(
                name.filter(|name| !names.contains(name))
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        names
    }

    /// The noun phrases of a list: the head of the words and what is joined to it, each with its tokens up to the head
    /// and its words with what "of" adds to its name.
    pub(super) fn joined(&self, spans: &[Span]) -> Vec<(Vec<&Token>, String)> {
        let own = self.tokens(spans);
        let Some(head) = head(&own) else {
            return Vec::new();
        };
        let Some(sentence) = self
            .segmented
            .sentences
            .iter()
            .find(|sentence| sentence.span.contains(head.span))
        else {
            return Vec::new();
        };
        let tokens = &sentence.tokens;
        let Some(first) = tokens.iter().position(|token| token.span == head.span) else {
            return Vec::new();
        };
        let also = (first + 1..tokens.len()).filter(|&index| {
            tokens[index].head == Some(first) && tokens[index].deprel.starts_with("conj")
        });
        std::iter::once(first)
            .chain(also)
            .filter_map(|nucleus| {
                let modifies = |token: &&Token| {
                    matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn)
                        && !token.deprel.starts_with("nmod")
                        && !token.deprel.starts_with("obl")
                };
                let before = tokens[..nucleus].iter().rev().take_while(modifies).count();
                let length = before + owner_before(tokens, nucleus, before);
                let group: Vec<&Token> = tokens[nucleus - length..=nucleus].iter().collect();
                let end = self.end_of_name(tokens, nucleus);
                let words: Vec<&Token> = tokens[nucleus - length..=end].iter().collect();
                self.run_of(&words).map(|words| (group, words))
            })
            .collect()
    }

    /// The last token of "offices of the coast daily": the head's own, or that of the phrase that belongs to its name.
    fn end_of_name(&self, tokens: &[Token], nucleus: usize) -> usize {
        let grammar = &self.run.stock.knowledge.words.events.events.grammar;
        let Some(word) = tokens.get(nucleus + 1) else {
            return nucleus;
        };
        if !grammar.within_name.contains(&word.lower) {
            return nucleus;
        }
        let Some(inner) = word.head.filter(|&inner| {
            inner > nucleus
                && tokens
                    .get(inner)
                    .is_some_and(|token| token.head == Some(nucleus))
        }) else {
            return nucleus;
        };
        let flat = (inner + 1..tokens.len())
            .take_while(|&index| {
                tokens[index].head == Some(inner) && tokens[index].deprel.starts_with("flat")
            })
            .count();
        inner + flat
    }

    /// The run of proper nouns around a token, without titles.
    pub(super) fn name_around<'t>(
        &self,
        tokens: &'t [Token],
        nucleus: usize,
    ) -> Option<Vec<&'t str>> {
        let proper = |token: &Token| self.is_name_word(token);
        tokens.get(nucleus).filter(|token| proper(token))?;
        let before = tokens[..nucleus]
            .iter()
            .rev()
            .take_while(|token| proper(token))
            .count();
        let after = tokens[nucleus..]
            .iter()
            .take_while(|token| proper(token))
            .count();
        Some(
            tokens[nucleus - before..nucleus + after]
                .iter()
                .map(|token| token.lower.as_str())
                .collect(),
        )
    }

    /// A proper noun that is neither a title nor a word for people or things.
    fn is_name_word(&self, token: &Token) -> bool {
        let lexicons = &self.run.stock.knowledge.words;
        let parties = &lexicons.events.parties;
        let common = [&parties.people, &parties.objects, &parties.armed]
            .iter()
            .any(|list| list.contains(&token.lower) || list.contains(&token.lemma.to_lowercase()));
        token.upos == Upos::Propn && !common && !lexicons.places.people.titles.has(&token.lower)
    }

    /// Two words or more, and neither a place nor a body.
    pub(super) fn is_person(&self, name: &str) -> bool {
        let (lexicons, actors) = (
            &self.run.stock.knowledge.words,
            &self.run.stock.knowledge.actors,
        );
        let place = !self.run.stock.gazetteer.lookup(name).is_empty()
            || name
                .split(' ')
                .any(|word| lexicons.places.units.kind(word).is_some());
        let body = name
            .split(' ')
            .any(|word| lexicons.places.organisations.heads.has(word))
            || actors
                .resolve(name, &actors.context(None, None))
                .is_some_and(|actor| actors.kind(actor) != ActorKind::Person);
        name.contains(' ') && !place && !body
    }

    /// The longest run of proper nouns in the report that ends with a name: the name in full.
    pub(super) fn fullest(&self, name: &[&str]) -> String {
        let mut best: Vec<&str> = name.to_vec();
        for sentence in &self.segmented.sentences {
            let proper = |token: &Token| self.is_name_word(token);
            for run in sentence.tokens.chunk_by(|a, b| proper(a) && proper(b)) {
                let words: Vec<&str> = run.iter().map(|token| token.lower.as_str()).collect();
                if words.len() > best.len() && words.len() <= 5 && words.ends_with(name) {
                    best = words;
                }
            }
        }
        best.join(" ")
    }

    /// The words from the first one that is no article to the head, with a numeral: "two hooded men".
    pub(super) fn counted_group(&self, spans: &[Span]) -> Option<String> {
        let tokens = self.tokens(spans);
        let end = self.head_position(&tokens)?;
        let start = tokens[..=end]
            .iter()
            .position(|token| !matches!(token.upos, Upos::Det | Upos::Punct | Upos::Pron))?;
        self.run_of(&tokens[start..=end])
    }

    fn head_position(&self, tokens: &[&Token]) -> Option<usize> {
        let head = head(tokens)?;
        tokens.iter().position(|token| token.span == head.span)
    }

    fn run_of(&self, tokens: &[&Token]) -> Option<String> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        first
            .span
            .cover(last.span)
            .slice(&self.report.text)
            .map(bare)
    }

    /// Whether all words are proper nouns: a body without entry in the registry.
    pub(super) fn is_name(&self, spans: &[Span]) -> bool {
        let tokens = self.tokens(spans);
        let people = &self.run.stock.knowledge.words.places.people;
        let content: Vec<&&Token> = tokens
            .iter()
            .filter(|token| {
                !matches!(
                    token.upos,
                    Upos::Det | Upos::Adp | Upos::Cconj | Upos::Punct
                )
            })
            .collect();
        !content.is_empty()
            && content.iter().all(|token| token.upos == Upos::Propn)
            && !content.iter().any(|token| people.titles.has(&token.lower))
            && content.iter().any(|token| {
                self.run
                    .stock
                    .knowledge
                    .words
                    .places
                    .organisations
                    .heads
                    .has(&token.lower)
            })
    }

    pub(super) fn tokens(&self, spans: &[Span]) -> Vec<&Token> {
        let Some(span) = spans.first() else {
            return Vec::new();
        };
        self.segmented
            .sentences
            .iter()
            .filter(|sentence| sentence.span.overlaps(*span))
            .flat_map(|sentence| &sentence.tokens)
            .filter(|token| span.contains(token.span))
            .collect()
    }
}

/// How many tokens before a group name its owner: "the mayor's" of "the mayor's old house".
fn owner_before(tokens: &[Token], nucleus: usize, between: usize) -> usize {
    let Some(mark) = (nucleus - between).checked_sub(1) else {
        return 0;
    };
    let owner = tokens[mark].head.filter(|&owner| {
        tokens[mark].xpos == "POS" && owner < mark && tokens[owner].head == Some(nucleus)
    });
    let part = |token: &&Token| matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn);
    owner.map_or(0, |_| {
        1 + tokens[..mark].iter().rev().take_while(part).count()
    })
}

/// The token of a phrase whose governor lies outside it; the last one where nothing was analysed.
pub(super) fn head<'t>(tokens: &[&'t Token]) -> Option<&'t Token> {
    let noun = |token: &&&Token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let cut = tokens
        .iter()
        .position(|token| token.upos == Upos::Adp)
        .unwrap_or(tokens.len());
    tokens
        .get(..cut)?
        .iter()
        .rev()
        .find(noun)
        .or_else(|| tokens.iter().rev().find(noun))
        .copied()
}

/// Lower case, single blanks.
pub(super) fn bare(words: &str) -> String {
    words
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
