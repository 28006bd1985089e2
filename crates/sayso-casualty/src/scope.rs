//! Whether a figure is of one incident or a running total, and whether the text itself has replaced it.

use crate::index::Set;
use crate::number::cover;
use crate::scene::Scene;
use sayso_model::Span;
use sayso_text::Upos;

/// What a casualty figure sums over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    Incident,
    /// Over a period or many occurrences.
    Cumulative,
    /// A total is spoken of, of what is not told by this sentence.
    Unclear,
}

/// The cues of one sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cues {
    /// The words of the period.
    pub(crate) since: Option<Span>,
    pub(crate) total: bool,
    pub(crate) war: bool,
    /// The verb of a clause that "since" opens: what happens in it is not counted from it on.
    pub(crate) since_clause: Option<usize>,
}

impl Cues {
    pub(crate) fn scope(&self) -> Scope {
        match (self.since.is_some(), self.total) {
            (true, _) => Scope::Cumulative,
            _ if self.war => Scope::Cumulative,
            (false, true) => Scope::Unclear,
            (false, false) => Scope::Incident,
        }
    }
}

impl Cues {
    /// The cues as they hold for one casualty word: those of a "since" clause do not hold inside it.
    pub(crate) fn for_trigger(&self, scene: &Scene, trigger: usize) -> Cues {
        let mut at = Some(trigger);
        for _ in 0..12 {
            if at.is_some() && at == self.since_clause {
                return Cues {
                    since: None,
                    ..self.clone()
                };
            }
            at = at
                .and_then(|at| scene.tokens.get(at))
                .and_then(|token| token.head);
        }
        self.clone()
    }
}

/// "a war that killed some 7,000": what a war has killed is a running total, though no word counts from a day on.
pub(crate) fn is_of_a_war(scene: &Scene, trigger: usize) -> bool {
    let Some(subject) = scene.children_with(trigger, |rel| rel == "nsubj") else {
        return false;
    };
    let noun = if scene.tokens[subject].xpos.starts_with('W') {
        scene.tokens[trigger].head
    } else {
        Some(subject)
    };
    noun.and_then(|noun| scene.tokens.get(noun))
        .is_some_and(|noun| scene.lexicon.holds(Set::War, noun) && noun.upos == Upos::Noun)
}

pub(crate) fn cues(scene: &Scene) -> Cues {
    let index = &scene.lexicon.index;
    let mut cues = Cues::default();
    let mut i = 0;
    while i < scene.tokens.len() {
        if cues.since.is_none() {
            cues.since = period_at(scene, i).map(|end| cover(scene.tokens, &(i..end)));
        }
        cues.total |= index.totals.at(scene.tokens, i).is_some();
        cues.war |= war_at(scene, i) || index.running.at(scene.tokens, i).is_some();
        if cues.since_clause.is_none()
            && index.since.at(scene.tokens, i).is_some()
            && scene.tokens[i].deprel == "mark"
        {
            cues.since_clause = scene.tokens[i].head;
        }
        i += 1;
    }
    cues
}

/// A period a toll is summed over that begins at `i`: its end.
fn period_at(scene: &Scene, i: usize) -> Option<usize> {
    let index = &scene.lexicon.index;
    if let Some((end, ())) = index.periods.at(scene.tokens, i) {
        return Some(end);
    }
    if let Some((from, ())) = index.since.at(scene.tokens, i) {
        // "has since died", "since he was ill".
        let verb_next = matches!(
            scene.upos(from),
            Some(Upos::Verb | Upos::Aux | Upos::Pron | Upos::Punct) | None
        );
        let verb_before = i
            .checked_sub(1)
            .is_some_and(|before| scene.upos(before) == Some(Upos::Aux));
        return (!verb_next && !verb_before).then(|| phrase_end(scene, from));
    }
    let (from, ()) = index.period_openers.at(scene.tokens, i)?;
    // "in the last 24 days", "over the past year", "during three years of conflict".
    let long_opener = from - i > 1;
    (from..(from + 4).min(scene.tokens.len()))
        .find(|&k| scene.is(k, Set::PeriodUnit))
        .and_then(|unit| {
            let counted = (from..unit).all(|k| {
                matches!(
                    scene.upos(k),
                    Some(Upos::Num | Upos::Adj | Upos::Det | Upos::Noun)
                )
            });
            let weighty = long_opener
                && scene
                    .lexicon
                    .numbers
                    .range
                    .open
                    .iter()
                    .all(|word| word != scene.lower(i))
                && !plain_day(i, unit)
                || scene.is(unit + 1, Set::Of)
                    && scene
                        .tokens
                        .get(unit + 2)
                        .is_some_and(|token| scene.lexicon.holds(Set::War, token));
            (counted && weighty).then_some(unit + 1)
        })
}

/// "during the day": no period to sum over.
fn plain_day(i: usize, unit: usize) -> bool {
    unit - i < 3
}

fn phrase_end(scene: &Scene, from: usize) -> usize {
    let mut at = from;
    while at < (from + 10).min(scene.tokens.len()) {
        let stop = match scene.upos(at) {
            Some(Upos::Verb) => at > from + 4 && scene.tokens[at].xpos != "VBD",
            Some(Upos::Punct) => scene.lower(at) != "-" && scene.lower(at) != "'",
            Some(Upos::Sconj | Upos::Cconj) => true,
            _ => false,
        };
        if stop {
            break;
        }
        at += 1;
    }
    at.max(from + 1).min(scene.tokens.len())
}

/// "in the war", "of the conflict".
fn war_at(scene: &Scene, i: usize) -> bool {
    if !scene.is(i, Set::WarPreposition) {
        return false;
    }
    let noun = (i + 1..(i + 5).min(scene.tokens.len())).find(|&k| {
        !matches!(
            scene.upos(k),
            Some(Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)
        ) || scene.lexicon.holds(Set::War, &scene.tokens[k])
    });
    noun.is_some_and(|k| {
        scene.lexicon.holds(Set::War, &scene.tokens[k])
            && scene.upos(k) == Some(Upos::Noun)
            && scene.is(i + 1, Set::Definite)
    })
}

/// Whether the text has a newer figure than the one that begins at `start`.
pub(crate) fn superseded(scene: &Scene, start: usize, end: usize) -> bool {
    let near = start.saturating_sub(6);
    let cue = (near..=start).any(|at| {
        scene
            .lexicon
            .index
            .superseded
            .ending_at(scene.tokens, at)
            .is_some_and(|(from, ())| from >= near && !breaks(scene, at, start))
    });
    let changed = start.checked_sub(1).is_some_and(|before| {
        scene
            .lexicon
            .numbers
            .range
            .change
            .contains(&scene.tokens[before].lower)
    }) && scene
        .lexicon
        .numbers
        .range
        .close
        .iter()
        .any(|word| word == scene.lower(end))
        && scene.upos(end + 1) == Some(Upos::Num);
    cue || changed
}

fn breaks(scene: &Scene, from: usize, to: usize) -> bool {
    (from..to)
        .any(|k| matches!(scene.lower(k), "," | ";" | ".") || scene.upos(k) == Some(Upos::Num))
}
