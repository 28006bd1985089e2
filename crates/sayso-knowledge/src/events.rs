//! The shape of the event knowledge: frames, weapons, reporting verbs, modality cues, loaded words.
//!
//! The words live in `data/lang/en/*.toml`; the engine in `sayso-code` knows only these shapes. A frame gives a
//! verb and its nouns with their roles once; active, passive, nominal, gerund and relative forms are derived.

pub use crate::weapon_words::{WeaponLexicon, WeaponTerms, WeaponUse};
use sayso_model::{Kind, Stance, WeaponClass};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The seven files that the coder's event passes work from.
#[derive(Debug, Clone, Default)]
pub struct EventKnowledge {
    pub events: EventLexicon,
    pub weapons: WeaponLexicon,
    pub reporting: ReportingLexicon,
    pub modality: ModalityLexicon,
    pub parties: PartyLexicon,
    pub coreference: CoreferenceWeights,
    pub topics: TopicLexicon,
}

impl EventKnowledge {
    /// The stock's own files; tested to load.
    pub fn builtin() -> Result<EventKnowledge, toml::de::Error> {
        Ok(EventKnowledge {
            events: toml::from_str(include_str!("../../../data/lang/en/events.toml"))?,
            weapons: toml::from_str(include_str!("../../../data/lang/en/weapons.toml"))?,
            reporting: toml::from_str(include_str!("../../../data/lang/en/reporting.toml"))?,
            modality: toml::from_str(include_str!("../../../data/lang/en/modality.toml"))?,
            parties: toml::from_str(include_str!("../../../data/lang/en/parties.toml"))?,
            coreference: toml::from_str(include_str!("../../../data/lang/en/coreference.toml"))?,
            topics: toml::from_str(include_str!("../../../data/lang/en/topics.toml"))?,
        })
    }
}

/// `topics.toml`: what else than conflict a report may be about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicLexicon {
    /// A topic speaks from so many different words of its list on.
    pub least: usize,
    /// The other topics together need at least so many words.
    pub others: usize,
    /// And more than so many for each word of conflict.
    pub for_each: usize,
    pub conflict: Vec<String>,
    #[serde(default, rename = "topic")]
    pub topics: Vec<Topic>,
}

/// A matter that reports speak of, by its words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub id: String,
    pub words: Vec<String>,
}

/// `coreference.toml`: how much each feature speaks for two assertions of a report being about one occurrence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoreferenceWeights {
    /// Counts for every pair, in hundredths of a natural logarithm of odds, as all weights here.
    pub always: i32,
    /// The least mean of the best and the worst pair at which an assertion joins an occurrence.
    pub join_at: i32,
    pub weights: BTreeMap<String, i32>,
}

/// `events.toml`: what counts as an occurrence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventLexicon {
    #[serde(default, rename = "frame")]
    pub frames: Vec<Frame>,
    /// Verbs that lend their subject to an event noun they govern: "carried out an attack".
    #[serde(default, rename = "light_verb")]
    pub light_verbs: Vec<LightVerb>,
    /// Words that tie somebody to an event noun behind them: "suspected of the attack".
    #[serde(default, rename = "tie")]
    pub ties: Vec<Tie>,
    #[serde(default)]
    pub grammar: Grammar,
}

/// Function words the role reader needs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Before the doer of a passive or of an event noun: by.
    pub agent: Vec<String>,
    /// Nouns at which somebody suffers, with the doer behind "of": hands.
    pub agent_nouns: Vec<String>,
    /// Before the weapon: with, from.
    pub instrument: Vec<String>,
    /// Between a weapon and its owner: of, from.
    pub owner: Vec<String>,
    /// Prepositions that keep a following phrase within a party's name: of, for.
    pub within_name: Vec<String>,
    /// Prepositions after which a body's name goes on ("the Front for"), though the analysis hangs them elsewhere.
    #[serde(default)]
    pub name_for: Vec<String>,
    /// Before an act that another act is part of: "freed them in a raid".
    #[serde(default)]
    pub within_act: Vec<String>,
    /// Auxiliaries that make a perfect: have.
    pub perfect: Vec<String>,
    /// Pronouns for one person, for a body, for several, for the speaker.
    pub person_pronouns: Vec<String>,
    pub body_pronouns: Vec<String>,
    pub group_pronouns: Vec<String>,
    pub speaker_pronouns: Vec<String>,
    /// Determiners that point back to something told before.
    pub definite: Vec<String>,
    /// Prepositions that say where: in, at, near.
    pub location: Vec<String>,
    /// Prepositions that say of what something is a part, and so nothing of where by themselves: of.
    pub part: Vec<String>,
    /// Prepositions of a way or purpose, which say where something goes or comes from: to, from, for.
    pub course: Vec<String>,
    /// Nouns for whom something befell: "was the victim of a raid".
    #[serde(default)]
    pub undergoer: Vec<String>,
    /// Relative words that stand for the noun before them.
    pub relative: Vec<String>,
    pub stand_in: StandIn,
    /// Wordings that the analysis of a sentence sees in other words.
    #[serde(default)]
    pub plain: Vec<Plain>,
}

/// A wording that the analysis of sentences often misreads, and words of the same grammar that it reads rightly, one
/// for each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plain {
    pub words: Vec<String>,
    pub read: Vec<String>,
}

/// Names that stand for those of parties while a sentence is analysed, so that no party's name bends the grammar.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// For a state's name of one word.
    pub state: String,
    /// For another name of one word.
    pub word: String,
    /// For names of several words: as many from the end as the name has.
    pub words: Vec<String>,
    /// The last word where the name is a plural.
    pub plural: String,
}

/// One way an occurrence is worded: a verb, its nouns and where their roles stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Dotted id that reads as its meaning; appears in every claim the frame makes.
    pub id: String,
    /// One sentence for people.
    pub means: String,
    pub kind: Kind,
    /// Weapon class the words alone imply.
    pub weapon: Option<WeaponClass>,
    /// Verb lemmas; a particle or fixed object follows a blank: "shoot down", "open fire".
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Noun lemmas, singular; several words allowed: "air strike".
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Where the target stands besides object and passive subject: prepositions.
    #[serde(default)]
    pub target: Vec<String>,
    /// It answers another act: counter-fire, an occurrence of its own.
    #[serde(default)]
    pub answers: bool,
    /// Where the doer stands besides subject and agent: prepositions.
    #[serde(default)]
    pub doer: Vec<String>,
    /// One of these must be seen with the word for it to count; empty = nothing.
    #[serde(default)]
    pub any_of: Vec<Need>,
    /// All of these must be seen with the word for it to count.
    #[serde(default)]
    pub all_of: Vec<Need>,
    /// None of these may be seen with the word.
    #[serde(default)]
    pub none_of: Vec<Need>,
    /// The verb's subject is the thing that is hit or the weapon, not the doer ("exploded", "came under fire").
    #[serde(default)]
    pub subject: SubjectRole,
    /// The object is the weapon and the target stands behind a preposition ("fired rockets at").
    #[serde(default)]
    pub object: ObjectRole,
    /// How much the words say: a general frame takes its kind from a specific one of the same occurrence.
    #[serde(default)]
    pub general: bool,
    /// The words tell only of what is to come: "will respond" threatens, "responded" tells nothing.
    #[serde(default)]
    pub to_come: bool,
    /// What the verb or noun itself says of its target: killed or injured.
    pub outcome: Option<Outcome>,
    /// What the act is besides its kind, for lists of acts that part more finely.
    pub crime: Option<Crime>,
    #[serde(default)]
    pub yes: Vec<FrameExample>,
    #[serde(default)]
    pub no: Vec<String>,
}

/// A text that must give a claim by this frame, with the fields it must have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameExample {
    pub text: String,
    /// Words the perpetrator must contain.
    pub by: Option<String>,
    /// Words the target must contain.
    pub on: Option<String>,
    pub weapon: Option<WeaponClass>,
}

/// Context without which an ambiguous word is no occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A weapon is named as subject, object, modifier or instrument.
    Weapon,
    /// The doer is an armed party or a weapon.
    ArmedDoer,
    /// The doer is worded as people ("guerrillas", "three men"), not as a body, a state or an aircraft.
    PersonDoer,
    /// The object is a person, a group of people or a body.
    PersonObject,
    /// The object is a weapon, aircraft or vessel.
    WeaponObject,
    /// Somebody is said to be killed or injured in the sentence.
    Casualties,
    /// A rocket, shell, bomb or drone is named, not an aircraft.
    Munition,
    /// Any of the above, or another event word in the sentence.
    ViolentContext,
    /// The object is a place, base, building or settlement.
    PlaceObject,
    /// The same, also where it stands behind a preposition.
    PlaceTarget,
    /// Direct or passive object of any kind.
    Object,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectRole {
    #[default]
    Perpetrator,
    Target,
    Weapon,
    /// Neither: "clashes broke out".
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectRole {
    #[default]
    Target,
    Weapon,
    Perpetrator,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Killed,
    Injured,
}

/// An act that some lists of acts tell from other attacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crime {
    Arson,
    Robbery,
}

/// Words that make somebody the doer of the act named behind a preposition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tie {
    pub words: Vec<String>,
    /// The prepositions before the event noun.
    pub with: Vec<String>,
    pub who: Tied,
}

/// Where the doer stands that a [`Tie`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// "Two men were involved in the attack."
    Subject,
    /// "Police arrested two men for the attack."
    Object,
    /// "A suspect in the attack."
    Word,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightVerb {
    pub verb: String,
    #[serde(default)]
    pub subject: SubjectRole,
}

/// `reporting.toml`: who says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingLexicon {
    #[serde(default, rename = "verb")]
    pub verbs: Vec<ReportingVerb>,
    #[serde(default, rename = "cue")]
    pub cues: Vec<ReportingCue>,
    /// Nouns of a person who speaks for a body: the body is the source.
    #[serde(default)]
    pub spokespersons: Vec<String>,
    /// Nouns that carry somebody's words: statement, communique, report.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Nouns that can speak without being named: officials, witnesses, residents.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Nouns of one's own doing: responsibility, involvement, part.
    #[serde(default)]
    pub own_act: Vec<String>,
    /// Verbs of plain saying, which make a speaker of whatever noun is their subject: say, tell.
    #[serde(default)]
    pub plain_speech: Vec<String>,
    /// Before an act somebody is said to have done: "were behind the raid".
    #[serde(default)]
    pub behind: Vec<String>,
    /// Predicates by which an act is somebody's: responsible for it, his work.
    #[serde(default)]
    pub owning: Vec<String>,
    /// Verbs of doing with "it" for an act told before: "said it did it".
    #[serde(default)]
    pub doing: Vec<String>,
    /// Verbs that with an act as their object take it upon the speaker: "claimed the attack".
    #[serde(default)]
    pub claims_acts: Vec<String>,
    /// Nouns for an act told before that say nothing of its kind: "the crime".
    #[serde(default)]
    pub deeds: Vec<String>,
    /// Verbs of coming about: "no such thing happened".
    #[serde(default)]
    pub happening: Vec<String>,
    /// Words for those whom an occurrence killed or hurt: the dead, the victims.
    #[serde(default)]
    pub victims: Vec<String>,
    /// Before them, of one who is said to be one of them: among, of.
    #[serde(default)]
    pub among: Vec<String>,
    /// Before one who is named out of several: including, such as, like.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Verbs of a body's losses of its own: lose, mourn, bury.
    #[serde(default)]
    pub losing: Vec<String>,
    /// Adverbs that point to the place told of last: there, here.
    #[serde(default)]
    pub there: Vec<String>,
    /// Words that set one speaker's words beside another's: while, whereas.
    #[serde(default)]
    pub contrast: Vec<String>,
    /// Words that say of an account that it is untrue: false, groundless, invention.
    #[serde(default)]
    pub denial_predicates: Vec<String>,
    /// What a report is said not to be: "true", "the facts"; denied, they deny it.
    #[serde(default)]
    pub truth_predicates: Vec<String>,
    /// Groups of nouns for "the group", "the ministry": resolved to the last fuller name of such a kind.
    #[serde(default)]
    pub short_forms: Vec<String>,
    /// Those of them that may mean any body: "the group".
    #[serde(default)]
    pub any_body: Vec<String>,
    /// Nouns for a body's count of people: count, register.
    #[serde(default)]
    pub counts: Vec<String>,
    /// Words of thinking, wishing and judging.
    #[serde(default)]
    pub attitudes: AttitudeLexicon,
}

/// Words that tell of somebody's attitude, not of what happened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttitudeLexicon {
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Verbs of a view that nobody in particular is named for: "seem", "is expected".
    #[serde(default)]
    pub impressions: Vec<String>,
    /// Verbs that tell of saying or thinking only with a clause or a quotation.
    #[serde(default)]
    pub clause_only: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingVerb {
    pub id: String,
    pub means: String,
    pub stance: Stance,
    pub verbs: Vec<String>,
    /// Nouns of the same act: "the front's claim that …".
    #[serde(default)]
    pub nouns: Vec<String>,
    /// What the speech act makes of its content.
    #[serde(default)]
    pub content: ContentMood,
    /// The verbs speak only with a clause: "found that", not "found a rocket".
    #[serde(default)]
    pub clause: bool,
    /// It speaks only where a figure of dead or injured is what it is about: "put the toll at nine".
    #[serde(default)]
    pub figure: bool,
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
}

/// What a speech act makes of the occurrence it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentMood {
    #[default]
    Asserted,
    Denied,
    /// Vow, threat, warning, order.
    Threatened,
    /// Responsibility language: the speaker did it.
    Responsibility,
    /// Blame: the object of the verb did it.
    Blamed,
    /// Condemnation, demand, question: nothing is claimed.
    NotClaimed,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingCue {
    /// Words before the source: "according to", "citing".
    pub words: String,
    pub stance: Stance,
}

/// `modality.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModalityLexicon {
    /// Auxiliaries and words that make an event hypothetical: may, might, could.
    pub hypothetical: Vec<String>,
    /// Clause markers that make it conditional: if, unless.
    pub conditional: Vec<String>,
    /// Future auxiliaries: will, shall.
    pub future: Vec<String>,
    /// The same in reported speech: would.
    pub future_in_the_past: Vec<String>,
    /// Determiners of none in particular: any, whatever.
    pub generic: Vec<String>,
    /// Of what is past they only qualify: "may have killed".
    pub epistemic: Vec<String>,
    /// At the head of a sentence they leave what was told before: separately, elsewhere.
    pub apart: Vec<String>,
    /// Nouns that make one occurrence the occasion of another: in answer to, in retaliation for, the anniversary of.
    pub occasions: Vec<String>,
    /// Words that set what a clause tells after what was told before: later, again.
    pub later: Vec<String>,
    /// Prepositions of an occurrence from which a stretch of time is counted: two days after, a week since.
    pub counted_from: Vec<String>,
    /// `that`, `same`, before a noun for what was told last.
    #[serde(default)]
    pub pointing: Vec<String>,
    /// Prepositions of an occurrence that somebody is tried, praised or asked for: the day of that is not its own.
    pub matter_of: Vec<String>,
    /// Verbs whose complement is planned or ordered, not done: plan, order, want, prepare.
    pub planned: Vec<String>,
    /// Verbs whose complement did not come about: fail, refuse, avoid, prevent.
    pub averted: Vec<String>,
    /// Negation words.
    pub negation: Vec<String>,
    /// Adverbs and adjectives that qualify: reportedly, alleged, suspected.
    pub hedges: Vec<String>,
    /// Words that open another occurrence: another, second, separate.
    pub another: Vec<String>,
    /// Nouns whose "of" or "for" phrase is planned or feared, not done: plan, plot, threat, possibility.
    pub plan_nouns: Vec<String>,
    /// Adjectives of acts that are still to come.
    pub impending: Vec<String>,
    /// Words that make a vow one of violence where it names no act: punish, revenge, force.
    pub threat_words: Vec<String>,
    /// Words that join what is to happen otherwise: "or".
    pub alternatives: Vec<String>,
    /// Verbs of ordering an act that, in the past and with the act named, was done.
    pub ordered: Vec<String>,
    /// Verbs of coming upon a bomb, and what is done to it then ("in a controlled explosion").
    #[serde(default)]
    pub finding: Vec<String>,
    #[serde(default)]
    pub controlled: Vec<String>,
    /// What follows a word that a sentence explains ("“neutralised” means").
    #[serde(default)]
    pub defining: Vec<String>,
    /// Words for no part at all: "nothing" in "had nothing to do with it".
    pub disclaimers: Vec<String>,
    /// What others are vowed to do or suffer: "they will pay".
    pub threatened_fates: Vec<String>,
    /// Words of sport, disease and accidents: a sentence with one and without a weapon tells of no violence.
    pub peaceful: Vec<String>,
    /// Words of peaceful matters that violent reports use too: only two of them in a sentence tell.
    pub peaceful_together: Vec<String>,
    /// Words that show that a phrase is no violence: hunger (strike), heart (attack).
    #[serde(default, rename = "figurative")]
    pub figurative: Vec<Figurative>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figurative {
    /// Lemma of the event word.
    pub word: String,
    /// Lemmas that, as modifier, object, subject or governor, make it no occurrence.
    pub with: Vec<String>,
}

/// `parties.toml`: common nouns for those who act and those who are acted upon.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyLexicon {
    /// Singular nouns for armed people and bodies.
    #[serde(default)]
    pub armed: Vec<String>,
    /// Singular nouns for people who are not.
    #[serde(default)]
    pub people: Vec<String>,
    /// Singular nouns for things that are hit: buildings, vehicles, bases.
    #[serde(default)]
    pub objects: Vec<String>,
    /// Nouns that only count or collect: group, number, series. The party stands behind "of".
    #[serde(default)]
    pub collectives: Vec<String>,
    /// First words of armed groups' names in other languages ("Liwa", "Lashkar"), lower-case.
    #[serde(default)]
    pub name_leads: Vec<String>,
    /// Verbs that give a body its name ("calling itself"), nouns that take up a group named before, and last words of
    /// groups' names.
    #[serde(default)]
    pub naming: Vec<String>,
    /// Words in the names of bodies that use no force ("rights", "hospital").
    #[serde(default)]
    pub unarmed: Vec<String>,
    #[serde(default)]
    pub group_words: Vec<String>,
    #[serde(default)]
    pub group_names: Vec<String>,
    /// What may stand where a target stands and is none ("fired into the air").
    #[serde(default)]
    pub no_targets: Vec<String>,
    /// Loaded words with their neutral class; kept in quoted evidence, never in the coder's own wording.
    #[serde(default, rename = "loaded")]
    pub loaded: Vec<LoadedWord>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadedWord {
    pub forms: Vec<String>,
    /// Neutral class it reads as.
    pub reads_as: String,
    /// Said of the other side, or of what is done to it.
    #[serde(default)]
    pub opponent: bool,
    pub means: String,
}
