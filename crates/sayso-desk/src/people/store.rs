//! The file of people: users, members of projects, one-time links, settings, the log of what was shown.

use super::Role;
use super::password::{SHORTEST, fits, hashed};
use super::secret::{kept, random_token};
use crate::error::{DeskError, of_file};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::{Mutex, MutexGuard, PoisonError};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, administrator INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS member (user INTEGER NOT NULL REFERENCES user (id), project TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (user, project)) STRICT;
CREATE TABLE IF NOT EXISTS session (
  token TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES user (id), csrf TEXT NOT NULL, made INTEGER NOT NULL, used INTEGER NOT NULL, began INTEGER NOT NULL, former TEXT, former_until INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS session_former ON session (former);
CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES user (id), name TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS link (token TEXT PRIMARY KEY, administrator INTEGER NOT NULL, name TEXT, project TEXT, role TEXT, until INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS setting (project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (project, key)) STRICT;
CREATE TABLE IF NOT EXISTS shown (number INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, project TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL) STRICT;
";

/// Seconds a one-time link holds.
const LINK_HOLDS: i64 = 3 * 24 * 3600;

/// The open file of people.
pub(crate) struct People {
    path: String,
    connection: Mutex<Connection>,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Of the whole desk, in every project.
    pub(crate) administrator: bool,
}

/// A person in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// What a one-time link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) administrator: bool,
    /// A name that is set already; otherwise the person chooses one.
    pub(crate) name: Option<String>,
    pub(crate) member_of: Option<(String, Role)>,
}

/// Settings of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// `off`, `all` or `published`.
    Public,
    /// Days between publication and public view.
    Delay,
    /// Coarsest precision that is not shown in public: `none`, `town`, `district`, `province`.
    Coarsen,
    /// `off` where reviewers see each other's words before their own.
    Blind,
}

impl Setting {
    fn key(self) -> &'static str {
        match self {
            Setting::Public => "public",
            Setting::Delay => "delay",
            Setting::Coarsen => "coarsen",
            Setting::Blind => "blind",
        }
    }
}

impl People {
    pub(crate) fn open(path: &str) -> Result<People, DeskError> {
        let failed = of_file(path);
        let connection = Connection::open(path).map_err(&failed)?;
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;")
            .map_err(&failed)?;
        connection.execute_batch(TABLES).map_err(&failed)?;
        Ok(People {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn run<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, DeskError> {
        work(&self.connection()).map_err(of_file(&self.path))
    }

    pub(crate) fn has_users(&self) -> Result<bool, DeskError> {
        self.run(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM user)", [], |row| row.get(0))
        })
    }

    /// Makes a one-time link; its token is told once.
    pub(crate) fn make_link(&self, link: &Link, now: i64) -> Result<String, DeskError> {
        let token = random_token()?;
        let (project, role) = match &link.member_of {
            Some((project, role)) => (Some(project), Some(role.name())),
            None => (None, None),
        };
        self.run(|connection| {
            connection.execute("DELETE FROM link WHERE until < ?1", [now])?;
            connection.execute(
                "INSERT INTO link (token, administrator, name, project, role, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![kept(&token), link.administrator, link.name, project, role, now + LINK_HOLDS],
            )
        })?;
        Ok(token)
    }

    /// What a link is for, if it holds.
    pub(crate) fn link(&self, token: &str, now: i64) -> Result<Option<Link>, DeskError> {
        self.run(|connection| {
            connection
                .query_row(
                    "SELECT administrator, name, project, role FROM link WHERE token = ?1 AND until >= ?2",
                    params![kept(token), now],
                    |row| {
                        let member_of = row
                            .get::<_, Option<String>>(2)?
                            .zip(row.get::<_, Option<String>>(3)?.as_deref().and_then(Role::from_name));
                        Ok(Link {
                            administrator: row.get(0)?,
                            name: row.get(1)?,
                            member_of,
                        })
                    },
                )
                .optional()
        })
    }

    /// Uses a link up: makes the person, or sets a new password. `Err` of the inner result is a message for them.
    pub(crate) fn use_link(
        &self,
        token: &str,
        name: &str,
        password: &str,
        now: i64,
    ) -> Result<Result<User, String>, DeskError> {
        let Some(link) = self.link(token, now)? else {
            return Ok(Err("this link was used already or is too old".to_owned()));
        };
        let name = link.name.clone().unwrap_or_else(|| name.trim().to_owned());
        if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
            return Ok(Err("a name of 1 to 80 characters is needed".to_owned()));
        }
        if password.chars().count() < SHORTEST {
            return Ok(Err(format!(
                "a password has at least {SHORTEST} characters"
            )));
        }
        let hash = hashed(password)?;
        let token = kept(token);
        let made = self.run(|connection| {
            let known: Option<i64> = connection
                .query_row("SELECT id FROM user WHERE name = ?1", [&name], |row| {
                    row.get(0)
                })
                .optional()?;
            if known.is_some() && link.name.is_none() {
                return Ok(None);
            }
            let transaction = connection.unchecked_transaction()?;
            if transaction.execute("DELETE FROM link WHERE token = ?1", [&token])? == 0 {
                return Ok(None);
            }
            match known {
                Some(id) => {
                    transaction
                        .execute("UPDATE user SET hash = ?1 WHERE id = ?2", params![hash, id])?;
                    transaction.execute("DELETE FROM session WHERE user = ?1", [id])?;
                }
                None => {
                    transaction.execute(
                        "INSERT INTO user (name, hash, administrator) VALUES (?1, ?2, ?3)",
                        params![name, hash, link.administrator],
                    )?;
                }
            }
            let user = transaction.query_row(
                "SELECT id, name, administrator FROM user WHERE name = ?1",
                [&name],
                user_of,
            )?;
            if let Some((project, role)) = &link.member_of {
                put_member(&transaction, user.id, project, *role)?;
            }
            transaction.commit()?;
            Ok(Some(user))
        })?;
        Ok(made.ok_or_else(|| "that name is taken; choose another".to_owned()))
    }

    /// The person with that name and password. Takes as long for a name that nobody has.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> Result<Option<User>, DeskError> {
        let found = self.run(|connection| {
            connection
                .query_row(
                    "SELECT id, name, administrator, hash FROM user WHERE name = ?1 AND closed = 0",
                    [name.trim()],
                    |row| Ok((user_of(row)?, row.get::<_, String>(3)?)),
                )
                .optional()
        })?;
        Ok(match found {
            Some((user, hash)) => fits(password, &hash).then_some(user),
            None => {
                let _ = fits(password, "00000000000000000000000000000000$");
                None
            }
        })
    }

    /// What a person may do in a project.
    pub(crate) fn role(&self, user: &User, project: &str) -> Result<Option<Role>, DeskError> {
        if user.administrator {
            return Ok(Some(Role::Administrator));
        }
        self.run(|connection| {
            connection
                .prepare_cached("SELECT role FROM member WHERE user = ?1 AND project = ?2")?
                .query_row(params![user.id, project], |row| row.get::<_, String>(0))
                .optional()
        })
        .map(|role| role.as_deref().and_then(Role::from_name))
    }

    pub(crate) fn members(&self, project: &str) -> Result<Vec<Member>, DeskError> {
        self.run(|connection| {
            let mut statement = connection.prepare(
                "SELECT user.name, member.role FROM member JOIN user ON user.id = member.user WHERE project = ?1 AND closed = 0 ORDER BY user.name",
            )?;
            let rows = statement.query_map([project], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })
        .map(|rows| {
            rows.into_iter()
                .filter_map(|(name, role)| {
                    let role = Role::from_name(&role)?;
                    Some(Member { name, role })
                })
                .collect()
        })
    }

    /// Gives a person a role in a project, or takes it; false if there is no such person.
    pub(crate) fn set_member(
        &self,
        name: &str,
        project: &str,
        role: Option<Role>,
    ) -> Result<bool, DeskError> {
        self.run(|connection| {
            let id: Option<i64> = connection
                .query_row(
                    "SELECT id FROM user WHERE name = ?1",
                    [name.trim()],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(id) = id else { return Ok(false) };
            match role {
                Some(role) => put_member(connection, id, project, role)?,
                None => {
                    connection.execute(
                        "DELETE FROM member WHERE user = ?1 AND project = ?2",
                        params![id, project],
                    )?;
                }
            }
            Ok(true)
        })
    }

    pub(crate) fn setting(
        &self,
        project: &str,
        setting: Setting,
    ) -> Result<Option<String>, DeskError> {
        self.run(|connection| {
            connection
                .prepare_cached("SELECT value FROM setting WHERE project = ?1 AND key = ?2")?
                .query_row([project, setting.key()], |row| row.get(0))
                .optional()
        })
    }

    pub(crate) fn set(
        &self,
        project: &str,
        setting: Setting,
        value: &str,
    ) -> Result<(), DeskError> {
        self.run(|connection| {
            connection.execute(
                "INSERT INTO setting (project, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (project, key) DO UPDATE SET value = excluded.value",
                [project, setting.key(), value],
            )
        })
        .map(drop)
    }

    /// Notes that private details were shown, or a setting was changed: who, when, what.
    pub(crate) fn log(
        &self,
        at: &str,
        user: &str,
        project: &str,
        what: &str,
        subject: &str,
    ) -> Result<(), DeskError> {
        self.run(|connection| {
            connection.execute(
                "INSERT INTO shown (at, user, project, what, subject) VALUES (?1, ?2, ?3, ?4, ?5)",
                [at, user, project, what, subject],
            )
        })
        .map(drop)
    }

    /// The log of a project, the newest first: when, who, what, of what.
    pub(crate) fn logged(
        &self,
        project: &str,
        limit: usize,
    ) -> Result<Vec<[String; 4]>, DeskError> {
        self.run(|connection| {
            let mut statement = connection
                .prepare("SELECT at, user, what, subject FROM shown WHERE project = ?1 ORDER BY number DESC LIMIT ?2")?;
            let rows = statement.query_map(params![project, limit as i64], |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })?;
            rows.collect()
        })
    }
}

pub(super) fn user_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        administrator: row.get(2)?,
    })
}

fn put_member(
    connection: &Connection,
    user: i64,
    project: &str,
    role: Role,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO member (user, project, role) VALUES (?1, ?2, ?3) ON CONFLICT (user, project) DO UPDATE SET role = excluded.role",
            params![user, project, role.name()],
        )
        .map(drop)
}
