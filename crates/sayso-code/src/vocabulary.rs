//! The event knowledge, indexed for look-up by lemma.

use crate::tree::Tree;
pub(crate) use crate::word_sets::Set;
use sayso_knowledge::events::{
    ContentMood, CoreferenceWeights, EventKnowledge, Figurative, Frame, Grammar, LightVerb,
    SubjectRole,
};
use sayso_model::{Stance, WeaponClass};
use sayso_text::{Lemmatiser, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Event knowledge compiled for the passes.
pub(crate) struct Vocabulary {
    knowledge: EventKnowledge,
    /// First word of a verb -> (frame, further words).
    verbs: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    /// Last word of a noun -> (frame, words before it).
    nouns: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    light: BTreeMap<String, Vec<(Vec<String>, SubjectRole)>>,
    /// Last word of a weapon form -> (weapon entry, words before it).
    weapons: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    /// Last word of a wording that only ends like a weapon -> words before it.
    not_weapons: BTreeMap<String, Vec<Vec<String>>>,
    /// First word of a reporting verb -> (entry, further words).
    reporting: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    sets: BTreeMap<Set, BTreeSet<String>>,
    /// First word of a word of attitude -> (what it is, further words).
    attitudes: BTreeMap<String, Vec<(Attitude, Vec<String>)>>,
}

/// What a word of attitude is, and so where its holder and its matter stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attitude {
    Verb,
    Noun,
    Adjective,
    Impression,
}

/// A frame found at a token.
#[derive(Clone, Copy)]
pub(crate) struct FrameMatch<'a> {
    pub(crate) frame: &'a Frame,
    /// Number of words matched; more is more specific.
    pub(crate) words: usize,
    /// First token of the match, for multi-word nouns.
    pub(crate) first: usize,
    /// The further words of a phrasal verb.
    pub(crate) rest: &'a [String],
}

/// A weapon word found at a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeaponMatch {
    pub(crate) class: WeaponClass,
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// It flies or swims and can be shot down.
    pub(crate) vehicle: bool,
    /// The word names those who use it as well.
    pub(crate) party: bool,
    /// It is a bomb that falls from an aircraft.
    pub(crate) dropped: bool,
    /// The class of what it fires from afar, if that is another.
    pub(crate) fires: Option<WeaponClass>,
}

/// A reporting verb found at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReportingMatch<'a> {
    pub(crate) rule: &'a str,
    pub(crate) stance: Stance,
    pub(crate) content: ContentMood,
    /// It speaks only with a clause.
    pub(crate) clause: bool,
    /// It speaks only of a figure.
    pub(crate) figure: bool,
    pub(crate) words: usize,
}

impl Vocabulary {
    pub(crate) fn knowledge(&self) -> &EventKnowledge {
        &self.knowledge
    }

    pub(crate) fn coreference(&self) -> &CoreferenceWeights {
        &self.knowledge.coreference
    }

    pub(crate) fn new(knowledge: EventKnowledge) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            verbs: BTreeMap::new(),
            nouns: BTreeMap::new(),
            light: BTreeMap::new(),
            weapons: BTreeMap::new(),
            not_weapons: BTreeMap::new(),
            reporting: BTreeMap::new(),
            sets: BTreeMap::new(),
            attitudes: BTreeMap::new(),
            knowledge,
        };
        for (index, frame) in vocabulary.knowledge.events.frames.iter().enumerate() {
            for verb in &frame.verbs {
                let (first, rest) = first_and_rest(verb);
                vocabulary
                    .verbs
                    .entry(first)
                    .or_default()
                    .push((index, rest));
            }
            for noun in &frame.nouns {
                let (last, before) = last_and_before(noun);
                vocabulary
                    .nouns
                    .entry(last)
                    .or_default()
                    .push((index, before));
            }
        }
        for LightVerb { verb, subject } in &vocabulary.knowledge.events.light_verbs {
            let (first, rest) = first_and_rest(verb);
            vocabulary
                .light
                .entry(first)
                .or_default()
                .push((rest, *subject));
        }
        for (index, weapon) in vocabulary.knowledge.weapons.weapons.iter().enumerate() {
            for form in &weapon.not_forms {
                let (last, before) = last_and_before(form);
                let known = vocabulary.not_weapons.entry(last).or_default();
                known.push(before);
            }
            for form in &weapon.forms {
                // A hyphen in a name may stand as a token of its own.
                let parted = form.replace('-', " - ");
                let spellings = [Some(form.as_str()), (parted != *form).then_some(&parted)];
                for spelling in spellings.into_iter().flatten() {
                    let (last, before) = last_and_before(spelling);
                    vocabulary
                        .weapons
                        .entry(last)
                        .or_default()
                        .push((index, before));
                }
            }
        }
        for (index, verb) in vocabulary.knowledge.reporting.verbs.iter().enumerate() {
            for words in &verb.verbs {
                let (first, rest) = first_and_rest(words);
                vocabulary
                    .reporting
                    .entry(first)
                    .or_default()
                    .push((index, rest));
            }
        }
        let attitudes = vocabulary.knowledge.reporting.attitudes.clone();
        for (attitude, words) in [
            (Attitude::Verb, attitudes.verbs),
            (Attitude::Noun, attitudes.nouns),
            (Attitude::Adjective, attitudes.adjectives),
            (Attitude::Impression, attitudes.impressions),
        ] {
            for word in words {
                let (first, rest) = first_and_rest(&word);
                vocabulary
                    .attitudes
                    .entry(first)
                    .or_default()
                    .push((attitude, rest));
            }
        }
        vocabulary.sets = crate::word_sets::sets(&vocabulary.knowledge);
        vocabulary
    }

    pub(crate) fn has(&self, set: Set, word: &str) -> bool {
        self.sets
            .get(&set)
            .is_some_and(|words| words.contains(word))
    }

    /// Whether the token's lemma, or the lemma with the word before it, is in the set.
    pub(crate) fn token_in(&self, set: Set, tree: &Tree, index: usize) -> bool {
        let token = tree.token(index);
        let lemma = token.lemma.to_lowercase();
        if self.has(set, &lemma) || self.has(set, &token.lower) {
            return true;
        }
        index > 0 && self.has(set, &format!("{} {}", tree.token(index - 1).lower, lemma))
    }

    /// Every verb frame whose words stand at this verb, longest first.
    pub(crate) fn verb_frames<'a>(&'a self, tree: &Tree, verb: usize) -> Vec<FrameMatch<'a>> {
        let mut found: Vec<FrameMatch<'a>> = self
            .entries(&self.verbs, tree, verb)
            .map(|(frame, rest)| FrameMatch {
                frame: &self.knowledge.events.frames[*frame],
                words: 1 + rest.len(),
                first: verb,
                rest,
            })
            .collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.words));
        found
    }

    /// Every noun frame whose last word is this token, longest first.
    pub(crate) fn noun_frames<'a>(&'a self, tree: &Tree, noun: usize) -> Vec<FrameMatch<'a>> {
        let mut found = Vec::new();
        for key in keys(tree, noun) {
            for (frame, before) in self.nouns.get(&key).into_iter().flatten() {
                if stands_before(tree, noun, before) {
                    found.push(FrameMatch {
                        frame: &self.knowledge.events.frames[*frame],
                        words: 1 + before.len(),
                        first: noun - before.len(),
                        rest: &[],
                    });
                }
            }
        }
        found.sort_by_key(|found| std::cmp::Reverse(found.words));
        found
    }

    /// The weapon word that ends at this token, longest first.
    pub(crate) fn weapon_at(&self, tree: &Tree, index: usize) -> Option<WeaponMatch> {
        self.weapon_ending_at(tree, index).or_else(|| {
            // The head of "F-16" may be its first part.
            let hyphen = index + 2 < tree.len() && tree.token(index + 1).lower == "-";
            self.weapon_ending_at(tree, index + 2 * usize::from(hyphen))
                .filter(|found| found.first == index)
        })
    }

    fn weapon_ending_at(&self, tree: &Tree, index: usize) -> Option<WeaponMatch> {
        let mut best: Option<WeaponMatch> = None;
        let mut names = keys(tree, index);
        // "Grads": names keep their plural.
        if tree.token(index).upos == Upos::Propn {
            let lower = &tree.token(index).lower;
            names.push(Lemmatiser::builtin().by_group(lower, "plural"));
        }
        for key in names {
            for (entry, before) in self.weapons.get(&key).into_iter().flatten() {
                if stands_before(tree, index, before) {
                    let weapon = &self.knowledge.weapons.weapons[*entry];
                    let found = WeaponMatch {
                        class: weapon.class,
                        first: index - before.len(),
                        last: index,
                        vehicle: weapon.vehicle,
                        party: weapon.party,
                        dropped: weapon.dropped,
                        fires: weapon.fires,
                    };
                    match &mut best {
                        Some(best) if best.first < found.first => {}
                        Some(best) if best.first == found.first => {
                            best.vehicle |= found.vehicle;
                            best.party |= found.party;
                            best.dropped |= found.dropped;
                            best.fires = best.fires.or(found.fires);
                        }
                        _ => best = Some(found),
                    }
                }
            }
        }
        best.filter(|found| {
            let longer = |before: &Vec<String>| {
                before.len() > found.last - found.first && stands_before(tree, index, before)
            };
            !(keys(tree, index).iter())
                .flat_map(|key| self.not_weapons.get(key).into_iter().flatten())
                .any(longer)
        })
    }

    /// The class of a weapon word as the thing shot down.
    pub(crate) fn vehicle_class(&self, tree: &Tree, index: usize) -> Option<WeaponClass> {
        keys(tree, index).into_iter().find_map(|key| {
            self.weapons
                .get(&key)
                .into_iter()
                .flatten()
                .find_map(|(entry, before)| {
                    let weapon = &self.knowledge.weapons.weapons[*entry];
                    (weapon.vehicle && stands_before(tree, index, before)).then_some(weapon.class)
                })
        })
    }

    /// The reporting verb at this token, longest first.
    pub(crate) fn reporting_at<'a>(
        &'a self,
        tree: &Tree,
        verb: usize,
    ) -> Option<ReportingMatch<'a>> {
        self.entries(&self.reporting, tree, verb)
            .map(|(entry, rest)| {
                let verb = &self.knowledge.reporting.verbs[*entry];
                ReportingMatch {
                    rule: &verb.id,
                    stance: verb.stance,
                    content: verb.content,
                    clause: verb.clause,
                    figure: verb.figure,
                    words: 1 + rest.len(),
                }
            })
            .max_by_key(|found| found.words)
    }

    /// The act that a noun of saying names: "claim", "denial".
    pub(crate) fn reporting_noun(&self, tree: &Tree, noun: usize) -> Option<ReportingMatch<'_>> {
        let lemma = tree.lemma(noun).to_lowercase();
        let verb =
            (self.knowledge.reporting.verbs.iter()).find(|verb| verb.nouns.contains(&lemma))?;
        Some(ReportingMatch {
            rule: &verb.id,
            stance: verb.stance,
            content: verb.content,
            clause: true,
            figure: false,
            words: 1,
        })
    }

    /// The words of attitude at this token, those with the most words first.
    pub(crate) fn attitudes_at(&self, tree: &Tree, index: usize) -> Vec<(Attitude, usize)> {
        let mut found: Vec<(Attitude, usize)> = self
            .entries(&self.attitudes, tree, index)
            .map(|(attitude, rest)| (*attitude, 1 + rest.len()))
            .collect();
        found.sort_by_key(|(_, words)| std::cmp::Reverse(*words));
        found
    }

    /// The role a light verb gives its subject in the event noun it governs.
    pub(crate) fn light_verb(&self, tree: &Tree, verb: usize) -> Option<SubjectRole> {
        let lemma = tree.lemma(verb).to_lowercase();
        self.light
            .get(&lemma)?
            .iter()
            .find(|(rest, _)| has_words(tree, verb, rest))
            .map(|(_, role)| *role)
    }

    /// The role that a copula's subject has in the event noun behind these words: "behind", "responsible for".
    pub(crate) fn copular_phrase(&self, words: &[&str]) -> Option<SubjectRole> {
        self.knowledge
            .events
            .light_verbs
            .iter()
            .find(|light| {
                light
                    .verb
                    .strip_prefix("be ")
                    .is_some_and(|rest| rest.split(' ').eq(words.iter().copied()))
            })
            .map(|light| light.subject)
    }

    /// The stance of a cue that begins at this token ("according to"), with its number of words.
    pub(crate) fn cue_at(&self, tree: &Tree, index: usize) -> Option<(&str, Stance, usize)> {
        self.knowledge.reporting.cues.iter().find_map(|cue| {
            let words: Vec<&str> = cue.words.split(' ').collect();
            let fits = words.iter().enumerate().all(|(offset, word)| {
                index + offset < tree.len() && tree.token(index + offset).lower == *word
            });
            fits.then_some((cue.words.as_str(), cue.stance, words.len()))
        })
    }

    /// The frame with this id.
    pub(crate) fn frame(&self, id: &str) -> Option<&Frame> {
        self.knowledge
            .events
            .frames
            .iter()
            .find(|frame| frame.id == id)
    }

    pub(crate) fn grammar(&self) -> &Grammar {
        &self.knowledge.events.grammar
    }

    /// A frame word that counts without any further need: "airstrike", "kidnap".
    pub(crate) fn is_plain_event_word(&self, tree: &Tree, index: usize) -> bool {
        let frames = match tree.token(index).upos {
            Upos::Verb => self.verb_frames(tree, index),
            Upos::Noun | Upos::Propn => self.noun_frames(tree, index),
            _ => return false,
        };
        frames.iter().any(|found| {
            found.frame.any_of.is_empty() && found.frame.all_of.is_empty() && !found.frame.general
        })
    }

    pub(crate) fn figurative(&self, lemma: &str) -> impl Iterator<Item = &Figurative> {
        self.knowledge
            .modality
            .figurative
            .iter()
            .filter(move |entry| entry.word == lemma)
    }

    /// Whether a word could be of an event or name a weapon, judged by its form alone.
    pub(crate) fn may_be_event(&self, lower_form: &str) -> bool {
        // Vows and denials are claims in themselves, whatever they are about.
        let vows_or_denies = |word: &str| {
            self.reporting
                .get(word)
                .into_iter()
                .flatten()
                .any(|(entry, rest)| {
                    rest.is_empty()
                        && matches!(
                            self.knowledge.reporting.verbs[*entry].content,
                            ContentMood::Threatened | ContentMood::Denied
                        )
                })
        };
        let known = |word: &str| {
            self.verbs.contains_key(word)
                || vows_or_denies(word)
                || self.nouns.contains_key(word)
                || self.weapons.contains_key(word) && !word.bytes().all(|b| b.is_ascii_digit())
        };
        let lemmatiser = Lemmatiser::builtin();
        known(lower_form)
            || INFLECTIONS
                .iter()
                .any(|group| known(&lemmatiser.by_group(lower_form, group)))
    }

    fn entries<'a, 't, T>(
        &'a self,
        table: &'a BTreeMap<String, Vec<(T, Vec<String>)>>,
        tree: &'t Tree<'t>,
        verb: usize,
    ) -> impl Iterator<Item = &'a (T, Vec<String>)> + use<'a, 't, T> {
        let token = tree.token(verb);
        let lemma = tree.lemma(verb).to_lowercase();
        // "accused them of bombing", "is said to have perished": tagged as a base form, they keep their ending.
        let known = table.get(&lemma).or_else(|| {
            (lemma == token.lower && token.upos == Upos::Verb)
                .then_some(["gerund", "participle"])?
                .into_iter()
                .find_map(|group| table.get(&Lemmatiser::builtin().by_group(&token.lower, group)))
        });
        known
            .into_iter()
            .flatten()
            .filter(move |(_, rest)| has_words(tree, verb, rest))
    }
}

/// The inflections an event word can stand in.
const INFLECTIONS: [&str; 5] = ["past", "participle", "gerund", "third", "plural"];

fn first_and_rest(words: &str) -> (String, Vec<String>) {
    let mut parts = words.split(' ').map(str::to_owned);
    (parts.next().unwrap_or_default(), parts.collect())
}

/// Splits at blanks and hyphens, as the tokeniser does.
fn last_and_before(words: &str) -> (String, Vec<String>) {
    let mut parts = Vec::new();
    for word in words.split(' ') {
        for (index, piece) in word.split('-').enumerate() {
            if index > 0 {
                parts.push("-".to_owned());
            }
            parts.push(piece.to_owned());
        }
    }
    (parts.pop().unwrap_or_default(), parts)
}

fn keys(tree: &Tree, index: usize) -> Vec<String> {
    let token = tree.token(index);
    let lemma = token.lemma.to_lowercase();
    if lemma == token.lower {
        vec![lemma]
    } else {
        vec![lemma, token.lower.clone()]
    }
}

fn stands_before(tree: &Tree, index: usize, before: &[String]) -> bool {
    before.len() <= index
        && before.iter().enumerate().all(|(offset, word)| {
            let token = tree.token(index - before.len() + offset);
            token.lower == *word || token.lemma.eq_ignore_ascii_case(word)
        })
}

/// Whether the further words of a phrasal verb stand among the verb's dependents or right behind it.
fn has_words(tree: &Tree, verb: usize, rest: &[String]) -> bool {
    // "The ship was seized", "the body found there": what it is done to stands before it.
    let done_to = if rest.is_empty() || !tree.is_done_to(verb) {
        None
    } else if tree.deprel(verb) == "acl" {
        tree.head(verb)
    } else {
        tree.subject(verb)
    };
    rest.iter().all(|word| {
        if done_to.is_some_and(|index| tree.lemma(index) == word) {
            return true;
        }
        let near = (verb + 1..(verb + 4).min(tree.len())).any(|next| {
            let token = tree.token(next);
            token.lower == *word || token.lemma == *word
        });
        near || tree.children(verb).iter().any(|&child| {
            child > verb && (tree.token(child).lower == *word || tree.lemma(child) == word)
                || tree.children(child).iter().any(|&grandchild| {
                    grandchild > verb
                        && grandchild < verb + 6
                        && tree.token(grandchild).lower == *word
                })
        })
    })
}
