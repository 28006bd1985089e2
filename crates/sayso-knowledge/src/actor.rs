//! Compiled actors: what the registry holds after all files are read, checked and joined.

use crate::fault::At;
use crate::kind::ActorKind;
use crate::partial_date::Period;
use std::sync::Arc;

/// An actor of one registry; valid only with the registry that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub(crate) u32);

/// A party, authority, monitor, outlet or person.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Stable id, e.g. `xx.example-front`; never reused.
    pub id: String,
    pub kind: ActorKind,
    /// Main name, neutral.
    pub name: String,
    pub names: Vec<ActorName>,
    /// Country code of the knowledge's country table.
    pub country: Option<String>,
    pub period: Period,
    pub part_of: Vec<Part>,
    pub sides: Vec<SideFact>,
    pub confused_with: Vec<ActorId>,
    /// Web domains of an outlet.
    pub domains: Vec<String>,
    /// Whether reports may be published by it.
    pub publishes: bool,
    /// Reports on the whole world: plain words such as "the army" do not mean its own country's.
    pub world: bool,
    pub note: Option<String>,
    /// The file and line that define it.
    pub at: At,
    /// 0 = the stock; later layers go before.
    pub layer: usize,
}

/// One name with the way it may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorName {
    pub text: String,
    pub usage: NameUse,
    pub(crate) layer: usize,
}

/// How a name leads to its actor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameUse {
    /// The main name.
    Full,
    Alias,
    /// Several actors bear it: the context decides.
    Shared,
    /// A modifying form.
    Adjective,
    /// A seat that stands for the actor.
    Metonym,
    /// Only in the mouth of a side.
    BySide(SideKey),
}

/// What a name was when it was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Full,
    Alias,
    Shared,
    Adjective,
    Metonym,
    BySide,
}

impl NameUse {
    pub fn kind(&self) -> NameKind {
        match self {
            NameUse::Full => NameKind::Full,
            NameUse::Alias => NameKind::Alias,
            NameUse::Shared => NameKind::Shared,
            NameUse::Adjective => NameKind::Adjective,
            NameUse::Metonym => NameKind::Metonym,
            NameUse::BySide(_) => NameKind::BySide,
        }
    }
}

/// A side: an actor with all that belong to it, or a label of an overlay.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideKey {
    Actor(ActorId),
    Label(Arc<str>),
}

/// Membership: an arm, a branch, a spokesperson.
#[derive(Debug, Clone)]
pub struct Part {
    pub whole: ActorId,
    pub role: Option<String>,
    pub period: Period,
}

/// A dated fact about whose side an actor is on.
#[derive(Debug, Clone)]
pub struct SideFact {
    pub with: SideKey,
    pub fact: Option<String>,
    pub period: Period,
    pub source: Option<String>,
}
