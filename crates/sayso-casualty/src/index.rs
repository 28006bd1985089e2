//! Look-up tables compiled from the data files.

use crate::phrase::{PhraseTable, Slot};
use crate::words::{CasualtyWords, NumberWords, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// Compiled look-up tables; derived from the words only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// Phrases that open a count before the numeral, and what they make of it.
    pub(crate) before: PhraseTable<Bound>,
    pub(crate) after: PhraseTable<Bound>,
    /// Expressions that are a quantity by themselves.
    pub(crate) quantity: PhraseTable<Quantity>,
    pub(crate) not_after: PhraseTable<()>,
    pub(crate) part_openers: PhraseTable<()>,
    pub(crate) part_of: PhraseTable<()>,
    pub(crate) joining: PhraseTable<()>,
    pub(crate) company: PhraseTable<()>,
    pub(crate) widening: PhraseTable<()>,
    pub(crate) tolls: PhraseTable<Outcome>,
    pub(crate) totals: PhraseTable<()>,
    pub(crate) since: PhraseTable<()>,
    pub(crate) periods: PhraseTable<()>,
    pub(crate) running: PhraseTable<()>,
    pub(crate) period_openers: PhraseTable<()>,
    pub(crate) superseded: PhraseTable<()>,
    pub(crate) civilian_sites: PhraseTable<()>,
    pub(crate) combatant_sites: PhraseTable<()>,
    pub(crate) verbs: BTreeMap<String, usize>,
    pub(crate) participles: BTreeMap<String, usize>,
    pub(crate) forms: BTreeSet<String>,
    /// Noun entry and whether the word is its plural.
    pub(crate) nouns: BTreeMap<String, (usize, bool)>,
    pub(crate) adjectives: BTreeMap<String, usize>,
    pub(crate) phrases: Vec<Vec<Slot>>,
    pub(crate) sets: BTreeMap<Set, BTreeSet<String>>,
}

/// What a qualifying phrase makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    AtLeast,
    UpTo,
    Below,
    About,
    Exact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    Fixed(u64),
    Vague(u64),
    Plural,
    None,
    /// "any": nobody under a negation.
    Any,
}

/// Names of the plain word sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    NotBefore,
    YearBefore,
    Civilian,
    Combatant,
    Person,
    Collective,
    Pair,
    PluralForm,
    Attacker,
    Thing,
    CivilianModifier,
    CombatantModifier,
    Former,
    Title,
    SingularPronoun,
    PluralPronoun,
    SingularPossessive,
    PluralPossessive,
    TollNoun,
    StrongTollNoun,
    TollLead,
    AnswerVerb,
    War,
    WarPreposition,
    PeriodUnit,
    RemainsVerb,
    Share,
    Change,
    Revision,
    Of,
    By,
    And,
    Be,
    Have,
    Without,
    Not,
    OneMore,
    Definite,
    Article,
    Silent,
    Averting,
    Transporting,
}

impl Index {
    pub(crate) fn build(numbers: &NumberWords, words: &CasualtyWords) -> Index {
        let mut index = Index::default();
        index.add_numbers(numbers);
        for (at, verb) in words.verb.iter().enumerate() {
            index
                .verbs
                .extend(verb.lemmas.iter().map(|lemma| (lemma.clone(), at)));
            index.forms.extend(verb.forms.iter().cloned());
            index
                .participles
                .extend(verb.participles.iter().map(|form| (form.clone(), at)));
        }
        for (at, noun) in words.noun.iter().enumerate() {
            index
                .nouns
                .extend(noun.singular.iter().map(|word| (word.clone(), (at, false))));
            index
                .nouns
                .extend(noun.plural.iter().map(|word| (word.clone(), (at, true))));
        }
        for (at, adjective) in words.adjective.iter().enumerate() {
            index
                .adjectives
                .extend(adjective.words.iter().map(|word| (word.clone(), at)));
        }
        index.phrases = words
            .phrase
            .iter()
            .map(|phrase| Slot::parse(&phrase.words))
            .collect();
        index.part_openers.add(&words.parts.openers, ());
        index.part_of.add(&words.parts.of, ());
        index.joining.add(&words.grammar.joining_phrases, ());
        index.company.add(&words.grammar.company, ());
        index.tolls.add(&words.toll.killed, Outcome::Killed);
        index.tolls.add(&words.toll.injured, Outcome::Injured);
        index
            .tolls
            .add(&words.toll.either, Outcome::KilledOrInjured);
        index.totals.add(&words.toll.total_cues, ());
        index.since.add(&words.scope.since, ());
        index.periods.add(&words.scope.periods, ());
        index.running.add(&words.scope.running, ());
        index.period_openers.add(&words.scope.period_openers, ());
        index.superseded.add(&words.superseded.before, ());
        index.civilian_sites.add(&words.people.civilian_sites, ());
        index.combatant_sites.add(&words.people.combatant_sites, ());
        index.add_sets(numbers, words);
        index
    }

    fn add_numbers(&mut self, numbers: &NumberWords) {
        let qualifiers = &numbers.qualifiers;
        for (phrases, bound) in [
            (&qualifiers.at_least, Bound::AtLeast),
            (&qualifiers.up_to, Bound::UpTo),
            (&qualifiers.below, Bound::Below),
            (&qualifiers.about, Bound::About),
            (&qualifiers.exact, Bound::Exact),
        ] {
            self.before.add(phrases, bound);
        }
        self.after.add(&qualifiers.after_at_least, Bound::AtLeast);
        self.after.add(&qualifiers.after_about, Bound::About);
        for (phrase, &value) in &numbers.fixed {
            self.quantity.add([phrase], Quantity::Fixed(value));
        }
        for (phrase, &low) in &numbers.vague {
            self.quantity.add([phrase], Quantity::Vague(low));
        }
        self.quantity.add(&numbers.plural, Quantity::Plural);
        self.quantity.add(&numbers.none, Quantity::None);
        self.quantity.add(&numbers.any, Quantity::Any);
        self.widening.add(&numbers.range.widening, ());
        self.not_after.add(&numbers.not_a_count.after, ());
    }

    fn add_sets(&mut self, numbers: &NumberWords, words: &CasualtyWords) {
        let people = &words.people;
        for (set, list) in [
            (Set::NotBefore, &numbers.not_a_count.before),
            (Set::YearBefore, &numbers.not_a_count.year_before),
            (Set::Civilian, &people.civilian),
            (Set::Combatant, &people.combatant),
            (Set::Person, &people.other),
            (Set::Collective, &people.collective),
            (Set::Pair, &people.pair),
            (Set::PluralForm, &people.plural_forms),
            (Set::Attacker, &people.attackers),
            (Set::Thing, &people.things),
            (Set::CivilianModifier, &people.civilian_modifiers),
            (Set::CombatantModifier, &people.combatant_modifiers),
            (Set::Former, &people.former),
            (Set::Title, &people.titles),
            (Set::SingularPronoun, &people.singular_pronouns),
            (Set::PluralPronoun, &people.plural_pronouns),
            (Set::SingularPossessive, &people.singular_possessives),
            (Set::PluralPossessive, &people.plural_possessives),
            (Set::TollNoun, &words.toll.nouns),
            (Set::StrongTollNoun, &words.toll.strong_nouns),
            (Set::TollLead, &words.toll.lead),
            (Set::AnswerVerb, &words.toll.answers),
            (Set::War, &words.scope.wars),
            (Set::WarPreposition, &words.scope.war_prepositions),
            (Set::PeriodUnit, &words.scope.period_units),
            (Set::RemainsVerb, &words.remains.verbs),
            (Set::Share, &words.parts.shares),
            (Set::Revision, &words.superseded.revisions),
            (Set::Change, &words.superseded.change),
            (Set::Of, &words.grammar.of),
            (Set::By, &words.grammar.by),
            (Set::And, &words.grammar.and),
            (Set::Be, &words.grammar.be),
            (Set::Have, &words.grammar.have),
            (Set::Without, &words.grammar.without),
            (Set::Not, &words.grammar.not),
            (Set::OneMore, &words.grammar.one_more),
            (Set::Definite, &words.grammar.definite),
            (Set::Article, &numbers.articles),
            (Set::Silent, &words.grammar.silent),
            (Set::Averting, &words.grammar.averting),
            (Set::Transporting, &words.grammar.transporting),
        ] {
            self.sets
                .insert(set, list.iter().map(|word| word.to_lowercase()).collect());
        }
    }
}
