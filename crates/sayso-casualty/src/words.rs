//! The form of the data files: words of counting and words of casualties.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Words and signs of counting (`data/lang/en/numbers.toml`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumberWords {
    pub articles: Vec<String>,
    pub joiners: Vec<String>,
    pub plural: Vec<String>,
    pub none: Vec<String>,
    pub any: Vec<String>,
    pub units: BTreeMap<String, u64>,
    pub multipliers: BTreeMap<String, u64>,
    pub suffixes: BTreeMap<String, u64>,
    pub fixed: BTreeMap<String, u64>,
    pub vague: BTreeMap<String, u64>,
    pub qualifiers: Qualifiers,
    pub range: RangeWords,
    pub ordinals: BTreeMap<String, u64>,
    pub not_a_count: NotACount,
}

/// Phrases that turn a number into a bound or an estimate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Qualifiers {
    pub at_least: Vec<String>,
    pub up_to: Vec<String>,
    pub below: Vec<String>,
    pub about: Vec<String>,
    /// Words that leave the number as it is ("a total of").
    pub exact: Vec<String>,
    pub after_at_least: Vec<String>,
    pub after_about: Vec<String>,
}

/// How ranges are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RangeWords {
    pub open: Vec<String>,
    pub close: Vec<String>,
    pub link: Vec<String>,
    /// Phrases from a lower to an upper bound ("but possibly up to").
    pub widening: Vec<String>,
    pub change: Vec<String>,
}

/// What shows that a number does not count people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NotACount {
    pub after: Vec<String>,
    pub before: Vec<String>,
    pub year_from: u64,
    pub year_to: u64,
    pub year_before: Vec<String>,
    pub tying: Vec<String>,
    pub ratio: Vec<String>,
}

/// Words of killing and injuring and of people (`data/lang/en/casualties.toml`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CasualtyWords {
    pub verb: Vec<VerbEntry>,
    pub phrase: Vec<PhraseEntry>,
    pub noun: Vec<NounEntry>,
    pub adjective: Vec<AdjectiveEntry>,
    pub toll: TollWords,
    pub scope: ScopeWords,
    pub superseded: SupersededWords,
    pub parts: PartWords,
    pub remains: RemainsWords,
    pub grammar: GrammarWords,
    pub people: PeopleWords,
}

/// What a casualty word says of its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Killed,
    Injured,
    /// "casualties", "neutralised", "killed or wounded" of one group.
    KilledOrInjured,
}

/// Which argument of a verb is hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VictimRole {
    Object,
    Subject,
    /// The object if there is one, else the subject.
    SubjectOrObject,
    /// The group behind the phrase.
    Of,
    /// The group whose noun is in `counted` ("claimed 14 lives").
    Counted,
    /// A counted group before the phrase ("six people with burns").
    CountedBefore,
}

/// How sure the victim noun must be of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// Every noun that is not a known thing.
    #[default]
    Any,
    /// A people noun, a name, a pronoun or a bare number.
    People,
    /// A people noun.
    PersonNoun,
    Combatant,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbEntry {
    pub id: String,
    pub outcome: Outcome,
    pub victim: VictimRole,
    #[serde(default)]
    pub needs: Needs,
    pub lemmas: Vec<String>,
    #[serde(default)]
    pub participles: Vec<String>,
    /// Irregular forms, for a first look before the analysis.
    #[serde(default)]
    pub forms: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    /// "Nobody was hurt" says that nobody was killed either.
    #[serde(default)]
    pub none_means_both: bool,
    /// The outcome is only implied: "was shot", "was stabbed".
    #[serde(default)]
    pub implied: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseEntry {
    pub id: String,
    pub outcome: Outcome,
    pub victim: VictimRole,
    pub words: String,
    #[serde(default)]
    pub counted: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NounKind {
    /// "the killing of four", "12 deaths", "her death".
    Event,
    /// "12 martyrs".
    People,
    /// "the bodies of 12 men".
    Remains,
    /// Counts only when it says that there were none.
    NoneOnly,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NounEntry {
    pub id: String,
    pub outcome: Outcome,
    pub kind: NounKind,
    pub singular: Vec<String>,
    pub plural: Vec<String>,
    /// The possessor may be who did it ("the army's killings").
    #[serde(default)]
    pub possessor_acts: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjectiveEntry {
    pub id: String,
    pub outcome: Outcome,
    pub words: Vec<String>,
    #[serde(default)]
    pub resultatives: Vec<String>,
    /// The word says that it did not happen ("unharmed").
    #[serde(default)]
    pub means_none: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TollWords {
    pub killed: Vec<String>,
    pub injured: Vec<String>,
    pub either: Vec<String>,
    pub nouns: Vec<String>,
    pub strong_nouns: Vec<String>,
    pub lead: Vec<String>,
    /// Verbs that may govern a bare number which answers a figure told before: "reported seven".
    pub answers: Vec<String>,
    pub total_cues: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScopeWords {
    pub since: Vec<String>,
    pub periods: Vec<String>,
    /// Words of a running total that name no period ("as of").
    pub running: Vec<String>,
    pub period_openers: Vec<String>,
    pub period_units: Vec<String>,
    pub wars: Vec<String>,
    pub war_prepositions: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupersededWords {
    pub before: Vec<String>,
    pub change: Vec<String>,
    /// Verbs that make a toll a newer one of the same source: "raised the toll to 11".
    pub revisions: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PartWords {
    pub openers: Vec<String>,
    pub of: Vec<String>,
    pub shares: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RemainsWords {
    pub verbs: Vec<String>,
}

/// The few function words that the patterns of this crate look for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GrammarWords {
    pub of: Vec<String>,
    pub by: Vec<String>,
    pub and: Vec<String>,
    pub joining_phrases: Vec<String>,
    /// Phrases behind the verb that add people to its subject ("was killed along with his sons").
    pub company: Vec<String>,
    pub be: Vec<String>,
    pub have: Vec<String>,
    pub without: Vec<String>,
    pub not: Vec<String>,
    pub one_more: Vec<String>,
    pub definite: Vec<String>,
    pub verb_endings: Vec<String>,
    pub silent: Vec<String>,
    pub averting: Vec<String>,
    /// Verbs of what brings or treats people who were hurt before ("carrying wounded people").
    pub transporting: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeopleWords {
    pub civilian: Vec<String>,
    pub combatant: Vec<String>,
    pub other: Vec<String>,
    pub collective: Vec<String>,
    pub pair: Vec<String>,
    pub plural_forms: Vec<String>,
    pub attackers: Vec<String>,
    pub civilian_modifiers: Vec<String>,
    pub combatant_modifiers: Vec<String>,
    /// Words that end a fighter's status ("former").
    pub former: Vec<String>,
    /// Buildings, vehicles and places by whose they are: who is hurt in them is told by them, if by nothing else.
    pub civilian_sites: Vec<String>,
    pub combatant_sites: Vec<String>,
    /// Endings of trades ("roadworkers").
    pub civilian_endings: Vec<String>,
    pub titles: Vec<String>,
    pub singular_pronouns: Vec<String>,
    pub plural_pronouns: Vec<String>,
    pub singular_possessives: Vec<String>,
    pub plural_possessives: Vec<String>,
    pub person_endings: Vec<String>,
    pub plural_endings: Vec<(String, String)>,
    pub things: Vec<String>,
}
