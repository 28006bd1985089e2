//! The closed list of actor kinds.

use serde::{Deserialize, Serialize};

/// What an actor is. The names are classes of the knowledge files, not words of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A state; it stands for its government and its forces.
    State,
    /// A territory with an ISO code of its own that is not a member state of the UN.
    Territory,
    /// A government other than a state's own: unrecognised, in exile, regional.
    Government,
    Ministry,
    /// Any other public body: a court, a commission, a local authority.
    #[serde(alias = "authority")]
    PublicBody,
    /// Armed forces of a state or a branch of them.
    #[serde(alias = "army")]
    StateForce,
    #[serde(alias = "security_force")]
    Police,
    Intelligence,
    ArmedGroup,
    Militia,
    /// A movement with political and armed sides.
    Movement,
    PoliticalParty,
    /// Several armed groups under one name.
    Umbrella,
    /// States or forces allied for a war.
    Alliance,
    CriminalGroup,
    /// An ethnic or religious community named as a party.
    Community,
    Monitor,
    InternationalOrganisation,
    /// Peacekeepers and observers sent by an organisation.
    Mission,
    Humanitarian,
    /// A private military company or other firm.
    Company,
    /// A news agency.
    Agency,
    Outlet,
    Person,
    /// An office that speaks: a presidency, a press office.
    Office,
}

impl ActorKind {
    /// Whether actors of this kind fight.
    pub fn is_armed(self) -> bool {
        use ActorKind::{
            Alliance, ArmedGroup, Company, CriminalGroup, Intelligence, Militia, Mission, Movement,
            Police, StateForce, Umbrella,
        };
        matches!(
            self,
            StateForce
                | Police
                | Intelligence
                | ArmedGroup
                | Militia
                | Movement
                | Umbrella
                | Alliance
                | CriminalGroup
                | Mission
                | Company
        )
    }

    /// Whether actors of this kind publish or carry reports.
    pub fn is_medium(self) -> bool {
        matches!(self, ActorKind::Agency | ActorKind::Outlet)
    }

    /// Whether actors of this kind are a state or belong to one.
    pub fn is_official(self) -> bool {
        use ActorKind::{
            Government, Intelligence, Ministry, Office, Police, PublicBody, State, StateForce,
            Territory,
        };
        matches!(
            self,
            State
                | Territory
                | Government
                | Ministry
                | PublicBody
                | StateForce
                | Police
                | Intelligence
                | Office
        )
    }
}
