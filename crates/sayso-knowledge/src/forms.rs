//! The forms of actor and outlet files: what a person writes, before any check across entries.

use crate::kind::ActorKind;
use crate::partial_date::PartialDate;
use serde::Deserialize;

/// `[[actor]]`: a party, authority, monitor or person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActorForm {
    pub(crate) id: String,
    pub(crate) kind: ActorKind,
    /// The main name, neutral and in English.
    pub(crate) name: String,
    /// Other names and spellings; sorted.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Names that several actors bear: they resolve only when the context says which. Sorted.
    #[serde(default)]
    pub(crate) shared: Vec<String>,
    /// Words that modify: `Ruritanian` in "Ruritanian drones". Sorted.
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    /// Place names that may stand for the actor when it speaks or acts: a capital, a seat. Sorted.
    #[serde(default)]
    pub(crate) metonyms: Vec<String>,
    #[serde(default)]
    pub(crate) scripts: Vec<ScriptForm>,
    #[serde(default)]
    pub(crate) names_by_side: Vec<SideNamesForm>,
    /// Code of a country entry.
    pub(crate) country: Option<String>,
    pub(crate) from: Option<PartialDate>,
    pub(crate) to: Option<PartialDate>,
    #[serde(default)]
    pub(crate) part_of: Vec<PartForm>,
    #[serde(default)]
    pub(crate) side: Vec<SideForm>,
    #[serde(default)]
    pub(crate) confused_with: Vec<String>,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
}

/// A name in the actor's own script.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptForm {
    pub(crate) lang: String,
    pub(crate) text: String,
}

/// Names that mean this actor only in the mouth of a side, e.g. an enemy's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SideNamesForm {
    /// Actor whose side uses them.
    pub(crate) side: String,
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartForm {
    pub(crate) actor: String,
    pub(crate) role: Option<String>,
    pub(crate) from: Option<PartialDate>,
    pub(crate) to: Option<PartialDate>,
}

/// A fact about whose side an actor is on; never a score.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SideForm {
    pub(crate) with: String,
    /// What the fact is, e.g. `owner`, `allied`, `created by`.
    pub(crate) fact: Option<String>,
    pub(crate) from: Option<PartialDate>,
    pub(crate) to: Option<PartialDate>,
    pub(crate) source: Option<String>,
}

/// `[[country]]`: a state or territory; its government, forces and ministries are made by the templates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryForm {
    /// ISO 3166 code in upper case.
    pub(crate) code: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    /// Adjectives and short names that other countries bear as well.
    #[serde(default)]
    pub(crate) shared: Vec<String>,
    #[serde(default)]
    pub(crate) metonyms: Vec<String>,
    #[serde(default)]
    pub(crate) scripts: Vec<ScriptForm>,
    /// Not a member state of the UN.
    #[serde(default)]
    pub(crate) territory: bool,
    pub(crate) from: Option<PartialDate>,
    pub(crate) to: Option<PartialDate>,
    /// Keys of templates that do not apply, e.g. `military` where there are no forces.
    #[serde(default)]
    pub(crate) without: Vec<String>,
}

/// `[[template]]`: an actor that every country has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateForm {
    /// Last part of the id: `xx.police`.
    pub(crate) key: String,
    pub(crate) kind: ActorKind,
    /// Key of the template that it belongs to; the state itself when absent.
    pub(crate) part_of: Option<String>,
    /// With `{name}` and `{adjective}`; the first makes the main name.
    pub(crate) names: Vec<String>,
    /// Short forms shared by all countries.
    #[serde(default)]
    pub(crate) shared: Vec<String>,
    /// Joined to the state itself instead of making an actor.
    #[serde(default)]
    pub(crate) of_state: bool,
}

/// `[[outlet]]`: a medium or news agency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletForm {
    pub(crate) id: String,
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) shared: Vec<String>,
    #[serde(default)]
    pub(crate) scripts: Vec<ScriptForm>,
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    pub(crate) country: Option<String>,
    /// `unknown`, or facts with their source.
    #[serde(default)]
    pub(crate) side: Vec<SideForm>,
    /// Reports on the whole world: "the army" is not its own country's.
    #[serde(default)]
    pub(crate) world: bool,
    pub(crate) from: Option<PartialDate>,
    pub(crate) to: Option<PartialDate>,
    pub(crate) note: Option<String>,
}

/// `[[operation]]`: a named operation or day that reports refer to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationForm {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) date: PartialDate,
    /// Last day, if it is known.
    pub(crate) to: Option<PartialDate>,
    pub(crate) by: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) note: Option<String>,
}
