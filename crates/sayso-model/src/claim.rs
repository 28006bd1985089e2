use crate::{Field, ReportId, RuleId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Content address of a claim within its report and generation, as hexadecimal digits.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ClaimId(pub String);

/// One assertion of one occurrence (or of one cumulative toll, threat or denial) by one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    pub id: ClaimId,
    pub report: ReportId,
    pub kind: Kind,
    pub kind_rule: RuleId,
    pub happened: Happened,
    /// The attribution chain, outermost first; the publishing outlet is not in it. Empty = the outlet's own voice.
    pub sources: Vec<SourceLink>,
    pub perpetrator: Field<Party>,
    pub target: Field<Party>,
    pub weapon: Field<Weapon>,
    pub place: Field<Place>,
    pub when: Field<When>,
    pub killed: Field<Count>,
    pub injured: Field<Count>,
    /// Used when the text gives only "casualties".
    pub killed_or_injured: Field<Count>,
    pub victims: Field<VictimStatus>,
    /// Start of the period a cumulative toll sums over.
    #[schemars(with = "Field<String>")]
    pub cumulative_since: Field<jiff::civil::Date>,
    /// The text itself qualifies the event or the perpetrator (reportedly, suspected).
    pub hedged: bool,
    /// The innermost source is the perpetrator, or part of it, speaking of its own act.
    pub self_claim: bool,
    /// A campaign or series, not one occurrence.
    pub aggregate: bool,
    /// First claim of this report on the same occurrence, if this is a later one.
    pub same_incident: Option<ClaimId>,
    /// Whole sentences it rests on; the first is the best single one. Never empty.
    pub evidence: Vec<Span>,
    /// How it came about: words, rules, look-ups and rejected readings, in the order of the passes.
    pub derivation: Vec<Step>,
}

/// The kind of occurrence claimed; definitions in `docs/claims.md`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Strike,
    Bombing,
    Clash,
    Interception,
    Abduction,
    Detention,
    Attack,
    StatementOfResponsibility,
    Denial,
    ThreatOrPlan,
    TollCumulative,
    Other,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    Asserted,
    Denied,
    Threatened,
    Hypothetical,
}

/// One link of an attribution chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceLink {
    /// As in the text, resolved to the fuller name within the report where it is a pronoun or a short form.
    pub words: String,
    /// Registry id of the actor, authority or outlet.
    pub registry: Option<String>,
    /// Lemma of the reporting verb or cue that makes the link, e.g. `say`, `according to`.
    pub cue: Option<String>,
    pub stance: Stance,
    pub span: Span,
    pub rule: RuleId,
}

/// How a source stands to what is said.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Says,
    Claims,
    Confirms,
    Denies,
    Warns,
    Quotes,
}

/// A perpetrator or target in the words of the report.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Party {
    pub words: String,
    pub registry: Option<String>,
}

#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Weapon {
    pub class: WeaponClass,
    pub words: String,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WeaponClass {
    Drone,
    RocketMissile,
    ArtilleryMortar,
    Airstrike,
    SmallArms,
    IedVbied,
    Suicide,
    GroundOp,
    Other,
}

/// Where a claim says it happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Names literally in the text, most specific first; never empty.
    pub names: Vec<PlaceName>,
    /// Coordinates of the most specific name that has any.
    pub point: Option<Point>,
    pub precision: PlacePrecision,
    /// Why this place and these coordinates, in words.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceName {
    pub words: String,
    /// Gazetteer id, e.g. `geonames:281133` or the id of a supplement entry.
    pub registry: Option<String>,
}

/// WGS84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

/// How precisely a place is known, from finest to coarsest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PlacePrecision {
    /// A named site: a base, a hospital, a crossing, a camp.
    Site,
    Neighbourhood,
    /// A village, town or city.
    Town,
    /// Beside, outside or on a compass side of a place: not the place itself.
    NearTown,
    District,
    Province,
    /// A compass part of a country or province, a valley, a border zone.
    Area,
    Country,
    /// A sea, a strait, international airspace.
    Water,
    /// Named in the text, not in the gazetteer.
    Unlocated,
}

/// When a claim says it happened: both days inclusive; an unknown end is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    #[schemars(with = "Option<String>")]
    pub start: Option<jiff::civil::Date>,
    #[schemars(with = "Option<String>")]
    pub end: Option<jiff::civil::Date>,
    pub precision: DatePrecision,
    pub basis: DateBasis,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    Day,
    FewDays,
    Week,
    Month,
    Season,
    Year,
    Longer,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DateBasis {
    /// A date expression attaches to the event.
    Explicit,
    /// Inferred from other sentences.
    Context,
    /// Only the day of the statement is known.
    Reporting,
}

/// A casualty figure. `None` is an open bound: "at least 12" is low 12, best 12, high open.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Count {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
    pub qualifier: Qualifier,
}

impl Count {
    pub fn exact(number: u64) -> Count {
        Count {
            low: Some(number),
            best: Some(number),
            high: Some(number),
            qualifier: Qualifier::Exact,
        }
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    Exact,
    AtLeast,
    About,
    UpTo,
    Range,
    /// "several", "dozens", "hundreds".
    VagueNumber,
    /// A plural without a number.
    Plural,
    /// "no one was hurt".
    None,
}

/// Status of the counted people as this source has it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum VictimStatus {
    Civilian,
    Combatant,
    Mixed,
}

/// One step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The field decided, or the pass, e.g. `perpetrator`.
    pub subject: String,
    pub rule: RuleId,
    /// One sentence: what was found, looked up, or rejected and why.
    pub note: String,
    pub spans: Vec<Span>,
}
