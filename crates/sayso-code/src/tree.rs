//! Questions about one analysed sentence: children, noun phrases, clause words.

use sayso_knowledge::events::Grammar;
use sayso_model::Span;
use sayso_text::{Sentence, Token, Upos};

/// A sentence with its children lists.
pub(crate) struct Tree<'a> {
    pub(crate) sentence: &'a Sentence,
    pub(crate) grammar: &'a Grammar,
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(sentence: &'a Sentence, grammar: &'a Grammar) -> Tree<'a> {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (index, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head
                && head < children.len()
                && head != index
            {
                children[head].push(index);
            }
        }
        Tree {
            sentence,
            grammar,
            children,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub(crate) fn token(&self, index: usize) -> &'a Token {
        &self.sentence.tokens[index]
    }

    pub(crate) fn lemma(&self, index: usize) -> &'a str {
        &self.sentence.tokens[index].lemma
    }

    pub(crate) fn deprel(&self, index: usize) -> &'a str {
        self.sentence.tokens[index].deprel
    }

    pub(crate) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    /// Children whose relation is `relation` or a subtype of it.
    pub(crate) fn with_relation<'b>(
        &'b self,
        index: usize,
        relation: &'b str,
    ) -> impl Iterator<Item = usize> + 'b {
        self.children[index]
            .iter()
            .copied()
            .filter(move |&child| is_relation(self.deprel(child), relation))
    }

    pub(crate) fn first(&self, index: usize, relation: &str) -> Option<usize> {
        self.with_relation(index, relation).next()
    }

    /// Head of `index`, if any.
    pub(crate) fn head(&self, index: usize) -> Option<usize> {
        self.sentence.tokens[index]
            .head
            .filter(|&head| head < self.len() && head != index)
    }

    /// From the head upwards to the root; at most as many steps as tokens.
    pub(crate) fn ancestors(&self, index: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut current = index;
        while let Some(head) = self.head(current) {
            if path.len() >= self.len() {
                break;
            }
            path.push(head);
            current = head;
        }
        path
    }

    /// All tokens below and including `index`, in text order.
    pub(crate) fn subtree(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut stack = vec![index];
        let mut seen = vec![false; self.len()];
        while let Some(next) = stack.pop() {
            if std::mem::replace(&mut seen[next], true) {
                continue;
            }
            found.push(next);
            stack.extend(self.children[next].iter().copied());
        }
        found.sort_unstable();
        found
    }

    /// The preposition of a nominal, lower-case: "on" of "on a bus", "in front of" as its first word.
    pub(crate) fn preposition(&self, index: usize) -> Option<&'a str> {
        self.with_relation(index, "case")
            .map(|child| self.sentence.tokens[child].lower.as_str())
            .find(|word| !word.starts_with('\''))
    }

    pub(crate) fn is_verb(&self, index: usize) -> bool {
        let token = self.token(index);
        token.upos == Upos::Verb
            || (token.xpos.starts_with("VB") && token.upos != Upos::Aux && token.upos != Upos::Adj)
    }

    pub(crate) fn is_nominal(&self, index: usize) -> bool {
        matches!(
            self.token(index).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X
        )
    }

    /// Passive: has a passive subject, a passive auxiliary or a by-agent. A past tense with an object of its own is
    /// active, whatever its subject is called.
    pub(crate) fn is_passive(&self, index: usize) -> bool {
        let marked = |relations: &[&str]| {
            self.children[index]
                .iter()
                .any(|&child| relations.contains(&self.deprel(child)))
        };
        // "whom it had kidnapped": a perfect with an object of its own is active too.
        let perfect = || {
            self.with_relation(index, "aux").any(|child| {
                self.grammar
                    .perfect
                    .iter()
                    .any(|word| word == self.lemma(child))
            })
        };
        marked(&["aux:pass", "obl:agent", "csubj:pass"])
            || marked(&["nsubj:pass"])
                && !marked(&["obj"])
                && (self.token(index).xpos == "VBD" || !marked(&["aux"]) || perfect())
            || self.shares_passive(index)
    }

    /// "was found and defused": the second participle shares subject and auxiliary of the first.
    fn shares_passive(&self, index: usize) -> bool {
        let own = |relation: &str| self.first(index, relation).is_some();
        self.token(index).xpos == "VBN"
            && base(self.deprel(index)) == "conj"
            && self.own_subject(index).is_none()
            && !own("aux")
            && !own("obj")
            && self
                .head(index)
                .is_some_and(|head| self.is_verb(head) && self.is_passive(head))
    }

    /// Passive in form, or a bare participle: behind its noun ("the mill bombed on Friday"), behind a verb ("was found
    /// stabbed"), beside a clause ("shot in the head, he died").
    pub(crate) fn is_done_to(&self, index: usize) -> bool {
        let bare = || match self.deprel(index) {
            "acl" => true,
            // "there were five killed" tells by its numbers.
            "xcomp" | "advcl" => {
                self.first(index, "obj").is_none()
                    && self
                        .head(index)
                        .is_some_and(|head| self.first(head, "expl").is_none())
            }
            _ => false,
        };
        self.is_passive(index)
            || self.token(index).xpos == "VBN"
                && bare()
                && self.own_subject(index).is_none()
                && self.first(index, "aux").is_none()
    }

    /// The tokens of a noun phrase: head, what stands before it, and its "of" phrase; without the preposition,
    /// articles in front, relative clauses, appositions and co-ordinated phrases.
    pub(crate) fn phrase(&self, head: usize) -> Vec<usize> {
        let mut tokens = Vec::new();
        self.collect_phrase(head, true, &mut tokens);
        tokens.sort_unstable();
        // A phrase is quoted as one run of text: fill the holes that punctuation left.
        let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else {
            return vec![head];
        };
        let mut start = first;
        while start < head && matches!(self.token(start).upos, Upos::Det | Upos::Punct) {
            start += 1;
        }
        // "Iran-backed groups": a word joined by a hyphen is one with what follows it.
        while start > 0
            && self.token(start - 1).span.end == self.token(start).span.start
            && [start - 1, start]
                .into_iter()
                .any(|index| self.token(index).form == "-")
        {
            start -= 1;
        }
        let mut end = last;
        // "the guard's" names the guard.
        if end > head && self.token(end).xpos == "POS" {
            end -= 1;
        }
        while end > head
            && self.token(end).upos == Upos::Punct
            && !matches!(self.token(end).form.as_str(), "\"" | ")" | "]")
        {
            end -= 1;
        }
        (start..=end).collect()
    }

    fn collect_phrase(&self, head: usize, top: bool, tokens: &mut Vec<usize>) {
        tokens.push(head);
        for &child in &self.children[head] {
            let relation = self.deprel(child);
            let before = child < head;
            let keep = match base(relation) {
                // "28-year-old NAME": the age is not part of the name.
                "amod" if self.token(head).upos == Upos::Propn => {
                    self.token(child).form.starts_with(char::is_uppercase)
                }
                "compound" | "flat" | "amod" | "nummod" | "fixed" | "goeswith" => true,
                "det" | "nmod" if relation == "nmod:poss" => true,
                "det" => true,
                "case" => !top || !before,
                "advmod" => before && !top,
                "nmod" => {
                    before
                        || self.preposition(child).is_some_and(|word| {
                            self.grammar.within_name.iter().any(|kept| kept == word)
                                && child < head + 12
                        })
                }
                "punct" => {
                    matches!(self.token(child).form.as_str(), "\"" | "-" | "'")
                        && child + 1 >= head.saturating_sub(1)
                        && child <= head + 1
                }
                _ => false,
            };
            if keep && !tokens.contains(&child) {
                self.collect_phrase(child, false, tokens);
            }
        }
    }

    /// Span over a run of tokens.
    pub(crate) fn span_of(&self, tokens: &[usize]) -> Span {
        match (tokens.first(), tokens.last()) {
            (Some(&first), Some(&last)) => self.token(first).span.cover(self.token(last).span),
            _ => Span {
                start: self.sentence.span.start,
                end: self.sentence.span.start,
            },
        }
    }

    /// Head and everything co-ordinated with it.
    pub(crate) fn conjuncts(&self, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        all.extend(
            self.with_relation(head, "conj")
                .filter(|&child| self.is_nominal(child)),
        );
        all
    }

    /// The subject of a verb: its own, or, where it has none, that of the verb it is joined or subordinate to.
    pub(crate) fn subject(&self, verb: usize) -> Option<usize> {
        self.own_subject(verb)
            .or_else(|| self.shared_subject(verb, 4))
    }

    pub(crate) fn own_subject(&self, verb: usize) -> Option<usize> {
        let subjects = || {
            self.children[verb].iter().copied().filter(|&child| {
                matches!(
                    self.deprel(child),
                    "nsubj" | "nsubj:pass" | "nsubj:outer" | "csubj"
                )
            })
        };
        let first = subjects().next()?;
        // "Hundreds gathered a day after strikes hit the city": a clause in front may lend the verb its subject too; the
        // one beside the verb is its own.
        let beside = subjects().rfind(|&subject| subject < verb);
        beside
            .filter(|&last| {
                // "user @name wrote": the account's name.
                first < last
                    && (self.token(last).form.starts_with('@')
                        || (first + 1..last)
                            .any(|between| self.is_verb(between) && self.head(first) == Some(verb)))
            })
            .or(Some(first))
    }

    /// "riots broke out, with youths battling police": the noun between the comma and the verb, wherever it hangs.
    fn set_beside(&self, verb: usize, head: usize) -> Option<usize> {
        if self.token(verb).xpos != "VBG" {
            return None;
        }
        self.with_relation(head, "obl").find(|&beside| {
            let phrase = self.subtree(beside);
            self.token(beside).xpos.ends_with('S')
                && phrase.last().is_some_and(|&last| last + 1 == verb)
                && self
                    .first(beside, "case")
                    .and_then(|case| case.checked_sub(1))
                    .is_some_and(|before| self.token(before).form == ",")
        })
    }

    fn shared_subject(&self, verb: usize, steps: usize) -> Option<usize> {
        let head = self.head(verb)?;
        if steps == 0 {
            return None;
        }
        match base(self.deprel(verb)) {
            "conj" | "xcomp" if self.is_verb(head) || self.deprel(verb) == "conj" => {
                // "ordered the troops to fire": the object of the governor does it.
                if base(self.deprel(verb)) == "xcomp"
                    && let Some(object) =
                        self.first(head, "obj").or_else(|| self.first(head, "iobj"))
                {
                    return Some(object);
                }
                self.own_subject(head)
                    .or_else(|| self.shared_subject(head, steps - 1))
            }
            // "killed in fighting on Sunday", "killed by shelling" are no clauses of the subject's.
            "advcl" | "acl"
                if self.with_relation(verb, "mark").any(|mark| {
                    let word = &self.token(mark).lower;
                    self.grammar.location.contains(word)
                        || self.grammar.agent.contains(word) && self.is_done_to(head)
                }) =>
            {
                None
            }
            // "rebels, who he said had fired rockets": the relative pronoun hangs on "said".
            "ccomp" if self.deprel(head) == "acl:relcl" && self.first(verb, "mark").is_none() => {
                self.children[head]
                    .iter()
                    .copied()
                    .find(|&child| child < head && matches!(self.token(child).xpos, "WP" | "WDT"))
            }
            // "showed its fighters shelling the depot"
            "ccomp" if self.token(verb).xpos == "VBG" => {
                self.first(head, "iobj").or_else(|| self.first(head, "obj"))
            }
            "advcl" | "parataxis" if matches!(self.token(verb).xpos, "VBG" | "VBN" | "VB") => self
                .set_beside(verb, head)
                .or_else(|| self.own_subject(head))
                .or_else(|| self.shared_subject(head, steps - 1)),
            "acl" if self.deprel(verb) != "acl:relcl" => Some(head),
            _ => None,
        }
    }
}

/// `relation` without its subtype.
pub(crate) fn base(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

fn is_relation(relation: &str, wanted: &str) -> bool {
    relation == wanted || (!wanted.contains(':') && base(relation) == wanted)
}
