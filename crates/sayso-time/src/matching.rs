//! Runs the patterns over the atoms of a sentence and picks, of all matches, the leftmost longest.

use crate::atoms::Atoms;
use crate::lexicon::{Phrase, TimeLexicon};
use crate::pattern::{Class, Node};

/// What a class matched: a number, or the index of an entry of its word class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value {
    Number(f64),
    /// A vague amount, by its entry.
    Vague(usize),
    Entry(usize),
    Word,
}

#[derive(Debug, Clone)]
pub(crate) struct Capture<'l> {
    pub(crate) name: &'l str,
    pub(crate) value: Value,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// One match: the rule, the atoms of the expression proper, and what was captured.
#[derive(Debug, Clone)]
pub(crate) struct Match<'l> {
    pub(crate) rule: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) captures: Vec<Capture<'l>>,
}

#[derive(Debug, Clone)]
struct State<'l> {
    at: usize,
    open: usize,
    close: usize,
    tight: bool,
    captures: Vec<Capture<'l>>,
}

/// How many atoms may stand between the start of a match and the word it turns on (lead, modifier, article).
const REACH: usize = 14;

/// All expressions of a sentence, in order, without overlap.
pub(crate) fn find<'l>(lexicon: &'l TimeLexicon, atoms: &Atoms) -> Vec<Match<'l>> {
    let mut all: Vec<Match<'l>> = Vec::new();
    let none = Vec::new();
    let core = |at: &usize| {
        atoms.list[*at].number.is_some()
            || atoms
                .hits
                .get(*at)
                .is_some_and(|hits| hits.iter().any(|hit| lexicon.phrases[*hit].core))
    };
    let cores: Vec<usize> = (0..atoms.list.len()).filter(core).collect();
    for (at, atom) in atoms.list.iter().enumerate() {
        let rules = if atom.number.is_some() {
            &lexicon.rules_by_digit
        } else {
            lexicon.rules_by_word.get(&atom.lower).unwrap_or(&none)
        };
        let next_core = cores.get(cores.partition_point(|core| *core < at)).copied();
        let near = next_core.is_some_and(|core| core - at <= REACH);
        for &rule in rules {
            if lexicon.rules[rule].core && !near {
                continue;
            }
            let start = State {
                at,
                open: at,
                close: at,
                tight: false,
                captures: Vec::new(),
            };
            let ends = lexicon.run(&lexicon.rules[rule].nodes, atoms, vec![start]);
            let longest = ends
                .into_iter()
                .filter(|end| {
                    end.close > end.open && lexicon.allowed(rule, atoms, end.open, end.close)
                })
                .max_by(|a, b| a.close.cmp(&b.close).then(b.open.cmp(&a.open)));
            if let Some(state) = longest {
                all.push(Match {
                    rule,
                    start: state.open,
                    end: state.close,
                    captures: state.captures,
                });
            }
        }
    }
    all.sort_by(|a, b| {
        a.start
            .cmp(&b.start)
            .then(b.end.cmp(&a.end))
            .then(a.rule.cmp(&b.rule))
    });
    let mut chosen: Vec<Match<'l>> = Vec::new();
    for found in all {
        if chosen.last().is_none_or(|last| last.end <= found.start) {
            chosen.push(found);
        }
    }
    chosen
}

impl TimeLexicon {
    fn run<'l>(
        &'l self,
        nodes: &'l [Node],
        atoms: &Atoms,
        mut states: Vec<State<'l>>,
    ) -> Vec<State<'l>> {
        for node in nodes {
            let mut next: Vec<State<'l>> = Vec::new();
            for state in states {
                self.step(node, atoms, state, &mut next);
            }
            states = next;
            if states.is_empty() {
                break;
            }
        }
        states
    }

    fn step<'l>(
        &'l self,
        node: &'l Node,
        atoms: &Atoms,
        mut state: State<'l>,
        next: &mut Vec<State<'l>>,
    ) {
        // The first way to reach a place keeps it: the number of states stays within the length of the pattern.
        let mut push = |state: State<'l>| {
            if !next.iter().any(|known| {
                known.at == state.at && known.open == state.open && known.tight == state.tight
            }) {
                next.push(state);
            }
        };
        match node {
            Node::Open => {
                state.open = state.at;
                push(state);
            }
            Node::Close => {
                state.close = state.at;
                push(state);
            }
            Node::First => {
                if state.at == 0 {
                    push(state);
                }
            }
            Node::Last => {
                if state.at == atoms.list.len() {
                    push(state);
                }
            }
            Node::Tight => {
                state.tight = true;
                push(state);
            }
            Node::Optional(inner) => {
                for after in self.run(inner, atoms, vec![state.clone()]) {
                    push(after);
                }
                push(state);
            }
            Node::Alternatives(parts) => {
                for part in parts {
                    for after in self.run(part, atoms, vec![state.clone()]) {
                        push(after);
                    }
                }
            }
            Node::Not(inner) => {
                if self.run(inner, atoms, vec![state.clone()]).is_empty() {
                    push(state);
                }
            }
            Node::Word(word) => {
                if let Some(atom) = atoms.get(state.at)
                    && atom.lower == *word
                    && !(state.tight && atom.space)
                {
                    state.at += 1;
                    state.tight = false;
                    push(state);
                }
            }
            Node::Class { class, capture } => {
                let Some(atom) = atoms.get(state.at) else {
                    return;
                };
                if state.tight && atom.space {
                    return;
                }
                for (end, value) in self.class_at(*class, atoms, state.at) {
                    let mut after = state.clone();
                    after.captures.push(Capture {
                        name: capture,
                        value,
                        from: state.at,
                        to: end,
                    });
                    after.at = end;
                    after.tight = false;
                    push(after);
                }
            }
        }
    }

    fn class_at(&self, class: Class, atoms: &Atoms, at: usize) -> Vec<(usize, Value)> {
        let (class, strict) = match class {
            Class::Numeric(numeric) => return numeric.matches(self, atoms, at),
            Class::Words { class, strict } => (class, strict),
        };
        let mut found = Vec::new();
        for (end, phrase) in self.phrases_at(class, atoms, at) {
            if !strict || !(phrase.short || phrase.ambiguous && self.doubtful(atoms, at, end)) {
                found.push((end, Value::Entry(phrase.entry)));
                let stop = atoms
                    .get(end)
                    .is_some_and(|atom| atom.lower == "." && !atom.space);
                if phrase.short && stop {
                    found.push((end + 1, Value::Entry(phrase.entry)));
                }
            }
        }
        if found.is_empty() && self.has_ending(class, atoms, at) {
            found.push((at + 1, Value::Word));
        }
        found
    }

    /// Whether a lower-case word ends as an entry `*…` of the list says.
    fn has_ending(&self, list: usize, atoms: &Atoms, at: usize) -> bool {
        let plain = |atom: &&crate::atoms::Atom| atom.word && (!atom.capital || atoms.upper_case);
        let Some(atom) = atoms.get(at).filter(plain) else {
            return false;
        };
        self.endings
            .iter()
            .any(|(class, ending)| *class == list && atom.lower.ends_with(ending.as_str()))
    }

    /// Notes at every atom which phrases begin there, once for all rules.
    pub(crate) fn mark(&self, atoms: &mut Atoms) {
        let mut hits = Vec::with_capacity(atoms.list.len());
        for (at, first) in atoms.list.iter().enumerate() {
            let indexes = self
                .by_word
                .get(&first.lower)
                .map_or(&[][..], Vec::as_slice);
            let fits = |index: &&usize| {
                let phrase = &self.phrases[**index];
                let named = !phrase.capital || (first.capital || atoms.lower_case) && !first.verbal;
                let word = |(offset, word): (usize, &String)| {
                    atoms
                        .get(at + offset)
                        .is_some_and(|atom| atom.lower == *word)
                };
                named && phrase.atoms.iter().enumerate().skip(1).all(word)
            };
            hits.push(indexes.iter().filter(fits).copied().collect());
        }
        atoms.hits = hits;
    }

    /// The phrases of a class that begin at an atom, with the atom after each.
    pub(crate) fn phrases_at<'a>(
        &'a self,
        class: usize,
        atoms: &'a Atoms,
        at: usize,
    ) -> impl Iterator<Item = (usize, &'a Phrase)> {
        let hits = atoms.hits.get(at).map_or(&[][..], Vec::as_slice);
        let phrases = hits.iter().map(|index| &self.phrases[*index]);
        phrases
            .filter(move |phrase| phrase.class == class)
            .map(move |phrase| (at + phrase.atoms.len(), phrase))
    }

    /// Where a word of the list that begins at `at` ends (the longest).
    pub(crate) fn in_list(&self, list: &str, atoms: &Atoms, at: usize) -> Option<usize> {
        self.phrases_at(self.class(list), atoms, at)
            .map(|(end, _)| end)
            .max()
    }
}
