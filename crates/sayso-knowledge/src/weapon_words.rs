//! The shape of the weapon words: weapons by class, and what is done with them.

use sayso_model::WeaponClass;
use serde::Deserialize;

/// `weapons.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeaponLexicon {
    #[serde(default, rename = "weapon")]
    pub weapons: Vec<WeaponTerms>,
    #[serde(default)]
    pub use_of: WeaponUse,
}

/// Words that tell what is done with a weapon that hangs on no event word.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeaponUse {
    /// Verbs whose object is only handled: found, seized, sold.
    pub handled: Vec<String>,
    /// Verbs that tell what somebody fought with: "the attackers used rifles".
    pub wielded: Vec<String>,
    /// Before the explosive that a vehicle carries: packed, rigged.
    pub laden: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeaponTerms {
    pub id: String,
    pub means: String,
    pub class: WeaponClass,
    /// Nouns or names, singular, lower-case.
    pub forms: Vec<String>,
    /// It moves through the air or water and can itself be shot down.
    #[serde(default)]
    pub vehicle: bool,
    /// It falls from an aircraft and is none: a bomb.
    #[serde(default)]
    pub dropped: bool,
    /// The word names those who use it as well as the means: "air force", "artillery".
    #[serde(default)]
    pub party: bool,
    /// The class of what it fires, where it fires from afar rather than drives up: a tank's shells.
    pub fires: Option<WeaponClass>,
    /// Longer wordings that end in a form and are no weapon: "gold mine".
    #[serde(default)]
    pub not_forms: Vec<String>,
    /// Texts that must give a claim with this class of weapon.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Texts that must give none.
    #[serde(default)]
    pub no: Vec<String>,
}
