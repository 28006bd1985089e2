//! People, their roles in projects, sessions, one-time links and the log of what was shown: a file of its own, never in a ledger.

mod password;
mod secret;
mod session;
mod store;
mod throttle;

pub(crate) use secret::{random_token, same};
pub(crate) use session::Session;
pub(crate) use store::{Link, Member, People, Setting, User};
pub(crate) use throttle::Throttle;

/// What a person may do in a project; each may do all that those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Reader,
    Reviewer,
    Publisher,
    Administrator,
}

impl Role {
    /// All roles, from the one that may do least.
    pub const ALL: [Role; 4] = [
        Role::Reader,
        Role::Reviewer,
        Role::Publisher,
        Role::Administrator,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Reviewer => "reviewer",
            Role::Publisher => "publisher",
            Role::Administrator => "administrator",
        }
    }

    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}
